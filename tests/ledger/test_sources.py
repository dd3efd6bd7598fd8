"""Files as offices export them: encodings, quoted line breaks, blank lines, broken and missing files."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.reading import read_calls, read_ledger
from hotline_analysis.ledger.sources import read_table

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"))


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings_of_an_office(write: Callable[..., Path], county: Callable[..., Any], encoding: str) -> None:
    path = write([{"summary": "楼道灯不亮，请维修。"}], encoding=encoding)
    cases = read_ledger(path, county(), audience="internal").cases
    assert cases["summary"].tolist() == ["楼道灯不亮，请维修。"]
    assert cases["unit"].tolist() == ["甲河镇"]


def test_a_character_that_only_gb18030_has(write: Callable[..., Path], county: Callable[..., Any]) -> None:
    path = write([{"summary": "𠮷家村𬭎路。"}], encoding="gb18030")
    assert read_ledger(path, county(), audience="internal").cases["summary"].tolist() == ["𠮷家村𬭎路。"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path, end: str) -> None:
    lines = ["甲,乙", '1,"第一行', "第二行", '第三行"', "", ",", "2,b", '3,"c""c"', "4,d"]
    table = read_table(written(tmp_path / "a.csv", end.join(lines)))
    assert table.header == ("甲", "乙")
    assert [(line, cells[0]) for line, cells in table.rows] == [(2, "1"), (5, "2"), (6, "3"), (7, "4")]
    assert table.rows[0][1][1] == end.join(["第一行", "第二行", "第三行"])
    assert table.rows[2][1][1] == 'c"c'


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_pasted_separator_does_not_part_a_row(tmp_path: Path, mark: str) -> None:
    table = read_table(written(tmp_path / "a.csv", f"甲,乙\n1,前{mark}后\n2,b\n"))
    assert [(line, cells) for line, cells in table.rows] == [(2, ("1", f"前{mark}后")), (3, ("2", "b"))]


@given(cells=st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_what_csv_wrote_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["甲", "乙"], *cells])
    expected = [row for row in cells if any(cell.strip() for cell in row)]
    assert [row for _, row in read_table(path).rows] == expected


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "", "the file is empty. Export the ledger again, with its header line."),
        ("a.csv", "\n , \n", "the file is empty"),
        ("a.csv", '甲,乙\n1,a\n2,"b\n3,c\n', "row 3: not readable as CSV"),
        ("a.txt", "甲,乙\n", "'.txt' is not a format that can be read. Save it as .csv"),
        ("a", "甲,乙\n", "'' is not a format that can be read"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = written(tmp_path / name, content)
    with pytest.raises(LedgerError) as error:
        read_table(path)
    assert str(error.value).startswith(str(path)) and told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\xff\x00\x80\xff")
    with pytest.raises(LedgerError, match="neither UTF-8 nor GB18030. Save it as CSV in UTF-8"):
        read_table(tmp_path / "a.csv")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"a\.csv: there is no such file. Give its path with --ledger"):
        read_table(tmp_path / "a.csv")


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
    "3,x": ("接通量", "x", "is not a number."),
    "3,-1": ("接通量", "-1", "is not a whole number from 0 on."),
    "2.5,1": ("来电量", "2.5", "is not a whole number from 0 on."),
    "inf,1": ("来电量", "inf", "is not a number."),
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
