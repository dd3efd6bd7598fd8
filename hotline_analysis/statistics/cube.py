"""Counting: the two queries that touch the cases, and what every other statistic reads from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.ledger.columns import RATINGS
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.month import Month

OUTCOMES = ("on_time", "closed_late", "open_late", "open_not_due")
"""The four states of an order as of a cut-off; an order is in exactly one."""


@dataclass(frozen=True, eq=False)
class Cube:
    """The counts of some months (`tally.sql`) and the orders to name one by one (`late.sql`)."""

    counts: pd.DataFrame
    listed: pd.DataFrame

    def of(self, month: Month) -> pd.DataFrame:
        """The rows of one month; none where it had no case."""
        return self.counts[self.counts["month"] == str(month)]

    def orders_of(self, month: Month, origin: str) -> pd.DataFrame:
        """The month's listed orders of one origin: `month` (its own late ones) or `carried`."""
        return self.listed[(self.listed["month"] == str(month)) & (self.listed["origin"] == origin)]

    @property
    def first(self) -> str:
        """The earliest month with a case, as YYYY-MM; empty where there is none at all."""
        return "" if self.counts.empty else str(self.counts["month"].min())


def count_cases(cases: pd.DataFrame, cut_offs: dict[Month, date], profile: Profile) -> Cube:
    """The cube of the months in `cut_offs`, each as of its (inclusive) cut-off day."""
    import duckdb

    cases = with_endings(cases, profile)
    months = pd.DataFrame(
        [
            (str(month), month.start, (month + 1).start, pd.Timestamp(day + timedelta(days=1)))
            for month, day in cut_offs.items()
        ],
        columns=["month", "start", "stop", "until"],
    )
    ratings = pd.DataFrame(
        [(rating, points, int(rating in profile.rules.satisfied)) for rating, points in RATINGS.items()],
        columns=["rating", "points", "satisfied"],
    )
    with duckdb.connect() as engine:
        engine.register("cases", cases)
        engine.register("cutoffs", months)
        engine.register("ratings", ratings)
        return Cube(*(engine.execute(_query(name)).df() for name in ("tally.sql", "late.sql")))


def with_endings(cases: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """The cases with the times from which their answers count, where the ledger lacks the columns of these.

    Without call-backs a caller's answers are taken as given at the closing; without closings, at the
    call-back, else at receipt. Such a stand-in for a closing tells nothing of lateness.
    """
    columns = profile.ledger.columns
    if "closed_at" not in columns:
        cases = cases.assign(closed_at=cases["called_back_at" if "called_back_at" in columns else "received_at"])
    return cases if "called_back_at" in columns else cases.assign(called_back_at=cases["closed_at"])


def rated(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the cube that rates are worked out from: all but the orders kept out of assessment (剔除考核)."""
    return rows[rows["excluded"] == 0]


def _query(name: str) -> str:
    return files("hotline_analysis.statistics").joinpath(name).read_text(encoding="utf-8")


def cut_off(month: Month, profile: Profile, as_of: date | None = None) -> date:
    """The last day whose events count for `month`: `as_of`, else the month's last day and the profile's days more.

    InputError where `as_of` lies before the month begins.
    """
    if as_of and as_of < month.first:
        raise InputError(f"as_of {as_of} lies before {month} begins. Give a day of that month or later.")
    return as_of or month.last + timedelta(days=profile.rules.cut_off_days_after_month)


def cut_offs_of(months: Iterable[Month], profile: Profile) -> dict[Month, date]:
    """The cut-off day of each month by the profile's rule."""
    return {month: cut_off(month, profile) for month in months}
