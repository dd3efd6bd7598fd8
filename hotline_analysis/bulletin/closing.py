"""The end of the bulletin: list of attachments, signature, the attachments, print run and addressees."""

from collections.abc import Iterator

from hotline_analysis.bulletin.blocks import (
    Annex,
    AttachmentList,
    Block,
    Distribution,
    Inline,
    Paragraph,
    Runs,
    Section,
    Signature,
    Table,
)  # fmt: skip
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.wording import cell_percent, counted, full_date, month_day
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.statistics.scorecard import RATES, TOTAL, Line, Scorecard, headers

GAP = "“—”表示尚无到期工单或尚无群众评价"
"""What the dash of wording.NONE means in an attachment."""


def closing(facts: Facts) -> Section:
    """The list of attachments and the signature."""
    words = facts.profile.document
    titles = tuple(kind.annex for kind in facts.profile.kinds)
    return Section(
        (AttachmentList(titles), Signature(words.office + words.signature_suffix, full_date(facts.issued_on)))
    )


def annexes(facts: Facts) -> Section:
    """Every kind's attachment: its table, or a sentence where no order was sent to the kind, and its notes."""
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
    names = _columns(card, facts.profile)
    titles = headers(facts.profile)
    rows = (_row(card.total, names, ()), *(_row(line, names, _remarks(facts, line.unit)) for line in card.lines))
    widths = (2.2, *(1.75 if name in RATES else 1.15 for name in names), 5.4)
    yield Table("", ("单位名称", *(titles[name] for name in names), "备注"), rows, widths=widths, total=True)
    first_told = next(one.number for one in facts.scorecards if one.lines)
    same = f"注：各栏口径同附件{first_told}{f'；{GAP}' if _has_gap(card, facts.profile) else ''}。"
    yield Paragraph(("".join(_notes(facts.profile, card)) if card.number == first_told else same,), style="note")


def _columns(card: Scorecard, profile: Profile) -> tuple[str, ...]:
    """The columns with something to say: 在办未到期 where there is such an order, 满意率 where it is asked."""
    empty = {"open_not_due"} if not card.total.figures["open_not_due"].value else set()
    unasked = {"satisfaction"} if "result_rating" not in profile.ledger.columns else set()
    return tuple(name for name in card.total.figures if name not in empty | unasked)


def _row(line: Line, names: tuple[str, ...], remarks: Runs) -> tuple[Runs, ...]:
    cells = ((cell_percent(line.figures[name]) if name in RATES else counted(line.figures[name], "")) for name in names)
    return ((line.unit,), *((cell,) for cell in cells), remarks)


def _remarks(facts: Facts, unit: str) -> Runs:
    """One line a late order; where none is late, whether the unit's orders are closed and called back."""
    late = [order for order in facts.late if order.unit == unit]
    if late:
        parts: list[Inline] = []
        for order in late:
            state = "办结" if order.is_closed else "未办结"
            parts += [
                f"{chr(10) if parts else ''}工单编号：{order.case_id}\n超期",
                counted(order.days_late, "天"),
                state,
            ]
        return tuple(parts)
    orders = facts.orders[facts.orders["unit"] == unit]
    if orders["closed_at"].isna().any():
        return ("在办",)
    if "called_back_at" not in facts.profile.ledger.columns:
        return ("已办结",)
    return ("已回访" if orders["called_back_at"].notna().all() else "尚未全部回访",)


def _notes(profile: Profile, card: Scorecard) -> Iterator[str]:
    """Which rule a column follows wherever that is not the plain share, and what a dash means."""
    rules, name = profile.rules, profile.document.on_time_label
    yield "注："
    if rules.on_time_rate == "deduction":
        points = rules.deduction_points
        yield f"{name}率按扣分计，无逾期为100%，每逾期1件扣{points}个百分点，扣完为止，不同于{name}件数所占比重；"
    if rules.satisfaction == "graded" and "result_rating" in profile.ledger.columns:
        yield "满意率为五档评价（100、75、50、25、0分）的平均分；"
    if rules.total_rate == "mean_of_units":
        yield f"{TOTAL}栏比率为各单位比率的算术平均；"
    elif rules.on_time_rate == "deduction":
        yield f"{TOTAL}栏{name}率为全部到期工单的{name}占比；"
    if _has_gap(card, profile):
        yield f"{GAP}；"
    yield "超期天数按自然日计。" if profile.limit.lateness == "calendar" else "超期天数按工作日计。"


def _has_gap(card: Scorecard, profile: Profile) -> bool:
    names = _columns(card, profile)
    return any(line.figures[name].value is None for line in (card.total, *card.lines) for name in names)
