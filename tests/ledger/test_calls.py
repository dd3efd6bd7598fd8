"""Call counts: what may stand in them, and what a ledger or a count must at least have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.reading import read_calls, read_ledger


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_a_ledger_without_a_column_or_without_a_row(tmp_path: Path, county: Callable[..., Any]) -> None:
    headers = list(county().ledger.columns.values())
    lacking = written(tmp_path / "a.csv", ",".join(header for header in headers if header != "办结时间") + "\n")
    with pytest.raises(LedgerError, match=r"a\.csv: no column '办结时间' for closed_at\. Its headers are .*工单编号、"):
        read_ledger(lacking, county(), audience="internal")
    bare = written(tmp_path / "b.csv", ",".join(headers) + "\n")
    with pytest.raises(LedgerError, match=r"none of its 0 rows can be used\. Export it again, with its rows\."):
        read_ledger(bare, county(), audience="internal")


CALLS = {
    "3,3": None,
    "0,0": None,
    "3,x": ("接通量", "x", "is not a whole number. Write digits."),
    "3,-1": ("接通量", "-1", "is less than 0. Write how many there were."),
    "2.5,1": ("来电量", "2.5", "is not a whole number. Write digits."),
    "inf,1": ("来电量", "inf", "is not a whole number. Write digits."),
    ",1": ("来电量", "", "is blank, but every row needs one."),
}


@pytest.mark.parametrize("counts", CALLS)
def test_call_counts(tmp_path: Path, county: Callable[..., Any], counts: str) -> None:
    path = written(tmp_path / "calls.csv", f"日期,来电量,接通量\n2020-04-01,5,4\n2020/4/2,{counts}\n")
    calls, account = read_calls(path, county())
    assert account.read == account.accepted + account.rejected == 2
    assert len(calls) == account.accepted
    assert (calls["offered"].iloc[0], calls["answered"].iloc[0]) == (5, 4)
    told = [(reject.line, reject.column, reject.value, reject.reason) for reject in account.rejects]
    assert told == ([] if CALLS[counts] is None else [(3, *CALLS[counts])])


def test_calls_need_a_table_of_the_profile(tmp_path: Path, county: Callable[..., Any]) -> None:
    profile = county().model_copy(update={"calls": None})
    with pytest.raises(LedgerError, match=r"the profile has no \[calls\]"):
        read_calls(tmp_path / "calls.csv", profile)


@pytest.mark.parametrize(
    ("rows", "column", "reason"),
    [
        ("2020-04-01,5,6\n2020-04-02,5,5\n", "接通量", "is more than the calls that came in."),
        ("2020-04-01,5,4\n2020-04-01,6,4\n2020-04-02,5,5\n", "日期", "is the day of another, different row too."),
    ],
)
def test_calls_that_cannot_be_are_rejected(
    tmp_path: Path, county: Callable[..., Any], rows: str, column: str, reason: str
) -> None:
    counts, account = read_calls(written(tmp_path / "calls.csv", "日期,来电量,接通量\n" + rows), county())
    assert counts["offered"].tolist() == [5]
    assert {reject.column for reject in account.rejects} == {column}
    assert all(reason in reject.reason for reject in account.rejects)


def test_two_columns_with_one_header_are_an_error(tmp_path: Path, county: Callable[..., Any]) -> None:
    path = written(tmp_path / "calls.csv", "日期,来电量,接通量,来电量\n2020-04-01,5,4,5\n")
    with pytest.raises(LedgerError, match="two columns are headed '来电量'"):
        read_calls(path, county())
