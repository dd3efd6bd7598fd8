"""二、数据分析: by kind of unit and by type of request, each with its main problems."""

from collections.abc import Iterator

import pandas as pd

from hotline_analysis.bulletin.blocks import Block, Heading, Paragraph, Runs, Section
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.problems import main_problems
from hotline_analysis.bulletin.wording import compared, counted, joined, listed, percent, ranked
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import REQUEST_TYPES, TRANSFERRED
from hotline_analysis.ledger.profile import Kind
from hotline_analysis.statistics.indicators import ranking

UNITS_NAMED, PROBLEMS_A_UNIT, PROBLEMS_A_TYPE, TOPICS_NAMED = 13, 3, 6, 5
"""How much a reader takes in: units by kind, problems of each unit and of each type, topics."""


def analysis(facts: Facts) -> Section:
    """The section: a paragraph a kind of unit, then one on types; nothing is told of what had no case."""
    blocks: list[Block] = [Heading(1, "二、数据分析")]
    told = [kind for kind in facts.profile.kinds if facts.figures[f"kind.{kind.key}"].value]
    for number, kind in enumerate(told, 1):
        blocks.append(Paragraph(_kind(facts, kind), lead=f"{number}.从{kind.text}诉求看。"))
    if not facts.figures["kept"].value:
        return Section((*blocks, Paragraph(("本月无可供分析的诉求。",))))
    if unnamed := _without_unit(facts):
        blocks.append(Paragraph(unnamed))
    blocks.append(Paragraph(_types(facts), lead=f"{len(told) + 1}.从诉求类型看。"))
    if topics := _topics(facts):
        blocks.append(Paragraph(topics, lead=f"{len(told) + 2}.从诉求分类看。"))
    return Section(tuple(blocks))


def _kind(facts: Facts, kind: Kind) -> Runs:
    key = f"kind.{kind.key}"
    count, part = facts.figures[key], facts.figures[f"{key}.share"]
    opening: Runs = (f"{facts.span}，受理涉及{kind.text}的诉求", counted(count), "，占比", percent(part))
    runs: Runs = (*joined([opening, *compared(facts.changes, key)]), "。")
    top = facts.figures[f"top_{kind.key}s"]
    if isinstance(top.value, tuple) and len(top.value) > 1:
        runs += (f"其中受理量较多的{'有' if kind.text.endswith('部门') else kind.text + '有'}", ranked(top), "。")
    problems = tuple(_unit_problems(facts, kind))
    return (*runs, "反映的主要问题有：", "；".join(problems), "。") if problems else runs


def _without_unit(facts: Facts) -> Runs:
    """Cases that name no unit belong to no kind; they are told, so that the shares can be added up."""
    named = sum(facts.figures[f"kind.{kind.key}"].number for kind in facts.profile.kinds)
    count = int(facts.figures["kept"].number - named)
    figure = Figure("kind.none", "未注明单位的诉求", count, rule=f"{facts.figures['kept'].label}中未注明单位的诉求")
    return ("另有", counted(figure), "诉求未注明涉及单位。") if count else ()


def _unit_problems(facts: Facts, kind: Kind) -> Iterator[str]:
    """The units with orders, busiest first where there are too many to name, with what was asked of each."""
    orders = facts.orders[facts.orders["unit_kind"] == kind.name]
    counts = orders["unit"].value_counts().to_dict()
    units = sorted((unit for unit in kind.units if unit.name in counts), key=lambda unit: -counts[unit.name])
    chosen = units[:UNITS_NAMED]
    for unit in (unit for unit in kind.units if unit in chosen):
        problems = main_problems(orders[orders["unit"] == unit.name], PROBLEMS_A_UNIT, names=unit.spellings)
        if problems:
            yield f"涉及{unit.in_text}的{listed(problem.phrase for problem in problems)}问题"


def _types(facts: Facts) -> Runs:
    keys = sorted(
        (key for key in REQUEST_TYPES if facts.figures[f"type.{key}"].value),
        key=lambda key: -facts.figures[f"type.{key}"].number,
    )
    leading = listed(f"{REQUEST_TYPES[key]}类" for key in keys[:3])
    opening = f"{facts.span}，诉求{'集中在' if len(keys) > 1 else '均为'}{leading}。"
    return (opening, *(run for key in keys for run in _type(facts, key)))


def _type(facts: Facts, key: str) -> Runs:
    cases = facts.kept[facts.kept["request_type"] == REQUEST_TYPES[key]]
    count, part = facts.figures[f"type.{key}"], facts.figures[f"type.{key}.share"]
    runs: Runs = (f"{REQUEST_TYPES[key]}类", counted(count), "，占比", percent(part))
    subject = _subject(key, cases)
    return (*joined([runs, *compared(facts.changes, f"type.{key}"), (subject,) if subject else ()]), "。")


def _subject(key: str, cases: pd.DataFrame) -> str:
    """What cases of a type are about: for questions their topics, else their problems in a phrase each."""
    if key == "consult" and cases["topic"].notna().any():
        topics = cases["topic"].value_counts().index
        return f"{'主要' if len(topics) > PROBLEMS_A_TYPE else ''}涉及{listed(topics[:PROBLEMS_A_TYPE])}等方面"
    problems = main_problems(cases, PROBLEMS_A_TYPE)
    if not problems:
        return ""
    named = listed(problem.phrase for problem in problems)
    verb, noun = {"suggestion": ("建议", ""), "praise": ("为", "")}.get(key, ("反映", "问题"))
    every = len(problems) == len(cases)
    return f"{'' if every else '主要'}{verb}{named}{'' if every else '等'}{noun}"


def _topics(facts: Facts) -> Runs:
    """The topics with most cases and how each has changed; nothing where the ledger has no topics."""
    counts = ranking(facts.rows[facts.rows["disposition"] != TRANSFERRED], "topic").head(TOPICS_NAMED)
    clauses: list[Runs] = []
    for name, count in counts.items():
        figure = Figure(f"topic.{name}", str(name), int(count), rule=f"{facts.figures['kept'].label}中该分类的诉求")
        change = joined(compared(facts.changes, f"topic.{name}"))
        clauses.append((str(name), counted(figure), *(("（", *change, "）") if change else ())))
    return (f"{facts.span}，诉求较多的分类有", *joined(clauses, "、"), "。") if clauses else ()
