"""Everything that the notice on the ledger's quality is written from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hotline_analysis.bulletin.facts import account_bundle
from hotline_analysis.ledger.accounting import Accounting
from hotline_analysis.ledger.columns import DISPATCHED
from hotline_analysis.ledger.due import days_after
from hotline_analysis.ledger.profile import Profile, load_profile
from hotline_analysis.ledger.reading import Audience, read_calls, read_ledger
from hotline_analysis.month import Month, parse_day
from hotline_analysis.statistics.completeness import Filling, blank_cells, filling
from hotline_analysis.statistics.cube import cut_off

BEFORE = 11
"""Months that stand beside this one: a year in all."""


@dataclass(frozen=True, eq=False)
class Quality:
    """A month, its county, the ledger as it was read, and its account.

    `cases` are all that were received up to the cut-off, each with what the ledger says today: a value that
    was written after the cut-off is not blank. In a notebook it shows the account of the rows that were read.
    """

    month: Month
    profile: Profile
    audience: Audience
    as_of: date
    issued_on: date
    cases: pd.DataFrame
    calls: pd.DataFrame | None
    """The call counts of the month up to the cut-off, one row a day."""
    accounts: tuple[Accounting, ...]

    @cached_property
    def of_month(self) -> pd.DataFrame:
        """The cases received in the month."""
        return _within(self.cases, "received_at", self.month, self.as_of)

    @cached_property
    def orders(self) -> pd.DataFrame:
        """The month's cases that were sent to a unit."""
        return self.of_month[self.of_month["disposition"] == DISPATCHED]

    @cached_property
    def received(self) -> "pd.Series[int]":
        """Cases by month of receipt (YYYY-MM): this month and the eleven before, from the first that has a case."""
        months = (self.month - BEFORE).through(self.month)
        counts = [len(_within(self.cases, "received_at", month, self.as_of)) for month in months]
        first = next((place for place, count in enumerate(counts) if count), BEFORE)
        return pd.Series(counts[first:], [str(month) for month in months[first:]], dtype="int64")

    @cached_property
    def earlier(self) -> list[str]:
        """The months of `received` before this one."""
        return [month for month in self.received.index if month != str(self.month)]

    @cached_property
    def filling(self) -> Filling:
        """Cells due and blank by column, of the months of `received`."""
        months = tuple(Month.parse(month) for month in self.received.index)
        return filling(self.cases, self.profile, months, as_of=self.as_of)

    @cached_property
    def blanks(self) -> pd.DataFrame:
        """The month's blank cells: case_id, disposition, unit, column."""
        return blank_cells(self.of_month, self.profile, as_of=self.as_of)

    def has(self, *names: str) -> bool:
        """Whether the ledger has all columns of these names (ledger/columns.py)."""
        return set(names) <= set(self.profile.ledger.columns)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the analyst should know, one line each."""
        found = [warning for account in self.accounts for warning in account.warnings]
        if self.of_month.empty:
            found.append(f"the ledger holds no case of {self.month}; the notice says so.")
        return tuple(found)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        head = {"as_of": str(self.as_of), "issued_on": str(self.issued_on), "issue": ""}
        return account_bundle(self.accounts, self.warnings, **head)


def gather_quality(
    month: str, *, profile: str, ledger: str = "", calls: str = "", audience: Audience = "internal", as_of: str = ""
) -> Quality:
    """The state of the ledger in `month` (YYYY-MM); every option is text, blank for the profile's own.

    `as_of` (YYYY-MM-DD) moves the cut-off; the notice is dated the first working day after it. InputError,
    ProfileError or LedgerError say which of them is wrong.
    """
    when, county = Month.parse(month), load_profile(Path(profile))
    until = cut_off(when, county, parse_day(as_of, "as_of"))
    read = read_ledger(ledger, county, audience=audience)
    counts, call_account = _calls(calls, county)
    return Quality(
        month=when, profile=county, audience=audience, as_of=until,
        issued_on=days_after(county, np.array([until], "M8[D]"), 1)[0].item(),
        cases=read.cases[read.cases["received_at"] < _midnight_after(until)],
        calls=None if counts is None else _within(counts, "day", when, until),
        accounts=(read.accounting, *call_account),
    )  # fmt: skip


def _calls(given: str, profile: Profile) -> tuple[pd.DataFrame | None, tuple[Accounting, ...]]:
    if not given and profile.calls is None:
        return None, ()
    counts, account = read_calls(given, profile)
    return counts, (account,)


def _within(frame: pd.DataFrame, time: str, month: Month, as_of: date) -> pd.DataFrame:
    """The rows whose `time` lies in the month, and not after the cut-off."""
    end = min(_midnight_after(month.last), _midnight_after(as_of))
    return frame[(frame[time] >= month.start) & (frame[time] < end)]


def _midnight_after(day: date) -> pd.Timestamp:
    return pd.Timestamp(day) + pd.Timedelta(days=1)
