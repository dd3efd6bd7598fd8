"""The analyst's own words of a month: what is read from them, what is printed, and what is not understood."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sample import figures_of, text_of

from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.notes import Notes, read_notes
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


def test_notes_of_another_month_are_not_read(folder: Callable[..., Path]) -> None:
    assert read_notes(folder(words=WORDS), APRIL + 1) == Notes()


def test_a_byte_order_mark_does_no_harm(folder: Callable[..., Path]) -> None:
    assert read_notes(folder(words="\ufeff## 典型案例\r\n- A1\r\n"), APRIL).typical_cases == ("A1",)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"words": "## 工作展望\n"}, "'## 工作展望' is no part"),
        ({"words": "## 工作建议\n没有小标题。\n"}, "'没有小标题。…' has none"),
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


def test_a_case_of_another_month_cannot_be_typical(small: Callable[..., Facts]) -> None:
    with pytest.raises(NotesError, match=r"2020-04.md: 2020-04 has no case A2. Mend its number under ## 典型案例"):
        small([{}, {"received_at": "2020-03-02 09:00"}], notes="## 典型案例\n- A2\n")


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
