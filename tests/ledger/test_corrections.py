"""Corrections before publication: applied only where the ledger says what they say it does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.reading import Ledger, read_ledger

HEADER = "工单编号,栏目,原值,新值,原因,核准人\n"
Corrected = Callable[..., Ledger]


@pytest.fixture
def corrected(write: Callable[..., Path], county: Callable[..., Any]) -> Corrected:
    """Reads rows with the given lines of corrections/2020-04.csv."""

    def make(rows: list[dict[str, str]], *lines: str, name: str = "2020-04.csv", header: str = HEADER) -> Ledger:
        path = write(rows)
        folder = path.parent / "corrections"
        folder.mkdir()
        (folder / name).write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return read_ledger(path, county().model_copy(update={"folder": path.parent}), audience="internal")

    return make


@pytest.mark.parametrize("column", ["办结时间", "closed_at", " 办结 时间 "])
def test_a_cell_is_changed_and_the_change_is_on_record(corrected: Corrected, column: str) -> None:
    ledger = corrected([{}, {}], f"A1,{column},2020/4/8 17:00,2020-04-09 08:30,误登,李科长")
    assert [str(time) for time in ledger.cases["closed_at"]] == ["2020-04-09 08:30:00", "2020-04-08 17:00:00"]
    (one,) = ledger.accounting.corrections
    assert (one.file, one.line, one.case_id, one.approved_by) == ("corrections/2020-04.csv", 2, "A1", "李科长")


def test_a_blank_is_filled_and_a_cell_emptied(corrected: Corrected) -> None:
    rows = [{"result_rating": ""}, {}]
    ledger = corrected(rows, "A1,结果评价,,一般,补录,李科长", "A2,结果评价,满意,,误录,李科长")
    assert ledger.cases["result_rating"].fillna("").tolist() == ["一般", ""]


def test_an_order_is_left_out_of_the_rates_without_a_column_for_it(corrected: Corrected) -> None:
    ledger = corrected([{}, {}], "A2,剔除考核,,是,属上级事权,李科长")
    assert ledger.cases["excluded"].tolist()[1] is True
    assert ledger.cases["excluded"].isna().tolist() == [True, False]


def test_corrections_pass_the_same_checks_as_any_row(corrected: Corrected) -> None:
    account = corrected([{}, {}], "A1,承办单位,甲河镇,无此单位,改派,李科长").accounting
    assert [(one.line, one.value) for one in account.rejects] == [(2, "无此单位")]


def test_a_correction_mends_a_row_that_would_be_rejected(corrected: Corrected) -> None:
    account = corrected([{"unit": "甲河"}], "A1,承办单位,甲河,甲河镇,简写,李科长").accounting
    assert (account.accepted, account.rejected) == (1, 0)


def test_months_that_the_ledger_does_not_hold_are_let_be(corrected: Corrected) -> None:
    assert corrected([{}], "Z9,结果评价,满意,一般,误录,李科长", name="2019-01.csv").accounting.corrections == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A1,结果评价,一般,不满意,误录,李科长", "结果评价 of case A1 is '满意' in the ledger, not '一般'"),
        ("A1,结果评价,,不满意,误录,李科长", "is '满意' in the ledger, not ''"),
        ("A7,结果评价,满意,一般,误录,李科长", "the ledger has no case A7"),
        ("A1,工单编号,A1,A2,误录,李科长", "'工单编号' is no column that can be corrected. Use one of 受理时间"),
        ("A1,满意度,满意,一般,误录,李科长", "'满意度' is no column that can be corrected"),
        ("A1,结果评价,满意,一般,,李科长", "原因: is blank. Every correction needs it."),
        ("A1,结果评价,满意,一般,误录", "核准人: is blank"),
    ],
)
def test_a_correction_that_cannot_be_applied_is_an_error_with_its_row(
    corrected: Corrected, line: str, told: str
) -> None:
    with pytest.raises(LedgerError) as error:
        corrected([{}], line)
    assert str(error.value).startswith("corrections/2020-04.csv, row 2") and told in str(error.value)


def test_a_file_of_corrections_goes_by_its_month_and_has_its_header(corrected: Corrected) -> None:
    with pytest.raises(LedgerError, match="Name the file like 2020-04.csv"):
        corrected([{}], name="四月.csv")
    with pytest.raises(LedgerError, match="its header is not 工单编号,栏目,原值,新值,原因,核准人"):
        corrected([{}], header="编号,栏目,原值,新值\n")


def test_corrections_of_another_kind_of_file_are_not_passed_over(corrected: Corrected) -> None:
    with pytest.raises(LedgerError, match="corrections are read from .csv and .xlsx. Save it as one"):
        corrected([{}], name="2020-04.docx")


def test_a_number_of_two_rows_cannot_be_corrected(corrected: Corrected) -> None:
    rows = [{"case_id": "A1"}, {"case_id": "A1", "unit": "乙山镇"}]
    with pytest.raises(LedgerError, match="different rows of the ledger bear the number A1. Mend it in the ledger"):
        corrected(rows, "A1,承办单位,乙山镇,甲河镇,改派,李科长")
