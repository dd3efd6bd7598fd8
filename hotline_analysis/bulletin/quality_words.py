"""The ledger's account in Chinese: why a row was left out or passed over, what is suspicious, and where it stands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from hotline_analysis.bulletin.wording import NONE
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.accounting import Finding, Reject, place

PLACES, VALUES, VALUE_LENGTH = 20, 3, 24
"""Rows and values named for one reason, and the characters of a value that are shown."""

NAMED = 10
"""Case numbers named at one place."""

REASONS = (
    ("is blank, but every row needs one", "必填项空白，请补填"),
    ("is blank, but a row of", "转办工单未填承办单位，请补填"),
    ("is none of", "不在规定的词语之内，请改用规定的词语"),
    ("is an unknown unit", "单位名称不在热线档案之内，请改用规范名称"),
    ("has lost digits", "编号在表格软件中丢失位数，请将该栏设为文本格式后重新导出"),
    ("is not a time", "时间无法辨认，请核对年月日和时刻的写法"),
    ("is neither", "应填“是”或“否”"),
    ("is not a whole number", "应填整数"),
    ("is less than 0", "次数小于零，请改填实际次数"),
    ("is the number of another", "同一编号用于内容不同的记录，请一件一号"),
    ("is the day of another", "同一日期有内容不同的记录，请一天一行"),
    ("is more than the calls", "接通量大于来电量，请核对两个数"),
    ("cells where the header has", "单元格个数与表头不符，请核对该行的分隔符和引号"),
)
"""How each reason of ledger/checks.py begins, and the same for those who keep the ledger."""

OTHER_REASON = "不符合填写要求，请核对"

SKIPPED = {
    "above the header": "表头以上的标题、说明",
    "blank": "空白行",
    "the header again": "重复的表头",
    "a total": "合计、小计",
    "a note below the last row": "表后的说明",
    "without the profile's headers": "无台账表头的工作表",
    "an empty sheet": "空白工作表",
    "a hidden sheet": "隐藏的工作表",
    "no worksheet but a chart, a dialogue or macros": "图表、宏等非数据工作表",
}
"""The reasons of ledger/loading.py and ledger/workbooks.py for which rows and sheets are no data."""

OTHER_SKIPPED = "其他非数据内容"

FINDINGS = {
    "closed_before_received": ("办结时间早于受理时间，办理用时无法计算，请核对两个时间", "件"),
    "called_back_before_closed": ("回访时间早于办结时间，请核对是否先回访、后登记办结", "件"),
    "due_before_received": ("应办结时间早于受理时间，请核对两个时间", "件"),
    "dispatched_before_received": ("转派时间早于受理时间，请核对两个时间", "件"),
    "signed_before_dispatched": ("签收时间早于转派时间，请核对两个时间", "件"),
    "caller_lost": ("“{column}”栏的号码在表格软件中丢失位数，无法分辨来电人，请将该栏设为文本格式后重新导出", "件"),
    "unit_of_two_kinds": ("“{column}”栏的类别与热线档案不一致，统计时以档案为准，请统一同一单位的类别", "件"),
    "gap": ("首末两个月之间有的月份没有任何工单，请核对该时段的台账是否漏导", "个月"),
    "new_words": ("“{column}”栏在个别月份集中改用以前没有的写法，请核对是否更换了词表或填写口径", "件"),
    "year": ("“{column}”栏的年份与其他工单相差过大，请核对年份", "件"),
}
"""What is said and asked of each finding of ledger/findings.py, and the unit of its count."""

OTHER_FINDING = ("{column}内容可能有误，请核对", "处")


def reason_words(reason: str) -> str:
    """A reject's reason in Chinese.

    >>> reason_words("is an unknown unit. Did you mean '西华池镇'?")
    '单位名称不在热线档案之内，请改用规范名称'
    """
    return next((words for start, words in REASONS if reason.startswith(start)), OTHER_REASON)


def finding_words(key: str, column: str) -> tuple[str, str]:
    """What is said and asked of a finding, and the unit of its count; `column` is the office's own header.

    >>> finding_words("year.closed_at", "办结时间")
    ('“办结时间”栏的年份与其他工单相差过大，请核对年份', '件')
    >>> finding_words("of_tomorrow", "办结时间"), finding_words("of_tomorrow", "")
    (('“办结时间”栏内容可能有误，请核对', '处'), ('内容可能有误，请核对', '处'))
    """
    if known := FINDINGS.get(key.partition(".")[0]):
        return known[0].format(column=column), known[1]
    words, unit = OTHER_FINDING
    return words.format(column=f"“{column}”栏" if column else ""), unit


ABOUT = {"unit_of_two_kinds": "{0}（台账作“{1}”，档案为{2}）", "gap": "{0}至{1}之间", "new_words": "{0}（{1}行中）"}
"""What a finding that names no case is about, by the parts of its `about`."""


def about_words(finding: Finding) -> str:
    """What a finding without case numbers is about, with its count; empty where it has such numbers."""
    if not finding.about:
        return ""
    return ABOUT[finding.key].format(*finding.about) + f"{finding.count}{FINDINGS[finding.key][1]}"


def rows_in(spans: str) -> int:
    """How many rows the spans of ledger/loading.py name; 0 for none, which is a whole sheet.

    >>> rows_in("1-3, 7, 9-10 and 2 more"), rows_in("")
    (8, 0)
    """
    named, _, more = spans.partition(" and ")
    ends = [[int(end) for end in run.split("-")] for run in re.findall(r"\d+(?:-\d+)?", named)]
    return sum(run[-1] - run[0] + 1 for run in ends) + (int(more.split()[0]) if more else 0)


def sheets_of(rejects: Iterable[Reject]) -> dict[str, str]:
    """Each file and sheet that rejects lie in, with the short name that places go by; a single one needs none.

    >>> rejects = [Reject("四月.xlsx", sheet, 3, "受理时间", "", "") for sheet in ("明细", "补录", "明细")]
    >>> sheets_of(rejects), sheets_of(rejects[:1])
    ({'四月.xlsx（明细）': '文件1', '四月.xlsx（补录）': '文件2'}, {'四月.xlsx（明细）': ''})
    """
    names = list(dict.fromkeys(place(one.file, one.sheet) for one in rejects))
    return {name: f"文件{number}" if len(names) > 1 else "" for number, name in enumerate(names, 1)}


def places(rejects: Iterable[Reject], names: dict[str, str]) -> str:
    """Sheet and rows of the first PLACES rejects, each sheet once by its name of `sheets_of`.

    >>> rejects = [Reject("四月.xlsx", "明细", line, "受理时间", "", "") for line in (18, 3, 4)]
    >>> places(rejects, sheets_of(rejects)), places(rejects[:1], {"四月.xlsx（明细）": "文件2"})
    ('第18、3、4行', '文件2第18行')
    """
    found = list(rejects)
    sheets: dict[str, list[int]] = {}
    for one in found[:PLACES]:
        sheets.setdefault(names[place(one.file, one.sheet)], []).append(one.line)
    named = (f"{sheet}第{'、'.join(map(str, lines))}行" for sheet, lines in sheets.items())
    return "；".join(named) + ("等" if len(found) > PLACES else "")


def values(rejects: Iterable[Reject]) -> str:
    """What the rejected cells say, VALUES of them once each, long ones cut; 空白 for a blank.

    >>> values(Reject("a.csv", "", 1, "承办单位", text, "") for text in ("甲局", "", "甲局"))
    '甲局；（空白）'
    """
    found = list(dict.fromkeys(_shortened(one.value) for one in rejects))
    return "；".join(found[:VALUES]) + ("等" if len(found) > VALUES else "")


def _shortened(value: str) -> str:
    text = " ".join(value.split()) or "（空白）"
    return text if len(text) <= VALUE_LENGTH else f"{text[:VALUE_LENGTH]}…"


def below_whole(figure: Figure) -> Figure:
    """The share, kept below 100 where a part is missing: 99.996% must not print as complete.

    >>> below_whole(Figure("filled", "填写率", Decimal("99.999"), "", 99_999, 100_000)).value
    Decimal('99.99')
    """
    if figure.value is None or figure.numerator == figure.denominator:
        return figure
    return replace(figure, value=min(figure.number, Decimal("99.99")))


def case_numbers(numbers: Sequence[str]) -> str:
    """NAMED case numbers for a table's cell, parted by wide blanks, where every program breaks a line.

    >>> case_numbers(("GD1", "GD2")), case_numbers(())
    ('GD1\u3000GD2', '—')
    """
    return "　".join((*numbers[:NAMED], *(("等",) if len(numbers) > NAMED else ()))) or NONE


def source_name(file: str) -> str:
    """The ledger's name as a sentence has it; several files are counted.

    >>> source_name("ledger.csv"), source_name("2020 (12 files)"), source_name("2 files")
    ('“ledger.csv”', '“2020”（12个文件）', '2个文件')
    """
    found = re.fullmatch(r"(?:(.+) \()?(\d+) files\)?", file)
    if not found:
        return f"“{file}”"
    return f"“{found[1]}”（{found[2]}个文件）" if found[1] else f"{found[2]}个文件"
