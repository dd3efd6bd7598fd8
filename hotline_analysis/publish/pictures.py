"""A chart's picture in the form that each exporter takes: SVG for print, PNG for Word."""

import struct
from base64 import b64decode, b64encode

from hotline_analysis.bulletin.blocks import Chart
from hotline_analysis.errors import RunError
from hotline_analysis.publish.layout import TEXT_WIDTH

PIXELS_PER_MM = 96 / 25.4
"""A bitmap is printed at 96 pixels an inch, unless that is wider than the text."""
WORD_PIXELS_PER_INCH = 200
_PNG = b"\x89PNG\r\n\x1a\n"


def svg(chart: Chart) -> str:
    """The chart as SVG; a bitmap is wrapped in an SVG of its own size."""
    if chart.svg:
        return chart.svg
    wide, high = _pixels(_bitmap(chart))
    source = f"data:image/png;base64,{b64encode(_bitmap(chart)).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" href="{source}"/>'
        "</svg>"
    )


def png(chart: Chart) -> bytes:
    """The chart as a bitmap, fine enough for print: an SVG is drawn as wide as the text."""
    return _rasterised(chart) if chart.svg else _bitmap(chart)


def width_mm(chart: Chart) -> float:
    """How wide the chart is printed, in millimetres."""
    if chart.svg:
        return TEXT_WIDTH
    return min(TEXT_WIDTH, round(_pixels(_bitmap(chart))[0] / PIXELS_PER_MM, 1))


def _bitmap(chart: Chart) -> bytes:
    data = b64decode(chart.png)
    if not data.startswith(_PNG):
        raise RunError(f"Chart '{chart.caption}' holds neither SVG nor PNG: draw it again with the notebook.")
    return data


def _pixels(data: bytes) -> tuple[int, int]:
    wide, high = struct.unpack(">II", data[16:24])
    return wide, high


def _rasterised(chart: Chart) -> bytes:
    from hotline_analysis.publish.pdf import typeset

    return typeset("chart.typ", {"svg": chart.svg, "width": TEXT_WIDTH}, format="png", ppi=WORD_PIXELS_PER_INCH)
