"""The values of one column of an unknown ledger, and what can be seen of them without knowing what it holds."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from hotline_analysis.ledger.date_formats import Formats, formats_of
from hotline_analysis.ledger.times import moment
from hotline_analysis.ledger.values import bare
from hotline_analysis.ledger.word_guesses import is_blank_mark, says_nothing

LOOKED_AT = 1000
"""Different values of a column that are tried: a share is then known to three percent."""

_BARE_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


@dataclass(frozen=True, eq=False)
class Values:
    """The values of one column of a ledger: what it may be called, its place, how many rows, each text's count."""

    headers: tuple[str, ...]
    place: int
    rows: int
    counts: Counter[str]

    @cached_property
    def known(self) -> dict[str, int]:
        """The texts that say something, and their counts."""
        return {text: count for text, count in self.counts.items() if text and not is_blank_mark(text)}

    @cached_property
    def filled(self) -> int:
        return sum(self.known.values())

    @property
    def header(self) -> str:
        return self.headers[0]

    @property
    def blanks(self) -> int:
        return self.rows - self.filled

    @cached_property
    def some(self) -> dict[str, int]:
        """Texts from all over the column, as many as are looked at."""
        step = max(1, len(self.known) // LOOKED_AT)
        return dict(list(self.known.items())[::step])

    @cached_property
    def formats(self) -> Formats:
        return formats_of(list(self.some))

    @cached_property
    def mean_length(self) -> float:
        return sum(len(text) * count for text, count in self.some.items()) / (sum(self.some.values()) or 1)

    @cached_property
    def times(self) -> float:
        """The share of values that are times by the usual ways or the column's own formats, 无 and the like aside."""
        told = {text: count for text, count in self.some.items() if not says_nothing(text)}
        read = sum(count for text, count in told.items() if moment(text, self.formats.chosen) is not None)
        return read / (sum(told.values()) or 1)

    @cached_property
    def numbers(self) -> float:
        return self.share(lambda text: _BARE_NUMBER.fullmatch(bare(text)) is not None)

    @cached_property
    def are_names(self) -> bool:
        """Whether the values are neither times nor numbers for the most part."""
        return bool(self.some) and self.times < 0.5 and self.numbers < 0.5

    def share(self, holds: Callable[[str], bool]) -> float:
        """The share of the values looked at, each as often as it stands there, for which `holds` is true."""
        met = sum(count for text, count in self.some.items() if holds(text))
        return met / (sum(self.some.values()) or 1)


def columns_of(names: Sequence[tuple[str, ...]], rows: Sequence[Sequence[str]]) -> tuple[Values, ...]:
    """The values of every column that has a name of its own."""
    return tuple(
        Values(texts, place, len(rows), Counter(row[place] for row in rows))
        for place, texts in enumerate(names)
        if texts
    )
