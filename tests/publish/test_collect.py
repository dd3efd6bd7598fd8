"""An executed notebook as a document: own blocks, an analyst's cells, what is left out, the numbering."""

import json

import nbformat
import pandas as pd
import pytest
from example import FRAME, HOSTILE, example_blocks, example_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from hotline_analysis.bulletin.blocks import (
    MIME,
    Annex,
    Block,
    Chart,
    Heading,
    Paragraph,
    Section,
    Strong,
    Table,
    figures_of,
)
from hotline_analysis.errors import RunError
from hotline_analysis.publish.collect import Document, document
from hotline_analysis.publish.foreign import markdown_blocks, table_of


def _shown(data: dict[str, object], *, source: str = "show", **metadata: object) -> tuple[Block, ...]:
    output = new_output("execute_result", data=data, execution_count=1)
    return document(new_notebook(cells=[new_code_cell(source, outputs=[output], metadata=metadata)])).blocks


def _section(*blocks: Block) -> tuple[Block, ...]:
    return _shown(Section(blocks)._repr_mimebundle_())


def test_own_blocks_come_back_whole_after_the_file_is_written_and_read():
    notebook = nbformat.reads(nbformat.writes(example_notebook()), as_version=4)
    read = document(notebook)
    assert figures_of(read.blocks) == figures_of(example_blocks())
    unnumbered = {block for block in example_blocks() if not isinstance(block, (Chart, Table))}
    assert unnumbered <= set(read.blocks)


def test_names_for_the_file():
    read = document(example_notebook())
    assert read.title == "2020年4月份县“12345”政务服务热线（县长热线）运行受理情况分析报告"
    assert read.masthead is not None
    assert read.masthead.name == "合水政务热线动态"
    assert Document((Heading(1, "一、补充"),)).title == "一、补充"
    assert (Document(()).title, Document(()).masthead) == ("", None)


def test_cells_that_are_not_for_the_reader():
    cells = [
        new_markdown_cell("说明", metadata={"tags": ["remove-cell"]}),
        new_code_cell("x", outputs=[new_output("stream", name="stdout", text="x")], metadata={"tags": ["remove-cell"]}),
        new_code_cell("month = '2020-04'"),
        new_code_cell("w", outputs=[new_output("stream", name="stderr", text="警告")]),
        new_code_cell("1/0", outputs=[new_output("error", ename="E", evalue="", traceback=[])]),
    ]
    assert document(new_notebook(cells=cells)).blocks == ()


def test_charts_and_tables_are_numbered_in_order():
    table = Table("构成", ("类型",), ((("咨询",),),))
    plain = Table("", ("类型",), ())
    blocks = _section(table, plain, Chart("趋势", ""), Chart("", ""), table, Annex("附件1", "表", ""), table)
    assert [block.caption for block in blocks if isinstance(block, (Chart, Table))] == [
        "表1　构成", "", "图1　趋势", "图2", "表2　构成", "构成",
    ]  # fmt: skip


def test_blocks_of_another_version_are_named():
    with pytest.raises(RunError, match="'poem'.*run the notebook again"):
        _shown({MIME: [{"type": "poem", "lines": []}]})


def test_picture_takes_its_caption_from_the_cell():
    png = {"image/png": "QUJD\nREVG\n", "text/plain": "<Figure size 640x480>"}
    (chart,) = _shown(png, source="# 近三月受理量\nplot()")
    assert chart == Chart("图1　近三月受理量", "近三月受理量", png="QUJDREVG")
    (chart,) = _shown({"image/svg+xml": "<svg/>"}, source="# 注释", caption="走势")
    assert chart == Chart("图1　走势", "走势", svg="<svg/>")
    assert _shown(png, source="plot()") == (Chart("图1", "", png="QUJDREVG"),)


def test_plain_result_beside_a_picture_is_its_object():
    outputs = [
        new_output("execute_result", data={"text/plain": "Text(0.5, 1.0, '件')"}, execution_count=1),
        new_output("display_data", data={"image/png": "QUJD"}),
    ]
    (block,) = document(new_notebook(cells=[new_code_cell("plot()", outputs=outputs)])).blocks
    assert isinstance(block, Chart)


def test_printed_text_keeps_its_lines_and_loses_colours():
    output = new_output("stream", name="stdout", text="\x1b[31m甲\x1b[0m  1\n乙  2\n")
    (block,) = document(new_notebook(cells=[new_code_cell("print()", outputs=[output])])).blocks
    assert block == Paragraph(("甲  1\n乙  2",), style="verbatim")
    assert _shown({"text/plain": "209"}) == (Paragraph(("209",), style="verbatim"),)


def test_widgets_say_nothing_on_paper():
    assert _shown({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "VBox()"}) == ()


def test_frame_shows_the_strings_that_jupyter_shows():
    (table,) = _shown({"text/html": FRAME, "text/plain": "…"}, source="# 高频诉求单位\ntop")
    assert table == Table(
        "表1　高频诉求单位",
        ("单位", "件数", "占比"),
        ((("县房管局",), ("21",), ("10.05%",)), (("县交通局",), ("17",), ("8.13%",))),
    )


def test_frame_of_two_header_rows_and_two_indexes():
    columns = pd.MultiIndex.from_product([["受理", "办结"], ["3月", "4月"]])
    index = pd.MultiIndex.from_tuples([("乡镇", "固城镇"), ("乡镇", "板桥镇")], names=["类别", "单位"])
    frame = pd.DataFrame([[1, 2, 3, 4], [5, 6, 7, 8]], index=index, columns=columns)
    table = table_of(frame.to_html())
    assert table is not None
    assert table.header == ("类别", "单位", "受理 3月", "受理 4月", "办结 3月", "办结 4月")
    assert [[cell[0] for cell in row] for row in table.rows] == [
        ["乡镇", "固城镇", "1", "2", "3", "4"],
        ["乡镇", "板桥镇", "5", "6", "7", "8"],
    ]


def test_styled_frame_with_its_own_caption():
    frame = pd.DataFrame({"占比": [0.8325]}, index=["咨询"])
    table = table_of(frame.style.format("{:.2%}").set_caption("构成").to_html(), caption="别的")
    assert table == Table("构成", ("", "占比"), ((("咨询",), ("83.25%",)),))


@pytest.mark.parametrize(
    "markup", ["<table></table>", "<table><tr><td colspan='x'>1</td></tr></table>", "<table><thead>"]
)
def test_odd_tables_do_not_stop_a_run(markup: str):
    assert isinstance(table_of(markup), Table)


def test_other_html_leaves_its_words():
    assert _shown({"text/html": "<style>p{}</style><p>合计 <b>209</b> 件</p>", "text/plain": "<HTML object>"}) == (
        Paragraph(("合计 209 件",)),
    )
    assert _shown({"text/html": "<script>run()</script>", "text/plain": "<HTML object>"}) == ()
    assert _shown({"text/html": "", "text/plain": ""}) == ()


def test_markdown_of_an_analyst():
    blocks = markdown_blocks(
        "#### 深\n\n高速**扰民**，见[台账](https://example.org)`x`。\n次行 line\nend  \n断行 ![柱形图](x.png)\n\n"
        "3. 甲\n4. 乙\n   - 丙\n\n> 引\n\n---\n\n```sql\nselect 1\n```\n"
    )
    assert blocks == (
        Heading(3, "深"),
        Paragraph(("高速", Strong("扰民"), "，见台账x。次行 line end\n断行 柱形图")),
        Paragraph(("3. 甲",)),
        Paragraph(("4. 乙",)),
        Paragraph(("　· 丙",)),
        Paragraph(("引",)),
        Paragraph(("select 1",), style="verbatim"),
    )


def test_markdown_table_and_raw_html():
    table, raw = markdown_blocks(f"| 事项 | 件 |\n|--|--|\n| 扬尘 | **6** |\n\n<div>{HOSTILE}</div>\n")
    assert table == Table("", ("事项", "件"), ((("扬尘",), (Strong("6"),)),))
    assert raw == Paragraph((f"<div>{HOSTILE}</div>",))


def test_the_notebook_is_not_changed():
    notebook = example_notebook()
    before = json.dumps(notebook, ensure_ascii=False)
    document(notebook)
    assert json.dumps(notebook, ensure_ascii=False) == before
