"""Blocks as a Word file that a clerk can edit, in Word and in WPS."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hotline_analysis.bulletin.blocks import Block
from hotline_analysis.publish.layout import issued

UNDATED = date(2000, 1, 1)
"""Stands in the properties of a file that prints no date on itself."""
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def render_docx(blocks: Sequence[Block], *, title: str, author: str) -> bytes:
    """The document as DOCX, laid out by GB/T 9704-2012; equal blocks give equal bytes.

    `title` and `author` go into the file's properties, with the date that the document prints.
    RunError where a picture cannot be drawn.
    """
    from docx import Document

    from hotline_analysis.publish.docx_blocks import draw
    from hotline_analysis.publish.docx_styles import set_up

    document = Document()
    set_up(document)
    for block in blocks:
        draw(document, block)
    _properties(document, title=title, author=author, day=issued(blocks) or UNDATED)
    _sort_properties(document)
    made = BytesIO()
    document.save(made)
    return same_bytes(made.getvalue())


def same_bytes(package: bytes) -> bytes:
    """A zip package with its parts sorted and their times fixed, so that equal parts give equal bytes."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            info = ZipInfo(name, ZIP_EPOCH)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return made.getvalue()


def _properties(document: Any, *, title: str, author: str, day: date) -> None:
    from hotline_analysis.publish.docx_parts import printable

    properties = document.core_properties
    properties.title = printable(title)
    properties.author = properties.last_modified_by = printable(author)
    properties.created = properties.modified = datetime(day.year, day.month, day.day)
    properties.language, properties.comments, properties.revision = "zh-CN", "", 1


def _sort_properties(document: Any) -> None:
    from hotline_analysis.publish.docx_parts import in_order

    section = document.sections[0]
    for root in (document.element, document.styles.element, section.footer._element, section.even_page_footer._element):
        in_order(root)
