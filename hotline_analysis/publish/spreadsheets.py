"""Tables for a spreadsheet: CSV that Excel opens in Chinese, in which no cell is a formula."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from hotline_analysis.errors import InputError, LedgerError
from hotline_analysis.ledger.sources import find_source

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text."""


def refuse_to_replace(path: Path, header: Sequence[str], *, option: str) -> None:
    """InputError where `path` cannot be written, or is a file with another header: it may be the ledger itself."""
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}. Make it, or give another path.")
    if path.exists() and not _has(path, header):
        raise InputError(f"{path}: there is such a file, and it holds something else. Give {option} another name.")


def _has(path: Path, header: Sequence[str]) -> bool:
    try:
        first = next(iter(next(find_source(path.name, path.parent).sheets()).rows), (0, ()))
    except LedgerError:
        return False
    return tuple(first[1]) == tuple(header)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table; text that would be a formula gets an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([inert(cell) for cell in row] for row in rows)


def inert(cell: object) -> object:
    """The cell as CSV may hold it.

    >>> inert("=1+1"), inert("-"), inert(18)
    ("'=1+1", "'-", 18)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
