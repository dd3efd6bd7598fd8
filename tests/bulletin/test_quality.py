"""The notice on the ledger's quality: what it says of a clean ledger, of an ugly one, and of next to none."""

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_analysis.bulletin import quality, quality_charts
from hotline_analysis.bulletin.blocks import Chart, Paragraph, Section, Table
from hotline_analysis.bulletin.facts import ACCOUNT_MIME
from hotline_analysis.bulletin.quality_rows import GROUPS
from hotline_analysis.bulletin.quality_words import FINDINGS, NAMED, PLACES, REASONS, SKIPPED, reason_words, rows_in
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.figure import Figure
from hotline_analysis.ledger import loading, workbooks
from hotline_analysis.ledger.accounting import Accounting, Finding, Reject, Skipped
from hotline_analysis.ledger.checks import checks_for
from hotline_analysis.ledger.columns import CALLS, CASES
from hotline_analysis.ledger.findings import suspicions
from hotline_analysis.ledger.profile import Table as Layout
from hotline_analysis.month import Month

# A glyph that the font lacks, matplotlib only warns of.
pytestmark = pytest.mark.filterwarnings("error")

ROOT = Path(__file__).parents[2]
HESHUI = ROOT / "data" / "heshui" / "profile.toml"
TINY = ROOT / "tests" / "tiny.toml"
TEXTS = (
    quality.title, quality.overall, quality.completeness, quality.rejected, quality.suspicious, quality.timeliness,
    quality.requests, quality.signature,
)  # fmt: skip
CHARTS = (quality.completeness_chart, quality.days_chart)
LABELS = {column.name: column.label for column in CASES}

ORDER = {
    "received_at": "2020-04-07 09:00", "channel": "电话", "caller": "16000000001", "request_type": "求助",
    "topic": "住房物业", "summary": "路灯不亮。", "disposition": "工单转办", "unit": "甲河镇", "unit_kind": "乡镇",
    "dispatched_at": "2020-04-07 10:00", "signed_at": "2020-04-07 16:00", "closed_at": "2020-04-08 17:00",
    "called_back_at": "2020-04-09 10:00", "service_rating": "满意", "result_rating": "满意", "reply": "已修好。",
}  # fmt: skip
Row = dict[str, str]
Make = Callable[..., quality.Quality]
Part = Callable[[quality.Quality], Section]


@pytest.fixture
def notice(tmp_path: Path) -> Make:
    """Writes `rows` (column names of ours, `note` for a first column of no matter) as a county's ledger and gathers."""

    def make(
        rows: list[Row], *, month: str = "2020-04", above: str = "", calls: str = "", without: tuple[str, ...] = (),
        **options: Any,
    ) -> quality.Quality:  # fmt: skip
        data = tomllib.loads(TINY.read_text(encoding="utf-8"))
        names = [name for name in ORDER | {"case_id": ""} if name not in without]
        headers = {name: data["ledger"]["columns"].get(name, LABELS[name]) for name in names}
        text = TINY.read_text(encoding="utf-8")
        table = "".join(f'{name} = "{header}"\n' for name, header in headers.items())
        text = re.sub(r"(\[ledger\.columns\]\n).*?\n\n", rf"\g<1>{table}\n", text, flags=re.DOTALL)
        (tmp_path / "profile.toml").write_text(text, encoding="utf-8")
        (tmp_path / "calls.csv").write_text("日期,来电量,接通量\n" + (calls or "2020-04-07,5,5\n"), encoding="utf-8")
        with (tmp_path / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(above)
            writer = csv.writer(file)
            writer.writerow(headers.values())
            for place, row in enumerate(rows, 1):
                full = {"case_id": f"A{place}"} | ORDER | row
                writer.writerow([full[name] for name in names])
        return quality.gather_quality(month, profile=str(tmp_path / "profile.toml"), **options)

    return make


@cache
def sample(month: str, audience: Any = "internal") -> quality.Quality:
    return quality.gather_quality(month, profile=str(HESHUI), audience=audience)


def text_of(found: quality.Quality, *parts: Part) -> str:
    return "\n".join(plain_text(block) for part in parts or TEXTS for block in part(found).blocks)


def table_of(section: Section) -> list[list[str]]:
    table = next(block for block in section.blocks if isinstance(block, Table))
    return [[plain_text(Paragraph(cell)) for cell in row] for row in table.rows]


def figures_in(value: Any) -> Iterator[Figure]:
    """Every figure of blocks as often as it is printed."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(figures_in, value))
    elif hasattr(value, "__dataclass_fields__"):
        yield from chain.from_iterable(figures_in(getattr(value, field.name)) for field in fields(value))


UGLY = [
    {},
    {},
    {"received_at": "四月七日上午"},
    {"received_at": "4月八号"},
    {"unit": "热力公司"},
    {"case_id": "B1"},
    {"case_id": "B1"},
    {"closed_at": "2020-04-06 17:00", "called_back_at": ""},
    {"unit_kind": "驻县单位", "topic": "", "signed_at": "", "reply": "", "called_back_at": "2020-04-10 00:00"},
    {"unit": "丙管局", "unit_kind": "部门", "received_at": "2020-03-10 09:00", "dispatched_at": "2020-03-10 10:00",
     "signed_at": "2020-03-10 16:00", "closed_at": "2020-03-11 09:00", "called_back_at": "2020-03-12 09:00"},
]  # fmt: skip
"""Two whole ones, two of no time, an unknown unit, one twice, a closing before its receipt, one with four blanks
(topic, signing, result; a call-back without an hour and another kind of unit), one of March."""


def test_the_rows_add_up_and_what_was_passed_over_is_told(notice: Make) -> None:
    text = text_of(notice(UGLY, above="小县工单台账\n"), quality.overall)
    assert "台账“ledger.csv”10行，其中采用6行、剔除3行、重复1行。另跳过表头以上的标题、说明1行，均不是数据。" in text
    assert "话务统计“calls.csv”1行，其中采用1行、剔除0行、重复0行。" in text
    assert "归入2020年4月的诉求5件，此前1个月月均1.0件" in text
    assert "无法归入某一月份" in text


def test_filling_by_hand(notice: Make) -> None:
    found = notice(UGLY)
    # 5 orders of April: 5 × (channel, caller, topic, summary, disposition, unit, dispatched, signed, closed, called
    # back, result) and 4 × two ratings are due; blank are topic, signing, result and one call-back.
    assert "应填63项，空白4项，填写率93.65%，比此前1个月下降6.35个百分点。" in text_of(found, quality.overall)
    assert table_of(quality.completeness(found)) == [
        ["诉求分类", "全部诉求", "5", "1", "80.00%", "100.00%"],
        ["签收时间", "转办工单", "5", "1", "80.00%", "100.00%"],
        ["回访时间", "已办结的转办工单", "5", "1", "80.00%", "100.00%"],
        ["办理结果", "已登记办结时间的诉求", "5", "1", "80.00%", "100.00%"],
    ]
    assert "其余来源渠道、诉求人、诉求内容、处置方式、承办或涉及单位" in text_of(found, quality.completeness)
    assert "回访时间空白的，可能尚未回访" in text_of(found, quality.completeness)


def test_the_worst_column_stands_first(notice: Make) -> None:
    rows = table_of(quality.completeness(notice([{"topic": "", "channel": ""}, {"topic": ""}, {}])))
    assert [(row[0], row[4]) for row in rows] == [("诉求分类", "33.33%"), ("来源渠道", "66.67%")]


def test_nearly_complete_never_prints_as_complete(notice: Make) -> None:
    found = notice([{}])
    cases = found.cases.iloc[[0] * 20_001].reset_index(drop=True)
    cases.loc[0, "topic"] = None
    many = replace(found, cases=cases)
    assert table_of(quality.completeness(many))[0][2:5] == ["20001", "1", "99.99%"]
    assert "空白1项，填写率99.99%" in text_of(many, quality.overall)


def test_rejects_are_grouped_and_can_be_found(notice: Make) -> None:
    found = notice(UGLY)
    assert table_of(quality.rejected(found)) == [
        ["受理时间", reason_words("is not a time"), "2", "第4、5行", "四月七日上午；4月八号"],
        ["承办单位", reason_words("is an unknown unit"), "1", "第6行", "热力公司"],
    ]
    text = text_of(found, quality.rejected)
    assert "台账剔除3行，占读入的30%。" in text and "各行均在“ledger.csv”中" in text
    assert "另有1行与前面的行各栏完全相同" in text


def test_two_cases_under_one_number_are_both_named(notice: Make) -> None:
    rows = table_of(quality.rejected(notice([{}, {"case_id": "B1"}, {"case_id": "B1", "topic": "交通运输"}])))
    assert [row[3:] for row in rows] == [["第3、4行", "B1"]]


def test_a_public_notice_quotes_no_cell_and_counts_the_same(notice: Make) -> None:
    internal, public = notice(UGLY), notice(UGLY, audience="public")
    assert "热力公司" in text_of(internal) and "四月七日上午" in text_of(internal)
    assert not {"热力公司", "四月七日上午", "×××"} & set(re.findall(r"[^\s；]+", text_of(public)))
    assert "热力公司" not in json.dumps(public._repr_mimebundle_(), ensure_ascii=False)
    assert quality.figures(internal) == quality.figures(public)


def test_rejects_of_many_files_are_named_in_short(notice: Make) -> None:
    rejects = [
        Reject(f"{month}月.xlsx", "明细", line, "受理时间", "", "is not a time")
        for month in (3, 4)
        for line in range(15)
    ]
    found = with_account(notice([{}]), rejects=tuple(rejects), rejected=30, read=31)
    place = table_of(quality.rejected(found))[0][3]
    assert f"同一原因只列前{PLACES}处" in text_of(found, quality.rejected)
    assert place.startswith("文件1第0、1、") and place.endswith("；文件2第0、1、2、3、4行等")
    assert len(re.findall(r"\d+(?=[、行])", place)) == PLACES
    assert "文件1为“3月.xlsx（明细）”；文件2为“4月.xlsx（明细）”" in text_of(found, quality.rejected)


def test_of_many_reasons_the_rest_is_counted(notice: Make) -> None:
    rejects = tuple(Reject("a.csv", "", 2, f"栏{place}", "x", "is none of") for place in range(GROUPS + 3))
    found = with_account(notice([{}]), rejects=rejects, rejected=1, read=2)
    assert len(table_of(quality.rejected(found))) == GROUPS
    assert "其余3类原因3处，清单另行提供。" in text_of(found, quality.rejected)


def with_account(found: quality.Quality, **changes: Any) -> quality.Quality:
    return replace(found, accounts=(replace(found.accounts[0], **changes), *found.accounts[1:]))


def test_findings_of_the_month_by_their_numbers(notice: Make) -> None:
    rows = table_of(quality.suspicious(notice(UGLY)))
    assert rows == [
        ["办结时间早于受理时间，办理用时无法计算，请核对两个时间", "1件", "1件", "A8"],
        [
            "“单位类别”栏的类别与热线档案不一致，统计时以档案为准，请统一同一单位的类别",
            "1件",
            "—",
            "甲河镇（台账作“驻县单位”，档案为乡镇）1件",
        ],
    ]


def test_an_old_finding_is_shown_by_its_examples(notice: Make) -> None:
    early = {"received_at": "2020-03-07 09:00", "dispatched_at": "2020-03-06 09:00", "signed_at": "", "closed_at": "",
             "called_back_at": "", "service_rating": "", "result_rating": ""}  # fmt: skip
    row = table_of(quality.suspicious(notice([{}, early])))[0]
    assert row[1:] == ["1件", "0件", "A2"]


def test_findings_of_one_kind_are_told_once_and_unknown_ones_neutrally(notice: Make) -> None:
    findings = (
        Finding("unit_of_two_kinds", "单位类别", 2, "2 rows call …"),
        Finding("gap", "", 3, "3 months …"),
        Finding("unit_of_two_kinds", "单位类别", 5, "5 rows call …"),
        Finding("of_tomorrow", "办结时间", 1, "…", ("A1",)),
    )
    found = with_account(notice([{}]), findings=findings)
    assert [row[1:] for row in table_of(quality.suspicious(found))] == [
        ["7件", "—", "—"], ["3个月", "—", "—"], ["1处", "—", "A1"],
    ]  # fmt: skip
    assert "疑点3项" in text_of(found, quality.requests)


def test_many_numbers_are_cut(notice: Make) -> None:
    rows = [{"closed_at": "2020-04-06 09:00", "topic": ""} for _ in range(NAMED + 1)]
    found = notice(rows)
    assert table_of(quality.suspicious(found))[0][3].split("　")[-2:] == [f"A{NAMED}", "等"]
    assert table_of(quality.requests(found))[0][3].endswith("　等")


def test_timeliness_by_hand(notice: Make) -> None:
    batch = [{"closed_at": "2020-04-08 17:30:05"}] * 5
    found = notice([*UGLY[:2], UGLY[8], *batch], calls="2020-04-07,5,5\n2020-04-08,4,4\n2020-04-09,3,0\n")
    text = text_of(found, quality.timeliness)
    assert "（一）转派和签收用时。自受理时间至转派，半数工单在1.0小时以内，一天之内的占100%" in text
    assert "自转派时间至签收，半数工单在6.0小时以内" in text
    assert "（二）时刻登记。回访时间无时刻1件，占12.50%。" in text
    assert "（三）集中登记。同一分钟内登记办结5件及以上的工单5件，占已办结的62.50%，如4月8日17:30的5件。" in text
    assert "（四）逐日登记。有电话接通而没有诉求登记的1天：4月8日。" in text
    assert "话务统计只有本月3天的数。" in text
    assert "请甲河镇说明集中登记办结的原因" in text_of(found, quality.requests)


def test_what_the_ledger_lacks_falls_away_and_the_numbers_close_up(notice: Make) -> None:
    found = notice([{}], without=("dispatched_at", "signed_at", "closed_at", "called_back_at"))
    text = text_of(found, quality.timeliness)
    assert "（一）时刻登记。各时间栏均登记到时、分。" in text and "（二）逐日登记。" in text
    assert "集中登记" not in text and "用时" not in text


def test_requests_name_who_is_asked(notice: Make) -> None:
    found = notice(UGLY, calls="2020-04-07,5,5\n2020-04-08,4,4\n")
    assert table_of(quality.requests(found)) == [
        ["甲河镇", "签收时间", "1", "A9"],
        ["甲河镇", "办理结果", "1", "A9"],
        ["县热线办", "诉求分类", "1", "A9"],
        ["县热线办", "回访时间", "1", "A8"],
    ]
    text = text_of(found, quality.requests)
    for asked in ("更正剔除的3行", "删去重复的1行", "疑点2项", "请县热线办核对4月8日是否漏登", "反馈县热线办"):
        assert asked in text


def test_an_answer_on_the_spot_is_not_asked_of_the_unit_that_it_concerns(notice: Make) -> None:
    online = {"disposition": "在线答复", "reply": "", "dispatched_at": "", "signed_at": ""}
    assert [row[:2] for row in table_of(quality.requests(notice([online])))] == [["县热线办", "办理结果"]]


def test_a_clean_month_is_thanked_for(notice: Make) -> None:
    found = notice([{}])
    text = text_of(found)
    assert "没有剔除的行" in text and "未发现时间先后颠倒" in text and "谨向各登记人员致谢" in text
    assert not any(isinstance(block, Table) for part in TEXTS for block in part(found).blocks)
    assert quality.completeness_chart(found).blocks == ()


def test_a_month_of_nothing_says_so(notice: Make) -> None:
    found = notice([{"received_at": "2020-02-07 09:00"}], calls="2020-02-07,5,5\n")
    text = text_of(found)
    assert "台账中没有2020年4月受理的诉求。" in text and "没有应当核对填写情况的栏目" in text
    assert found.warnings[-1] == "the ledger holds no case of 2020-04; the notice says so."
    assert quality.days_chart(found).blocks == ()
    assert "2020年4月没有应填项" in alt(quality.completeness_chart(found))


def test_a_ledger_of_three_columns_still_gives_a_notice(notice: Make) -> None:
    bare = notice([{}], without=tuple(name for name in ORDER if name not in ("case_id", "received_at", "request_type")))
    assert "没有应当核对填写情况的栏目" in text_of(bare)
    assert quality.completeness_chart(bare).blocks == ()


def test_the_cut_off_leaves_later_cases_out(notice: Make) -> None:
    found = notice([{}, {"received_at": "2020-04-20 09:00", "closed_at": ""}], as_of="2020-04-15")
    assert len(found.of_month) == 1 and found.issued_on == date(2020, 4, 16)
    assert "截至2020年4月15日" in text_of(found, quality.title)


CHOICES = {name: [""] for name in ORDER} | {
    "disposition": ["在线答复", "转接", ""],
    "received_at": ["2020-04-01 00:00", "1020-01-01"],
    "closed_at": ["", "3020-01-01 09:00", "2020-04-08 00:00", "1020-04-08 09:00"],
}
CELLS = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in CHOICES.items()})


@given(rows=st.lists(CELLS, max_size=8))
def test_any_cases_give_a_notice(
    frame: Callable[[list[Row]], pd.DataFrame], county: Callable[..., Any], rows: list[Row]
) -> None:
    cases, day = frame(rows), date(2020, 4, 30)
    account = Accounting("a.csv", len(rows), len(rows), 0, 0, ())
    made = quality.Quality(Month(2020, 4), county(), "internal", day, day, cases, None, (account,))
    figures = {one.key: one for one in quality.figures(made)}
    assert text_of(made).endswith("小县热线办公室\n2020年4月30日")
    asked = sum(int(one.number) for key, one in figures.items() if key.startswith("ask."))
    assert asked == (figures["filled.blank"].number if "filled.blank" in figures else 0)


def test_a_value_of_two_places_is_one_value() -> None:
    for found in (sample("2020-04"), sample("2019-11")):
        seen: dict[str, Any] = {}
        for figure in figures_in(tuple(block for part in TEXTS for block in part(found).blocks)):
            assert seen.setdefault(figure.key, figure.value) == figure.value, figure.key
            assert figure.display and figure.label and figure.rule


def test_every_number_of_the_text_is_a_figure(notice: Make) -> None:
    """What is left without its figures is dates, places in the document, case numbers, thresholds."""
    found = notice(UGLY, calls="2020-04-07,5,5\n2020-04-08,4,4\n")
    plain = "".join(
        piece for part in (quality.overall, quality.timeliness) for block in part(found).blocks
        if isinstance(block, Paragraph) for piece in block.runs if isinstance(piece, str)
    )  # fmt: skip
    allowed = r"2020年4月|\d+月\d+日|此前1个月|5件及以上|只有本月2天|\d\d:\d\d"
    assert re.findall(r"\d+", re.sub(allowed, "", plain)) == []


def test_the_sample_county_in_april_is_nearly_clean() -> None:
    text = text_of(sample("2020-04"))
    assert text.startswith("合水县政务服务热线台账质量通报（2020年4月）")
    assert "台账“ledger.csv”5751行，其中采用5748行、剔除1行、重复2行。" in text
    assert "诉求232件，此前11个月月均238.5件。应填1718项，空白0项，填写率100%，比此前11个月提高0.34个百分点。" in text
    assert text.endswith("合水县“12345”政务服务热线（县长热线）办公室（代章）\n2020年5月6日")


@pytest.mark.parametrize("month", ["2018-04", "2019-11", "2020-04"])
def test_the_reader_meets_no_english(month: str) -> None:
    text = re.sub(r"(ledger|calls)\.csv|DH\d+", "", text_of(sample(month)))
    assert re.findall(r"[A-Za-z]{2,}", text) == []


def test_it_shows_itself_with_the_account_that_a_run_records(notice: Make) -> None:
    shown = notice(UGLY)._repr_mimebundle_()
    account = json.loads(json.dumps(shown[ACCOUNT_MIME]))
    assert [(one["file"], one["read"]) for one in account["files"]] == [("ledger.csv", 10), ("calls.csv", 1)]
    assert account["as_of"] == "2020-04-30" and len(account["warnings"]) >= 2
    assert "读入10行，采用6行，剔除3行，重复1行" in shown["text/plain"]


def test_each_part_of_the_notice_is_a_cell_of_the_notebook() -> None:
    cells = nbformat.read(ROOT / "notebooks" / "ledger_quality.ipynb", as_version=4).cells
    called = re.findall(r"page\.(\w+)\(", "\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    assert called == [
        "gather_quality", "title", "overall", "completeness", "completeness_chart", "rejected", "suspicious",
        "timeliness", "days_chart", "requests", "signature",
    ]  # fmt: skip


def test_every_reason_of_the_ledger_has_its_words() -> None:
    layouts = [Layout(file="", columns={column.name: column.label for column in columns}) for columns in (CASES, CALLS)]
    checks = [
        one for columns, layout in zip((CASES, CALLS), layouts, strict=True) for one in checks_for(columns, layout)
    ]
    unknown = [one.reason for one in checks if not any(one.reason.startswith(start) for start, _ in REASONS)]
    assert checks and unknown == []
    assert {one.key.partition(".")[0] for one in suspicions(layouts[0], range(2018, 2022))} <= set(FINDINGS)
    skips = {loading.ABOVE, loading.BLANK, loading.REPEATED, loading.TOTAL, loading.BELOW, loading.OTHER, loading.EMPTY}
    assert skips | {workbooks.HIDDEN, workbooks.NO_WORKSHEET} == set(SKIPPED)


@given(st.sets(st.integers(1, 200), max_size=60))
def test_rows_in_counts_what_spans_wrote(lines: set[int]) -> None:
    assert rows_in(loading.spans(sorted(lines))) == len(lines)


def test_skipped_sheets_and_unknown_reasons_are_told(notice: Make) -> None:
    skipped = (Skipped("a.xlsx", "说明", "", loading.OTHER), Skipped("a.xlsx", "明细", "1-2", "of tomorrow"))
    text = text_of(with_account(notice([{}]), skipped=skipped), quality.overall)
    assert "另跳过其他非数据内容2行、无台账表头的工作表1个，均不是数据。" in text


def alt(section: Section) -> str:
    chart, = section.blocks  # fmt: skip
    assert isinstance(chart, Chart) and chart.svg and chart.caption
    return chart.alt


def drawn(chart: Chart) -> list[str]:
    """The texts that the picture draws: matplotlib notes each beside its outlines."""
    return re.findall(r"<!-- +(.*?) +-->", chart.svg)


SHARES = pd.DataFrame(
    [[97.5, 99.99], [100.0, float("nan")], [66.666, 99.99]],
    ["全部栏目", "回访时间", "诉求分类"],
    ["2019-12", "2020-01"],
)


def test_the_heat_map_says_what_is_filled() -> None:
    chart = quality_charts.completeness(SHARES)
    assert drawn(chart) == ["2019年", "12月", "2020年", "1月", "全部栏目", "回访时间", "诉求分类",
                            "97.5", "99.9", "—", "66.7", "99.9"]  # fmt: skip
    assert chart.alt.startswith("热力图：2019年12月至2020年1月2个栏目的填写率。")
    assert chart.alt.endswith("2020年1月全部栏目为99.9%，较低的是诉求分类99.9%。")
    first = quality_charts.completeness(SHARES[["2019-12"]]).alt
    assert first.endswith("2019年12月全部栏目为97.5%，较低的是诉求分类66.7%。")
    assert quality_charts.completeness(SHARES[["2019-12"]] * 0 + 100).alt.endswith("2019年12月各栏均填写完整。")


def test_the_chart_of_days_names_the_silent_ones_in_red() -> None:
    days = pd.DataFrame({
        "day": pd.date_range("2020-04-01", periods=3), "answered": [4, 3, 0], "received": [5, 0, 0],
    })  # fmt: skip
    chart = quality_charts.days(days)
    assert chart.alt == ("柱状图：4月1日至3日受理诉求5件，接通电话7次；受理最多的是1日5件。有接通而无受理的：2日。")
    assert chart.svg.count("#b8000f") == 1
    assert "没有接通而无受理的日子" in quality_charts.days(days.head(1)).alt


@pytest.mark.parametrize("make", CHARTS)
def test_charts_are_page_wide_light_and_the_same_every_time(make: Part) -> None:
    charts = [make(sample("2020-04")).blocks[0] for _ in range(2)]
    assert charts[0] == charts[1]
    assert isinstance(charts[0], Chart) and len(charts[0].svg) < 60_000
    width = re.search(r'width="([\d.]+)pt"', charts[0].svg)
    assert width and float(width[1]) == pytest.approx(156 * 72 / 25.4, abs=0.5)


def test_nothing_to_draw_is_an_error_of_the_caller() -> None:
    for draw in (
        lambda: quality_charts.completeness(SHARES * float("nan")),
        lambda: quality_charts.days(pd.DataFrame({"day": [], "answered": [], "received": []})),
    ):
        with pytest.raises(ValueError, match="leave the chart out"):
            draw()


def test_a_ledger_without_call_counts_has_no_chart_of_days(notice: Make) -> None:
    found = replace(notice([{}]), calls=None)
    assert quality.days_chart(found).blocks == () and "逐日登记" not in text_of(found)


def test_the_account_of_calls_is_told_apart(notice: Make) -> None:
    found = notice([{}], calls="2020-04-07,5,6\n2020-04-08,4,4\n")
    text = text_of(found, quality.rejected)
    assert "话务统计剔除1行，占读入的50%" in text and "台账剔除" not in text
    assert isinstance(found.accounts[1], Accounting) and "接通量大于来电量" in text
