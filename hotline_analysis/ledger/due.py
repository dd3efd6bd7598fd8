"""When an order is due: the ledger's own due time, else the last day that the profile's limit allows."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from hotline_analysis.ledger.columns import DISPATCHED
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.times import END_OF_DAY
from hotline_analysis.ledger.workdays import Dates, Workdays

GAP, AHEAD = 3, 2
"""A ledger may leave out so many years; what it writes may reach so far past its last year."""


def plausible_years(counts: Mapping[int, int]) -> range:
    """The years about which a ledger with so many rows a year can be: those around its middle without a wide gap.

    >>> plausible_years({2018: 900, 2019: 1000, 2020: 300, 3020: 1, 202: 2})
    range(2017, 2023)
    """
    years = sorted(counts)
    half, running = sum(counts.values()) / 2, 0
    middle = next(year for year in years if (running := running + counts[year]) >= half)
    first = last = middle
    for year in years:
        last = year if 0 < year - last <= GAP else last
    for year in reversed(years):
        first = year if 0 < first - year <= GAP else first
    return range(first - 1, last + AHEAD + 1)


def due_times(cases: pd.DataFrame, profile: Profile) -> pd.Series:
    """The due time of every order; for other cases what the ledger says, if anything.

    An extension (延期至) stands before the ledger's own due time, and that before the limit, which runs
    from the day after the order was sent to the unit, or received where the ledger does not say. An order
    of an absurd year gets none (a finding tells of it); ProfileError for another year whose holidays are
    not known.
    """
    orders = cases["disposition"] == DISPATCHED
    due = cases["extended_to"].fillna(cases["due_at"])
    starts = cases["dispatched_at"].fillna(cases["received_at"]).dt.normalize()
    years = starts.dt.year
    chosen = orders & due.isna() & years.isin(plausible_years(years.value_counts().to_dict()))
    limits = cases["request_type"].map(profile.limit.by_request_type).fillna(profile.limit.days).astype(int)
    for days in limits[chosen].unique():
        here = chosen & (limits == days)
        due = due.mask(here, _limit_days(starts[here], int(days), profile) + END_OF_DAY)
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
