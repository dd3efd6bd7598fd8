"""Which words of cases are printed: for the public only approved ones, of 举报 and 保密 none for anybody."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import blocks_of, facts_of, text_of

from hotline_analysis.bulletin.analysis import analysis
from hotline_analysis.bulletin.blocks import to_json
from hotline_analysis.bulletin.draft import notes_draft
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.handling import follow_up, handling
from hotline_analysis.bulletin.notes import Notes, Sentence, checked, read_notes
from hotline_analysis.errors import NotesError
from hotline_analysis.ledger.redaction import mask

MONTHS = ["2018-05", "2019-08", "2019-09", "2020-04"]
"""With notes and without, with late orders, with 举报."""
AUDIENCES = ["internal", "public"]
SHINGLE = 6
LATE = {"closed_at": "2020-04-20 10:00", "called_back_at": "2020-04-21 10:00"}
SECRET = {"summary": "来电人反映赵某开设赌场窝点。", "reply": "已移送专案组侦办。", "topic": "治安管理"}
WORDS = ("赵", "赌场", "窝点", "专案组", "治安")


def printed(facts: Facts, *, charts: bool = False) -> str:
    """All that the bulletin's blocks hold, with the rules behind its figures and the words for its pictures."""
    return json.dumps([to_json(block) for block in blocks_of(facts, charts=charts)], ensure_ascii=False)


def shingles(texts: "pd.Series[str]") -> set[str]:
    """Every run of six characters of some texts, as they are and as they are masked."""
    both = [*texts.dropna(), *texts.dropna().map(mask)]
    return {text[place : place + SHINGLE] for text in both for place in range(len(text) - SHINGLE + 1)}


def case_words(facts: Facts, text: str) -> set[str]:
    """What of the month's own texts stands in `text`, less what a bulletin says that has no texts to quote."""
    internal = facts_of(str(facts.month))
    found = shingles(pd.concat([internal.cases["summary"], internal.cases["reply"]]))
    wordless = printed(replace(internal, cases=internal.cases.assign(summary=None, reply=None)))
    return {words for words in found if words in text and words not in wordless}


def approving(facts: Facts, *sentences: tuple[str, str, str], typical: tuple[str, ...] = ()) -> Facts:
    """`facts` with notes that approve (case, part, words)."""
    notes = Notes(typical_cases=typical, sentences=tuple(Sentence(*one) for one in sentences))
    return replace(facts, notes=notes)


def adopted(facts: Facts, folder: Path, *, words: Callable[[str], str] | None = None) -> Notes:
    """The facts' notes with every sentence of the draft ticked; `words` writes each anew from its case and part."""
    (folder / f"{facts.month}.md").write_text(notes_draft(facts).text.replace("- [ ]", "- [x]"), encoding="utf-8")
    found = read_notes(folder, facts.month).sentences
    told = [replace(one, text=words(one.case_id + one.part) if words else one.text) for one in found]
    return replace(facts.notes, sentences=tuple(told))


def confidential(facts: Facts, *numbers: str) -> Facts:
    """`facts` with some cases marked 保密, one unmarked, the others not known."""
    marks: list[bool | None] = [True if number in numbers else None for number in facts.cases["case_id"]]
    return replace(facts, cases=facts.cases.assign(confidential=pd.array(marks, dtype="boolean")))


@pytest.mark.parametrize("month", MONTHS)
def test_without_approval_no_words_of_a_case_are_public(month: str) -> None:
    facts = facts_of(month, audience="public")
    assert len(shingles(facts_of(month).cases["summary"])) > 3000
    assert case_words(facts, printed(facts)) == set()
    assert len(case_words(facts, printed(facts_of(month)))) > 100, "the search itself finds what is there"


def test_pictures_and_the_draft_hold_no_words_of_a_case_either() -> None:
    facts = facts_of("2020-04", audience="public")
    assert case_words(facts, printed(facts, charts=True) + str(notes_draft(facts)._repr_mimebundle_())) == set()


@pytest.mark.parametrize("month", MONTHS)
def test_the_public_is_told_the_topic(month: str) -> None:
    text = text_of(facts_of(month, audience="public"))
    assert "涉及县房管局的住房物业方面的问题" in text
    assert re.search("转办的工单（编号DH[0-9]+）超期", text) and "方面的工单（编号" not in text
    assert "“”" not in text and "、、" not in text


@given(st.lists(st.text(max_size=40), min_size=3, max_size=3))
def test_a_public_bulletin_does_not_depend_on_what_callers_said(texts: list[str]) -> None:
    facts = facts_of("2018-05", audience="public")
    filled = [texts[place % 3] for place in range(len(facts.cases))]
    other = replace(facts, cases=facts.cases.assign(summary=filled, reply=filled))
    for part in (analysis, handling, follow_up):
        assert part(other) == part(facts)


@pytest.mark.parametrize("month", MONTHS)
def test_with_approval_every_sentence_of_the_draft_is_public_and_nothing_else(month: str, tmp_path: Path) -> None:
    public = facts_of(month, audience="public")
    notes = adopted(facts_of(month), tmp_path, words=lambda label: f"〔{label}〕")
    text = printed(replace(public, notes=notes))
    assert [one.text for one in notes.sentences if one.text not in text] == []
    assert case_words(public, text) == set()


def test_exactly_the_approved_words_are_printed(small: Callable[..., Facts]) -> None:
    rows = [{"summary": "来电人反映甲村路灯不亮。"}, {"summary": "来电人反映停水。", "topic": "供水"} | LATE]
    facts = approving(small(rows, audience="public"), ("A1", "", "乙路照明待修"))
    text = text_of(facts)
    assert "涉及甲河镇的乙路照明待修问题，以及供水方面的问题。" in text
    assert "主要反映" not in text and "反映乙路照明待修问题，涉及供水方面。" in text
    assert "向甲河镇转办的工单（编号A2）超期10天办结。" in text
    late = approving(facts, ("A2", "", "乙路停水的问题"))
    assert "向甲河镇转办的“乙路停水”问题超期10天办结。" in text_of(late)


def test_approved_words_pass_the_mask_once_more(small: Callable[..., Facts]) -> None:
    notes = "## 语句核定\n- A1：张大爷（16012345678）家停水\n"
    assert "某大爷（×××）家停水" in text_of(small([{}], notes=notes, audience="public"))


def test_a_case_without_topic_is_only_counted(small: Callable[..., Facts]) -> None:
    text = text_of(small([{"topic": ""} | LATE], audience="public"))
    assert "反映的主要问题" not in text and "转办的工单（编号A1）超期10天办结" in text


def test_approved_words_replace_the_machines_for_the_office_too(small: Callable[..., Facts]) -> None:
    rows = [{"summary": "来电人反映甲村路灯不亮。"} | LATE]
    text = text_of(approving(small(rows), ("A1", "", "乙路照明待修")))
    assert text.count("乙路照明待修") == 3 and "路灯" not in text


def test_the_unit_is_not_said_twice_before_approved_words(small: Callable[..., Facts]) -> None:
    text = text_of(approving(small([{}], audience="public"), ("A1", "", "甲河镇乙路照明待修")))
    assert "涉及甲河镇的乙路照明待修问题" in text


def test_the_approved_case_of_a_topic_is_the_one_that_is_quoted(small: Callable[..., Facts]) -> None:
    rows = [{"summary": "反映小区停水。"}, {"summary": "反映小区停水。"}, {"summary": "反映水费高。"}]
    for audience in AUDIENCES:
        text = text_of(approving(small(rows, audience=audience), ("A3", "", "水费偏高")))
        assert "涉及甲河镇的水费偏高问题" in text and "停水" not in text


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("mark", ["举报", "保密"])
def test_a_withheld_case_is_counted_and_never_told(small: Callable[..., Facts], audience: str, mark: str) -> None:
    types = {"request_type": "举报"} if mark == "举报" else {}
    facts = small([SECRET | LATE | types, {"summary": "来电人反映路灯不亮。"}], audience=audience)
    facts = facts if mark == "举报" else confidential(facts, "A1")
    facts = approving(facts, ("A1", "", "赵某赌场"), typical=("A2",))
    text = text_of(facts)
    said = text.replace("治安管理1件", "")
    assert not [word for word in WORDS if word in said + notes_draft(facts).text]
    assert "工单2件" in text and "向甲河镇转办的工单（编号A1）超期10天办结。" in text
    if mark == "举报":
        assert "举报类1件，占比50%。" in text


def test_a_withheld_case_is_not_the_one_that_is_quoted(small: Callable[..., Facts]) -> None:
    texts = ("反映小区停水三天。", "反映小区停水。", "反映停水三天。")
    facts = small([{"summary": text} for text in texts])
    report = replace(facts, cases=facts.cases.assign(request_type=["举报", "求助", "求助"]))
    assert "涉及甲河镇的小区停水三天问题" in text_of(facts), "the first is most like the others"
    for other in (confidential(facts, "A1"), report):
        assert "小区停水三天" not in text_of(other) and "停水" in text_of(other)
        assert "- [ ] A1" in notes_draft(facts).text and "A1" not in notes_draft(other).text


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("month", ["2019-08", "2019-09"])
def test_no_report_of_the_sample_county_is_told(month: str, audience: str) -> None:
    facts = facts_of(month, audience=audience)
    cases = facts_of(month).cases
    reports = cases["request_type"] == "举报"
    own = shingles(cases.loc[reports, "summary"]) - shingles(cases.loc[~reports, "summary"])
    assert len(own) > 20
    text = printed(facts) + notes_draft(facts).text
    assert [words for words in own if words in text] == []


@pytest.mark.parametrize("section", ["典型案例", "语句核定"])
@pytest.mark.parametrize("mark", ["举报", "保密"])
def test_the_analyst_cannot_have_a_withheld_case_told(small: Callable[..., Facts], mark: str, section: str) -> None:
    facts = small([{"request_type": mark if mark == "举报" else "求助"}])
    cases = facts.cases if mark == "举报" else confidential(facts, "A1").cases
    notes = Notes(typical_cases=("A1",)) if section == "典型案例" else Notes(sentences=(Sentence("A1", "", "路灯"),))
    with pytest.raises(NotesError) as told:
        checked(notes, cases, facts.month, Path("2020-04.md"), as_of=facts.as_of)
    assert str(told.value) == (
        "2020-04.md: A1 is 举报 or marked 保密: no words of it may be printed, whoever reads. "
        f"Mend its number under ## {section}, or take its line out."
    )


def test_an_unmarked_case_is_not_withheld(small: Callable[..., Facts]) -> None:
    facts = small([{}])
    for marks in ([None], [False]):
        other = replace(facts, cases=facts.cases.assign(confidential=pd.array(marks, dtype="boolean")))
        assert "涉及甲河镇的路灯不亮问题" in text_of(other)


def test_a_run_stops_at_notes_that_name_a_withheld_case(small: Callable[..., Facts]) -> None:
    for audience in AUDIENCES:
        with pytest.raises(NotesError, match="2020-04.md: A1 is 举报"):
            small([{"request_type": "举报"}, {}], notes="## 典型案例\n- A1\n", audience=audience)


def typical(facts: Facts) -> Iterator[str]:
    yield from (line for line in text_of(facts).splitlines() if line.startswith(("诉求：", "典型案例")))


def test_a_typical_case_is_public_in_approved_words_alone(small: Callable[..., Facts]) -> None:
    facts = small([{}], audience="public")
    assert list(typical(approving(facts, typical=("A1",)))) == []
    assert list(typical(approving(facts, ("A1", "办理", "已换灯"), typical=("A1",)))) == []
    short = approving(facts, ("A1", "", "乙路照明待修"), typical=("A1",))
    assert list(typical(short)) == [
        "典型案例", "诉求：乙路照明待修。办理：由甲河镇承办。结果：4月8日办结，群众评价为满意。"
    ]  # fmt: skip
    whole = approving(
        facts, ("A1", "诉求", "乙路灯坏了！"), ("A1", "办理", "已换灯"), ("A1", "", "短"), typical=("A1",)
    )
    assert list(typical(whole))[1].startswith("诉求：乙路灯坏了！办理：由甲河镇承办。已换灯。结果：4月8日")


def test_a_typical_case_keeps_its_own_words_in_the_office_unless_others_are_approved(
    small: Callable[..., Facts],
) -> None:
    facts = small([{}])
    own = "诉求：路灯不亮。办理：由甲河镇承办。已修好。结果：4月8日办结，群众评价为满意。"
    assert list(typical(approving(facts, ("A1", "", "短"), typical=("A1",))))[1] == own
    other = approving(facts, ("A1", "办理", "已换灯"), typical=("A1",))
    assert list(typical(other))[1] == own.replace("已修好", "已换灯")


def test_a_typical_case_that_is_left_out_is_told_to_the_analyst(small: Callable[..., Facts]) -> None:
    notes = "## 典型案例\n- A1\n- A2\n## 语句核定\n- A2：停水\n"
    public = [line for line in small([{}, {}], notes=notes, audience="public").warnings if "typical" in line]
    assert len(public) == 1 and "A1 is left out" in public[0] and "## 语句核定" in public[0]
    assert not any("typical" in line for line in small([{}, {}], notes=notes).warnings)


@pytest.mark.parametrize("month", MONTHS)
def test_the_draft_lists_every_sentence_of_the_bulletin_once(month: str, tmp_path: Path) -> None:
    facts = facts_of(month)
    notes = adopted(facts, tmp_path, words=lambda label: f"〔{label}〕")
    labels = [one.text for one in notes.sentences]
    assert len(labels) == len(set(labels)) > 20
    text = printed(replace(facts, notes=notes))
    assert [label for label in labels if label not in text] == []
    assert case_words(facts, text) == set(), "a sentence of the bulletin is missing in the draft"


@pytest.mark.parametrize("month", ["2018-10", "2019-07", "2020-04"])
def test_approving_the_whole_draft_changes_nothing_for_the_office(month: str, tmp_path: Path) -> None:
    facts = facts_of(month)
    notes = adopted(facts, tmp_path)
    assert text_of(replace(facts, notes=notes)) == text_of(facts)
