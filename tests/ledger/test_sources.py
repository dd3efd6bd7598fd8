"""Where a ledger lies: files, folders, patterns and several of these; a file is known by its bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.reading import read_ledger
from hotline_analysis.ledger.sources import find_source

TABLE = "工单编号,内容\n1,甲\n"


def cells_of(given: str | tuple[str, ...], folder: Path) -> list[list[str]]:
    return [list(cells) for sheet in find_source(given, folder).sheets() for _, cells in sheet.rows]


def test_a_file_is_known_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(TABLE.replace(",", "\t"), encoding="utf-8")
    assert cells_of("a.xls", tmp_path) == [["工单编号", "内容"], ["1", "甲"]]
    (tmp_path / "b.xls").write_text("<table><tr><td>工单编号<td>内容<tr><td>1<td>甲</table>", encoding="utf-8")
    assert cells_of("b.xls", tmp_path) == [["工单编号", "内容"], ["1", "甲"]]


def test_a_folder_is_read_file_by_file_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("2020-04.csv", "2020-03.csv", "~$2020-04.csv", ".hidden.csv", "readme.md"):
        (tmp_path / name).write_text(f"工单编号,文件\n1,{name}\n", encoding="utf-8")
    source = find_source(str(tmp_path), Path())
    assert [path.name for path in source.files] == ["2020-03.csv", "2020-04.csv"]
    assert source.name == f"{tmp_path.name} (2 files)"


def test_patterns_and_several_names(tmp_path: Path) -> None:
    for name in ("a1.csv", "a2.csv", "b.csv"):
        (tmp_path / name).write_text(TABLE, encoding="utf-8")
    assert [path.name for path in find_source("a*.csv", tmp_path).files] == ["a1.csv", "a2.csv"]
    assert [path.name for path in find_source("b.csv;a1.csv", tmp_path).files] == ["b.csv", "a1.csv"]
    assert find_source(("b.csv", "a?.csv"), tmp_path).name == "3 files"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("a.csv", "a.csv: there is no such file. Give its path with --ledger or in the profile."),
        ("*.csv", "no file matches this pattern"),
        (".", "the folder holds no ledger"),
        (" ; ", "no ledger is named"),
    ],
)
def test_where_there_is_nothing(tmp_path: Path, given: str, told: str) -> None:
    with pytest.raises(LedgerError) as error:
        find_source(given, tmp_path)
    assert told in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"%PDF-1.7\n", "a PDF. Export the ledger as a table"),
        (b"SQLite format 3\0" + b"\0" * 99, "a database. Give it as sqlite:///"),
        (b"PAR1" + b"\0" * 30, "not readable as Parquet"),
    ],
    ids=["pdf", "sqlite", "parquet"],
)
def test_files_that_hold_no_table(tmp_path: Path, start: bytes, told: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(start)
    with pytest.raises(LedgerError, match=told):
        list(find_source("a.xlsx", tmp_path).sheets())


def test_parquet_has_its_types_written_out(tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({
        "编号": [202004010001, 202004010002],
        "时间": pd.to_datetime(["2020-04-01 09:05", None]),
        "内容": ["甲", None],
        "是否": [True, None],
    })  # fmt: skip
    pq.write_table(pa.Table.from_pandas(frame), tmp_path / "a.parquet")
    rows = cells_of("a.parquet", tmp_path)
    assert rows[1] == ["202004010001", "2020-04-01 09:05:00", "甲", "是"]
    assert rows[2] == ["202004010002", "", "", ""]


def test_a_ledger_of_two_monthly_files(write: Callable[..., Path], county: Callable[..., Any], tmp_path: Path) -> None:
    for name, number in (("2020-03.csv", "B1"), ("2020-04.csv", "B2")):
        path = write([{"case_id": number, "unit": "甲河镇"}, {"case_id": f"{number}X", "unit": "无此单位"}])
        path.rename(tmp_path / name)
    ledger = read_ledger(tmp_path, county(), audience="internal")
    assert ledger.cases["case_id"].tolist() == ["B1", "B2"]
    assert [(one.file, one.line) for one in ledger.accounting.rejects] == [("2020-03.csv", 3), ("2020-04.csv", 3)]
