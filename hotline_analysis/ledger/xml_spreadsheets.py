"""The "XML Spreadsheet 2003" of older systems, which also goes by the name .xls: its sheets as rows of text."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from lxml import etree

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.cell_spans import MOST_COLUMNS, Cell, laid_out
from hotline_analysis.ledger.cell_text import cell_text
from hotline_analysis.ledger.sheets import Sheet

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = ".//{urn:schemas-microsoft-com:office:excel}Visible"
_ROOT = re.compile(r"<(?:\w+:)?Workbook\s")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_START = 4_096
"""Characters among which the first element is looked for, comments before it."""


def is_spreadsheet(text: str) -> bool:
    return _SS[1:-1] in text[:_START] and bool(_ROOT.search(text[:_START]))


def read_spreadsheet(text: str, path: Path, file: str) -> Iterator[Sheet]:
    """Each sheet in order, a hidden one with `skip`; LedgerError where the XML is broken."""
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True)
    try:
        book = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except etree.XMLSyntaxError as error:
        reason = str(error.msg).splitlines()[0]
        raise LedgerError(
            f"{path}: a broken XML spreadsheet ({reason}). Open it in Excel or WPS, save it as .xlsx, and run again."
        ) from None
    for sheet in book.iter(f"{_SS}Worksheet"):
        name = sheet.get(f"{_SS}Name", "")
        if "Hidden" in sheet.findtext(_VISIBLE, ""):
            yield Sheet(file, name, (), "a hidden sheet")
        else:
            yield Sheet(file, name, laid_out(_rows(sheet)))


def _rows(sheet: etree._Element) -> Iterator[tuple[int, list[Cell]]]:
    """The rows that are written; blank ones before a row are told by its number alone."""
    last = 0
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        number = _number(row, "Index", last + 1)
        yield number, [_cell(cell) for cell in row.iterchildren(f"{_SS}Cell")]
        last = number + _number(row, "Span", 0)


def _cell(cell: etree._Element) -> Cell:
    data, column = cell.find(f"{_SS}Data"), _number(cell, "Index", 0)
    text = "" if data is None else _text("".join(map(str, data.itertext())), data.get(f"{_SS}Type", ""))
    width, height = (min(_number(cell, name, 0), MOST_COLUMNS) + 1 for name in ("MergeAcross", "MergeDown"))
    return Cell(text, width, height, column - 1 if column else None)


def _number(element: etree._Element, name: str, default: int) -> int:
    written = element.get(_SS + name, "")
    return int(written) if written.isdecimal() and len(written) < 9 else default


def _text(written: str, kind: str) -> str:
    """A value as a workbook's cell gives it; a time without a day is counted from the end of 1899.

    >>> _text("2020-04-16T14:05:00.000", "DateTime"), _text("1899-12-31T08:30:00.000", "DateTime")
    ('2020-04-16 14:05:00', '08:30:00')
    >>> _text("0012", "String"), _text("202004010001", "Number"), _text("1", "Boolean"), _text("#N/A", "Error")
    ('0012', '202004010001', '是', '')
    """
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            return written
        return cell_text(moment.time() if moment.year < 1900 else moment)
    return {"Boolean": cell_text(written == "1"), "Error": ""}.get(kind, written)
