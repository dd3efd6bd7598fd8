"""The main problems, each in a phrase from a case's own words."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import facts_of

from hotline_analysis.bulletin.problems import main_problems, phrase

ENDS = "。！？!?；;\n"
OFTEN = "来电人反映咨询问题的，,。；：、 \n路灯abn1234567890@.<b>[]先生某我叫甲X×"
TEXTS = st.text(st.sampled_from(OFTEN) | st.characters(), max_size=80)


def cases(*rows: tuple[str | None, str | None, int]) -> pd.DataFrame:
    """Cases of (topic, summary, caller), numbered A1, A2, ..."""
    frame = pd.DataFrame(rows, columns=["topic", "summary", "caller"])
    frame["case_id"] = [f"A{number}" for number in range(1, len(rows) + 1)]
    return frame.astype({"caller": "Int64", "topic": "str", "summary": "str"})


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


@given(st.lists(st.tuples(st.none() | TEXTS, st.none() | TEXTS, st.integers(1, 3)), max_size=8), st.integers(0, 4))
def test_problems_are_found_in_any_cases(rows: list[tuple[str | None, str | None, int]], top: int) -> None:
    found = main_problems(cases(*rows), top)
    assert len(found) <= top
    assert all(problem.phrase.strip() and problem.case_ids for problem in found)
    named = [number for problem in found for number in problem.case_ids]
    assert len(named) == len(set(named))


def test_one_problem_a_topic_those_of_most_callers_first() -> None:
    found = main_problems(
        cases(
            ("供水", "反映停水。", 1), ("供水", "反映停水。", 1), ("供水", "反映停水。", 1),
            ("道路", "反映路面塌陷。", 1), ("道路", "反映路面塌陷。", 2),
            ("环保", "反映扬尘。", 3), (None, "反映其他。", 4), ("教育", None, 5),
        ),
        3,
    )  # fmt: skip
    assert [problem.phrase for problem in found] == ["路面塌陷", "停水", "其他"]
    assert found[1].case_ids == ("A1", "A2", "A3")


def test_the_case_most_like_the_others_gives_the_words() -> None:
    problem, = main_problems(
        cases(("供水", "反映水费单难认。", 1), ("供水", "反映小区停水。", 2), ("供水", "反映小区又停水。", 3)), 1
    )  # fmt: skip
    assert "停水" in problem.phrase
    assert set(problem.case_ids) == {"A1", "A2", "A3"} and problem.case_ids[0] != "A1"


def test_no_cases_have_no_problems() -> None:
    assert main_problems(cases(), 3) == ()
    assert main_problems(cases(("供水", None, 1)), 3) == ()


def test_a_text_that_says_nothing_is_passed_over() -> None:
    found = main_problems(cases(("供水", "来电人反映。", 1), ("供水", "反映停水。", 2), ("道路", "。", 3)), 3)
    assert [problem.phrase for problem in found] == ["停水"]


def test_every_text_of_the_sample_county_gives_a_phrase() -> None:
    told = [phrase(str(text)) for text in facts_of("2020-03").cases["summary"].dropna()]
    assert len(told) > 200
    assert [words for words in told if not 2 <= len(words) <= 40] == []


def test_the_cases_are_left_as_they_were() -> None:
    frame = cases(("供水", "反映停水。", 1), (None, None, 2))
    before = frame.copy()
    main_problems(frame, 2)
    pd.testing.assert_frame_equal(frame, before)
