"""Corrections that were approved before publication: corrections/MONTH.csv beside the profile, applied at reading."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hotline_analysis.errors import InputError, LedgerError
from hotline_analysis.ledger.accounting import Correction
from hotline_analysis.ledger.columns import CASES, Column
from hotline_analysis.ledger.header import find_header, squeezed
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.sources import find_source
from hotline_analysis.ledger.staging import meaning_of
from hotline_analysis.ledger.values import identifier, plain
from hotline_analysis.month import Month

HEADERS = {
    "case_id": "工单编号",
    "column": "栏目",
    "old": "原值",
    "new": "新值",
    "reason": "原因",
    "approved_by": "核准人",
}
"""The header of a file of corrections; 栏目 is a header of the ledger or a term of ledger/columns.py."""

_EXCLUDED = next(column for column in CASES if column.name == "excluded")


def read_corrections(folder: Path) -> dict[Month, tuple[Correction, ...]]:
    """The corrections in `folder` by the month that names their file; LedgerError where one cannot be read."""
    paths = sorted(path for path in folder.glob("*") if path.name[0] not in ".~")
    for path in paths:
        if path.suffix.lower() not in (".csv", ".xlsx"):
            raise LedgerError(f"{path}: corrections are read from .csv and .xlsx. Save it as one, or take it away.")
    months = [_month(path) for path in paths]
    if twice := [month for month in months if months.count(month) > 1]:
        raise LedgerError(f"{folder}: two files of corrections for {twice[0]}. Put them into one.")
    return {month: tuple(_lines(path)) for month, path in zip(months, paths, strict=True)}


def _month(path: Path) -> Month:
    try:
        return Month.parse(path.stem)
    except InputError:
        raise LedgerError(f"{path}: corrections go by their month. Name the file like 2020-04.csv.") from None


def _lines(path: Path) -> Iterator[Correction]:
    name = f"{path.parent.name}/{path.name}"
    sheet = next(find_source(path.name, path.parent).sheets())
    rows = [row for row in sheet.rows if any(map(str.strip, row[1]))]
    header = find_header(rows[:1], HEADERS) if rows else None
    if header is None or header.missing:
        raise LedgerError(f"{name}: its header is not {','.join(HEADERS.values())}. Write it so in row 1.")
    for line, cells in rows[1:]:
        padded = [*cells, *[""] * (len(header.names) - len(cells))]
        parts = {ours: padded[at].strip() for ours, at in header.places.items()}
        for ours in ("case_id", "column", "reason", "approved_by"):
            if not parts[ours]:
                raise LedgerError(f"{name}, row {line}, {HEADERS[ours]}: is blank. Every correction needs it.")
        yield Correction(name, line, **parts)


def apply(engine: Any, corrections: dict[Month, tuple[Correction, ...]], profile: Profile) -> tuple[Correction, ...]:
    """Change the cells of `staged` that the corrections name, in months that the ledger holds; returns those applied.

    LedgerError where the ledger has no such case or column, or does not say what the correction says it does.
    """
    _make_room(engine, corrections.values())
    found = engine.execute("SELECT DISTINCT strftime(received_at, '%Y-%m') FROM staged").fetchall()
    held = {month for (month,) in found}
    applied = [one for month, group in corrections.items() if str(month) in held for one in group]
    for one in applied:
        _apply_one(engine, one, profile)
    return tuple(applied)


def _make_room(engine: Any, groups: Iterable[tuple[Correction, ...]]) -> None:
    """A ledger need not have 剔除考核 as a column of its own to have an order left out of the rates."""
    named = {squeezed(one.column) for group in groups for one in group}
    present = {name for name, *_ in engine.execute("DESCRIBE staged").fetchall()}
    if named & {_EXCLUDED.name, _EXCLUDED.label} and _EXCLUDED.name not in present:
        engine.execute("ALTER TABLE staged ADD COLUMN excluded_raw VARCHAR")
        engine.execute("ALTER TABLE staged ADD COLUMN excluded BOOLEAN")


def _apply_one(engine: Any, one: Correction, profile: Profile) -> None:
    column, number = _column(one, profile), identifier(one.case_id)
    name = column.name
    found = engine.execute(f"SELECT {name}_raw, {name} FROM staged WHERE case_id = ?", [number]).fetchall()
    where = f"{one.file}, row {one.line}"
    if not found:
        raise LedgerError(f"{where}: the ledger has no case {one.case_id}. Mend its number, or take the row out.")
    if len({written for written, _ in found}) > 1:
        raise LedgerError(
            f"{where}: different rows of the ledger bear the number {one.case_id}. Mend it in the ledger itself."
        )
    understand = meaning_of(column, profile.ledger, profile).of or plain
    for written, known in found:
        if plain(written or "") != plain(one.old) and not (
            one.old and known is not None and understand(one.old) == known
        ):
            raise LedgerError(
                f"{where}: {one.column} of case {one.case_id} is '{written or ''}' in the ledger, not '{one.old}'. "
                "It may have been corrected there already: take the row out, or mend 原值."
            )
    value = understand(one.new) if one.new else None
    engine.execute(f"UPDATE staged SET {name}_raw = ?, {name} = ? WHERE case_id = ?", [one.new or None, value, number])


def _column(one: Correction, profile: Profile) -> Column:
    headers = profile.ledger.columns
    for column in CASES[1:]:
        goes_by = {column.name, column.label, squeezed(headers.get(column.name, column.name))}
        if squeezed(one.column) in goes_by and (column.name in headers or column is _EXCLUDED):
            return column
    known = "、".join(header for name, header in headers.items() if name != "case_id")
    raise LedgerError(
        f"{one.file}, row {one.line}: '{one.column}' is no column that can be corrected. "
        f"Use one of {known}、{_EXCLUDED.label}."
    )
