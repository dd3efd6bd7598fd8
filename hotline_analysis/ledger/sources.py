"""A file on disk -> a raw table: text cells under their headers, each row with its number as a
spreadsheet counts it: a text of several lines is in one row.

`READERS` is the seam for further formats: a reader takes a path and yields (row, cells), header first.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.errors import LedgerError

Lines = Iterator[tuple[int, list[str]]]
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: gb18030 decodes nearly any bytes, so it must come last."""


@dataclass(frozen=True)
class RawTable:
    """Rows as the file holds them: as many cells in `rows[i]` as the file's line has."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(path: Path) -> RawTable:
    """The table at `path`, blank lines left out; LedgerError where it is missing, empty or no known format."""
    reader = READERS.get(path.suffix.lower())
    if not path.is_file():
        raise LedgerError(f"{path}: there is no such file. Give its path with --ledger or in the profile.")
    if reader is None:
        raise LedgerError(
            f"{path}: '{path.suffix}' is not a format that can be read. Save it as {' or '.join(READERS)}."
        )
    lines = ((line, cells) for line, cells in reader(path) if any(cell.strip() for cell in cells))
    _, header = next(lines, (0, []))
    if not header:
        raise LedgerError(f"{path}: the file is empty. Export the ledger again, with its header line.")
    return RawTable(
        path.name, tuple(cell.strip() for cell in header), tuple((line, tuple(cells)) for line, cells in lines)
    )


def _read_csv(path: Path) -> Lines:
    # str.splitlines would also part lines at U+2028, U+0085 and the vertical tab, which stand in pasted texts.
    reader = csv.reader(io.StringIO(_decode(path), newline=""), strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            yield row, cells
    except csv.Error as error:
        raise LedgerError(f"{path}, row {row + 1}: not readable as CSV: {error}. Mend that row.") from None


def _decode(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LedgerError(f"{path}: neither UTF-8 nor GB18030. Save it as CSV in UTF-8 and run again.")


READERS: dict[str, Callable[[Path], Lines]] = {".csv": _read_csv}
