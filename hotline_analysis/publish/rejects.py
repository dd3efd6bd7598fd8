"""The rejected rows as a file that the people who keep the ledger can work through."""

from collections.abc import Iterable
from pathlib import Path

from hotline_analysis.bulletin.quality_words import reason_words
from hotline_analysis.errors import InputError
from hotline_analysis.ledger.accounting import Reject
from hotline_analysis.publish.spreadsheets import refuse_to_replace, write_csv

HEADER = ("文件", "工作表", "行", "栏目", "内容", "原因")


def write_rejects(rejects: Iterable[Reject], path: Path) -> None:
    """Write file, sheet, row, column, value and reason of each reject as CSV or XLSX, by the path's ending.

    An earlier file of rejects is replaced, any other file is not: it may be the ledger itself. InputError
    where the file cannot be written.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise InputError(f"{path}: rejects are written as .csv or .xlsx. Give --rejects a name with such an ending.")
    refuse_to_replace(path, HEADER, option="--rejects")
    rows = ((one.file, one.sheet, one.line, one.column, one.value, reason_words(one.reason)) for one in rejects)
    try:
        writers[path.suffix.lower()](rows, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}. Give --rejects another path.") from None


def _write_csv(rows: Iterable[tuple[str | int, ...]], path: Path) -> None:
    write_csv(path, HEADER, rows)


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
