"""Which words may stand for a case, and the main problems of some cases in such words."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice, pairwise
from typing import NamedTuple, Self

import pandas as pd

from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.notes import ASKED, DONE, Notes
from hotline_analysis.ledger.reading import Audience, withheld
from hotline_analysis.ledger.redaction import HIDDEN, mask

ENOUGH = 6
"""A phrase takes further clauses of its sentence only until it is this long: it stands in a list."""

_OPENING = re.compile(
    r"^(?:(?:来电人|诉求人|市民|群众|居民|村民|网友|业主|家长|商户|职工|本人)?(?:再次|多次)?(?:来电|来信|来函|留言|致电)?"
    r"(?:反映|咨询|询问|称|投诉|想了解|举报|建议|请问|请教|求助)[：:，,]?)+"
)
_STUMP = re.compile(rf"(?:(?:联系)?电话|手机号?码?|身份证号?码?|微信号?|车牌号?|联系方式|邮箱)?[是为：:]?{HIDDEN}")
_DEMAND = re.compile(r"(?:要求|请求|恳请|请|希望|盼|望|想知道|询问|咨询)")
_EMPTY = re.compile(r"[（(][\s，,、；;：:]*[）)]")
_ENDING = re.compile(r"(?:的?问题|一事|的情况)$")


Mask = Callable[[str], str]


class Own(NamedTuple):
    """A case's own words in the ledger; empty where they may not be printed."""

    topic: str = ""
    summary: str = ""
    reply: str = ""


@dataclass(frozen=True, eq=False)
class Sentences:
    """The words that may be printed of each of a month's cases. What may not be printed is not in here.

    A person's approved words come first. Without them internal readers get the masked words of the case
    itself and the public gets none. A case that is withheld (举报, 保密) has neither words nor topic.
    """

    own: Mapping[str, Own]
    """The words of the cases themselves by case number."""
    approved: Mapping[tuple[str, str], str]
    """The words of a person by case number and part."""
    withheld: frozenset[str]
    hide: Mask
    """Masks a case's own words."""

    @classmethod
    def of(cls, cases: pd.DataFrame, notes: Notes, audience: Audience, *, keep: frozenset[str] = frozenset()) -> Self:
        """The words of `cases` for the readers of a bulletin; masking never alters the words in `keep`."""
        secret = frozenset(cases.loc[withheld(cases), "case_id"])
        own = {
            number: Own(topic) if audience == "public" else Own(topic, summary, reply)
            for number, topic, summary, reply in cases[["case_id", *Own._fields]].fillna("").to_numpy()
        } | dict.fromkeys(secret, Own())
        approved = {(one.case_id, one.part): one.text for one in notes.sentences if one.case_id not in secret}
        return cls(own, approved, secret, cache(partial(mask, keep=keep, businesses=audience == "public")))

    def phrase(self, case_id: str, *, names: tuple[str, ...] = ()) -> str:
        """The case in a few words, without `names` in front and 问题 at the end; empty where none may be printed."""
        if words := self.approved.get((case_id, "")):
            return _ENDING.sub("", _behind(names, words))
        return phrase(self.own[case_id].summary, names=names, hide=self.hide)

    def asked(self, case_id: str) -> str:
        """诉求 of a typical case: approved words for it, else the case's own, else its approved sentence."""
        own = self.hide(self.own[case_id].summary)
        return self.approved.get((case_id, ASKED)) or own or self.approved.get((case_id, ""), "")

    def done(self, case_id: str) -> str:
        """办理 of a typical case: approved words for it, else the unit's own; empty where none may be printed."""
        return self.approved.get((case_id, DONE)) or self.hide(self.own[case_id].reply)

    def topic(self, case_id: str) -> str:
        """What the case is about, in the ledger's own class; empty where it has none or is withheld."""
        return self.own[case_id].topic


def sentences_of(facts: Facts) -> Sentences:
    """The words that a bulletin may print of its cases, for its readers."""
    return Sentences.of(facts.cases, facts.notes, facts.audience, keep=frozenset(facts.profile.spellings))


@dataclass(frozen=True)
class Problem:
    """One problem: how the bulletin words it, its topic, and the cases that it stands for, the one quoted first.

    Where no words of its cases may be printed the phrase is empty, and the topic is all that is told.
    """

    phrase: str
    topic: str
    case_ids: tuple[str, ...]


def main_problems(
    cases: pd.DataFrame, top: int, *, sentences: Sentences, names: tuple[str, ...] = ()
) -> tuple[Problem, ...]:
    """The `top` problems of `cases`, one a topic, those of most callers first.

    Each is worded by the case most like the others of its topic, one with approved words where there is
    any, without the `names` of the unit that the sentence is about. Cases that are withheld are passed
    over, and so is a group with neither words nor a topic.
    """
    told = cases[~cases["case_id"].isin(sentences.withheld)]
    groups = [(str(topic), group) for topic, group in told.groupby(told["topic"].fillna(""), sort=True)]
    groups.sort(key=lambda pair: (-pair[1]["caller"].nunique(), -len(pair[1])))
    problems = (_problem(topic, group, sentences, names) for topic, group in groups)
    return tuple(islice((one for one in problems if one.phrase or one.topic), top))


def _problem(topic: str, group: pd.DataFrame, sentences: Sentences, names: tuple[str, ...]) -> Problem:
    texts = dict(zip(group["case_id"], group["summary"].fillna(""), strict=True))
    phrases = {number: words for number in texts if (words := sentences.phrase(number, names=names))}
    if not phrases:
        return Problem("", topic, tuple(texts))
    likeness = _likeness(texts)
    approved = [number for number in phrases if (number, "") in sentences.approved]
    quoted = max(approved or phrases, key=lambda number: likeness[number])
    return Problem(phrases[quoted], topic, (quoted, *(number for number in texts if number != quoted)))


def phrase(summary: str, *, names: tuple[str, ...] = (), hide: Mask = mask) -> str:
    """The first sentence of a case's text, without its opening, private data, `names` in front, and its 问题.

    >>> phrase("来电人反映板桥镇锦坪村修甜永高速使自家房屋开裂的问题。要求鉴定。", names=("板桥镇",))
    '锦坪村修甜永高速使自家房屋开裂'
    >>> phrase("赵小明（16012345678）来电反映占道经营问题，要求清理。")
    '占道经营'
    """
    bared = _EMPTY.sub("", _STUMP.sub("", hide(summary))).strip()
    first = re.split(r"[。！？!?；;\n]", bared, maxsplit=1)[0]
    return _ENDING.sub("", _shortened(_behind(names, _OPENING.sub("", first))))


def _behind(names: tuple[str, ...], words: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        words = words.removeprefix(name)
    return words.lstrip("，,、：: ")


def _shortened(words: str) -> str:
    clauses = re.split(r"[，,]", words)
    kept = clauses[0]
    for clause in clauses[1:]:
        if len(kept) >= ENOUGH or _DEMAND.match(clause):
            break
        kept += f"，{clause}"
    return kept


def _likeness(texts: dict[str, str]) -> dict[str, float]:
    """How many pairs of characters each text shares with the others, in proportion to its length."""
    pairs = {number: Counter(map("".join, pairwise(text))) for number, text in texts.items()}
    common = Counter(pair for own in pairs.values() for pair in own.elements())
    return {number: sum(common[pair] - 1 for pair in own) / max(1, len(own)) for number, own in pairs.items()}
