"""From what was asked on the command line to the jobs to run, every input checked before the first begins."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from hotline_analysis.errors import InputError, LedgerError
from hotline_analysis.ledger.profile import Profile, Table, load_profile
from hotline_analysis.ledger.reading import Audience
from hotline_analysis.ledger.sources import READERS
from hotline_analysis.month import Month, parse_day
from hotline_analysis.statistics.cube import cut_off

FORMATS = ("html", "pdf", "docx")
BULLETIN = "monthly_bulletin"


@dataclass(frozen=True)
class Job:
    """What to run: a notebook for a month, its parameters (texts), the inputs by their role, formats and where to."""

    month: Month
    notebook: Path
    parameters: dict[str, str]
    inputs: dict[str, Path]
    formats: tuple[str, ...]
    folder: Path

    @property
    def name(self) -> str:
        return self.notebook.stem

    def file(self, kind: str) -> str:
        """The name of a side file: plain for the bulletin, with the notebook's name for any other."""
        return kind if self.name == BULLETIN else f"{self.name}.{kind}"


@dataclass(frozen=True)
class Request:
    """What was asked of `hotline run`; `month_only` holds as_of, issue_no and issued_on, blank where not given."""

    profile: Path
    ledger: Path | None
    calls: Path | None
    audience: str
    month_only: dict[str, str]
    to: str
    output: Path
    notebook: str


def jobs(request: Request, first: Month, last: Month | None) -> tuple[Job, ...]:
    """One job a month from `first` to `last`; InputError where anything asked for cannot be had."""
    given = [name for name, value in request.month_only.items() if value]
    if given and last:
        option = "--" + given[0].replace("_", "-")
        raise InputError(f"{option} is of one month; leave out --through, or leave out {option}.")
    if last and last < first:
        raise InputError(f"--through {last} lies before {first}. Give the later month there.")
    if request.audience not in get_args(Audience):
        raise InputError(f"'{request.audience}' is no audience: write --audience internal or --audience public.")
    day = parse_day(request.month_only.get("as_of", ""), "--as-of")
    parse_day(request.month_only.get("issued_on", ""), "--issued-on")
    number = request.month_only.get("issue_no", "")
    if number and not number.isdecimal():
        raise InputError(f"--issue-no '{number}' is not a number: write it as digits, for example 17.")
    formats, notebook = check_formats(request.to), _notebook(request.notebook)
    profile = load_profile(request.profile)
    cut_off(first, profile, day)
    ledger = _input(request.ledger, profile, profile.ledger)
    calls = _input(request.calls, profile, profile.calls)
    return tuple(
        _job(request, profile, month, notebook, formats, ledger, calls) for month in first.through(last or first)
    )


def _job(
    request: Request, profile: Profile, month: Month, notebook: Path, formats: tuple[str, ...],
    ledger: Path | None, calls: Path | None,
) -> Job:  # fmt: skip
    here = notebook.parent
    asked = {
        "ledger": relative(request.ledger, here) if request.ledger else "",
        "calls": relative(request.calls, here) if request.calls else "",
        "audience": "" if request.audience == "internal" else request.audience,
        **request.month_only,
    }
    # Only what was asked for: a notebook of the analyst's own need not declare the rest.
    given = {"month": str(month), "profile": relative(request.profile, here)}
    given |= {name: value for name, value in asked.items() if value}
    suffix = "-public" if request.audience == "public" else ""
    notes = profile.folder / "notes" / str(month)
    inputs = {"profile": request.profile, "notes": notes.with_suffix(".md"), "external": notes.with_suffix(".toml")}
    inputs |= {role: path for role, path in (("ledger", ledger), ("calls", calls)) if path}
    return Job(month, notebook, given, inputs, formats, request.output / f"{month}{suffix}")


def _notebook(name: str) -> Path:
    path = Path("notebooks") / f"{name.removesuffix('.ipynb')}.ipynb"
    if not path.is_file():
        others = ", ".join(sorted(one.stem for one in Path("notebooks").glob("*.ipynb"))) or "none"
        raise InputError(
            f"there is no {path} here (there are: {others}). Run from the project's folder, or name one of these."
        )
    return path


def _input(given: Path | None, profile: Profile, layout: Table | None) -> Path | None:
    """The file given, else the profile's; checked here so that no run begins without it."""
    path = given or (profile.folder / layout.file if layout else None)
    if path and not path.is_file():
        raise LedgerError(f"{path}: there is no such file. Give its path with --ledger or --calls, or in the profile.")
    if path and path.suffix.lower() not in READERS:
        raise LedgerError(
            f"{path}: '{path.suffix}' is not a format that can be read. Save it as {' or '.join(READERS)}."
        )
    return path


def check_formats(text: str) -> tuple[str, ...]:
    """The formats named in `text`, parted by commas; InputError for one that is not known.

    >>> check_formats("html, pdf")
    ('html', 'pdf')
    """
    chosen = tuple(part.strip() for part in text.split(",") if part.strip())
    for one in chosen:
        if one not in FORMATS:
            raise InputError(f"'{one}' is not a format: choose from {', '.join(FORMATS)}, for example --to html,pdf.")
    if not chosen:
        raise InputError(f"no format given: choose from {', '.join(FORMATS)}, for example --to html,pdf.")
    return chosen


def relative(path: Path, folder: Path) -> str:
    """`path` as seen from `folder`, with forward slashes, so that no run names this machine's folders.

    Absolute only where there is no relative path (another drive on Windows).
    """
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()
