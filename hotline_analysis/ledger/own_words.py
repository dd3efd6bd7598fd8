"""The words and units that an unknown ledger uses, counted over all of its rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from hotline_analysis.ledger.columns import CASES, TRANSFERRED, VOCABULARIES
from hotline_analysis.ledger.evidence import is_list
from hotline_analysis.ledger.guesses import Guess, Missing
from hotline_analysis.ledger.sources import Source
from hotline_analysis.ledger.specimen import all_rows
from hotline_analysis.ledger.table_guesses import TableGuess
from hotline_analysis.ledger.word_guesses import Suggestion, is_understood, says_nothing, suggest

UNIT = ("unit", "disposition", "unit_kind")
"""Counted together: a unit's kind stands beside it, and a case passed on names another hotline's unit."""

_FIXED = frozenset({*VOCABULARIES, *(column.name for column in CASES if column.holds == "flag")})
_MARKED = frozenset({"unit", "caller", *(column.name for column in CASES if column.holds in ("time", "count"))})


@dataclass(frozen=True)
class Word:
    """An office's word that a profile has to map: how many rows hold it, and what it may mean."""

    text: str
    rows: int
    meaning: Suggestion


@dataclass(frozen=True)
class Words:
    """The words of each column that are not ours, the most frequent first, and the count of each (unit, kind).

    `candidates` holds the same for columns that were not taken because most of their words are not known.
    """

    by_column: dict[str, tuple[Word, ...]]
    candidates: dict[str, tuple[Word, ...]]
    units: dict[tuple[str, str], int]


def count_words(source: Source, table: TableGuess) -> Words:
    """The words and units of a table of cases, as they are written in any of its rows."""
    found = table.guesses.found
    names = [name for name in found if name in _FIXED or name in UNIT]
    rows = _rows(source, table, names)
    counts = {name: Counter[str]() for name in names}
    units: Counter[tuple[str, str]] = Counter()
    for cells, count in rows.items():
        row = dict(zip(names, cells, strict=True))
        for name, text in row.items():
            counts[name][text] += count
        unit, disposition, kind = (row.get(name, "") for name in UNIT)
        if unit and not (disposition and suggest("disposition", disposition).word == TRANSFERRED):
            units[unit, kind] += count
    words = {name: tuple(_own_words(name, guess, counts)) for name, guess in found.items()}
    candidates = {name: tuple(_candidates(name, missing)) for name, missing in table.guesses.missing.items()}
    return Words(_filled(words), _filled(candidates), dict(units))


def _filled(words: dict[str, tuple[Word, ...]]) -> dict[str, tuple[Word, ...]]:
    return {name: own for name, own in words.items() if own}


def _rows(source: Source, table: TableGuess, names: list[str]) -> Counter[tuple[str, ...]]:
    """How often each row of these columns stands in the table."""
    if not names:
        return Counter()
    places = [table.guesses.found[name].values.place for name in names]
    pick = itemgetter(*places, places[0])  # twice the first: of one place alone it would give no tuple
    return Counter(pick(row)[:-1] for row in all_rows(source, table.specimens))


def _candidates(name: str, missing: Missing) -> Iterator[Word]:
    if name not in _FIXED or not missing.values or not is_list(missing.values):
        return
    for text, rows in Counter(missing.values.known).most_common():
        if not is_understood(name, text):
            yield Word(text, rows, suggest(name, text))


def _own_words(name: str, guess: Guess, counts: dict[str, Counter[str]]) -> Iterator[Word]:
    if name in _FIXED:
        for text, rows in counts[name].most_common():
            if text and not is_understood(name, text):
                yield Word(text, rows, suggest(name, text))
    elif name in _MARKED:
        for text, rows in guess.values.counts.most_common():
            if text and says_nothing(text):
                yield Word(text, rows, Suggestion("", True))
