"""What the parts of the bulletin say: in every month of the sample county, and where there is little to say."""

import re
from collections.abc import Callable, Iterator

import pytest
from sample import blocks_of, facts_of, figures_of, text_of

from hotline_analysis.bulletin import monthly
from hotline_analysis.bulletin.blocks import Annex, Block, Box, Masthead, Paragraph, Signature, Strong, Table
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.errors import InputError
from hotline_analysis.figure import Figure
from hotline_analysis.month import Month

MONTHS = [str(month) for month in Month(2018, 4).through(Month(2020, 4))]
ISSUED = {
    "2018-04": "2018年5月2日", "2018-05": "2018年6月1日", "2018-09": "2018年10月8日", "2018-12": "2019年1月2日",
    "2019-04": "2019年5月5日", "2019-09": "2019年10月8日", "2020-01": "2020年2月3日", "2020-04": "2020年5月6日",
}  # fmt: skip
"""The first working days after some months, read off the State Council's notices of holidays by hand."""
UNFIT = (
    r"(?<![\d.])0件", r"(?<!\d)0\.0+件", "nan", "None", "NaT", "Decimal", r"\d,\d{3}", "截止",
    "、、", "，，", "。。", "，。", "“”", "、。",
)  # fmt: skip
"""What no reader may see: a count of nothing, a missing value, thousands separators, a blank in a list."""
SILENT = {"called_back_at": "", "service_rating": "", "result_rating": ""}
STILL_OPEN = SILENT | {"closed_at": "", "reply": ""}
ONLINE = SILENT | {"disposition": "在线答复", "closed_at": "2020-04-07 09:20"}
PASSED_ON = ONLINE | {"disposition": "转接", "unit": ""}
ALLOWED = re.compile(
    r"DH\d{12}|“12345”|(?:\d+年)?\d+月(?:\d+日|份)|\d+月之?前|^\d+\.|第\d+期|共印\d+份|\d+月\d+日至\d+月\d+日"
)
"""Digits that are no counts: case numbers, the hotline's own, dates, list numbers, issue and print run."""


def clean(text: str) -> list[str]:
    """What of the unfit stands in `text`, with its surroundings."""
    return [text[max(0, found.start() - 12) : found.end() + 12] for bad in UNFIT for found in re.finditer(bad, text)]


def one(found: Facts, kind: type[Block]) -> Block:
    return next(block for block in blocks_of(found) if isinstance(block, kind))


@pytest.fixture(params=MONTHS)
def month(request: pytest.FixtureRequest) -> Facts:
    """Every month of the ledger, with and without notes, with and without an issue number."""
    return facts_of(request.param)


def test_every_month_reads_as_a_bulletin(month: Facts) -> None:
    text = text_of(month)
    assert clean(text) == []
    for part in ("一、受理数据", "二、数据分析", "三、办理情况", "四、工作建议", "附件1", "附件2", "印发"):
        assert part in text


def test_every_figure_of_every_month_is_printed(month: Facts) -> None:
    found = figures_of(month).values()
    assert len(found) > 80
    assert [figure.key for figure in found if not figure.display.strip() or not figure.label] == []
    assert [figure.key for figure in found if figure.value is None and figure.display != "—"] == []


def test_a_dash_in_a_table_is_explained_below_one(month: Facts) -> None:
    text = text_of(month)
    assert ("“—”表示" in text) == (" — " in text)


def test_every_month_has_its_issue_and_its_date(month: Facts) -> None:
    head, number = one(month, Masthead), month.month - Month(2018, 12) + 1
    assert head.issue == (f"第{number}期" if number > 0 else "")
    assert head.date == one(month, Signature).date == ISSUED.get(str(month.month), head.date)
    assert 1 <= (month.issued_on - month.month.last).days <= 8


def test_first_and_last_issue() -> None:
    assert [facts_of(month).issue for month in ("2018-11", "2018-12", "2020-04")] == ["", "第1期", "第17期"]
    assert "期" not in plain_text(one(facts_of("2018-11"), Masthead))


def strings(found: Facts) -> Iterator[str]:
    """The words of the narrative that are not figures; rules under a table and tables are no narrative."""
    for block in blocks_of(found):
        if isinstance(block, Annex):
            return
        inner = block.paragraphs if isinstance(block, Box) else (block,)
        for paragraph in inner:
            if isinstance(paragraph, Paragraph):
                yield paragraph.lead
                yield from (run.text if isinstance(run, Strong) else run
                            for run in paragraph.runs if not isinstance(run, Figure))  # fmt: skip
            elif not isinstance(paragraph, Table):
                yield plain_text(paragraph)


def test_every_number_of_the_narrative_is_a_figure(month: Facts) -> None:
    quoted = "\n".join([
        *month.cases["summary"].dropna(), *month.cases["reply"].dropna(), *(order.summary for order in month.late),
        *month.notes.handling, *(one.text for one in month.notes.advice),
    ])  # fmt: skip
    loose = []
    for text in strings(month):
        words = ALLOWED.sub("", text)
        for digits in re.finditer(r"\d+", words):
            context = words[max(0, digits.start() - 2) : digits.end() + 1]
            if context not in quoted:
                loose.append(context)
    assert loose == []


@pytest.mark.parametrize("name", ["received", "transferred", "online", "kept"])
def test_counts_of_what_went_where_add_up(month: Facts, name: str) -> None:
    found = {key: figure.number for key, figure in month.figures.items()}
    sums = {
        "received": found["kept"] + found["transferred"],
        "transferred": found["received"] - found["kept"],
        "online": found["kept"] - found["dispatched"] - found["waiting"],
        "kept": sum(value for key, value in found.items() if re.fullmatch(r"type\.\w+", key)),
    }
    assert found[name] == sums[name]


def test_the_words_of_april_hold_the_published_sentence() -> None:
    text = text_of(facts_of("2020-04"))
    for words in ("各类诉求232件（其中转接市热线办及其他县区热线办23件），环比下降2.1%", "在线答复174件，占比83.25%",
                  "转办工单35件，占比16.75%（乡镇18件、县直部门17件）", "群众对诉求处理结果满意率96.43%"):  # fmt: skip
        assert words in text


def test_an_empty_month_is_told_in_words(small: Callable[..., Facts]) -> None:
    others = ({"received_at": f"2020-0{month}-06 09:00", "closed_at": f"2020-0{month}-06 10:00"} for month in (3, 5))
    facts = small(others)
    text = text_of(facts)
    assert clean(text) == []
    assert "4月份无诉求受理记录。" in text and "无转办工单" in text
    assert not any(isinstance(block, Table) for block in blocks_of(facts))
    assert figures_of(facts) == {}


@pytest.mark.parametrize("month", ["2017-01", "2020-05"])
def test_a_month_that_the_ledger_does_not_reach_is_told_as_such(small: Callable[..., Facts], month: str) -> None:
    text = text_of(small([{}], month=month))
    assert clean(text) == [] and f"台账中没有{month[:4]}年{int(month[-2:])}月份的记录。" in text


def test_a_month_without_orders_is_told_in_words(small: Callable[..., Facts]) -> None:
    facts = small([ONLINE, PASSED_ON, PASSED_ON])
    text = text_of(facts)
    assert clean(text) == []
    assert "诉求3件（其中转接其他热线2件）" in text and "本月无转办工单" in text and "在线答复1件，占比100%" in text
    assert "4月份无乡镇转办工单。" in text and "4月份无县直部门转办工单。" in text
    assert not {"closed", "closed.share", "result_satisfaction"} & set(figures_of(facts))


def test_a_month_of_nothing_but_transfers(small: Callable[..., Facts]) -> None:
    text = text_of(small([PASSED_ON]))
    assert clean(text) == [] and "诉求1件（其中转接其他热线1件）" in text and "本月无可供分析的诉求。" in text


def test_a_unit_without_an_answer_has_a_dash_and_a_note(small: Callable[..., Facts]) -> None:
    text = text_of(small([SILENT]))
    assert clean(text) == []
    assert "甲河镇 1 1 0 0 100.00% — 尚未全部回访" in text
    assert "“—”表示尚无到期工单或尚无群众评价" in text
    assert "尚无群众对处理结果作出评价" in text


def test_orders_late_open_and_not_due_have_their_words_and_columns(small: Callable[..., Facts]) -> None:
    facts = small([
        {}, {"closed_at": "2020-04-20 10:00"} | SILENT, STILL_OPEN,
        STILL_OPEN | {"received_at": "2020-04-30 09:00"},
        {"received_at": "2020-03-30 09:00", "closed_at": "2020-04-20 10:00", "case_id": "B1"},
    ])  # fmt: skip
    text = text_of(facts)
    assert clean(text) == []
    assert "截至4月30日，按时办结1件，逾期办结1件，逾期未办结1件，在办未到期1件。" in text
    assert "在办未到期量（件）" in text and "合计 4 1 1 1 1 " in text
    assert "超期20天仍未办结" in text and "超期10天办结" in text
    assert "以前月份结转工单1件，截至4月30日，逾期办结1件。结转工单不计入本月各项比率。" in text
    assert "B1 甲河镇 2020年3月30日 逾期办结 18天" in text


def test_few_cases_change_in_cases(small: Callable[..., Facts]) -> None:
    before = {"received_at": "2020-03-02 09:00", "closed_at": "2020-03-03 10:00"}
    text = text_of(small([before, before | {"case_id": "B"}, {"case_id": "C"}]))
    assert "比上月减少1件" in text and "环比" not in text
    assert "与上月持平" in text_of(small([before, {"case_id": "C"}]))


def test_no_change_is_told_where_there_is_nothing_before(small: Callable[..., Facts]) -> None:
    text = text_of(small([{}]))
    assert "环比" not in text and "同比" not in text and "比上" not in text


def test_a_ledger_of_the_needed_columns_alone_makes_a_bulletin(small: Callable[..., Facts]) -> None:
    bare = {"channel": "", "caller": "", "topic": "", "summary": "", "reply": ""}
    text = text_of(small([bare, bare | {"request_type": "咨询"}, bare | {"closed_at": "2020-04-25 09:00"}]))
    assert clean(text) == [] and "从来源渠道看" not in text
    assert "工单（编号A3）超期15天办结" in text


def test_the_options_replace_what_is_counted() -> None:
    facts = facts_of("2020-04", as_of="2020-04-20", issue_no="99", issued_on="2020-04-21")
    text = text_of(facts)
    assert "第99期" in text and "2020年4月21日印发" in text and "统计日期：4月1日至4月20日" in text
    assert "截至4月20日" in text and "4月30日" not in text


def test_what_came_after_the_cut_off_has_not_happened(small: Callable[..., Facts]) -> None:
    rows = [
        {"closed_at": "2020-04-25 09:00", "called_back_at": "2020-04-26 09:00"},
        {"received_at": "2020-04-21 09:00", "closed_at": "2020-04-22 09:00"},
    ]
    early, late = (figures_of(small(rows, as_of=day)) for day in ("2020-04-20", "2020-05-31"))
    assert (early["received"].value, late["received"].value) == (1, 2)
    assert early["open_late"].value == 1 and "closed_late" not in early
    assert late["closed_late"].value == 1 and "open_late" not in late


def test_rerun_in_august_april_gives_the_same_words(small: Callable[..., Facts]) -> None:
    later = {"closed_at": "2020-05-08 09:00", "called_back_at": "2020-05-09 09:00"}
    assert text_of(small([{}, STILL_OPEN])) == text_of(small([{}, later]))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"as_of": "20 April"}, "as_of '20 April' is not a day"),
        ({"as_of": "2020-03-31"}, "as_of 2020-03-31 lies before 2020-04 begins"),
        ({"issued_on": "2020-02-30"}, "issued_on '2020-02-30' is not a day"),
        ({"issue_no": "十七"}, "issue_no '十七' is not a number"),
    ],
)
def test_an_option_that_cannot_be_is_told(options: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        facts_of("2020-04", **options)


def test_without_notes_a_draft_stands_in_a_box_for_internal_readers_only() -> None:
    internal, public = facts_of("2020-03"), facts_of("2020-03", audience="public")
    assert one(internal, Box).title == "系统初拟，请审核"
    assert "四、工作建议" not in text_of(public)
    assert not any(isinstance(block, Box) for block in blocks_of(public))


def test_with_notes_there_is_no_draft() -> None:
    for audience in ("internal", "public"):
        text = text_of(facts_of("2020-04", audience=audience))
        assert "（一）压实承办责任。" in text and "系统初拟" not in text


def test_a_public_bulletin_counts_the_same() -> None:
    internal, public = (figures_of(facts_of("2020-04", audience=audience)) for audience in ("internal", "public"))
    assert internal == public


def test_units_and_phrases_of_hostile_texts_stay_words(small: Callable[..., Facts]) -> None:
    hostile = "来电人反映<script>alert(1)</script>[bold]{{ 7*7 }}。"
    assert "<script>alert(1)</script>[bold]{{ 7*7 }}" in text_of(small([{"summary": hostile}]))


def test_the_parts_are_those_of_the_notebook() -> None:
    assert [figure.key for figure in monthly.figures(facts_of("2020-04"))] == list(figures_of(facts_of("2020-04")))


def test_a_month_of_cases_passed_on_names_no_types(small: Callable[..., Facts]) -> None:
    text = text_of(small([{"disposition": "转接", "unit": "", "closed_at": "", "called_back_at": ""}]))
    assert "共受理各类诉求1件（其中" in text
    assert "受理等" not in text
