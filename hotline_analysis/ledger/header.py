"""Where a table begins: its header row under titles and merged cells, and which columns are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

DEPTH = 50
"""Rows among which the header is looked for: more than any title page has."""

Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Header:
    """A header found: how many of the first rows it ends after, the columns' names, where the wanted ones are.

    `rows` are the spreadsheet's numbers of the header's own one or two rows.
    """

    end: int
    rows: tuple[int, ...]
    names: tuple[str, ...]
    places: dict[str, int]
    missing: tuple[str, ...]
    twice: tuple[str, ...]


def squeezed(text: str) -> str:
    """A header as it is compared: without the blanks and line breaks that a spreadsheet does not show.

    >>> squeezed(" 受理\\n时间 ")
    '受理时间'
    """
    return "".join(text.split())


def find_header(first: Sequence[Row], wanted: dict[str, str]) -> Header:
    """The row, or two rows under each other, that hold most of the `wanted` headers (our name: theirs).

    Under a two-level header a column goes by its lower name, or by both names joined.
    """
    found = [_candidate(first, place, height, wanted) for place in range(len(first)) for height in (1, 2)
             if place + height <= len(first)]  # fmt: skip
    return max(found, key=lambda header: (len(header.places), -len(header.rows), -header.end))


def _candidate(first: Sequence[Row], place: int, height: int, wanted: dict[str, str]) -> Header:
    rows = first[place : place + height]
    levels = [[squeezed(cell) for cell in cells] for _, cells in rows]
    names = _joined(*levels) if height == 2 else [(name,) for name in levels[0]]
    places, twice = {}, []
    for ours, theirs in wanted.items():
        at = [number for number, alternatives in enumerate(names) if squeezed(theirs) in alternatives]
        if at:
            places[ours] = at[0]
        if len(at) > 1:
            twice.append(ours)
    missing = tuple(ours for ours in wanted if ours not in places)
    shown = tuple(alternatives[0] for alternatives in names)
    return Header(place + height, tuple(number for number, _ in rows), shown, places, missing, tuple(twice))


def _joined(upper: list[str], lower: list[str]) -> list[tuple[str, ...]]:
    """The names that each column of a two-level header goes by, the one to show first.

    A merged upper cell may stand in its first column alone; then it goes on to the right.

    >>> _joined(["编号", "评价", ""], ["", "热线", "结果"])
    [('编号',), ('热线', '评价热线'), ('结果', '评价结果')]
    """
    width = max(len(upper), len(lower))
    upper, lower = (level + [""] * (width - len(level)) for level in (upper, lower))
    names: list[tuple[str, ...]] = []
    over = ""
    for above, below in zip(upper, lower, strict=True):
        over = above or over
        names.append((below, over + below) if below and below != above else (above,))
    return names
