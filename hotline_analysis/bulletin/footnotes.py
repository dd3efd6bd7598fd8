"""The notes that end 一、受理数据: what shares are of, what the figures mean, what was corrected or cannot be told."""

from hotline_analysis.bulletin.blocks import Paragraph, Runs
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.wording import counted, full_date, joined, listed
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.accounting import Correction
from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.values import identifier, plain

DEFINED = ("sign_rate", "return_rate", "redo_rate", "solved_rate", "mean_days")
"""Figures that readers may know by other rules, told with their own."""


def footnotes(facts: Facts) -> tuple[Paragraph, ...]:
    """The notes of the month, the basis of its shares first; one that has nothing to say is left out."""
    told = (_basis(facts), _rejected(facts), _definitions(facts), _assessed(facts), _lacking(facts))
    return tuple(Paragraph(("注：", *runs), style="note") for runs in told if runs)


def _basis(facts: Facts) -> Runs:
    kept, footnote = facts.figures["kept"], facts.profile.document.footnote
    basis: Runs = (f"占比以{kept.label}", counted(kept), "为基数，") if kept.value else ()
    averaged = facts.profile.rules.county_satisfaction == "mean_of_annexes" and facts.has("unit")
    mean = averaged and facts.figures["result_satisfaction"].value is not None
    rule = "群众对诉求处理结果满意率为各附件合计栏满意率的平均，" if mean else ""
    return (*basis, rule, f"统计截至{full_date(facts.as_of)}。{footnote}")


def _rejected(facts: Facts) -> Runs:
    """Rows of the month that could not be used: the counts are lower by as much, and so is their change."""
    count = dict(facts.accounts[0].rejected_in).get(str(facts.month), 0)
    figure = Figure("rejected", "本月未采用的记录", count, rule="受理时间在本月、因填写有误未能采用的台账记录")
    return ("本月台账另有", counted(figure, "行"), "因填写有误未能采用，未计入各项数据。") if count else ()


def _definitions(facts: Facts) -> Runs:
    figures = (facts.figures.get(key) for key in DEFINED)
    rules = "；".join(f"{one.label}＝{one.rule}" for one in figures if one and one.value is not None)
    return (f"{rules}。",) if rules else ()


def _assessed(facts: Facts) -> Runs:
    """What was corrected before publication, and the orders that rates leave out."""
    numbers = set(facts.cases["case_id"])
    changed = [one for account in facts.accounts[:1] for one in account.corrections
               if identifier(one.case_id) in numbers and not _leaves_out(one, facts)]  # fmt: skip
    total = Figure("corrections", "公布前更正", len(changed), rule="本月工单经核准在公布前更正的记录")
    excluded, late = facts.figures["excluded"], facts.figures["excluded.late"]
    clauses: list[Runs] = [("本月台账数据公布前经核准更正", counted(total, "处"))] if changed else []
    if excluded.value:
        named: Runs = ("，其中逾期", counted(late), "不列入逾期工单具体情况") if late.value else ()
        clauses.append(("剔除考核工单", counted(excluded), "，计入件数、不计入各项比率", *named))
    return (*joined(clauses, "；"), "。") if clauses else ()


def _leaves_out(one: Correction, facts: Facts) -> bool:
    """Whether the correction keeps an order out of assessment, which is told by the number of such orders."""
    label = next(column.label for column in CASES if column.name == "excluded")
    return plain(one.column) in {"excluded", label, plain(facts.profile.ledger.columns.get("excluded", label))}


def _lacking(facts: Facts) -> Runs:
    columns, parts = facts.fallen_away
    return (f"台账无{''.join(f'“{name}”' for name in columns)}栏，本期不报{listed(parts)}。",) if columns else ()
