"""The first rows of an unknown ledger: where its header is, what its columns are called, what stands under it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.header import DEPTH, Header, Row, find_header, squeezed
from hotline_analysis.ledger.header_names import LONGEST, is_known, is_name
from hotline_analysis.ledger.loading import TOTALS
from hotline_analysis.ledger.sheets import Sheet
from hotline_analysis.ledger.sources import Source
from hotline_analysis.ledger.times import moment
from hotline_analysis.ledger.values import plain

ROWS = 20_000
"""Rows of a source that are kept and looked at: enough to know a share to one percent, a few dozen megabytes."""
AT_LEAST = 200
"""Rows looked at in each further sheet, so that the last month of a folder is seen too."""
KNOWN = 2
"""A row in which so many cells are known headers is a header; one alone may be a word of a case."""


@dataclass(frozen=True, eq=False)
class Specimen:
    """A sheet's header, the texts above it, its first rows of data, and whether these are all.

    `names` are what a profile may call each column, its lowest name first: none where all stand in two places.
    """

    file: str
    sheet: str
    header: Header
    names: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: bool


def look_at(source: Source) -> tuple[Specimen, ...]:
    """Every sheet that has a header with rows under it; LedgerError where there is none."""
    found, left, filled = [], ROWS, False
    for sheet in source.sheets():
        rows = iter(sheet.rows)
        first = [row for row in islice(rows, DEPTH) if any(map(str.strip, row[1]))]
        filled = filled or bool(first)
        header = guess_header(first)
        if header:
            found.append(_specimen(sheet, first, header, rows, max(left, AT_LEAST)))
            left -= len(found[-1].rows)
    if not filled:
        raise LedgerError(f"{source.name}: it holds no rows. Export the ledger again, with its header line.")
    if not found:
        raise LedgerError(
            f"{source.name}: none of its first {DEPTH} rows looks like a header (texts, each another one, above rows "
            "of data). Add a row with the columns' names and run again."
        )
    if not any(one.rows for one in found):
        raise LedgerError(f"{source.name}: no row stands under its header. Export the ledger again, with its cases.")
    return tuple(one for one in found if one.rows)


def all_rows(source: Source, specimens: Sequence[Specimen]) -> Iterator[tuple[str, ...]]:
    """Every row under the headers of these sheets; the source is read again only where more rows than kept follow."""
    cut = {(one.file, one.sheet): one.header for one in specimens if not one.whole}
    for one in specimens:
        if one.whole:
            yield from one.rows
    for sheet in source.sheets() if cut else ():
        if header := cut.get((sheet.file, sheet.sheet)):
            yield from records(sheet.rows, header)


def records(rows: Iterable[Row], header: Header) -> Iterator[tuple[str, ...]]:
    """The trimmed cells of each row of data under a header, as many as the header has."""
    width, last = len(header.names), header.rows[-1]
    for line, cells in rows:
        if line <= last:
            continue
        texts = (*(cell.strip() for cell in cells[:width]), *[""] * (width - len(cells)))
        key = squeezed(next(filter(None, texts), ""))
        is_header = key in header.names and tuple(map(squeezed, texts)) == header.names
        if key and not is_header and not TOTALS.fullmatch(key):
            yield texts


def guess_header(first: Sequence[Row]) -> Header | None:
    """The row, or two rows, of a sheet's `first` that hold most known headers, else the first that looks like one."""
    wanted = {text: text for text in _known(first)}
    if wanted:
        header = find_header(first, wanted)
        rows = first[header.end - len(header.rows) : header.end]
        data = sum(not _may_be_header(cell) for _, cells in rows for cell in cells)
        if len(header.places) >= max(KNOWN, data + 1):
            return header
    plausible = (place for place in range(len(first) - 1) if _looks_like_header(first[place], first[place + 1]))
    place = next(plausible, None)
    return None if place is None else _header_at(first, place)


def _known(first: Sequence[Row]) -> set[str]:
    """The cells that are known headers, and those that are one together with the cell below."""
    single = {cell.strip() for _, cells in first for cell in cells}
    pairs = (zip(upper, lower, strict=False) for (_, upper), (_, lower) in pairwise(first))
    joined = {squeezed(above + below) for pair in pairs for above, below in pair}
    return {text for text in single if text and is_known(text)} | {text for text in joined if is_name(text)}


def _header_at(first: Sequence[Row], place: int) -> Header:
    names = tuple(map(squeezed, first[place][1]))
    return Header(place + 1, (first[place][0],), names, {}, (), ())


def _looks_like_header(row: Row, below: Row) -> bool:
    """Whether a row holds at least two names, each another one, and the row below fills as many cells or more."""
    filled = [cell.strip() for cell in row[1] if cell.strip()]
    under = [cell for cell in below[1] if cell.strip()]
    distinct = len(set(filled)) == len(filled) > 1
    return distinct and len(under) > 1 and all(map(_may_be_header, filled)) and not all(map(_may_be_header, under))


def _may_be_header(text: str) -> bool:
    return len(text) <= LONGEST and moment(text) is None and not text.replace(".", "").replace("-", "").isdigit()


def _specimen(sheet: Sheet, first: Sequence[Row], header: Header, rows: Iterator[Row], most: int) -> Specimen:
    above = first[: header.end - len(header.rows)]
    titles = tuple(plain(cell) for _, cells in above for cell in cells if cell.strip())
    names = _names(first[header.end - len(header.rows) : header.end], len(header.names))
    kept = tuple(islice(records(chain(first, rows), header), most + 1))
    return Specimen(sheet.file, sheet.sheet, header, names, titles, kept[:most], len(kept) <= most)


def _names(rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], ...]:
    """What each column goes by: its lowest name, and the names joined, where these are found in this column only.

    >>> _names([(1, ["编号", "评价", ""]), (2, ["", "时间", "满意"])], 3)
    (('编号',), ('时间', '评价时间'), ('满意',))
    """
    levels = [(*map(_shown, cells), *[""] * (width - len(cells))) for _, cells in rows]
    columns = [dict.fromkeys((*reversed(column), "".join(column))) for column in zip(*levels, strict=True)]
    found = find_header(rows, {text: text for column in columns for text in column if text})
    return tuple(
        tuple(text for text in column if found.places.get(text) == place and text not in found.twice)
        for place, column in enumerate(columns)
    )


def _shown(cell: str) -> str:
    """A header on one line; the blanks that part English words stay."""
    return " ".join(cell.split()) if re.search("[A-Za-z]", cell) else squeezed(cell)
