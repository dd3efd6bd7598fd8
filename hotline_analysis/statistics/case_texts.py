"""What a case says of its matter: its words without greetings, forms of address and what every complaint says."""

import re

import pandas as pd

_GREETING = re.compile(
    r"^\s*(?:(?:尊敬的|敬爱的|亲爱的)[^，。！？：:,!\n]{0,15}[，：:,！!\s]*"
    r"|[^，。！？：:,!\n]{0,12}(?:领导|书记|[省市区县]长|局长|主任|同志)们?[，：:,！!\s]+"
    r"|[您你]们?好[啊呀]?[，。！!：:,\s]*)+"
)
_SENTENCE = re.compile(r"[。！？!?；;\n\r]+")
_SIGN = re.compile(r"[^一-鿿㐀-䶿A-Za-z0-9]+")
_EVERY = re.compile(
    r"尊敬的|领导|书记|市长|县长|[您你]好|谢谢|请问|咨询|询问|想了解|反映|投诉|举报|建议|关于|问题|希望|恳请|请求|请"
    r"|来电人?|留言人?|网友|市民|群众|居民"
    r"|[A-Z]\d{0,2}[省市区县]"
)
"""Set phrases, and regions by a letter, as published ledgers have them (A7县)."""

_SHORTEST = 6
"""A first sentence of fewer characters (求助！) says nothing by itself: the next is added."""


def titles(cases: pd.DataFrame) -> list[str]:
    """The title of each case, else the first sentence of its text, without a greeting; empty where it has none."""
    given = cases["title"] if "title" in cases else pd.Series("", index=cases.index)
    return [str(own).strip() or first_sentence(text) for own, text in _pairs(given, cases["summary"])]


def bodies(cases: pd.DataFrame) -> list[str]:
    """The title and the text of each case, as far as it has them."""
    given = cases["title"] if "title" in cases else pd.Series("", index=cases.index)
    return [f"{own}\n{text}".strip() for own, text in _pairs(given, cases["summary"])]


def _pairs(given: "pd.Series[str]", texts: "pd.Series[str]") -> "zip[tuple[str, str]]":
    return zip(given.fillna(""), texts.fillna(""), strict=True)


def first_sentence(text: str) -> str:
    """The sentence that says what a text is about: its first, without a greeting.

    >>> first_sentence("尊敬的领导：您好！锦绣小区的电梯坏了。已经三天。")
    '锦绣小区的电梯坏了'
    >>> first_sentence("求助！小区停水，没人管")
    '求助，小区停水，没人管'
    """
    parts = [part.strip() for part in _SENTENCE.split(_GREETING.sub("", str(text))) if part.strip()]
    found = parts[0] if parts else ""
    for part in parts[1:]:
        if len(found) >= _SHORTEST:
            break
        found = f"{found}，{part}"
    return found


def bare(text: str) -> str:
    """`text` without signs and the words that stand in every complaint; these stay where nothing else is left.

    >>> bare("来电人反映：祥和苑小区，暖气不热！"), bare("投诉")
    ('祥和苑小区暖气不热', '投诉')
    """
    plain = _SIGN.sub("", _GREETING.sub("", str(text)))
    return _EVERY.sub("", plain) or plain
