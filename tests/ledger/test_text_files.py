"""Text files as offices export them: encodings, delimiters, quoted line breaks, and bytes that are no text."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.reading import read_ledger
from hotline_analysis.ledger.text_files import encoding_of, read_text

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"))


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def rows_of(path: Path) -> list[tuple[int, Sequence[str]]]:
    return list(read_text(path, path.name).rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
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
    rows = rows_of(written(tmp_path / "a.csv", end.join(lines)))
    assert [(line, cells[0]) for line, cells in rows if any(cells)] == [
        (1, "甲"),
        (2, "1"),
        (5, "2"),
        (6, "3"),
        (7, "4"),
    ]
    assert rows[1][1][1] == end.join(["第一行", "第二行", "第三行"])
    assert rows[5][1][1] == 'c"c'


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_pasted_separator_does_not_part_a_row(tmp_path: Path, mark: str) -> None:
    rows = rows_of(written(tmp_path / "a.csv", f"甲,乙\n1,前{mark}后\n2,b\n"))
    assert rows[1:] == [(2, ["1", f"前{mark}后"]), (3, ["2", "b"])]


@given(cells=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_what_csv_wrote_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["甲", "乙"], *cells])
    assert [tuple(row) for _, row in rows_of(path)][1:] == cells


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_known_by_the_rows(tmp_path: Path, mark: str) -> None:
    lines = ["2020年4月台账", mark.join(["编号", "内容", "单位"]), mark.join(["1", '"甲,乙;丙"', "丁"])]
    rows = rows_of(written(tmp_path / "a.csv", "\n".join(lines)))
    assert rows[2] == (3, ["1", "甲,乙;丙", "丁"])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty. Export the ledger again, with its header line."),
        (b"\xff\xff\xff\x80\xff", "neither UTF-8 nor GB18030 from byte 0 on. Open it in a spreadsheet"),
        ("编号,内容\n1,甲\x00乙\n".encode(), "a NUL byte near line 2"),
        ("编号,内容\n".encode("utf-16-le"), "a NUL byte near line 1"),
        (b"\xff\xfea", "neither UTF-8 nor GB18030"),
    ],
    ids=["empty", "no text", "nul", "utf-16 without a mark", "half a character"],
)
def test_bytes_that_are_no_text(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(LedgerError) as error:
        read_text(tmp_path / "a.csv", "a.csv")
    assert str(error.value).startswith(str(tmp_path / "a.csv")) and told in str(error.value)
    assert "\n" not in str(error.value)


def test_two_encodings_in_one_file_are_told_by_their_lines(tmp_path: Path) -> None:
    one = "工单编号,受理时间,诉求内容,承办单位\n".encode()
    other = "1,2020-04-01,路灯不亮要求维修,甲河镇\n".encode("gb18030")
    (tmp_path / "a.csv").write_bytes(one + other)
    with pytest.raises(LedgerError, match="two encodings in one file: line 1 is UTF-8, line 2 is not"):
        read_text(tmp_path / "a.csv", "a.csv")


@given(lines=st.lists(st.text("的一是在不了有和人这中大为上个国县镇路灯水管坏了", min_size=1, max_size=30), min_size=1))
def test_chinese_text_is_never_taken_for_a_mixture(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("gb") / "a.csv"
    path.write_bytes("\n".join(lines).encode("gb18030"))
    assert encoding_of(path) in ("gb18030", "utf-8-sig")


def test_quotes_that_do_not_close_are_told_with_their_row(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", '甲,乙\n1,a\n2,"b\n3,c\n')
    with pytest.raises(LedgerError, match=r"a\.csv, row 3: not readable as a table: .*Mend the quotes of that row\."):
        rows_of(path)
