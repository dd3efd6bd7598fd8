"""The zip archives that modern workbooks are: what is inside, and whether it can be unpacked without harm."""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from hotline_analysis.errors import LedgerError

MOST_BYTES = 4 << 30
"""Unpacked: twice what a full sheet of 1,048,576 rows and 60 columns takes."""

MOST_RATIO, RATIO_FROM = 300, 64 << 20
"""A sheet's XML shrinks to a tenth, one of blanks to a hundredth; only a bomb comes near the limit of 1,032."""

SAFE_COLUMNS = 104
MOST_CELLS = SAFE_COLUMNS * 1_048_576
"""Cells of a sheet from A1 to its last one, as each takes 32 bytes of memory also where it is blank."""

CHUNK, OVERLAP = 1 << 20, 32
_FAR = re.compile(rb'r="([A-Za-z]{3}|[D-Zd-z][A-Za-z])(\d{1,7})"')
"""A cell to the right of column CZ, the last of SAFE_COLUMNS: without one no sheet has more than MOST_CELLS."""

_EXTENT = re.compile(rb'<dimension ref="[A-Z]+[0-9]+:([A-Z]+)[0-9]+"')
BELIEVED_FROM = 8 << 20
"""Bytes of a sheet from which its own word for its extent is enough, as looking through it takes a tenth of the
time of reading it. Who would forge one makes it small; some systems write no extent, or A1."""

_ROW = re.compile(rb'r="[A-Za-z]*(\d{1,7})"')

_FAULTS = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError)
"""What zipfile raises of an archive with wrong bytes; NotImplementedError and UnicodeError are among these."""


def check_archive(path: Path) -> bool:
    """Whether the archive at `path` holds worksheets of an .xlsx, seen to be harmless.

    Other kinds of workbooks are not looked into. LedgerError where it has a password, is no workbook, is
    damaged, or would fill the memory.
    """
    try:
        with ZipFile(path) as archive:
            members = {member.filename.replace("\\", "/"): member for member in archive.infolist()}
            _refuse_strangers(path, members)
            _refuse_bombs(path, members)
            if any(member.flag_bits & 1 for member in members.values()) or _is_encrypted(archive, members):
                raise protected(path)
            sheets = [members[name] for name in members if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            for sheet in sheets:
                _refuse_scattered(path, archive, sheet)
    except _FAULTS as error:
        raise damaged(path, str(error)) from None
    return bool(sheets)


def protected(path: Path) -> LedgerError:
    return LedgerError(f"{path}: it has a password. Open it in Excel or WPS, save it without one, and run again.")


def damaged(path: Path, reason: str) -> LedgerError:
    """The error for a file that is no workbook or a broken one; of the library's `reason` what fits in a line."""
    said = _in_short(reason)
    return LedgerError(
        f"{path}: not readable as a workbook ({said}). Open it in Excel or WPS, save it as .xlsx, and run again."
    )


def _in_short(words: str) -> str:
    """What a file or a library says, fit for a line of ours.

    >>> _in_short("Zip error:\\x07 no end.")
    'Zip error:  no end'
    """
    return "".join(mark if mark.isprintable() else " " for mark in words)[:120].strip(" .")


def _refuse_strangers(path: Path, members: dict[str, ZipInfo]) -> None:
    if not any(name == "content.xml" or name.startswith("xl/") for name in members):
        raise LedgerError(f"{path}: a zip archive, and no workbook. Unpack it, and give the files that are in it.")


def _refuse_bombs(path: Path, members: dict[str, ZipInfo]) -> None:
    total = sum(member.file_size for member in members.values())
    if total > MOST_BYTES:
        size, most = total >> 30, MOST_BYTES >> 30
        raise LedgerError(f"{path}: it unpacks to {size} GiB, above {most}. Export the ledger as CSV, or by months.")
    for name, member in members.items():
        if member.file_size > RATIO_FROM and member.file_size > MOST_RATIO * member.compress_size:
            raise LedgerError(
                f"{path}: its part '{_in_short(name)}' unpacks to more than {MOST_RATIO} times its size, as no ledger "
                "does. It may be meant to fill the memory: ask where the file comes from, and export the ledger again."
            )


def _is_encrypted(archive: ZipFile, members: dict[str, ZipInfo]) -> bool:
    """Whether an OpenDocument file has a password: its list of parts then tells how each is encrypted."""
    manifest = members.get("META-INF/manifest.xml")
    return manifest is not None and any(b"encryption-data" in text for text in _chunks(archive, manifest))


def _refuse_scattered(path: Path, archive: ZipFile, sheet: ZipInfo) -> None:
    """A sheet is held in memory from A1 to its last row and column, so one stray cell can make it endless."""
    if _says_narrow(archive, sheet) or not any(_FAR.search(text) for text in _chunks(archive, sheet)):
        return
    row, column, cell = 0, 0, ""
    for text in _chunks(archive, sheet):
        row = max(row, *map(int, _ROW.findall(text)), 0)
        for letters, digits in _FAR.findall(text):
            if (place := _column(letters)) > column:
                column, cell = place, (letters + digits).decode()
    if row * column > MOST_CELLS:
        raise LedgerError(
            f"{path}: a sheet of {row} rows has a cell as far right as {cell}. Delete the columns right of the table "
            "and the rows below it, and run again."
        )


def _says_narrow(archive: ZipFile, sheet: ZipInfo) -> bool:
    if sheet.file_size < BELIEVED_FROM:
        return False
    with archive.open(sheet) as file:
        said = _EXTENT.search(file.read(CHUNK))
    return said is not None and _column(said[1]) <= SAFE_COLUMNS


def _chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """The unpacked part in pieces; each begins with the end of the one before, so that no cell's name is cut."""
    with archive.open(member) as file:
        kept = b""
        while piece := file.read(CHUNK):
            yield (text := kept + piece.replace(b"'", b'"'))
            kept = text[-OVERLAP:]


def _column(letters: bytes) -> int:
    """
    >>> _column(b"A"), _column(b"CZ"), _column(b"XFD")
    (1, 104, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
