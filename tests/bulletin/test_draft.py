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
    assert re.findall("^## (.+)$", text, re.M) == ["办理情况", "典型案例", "工作建议"]
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
    assert notes.handling == ()


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
