"""The table of hotspots: what is counted of each, and its heat."""

from datetime import date
from typing import Any

import pandas as pd

from hotline_analysis.ledger.columns import RATINGS
from hotline_analysis.ledger.rules import Heat
from hotline_analysis.month import Month
from hotline_analysis.statistics.again import REPEATED, RESUBMITTED
from hotline_analysis.statistics.heat import heat

DISSATISFIED = tuple(rating for rating, points in RATINGS.items() if points < RATINGS["一般"])


def counted(members: pd.DataFrame, known: pd.DataFrame, *, weights: Heat, as_of: date | None) -> pd.DataFrame:
    """One row a hotspot, indexed by hotspot_id.

    Of the period: cases (without those resubmitted), callers (a case without one is its own), resubmitted,
    repeated, days (with a case), units (most cases first), dissatisfied (share of the answers, 0 to 1, NaN
    without any), late (share of the cases as of `as_of`). before: cases of the equally long period just
    before. expected: the hotspot's share of the history times the cases of the period (NaN without a
    history). Over all: total, months (with a case), first_seen, last_seen. Then the parts of the heat as
    heat_<part>, and heat. `known` is every case that was looked at, those of no hotspot too.
    """
    once = members[members["again"] != RESUBMITTED]
    table = _of_period(members[members["in_period"]], as_of).join(_overall(once))
    table["before"] = _before(once, known).reindex(table.index, fill_value=0)
    past, now = int((~known["in_period"]).sum()), int(known["in_period"].sum())
    earlier = _sizes(once[~once["in_period"]]).reindex(table.index, fill_value=0)
    table["expected"] = earlier * now / past if past else float("nan")
    points = heat(table.assign(repeats=table["resubmitted"] + table["repeated"]), weights)
    return table.join(points.rename(columns={part: f"heat_{part}" for part in points if part != "heat"}))


def _of_period(now: pd.DataFrame, as_of: date | None) -> pd.DataFrame:
    answered = now["result_rating"].notna()
    marks = now.assign(
        once=now["again"] != RESUBMITTED,
        resubmitted=now["again"] == RESUBMITTED,
        repeated=now["again"] == REPEATED,
        unknown=now["caller"].isna(),
        day=now["received_at"].dt.normalize(),
        dissatisfied=now["result_rating"].isin(DISSATISFIED).astype(float).where(answered),
        late=is_late(now, as_of),
    )
    groups = marks.groupby("hotspot_id", sort=True)
    table = groups.agg(
        cases=("once", "sum"), resubmitted=("resubmitted", "sum"), repeated=("repeated", "sum"),
        days=("day", "nunique"), dissatisfied=("dissatisfied", "mean"), late=("late", "mean"),
    )  # fmt: skip
    table.insert(1, "callers", groups["caller"].nunique() + groups["unknown"].sum())
    return table.join(_units(now))


def is_late(cases: pd.DataFrame, as_of: date | None) -> "pd.Series[Any]":
    """Whether each case's order was closed late, or is open and past its due time at the end of `as_of`."""
    until = pd.Timestamp(as_of or cases["received_at"].max()).floor("D") + pd.Timedelta(days=1)
    open_late = cases["closed_at"].isna() & (cases["due_at"] < until)
    late: pd.Series[Any] = (cases["closed_at"] > cases["due_at"]) | open_late
    return late


def _units(now: pd.DataFrame) -> "pd.Series[str]":
    counts = now.dropna(subset=["unit"]).groupby(["hotspot_id", "unit"], sort=True).size().rename("n").reset_index()
    ordered = counts.sort_values(["hotspot_id", "n", "unit"], ascending=[True, False, True])
    return (
        ordered.groupby("hotspot_id")["unit"]
        .agg("、".join)
        .reindex(now["hotspot_id"].unique())
        .fillna("")
        .rename("units")
    )


def _overall(once: pd.DataFrame) -> pd.DataFrame:
    months = once.assign(month=once["received_at"].dt.to_period("M"))
    return months.groupby("hotspot_id").agg(
        total=("case_id", "size"), months=("month", "nunique"),
        first_seen=("received_at", "min"), last_seen=("received_at", "max"),
    )  # fmt: skip


def _before(once: pd.DataFrame, known: pd.DataFrame) -> "pd.Series[int]":
    now = known.loc[known["in_period"], "received_at"]
    if now.empty:
        return pd.Series(dtype=int)
    first, last = Month.of(now.min()), Month.of(now.max())
    times = once["received_at"]
    return _sizes(once[(times >= (first - (last - first + 1)).start) & (times < first.start) & ~once["in_period"]])


def _sizes(cases: pd.DataFrame) -> "pd.Series[int]":
    return cases.groupby("hotspot_id").size()
