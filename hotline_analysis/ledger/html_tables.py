"""HTML that a system saves under the name .xls: every table of the page as a sheet."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.cell_spans import MOST_COLUMNS, Cell, laid_out
from hotline_analysis.ledger.sheets import Sheet
from hotline_analysis.ledger.text_files import encoding_of
from hotline_analysis.ledger.xml_spreadsheets import is_spreadsheet, read_spreadsheet

MOST_ROWS = 65_534
"""What HTML allows for rowspan, and what rowspan="0", to the table's end, stands for."""

_UNSEEN = frozenset(("table", "tr", "script", "style", "template", "select", "button", "noscript", "head", "title"))
_BLOCKS = frozenset(("div", "p", "li", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_html_tables(path: Path, file: str) -> Iterator[Sheet]:
    """Each table of an HTML page, or each sheet of an "XML Spreadsheet 2003", in order.

    The texts are those that a browser shows, <br> as a line break; a cell that spans has its text in every
    place. A table within a table is one of its own. Rows are counted within their table. The encoding is
    found from the bytes, as what the page says of it is often wrong. LedgerError where there is no table.
    """
    text = path.read_text(encoding=encoding_of(path))
    if is_spreadsheet(text):
        yield from read_spreadsheet(text, path, file)
        return
    tables = _tables(text, path)
    if not tables:
        raise LedgerError(f"{path}: a web page without a table. Export the ledger as .xlsx or CSV, and run again.")
    for number, table in enumerate(tables, 1):
        yield Sheet(file, f"table {number}" if len(tables) > 1 else "", laid_out(_rows(table)))


def _tables(text: str, path: Path) -> list[etree._Element]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:  # nothing but blanks, or marks that begin no page
        return []
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LedgerError(
            f"{path}: a web page with too much in one cell, or too deep within each other. Open it in Excel or WPS, "
            "save it as .xlsx, and run again."
        )
    return [] if page is None else list(page.iter("table"))


def _rows(table: etree._Element) -> Iterator[tuple[int, list[Cell]]]:
    own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for number, row in enumerate(own, 1):
        # not its children alone: pages of old systems have a <form> between a row and its cells
        yield number, [_cell(cell) for cell in row.iter("td", "th") if next(cell.iterancestors("tr")) is row]


def _cell(cell: etree._Element) -> Cell:
    width, height = cell.get("colspan"), cell.get("rowspan")
    if not (width or height):
        return Cell(_shown(cell))
    return Cell(_shown(cell), _span(width, MOST_COLUMNS) or 1, _span(height, MOST_ROWS) or MOST_ROWS)


def _span(written: str | None, most: int) -> int:
    """
    >>> _span(None, 9), _span(" 2 ", 9), _span("2%", 9), _span("0", 9), _span("99", 9)
    (1, 2, 1, 0, 9)
    """
    number = (written or "").strip()
    return min(int(number), most) if number.isdecimal() and len(number) < 9 else 1


def _shown(cell: etree._Element) -> str:
    """
    >>> page = "<td> 路灯\\n  不亮 <b>一周</b><br>请 <table><tr><td>内</table>修&nbsp;<p>0012</p></td>"
    >>> _shown(etree.HTML(page).find(".//td"))
    '路灯 不亮 一周\\n请 修\\n0012'
    """
    if not len(cell):
        return _BLANKS.sub(" ", cell.text or "").strip()
    lines = ("".join(_pieces(cell))).split("\n")
    return "\n".join(filter(None, (_BLANKS.sub(" ", line).strip() for line in lines)))


def _pieces(element: etree._Element) -> Iterator[str]:
    """The texts of an element in order, their own line breaks as blanks, those of the page as line breaks."""
    yield _BLANKS.sub(" ", element.text or "")
    for child in element:
        if child.tag == "br" or child.tag in _BLOCKS:
            yield "\n"
        if child.tag not in _UNSEEN:
            yield from _pieces(child)
        if child.tag in _BLOCKS:
            yield "\n"
        yield _BLANKS.sub(" ", child.tail or "")
