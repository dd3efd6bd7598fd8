"""The two charts of the notice on the ledger's quality."""

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from hotline_analysis.bulletin import alt_text, canvas
from hotline_analysis.bulletin.blocks import Chart
from hotline_analysis.bulletin.wording import NONE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW = 5.6
"""Millimetres from row to row."""

DARKEST = 50
"""Percent of blank cells from which on the shade is the same; below it goes by the root, so that small gaps show."""

WORST = 3
"""Gaps that the words for those who cannot see name."""


def completeness(shares: "pd.DataFrame") -> Chart:
    """Share of filled cells, in percent, by column (rows) and month (YYYY-MM); the more blank, the darker.

    The first row is of all columns; below it a share of 100 stays blank. NaN, where nothing was due, is a dash.
    ValueError where there is nothing at all.
    """
    if shares.isna().all(axis=None):
        raise ValueError("completeness: nothing was due; leave the chart out")
    left = max(canvas.text_width(str(name)) for name in shares.index) + 2
    with canvas.drawing(ROW * len(shares) + 11) as figure:
        axes = canvas.axes(figure, left=left, top=10, right=0, bottom=1)
        _heat_map(axes, shares)
        axes.set_xticks(axes.get_xticks(), _month_names(list(shares.columns)), rotation=0, size=canvas.SMALL)
        axes.tick_params(axis="y", rotation=0)
        axes.axhline(1, color=canvas.GREY, linewidth=0.8)
        drawn = canvas.svg(figure)
    return Chart("各栏填写率（%，颜色越深空白越多，空格为填写完整，“—”为无应填项）", _completeness_alt(shares), drawn)


def share_text(share: float) -> str:
    """A share in a cell of the heat map: one decimal, never rounded up; blank where complete, a dash where none.

    >>> share_text(100.0), share_text(99.97), share_text(66.666), share_text(float("nan"))
    ('', '99.9', '66.7', '—')
    """
    if isnan(share):
        return NONE
    return "" if share == 100 else f"{min(share, 99.9):.1f}"


def _heat_map(axes: "Axes", shares: "pd.DataFrame") -> None:
    import seaborn
    from matplotlib.colors import PowerNorm

    # The darkest cell is a light blue, so that dark figures can be read on every one of them.
    seaborn.heatmap(
        100 - shares, ax=axes, cmap=seaborn.light_palette("#7fa8d0", as_cmap=True), norm=PowerNorm(0.5, 0, DARKEST),
        annot=False, cbar=False, linewidths=1, linecolor=canvas.PAPER, clip_on=False,
    )  # fmt: skip
    # Written here: seaborn leaves the cells without a share without a word as well.
    for (row, column), share in np.ndenumerate(shares.to_numpy()):
        middle = (column + 0.5, row + 0.5)
        text = share_text(share) or ("" if row else "100")
        axes.text(*middle, text, size=canvas.SMALL, ha="center", va="center_baseline")
    axes.set(xlabel="", ylabel="")
    axes.xaxis.tick_top()


def _month_names(months: list[str]) -> list[str]:
    """The months, the year over the first and every January.

    >>> _month_names(["2019-12", "2020-01", "2020-02"])
    ['2019年\\n12月', '2020年\\n1月', '2月']
    """
    return [
        (f"{month[:4]}年\n" if not place or month.endswith("-01") else "") + f"{int(month[-2:])}月"
        for place, month in enumerate(months)
    ]


def _completeness_alt(shares: "pd.DataFrame") -> str:
    """The size of the table, the month's share of all columns, and the columns with most blank cells."""
    last = shares.columns[-1]
    columns = shares[last].iloc[1:].dropna()
    worst = columns[columns < 100].sort_values(kind="stable").head(WORST)
    named = "、".join(f"{name}{share_text(share)}%" for name, share in worst.items())
    first, this = alt_text.month_name(shares.columns[0]), alt_text.month_name(last)
    text = f"热力图：{first}至{this}{len(shares) - 1}个栏目的填写率。"
    if shares[last].isna().all():
        return f"{text}{this}没有应填项。"
    if not named:
        return f"{text}{this}各栏均填写完整。"
    return f"{text}{this}全部栏目为{share_text(shares[last].iloc[0])}%，较低的是{named}。"


def days(counts: "pd.DataFrame") -> Chart:
    """Cases received and calls answered on each day of a month: columns day, received, answered.

    Days with calls and no case are named in red. ValueError where there is neither a case nor a call.
    """
    highest = int(counts[["received", "answered"]].max().fillna(0).max())
    if not highest:
        raise ValueError("days: neither cases nor calls; leave the chart out")
    numbers = counts["day"].dt.day
    with canvas.drawing(46) as figure:
        axes = canvas.axes(figure, left=canvas.text_width(str(highest)) + 4, top=8, right=2, bottom=6)
        axes.bar(numbers, counts["received"], width=0.7, color=canvas.LIGHT_BLUE, label="诉求受理量（件）")
        axes.plot(
            numbers, counts["answered"], color=canvas.INK, linewidth=0.9, marker="o", markersize=2.6,
            label="电话接通量（次）",
        )  # fmt: skip
        _day_axis(axes, counts, highest)
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1.02), ncols=2, frameon=False, borderaxespad=0, handlelength=1.4
        )
        drawn = canvas.svg(figure)
    return Chart("每日诉求受理量与电话接通量", _days_alt(counts), drawn)


def _day_axis(axes: "Axes", counts: "pd.DataFrame", highest: int) -> None:
    """Every day by its number, those with calls and no case in red; a light scale from zero."""
    from matplotlib.ticker import MaxNLocator

    numbers = counts["day"].dt.day
    axes.set_xticks(numbers, [str(number) for number in numbers], size=canvas.SMALL)
    silent = (counts["answered"] > 0) & (counts["received"] == 0)
    for label, is_silent in zip(axes.get_xticklabels(), silent, strict=True):
        label.set_color(canvas.RED if is_silent else canvas.INK)
    axes.set(xlim=(numbers.min() - 0.6, numbers.max() + 0.6), ylim=(0, 1.08 * highest))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.tick_params(axis="y", labelcolor=canvas.GREY, labelsize=canvas.SMALL)
    axes.grid(axis="y")
    axes.axhline(0, color=canvas.GREY, linewidth=0.6)


def _days_alt(counts: "pd.DataFrame") -> str:
    """Both sums, the day with most cases, and the days with calls and no case."""
    first, last = counts["day"].min(), counts["day"].max()
    most = counts["received"].max()
    busiest = counts.loc[counts["received"] == most, "day"].min()
    silent = counts.loc[(counts["answered"] > 0) & (counts["received"] == 0), "day"]
    text = (
        f"柱状图：{first.month}月{first.day}日至{last.day}日受理诉求{counts['received'].sum()}件，"
        f"接通电话{counts['answered'].sum()}次；受理最多的是{busiest.day}日{most}件。"
    )
    named = "、".join(f"{day.day}日" for day in silent)
    return text + (f"有接通而无受理的：{named}。" if named else "没有接通而无受理的日子。")
