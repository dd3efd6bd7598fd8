"""The title and parts 一, 三 and 四 of the notice: what became of the rows, and what is suspicious in them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from hotline_analysis.bulletin.blocks import Block, Heading, Paragraph, Runs, Section, Table, Title
from hotline_analysis.bulletin.quality_facts import Quality
from hotline_analysis.bulletin.quality_words import (
    OTHER_SKIPPED,
    PLACES,
    SKIPPED,
    about_words,
    below_whole,
    case_numbers,
    finding_words,
    places,
    reason_words,
    rows_in,
    sheets_of,
    source_name,
    values,
)
from hotline_analysis.bulletin.wording import NONE, counted, full_date, joined, moved, percent, rounded
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.accounting import Accounting, Finding, Reject
from hotline_analysis.statistics.completeness import REVERSED, reversed_times
from hotline_analysis.statistics.indicators import ratio
from hotline_analysis.statistics.trends import points_figure

GROUPS = 12
"""Reasons that the table of rejects names; beyond these it would be the ledger once more."""

ROLES = ("台账", "话务统计")
"""What the accounts are of, in their order."""

COUNTS = {
    "read": ("读入", "采用 + 剔除 + 重复"),
    "accepted": ("采用", "符合填写要求的行"),
    "rejected": ("剔除", "一行有多处错误的只计一行"),
    "duplicates": ("重复", "各栏与前面一行完全相同的行"),
}
"""What became of the rows: the words, and the rule of the count."""


def title(quality: Quality) -> Section:
    """The title and the sentence that leads in."""
    month = f"{quality.month.year}年{quality.month.number}月"
    lines = (f"{quality.profile.county}政务服务热线台账质量通报", f"（{month}）")
    lead = f"为便于核对、补正热线台账，现将{month}台账登记情况（截至{full_date(quality.as_of)}）通报如下。"
    aim = "通报只看登记是否完整、准确、及时，不评价诉求办理质量；所列各项请对照台账查找，如有出入，请予指正。"
    return Section((Title(lines), Paragraph((lead + aim,))))


def overall(quality: Quality) -> Section:
    """一: the sum of the rows of each file, what was passed over, and the month beside the eleven before."""
    accounts = zip(ROLES, quality.accounts, strict=False)
    read = tuple(run for role, account in accounts for run in _sum_of_rows(role, account))
    note = "注：剔除的行未必读得出受理时间，无法归入某一月份，故剔除、重复和跳过按整本台账计；填写率按受理月份计。"
    told = (Paragraph(read), Paragraph(_month(quality)), Paragraph((note,), style="note"))
    return Section((Heading(1, "一、总的情况"), *told))


def _sum_of_rows(role: str, account: Accounting) -> Runs:
    read, *parts = (_rows(role, account, field) for field in COUNTS)
    labels = [words for words, _ in COUNTS.values()][1:]
    clauses: list[Runs] = [(label, part) for label, part in zip(labels, parts, strict=True)]
    runs: Runs = (f"读入{role}{source_name(account.file)}", read, "，其中", *joined(clauses, "、"), "。")
    return (*runs, *_skipped(_key(role), account))


def _rows(role: str, account: Accounting, field: str) -> Figure:
    words, rule = COUNTS[field]
    return counted(Figure(f"{_key(role)}.{field}", f"{role}{words}行数", getattr(account, field), rule=rule), "行")


def all_rows(quality: Quality, field: str) -> Figure:
    """One of COUNTS of all accounts together."""
    words, rule = COUNTS[field]
    total = sum(getattr(account, field) for account in quality.accounts)
    return counted(Figure(field, f"{words}行数", total, rule=rule), "行")


def _key(role: str) -> str:
    return "rows" if role == ROLES[0] else "calls.rows"


def _skipped(key: str, account: Accounting) -> Runs:
    """The rows and sheets that are no data, by reason."""
    rows, sheets = Counter[str](), Counter[str]()
    for one in account.skipped:
        words = SKIPPED.get(one.reason, OTHER_SKIPPED)
        rows[words] += rows_in(one.rows)
        sheets[words] += not one.rows
    told: list[Runs] = []
    for counts, unit in ((rows, "行"), (sheets, "个")):
        for words, count in counts.items():
            figure = Figure(f"{key}.skipped.{words}", f"跳过：{words}", count, rule="不是数据，不计入读入行数")
            told += [(words, counted(figure, unit))] if count else []
    return ("另跳过", *joined(told, "、"), "，均不是数据。") if told else ()


def _month(quality: Quality) -> Runs:
    """Cases and share of filled cells of the month, beside the months before."""
    month = f"{quality.month.year}年{quality.month.number}月"
    count = Figure("received", "本月受理", len(quality.of_month), rule="受理时间在本月、截至统计日的采用行")
    if not count.value:
        return (f"台账中没有{month}受理的诉求。",)
    clauses = [(f"按受理时间归入{month}的诉求", counted(count)), _mean_before(quality)]
    return (*joined(clauses), "。", *_filled(quality))


def _mean_before(quality: Quality) -> Runs:
    earlier = quality.earlier
    if not earlier:
        return ("此前各月台账没有记录，不作比较",)
    total = int(quality.received[earlier].sum())
    mean = rounded(Decimal(total) / len(earlier), 1)
    figure = Figure(
        "received.before", "此前月均受理", mean, f"{mean}件", total, len(earlier), "此前各月受理合计 ÷ 月数"
    )
    return (f"此前{len(earlier)}个月月均", figure)


def _filled(quality: Quality) -> Runs:
    now = quality.filling.figures([str(quality.month)], key="filled")
    before = quality.filling.figures(quality.earlier, key="filled.before")["filled.before"]
    if now["filled"].value is None:
        return ()
    rate = percent(below_whole(now["filled"]))
    change = points_figure("filled.change", "填写率", rate, percent(below_whole(before)), than="此前各月")
    clauses: list[Runs] = [("应填", counted(now["filled.due"], "项")), ("空白", counted(now["filled.blank"], "项"))]
    return (*joined([*clauses, ("填写率", rate), moved(change, f"比此前{len(quality.earlier)}个月")]), "。")


def rejected(quality: Quality) -> Section:
    """三: rejected rows by column and reason with the places where they stand, and the repeated ones.

    The cells are quoted in an internal run alone.
    """
    blocks: list[Block] = [Heading(1, "三、剔除和重复的行"), *_rejects(quality)]
    twice = all_rows(quality, "duplicates")
    if twice.value:
        blocks.append(Paragraph(("另有", twice, "与前面的行各栏完全相同，只计一次，不影响统计。")))
    return Section(tuple(blocks))


def _rejects(quality: Quality) -> Iterator[Block]:
    accounts = zip(ROLES, quality.accounts, strict=False)
    left_out = [_left_out(role, account) for role, account in accounts if account.rejected]
    if not left_out:
        yield Paragraph(("各行均符合填写要求，没有剔除的行。",))
        return
    yield Paragraph((*joined(left_out, "；"), "。剔除的行不计入任何统计，更正后即可恢复。按栏目和原因列表如下。"))
    groups, internal = _groups(quality.accounts), quality.audience == "internal"
    shown = [one for group in groups[:GROUPS] for one in group[:PLACES]]
    names = sheets_of(shown)
    header = ("栏目", "原因及改法", "处数", "所在位置", *(("所填内容",) if internal else ()))
    widths = (1.6, 2.8, 0.9, *((3.8, 2.3) if internal else (6.1,)))
    rows = tuple(_reject_row(number, group, names, internal) for number, group in enumerate(groups[:GROUPS], 1))
    yield Table("剔除的行", header, rows, widths=widths)
    cut = f"同一原因只列前{PLACES}处。" if any(len(group) > PLACES for group in groups) else ""
    yield Paragraph((f"注：{_files(names)}{cut}",), style="note")
    if rest := sum(map(len, groups[GROUPS:])):
        figure = counted(Figure("rejected.rest", "其余剔除原因", rest, rule="表中未列的"), "处")
        yield Paragraph((f"其余{len(groups) - GROUPS}类原因", figure, "，清单另行提供。"))


def _files(names: dict[str, str]) -> str:
    """Which file each short name of the table is."""
    if len(names) == 1:
        return f"各行均在“{next(iter(names))}”中，行号为表格软件所示的行号。"
    return "；".join(f"{short}为“{name}”" for name, short in names.items()) + "；行号为表格软件所示的行号。"


def _left_out(role: str, account: Accounting) -> Runs:
    key, label = f"{_key(role)}.rejected.share", f"{role}剔除占比"
    part = ratio(key, label, account.rejected, account.read, "剔除 ÷ 读入")
    return (f"{role}剔除", _rows(role, account, "rejected"), "，占读入的", percent(part))


def _groups(accounts: tuple[Accounting, ...]) -> list[list[Reject]]:
    """The rejects by column and reason, most first."""
    groups: dict[tuple[str, str], list[Reject]] = {}
    for account in accounts:
        for one in account.rejects:
            groups.setdefault((one.column, reason_words(one.reason)), []).append(one)
    return sorted(groups.values(), key=lambda group: -len(group))


def _reject_row(number: int, group: list[Reject], names: dict[str, str], internal: bool) -> tuple[Runs, ...]:
    first = group[0]
    words = reason_words(first.reason)
    count = Figure(f"rejected.{number}", f"“{first.column}”：{words}", len(group), rule="一行有多处错误的分别计")
    cells: tuple[Runs, ...] = ((first.column,), (words,), (counted(count, ""),), (places(group, names),))
    return (*cells, (values(group),)) if internal else cells


def suspicious(quality: Quality) -> Section:
    """四: what the ledger's findings say and ask, with case numbers; those of the month where they can be told."""
    found = merged_findings(quality)
    heading = Heading(1, "四、需要核实的疑点")
    if not found:
        return Section((heading, Paragraph(("未发现时间先后颠倒、年份异常、月份中断等疑点。",))))
    lead = "下列记录已经采用，但内容可能有误，请予核实。情况属实的不必更改，请在回复中说明。"
    rows = tuple(_finding(quality, number, one) for number, one in enumerate(found, 1))
    table = Table("需要核实的疑点", ("疑点", "总数", "本月", "工单编号"), rows, widths=(3.2, 1.1, 1.0, 4.7))
    note = f"注：总数按整本台账计，“{NONE}”表示不能按月份区分，或没有编号可列；工单编号先列本月的，本月没有的举例。"
    return Section((heading, Paragraph((lead,)), table, Paragraph((note,), style="note")))


def merged_findings(quality: Quality) -> list[Finding]:
    """The findings, those of one key and column (one for each unit, or each month) made one."""
    merged: dict[tuple[str, str], Finding] = {}
    for one in (finding for account in quality.accounts for finding in account.findings):
        known = merged.get((one.key, one.column), replace(one, count=0, examples=()))
        both = (*known.examples, *one.examples)
        merged[one.key, one.column] = replace(known, count=known.count + one.count, examples=both)
    return list(merged.values())


def _finding(quality: Quality, number: int, finding: Finding) -> tuple[Runs, ...]:
    words, unit = finding_words(finding.key, finding.column)
    key, label = f"finding.{number}", words.partition("，")[0]
    total = counted(Figure(key, label, finding.count, rule="整本台账采用的行"), unit)
    if finding.key not in REVERSED:
        return ((words,), (total,), (NONE,), (_details(quality, finding),))
    numbers = tuple(reversed_times(quality.of_month, finding.key)["case_id"])
    here = counted(Figure(f"{key}.month", label, len(numbers), rule="受理时间在本月的"), unit)
    return ((words,), (total,), (here,), (case_numbers(numbers or finding.examples),))


def _details(quality: Quality, finding: Finding) -> str:
    """What the findings of this key and column are about; case numbers where they are about cases."""
    every = (one for account in quality.accounts for one in account.findings)
    same = (one for one in every if (one.key, one.column) == (finding.key, finding.column))
    return "；".join(filter(None, map(about_words, same))) or case_numbers(finding.examples)
