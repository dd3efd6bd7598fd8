"""The ledger's face to the other rooms: validated cases, and an account of every row that was read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast, get_args

import pandas as pd
import pyarrow as pa

from hotline_analysis.errors import InputError, LedgerError
from hotline_analysis.ledger.accounting import Accounting, Correction
from hotline_analysis.ledger.checks import checks_for, mark_repeats, run_checks
from hotline_analysis.ledger.columns import CALLS, CASES, DISPATCHED, REQUEST_TYPES, Column
from hotline_analysis.ledger.corrections import apply, read_corrections
from hotline_analysis.ledger.due import due_times
from hotline_analysis.ledger.findings import find
from hotline_analysis.ledger.loading import Loaded, load
from hotline_analysis.ledger.profile import Profile, Table
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.ledger.sources import Source, find_source
from hotline_analysis.ledger.staging import stage

Audience = Literal["internal", "public"]
FREE_TEXT = ("title", "summary", "reply")
_TYPES = {"time": "TIMESTAMP", "date": "TIMESTAMP", "count": "BIGINT", "flag": "BOOLEAN"}


@dataclass(frozen=True, eq=False)
class Ledger:
    """Cases as ledger/columns.py declares them, one row a work order, and the account of their source."""

    cases: pd.DataFrame
    accounting: Accounting


def read_ledger(given: str | Path, profile: Profile, *, audience: Audience) -> Ledger:
    """The validated cases of a source (see ledger/sources.py); a blank one is the profile's own.

    With audience `public`, texts come masked, those of 举报 and confidential cases not at all, and the
    account quotes no cell. Orders without a due time in the ledger get one by the profile's limit.
    LedgerError where the source cannot be read, or where no row of it can be accepted.
    """
    ledger = read_unmasked(given, profile, audience=audience)
    return for_public(ledger, profile) if audience == "public" else ledger


def read_unmasked(given: str | Path, profile: Profile, *, audience: Audience) -> Ledger:
    """The same with every text as it is, for what must be found in the words themselves; see `for_public`."""
    with _accounted(given, profile) as (engine, accounting):
        accounting = accounting.without_values() if audience == "public" else accounting
        cases = _fetch(engine, CASES, accounting)
    if "summary" not in profile.ledger.columns:
        cases["summary"] = cases["title"]
    if "disposition" not in profile.ledger.columns:
        cases["disposition"] = cases["disposition"].mask(cases["unit"].notna(), DISPATCHED)
    cases["unit_kind"] = cases["unit"].map({name: kind.name for name, (kind, _) in profile.units.items()}).astype("str")
    cases["due_at"] = due_times(cases, profile)
    return Ledger(cases, accounting)


def read_calls(given: str | Path, profile: Profile) -> tuple[pd.DataFrame, Accounting]:
    """The call counts of a source, one row a day: day, offered, answered."""
    if profile.calls is None:
        raise LedgerError(f"{given}: the profile has no [calls]. Add [calls] with its columns to profile.toml.")
    with _staged(source_of(given, profile.calls, profile), CALLS, profile.calls, profile) as (engine, loaded, name):
        accounting = _account(engine, loaded, name, CALLS, profile.calls, profile)
        return _fetch(engine, CALLS, accounting), accounting


def check_ledger(given: str | Path, profile: Profile, *, audience: Audience = "internal") -> Accounting:
    """The account alone, as `hotline check` tells it, also where no row can be used."""
    with _accounted(given, profile) as (_, accounting):
        return accounting.without_values() if audience == "public" else accounting


def audience_of(text: str) -> Audience:
    """The audience that was named; InputError for a word that is none."""
    if text not in get_args(Audience):
        raise InputError(f"'{text}' is no audience: write --audience internal or --audience public.")
    return cast(Audience, text)


def source_of(given: str | Path, layout: Table, profile: Profile) -> Source:
    """The source that was named, relative to the working folder, or the profile's own, relative to its folder."""
    return find_source(str(given), Path()) if str(given) else find_source(layout.file, profile.folder)


@contextmanager
def _accounted(given: str | Path, profile: Profile) -> Iterator[tuple[Any, Accounting]]:
    """An engine that holds the cases, corrected and checked, and their account."""
    with _staged(source_of(given, profile.ledger, profile), CASES, profile.ledger, profile) as (engine, loaded, name):
        corrections = apply(engine, read_corrections(profile.folder / "corrections"), profile)
        yield engine, _account(engine, loaded, name, CASES, profile.ledger, profile, corrections=corrections)


@contextmanager
def _staged(
    source: Source, columns: tuple[Column, ...], layout: Table, profile: Profile
) -> Iterator[tuple[Any, Loaded, str]]:
    """An engine that holds the source's rows in its table `staged`."""
    import duckdb

    with duckdb.connect() as engine:
        loaded = load(source.sheets(), layout)
        stage(engine, loaded.raw, columns, layout, profile)
        yield engine, loaded, source.name


def _account(
    engine: Any, loaded: Loaded, name: str, columns: tuple[Column, ...], layout: Table, profile: Profile, *,
    corrections: tuple[Correction, ...] = (),
) -> Accounting:  # fmt: skip
    """Check every staged row; what can be used becomes the engine's table `accepted`."""
    mark_repeats(engine, columns, layout)
    rejects = run_checks(engine, checks_for(columns, layout), sheets=loaded.sheets, layout=layout, profile=profile)
    engine.execute(
        "CREATE VIEW accepted AS SELECT * FROM staged WHERE ordinal NOT IN (SELECT ordinal FROM bad)"
        " AND ordinal NOT IN (SELECT ordinal FROM repeats)"
    )
    read, bad, accepted = (_count(engine, table) for table in ("staged", "bad", "accepted"))
    findings = find(engine, columns, layout, profile) if columns is CASES and accepted else ()
    months = _rejected_in(engine) if columns is CASES else ()
    return Accounting(
        name, read, accepted, bad, read - bad - accepted, rejects, loaded.skipped, findings, corrections, months
    )


def _rejected_in(engine: Any) -> tuple[tuple[str, int], ...]:
    found = engine.execute(
        "SELECT strftime(received_at, '%Y-%m'), count(*) FROM staged"
        " WHERE ordinal IN (SELECT ordinal FROM bad) AND received_at IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return tuple(found)


def _count(engine: Any, table: str) -> int:
    return int(engine.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _fetch(engine: Any, columns: tuple[Column, ...], account: Accounting) -> pd.DataFrame:
    """The accepted rows, all of our columns, each in its declared type; absent ones hold nulls."""
    if not account.accepted:
        why = f"The first: {account.rejects[0]}" if account.rejects else "Export it again, with its rows."
        raise LedgerError(f"{account.file}: none of its {account.read} rows can be used. {why}")
    present = {name for name, *_ in engine.execute("DESCRIBE accepted").fetchall()}
    picked = ", ".join(
        column.name
        if column.name in present
        else f"CAST(NULL AS {_TYPES.get(column.holds, 'VARCHAR')}) AS {column.name}"
        for column in columns
    )
    table = engine.sql(f"SELECT {picked} FROM accepted ORDER BY ordinal").to_arrow_table()
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get)
    return frame.assign(caller=_codes(frame["caller"])) if "caller" in frame else frame


def _codes(callers: "pd.Series[Any]") -> "pd.Series[Any]":
    """A caller's number or name becomes a code by order of appearance: a hash could be reversed."""
    codes, _ = pd.factorize(callers)
    return pd.Series(codes, index=callers.index, dtype="Int64").where(codes >= 0)


def withheld(cases: pd.DataFrame) -> "pd.Series[bool]":
    """Which cases never appear as text, whoever reads: 举报, and those marked 保密 (no mark is no 保密)."""
    secret = cases["confidential"].eq(True).fillna(False).astype(bool)
    return (cases["request_type"] == REQUEST_TYPES["report"]) | secret


def for_public(ledger: Ledger, profile: Profile) -> Ledger:
    """The ledger with its texts as they may leave the office: masked, those of withheld cases blank."""
    cases, hide = ledger.cases, partial(mask, keep=frozenset(profile.spellings))
    secret = withheld(cases)
    masked = {name: cases[name].map(hide, na_action="ignore").astype("str") for name in FREE_TEXT}
    public = cases.assign(**{name: texts.mask(secret) for name, texts in masked.items()})
    return Ledger(public, ledger.accounting)
