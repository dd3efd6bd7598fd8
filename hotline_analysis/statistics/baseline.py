"""What a count would be if nothing had changed: its rate in the past, how far it swings, and the chance of more.

Many short series of small counts are looked at together. The steps are those of Noufaily et al. (2013, "An
improved algorithm for outbreak detection in multiple surveillance systems", Statistics in Medicine 32(7),
1206-1222): past outbreaks weigh less, and the tail is a negative binomial one. What is different is the
dispersion: each series is given all dispersions at once, each as likely as the series itself and those of like
size make it. One value a series, fitted to two dozen small counts, is too low as often as not, and false alarms
follow (docs/measured.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

DISPERSIONS = np.array([1e-4, 0.03, 0.06, 0.12, 0.25, 0.5, 1, 2, 4, 8, 16])
"""The dispersions that a series may have: the variance of a count of mean m is m + dispersion x m^2."""
SIZES = (0.15, 0.5, 1.5, 4.0)
"""Means a month that part the series into those of like size: a rare one tells little of a frequent one."""
FEW = 12
"""Fewer series than this are no group of their own."""
DOUBT = 3.0
"""The weight, in series, of what is known from more frequent ones beside what a group's own say."""
STEPS = 50
"""Steps of the EM algorithm that finds how common each dispersion is in a group."""
UNSEEN = 0.75
"""The part of a case added to the past, that a series never seen be expected at all.

Between Jeffreys' prior of a rate (1/2) and a flat one (1). With 1/2 and clumped cases, false alarms are too many in
series without any case in the past; with 1, four cases there are found seldom (docs/measured.md).
"""
OUTLYING = 2.58
"""Standard deviations above its mean from where a past count weighs less (Noufaily et al. 2013: the upper 0.5%)."""
SEASONAL = 0.01
"""A season has its own rate where so many cases in it have at most this chance."""


@dataclass(frozen=True, eq=False)
class Baseline:
    """What to expect of each series now."""

    expected: Floats
    """The rate of the past times the exposure now; `mean`, that of the distribution, has `UNSEEN` in it."""
    mean: Floats
    sizes: Floats
    """Series x dispersions: the sizes of negative binomials that hold the doubt about the mean, too."""
    chances: Floats
    """Series x dispersions: how likely each is; a row sums to 1."""
    seasonal: Flags
    """Whether the rate is that of the same season in earlier years, which lies above that of the whole year."""
    months: Counts
    """Months that the rate is from."""

    @classmethod
    def of(cls, counts: Counts, exposure: Floats, now: Floats, *, season: Flags) -> Self:
        """From `counts` and `exposure`, series x months (0: not observed), and the `exposure` of each series now.

        `season` marks the months of earlier years in the same season. A series needs one observed month at least.
        """
        seasonal = _seasonal(counts, exposure, season)
        seen = np.where(seasonal[:, None] & ~season, 0.0, exposure)
        counts, weights = np.where(seen > 0, counts, 0), np.where(seen > 0, 1.0, 0.0)
        mean, chances = _fitted(counts, seen, weights)
        for _ in range(2):
            weights = np.where(seen > 0, _weights(counts, mean, chances), 0.0)
            mean, chances = _fitted(counts, seen, weights)
        cases, whole = (weights * counts).sum(1), (weights * seen).sum(1)
        uneven = (weights * seen**2).sum(1) / whole**2
        doubt = 1 / (cases + UNSEEN)[:, None] + DISPERSIONS * uneven[:, None]
        return cls(
            expected=cases / whole * now,
            mean=(cases + UNSEEN) / whole * now,
            sizes=1 / (DISPERSIONS + doubt),
            chances=chances,
            seasonal=seasonal,
            months=(seen > 0).sum(1),
        )

    def tail(self, least: Counts) -> Floats:
        """The chance of at least so many cases, a value a series.

        The predictive distribution of a count whose mean is known from the past only: its relative variance
        about `mean` is that of the count (1/mean + dispersion) and that of the rate (1/past cases + dispersion
        over the months).
        """
        found: Floats = (self.chances * _upper(least[:, None], self.mean[:, None], self.sizes)).sum(1)
        return found

    def ladder(self, rungs: int) -> Floats:
        """The chance of at least 0, 1, 2, ... `rungs` cases, series x (rungs + 1)."""
        odds = self.mean[:, None] / (self.sizes + self.mean[:, None])
        one = self.chances * np.exp(self.sizes * np.log1p(-odds))
        each = np.empty((len(self.mean), rungs))
        for count in range(rungs):
            each[:, count] = one.sum(1)
            one = one * odds * (self.sizes + count) / (count + 1)
        beyond = self.tail(np.full(len(self.mean), rungs))
        found: Floats = np.minimum(1.0, np.column_stack([each, beyond])[:, ::-1].cumsum(1)[:, ::-1])
        return found


def _upper(least: NDArray[np.generic], mean: Floats, size: Floats | float) -> Floats:
    """The chance that a negative binomial count of `mean` and `size` (1/dispersion) is at least `least`, if above 0."""
    return np.asarray(special.betainc(np.maximum(least, 1e-9), size, mean / (size + mean)), float)


def _seasonal(counts: Counts, exposure: Floats, season: Flags) -> Flags:
    """Whether more of a series' cases fell in the season than chance puts there, given how many there were."""
    cases, part = counts.sum(1), exposure[:, season].sum(1) / exposure.sum(1)
    within = (counts * (exposure > 0))[:, season].sum(1)
    inside = (part > 0) & (part < 1) & (within > 0)
    chance = special.betainc(np.maximum(within, 1), np.maximum(cases - within, 0) + 1, np.where(inside, part, 0.5))
    return np.asarray(inside & (chance <= SEASONAL))


def _fitted(counts: Counts, exposure: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The mean of each month, and the chances of the dispersions: those in the group times the series' own.

    How common each dispersion is, is taken from group to group, for rare series tell little of it.
    """
    rate = ((weights * counts).sum(1) + UNSEEN) / (weights * exposure).sum(1)
    mean = rate[:, None] * exposure
    own = _likelihood(counts, mean)
    chances, common = np.empty_like(own), np.full(len(DISPERSIONS), 1 / len(DISPERSIONS))
    for group in _groups(mean.sum(1) / (exposure > 0).sum(1)):
        common = _common(own[group], common)
        chances[group] = own[group] * common
    return mean, chances / chances.sum(1, keepdims=True)


def _likelihood(counts: Counts, mean: Floats) -> Floats:
    """Series x dispersions: the likelihood of each dispersion, in proportion to the greatest of the series.

    A count far above its mean tells only that it was above: a past outbreak must not pass for a wide swing. The
    last term is for the mean, fitted to the same counts (Cox & Reid 1987, as in McCarthy et al. 2012, edgeR).
    """
    far = np.maximum(3, np.ceil(mean + OUTLYING * np.sqrt(mean))).astype(int)
    near, series, month = counts < far, *np.nonzero(counts >= far)
    found = np.empty((len(counts), len(DISPERSIONS)))
    for place, dispersion in enumerate(DISPERSIONS):
        size = 1 / dispersion
        rising = special.gammaln(size + np.arange(counts.max() + 1)) - special.gammaln(size)
        each = rising[counts] - counts * np.log(size) - (size + counts) * np.log1p(dispersion * mean)
        above = np.log(np.maximum(_upper(far[series, month], mean[series, month], size), 1e-300))
        known = (mean / (1 + dispersion * mean)).sum(1)
        found[:, place] = (each * near).sum(1) + np.bincount(series, above, len(counts)) - np.log(known) / 2
    return np.asarray(np.exp(found - found.max(1, keepdims=True)))


def _groups(mean: Floats) -> Iterator[NDArray[np.intp]]:
    """The places of series of like size, the frequent ones first; a small group goes with the next."""
    sizes, waiting = np.digitize(mean, SIZES), np.array([], np.intp)
    left = len(mean)
    for size in reversed(range(len(SIZES) + 1)):
        waiting = np.concatenate([waiting, np.flatnonzero(sizes == size)])
        if (len(waiting) >= FEW and left - len(waiting) >= FEW) or len(waiting) == left:
            yield waiting
            left, waiting = left - len(waiting), np.array([], np.intp)
            if not left:
                return


def _common(own: Floats, before: Floats) -> Floats:
    """How common each dispersion is among some series, and `before` (nonparametric empirical Bayes: Laird 1978)."""
    common = before
    for _ in range(STEPS):
        found = common * ((1 / (own @ common)) @ own)
        common = (found + DOUBT * before) / (len(own) + DOUBT)
    return common


def _weights(counts: Counts, mean: Floats, chances: Floats) -> Floats:
    """1 for a count that may be, less the further it lies above its mean: the square of `OUTLYING` over its z-score.

    The z-score is that of the negative binomial tail. The residuals of the paper, of 2/3 powers, call one case
    in twenty months an outlier where the mean is 0.05.
    """
    swing = np.sqrt(mean + (chances @ DISPERSIONS)[:, None] * mean**2)
    series, month = np.nonzero(counts > mean + 1.5 * swing)
    sizes = np.broadcast_to(1 / DISPERSIONS, (len(series), len(DISPERSIONS)))
    upper = (chances[series] * _upper(counts[series, month][:, None], mean[series, month][:, None], sizes)).sum(1)
    weights = np.ones(counts.shape)
    weights[series, month] = np.minimum(1.0, (OUTLYING / np.maximum(-special.ndtri(upper), OUTLYING)) ** 2)
    return weights
