"""The annexes as a workbook, one sheet each, whose figures are numbers to reckon with."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from hotline_analysis.bulletin.blocks import Annex, Block, Distribution, Paragraph, Runs, Table
from hotline_analysis.bulletin.text import words
from hotline_analysis.errors import InputError
from hotline_analysis.figure import Figure
from hotline_analysis.publish.layout import TEXT_WIDTH, grid, issued

LONGEST_SHEET_NAME = 31
CHARACTERS_PER_MM = 0.62
"""Column widths of a workbook are counted in digits of its default font."""
UNDATED = date(2000, 1, 1)
A4 = 9
_PRINTED = re.compile(r"([-+]?[\d,]+(?:\.(\d+))?)\s*(\D*)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Sheet:
    """One annex: its head, its tables and the notes under them."""

    annex: Annex
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


def render_annexes(blocks: Sequence[Block]) -> bytes:
    """Every annex that holds a table as a sheet of an XLSX; equal blocks give equal bytes.

    InputError where no annex holds a table.
    """
    from xlsxwriter import Workbook

    sheets = annex_sheets(blocks)
    if not sheets:
        raise InputError("The bulletin has no annex with a table: leave the workbook out, or add an annex.")
    day = issued(blocks) or UNDATED
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(made, options) as book:
        book.set_properties({"title": sheets[0].annex.title, "created": datetime(day.year, day.month, day.day)})
        for name, sheet in zip(_names(sheets), sheets, strict=True):
            _draw(book, book.add_worksheet(name), sheet)
    return made.getvalue()


def annex_sheets(blocks: Iterable[Block]) -> tuple[Sheet, ...]:
    """The annexes with a table, in order."""
    sheets: list[Sheet] = []
    for block in blocks:
        if isinstance(block, Annex):
            sheets.append(Sheet(block))
        elif isinstance(block, Distribution):
            break
        elif sheets:
            sheets[-1] = _joined(sheets[-1], block)
    return tuple(sheet for sheet in sheets if sheet.tables)


def _joined(sheet: Sheet, block: Block) -> Sheet:
    if isinstance(block, Table):
        return replace(sheet, tables=(*sheet.tables, block))
    if isinstance(block, Paragraph):
        return replace(sheet, notes=(*sheet.notes, block.lead + words(block.runs)))
    return sheet


def number_of(cell: Runs) -> tuple[int | float, str] | None:
    """The number of a cell that is one figure, with its Excel format; None for any other cell.

    A percentage becomes a fraction; a unit that is printed behind the number goes into the format.

    >>> number_of((Figure("k", "受理量", 18, "18件"),))
    (18, '0"件"')
    >>> number_of((Figure("k", "限时办结率", Decimal("85.71"), "85.71%"),))
    (0.8571, '0.00%')
    """
    if len(cell) != 1 or not isinstance(cell[0], Figure):
        return None
    value, printed = cell[0].value, _PRINTED.fullmatch(cell[0].display)
    if printed is None or value is None or isinstance(value, tuple):
        return None
    text, decimals, unit = printed[1].replace(",", ""), printed[2] or "", printed[3]
    if abs(Decimal(text) - value) * 10 ** len(decimals) > Decimal("0.5"):
        # What is printed is not the value itself ("下降" and the sum without its sign): it stays text.
        return None
    digits = "0" + (f".{'0' * len(decimals)}" if decimals else "")
    if unit == "%":
        return float(Decimal(value) / 100), f"{digits}%"
    quoted = unit.replace('"', '""')
    return (value if isinstance(value, int) else float(value)), digits + (f'"{quoted}"' if unit else "")


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Names that Excel takes: short, without its reserved characters, each once."""
    names: list[str] = []
    for at, sheet in enumerate(sheets, start=1):
        name = _NOT_IN_NAMES.sub("", sheet.annex.number).strip("' ")[:LONGEST_SHEET_NAME] or f"附件{at}"
        names.append(name if name.casefold() not in {used.casefold() for used in names} else f"附件{at}之{at}")
    return names


def _draw(book: Any, page: Any, sheet: Sheet) -> None:
    columns = max(len(table.header) for table in sheet.tables)
    _page_setup(page, columns)
    for at, share in enumerate(grid(sheet.tables[0]).widths):
        page.set_column(at, at, round(share * CHARACTERS_PER_MM, 1))
    row = _across(book, page, 0, columns, sheet.annex.title, {"font_name": "黑体", "font_size": 16, "align": "center"})
    if sheet.annex.subtitle:
        row = _across(book, page, row, columns, sheet.annex.subtitle, {"font_size": 10.5, "align": "right"})
    page.repeat_rows(0, row)
    page.freeze_panes(row + 1, 1)
    for at, table in enumerate(sheet.tables):
        if at:
            row = _across(book, page, row + 1, columns, table.caption, {"bold": True})
        row = _table(book, page, row, table)
    for note in sheet.notes:
        row = _across(book, page, row, columns, note, {"font_size": 10.5, "text_wrap": True})


def _page_setup(page: Any, columns: int) -> None:
    page.set_paper(A4)
    if columns > 5:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_footer("&C— &P —")


def _across(book: Any, page: Any, row: int, columns: int, text: str, look: dict[str, Any]) -> int:
    """Writes `text` over the whole width of the table; gives the next row."""
    made = book.add_format({"font_name": "仿宋", "valign": "vcenter", **look})
    if columns > 1:
        page.merge_range(row, 0, row, columns - 1, "", made)
    page.write_string(row, 0, text, made)
    if look.get("text_wrap"):
        page.set_row(row, 15 * (1 + len(text) // round(TEXT_WIDTH / 4)))
    return row + 1


def _table(book: Any, page: Any, row: int, table: Table) -> int:
    look = {
        "font_name": "仿宋",
        "font_size": 11,
        "border": 1,
        "valign": "vcenter",
        "align": "center",
        "text_wrap": True,
    }
    head = book.add_format({**look, "font_name": "黑体", "bg_color": "#EEEEEE"})
    for at, name in enumerate(table.header):
        page.write_string(row, at, name, head)
    left = grid(table).left
    for below, cells in enumerate(table.rows, start=1):
        total = {"bold": True, "bg_color": "#F7F7F7"} if table.total and below == 1 else {}
        for at, cell in enumerate(cells):
            _write(book, page, (row + below, at), cell, look | total | ({"align": "left"} if left[at] else {}))
    return row + len(table.rows) + 1


def _write(book: Any, page: Any, place: tuple[int, int], cell: Runs, look: dict[str, Any]) -> None:
    number = number_of(cell)
    if number is None:
        page.write_string(*place, words(cell), book.add_format(look))
    else:
        page.write_number(*place, number[0], book.add_format({**look, "num_format": number[1]}))
