"""Where a case is: the townships, villages, compounds, roads, companies and projects that its text names."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Self

import pandas as pd

from hotline_analysis.ledger.gazetteer import (
    COMMUNITY,
    COMPOUND,
    ROAD,
    TOWNSHIP,
    VILLAGE,
    Entry,
    Place,
    read_gazetteer,
    township_of_unit,
)
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.statistics.place_patterns import spans

__all__ = ["Gazetteer", "Mention", "Place", "townships"]

_LONG = 3
"""A compound of at least so many characters before 小区 is known without that word: 祥和苑, but not 翠屏."""

_LIES_IN = frozenset((VILLAGE, COMMUNITY, COMPOUND))
"""What lies in one township alone; roads and projects cross several."""

_NAMED_AFTER_ROAD = re.compile("小学|中学|幼儿园|学校|社区|小区|派出所|医院|广场|市场|大桥")


@dataclass(frozen=True)
class Mention:
    """A place where a text names it: from which character on, and up to which."""

    start: int
    end: int
    place: Place


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The places that a county lists, and patterns for all others. `home` is the county itself, no place of note."""

    entries: tuple[Entry, ...] = ()
    home: str = ""

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """The gazetteer of a county; ProfileError where its file cannot be understood."""
        return cls(read_gazetteer(profile), profile.county)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every way to write a listed place: words that masking must leave alone."""
        return frozenset(chain.from_iterable(entry.spellings for entry in self.entries))

    @cached_property
    def townships(self) -> frozenset[str]:
        """The townships of the county, by their official names; empty where none is known."""
        return frozenset(entry.place.name for entry in self.entries if entry.place.kind == TOWNSHIP)

    def places_in(self, text: str) -> tuple[Place, ...]:
        """The places that a text names, in the order of their first appearance, each once.

        >>> [place.name for place in Gazetteer().places_in("来电人反映板桥镇锦坪村甜永高速施工压坏村道")]
        ['板桥镇', '锦坪村', '甜永高速']
        """
        return tuple(dict.fromkeys(mention.place for mention in self.mentions(text)))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every place in a text with where it stands, in order; none overlaps another.

        Listed names first, the longest that fits; then, in what is left, patterns. A place without a
        township of its own that stands right behind a township lies in it.
        """
        listed = list(self._listed(text))
        edges = [0, *chain.from_iterable((one.start, one.end) for one in listed), len(text)]
        gaps = list(zip(edges[::2], edges[1::2], strict=True))
        told = (Mention(one.start, one.end, Place(one.name, one.kind)) for gap in gaps for one in spans(text, *gap))
        found = sorted((*listed, *told), key=lambda mention: mention.start)
        return tuple(one for one in _located(found) if one.place.name != self.home)

    def township_of(self, text: str) -> str:
        """The township that a text speaks of most; empty where it names none, or two equally often.

        Only the county's own townships count, if they are known: a caller may well work elsewhere.
        """
        votes = Counter(mention.place.township for mention in self.mentions(text))
        ranked = [(name, count) for name, count in votes.most_common() if self._is_ours(name)]
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return ""
        return ranked[0][0]

    def _is_ours(self, township: str) -> bool:
        return township in self.townships if self.townships else bool(township)

    @cached_property
    def _index(self) -> dict[str, tuple[Place, ...]]:
        """The places by each of their spellings; one spelling may stand for villages of several townships."""
        index: dict[str, tuple[Place, ...]] = {}
        for entry in self.entries:
            for spelling in chain.from_iterable(_variants(one, entry.place.kind) for one in entry.spellings):
                index[spelling] = tuple(dict.fromkeys((*index.get(spelling, ()), entry.place)))
        return index

    @cached_property
    def _stems(self) -> dict[tuple[str, str], Place]:
        """The villages by township and name without 村, as they are called right behind their township."""
        villages = [entry for entry in self.entries if entry.place.kind == VILLAGE]
        pairs = ((entry.place, one.removesuffix("村")) for entry in villages for one in entry.spellings)
        return {(place.township, stem): place for place, stem in pairs if len(stem) > 1}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """How long the spellings are that begin with a character, the longest first."""
        lengths: dict[str, set[int]] = {}
        for word in chain(self._index, (stem for _, stem in self._stems)):
            lengths.setdefault(word[0], set()).add(len(word))
        return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @cached_property
    def _first(self) -> re.Pattern[str]:
        """Any character that a spelling begins with; nothing where there is no spelling."""
        return re.compile(f"[{re.escape(''.join(sorted(self._lengths)))}]" if self._lengths else "(?!)")

    def _listed(self, text: str) -> Iterator[Mention]:
        end, town = 0, ""
        for hit in self._first.finditer(text):
            start = hit.start()
            if start < end:
                continue
            words = (text[start : start + length] for length in self._lengths[hit.group()])
            found = next(filter(None, (self._known(word, town, behind=start == end) for word in words)), None)
            if found is None or (found[1].kind == ROAD and _NAMED_AFTER_ROAD.match(text, start + found[0])):
                continue
            end = start + found[0]
            town = found[1].name if found[1].kind == TOWNSHIP else town
            yield Mention(start, end, found[1])

    def _known(self, word: str, town: str, *, behind: bool) -> tuple[int, Place] | None:
        """The place that a word stands for, with the word's length; `town` is the township named last."""
        if behind and (town, word) in self._stems:
            return len(word), self._stems[town, word]
        if word not in self._index:
            return None
        places = self._index[word]
        if len(places) == 1:
            return len(word), places[0]
        near = [place for place in places if place.township == town]
        return len(word), near[0] if len(near) == 1 else replace(places[0], township="")


def townships(cases: pd.DataFrame, gazetteer: Gazetteer) -> pd.Series:
    """The township of each case, indexed as the cases are: the one its text speaks of, else its unit's own, else ''.

    A text that names two townships equally often decides nothing, and the unit does.
    """
    titles, texts, units = (_column(cases, name) for name in ("title", "summary", "unit"))
    offices = {unit: township_of_unit(unit) for unit in units.unique()}
    found = [
        gazetteer.township_of(f"{title}\n{text}") or offices[unit]
        for title, text, unit in zip(titles, texts, units, strict=True)
    ]
    return pd.Series(found, index=cases.index, dtype="str", name="township")


def _column(cases: pd.DataFrame, name: str) -> "pd.Series[str]":
    return cases[name].fillna("") if name in cases else pd.Series("", index=cases.index)


def _variants(spelling: str, kind: str) -> tuple[str, ...]:
    if kind == VILLAGE and spelling.endswith("村"):
        return spelling, *(spelling.removesuffix("村") + end for end in ("行政村", "自然村"))
    if kind == COMPOUND and len(short := spelling.removesuffix("小区")) >= _LONG:
        return tuple(dict.fromkeys((spelling, short)))
    return (spelling,)


def _located(mentions: list[Mention]) -> Iterator[Mention]:
    """The mentions, each in its township: a township's own, or that of the name right before."""
    before = Mention(-1, -1, Place("", ""))
    for one in mentions:
        place = one.place
        if place.kind == TOWNSHIP:
            place = replace(place, township=place.name)
        elif (
            not place.township and place.kind in _LIES_IN and before.place.kind == TOWNSHIP and before.end == one.start
        ):
            place = replace(place, township=before.place.name)
        before = Mention(one.start, one.end, place)
        yield before
