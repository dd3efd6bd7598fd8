"""The main problems of some cases, each in one phrase taken from a case's own first sentence."""

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from hotline_analysis.ledger.redaction import HIDDEN, mask

ENOUGH = 6
"""A phrase takes further clauses of its sentence only until it is this long: it stands in a list."""

_OPENING = re.compile(
    r"^(?:(?:来电人|诉求人|市民|群众|居民|村民|网友|业主|家长|商户|职工|本人)?(?:再次|多次)?(?:来电|来信|来函|留言|致电)?"
    r"(?:反映|咨询|询问|称|投诉|想了解|举报|建议|请问|请教|求助)[：:，,]?)+"
)
_STUMP = re.compile(rf"(?:(?:联系)?电话|手机号?码?|身份证号?码?|微信号?|车牌号?|联系方式|邮箱)?[是为：:]?{HIDDEN}")
_DEMAND = re.compile(r"(?:要求|请求|恳请|请|希望|盼|望|想知道|询问|咨询)")
_ENDING = re.compile(r"(?:的?问题|一事|的情况)$")


@dataclass(frozen=True)
class Problem:
    """One problem: how the bulletin words it, and the cases that it stands for, the one quoted first."""

    phrase: str
    case_ids: tuple[str, ...]


def main_problems(cases: pd.DataFrame, top: int, *, names: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """The `top` problems of `cases`, one a topic, those of most callers first.

    Each is worded by the case most like the others of its topic, without the `names` of the unit that
    the sentence is about. Texts are masked whatever the audience. Cases that say nothing are passed over.
    """
    says = [bool(phrase(text, names=names)) for text in cases["summary"].fillna("")]
    told = cases.loc[says]
    groups = [group for _, group in told.groupby(told["topic"].fillna(""), sort=True)]
    groups.sort(key=lambda group: (-group["caller"].nunique(), -len(group)))
    return tuple(_problem(group, names) for group in groups[:top])


def _problem(group: pd.DataFrame, names: tuple[str, ...]) -> Problem:
    typical = _medoid([str(text) for text in group["summary"]])
    numbers = [str(number) for number in group["case_id"]]
    return Problem(
        phrase(str(group["summary"].iloc[typical]), names=names),
        (numbers[typical], *numbers[:typical], *numbers[typical + 1 :]),
    )


def phrase(summary: str, *, names: tuple[str, ...] = ()) -> str:
    """The first sentence of a case's text, without its opening, private data, `names` in front, and its 问题.

    >>> phrase("来电人反映板桥镇锦坪村修甜永高速使自家房屋开裂的问题。要求鉴定。", names=("板桥镇",))
    '锦坪村修甜永高速使自家房屋开裂'
    """
    first = re.split(r"[。！？!?；;\n]", _STUMP.sub("", mask(summary)).strip(), maxsplit=1)[0]
    words = _OPENING.sub("", first)
    for name in sorted(names, key=len, reverse=True):
        words = words.removeprefix(name)
    words = words.lstrip("，,、：: ")
    return _ENDING.sub("", _shortened(words))


def _shortened(words: str) -> str:
    clauses = re.split(r"[，,]", words)
    kept = clauses[0]
    for clause in clauses[1:]:
        if len(kept) >= ENOUGH or _DEMAND.match(clause):
            break
        kept += f"，{clause}"
    return kept


def _medoid(texts: list[str]) -> int:
    """Which text shares most pairs of characters with the others; the first where all are alike."""
    pairs = [Counter(text[place : place + 2] for place in range(len(text) - 1)) for text in texts]
    common = sum(pairs, Counter[str]())
    scores = [sum(common[pair] - 1 for pair in own) / max(1, len(own)) for own in pairs]
    return scores.index(max(scores))
