"""This month beside the month before, the same month last year, and the thirteen months up to it."""

from decimal import Decimal

import pandas as pd

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import TRANSFERRED
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube
from hotline_analysis.statistics.rates import change

SMALL = 10
"""Below this many cases a change is told in cases: a percentage of so few says nothing."""


def received_in(cube: Cube, month: Month) -> int | None:
    """Cases received in `month`; 0 for an empty month, None for one before the ledger begins."""
    if not cube.first or str(month) < cube.first:
        return None
    return int(cube.of(month)["received"].sum())


def series(cube: Cube, months: tuple[Month, ...]) -> pd.Series:
    """Cases received in each month, indexed YYYY-MM; NaN before the ledger begins, 0 for an empty month."""
    return pd.Series({str(month): received_in(cube, month) for month in months}, dtype="Float64").astype(float)


def change_figure(key: str, label: str, now: int, before: int | None, *, than: str) -> Figure | None:
    """The change since an earlier count: in percent, or in cases where either count is below `SMALL`.

    A change in cases has no denominator. None where the earlier month is not in the ledger.
    """
    if before is None:
        return None
    if min(now, before) < SMALL:
        return Figure(key, label, now - before, rule=f"本月{now}件 − {than}{before}件")
    rule = f"（本月{now}件 − {than}{before}件） ÷ {than}{before}件"
    return Figure(key, label, change(now, before), numerator=now - before, denominator=before, rule=rule)


def changes(
    cube: Cube, month: Month, *, key: str = "", label: str = "", column: str = "", value: str = ""
) -> dict[str, Figure]:
    """环比 (`mom`) and 同比 (`yoy`) of a count, as far as the ledger reaches back; keys are led by `key`.

    The count is of all cases received, or of the kept cases (without 转接) whose `column` holds `value`.
    """
    found: dict[str, Figure] = {}
    for suffix, name, months, than in (("mom", "环比", 1, "上月"), ("yoy", "同比", 12, "上年同月")):
        now, before = (_count(cube, one, column, value) for one in (month, month - months))
        full = f"{key}.{suffix}" if key else suffix
        if figure := change_figure(full, label + name, now or 0, before, than=than):
            found[full] = figure
    return found


def _count(cube: Cube, month: Month, column: str, value: str) -> int | None:
    total = received_in(cube, month)
    if total is None or not column:
        return total
    rows = cube.of(month)
    return int(rows.loc[(rows["disposition"] != TRANSFERRED) & (rows[column] == value), "received"].sum())


def points_figure(key: str, label: str, now: Figure, before: Figure, *, than: str) -> Figure | None:
    """The change of a rate in percentage points; None where either rate does not exist."""
    if not isinstance(now.value, Decimal) or not isinstance(before.value, Decimal):
        return None
    return Figure(key, label, now.value - before.value, rule=f"本月{now.label} − {than}{before.label}，单位为个百分点")
