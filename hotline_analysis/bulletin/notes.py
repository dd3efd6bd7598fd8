"""The analyst's own words for a month (notes/MONTH.md) and figures from outside (notes/MONTH.toml)."""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hotline_analysis.errors import NotesError
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.month import Month

HANDLING, CASES, ADVICE = "办理情况", "典型案例", "工作建议"


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
class Notes:
    """What the analyst wrote for a month; every part may be empty."""

    handling: tuple[str, ...] = ()
    typical_cases: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
    external: tuple[External, ...] = ()
    instructions: tuple[Instruction, ...] = ()


def read_notes(folder: Path, month: Month) -> Notes:
    """The notes of `month` in `folder`; empty where there are no files; NotesError where they cannot be understood."""
    words, outside = folder / f"{month}.md", folder / f"{month}.toml"
    parts = _parts(words) if words.is_file() else {}
    external, instructions = _outside(outside) if outside.is_file() else ((), ())
    return Notes(
        handling=_paragraphs(parts.get(HANDLING, "")),
        typical_cases=tuple(re.findall(r"^[-*]\s*(\S+)", parts.get(CASES, ""), re.M)),
        advice=_advice(parts.get(ADVICE, ""), words),
        external=external,
        instructions=instructions,
    )


def masked(notes: Notes) -> Notes:
    """The notes with personal data in their texts made unreadable."""
    return replace(
        notes,
        handling=tuple(mask(text) for text in notes.handling),
        advice=tuple(Advice(mask(one.heading), mask(one.text)) for one in notes.advice),
        external=tuple(replace(one, source=mask(one.source)) for one in notes.external),
        instructions=tuple(replace(one, text=mask(one.text), by=mask(one.by)) for one in notes.instructions),
    )


def _parts(path: Path) -> dict[str, str]:
    text = re.sub(r"<!--.*?-->", "", _read(path), flags=re.S)
    _, *sections = re.split(r"^## +", text, flags=re.M)
    parts: dict[str, str] = {}
    for title, _, body in (section.partition("\n") for section in sections):
        name = title.strip()
        if name not in (HANDLING, CASES, ADVICE):
            raise NotesError(
                f"{path}: '## {name}' is no part of the bulletin. Use ## {HANDLING}, ## {CASES} or ## {ADVICE}."
            )
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
