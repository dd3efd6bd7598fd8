"""Figures that need a column which not every ledger has; without the column there is no such figure."""

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import DISPATCHED, TRANSFERRED
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.statistics.cube import rated
from hotline_analysis.statistics.indicators import Figures, kept_label, ratio

SECONDS_A_DAY = 86_400


def optional_figures(rows: pd.DataFrame, profile: Profile) -> Figures:
    """签收率, 退单率, 重办率, 解决率, 平均办理时长 (days), then 督办, 协办 and 涉企 counts, as far as columns allow.

    `rows` are one month's of the cube. Rates and the mean leave out the orders kept out of assessment,
    counts hold them. A figure with nothing to divide by is None. Ledgers keep no time of 退单, 重办, 督办
    and 协办, so these count as they stand, whatever the cut-off.
    """
    found = (*_rates(rated(rows), profile), *_days(rated(rows), profile), *_counts(rows, profile))
    return {figure.key: figure for figure in found}


def _rates(rows: pd.DataFrame, profile: Profile) -> Iterator[Figure]:
    columns, sums = profile.ledger.columns, _sums(rows)
    orders = int(rows.loc[rows["disposition"] == DISPATCHED, "received"].sum())
    closed = sums["on_time"] + sums["closed_late"]
    if "signed_at" in columns:
        yield ratio("sign_rate", "签收率", sums["signed"], orders, "截至统计日已签收的工单 ÷ 转办工单")
    if "returns" in columns:
        yield ratio("return_rate", "退单率", sums["returned"], orders, "有退单的工单 ÷ 转办工单")
    if {"redos", "closed_at"} <= set(columns):
        yield ratio("redo_rate", "重办率", sums["redone"], closed, "有重办的已办结工单 ÷ 已办结工单")
    if "solved" in columns:
        asked = "已回访并答复是否解决的工单" if "called_back_at" in columns else "填有是否解决的已办结工单"
        yield ratio("solved_rate", "解决率", sums["solved"], sums["solved_answered"], f"已解决的工单 ÷ {asked}")


def _days(rows: pd.DataFrame, profile: Profile) -> Iterator[Figure]:
    """Days from 转派, or from receipt where an order has no such time; what ends before it begins is left out."""
    if not {"dispatched_at", "closed_at"} <= set(profile.ledger.columns):
        return
    days, orders = Decimal(int(rows["seconds"].sum())) / SECONDS_A_DAY, int(rows["timed"].sum())
    rule = "转派至办结的天数合计 ÷ 已办结工单（无转派时间的自受理时起算，办结早于起算时间的不计）"
    mean = days / orders if orders else None
    yield Figure("mean_days", "平均办理时长", mean, numerator=days, denominator=orders, rule=rule)


def _counts(rows: pd.DataFrame, profile: Profile) -> Iterator[Figure]:
    columns, sums = profile.ledger.columns, _sums(rows)
    if "urgings" in columns:
        yield Figure("urged", "督办工单", sums["urged"], rule="有督办的转办工单")
    if "co_units" in columns:
        yield Figure("joint", "协办工单", sums["joint"], rule="有协办单位的转办工单")
    if "business" in columns:
        kept, label = _sums(rows[rows["disposition"] != TRANSFERRED]), kept_label(profile)
        yield Figure("business", "涉企诉求", kept["business"], rule=f"{label}中的涉企诉求")
        yield ratio("business.share", "涉企诉求占比", kept["business"], kept["received"], f"涉企诉求 ÷ {label}")


def _sums(rows: pd.DataFrame) -> dict[str, int]:
    return {str(name): int(total) for name, total in rows.select_dtypes("number").sum().items()}
