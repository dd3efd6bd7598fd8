"""The monthly bulletin's parts, as notebooks/monthly_bulletin.ipynb calls them, one a cell."""

from hotline_analysis.bulletin.advice import advice
from hotline_analysis.bulletin.analysis import analysis
from hotline_analysis.bulletin.blocks import figures_of
from hotline_analysis.bulletin.canvas import use_chinese_font
from hotline_analysis.bulletin.closing import annexes, closing, distribution
from hotline_analysis.bulletin.draft import notes_draft
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.gather import gather
from hotline_analysis.bulletin.handling import follow_up, handling
from hotline_analysis.bulletin.month_charts import days_chart, topics_chart, trend_chart, types_chart, units_chart
from hotline_analysis.bulletin.opening import masthead, title
from hotline_analysis.bulletin.received import received
from hotline_analysis.figure import Figure

__all__ = [
    "advice", "analysis", "annexes", "closing", "days_chart", "distribution", "figures", "follow_up", "gather",
    "handling", "masthead", "notes_draft", "received", "title", "topics_chart", "trend_chart", "types_chart",
    "units_chart", "use_chinese_font",
]  # fmt: skip

_PARTS = (masthead, title, received, analysis, handling, follow_up, advice, closing, annexes, distribution)


def figures(facts: Facts) -> tuple[Figure, ...]:
    """Every figure that the bulletin prints, in reading order, without drawing a chart."""
    return figures_of(tuple(block for part in _PARTS for block in part(facts).blocks))
