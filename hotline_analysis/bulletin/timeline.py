"""The parts of the month-by-month line chart: its axes and the labels that stand in for a legend."""

from typing import TYPE_CHECKING, Any

from hotline_analysis.bulletin import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def month_axes(axes: "Axes", months: list[str], *, top: float) -> None:
    """The months below, the year under the first and every January, and a light scale from zero."""
    from matplotlib.ticker import MaxNLocator

    for place, month in enumerate(months):
        if month.endswith("-01") and place:
            axes.axvline(place - 0.5, color=canvas.RULE, linewidth=0.8)
    years = [
        "\n" + month[:4] + "年" if month.endswith("-01") or not place else "" for place, month in enumerate(months)
    ]
    names = [f"{int(month[-2:])}月{year}" for month, year in zip(months, years, strict=True)]
    axes.set_xticks(range(len(months)), names, size=canvas.SMALL)
    axes.set_xlim(-0.3, len(months) - 0.9)
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.tick_params(axis="y", labelcolor=canvas.GREY, labelsize=canvas.SMALL)
    axes.grid(axis="y")
    axes.axhline(0, color=canvas.GREY, linewidth=0.6)
    axes.text(-0.035, 1.03, "件", transform=axes.transAxes, color=canvas.GREY, size=canvas.SMALL, ha="right")


def label_extremes(axes: "Axes", counts: "pd.Series[float]") -> None:
    """The highest and the lowest month, unless that is the last one, which has its label at its side."""
    low_is_near_axis = counts.min() < 0.15 * axes.get_ylim()[1]
    extremes = (("最高", str(counts.idxmax()), True), ("最低", str(counts.idxmin()), low_is_near_axis))
    for name, month, above in extremes:
        if month != counts.last_valid_index() and counts.max() > counts.min():
            point = (counts.index.get_loc(month), counts[month])
            side: dict[str, Any] = {"xytext": (0, 6), "va": "bottom"} if above else {"xytext": (0, -6), "va": "top"}
            # The white ground parts the label from the grid and from the line of the year before.
            ground = {"facecolor": canvas.PAPER, "edgecolor": "none", "pad": 0.6}
            text = f"{name}{counts[month]:.0f}"
            axes.annotate(text, point, textcoords="offset points", ha="center", color=canvas.BLUE, bbox=ground, **side)


def label_lines(axes: "Axes", counts: "pd.Series[float]", before: "pd.Series[float]") -> None:
    """Each line's name and value at its last known month, pushed apart where they would touch."""
    lines = [("受理量", counts, canvas.BLUE), ("上年同月", before, canvas.GREY)]
    ends = [(name, str(line.last_valid_index()), line, color) for name, line, color in lines if line.count()]
    heights = [line[month] for _, month, line, _ in ends]
    apart = 0.11 * axes.get_ylim()[1]
    if len(ends) == 2 and abs(heights[0] - heights[1]) < apart:
        middle, sign = sum(heights) / 2, 1 if heights[0] >= heights[1] else -1
        heights = [middle + sign * apart / 2, middle - sign * apart / 2]
    for (name, month, line, color), height in zip(ends, heights, strict=True):
        place = line.index.get_loc(month)
        text = f"{name}{line[month]:.0f}件"
        beside = {"xytext": (7, 0), "va": "center"}
        # A line that ends early has another line beside it, not the margin.
        below = {"xytext": (3, -5), "va": "top", "ha": "right"}
        side: dict[str, Any] = beside if place == len(line) - 1 else below
        axes.annotate(text, (place, height), textcoords="offset points", color=color, **side)
