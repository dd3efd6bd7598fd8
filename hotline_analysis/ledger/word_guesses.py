"""What an office's words may mean: its request types, dispositions, ratings, yes and no, and marks for nothing."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hotline_analysis.ledger.columns import CASES, REQUEST_TYPES, VOCABULARIES, WAITING
from hotline_analysis.ledger.values import plain, yes_or_no

YES, NO = "是", "否"
SHORT = 8
"""Characters of a request type in which one of our words may stand: 消费投诉 is 投诉, a longer text is a topic."""

_MARKS = re.compile(
    r"[-—–－_/\\.·*?？、]{1,6}|(?:暂无|空|空白|无数据|n/?a|nan|nat|null|none|nil|\(null\)|\(blank\)|0000-00-00.*)", re.I
)
_SUFFIX = re.compile(r"(?:类诉求|类事项|类工单|诉求|事项|工单|类型|类|件)$")
_PUNCTUATION = re.compile(r"[\s\W_]+")
_FLAGS = frozenset(column.name for column in CASES if column.holds == "flag")
_RATINGS = ("service_rating", "result_rating")


@dataclass(frozen=True)
class Suggestion:
    """Our word for an office's word ("" for nothing, None where nothing is known), and whether it is beyond doubt."""

    word: str | None = None
    sure: bool = False


def suggest(column: str, text: str) -> Suggestion:
    """Our word for `text` in a column of fixed words, or of yes and no.

    >>> suggest("request_type", "咨询类"), suggest("result_rating", "Very satisfied")
    (Suggestion(word='咨询', sure=True), Suggestion(word='非常满意', sure=True))
    >>> suggest("result_rating", "基本满意"), suggest("disposition", "Closed")
    (Suggestion(word='一般', sure=False), Suggestion(word=None, sure=False))
    """
    if is_understood(column, text):
        return Suggestion(plain(text), True)
    if is_blank_mark(text):
        return Suggestion("", True)
    words = _words("rating" if column in _RATINGS else "flag" if column in _FLAGS else column)
    return words.get(_key(text)) or words.get(_SUFFIX.sub("", _key(text))) or _by_part(column, text)


def is_understood(column: str, text: str) -> bool:
    """Whether the word needs no mapping.

    >>> is_understood("disposition", "待转派"), is_understood("solved", "√"), is_understood("request_type", "咨询类")
    (True, True, False)
    """
    if column in _FLAGS:
        return yes_or_no(text) is not None
    return plain(text) in VOCABULARIES.get(column, ()) or (column == "disposition" and plain(text) == WAITING)


def is_blank_mark(text: str) -> bool:
    """Whether a cell says that there is nothing.

    >>> [is_blank_mark(text) for text in ("——", "NULL", "0000-00-00 00:00:00", "无", "甲")]
    [True, True, True, False, False]
    """
    return len(text) <= 20 and _MARKS.fullmatch(plain(text)) is not None


def says_nothing(text: str) -> bool:
    """The same, and 无: in a column of times or units nothing, in one of yes and no an answer."""
    return is_blank_mark(text) or plain(text) in ("无", "没有", "未知")


def has_unit_ending(text: str) -> bool:
    """Whether a name ends as the names of offices do."""
    return kind_by_ending(text) is not None


def kind_by_ending(name: str) -> str | None:
    """The kind of unit (乡镇, 部门) that a name's ending tells.

    >>> kind_by_ending("西华池镇"), kind_by_ending("城关街道办"), kind_by_ending("房管局"), kind_by_ending("Housing")
    ('乡镇', '乡镇', '部门', None)
    """
    written = plain(name)
    fitting = [ending for ending in _endings() if written.endswith(ending)]
    return _endings()[max(fitting, key=len)] if fitting else None


def _by_part(column: str, text: str) -> Suggestion:
    """A request type that holds one of our words is that one; any other word may be the one that it holds."""
    if column == "request_type":
        written = plain(text)
        held = [word for word in REQUEST_TYPES.values() if word in written]
        return Suggestion(held[0], len(written) <= SHORT) if len(held) == 1 else Suggestion()
    if column == "disposition":
        words, key = _words(column), _key(text)
        held = sorted((word for word in words if len(word) > 1 and word in key), key=len)
        return Suggestion(words[held[-1]].word) if held else Suggestion()
    return Suggestion()


def _key(text: str) -> str:
    return _PUNCTUATION.sub("", plain(text)).casefold()


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    text = files("hotline_analysis.ledger").joinpath("templates/words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _endings() -> dict[str, str]:
    return {ending: kind for kind, endings in _data()["unit_endings"].items() for ending in endings}


@cache
def _words(table: str) -> dict[str, Suggestion]:
    return {
        _key(theirs): Suggestion(ours, not theirs.endswith("?"))
        for ours, all_ in _data().get(table, {}).items()
        for theirs in all_
    }
