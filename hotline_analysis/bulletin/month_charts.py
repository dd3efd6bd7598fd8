"""The month's five charts: from the facts to what bulletin/charts.py draws; nothing where there is nothing to draw."""

import pandas as pd

from hotline_analysis.bulletin import charts
from hotline_analysis.bulletin.blocks import Section
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.ledger.columns import REQUEST_TYPES
from hotline_analysis.statistics.cube import OUTCOMES
from hotline_analysis.statistics.indicators import ranking
from hotline_analysis.statistics.orders import days_to_close
from hotline_analysis.statistics.trends import series

MONTHS, UNITS, TOPICS = 13, 10, 9
"""What fits a chart that is read at a glance."""

FEWEST = 3
"""Months that make a line; two points are told by 环比."""

REST = "其他分类"

NOTHING = Section(())


def trend_chart(facts: Facts) -> Section:
    """受理量 of thirteen months beside the year before; part of a month has no place in it."""
    if not facts.is_whole:
        return NOTHING
    months = (facts.month - (MONTHS - 1)).through(facts.month)
    known = series(facts.cube, months)
    counts = known.loc[known.first_valid_index() :]
    shown = months[len(months) - len(counts) :]
    earlier = series(facts.cube, tuple(month.year_before for month in shown)).set_axis(counts.index)
    return Section((charts.trend(counts, earlier),)) if len(counts) >= FEWEST and counts.sum() else NOTHING


def types_chart(facts: Facts) -> Section:
    """What was kept, by type."""
    values = {word: facts.figures[f"type.{key}"].value for key, word in REQUEST_TYPES.items()}
    counts = pd.Series({word: value for word, value in values.items() if value})
    return NOTHING if counts.empty else Section((charts.request_types(counts),))


def units_chart(facts: Facts) -> Section:
    """Orders of each unit, stacked by what became of them, in the official order."""
    lines = [(line, card.kind) for card in facts.scorecards for line in card.lines]
    if not lines or not facts.has("closed_at"):
        return NOTHING
    units, label = [line.unit for line, _ in lines], facts.profile.document.on_time_label
    kinds = pd.Series([kind for _, kind in lines], index=units)
    outcomes = pd.DataFrame(
        [[line.figures[name].value for name in OUTCOMES] for line, _ in lines], units, list(OUTCOMES)
    )
    return Section((charts.unit_outcomes(outcomes, kinds, on_time=label),))


def topics_chart(facts: Facts) -> Section:
    """The busiest units against the most frequent topics."""
    kept = facts.rows[facts.rows["unit"].notna() & facts.rows["topic"].notna()]
    if kept.empty:
        return NOTHING
    units = ranking(kept, "unit").index[:UNITS]
    told = kept[kept["unit"].isin(units)]
    topics = ranking(told, "topic").index[:TOPICS]
    shown = told.assign(topic=told["topic"].where(told["topic"].isin(topics), REST))
    table = shown.pivot_table(index="unit", columns="topic", values="received", aggfunc="sum", fill_value=0)
    columns = [name for name in (*topics, REST) if name in table]
    return Section((charts.unit_topics(table.loc[units, columns].astype(int)),))


def days_chart(facts: Facts) -> Section:
    """Days that the month's orders took to close, with the limit."""
    days = days_to_close(facts.orders, facts.profile, as_of=facts.as_of)
    limit = facts.profile.limit
    unit = "个工作日" if limit.count == "working" else "天"
    # One line can mark one limit only: not limits by type, nor due times and extensions of the ledger's own.
    several = bool(limit.by_request_type) or facts.has("due_at") or facts.has("extended_to")
    same = None if several else limit.days
    return NOTHING if days.empty else Section((charts.days_to_close(days, limit=same, unit=unit),))
