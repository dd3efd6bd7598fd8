"""A county in one TOML file: its names, its units, its ledger's headers and words, its rules."""

import re
import tomllib
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError, field_validator, model_validator

from hotline_analysis.errors import InputError, ProfileError
from hotline_analysis.ledger.columns import CALLS, CASES, RATINGS, VOCABULARIES, Column
from hotline_analysis.ledger.rules import Holidays, HotspotRules, Limit, Part, Rules
from hotline_analysis.ledger.times import is_format
from hotline_analysis.ledger.values import plain
from hotline_analysis.month import Month

Words = dict[str, dict[str, str]]


class Document(Part):
    """What is printed around the figures: names, title, print run, addressees."""

    name: str
    office: str
    hotline: str
    short_office: str
    title: tuple[str, ...]
    signature_suffix: str = ""
    first_issue: Month | None = None
    copies: int = Field(default=0, ge=0)
    to: str = ""
    cc: str = ""
    footnote: str = ""
    kept_label: str = "本地受理量"
    transferred_label: str = "转接其他热线"
    on_time_label: str = "按时办结"

    @field_validator("first_issue", mode="before")
    @classmethod
    def _month(cls, text: object) -> object:
        try:
            return Month.parse(text) if isinstance(text, str) else text
        except InputError as error:
            raise ValueError(str(error)) from None


class Unit(Part):
    """A unit that handles orders: its name in tables, its name in sentences, other spellings in the ledger."""

    name: str
    text: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def in_text(self) -> str:
        return self.text or self.name

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which the ledger may write the unit."""
        return tuple(dict.fromkeys((self.name, self.in_text, *self.aliases)))


class Kind(Part):
    """A kind of unit (乡镇, 部门) with an attachment of its own; its units stand in the official order."""

    key: str
    name: str
    text: str
    annex: str
    units: tuple[Unit, ...]


class Table(Part):
    """Where a table lies and how its headers, words and times are written.

    `file` is a file, a folder, a pattern such as `2020-*.xlsx`, a database's address, or several of these.
    """

    file: str | tuple[str, ...]
    columns: dict[str, str]
    time_formats: tuple[str, ...] = ()
    words: Words = Field(default={})

    @field_validator("time_formats")
    @classmethod
    def _formats(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        for one in formats:
            if not is_format(one):
                raise ValueError(
                    f"'{one}' is no format of a time here: it needs day, month and year, %I only with %p, and none of "
                    "%-d %x %c %z; write it like %d/%m/%Y %I:%M %p"
                )
        return formats


class Places(Part):
    """Where the county's places are listed (名称,类别,所属乡镇); townships among the units need no list."""

    file: str = ""


class Profile(Part):
    """A county. `folder` is where its file lies; paths in it are relative to that folder."""

    county: str
    folder: Path
    document: Document
    ledger: Table
    calls: Table | None = None
    limit: Limit
    rules: Rules = Rules()
    holidays: Holidays = Holidays()
    places: Places = Places()
    hotspots: HotspotRules = HotspotRules()
    kinds: tuple[Kind, ...]

    @cached_property
    def units(self) -> dict[str, tuple[Kind, Unit]]:
        """Every unit in the official order, by its name in tables."""
        return {unit.name: (kind, unit) for kind in self.kinds for unit in kind.units}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every way to write a unit in the ledger, and the name that it stands for."""
        return {text: unit.name for _, unit in self.units.values() for text in unit.spellings}

    @cached_property
    def plain_spellings(self) -> dict[str, str]:
        """The same with full-width characters and blanks evened out, as a ledger's texts are compared."""
        return {plain(text): name for text, name in self.spellings.items()}

    @model_validator(mode="after")
    def _consistent(self) -> "Profile":
        names = [text for kind in self.kinds for unit in kind.units for text in unit.spellings]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"unit '{twice[0]}' stands twice under kinds, as a unit or an alias; name it once")
        _known(self.ledger, CASES, "ledger")
        if self.calls:
            _known(self.calls, CALLS, "calls")
        odd = [word for word in self.limit.by_request_type if word not in VOCABULARIES["request_type"]]
        if odd:
            raise ValueError(f"limit.by_request_type: '{odd[0]}' is none of {' '.join(VOCABULARIES['request_type'])}")
        strange = [word for word in self.rules.satisfied if word not in RATINGS]
        if strange:
            raise ValueError(f"rules.satisfied: '{strange[0]}' is none of {' '.join(RATINGS)}")
        return self


def _known(table: Table, columns: tuple[Column, ...], where: str) -> None:
    names = {column.name for column in columns}
    for name in table.columns:
        if name not in names:
            raise ValueError(f"{where}.columns.{name} is no column; the columns are {', '.join(sorted(names))}")
    for column in columns:
        if not column.may_be_absent and column.name not in table.columns:
            raise ValueError(f'{where}.columns lacks {column.name} ({column.label}); write {column.name} = "<header>"')
    for column_name, words in table.words.items():
        if column_name not in names:
            raise ValueError(f"{where}.words.{column_name} is no column; the columns are {', '.join(sorted(names))}")
        allowed = VOCABULARIES.get(column_name, ())
        for own, ours in words.items():
            if allowed and ours not in (*allowed, ""):
                raise ValueError(
                    f"{where}.words.{column_name}: '{own}' maps to '{ours}', which is none of {' '.join(allowed)}"
                )


def load_profile(path: Path) -> Profile:
    """The profile at `path` (a file, or the folder of a profile.toml).

    ProfileError names the file, the key, what is wrong with it and what to do.
    """
    path = path / "profile.toml" if path.is_dir() else path
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise ProfileError(f"{path}: there is no such profile. `hotline init COUNTY` makes one.") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path}: not in UTF-8. Save it in UTF-8 and run again.") from None
    except tomllib.TOMLDecodeError as error:
        curly = " Texts stand in straight quotes, not in “ ”." if re.search(r"=\s*[“”]", text) else ""
        raise ProfileError(f"{path}: not TOML: {error}.{curly} Mend that line and run again.") from None
    try:
        return Profile.model_validate(data | {"folder": path.parent})
    except ValidationError as error:
        raise ProfileError(f"{path}: {_first_reason(error)}. Mend it and run again.") from None


def _first_reason(error: ValidationError) -> str:
    """The gravest of the errors: a key that is not known explains why another is missing."""
    errors = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in errors[0]["loc"])
    reason = errors[0]["msg"].removeprefix("Value error, ").rstrip(".")
    if errors[0]["type"] == "extra_forbidden":
        near = get_close_matches(str(errors[0]["loc"][-1]), _keys(), n=1)
        reason = "is no key of a profile" + (f"; perhaps '{near[0]}' is meant" if near else "")
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{place + ': ' if place else ''}{reason}{more}"


def _keys() -> set[str]:
    parts = (Profile, Document, Table, Limit, Rules, Holidays, Places, Kind, Unit)
    return {name for part in parts for name in part.model_fields}
