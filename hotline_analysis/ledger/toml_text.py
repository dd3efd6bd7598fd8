"""Texts of any kind written into a TOML file: as strings, and as comments."""

import json
import re
import unicodedata
from collections.abc import Iterable

SHOWN = 60
"""Characters of a ledger's text that a comment quotes."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def quoted(text: str) -> str:
    r"""`text` as a TOML string.

    >>> print(quoted('受理"时间"\n'), quoted("\x7f"))
    "受理\"时间\"\n" "\u007f"
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> str:
    """
    >>> print(listed(["a", "b"]))
    ["a", "b"]
    """
    return f"[{', '.join(map(quoted, texts))}]"


def in_comment(text: str) -> str:
    """`text` as a comment may hold it: one line, without signs that TOML forbids there, not too long."""
    line = _CONTROL.sub(" ", text)
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def beside(entry: str, comment: str, *, width: int = 36) -> str:
    """An entry with a comment behind it, from the same place on in each line.

    >>> print(beside("a = 1", "甲", width=8))
    a = 1   # 甲
    """
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in entry)
    return f"{entry}{' ' * max(2, width - wide)}# {comment}"
