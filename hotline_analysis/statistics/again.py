"""The same caller with the same matter again: sent once more while it is open, or come back after it was closed."""

from typing import Any

import numpy as np
import pandas as pd

RESUBMITTED, REPEATED = "resubmitted", "repeated"

SAME_MATTER = 0.3
"""Cosine of two texts of one caller within one hotspot from which on they are about one matter."""

STILL_OPEN = pd.Timedelta(days=30)
"""Where a ledger has no closing times, a matter is taken as open for so long: the limit of the longest orders."""


def mark_again(cases: pd.DataFrame, labels: "np.typing.NDArray[np.int64]", vectors: Any) -> pd.DataFrame:
    """For each case in order of time: `previous`, the caller's last case of the same matter, and `again`.

    `again` is `resubmitted` where that one was still open when this came in, `repeated` (重复诉求) where it
    had been closed before, blank for what is no repetition. Cases without a caller repeat nothing.
    """
    known = cases.assign(label=labels, place=range(len(cases)), closed=_closed(cases))
    known = known[known["caller"].notna()].sort_values(["label", "caller", "received_at", "case_id"], kind="stable")
    before = known.groupby(["label", "caller"], sort=False)[["place", "case_id", "closed"]].shift()
    pairs = known[["place", "received_at"]].join(before.add_suffix("_before")).dropna(subset=["place_before"])
    pairs = pairs[_alike(vectors, pairs)]
    again = np.where(pairs["closed_before"] <= pairs["received_at"], REPEATED, RESUBMITTED)
    found = pd.DataFrame({"previous": pairs["case_id_before"], "again": again}, index=pairs.index)
    return found.reindex(cases.index).fillna({"again": ""})


def _closed(cases: pd.DataFrame) -> "pd.Series[Any]":
    """When each case was closed; never for an open one."""
    if "closed_at" not in cases or cases["closed_at"].isna().all():
        return cases["received_at"] + STILL_OPEN
    return cases["closed_at"].fillna(pd.Timestamp.max.floor("s"))


def _alike(vectors: Any, pairs: pd.DataFrame) -> "np.typing.NDArray[np.bool_]":
    if pairs.empty:
        return np.empty(0, bool)
    one, other = (vectors[pairs[name].to_numpy(np.int64)] for name in ("place", "place_before"))
    alike: np.typing.NDArray[np.bool_] = np.asarray(one.multiply(other).sum(axis=1)).ravel() >= SAME_MATTER
    return alike
