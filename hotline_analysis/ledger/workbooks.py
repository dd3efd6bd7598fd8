"""Workbooks (.xlsx .xlsm .xlsb .xls .ods) -> their sheets as rows of text, merged cells filled.

What a file is, its bytes say: an .xls is often an .xlsx that was renamed. A damaged or hostile file can end
the whole process inside the library, so each kind is examined before it is opened here.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.cell_text import EXACT, cell_text
from hotline_analysis.ledger.sheets import Sheet
from hotline_analysis.ledger.workbook_archives import check_archive, damaged, protected

TRIAL = "hotline_analysis.ledger.workbook_trial"
TRIAL_SECONDS = 900
"""An .ods of a million rows takes a few minutes; a damaged file may never come to an end."""

HIDDEN, NO_WORKSHEET = "a hidden sheet", "no worksheet but a chart, a dialogue or macros"

_ZIP = b"PK\x03\x04"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FILEPASS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""How an .xls with a password begins: the workbook's first record, one of write protection, the cipher's."""
_UNKNOWN = "Cannot detect file format"

Found = TypeVar("Found")
Range = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(path: Path, file: str) -> Iterator[Sheet]:
    """Each sheet of a workbook in order; its cells as `cell_text` writes them, errors such as #N/A as blanks.

    Hidden sheets and sheets without cells (charts) come with `skip`. Every cell of a merged range has the
    range's value; an .ods or .xlsb does not tell its merged ranges, and the first cell alone has it.
    LedgerError where the file has a password, is damaged or no workbook, or would fill the memory.
    """
    _examine(path)
    with _attempt(path, partial(_opened, path)) as book:
        skips = [_skip(sheet.typ, sheet.visible) for sheet in book.sheets_metadata]
        if not skips:
            raise damaged(path, "it lists no sheets")
        if all(skips):
            raise LedgerError(f"{path}: it has no visible worksheet. Unhide the sheet of the ledger, and run again.")
        for place, (name, skip) in enumerate(zip(book.sheet_names, skips, strict=True)):
            if skip:
                yield Sheet(file, name, (), skip)
            else:
                sheet = _attempt(path, partial(book.get_sheet_by_index, place))
                yield Sheet(file, name, _rows(sheet))


def _skip(kind: SheetTypeEnum, visible: SheetVisibleEnum) -> str:
    if visible != SheetVisibleEnum.Visible:
        return HIDDEN
    return "" if kind == SheetTypeEnum.WorkSheet else NO_WORKSHEET


def _opened(path: Path) -> CalamineWorkbook:
    with path.open("rb") as file:  # by a path the library would go by the name's ending
        return CalamineWorkbook.from_filelike(file)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows from the sheet's first on, with their numbers; columns begin at the first one that is used."""
    merged = sheet.merged_cell_ranges
    values = _filled(sheet.iter_rows(), merged, sheet.start[1]) if merged and sheet.start else sheet.iter_rows()
    for number, cells in enumerate(values, 1):
        if set(map(type, cells)) == _ALL_TEXT:  # most rows, and this asks in half the time
            yield number, cells
        else:
            yield number, [cell if type(cell) is str else _QUICK.get(type(cell), cell_text)(cell) for cell in cells]


def _moment_text(value: datetime) -> str:
    """As `cell_text`, in less than half its time: a ledger has hundreds of thousands of times.

    >>> _moment_text(datetime(2020, 4, 16, 14, 5))
    '2020-04-16 14:05:00'
    """
    if value.microsecond:
        return cell_text(value)
    day = f"{value.year:04}-{_TWO_DIGITS[value.month]}-{_TWO_DIGITS[value.day]}"
    return f"{day} {_TWO_DIGITS[value.hour]}:{_TWO_DIGITS[value.minute]}:{_TWO_DIGITS[value.second]}"


def _number_text(value: float) -> str:
    return str(int(value)) if -EXACT < value < EXACT and value.is_integer() else repr(value)


_ALL_TEXT = {str}
_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))
_QUICK: dict[type, Callable[[Any], str]] = {datetime: _moment_text, float: _number_text}


def _filled(rows: Iterator[list[Any]], merged: list[Range], first_column: int) -> Iterator[list[Any]]:
    """The rows with each merged range's value in all of its cells; the ranges count columns from A.

    >>> list(_filled(iter([["评价", ""], ["甲", 1], ["", 2]]), [((0, 2), (0, 3)), ((1, 2), (2, 2))], 2))
    [['评价', '评价'], ['甲', 1], ['甲', 2]]
    """
    to_come = sorted(merged, reverse=True)
    current: list[tuple[int, slice, Any]] = []
    for number, cells in enumerate(rows):
        current = [one for one in current if one[0] >= number]
        while to_come and to_come[-1][0][0] <= number:
            (_, left), (bottom, right) = to_come.pop()
            columns = slice(left - first_column, min(len(cells), right - first_column + 1))
            if 0 <= columns.start < columns.stop and cells[columns.start] != "":
                current.append((bottom, columns, cells[columns.start]))
        for _, columns, value in current:
            cells[columns] = [value] * (columns.stop - columns.start)
        yield cells


def _examine(path: Path) -> None:
    """LedgerError where opening the file could end this process or fill the memory, or would give gibberish."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_ZIP))
            rest = b"" if start == _ZIP else file.read()
    except OSError as error:
        raise LedgerError(f"{path}: not readable: {error.strerror}. Close it elsewhere, and run again.") from None
    if _ENCRYPTED_PACKAGE in rest or _FILEPASS.search(start + rest):
        raise protected(path)
    if not (start == _ZIP and check_archive(path)):
        _try_out(path)


def _try_out(path: Path) -> None:
    """Open the workbook in a process of its own first: one wrong byte of an .xls makes the library abort."""
    command = [sys.executable, "-m", TRIAL, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=TRIAL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise damaged(path, f"it was not read within {TRIAL_SECONDS} s") from None
    if done.returncode:
        raise damaged(path, "its parts contradict each other, or it needs too much memory")


def _attempt(path: Path, step: Callable[[], Found]) -> Found:
    """What `step` gives; LedgerError for whatever the library does on a file that is no good."""
    try:
        return step()
    except WorksheetNotFound as error:
        raise damaged(path, f"its sheet '{error}' is missing") from None
    except (CalamineError, OSError) as error:
        raise damaged(path, str(error).replace(_UNKNOWN, "incomplete, or of another kind")) from None
    except BaseException as error:
        # a panic of the library's Rust derives from BaseException, and its class cannot be imported
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(path, str(error)) from None
