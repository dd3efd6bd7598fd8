"""Which strptime formats an office writes its times in, where the usual ways of writing do not cover them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from hotline_analysis.ledger.times import moment
from hotline_analysis.ledger.values import bare

FEWEST = 0.05
"""A format that fits a smaller part of a column is a slip in a few cells, not the office's way of writing."""
MOST = 4
"""Formats of one column; more of them would be a column of something else."""

_NUMBERED = ("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%y/%m/%d")
_NAMED = ("%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%B %d, %Y", "%d/%b/%Y", "%Y-%b-%d")
_DAYS = [day.replace("/", mark) for mark in "/-." for day in _NUMBERED]
_CLOCKS = ("", "%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%I:%M:%S%p", "%H:%M:%S.%f")
FORMATS = tuple(f"{day} {clock}".strip() for day, clock in product((*_DAYS, *_NAMED), _CLOCKS))
"""What is tried. The year-first ways with four digits are understood without a format."""

_LIKE_A_DATE = re.compile(r"[0-9A-Za-z]{1,9}[-/. ,]{1,2}[0-9A-Za-z]{1,9}[-/. ,]{1,2}\d{2,4}\b.{0,18}", re.ASCII)


@dataclass(frozen=True)
class Formats:
    """The formats of a column's times, and for each that leaves a doubt the other ones that fit as well."""

    chosen: tuple[str, ...] = ()
    rivals: tuple[tuple[str, str], ...] = ()

    def without_doubt(self, certain: Sequence[str]) -> "Formats":
        """The same where other columns settle a doubt: of rivals the one that is `certain` is chosen.

        >>> Formats(("%m/%d/%Y",), (("%m/%d/%Y", "%d/%m/%Y"),)).without_doubt(["%d/%m/%Y"])
        Formats(chosen=('%d/%m/%Y',), rivals=())
        """
        told = {format: rival for format, rival in self.rivals if rival in certain}
        chosen = tuple(dict.fromkeys(told.get(format, format) for format in self.chosen))
        return Formats(chosen, tuple(pair for pair in self.rivals if pair[0] in chosen and pair[0] not in certain))

    @property
    def certain(self) -> tuple[str, ...]:
        doubtful = {format for format, _ in self.rivals}
        return tuple(format for format in self.chosen if format not in doubtful)


def formats_of(texts: Sequence[str]) -> Formats:
    """The fewest formats that fit those of `texts` which are not understood without one.

    >>> formats_of(["04/12/2018 11:11:26 AM", "04/13/2018 01:00:00 PM"])
    Formats(chosen=('%m/%d/%Y %I:%M:%S %p',), rivals=())

    Where day and month could be either way round, the way that spans less time is chosen, the other is its rival:

    >>> formats_of(["01/04/2020", "02/04/2020", "12/04/2020"])
    Formats(chosen=('%d/%m/%Y',), rivals=(('%d/%m/%Y', '%m/%d/%Y'),))
    """
    written = [text for text in map(bare, texts) if _LIKE_A_DATE.fullmatch(text)]
    missed = [text for text in written if moment(text) is None]
    chosen: list[str] = []
    rivals: list[tuple[str, str]] = []
    while missed and len(chosen) < MOST:
        fitting = _fitting(missed[0], written)
        if not fitting or len(fitting[0][1]) < FEWEST * len(texts):
            missed = [text for text in missed if _shape(text) != _shape(missed[0])]
            continue
        (best, times), *others = fitting
        chosen.append(best)
        rivals += [(best, other) for other, also in others if len(also) == len(times)]
        missed = [text for text in missed if _time(text, best) is None]
    return Formats(tuple(chosen), tuple(rivals))


def _fitting(text: str, written: Sequence[str]) -> list[tuple[str, list[datetime]]]:
    """The formats that fit `text`, each with the times it reads: more of them first, then the shorter span."""
    formats = [format for format in FORMATS if _time(text, format) is not None]
    read = [(format, [when for one in written if (when := _time(one, format))]) for format in formats]
    return sorted(read, key=lambda pair: (-len(pair[1]), _span(pair[1])))


def _span(times: Sequence[datetime]) -> timedelta:
    return max(times) - min(times)


def _time(text: str, format: str) -> datetime | None:
    try:
        return datetime.strptime(text, format)
    except ValueError:
        return None


def _shape(text: str) -> str:
    return re.sub("[A-Za-z]+", "a", re.sub(r"\d+", "9", text))
