"""A table of the Word file: fixed columns, a head row on every page, rows that stay whole."""

from typing import Any

from hotline_analysis.bulletin.blocks import Table
from hotline_analysis.bulletin.text import words
from hotline_analysis.publish.docx_parts import TWIPS_PER_MM, add_run, element, put
from hotline_analysis.publish.fonts import HEITI
from hotline_analysis.publish.layout import KEPT_WHOLE, TEXT_WIDTH, Grid, grid

HEAD_SHADE, TOTAL_SHADE = "EEEEEE", "F7F7F7"
SIDE_PADDING, UPPER_PADDING = 60, 50
"""Between a cell's text and its rules, in twips."""


def add_table(document: Any, block: Table) -> None:
    """Draws a table's cells at the end of the document (its caption is a paragraph before it)."""
    made = grid(block)
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.header), style="Table Grid")
    _table_properties(table, block.caption)
    for column, width in zip(table.columns, made.widths, strict=True):
        column.width = _mm(width)
    contents = [block.header, *([words(cell) for cell in row] for row in block.rows)]
    for at, (row, cells) in enumerate(zip(table.rows, contents, strict=True)):
        _fill(row, cells, made, head=at == 0, total=block.total and at == 1)
    if len(block.rows) <= KEPT_WHOLE:
        _keep_whole(table)


def _keep_whole(table: Any) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def hanging_cell(document: Any) -> Any:
    """The cell of a table without rules that stands at the foot of the page and stays whole."""
    table = document.add_table(rows=1, cols=1)
    properties = table._tbl.tblPr
    put(properties, element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="left", tblpYSpec="bottom"))
    put(properties, element("tblW", w=round(TEXT_WIDTH * TWIPS_PER_MM), type="dxa"))
    put(properties, element("tblLayout", type="fixed"))
    put(properties, _cell_margins(upper=0, side=0))
    table.columns[0].width = _mm(TEXT_WIDTH)
    table.rows[0]._tr.get_or_add_trPr().append(element("cantSplit"))
    cell = table.cell(0, 0)
    cell.width = _mm(TEXT_WIDTH)
    return cell


def _cell_margins(*, upper: int, side: int) -> Any:
    made = element("tblCellMar")
    for name, padding in (("top", upper), ("left", side), ("bottom", upper), ("right", side)):
        made.append(element(name, w=padding, type="dxa"))
    return made


def _table_properties(table: Any, caption: str) -> None:
    properties = table._tbl.tblPr
    put(properties, element("tblW", w=round(TEXT_WIDTH * TWIPS_PER_MM), type="dxa"))
    put(properties, element("jc", val="center"))
    put(properties, element("tblLayout", type="fixed"))
    put(properties, _cell_margins(upper=UPPER_PADDING, side=SIDE_PADDING))
    if caption:
        put(properties, element("tblCaption", val=caption))


def _fill(row: Any, cells: Any, made: Grid, *, head: bool, total: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    face = HEITI.chinese if head or total else ""
    for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = _mm(made.widths[at])
        put(cell._tc.get_or_add_tcPr(), element("vAlign", val="center"))
        if head or total:
            fill = HEAD_SHADE if head else TOTAL_SHADE
            put(cell._tc.tcPr, element("shd", val="clear", color="auto", fill=fill))
        paragraph = cell.paragraphs[0]
        paragraph.style = "表头" if head else "表文"
        if made.left[at] and not head:
            put(paragraph._p.get_or_add_pPr(), element("jc", val="left"))
        add_run(paragraph, text, face=face, size=made.size, bold=total)


def _mm(width: float) -> Any:
    from docx.shared import Mm

    return Mm(width)
