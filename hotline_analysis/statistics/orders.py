"""The orders that a bulletin names one by one: late ones, and those carried over from earlier months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from hotline_analysis.errors import ProfileError
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.due import workdays_of
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.workdays import Dates
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube

LATE = ("closed_late", "open_late")


@dataclass(frozen=True)
class Order:
    """One order: where it went, what it is about, what became of it, and by how many days it is late (0: not).

    `days_late` is printed, in the days of the profile's limit. `working_days_late` is None where the
    holidays of the years between are not known and the profile tells lateness in calendar days.
    """

    case_id: str
    unit: str
    kind: str
    summary: str
    received_on: date
    outcome: str
    excluded: bool
    calendar_days_late: int
    working_days_late: int | None
    days_late: Figure

    @property
    def is_closed(self) -> bool:
        return self.outcome in ("on_time", "closed_late")


def late_orders(cube: Cube, month: Month, profile: Profile, *, as_of: date) -> tuple[Order, ...]:
    """The month's late orders: kinds in the profile's order, then units by their longest delay, then by case.

    Those kept out of assessment are not named; nor is any where the ledger lacks units or closing times.
    """
    orders = [one for one in _orders(cube.orders_of(month, "month"), profile, as_of) if not one.excluded]
    worst = {
        order.unit: max(other.days_late.number for other in orders if other.unit == order.unit) for order in orders
    }
    rank = {kind.name: place for place, kind in enumerate(profile.kinds)}
    return tuple(sorted(orders, key=lambda one: (rank[one.kind], -worst[one.unit], one.unit, one.case_id)))


def carried_orders(cube: Cube, month: Month, profile: Profile, *, as_of: date) -> tuple[Order, ...]:
    """Orders of earlier months that were open when the month began (上月结转), oldest first.

    None where the ledger lacks units or closing times.
    """
    return tuple(_orders(cube.orders_of(month, "carried"), profile, as_of))


def _orders(rows: pd.DataFrame, profile: Profile, as_of: date) -> Iterator[Order]:
    if rows.empty or not {"unit", "closed_at"} <= set(profile.ledger.columns):
        return
    unit = "工作日" if profile.limit.lateness == "working" else "自然日"
    told = rows.fillna({"summary": ""}).join(_days_late(rows, profile, as_of))
    for row in told.to_dict("records"):
        rule = f"{'办结日' if row['outcome'] == 'closed_late' else '统计日'} − 应办结日，按{unit}计，不足1天按1天计"
        yield Order(
            case_id=row["case_id"],
            unit=row["unit"],
            kind=row["unit_kind"],
            summary=row["summary"],
            received_on=row["received_at"].date(),
            outcome=row["outcome"],
            excluded=bool(row["excluded"]),
            calendar_days_late=int(row["calendar"]),
            working_days_late=None if pd.isna(row["working"]) else int(row["working"]),
            days_late=Figure(f"overdue.{row['case_id']}", "超期天数", int(row[profile.limit.lateness]), rule=rule),
        )


def _days_late(rows: pd.DataFrame, profile: Profile, as_of: date) -> pd.DataFrame:
    """Columns `calendar` and `working`: days from due day to closing or cut-off, at least 1; 0 where not late."""
    late = rows[rows["outcome"].isin(LATE)]
    due = late["due_at"].to_numpy("M8[D]")
    ended = late["closed_at"].fillna(pd.Timestamp(as_of)).to_numpy("M8[D]")
    calendar, working = (ended - due).astype(np.int64), _working_days(due, ended, profile)
    days = pd.DataFrame({"calendar": calendar, "working": working}, index=late.index, dtype="Int64")
    return days.clip(lower=1).reindex(rows.index, fill_value=0)


def _working_days(due: Dates, ended: Dates, profile: Profile) -> list[int | None]:
    """Year by year, so that an order of a year whose holidays are not known leaves the others their days."""
    found: dict[int, int] = {}
    years = due.astype("M8[Y]")
    for year in np.unique(years):
        places = np.flatnonzero(years == year)
        try:
            known = workdays_of(profile, due[places].min().item(), ended[places].max().item())
        except ProfileError:
            if profile.limit.lateness == "working":
                raise
        else:
            found |= zip(places.tolist(), known.between(due[places], ended[places]).tolist(), strict=True)
    return [found.get(place) for place in range(len(due))]


def days_to_close(cases: pd.DataFrame, profile: Profile, *, as_of: date) -> pd.Series:
    """Days to closing of the given orders closed by `as_of`, from where their limit runs, in the days of the limit.

    A limit runs from 转派, or from receipt where the order has no such time. What the ledger has closed
    before that is left out.
    """
    began = cases["dispatched_at"].fillna(cases["received_at"])
    done = (cases["closed_at"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)) & (cases["closed_at"] >= began)
    starts, ends = began[done].to_numpy("M8[D]"), cases.loc[done, "closed_at"].to_numpy("M8[D]")
    if not done.any() or profile.limit.count == "calendar":
        days = (ends - starts).astype(np.int64)
    else:
        days = workdays_of(profile, starts.min().item(), ends.max().item()).between(starts, ends)
    return pd.Series(days, index=cases.index[done], dtype="int64")
