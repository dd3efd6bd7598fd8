"""How far the values of an unknown column are what one of our columns holds."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from hotline_analysis.ledger.column_values import Values
from hotline_analysis.ledger.columns import CALLS, CASES, VOCABULARIES
from hotline_analysis.ledger.values import bare, plain, whole_number
from hotline_analysis.ledger.word_guesses import has_unit_ending, suggest

FEW = 30
"""So many different words are a list to choose from, more of them are names or texts."""
MOST_WORDS = 200
"""A column with more spellings than this has no fixed words, however they are spelt."""
WORD, NAME, TEXT = 24, 40, 6
"""Mean characters: a word of a list has at most, a unit's or topic's name at most, a case's text at least so many."""

_PHONE = re.compile(r"\+?\d[\d*xX -]{5,16}[\d*]")
_CHINESE_PHONE = re.compile(r"(?:\+?86-?)?(?:1[3-9][\d*]{9}|0\d{2,3}-?\d{7,8})")
_CODE = re.compile(r"[A-Za-z\u3400-\u9fff#]{0,8}[-_]?\d[\w/#()\[\]〔〕（）-]{0,38}")


@dataclass(frozen=True)
class Fit:
    """How far a column's values are what our column holds, from 0 to 1, and in words for the analyst."""

    share: float
    words: str


def fit(values: Values, column: str) -> Fit:
    """How far the values are what `column` holds; a share below `LEAST[column]` is no fit."""
    return _TESTS[column](values) if values.known else Fit(0, "此列为空")


def percent(share: float) -> str:
    """
    >>> percent(0.999), percent(0.5)
    ('99%', '50%')
    """
    return f"{int(share * 100)}%"


def is_code(values: Values) -> bool:
    """Whether the values by themselves number the rows: codes with digits, each another one, none missing."""
    codes = values.share(lambda text: _CODE.fullmatch(plain(text)) is not None)
    phones = values.share(lambda text: _CHINESE_PHONE.fullmatch(text) is not None)
    return values.rows > 1 and _numbered(values).share > 0.99 and codes > 0.99 and phones < 0.5 and values.times < 0.5


def is_dated(values: Values) -> bool:
    """Whether the values are times without doubt: bare numbers may be days of a spreadsheet or postcodes."""
    return values.times >= LEAST["received_at"] and values.numbers < 0.5


def is_list(values: Values) -> bool:
    """Whether the values are a few short words, each repeated: what may be quoted without telling of a case."""
    return _list(values).share > 0 and len(values.known) <= values.filled / 3


def _times(values: Values) -> Fit:
    return Fit(values.times, f"{percent(values.times)}的值是时间")


def _numbered(values: Values) -> Fit:
    share = len(values.known) / values.rows
    return Fit(share if values.times < 0.9 or values.numbers > 0.5 else 0, f"{percent(share)}的行有各不相同的编号")


def _callers(values: Values) -> Fit:
    phones = values.share(lambda text: _PHONE.fullmatch(bare(text)) is not None)
    if phones >= 0.5:
        return Fit(phones, f"{percent(phones)}的值像电话号码")
    named = values.mean_length <= NAME and values.times < 0.5 and len(values.known) > values.filled / 10
    return Fit(0.6 * named, "是简短文字，像姓名或代号")


def _list(values: Values) -> Fit:
    listed = len(values.known) <= FEW and values.mean_length <= WORD and values.times < 0.5
    return Fit(float(listed), f"共{len(values.known)}种写法")


def _topics(values: Values) -> Fit:
    repeated = len(values.known) <= max(FEW, values.filled / 2)
    are_topics = repeated and values.mean_length <= NAME and values.are_names
    are_types = _TESTS["request_type"](values).share >= LEAST["request_type"]
    return Fit((0.5 if are_types else 1.0) * are_topics, f"共{len(values.known)}种写法")


def _texts(values: Values) -> Fit:
    texts = values.share(lambda text: len(text) >= TEXT)
    return Fit(texts if values.are_names else 0, f"平均{values.mean_length:.0f}字")


def _units(values: Values) -> Fit:
    ending = values.share(has_unit_ending)
    few = len(values.known) <= max(FEW, values.filled / 3) and values.mean_length <= NAME
    words = f"{percent(ending)}的值以镇、乡、局、办等结尾" if ending >= 0.5 else f"共{len(values.known)}种写法"
    return Fit(0.5 + ending / 2 if few and values.are_names else 0, words)


def _worded(column: str) -> Callable[[Values], Fit]:
    def test(values: Values) -> Fit:
        if len(values.known) > MOST_WORDS:
            return Fit(0, f"共{len(values.known)}种写法")
        ours = values.share(lambda text: suggest(column, text).sure)
        return Fit(ours, f"{percent(ours)}的值是认得的用词")

    return test


def _whole_numbers(values: Values) -> Fit:
    share = values.share(lambda text: whole_number(text) is not None)
    return Fit(share, f"{percent(share)}的值是整数")


_BY_HOLDS = {"time": _times, "date": _times, "count": _whole_numbers}
_TESTS: dict[str, Callable[[Values], Fit]] = {
    column.name: _worded(column.name) if column.holds == "flag" else _BY_HOLDS.get(column.holds, _list)
    for column in (*CASES, *CALLS)
}
_TESTS |= {
    "case_id": _numbered,
    "caller": _callers,
    "topic": _topics,
    "title": _texts,
    "summary": _texts,
    "reply": _texts,
}
_TESTS |= {"unit": _units, "co_units": _units} | {name: _worded(name) for name in VOCABULARIES}

LEAST = dict.fromkeys(_TESTS, 0.5) | {column.name: 0.8 for column in (*CASES, *CALLS) if column.holds != "text"}
"""The share of fitting values from which a header is believed: of times, counts and flags nearly all."""

ALONE = {"request_type": 0.9, "disposition": 0.9, "result_rating": 0.9, "caller": 0.9, "unit": 0.85}
"""The share from which a column is believed without its header."""


def fits_alone(values: Values, column: str) -> bool:
    """Whether the values leave no doubt that they are what `column` holds, whatever the header says."""
    if column == "caller":
        return values.share(lambda text: _CHINESE_PHONE.fullmatch(bare(text)) is not None) >= ALONE[column]
    if column == "unit":
        places = values.share(lambda text: plain(text).endswith(("镇", "乡", "村")))
        return fit(values, column).share >= ALONE[column] and places < 0.9
    return column in ALONE and fit(values, column).share >= ALONE[column] and len(values.known) > 1
