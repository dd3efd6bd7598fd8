"""The units of an unknown ledger: which spellings are one unit, of which kind it is, and what the county is called."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from hotline_analysis.ledger.values import plain
from hotline_analysis.ledger.word_guesses import kind_by_ending, says_nothing

TOWNS, OFFICES, OTHERS = "乡镇", "部门", "单位"
KEYS = {TOWNS: "township", OFFICES: "department", OTHERS: "unit", "街道": "subdistrict", "县区": "county"}
MOST_KINDS = 8
"""Kinds that a ledger's own column may have; with more of them it says something else."""
RARE = 20
"""A spelling is taken for a slip only beside one that is this many times as frequent."""
CLOSE, CLOSE_LATIN = 0.65, 0.85
"""Three Chinese signs of which one differs are 0.67 alike; English names are longer."""

_PLACE = r"[\u4e00-\u9fff]{2,4}?[县区市旗]"
_PREFIX = re.compile(rf"({_PLACE})(?=[\u4e00-\u9fff]{{2,}})")
_TITLE = re.compile(rf"[\d年月份. -]*({_PLACE})(?=.*(?:\d|热线|工单|台账|政务|诉求))")
_NOT_ALONE = ("人民", "政府", "委", "政协", "人大", "纪", "级", "直")
"""What stands behind a county's name and is no unit without it: 合水县委办, 合水县人民政府."""
_TOWN_OFFICE = re.compile(r"(?<=[镇乡])(?:人民)?政府$|(?<=街道)办(?:事处)?$")
_BETWEEN = re.compile(r"[、,，;；/]")


@dataclass(frozen=True)
class UnitGuess:
    """A unit: its name, how sentences call it ("" as the table), its other spellings, its rows, and a doubt."""

    name: str
    text: str
    aliases: tuple[str, ...]
    rows: int
    doubt: str = ""


@dataclass(frozen=True)
class KindGuess:
    """A kind of unit with its units, the most frequent first; `key` is in Latin letters."""

    key: str
    name: str
    units: tuple[UnitGuess, ...]


def guess_county(units: Iterable[str], titles: Iterable[str]) -> str:
    """The county by the name that most units begin with, else by a title or a file's name; "" where none tells.

    >>> guess_county(["合水县房管局", "合水县水务局", "城市管理局"], []), guess_county([], ["2020年4月合水县工单台账"])
    ('合水县', '合水县')
    """
    named = [found[1] for text in titles if (found := _TITLE.match(plain(text)))]
    counts = Counter(found[1] for text in set(units) if (found := _PREFIX.match(plain(text))))
    (best, count), *_ = counts.most_common(1) or [("", 0)]
    return best if count > 1 or best in named else next(iter(named), "")


def guess_kinds(rows: Mapping[tuple[str, str], int], county: str) -> tuple[KindGuess, ...]:
    """The units with their kinds, from the count of each (unit, the ledger's own kind) as written."""
    spellings, kinds = _by_spelling(rows)
    cores = {text: _core(text, county, frozenset(spellings)) for text in spellings}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for text in spellings:
        groups[cores[text]].append(text)
    sizes = {core: sum(spellings[text] for text in texts) for core, texts in groups.items()}
    found: defaultdict[str, list[UnitGuess]] = defaultdict(list)
    for core in sorted(sizes, key=lambda core: -sizes[core]):
        own = sum((kinds[text] for text in groups[core]), Counter[str]())
        found[_kind(core, own)].append(_unit(core, groups[core], sizes))
    return tuple(KindGuess(key, name, tuple(found[name])) for key, name in _keyed(found))


def _by_spelling(rows: Mapping[tuple[str, str], int]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """The count of each spelling in half-width, and of the kinds that the ledger gives it."""
    spellings: Counter[str] = Counter()
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    named = {plain(kind) for _, kind in rows if not says_nothing(kind)} - {""}
    for (unit, kind), count in rows.items():
        text = plain(unit)
        if text and not says_nothing(unit):
            spellings[text] += count
            kinds[text][plain(kind) if plain(kind) in named and len(named) <= MOST_KINDS else ""] += count
    return spellings, kinds


def _core(text: str, county: str, known: frozenset[str]) -> str:
    """The name that a unit's spellings share.

    >>> _core("庆阳市合水县房管局", "合水县", frozenset()), _core("县房管局", "", frozenset({"房管局"}))
    ('房管局', '房管局')
    >>> _core("合水县委办", "合水县", frozenset()), _core("城关街道办事处", "", frozenset())
    ('合水县委办', '城关街道')
    """
    prefix = re.match(rf"(?:[\u4e00-\u9fff]{{2,4}}市)?{re.escape(county)}", text) if county else None
    rest = text[prefix.end() :] if prefix else text
    rest = text if len(rest) < 2 or rest.startswith(_NOT_ALONE) else rest
    rest = _TOWN_OFFICE.sub("", rest)
    shorter = rest[1:] if rest[:1] in "县区市" and len(rest) > 2 else ""
    return shorter if shorter and {shorter, county + shorter} & known else rest


def _unit(core: str, spellings: list[str], sizes: Mapping[str, int]) -> UnitGuess:
    others = tuple(text for text in spellings if text not in sizes)
    texts = [text for text in others if text[:1] in "县区市" and text[1:] == core]
    text = texts[0] if texts else ""
    return UnitGuess(core, text, tuple(one for one in others if one != text), sizes[core], _doubt(core, sizes))


def _doubt(name: str, sizes: Mapping[str, int]) -> str:
    """Why a person should look at a unit: it may be a slip of a frequent one, or several in one cell."""
    parts = [part.strip() for part in _BETWEEN.split(name)]
    if len(parts) > 1 and all(part in sizes for part in parts):
        return "疑为几个单位写在一格"
    frequent = [other for other, count in sizes.items() if count >= RARE * sizes[name] and _are_close(name, other)]
    return f"疑与“{frequent[0]}”为同一单位" if frequent else ""


def _are_close(name: str, other: str) -> bool:
    least = CLOSE_LATIN if name.isascii() else CLOSE
    return name in other or other in name or SequenceMatcher(None, name, other).ratio() >= least


def _kind(core: str, own: Counter[str]) -> str:
    """The kind that the ledger gives a unit most often, else the one that its ending tells."""
    told = [kind for kind, _ in own.most_common() if kind]
    return told[0] if told else kind_by_ending(core) or OTHERS


def _keyed(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Keys in Latin letters and the kinds: towns first, then offices, the rest by their units' frequency."""
    first = (TOWNS, OFFICES)
    ordered = sorted(kinds, key=lambda kind: (first.index(kind) if kind in first else len(first), kind == OTHERS))
    return [(KEYS.get(kind, f"kind{number}"), kind) for number, kind in enumerate(ordered, 1)]
