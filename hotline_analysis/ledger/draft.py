"""`hotline profile draft`: an unknown ledger -> a profile that loads, with a reason beside every guess."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.errors import InputError, LedgerError
from hotline_analysis.ledger.address import is_address
from hotline_analysis.ledger.credentials import set_aside
from hotline_analysis.ledger.draft_text import Drafted, draft_text
from hotline_analysis.ledger.own_words import Words, count_words
from hotline_analysis.ledger.sources import SEVERAL, Source, find_source, seen_from
from hotline_analysis.ledger.specimen import Specimen, look_at
from hotline_analysis.ledger.table_guesses import TableGuess, guess_tables
from hotline_analysis.ledger.unit_guesses import guess_county, guess_kinds

TOLD = 8
"""Columns named on the terminal; the file has all."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Draft:
    """A profile: its text, what a terminal says of it, the variables of the environment that reading it takes."""

    text: str
    told: tuple[str, ...]
    has_cases: bool
    variables: tuple[str, ...]

    def next_step(self, path: Path) -> str:
        """What a person does next, once the profile lies at `path`."""
        if not self.has_cases:
            return (
                "Next: hotline profile draft with the ledger of the cases itself, then copy [calls] into that profile."
            )
        to_set = f" (with {' and '.join(self.variables)} set)" if self.variables else ""
        return f"Next: go through {path}, then{to_set}: hotline check --profile {shlex.quote(str(path))}"


def draft_profile(given: str, *, folder: Path) -> Draft:
    """A profile for the ledger `given` (see ledger/sources.py) that is to lie in `folder`.

    LedgerError where the ledger has no rows, no header, or no column that can be the time of receipt.
    """
    source = find_source(given, Path())
    specimens = look_at(source)
    cases, calls = guess_tables(specimens)
    if not cases and not calls:
        raise _no_times(source, specimens)
    words = count_words(source, cases) if cases else Words({}, {}, {})
    titles = [text for one in specimens for text in (*one.titles, one.sheet, Path(one.file).stem)]
    county = guess_county([unit for unit, _ in words.units], titles)
    used = {one for table in (cases, calls) if table for one in table.specimens}
    drafted = Drafted(
        source=source.name,
        cases=cases,
        calls=calls,
        case_files=_files(given, source, folder, cases),
        call_files=_files(given, source, folder, calls),
        aside=tuple(f"{one.file} {one.sheet}".strip() for one in specimens if one not in used),
        county=county,
        kinds=guess_kinds(words.units, county),
        words=words,
    )
    variables = dict.fromkeys(name for text in drafted.case_files for name in _VARIABLE.findall(text))
    return Draft(draft_text(drafted), _told(drafted), cases is not None, tuple(variables))


def save(draft: Draft, path: Path, *, force: bool = False) -> None:
    """Write the profile; InputError where one lies there and `force` is not given, or where nothing can be written."""
    refuse_to_replace(path, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draft.text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}. Name another file with -o.") from None


def refuse_to_replace(path: Path, *, force: bool = False) -> None:
    """InputError for a file that is there, as a person may have finished it by hand; `force` lets it pass."""
    if path.exists() and not force:
        raise InputError(f"{path} is already there. Name another file with -o, or replace it with --force.")


def _no_times(source: Source, specimens: tuple[Specimen, ...]) -> LedgerError:
    names = "、".join(texts[0] for texts in specimens[0].names if texts)
    return LedgerError(
        f"{source.name}: none of its columns holds the time at which a case was received. Its headers are {names}. "
        "Export it with that time, the year included, such as 2020-04-16 14:05."
    )


def _files(given: str, source: Source, folder: Path, table: TableGuess | None) -> tuple[str, ...]:
    """A table's files or addresses as seen from `folder`: what was given, where all of it belongs to the table."""
    if table is None:
        return ()
    names = {one.file for one in table.specimens}
    parts = [str(path) for path in source.files if path.name in names]
    used = SEVERAL.join(parts) if len(source.files) == len(source.parts) > len(parts) else given
    texts = seen_from(used, folder).split(SEVERAL)
    return tuple(_without_credentials(text, place) for place, text in enumerate(texts, 1))


def _without_credentials(text: str, place: int) -> str:
    prefix = "HOTLINE_LEDGER" if place == 1 else f"HOTLINE_LEDGER_{place}"
    return set_aside(text, prefix)[0] if is_address(text) else text


def _told(drafted: Drafted) -> tuple[str, ...]:
    """What was found and what was not, in a line each."""
    lines = []
    if cases := drafted.cases:
        found, missing = cases.guesses.found, cases.guesses.missing
        units = sum(len(kind.units) for kind in drafted.kinds)
        lines.append(
            f"Guessed from {cases.rows} rows: columns {len(found)}, units {units}, kinds {len(drafted.kinds)}, "
            f"words to decide {drafted.open_words}. The reason stands beside each guess."
        )
        rest = f" and {len(missing) - TOLD} more" if len(missing) > TOLD else ""
        lines.append(f"Not found: {', '.join(list(missing)[:TOLD])}{rest}.")
    if drafted.calls:
        names = dict.fromkeys(one.file for one in drafted.calls.specimens)
        lines.append(f"Call counts a day, in [calls]: {', '.join(names)}.")
    if drafted.doubts:
        lines.append(f"To settle first: {'; '.join(drafted.doubts)}.")
    return tuple(lines)
