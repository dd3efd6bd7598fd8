"""An attachment's figures: every unit of a kind with its orders, its late ones, its rates, and the total."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import DISPATCHED
from hotline_analysis.ledger.profile import Kind, Profile
from hotline_analysis.statistics.cube import OUTCOMES, rated
from hotline_analysis.statistics.rates import deduction, graded, mean, share

TOTAL = "合计"
COUNTS = ("received", *OUTCOMES, "excluded")
RATES = ("on_time_rate", "satisfaction")
_SUMS = ("received", *OUTCOMES, "result_answered", "result_satisfied", "result_points")


@dataclass(frozen=True)
class Line:
    """One line of an attachment: a unit's (or the total's) figures by the English name of their column.

    Counts are of all its orders; rates leave out its `excluded` ones, which have no column of their own.
    Without closing times in the ledger the outcomes and the on-time rate are None.
    """

    unit: str
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Scorecard:
    """One kind's attachment: its total and its units with orders, in the official order."""

    number: int
    kind: str
    total: Line
    lines: tuple[Line, ...]


def headers(profile: Profile) -> dict[str, str]:
    """The columns of an attachment: English name and printed header."""
    on_time = profile.document.on_time_label
    return {
        "received": "受理量（件）",
        "on_time": f"{on_time}量（件）",
        "closed_late": "逾期办结量（件）",
        "open_late": "逾期未办结量（件）",
        "open_not_due": "在办未到期量（件）",
        "excluded": "剔除考核量（件）",
        "on_time_rate": f"{on_time}率（%）",
        "satisfaction": "群众对处理结果满意率（%）",
    }


def scorecards(rows: pd.DataFrame, profile: Profile) -> tuple[Scorecard, ...]:
    """The attachment of each kind, from one month's rows of the cube; a kind without orders has no lines."""
    orders = rows[rows["disposition"] == DISPATCHED]
    sums, in_rates = _by_unit(orders), _by_unit(rated(orders))
    return tuple(
        _scorecard(number, kind, sums, in_rates.reindex(sums.index, fill_value=0), profile)
        for number, kind in enumerate(profile.kinds, 1)
    )


def _by_unit(orders: pd.DataFrame) -> pd.DataFrame:
    return orders.groupby("unit")[list(_SUMS)].sum().astype(int)


def _scorecard(number: int, kind: Kind, sums: pd.DataFrame, in_rates: pd.DataFrame, profile: Profile) -> Scorecard:
    annex, units = f"attachment_{number}", [unit.name for unit in kind.units if unit.name in sums.index]
    lines = tuple(_line(annex, unit, sums.loc[[unit]].sum(), in_rates.loc[[unit]].sum(), profile) for unit in units)
    total = _line(annex, TOTAL, sums.loc[units].sum(), in_rates.loc[units].sum(), profile, lines=lines)
    return Scorecard(number, kind.name, total, lines)


def _line(
    annex: str, unit: str, sums: pd.Series, in_rates: pd.Series, profile: Profile,
    *, lines: tuple[Line, ...] | None = None,
) -> Line:  # fmt: skip
    titles = headers(profile)
    if lines is not None and profile.rules.total_rate == "mean_of_units":
        rates = {name: _mean_of_units(lines, name) for name in RATES}
    else:
        rates = {
            "on_time_rate": _on_time_rate(in_rates, profile, total=lines is not None),
            "satisfaction": _satisfaction(in_rates, profile),
        }
    figures = _counts(sums, in_rates, profile) | rates
    return Line(unit, {name: _named(figure, annex, unit, titles[name]) for name, figure in figures.items()})


def _counts(sums: pd.Series, in_rates: pd.Series, profile: Profile) -> dict[str, Figure]:
    closings = "closed_at" in profile.ledger.columns
    excluded = int(sums["received"] - in_rates["received"])
    return {
        "received": Figure("", "", int(sums["received"]), rule="转办该单位的工单"),
        **{name: Figure("", "", int(sums[name]) if closings else None) for name in OUTCOMES},
        "excluded": Figure("", "", excluded, rule="计入各栏件数、不计入各项比率的工单"),
    }


def _named(figure: Figure, annex: str, unit: str, header: str) -> Figure:
    label = f"{unit}{header.removesuffix('（件）').removesuffix('（%）')}"
    return Figure(
        f"{annex}.{unit}.{header}", label, figure.value,
        numerator=figure.numerator, denominator=figure.denominator, rule=figure.rule or "截至统计日的工单数",
    )  # fmt: skip


def _on_time_rate(sums: pd.Series, profile: Profile, *, total: bool) -> Figure:
    """By the profile's rule; a pooled total is always the plain share, as points cannot be deducted from a sum."""
    if "closed_at" not in profile.ledger.columns:
        return Figure("", "", None)
    late = int(sums["closed_late"] + sums["open_late"])
    fell_due = int(sums["on_time"]) + late
    if profile.rules.on_time_rate == "deduction" and not total:
        points = profile.rules.deduction_points
        return Figure(
            "", "", deduction(late, fell_due, points=points), rule=f"100% − {points}个百分点 × 逾期{late}件，扣完为止"
        )
    on_time = int(sums["on_time"])
    return Figure(
        "",
        "",
        share(on_time, fell_due),
        numerator=on_time,
        denominator=fell_due,
        rule="按时办结 ÷ 按时、逾期办结与逾期未办结之和",
    )


def _satisfaction(sums: pd.Series, profile: Profile) -> Figure:
    answered = int(sums["result_answered"])
    if profile.rules.satisfaction == "graded":
        points = int(sums["result_points"])
        value, part, rule = (graded(points, answered), points, "五档评价得分合计（100、75、50、25、0） ÷ 评价数")
    else:
        part = int(sums["result_satisfied"])
        value, rule = share(part, answered), "满意 ÷ 评价数"
    return Figure("", "", value, numerator=part, denominator=answered, rule=rule)


def _mean_of_units(lines: tuple[Line, ...], name: str) -> Figure:
    rates = [line.figures[name].value for line in lines]
    known = [rate for rate in rates if isinstance(rate, Decimal)]
    return Figure(
        "", "", mean(known), numerator=sum(known, Decimal(0)), denominator=len(known), rule="各项比率之和 ÷ 项数"
    )


def county_satisfaction(cards: tuple[Scorecard, ...], rows: pd.DataFrame, profile: Profile) -> Figure:
    """群众对诉求处理结果满意率 of the county: the mean of the attachments' totals, or pooled, by the profile's rule.

    It is pooled too where the ledger names no units, and so has no attachments.
    """
    label = "群众对诉求处理结果满意率"
    if profile.rules.county_satisfaction == "mean_of_annexes" and "unit" in profile.ledger.columns:
        whole = _mean_of_units(tuple(card.total for card in cards), "satisfaction")
        rule = "各附件合计满意率之和 ÷ 附件数"
    else:
        whole = _satisfaction(rated(rows)[list(_SUMS)].sum(), profile)
        rule = whole.rule
    return Figure(
        "result_satisfaction", label, whole.value, numerator=whole.numerator, denominator=whole.denominator, rule=rule
    )
