"""The file of rejects: complete, harmless in a spreadsheet, and never in the place of another file."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hotline_analysis.errors import InputError
from hotline_analysis.ledger.accounting import Reject
from hotline_analysis.publish.rejects import HEADER, write_rejects

REJECTS = (
    Reject("a.xlsx", "四月", 18, "承办单位", "=1+1", "is an unknown unit. Add it."),
    Reject("b.csv", "", 3, "受理时间", "-13日", "is not a time such as 2020-04-16 14:05."),
)
ROWS = [
    ("a.xlsx", "四月", "18", "承办单位", "=1+1", "单位名称不在热线档案之内，请改用规范名称"),
    ("b.csv", "", "3", "受理时间", "-13日", "时间无法辨认，请核对年月日和时刻的写法"),
]


def test_csv_has_every_reject_and_no_formula(tmp_path: Path) -> None:
    write_rejects(REJECTS, tmp_path / "rejects.csv")
    write_rejects(REJECTS, tmp_path / "rejects.csv")
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = map(tuple, csv.reader(file))
    assert header == HEADER
    assert [row[4] for row in rows] == ["'=1+1", "'-13日"]
    assert [(*row[:4], row[4].lstrip("'"), row[5]) for row in rows] == ROWS


def test_xlsx_has_the_same_as_text(tmp_path: Path) -> None:
    write_rejects(REJECTS, tmp_path / "rejects.xlsx")
    sheet = load_workbook(tmp_path / "rejects.xlsx").active
    assert [tuple(str(cell.value or "") for cell in row) for row in sheet.iter_rows(min_row=2)] == ROWS
    assert sheet["E2"].data_type == "s"


def test_another_file_is_never_replaced(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("工单编号,受理时间\n1,2020-04-01\n", encoding="utf-8")
    with pytest.raises(InputError, match="there is such a file, and it holds something else"):
        write_rejects(REJECTS, ledger)
    assert ledger.read_text(encoding="utf-8").startswith("工单编号")


@pytest.mark.parametrize(("name", "told"), [("a.txt", "as .csv or .xlsx"), ("none/a.csv", "there is no folder")])
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        write_rejects(REJECTS, tmp_path / name)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError):
        write_rejects(REJECTS, tmp_path / "folder.csv")
