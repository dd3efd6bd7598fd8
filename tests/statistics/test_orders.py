"""The orders that are named one by one: how late, in which order, and those of earlier months."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hotline_analysis.errors import ProfileError
from hotline_analysis.ledger.columns import DISPATCHED
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube
from hotline_analysis.statistics.orders import carried_orders, days_to_close, late_orders

OPEN = {"closed_at": "", "called_back_at": ""}


@pytest.mark.parametrize(
    ("due_at", "closed_at", "calendar", "working"),
    [
        ("2020-04-10", "2020-04-13 09:00", 3, 1),
        ("2020-04-24", "2020-04-26 09:00", 2, 1),
        ("2020-04-24", "2020-04-27 09:00", 3, 2),
        ("2020-04-10 12:00", "2020-04-10 18:00", 1, 1),
        ("2020-04-10", "2020-04-12 09:00", 2, 1),
        ("2020-04-03", "2020-04-07 09:00", 4, 1),
        ("2020-04-13", "", 17, 14),
        ("2020-04-30", "", 1, 1),
        ("2020-04-29", "2020-05-02 09:00", 1, 1),
    ],
)
def test_days_late(counted: Callable[..., Any], due_at: str, closed_at: str, calendar: int, working: int) -> None:
    for lateness, days in (("calendar", calendar), ("working", working)):
        row = {"received_at": "2020-04-01 09:00", "due_at": due_at, "closed_at": closed_at, "called_back_at": ""}
        small = counted([row], limit={"lateness": lateness})
        (order,) = late_orders(small.cube, small.month, small.profile, as_of=small.as_of)
        assert order.days_late.value == days, lateness
        assert (order.calendar_days_late, order.working_days_late) == (calendar, working)
        assert {"calendar": "自然日", "working": "工作日"}[lateness] in order.days_late.rule
        assert order.is_closed is (closed_at < "2020-05" and closed_at != "")


def test_late_orders_stand_by_kind_then_by_longest_delay_then_by_number(counted: Callable[..., Any]) -> None:
    closings = {
        "B1": ("丁水局", "13"), "B2": ("丙管局", "20"), "B3": ("乙山镇", "12"), "B4": ("甲河镇", "11"),
        "B5": ("乙山镇", "25"), "B6": ("甲河镇", "25"), "B7": ("丁水局", "22"),
    }  # fmt: skip
    rows = [
        {"case_id": number, "unit": unit, "due_at": "2020-04-10", "closed_at": f"2020-04-{day} 09:00"}
        for number, (unit, day) in closings.items()
    ]
    small = counted([*rows, {}, {"due_at": "2020-05-20", **OPEN}])
    found = late_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    units = [order.unit for order in found]
    assert units == sorted(units, key=units.index)  # a unit's orders stand together
    assert [order.case_id for order in found if order.kind == "部门"] == ["B1", "B7", "B2"]
    assert {order.case_id for order in found[:4]} == {"B3", "B4", "B5", "B6"}
    assert [order.case_id for order in found if order.unit == "乙山镇"] == ["B3", "B5"]


@pytest.mark.parametrize("received_at", ["2020-05-01 00:00", "2020-05-04 09:00"])
def test_an_order_of_the_next_month_is_not_late_in_this_one(counted: Callable[..., Any], received_at: str) -> None:
    rows = [{"received_at": received_at, "due_at": "2020-05-08", **OPEN}, {"due_at": "2020-05-08", **OPEN}]
    small = counted(rows, as_of=date(2020, 5, 31))
    found = late_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    assert [(order.case_id, order.days_late.value) for order in found] == [("A02", 23)]
    assert carried_orders(small.cube, small.month, small.profile, as_of=small.as_of) == ()


CARRIED = [
    {"case_id": "closed-in-march", "closed_at": "2020-03-31 23:59"},
    {"case_id": "in-time", "closed_at": "2020-04-01 00:00"},
    {"case_id": "late", "closed_at": "2020-04-10 09:00"},
    {"case_id": "still-open", "closed_at": ""},
    {"case_id": "closed-in-may", "closed_at": "2020-05-02 09:00"},
    {"case_id": "not-due", "closed_at": "", "due_at": "2020-06-01"},
    {"case_id": "answered", "closed_at": "", "disposition": "在线答复"},
]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (
            None,
            {"in-time": ("on_time", 0), "late": ("closed_late", 8), "still-open": ("open_late", 28),
             "closed-in-may": ("open_late", 28), "not-due": ("open_not_due", 0)},
        ),
        (
            date(2020, 4, 5),
            {"in-time": ("on_time", 0), "late": ("open_late", 3), "still-open": ("open_late", 3),
             "closed-in-may": ("open_late", 3), "not-due": ("open_not_due", 0)},
        ),
    ],
)  # fmt: skip
def test_orders_carried_over(counted: Callable[..., Any], as_of: date | None, expected: dict[str, Any]) -> None:
    rows = [{"received_at": "2020-03-30 09:00", "due_at": "2020-04-02", "called_back_at": "", **row} for row in CARRIED]
    small = counted([*rows, {"received_at": "2020-04-01 09:00", "closed_at": "2020-04-02 09:00"}], as_of=as_of)
    found = carried_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    assert {order.case_id: (order.outcome, order.days_late.value) for order in found} == expected
    assert all(order.calendar_days_late == order.days_late.value for order in found)
    assert all(bool(order.working_days_late) == bool(order.days_late.value) for order in found)
    assert late_orders(small.cube, small.month, small.profile, as_of=small.as_of) == ()
    assert int(small.rows["received"].sum()) == 1


def test_carried_orders_stand_oldest_first_from_any_earlier_month(counted: Callable[..., Any]) -> None:
    days = ["2020-02-28", "2019-11-04", "2020-03-31"]
    small = counted([{"received_at": f"{day} 09:00", "due_at": "2020-04-02", **OPEN} for day in days] + [{}])
    found = carried_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    assert [str(order.received_on) for order in found] == sorted(days)


def test_march_of_the_sample_county_hands_three_orders_on(cube: Cube, profile: Profile) -> None:
    found = carried_orders(cube, Month(2020, 4), profile, as_of=date(2020, 4, 30))
    assert sorted((order.outcome, order.days_late.value) for order in found) == [
        ("closed_late", 2), ("on_time", 0), ("on_time", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "expected"), [("calendar", [7, 0]), ("working", [4, 0])])
def test_days_to_close(counted: Callable[..., Any], count: str, expected: list[int]) -> None:
    rows = [
        {"received_at": "2020-04-02 09:00", "closed_at": "2020-04-09 09:00"},
        {"received_at": "2020-04-02 09:00", "closed_at": "2020-04-02 18:00"},
        {"received_at": "2020-04-02 09:00", "closed_at": "2020-05-01 00:00"},
        {"received_at": "2020-04-02 09:00", **OPEN},
    ]
    small = counted(rows, limit={"count": count})
    orders = small.cases[small.cases["disposition"] == DISPATCHED]
    assert days_to_close(orders, small.profile, as_of=small.as_of).tolist() == expected
    assert days_to_close(orders.iloc[3:], small.profile, as_of=small.as_of).tolist() == []


def test_days_to_close_run_from_the_dispatch_and_never_backwards(counted: Callable[..., Any]) -> None:
    rows = [
        {"dispatched_at": "2020-04-03 09:00", "closed_at": "2020-04-05 08:00"},
        {"dispatched_at": "", "closed_at": "2020-04-05 08:00"},
        {"dispatched_at": "2020-04-06 09:00", "closed_at": "2020-04-05 08:00"},
        {"closed_at": "2020-04-01 08:00"},
    ]
    small = counted([{"received_at": "2020-04-02 09:00"} | row for row in rows], limit={"count": "calendar"})
    assert days_to_close(small.cases, small.profile, as_of=small.as_of).to_dict() == {0: 2, 1: 3}


@pytest.mark.parametrize("lateness", ["calendar", "working"])
def test_an_order_due_in_an_absurd_year_asks_for_no_holidays(counted: Callable[..., Any], lateness: str) -> None:
    rows = [
        {"received_at": "2020-03-30 09:00", "due_at": "3020-04-02", **OPEN},
        {"due_at": "3020-04-10", "closed_at": "2020-04-20 09:00"},
        {"due_at": "2020-04-10", "closed_at": "3020-04-20 09:00", "called_back_at": ""},
    ]
    small = counted(rows, limit={"lateness": lateness})
    (carried,) = carried_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    (late,) = late_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    assert (carried.days_late.value, carried.calendar_days_late, carried.working_days_late) == (0, 0, 0)
    assert (late.case_id, late.calendar_days_late, late.working_days_late) == ("A03", 20, 15)


def test_holidays_that_nobody_knows_are_asked_for_only_where_they_are_printed(counted: Callable[..., Any]) -> None:
    rows = [{"due_at": "1900-04-10"}, {"due_at": "2020-04-02", "closed_at": "2020-04-07 09:00"}]
    small = counted(rows)
    found = late_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    assert [(order.calendar_days_late, order.working_days_late) for order in found] == [(43828, None), (5, 2)]
    working = counted(rows, limit={"lateness": "working"})
    with pytest.raises(ProfileError, match="the holidays of 1900 are not known"):
        late_orders(working.cube, working.month, working.profile, as_of=working.as_of)


def test_excluded_orders_are_not_named_as_late(counted: Callable[..., Any]) -> None:
    late = {"due_at": "2020-04-10", "closed_at": "2020-04-13 09:00"}
    earlier = {"received_at": "2020-03-30 09:00", "due_at": "2020-04-02", **OPEN}
    small = counted([late, late | {"excluded": True}, late | {"excluded": False}, earlier | {"excluded": True}])
    found = late_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    assert [order.case_id for order in found] == ["A01", "A03"]
    (carried,) = carried_orders(small.cube, small.month, small.profile, as_of=small.as_of)
    assert (carried.outcome, carried.excluded) == ("open_late", True)


def test_an_order_sent_after_the_cut_off_is_not_listed(counted: Callable[..., Any]) -> None:
    row = {"due_at": "2020-04-10", "dispatched_at": "2020-04-16 09:00", **OPEN}
    rows = [row, row | {"received_at": "2020-03-30 09:00"}]
    for day, listed in ((15, 0), (16, 1)):
        small = counted(rows, as_of=date(2020, 4, day))
        for find in (late_orders, carried_orders):
            assert len(find(small.cube, small.month, small.profile, as_of=small.as_of)) == listed


@pytest.mark.parametrize("absent", ["unit", "closed_at"])
def test_without_units_or_closing_times_no_order_is_named(
    counted: Callable[..., Any], county: Callable[..., Profile], absent: str
) -> None:
    columns = {name: header for name, header in county().ledger.columns.items() if name != absent}
    rows = [{absent: ""}, {absent: "", "received_at": "2020-03-30 09:00"}]
    small = counted(rows, ledger={"columns": columns}, as_of=date(2020, 5, 31))
    for find in (late_orders, carried_orders):
        assert find(small.cube, small.month, small.profile, as_of=small.as_of) == ()
