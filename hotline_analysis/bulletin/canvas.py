"""What the charts share: paper size, palette, font, and the way from a figure to SVG text.

Lengths are millimetres of the printed page, type sizes are points at the printed width.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hotline_analysis.bulletin.compact_svg import compact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 156.0
"""The text area of the bulletin's page; a chart is always as wide."""

BODY, SMALL = 9.5, 9.0
"""Type sizes: names and labels, and what only guides the eye."""

INK, GREY, RULE, PAPER = "#222222", "#737373", "#d9d9d9", "#ffffff"
BLUE, LIGHT_BLUE, RED = "#1f5a96", "#9dbbd8", "#b8000f"
"""Blue for what is counted, red only for what is late. Each fill differs in lightness from the others
(CIELAB 37 for blue and red, 74 for light blue), so that they stay apart on a black-and-white copy."""

_MM_PER_INCH = 25.4
_MM_PER_POINT = _MM_PER_INCH / 72


@contextmanager
def drawing(height: float) -> "Iterator[Figure]":
    """An empty figure, `height` mm high; draw on it and call `svg` within the block.

    The settings hold within the block only, so that an analyst's own figures keep theirs.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_settings(_font())):
        figure = Figure(figsize=(WIDTH / _MM_PER_INCH, height / _MM_PER_INCH))
        FigureCanvasSVG(figure)
        yield figure


def use_chinese_font() -> None:
    """Let an analyst's own matplotlib and seaborn figures write Chinese, for the rest of the session."""
    import matplotlib

    matplotlib.rcParams.update({"font.family": _font(), "axes.unicode_minus": False})


def axes(figure: "Figure", *, left: float, top: float, right: float, bottom: float) -> "Axes":
    """Axes on `figure`, each side so many mm away from the figure's edge."""
    height = figure.get_figheight() * _MM_PER_INCH
    box = (left / WIDTH, bottom / height, 1 - (left + right) / WIDTH, 1 - (top + bottom) / height)
    return figure.add_axes(box)


def svg(figure: "Figure") -> str:
    """The figure as SVG text: glyphs as outlines, no date, the same bytes every time."""
    stream = BytesIO()
    figure.savefig(stream, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return compact(stream.getvalue().decode("utf-8"))


def text_width(text: str, size: float = BODY) -> float:
    """About how many mm `text` takes: a Chinese character is one em wide, any other 0.56 em.

    >>> round(text_width("西华池镇", 10), 1)
    14.1
    """
    ems = sum(1.0 if ord(character) > 0x2E7F else 0.56 for character in text)
    return ems * size * _MM_PER_POINT


def points(length: float) -> float:
    """Millimetres as points, the unit of offsets in matplotlib."""
    return length / _MM_PER_POINT


def _font() -> str:
    """The family name of the charts' font, made known to matplotlib if it is not yet."""
    from matplotlib.font_manager import fontManager
    from pylopdf_fonts_zh_cn import sans_path

    path = str(sans_path())
    if all(entry.fname != path for entry in fontManager.ttflist):
        fontManager.addfont(path)
    return next(entry.name for entry in fontManager.ttflist if entry.fname == path)


def _settings(family: str) -> dict[Any, Any]:
    bare = {f"axes.spines.{side}": False for side in ("left", "right", "top", "bottom")}
    ticks = {f"{axis}tick.major.size": 0 for axis in "xy"} | {f"{axis}tick.color": INK for axis in "xy"}
    return bare | ticks | {
        "font.family": [family],
        "font.size": BODY,
        "text.color": INK,
        "axes.unicode_minus": False,
        "axes.axisbelow": True,
        "grid.color": RULE,
        "grid.linewidth": 0.5,
        "hatch.color": PAPER,
        "hatch.linewidth": 1.1,
        "svg.fonttype": "path",
        "svg.hashsalt": "hotline",
    }  # fmt: skip
