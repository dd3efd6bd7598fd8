"""The end of the bulletin: list of attachments, signature, the attachments, print run and addressees."""

from collections.abc import Iterator

from hotline_analysis.bulletin.blocks import (
    Annex,
    AttachmentList,
    Block,
    Distribution,
    Paragraph,
    Runs,
    Section,
    Signature,
    Table,
)  # fmt: skip
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.wording import cell_percent, counted, full_date, joined, month_day
from hotline_analysis.statistics.cube import OUTCOMES
from hotline_analysis.statistics.orders import Order
from hotline_analysis.statistics.scorecard import RATES, TOTAL, Line, Scorecard, headers


def closing(facts: Facts) -> Section:
    """The list of attachments, where the ledger names units, and the signature."""
    words = facts.profile.document
    titles = tuple(kind.annex for kind in facts.profile.kinds)
    listed = (AttachmentList(titles),) if facts.has("unit") else ()
    return Section((*listed, Signature(words.office + words.signature_suffix, full_date(facts.issued_on))))


def annexes(facts: Facts) -> Section:
    """Every kind's attachment: its table, or a sentence where no order was sent to the kind, and its notes.

    There is none where the ledger names no units.
    """
    if not facts.has("unit"):
        return Section(())
    return Section(tuple(block for card in facts.scorecards for block in _annex(facts, card)))


def distribution(facts: Facts) -> Section:
    """版记: print run, 主送, 抄送, office and date."""
    words = facts.profile.document
    copies = f"共印{words.copies}份" if words.copies else ""
    return Section((Distribution(copies, words.to, words.cc, words.office, f"{full_date(facts.issued_on)}印发"),))


def _annex(facts: Facts, card: Scorecard) -> Iterator[Block]:
    kind = facts.profile.kinds[card.number - 1]
    first, until = facts.month.first, facts.as_of
    yield Annex(f"附件{card.number}", kind.annex, f"统计日期：{month_day(first)}至{month_day(until)}")
    if not card.lines:
        yield Paragraph((f"{facts.span}无{kind.text}转办工单。",))
        return
    names = _columns(card, facts)
    titles = headers(facts.profile)
    rows = (_row(card.total, names, ()), *(_row(line, names, _remarks(facts, line)) for line in card.lines))
    widths = (2.2, *(1.75 if name in RATES else 1.15 for name in names), 5.4)
    yield Table("", ("单位名称", *(titles[name] for name in names), "备注"), rows, widths=widths, total=True)
    first_told = next(one.number for one in facts.scorecards if one.lines)
    is_first = card.number == first_told
    rules = _rules(facts) if is_first else [f"各栏口径同附件{first_told}"]
    lateness = _lateness(facts) if is_first else ()
    if notes := joined([*((rule,) for rule in rules), _left_out(card), _dash(card, names), lateness], "；"):
        yield Paragraph(("注：", *notes, "。"), style="note")


def _columns(card: Scorecard, facts: Facts) -> tuple[str, ...]:
    """The columns with something to say: 在办未到期 where there is such an order, rates where the ledger tells them."""
    unsaid = {"excluded"}
    if not card.total.figures["open_not_due"].value:
        unsaid.add("open_not_due")
    if not facts.has("closed_at"):
        unsaid |= {*OUTCOMES, "on_time_rate"}
    if not facts.has("result_rating"):
        unsaid.add("satisfaction")
    return tuple(name for name in card.total.figures if name not in unsaid)


def _row(line: Line, names: tuple[str, ...], remarks: Runs) -> tuple[Runs, ...]:
    cells = ((cell_percent(line.figures[name]) if name in RATES else counted(line.figures[name], "")) for name in names)
    return ((line.unit,), *((cell,) for cell in cells), remarks)


def _remarks(facts: Facts, line: Line) -> Runs:
    """One line a late order, or where none is late what became of the orders; then what rates leave out."""
    told = [_late(order) for order in facts.late if order.unit == line.unit] or [_state(facts, line.unit)]
    excluded = line.figures["excluded"]
    return joined([*told, ("剔除考核", counted(excluded)) if excluded.value else ()], "\n")


def _late(order: Order) -> Runs:
    state = "办结" if order.is_closed else "未办结"
    return (f"工单编号：{order.case_id}\n超期", counted(order.days_late, "天"), state)


def _state(facts: Facts, unit: str) -> Runs:
    """Whether the unit's orders are closed and called back, as far as the ledger tells."""
    orders = facts.orders[facts.orders["unit"] == unit]
    if facts.has("closed_at") and orders["closed_at"].isna().any():
        return ("在办",)
    if facts.has("called_back_at"):
        return ("已回访" if orders["called_back_at"].notna().all() else "尚未全部回访",)
    return ("已办结",) if facts.has("closed_at") else ()


def _rules(facts: Facts) -> Iterator[str]:
    """Which rule a column follows wherever that is not the plain share."""
    rules, name = facts.profile.rules, facts.profile.document.on_time_label
    closings, asked = facts.has("closed_at"), facts.has("result_rating")
    if rules.on_time_rate == "deduction" and closings:
        points = rules.deduction_points
        yield f"{name}率按扣分计，无逾期为100%，每逾期1件扣{points}个百分点，扣完为止，不同于{name}件数所占比重"
    if rules.satisfaction == "graded" and asked:
        yield "满意率为五档评价（100、75、50、25、0分）的平均分"
    if rules.total_rate == "mean_of_units" and (closings or asked):
        yield f"{TOTAL}栏比率为各单位比率的算术平均"
    elif rules.on_time_rate == "deduction" and closings:
        yield f"{TOTAL}栏{name}率为全部到期工单的{name}占比"


def _left_out(card: Scorecard) -> Runs:
    excluded = card.total.figures["excluded"]
    return ("剔除考核的工单", counted(excluded), "计入各栏件数，不计入比率") if excluded.value else ()


def _dash(card: Scorecard, names: tuple[str, ...]) -> Runs:
    """What the dash of wording.NONE means, where the table has one."""
    if all(line.figures[name].value is not None for line in (card.total, *card.lines) for name in names):
        return ()
    counting = "计入比率的" if card.total.figures["excluded"].value else ""
    return (f"“—”表示尚无{counting}到期工单或尚无{counting}群众评价",)


def _lateness(facts: Facts) -> Runs:
    if not facts.has("closed_at"):
        return ()
    return (f"超期天数按{'自然日' if facts.profile.limit.lateness == 'calendar' else '工作日'}计",)
