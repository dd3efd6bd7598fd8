"""The analyst's own words for a month (notes/MONTH.md) and figures from outside (notes/MONTH.toml)."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from hotline_analysis.errors import NotesError
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import REQUEST_TYPES
from hotline_analysis.ledger.reading import withheld
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.month import Month

HANDLING, CASES, SENTENCES, ADVICE = SECTIONS = ("办理情况", "典型案例", "语句核定", "工作建议")
ASKED, DONE = "诉求", "办理"
"""The two texts of a typical case that can be approved by themselves."""

_ITEM = re.compile(r"[-*]\s*(?:\[(?P<tick>.?)\]\s*)?(?P<words>.*)")
_TICKS = (None, *"xXｘＸ√✓✔")
_WORDS = re.compile(rf"(?P<numbers>[^：:]+?)\s*(?P<part>{ASKED}|{DONE})?\s*[：:]\s*(?P<text>.*[^\s。；;].*)")


@dataclass(frozen=True)
class Advice:
    """One piece of advice: its short heading and its text."""

    heading: str
    text: str


@dataclass(frozen=True)
class External:
    """A number that the ledger cannot give, with the source and date that are printed beside it."""

    figure: Figure
    unit: str
    source: str
    date: date


@dataclass(frozen=True)
class Instruction:
    """A leader's instruction (批示) on the month's work, as the analyst quotes it."""

    text: str
    by: str
    date: date


@dataclass(frozen=True)
class Sentence:
    """Words that a person approved for a case: its phrase, or as `part` its 诉求 or 办理 as a typical case."""

    case_id: str
    part: str
    text: str


@dataclass(frozen=True)
class Notes:
    """What the analyst wrote for a month; every part may be empty."""

    handling: tuple[str, ...] = ()
    typical_cases: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    advice: tuple[Advice, ...] = ()
    external: tuple[External, ...] = ()
    instructions: tuple[Instruction, ...] = ()

    def approved(self, case_id: str, part: str = "") -> str:
        """The words that a person approved for this part of the case; empty where there are none."""
        return next((one.text for one in self.sentences if (one.case_id, one.part) == (case_id, part)), "")

    def asked(self, case_id: str) -> str:
        """What a typical case asks, in approved words: its own 诉求, else its sentence, else nothing."""
        return self.approved(case_id, ASKED) or self.approved(case_id)

    @property
    def untold(self) -> tuple[str, ...]:
        """The typical cases that no approved words tell: a public run leaves them out."""
        return tuple(number for number in self.typical_cases if not self.asked(number))


def read_notes(folder: Path, month: Month) -> Notes:
    """The notes of `month` in `folder`; empty where there are no files; NotesError where they cannot be understood."""
    words, outside = folder / f"{month}.md", folder / f"{month}.toml"
    parts = _parts(words) if words.is_file() else {}
    external, instructions = _outside(outside) if outside.is_file() else ((), ())
    return Notes(
        handling=_paragraphs(parts.get(HANDLING, "")),
        typical_cases=tuple(item.split()[0] for item in _items(parts.get(CASES, ""))),
        sentences=_sentences(parts.get(SENTENCES, ""), words),
        advice=_advice(parts.get(ADVICE, ""), words),
        external=external,
        instructions=instructions,
    )


def masked(notes: Notes, *, keep: frozenset[str] = frozenset()) -> Notes:
    """The notes with personal data in their texts made unreadable; the words in `keep` are never altered."""
    hide = partial(mask, keep=keep)
    return replace(
        notes,
        handling=tuple(hide(text) for text in notes.handling),
        sentences=tuple(replace(one, text=hide(one.text)) for one in notes.sentences),
        advice=tuple(Advice(hide(one.heading), hide(one.text)) for one in notes.advice),
        external=tuple(replace(one, source=hide(one.source)) for one in notes.external),
        instructions=tuple(replace(one, text=hide(one.text), by=hide(one.by)) for one in notes.instructions),
    )


def checked(notes: Notes, cases: pd.DataFrame, month: Month, path: Path, *, as_of: date) -> Notes:
    """`notes` as they are, where every case that they name is in `cases` (the whole ledger), of `month`, not withheld.

    A sentence may wait for a case received after `as_of`; a typical case cannot be told before it is
    known. NotesError names `path` and the first case that is wrong.
    """
    known = cases[(cases["received_at"] >= month.start) & (cases["received_at"] < (month + 1).start)]
    named = [(number, CASES) for number in notes.typical_cases] + [(one.case_id, SENTENCES) for one in notes.sentences]
    places = {number: place for place, number in enumerate(known["case_id"])}
    secret = withheld(known).to_numpy()
    for number, section in named:
        if number not in places:
            why = f"is not among the accepted cases of {month}; it may have been rejected (`hotline check` says)"
        elif secret[places[number]]:
            why = f"is {REQUEST_TYPES['report']} or marked 保密: no words of it may be printed, whoever reads"
        elif section == CASES and known["received_at"].iloc[places[number]].date() > as_of:
            why = f"was received after the cut-off {as_of} and cannot be told yet"
        else:
            continue
        raise NotesError(f"{path}: {number} {why}. Mend its number under ## {section}, or take its line out.")
    return notes


def _parts(path: Path) -> dict[str, str]:
    text = re.sub(r"<!--.*?-->", "", _read(path), flags=re.S)
    _, *sections = re.split(r"^## +", text, flags=re.M)
    parts: dict[str, str] = {}
    for title, _, body in (section.partition("\n") for section in sections):
        name = title.strip()
        if name not in SECTIONS:
            known = f"## {', ## '.join(SECTIONS[:-1])} or ## {SECTIONS[-1]}"
            raise NotesError(f"{path}: '## {name}' is no part of the bulletin. Use {known}.")
        if name in parts:
            raise NotesError(f"{path}: '## {name}' stands twice. Put its words under one heading.")
        parts[name] = body
    return parts


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NotesError(f"{path}: not UTF-8. Save it again with the encoding UTF-8.") from None


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple("".join(part.split("\n")).strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def _items(text: str) -> Iterator[str]:
    """The list items that a person adopted: `- words` and `- [x] words`, but not `- [ ] words`."""
    for line in text.splitlines():
        item = _ITEM.fullmatch(line.strip())
        if item and item["words"] and item["tick"] in _TICKS:
            yield item["words"]


def _sentences(text: str, path: Path) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if not _ITEM.fullmatch(line):
            raise _not_understood(line, path)
        found += [one for item in _items(line) for one in _sentence(item, path)]
    twice = [of for of, count in Counter((one.case_id, one.part) for one in found).items() if count > 1]
    if twice:
        raise NotesError(f"{path}: {' '.join(twice[0]).strip()} stands twice under ## {SENTENCES}. Keep one line.")
    return tuple(found)


def _sentence(item: str, path: Path) -> Iterator[Sentence]:
    words = _WORDS.fullmatch(item)
    if not words:
        raise _not_understood(item, path)
    for number in filter(None, re.split(r"[、，,\s]+", words["numbers"])):
        yield Sentence(number, words["part"] or "", words["text"].rstrip("。；; "))


def _not_understood(line: str, path: Path) -> NotesError:
    told = f"{path}: '{line[:20]}…' under ## {SENTENCES} is not understood."
    return NotesError(f"{told} Write each case in one line, as '- 工单编号：句子'.")


def _advice(text: str, path: Path) -> tuple[Advice, ...]:
    before, *items = re.split(r"^### +", text, flags=re.M)
    if before.strip():
        raise NotesError(
            f"{path}: begin each piece of advice with a '### short heading' line; '{before.strip()[:20]}…' has none."
        )
    pairs = (item.partition("\n") for item in items)
    return tuple(Advice(heading.strip().rstrip("。"), "".join(_paragraphs(body))) for heading, _, body in pairs)


def _outside(path: Path) -> tuple[tuple[External, ...], tuple[Instruction, ...]]:
    try:
        data = tomllib.loads(_read(path), parse_float=Decimal)
        external = tuple(_external(one) for one in data.get("figures", ()))
        told = data.get("instructions", ())
        return external, tuple(Instruction(one["text"], one["by"], _of(date, one, "date")) for one in told)
    except tomllib.TOMLDecodeError as error:
        raise NotesError(f"{path}: not TOML: {error}. Mend that line and run again.") from None
    except KeyError as error:
        raise NotesError(
            f"{path}: an entry lacks {error}. [[figures]] needs key, label, value, source and date; "
            "[[instructions]] needs text, by and date."
        ) from None
    except TypeError as error:
        raise NotesError(f"{path}: {error}. Mend that line and run again.") from None


def _of(kinds: Any, one: dict[str, Any], name: str) -> Any:
    """The entry's value of that name; TypeError where it is of another kind, such as a date in quotation marks."""
    if not isinstance(one[name], kinds):
        raise TypeError(f"{name} '{one[name]}' is no {name}: write it without quotation marks")
    return one[name]


def _external(one: dict[str, Any]) -> External:
    rule = f"外部数据，来源：{one['source']}"
    figure = Figure(f"external.{one['key']}", one["label"], _of((int, Decimal), one, "value"), rule=rule)
    return External(figure, one.get("unit", ""), one["source"], _of(date, one, "date"))
