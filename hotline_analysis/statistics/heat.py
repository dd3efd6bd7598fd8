"""The heat of a hotspot, 0 to 100: a judgement in numbers, shown with its parts."""

import numpy as np
import pandas as pd

from hotline_analysis.ledger.rules import Heat

FULL_CALLERS, FULL_REPEATS, FULL_DAYS = 50, 20, 15
"""Callers, repetitions and days of the month at which their part is full; it grows with the logarithm."""

FULL_DOUBLINGS = 3
"""Growth is full at eight times what was to be expected."""

PARTS = tuple(Heat.model_fields)
"""The parts in the order in which they are told; those who call come first."""


def heat(counts: pd.DataFrame, weights: Heat) -> pd.DataFrame:
    """The points of each hotspot: one column a part, named as in the profile, and their sum `heat`, to one decimal.

    `counts` has, of the period, callers, repeats (resubmitted or repeated), days (with a case), cases,
    expected (cases, NaN where there is no history), dissatisfied (share of the answers, 0 to 1) and late
    (share of the cases, 0 to 1). Callers, repeats and days count by log(1 + n), growth by doublings of
    (cases + 1) / (expected + 1), the last two in proportion.

    >>> one = pd.DataFrame({"callers": [50], "repeats": [0], "days": [15], "cases": [7], "expected": [0.0],
    ...                     "dissatisfied": [0.5], "late": [0.0]})
    >>> heat(one, Heat()).iloc[0].to_dict()["heat"]
    75.0
    """
    shares = pd.DataFrame(
        {
            "callers": _grown(counts["callers"], FULL_CALLERS),
            "repeats": _grown(counts["repeats"], FULL_REPEATS),
            "days": _grown(counts["days"], FULL_DAYS),
            "growth": np.log2((counts["cases"] + 1) / (counts["expected"] + 1)) / FULL_DOUBLINGS,
            "dissatisfaction": counts["dissatisfied"],
            "lateness": counts["late"],
        },
        index=counts.index,
    )
    points = shares.astype(float).fillna(0.0).clip(0, 1) * pd.Series(dict(weights), dtype=float)
    points = points[list(PARTS)].round(1)
    return points.assign(heat=points.sum(axis=1).round(1))


def _grown(counts: "pd.Series[int]", full: int) -> "pd.Series[float]":
    grown: pd.Series[float] = np.log1p(counts.astype(float)) / np.log1p(full)
    return grown
