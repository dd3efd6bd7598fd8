"""The parts of the chart of units: units under their kinds in columns, stacked bars, legend."""

from typing import TYPE_CHECKING, Any

from hotline_analysis.bulletin import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW = 4.7
"""Millimetres from row to row."""

Row = tuple[str, bool]
"""A unit's name, or a kind's as a heading (True)."""

_FILLS: dict[str, dict[str, Any]] = {
    "on_time": {"facecolor": canvas.LIGHT_BLUE},
    "closed_late": {"facecolor": canvas.RED},
    "open_late": {"facecolor": canvas.RED, "hatch": "//////"},
    "open_not_due": {"facecolor": "#f0f0f0", "edgecolor": canvas.GREY, "linewidth": 0.5},
}
_ROWS_IN_ONE_COLUMN = 12


def by_kind(units: list[str], kinds: "pd.Series[str] | None") -> list[list[Row]]:
    """The rows of each kind with its heading first, in the order given; one kind alone needs no heading.

    >>> by_kind(["板桥镇", "房管局"], {"板桥镇": "乡镇", "房管局": "部门"})
    [[('乡镇', True), ('板桥镇', False)], [('部门', True), ('房管局', False)]]
    """
    found: dict[str, list[Row]] = {}
    for unit in units:
        found.setdefault("" if kinds is None else kinds[unit], []).append((unit, False))
    return [[(kind, True), *rows] for kind, rows in found.items()] if len(found) > 1 else list(found.values())


def columns(blocks: list[list[Row]]) -> list[list[Row]]:
    """One column where the rows are few; else two, parted between kinds as evenly as that goes."""
    rows = [row for block in blocks for row in block]
    if len(rows) <= _ROWS_IN_ONE_COLUMN:
        return [rows]
    ends = [sum(map(len, blocks[:place])) for place in range(1, len(blocks))]
    split = min(ends, key=lambda end: abs(2 * end - len(rows)), default=(len(rows) + 1) // 2)
    return [rows[:split], rows[split:]]


def stack(axes: "Axes", counts: "pd.DataFrame", rows: list[Row]) -> None:
    """The units' bars from top to bottom, each with its total and its late orders at the end."""
    places = [place for place, (_, heading) in enumerate(rows) if not heading]
    shown = counts.loc[[rows[place][0] for place in places]]
    starts = shown.cumsum(axis=1) - shown
    for outcome, fill in _FILLS.items():
        some = shown[outcome] > 0  # a part of width 0 would still show its edge
        axes.barh(
            [place for place, has in zip(places, some, strict=True) if has],
            shown.loc[some, outcome], left=starts.loc[some, outcome], height=0.66, clip_on=False, **fill,
        )  # fmt: skip
    for place, total, late in zip(places, shown.sum(axis=1), _late(shown), strict=True):
        _label(axes, (total, place), total, late)
    axes.set_xlim(0, counts.sum(axis=1).max())


def name_rows(axes: "Axes", rows: list[Row], *, height: int, left: float) -> None:
    """Units' names beside their bars, headings at the column's edge, `left` mm from the bars."""
    places = [place for place, (_, heading) in enumerate(rows) if not heading]
    axes.set(xticks=[], ylim=(height - 0.5, -0.5))
    axes.set_yticks(places, [rows[place][0] for place in places])
    for place in set(range(len(rows))) - set(places):
        axes.annotate(
            rows[place][0], (0, place), xytext=(-canvas.points(left), 0), textcoords="offset points",
            va="center", color=canvas.BLUE, size=canvas.BODY + 0.5,
        )  # fmt: skip


def label_width(counts: "pd.DataFrame") -> float:
    """The mm that the longest label at a bar's end takes."""
    labels = ("".join(_words(total, late)) for total, late in zip(counts.sum(axis=1), _late(counts), strict=True))
    return max(canvas.text_width(label, canvas.SMALL) for label in labels)


def legend(figure: "Figure", counts: "pd.DataFrame", labels: dict[str, str]) -> None:
    """The outcomes that occur, by their `labels`, in one line at the top."""
    from matplotlib.patches import Patch

    keys = [Patch(label=labels[name], **fill) for name, fill in _FILLS.items() if counts[name].any()]
    figure.legend(
        handles=keys, loc="upper left", bbox_to_anchor=(0, 1), ncols=len(keys), frameon=False,
        borderaxespad=0, borderpad=0.2, handlelength=1.3, handleheight=0.9, handletextpad=0.5, columnspacing=1.6,
    )  # fmt: skip


def _late(counts: "pd.DataFrame") -> "pd.Series[int]":
    return counts["closed_late"] + counts["open_late"]


def _words(total: int, late: int) -> tuple[str, ...]:
    return (f"{total}件", f" 逾期{late}") if late else (f"{total}件",)


def _label(axes: "Axes", end: tuple[int, int], total: int, late: int) -> None:
    """The total in black and the late orders in red, one after the other."""
    offset = 4.0
    for text, color in zip(_words(total, late), (canvas.INK, canvas.RED), strict=False):
        axes.annotate(
            text, end, xytext=(offset, 0), textcoords="offset points", va="center", size=canvas.SMALL, color=color
        )
        offset += canvas.points(canvas.text_width(text, canvas.SMALL))
