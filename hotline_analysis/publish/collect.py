"""An executed notebook as a document: the one thing that every exporter draws.

A cell's own blocks are taken as they are; what an analyst adds (Markdown, a DataFrame, a figure,
printed text) becomes the nearest kind of block. A cell tagged `remove-cell` is left out, and so is
all code. Charts and captioned tables are numbered here, because only here their order is known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hotline_analysis.bulletin.blocks import (
    MIME,
    Annex,
    Block,
    Chart,
    Heading,
    Masthead,
    Paragraph,
    Table,
    Title,
    from_json,
)
from hotline_analysis.errors import RunError
from hotline_analysis.publish.foreign import markdown_blocks, table_of, words_of

IGNORED = ("application/vnd.jupyter.widget-view+json", "application/javascript")
"""Outputs that only a running notebook can show; the plain text beside them says nothing to a reader."""

TERMINAL_CODE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Document:
    """The blocks of a notebook in reading order, with the names that a file's properties need."""

    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The title in one line; without a title block the first heading, "" where there is none."""
        titles = ["".join(block.lines) for block in self.blocks if isinstance(block, Title)]
        headings = [block.text for block in self.blocks if isinstance(block, Heading)]
        return next(iter(titles + headings), "")

    @property
    def masthead(self) -> Masthead | None:
        return next((block for block in self.blocks if isinstance(block, Masthead)), None)


def document(notebook: Mapping[str, Any]) -> Document:
    """What the outputs and the Markdown of an executed notebook say, as one document.

    `notebook` is read by nbformat. RunError where a cell holds blocks that this version cannot read.
    """
    cells = (cell for cell in notebook["cells"] if "remove-cell" not in cell["metadata"].get("tags", ()))
    return Document(tuple(_numbered(block for cell in cells for block in _of_cell(cell))))


def _of_cell(cell: Mapping[str, Any]) -> Iterator[Block]:
    if cell["cell_type"] == "markdown":
        yield from markdown_blocks(cell["source"])
    elif cell["cell_type"] == "code":
        pictured = any(_is_picture(output) for output in cell["outputs"])
        for output in cell["outputs"]:
            yield from _of_output(output, caption=_caption(cell), pictured=pictured)


def _of_output(output: Mapping[str, Any], *, caption: str, pictured: bool) -> Iterator[Block]:
    if output["output_type"] == "stream" and output["name"] == "stdout":
        yield from _verbatim(output["text"])
    elif output["output_type"] in ("display_data", "execute_result"):
        yield from _of_data(output["data"], caption=caption, pictured=pictured)


def _of_data(data: Mapping[str, Any], *, caption: str, pictured: bool) -> Iterator[Block]:
    """The blocks of one output: the richest form of it that a document can hold."""
    if MIME in data:
        yield from _own(data[MIME])
    elif "image/svg+xml" in data or "image/png" in data:
        png = "".join(data.get("image/png", "").split())
        yield Chart(caption, caption, data.get("image/svg+xml", ""), png)
    elif any(name in data for name in IGNORED):
        return
    elif "text/html" in data:
        table = table_of(data["text/html"], caption=caption)
        yield from (table,) if table else _paragraph(words_of(data["text/html"]))
    elif "text/markdown" in data:
        yield from markdown_blocks(data["text/markdown"])
    elif not pictured:
        # Beside a picture the plain text is the name of the drawing's object, as in Text(0, 0.5, '件').
        yield from _verbatim(data.get("text/plain", ""))


def _own(data: Iterable[dict[str, Any]]) -> Iterator[Block]:
    for block in data:
        try:
            yield from_json(block)
        except (KeyError, TypeError) as error:
            kind = block.get("type", "?")
            raise RunError(f"A cell holds a block '{kind}' that cannot be read: run the notebook again.") from error


def _is_picture(output: Mapping[str, Any]) -> bool:
    return any(name in output.get("data", {}) for name in ("image/svg+xml", "image/png"))


def _caption(cell: Mapping[str, Any]) -> str:
    """What the cell's metadata call its picture or table, else its first line where that is a comment."""
    first = cell["source"].lstrip().split("\n", 1)[0]
    comment = first[2:].strip() if first.startswith("# ") else ""
    return str(cell["metadata"].get("caption", comment))


def _verbatim(text: str) -> Iterator[Block]:
    plain = TERMINAL_CODE.sub("", text).strip("\n")
    if plain.strip():
        yield Paragraph((plain,), style="verbatim")


def _paragraph(text: str) -> Iterator[Block]:
    if text:
        yield Paragraph((text,))


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Charts become 图1, 图2 …, captioned tables 表1, 表2 …; an annex goes by its own number."""
    charts = tables = 0
    in_annex = False
    for block in blocks:
        in_annex = in_annex or isinstance(block, Annex)
        if isinstance(block, Chart):
            charts += 1
            yield replace(block, caption=f"图{charts}　{block.caption}".rstrip())
        elif isinstance(block, Table) and block.caption and not in_annex:
            tables += 1
            yield replace(block, caption=f"表{tables}　{block.caption}")
        else:
            yield block
