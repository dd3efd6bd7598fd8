"""Cells that reach over several columns and rows, as markup tells them -> rows in which each place has its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_COLUMNS = 16_384
"""A spreadsheet's last column is XFD; spans that reach farther are a mistake and are cut there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, over how many columns and rows it reaches, and its column from 0 where that is told."""

    text: str
    width: int = 1
    height: int = 1
    column: int | None = None


def laid_out(rows: Iterable[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of cells -> numbered rows of texts; a cell's text stands in every place that it reaches.

    >>> upper = [Cell("编号", height=2), Cell("评价", width=2)]
    >>> list(laid_out([(1, upper), (2, [Cell("热线"), Cell("结果")]), (4, [Cell("好", column=2)])]))
    [(1, ['编号', '评价', '评价']), (2, ['编号', '热线', '结果']), (4, ['', '', '好'])]
    """
    above: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        above = {column: one for column, one in above.items() if one[0] >= number}
        below: dict[int, tuple[int, str]] = {}
        line: list[str] = []
        for cell in cells:
            _continue(line, above, cell.column)
            start, end = len(line), min(len(line) + cell.width, MOST_COLUMNS)
            line.extend([cell.text] * (end - start))
            if cell.height > 1:
                below |= dict.fromkeys(range(start, end), (number + cell.height - 1, cell.text))
        _continue(line, above, max(above, default=-1) + 1)
        yield number, line
        above |= below


def _continue(line: list[str], above: dict[int, tuple[int, str]], column: int | None) -> None:
    """Append what reaches down from above: up to `column`, else as far as it is without a gap."""
    while len(line) in above if column is None else len(line) < min(column, MOST_COLUMNS):
        line.append(above[len(line)][1] if len(line) in above else "")
