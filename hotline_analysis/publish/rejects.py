"""The rejected rows as a file that the people who keep the ledger can work through."""

import csv
from collections.abc import Iterable
from pathlib import Path

from hotline_analysis.bulletin.quality_words import reason_words
from hotline_analysis.errors import InputError, LedgerError
from hotline_analysis.ledger.accounting import Reject
from hotline_analysis.ledger.sources import find_source

HEADER = ("文件", "工作表", "行", "栏目", "内容", "原因")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text."""


def write_rejects(rejects: Iterable[Reject], path: Path) -> None:
    """Write file, sheet, row, column, value and reason of each reject as CSV or XLSX, by the path's ending.

    An earlier file of rejects is replaced, any other file is not: it may be the ledger itself. InputError
    where the file cannot be written.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise InputError(f"{path}: rejects are written as .csv or .xlsx. Give --rejects a name with such an ending.")
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}. Make it, or give another path.")
    if path.exists() and not _is_ours(path):
        raise InputError(f"{path}: there is such a file, and it holds no rejects. Give --rejects another name.")
    rows = ((one.file, one.sheet, one.line, one.column, one.value, reason_words(one.reason)) for one in rejects)
    try:
        writers[path.suffix.lower()](rows, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}. Give --rejects another path.") from None


def _is_ours(path: Path) -> bool:
    """Whether the file is one of rejects, by its header."""
    try:
        first = next(iter(next(find_source(path.name, path.parent).sheets()).rows), (0, ()))
    except LedgerError:
        return False
    return tuple(first[1]) == HEADER


def _write_csv(rows: Iterable[tuple[str | int, ...]], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([inert(cell) for cell in row] for row in rows)


def inert(cell: str | int) -> str | int:
    """The cell as CSV may hold it.

    >>> inert("=1+1"), inert("-"), inert(18)
    ("'=1+1", "'-", 18)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _write_xlsx(rows: Iterable[tuple[str | int, ...]], path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("剔除明细")
        for place, row in enumerate((HEADER, *rows)):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(place, column, cell)
                else:
                    sheet.write_string(place, column, cell)
