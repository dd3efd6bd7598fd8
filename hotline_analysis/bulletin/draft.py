"""What the machine may suggest and a person must decide: draft advice, candidate units, cases to choose from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hotline_analysis.bulletin import analysis, handling
from hotline_analysis.bulletin.blocks import Paragraph, Runs
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.notes import ADVICE, ASKED, CASES, DONE, HANDLING, SENTENCES
from hotline_analysis.bulletin.problems import Sentences, sentences_of
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.bulletin.wording import cell_percent, counted, joined, listed, percent
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import DISPATCHED
from hotline_analysis.statistics.indicators import ranking, ratio
from hotline_analysis.statistics.scorecard import Line

FILE_MIME = "application/vnd.hotline.file+json"
"""A cell's output that the run writes as a file beside the bulletin: {name, text}."""

UNREAD = (
    "<!-- 以下是本期引用的案例语句，个人信息只按格式遮盖，可能有遗漏；标 [ ] 的都未经核定。请逐句读过、改好，"
    "同意公开的把 [ ] 改成 [x]，再抄入手记；没有核定的，公开版只写诉求分类。 -->"
)
"""Stands over the sentences of the draft."""

CANDIDATES = 8
"""Typical cases put forward: as many as a person reads through with care."""

FEW = 3
"""Fewer answers, or orders on one topic, are no ground for advice."""


@dataclass(frozen=True)
class Suggestion:
    """One piece of draft advice: a short heading and text whose every number is a figure."""

    heading: str
    runs: Runs


def suggestions(facts: Facts) -> tuple[Suggestion, ...]:
    """Draft advice by rules from the month's findings, weightiest first; none for a month that gives no cause."""
    rules = (_on_lateness, _on_satisfaction, _on_leading_topic)
    return tuple(found for rule in rules for found in rule(facts))


def _on_lateness(facts: Facts) -> Iterator[Suggestion]:
    lines = [line for card in facts.scorecards for line in card.lines] if facts.has("closed_at") else []
    late = [line for line in lines if _late(line, facts)]
    if not late:
        return
    total = Figure("draft.late", "逾期工单", sum(_late(line, facts) for line in late), rule="逾期办结 + 逾期未办结")
    worst = sorted(late, key=lambda line: -_late(line, facts))[:3]
    named = listed(facts.profile.units[line.unit][1].in_text for line in worst)
    yield Suggestion("压实办理时限责任", (
        "本月逾期工单", counted(total), f"，涉及{named}{'等单位' if len(late) > len(worst) else ''}。"
        "建议对逾期工单逐件查明原因，临期提醒、到期督办，确需延期的按规定提前申请并告知来电人。",
    ))  # fmt: skip


def _late(line: Line, facts: Facts) -> int:
    """The unit's late orders, without those that are left out of the rates."""
    return sum(order.unit == line.unit for order in facts.late)


def _on_satisfaction(facts: Facts) -> Iterator[Suggestion]:
    whole = facts.figures.get("result_satisfaction")
    if whole is None or whole.value is None:
        return
    rated = [line for card in facts.scorecards for line in card.lines if line.figures["satisfaction"].value is not None]
    asked = [line for line in rated if (line.figures["satisfaction"].denominator or 0) >= FEW]
    low = [line for line in asked if line.figures["satisfaction"].number < whole.number]
    if not low:
        return
    low.sort(key=lambda line: (line.figures["satisfaction"].number, line.unit))
    names = {line.unit: facts.profile.units[line.unit][1].in_text for line in low[:3]}
    clauses: list[Runs] = [(f"{names[line.unit]}（", percent(line.figures["satisfaction"]), "）") for line in low[:3]]
    yield Suggestion("提升办理实效", (
        "群众对处理结果满意率低于全县平均水平（", percent(whole), "）的有", *joined(clauses, "、"),
        "。建议有关单位对评价不满意的工单重新回访，能解决的限期解决，暂不具备条件的当面解释清楚。",
    ))  # fmt: skip


def _on_leading_topic(facts: Facts) -> Iterator[Suggestion]:
    topics = ranking(facts.rows[facts.rows["disposition"] == DISPATCHED], "topic")
    if topics.empty or topics.iloc[0] < FEW:
        return
    name, count = str(topics.index[0]), int(topics.iloc[0])
    whole = int(facts.figures["dispatched"].number)
    share = ratio("draft.topic.share", f"{name}类工单占比", count, whole, "该类工单 ÷ 工单转办")
    first = counted(Figure("draft.topic", f"{name}类工单", count, rule="转办工单中该类"))
    yield Suggestion("研究解决集中反映的问题", (
        f"转办工单中{name}类最多，有", first, "，占", percent(share),
        "。建议主管部门会同有关乡镇梳理共性原因，能一并解决的集中处理，防止同类问题反复反映。",
    ))  # fmt: skip


@dataclass(frozen=True)
class NotesDraft:
    """Markdown for the analyst, which the run writes to notes-draft.md; empty in a public run."""

    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if not self.text:
            return {"text/plain": "公开版不生成素材。"}
        file = {"name": "notes-draft.md", "text": self.text}
        return {FILE_MIME: file, "text/markdown": self.text, "text/plain": self.text}


def notes_draft(facts: Facts) -> NotesDraft:
    """What an analyst may copy into notes/MONTH.md: evidence by unit, cases, sentences to approve, draft advice."""
    if facts.audience == "public":
        return NotesDraft("")
    month = facts.month
    sentences = sentences_of(facts)
    lines = tuple(_lines(facts, sentences))
    parts = [
        f"# {month.year}年{month.number}月份素材（系统初拟，供挑选）",
        f"把采用的内容抄入 notes/{month}.md；本文件每次运行重新生成。",
        f"## {HANDLING}",
        "\n".join(_evidence(facts)),
        f"## {CASES}",
        "\n".join(_candidates(facts, sentences)),
        f"## {SENTENCES}",
        UNREAD if lines else "",
        "\n".join(lines),
        f"## {ADVICE}",
        *(f"### {one.heading}\n\n{plain_text(Paragraph(one.runs))}" for one in suggestions(facts)),
    ]
    return NotesDraft("\n\n".join(part for part in parts if part) + "\n")


def _evidence(facts: Facts) -> Iterator[str]:
    for card in facts.scorecards:
        for line in sorted(card.lines, key=lambda line: (_late(line, facts), line.unit)):
            yield f"<!-- {line.unit}：{'，'.join(_of_unit(facts, line))} -->"


def _of_unit(facts: Facts, line: Line) -> Iterator[str]:
    yield f"转办{line.figures['received'].value}件"
    if facts.has("closed_at"):
        on_time = cell_percent(line.figures["on_time_rate"]).display
        yield f"逾期{_late(line, facts)}件，{facts.profile.document.on_time_label}率{on_time}"
    if facts.has("result_rating"):
        yield f"处理结果满意率{cell_percent(line.figures['satisfaction']).display}"


def _candidates(facts: Facts, sentences: Sentences) -> Iterator[str]:
    """Closed orders with a reply that callers rated best, for the analyst to choose from."""
    good = facts.orders[facts.orders["reply"].notna() & (facts.orders["result_rating"] == "非常满意")]
    told = good[~good["case_id"].isin(sentences.withheld)]
    for case in told.head(CANDIDATES).itertuples():
        yield f"- {case.case_id}　<!-- {case.unit}：{_in_one_line(sentences.phrase(str(case.case_id)))} -->"


def _lines(facts: Facts, sentences: Sentences) -> Iterator[str]:
    """Each sentence that the bulletin takes from cases, once, with their numbers; ticked where it is approved."""
    quoted = dict.fromkeys((*analysis.quoted_cases(facts), *handling.quoted_cases(facts)))
    words = [(number, "", sentences.phrase(number)) for number in quoted]
    for number in facts.notes.typical_cases:
        words += [(number, ASKED, sentences.asked(number)), (number, DONE, sentences.done(number))]
    found: dict[tuple[str, str, str], list[str]] = {}
    for number, part, text in words:
        tick = "x" if (number, part) in sentences.approved else " "
        found.setdefault((tick, part, _in_one_line(text)), []).append(number)
    for (tick, part, text), numbers in found.items():
        if text:
            yield f"- [{tick}] {'、'.join(numbers)}{part and f' {part}'}：{text}"


def _in_one_line(text: str) -> str:
    """`text` as a list item can hold it: a line break or the sign of a comment would end the item."""
    return re.sub(r"\s*[\r\n]\s*|<!--|-->", "", text).strip()
