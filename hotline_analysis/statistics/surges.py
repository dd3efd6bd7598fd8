"""Surges: units, topics, places and what is where they meet, with more cases this month than their past explains."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.month import Month
from hotline_analysis.statistics.alarms import Group, needed, raise_alarms
from hotline_analysis.statistics.baseline import Baseline, Flags
from hotline_analysis.statistics.surge_cells import Cells, Key, cells_of, number, numbers

BY: tuple[str | tuple[str, ...], ...] = ("unit", "topic", ("unit", "topic"), "township")
"""What is looked at unless told; columns that the cases lack are passed over."""
LEAST_MONTHS = 12
"""Fewer months of the past tell neither how far a count swings nor what a season does: there is no test."""
TELLING = 0.05
"""Below this expectation, which is printed as 0.0, a ratio to it says nothing."""

_NUMBERS = {
    "actual": "int64",
    "expected": "float64",
    "ratio": "float64",
    "p": "float64",
    "q": "float64",
    "surge": "bool",
    "needed": "int64",
    "last_month": "int64",
    "months_used": "int64",
    "seasonal": "bool",
    "new": "bool",
}


def find_surges(
    cases: pd.DataFrame,
    month: Month | str,
    *,
    by: Sequence[str | tuple[str, ...]] = BY,
    months: int = 24,
    fdr: float = 0.10,
    at_least: int = 3,
) -> pd.DataFrame:
    """The cells of `by` with a case in `month` or in the past `months`, the least likely by chance first.

    A row a cell: `by` and `cell` (`unit×topic`, `板桥镇 × 交通运输`), the value of each column named in `by` (None
    where the cell has none), and, counted in cases,
    - `actual`, and `expected`: the cell's share of the past months times this month's volume. Past outbreaks weigh
      less in the share, and what the cell itself has above its share is not in the volume. `ratio`: actual over
      expected, NaN where next to nothing is expected;
    - `p`: the chance of so many cases or more; `q`: the false discovery rate from which on the cell is a surge;
      `surge`: whether that is at most `fdr`. Of ten surges about one may be chance at the usual rate of 0.10;
    - `needed`: the smallest count that would have been a surge, the other cells being as they are. Where it is
      more than twice `expected`, the cell may have doubled unseen;
    - `last_month`: the count in the last of the past months. A wave that has fallen by half since is no surge;
    - `months_used`: the months behind `expected`. The past of a value begins with the month in which the ledger
      first has it. `seasonal`: they are the same season of earlier years, in which the cell has more cases;
    - `new`: the ledger has the value for the first time: a new matter, or a new name. Where such a value meets
      others it is not tested, for there is nothing to compare with.

    A blank is no cell. All cases given count as volume, those of 转接 too. The frame is empty where the ledger
    covers fewer than `LEAST_MONTHS` of the months (`months_covered` tells them) and where `month` has no case.
    InputError for options out of range, and for a `by` that names no column, unless it is the default.

    >>> months = [str(month) for month in Month(2018, 4).through(Month(2020, 4))]
    >>> rows = [(f"{month}-01", unit) for month in months for unit in ("甲镇", "乙镇", "丙镇") for _ in range(4)]
    >>> cases = pd.DataFrame([*rows, *[("2020-04-09", "甲镇")] * 20], columns=["received_at", "unit"])
    >>> found = find_surges(cases.astype({"received_at": "datetime64[us]"}), "2020-04")
    >>> found[["cell", "actual", "expected", "ratio", "surge"]].head(1).values.tolist()
    [['甲镇', 24, 4.0, 6.0, True]]
    """
    when = month if isinstance(month, Month) else Month.parse(month)
    keys = _keys(cases, by)
    _check(months, fdr, at_least)
    past = months_covered(cases, when, months=months)
    if len(past) < LEAST_MONTHS or not (numbers(cases) == number(when)).any():
        return _framed(pd.DataFrame(), keys)
    counted = [(key, *cells_of(cases, key, (*past, when))) for key in keys]
    counted = [one for one in counted if len(one[1])]
    if not counted:
        return _framed(pd.DataFrame(), keys)
    found = assess(
        [cells for *_, cells in counted], season=in_season(past, when), fdr=fdr, at_least=at_least, sensitivity=True
    )
    names = pd.concat([_named(key, names) for key, names, _ in counted], ignore_index=True)
    return _framed(pd.concat([names, found], axis=1), keys)


def months_covered(cases: pd.DataFrame, month: Month, *, months: int = 24) -> tuple[Month, ...]:
    """Those of the `months` before `month` that the ledger covers whole, oldest first.

    A month without any case is missing from the ledger. Its first month is whole where it begins with no
    longer a gap than there is elsewhere between two days with cases, missing months apart.
    """
    days = np.unique(cases["received_at"].to_numpy("M8[D]"))
    if not len(days):
        return ()
    first = Month.of(days[0].item())
    gap = (days[0].item() - first.first).days
    gaps = np.diff(days).astype(int)[np.diff(days.astype("M8[M]")).astype(int) < 2]
    cut = gap >= gaps.max(initial=1)
    held = set(numbers(cases).tolist()) - ({number(first)} if cut else set())
    return tuple(one for one in (month - months).through(month - 1) if number(one) in held)


def in_season(past: Sequence[Month], month: Month) -> Flags:
    """Whether each month is, in an earlier year, the same as `month` or next to it.

    >>> past = Month(2018, 4).through(Month(2020, 3))
    >>> [str(one) for one, same in zip(past, in_season(past, Month(2020, 4))) if same]
    ['2018-04', '2018-05', '2019-03', '2019-04', '2019-05']
    """
    return np.array([month - one > 6 and (month - one + 1) % 12 <= 2 for one in past], bool)


def assess(
    groups: Sequence[Cells], *, season: Flags, fdr: float = 0.10, at_least: int = 3, sensitivity: bool = False
) -> pd.DataFrame:
    """The numbers of `find_surges`, a row a cell, in the order given; every cell must be comparable.

    `sensitivity` adds `needed`, which takes longer than all the rest.
    Pairs of values that never met are tested, too: else those that meet now would be all that could have.
    """
    tested = [_tested(cells, season, at_least) for cells in groups]
    alarms = raise_alarms(tested, fdr=fdr)
    found = pd.concat([_numbers(cells, one) for cells, one in zip(groups, tested, strict=True)], ignore_index=True)
    found["ratio"] = found["actual"] / found["expected"].where(found["expected"] >= TELLING)
    found = found.assign(p=alarms.p, q=alarms.q, surge=alarms.raised)
    if sensitivity:
        found["needed"] = needed(tested, alarms, fdr=fdr)
    return found[found.pop("met")].reset_index(drop=True)


def _tested(cells: Cells, season: Flags, at_least: int) -> Group:
    counts, exposure, repeats = cells.counts, cells.exposure, np.ones(len(cells.counts))
    if cells.unseen:
        counts = np.vstack([counts, np.zeros_like(counts[:1])])
        exposure = np.vstack([exposure, exposure.max(0, keepdims=True)])
        repeats = np.append(repeats, cells.unseen)
    baseline = Baseline.of(counts[:, :-1], exposure[:, :-1], exposure[:, -1], season=season)
    half = np.ceil(counts[:, -2] * exposure[:, -1] / np.maximum(exposure[:, -2], 1) / 2)
    least = np.maximum(np.maximum(at_least, half), np.floor(baseline.mean) + 1).astype(np.int64)
    return Group(baseline, counts[:, -1], least, repeats)


def _numbers(cells: Cells, tested: Group) -> pd.DataFrame:
    """What the counts and the baseline say; `met` is False for the row that stands for pairs that never met."""
    met = np.arange(len(tested.counts)) < len(cells.counts)
    last = np.where(met, np.resize(cells.counts[:, -2], len(met)), 0)
    return pd.DataFrame(
        {
            "actual": tested.counts,
            "expected": tested.baseline.expected,
            "last_month": last,
            "months_used": tested.baseline.months,
            "seasonal": tested.baseline.seasonal,
            "met": met,
        }
    )


def _keys(cases: pd.DataFrame, by: Sequence[str | tuple[str, ...]]) -> list[Key]:
    """The groupings asked for, each once; those of the default as far as the cases have the columns."""
    asked = [(one,) if isinstance(one, str) else tuple(one) for one in ((by,) if isinstance(by, str) else by)]
    missing = [column for key in asked for column in key if column not in cases.columns]
    if missing and tuple(by) != BY:
        raise InputError(
            f"by: '{missing[0]}' is not a column of the cases. Choose among {', '.join(map(str, cases.columns))}."
        )
    return [key for key in dict.fromkeys(asked) if not set(missing) & set(key)]


def _check(months: int, fdr: float, at_least: int) -> None:
    if months < LEAST_MONTHS:
        raise InputError(f"months: {months} is too few to compare with: give at least {LEAST_MONTHS}.")
    if not 0 < fdr < 1:
        raise InputError(f"fdr: {fdr} is not a share: give one between 0 and 1, for example 0.10.")
    if at_least < 1:
        raise InputError(f"at_least: {at_least} cases cannot be a surge: give at least 1.")


def _named(key: Key, names: pd.DataFrame) -> pd.DataFrame:
    cell = names[list(key)].agg(" × ".join, axis=1) if len(names) else pd.Series(dtype="str")
    return names.assign(by="×".join(key), cell=cell)


def _framed(found: pd.DataFrame, keys: Sequence[Key]) -> pd.DataFrame:
    """The columns that are promised, in their order and types, and the rows in theirs."""
    values = list(dict.fromkeys(column for key in keys for column in key))
    table = found.reindex(columns=["by", "cell", *values, *_NUMBERS])
    table = table.astype({"by": "str", "cell": "str"} | dict.fromkeys(values, "str") | _NUMBERS)
    rank = {"×".join(key): place for place, key in enumerate(keys)}
    order = table.assign(rank=table["by"].map(rank)).sort_values(["p", "rank", "cell"], kind="stable").index
    return table.loc[order].reset_index(drop=True)
