"""The sample county's bulletin without its notebook: facts of a month, and the blocks of every part."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import hotline_analysis.bulletin.gather as gathering
from hotline_analysis.bulletin import blocks, month_charts, monthly
from hotline_analysis.bulletin.blocks import Block
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.profile import load_profile
from hotline_analysis.ledger.reading import Accounting, Audience, Ledger, read_calls, read_ledger

ROOT = Path(__file__).parents[1]
PROFILE = ROOT / "data" / "heshui" / "profile.toml"
PARTS = (
    monthly.masthead, monthly.title, monthly.received, monthly.analysis, monthly.handling, monthly.follow_up,
    monthly.advice, monthly.closing, monthly.annexes, monthly.distribution,
)  # fmt: skip
"""The parts in the order of the bulletin; the charts stand between them."""

PLACES = {
    monthly.received: (month_charts.trend_chart,),
    monthly.analysis: (month_charts.types_chart, month_charts.topics_chart),
    monthly.handling: (month_charts.units_chart, month_charts.days_chart),
}


@cache
def facts_of(month: str, **options: str) -> Facts:
    """`gather` for the sample county, whose files are read only once for all months."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "load_profile", cache(load_profile))
        patch.setattr(gathering, "read_unmasked", lambda path, profile, audience: _ledger("internal"))
        patch.setattr(gathering, "for_public", lambda ledger, profile: _ledger("public"))
        patch.setattr(gathering, "read_calls", lambda path, profile: _calls())
        return gathering.gather(month, profile=str(PROFILE), **options)


@cache
def _ledger(audience: Audience) -> Ledger:
    return read_ledger(PROFILE.parent / "ledger.csv", load_profile(PROFILE), audience=audience)


@cache
def _calls() -> tuple[pd.DataFrame, Accounting]:
    return read_calls(PROFILE.parent / "calls.csv", load_profile(PROFILE))


@cache
def blocks_of(found: Facts, *, charts: bool = False) -> tuple[Block, ...]:
    """Every block of the bulletin; `charts` draws the charts too."""
    return tuple(
        block
        for part in PARTS
        for maker in (part, *(PLACES.get(part, ()) if charts else ()))
        for block in maker(found).blocks
    )


def text_of(found: Facts) -> str:
    """The words of the whole bulletin, a block a line or more."""
    return "\n".join(plain_text(block) for block in blocks_of(found)) + "\n"


def figures_of(found: Facts) -> dict[str, Figure]:
    """Every figure that the bulletin prints, by its key."""
    return {figure.key: figure for figure in blocks.figures_of(blocks_of(found))}
