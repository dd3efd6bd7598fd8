"""The notice on the ledger's quality, as notebooks/ledger_quality.ipynb calls its parts, one a cell.

It goes back to the people who keep the ledger: what to mend, where it stands, and whom it is asked of.
"""

from hotline_analysis.bulletin.blocks import figures_of
from hotline_analysis.bulletin.quality_cells import completeness, completeness_chart, days_chart, timeliness
from hotline_analysis.bulletin.quality_facts import Quality, gather_quality
from hotline_analysis.bulletin.quality_requests import requests, signature
from hotline_analysis.bulletin.quality_rows import overall, rejected, suspicious, title
from hotline_analysis.figure import Figure

__all__ = [
    "Quality", "completeness", "completeness_chart", "days_chart", "figures", "gather_quality", "overall", "rejected",
    "requests", "signature", "suspicious", "timeliness", "title",
]  # fmt: skip

_PARTS = (title, overall, completeness, rejected, suspicious, timeliness, requests, signature)


def figures(quality: Quality) -> tuple[Figure, ...]:
    """Every figure that the notice prints, in reading order, without drawing a chart."""
    return figures_of(tuple(block for part in _PARTS for block in part(quality).blocks))
