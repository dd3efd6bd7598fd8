"""The five charts of the bulletin. Each takes a small table and returns a chart in words and SVG.

Every function needs something to draw: it raises ValueError where its table is empty or all zero,
and the caller leaves the chart out. A caption carries no number; numbering is the document's affair.
"""

from math import ceil
from typing import TYPE_CHECKING, Any

from hotline_analysis.bulletin import alt_text, canvas, timeline, unit_bars
from hotline_analysis.bulletin.blocks import Chart
from hotline_analysis.bulletin.wording import outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

_FEWEST_DAYS = 9
"""The axis of days goes at least so far, or three bars would look like three walls."""


def trend(counts: "pd.Series[float]", year_before: "pd.Series[float]") -> Chart:
    """Orders received month by month, and the same months a year before.

    `counts` is indexed by months (YYYY-MM) in order, this month last. `year_before` has as many
    values, each of the same calendar month one year earlier, NaN where unknown; it may carry
    either year in its index. ValueError unless two months of `counts` are known and one is not 0.
    """
    _need(counts.count() > 1 and counts.sum() > 0, "trend: fewer than two known months, or no orders at all")
    if [month[-2:] for month in counts.index] != [month[-2:] for month in year_before.index]:
        raise ValueError("trend: year_before must hold the same calendar months as counts")
    before = year_before.set_axis(counts.index)
    highest = max([counts.max(), *before.dropna()])
    left, right = canvas.text_width(f"{highest:.0f}") + 3, canvas.text_width(f"上年同月{highest:.0f}件") + 3
    with canvas.drawing(54) as figure:
        axes = canvas.axes(figure, left=left, top=5, right=right, bottom=9)
        timeline.month_axes(axes, list(counts.index), top=1.15 * highest)
        axes.plot(range(len(before)), before, color=canvas.GREY, linewidth=0.9, marker="o", markersize=1.8)
        axes.plot(range(len(counts)), counts, color=canvas.BLUE, linewidth=2, marker="o", markersize=4.5)
        timeline.label_extremes(axes, counts)
        timeline.label_lines(axes, counts, before)
        drawn = canvas.svg(figure)
    first, last = (alt_text.month_name(counts.index[place]) for place in (0, -1))
    return Chart(f"{first}至{last}诉求受理量", alt_text.trend(counts, before), drawn)


def request_types(counts: "pd.Series[int]") -> Chart:
    """How many orders of each type, most first, with the share of all orders in `counts`.

    `counts` is indexed by the type's name; types without orders are left out.
    ValueError where there is no order at all.
    """
    _need(counts.sum() > 0, "request_types: no orders")
    found = counts[counts > 0].sort_values(ascending=False, kind="stable").astype(int)
    labels = [f"{count}件（{alt_text.percent(count, found.sum())}）" for count in found]
    names = [str(name) for name in found.index]
    with canvas.drawing(7.5 * len(found) + 2) as figure:
        left, right = _widest(names) + 2, _widest(labels) + 2
        axes = canvas.axes(figure, left=left, top=1, right=right, bottom=1)
        bars = axes.barh(range(len(found)), found, height=0.62, color=canvas.BLUE)
        axes.bar_label(bars, labels, padding=4)
        axes.set(xlim=(0, found.max()), ylim=(len(found) - 0.5, -0.5), xticks=[])
        axes.set_yticks(range(len(found)), names)
        drawn = canvas.svg(figure)
    return Chart("诉求类型构成", alt_text.request_types(found), drawn)


def unit_outcomes(
    outcomes: "pd.DataFrame", groups: "pd.Series[str] | None" = None, *, on_time: str = "按时办结"
) -> Chart:
    """How each unit dealt with the orders sent to it, as stacked bars; `on_time` is the county's own word.

    `outcomes` is indexed by units in their official order, with counts in the columns on_time,
    closed_late, open_late and open_not_due; `groups` names each unit's kind and parts the units
    under small headings. More than a dozen rows are set in two columns, 40 units fill two thirds of a page.
    ValueError where no unit has an order.
    """
    _need(outcomes.sum().sum() > 0, "unit_outcomes: no orders")
    labels = outcome_words(on_time)
    counts = outcomes[list(labels)].astype(int)
    columns = unit_bars.columns(unit_bars.by_kind(list(counts.index), groups))
    rows, share = max(len(column) for column in columns), canvas.WIDTH / len(columns)
    left, right = _widest(counts.index) + 2, unit_bars.label_width(counts) + 5
    with canvas.drawing(unit_bars.ROW * rows + 8) as figure:
        for place, column in enumerate(columns):
            rest = share * (len(columns) - place - 1)
            axes = canvas.axes(figure, left=share * place + left, top=7, right=rest + right, bottom=1)
            unit_bars.stack(axes, counts, column)
            unit_bars.name_rows(axes, column, height=rows, left=left)
        unit_bars.legend(figure, counts, labels)
        drawn = canvas.svg(figure)
    return Chart("各单位转办工单办理情况", alt_text.unit_outcomes(counts, labels), drawn)


def unit_topics(counts: "pd.DataFrame") -> Chart:
    """Which unit met which topics: a table of counts, the darker the more; zeros stay blank.

    Rows are units, columns topics, in the order to be drawn; the caller keeps them to what a page
    holds (about 15 by 10). ValueError where there is no order at all.
    """
    _need(counts.sum().sum() > 0, "unit_topics: no orders")
    left = _widest(counts.index) + 2
    topics = [_broken(str(topic), width=(canvas.WIDTH - left) / len(counts.columns)) for topic in counts.columns]
    top = 4 * max(topic.count("\n") + 1 for topic in topics) + 1.5
    with canvas.drawing(5.4 * len(counts) + top + 1) as figure:
        axes = canvas.axes(figure, left=left, top=top, right=0, bottom=1)
        _heat_map(axes, counts.astype(int))
        axes.set_xticks(axes.get_xticks(), topics, rotation=0, size=canvas.SMALL)
        axes.tick_params(axis="y", rotation=0)
        drawn = canvas.svg(figure)
    return Chart("主要单位诉求分类分布", alt_text.unit_topics(counts.astype(int)), drawn)


def days_to_close(days: "pd.Series[float]", *, limit: int | None, unit: str) -> Chart:
    """How many orders took 0, 1, 2, … days to close; those beyond `limit` are marked as late.

    `days` holds whole days, one value a closed order (NaN is left out); `unit` is what they are
    counted in, 天 or 个工作日. From 15 days on, or 5 beyond the limit, days share one bar.
    ValueError where no order is closed, and for negative or broken days.
    """
    closed = days.dropna()
    _need(len(closed) > 0, "days_to_close: no closed orders")
    if ((closed < 0) | (closed % 1 > 0)).any():
        raise ValueError("days_to_close: days must be whole and not negative")
    last = max(15, (limit or 0) + 5)
    counts = closed.clip(upper=last).astype(int).value_counts().sort_index()
    bins = max(counts.index.max(), _FEWEST_DAYS, 0 if limit is None else limit + 2) + 1
    numbered = canvas.text_width(str(counts.max()), canvas.SMALL) < canvas.WIDTH / (bins + 1)
    with canvas.drawing(50) as figure:
        axes = canvas.axes(figure, left=2 if numbered else 10, top=2, right=2, bottom=13)
        late = [limit is not None and day > limit for day in counts.index]
        colors = [canvas.RED if beyond else canvas.LIGHT_BLUE for beyond in late]
        bars = axes.bar(counts.index, counts, width=0.8, color=colors)
        _day_axis(axes, bins, unit, pooled=bool(closed.max() > last))
        _scale_days(axes, bars, numbered=numbered)
        if limit is not None:
            _mark_limit(axes, limit, unit, late=(closed > limit).sum())
        drawn = canvas.svg(figure)
    return Chart("转办工单办结用时分布", alt_text.days_to_close(closed.astype(int), limit, unit), drawn)


def _need(enough: bool, lack: str) -> None:
    if not enough:
        raise ValueError(f"{lack}; leave the chart out")


def _widest(texts: "Iterable[str]") -> float:
    return max(canvas.text_width(str(text)) for text in texts)


def _broken(name: str, *, width: float) -> str:
    """`name` in even lines that fit `width` mm, of two characters at the least.

    >>> _broken("城乡建设管理", width=13)
    '城乡建\\n设管理'
    """
    fit = max(2, int(width / canvas.text_width("字", canvas.SMALL)))
    even = ceil(len(name) / ceil(len(name) / fit))
    return "\n".join(name[start : start + even] for start in range(0, len(name), even))


def _heat_map(axes: "Axes", counts: "pd.DataFrame") -> None:
    import seaborn

    axes.set_facecolor("#f5f5f5")
    # The darkest cell is a light blue, so that dark figures can be read on every one of them.
    shades = seaborn.light_palette("#7fa8d0", as_cmap=True)
    seaborn.heatmap(
        counts, mask=counts.eq(0), ax=axes, cmap=shades, vmin=0, annot=True, fmt="d", cbar=False,
        linewidths=1, linecolor=canvas.PAPER, clip_on=False,
        annot_kws={"color": canvas.INK, "size": canvas.BODY},
    )  # fmt: skip
    axes.set(xlabel="", ylabel="")
    axes.xaxis.tick_top()


def _day_axis(axes: "Axes", bins: int, unit: str, *, pooled: bool) -> None:
    """Every day named, or every fifth where they are many; the last one says that it holds all beyond."""
    step = 1 if bins <= 21 else 5
    names = {day: str(day) for day in range(0, bins, step)}
    if pooled:
        names = {day: name for day, name in names.items() if bins - 1 - day >= step}
        names[bins - 1] = f"{bins - 1}\n以上"
    axes.set_xticks(list(names), list(names.values()), size=canvas.SMALL)
    axes.set_xlim(-0.6, bins - 0.4)
    axes.axhline(0, color=canvas.GREY, linewidth=0.6)
    axes.set_xlabel(f"办结用时（{unit.removeprefix('个')}）", size=canvas.SMALL, color=canvas.GREY)
    axes.xaxis.set_label_coords(0.5, -0.19)


def _scale_days(axes: "Axes", bars: "BarContainer", *, numbered: bool) -> None:
    """The number on each bar, or a scale at the side where such numbers would touch."""
    counts = [round(bar.get_height()) for bar in bars]
    axes.set_ylim(0, 1.4 * max(counts))
    if numbered:
        axes.bar_label(bars, [str(count) for count in counts], padding=1.5, size=canvas.SMALL)
        axes.set_yticks([])
    else:
        axes.tick_params(axis="y", labelcolor=canvas.GREY, labelsize=canvas.SMALL)
        axes.set_yticks([tick for tick in axes.get_yticks() if tick <= max(counts)])
        axes.grid(axis="y")


def _mark_limit(axes: "Axes", limit: int, unit: str, *, late: int) -> None:
    """The line after the last day in time, its name, and the number of late orders on its right."""
    place, name = limit + 0.5, f"时限{limit}{unit}"
    axes.axvline(place, color=canvas.INK, linewidth=0.9, linestyle=(0, (4, 2)), ymax=0.98)
    over: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "va": "center"}
    room_on_left = limit >= 3
    axes.annotate(
        name, (place, 0.94), xytext=(-5 if room_on_left else 5, 0), ha="right" if room_on_left else "left", **over
    )
    if late:
        offset = 5 if room_on_left else 5 + canvas.points(canvas.text_width(name + " "))
        axes.annotate(f"逾期{late}件", (place, 0.94), xytext=(offset, 0), color=canvas.RED, **over)
