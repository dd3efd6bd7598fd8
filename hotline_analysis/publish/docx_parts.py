"""Pieces of WordprocessingML that python-docx has no words for, and the order that the format wants.

Word refuses a file in which the properties of a paragraph, a run or a table stand in another order
than the schema's (ECMA-376 part 1, 17), so `in_order` sorts them once at the end.
"""

import re
from typing import Any

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20
ORDER = {
    "pPr": """
        pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers
        pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE
        autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
        suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle
        rPr sectPr pPrChange
    """,
    "rPr": """
        rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
        noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect
        bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath
    """,
    "tblPr": """
        tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc
        tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription
    """,
    "tcPr": """
        cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText
        vAlign hideMark
    """,
    "sectPr": """
        headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders
        lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter
        docGrid printerSettings
    """,
}
"""The children of each set of properties, in the order of the schema."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(name: str, **attributes: str | int) -> Any:
    """A new element of the w: namespace with attributes of the same namespace.

    >>> element("jc", val="center").get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val")
    'center'
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), printable(str(value)))
    return made


def printable(text: str) -> str:
    """`text` without the control characters and half surrogates that XML cannot hold."""
    return _NOT_XML.sub("", text)


def put(parent: Any, child: Any) -> None:
    """Sets `child` among the properties `parent`, in place of one of the same name."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    parent.append(child)


def in_order(root: Any) -> None:
    """Sorts every set of properties under `root` into the schema's order."""
    from docx.oxml.ns import qn

    for name, order in ORDER.items():
        ranks = {qn(f"w:{child}"): rank for rank, child in enumerate(order.split())}
        for properties in root.iter(qn(f"w:{name}")):
            properties[:] = sorted(properties, key=lambda child: ranks.get(child.tag, len(ranks)))


def add_run(paragraph: Any, text: str, *, face: str = "", size: float = 0, bold: bool = False) -> Any:
    """Adds `text` to a paragraph, with its own Chinese face or size (points) where it differs from the style.

    A line break in it becomes one in Word; characters that XML cannot hold are left out.
    """
    from docx.shared import Pt

    run = paragraph.add_run(printable(text))
    # The hint sets “ ” and — in the Chinese face, not in the Latin one.
    put(run._r.get_or_add_rPr(), element("rFonts", hint="eastAsia", **({"eastAsia": face} if face else {})))
    if size:
        run.font.size = Pt(size)
    if bold:
        run.font.bold = True
    return run


def borders(*sides: str, weight: int, color: str = "000000", space: int = 1) -> Any:
    """The borders of a paragraph, weight in eighths of a point.

    Sides are named in the order of the schema: top, left, bottom, right, between.
    """
    made = element("pBdr")
    for side in sides:
        made.append(element(side, val="single", sz=weight, space=space, color=color))
    return made


def page_number() -> Any:
    """A field that Word fills with the page's number."""
    field = element("fldSimple", instr=" PAGE ")
    run = element("r")
    text = element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field
