"""Suspicious though acceptable: accepted, and told with case numbers."""

from collections.abc import Callable
from typing import Any

import pytest

from hotline_analysis.ledger.accounting import Finding

Read = Callable[..., Any]


def found(read: Read, *rows: dict[str, str], **tables: Any) -> dict[str, Finding]:
    ledger = read(rows, **tables)
    assert ledger.accounting.rejected == 0
    return {one.key: one for one in ledger.accounting.findings}


def test_an_ordinary_ledger_has_none(read: Read) -> None:
    assert found(read, *[{} for _ in range(30)]) == {}


@pytest.mark.parametrize(
    ("row", "key", "words"),
    [
        ({"closed_at": "2020-04-06 09:00"}, "closed_before_received", "1 cases are closed before they were received"),
        ({"called_back_at": "2020-04-08 16:59"}, "called_back_before_closed", "1 cases were called back before"),
        ({"due_at": "2020-04-01"}, "due_before_received", "1 cases were due before they were received"),
        ({"due_at": "3020-04-10"}, "year.due_at", "1 rows with a year in 应办结时间"),
        ({"received_at": "2002-04-07 09:00"}, "year.received_at", "1 rows with a year in 受理时间"),
        ({"caller": "1.6E+10"}, "caller_lost", "1 callers' numbers have lost digits"),
    ],
)
def test_one_odd_row(read: Read, row: dict[str, str], key: str, words: str) -> None:
    finding = found(read, {}, {}, row)[key]
    assert finding.words.startswith(words) and finding.examples == ("A3",)
    assert str(finding).endswith("For example A3.")


def test_an_order_of_an_absurd_year_has_no_due_time_and_stops_nothing(read: Read) -> None:
    cases = read([{}, {}, {"received_at": "3020-04-07 09:00", "closed_at": ""}]).cases
    assert cases["due_at"].isna().tolist() == [False, False, True]


def test_a_month_without_a_case(read: Read) -> None:
    rows = [{"received_at": f"2020-0{month}-10 09:00", "closed_at": "", "called_back_at": ""} for month in (1, 2, 5)]
    assert found(read, *rows)["gap"].words == "2 months without a case between 2020-02 and 2020-05."


def test_a_sudden_change_of_words(read: Read) -> None:
    times = {"closed_at": "", "called_back_at": ""}
    before = [{"received_at": "2020-03-10 09:00", "channel": "电话"} | times for _ in range(25)]
    after = [{"received_at": "2020-04-10 09:00", "channel": "12345热线"} | times for _ in range(25)]
    finding = found(read, *before, *after)["new_words"]
    assert finding.words == "来源渠道: in 2020-04 25 of 25 rows use words that no earlier month has."
    assert "new_words" not in found(read, *before, *after[:10])


def test_a_unit_that_the_ledger_puts_under_another_kind(read: Read, county: Callable[..., Any]) -> None:
    columns = county().ledger.columns | {"unit_kind": "处置方式", "disposition": "来源渠道"}
    rows = [{"disposition": "部门", "channel": "工单转办"}, {"disposition": "乡镇", "channel": "工单转办"}]
    finding = found(read, *rows, ledger={"columns": columns})["unit_of_two_kinds"]
    assert finding.words.startswith("1 rows call 甲河镇 '部门'; the profile and the report count it under 乡镇")
