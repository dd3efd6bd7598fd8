"""What each chart shows, in words and with its main numbers, for readers who cannot see it."""

from decimal import Decimal
from typing import TYPE_CHECKING

from hotline_analysis.bulletin.wording import rounded

if TYPE_CHECKING:
    import pandas as pd

_MOST = 5
"""So many units or cells are named; a longer list would be the table, not its reading."""


def month_name(month: str) -> str:
    """A month as it is printed.

    >>> month_name("2020-04")
    '2020年4月'
    """
    return f"{month[:4]}年{int(month[-2:])}月"


def percent(part: int, whole: int) -> str:
    """A share as a chart prints it, with two decimals.

    >>> percent(174, 209), percent(1, 160)
    ('83.25%', '0.63%')
    """
    return f"{rounded(Decimal(100 * int(part)) / int(whole), 2)}%"


def trend(counts: "pd.Series[float]", before: "pd.Series[float]") -> str:
    """The span, this month, the highest and lowest month, and the month a year before where known."""
    last, high, low = counts.index[-1], str(counts.idxmax()), str(counts.idxmin())
    text = f"折线图：{month_name(counts.index[0])}至{month_name(last)}各月诉求受理量。"
    if counts.notna().iloc[-1]:
        text += f"{month_name(last)}{counts[last]:.0f}件"
        text += f"，上年同月{before.iloc[-1]:.0f}件；" if before.notna().iloc[-1] else "；"
    if counts[high] == counts[low]:
        return text + "各月持平。"
    return text + f"最高为{month_name(high)}{counts[high]:.0f}件，最低为{month_name(low)}{counts[low]:.0f}件。"


def request_types(counts: "pd.Series[int]") -> str:
    """Every type with its count and share."""
    total = counts.sum()
    listed = "，".join(f"{name}{count}件（{percent(count, total)}）" for name, count in counts.items())
    return f"条形图：{total}件诉求按类型分，{listed}。"


def unit_outcomes(counts: "pd.DataFrame", labels: dict[str, str]) -> str:
    """Units, orders and outcomes in all, and the units with the most late orders; `labels` names the columns."""
    sums = counts.sum()
    parts = "、".join(f"{label}{sums[name]}件" for name, label in labels.items() if sums[name])
    late = counts["closed_late"] + counts["open_late"]
    worst = late[late > 0].sort_values(ascending=False, kind="stable").head(_MOST)
    named = "、".join(f"{unit}{count}件" for unit, count in worst.items())
    text = f"堆叠条形图：{len(counts)}个单位共承办工单{sums.sum()}件，其中{parts}。"
    return text + (f"逾期较多的单位：{named}。" if named else "没有逾期工单。")


def unit_topics(counts: "pd.DataFrame") -> str:
    """The size of the table, the orders in it, and its highest cells."""
    cells = [(count, unit, topic) for unit, row in counts.iterrows() for topic, count in row.items() if count]
    most = sorted(cells, key=lambda cell: -cell[0])[:_MOST]
    named = "、".join(f"{unit}“{topic}”{count}件" for count, unit, topic in most)
    units, topics = counts.shape
    return f"热力图：{units}个单位、{topics}类诉求，共{counts.sum().sum()}件。较多的是{named}。"


def days_to_close(days: "pd.Series[int]", limit: int | None, unit: str) -> str:
    """The orders closed, half of them within how long, the longest, and how many went beyond `limit`."""
    half = days.sort_values().iloc[(len(days) - 1) // 2]
    pace = f"半数在{half}{unit}以内办结" if half else "半数当天办结"
    text = f"柱状图：已办结工单{len(days)}件，{pace}，最长用时{days.max()}{unit}"
    if limit is None:
        return text + "。"
    late = (days > limit).sum()
    if not late:
        return text + f"；均在{limit}{unit}时限以内。"
    return text + f"；超过{limit}{unit}时限的{late}件，占{percent(late, len(days))}。"
