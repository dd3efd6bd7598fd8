"""一、受理数据: how much came in, where it went, and how well it was handled."""

from hotline_analysis.bulletin.blocks import Block, Heading, Paragraph, Runs, Section
from hotline_analysis.bulletin.facts import Facts
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


def received(facts: Facts) -> Section:
    """The section; an empty month is told in one sentence."""
    heading = Heading(1, "一、受理数据")
    if not facts.figures["received"].value:
        missing = (
            f"{facts.span}无诉求受理记录。" if facts.covered else f"台账中没有{facts.month.year}年{facts.span}的记录。"
        )
        return Section((heading, Paragraph((missing,))))
    blocks: list[Block] = [heading, Paragraph(_intake(facts)), Paragraph(_handling(facts))]
    if channels := _channels(facts):
        blocks.append(Paragraph(channels))
    blocks += [
        Paragraph(_external(one.figure, one.unit, f"据{one.source}（{full_date(one.date)}），"))
        for one in facts.notes.external
    ]
    blocks.append(Paragraph(_denominator(facts), style="note"))
    return Section(tuple(blocks))


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
    clauses: list[Runs] = []
    for key, label in (("online", "在线答复"), ("dispatched", "转办工单")):
        if figures[key].value:
            clauses.append((label, counted(figures[key]), "，占比", percent(figures[f"{key}.share"])))
    if figures["dispatched"].value:
        parts = [(figure.label.removesuffix("工单"), counted(figure)) for key, figure in figures.items()
                 if key.startswith("dispatched.") and key != "dispatched.share" and figure.value]  # fmt: skip
        clauses[-1] = (*clauses[-1], "（", *joined(parts, "、"), "）")
    else:
        clauses.append(("本月无转办工单",))
    if figures["waiting"].value:
        clauses.append(("待转派", counted(figures["waiting"])))
    return (
        (figures["kept"].label, counted(figures["kept"]), "，其中", *joined(clauses, "；"), "。")
        if figures["kept"].value
        else ()
    )


def _handling(facts: Facts) -> Runs:
    figures = facts.figures
    until = f"截至{month_day(facts.as_of)}，"
    clauses: list[Runs] = []
    if figures["dispatched"].value:
        clauses.append((f"{until}转办工单已办结", counted(figures["closed"])))
    for key in RATES:
        if (figure := figures.get(key)) and figure.value is not None:
            clauses.append((figure.label, percent(figure)))
    if step := moved(facts.satisfaction_change(), "比上月"):
        clauses.append(step)
    if not clauses:
        return ("本月无转办工单，无办理和回访数据。",)
    silent = figures["dispatched"].value and figures["result_satisfaction"].value is None
    asked = "result_rating" in facts.profile.ledger.columns
    return (*joined(clauses), "。", *((f"{until}尚无群众对处理结果作出评价。",) if silent and asked else ()))


def _channels(facts: Facts) -> Runs:
    """The leading channel with its share of 受理总量, the others with their counts."""
    names = [key for key in facts.figures if key.startswith("channel.") and not key.endswith(".share")]
    if not names:
        return ()
    counts: list[Runs] = [(facts.figures[key].label, counted(facts.figures[key])) for key in names]
    leading: Runs = (*counts[0], "，占受理总量的", percent(facts.figures[f"{names[0]}.share"]))
    return ("从来源渠道看，", *joined([leading, joined(counts[1:], "、")], "；"), "。")


def _external(figure: Figure, unit: str, source: str) -> Runs:
    return (f"{source}{figure.label}为", counted(figure, unit), "（外部数据）。")


def _denominator(facts: Facts) -> Runs:
    kept, footnote = facts.figures["kept"], facts.profile.document.footnote
    basis: Runs = (f"占比以{kept.label}", counted(kept), "为基数，") if kept.value else ()
    rule = ""
    if facts.profile.rules.county_satisfaction == "mean_of_annexes" and facts.figures["result_satisfaction"].value:
        rule = "群众对诉求处理结果满意率为各附件合计栏满意率的平均，"
    return ("注：", *basis, rule, f"统计截至{full_date(facts.as_of)}。{footnote}")
