"""When an order falls due: by the ledger, or by the profile's limit over the real working days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from chinese_calendar import is_workday

from hotline_analysis.errors import ProfileError
from hotline_analysis.ledger.rules import Holidays
from hotline_analysis.ledger.workdays import Workdays

YEARS = Workdays.of(range(2018, 2022))


def due(read: Callable[..., Any], *, limit: dict[str, Any] | None = None, **row: str) -> str:
    return str(read([row], limit=limit or {}).cases["due_at"][0])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2020-04-20 17:30", "2020-04-20 17:30:00"),
        ("2020-04-20 17:30:15", "2020-04-20 17:30:15"),
        ("2020/4/20 0:00", "2020-04-20 00:00:00"),
        ("2020-04-20", "2020-04-20 23:59:59"),
        ("2020/4/20", "2020-04-20 23:59:59"),
    ],
)
def test_the_ledger_s_own_due_time(read: Callable[..., Any], written: str, expected: str) -> None:
    assert due(read, due_at=written) == expected


def test_a_bare_day_is_its_midnight_for_what_happened(read: Callable[..., Any]) -> None:
    case = read([{"received_at": "2020-04-20", "closed_at": "2020/4/21"}]).cases.iloc[0]
    assert (str(case["received_at"]), str(case["closed_at"])) == ("2020-04-20 00:00:00", "2020-04-21 00:00:00")


def test_the_profile_s_own_time_formats(read: Callable[..., Any]) -> None:
    formats = ["%Y年%m月%d日 %H时%M分", "%Y年%m月%d日"]
    row = {"received_at": "2020年4月7日 9时05分", "due_at": "2020年4月10日", "closed_at": "", "called_back_at": ""}
    case = read([row], ledger={"time_formats": formats}).cases.iloc[0]
    assert (str(case["received_at"]), str(case["due_at"])) == ("2020-04-07 09:05:00", "2020-04-10 23:59:59")


@pytest.mark.parametrize(
    ("received_at", "limit", "expected"),
    [
        ("2020-04-07 09:00", {}, "2020-04-10"),
        ("2020-04-09 23:59", {}, "2020-04-14"),  # over a weekend
        ("2020-04-11 09:00", {}, "2020-04-15"),  # received on a Saturday
        ("2020-04-02 09:00", {}, "2020-04-08"),  # over the holiday of 4 to 6 April
        ("2020-04-23 09:00", {}, "2020-04-27"),  # Sunday 26 April was worked
        ("2020-04-26 09:00", {}, "2020-04-29"),  # received on that Sunday
        ("2020-04-30 09:00", {}, "2020-05-08"),  # over the holiday of 1 to 5 May
        ("2020-01-22 09:00", {"days": 1}, "2020-01-23"),
        ("2020-01-23 09:00", {"days": 1}, "2020-02-03"),  # the Spring Festival as it was prolonged
        ("2019-12-30 09:00", {}, "2020-01-03"),  # over the year's end
        ("2020-11-30 09:00", {"days": 60}, "2021-02-26"),  # a long limit reaches the next year too
        ("2020-04-30 09:00", {"count": "calendar"}, "2020-05-03"),
        ("2020-04-07 09:00", {"days": 0}, "2020-04-07"),
    ],
)
def test_the_limit_counts_from_the_day_after_receipt_to_the_end_of_its_last_day(
    read: Callable[..., Any], received_at: str, limit: dict[str, Any], expected: str
) -> None:
    row = {"received_at": received_at, "closed_at": "", "called_back_at": ""}
    assert due(read, limit=limit, **row) == f"{expected} 23:59:59"


def test_limits_by_request_type_and_only_where_the_ledger_has_none(read: Callable[..., Any]) -> None:
    rows = [
        {"request_type": "咨询"}, {"request_type": "投诉"}, {"request_type": "求助"},
        {"request_type": "投诉", "due_at": "2020-04-30"}, {"disposition": "在线答复"}, {"disposition": "转接"},
    ]  # fmt: skip
    found = read(rows, limit={"by_request_type": {"咨询": 1, "投诉": 5}}).cases["due_at"]
    assert found.dt.strftime("%m-%d").fillna("").tolist() == ["04-08", "04-14", "04-10", "04-30", "", ""]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 20])
def test_after_is_a_walk_from_day_to_day(count: int) -> None:
    for start in (date(2018, 12, 25) + timedelta(days=step) for step in range(0, 500, 3)):
        day, left = start, count
        while left:
            day += timedelta(days=1)
            left -= is_workday(day)
        found = YEARS.after(np.array([start], "M8[D]"), count)[0]
        assert found == np.datetime64(day), start
        assert YEARS.between(np.array([start], "M8[D]"), np.array([found]))[0] == count


def test_a_year_that_nobody_knows_names_the_table_to_fill(read: Callable[..., Any]) -> None:
    with pytest.raises(
        ProfileError, match=r"the holidays of 2031 are not known. Write them into \[holidays\] of profile"
    ):
        due(read, received_at="2031-03-03 09:00", closed_at="", called_back_at="")


def test_the_profile_s_own_holidays(read: Callable[..., Any]) -> None:
    own = {"years": [2031], "off": [date(2031, 3, 4), date(2031, 3, 5)], "working": [date(2031, 3, 8)]}
    row = {"received_at": "2031-03-03 09:00", "closed_at": "", "called_back_at": ""}
    assert str(read([row], holidays=own).cases["due_at"][0]) == "2031-03-08 23:59:59"  # 6, 7 and Saturday 8 March


def test_the_last_known_year_serves_up_to_its_last_weeks(read: Callable[..., Any]) -> None:
    own = Holidays(years=(2031,))
    assert Workdays.of(range(2031, 2032), own).days[0] == np.datetime64("2031-01-01")
    keys = {"years": [2031]}
    row = {"closed_at": "", "called_back_at": ""}
    early, late = ({**row, "received_at": f"2031-12-{day} 09:00"} for day in ("01", "30"))
    assert str(read([early], holidays=keys).cases["due_at"][0]) == "2031-12-04 23:59:59"
    with pytest.raises(ProfileError, match="holidays of 2032"):
        read([late], holidays=keys)


def test_a_ledger_with_all_its_due_times_needs_no_calendar(read: Callable[..., Any]) -> None:
    row = {"received_at": "2031-03-03 09:00", "due_at": "2031-03-10", "closed_at": "", "called_back_at": ""}
    assert due(read, **row) == "2031-03-10 23:59:59"
