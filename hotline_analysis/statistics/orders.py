"""The orders that a bulletin names one by one: late ones, and those carried over from earlier months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import workdays_of
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube

Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Order:
    """One order: where it went, what it is about, what became of it, and by how many days it is late (0: not)."""

    case_id: str
    unit: str
    kind: str
    summary: str
    received_on: date
    outcome: str
    days_late: Figure

    @property
    def is_closed(self) -> bool:
        return self.outcome in ("on_time", "closed_late")


def late_orders(cube: Cube, month: Month, profile: Profile, *, as_of: date) -> tuple[Order, ...]:
    """The month's late orders: kinds in the profile's order, then units by their longest delay, then by case."""
    orders = tuple(_orders(cube.orders_of(month, "month"), profile, as_of))
    worst = {
        order.unit: max(other.days_late.number for other in orders if other.unit == order.unit) for order in orders
    }
    rank = {kind.name: place for place, kind in enumerate(profile.kinds)}
    return tuple(sorted(orders, key=lambda one: (rank[one.kind], -worst[one.unit], one.unit, one.case_id)))


def carried_orders(cube: Cube, month: Month, profile: Profile, *, as_of: date) -> tuple[Order, ...]:
    """Orders of earlier months that were open when the month began (上月结转), oldest first."""
    return tuple(_orders(cube.orders_of(month, "carried"), profile, as_of))


def _orders(rows: pd.DataFrame, profile: Profile, as_of: date) -> Iterator[Order]:
    if rows.empty:
        return
    ended = rows["closed_at"].fillna(pd.Timestamp(as_of))
    days = _lateness(rows["due_at"], ended, profile)
    unit = "工作日" if profile.limit.lateness == "working" else "自然日"
    received_on = rows["received_at"].dt.date
    texts = rows[["case_id", "unit", "unit_kind", "summary", "outcome"]].fillna("").to_numpy()
    for (case_id, name, kind, summary, outcome), day, late in zip(texts, received_on, days, strict=True):
        count = max(1, int(late)) if outcome in ("closed_late", "open_late") else 0
        rule = f"{'办结日' if outcome == 'closed_late' else '统计日'} − 应办结日，按{unit}计，不足1天按1天计"
        figure = Figure(f"overdue.{case_id}", "超期天数", count, rule=rule)
        yield Order(case_id, name, kind, summary, day, outcome, figure)


def _lateness(due: "pd.Series[pd.Timestamp]", ended: "pd.Series[pd.Timestamp]", profile: Profile) -> Days:
    starts, ends = due.fillna(ended).to_numpy("M8[D]"), ended.to_numpy("M8[D]")
    if profile.limit.lateness == "calendar":
        return np.asarray((ends - starts).astype(np.int64))
    first, last = min(starts.min(), ends.min()).item(), max(starts.max(), ends.max()).item()
    return workdays_of(profile, first, last).between(starts, ends)


def days_to_close(cases: pd.DataFrame, profile: Profile, *, as_of: date) -> pd.Series:
    """Days from receipt to closing of the given orders closed by `as_of`, in the days of the profile's limit.

    An order that the ledger has closed before it was received is left out.
    """
    closed = cases[cases["closed_at"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    closed = closed[closed["closed_at"] >= closed["received_at"]]
    starts, ends = closed["received_at"].to_numpy("M8[D]"), closed["closed_at"].to_numpy("M8[D]")
    if closed.empty or profile.limit.count == "calendar":
        return pd.Series((ends - starts).astype(int), index=closed.index, dtype="int64")
    days = workdays_of(profile, starts.min().item(), ends.max().item()).between(starts, ends)
    return pd.Series(days, index=closed.index, dtype="int64")
