"""Personal data in free text, made unreadable before the text may leave the office."""

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from hotline_analysis.ledger.businesses import hide_businesses
from hotline_analysis.ledger.private_names import hide_names
from hotline_analysis.ledger.private_numbers import HIDDEN, hide_numbers
from hotline_analysis.ledger.private_rooms import hide_rooms

__all__ = ["HIDDEN", "mask"]

_KEPT = "\ufffc"
"""Stands for a kept word while the text is searched; no rule ever takes it."""

_PASSES = 10
"""Callers' texts settle in two or three passes; one that does not is made to mislead, and is hidden whole."""


def mask(text: str, *, keep: Collection[str] = (), businesses: bool = True) -> str:
    """`text` with numbers and names of persons, homes, accounts and private businesses made unreadable.

    Places, sums, dates and numbers of cases stay. Words in `keep` (units, places of the gazetteer) are never
    altered. A text that was masked before is not changed again. Without `businesses` the names of shops
    and companies stay: the office's own readers must know which one is meant.

    >>> mask("李女士（电话16012345678）反映三里店村道路损坏")
    '某女士（电话×××）反映三里店村道路损坏'
    >>> mask("来电人张建国反映，家住新民东路503号，小区2号楼301室漏水")
    '来电人×××反映，家住新民东路×××，小区×××漏水'
    >>> mask("赔偿款30000元，2020年4月16日前应到账，17户受影响，本人很着急")
    '赔偿款30000元，2020年4月16日前应到账，17户受影响，本人很着急'
    >>> mask("张广才岭林场的旺达超市欠电费", keep={"张广才岭林场"})
    '张广才岭林场的某超市欠电费'
    """
    hide = _everything if businesses else _persons
    if not keep:
        return _settled(text, hide)
    words = _any_of(keep if isinstance(keep, frozenset) else frozenset(keep))
    return _restored(_settled(words.sub(_KEPT, text), hide), words.findall(text))


def _settled(text: str, hide: Callable[[str], str]) -> str:
    """`text` after as many passes as change something: a word may be known as a name once its neighbour is hidden."""
    for _ in range(_PASSES):
        masked = hide(text)
        if masked == text:
            return text
        text = masked
    return HIDDEN + _KEPT * text.count(_KEPT)


def _everything(text: str) -> str:
    return hide_names(hide_businesses(hide_rooms(hide_numbers(text))))


def _persons(text: str) -> str:
    return hide_names(hide_rooms(hide_numbers(text)))


@lru_cache(maxsize=8)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    """The longest of `words` first; the sign that stands for one is kept too where the text itself holds it."""
    longest = sorted(words - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, (*longest, _KEPT))))


def _restored(text: str, kept: list[str]) -> str:
    parts = text.split(_KEPT)
    return "".join(part + word for part, word in zip(parts, (*kept, ""), strict=True))
