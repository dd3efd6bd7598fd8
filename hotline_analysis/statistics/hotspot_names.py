"""What to call a hotspot: 反映<place><problem>问题, from the words of its own cases."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline_analysis.ledger.gazetteer import (
    COMMUNITY,
    COMPOUND,
    OTHER,
    PARTY,
    PROJECT,
    REGION,
    ROAD,
    TOWNSHIP,
    VILLAGE,
    Place,
)
from hotline_analysis.statistics.case_texts import first_sentence
from hotline_analysis.statistics.places import Gazetteer
from hotline_analysis.statistics.problem_phrases import BRIEF, SHORTEST, problem_in

LONGEST = 20
"""Characters of a problem: more do not fit a line of the bulletin beside the place."""

UNNAMED = "有关"
"""The problem where no case tells it in words that can be used: 反映翠屏小区有关问题."""

_RANKS = {PROJECT: 0, PARTY: 0, COMPOUND: 0, VILLAGE: 1, COMMUNITY: 1, ROAD: 1, OTHER: 2}
"""What says most of where an event is comes first; townships and regions only stand before it."""

_QUESTION = re.compile(
    "[吗呢？?]|何时|什么|怎么|怎样|为何|能否|是否|可否|如何|多久|多少|哪[里个些家]|几时|有没有|能不能|是不是|请问|难道|到底"
)
_ASKING = re.compile(
    "什么时候|什么时间|为什么|怎么办|怎么|怎样|有没有|能不能|是不是|有?哪[些里个家]|何时(?:才?能|可以)?|为何|能否|是否|可否|如何"
    "|多久|请问|几时|吗|呢|[？?]"
)
_SLOGAN = re.compile(
    "救救|做主|还[我你]们?|天理|公道|良心|无良|无法无天|丧尽|急急|跪求|民怨|触目惊心|寒心|黑心|谁来|谁之|何在|卷土重来"
    "|你们|感谢|难道|青山绿水|怎能|岂能|猖狂|令人|心声|一封|求关注|欺压|忍受"
)
_HEADLESS = re.compile("是|实在|太|遭|属于|也|都|已|又|不是|还")
"""Begins a sentence whose subject was a place that is left out."""

_HOLLOW = re.compile("(?:一些|有关|相关|几个|几项|若干|各项)?的?(?:政策|事情|问题|要求|手续)")
"""Tells nothing."""

_FITTING = re.compile(f".{{{SHORTEST},{LONGEST}}}(?=[的和与及在，、])")


@dataclass(frozen=True)
class HotspotName:
    """What an event is called: where, with the township before a village, and what is wrong there."""

    place: str
    problem: str

    @property
    def text(self) -> str:
        """The whole name.

        >>> HotspotName("板桥镇锦坪村", "路灯不亮").text
        '反映板桥镇锦坪村路灯不亮问题'
        """
        return f"反映{self.place}{self.problem}问题"


def hotspot_name(titles: Sequence[str], *, gazetteer: Gazetteer) -> HotspotName:
    """The name of an event by the first sentences (or texts) of its cases, the most central one first.

    The place is the most telling one that at least half of the cases name, two of them at the least where
    there are several. The problem is that of the most central case which neither asks nor exclaims.
    What a caller said of persons is not masked here.

    >>> titles = ["来电人反映板桥镇锦坪村路灯不亮的问题，请尽快维修。", "锦坪村路灯什么时候能亮？"]
    >>> hotspot_name(titles, gazetteer=Gazetteer()).text
    '反映板桥镇锦坪村路灯不亮问题'
    """
    sentences = [first_sentence(title) for title in titles]
    shared = _shared(sentences, gazetteer)
    best = min((one for one in shared if one.kind in _RANKS), key=lambda one: _RANKS[one.kind], default=None)
    if anchor := best or next((one for one in shared if one.kind == TOWNSHIP), None):
        sentences.sort(key=lambda sentence: anchor.name not in sentence)
    names = {one.name for one in shared}
    problems = [problem_in(sentence, gazetteer=gazetteer, shared=names) for sentence in sentences]
    place = _place(best, shared)
    problem = next(_fitting(sentences, problems, BRIEF if best else SHORTEST), UNNAMED)
    return HotspotName(place, _unrepeated(place, problem))


def _shared(sentences: Sequence[str], gazetteer: Gazetteer) -> list[Place]:
    """The places that at least half of the sentences name, the most often named first; of several, two must.

    祥和苑 and 祥和苑小区 are one: the longer name stands for both.
    """
    known: dict[str, Place] = {}
    for place in sorted(place for sentence in sentences for place in gazetteer.places_in(sentence)):
        known[place.name] = place  # the last is one whose township is known
    named = {name: sum(name in sentence for sentence in sentences) for name in known}
    least = max(len(sentences) / 2, min(2, len(sentences)))
    enough = [name for name, count in named.items() if count >= least]
    shared = [known[name] for name in enough if not any(other != name and other.startswith(name) for other in enough)]
    return sorted(shared, key=lambda place: (-named[place.name], -len(place.name), place.name))


def _place(best: Place | None, shared: Sequence[Place]) -> str:
    """The most telling of the places, behind the region and the township in which it lies."""
    regions = [place.name for place in shared if place.kind == REGION]
    towns = [place.name for place in shared if place.kind == TOWNSHIP]
    town = (best.township if best else "") or next(iter(towns), "")
    region = next((name for name in regions if not name.endswith("市")), next(iter(regions), ""))
    own = best.name if best else ""
    return region + ("" if own.startswith(town) else town) + own


def _unrepeated(place: str, problem: str) -> str:
    """The problem without the words that the place ends with: 污水管网 and 管网工地拖欠工资."""
    for length in range(min(len(place), len(problem) - BRIEF), 1, -1):
        if place.endswith(problem[:length]):
            return problem[length:]
    return problem


def _fitting(sentences: Sequence[str], problems: Sequence[str], least: int) -> Iterator[str]:
    """The problems that may stand in a name, the best first: told plainly, then asked, then too long or exclaimed."""
    pairs = [pair for pair in zip(sentences, problems, strict=True) if len(pair[1]) >= least]
    plain = [problem for sentence, problem in pairs if not (_SLOGAN.search(sentence) or _no_problem(problem))]
    yield from (one for one in plain if len(one) <= LONGEST and not _QUESTION.search(one))
    asked = [_ASKING.sub("", one) for one in plain]
    yield from (one for one in asked if least <= len(one) <= LONGEST)
    yield from (_cut(one) for one in (*asked, *(problem for _, problem in pairs)) if len(one) >= least)


def _no_problem(words: str) -> bool:
    return bool(_HEADLESS.match(words) or _HOLLOW.fullmatch(words))


def _cut(words: str) -> str:
    """As many words as fit, up to one after which a phrase may end."""
    if len(words) <= LONGEST:
        return words
    fitting = _FITTING.match(words)
    return fitting.group() if fitting else words[:LONGEST]
