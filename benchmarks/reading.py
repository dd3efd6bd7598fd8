"""How long a large ledger takes to read, check and account for, beside the bare parsing of the same file."""

import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from python_calamine import load_workbook
from xlsxwriter import Workbook

from hotline_analysis.ledger.due import days_after
from hotline_analysis.ledger.profile import Profile, load_profile
from hotline_analysis.ledger.reading import check_ledger, read_ledger

ROOT = Path(__file__).parents[1]
CSV_ROWS, XLSX_ROWS, DUE_DATES = 1_000_000, 100_000, 1_000_000
ROUNDS = 3


def best(action: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The shortest of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        began = clock()
        action()
        times.append(clock() - began)
    return min(times)


def multiplied(rows: int) -> pd.DataFrame:
    """The sample ledger over and over, each case with a number of its own, without its faulty rows."""
    sample = pd.read_csv(ROOT / "data" / "heshui" / "ledger.csv", dtype=str, keep_default_na=False)
    sample = sample[~sample["受理时间"].str.startswith("2018-11-31")]
    frame = pd.concat([sample] * (rows // len(sample) + 1), ignore_index=True)[:rows]
    return frame.assign(工单编号=[f"DH{number:09d}" for number in range(rows)])


def compared(name: str, ours: float, theirs: float, limit: float) -> bool:
    """Print one line; whether our time is within `limit` times theirs."""
    print(f"{name}: {ours:.2f} s against {theirs:.2f} s = {ours / theirs:.2f} times (limit {limit})")
    return ours <= limit * theirs


def csv_times(folder: Path, profile: Profile) -> bool:
    path = folder / "ledger.csv"
    multiplied(CSV_ROWS).to_csv(path, index=False)
    columns = ", ".join(f'"{header}"' for header in profile.ledger.columns.values())
    query = f"SELECT {columns} FROM read_csv('{path}')"
    theirs = best(lambda: duckdb.sql(query).df())
    print(f"  (into an Arrow table instead of a frame: {best(lambda: duckdb.sql(query).to_arrow_table()):.2f} s)")
    ours = best(lambda: read_ledger(path, profile, audience="internal"))
    return compared(f"CSV, {CSV_ROWS} rows", ours, theirs, 5)


def xlsx_times(folder: Path, profile: Profile) -> bool:
    path = folder / "ledger.xlsx"
    frame = multiplied(XLSX_ROWS)
    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([list(frame.columns), *frame.itertuples(index=False)]):
            for column, cell in islice(enumerate(row), len(frame.columns)):
                sheet.write_string(place, column, cell)
    theirs = best(lambda: load_workbook(path).get_sheet_by_index(0).to_python())
    ours = best(lambda: check_ledger(path, profile))
    return compared(f"xlsx, {XLSX_ROWS} rows", ours, theirs, 1.5)


def due_times(profile: Profile) -> bool:
    days = np.datetime64("2018-01-01") + np.random.default_rng(0).integers(0, 2000, DUE_DATES)
    seconds = best(lambda: days_after(profile, days, 3), time.process_time)
    print(f"{DUE_DATES} due dates: {seconds:.2f} s of CPU (limit 1)")
    return seconds < 1


def main() -> int:
    """Print every time; 1 where one is over its limit."""
    profile = load_profile(ROOT / "data" / "heshui")
    with TemporaryDirectory() as folder:
        within = [csv_times(Path(folder), profile), xlsx_times(Path(folder), profile), due_times(profile)]
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
