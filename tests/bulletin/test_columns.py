"""Ledgers with more columns than most, and with fewer: what the bulletin tells, and what it says that it cannot."""

import re
from collections.abc import Callable
from typing import Any

import pytest

import hotline_analysis.bulletin.gather as gathering
from hotline_analysis.bulletin import closing, month_charts
from hotline_analysis.bulletin.blocks import Annex, AttachmentList, Paragraph, Table, figures_of
from hotline_analysis.bulletin.facts import ACCOUNT_MIME, FALLS_AWAY, Facts
from hotline_analysis.bulletin.received import received
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.ledger.accounting import Accounting, Correction, Finding, Reject, Skipped
from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.reading import Ledger

LABELS = {column.name: column.label for column in CASES}
PARTS = (
    received, month_charts.trend_chart, month_charts.types_chart, month_charts.topics_chart, month_charts.units_chart,
    month_charts.days_chart, closing.closing, closing.annexes, closing.distribution,
)  # fmt: skip
SILENT = {"called_back_at": "", "service_rating": "", "result_rating": ""}
OPEN = SILENT | {"closed_at": "", "reply": ""}
LATE = SILENT | {"closed_at": "2020-04-20 09:00"}
EARLIER = [{"received_at": f"2020-0{month}-06 09:00", "closed_at": f"2020-0{month}-07 09:00", "case_id": f"B{month}"}
           for month in (1, 2, 3)]  # fmt: skip
ROWS = [
    {}, {"unit": "丙管局", "request_type": "投诉", "channel": "微信", "result_rating": "不满意"}, LATE,
    OPEN | {"received_at": "2020-04-30 09:00", "due_at": "2020-05-08"},
    OPEN | {"disposition": "在线答复", "request_type": "咨询"}, OPEN | {"disposition": "转接", "unit": ""},
    OPEN | {"disposition": "", "unit": ""}, *EARLIER,
]  # fmt: skip
"""Four orders, one late and one open, and one case of every other disposition; three earlier months."""


@pytest.fixture
def made(
    frame: Callable[..., Any], county: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Facts]:
    """Facts of April 2020 from rows, in a county whose ledger lacks some columns of ours."""

    def make(rows: Any = ROWS, *, without: Any = (), corrections: Any = (), **tables: Any) -> Facts:
        columns = {name: label for name, label in LABELS.items() if name not in without}
        profile = county(ledger={"columns": columns}, **tables).model_copy(update={"calls": None})
        cases = lacking(frame(rows), without)
        account = Accounting("ledger.csv", len(cases), len(cases), 0, 0, (), corrections=corrections)
        monkeypatch.setattr(gathering, "load_profile", lambda path: profile)
        monkeypatch.setattr(gathering, "read_unmasked", lambda *given, **options: Ledger(cases, account))
        return gathering.gather("2020-04", profile="profile.toml")

    return make


def lacking(cases: Any, without: Any) -> Any:
    """The cases as reading hands them on, which works out due times and kinds of unit by itself."""
    derived = {"due_at", *({"unit_kind"} if "unit" not in without else ())}
    for name in set(without) - derived:
        cases[name] = cases[name].where(cases["case_id"].isna())
    if "disposition" in without:
        cases["disposition"] = cases["disposition"].mask(cases["unit"].notna(), "工单转办")
    return cases


def text_of(facts: Facts, *parts: Callable[[Facts], Any]) -> str:
    return "\n".join(plain_text(block) for part in parts or PARTS for block in part(facts).blocks)


def notes_of(facts: Facts) -> list[str]:
    return [plain_text(block) for block in received(facts).blocks
            if isinstance(block, Paragraph) and block.style == "note"]  # fmt: skip


FURTHER = ("level", "business", "confidential", "co_units", "dispatched_at", "signed_at", "extended_to", "returns",
           "redos", "urgings", "solved", "excluded")  # fmt: skip
TOLD = [
    {"dispatched_at": "2020-04-07 09:00", "signed_at": "2020-04-07 10:00", "closed_at": "2020-04-08 21:00",
     "returns": 2, "urgings": 3, "solved": True, "business": True, "co_units": "丁水局", "level": "省级"},
    {"dispatched_at": "2020-04-07 09:00", "closed_at": "2020-04-09 21:00", "redos": 1, "solved": False,
     "level": "县级", "unit": "丙管局"},
    {"dispatched_at": "2020-04-07 09:00", "signed_at": "2020-04-07 10:00", "closed_at": "2020-04-07 21:00",
     "solved": True, "level": "县级"},
]  # fmt: skip


def test_optional_columns_have_their_sentences_after_the_rates(made: Callable[..., Facts]) -> None:
    text = text_of(made(TOLD), received)
    assert (
        "群众对诉求处理结果满意率100%。签收率66.67%，退单率33.33%，重办率33.33%，解决率66.67%，平均办理时长1.5天；"
        "督办工单1件、协办工单1件；涉企诉求1件，占本地受理量的33.33%。\n"
    ) in text
    assert "从来源渠道看，电话3件，占受理总量的100%。从来源层级看，县级2件，占受理总量的66.67%；省级1件。\n" in text
    assert "注：签收率＝截至统计日已签收的工单 ÷ 转办工单；退单率＝有退单的工单 ÷ 转办工单；" in text


def test_a_ledger_without_optional_columns_says_nothing_of_them(made: Callable[..., Facts]) -> None:
    facts = made(without=FURTHER)
    text = text_of(facts)
    assert not re.search("签收|退单|重办|解决率|办理时长|督办|协办|涉企|层级|剔除考核", text)
    assert len(notes_of(facts)) == 1


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("signed_at", "签收率"), ("returns", "退单率"), ("redos", "重办率"), ("solved", "解决率"),
        ("dispatched_at", "平均办理时长"), ("urgings", "督办工单"), ("co_units", "协办工单"), ("business", "涉企诉求"),
        ("level", "来源层级"),
    ],
)  # fmt: skip
def test_each_is_told_only_where_its_column_is(made: Callable[..., Facts], column: str, words: str) -> None:
    assert words in text_of(made(TOLD), received)
    assert words not in text_of(made(TOLD, without=[column]), received)


UNFIT = re.compile(r"(?<![\d.])0件|nan|None|NaT|<NA>|、、|，，|。。|，。|；。|：。|、。|（）|“”|注：。|无。")
GONE = {
    "channel": "从来源渠道看", "request_type": "等各类诉求",
    "disposition": "在线答复|转接|待转派|工单转办率|本地受理量", "unit": "乡镇|部门|附件|甲河镇|丙管局",
    "closed_at": "(?<!已)办结率|按时|逾期|工单已办结|在办|未办结|超期|用时|时长",
    "called_back_at": "回访", "service_rating": "回访满意率", "result_rating": "处理结果满意率|尚无群众",
}  # fmt: skip
"""What may not be said where a column is not there; the note that says why is left aside."""


@pytest.mark.parametrize("name", [name for name in LABELS if name not in ("case_id", "received_at")])
def test_a_ledger_without_a_column_has_a_report_that_says_so(made: Callable[..., Facts], name: str) -> None:
    facts = made(without=[name])
    text, notes = text_of(facts), notes_of(facts)
    assert not UNFIT.search(text)
    told = [note for note in notes if note.startswith("注：台账无")]
    falls = [parts for names, parts in FALLS_AWAY if names == (name,)]
    assert told == [f"注：台账无“{LABELS[name]}”栏，本期不报{'、'.join(parts)}。" for parts in falls]
    rest = text.replace(told[0], "") if told else text
    assert not re.search(GONE.get(name, "没有这样的话"), rest)
    assert re.search(GONE.get(name, ""), text_of(made()))


def test_the_note_names_every_column_and_every_part_once(made: Callable[..., Facts]) -> None:
    assert notes_of(made(without=["topic", "title", "summary"]))[-1] == (
        "注：台账无“诉求分类”“诉求内容”栏，本期不报诉求分类情况、反映的主要问题。"
    )
    facts = made(without=["called_back_at", "service_rating", "result_rating"])
    assert notes_of(facts)[-1] == (
        "注：台账无“回访时间”“对热线服务评价”“对处理结果评价”栏，"
        "本期不报转办回访率、回访满意率、群众对诉求处理结果满意率。"
    )


@pytest.mark.filterwarnings("error")
def test_a_ledger_of_numbers_and_times_alone_has_a_report(made: Callable[..., Facts]) -> None:
    facts = made(without=[name for name in LABELS if name not in ("case_id", "received_at")])
    text = text_of(facts)
    assert not UNFIT.search(text)
    assert "4月份，共受理各类诉求7件，" in text and "转办工单" not in text.split("注：")[0]
    charts = (month_charts.types_chart, month_charts.topics_chart, month_charts.units_chart, month_charts.days_chart)
    assert all(chart(facts).blocks == () for chart in charts) and month_charts.trend_chart(facts).blocks
    assert not any(isinstance(block, Annex | AttachmentList) for part in PARTS for block in part(facts).blocks)
    assert {figure.key for part in PARTS for figure in figures_of(part(facts).blocks)} <= {
        "received", "kept", "daily_mean", "mom",
    }  # fmt: skip


@pytest.mark.parametrize("rules", [{}, {"satisfaction": "graded", "county_satisfaction": "mean_of_annexes"}])
def test_answers_are_told_without_closing_times_or_units(made: Callable[..., Facts], rules: dict[str, str]) -> None:
    rated = [{}, {"unit": "丙管局", "result_rating": "不满意"}]
    expected = "50%"
    for without in (["closed_at"], ["unit"], ["closed_at", "called_back_at"], ["closed_at", "unit", "called_back_at"]):
        text = text_of(made(rated, without=without, rules=rules), received)
        assert f"群众对诉求处理结果满意率{expected}" in text, without
        assert ("各附件合计栏" in text) == (bool(rules) and "unit" not in without)


def test_the_attachment_tells_what_the_ledger_knows(made: Callable[..., Facts]) -> None:
    def table(**options: Any) -> tuple[tuple[str, ...], str, str]:
        blocks = closing.annexes(made([{}, LATE], **options)).blocks
        found = next(block for block in blocks if isinstance(block, Table))
        note = next((plain_text(block) for block in blocks if isinstance(block, Paragraph)), "")
        return found.header[1:-1], plain_text(found).splitlines()[-1], note

    outcomes = ("受理量（件）", "按时办结量（件）", "逾期办结量（件）", "逾期未办结量（件）", "按时办结率（%）")
    rate = "群众对处理结果满意率（%）"
    late = "工单编号：A02 超期10天办结"
    assert [part.replace("\n", " ") for part in table()[0]] == [*outcomes, rate]
    header, *_ = table(without=["result_rating"])
    assert header == outcomes
    header, row, note = table(without=["closed_at"])
    assert (header, row, note) == (("受理量（件）", rate), "甲河镇 2 100.00% 尚未全部回访", "4月份无县直部门转办工单。")
    header, row, note = table(without=["closed_at", "called_back_at", "result_rating"])
    assert (header, row) == (("受理量（件）",), "甲河镇 2 ")
    assert late.split()[0] in plain_text(closing.annexes(made([{}, LATE])).blocks[1])


EXCLUDED = [{}, LATE, LATE | {"excluded": True}, {"unit": "丙管局", "excluded": True}]


def correction(**changes: str) -> Correction:
    words = {"case_id": "A01", "column": "诉求分类", "old": "甲", "new": "乙", "reason": "核实", "approved_by": "张三"}
    return Correction("corrections/2020-04.csv", 2, **words | changes)


def test_excluded_orders_are_counted_left_out_of_rates_and_told(made: Callable[..., Facts]) -> None:
    facts = made(EXCLUDED)
    text = text_of(facts)
    assert "转办工单4件" in text and "转办工单已办结4件" in text
    assert "注：剔除考核工单2件，计入件数、不计入各项比率，其中逾期1件不列入逾期工单具体情况。" in notes_of(facts)
    assert "甲河镇 3 1 2 0 50.00% 100.00% 工单编号：A02 超期10天办结 剔除考核1件" in " ".join(text.split())
    assert "丙管局 1 1 0 0 — — 已回访 剔除考核1件" in " ".join(text.split())
    assert "剔除考核的工单1件计入各栏件数，不计入比率；超期天数按自然日计。" in text
    assert "注：各栏口径同附件1；剔除考核的工单1件计入各栏件数，不计入比率；“—”表示尚无计入比率的到期工单" in text
    assert {"excluded", "excluded.late", "attachment_1.合计.剔除考核量（件）"} <= {
        figure.key for part in PARTS for figure in figures_of(part(facts).blocks)
    }


def test_answers_of_excluded_orders_alone_give_no_rate_and_no_word_of_silence(made: Callable[..., Facts]) -> None:
    text = text_of(made([SILENT, {"excluded": True}]), received)
    assert "满意率" not in text and "尚无群众" not in text
    assert "尚无群众对处理结果作出评价" in text_of(made([SILENT]), received)


def test_corrections_of_the_month_are_told(made: Callable[..., Facts]) -> None:
    changes = (
        correction(), correction(case_id=" A02 ", column="办结时间"), correction(case_id="B3"),
        correction(case_id="A03", column="剔除考核", new="是"),
    )  # fmt: skip
    notes = notes_of(made([*EXCLUDED, *EARLIER], corrections=changes))
    assert "注：本月台账数据公布前经核准更正2处；剔除考核工单2件，计入件数、不计入各项比率，其中逾期1件" in notes[-1]
    assert notes_of(made([{}], corrections=(correction(),)))[-1] == "注：本月台账数据公布前经核准更正1处。"
    assert notes_of(made([{}], corrections=(correction(case_id="B3"),))) == notes_of(made([{}]))


def test_the_account_carries_everything_that_became_of_the_rows(made: Callable[..., Facts]) -> None:
    facts = made([{}], corrections=(correction(),))
    account = facts.accounts[0]
    told = Accounting(
        account.file, 3, 1, 1, 1, (Reject("ledger.csv", "", 3, "工单编号", "", "is blank."),),
        (Skipped("ledger.csv", "", "1", "a title"),),
        (Finding("closed_early", "closed_at", 1, "1 case is closed before it was received.", ("A1",)),),
        account.corrections,
    )  # fmt: skip
    object.__setattr__(facts, "accounts", (told,))
    bundle = facts._repr_mimebundle_()
    (file,) = bundle[ACCOUNT_MIME]["files"]
    assert {name: file[name] for name in ("file", "read", "accepted", "rejected", "duplicates")} == {
        "file": "ledger.csv", "read": 3, "accepted": 1, "rejected": 1, "duplicates": 1,
    }  # fmt: skip
    assert file["skipped"] == ["ledger.csv, row 1: a title"] and file["rejects"] == [
        "ledger.csv, row 3, 工单编号: '' is blank."
    ]
    assert file["findings"] == ["1 case is closed before it was received. For example A1."]
    assert file["corrections"][0]["approved_by"] == "张三"
    assert "A01，诉求分类：“甲”改为“乙”（核实；核准人张三）" in bundle["text/plain"]


def test_what_came_after_the_cut_off_is_not_among_the_cases(made: Callable[..., Facts]) -> None:
    late = {"dispatched_at": "2020-05-01 00:00", "signed_at": "2020-05-01 09:00", "closed_at": "", "solved": True}
    facts = made([{"signed_at": "2020-05-01 00:00", "solved": True}, SILENT | late])
    assert facts.orders["case_id"].tolist() == ["A01"]
    assert facts.cases["signed_at"].isna().all() and facts.cases["dispatched_at"].isna().all()
    assert facts.cases["solved"].tolist()[0] is True and facts.cases["solved"].isna().tolist() == [False, True]
