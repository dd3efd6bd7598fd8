"""The counts in which a surge is looked for: how many cases of each unit, topic, or pair of them came in each month."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Self

import numpy as np
import pandas as pd

from hotline_analysis.month import Month
from hotline_analysis.statistics.baseline import Counts, Flags, Floats

Key = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cells:
    """The counts of one grouping of the cases: cells x months, this month last.

    `exposure` is how many other cases there were, 0 where the cell could have none. Without a cell's own
    cases its surge does not raise what is expected of it. `unseen`: how many pairs of known values have no case.
    """

    counts: Counts
    exposure: Floats
    unseen: int = 0

    @classmethod
    def of(cls, counts: Counts, volume: Counts, *, known: Flags | None = None, unseen: int = 0) -> Self:
        """From `counts` and each month's `volume` of all cases; `known` is false before a cell's name existed."""
        others = (volume - counts).astype(float)
        return cls(counts, others if known is None else np.where(known, others, 0.0), unseen)

    @property
    def comparable(self) -> Flags:
        """Whether there were other cases, now and in a month of the past: a cell that is all has no share."""
        return np.asarray((self.exposure[:, -1] > 0) & (self.exposure[:, :-1] > 0).any(1))

    def only(self, kept: Flags) -> Self:
        """Some of the cells."""
        return type(self)(self.counts[kept], self.exposure[kept], self.unseen)


def number(month: Month) -> int:
    """Months since the year 0."""
    return 12 * month.year + month.number - 1


def numbers(cases: pd.DataFrame) -> Counts:
    """The number of the month in which each case was received."""
    return cases["received_at"].to_numpy("M8[M]").astype(np.int64) + 12 * 1970


def cells_of(cases: pd.DataFrame, key: Key, months: Sequence[Month]) -> tuple[pd.DataFrame, Cells]:
    """The cells of `key` that can be compared, by name, and their counts in `months`, the one under test last.

    The frame has a column for each of `key`, and `new`: the ledger has the value for the first time.
    """
    stamps, wanted = numbers(cases), [number(month) for month in months]
    told = (cases[list(key)].notna() & (cases[list(key)].astype("str") != "")).all(axis=1).to_numpy()
    kept = cases.loc[told, list(key)].astype("str").assign(month=stamps[told])
    kept = kept[kept["month"] <= wanted[-1]]
    began = {one: kept.groupby(one)["month"].min() for one in key}
    counts = kept[kept["month"].isin(wanted)].groupby([*key, "month"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=wanted, fill_value=0)
    names = counts.index.to_frame(index=False)
    first = names.apply(lambda column: column.map(began[str(column.name)])).max(axis=1).to_numpy(np.int64)
    names["new"] = first == wanted[-1]
    volume = np.array([(stamps == one).sum() for one in wanted])
    known = (first[:, None] <= np.array(wanted)) | names[["new"]].to_numpy()
    cells = Cells.of(counts.to_numpy(np.int64), volume, known=known, unseen=_unseen(began, names, wanted[-1]))
    tested = cells.comparable & (~names["new"].to_numpy() if len(key) > 1 else True)
    return names[tested].reset_index(drop=True), cells.only(tested)


def _unseen(began: dict[str, pd.Series], names: pd.DataFrame, this: int) -> int:
    """Pairs of values that the ledger knew before `this` month and that have no cell; 0 for single values."""
    if len(began) == 1:
        return 0
    return max(0, prod(int((months < this).sum()) for months in began.values()) - int((~names["new"]).sum()))
