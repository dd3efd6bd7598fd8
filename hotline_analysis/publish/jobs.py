"""From what was asked on the command line to the jobs to run, every input checked before the first begins."""

from dataclasses import dataclass, field
from pathlib import Path

from hotline_analysis.errors import InputError
from hotline_analysis.ledger.address import is_address
from hotline_analysis.ledger.credentials import set_aside
from hotline_analysis.ledger.profile import Profile, load_profile
from hotline_analysis.ledger.reading import audience_of, source_of
from hotline_analysis.ledger.sources import SEVERAL, Source, seen_from
from hotline_analysis.month import Month, parse_day
from hotline_analysis.statistics.cube import cut_off

FORMATS = ("html", "pdf", "docx")
BULLETIN = "monthly_bulletin"


@dataclass(frozen=True)
class Job:
    """What to run: a notebook for a month, its parameters (texts), the inputs by their role, formats and where to.

    `databases` are inputs that are no files, by role; `secrets` are variables for the kernel's environment
    alone, as nothing that is written may hold them.
    """

    month: Month
    notebook: Path
    parameters: dict[str, str]
    inputs: dict[str, tuple[Path, ...]]
    formats: tuple[str, ...]
    folder: Path
    databases: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        return self.notebook.stem

    @property
    def is_public(self) -> bool:
        return self.parameters.get("audience") == "public"

    def file(self, kind: str) -> str:
        """The name of a side file: plain for the bulletin, with the notebook's name for any other."""
        return kind if self.name == BULLETIN else f"{self.name}.{kind}"


@dataclass(frozen=True)
class Request:
    """What was asked of `hotline run`; blank where the profile's own is meant.

    `month_only` holds as_of, issue_no and issued_on.
    """

    profile: Path
    ledger: str
    calls: str
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
    audience_of(request.audience)
    day = parse_day(request.month_only.get("as_of", ""), "--as-of")
    parse_day(request.month_only.get("issued_on", ""), "--issued-on")
    number = request.month_only.get("issue_no", "")
    if number and not number.isdecimal():
        raise InputError(f"--issue-no '{number}' is not a number: write it as digits, for example 17.")
    formats, notebook = check_formats(request.to), _notebook(request.notebook)
    profile = load_profile(request.profile)
    cut_off(first, profile, day)
    sources = {"ledger": source_of(request.ledger, profile.ledger, profile)}
    if request.calls or profile.calls:
        sources["calls"] = source_of(request.calls, profile.calls or profile.ledger, profile)
    months = first.through(last or first)
    return tuple(_job(request, profile, month, notebook, formats, sources) for month in months)


def _job(
    request: Request, profile: Profile, month: Month, notebook: Path, formats: tuple[str, ...],
    sources: dict[str, Source],
) -> Job:  # fmt: skip
    here, secrets = notebook.parent, dict[str, str]()
    asked = {
        "ledger": _parameter(request.ledger, "HOTLINE_LEDGER", here, secrets),
        "calls": _parameter(request.calls, "HOTLINE_CALLS", here, secrets),
        "audience": "" if request.audience == "internal" else request.audience,
        **request.month_only,
    }
    # Only what was asked for: a notebook of the analyst's own need not declare the rest.
    given = {"month": str(month), "profile": relative(request.profile, here)}
    given |= {name: value for name, value in asked.items() if value}
    suffix = "-public" if request.audience == "public" else ""
    notes = profile.folder / "notes" / str(month)
    beside = {"notes": notes.with_suffix(".md"), "external": notes.with_suffix(".toml")}
    beside["corrections"] = profile.folder / "corrections" / f"{month}.csv"
    inputs: dict[str, tuple[Path, ...]] = {"profile": (request.profile,)}
    inputs |= {role: (path,) for role, path in beside.items() if path.is_file()}
    inputs |= {role: source.files for role, source in sources.items() if source.files}
    databases = {role: source.name for role, source in sources.items() if not source.files}
    folder = request.output / f"{month}{suffix}"
    return Job(month, notebook, given, inputs, formats, folder, databases, secrets)


def _parameter(given: str, prefix: str, here: Path, secrets: dict[str, str]) -> str:
    """A source as the notebook's parameter names it; user and password go to `secrets` and leave ${NAMES} behind."""
    texts = []
    for place, text in enumerate(filter(None, map(str.strip, given.split(SEVERAL)))):
        if is_address(text):
            text, kept = set_aside(text, prefix if place == 0 else f"{prefix}_{place + 1}")
            secrets.update(kept)
        texts.append(text)
    return seen_from(SEVERAL.join(texts), here)


def _notebook(name: str) -> Path:
    path = Path("notebooks") / f"{name.removesuffix('.ipynb')}.ipynb"
    if not path.is_file():
        others = ", ".join(sorted(one.stem for one in Path("notebooks").glob("*.ipynb"))) or "none"
        raise InputError(
            f"there is no {path} here (there are: {others}). Run from the project's folder, or name one of these."
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
    """`path` as seen from `folder`, with forward slashes, so that no run names this machine's folders."""
    return seen_from(str(path), folder)
