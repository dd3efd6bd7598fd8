"""The analyst's own words of a month: what is read from them, what is printed, and what is not understood."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import figures_of, text_of

from hotline_analysis.bulletin.draft import notes_draft
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.notes import Notes, Sentence, checked, masked, read_notes
from hotline_analysis.errors import NotesError
from hotline_analysis.month import Month

APRIL = Month(2020, 4)
WORDS = """# 手记
<!-- 这一句不印
## 不是一节 -->
## 办理情况

甲河镇办得快，
群众认可。

县丙管局有待改进。

## 典型案例

- A1　<!-- 路灯 -->
* A2

## 工作建议

### 压实责任。

第一句。

第二句。

### 强化督办

第三句。
"""
OUTSIDE = """
[[figures]]
key = "city"
label = "全市平均满意率"
value = 94.6
unit = "%"
source = "市通报"
date = 2020-05-04

[[instructions]]
text = "请抓紧整改。"
by = "县长"
date = 2020-05-03
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def make(*, words: str | bytes = "", outside: str | bytes = "") -> Path:
        for kind, text in (("md", words), ("toml", outside)):
            if text:
                (tmp_path / f"{APRIL}.{kind}").write_bytes(text.encode() if isinstance(text, str) else text)
        return tmp_path

    return make


def test_no_files_are_no_notes(tmp_path: Path) -> None:
    assert read_notes(tmp_path / "nowhere", APRIL) == Notes()


def test_every_part_is_read(folder: Callable[..., Path]) -> None:
    notes = read_notes(folder(words=WORDS, outside=OUTSIDE), APRIL)
    assert notes.handling == ("甲河镇办得快，群众认可。", "县丙管局有待改进。")
    assert notes.typical_cases == ("A1", "A2")
    assert [(one.heading, one.text) for one in notes.advice] == [
        ("压实责任", "第一句。第二句。"), ("强化督办", "第三句。")
    ]  # fmt: skip
    assert [(str(one.figure.value), one.unit, one.source) for one in notes.external] == [("94.6", "%", "市通报")]
    assert [(one.text, one.by, str(one.date)) for one in notes.instructions] == [("请抓紧整改。", "县长", "2020-05-03")]


def test_approved_sentences_are_read(folder: Callable[..., Path]) -> None:
    words = (
        "## 语句核定\n\n- A1：乙路照明待修的问题。\n- [x] A1 办理: 已换灯；\n- [ ] A2：未核定\n\n"
        "* A2、A3,A4 诉求：时间是10:30。\n"
    )
    notes = read_notes(folder(words=words), APRIL)
    assert notes.sentences == (
        Sentence("A1", "", "乙路照明待修的问题"), Sentence("A1", "办理", "已换灯"),
        *(Sentence(number, "诉求", "时间是10:30") for number in ("A2", "A3", "A4")),
    )  # fmt: skip
    assert notes.approved("A3", "诉求") == "时间是10:30" and notes.approved("A3") == notes.approved("A2") == ""


def test_notes_of_another_month_are_not_read(folder: Callable[..., Path]) -> None:
    assert read_notes(folder(words=WORDS), APRIL + 1) == Notes()


def test_a_byte_order_mark_does_no_harm(folder: Callable[..., Path]) -> None:
    assert read_notes(folder(words="\ufeff## 典型案例\r\n- A1\r\n"), APRIL).typical_cases == ("A1",)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"words": "## 工作展望\n"}, "'## 工作展望' is no part"),
        ({"words": "## 工作建议\n没有小标题。\n"}, "'没有小标题。…' has none"),
        ({"words": "## 语句核定\n请核定以下各句。\n"}, "'请核定以下各句。…' under ## 语句核定"),
        ({"words": "## 语句核定\n- A1 路灯不亮\n"}, "Write each case in one line, as '- 工单编号：句子'"),
        ({"words": "## 语句核定\n- A1：。\n"}, "'A1：。…'"),
        ({"words": "## 语句核定\n- ：路灯\n"}, "'：路灯…'"),
        ({"words": "## 语句核定\n- A1：甲\n- A2、A1：乙\n"}, "A1 stands twice under ## 语句核定"),
        ({"words": "## 语句核定\n- A1 诉求：甲\n- [x] A1 诉求：乙\n"}, "A1 诉求 stands twice"),
        ({"words": "## 办理情况\n甲\n\n## 办理情况\n乙\n"}, "## 办理情况"),
        ({"words": "## 办理情况\n甲".encode("gb18030")}, "UTF-8"),
        ({"outside": "[[figures]\n"}, "not TOML"),
        ({"outside": "[[figures]]\nkey = '率'".encode("gb18030")}, "UTF-8"),
        ({"outside": OUTSIDE.replace('source = "市通报"', "")}, "lacks 'source'"),
        ({"outside": OUTSIDE.replace('by = "县长"', "")}, "lacks 'by'"),
        ({"outside": OUTSIDE.replace("date = 2020-05-04", 'date = "5月4日"')}, "date"),
        ({"outside": OUTSIDE.replace("value = 94.6", 'value = "九成"')}, "value"),
    ],
)
def test_what_is_not_understood_is_told_in_one_line(
    folder: Callable[..., Path], files: dict[str, str], said: str
) -> None:
    with pytest.raises(NotesError) as told:
        read_notes(folder(**files), APRIL)
    message = str(told.value)
    assert said in message and f"{APRIL}." in message and "\n" not in message


@pytest.mark.parametrize(
    ("line", "adopted"),
    [
        ("- A1：甲", True), ("* A1：甲", True), ("-A1：甲", True), ("- [x] A1：甲", True), ("- [X]A1：甲", True),
        ("- [√] A1：甲", True), ("- [ ] A1：甲", False), ("- [] A1：甲", False), ("- [　] A1：甲", False),
        ("- [×] A1：甲", False), ("- [-] A1：甲", False), ("<!-- - A1：甲 -->", False), ("- [ ] 读不懂", False),
    ],
)  # fmt: skip
def test_only_what_a_person_adopted_is_approved(folder: Callable[..., Path], line: str, adopted: bool) -> None:
    notes = read_notes(folder(words=f"## 语句核定\n{line}\n## 典型案例\n{line.replace('：甲', '')}\n"), APRIL)
    assert notes.sentences == ((Sentence("A1", "", "甲"),) if adopted else ())
    assert notes.typical_cases == (("A1",) if adopted else ())


@given(
    st.text(
        st.sampled_from("-*[]xA1、，,：:。 　\n#诉求办理路灯<!>\r\ufeff") | st.characters(codec="utf-8"), max_size=40
    )
)
def test_any_words_are_notes_or_one_clear_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("notes")
    (folder / f"{APRIL}.md").write_text(f"## 语句核定\n{text}", encoding="utf-8", newline="")
    try:
        found = read_notes(folder, APRIL).sentences
    except NotesError as error:
        message, found = str(error), ()
    else:
        message = f"{APRIL}.md"
    assert "\n" not in message and f"{APRIL}.md" in message
    assert all(one.case_id and one.text and one.part in ("", "诉求", "办理") for one in found)


def test_approved_words_are_masked_for_the_public() -> None:
    notes = Notes(sentences=(Sentence("A1", "", "李女士（16012345678）家停水"),))
    assert masked(notes).approved("A1") == "某女士（×××）家停水"


def test_a_number_that_the_month_does_not_have_is_told(small: Callable[..., Facts]) -> None:
    rows = [{}, {"received_at": "2020-03-02 09:00"}]
    for section, line in (("典型案例", "- A2"), ("语句核定", "- A2：甲"), ("语句核定", "- A1、A9 办理：甲")):
        number = "A9" if "A9" in line else "A2"
        with pytest.raises(NotesError) as told:
            small(rows, notes=f"## {section}\n{line}\n")
        assert str(told.value).endswith(
            f"2020-04.md: {number} is not among the accepted cases of 2020-04; it may have been rejected "
            f"(`hotline check` says). Mend its number under ## {section}, or take its line out."
        )


def test_a_case_after_the_cut_off_can_be_approved_but_not_be_typical(small: Callable[..., Facts]) -> None:
    rows = [{}, {"received_at": "2020-04-22 09:00"}]
    facts = small(rows, notes="## 语句核定\n- A2：乙路照明待修\n", as_of="2020-04-20")
    assert "乙路照明待修" not in text_of(facts)
    with pytest.raises(NotesError, match=r"A2 was received after the cut-off 2020-04-20 and cannot be told yet\."):
        small(rows, notes="## 典型案例\n- A2\n", as_of="2020-04-20")
    assert "典型案例" in text_of(small(rows, notes="## 典型案例\n- A2\n", as_of="2020-04-22"))


def test_notes_that_are_right_come_back_as_they_are(small: Callable[..., Facts]) -> None:
    facts = small([{}, {}])
    notes = Notes(typical_cases=("A1",), sentences=(Sentence("A2", "", "甲"),))
    assert checked(notes, facts.cases, APRIL, Path("2020-04.md"), as_of=facts.as_of) is notes


def test_a_draft_that_is_ticked_and_copied_is_approved_word_for_word(
    small: Callable[..., Facts], folder: Callable[..., Path]
) -> None:
    facts = small([{"summary": "来电人反映：甲路 路灯不亮：三天了。"}, {"topic": "供水", "summary": "停水-*[x]；"}])
    copied = notes_draft(facts).text
    assert read_notes(folder(words=copied), APRIL).sentences == ()
    notes = read_notes(folder(words=copied.replace("[ ]", "[x]")), APRIL)
    assert [(one.case_id, one.text) for one in notes.sentences] == [
        ("A1", "甲路 路灯不亮：三天了"), ("A2", "停水-*[x]")
    ]  # fmt: skip


def test_every_part_is_printed_where_it_belongs(small: Callable[..., Facts]) -> None:
    facts = small([{}, {"unit": "丙管局", "summary": "来电人反映停水。"}], notes=WORDS, outside=OUTSIDE)
    text = text_of(facts)
    told = [
        "一、受理数据", "据市通报（2020年5月4日），全市平均满意率为94.6%（外部数据）。",
        "三、办理情况", "甲河镇办得快，群众认可。", "县丙管局有待改进。", "县长批示（2020年5月3日）：请抓紧整改。",
        "典型案例", "诉求：路灯不亮。办理：由甲河镇承办。已修好。结果：4月8日办结，群众评价为满意。",
        "诉求：来电人反映停水。", "四、工作建议", "（一）压实责任。第一句。第二句。", "（二）强化督办。第三句。",
    ]  # fmt: skip
    places = [text.find(words) for words in told]
    assert -1 not in places and places == sorted(places)
    assert "这一句不印" not in text
    assert figures_of(facts)["external.city"].display == "94.6%"


def test_typical_cases_are_masked_whoever_reads(small: Callable[..., Facts]) -> None:
    secret = {"summary": "李女士（16012345678）反映路灯不亮。", "reply": "已联系user1@example.com。"}
    text = text_of(small([secret], notes="## 典型案例\n- A1\n"))
    assert "某女士" in text and "160" not in text and "example" not in text


def test_a_case_still_open_is_told_as_such(small: Callable[..., Facts]) -> None:
    rows = [{"closed_at": "", "called_back_at": "", "service_rating": "", "result_rating": "", "reply": ""}]
    assert "办理：由甲河镇承办。结果：正在办理。" in text_of(small(rows, notes="## 典型案例\n- A1\n"))


def test_more_than_ten_pieces_of_advice_are_counted_on(small: Callable[..., Facts]) -> None:
    words = "## 工作建议\n" + "".join(f"### 第{number}条\n正文。\n" for number in range(1, 13))
    text = text_of(small([{}], notes=words))
    assert "（十）第10条。" in text and "（十一）第11条。" in text and "（十二）第12条。" in text


def test_hostile_notes_stay_words(small: Callable[..., Facts]) -> None:
    assert "<b>甲</b> {{ 7*7 }} [red]乙" in text_of(small([{}], notes="## 办理情况\n<b>甲</b> {{ 7*7 }} [red]乙\n"))
