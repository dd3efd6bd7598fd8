"""Each kind of block as paragraphs, pictures and tables of the Word file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from hotline_analysis.bulletin.blocks import (
    Annex,
    AttachmentList,
    Box,
    Chart,
    Distribution,
    Heading,
    Masthead,
    Paragraph,
    Runs,
    Signature,
    Strong,
    Table,
    Title,
)
from hotline_analysis.bulletin.text import words
from hotline_analysis.publish import pictures
from hotline_analysis.publish.docx_parts import TWIPS_PER_MM, TWIPS_PER_POINT, add_run, borders, element, printable, put
from hotline_analysis.publish.docx_table import add_table, hanging_cell
from hotline_analysis.publish.fonts import KAITI
from hotline_analysis.publish.layout import TEXT_WIDTH, bracketed, fitting, masthead_size

BODY_SIZE, SMALL_SIZE = 16, 14
TALLEST_PICTURE = 190
"""In millimetres: a page has room for the picture and its caption."""
BOX_CLEARANCE = 240
"""Under a frame, in twips."""
PARAGRAPH_STYLES = {"body": "公文正文", "note": "附注", "verbatim": "原样文本"}


def draw(document: Any, block: Any) -> None:
    """Adds a block at the end of the document."""
    _DRAWN[block.type](document, block)


def _line(document: Any, style: str, text: str) -> Any:
    paragraph = document.add_paragraph(style=style)
    add_run(paragraph, text)
    return paragraph


def _masthead(document: Any, block: Masthead) -> None:
    add_run(document.add_paragraph(style="红头名称"), block.name, size=masthead_size(block.name))
    if block.issue:
        _line(document, "期号", bracketed(block.issue))
    ends = f"{block.office}\t{block.date}"
    add_run(document.add_paragraph(style="红头机关"), ends, size=fitting(ends, SMALL_SIZE))


def _title(document: Any, block: Title) -> None:
    _line(document, "Title", "\n".join(block.lines))


def _heading(document: Any, block: Heading) -> None:
    _line(document, f"Heading {block.level}", block.text)


def _paragraph(document: Any, block: Paragraph) -> Any:
    paragraph = document.add_paragraph(style=PARAGRAPH_STYLES[block.style])
    if block.lead:
        add_run(paragraph, block.lead, face=KAITI.chinese)
    _runs(paragraph, block.runs)
    return paragraph


def _runs(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        add_run(paragraph, words((run,)), bold=isinstance(run, Strong))


def _table(document: Any, block: Table) -> None:
    if block.caption:
        _line(document, "表题", block.caption)
    elif _ends_with_table(document):
        _line(document, "版记之后", "")
    add_table(document, block)


def _ends_with_table(document: Any) -> bool:
    """Whether a further table would grow together with the one before it."""
    from docx.oxml.ns import qn

    content = [child.tag for child in document.element.body if child.tag != qn("w:sectPr")]
    return content[-1:] == [qn("w:tbl")]


def _chart(document: Any, block: Chart) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    paragraph = document.add_paragraph(style="图")
    put(paragraph._p.get_or_add_pPr(), element("keepNext", val=int(bool(block.caption))))
    shape = paragraph.add_run().add_picture(BytesIO(pictures.png(block)), width=Mm(pictures.width_mm(block)))
    if shape.height > Mm(TALLEST_PICTURE):
        shape.width, shape.height = shape.width * Mm(TALLEST_PICTURE) // shape.height, Mm(TALLEST_PICTURE)
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("descr", printable(block.alt))
    if block.caption:
        _line(document, "图题", block.caption)


def _attachments(document: Any, block: AttachmentList) -> None:
    """附件： two characters in; the names hang on one edge, after their numbers where there are several."""
    many = len(block.items) > 1
    edge = 6 if many else 5
    for at, name in enumerate(block.items):
        text = ("附件：" if at == 0 else "") + (f"{at + 1}.\t" if many else "") + name
        paragraph = _line(document, "附件说明", text)
        hanging = edge - 2 if at == 0 else 1
        properties = paragraph._p.get_or_add_pPr()
        put(properties, element("ind", left=_characters(edge), hanging=_characters(hanging)))
        put(properties, element("spacing", before=_characters(2) if at == 0 else 0))
        put(properties, element("keepNext", val=1))


def _characters(count: int) -> int:
    return count * BODY_SIZE * TWIPS_PER_POINT


def _signature(document: Any, block: Signature) -> None:
    _line(document, "落款", block.office)
    _line(document, "成文日期", block.date)


def _annex(document: Any, block: Annex) -> None:
    _line(document, "附件编号", block.number)
    _line(document, "附件标题", block.title)
    if block.subtitle:
        _line(document, "附件日期", block.subtitle)


def _box(document: Any, block: Box) -> None:
    """Paragraphs with one and the same border, which Word draws as a single frame."""
    drawn = [_line(document, "框注标题", block.title)]
    drawn += [_paragraph(document, part) for part in block.paragraphs]
    for paragraph in drawn:
        properties = paragraph._p.get_or_add_pPr()
        put(properties, borders("top", "left", "bottom", "right", weight=6, space=6))
        # Only paragraphs with the same indents on both sides share their frame.
        sides = _characters(1)
        put(properties, element("ind", left=sides, right=sides, leftChars=0, rightChars=0))
        if paragraph.style.name == PARAGRAPH_STYLES["body"]:
            paragraph.style = "框注"
    put(drawn[-1]._p.get_or_add_pPr(), element("spacing", after=BOX_CLEARANCE))


def _distribution(document: Any, block: Distribution) -> None:
    """版记: a table of one cell that hangs at the foot of the page of the document's last, tiny paragraph."""
    if _ends_with_table(document):
        _line(document, "版记之后", "")
    cell = hanging_cell(document)
    if block.copies:
        put(_line(cell, "版记", block.copies)._p.get_or_add_pPr(), element("jc", val="right"))
    for label, names in (("主送：", block.to), ("抄送：", block.cc)):
        if names:
            _entry(cell, label + names)
    _office_and_date(cell, block)
    cell._tc.remove(cell.paragraphs[0]._p)
    _line(document, "版记之后", "")


def _entry(cell: Any, text: str) -> None:
    properties = _line(cell, "版记", text)._p.get_or_add_pPr()
    em = SMALL_SIZE * TWIPS_PER_POINT
    put(properties, element("ind", left=3 * em, hanging=3 * em))
    put(properties, borders("top", "between", weight=6, space=3))


def _office_and_date(cell: Any, block: Distribution) -> None:
    ends = f"{block.office}\t{block.date}"
    paragraph = cell.add_paragraph(style="版记")
    add_run(paragraph, ends, size=fitting(ends, SMALL_SIZE))
    properties = paragraph._p.get_or_add_pPr()
    tabs = element("tabs")
    tabs.append(element("tab", val="right", pos=round(TEXT_WIDTH * TWIPS_PER_MM)))
    put(properties, tabs)
    put(properties, borders("top", "bottom", weight=8, space=3))


_DRAWN: dict[str, Callable[[Any, Any], Any]] = {
    "masthead": _masthead,
    "title": _title,
    "heading": _heading,
    "paragraph": _paragraph,
    "table": _table,
    "chart": _chart,
    "attachment_list": _attachments,
    "signature": _signature,
    "annex": _annex,
    "distribution": _distribution,
    "box": _box,
}
