"""The 232 cases of April 2020 from every kind of source: the same figures, to the last digit."""

import csv
import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from postgres import Server, postgres_server  # noqa: F401
from sample import PROFILE
from tools import need
from xlsxwriter import Workbook

from hotline_analysis.bulletin import monthly

Rows = list[list[str]]


@pytest.fixture(scope="module")
def april() -> Rows:
    """The header and the rows of April 2020, as the sample ledger writes them."""
    with (PROFILE.parent / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return [header, *(row for row in rows if row[header.index("受理时间")].startswith("2020-04"))]


@pytest.fixture(scope="module")
def expected(april: Rows, tmp_path_factory: pytest.TempPathFactory) -> str:
    return figures_of(as_csv(april, tmp_path_factory.mktemp("plain")))


def figures_of(source: str) -> str:
    facts = monthly.gather("2020-04", profile=str(PROFILE), ledger=source)
    (account, _) = facts.accounts
    assert (account.read, account.accepted) == (232, 232)
    return json.dumps([figure.to_json() for figure in monthly.figures(facts)], ensure_ascii=False)


def as_csv(rows: Rows, folder: Path, name: str = "april.csv", *, encoding: str = "utf-8", delimiter: str = ",") -> str:
    with (folder / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return str(folder / name)


def as_xlsx(rows: Rows, folder: Path, *, title: bool = False) -> str:
    path = folder / "april.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("台账")
        for place, cells in enumerate([["2020年4月台账"], *rows, ["合计", "232"]] if title else rows):
            for column, cell in enumerate(cells):
                sheet.write_string(place, column, cell)
    return str(path)


def as_dated_xlsx(rows: Rows, folder: Path) -> str:
    """Times as a spreadsheet's own, in one half of the columns without a format of a date."""
    from datetime import datetime

    path, times = (
        folder / "dated.xlsx",
        {"受理时间": "yyyy/m/d h:mm", "办结时间": "yyyy/m/d h:mm", "回访时间": "0.0000000"},
    )
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        formats = {name: book.add_format({"num_format": shown}) for name, shown in times.items()}
        for place, cells in enumerate(rows):
            for column, (name, cell) in enumerate(zip(rows[0], cells, strict=True)):
                if place and cell and name in times:
                    sheet.write_datetime(place, column, datetime.strptime(cell, "%Y-%m-%d %H:%M"), formats[name])
                else:
                    sheet.write_string(place, column, cell)
    return str(path)


def as_xls(rows: Rows, folder: Path) -> str:
    need("soffice")
    path = as_xlsx(rows, folder)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "xls",
         "--outdir", str(folder), path], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return path.removesuffix("x")


def as_html(rows: Rows, folder: Path) -> str:
    from html import escape

    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in rows)
    (folder / "april.xls").write_text(f"<html><table>{lines}</table></html>", encoding="gb18030")
    return str(folder / "april.xls")


def as_parquet(rows: Rows, folder: Path) -> str:
    columns = [pa.array(column, pa.string()) for column in zip(*rows[1:], strict=True)]
    pq.write_table(pa.table(columns, names=rows[0]), folder / "april.parquet")
    return str(folder / "april.parquet")


def as_folder(rows: Rows, folder: Path) -> str:
    for number, start in enumerate(range(1, len(rows), 60)):
        as_csv(
            [rows[0], *rows[start : start + 60]], folder, f"{number}.csv", encoding="gb18030" if number % 2 else "utf-8"
        )
    return str(folder)


def as_sqlite(rows: Rows, folder: Path) -> str:
    with sqlite3.connect(folder / "april.db") as base:
        base.execute(f"CREATE TABLE 台账 ({', '.join(rows[0])})")
        base.executemany(f"INSERT INTO 台账 VALUES ({', '.join('?' * len(rows[0]))})", rows[1:])
    base.close()
    return f"sqlite:///{folder}/april.db#台账"


def as_duckdb(rows: Rows, folder: Path) -> str:
    """With times as timestamps, as a database has them."""
    with duckdb.connect(folder / "april.duckdb") as base:
        times = {"受理时间", "办结时间", "回访时间"}
        base.execute(f"CREATE TABLE 台账 ({', '.join(f'{name} {_type(name, times)}' for name in rows[0])})")
        values = [[cell or None for cell in row] for row in rows[1:]]
        base.executemany(f"INSERT INTO 台账 VALUES ({', '.join('?' * len(rows[0]))})", values)
    return f"duckdb:///{folder}/april.duckdb#台账"


def _type(name: str, times: set[str]) -> str:
    return "TIMESTAMP" if name in times else "VARCHAR"


FORMS: dict[str, Callable[[Rows, Path], str]] = {
    "gb18030": lambda rows, folder: as_csv(rows, folder, encoding="gb18030"),
    "utf-8 with a mark": lambda rows, folder: as_csv(rows, folder, encoding="utf-8-sig"),
    "tab": lambda rows, folder: as_csv(rows, folder, "april.tsv", delimiter="\t"),
    "xlsx": as_xlsx,
    "xlsx with a title and a total": lambda rows, folder: as_xlsx(rows, folder, title=True),
    "xlsx with dates": as_dated_xlsx,
    "xls": as_xls,
    "html named xls": as_html,
    "parquet": as_parquet,
    "folder": as_folder,
    "sqlite": as_sqlite,
    "duckdb": as_duckdb,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_figures_do_not_depend_on_the_source(april: Rows, expected: str, tmp_path: Path, form: str) -> None:
    assert len(april) == 233
    assert figures_of(FORMS[form](april, tmp_path)) == expected


def test_the_figures_of_a_postgresql_server(april: Rows, expected: str, postgres_server: Server) -> None:  # noqa: F811
    times = {"受理时间", "办结时间", "回访时间"}
    columns = ", ".join(f'"{name}" {_type(name, times)}' for name in april[0])
    rows = ", ".join(
        "(" + ", ".join("NULL" if not cell else "'" + cell.replace("'", "''") + "'" for cell in row) + ")"
        for row in april[1:]
    )
    postgres_server.execute(f"CREATE TABLE 四月 ({columns})", f"INSERT INTO 四月 VALUES {rows}")
    assert figures_of(f"{postgres_server.url}#四月") == expected
    assert figures_of(f"{postgres_server.url}#SELECT * FROM 四月 ORDER BY 工单编号") == expected
