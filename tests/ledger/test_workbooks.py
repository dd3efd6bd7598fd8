"""Workbooks, and web pages under the name of one: what is read, where it stands, and what is refused."""

import csv
import struct
import subprocess
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from conftest import HESHUI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tools import need

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger import workbook_archives, workbooks
from hotline_analysis.ledger.cell_text import cell_text
from hotline_analysis.ledger.html_tables import read_html_tables
from hotline_analysis.ledger.workbooks import read_workbook

Rows = list[tuple[int, list[str]]]
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
IN_PLACE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""For tests whose examples overwrite one file."""


def rows_of(path: Path, reader: Callable[..., Any] = read_workbook) -> Rows:
    """The rows that are not blank of the first sheet that is not passed over."""
    sheet = next(sheet for sheet in reader(path, path.name) if not sheet.skip)
    return [(number, list(cells)) for number, cells in sheet.rows if any(cells)]


def book(path: Path, rows: Iterable[Sequence[Any]], *, corner: tuple[int, int] = (0, 0), **options: Any) -> Path:
    with xlsxwriter.Workbook(path, options) as made:
        write(made, made.add_worksheet("台账"), rows, corner)
    return path


def write(made: Any, sheet: Any, rows: Iterable[Sequence[Any]], corner: tuple[int, int] = (0, 0)) -> None:
    """Values as cells of their own kind; a date, a time and a duration with a format that says so."""
    formats = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss", timedelta: "[h]:mm:ss"}
    known = {kind: made.add_format({"num_format": written}) for kind, written in formats.items()}
    for row, cells in enumerate(rows, corner[0]):
        for column, value in enumerate(cells, corner[1]):
            if type(value) in known:
                sheet.write_datetime(row, column, value, known[type(value)])
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write(row, column, value)


def converted(path: Path, kind: str) -> Path:
    """The workbook as LibreOffice saves it under another kind."""
    need("soffice", "localc")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", path.parent, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{kind}")


def compound(stream: str, data: bytes) -> bytes:
    """A compound file, the container of .xls and of encrypted .xlsx, with one stream."""
    end, free, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
    sectors = max(8, -(-len(data) // 512))
    table = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le") + bytes(2 * bool(name))
        fields = struct.pack("<HBBIII36xIQ", len(written), kind, 1, none, none, child, start, size)
        return written.ljust(64, b"\0") + fields

    numbers = (0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[free] * 108)
    head = struct.pack("<8s16x5H6x118I", bytes.fromhex("d0cf11e0a1b11ae1"), 62, 3, 0xFFFE, 9, 6, *numbers)
    entries = (
        entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, none, 2, sectors * 512) + 2 * entry("", 0, none, 0, 0)
    )
    return (
        head + struct.pack("<128I", *table, *[free] * (128 - len(table))) + entries + data.ljust(sectors * 512, b"\0")
    )


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def old_book(rows: Iterable[Sequence[str]], *, first: bytes = b"", extra: bytes = b"") -> bytes:
    """An .xls with texts only; `first` and `extra` are records that stand first in the book and in its sheet."""

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0xDBB, 0x7CC, 0, 6))

    def text(written: str, length: str) -> bytes:
        return struct.pack(length + "B", len(written), 1) + written.encode("utf-16-le")

    def globals_of(place: int) -> bytes:
        return begin(5) + first + record(0x85, struct.pack("<IH", place, 0) + text("台账", "<B")) + record(0xA)

    cells = [record(0x204, struct.pack("<HHH", row, column, 0) + text(written, "<H"))
             for row, line in enumerate(rows) for column, written in enumerate(line)]  # fmt: skip
    sheet = begin(0x10) + extra + b"".join(cells) + record(0xA)
    return compound("Workbook", globals_of(len(globals_of(0))) + sheet)


def edited(path: Path, source: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of an archive after `change` of its parts."""
    with ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def page(path: Path, table: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(f"<html><head><meta charset='gb2312'></head><body>{table}</body></html>".encode(encoding))
    return path


# what is read


def test_the_sample_ledger_as_a_workbook_is_the_same_text(tmp_path: Path) -> None:
    with (HESHUI / "ledger.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert rows_of(book(tmp_path / "a.xlsx", lines)) == list(enumerate(lines, 1))


@given(rows=st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=5))
@IN_PLACE
def test_texts_come_back_as_they_were_written(tmp_path: Path, rows: list[list[str]]) -> None:
    assert rows_of(book(tmp_path / "a.xlsx", rows)) == list(enumerate(rows, 1))


VALUES = [
    ("0012", "0012"),
    (" 甲\n乙 ", " 甲\n乙 "),
    (202004010001, "202004010001"),
    (999_999_999_999_999, "999999999999999"),
    (3.0, "3"),
    (-2.5, "-2.5"),
    (43937.5868, "43937.5868"),
    (2.02004e16, "2.02004e+16"),
    (datetime(2020, 4, 16, 14, 5, 7), "2020-04-16 14:05:07"),
    (date(2020, 4, 16), "2020-04-16"),
    (time(14, 5), "14:05:00"),
    (timedelta(hours=30, minutes=6), "30:06:00"),
]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_each_kind_of_value(tmp_path: Path, value: object, text: str) -> None:
    assert rows_of(book(tmp_path / "a.xlsx", [[value]])) == [(1, [text])]


def test_yes_and_no_errors_and_results_of_formulas(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, [True, False])
        sheet.write_formula(0, 2, "=NA()", None, "#N/A")
        sheet.write_formula(0, 3, '=A2&"镇"', None, "甲河镇")
    assert rows_of(tmp_path / "a.xlsx") == [(1, ["是", "否", "", "甲河镇"])]


def test_days_counted_from_1904_as_on_an_old_mac(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[datetime(2020, 4, 16, 14, 5)]], date_1904=True)
    assert rows_of(path) == [(1, ["2020-04-16 14:05:00"])]


@given(st.one_of(st.datetimes(), st.floats()))
def test_the_quick_ways_give_what_cell_text_gives(value: datetime | float) -> None:
    assert workbooks._QUICK[type(value)](value) == cell_text(value)


def test_rows_keep_their_numbers_where_the_table_begins_at_c5(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["编号", "单位"], ["1", "甲河镇"], [], ["2", "乙河镇"]], corner=(4, 2))
    assert rows_of(path) == [(5, ["编号", "单位"]), (6, ["1", "甲河镇"]), (8, ["2", "乙河镇"])]


def sheets(path: Path) -> Path:
    """Two sheets with rows, an empty one, two hidden ones and a chart."""
    with xlsxwriter.Workbook(path) as made:
        for name in ("四月", "五月", "藏", "深藏"):
            write(made, made.add_worksheet(name), [[name]])
        made.get_worksheet_by_name("藏").hide()
        made.get_worksheet_by_name("深藏").very_hidden()
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=四月!$A$1:$A$1"})
        made.add_chartsheet("图").set_chart(chart)
        made.add_worksheet("空")
    return path


def test_sheets_come_in_order_and_say_why_they_are_passed_over(tmp_path: Path) -> None:
    found = [(sheet.sheet, sheet.skip, list(sheet.rows)) for sheet in read_workbook(sheets(tmp_path / "a.xlsx"), "a")]
    assert found == [
        ("四月", "", [(1, ["四月"])]),
        ("五月", "", [(1, ["五月"])]),
        ("藏", workbooks.HIDDEN, []),
        ("深藏", workbooks.HIDDEN, []),
        ("图", workbooks.NO_WORKSHEET, []),
        ("空", "", []),
    ]


def merged(path: Path) -> Path:
    """From B2: a title, a header of two levels, and a unit that stands for two rows."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.merge_range("B2:E2", "台账")
        sheet.merge_range("B3:B4", "编号")
        sheet.merge_range("C3:D3", "评价")
        sheet.merge_range("E5:E6", "甲河镇")
        sheet.merge_range("B7:B8", 7)
        texts = {"C4": "热线", "D4": "结果", "E4": "单位", "B5": "1", "C5": "好", "D5": "差", "B6": "2", "D6": "中"}
        for place, text in (texts | {"C7": "好", "E8": "乙河镇"}).items():
            sheet.write_string(place, text)
    return path


MERGED = [
    (2, ["台账", "台账", "台账", "台账"]),
    (3, ["编号", "评价", "评价", ""]),
    (4, ["编号", "热线", "结果", "单位"]),
    (5, ["1", "好", "差", "甲河镇"]),
    (6, ["2", "", "中", "甲河镇"]),
    (7, ["7", "好", "", ""]),
    (8, ["7", "", "", "乙河镇"]),
]


def test_merged_cells_stand_in_every_row_and_column(tmp_path: Path) -> None:
    assert rows_of(merged(tmp_path / "a.xlsx")) == MERGED


def test_a_real_xls(tmp_path: Path) -> None:
    assert rows_of(converted(merged(tmp_path / "a.xlsx"), "xls")) == MERGED
    values = book(tmp_path / "b.xlsx", [[value for value, _ in VALUES]], corner=(4, 2))
    assert rows_of(converted(values, "xls")) == [(5, [text for _, text in VALUES])]
    hidden = [sheet.sheet for sheet in read_workbook(converted(sheets(tmp_path / "c.xlsx"), "xls"), "c") if sheet.skip]
    assert hidden == ["藏", "深藏"]


def test_an_open_document(tmp_path: Path) -> None:
    values = VALUES[:-1]  # durations stay as OpenDocument writes them
    path = book(tmp_path / "a.xlsx", [[value for value, _ in values]], corner=(4, 2))
    assert rows_of(converted(path, "ods")) == [(5, [text for _, text in values])]


def test_a_minimal_xls(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(old_book([["工单编号", "单位"], ["0012", "甲河镇"]]))
    assert rows_of(tmp_path / "a.xls") == [(1, ["工单编号", "单位"]), (2, ["0012", "甲河镇"])]


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    assert rows_of(book(tmp_path / "a.xlsx", [["甲"]]).rename(tmp_path / "a.xls")) == [(1, ["甲"])]
    (tmp_path / "b.xlsx").write_bytes(old_book([["乙"]]))
    assert rows_of(tmp_path / "b.xlsx") == [(1, ["乙"])]


# what is refused


def refusal(path: Path, reader: Callable[..., Any] = read_workbook) -> str:
    """The one line of the error, which names the file and ends with what to do."""
    with pytest.raises(LedgerError) as caught:
        rows_of(path, reader)
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and message.isprintable() and message.endswith(".")
    return message


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: [parts.pop(part) for part in list(parts) if part.endswith(name)] and None


FILEPASS = record(0x2F, bytes(54))
GREEDY = record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
"""A sheet that says it has 281 million million cells, on which the library aborts the process."""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (compound("EncryptedPackage", b"?"), "password"),
        (old_book([["甲"]], first=FILEPASS), "password"),
        (old_book([["甲"]], first=record(0x86) + FILEPASS), "password"),
        (compound("WordDocument", b"?"), "another kind"),
        (old_book([["甲"]])[:3000], "incomplete"),
        (old_book([["甲"]], extra=GREEDY), "contradict each other"),
        (b"", "incomplete"),
        (b"PK\x03\x04", "not a zip"),
    ],
)
def test_bytes_that_are_no_readable_workbook(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.xls").write_bytes(data)
    assert said in refusal(tmp_path / "a.xls")


@pytest.mark.parametrize(
    ("missing", "said"),
    [("sheet1.xml", "'台账' is missing"), ("sharedStrings.xml", "shared strings"), ("workbook.xml", "no sheets")],
)
def test_a_workbook_without_one_of_its_parts(tmp_path: Path, missing: str, said: str) -> None:
    path = edited(tmp_path / "b.xlsx", book(tmp_path / "a.xlsx", [["甲"]]), without(missing))
    assert said in refusal(path)


def test_archives_that_are_no_workbook_or_have_a_password(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("台账.csv", "甲")
    assert "Unpack it" in refusal(tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", "?")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert "password" in refusal(tmp_path / "a.ods")
    assert "No such file" in refusal(tmp_path / "nothing.xlsx")


def test_a_workbook_with_every_sheet_hidden(tmp_path: Path) -> None:
    def hidden(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ')

    path = edited(tmp_path / "b.xlsx", book(tmp_path / "a.xlsx", [["甲"]]), hidden)
    assert "no visible worksheet" in refusal(path)


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = book(tmp_path / "a.xlsx", [["甲"]])
    blanks = b"<worksheet>" + bytes(workbook_archives.RATIO_FROM)
    bomb = edited(tmp_path / "b.xlsx", small, lambda parts: parts.update({"xl/worksheets/sheet1.xml": blanks}))
    assert bomb.stat().st_size < 200_000 and "'xl/worksheets/sheet1.xml' unpacks to more than 300 times" in refusal(
        bomb
    )
    monkeypatch.setattr(workbook_archives, "MOST_BYTES", 5_000)
    assert "it unpacks to" in refusal(small)


@pytest.mark.parametrize("believed_from", [0, workbook_archives.BELIEVED_FROM])
def test_a_stray_cell_far_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, believed_from: int) -> None:
    """Reading such a sheet as it stands would take 550 GB and end the process."""
    monkeypatch.setattr(workbook_archives, "BELIEVED_FROM", believed_from)
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_string("A1", "编号")
        sheet.write_string("XFD1048576", "误")
    assert "1048576 rows has a cell as far right as XFD1048576" in refusal(path)


def test_a_sheet_that_says_it_is_small_is_looked_through(tmp_path: Path) -> None:
    def forged(parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'"A1:', b"'A1:").replace(b"A1:B1048576", b"A1:A1").replace(
            b'r="B1048576"', b"r='XFD1048576'")  # fmt: skip

    plain = book(tmp_path / "a.xlsx", [["编号"]])
    with xlsxwriter.Workbook(plain) as made:
        sheet = made.add_worksheet()
        sheet.write_string("A1", "编号")
        sheet.write_string("B1048576", "误")
    assert rows_of(plain)[-1] == (1_048_576, ["", "误"])
    assert "XFD1048576" in refusal(edited(tmp_path / "b.xlsx", plain, forged))


def test_a_wide_sheet_is_read(tmp_path: Path) -> None:
    wide = [str(number) for number in range(1_000)]
    assert rows_of(book(tmp_path / "a.xlsx", [wide])) == [(1, wide)]


EDITS = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=8)


def spoilt(data: bytes, edits: list[tuple[int, int]], cut: int) -> bytes:
    """Some bytes replaced, and for an even `cut` the rest missing from there on."""
    changed = bytearray(data)
    for place, value in edits:
        changed[place % len(changed)] = value
    return bytes(changed if cut % 2 else changed[: cut % len(changed)])


def read_or_refused(path: Path, reader: Callable[..., Any]) -> bool:
    """Whether the file gave texts and nothing else, or an error of one line; any other error goes on."""
    try:
        cells = [cell for sheet in reader(path, path.name) for _, row in sheet.rows for cell in row]
    except LedgerError as error:
        return str(error).isprintable()
    return all(isinstance(cell, str) for cell in cells)


@given(edits=EDITS, cut=st.integers(0, 1 << 20))
@IN_PLACE
def test_a_damaged_xlsx_is_read_or_refused(tmp_path: Path, edits: list[tuple[int, int]], cut: int) -> None:
    path, original = tmp_path / "a.xlsx", tmp_path / "original.xlsx"
    if not original.exists():
        book(original, [["工单编号", "单位"], ["0012", 3.5], [date(2020, 4, 16), "甲河镇"]])
    path.write_bytes(spoilt(original.read_bytes(), edits, cut))
    assert read_or_refused(path, read_workbook)
    part = "xl/worksheets/sheet1.xml"
    edited(path, original, lambda parts: parts.update({part: spoilt(parts[part], edits, cut)}))
    assert read_or_refused(path, read_workbook)


@given(edits=EDITS, cut=st.integers(0, 1 << 20))
@IN_PLACE
def test_a_damaged_xls_is_read_or_refused(tmp_path: Path, edits: list[tuple[int, int]], cut: int) -> None:
    original = old_book([["工单编号", "单位"], ["0012", "甲河镇"]])
    (tmp_path / "a.xls").write_bytes(spoilt(original, edits, cut))
    assert read_or_refused(tmp_path / "a.xls", read_workbook)


def test_a_panic_of_the_library_is_an_error_of_the_file(tmp_path: Path) -> None:
    class PanicException(BaseException):
        """As the library's own, which cannot be imported."""

    def panic() -> None:
        raise PanicException("index out of bounds")

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(LedgerError, match=r"a.xls: not readable as a workbook \(index out of bounds\)"):
        workbooks._attempt(tmp_path / "a.xls", panic)
    with pytest.raises(KeyboardInterrupt):
        workbooks._attempt(tmp_path / "a.xls", interrupt)


# web pages and XML under the name .xls


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_web_page_named_xls_whatever_it_says_of_its_encoding(tmp_path: Path, encoding: str) -> None:
    table = "<table><tr><th>工单编号<th>单位</tr>\n<tr><td> 0012 </td><td>202004010001000017</td></tr></table>"
    assert rows_of(page(tmp_path / "a.xls", table, encoding), read_html_tables) == [
        (1, ["工单编号", "单位"]),
        (2, ["0012", "202004010001000017"]),
    ]


@given(rows=st.lists(st.lists(WORDS.map(str.split).map(" ".join), min_size=2, max_size=2), min_size=1, max_size=4))
@IN_PLACE
def test_a_page_s_texts_come_back(tmp_path: Path, rows: list[list[str]]) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;")

    table = "".join("<tr>" + "".join(f"<td>{escaped(text)}</td>" for text in cells) + "</tr>" for cells in rows)
    expected = [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
    path = page(tmp_path / "a.xls", f"<table>{table}</table>")
    sheet = next(read_html_tables(path, "a.xls"))
    assert [(number, cells) for number, cells in sheet.rows if any(cells)] == expected


PAGES = [
    (
        "<tr><th rowspan=2>编号<th colspan=2>评价<tr><th>热线<th>结果<tr><td rowspan=0>1<td>好<td>差<tr><td>中<td>中",
        [(1, ["编号", "评价", "评价"]), (2, ["编号", "热线", "结果"]), (3, ["1", "好", "差"]), (4, ["1", "中", "中"])],
    ),
    ("<tr><td colspan=9999999>台账", [(1, ["台账"] * 16_384)]),
    ("<tr><td colspan=两 rowspan=-1>1<td>2<tr><td>3", [(1, ["1", "2"]), (2, ["3"])]),
    (
        "<tr><td>楼道<br>灯不亮<p>请修</p><td>a<b>b</b> c&nbsp;<td>&lt;b&gt;",
        [(1, ["楼道\n灯不亮\n请修", "ab c", "<b>"])],
    ),
    ("<tr><td><script>x</script><!-- y -->甲<td><select><option>乙</select>", [(1, ["甲", ""])]),
    ("<thead><tr><th>甲</thead><tbody><form><tr><form><td>1</form><tr><td>2", [(1, ["甲"]), (2, ["1"]), (3, ["2"])]),
]


@pytest.mark.parametrize(("inside", "expected"), PAGES)
def test_what_a_page_s_table_shows(tmp_path: Path, inside: str, expected: Rows) -> None:
    assert rows_of(page(tmp_path / "a.xls", f"<table>{inside}</table>"), read_html_tables) == expected


def test_tables_within_and_after_each_other_are_read_once(tmp_path: Path) -> None:
    path = page(tmp_path / "a.xls", "<table><tr><td>外<table><tr><td>内</table></table><table><tr><td>后</table>")
    found = [(sheet.sheet, list(sheet.rows)) for sheet in read_html_tables(path, "a.xls")]
    assert found == [("table 1", [(1, ["外"])]), ("table 2", [(1, ["内"])]), ("table 3", [(1, ["后"])])]


@pytest.mark.parametrize(
    ("text", "said"), [("<p>请先登录</p>", "without a table"), ("<table><tr><td>" * 200, "too deep"), ("", "table")]
)
def test_pages_that_hold_no_ledger(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(page(tmp_path / "a.xls", text), read_html_tables)


SPREADSHEET = """<?xml version="1.0" encoding="gb2312"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="藏"><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
 <Worksheet ss:Name="台账"><Table>
  <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">台账</Data></Cell></Row>
  <Row ss:Index="4"><Cell ss:MergeDown="1"><Data ss:Type="String">0012</Data></Cell>
   <Cell ss:Index="3"><Data ss:Type="DateTime">2020-04-16T14:05:00.000</Data><Comment><Data>注</Data></Comment></Cell>
  </Row>
  <Row><Cell ss:Index="2"><ss:Data ss:Type="String"><B>粗</B>体</ss:Data></Cell></Row>
 </Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_xml_spreadsheet_of_2003(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.xls").write_bytes(SPREADSHEET.encode(encoding))
    hidden, shown = read_html_tables(tmp_path / "a.xls", "a.xls")
    assert (hidden.sheet, hidden.skip) == ("藏", "a hidden sheet")
    assert shown.sheet == "台账"
    assert list(shown.rows) == [
        (1, ["台账", "台账", "台账"]),
        (4, ["0012", "", "2020-04-16 14:05:00"]),
        (5, ["0012", "粗体"]),
    ]


def test_a_broken_xml_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(SPREADSHEET[:-20], encoding="utf-8")
    assert "broken XML spreadsheet" in refusal(tmp_path / "a.xls", read_html_tables)


@given(edits=EDITS, cut=st.integers(0, 1 << 20), kind=st.sampled_from(["page", "spreadsheet"]))
@IN_PLACE
def test_damaged_markup_is_read_or_refused(tmp_path: Path, edits: list[tuple[int, int]], cut: int, kind: str) -> None:
    path = page(tmp_path / "a.xls", "<table><tr><td rowspan=2>1<td colspan=3>甲<tr><td>乙</table>")
    original = path.read_bytes() if kind == "page" else SPREADSHEET.encode()
    path.write_bytes(spoilt(original, edits, cut))
    assert read_or_refused(path, read_html_tables)
