"""The ledger's face to the other rooms: validated cases, and an account of every row that was read."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.checks import Reject, checks_for, run_checks
from hotline_analysis.ledger.columns import CALLS, CASES, DISPATCHED, Column
from hotline_analysis.ledger.profile import Profile, Table
from hotline_analysis.ledger.redaction import HIDDEN, mask
from hotline_analysis.ledger.sources import read_table
from hotline_analysis.ledger.staging import END_OF_DAY, stage
from hotline_analysis.ledger.workdays import Dates, Workdays

GROUPS_TOLD = 8
"""Rejected values that a terminal names; run.json has all."""

Audience = Literal["internal", "public"]
FREE_TEXT = ("summary", "reply")


@dataclass(frozen=True)
class Accounting:
    """What became of the rows of one file: read = accepted + rejected + duplicates."""

    file: str
    read: int
    accepted: int
    rejected: int
    duplicates: int
    rejects: tuple[Reject, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was rejected, the most frequent values first; nothing where every row was accepted."""
        if not self.rejected:
            return ()
        summary = (
            f"{self.file}: {self.read} rows read, {self.accepted} accepted, {self.rejected} rejected, "
            f"{self.duplicates} duplicates. First: {self.rejects[0]}"
        )
        groups = Counter((reject.column, reject.value) for reject in self.rejects).most_common()
        if self.rejected == 1:
            return (summary,)
        told = [f"{column} '{value}' {count}×" for (column, value), count in groups[:GROUPS_TOLD]]
        rest = f"; and {len(groups) - GROUPS_TOLD} other values" if len(groups) > GROUPS_TOLD else ""
        return (summary, f"{self.file}: most often rejected: {'; '.join(told)}{rest}. run.json lists every one.")


@dataclass(frozen=True, eq=False)
class Ledger:
    """Cases as ledger/columns.py declares them, one row a work order, and the account of their file."""

    cases: pd.DataFrame
    accounting: Accounting


def read_ledger(path: Path, profile: Profile, *, audience: Audience) -> Ledger:
    """The validated cases at `path`; with audience `public`, texts come masked and rejects without values.

    Orders without a due time in the ledger get one by the profile's limit. LedgerError where the
    file cannot be read, or where no row of it can be accepted.
    """
    staged, accounting = _validated(path, CASES, profile.ledger, profile, audience=audience)
    cases = _typed(staged, CASES)
    cases["unit_kind"] = cases["unit"].map({name: kind.name for name, (kind, _) in profile.units.items()}).astype("str")
    cases["due_at"] = _due_times(cases, profile)
    if audience == "public":
        for name in FREE_TEXT:
            cases[name] = cases[name].map(mask, na_action="ignore").astype("str")
    return Ledger(cases, accounting)


def read_calls(path: Path, profile: Profile) -> tuple[pd.DataFrame, Accounting]:
    """The call counts at `path`, one row a day: day, offered, answered."""
    if profile.calls is None:
        raise LedgerError(f"{path}: the profile has no [calls]. Add [calls] with its columns to profile.toml.")
    staged, accounting = _validated(path, CALLS, profile.calls, profile, audience="internal")
    return _typed(staged, CALLS), accounting


def _validated(
    path: Path, columns: tuple[Column, ...], layout: Table, profile: Profile, *, audience: Audience
) -> tuple[pd.DataFrame, Accounting]:
    table = read_table(path)
    staged = stage(table, columns, layout, profile)
    checks = checks_for(columns, layout, len(table.header))
    rejects = run_checks(staged, checks, file=table.file, layout=layout, profile=profile)
    bad = staged["line"].isin({reject.line for reject in rejects})
    kept = staged[~bad & ~staged["repeats"]]
    if audience == "public":
        rejects = tuple(Reject(reject.file, reject.line, reject.column, HIDDEN, reject.reason) for reject in rejects)
    if kept.empty:
        why = f"The first: {rejects[0]}" if rejects else "Export it again, with its rows."
        raise LedgerError(f"{path}: none of its {len(staged)} rows can be used. {why}")
    duplicates = int((staged["repeats"] & ~bad).sum())
    return kept, Accounting(path.name, len(staged), len(kept), int(bad.sum()), duplicates, rejects)


def _typed(staged: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Only our columns, all of them, each in its declared type; absent ones hold nulls."""
    empty = pd.Series(None, index=staged.index, dtype=object)
    typed = {column.name: _as_declared(staged.get(column.name, empty), column) for column in columns}
    return pd.DataFrame(typed).reset_index(drop=True)


def _as_declared(values: "pd.Series[Any]", column: Column) -> "pd.Series[Any]":
    if column.holds in ("time", "date"):
        return values.astype("datetime64[us]")
    return values.astype("Int64" if column.holds == "count" or column.name == "caller" else "str")


def _due_times(cases: pd.DataFrame, profile: Profile) -> pd.Series:
    """The ledger's own due time, else the end of the last day that the profile's limit allows."""
    due = cases["due_at"].copy()
    open_ended = (cases["disposition"] == DISPATCHED) & due.isna()
    if not open_ended.any():
        return due
    orders = cases[open_ended]
    limits = orders["request_type"].map(profile.limit.by_request_type).fillna(profile.limit.days).astype(int)
    starts = orders["received_at"].dt.normalize()
    for days in limits.unique():
        chosen = limits.index[limits == days]
        due.loc[chosen] = _limit_days(starts[chosen], int(days), profile) + END_OF_DAY
    return due


def _limit_days(starts: pd.Series, days: int, profile: Profile) -> pd.Series:
    if profile.limit.count == "calendar":
        return starts + pd.Timedelta(days=days)
    ends = days_after(profile, starts.to_numpy("M8[D]"), days)
    return pd.Series(ends, index=starts.index).astype("datetime64[us]")


def days_after(profile: Profile, starts: Dates, count: int) -> Dates:
    """The `count`-th working day after each of `starts`, by the profile's holidays.

    The next year's holidays are asked for only where the last working day lies in it.
    """
    first, last = starts.min().item(), starts.max().item()
    known = workdays_of(profile, first, last)
    if len(known.days) - np.searchsorted(known.days, starts.max(), side="right") < count:
        known = workdays_of(profile, first, date(last.year + 1, 1, 1))
    return known.after(starts, count)


def workdays_of(profile: Profile, first: date, last: date) -> Workdays:
    """The working days of the years from `first` to `last`, by the profile's holidays."""
    return Workdays.of(range(first.year, last.year + 1), profile.holidays)
