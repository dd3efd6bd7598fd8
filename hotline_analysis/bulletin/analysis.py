"""二、数据分析: by kind of unit and by type of request, each with its main problems."""

from collections.abc import Iterator
from itertools import count

import pandas as pd

from hotline_analysis.bulletin.blocks import Heading, Paragraph, Runs, Section
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.problems import Problem, Sentences, main_problems, sentences_of
from hotline_analysis.bulletin.wording import compared, counted, joined, listed, percent, ranked
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import REQUEST_TYPES, TRANSFERRED
from hotline_analysis.ledger.profile import Kind, Unit
from hotline_analysis.statistics.indicators import ranking

UNITS_NAMED, PROBLEMS_A_UNIT, PROBLEMS_A_TYPE, TOPICS_NAMED = 13, 3, 6, 5
"""How much a reader takes in: units by kind, problems of each unit and of each type, topics."""


def analysis(facts: Facts) -> Section:
    """The section: a paragraph a kind of unit, one on types, one on topics; nothing is told of what had no case."""
    heading, numbers = Heading(1, "二、数据分析"), count(1)
    if not facts.figures["kept"].value:
        return Section((heading, Paragraph(("本月无可供分析的诉求。",))))
    told = [(title, runs) for title, runs in _paragraphs(facts) if runs]
    if not told:
        return Section((heading, Paragraph(("台账未注明诉求涉及的单位、类型和分类，不作分析。",))))
    return Section((
        heading,
        *(Paragraph(runs, lead=f"{next(numbers)}.{title}" if title else "") for title, runs in told),
    ))  # fmt: skip


def quoted_cases(facts: Facts) -> Iterator[str]:
    """The numbers of the cases whose words the section prints, in reading order; a case may come twice."""
    sentences = sentences_of(facts)
    units = (problems for kind in facts.profile.kinds for _, problems in _by_unit(facts, kind, sentences))
    types = (_of_type(facts, key, sentences) for key in _types_told(facts))
    for problems in (*units, *types):
        yield from (problem.case_ids[0] for problem in problems if problem.phrase)


def _paragraphs(facts: Facts) -> Iterator[tuple[str, Runs]]:
    """What each paragraph looks at, and its words; those without a title go on from the one before."""
    sentences = sentences_of(facts)
    for kind in facts.profile.kinds:
        yield f"从{kind.text}诉求看。", _kind(facts, kind, sentences)
    yield "", _without_unit(facts)
    yield "从诉求类型看。", _types(facts, sentences)
    yield "从诉求分类看。", _topics(facts)


def _kind(facts: Facts, kind: Kind, sentences: Sentences) -> Runs:
    key = f"kind.{kind.key}"
    if not _counts(facts, key):
        return ()
    total, part = facts.figures[key], facts.figures[f"{key}.share"]
    opening: Runs = (f"{facts.span}，受理涉及{kind.text}的诉求", counted(total), "，占比", percent(part))
    runs: Runs = (*joined([opening, *compared(facts.changes, key)]), "。")
    top = facts.figures[f"top_{kind.key}s"]
    if isinstance(top.value, tuple) and len(top.value) > 1:
        runs += (f"其中受理量较多的{'有' if kind.text.endswith('部门') else kind.text + '有'}", ranked(top), "。")
    asked = [f"涉及{unit.in_text}的{_worded(problems)}" for unit, problems in _by_unit(facts, kind, sentences)]
    return (*runs, "反映的主要问题有：", "；".join(asked), "。") if asked else runs


def _counts(facts: Facts, key: str) -> bool:
    """Whether there is such a figure, and of anything: what a ledger does not record has none."""
    return key in facts.figures and bool(facts.figures[key].value)


def _without_unit(facts: Facts) -> Runs:
    """Cases that name no unit belong to no kind; they are told, so that the shares can be added up."""
    if not facts.has("unit"):
        return ()
    named = int(sum(facts.figures[f"kind.{kind.key}"].number for kind in facts.profile.kinds))
    rest = int(facts.figures["kept"].number) - named
    figure = Figure("kind.none", "未注明单位的诉求", rest, rule=f"{facts.figures['kept'].label}中未注明单位的诉求")
    opening = "另有" if named else f"{facts.span}，有"
    return (opening, counted(figure), "诉求未注明涉及单位。") if rest else ()


def _by_unit(facts: Facts, kind: Kind, sentences: Sentences) -> Iterator[tuple[Unit, tuple[Problem, ...]]]:
    """The units with orders, busiest first where there are too many to name, with what was asked of each."""
    orders = facts.orders[facts.orders["unit_kind"] == kind.name]
    counts = orders["unit"].value_counts().to_dict()
    units = sorted((unit for unit in kind.units if unit.name in counts), key=lambda unit: -counts[unit.name])
    chosen = units[:UNITS_NAMED]
    for unit in (unit for unit in kind.units if unit in chosen):
        cases = orders[orders["unit"] == unit.name]
        if problems := main_problems(cases, PROBLEMS_A_UNIT, sentences=sentences, names=unit.spellings):
            yield unit, problems


def _worded(problems: tuple[Problem, ...]) -> str:
    """Problems as a unit's list has them: their phrases, then the topics of those that have none.

    >>> _worded((Problem("停水", "供水", ("A1",)), Problem("", "道路", ("A2",)), Problem("断水", "供水", ("A3",))))
    '停水、断水问题，以及道路方面的问题'
    """
    phrases, topics = _parted(problems)
    return "，以及".join(filter(None, (phrases and f"{phrases}问题", topics and f"{topics}方面的问题")))


def _parted(problems: tuple[Problem, ...]) -> tuple[str, str]:
    phrases = dict.fromkeys(problem.phrase for problem in problems if problem.phrase)
    topics = dict.fromkeys(problem.topic for problem in problems if not problem.phrase)
    return listed(phrases), listed(topics)


def _types_told(facts: Facts) -> list[str]:
    keys = [key for key in REQUEST_TYPES if _counts(facts, f"type.{key}")]
    return sorted(keys, key=lambda key: -facts.figures[f"type.{key}"].number)


def _types(facts: Facts, sentences: Sentences) -> Runs:
    keys = _types_told(facts)
    if not keys:
        return ()
    leading = listed(f"{REQUEST_TYPES[key]}类" for key in keys[:3])
    opening = f"{facts.span}，诉求{'集中在' if len(keys) > 1 else '均为'}{leading}。"
    return (opening, *(run for key in keys for run in _type(facts, key, sentences)))


def _type(facts: Facts, key: str, sentences: Sentences) -> Runs:
    total, part = facts.figures[f"type.{key}"], facts.figures[f"type.{key}.share"]
    runs: Runs = (f"{REQUEST_TYPES[key]}类", counted(total), "，占比", percent(part))
    problems = _of_type(facts, key, sentences)
    subject = _asked(problems, key, every=len(problems) == total.value) if problems else ""
    if key == "consult" and not problems:
        subject = _questions(_cases_of(facts, key, sentences))
    return (*joined([runs, *compared(facts.changes, f"type.{key}"), (subject,) if subject else ()]), "。")


def _cases_of(facts: Facts, key: str, sentences: Sentences) -> pd.DataFrame:
    cases = facts.kept[facts.kept["request_type"] == REQUEST_TYPES[key]]
    return cases[~cases["case_id"].isin(sentences.withheld)]


def _of_type(facts: Facts, key: str, sentences: Sentences) -> tuple[Problem, ...]:
    """What cases of a type ask; none for questions that have topics, which say enough."""
    cases = _cases_of(facts, key, sentences)
    if key == "consult" and cases["topic"].notna().any():
        return ()
    return main_problems(cases, PROBLEMS_A_TYPE, sentences=sentences)


def _asked(problems: tuple[Problem, ...], key: str, *, every: bool) -> str:
    """The problems of a type as its clause; `every` says that they are all its cases."""
    most, others = ("", "") if every else ("主要", "等")
    verb, noun = {"suggestion": ("建议", ""), "praise": ("为", "")}.get(key, ("反映", "问题"))
    phrases, topics = _parted(problems)
    clauses = (phrases and f"{verb}{phrases}{others}{noun}", topics and f"涉及{topics}{others}方面")
    return most + "，".join(filter(None, clauses))


def _questions(cases: pd.DataFrame) -> str:
    topics = cases["topic"].value_counts().index
    named = listed(topics[:PROBLEMS_A_TYPE])
    return f"{'主要' if len(topics) > PROBLEMS_A_TYPE else ''}涉及{named}等方面" if named else ""


def _topics(facts: Facts) -> Runs:
    """The topics with most cases and how each has changed; nothing where the ledger has no topics."""
    counts = ranking(facts.rows[facts.rows["disposition"] != TRANSFERRED], "topic").head(TOPICS_NAMED)
    clauses: list[Runs] = []
    for name, cases in counts.items():
        figure = Figure(f"topic.{name}", str(name), int(cases), rule=f"{facts.figures['kept'].label}中该分类的诉求")
        change = joined(compared(facts.changes, f"topic.{name}"))
        clauses.append((str(name), counted(figure), *(("（", *change, "）") if change else ())))
    return (f"{facts.span}，诉求较多的分类有", *joined(clauses, "、"), "。") if clauses else ()
