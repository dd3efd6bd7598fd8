"""Which of many counts to raise an alarm for, so that few of the alarms are chance."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hotline_analysis.statistics.baseline import Baseline, Counts, Flags, Floats

RUNGS = 80
"""Counts up to which the chance of a false alarm is counted out; above, it is taken for the threshold itself."""
LARGE = 25.0
"""The mean from where it is so taken for the whole series, whose p-values lie close together there."""
TRIED = 0.5
"""p-values above this are no alarms at any rate that makes sense; their q is 1."""


class Group(NamedTuple):
    """Some series with this month's `counts`; a count below `least` of its series is no alarm, however rare.

    `repeats`: how many series alike each one stands for.
    """

    baseline: Baseline
    counts: Counts
    least: Counts
    repeats: Floats


class Alarms(NamedTuple):
    """A value a series, in the order in which they were given; `q`: the least rate at which it is an alarm."""

    p: Floats
    q: Floats
    raised: Flags


def raise_alarms(groups: Sequence[Group], *, fdr: float) -> Alarms:
    """Tests all groups as one family: of the alarms that a reader sees in one list, `fdr` may be chance.

    A cell and the cells that it is a part of rise and fall together; under such positive dependence step-up
    procedures keep their rate (Benjamini & Yekutieli 2001, Annals of Statistics 29, 1165-1188). For the
    step-down one that is used here it is shown by simulation only (tests/statistics/test_surges.py).
    """
    p = np.concatenate([np.where(one.counts >= one.least, one.baseline.tail(one.counts), 1.0) for one in groups])
    q = _q_values(p, *_ladders(groups))
    return Alarms(p, q, q <= fdr)


def needed(groups: Sequence[Group], alarms: Alarms, *, fdr: float) -> Counts:
    """The smallest count of each series that would have been an alarm, the other series being as they are."""
    ladders, repeats = _ladders(groups)
    number = int(alarms.raised.sum())
    own, further = (_threshold(ladders, repeats, fdr * count) for count in (number, number + 1))
    limits = np.split(np.where(alarms.raised, own, further), np.cumsum([len(one.counts) for one in groups])[:-1])
    return np.concatenate([_first_within(one, limit) for one, limit in zip(groups, limits, strict=True)])


def _ladders(groups: Sequence[Group]) -> tuple[Floats, Floats]:
    return np.concatenate([_ladder(one) for one in groups]), np.concatenate([one.repeats for one in groups])


def _ladder(one: Group) -> Floats:
    """The p-values that each series can reach, from that of its least count down."""
    chances = one.baseline.ladder(RUNGS)
    chances[one.baseline.mean > LARGE] = 1.0
    places = np.minimum(one.least[:, None] + np.arange(RUNGS + 1), RUNGS)
    return np.take_along_axis(chances, places, axis=1)


def _false_alarms(ladders: Floats, repeats: Floats, threshold: float) -> float:
    """How many alarms p-values up to `threshold` would raise if nothing had changed, an upper bound.

    A series of few cases reaches few p-values: it gives a false alarm with the chance F of the largest one up
    to the threshold, often far below it. To sum F/(1 - F), not the threshold, is what makes the step-down
    procedure of Doehler, Durand & Roquain (2018, "New FDR bounds for discrete and heterogeneous tests",
    Electronic Journal of Statistics 12, 1867-1900) find more than that of Benjamini & Hochberg (1995).
    """
    above = (ladders > threshold * (1 + 1e-9)).sum(1)
    last = ladders.shape[1] - 1
    reached = ladders[np.arange(len(above)), np.minimum(above, last)]
    chance = np.minimum(np.where(above > last, threshold, reached), 1 - 1e-9)
    return float((repeats * chance / (1 - chance)).sum())


def _q_values(p: Floats, ladders: Floats, repeats: Floats) -> Floats:
    """Expected false alarms over alarms, at each p-value; never less than at a smaller one."""
    levels, places = np.unique(p, return_inverse=True)
    ranks = np.bincount(places).cumsum()
    rates = np.ones(len(levels))
    for place in range(int(np.searchsorted(levels, TRIED))):
        rates[place] = _false_alarms(ladders, repeats, levels[place]) / ranks[place]
        if rates[place] >= 1:
            rates[place:] = 1.0
            break
    found: Floats = np.minimum(1.0, np.maximum.accumulate(rates))[places]
    return found


def _threshold(ladders: Floats, repeats: Floats, allowed: float) -> float:
    """The largest p-value at which no more than `allowed` false alarms are to be expected."""
    low, high = -40.0, 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _false_alarms(ladders, repeats, np.exp(middle)) <= allowed else (low, middle)
    return float(np.exp(low))


def _first_within(one: Group, limits: Floats) -> Counts:
    """The smallest count of each series, not below its least one, whose p-value is within its limit."""
    low, high = one.least - 1, one.least.copy()
    while (beyond := one.baseline.tail(high) > limits).any():
        low, high = np.where(beyond, high, low), np.where(beyond, 2 * high, high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        within = one.baseline.tail(middle) <= limits
        low, high = np.where(within, low, middle), np.where(within, middle, high)
    return high
