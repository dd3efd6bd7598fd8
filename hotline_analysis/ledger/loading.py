"""The sheets of a source -> one raw table: every row's text under our names, and its place.

What is no data is left out and told: rows above the header, blank rows, a header that is repeated, totals.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.accounting import Skipped, place
from hotline_analysis.ledger.header import DEPTH, Header, Row, find_header, squeezed
from hotline_analysis.ledger.profile import Table
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.ledger.sheets import Sheet

CHUNK = 10_000
"""Rows handed to the engine at a time: a file of any size passes through the memory of so many."""

TOTALS = re.compile(r"(?:本?[页月年]?(?:合计|总计|共计|小计|累计)|(?:sub|grand )?total)(?:[:：].*|\d.*)?", re.I)
UNUSUAL = frozenset("本页月年合总共小累gGsStT \t\r\n\u3000")
"""What a total, a blank or a second header begins with; any other row is taken as it stands, for speed."""

SHOWN = 12
"""Characters of a header that an error shows."""

ENOUGH = 0.5
"""A sheet with fewer of the wanted headers is another table; one with more is the ledger, a column missing."""

ABOVE, BLANK, REPEATED, TOTAL, BELOW, OTHER, EMPTY = (
    "above the header", "blank", "the header again", "a total", "a note below the last row",
    "without the profile's headers", "an empty sheet",
)  # fmt: skip


PLACES = ("sheet", "ordinal", "line", "cells", "width")
"""Where a row stands: its sheet by number, its place among all rows, its row there, its and the header's cells."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """The raw rows (PLACES and `<name>_raw`), (file, sheet) by number, and what was passed over."""

    raw: pa.Table
    sheets: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]


@dataclass
class _Loading:
    """A load on its way: the sheets taken up, what was passed over, and why a file gave none so far."""

    layout: Table
    tables: list[pa.Table] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    refused: dict[str, LedgerError] = field(default_factory=dict)
    ordinal: int = 0

    def skip(self, sheet: Sheet, rows: str, reason: str) -> None:
        self.skipped.append(Skipped(sheet.file, sheet.sheet, rows, reason))


def load(sheets: Iterable[Sheet], layout: Table) -> Loaded:
    """The rows of the sheets, every cell as trimmed text, null where it is blank.

    LedgerError where a file has no sheet with the profile's headers, or a sheet has only some of them.
    """
    loading = _Loading(layout)
    for sheet in sheets:
        _take(loading, sheet)
    files = {file for file, _ in loading.used}
    for file, error in loading.refused.items():
        if file not in files:
            raise error
    raw = pa.concat_tables(loading.tables) if loading.tables else _empty(layout)
    return Loaded(raw, tuple(loading.used), tuple(loading.skipped))


def _empty(layout: Table) -> pa.Table:
    places = [pa.field(name, pa.int64()) for name in PLACES]
    return pa.schema([*places, *(pa.field(f"{name}_raw", pa.string()) for name in layout.columns)]).empty_table()


def _take(loading: _Loading, sheet: Sheet) -> None:
    """Take up a sheet that has the profile's headers; note why another is passed over."""
    if sheet.skip:
        return loading.skip(sheet, "", sheet.skip)
    rows = iter(sheet.rows)
    first = list(islice(rows, DEPTH))
    written = [row for row in first if any(map(str.strip, row[1]))]
    if not written:
        loading.refused.setdefault(sheet.file, _no_rows(sheet))
        return loading.skip(sheet, "", EMPTY)
    header = find_header(written, loading.layout.columns)
    if len(header.places) < len(loading.layout.columns) * ENOUGH:
        loading.refused.setdefault(sheet.file, _no_header(sheet, header, loading.layout))
        return loading.skip(sheet, "", OTHER)
    if header.missing or header.twice:
        raise _no_header(sheet, header, loading.layout)
    loading.used.append((sheet.file, sheet.sheet))
    return _gather(loading, sheet, header, chain(first, rows))


def _gather(loading: _Loading, sheet: Sheet, header: Header, rows: Iterator[Row]) -> None:
    """Add the sheet's rows of data to the tables, and note those that are none."""
    passed: dict[str, list[int]] = {}
    names = list(loading.layout.columns)
    data = _data(rows, header, itemgetter(*(header.places[name] for name in names)), passed)
    number, width, tables = len(loading.used) - 1, len(header.names), []
    while batch := list(islice(data, CHUNK)):
        lines, cells, *texts = zip(*batch, strict=True)
        size = len(batch)
        ordinals = range(loading.ordinal, loading.ordinal + size)
        places = (pa.array(column, pa.int64()) for column in ([number] * size, ordinals, lines, cells, [width] * size))
        tables.append(pa.table([*places, *map(_trimmed, texts)], names=[*PLACES, *(f"{name}_raw" for name in names)]))
        loading.ordinal += size
    if tables:
        loading.tables.append(_without_below(pa.concat_tables(tables), names, passed))
    for reason, lines_passed in passed.items():
        loading.skip(sheet, spans(lines_passed), reason)


def _trimmed(texts: Sequence[str]) -> pa.Array:
    array = pc.utf8_trim_whitespace(pa.array(texts, pa.string()))
    return pc.replace_with_mask(array, pc.equal(array, ""), pa.scalar(None, pa.string()))


def _data(
    rows: Iterator[Row], header: Header, pick: "itemgetter[Any]", passed: dict[str, list[int]]
) -> Iterator[tuple[Any, ...]]:
    """(line, cells, *wanted texts) of each row of data; the others' numbers go to `passed` by reason."""
    width, last = len(header.names), header.rows[-1]
    unusual = UNUSUAL | set(header.names[0][:1])
    for line, cells in rows:
        if line > last and len(cells) == width and cells[0] and cells[0][0] not in unusual:
            yield line, width, *pick(cells)
        elif line in header.rows:
            continue
        elif reason := _no_data(line, cells, header):
            passed.setdefault(reason, []).append(line)
        else:
            blank_rest = not any(map(str.strip, cells[width:]))
            yield line, min(len(cells), width) if blank_rest else len(cells), *pick((*cells, *[""] * width))


def _no_data(line: int, cells: Sequence[str], header: Header) -> str:
    """Why a row is no data; empty where it is."""
    key = squeezed(next(filter(None, map(str.strip, cells)), ""))
    if not key:
        return BLANK
    if line < header.rows[0]:
        return ABOVE
    if key in header.names and tuple(squeezed(cell) for cell in cells[: len(header.names)]) == header.names:
        return REPEATED
    return TOTAL if TOTALS.fullmatch(key) else ""


def _without_below(table: pa.Table, names: Sequence[str], passed: dict[str, list[int]]) -> pa.Table:
    """The table without what stands under its last row with a time and fills two of our columns at most."""
    anchor = table["received_at_raw" if "received_at" in names else "day_raw"]
    dated = np.flatnonzero(anchor.is_valid().to_numpy())
    if not len(dated) or dated[-1] == len(table) - 1:
        return table
    end = int(dated[-1]) + 1
    rest = table.slice(end)
    filled = sum(rest[f"{name}_raw"].is_valid().to_numpy().astype(int) for name in names)
    passed[BELOW] = rest["line"].filter(pa.array(filled <= 2)).to_pylist()
    return pa.concat_tables([table.slice(0, end), rest.filter(pa.array(filled > 2))])


def _no_rows(sheet: Sheet) -> LedgerError:
    return LedgerError(
        f"{place(sheet.file, sheet.sheet)}: it holds no rows. Export the ledger again, with its header line."
    )


def _no_header(sheet: Sheet, header: Header, layout: Table) -> LedgerError:
    shown = "、".join(_short(name) for name in header.names if name)
    if header.twice:
        theirs, ours = layout.columns[header.twice[0]], header.twice[0]
        return LedgerError(
            f"{place(sheet.file, sheet.sheet)}: two columns are headed '{theirs}'. Rename the one that is not {ours}."
        )
    ours = header.missing[0]
    if not header.places:
        return LedgerError(
            f"{place(sheet.file, sheet.sheet)}: none of its first {DEPTH} rows has a header of the profile, such as "
            f"'{layout.columns[ours]}'; its first row is {shown}. Add the header row, or mend [ledger.columns] or "
            "[calls.columns] in profile.toml."
        )
    return LedgerError(
        f"{place(sheet.file, sheet.sheet)}: no column '{layout.columns[ours]}' for {ours}. Its headers are {shown}. "
        "Mend [ledger.columns] or [calls.columns] in profile.toml."
    )


def _short(name: str) -> str:
    """A header as an error shows it: what stands in its place may be a row of data."""
    return f"{mask(name[:SHOWN])}…" if len(name) > SHOWN else mask(name)


def spans(lines: Sequence[int]) -> str:
    """Row numbers in short, ten runs at most.

    >>> spans([1, 2, 3, 7, 9, 10])
    '1-3, 7, 9-10'
    """
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:10]]
    left = sum(last - first + 1 for first, last in runs[10:])
    return ", ".join(shown) + (f" and {left} more" if left else "")
