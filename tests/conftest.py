"""Shared by all tests: the sample county, and a small county whose ledger a test writes row by row."""

import csv
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.profile import Profile, load_profile
from hotline_analysis.ledger.reading import Ledger, read_ledger
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube, count_cases, cut_off, cut_offs_of

TESTS = Path(__file__).parent
HESHUI = TESTS.parent / "data" / "heshui"
MONTHS = Month(2018, 4).through(Month(2020, 4))
ORDER = {
    "received_at": "2020-04-07 09:00",
    "channel": "电话",
    "caller": "16000000001",
    "request_type": "求助",
    "topic": "住房物业",
    "summary": "路灯不亮。",
    "disposition": "工单转办",
    "unit": "甲河镇",
    "closed_at": "2020-04-08 17:00",
    "called_back_at": "2020-04-09 10:00",
    "service_rating": "满意",
    "result_rating": "满意",
    "reply": "已修好。",
}
"""What a row says where a test does not: an order in time, called back, satisfied."""

DTYPES = {"text": "str", "time": "datetime64[us]", "count": "Int64", "flag": "boolean"}
"""What a column of the cases is, by what it holds."""

Row = dict[str, Any]
"""A cell is written as the ledger has it; for `frame`, counts and flags may be given as what they are."""

settings.register_profile("suite", deadline=None, max_examples=12, derandomize=True, database=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@dataclass(frozen=True)
class Counted:
    """A small ledger after counting: one month of it as of a day."""

    profile: Profile
    month: Month
    as_of: date
    cases: pd.DataFrame
    cube: Cube

    @property
    def rows(self) -> pd.DataFrame:
        return self.cube.of(self.month)


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile(HESHUI / "profile.toml")


@pytest.fixture(scope="session")
def cases(profile: Profile) -> pd.DataFrame:
    return read_ledger(HESHUI / "ledger.csv", profile, audience="internal").cases


@pytest.fixture(scope="session")
def cube(cases: pd.DataFrame, profile: Profile) -> Cube:
    """The sample county's 25 months."""
    return count_cases(cases, cut_offs_of(MONTHS, profile), profile)


@pytest.fixture(scope="session")
def county() -> Callable[..., Profile]:
    """Makes the small county of tiny.toml; a keyword replaces keys of one of its tables."""

    def make(**tables: dict[str, Any]) -> Profile:
        data = tomllib.loads((TESTS / "tiny.toml").read_text(encoding="utf-8"))
        for name, keys in tables.items():
            data[name] = data.get(name, {}) | keys
        return Profile.model_validate(data | {"folder": TESTS})

    return make


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory, county: Callable[..., Profile]) -> Callable[..., Path]:
    """Writes rows of our column names as the small county's ledger.csv; a row's number is A1, A2, ... unless given."""
    folder, number = tmp_path_factory.mktemp("ledgers"), count()
    headers = county().ledger.columns

    def make(rows: Iterable[Row], *, encoding: str = "utf-8") -> Path:
        path = folder / str(next(number)) / "ledger.csv"
        path.parent.mkdir()
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, list(headers))
            writer.writerow(headers)
            writer.writerows({"case_id": f"A{place}"} | ORDER | row for place, row in enumerate(rows, 1))
        return path

    return make


@pytest.fixture(scope="session")
def read(write: Callable[..., Path], county: Callable[..., Profile]) -> Callable[..., Ledger]:
    """Reads rows as the small county's ledger; other keywords replace keys of its profile's tables."""

    def make(rows: Iterable[Row], *, audience: str = "internal", **tables: dict[str, Any]) -> Ledger:
        return read_ledger(write(rows), county(**tables), audience=audience)

    return make


@pytest.fixture(scope="session")
def frame(county: Callable[..., Profile]) -> Callable[[Iterable[Row]], pd.DataFrame]:
    """Makes rows into cases as the ledger hands them on, without a file; an order is due on 10 April unless told."""
    kinds = {name: kind.name for name, (kind, _) in county().units.items()}
    dtypes = {column.name: DTYPES[column.holds] for column in CASES}

    def make(rows: Iterable[Row]) -> pd.DataFrame:
        full = [{"case_id": f"A{place:02d}", "due_at": "2020-04-10"} | ORDER | row for place, row in enumerate(rows, 1)]
        for row in full:
            row["unit_kind"] = kinds.get(row["unit"], "")
            row["due_at"] += " 23:59:59" if len(row["due_at"]) == len("2020-04-10") else ""
        return pd.DataFrame(full, columns=list(dtypes), dtype=object).replace("", None).astype(dtypes)

    return make


@pytest.fixture(scope="session")
def counted(frame: Callable[..., pd.DataFrame], county: Callable[..., Profile]) -> Callable[..., Counted]:
    """Counts `month` of rows of the small county, and every month from `since`; other keywords as for `county`."""

    def make(
        rows: Iterable[Row], *, month: str = "2020-04", since: str = "", as_of: date | None = None, **tables: Any
    ) -> Counted:
        when, profile, cases = Month.parse(month), county(**tables), frame(rows)
        months, until = Month.parse(since or month).through(when), cut_off(when, profile, as_of)
        cube = count_cases(cases, cut_offs_of(months, profile) | {when: until}, profile)
        return Counted(profile, when, until, cases, cube)

    return make
