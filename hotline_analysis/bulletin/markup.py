"""Blocks as HTML, for a notebook's cell and for the HTML file alike.

A figure is a `<data>` element whose attributes hold its value and its sum. The style sheet shows the
sum (an `attr()` of the same attribute) to a reader who points at the figure or tabs to it, and a
screen reader speaks it as the figure's description. So a sum stands in the page once, needs neither
an id nor a script, and is not among the words when the page is searched, copied or read as text.

Only referenced ids of an SVG are kept, with a prefix made from the drawing itself: charts of
different fragments can stand on one page. Everything else has an id only in `page` mode.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from hotline_analysis.bulletin.blocks import Annex, Block, Chart, Distribution, Heading, Runs, Table
from hotline_analysis.bulletin.svg import inline_svg
from hotline_analysis.figure import Figure, Number

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

NUMBER = re.compile(r"[-+−]?[\d,.]+%?|[-—–/]?")


@dataclass(frozen=True)
class Entry:
    """A line of the contents list: level 1-3 and the id of the heading it leads to."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Part:
    """Blocks with their ids; those under the head of an annex are that annex."""

    annex: Annex | None
    anchor: str
    blocks: tuple[tuple[str, Block], ...]


def fragment(blocks: Sequence[Block], *, page: bool = False) -> str:
    """The HTML of `blocks` within one element, words escaped.

    For a notebook's cell it carries its style sheet and no ids. With `page`, for a whole document,
    headings and annexes have the ids that `contents` names and the style is left to the page.
    """
    template = _environment().get_template("blocks.html.j2")
    style = "" if page else stylesheet()
    return template.render(parts=tuple(_parts(blocks)), page=page, style=style).strip()


def contents(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """The headings and annexes of `blocks`, in order, with the ids that `fragment` gives them.

    >>> contents((Heading(1, "一、受理数据"), Annex("附件1", "统计表", "")))[1]
    Entry(level=1, text='附件1　统计表', anchor='s2')
    """
    return tuple(_entry(block, anchor) for anchor, block in _anchored(blocks) if anchor)


def stylesheet() -> str:
    """The CSS that a fragment needs, all of it under the class `hotline`."""
    from importlib.resources import files

    return files("hotline_analysis.bulletin").joinpath("templates/blocks.css").read_text(encoding="utf-8")


def sum_of(figure: Figure) -> str:
    """What stands behind a figure, in one or two lines: its label, its sum, its rule.

    >>> from decimal import Decimal
    >>> sum_of(Figure("online.share", "在线答复占比", Decimal("83.25"), "83.25%", 174, 209, "占受理量的比重"))
    '在线答复占比：174 ÷ 209\\n占受理量的比重'
    """
    sum_text = ""
    if figure.numerator is not None and figure.denominator is not None:
        sum_text = f"{_exact(figure.numerator)} ÷ {_exact(figure.denominator)}"
    first = "：".join(text for text in (figure.label, sum_text) if text)
    return "\n".join(text for text in (first, figure.rule) if text)


def _entry(block: Block, anchor: str) -> Entry:
    if isinstance(block, Annex):
        return Entry(1, f"{block.number}　{block.title}", anchor)
    assert isinstance(block, Heading)
    return Entry(block.level, block.text, anchor)


def _anchored(blocks: Sequence[Block]) -> Iterator[tuple[str, Block]]:
    number = 0
    for block in blocks:
        if isinstance(block, (Heading, Annex)):
            number += 1
            yield f"s{number}", block
        else:
            yield "", block


def _parts(blocks: Sequence[Block]) -> Iterator[Part]:
    part = Part(None, "", ())
    for anchor, block in _anchored(blocks):
        if isinstance(block, Annex):
            yield part
            part = Part(block, anchor, ())
        elif isinstance(block, Distribution):
            yield part
            part = Part(None, "", ((anchor, block),))
        else:
            part = Part(part.annex, part.anchor, (*part.blocks, (anchor, block)))
    yield part


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("hotline_analysis.bulletin"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        lines=_lines, value=_value, sum=sum_of, drawing=_drawing, numeric=_numeric, percent=_percent
    )
    environment.tests["figure"] = lambda part: isinstance(part, Figure)
    return environment


def _lines(text: str) -> "Markup":
    from markupsafe import Markup, escape

    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def _value(figure: Figure) -> str:
    value: Any = figure.to_json()["value"]
    return "、".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _exact(number: Number) -> str:
    return str(number) if isinstance(number, int) else f"{round(number, 4).normalize():f}"


def _drawing(chart: Chart) -> "Markup":
    from markupsafe import Markup

    prefix = f"c{sha256((chart.caption + chart.svg).encode()).hexdigest()[:10]}-"
    return Markup(inline_svg(chart.svg, prefix=prefix, alt=chart.alt or chart.caption))


def _numeric(table: Table) -> tuple[bool, ...]:
    """For each column whether it holds numbers alone, which are set flush right."""
    columns = zip(*table.rows, strict=False)
    return (False, *(all(_is_number(cell) for cell in column) for column in list(columns)[1:]))


def _is_number(cell: Runs) -> bool:
    texts = [part.display if isinstance(part, Figure) else str(getattr(part, "text", part)) for part in cell]
    return NUMBER.fullmatch("".join(texts).strip()) is not None


def _percent(widths: tuple[float, ...]) -> tuple[str, ...]:
    whole = sum(widths)
    return tuple(f"{100 * width / whole:.1f}%" for width in widths)
