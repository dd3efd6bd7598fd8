"""CSV and its relatives: which encoding, which delimiter, and each record with its number."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.sheets import Sheet

DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 30
"""Records that are looked at to tell the delimiter: a title and a few rows of data are among them."""

CHUNK = 1 << 20
CERTAIN = 24
"""So many bytes beyond ASCII in a line are UTF-8 by chance once in a thousand million lines of GB18030."""

_LEAD = bytes(range(128, 256))


def read_text(path: Path, file: str) -> Sheet:
    """The records of a delimited text file; LedgerError where its bytes cannot be trusted to be one text."""
    encoding = encoding_of(path)
    return Sheet(file, "", _records(path, encoding, _delimiter(path, encoding)))


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    row = 0
    with path.open(encoding=encoding, newline="") as text:
        try:
            for row, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), 1):
                yield row, cells
        except csv.Error as error:
            raise LedgerError(
                f"{path}, row {row + 1}: not readable as a table: {error}. Mend the quotes of that row."
            ) from None


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that parts most of the first records into equally many cells, more cells first."""
    with path.open(encoding=encoding, newline="") as text:
        lines = [line for line in islice(text, SAMPLE) if line.strip()]
    return max(DELIMITERS, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], delimiter: str) -> int:
    """How many cells lie in those records whose number of cells is the commonest above one.

    >>> _evenness(["台账;;", "甲;乙,丙;丁", "1;2;3"], ";"), _evenness(["台账;;", "甲;乙,丙;丁", "1;2;3"], ",")
    (9, 2)
    """
    widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if len(cells) > 1)
    return max((width * count for width, count in widths.items()), default=0)


def encoding_of(path: Path) -> str:
    """The Python name of the encoding of the whole file: UTF-8 with or without a mark, UTF-16 with one, or GB18030.

    LedgerError for an empty file, for bytes that no text holds, and for a text of two encodings.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise LedgerError(f"{path}: the file is empty. Export the ledger again, with its header line.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(path, "utf-16")
    _refuse_nul(path)
    if _fault(path, "utf-8-sig") is None:
        return "utf-8-sig"
    _refuse_mixture(path)
    return _checked(path, "gb18030")


def _checked(path: Path, encoding: str) -> str:
    place = _fault(path, encoding)
    if place is not None:
        raise LedgerError(
            f"{path}: neither UTF-8 nor GB18030 from byte {place} on. Open it in a spreadsheet, "
            "save it as CSV in UTF-8, and run again."
        )
    return encoding


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _fault(path: Path, encoding: str) -> int | None:
    """Where the file stops to be of that encoding, as a byte's place; None where it is of it throughout."""
    decoder, read = codecs.getincrementaldecoder(encoding)(), 0
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
            read += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return max(0, read + error.start)
    return None


def _refuse_nul(path: Path) -> None:
    row = 1
    for chunk in _chunks(path):
        place = chunk.find(b"\0")
        if place >= 0:
            raise LedgerError(
                f"{path}: a NUL byte near line {row + chunk[:place].count(10)}: the file is damaged or is no text. "
                "Export it again, as CSV in UTF-8."
            )
        row += chunk.count(10)


def _refuse_mixture(path: Path) -> None:
    """A file in which one line is surely UTF-8 and another surely is not would come out garbled either way."""
    utf8, other = 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            beyond = len(line) - len(line.translate(None, _LEAD))
            if not beyond:
                continue
            try:
                line.decode("utf-8-sig")
                utf8 = utf8 or (number if beyond >= CERTAIN else 0)
            except UnicodeDecodeError:
                other = other or number
            if utf8 and other:
                break
    if utf8:
        raise LedgerError(
            f"{path}: two encodings in one file: line {utf8} is UTF-8, line {other} is not. "
            "Save each part as CSV in UTF-8 before joining them."
        )
