"""Which cells are blank where the ledger owes a value, and what its times tell of how it is kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import CASES, DISPATCHED, TRANSFERRED
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.month import Month
from hotline_analysis.statistics.indicators import Figures, ratio

SCOPES = {
    "every": "全部诉求",
    "kept": "在线答复和转办的诉求",
    "orders": "转办工单",
    "fallen": "已办结或到期的转办工单",
    "closed": "已办结的转办工单",
    "ended": "已登记办结时间的诉求",
    "called": "已登记回访时间的诉求",
}
"""Which cases owe a value, by the name of the scope."""

DUE_OF = {
    "channel": "every",
    "level": "every",
    "caller": "every",
    "topic": "every",
    "title": "every",
    "summary": "every",
    "disposition": "every",
    "unit": "kept",
    "dispatched_at": "orders",
    "signed_at": "orders",
    "closed_at": "fallen",
    "called_back_at": "closed",
    "service_rating": "called",
    "result_rating": "called",
    "solved": "called",
    "reply": "ended",
}
"""The columns that can owe a value, and the scope that does.

The rest is left out for a reason: rows without case number, time of receipt or type are rejected; kind of
unit and due time are filled in from the profile when the ledger is read; for counts, flags, extensions and
joint units a blank means none.
"""

REVERSED = {
    "closed_before_received": ("closed_at", "received_at"),
    "called_back_before_closed": ("called_back_at", "closed_at"),
    "dispatched_before_received": ("dispatched_at", "received_at"),
    "signed_before_dispatched": ("signed_at", "dispatched_at"),
}
"""Findings of the ledger (by their key) that compare two times: the first lies before the second."""

FEWEST_IN_BATCH = 5
"""So many closings within one minute are no coincidence in an office that closes a few dozen orders a day."""

WITHIN_HOURS = 24
SECONDS_AN_HOUR = 3600

LABELS = {column.name: column.label for column in CASES}
"""The Chinese terms of ledger/columns.py by our names."""


@dataclass(frozen=True, eq=False)
class Filling:
    """Cells by column (rows, as in DUE_OF) and month (columns, YYYY-MM): those due, and the blank ones of these."""

    due: pd.DataFrame
    blank: pd.DataFrame

    def shares(self) -> pd.DataFrame:
        """Filled cells in percent of those due, NaN where none was due; the first row, `all`, is of all columns."""
        due, blank = (pd.concat([frame.sum().to_frame("all").T, frame]) for frame in (self.due, self.blank))
        return 100 * (due - blank) / due.where(due > 0)

    def figures(self, months: list[str], *, column: str = "", key: str) -> Figures:
        """Of some months, one column or all: `<key>.due`, `<key>.blank` (cells) and `<key>`, the share filled.

        The share is None where nothing was due.
        """
        rows = [column] if column else list(self.due.index)
        due, blank = (int(frame.loc[rows, months].to_numpy().sum()) for frame in (self.due, self.blank))
        label = LABELS[column] if column else "各栏"
        whose = SCOPES[DUE_OF[column]] if column else "应当填写的栏目 × 应当填写该栏的诉求"
        told = (
            Figure(f"{key}.due", f"{label}应填", due, rule=whose),
            Figure(f"{key}.blank", f"{label}空白", blank, rule=f"应填而空白的（{whose}）"),
            ratio(key, f"{label}填写率", due - blank, due, f"已填写 ÷ 应填写（{whose}）"),
        )
        return {figure.key: figure for figure in told}


def due_cells(cases: pd.DataFrame, profile: Profile, *, as_of: date) -> pd.DataFrame:
    """Whether each case owes each column a value: bools, columns of DUE_OF that the ledger has.

    A value is owed by what had happened by `as_of` (inclusive): an order closed later owes no call-back yet.
    """
    scopes = _scopes(cases, profile, pd.Timestamp(as_of) + pd.Timedelta(days=1))
    owed = {name: scopes[scope] for name, scope in DUE_OF.items() if name in profile.ledger.columns}
    return pd.DataFrame(owed, index=cases.index, dtype=bool)


def _scopes(cases: pd.DataFrame, profile: Profile, until: pd.Timestamp) -> dict[str, "pd.Series[bool]"]:
    columns, every = profile.ledger.columns, pd.Series(True, index=cases.index)
    disposition = cases["disposition"]
    orders, sent = disposition == DISPATCHED, disposition.notna() & (disposition != TRANSFERRED)
    ended, called = cases["closed_at"] < until, cases["called_back_at"] < until
    return {
        "every": every,
        # Without dispositions nobody can tell which cases have no unit to name.
        "kept": sent if "disposition" in columns else every,
        "orders": orders,
        "fallen": orders & (ended | (cases["due_at"] < until)),
        "closed": orders & ended,
        "ended": ended,
        "called": called if "called_back_at" in columns else orders & ended,
    }


def blank_cells(cases: pd.DataFrame, profile: Profile, *, as_of: date) -> pd.DataFrame:
    """One row a blank cell where a value is due: case_id, disposition, unit, column; column by column."""
    due = due_cells(cases, profile, as_of=as_of)
    blank = due & cases[due.columns].isna()
    kept = ["case_id", "disposition", "unit"]
    found = [cases.loc[blank[name], kept].assign(column=name).astype("str") for name in map(str, blank.columns)]
    empty = pd.DataFrame(columns=[*kept, "column"], dtype="str")
    return pd.concat([empty, *found], ignore_index=True)


def filling(cases: pd.DataFrame, profile: Profile, months: tuple[Month, ...], *, as_of: date) -> Filling:
    """Cells due and blank by column and month of receipt; columns that nothing was due of are left out."""
    received = cases["received_at"].dt
    number = received.year * 12 + received.month - 1
    names = {month.year * 12 + month.number - 1: str(month) for month in months}
    chosen = cases[number.isin(list(names))]
    due = due_cells(chosen, profile, as_of=as_of)
    by = number[chosen.index].map(names)
    sums = [
        frame.groupby(by).sum().T.reindex(columns=list(names.values()), fill_value=0).astype(int)
        for frame in (due, due & chosen[due.columns].isna())
    ]
    some = sums[0].sum(axis=1) > 0
    return Filling(sums[0][some], sums[1][some])


def reversed_times(cases: pd.DataFrame, key: str) -> pd.DataFrame:
    """The cases whose times stand in the wrong order, by the key of REVERSED."""
    first, second = REVERSED[key]
    return cases[cases[first] < cases[second]]


def without_hour(times: "pd.Series[pd.Timestamp]", *, key: str, label: str) -> Figure:
    """Share of the known times that stand at exactly 0:00, where the hour was most likely not written down.

    >>> times = pd.Series(pd.to_datetime(["2020-04-07 00:00", "2020-04-07 09:30", None]))
    >>> without_hour(times, key="k", label="受理时间").value
    Decimal('50')
    """
    known = times.dropna()
    exact = int((known == known.dt.normalize()).sum())
    return ratio(key, f"{label}无时刻的占比", exact, len(known), f"时刻恰为0时0分的 ÷ 已登记的{label}")


def batched(orders: pd.DataFrame) -> pd.DataFrame:
    """The orders closed within one minute with at least FEWEST_IN_BATCH - 1 others, and that `minute`.

    0:00 is a day without an hour, not a minute.
    """
    closed = orders["closed_at"]
    timed = orders.assign(minute=closed.where(closed != closed.dt.normalize()).dt.floor("min"))
    found: pd.DataFrame = timed[timed.groupby("minute")["minute"].transform("size") >= FEWEST_IN_BATCH]
    return found


def batches(orders: pd.DataFrame) -> "pd.Series[int]":
    """Closings by minute, of the minutes of `batched`; most first."""
    counts: pd.Series[int] = batched(orders).groupby("minute").size()
    return counts.sort_values(ascending=False, kind="stable")


def batch_figure(orders: pd.DataFrame) -> Figure:
    """Share of the closed orders whose closing shares its minute with at least FEWEST_IN_BATCH − 1 others."""
    closed = int(orders["closed_at"].notna().sum())
    rule = f"办结时间在同一分钟内不少于{FEWEST_IN_BATCH}件的工单 ÷ 已登记办结时间的转办工单"
    return ratio("batch.share", "集中登记占比", len(batched(orders)), closed, rule)


def lags(cases: pd.DataFrame, first: str, second: str, *, key: str) -> Figures:
    """Hours from one time to another: `<key>.hours`, their median, and `<key>.day`, the share within 24 hours.

    A pair counts where both times are known to the hour and stand in their order; None where there is no pair.
    """
    pair = cases[[first, second]].dropna()
    timed = (pair[first] != pair[first].dt.normalize()) & (pair[second] != pair[second].dt.normalize())
    seconds = (pair[second] - pair[first])[timed & (pair[second] >= pair[first])].dt.total_seconds()
    words = f"{LABELS[first]}至{LABELS[second]}"
    median = Decimal(str(seconds.median())) / SECONDS_AN_HOUR if len(seconds) else None
    within = int((seconds <= WITHIN_HOURS * SECONDS_AN_HOUR).sum())
    rule = f"{WITHIN_HOURS}小时以内的 ÷ 两个时间齐全、有时刻且先后无误的工单"
    told = (
        Figure(f"{key}.hours", f"{words}用时", median, denominator=len(seconds), rule=f"{len(seconds)}件用时的中位数"),
        ratio(f"{key}.day", f"{words}{WITHIN_HOURS}小时以内的占比", within, len(seconds), rule),
    )
    return {figure.key: figure for figure in told}


def daily(cases: pd.DataFrame, calls: pd.DataFrame) -> pd.DataFrame:
    """One row a day of the call counts: day, answered, and the cases received on it."""
    received = cases["received_at"].dt.normalize().value_counts()
    counts = calls.groupby("day")["answered"].sum().reset_index()
    return counts.assign(received=counts["day"].map(received).fillna(0).astype(int))


def silent_days(days: pd.DataFrame) -> list[date]:
    """The days of `daily` on which calls were answered and no case was received."""
    return [day.date() for day in days.loc[(days["answered"] > 0) & (days["received"] == 0), "day"]]
