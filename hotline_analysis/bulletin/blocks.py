"""The document's content as data: what each exporter draws, and nothing of how it looks.

A section of the bulletin is a `Section`: a row of blocks. In a notebook it shows itself as HTML
and carries its blocks as JSON under `MIME`, where the exporters find them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal

from hotline_analysis.figure import Figure

MIME = "application/vnd.hotline.blocks+json"


@dataclass(frozen=True)
class Strong:
    """A few words that stand out in a paragraph."""

    text: str


Inline = str | Figure | Strong
"""A piece of running text; a line break within it is `\\n`."""

Runs = tuple[Inline, ...]


@dataclass(frozen=True)
class Masthead:
    """The red head of page one; `issue` is empty where the month has no number."""

    name: str
    issue: str
    office: str
    date: str
    type: ClassVar[str] = "masthead"


@dataclass(frozen=True)
class Title:
    """The document's title, broken into lines as it is to be printed."""

    lines: tuple[str, ...]
    type: ClassVar[str] = "title"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、), 2 (（一）) or 3 (1.)."""

    level: int
    text: str
    type: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Running text. `lead` is set in 楷体 before it; a `note` is small, `verbatim` keeps its lines."""

    runs: Runs
    lead: str = ""
    style: Literal["body", "note", "verbatim"] = "body"
    type: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Table:
    """A table: its caption, header, rows of cells, relative column widths (none: all equal).

    The first cell of a row is that row's heading. `total` marks the first row as the 合计 row.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...] = ()
    total: bool = False
    type: ClassVar[str] = "table"


@dataclass(frozen=True)
class Chart:
    """A picture with its caption and the words for those who cannot see it: SVG text, or a PNG in base64."""

    caption: str
    alt: str
    svg: str = ""
    png: str = ""
    type: ClassVar[str] = "chart"


@dataclass(frozen=True)
class AttachmentList:
    """附件：1. … 2. … as it stands before the signature."""

    items: tuple[str, ...]
    type: ClassVar[str] = "attachment_list"


@dataclass(frozen=True)
class Signature:
    """The office and the date under the text."""

    office: str
    date: str
    type: ClassVar[str] = "signature"


@dataclass(frozen=True)
class Annex:
    """The head of an attachment; it begins a new page. `subtitle` stands right, over the table."""

    number: str
    title: str
    subtitle: str
    type: ClassVar[str] = "annex"


@dataclass(frozen=True)
class Distribution:
    """版记, at the foot of the last page: print run, 主送, 抄送, office and date."""

    copies: str
    to: str
    cc: str
    office: str
    date: str
    type: ClassVar[str] = "distribution"


@dataclass(frozen=True)
class Box:
    """Paragraphs in a frame under a heading of their own: a draft that a person still has to approve."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    type: ClassVar[str] = "box"


Block = (
    Masthead | Title | Heading | Paragraph | Table | Chart
    | AttachmentList | Signature | Annex | Distribution | Box
)  # fmt: skip
_KINDS = {
    kind.type: kind
    for kind in (Masthead, Title, Heading, Paragraph, Table, Chart, AttachmentList, Signature, Annex, Distribution, Box)
}


@dataclass(frozen=True)
class Section:
    """Blocks that one notebook cell shows."""

    blocks: tuple[Block, ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from hotline_analysis.bulletin.markup import fragment
        from hotline_analysis.bulletin.text import plain_text

        return {
            MIME: [to_json(block) for block in self.blocks],
            "text/html": fragment(self.blocks),
            "text/plain": "\n".join(plain_text(block) for block in self.blocks),
        }


def to_json(block: Block) -> dict[str, Any]:
    """A block as JSON: its type and fields; a Figure within it as {"figure": {…}}, Strong as {"strong": …}."""
    return {"type": block.type} | {field.name: _down(getattr(block, field.name)) for field in fields(block)}


def from_json(data: dict[str, Any]) -> Block:
    """The block that `to_json` wrote.

    >>> block = Paragraph(("共受理", Figure("received", "受理总量", 232, "232件"), "。"))
    >>> from_json(to_json(block)) == block
    True
    """
    values = {name: _up(value) for name, value in data.items() if name != "type"}
    return _KINDS[data["type"]](**values)


def figures_of(blocks: tuple[Block, ...]) -> tuple[Figure, ...]:
    """Every figure that the blocks print, once a key, in the order of its first appearance."""
    found = {figure.key: figure for block in reversed(blocks) for figure in reversed(tuple(_figures(block)))}
    return tuple(reversed(found.values()))


def _figures(value: Any) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _figures(part)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            yield from _figures(getattr(value, field.name))


def _down(value: Any) -> Any:
    if isinstance(value, Figure):
        return {"figure": value.to_json()}
    if isinstance(value, Strong):
        return {"strong": value.text}
    if isinstance(value, Paragraph):
        return to_json(value)
    return [_down(part) for part in value] if isinstance(value, tuple) else value


def _up(value: Any) -> Any:
    if isinstance(value, dict):
        if "figure" in value:
            return Figure.from_json(value["figure"])
        return Strong(value["strong"]) if "strong" in value else from_json(value)
    return tuple(_up(part) for part in value) if isinstance(value, list) else value
