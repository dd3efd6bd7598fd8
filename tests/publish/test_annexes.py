from decimal import Decimal
from io import BytesIO

import pytest
from example import example_blocks
from openpyxl import load_workbook

from hotline_analysis.bulletin.blocks import Annex, Paragraph, Table
from hotline_analysis.errors import InputError
from hotline_analysis.figure import Figure
from hotline_analysis.publish.annexes import number_of, render_annexes


def book_of(*blocks):
    return load_workbook(BytesIO(render_annexes(blocks)))


def test_each_annex_is_a_sheet():
    book = book_of(*example_blocks())
    assert book.sheetnames == ["附件1", "附件2"]
    assert "乡镇转办情况统计表" in book["附件1"]["A1"].value


def test_figures_are_numbers_and_codes_are_text():
    rows = {row[0].value: row for row in book_of(*example_blocks())["附件1"].iter_rows(min_row=3)}
    total = rows["合计"]
    assert (total[1].value, total[1].number_format) == (18, "0")
    assert (total[5].value, total[5].number_format) == (0.8571, "0.00%")
    assert rows["固城镇"][7].value == "工单编号：DH202004160010\n超期5天办结"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure("k", "l", 1234, "1,234件"), (1234, '0"件"')),
        (Figure("k", "l", Decimal("-2.11"), "-2.1%"), (-0.0211, "0.0%")),
        (Figure("k", "l", Decimal("-2.11"), "2.1%"), None),
        (Figure("k", "l", None, "—"), None),
        (Figure("k", "l", 15, "超期15天"), None),
        (Figure("k", "l", ("甲", "乙"), "甲、乙"), None),
    ],
)
def test_only_a_printed_value_becomes_a_number(figure, expected):
    assert number_of((figure,)) == expected


def test_a_cell_of_words_and_figures_is_text():
    assert number_of((Figure("k", "l", 5, "5"), "天")) is None


def test_the_head_row_is_frozen_and_repeats_in_print():
    sheet = book_of(*example_blocks())["附件1"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B4", "$1:$3")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def test_a_note_stands_under_its_table():
    annex, table = Annex("附件1", "统计表", ""), Table("", ("甲", "乙"), ((("一",), ("二",)),))
    column = [cell.value for cell in book_of(annex, table, Paragraph(("注：说明",), style="note")).active["A"]]
    assert column == ["统计表", "甲", "一", "注：说明"]


def test_equal_blocks_give_equal_bytes(monkeypatch):
    first = render_annexes(example_blocks())
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert render_annexes(example_blocks()) == first


def test_formulas_and_links_stay_text():
    hostile = ("=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "https://example.org", "<script>")
    table = Table("", ("=1+1",), tuple(((word,),) for word in hostile))
    cells = book_of(Annex("附件1", "=2+2", ""), table).active["A"]
    assert [cell.value for cell in cells] == ["=2+2", "=1+1", *hostile]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_odd_numbers_of_annexes_still_name_sheets():
    table = Table("", ("甲",), ((("一",),),))
    book = book_of(*(part for name in ("附件1", "附件1", "a/b[c]", "") for part in (Annex(name, "表", ""), table)))
    assert len(set(book.sheetnames)) == 4
    assert "abc" in book.sheetnames


def test_without_an_annex_there_is_no_workbook():
    with pytest.raises(InputError, match="no annex"):
        render_annexes((Paragraph(("甲",)),))
