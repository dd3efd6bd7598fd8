"""Figures of optional columns, worked out by hand; and each of them gone where its column is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import CASES
from hotline_analysis.statistics.indicators import county_figures, split_figures
from hotline_analysis.statistics.optional import optional_figures

LABELS = {column.name: column.label for column in CASES}
OPEN = {"closed_at": "", "called_back_at": ""}
MONTH = [
    {"dispatched_at": "2020-04-07 09:00", "signed_at": "2020-04-07 10:00", "closed_at": "2020-04-08 21:00",
     "returns": 2, "redos": 1, "urgings": 3, "solved": True, "business": True, "co_units": "丁水局", "level": "省级"},
    {"dispatched_at": "2020-04-08 09:00", "signed_at": "2020-05-01 00:00", "closed_at": "2020-04-08 09:00",
     "returns": 0, "redos": 0, "urgings": 0, "solved": False, "business": False, "level": "县级"},
    {"received_at": "2020-04-07 12:00", "closed_at": "2020-04-09 00:00", "level": "县级"},
    {"dispatched_at": "2020-04-10 09:00", "closed_at": "2020-04-09 09:00", "redos": 1, "called_back_at": "",
     "solved": True},
    {**OPEN, "signed_at": "2020-04-30 23:59:59", "returns": 1, "redos": 5, "urgings": 1, "solved": True},
    {**OPEN, "disposition": "在线答复", "returns": 1, "urgings": 1, "signed_at": "2020-04-08 09:00", "business": True},
    {**OPEN, "disposition": "转接", "unit": "", "business": True},
]  # fmt: skip
"""Five orders, four of them closed and three of these called back, one answer on the spot, one passed on."""


def columns(*without: str) -> dict[str, Any]:
    return {"columns": {name: label for name, label in LABELS.items() if name not in without}}


def figures(small: Any) -> dict[str, Figure]:
    return optional_figures(small.rows, small.profile)


@pytest.mark.parametrize(
    ("key", "part", "whole"),
    [
        ("sign_rate", 2, 5),
        ("return_rate", 2, 5),
        ("redo_rate", 2, 4),
        ("solved_rate", 1, 2),
        ("mean_days", Decimal("3"), 3),
        ("business.share", 2, 6),
    ],
)
def test_each_rate_by_hand(counted: Callable[..., Any], key: str, part: object, whole: int) -> None:
    figure = figures(counted(MONTH, ledger=columns()))[key]
    assert (figure.numerator, figure.denominator) == (part, whole)
    assert figure.value == (Decimal(part) / whole if key == "mean_days" else Decimal(100 * part) / whole)
    assert figure.rule and figure.label


def test_each_count_by_hand(counted: Callable[..., Any]) -> None:
    found = figures(counted(MONTH, ledger=columns()))
    assert {key: found[key].value for key in ("urged", "joint", "business")} == {"urged": 2, "joint": 1, "business": 2}


def test_levels_are_counted_like_channels(counted: Callable[..., Any]) -> None:
    small = counted(MONTH, ledger=columns())
    found = {key: figure.value for key, figure in split_figures(small.rows, small.profile).items()}
    assert [key for key in found if key.startswith("level.")] == [
        "level.县级", "level.县级.share", "level.省级", "level.省级.share",
    ]  # fmt: skip
    assert (found["level.县级"], found["level.省级.share"]) == (2, Decimal(100) / 7)


@pytest.mark.parametrize(
    ("column", "keys"),
    [
        ("signed_at", {"sign_rate"}),
        ("returns", {"return_rate"}),
        ("redos", {"redo_rate"}),
        ("solved", {"solved_rate"}),
        ("dispatched_at", {"mean_days"}),
        ("closed_at", {"mean_days", "redo_rate"}),
        ("urgings", {"urged"}),
        ("co_units", {"joint"}),
        ("business", {"business", "business.share"}),
    ],
)
def test_a_figure_is_there_only_where_its_column_is(counted: Callable[..., Any], column: str, keys: set[str]) -> None:
    every, fewer = (figures(counted(MONTH, ledger=columns(*without))) for without in ((), (column,)))
    assert set(every) - set(fewer) == keys
    assert figures(counted(MONTH)) == {}


@pytest.mark.parametrize(("absent", "part", "whole"), [((), 1, 2), (("called_back_at",), 2, 3)])
def test_without_call_backs_the_closed_orders_answer_whether_it_is_solved(
    counted: Callable[..., Any], absent: tuple[str, ...], part: int, whole: int
) -> None:
    figure = figures(counted(MONTH, ledger=columns(*absent)))["solved_rate"]
    assert (figure.numerator, figure.denominator) == (part, whole)
    assert ("已回访" in figure.rule) == (not absent)


def test_a_month_of_nothing_has_none_of_the_rates(counted: Callable[..., Any]) -> None:
    small = counted([{"disposition": "转接", "unit": "", **OPEN}], ledger=columns())
    assert {figure.value for figure in figures(small).values()} == {0, None}
    assert not [one.key for one in figures(small).values() if one.value is None and one.denominator]


def test_what_came_after_the_cut_off_has_not_happened(counted: Callable[..., Any]) -> None:
    row = {"dispatched_at": "2020-04-10 09:00", "signed_at": "2020-04-12 09:00", "closed_at": "2020-04-14 09:00"}
    for day, sent, signed, timed in ((9, 0, 0, 0), (10, 1, 0, 0), (12, 1, 1, 0), (14, 1, 1, 1)):
        small = counted([row], as_of=date(2020, 4, day), ledger=columns())
        found = figures(small) | county_figures(small.rows, small.profile)
        assert (found["dispatched"].value, found["waiting"].value) == (sent, 1 - sent), day
        assert (found["sign_rate"].numerator, found["mean_days"].denominator) == (signed, timed), day


@pytest.mark.parametrize(
    ("absent", "keys"),
    [
        ("disposition", {"transferred", "online", "online.share", "dispatched.share", "waiting", "dispatch_rate"}),
        ("unit", {"dispatched.township", "dispatched.department", "kind.township", "kind.township.share",
                  "kind.department", "kind.department.share"}),
        ("closed_at", {"closed", "closed.share", "on_time", "closed_late", "open_late", "open_not_due",
                       "excluded.late"}),
        ("request_type", {f"type.{name}{share}" for share in ("", ".share") for name in
                          ("consult", "help", "complaint", "suggestion", "report", "praise", "other")}),
    ],
)  # fmt: skip
def test_what_a_ledger_cannot_tell_has_no_value(counted: Callable[..., Any], absent: str, keys: set[str]) -> None:
    found = []
    for without in ((), (absent,)):
        small = counted([{}, {"disposition": "在线答复"}], ledger=columns(*without))
        figures = county_figures(small.rows, small.profile) | split_figures(small.rows, small.profile)
        found.append({key for key, figure in figures.items() if figure.value is None})
    assert found == [set(), keys]


def test_without_dispositions_and_units_nothing_is_known_to_be_an_order(counted: Callable[..., Any]) -> None:
    small = counted([{"disposition": "", "unit": ""}], ledger=columns("disposition", "unit"))
    found = county_figures(small.rows, small.profile)
    assert found["dispatched"].value is None and found["kept"].label == "受理总量"
