"""How like a header is to the names that offices give a column (ledger/templates/headers.toml)."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files

from hotline_analysis.ledger.values import plain

CLOSE = 0.8
"""Headers of eight letters that differ in one are this close; of four signs, where one sign is half a word, none is."""
LONGEST = 40
"""Characters of a header; what is longer is a note or a case's text."""
EXACT = 0.9
"""The score from which a header is one of the known names as a whole."""

CLOSE_ONLY = 0.5
"""The score of a header that is but close to a known name."""

_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[\u3400-\u9fff]")


@dataclass(frozen=True)
class Likeness:
    """How like a header is to a column's names, from 0 to 1, and in which way, in words for the analyst."""

    score: float = 0.0
    words: str = ""


@dataclass(frozen=True)
class _Names:
    """The names of one column: as a whole without blanks, by rank, and as words where part of a header will do."""

    whole: dict[str, int]
    parts: tuple[tuple[str, ...], ...]


def split(header: str) -> tuple[str, ...]:
    """The words of a header in small letters; a Chinese sign is a word.

    >>> split("SRRecordID"), split("case_enquiry_id"), split("受理时间（首次）")
    (('sr', 'record', 'id'), ('case', 'enquiry', 'id'), ('受', '理', '时', '间', '首', '次'))
    """
    return tuple(word.lower() for word in _WORD.findall(plain(header)))


@lru_cache(maxsize=10_000)
def likeness(header: str, column: str, table: str = "cases") -> Likeness:
    """How like `header` is to the names of a column of `table` (cases or calls).

    >>> likeness("诉求内容", "summary").words, likeness("工单办结时间", "closed_at").words
    ('按表头', '按表头（含“办结时间”）')
    >>> likeness("Recieved Date", "received_at").words, likeness("更新人", "received_at")
    ('按相近的表头', Likeness(score=0.0, words=''))
    """
    words, names = split(header), _names(table)[column]
    whole = "".join(words)
    if len(whole) > LONGEST or not whole:
        return Likeness()
    if whole in names.whole:
        return Likeness(1 - names.whole[whole] / 1000, "按表头")
    if part := max((part for part in names.parts if _within(part, words)), key=len, default=()):
        shown = "".join(part) if not whole.isascii() else " ".join(part)
        return Likeness(0.6 + 0.3 * len(part) / len(words), f"按表头（含“{shown}”）")
    near = get_close_matches(whole, names.whole, n=1, cutoff=CLOSE)
    return Likeness(CLOSE_ONLY, "按相近的表头") if near else Likeness()


def is_name(text: str) -> bool:
    """Whether a text is one of the names of any column as a whole.

    >>> is_name("办理时间"), is_name("办理时间2020")
    (True, False)
    """
    return len(text) <= 2 * LONGEST and "".join(split(text)) in _all_names()[0]


def is_known(text: str) -> bool:
    """Whether a cell is, or holds, one of the names of any column."""
    words = split(text[: 2 * LONGEST])
    whole = "".join(words)
    if not whole or len(whole) > LONGEST:
        return False
    wholes, parts = _all_names()
    spans = (words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return whole in wholes or any(span in parts for span in spans)


def _within(part: tuple[str, ...], words: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(part)]) == part for at in range(len(words) - len(part) + 1))


@cache
def _names(table: str) -> dict[str, _Names]:
    text = files("hotline_analysis.ledger").joinpath("templates/headers.toml").read_text(encoding="utf-8")
    return {column: _of(names) for column, names in tomllib.loads(text)[table].items()}


def _of(names: Sequence[str]) -> _Names:
    wholes = ["".join(split(name)) for name in names]
    ranks = {whole: rank for rank, whole in reversed(list(enumerate(wholes)))}
    return _Names(ranks, tuple(split(name) for name in names if not name.startswith("=")))


@cache
def _all_names() -> tuple[frozenset[str], frozenset[tuple[str, ...]]]:
    names = [*_names("cases").values(), *_names("calls").values()]
    wholes = frozenset(whole for one in names for whole in one.whole)
    return wholes, frozenset(part for one in names for part in one.parts)
