"""三、办理情况: orders on time and late, what became of earlier months' orders, typical cases."""

from collections.abc import Iterator
from itertools import groupby

import pandas as pd

from hotline_analysis.bulletin.blocks import Block, Heading, Paragraph, Runs, Section, Strong, Table
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.problems import Sentences, sentences_of
from hotline_analysis.bulletin.wording import counted, full_date, joined, month_day, outcome_words
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.profile import Unit
from hotline_analysis.statistics.orders import Order


def handling(facts: Facts) -> Section:
    """The orders of the month, with the analyst's own words on who did well or badly, and every late order."""
    blocks: list[Block] = [Heading(1, "三、办理情况"), Paragraph(_outcomes(facts))]
    blocks += [Paragraph((text,)) for text in facts.notes.handling]
    if facts.late:
        blocks.append(Paragraph(_late(facts)))
    return Section(tuple(blocks))


def quoted_cases(facts: Facts) -> Iterator[str]:
    """The numbers of the cases whose words the section prints: its late orders that have any."""
    sentences = sentences_of(facts)
    yield from (order.case_id for order in facts.late if sentences.phrase(order.case_id))


def follow_up(facts: Facts) -> Section:
    """What became of earlier months' orders, leaders' instructions, and the typical cases that the notes name."""
    quoted = (f"{one.by}批示（{full_date(one.date)}）：{one.text}" for one in facts.notes.instructions)
    return Section((*_carried(facts), *(Paragraph((text,)) for text in quoted), *_typical(facts)))


def _outcomes(facts: Facts) -> Runs:
    figures, words = facts.figures, facts.profile.document
    if figures["dispatched"].value is None:
        return ("台账未注明处置方式和承办单位，办理情况不作分析。",)
    if not figures["dispatched"].value:
        return (f"{facts.span}无转办工单。",)
    to = f"向{'、'.join(kind.text for kind in facts.profile.kinds)}" if facts.has("unit") else ""
    opening: Runs = (f"{facts.span}，{words.short_office}{to}转办工单", counted(figures["dispatched"]))
    labels = outcome_words(words.on_time_label)
    states: list[Runs] = [(label, counted(figures[key])) for key, label in labels.items() if figures[key].value]
    return (*opening, f"。截至{month_day(facts.as_of)}，", *joined(states), "。") if states else (*opening, "。")


def _late(facts: Facts) -> Runs:
    """One clause a unit, its late orders within it; the figures are the days late."""
    clauses: list[Runs] = []
    sentences = sentences_of(facts)
    for unit, orders in groupby(facts.late, key=lambda order: order.unit):
        _, named = facts.profile.units[unit]
        told = [_late_order(order, named, sentences) for order in orders]
        clauses.append((f"向{named.in_text}转办的", *joined(told, "、")))
    return ("逾期工单具体情况是：", *joined(clauses, "；"), "。")


def _late_order(order: Order, unit: Unit, sentences: Sentences) -> Runs:
    state = "办结" if order.is_closed else "仍未办结"
    subject = sentences.phrase(order.case_id, names=unit.spellings)
    # Without a topic here, or a confidential order would be known by having none.
    named = f"“{subject}”问题" if subject else f"工单（编号{order.case_id}）"
    return (f"{named}超期", counted(order.days_late, "天"), state)


def _carried(facts: Facts) -> list[Block]:
    """以前月份结转: a sentence with the outcomes and a table of the orders; nothing where there are none."""
    if not facts.carried:
        return []
    rule = f"受理于{facts.month.number}月之前、月初尚未办结的工单"
    total = Figure("carried", "以前月份结转工单", len(facts.carried), rule=rule)
    sentence: Runs = (
        "以前月份结转工单", counted(total), f"，截至{month_day(facts.as_of)}，", *joined(_carried_outcomes(facts)),
        "。结转工单不计入本月各项比率。",
    )  # fmt: skip
    rows = tuple(_carried_row(order, facts) for order in facts.carried)
    header = ("工单编号", "承办单位", "受理日期", "办理结果", "超期天数")
    table = Table("以前月份结转工单办理情况", header, rows, widths=(2.2, 1.7, 2.2, 1.5, 1.2))
    return [Paragraph(sentence), table]


def _carried_outcomes(facts: Facts) -> list[Runs]:
    found: list[Runs] = []
    for outcome, label in outcome_words(facts.profile.document.on_time_label).items():
        if count := sum(order.outcome == outcome for order in facts.carried):
            figure = Figure(f"carried.{outcome}", f"以前月份结转{label}", count, rule="以前月份结转工单中")
            found.append((label, counted(figure)))
    return found


def _carried_row(order: Order, facts: Facts) -> tuple[Runs, ...]:
    days: Runs = (counted(order.days_late, "天"),) if order.days_late.value else ("未超期",)
    days = ("剔除考核",) if order.excluded else days
    result = outcome_words(facts.profile.document.on_time_label)[order.outcome]
    return ((order.case_id,), (order.unit,), (full_date(order.received_on),), (result,), days)


def _typical(facts: Facts) -> list[Block]:
    """The cases that the notes name, as 诉求—办理—结果; a public run tells those that have approved words."""
    sentences = sentences_of(facts)
    chosen = [one for one in facts.notes.typical_cases if facts.audience == "internal" or sentences.asked(one)]
    return [Heading(2, "典型案例"), *(_typical_case(facts, one, sentences) for one in chosen)] if chosen else []


def _typical_case(facts: Facts, number: str, sentences: Sentences) -> Paragraph:
    case = facts.cases[facts.cases["case_id"] == number].iloc[0].dropna()
    unit = facts.profile.units[case["unit"]][1].in_text if "unit" in case else facts.profile.document.short_office
    asked, done, result = sentences.asked(number), sentences.done(number), _result(facts, case)
    runs: Runs = (Strong("诉求："), _ended(asked), Strong("办理："), f"由{unit}承办。{_ended(done)}")
    return Paragraph((*runs, Strong("结果："), f"{result}。") if result else runs)


def _result(facts: Facts, case: pd.Series) -> str:
    """When the case was closed and what its caller thinks, as far as the ledger says."""
    closed = f"{month_day(case['closed_at'])}办结" if "closed_at" in case else "正在办理"
    rated = f"群众评价为{case['result_rating']}" if "result_rating" in case else ""
    return "，".join(filter(None, (closed if facts.has("closed_at") else "", rated)))


def _ended(text: str) -> str:
    """`text` as a whole sentence."""
    return text if not text or text[-1] in "。！？!?…" else f"{text}。"
