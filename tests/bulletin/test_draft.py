"""What the machine puts forward for the analyst to decide: the draft advice and notes-draft.md."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from sample import blocks_of, facts_of

from hotline_analysis.bulletin.blocks import Box, Heading
from hotline_analysis.bulletin.draft import CANDIDATES, FILE_MIME, notes_draft, suggestions
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.notes import read_notes
from hotline_analysis.bulletin.text import words
from hotline_analysis.figure import Figure
from hotline_analysis.month import Month

LATE = {"closed_at": "2020-04-20 10:00", "called_back_at": "2020-04-21 10:00"}
MONTHS = ["2018-05", "2018-12", "2019-06", "2020-03"]


def test_a_good_month_gives_no_cause(small: Callable[..., Facts]) -> None:
    facts = small([{"result_rating": "非常满意"}])
    assert suggestions(facts) == ()
    assert not any(isinstance(block, Box) for block in blocks_of(facts))
    assert not any(block == Heading(1, "四、工作建议") for block in blocks_of(facts))


def test_late_orders_are_counted_and_their_units_named(small: Callable[..., Facts]) -> None:
    still_open = {"closed_at": "", "called_back_at": "", "service_rating": "", "result_rating": "", "reply": ""}
    rows = [LATE, still_open, LATE | {"unit": "丙管局"}, LATE | {"unit": "丁水局"}, LATE | {"unit": "乙山镇"}]
    first = suggestions(small(rows))[0]
    assert "本月逾期工单5件，涉及甲河镇、" in words(first.runs) and "等单位。" in words(first.runs)
    assert "（" not in first.heading


def test_low_satisfaction_names_the_lowest(small: Callable[..., Facts]) -> None:
    rows = [*[{"result_rating": "非常满意"}] * 3, *[{"unit": "丙管局", "result_rating": "不满意"}] * 3]
    told = " ".join(words(one.runs) for one in suggestions(small(rows)))
    assert "低于全县平均水平（50%）的有县丙管局（0%）。" in told
    assert "平均水平" not in " ".join(words(one.runs) for one in suggestions(small(rows[:-1]))), (
        "two answers are too few"
    )


def test_a_leading_topic_is_told_with_its_share(small: Callable[..., Facts]) -> None:
    told = " ".join(words(one.runs) for one in suggestions(small([{}, {}, {}, {"topic": "供水"}])))
    assert "转办工单中住房物业类最多，有3件，占75%。" in told


@pytest.mark.parametrize("month", MONTHS)
def test_every_number_of_the_draft_is_a_figure(month: str) -> None:
    box = next(block for block in blocks_of(facts_of(month)) if isinstance(block, Box))
    assert len(box.paragraphs) > 1
    for paragraph in box.paragraphs:
        assert any(isinstance(run, Figure) for run in paragraph.runs)
        assert not re.search(r"\d", "".join(run for run in paragraph.runs if isinstance(run, str)))


@pytest.mark.parametrize("month", MONTHS)
def test_the_draft_is_written_as_a_file(month: str) -> None:
    shown = notes_draft(facts_of(month))._repr_mimebundle_()
    assert shown[FILE_MIME]["name"] == "notes-draft.md"
    text = shown[FILE_MIME]["text"]
    assert text == shown["text/markdown"] and text.endswith("\n") and "\n\n\n" not in text
    assert re.findall("^## (.+)$", text, re.M) == ["办理情况", "典型案例", "语句核定", "工作建议"]
    assert not re.search(r"nan|None|1[0-9]{10}", text)


def test_the_draft_becomes_notes_when_it_is_copied(tmp_path: Path) -> None:
    facts = facts_of("2020-03")
    (tmp_path / "2020-03.md").write_text(notes_draft(facts).text, encoding="utf-8")
    notes = read_notes(tmp_path, Month(2020, 3))
    assert [(one.heading, one.text) for one in notes.advice] == [
        (one.heading, words(one.runs)) for one in suggestions(facts)
    ]
    assert 1 <= len(notes.typical_cases) <= CANDIDATES
    assert set(notes.typical_cases) <= set(facts.orders["case_id"])
    assert notes.handling == () and notes.sentences == ()


def test_sentences_are_listed_unapproved_and_said_to_be_so(small: Callable[..., Facts]) -> None:
    rows = [
        {"summary": "来电人反映甲河镇路灯不亮的问题。"},
        LATE | {"topic": "供水", "unit": "丙管局", "summary": "停水"},
    ]
    text = notes_draft(small(rows, notes="## 典型案例\n- A1\n")).text
    part = text[text.index("## 语句核定") : text.index("## 工作建议")]
    assert part.splitlines()[2:] == [
        "<!-- 以下是本期引用的案例语句，个人信息只按格式遮盖，可能有遗漏；标 [ ] 的都未经核定。请逐句读过、改好，"
        "同意公开的把 [ ] 改成 [x]，再抄入手记；没有核定的，公开版只写诉求分类。 -->",
        "",
        "- [ ] A1：甲河镇路灯不亮",
        "- [ ] A2：停水",
        "- [ ] A1 诉求：来电人反映甲河镇路灯不亮的问题。",
        "- [ ] A1 办理：已修好。",
        "",
    ]


def test_a_sentence_of_several_cases_is_listed_once_with_their_numbers(small: Callable[..., Facts]) -> None:
    same = {"summary": "反映停水。"}
    text = notes_draft(small([same, same | {"unit": "丙管局"}, same | {"topic": "供水"}])).text
    assert re.findall(r"^- \[ \] (.+)$", text, re.M) == ["A1、A3、A2：停水"]


def test_what_is_approved_already_is_ticked(small: Callable[..., Facts]) -> None:
    notes = "## 典型案例\n- A1\n## 语句核定\n- A1：乙路照明待修\n- [x] A1 办理：已换灯。\n- [ ] A2：停水\n"
    listed = re.findall(r"^- \[.+$", notes_draft(small([{}, {"topic": "供水"}], notes=notes)).text, re.M)
    assert listed == [
        "- [x] A1：乙路照明待修", "- [ ] A2：路灯不亮", "- [ ] A1 诉求：路灯不亮。", "- [x] A1 办理：已换灯"
    ]  # fmt: skip


def test_a_listed_sentence_is_masked_and_keeps_to_its_line(small: Callable[..., Facts]) -> None:
    row = {"summary": "张女士（16012345678）反映\n<!-- 漏水 -->。", "reply": "## 典型案例\r\n- A1"}
    facts = small([row], notes="## 典型案例\n- A1\n")
    text = notes_draft(facts).text
    assert "160" not in text and "- [ ] A1 诉求：某女士（×××）反映 漏水 。" in text.replace("反映漏", "反映 漏")
    assert text.count("\n## ") == 4


def test_units_stand_with_their_evidence() -> None:
    lines = re.findall(r"<!-- (\S+)：转办(\d+)件，逾期(\d+)件，限时办结率(\S+)，处理结果满意率(\S+) -->",
                       notes_draft(facts_of("2020-04")).text)  # fmt: skip
    assert len(lines) == 20
    assert ("交通局", "2", "2", "0.00%", "100.00%") in lines
    lateness = [int(late) for _, _, late, _, _ in lines[:7]]
    assert all(before <= after for before, after in pairwise(lateness))


def test_typical_cases_to_choose_from_are_masked(small: Callable[..., Facts]) -> None:
    row = {"result_rating": "非常满意", "summary": "来电人反映16012345678一直占线。"}
    assert "- A1" in notes_draft(small([row])).text
    assert "160" not in notes_draft(small([row])).text


def test_a_public_run_makes_no_draft() -> None:
    shown = notes_draft(facts_of("2020-03", audience="public"))._repr_mimebundle_()
    assert FILE_MIME not in shown and "逾期" not in str(shown)


def test_an_empty_month_has_an_empty_draft(small: Callable[..., Facts]) -> None:
    text = notes_draft(small([{"received_at": "2020-03-02 09:00"}])).text
    assert "## 工作建议" in text and "<!--" not in text
