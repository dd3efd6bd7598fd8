"""Ledgers of offices that nobody knows, and what is drafted for them."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from hotline_analysis.ledger.draft import draft_profile, save
from hotline_analysis.ledger.profile import Profile, load_profile


def write_table(folder: Path, rows: Iterable[Sequence[str]], name: str = "台账.csv") -> Path:
    """Writes rows as a CSV file in `folder`."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def drafted(given: Path | str, folder: Path | None = None) -> tuple[Profile, str]:
    """The profile that is drafted for a source, written and loaded, and its text."""
    place = folder or Path(given).parent
    draft = draft_profile(str(given), folder=place)
    save(draft, place / "profile.toml", force=True)
    return load_profile(place), draft.text


def line_of(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


def of_columns(**columns: Sequence[str]) -> list[list[str]]:
    """A ledger with a case number and a time of receipt beside these columns, one value after the other."""
    rows = max(map(len, columns.values()))
    header = ["工单编号", "受理时间", *columns]
    body = [[f"A{n:03}", f"2020-04-{n % 28 + 1:02} 09:00", *(texts[n % len(texts)] for texts in columns.values())]
            for n in range(max(rows, 30))]  # fmt: skip
    return [header, *body]
