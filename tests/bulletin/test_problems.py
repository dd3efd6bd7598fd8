"""The main problems, each in a phrase from a case's own words; what is told where the ledger says little of cases."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import facts_of, text_of

from hotline_analysis.bulletin.analysis import analysis
from hotline_analysis.bulletin.draft import notes_draft
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.gather import gather
from hotline_analysis.bulletin.handling import follow_up, handling
from hotline_analysis.bulletin.notes import Notes, Sentence
from hotline_analysis.bulletin.problems import Problem, Sentences, main_problems, phrase
from hotline_analysis.bulletin.text import plain_text

ENDS = "。！？!?；;\n"
OFTEN = "来电人反映咨询问题的，,。；：、 \n路灯abn1234567890@.<b>[]先生某我叫甲X×"
TEXTS = st.text(st.sampled_from(OFTEN) | st.characters(codec="utf-8"), max_size=80)


def cases(*rows: tuple[str | None, str | None, int]) -> pd.DataFrame:
    """Cases of (topic, summary, caller), numbered A1, A2, ..."""
    frame = pd.DataFrame(rows, columns=["topic", "summary", "caller"])
    frame["case_id"] = [f"A{number}" for number in range(1, len(rows) + 1)]
    frame = frame.assign(request_type="求助", reply=None, confidential=None)
    texts = dict.fromkeys(("case_id", "topic", "summary", "reply", "request_type"), "str")
    return frame.astype({"caller": "Int64", "confidential": "boolean"} | texts)


def problems(
    frame: pd.DataFrame, top: int = 3, *, approved: dict[str, str] | None = None, audience: str = "internal"
) -> tuple[Problem, ...]:
    """The main problems for an audience, some cases with approved words."""
    notes = Notes(sentences=tuple(Sentence(number, "", words) for number, words in (approved or {}).items()))
    return main_problems(frame, top, sentences=Sentences.of(frame, notes, audience))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("来电人反映板桥镇锦坪村路面塌陷的问题。请尽快修。", "板桥镇锦坪村路面塌陷"),
        ("居民来电反映小区门前占道经营。", "小区门前占道经营"),
        ("市民再次来电投诉：出租车拒载！无人管", "出租车拒载"),
        ("咨询医保转移一事", "医保转移"),
        ("路灯不亮", "路灯不亮"),
        ("反映咨询窗口态度差的问题。", "窗口态度差"),
        ("来电人反映停水；已三天", "停水"),
        ("来电人反映停水\n已三天", "停水"),
        ("来电人反映banner广告牌松动", "banner广告牌松动"),
        ("", ""),
        ("。。。", ""),
        ("来电人反映。", ""),
        ("问题", ""),
    ],
)  # fmt: skip
def test_a_phrase_is_the_first_sentence_without_its_frame(text: str, expected: str) -> None:
    assert phrase(text) == expected


def test_the_units_own_name_is_not_said_twice() -> None:
    text = "来电人反映板桥镇人民政府门口积水。"
    assert phrase(text, names=("板桥镇", "板桥镇人民政府")) == "门口积水"
    assert phrase(text, names=("交通局",)) == "板桥镇人民政府门口积水"


def test_a_phrase_ends_at_the_first_comma_after_which_it_says_enough() -> None:
    clause = "路面塌陷" * 4
    assert phrase(f"{clause}，{clause}，{clause}。") == clause
    assert phrase(f"短句，{clause}，{clause}。") == f"短句，{clause}"
    assert phrase("塌" * 100 + "。") == "塌" * 100


@pytest.mark.parametrize("text", ["<b>路灯</b>不亮", "[bold]路灯[/bold]不亮", "=1+1", "{{ 7*7 }}路灯"])
def test_hostile_words_stay_words(text: str) -> None:
    assert phrase(f"来电人反映{text}。") == text


@pytest.mark.parametrize(
    "secret",
    [
        "16012345678", "621024189204067215", "user205@example.com", "0934-9953369", "+86 160 1234 5678",
        "6217001234567890123", "5521234",
    ],
)  # fmt: skip
def test_personal_data_never_reaches_a_phrase(secret: str) -> None:
    told = phrase(f"来电人反映路灯不亮，联系方式{secret}。")
    assert told.startswith("路灯不亮") and not re.search(r"\d{4,}|user", told)


@given(TEXTS)
def test_a_phrase_is_made_of_any_text(text: str) -> None:
    first = re.split(f"[{ENDS}]", text.strip(), maxsplit=1)[0]
    told = phrase(text, names=("甲", ""))
    assert len(told) <= len(first)
    assert not re.search(f"[{ENDS}]", told)


@given(TEXTS, st.integers(0, 10**18).map(str).map(lambda digits: digits.zfill(11)))
def test_a_phrase_holds_no_long_number(text: str, digits: str) -> None:
    assert not re.search(r"(?<![A-Za-z])\d{7,}", phrase(f"{text}，{digits}，{text}"))


ROWS = st.lists(st.tuples(st.none() | TEXTS, st.none() | TEXTS, st.integers(1, 3)), max_size=8)


@given(ROWS, st.integers(0, 4), st.sets(st.integers(1, 8)), st.sampled_from(["internal", "public"]))
def test_problems_are_found_in_any_cases(
    rows: list[tuple[str | None, str | None, int]], top: int, approved: set[int], audience: str
) -> None:
    frame = cases(*rows)
    found = problems(frame, top, approved={f"A{number}": "核定句" for number in approved}, audience=audience)
    assert len(found) <= top
    assert all((problem.phrase.strip() or problem.topic) and problem.case_ids for problem in found)
    named = [number for problem in found for number in problem.case_ids]
    assert len(named) == len(set(named))
    told = {problem.phrase for problem in found if {f"A{number}" for number in approved} & {*problem.case_ids}}
    assert told <= {"核定句"}, "an approved sentence goes before the others of its topic"
    if audience == "public":
        assert {problem.phrase for problem in found} <= {"核定句", ""}


def test_one_problem_a_topic_those_of_most_callers_first() -> None:
    found = problems(
        cases(
            ("供水", "反映停水。", 1), ("供水", "反映停水。", 1), ("供水", "反映停水。", 1),
            ("道路", "反映路面塌陷。", 1), ("道路", "反映路面塌陷。", 2),
            ("环保", "反映扬尘。", 3), (None, "反映其他。", 4), ("教育", None, 5),
        )
    )  # fmt: skip
    assert [problem.phrase for problem in found] == ["路面塌陷", "停水", "其他"]
    assert found[1].case_ids == ("A1", "A2", "A3") and found[1].topic == "供水"


def test_the_case_most_like_the_others_gives_the_words() -> None:
    problem, = problems(
        cases(("供水", "反映水费单难认。", 1), ("供水", "反映小区停水。", 2), ("供水", "反映小区又停水。", 3)), 1
    )  # fmt: skip
    assert "停水" in problem.phrase
    assert set(problem.case_ids) == {"A1", "A2", "A3"} and problem.case_ids[0] != "A1"


def test_no_cases_have_no_problems() -> None:
    assert problems(cases()) == ()
    assert problems(cases((None, None, 1))) == ()


def test_a_text_that_says_nothing_leaves_its_topic() -> None:
    found = problems(cases(("供水", "来电人反映。", 1), ("供水", "反映停水。", 2), ("道路", "。", 3), (None, "。", 4)))
    assert [(problem.phrase, problem.topic) for problem in found] == [("停水", "供水"), ("", "道路")]


def test_the_public_is_told_topics_and_approved_words() -> None:
    frame = cases(
        ("供水", "反映停水。", 1), ("供水", "反映水价高。", 2), ("道路", "反映路陷。", 3), (None, "反映其他。", 4)
    )
    found = problems(frame, approved={"A2": "水价问题"}, audience="public")
    assert [(problem.phrase, problem.topic) for problem in found] == [("水价", "供水"), ("", "道路")]
    assert found[0].case_ids == ("A2", "A1")


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_withheld_cases_are_passed_over(audience: str) -> None:
    frame = cases(("赌博", "反映赌场。", 1), ("赌博", "反映窝点。", 2), ("供水", "反映停水。", 3))
    frame["confidential"] = pd.array([True, None, False], dtype="boolean")
    frame["request_type"] = ["求助", "举报", "求助"]
    found = problems(frame, approved={"A1": "赌场", "A2": "窝点"}, audience=audience)
    assert [problem.topic for problem in found] == ["供水"]


def test_every_text_of_the_sample_county_gives_a_phrase() -> None:
    told = [phrase(str(text)) for text in facts_of("2020-03").cases["summary"].dropna()]
    assert len(told) > 200
    assert [words for words in told if not 2 <= len(words) <= 40] == []


def test_the_cases_are_left_as_they_were() -> None:
    frame = cases(("供水", "反映停水。", 1), (None, None, 2))
    before = frame.copy()
    problems(frame, 2, approved={"A1": "停水"}, audience="public")
    pd.testing.assert_frame_equal(frame, before)


LATE = {"closed_at": "2020-04-20 10:00", "called_back_at": "2020-04-21 10:00"}
CARRIED = {"received_at": "2020-03-30 09:00", "closed_at": "", "called_back_at": "", "case_id": "B1"}
ROWS_OF_ALL = [{"summary": "反映停水。"}, LATE | {"unit": "丙管局", "topic": "供水"}, CARRIED, {"request_type": "咨询"}]


@pytest.fixture
def lean(write: Callable[..., Path]) -> Callable[..., Facts]:
    """The small county's April without some columns in its ledger; A1 is told as a typical case."""

    def make(*without: str) -> Facts:
        folder = write(ROWS_OF_ALL).parent
        lines = (Path(__file__).parents[1] / "tiny.toml").read_text(encoding="utf-8").split("\n[calls]")
        kept = [line for line in lines[0].splitlines() if line.split(" =")[0] not in without]
        kinds = lines[1][lines[1].index("[limit]") :]
        (folder / "profile.toml").write_text("\n".join([*kept, kinds]), encoding="utf-8")
        (folder / "notes").mkdir()
        (folder / "notes" / "2020-04.md").write_text("## 典型案例\n- A1\n", encoding="utf-8")
        return gather("2020-04", profile=str(folder / "profile.toml"))

    return make


def told(facts: Facts) -> str:
    return "\n".join(plain_text(block) for part in (analysis, handling, follow_up) for block in part(facts).blocks)


def test_everything_is_told_where_all_columns_are(lean: Callable[..., Facts]) -> None:
    text = told(lean())
    told_of_all = (
        "1.从乡镇诉求看。", "2.从县直部门诉求看。", "3.从诉求类型看。", "4.从诉求分类看。", "停水问题",
        "按时办结2件，逾期办结1件", "超期10天办结", "以前月份结转工单", "结果：4月8日办结，群众评价为满意。",
    )  # fmt: skip
    for words in told_of_all:
        assert words in text


@pytest.mark.parametrize(
    ("without", "gone", "left"),
    [
        (("request_type",), "从诉求类型看", "3.从诉求分类看。"),
        (("topic",), "从诉求分类看|供水|住房物业", "停水问题"),
        (("summary",), "停水|路灯", "涉及甲河镇的住房物业方面的问题"),
        (("summary", "topic"), "反映的主要问题|“|方面", "向县丙管局转办的工单（编号A2）超期10天办结"),
        (("unit", "unit_kind"), "乡镇|部门|甲河镇|未注明涉及单位|逾期工单具体|以前月份结转", "1.从诉求类型看。"),
        (("disposition",), "在线答复", "转办工单3件"),
        (("disposition", "unit", "unit_kind"), "转办|按时|逾期", "办理情况不作分析。"),
        (("closed_at",), "按时|逾期|办结|截至|超期|结转|正在办理", "转办工单3件。"),
        (("result_rating", "service_rating", "called_back_at"), "评价", "结果：4月8日办结。"),
        (("closed_at", "result_rating", "service_rating", "called_back_at"), "结果：|评价", "由甲河镇承办。"),
        (("reply",), "已修好", "办理：由甲河镇承办。结果"),
    ],
)
def test_what_a_ledger_does_not_record_is_not_told(
    lean: Callable[..., Facts], without: tuple[str, ...], gone: str, left: str
) -> None:
    facts = lean(*without)
    text = told(facts)
    assert not re.search(gone, text) and left in text
    assert not re.search("nan|None|<NA>|NaT|，。|；。|、、|“”|：。|均为。", text)
    numbers = [int(number) for number in re.findall(r"^(\d)\.从", text, re.M)]
    assert numbers == list(range(1, len(numbers) + 1))
    draft = notes_draft(facts).text
    assert not re.search("nan|None|<NA>|—", draft) and not re.search(gone, draft.split("## 典型案例")[0])


def test_a_ledger_of_numbers_and_times_has_nothing_to_analyse(lean: Callable[..., Facts]) -> None:
    keep = ("case_id", "received_at", "day", "offered", "answered")
    names = [name for name in facts_of("2020-03").profile.ledger.columns if name not in keep]
    text = told(lean(*names, "due_at"))
    assert "台账未注明诉求涉及的单位、类型和分类，不作分析。" in text and "诉求均为" not in text


def test_cases_without_a_unit_are_told_to_be_so(small: Callable[..., Facts]) -> None:
    online = {"disposition": "在线答复", "unit": "", "called_back_at": "", "service_rating": "", "result_rating": ""}
    assert "另有1件诉求未注明涉及单位。" in text_of(small([{}, online]))
    assert "4月份，有1件诉求未注明涉及单位。" in text_of(small([online]))
