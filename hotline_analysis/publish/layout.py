"""The measures that PDF and Word share: the sizes of the page, of the red name, of a table's columns."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hotline_analysis.bulletin.blocks import Block, Masthead, Signature, Table
from hotline_analysis.bulletin.text import words

TEXT_WIDTH = 156
"""Width of the text area in millimetres (GB/T 9704-2012)."""
POINTS_PER_MM = 72 / 25.4
MASTHEAD_SIZE = 44.0
MASTHEAD_ROOM = 0.9
"""The red name takes at most this part of the line, so that it stands clear of both margins."""
MASTHEAD_SPREAD = 1.08
"""Width of a character of the red name with the space after it, in its own size."""
TABLE_SIZES = (12.0, 10.5, 9.0, 7.5)
"""小四, 五号, 小五, 六号: a table takes the first in which its longest words fit their columns."""
CELL_PADDING = 8.0
"""Points left and right of a cell's text, together, with the rule."""
COLUMNS_OF_LARGE_TEXT = 5
LONG_TEXT = 16
"""A cell wider than this many Chinese characters reads as prose, so its column is set flush left."""
LATIN, WIDE_LATIN = 0.56, 0.8
"""Widths of Latin characters in Chinese ones, for the widest of the serif fonts in use."""
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Grid:
    """How a table stands on the page: text size in points, column widths in mm, columns set flush left."""

    size: float
    widths: tuple[float, ...]
    left: tuple[bool, ...]


KEPT_WHOLE = 4
"""A table of so few rows is not parted between pages; a longer one kept whole would leave a hole."""


def issued(blocks: Sequence[Block]) -> date | None:
    """The date that the document prints on itself (masthead, else signature), None where it has none.

    >>> issued([Masthead("动态", "", "办公室", "2020年5月6日")])
    datetime.date(2020, 5, 6)
    """
    dates = [block.date for kind in (Masthead, Signature) for block in blocks if isinstance(block, kind)]
    for text in dates:
        found = re.search(r"(\d{4})\s*年\s*(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*日", text)
        if found:
            return _real_date(*map(int, found.groups()))
    return None


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def width(text: str) -> float:
    """Width of `text` in Chinese characters: a digit is a little over half of one, a capital more.

    >>> width("合水"), width("12"), width("D")
    (2.0, 1.12, 0.8)
    """
    return sum(_width(char) for char in text)


def _width(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return WIDE_LATIN if char.isupper() or char in "%&@#" else LATIN


def fitting(text: str, size: float) -> float:
    """The size in points, `size` at most, at which `text` fits on one line.

    >>> fitting("办公室", 14), fitting("办" * 40, 14)
    (14, 11.0)
    """
    return min(size, int(2 * TEXT_WIDTH * POINTS_PER_MM / max(width(text), 1.0)) / 2)


def masthead_size(name: str) -> float:
    """Size in points at which the red name fits its line.

    >>> masthead_size("合水政务热线动态"), masthead_size("某某县“12345”政务服务热线运行情况通报") < 25
    (44.0, True)
    """
    room = TEXT_WIDTH * POINTS_PER_MM * MASTHEAD_ROOM
    return min(MASTHEAD_SIZE, round(room / (max(width(name), 1.0) * MASTHEAD_SPREAD), 1))


def bracketed(issue: str) -> str:
    """The issue's number in brackets, as it stands under the red name.

    >>> bracketed("第17期"), bracketed("（第17期）"), bracketed("")
    ('（第17期）', '（第17期）', '')
    """
    return f"（{issue}）" if issue and not issue.startswith("（") else issue


def grid(table: Table) -> Grid:
    """Size, widths and alignment of a table, such that no number or code runs over its column's rule."""
    sizes = TABLE_SIZES if len(table.header) <= COLUMNS_OF_LARGE_TEXT else TABLE_SIZES[1:]
    columns = _columns(table)
    for size in sizes:
        needed = [_longest_word(column) * size + CELL_PADDING for column in columns]
        if sum(needed) <= TEXT_WIDTH * POINTS_PER_MM:
            break
    left = tuple(any(width(line) > LONG_TEXT for line in _lines(column[1:])) for column in columns)
    return Grid(size, _shares(table, [need / POINTS_PER_MM for need in needed]), left)


def _columns(table: Table) -> list[list[str]]:
    rows = [list(table.header), *([words(cell) for cell in row] for row in table.rows)]
    return [[row[at] for row in rows if at < len(row)] for at in range(len(table.header))]


def _lines(cells: list[str]) -> list[str]:
    return [line for cell in cells for line in cell.split("\n")]


def _longest_word(column: list[str]) -> float:
    return max((width(word) for cell in column for word in _WORD.findall(cell)), default=1.0)


def _shares(table: Table, needed: list[float]) -> tuple[float, ...]:
    """The asked widths scaled to the line; a column below its need gets it from those with room to spare."""
    asked = list(table.widths) or [1.0] * len(needed)
    widths = [TEXT_WIDTH * part / sum(asked) for part in asked]
    short = sum(max(need - have, 0) for need, have in zip(needed, widths, strict=True))
    spare = sum(max(have - need, 0) for need, have in zip(needed, widths, strict=True))
    taken = min(short / spare, 1.0) if spare else 0.0
    fitted = [need if have < need else have - (have - need) * taken for need, have in zip(needed, widths, strict=True)]
    return tuple(round(TEXT_WIDTH * part / sum(fitted), 2) for part in fitted)
