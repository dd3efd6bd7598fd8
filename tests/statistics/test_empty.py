"""Where there is nothing to count a figure is 0, and where there is nothing to divide by it is None."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from hotline_analysis.figure import Figure
from hotline_analysis.statistics.indicators import busiest_units, call_figures, county_figures, split_figures
from hotline_analysis.statistics.orders import carried_orders, late_orders
from hotline_analysis.statistics.scorecard import county_satisfaction, scorecards

EARLIER = {"received_at": "2020-02-03 09:00", "closed_at": "2020-02-04 09:00", "called_back_at": "2020-02-05"}
OPEN_NOT_DUE = {"due_at": "2020-06-01", "closed_at": "", "called_back_at": ""}
MONTHS = {
    "no case at all": [EARLIER],
    "only transferred": [{"disposition": "转接", "unit": ""}],
    "only answered": [{"disposition": "在线答复"}],
    "only waiting": [{"disposition": "", "unit": ""}],
    "only open and not due": [OPEN_NOT_DUE],
    "no answer": [{"service_rating": "", "result_rating": ""}],
}
NO_RATE = {
    "no case at all": {"online.share", "dispatched.share", "dispatch_rate", "closed.share", "callback_rate"},
    "only transferred": {"online.share", "type.help.share", "dispatch_rate", "closed.share"},
    "only answered": {"dispatch_rate", "closed.share", "callback_rate", "callback_satisfaction"},
    "only waiting": {"closed.share", "callback_rate"},
    "only open and not due": {"callback_rate", "callback_satisfaction", "result_satisfaction"},
    "no answer": {"callback_satisfaction", "result_satisfaction"},
}


def figures(small: Any) -> Iterator[Figure]:
    rows, profile = small.rows, small.profile
    cards = scorecards(rows, profile)
    yield from county_figures(rows, profile).values()
    yield from split_figures(rows, profile).values()
    yield county_satisfaction(cards, rows, profile)
    yield from (busiest_units(rows, profile, kind=kind.key, top=5) for kind in profile.kinds)
    yield from (figure for card in cards for line in (card.total, *card.lines) for figure in line.figures.values())
    for found in (late_orders, carried_orders):
        yield from (order.days_late for order in found(small.cube, small.month, profile, as_of=small.as_of))


@pytest.mark.parametrize("name", MONTHS)
@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"on_time_rate": "deduction", "total_rate": "mean_of_units", "satisfaction": "graded",
         "county_satisfaction": "mean_of_annexes"},
    ],
    ids=["shares", "means"],
)  # fmt: skip
def test_nothing_to_divide_by_is_none(counted: Callable[..., Any], name: str, rules: dict[str, str]) -> None:
    found = {figure.key: figure for figure in figures(counted(MONTHS[name], rules=rules))}
    for figure in found.values():
        value = figure.value
        assert value is None or isinstance(value, (int, tuple)) or (isinstance(value, Decimal) and value.is_finite())
        assert not (value is None and figure.denominator), figure
    assert {key for key in NO_RATE[name] if found[key].value is not None} == set()


def test_an_empty_month_counts_nothing(counted: Callable[..., Any]) -> None:
    small = counted([EARLIER])
    found = county_figures(small.rows, small.profile)
    assert {found[key].value for key in ("received", "kept", "online", "dispatched", "closed", "open_late")} == {0}
    assert busiest_units(small.rows, small.profile, kind="township", top=5).value == ()
    cards = [(card.kind, card.lines, card.total) for card in scorecards(small.rows, small.profile)]
    assert [(kind, lines) for kind, lines, _ in cards] == [("乡镇", ()), ("部门", ())]
    assert [total.figures["received"].value for _, _, total in cards] == [0, 0]


def test_only_units_with_orders_stand_in_an_attachment_in_the_official_order(counted: Callable[..., Any]) -> None:
    rows = [{"unit": unit} for unit in ("丁水局", "丙管局", "乙山镇")] + [{"disposition": "在线答复"}]
    small = counted(rows)
    cards = scorecards(small.rows, small.profile)
    assert [[line.unit for line in card.lines] for card in cards] == [["乙山镇"], ["丙管局", "丁水局"]]


def test_waiting_is_what_was_neither_answered_nor_sent(counted: Callable[..., Any]) -> None:
    words = ["在线答复"] * 4 + ["工单转办"] * 3 + ["转接"] * 2 + [""]
    found = county_figures((small := counted([{"disposition": word} for word in words])).rows, small.profile)
    values = {key: found[key].value for key in ("received", "transferred", "kept", "online", "dispatched", "waiting")}
    assert values == {"received": 10, "transferred": 2, "kept": 8, "online": 4, "dispatched": 3, "waiting": 1}
    assert (found["dispatch_rate"].value, found["online.share"].value) == (75, 50)


def test_busiest_units_leave_out_transfers_and_break_ties_by_the_official_order(counted: Callable[..., Any]) -> None:
    rows = [{"unit": unit} for unit in ("丁水局", "丙管局", "乙山镇", "甲河镇", "乙山镇")]
    small = counted([*rows, *({"unit": "丁水局", "disposition": "转接"} for _ in range(5))])
    assert busiest_units(small.rows, small.profile, kind="department", top=5).value == ("县丙管局", "丁水局")
    assert busiest_units(small.rows, small.profile, kind="township", top=1).value == ("乙山镇",)


def test_days_without_a_call_have_no_answer_rate() -> None:
    calls = pd.DataFrame({"day": [pd.Timestamp(date(2020, 4, 1))], "offered": [0], "answered": [0]})
    assert call_figures(calls)["answer_rate"].value is None
    assert call_figures(calls.iloc[:0])["answer_rate"].value is None
