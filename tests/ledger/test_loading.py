"""From sheets to rows: titles, two-level headers, blank rows, repeated headers, totals and notes."""

from collections.abc import Sequence

import pytest

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.loading import Loaded, load
from hotline_analysis.ledger.profile import Table
from hotline_analysis.ledger.sheets import Sheet

LAYOUT = Table(file="", columns={"case_id": "编号", "received_at": "时间", "unit": "单位", "result_rating": "评价"})
HEADER = ["编号", "时间", "单位", "评价"]
FIRST, SECOND = ["1", "2020-04-01", "甲", "满意"], ["2", "2020-04-02", "乙", ""]


def sheet(*rows: Sequence[str], name: str = "", file: str = "a.xlsx") -> Sheet:
    return Sheet(file, name, tuple(enumerate(rows, 1)))


def told(loaded: Loaded) -> dict[str, str]:
    return {one.reason: one.rows for one in loaded.skipped}


def ids(loaded: Loaded) -> list[str]:
    return loaded.raw["case_id_raw"].to_pylist()


def test_what_is_no_data_is_passed_over_and_told() -> None:
    rows = [
        ["某县热线台账", "", "", ""], ["2020年4月", "", "", ""], HEADER, FIRST, ["", " ", "\u3000", ""], HEADER, SECOND,
        ["合 计", "2", "", ""], ["制表人：张三", "", "", ""], ["", "", "", ""],
    ]  # fmt: skip
    loaded = load([sheet(*rows)], LAYOUT)
    assert ids(loaded) == ["1", "2"]
    assert loaded.raw["line"].to_pylist() == [4, 7]
    assert told(loaded) == {
        "above the header": "1-2", "blank": "5, 10", "the header again": "6", "a total": "8",
        "a note below the last row": "9",
    }  # fmt: skip


def test_a_two_level_header() -> None:
    rows = [
        ["编号", "时间", "办理", "办理", "评价", "评价"],
        ["编号", "时间", "单位", "结果", "热线", "结果"],
        ["1", "2020-04-01", "甲", "已办", "满意", "一般"],
    ]
    layout = LAYOUT.model_copy(update={"columns": LAYOUT.columns | {"result_rating": "评价结果"}})
    loaded = load([sheet(*rows)], layout)
    assert ids(loaded) == ["1"]
    assert loaded.raw["result_rating_raw"].to_pylist() == ["一般"]
    assert loaded.raw["unit_raw"].to_pylist() == ["甲"]


def test_a_two_level_header_whose_merged_cells_came_apart() -> None:
    rows = [
        ["编号", "时间", "办理", "", "评价"],
        ["", "", "单位", "结果", ""],
        ["1", "2020-04-01", "甲", "已办", "满意"],
    ]
    loaded = load([sheet(*rows)], LAYOUT)
    assert (ids(loaded), loaded.raw["unit_raw"].to_pylist()) == (["1"], ["甲"])


def test_headers_are_compared_without_blanks() -> None:
    loaded = load([sheet(["编 号", "时\n间", " 单位", "评价"], FIRST)], LAYOUT)
    assert ids(loaded) == ["1"]


def test_sheets_without_the_headers_are_passed_over_beside_one_that_has_them() -> None:
    sheets = [
        sheet(["说明"], ["本表由系统导出"], name="说明"), sheet(HEADER, FIRST, name="三月"),
        sheet(["单位", "编号"], FIRST[1:3], name="统计"), sheet(name="空表"), sheet(HEADER, SECOND, name="四月"),
    ]  # fmt: skip
    with pytest.raises(
        LedgerError, match="a.xlsx（统计）: no column '时间' for received_at. Its headers are 单位、编号."
    ):
        load(sheets, LAYOUT)
    loaded = load([one for one in sheets if one.sheet != "统计"], LAYOUT)
    assert ids(loaded) == ["1", "2"]
    assert loaded.sheets == (("a.xlsx", "三月"), ("a.xlsx", "四月"))
    assert [(one.sheet, one.reason) for one in loaded.skipped] == [
        ("说明", "without the profile's headers"), ("空表", "an empty sheet"),
    ]  # fmt: skip


def test_a_file_of_a_folder_without_the_headers_is_an_error() -> None:
    files = [sheet(HEADER, FIRST, file="三月.xlsx"), sheet(["1", "2020-04-01", "甲", "满意"], file="四月.xlsx")]
    with pytest.raises(
        LedgerError, match="四月.xlsx: none of its first 50 rows has a header of the profile, such as '编号'"
    ):
        load(files, LAYOUT)
    with pytest.raises(LedgerError, match="四月.xlsx: it holds no rows"):
        load([files[0], sheet(file="四月.xlsx")], LAYOUT)


def test_a_header_on_two_columns_is_an_error() -> None:
    with pytest.raises(LedgerError, match="two columns are headed '时间'. Rename the one that is not received_at"):
        load([sheet(["编号", "时间", "时间", "单位", "评价"], ["1", "2020-04-01", "", "甲", ""])], LAYOUT)


def test_a_sheet_that_its_reader_passed_over_is_told() -> None:
    loaded = load([sheet(HEADER, FIRST), Sheet("a.xlsx", "旧", (), "a hidden sheet")], LAYOUT)
    assert [str(one) for one in loaded.skipped] == ["a.xlsx（旧）: a hidden sheet"]


def test_a_last_row_that_says_more_than_a_note_is_kept_for_the_checks() -> None:
    loaded = load([sheet(HEADER, FIRST, ["2", "", "乙", "满意"], ["注：含3月结转", "", "", ""])], LAYOUT)
    assert ids(loaded) == ["1", "2"]


def test_rows_shorter_and_longer_than_the_header() -> None:
    loaded = load([sheet(HEADER, [*FIRST, "", " "], SECOND[:3], [*FIRST, "多"])], LAYOUT)
    assert loaded.raw["cells"].to_pylist() == [4, 3, 5]
    assert loaded.raw["width"].to_pylist() == [4, 4, 4]
