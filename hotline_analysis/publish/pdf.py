"""Blocks as a PDF: the template bulletin.typ draws them, this module hands them over as JSON."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from hotline_analysis.bulletin.blocks import Block, Chart, Masthead, Table, to_json
from hotline_analysis.errors import RunError
from hotline_analysis.publish import pictures
from hotline_analysis.publish.fonts import FACES, font_files
from hotline_analysis.publish.layout import KEPT_WHOLE, bracketed, grid, issued, masthead_size

_TEMPLATES = Path(__file__).parent / "templates"
BOLD = 600
"""The least weight of a font that counts as bold."""


def render_pdf(blocks: Sequence[Block], *, title: str, author: str) -> bytes:
    """The document as a tagged PDF laid out by GB/T 9704-2012; equal blocks give equal bytes.

    `title` and `author` go into the file's properties, with the date that the document prints.
    RunError where a picture cannot be drawn.
    """
    day = issued(blocks)
    data = {
        "title": title,
        "author": author,
        "date": [day.year, day.month, day.day] if day else None,
        "blocks": [_drawable(block) for block in blocks],
    }
    return typeset("bulletin.typ", data, format="pdf")


def typeset(template: str, data: dict[str, Any], *, format: Literal["pdf", "png"], ppi: float | None = None) -> bytes:
    """What typst makes of `template` with `data` (JSON values) as its input: a PDF, or a PNG of `ppi`."""
    import typst

    fonts = _fonts()
    text = json.dumps({**data, **_typefaces(fonts)}, ensure_ascii=False)
    try:
        return typst.compile(
            _TEMPLATES / template, root=_TEMPLATES, font_paths=fonts, format=format, ppi=ppi, sys_inputs={"data": text}
        )
    except typst.TypstError as error:
        raise RunError(f"The {format} cannot be drawn ({error}): check the charts of the notebook.") from error


@cache
def _fonts() -> Any:
    """The fonts of this machine and the two open ones; looking through them takes longer than to typeset."""
    import typst

    return typst.Fonts(font_paths=[font_files()[0].parent])


def _typefaces(fonts: Any) -> dict[str, Any]:
    """The families at hand for each face; a face is `thin` where only a regular stand-in draws it."""
    at_hand = fonts.families()
    bold = {font.family for font in fonts.fonts() if font.weight >= BOLD}
    families = {name: face.families(at_hand) for name, face in FACES.items()}
    thin = {name: chosen == (FACES[name].substitute,) and chosen[0] not in bold for name, chosen in families.items()}
    return {"fonts": families, "thin": thin}


def _drawable(block: Block) -> dict[str, Any]:
    """A block as JSON, with the measures that the template needs beside its content."""
    data = to_json(block)
    if isinstance(block, Masthead):
        return data | {"size": masthead_size(block.name), "issue": bracketed(block.issue)}
    if isinstance(block, Table):
        made = grid(block)
        whole = len(block.rows) <= KEPT_WHOLE
        return data | {"size": made.size, "widths": made.widths, "left": made.left, "whole": whole}
    if isinstance(block, Chart):
        return data | {"svg": pictures.svg(block), "png": "", "width": pictures.width_mm(block)}
    return data
