"""A bulletin of the small county: rows, notes and options in, facts out."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.gather import gather

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def small(write: Callable[..., Path]) -> Callable[..., Facts]:
    """Writes `rows` as the small county's ledger, `notes` and `outside` as its notes of the month, and gathers."""

    def make(
        rows: Iterable[dict[str, str]], *, month: str = "2020-04", notes: str | bytes = "", outside: str = "",
        **options: str,
    ) -> Facts:  # fmt: skip
        folder = write(rows).parent
        shutil.copy(TESTS / "tiny.toml", folder / "profile.toml")
        (folder / "calls.csv").write_text("日期,来电量,接通量\n2020-04-01,20,18\n", encoding="utf-8")
        (folder / "notes").mkdir()
        for kind, words in (("md", notes), ("toml", outside)):
            if words:
                data = words if isinstance(words, bytes) else words.encode()
                (folder / "notes" / f"{month}.{kind}").write_bytes(data)
        return gather(month, profile=str(folder / "profile.toml"), **options)

    return make
