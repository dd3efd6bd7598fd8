"""Part 六 of the notice: what is asked of whom, and the signature."""

from collections.abc import Iterator

import pandas as pd

from hotline_analysis.bulletin.blocks import Block, Heading, Paragraph, Runs, Section, Signature, Table
from hotline_analysis.bulletin.quality_cells import day_list
from hotline_analysis.bulletin.quality_facts import Quality
from hotline_analysis.bulletin.quality_rows import all_rows, merged_findings
from hotline_analysis.bulletin.quality_words import case_numbers
from hotline_analysis.bulletin.wording import counted, full_date, listed
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import DISPATCHED
from hotline_analysis.statistics.completeness import LABELS, batched, daily, silent_days

UNITS_OWN = ("signed_at", "closed_at", "reply")
"""The columns of an order that its unit fills in; the hotline's office fills in the others."""

UNITS_NAMED = 8
"""Units asked by their names about closings written down many at a time."""

OFFICE = "office"
"""Stands for the hotline's office among the units."""


def requests(quality: Quality) -> Section:
    """六: the requests that follow from the parts before, and by unit the blank cells to fill in."""
    asked = [*_of_rows(quality), *_of_times(quality)]
    heading = Heading(1, "六、请予核对的事项")
    table = _table(quality)
    if not asked and not table:
        return Section((heading, Paragraph(("本月台账登记完整、规范，没有需要补正的事项，谨向各登记人员致谢。",))))
    if table:
        asked.append(("请按下表补填空白的栏目，确无内容可填的，请注明原因。",))
    told = (Paragraph(runs, lead=f"{number}.") for number, runs in enumerate(asked, 1))
    office = quality.profile.document.short_office
    thanks = f"以上请在下次统计前核对完毕，并将结果反馈{office}。感谢各单位和登记人员的支持与配合。"
    return Section((heading, *told, *table, Paragraph((thanks,))))


def signature(quality: Quality) -> Section:
    """The office and the day."""
    words = quality.profile.document
    return Section((Signature(words.office + words.signature_suffix, full_date(quality.issued_on)),))


def _of_rows(quality: Quality) -> Iterator[Runs]:
    """Requests to those who keep the ledger, about whole rows."""
    rejected, twice = all_rows(quality, "rejected"), all_rows(quality, "duplicates")
    found = Figure("findings", "疑点", len(merged_findings(quality)), rule="第四部分所列的疑点")
    if rejected.value:
        yield ("请台账登记人员按第三部分所列位置，在原台账中更正剔除的", rejected, "。")
    if twice.value:
        yield ("请台账登记人员删去重复的", twice, "，每件工单只留一行。")
    if found.value:
        yield ("请台账登记人员会同有关单位核实第四部分所列的疑点", counted(found, "项"), "。")


def _of_times(quality: Quality) -> Iterator[Runs]:
    """Requests about when things are written down."""
    several = set(batched(quality.orders)["unit"].dropna())
    units = [unit.in_text for name, (_, unit) in quality.profile.units.items() if name in several]
    if units:
        more = "等单位" if len(units) > UNITS_NAMED else ""
        yield (f"请{listed(units[:UNITS_NAMED])}{more}说明集中登记办结的原因，今后随办随登。",)
    if quality.calls is not None:
        silent = silent_days(daily(quality.of_month, quality.calls))
        if silent:
            yield (f"请{quality.profile.document.short_office}核对{day_list(silent)}是否漏登诉求。",)


def _table(quality: Quality) -> tuple[Block, ...]:
    """Blank cells by who fills them in: units in the official order, then the hotline's office; none where none is."""
    blanks = quality.blanks
    own = blanks["column"].isin(UNITS_OWN) & (blanks["disposition"] == DISPATCHED) & blanks["unit"].notna()
    owner = blanks["unit"].where(own, OFFICE)
    names = {name: unit.in_text for name, (_, unit) in quality.profile.units.items()}
    names[OFFICE] = quality.profile.document.short_office
    rows = tuple(row for name, text in names.items() for row in _rows(name, text, blanks[owner == name]))
    header = ("补填单位", "栏目", "件数", "工单编号")
    return (Table("请补填的空白栏目", header, rows, widths=(1.6, 1.8, 0.9, 4.7)),) if rows else ()


def _rows(name: str, text: str, blanks: pd.DataFrame) -> Iterator[tuple[Runs, ...]]:
    """One row a column."""
    for column in map(str, blanks["column"].unique()):
        numbers = blanks.loc[blanks["column"] == column, "case_id"]
        count = Figure(f"ask.{name}.{column}", f"{text}{LABELS[column]}空白", len(numbers), rule="本月应填而空白的")
        yield ((text,), (LABELS[column],), (counted(count, ""),), (case_numbers(tuple(numbers)),))
