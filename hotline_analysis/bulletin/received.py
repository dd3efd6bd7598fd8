"""一、受理数据: how much came in, where it went, and how well it was handled."""

from dataclasses import replace
from decimal import Decimal

from hotline_analysis.bulletin.blocks import Block, Heading, Paragraph, Runs, Section
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.footnotes import footnotes
from hotline_analysis.bulletin.wording import compared, counted, full_date, joined, month_day, moved, percent, rounded
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import REQUEST_TYPES
from hotline_analysis.statistics.indicators import Figures

RATES = (
    "closed.share",
    "answer_rate",
    "dispatch_rate",
    "callback_rate",
    "callback_satisfaction",
    "result_satisfaction",
)
"""The rates of the section, in the order in which the bulletin tells them."""

FURTHER, COUNTS = ("sign_rate", "return_rate", "redo_rate", "solved_rate"), ("urged", "joint")
"""The rates and counts of the sentence after these, as far as the ledger has their columns."""


def received(facts: Facts) -> Section:
    """The section; an empty month is told in one sentence."""
    heading = Heading(1, "一、受理数据")
    if not facts.figures["received"].value:
        missing = (
            f"{facts.span}无诉求受理记录。" if facts.covered else f"台账中没有{facts.month.year}年{facts.span}的记录。"
        )
        return Section((heading, Paragraph((missing,))))
    sources = (*_sources(facts, "channel", "来源渠道"), *_sources(facts, "level", "来源层级"))
    told = (_intake(facts), (*_handling(facts), *_further(facts)), sources)
    blocks: list[Block] = [heading, *(Paragraph(runs) for runs in told if runs)]
    blocks += [
        Paragraph(_external(one.figure, one.unit, f"据{one.source}（{full_date(one.date)}），"))
        for one in facts.notes.external
    ]
    return Section((*blocks, *footnotes(facts)))


def _intake(facts: Facts) -> Runs:
    figures = facts.figures
    types = "、".join(word for key, word in REQUEST_TYPES.items() if figures[f"type.{key}"].value)
    total: Runs = (f"{facts.span}，共受理{types + '等' if types else ''}各类诉求", counted(figures["received"]))
    if figures["transferred"].value:
        total += (f"（其中{figures['transferred'].label}", counted(figures["transferred"]), "）")
    mean = _daily_mean(facts)
    clauses = [total, *compared(facts.changes), ("日均受理", mean) if mean.value else ()]
    return (*joined(clauses), "。", *_dispositions(figures))


def _daily_mean(facts: Facts) -> Figure:
    total = facts.figures["received"].number
    days = (min(facts.as_of, facts.month.last) - facts.month.first).days + 1
    value, rule = rounded(total / days, 1), "受理总量 ÷ 天数"
    figure = Figure("daily_mean", "日均受理量", value, numerator=total, denominator=days, rule=rule)
    return counted(figure)


def _dispositions(figures: Figures) -> Runs:
    """Where the cases went; without dispositions in the ledger, only how many went to units."""
    kept, dispatched, waiting = (figures[key] for key in ("kept", "dispatched", "waiting"))
    sent = (*_part(figures, "dispatched", "转办工单"), *_kinds(figures))
    if dispatched.value == 0:
        sent = ("本月无转办工单",)
    clauses = [_part(figures, "online", "在线答复"), sent, ("待转派", counted(waiting)) if waiting.value else ()]
    if not kept.value or not any(clauses):
        return ()
    whole: Runs = (kept.label, counted(kept), "，其中") if figures["online"].value is not None else ()
    return (*whole, *joined(clauses, "；"), "。")


def _part(figures: Figures, key: str, label: str) -> Runs:
    count, part = figures[key], figures[f"{key}.share"]
    if not count.value:
        return ()
    return (label, counted(count), *(("，占比", percent(part)) if part.value is not None else ()))


def _kinds(figures: Figures) -> Runs:
    parts = [(figure.label.removesuffix("工单"), counted(figure)) for key, figure in figures.items()
             if key.startswith("dispatched.") and key != "dispatched.share" and figure.value]  # fmt: skip
    return ("（", *joined(parts, "、"), "）") if parts else ()


def _handling(facts: Facts) -> Runs:
    figures = facts.figures
    until = f"截至{month_day(facts.as_of)}，"
    clauses: list[Runs] = []
    if figures["dispatched"].value and figures["closed"].value is not None:
        clauses.append((f"{until}转办工单已办结", counted(figures["closed"])))
    for key in RATES:
        if (figure := figures.get(key)) and figure.value is not None:
            clauses.append((figure.label, percent(figure)))
    if step := moved(facts.satisfaction_change(), "比上月"):
        clauses.append(step)
    if not clauses:
        return ("本月无转办工单，无办理和回访数据。",) if figures["dispatched"].value == 0 else ()
    silent = figures["dispatched"].value and facts.has("result_rating") and not facts.rows["result_answered"].any()
    return (*joined(clauses), "。", *((f"{until}尚无群众对处理结果作出评价。",) if silent else ()))


def _further(facts: Facts) -> Runs:
    """One sentence more, of what the columns tell that not every ledger has."""
    found = [figure for key in FURTHER if (figure := facts.figures.get(key)) and figure.value is not None]
    rates: list[Runs] = [(one.label, percent(one)) for one in found]
    counts: list[Runs] = [(one.label, counted(one)) for key in COUNTS if (one := facts.figures.get(key)) and one.value]
    clauses = [joined([*rates, _mean_days(facts)]), joined(counts, "、"), _business(facts)]
    return (*joined(clauses, "；"), "。") if any(clauses) else ()


def _mean_days(facts: Facts) -> Runs:
    mean = facts.figures.get("mean_days")
    if mean is None or not isinstance(mean.value, Decimal):
        return ()
    days = rounded(mean.value, 1)
    return (mean.label, replace(mean, value=days, display=f"{days}天"))


def _business(facts: Facts) -> Runs:
    count, kept = facts.figures.get("business"), facts.figures["kept"]
    if count is None or not count.value:
        return ()
    return (count.label, counted(count), f"，占{kept.label}的", percent(facts.figures["business.share"]))


def _sources(facts: Facts, column: str, term: str) -> Runs:
    """The leading channel (or level) with its share of 受理总量, the others with their counts."""
    names = [key for key in facts.figures if key.startswith(f"{column}.") and not key.endswith(".share")]
    if not names:
        return ()
    counts: list[Runs] = [(facts.figures[key].label, counted(facts.figures[key])) for key in names]
    leading: Runs = (*counts[0], "，占受理总量的", percent(facts.figures[f"{names[0]}.share"]))
    return (f"从{term}看，", *joined([leading, joined(counts[1:], "、")], "；"), "。")


def _external(figure: Figure, unit: str, source: str) -> Runs:
    return (f"{source}{figure.label}为", counted(figure, unit), "（外部数据）。")
