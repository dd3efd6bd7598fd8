"""What one written cell means, whatever a spreadsheet or an input method made of it."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hotline_analysis.ledger.values import bare, identifier, plain, whole_number, yes_or_no

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
MESSY = st.text(st.sampled_from("0123456789０９.eE+-,，'\"=() 　\u200b\ufeff年次满意无是否Aa²①"))
ANYTHING = st.text() | MESSY
CODES = st.from_regex(r"[A-Z]{0,3}[0-9]{1,15}(-[0-9]{1,6})?", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("非 常　满 意", "非常满意"),
        ("合水\n县房管局", "合水县房管局"),
        ("DH 2020  04", "DH 2020 04"),
        ("第 3 组", "第 3 组"),
        ("\u202d16000000001\u202c", "16000000001"),
        ("\ufeff满\u200b意", "满意"),
        ("县医院（东区）", "县医院(东区)"),
        ("投诉／举报", "投诉/举报"),
        ("\u2f24\u2f9c", "大足"),  # radicals out of a PDF
        ("100㎡", "100㎡"),
        ("10²", "10²"),
        ("①次", "①次"),
        ("一、二。", "一、二。"),
        ("　\u00a0\t", ""),
    ],
)
def test_a_key_is_what_a_reader_sees(text: str, key: str) -> None:
    assert plain(text) == key


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_full_width_is_half_width_as_in_nfkc(text: str) -> None:
    wide = text.translate(FULL_WIDTH)
    assert plain(wide) == text == unicodedata.normalize("NFKC", wide)


@given(ANYTHING)
@example("\uff07\ufe63 \u2f24 \uf900")
def test_a_key_of_a_key_is_itself(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("text", ["'0012", "‘0012", "’0012", "＇0012", '="0012"', "＝＂００１２＂", " '0012 "])
def test_what_marks_a_cell_as_text_is_no_part_of_it(text: str) -> None:
    assert bare(text) == identifier(text) == "0012"
    assert whole_number(text) == 12


@given(st.integers(10**11, 10**15 - 1))
def test_a_number_that_a_spreadsheet_changed_comes_back_whole(number: int) -> None:
    mantissa = f"{Decimal(number):E}"
    mantissa = mantissa if "." in mantissa else mantissa.replace("E", ".0E")
    for text in (f"{number}.0", f"{number}.00", f"'{number}", mantissa, mantissa.lower().replace("e+", "e+0")):
        assert identifier(text) == identifier(text.translate(FULL_WIDTH)) == str(number)


@given(st.integers(10**11, 10**15 - 1), st.integers(1, 6))
def test_a_number_that_lost_digits_is_none(number: int, lost: int) -> None:
    digits = str(number)[:-lost]
    assert identifier(f"{digits[0]}.{digits[1:]}E+{len(digits) + lost - 1}") is None


@pytest.mark.parametrize(
    "text",
    [
        "2.02004E+11",
        "2E+11",
        "1.2E+10",
        "1.5E10",
        "1.25E+1",
        "1.0E+999999999999",
        "2.0200401000100001E+16",
        "2020040100010000.0",  # a spreadsheet keeps 15 digits: its last may have been another
        "",
        "　",
        "'",
        '=""',
    ],
)
def test_no_number_can_be_told(text: str) -> None:
    assert identifier(text) is None


@given(CODES)
@example("1E5")
@example("12E34")
@example("2E-11")
@example("5004100000j6t9wAAA")
@example("202004010001000017")
@example("012.0")
@example("1,234")
@example("张三")
def test_a_code_stays_as_it_is(code: str) -> None:
    assert identifier(code) == identifier(f" {code}\t") == identifier(f"'{code}") == code


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_a_count_is_understood_in_every_spelling(number: int) -> None:
    for text in (f"{number}", f"{number}.0", f"{number:,}", f"{number}次", f" {number:,} 件"):
        assert whole_number(text) == whole_number(text.translate(FULL_WIDTH)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "-",
        "3.5",
        "1e400",
        "1E3",
        "1.2E+3",
        "nan",
        "inf",
        "12,34",
        "1,2345",
        "三",
        "3次4",
        "①",
        "²",
        "9" * 5000,
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert whole_number(text) is None


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("是 有 Y y yes YES true True 1 1.0 ｙｅｓ １ √ 对 已解决 解决 涉企 保密 剔除", True),
        ("否 无 N no No false FALSE 0 0.0 ０ × 没有 未解决 没解决 非涉企 不涉企 不保密 公开 不剔除", False),
        ("部分解决 基本满意 不 X 2 -1 是否 已办结 未知 ?", None),
    ],
)
def test_yes_and_no(words: str, meaning: bool | None) -> None:
    assert {word: yes_or_no(word) for word in words.split()} == dict.fromkeys(words.split(), meaning)


@settings(max_examples=300)
@given(ANYTHING)
@example("9" * 5000)
@example("1.0E+" + "9" * 5000)
def test_every_text_has_an_answer(text: str) -> None:
    assert isinstance(plain(text), str) and isinstance(bare(text), str)
    code, number = identifier(text), whole_number(text)
    assert code is None or (code and code == code.strip())
    assert number is None or abs(number) < 10**18
    assert yes_or_no(text) in (True, False, None)
