"""The raw table -> the table `staged`: each column as it was written (`<name>_raw`) and as it was understood.

What could not be understood is null in `<name>` while `<name>_raw` still holds it, so that
ledger/checks.py can say of every row what is wrong with it. The engine understands the usual forms by
itself; each other text is understood once, by the functions of values.py and times.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from hotline_analysis.ledger.columns import CASES, VOCABULARIES, WAITING, Column
from hotline_analysis.ledger.profile import Profile, Table
from hotline_analysis.ledger.times import moment, sql_moment
from hotline_analysis.ledger.values import identifier, plain, whole_number, yes_or_no

BUILT_IN_WORDS = {"disposition": {WAITING: ""}}


@dataclass(frozen=True)
class Meaning:
    """How a column's texts are understood: by an expression of the engine, then one by one.

    `fast` reads the column of `raw`; `of` gives None for what has no meaning.
    Either may be missing; a column with neither is text as it stands.
    """

    type: str
    fast: str = ""
    of: Callable[[str], Any] | None = None


def stage(engine: Any, raw: pa.Table, columns: tuple[Column, ...], layout: Table, profile: Profile) -> None:
    """Make the engine's table `staged`: the row's place, `<name>_raw` and `<name>` of each mapped column."""
    engine.register("raw", raw)
    picked, joins = [], []
    for column in columns:
        name = column.name
        if name not in layout.columns:
            continue
        meaning, text = meaning_of(column, layout, profile), f"raw.{name}_raw"
        if meaning.of is None:
            picked.append(f"{text}, {text} AS {name}")
            continue
        fast = meaning.fast or f"CAST(NULL AS {meaning.type})"
        if not _look_up(engine, name, fast, meaning, _own_words(name, layout)):
            picked.append(f"{text}, {fast} AS {name}")
            continue
        joins.append(f"LEFT JOIN {name}_meanings ON {text} = {name}_meanings.text")
        picked.append(f"CASE WHEN {name}_meanings.blank THEN NULL ELSE {text} END AS {name}_raw")
        picked.append(f"coalesce({name}_meanings.meaning, {fast}) AS {name}")
    if columns is CASES and "case_id" not in layout.columns:
        picked.append("CAST(raw.ordinal + 1 AS VARCHAR) AS case_id_raw, case_id_raw AS case_id")
    places = "raw.sheet, raw.ordinal, raw.line, raw.cells, raw.width"
    engine.execute(f"CREATE TABLE staged AS SELECT {places}, {', '.join(picked)} FROM raw {' '.join(joins)}")
    engine.unregister("raw")


def meaning_of(column: Column, layout: Table, profile: Profile) -> Meaning:
    """How the texts of a column are understood under a county's profile."""
    words = _own_words(column.name, layout)
    if column.name == "unit":
        return Meaning("VARCHAR", of=lambda text: unit_name(words.get(text, text), profile))
    if column.name in VOCABULARIES:
        return Meaning("VARCHAR", of=lambda text: _word(text, words, VOCABULARIES[column.name]))
    if column.name in ("case_id", "caller"):
        # The engine's own expression knows nothing of the office's words.
        fast = "" if words else _plain_code(f"raw.{column.name}_raw")
        return Meaning("VARCHAR", fast, lambda text: identifier(words.get(text, text)))
    if column.holds == "count":
        return Meaning("BIGINT", of=whole_number)
    if column.holds == "flag":
        return Meaning("BOOLEAN", of=lambda text: yes_or_no(words.get(text, text)))
    if column.holds in ("time", "date"):
        return _time(f"raw.{column.name}_raw", layout.time_formats, whole_day=column.name in ("due_at", "extended_to"))
    return Meaning("VARCHAR", of=lambda text: words.get(text, text)) if words else Meaning("VARCHAR")


def _plain_code(raw: str) -> str:
    """Codes that `identifier` leaves as they are, and no number of a spreadsheet (1.38E+10, 12.0)."""
    return f"CASE WHEN regexp_full_match({raw}, '[0-9A-Za-z]+(-[0-9A-Za-z]+)*') THEN {raw} END"


def _time(raw: str, formats: tuple[str, ...], *, whole_day: bool) -> Meaning:
    fast = sql_moment(raw, formats, whole_day=whole_day)
    return Meaning("TIMESTAMP", fast, lambda text: moment(text, formats, whole_day=whole_day))


def _own_words(name: str, layout: Table) -> dict[str, str]:
    return BUILT_IN_WORDS.get(name, {}) | layout.words.get(name, {})


def _word(text: str, words: dict[str, str], allowed: tuple[str, ...]) -> str | None:
    found = words.get(text) or words.get(plain(text)) or plain(text)
    return found if found in allowed else None


def unit_name(text: str, profile: Profile) -> str | None:
    """The unit that a text names: by any spelling of the profile, also with the county's name before it."""
    known = profile.plain_spellings
    written = plain(text)
    return known.get(written) or known.get(written.removeprefix(profile.county))


def _look_up(engine: Any, name: str, fast: str, meaning: Meaning, words: dict[str, str]) -> int:
    """Register `<name>_meanings` (text, blank, meaning) of every text that `fast` misses; returns how many."""
    assert meaning.of is not None
    missed = f"raw.{name}_raw IS NOT NULL AND ({fast}) IS NULL"
    found = engine.execute(f"SELECT DISTINCT raw.{name}_raw FROM raw WHERE {missed}").fetchall()
    texts = [text for (text,) in found]
    blank = [words.get(text) == "" for text in texts]
    known = [None if nothing else meaning.of(text) for text, nothing in zip(texts, blank, strict=True)]
    types = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "BOOLEAN": pa.bool_(), "TIMESTAMP": pa.timestamp("us")}
    columns = [pa.array(texts, pa.string()), pa.array(blank, pa.bool_()), pa.array(known, types[meaning.type])]
    engine.register(f"{name}_meanings", pa.table(columns, names=["text", "blank", "meaning"]))
    return len(texts)
