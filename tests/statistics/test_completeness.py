"""Which cells are owed and blank, and what the times tell: worked out by hand, case by case."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.findings import suspicions
from hotline_analysis.month import Month
from hotline_analysis.statistics.completeness import (
    DUE_OF,
    REVERSED,
    batch_figure,
    batches,
    blank_cells,
    daily,
    due_cells,
    filling,
    lags,
    reversed_times,
    silent_days,
    without_hour,
)

APRIL = Month(2020, 4)
END = date(2020, 4, 30)
LABELS = {column.name: column.label for column in CASES}
UNENDED = {"closed_at": "", "called_back_at": "", "service_rating": "", "result_rating": "", "reply": ""}
MONTH = [
    {},
    {**UNENDED, "due_at": "2020-04-29"},
    {**UNENDED, "due_at": "2020-05-06"},
    {**UNENDED, "due_at": "2020-05-06", "closed_at": "2020-05-02 09:00"},
    {"called_back_at": "", "service_rating": "", "result_rating": "", "reply": ""},
    {**UNENDED, "disposition": "在线答复", "unit": "", "closed_at": "2020-04-07 09:10", "due_at": ""},
    {**UNENDED, "disposition": "转接", "unit": "", "caller": "", "due_at": ""},
    {**UNENDED, "disposition": "", "unit": "", "due_at": ""},
]
"""A whole order; one open and late, one open in time, one closed after the cut-off, one closed and not called
back; an answer on the spot without its unit and its result, one passed on, one still to be sent."""

Rows = list[dict[str, str]]
Frame = Callable[[Rows], pd.DataFrame]
County = Callable[..., Any]


def columns(*without: str) -> dict[str, Any]:
    return {"columns": {name: label for name, label in LABELS.items() if name not in without}}


@pytest.fixture(scope="module")
def full(county: County) -> Any:
    """The small county with every column in its ledger."""
    return county(ledger=columns())


def owing(due: pd.DataFrame) -> dict[str, list[int]]:
    """The rows (from 0) that owe each column a value."""
    return {str(name): [place for place, owes in enumerate(due[name]) if owes] for name in due}


def test_each_column_is_owed_by_the_cases_that_have_come_so_far(frame: Frame, full: Any) -> None:
    found = owing(due_cells(frame(MONTH), full, as_of=END))
    every, orders = list(range(8)), [0, 1, 2, 3, 4]
    assert found == {
        **dict.fromkeys(("channel", "level", "caller", "topic", "title", "summary", "disposition"), every),
        "unit": [*orders, 5],
        **dict.fromkeys(("dispatched_at", "signed_at"), orders),
        "closed_at": [0, 1, 4],
        "called_back_at": [0, 4],
        **{name: [0] for name in ("service_rating", "result_rating", "solved")},
        "reply": [0, 4, 5],
    }


def test_what_was_written_after_the_cut_off_is_neither_owed_nor_blank(frame: Frame, full: Any) -> None:
    late = [{"due_at": "2020-04-10", "closed_at": "2020-05-02 09:00", "called_back_at": ""}]
    found = blank_cells(frame(late), full, as_of=END)
    assert {"closed_at", "called_back_at"}.isdisjoint(found["column"])
    assert "called_back_at" in set(blank_cells(frame(late), full, as_of=date(2020, 5, 2))["column"])


def test_blank_cells_are_named_by_case_and_column(frame: Frame, county: County) -> None:
    found = blank_cells(frame(MONTH), county(), as_of=END)
    assert [*zip(found["column"], found["case_id"], strict=True)] == [
        ("caller", "A07"), ("disposition", "A08"), ("unit", "A06"), ("closed_at", "A02"), ("called_back_at", "A05"),
        ("reply", "A05"), ("reply", "A06"),
    ]  # fmt: skip
    closing = found[found["column"] == "closed_at"].iloc[0]
    assert (closing["unit"], closing["disposition"]) == ("甲河镇", "工单转办")


def test_nothing_blank_is_an_empty_list(frame: Frame, county: County) -> None:
    found = blank_cells(frame([{}]), county(), as_of=END)
    assert found.empty and list(found) == ["case_id", "disposition", "unit", "column"]


@pytest.mark.parametrize(
    ("absent", "column", "rows"),
    [
        (("called_back_at",), "service_rating", [0, 4]),
        (("disposition",), "unit", list(range(8))),
        (("closed_at",), "channel", list(range(8))),
    ],
)
def test_who_owes_a_value_where_a_column_is_absent(
    frame: Frame, county: County, absent: tuple[str, ...], column: str, rows: list[int]
) -> None:
    found = owing(due_cells(frame(MONTH), county(ledger=columns(*absent)), as_of=END))
    assert found[column] == rows
    assert not set(absent) & set(found)


def test_filling_counts_by_column_and_month(frame: Frame, county: County) -> None:
    march = {"received_at": "2020-03-31 23:59", "closed_at": "2020-04-02 09:00", "topic": ""}
    months = (APRIL - 2).through(APRIL)
    found = filling(frame([*MONTH, march]), county(), months, as_of=END)
    assert list(found.due.columns) == ["2020-02", "2020-03", "2020-04"]
    assert found.due.loc["topic"].tolist() == [0, 1, 8] and found.blank.loc["topic"].tolist() == [0, 1, 0]
    assert found.due.loc["closed_at"].tolist() == [0, 1, 3] and found.blank.loc["closed_at"].tolist() == [0, 0, 1]
    assert int(found.blank["2020-04"].sum()) == 7
    shares = found.shares()
    assert shares.loc["closed_at", "2020-04"] == pytest.approx(100 * 2 / 3)
    assert shares["2020-02"].isna().all()
    # channel, caller, topic, summary, disposition 8 each; unit 6; closed 3, called back 2, ratings 1 each, reply 3
    assert shares.loc["all", "2020-04"] == pytest.approx(100 * (56 - 7) / 56)


def test_figures_of_a_column_and_of_all(frame: Frame, county: County) -> None:
    found = filling(frame(MONTH), county(), (APRIL,), as_of=END)
    closed = found.figures(["2020-04"], column="closed_at", key="k")
    assert (closed["k.due"].value, closed["k.blank"].value) == (3, 1)
    assert closed["k"].value == Decimal(200) / 3 and (closed["k"].numerator, closed["k"].denominator) == (2, 3)
    assert found.figures(["2020-04"], key="k")["k"].denominator == 56
    assert found.figures([], key="k")["k"].value is None
    assert all(figure.rule and figure.label for figure in closed.values())


def test_columns_that_nothing_was_due_of_are_left_out(frame: Frame, full: Any) -> None:
    found = filling(frame([MONTH[6]]), full, (APRIL,), as_of=END)
    assert "closed_at" not in found.due.index and "unit" not in found.due.index


@pytest.mark.parametrize("rows", [[], [{"received_at": "2019-01-01 09:00"}]])
def test_no_case_in_the_months_is_no_cell(frame: Frame, full: Any, rows: Rows) -> None:
    found = filling(frame(rows), full, (APRIL,), as_of=END)
    assert found.due.empty and found.figures(["2020-04"], key="k")["k"].value is None


def test_a_ledger_of_the_three_needed_columns_owes_nothing(frame: Frame, county: County) -> None:
    needed = {column.name: column.label for column in CASES if not column.may_be_absent}
    bare = county(ledger={"columns": needed})
    assert filling(frame(MONTH), bare, (APRIL,), as_of=END).due.empty
    assert blank_cells(frame(MONTH), bare, as_of=END).empty


BLANKABLE = [name for name in DUE_OF if name != "disposition"]


@given(blanked=st.lists(st.sets(st.sampled_from(BLANKABLE)), max_size=5), days=st.integers(1, 30))
def test_the_two_ways_to_count_blank_cells_agree(frame: Frame, full: Any, blanked: list[set[str]], days: int) -> None:
    cases = frame([dict.fromkeys(names, "") for names in blanked])
    until = date(2020, 4, days)
    counted = filling(cases, full, (APRIL,), as_of=until)
    assert int(counted.blank.to_numpy().sum()) == len(blank_cells(cases, full, as_of=until))
    assert (counted.blank <= counted.due).all(axis=None) and (counted.due <= len(cases)).all(axis=None)


def test_reversed_times_are_findings_that_the_ledger_makes(full: Any) -> None:
    made = {one.key: one.needs for one in suspicions(full.ledger, range(2018, 2023))}
    assert {key: made[key] for key in REVERSED} == REVERSED


def test_reversed_times_by_hand(frame: Frame) -> None:
    cases = frame([{}, {"called_back_at": "2020-04-08 16:59"}, {"called_back_at": "2020-04-08 17:00"}, UNENDED])
    assert reversed_times(cases, "called_back_before_closed")["case_id"].tolist() == ["A02"]


def at(*closings: str) -> Rows:
    return [{"closed_at": f"2020-04-{closing}"} for closing in closings]


def test_five_closings_of_one_minute_are_a_batch_and_four_are_not(frame: Frame) -> None:
    five = [f"09 17:30:{second:02}" for second in range(0, 50, 10)]
    four, days = ["08 17:30"] * 4, ["10 00:00"] * 6
    cases = frame([*at(*five, *four, *days, "09 17:31"), UNENDED])
    assert [(str(minute), count) for minute, count in batches(cases).items()] == [("2020-04-09 17:30:00", 5)]
    figure = batch_figure(cases)
    assert (figure.numerator, figure.denominator, figure.value) == (5, 16, Decimal(500) / 16)


def test_without_closings_there_is_no_share_of_batches(frame: Frame) -> None:
    assert batch_figure(frame([UNENDED])).value is None
    assert batches(frame([])).empty


def test_times_without_an_hour() -> None:
    times = pd.Series(
        ["2020-04-07 00:00:00", "2020-04-07 00:01:00", "2020-04-08 00:00:01", None], dtype="datetime64[us]"
    )
    figure = without_hour(times, key="k", label="办结时间")
    assert (figure.numerator, figure.denominator) == (1, 3)
    assert without_hour(times.tail(1), key="k", label="办结时间").value is None


def test_lags_leave_out_what_cannot_be_told(frame: Frame) -> None:
    sent = ("2020-04-07 10:30", "2020-04-08 09:00", "2020-04-08 09:01", "2020-04-07 08:59", "2020-04-08 00:00", "")
    cases = frame([{"dispatched_at": time} for time in sent])  # received at 9:00 on 7 April
    found = lags(cases, "received_at", "dispatched_at", key="k")
    assert found["k.hours"].value == Decimal(24) and found["k.hours"].denominator == 3
    assert (found["k.day"].numerator, found["k.day"].denominator) == (2, 3)
    none = lags(cases.tail(1), "received_at", "dispatched_at", key="k")
    assert none["k.hours"].value is None and none["k.day"].value is None


def test_days_with_answered_calls_and_no_case(frame: Frame) -> None:
    calls = pd.DataFrame({
        "day": pd.to_datetime(["2020-04-06", "2020-04-07", "2020-04-08"]), "offered": [3, 5, 4], "answered": [0, 5, 4],
    })  # fmt: skip
    days = daily(frame([{}, {}]), calls)
    assert days["received"].tolist() == [0, 2, 0]
    assert silent_days(days) == [date(2020, 4, 8)]
