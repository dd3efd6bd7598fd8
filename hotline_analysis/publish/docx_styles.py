"""The page and the named styles of the Word file, by GB/T 9704-2012.

Everything that looks a certain way has a style, so that a clerk changes the style and not the text.
"""

from dataclasses import dataclass
from typing import Any

from hotline_analysis.publish.docx_parts import (
    TWIPS_PER_MM,
    TWIPS_PER_POINT,
    add_run,
    borders,
    element,
    page_number,
    put,
)
from hotline_analysis.publish.fonts import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG, Face
from hotline_analysis.publish.layout import TEXT_WIDTH

LATIN = "Times New Roman"
RED = "D7000F"
LINE = 579
"""One of the 22 lines of a page, in twentieths of a point."""
TIGHTER = -4
"""28 characters of 16 pt are 2 mm wider than the line: each gives up a fifth of a point."""


@dataclass(frozen=True)
class Style:
    """A paragraph style: size in points; `before`, `after`, `line`, `spread` in twips (line 0: the font's).

    `first`, `left`, `right` are indents in hundredths of a character; `level` 0 is the outline's highest.
    """

    name: str
    face: Face = FANGSONG
    size: float = 16
    align: str = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    line: int = LINE
    before: int = 0
    after: int = 0
    keep: bool = False
    new_page: bool = False
    level: int | None = None
    color: str = "000000"
    spread: int = 0


STYLES = (
    Style("Normal", spread=TIGHTER),
    Style("公文正文", first=200, spread=TIGHTER),
    Style("Title", XIAOBIAOSONG, 22, "center", line=700, before=200, after=LINE, keep=True),
    Style("Heading 1", HEITI, first=200, keep=True, level=0),
    Style("Heading 2", KAITI, first=200, keep=True, level=1),
    Style("Heading 3", first=200, keep=True, level=2),
    Style("红头名称", XIAOBIAOSONG, 44, "center", line=0, before=240, after=160, color=RED, spread=70),
    Style("期号", align="center", after=60),
    Style("红头机关", size=14, align="left", line=480, after=240),
    Style("附注", size=12, first=200, line=380, before=60),
    Style("原样文本", HEITI, 10.5, "left", left=200, line=310),
    Style("图", align="center", line=0, before=120, keep=True),
    Style("图题", HEITI, 12, "center", line=400, after=120),
    Style("表题", HEITI, 12, "center", line=400, before=60, keep=True),
    Style("表头", HEITI, 10.5, "center", line=0),
    Style("表文", size=10.5, align="center", line=0),
    Style("框注标题", HEITI, align="center", left=100, right=100, before=160, keep=True),
    Style("框注", first=200, left=100, right=100, spread=TIGHTER),
    Style("附件说明", align="left", spread=TIGHTER),
    Style("落款", align="right", before=2 * LINE, keep=True),
    Style("成文日期", align="right", right=400),
    Style("附件编号", HEITI, align="left", new_page=True, keep=True),
    Style("附件标题", XIAOBIAOSONG, 18, "center", line=560, after=80, keep=True, level=0),
    Style("附件日期", size=10.5, align="right", line=300, after=40, keep=True),
    Style("版记", size=14, align="left", line=440),
    Style("版记之后", size=1, line=20),
    Style("Footer", SONGTI, 14, line=320),
)


def set_up(document: Any) -> None:
    """Gives an empty document its page, page numbers and styles."""
    for style in STYLES:
        _define(document, style)
    _default_language(document)
    _page(document.sections[0])
    _footers(document)


def _define(document: Any, style: Style) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    known = {made.name for made in document.styles}
    if style.name not in known:
        document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    made = document.styles[style.name]
    made.hidden, made.quick_style, made.unhide_when_used = False, True, False
    root = made.element
    for old in (root.pPr, root.rPr):
        if old is not None:
            root.remove(old)
    _paragraph_properties(root.get_or_add_pPr(), style)
    _run_properties(root.get_or_add_rPr(), style)


def _paragraph_properties(properties: Any, style: Style) -> None:
    for name, on in (("keepNext", style.keep), ("pageBreakBefore", style.new_page), ("widowControl", False)):
        properties.append(element(name, val=int(on)))
    # 28 characters a line: Word would else part figures from Chinese by a quarter of a character.
    for name in ("autoSpaceDE", "autoSpaceDN"):
        properties.append(element(name, val=0))
    # Only text of the body stands on the page's grid of lines.
    properties.append(element("snapToGrid", val=int(style.line == LINE)))
    line, rule = (style.line, "exact") if style.line else (240, "auto")
    properties.append(element("spacing", before=style.before, after=style.after, line=line, lineRule=rule))
    properties.append(_indents(style))
    properties.append(element("jc", val=style.align))
    if style.level is not None:
        properties.append(element("outlineLvl", val=style.level))
    if style.name == "红头机关":
        properties.append(borders("bottom", weight=18, color=RED, space=2))
        tabs = element("tabs")
        tabs.append(element("tab", val="right", pos=round(TEXT_WIDTH * TWIPS_PER_MM)))
        properties.append(tabs)


def _indents(style: Style) -> Any:
    """Indents in characters, which follow a change of size, and in twips for programs that lack those."""
    twips = {
        key: round(value * style.size * TWIPS_PER_POINT / 100)
        for key, value in (("left", style.left), ("right", style.right), ("firstLine", style.first))
    }
    return element("ind", leftChars=style.left, rightChars=style.right, firstLineChars=style.first, **twips)


def _run_properties(properties: Any, style: Style) -> None:
    properties.append(
        element("rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=style.face.chinese, hint="eastAsia")
    )
    for name in ("b", "bCs", "i", "iCs"):
        properties.append(element(name, val=0))
    properties.append(element("color", val=style.color))
    properties.append(element("spacing", val=style.spread))
    properties.append(element("kern", val=0))
    for name in ("sz", "szCs"):
        properties.append(element(name, val=round(2 * style.size)))


def _default_language(document: Any) -> None:
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    put(defaults, element("rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=FANGSONG.chinese))
    put(defaults, element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))


def _page(section: Any) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The dash of — N — stands 7 mm under the text.
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    put(section._sectPr, element("docGrid", type="lines", linePitch=LINE))


def _footers(document: Any) -> None:
    """— N — at the outer edge, a character away from it: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align, side in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Footer"]
        properties = paragraph._p.get_or_add_pPr()
        properties.append(element("jc", val=align))
        properties.append(element("ind", **{f"{side}Chars": 100, side: 14 * TWIPS_PER_POINT}))
        add_run(paragraph, "— ")
        paragraph._p.append(page_number())
        add_run(paragraph, " —")
