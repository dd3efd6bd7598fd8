import re
from io import BytesIO

import pytest
from example import HOSTILE, OFFICE, example_blocks, example_notebook
from pypdf import PdfReader

from hotline_analysis.bulletin.blocks import (
    Annex,
    AttachmentList,
    Chart,
    Distribution,
    Heading,
    Masthead,
    Paragraph,
    Strong,
    Table,
)
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.errors import RunError
from hotline_analysis.publish.exporters import HotlinePDFExporter
from hotline_analysis.publish.pdf import render_pdf

MM = 72 / 25.4
FOOT, LINE = 35, 225 / 22
"""The lower margin, and the height of a line of text, in millimetres."""
TITLE = "2020年4月份运行受理情况分析报告"
BODY = Paragraph(("热线受理" * 60 + "。",))
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 450 220"><rect width="450" height="220"/></svg>'


def pdf_of(*blocks):
    return PdfReader(BytesIO(render_pdf(blocks, title=TITLE, author=OFFICE)))


def bare(text):
    return re.sub(r"\s", "", text)


def page_texts(reader):
    return [re.sub(r"—\d+—", "", bare(page.extract_text())) for page in reader.pages]


def pieces(block):
    words = " ".join(block.items) if isinstance(block, AttachmentList) else plain_text(block)
    return [piece for piece in re.split(r"[\s，。；：、（）]", words) if piece]


def placed(page):
    """The texts of a page with their places from its lower left corner, in millimetres."""
    found = []

    def note(text, matrix, *rest):
        if text.strip():
            found.append((text, matrix[4] / MM, matrix[5] / MM))

    page.extract_text(visitor_text=note)
    return found


def test_every_block_can_be_read_in_the_pdf():
    blocks = example_blocks()
    text = "".join(page_texts(pdf_of(*blocks)))
    for caption in (block.caption for block in blocks if isinstance(block, Chart)):
        assert bare(caption) in text
        text = text.replace(bare(caption), "")
    missing = [
        piece for block in blocks if not isinstance(block, Chart) for piece in pieces(block) if piece not in text
    ]
    assert missing == []


def test_equal_blocks_give_equal_bytes():
    first, second = (render_pdf(example_blocks(), title=TITLE, author=OFFICE) for _ in range(2))
    assert first == second


def test_the_file_says_what_it_is():
    reader = pdf_of(*example_blocks())
    assert (reader.metadata.title, reader.metadata.author) == (TITLE, OFFICE)
    assert reader.metadata.creation_date.strftime("%Y-%m-%d") == "2020-05-06"
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("zh")


def test_the_page_is_a4():
    page = pdf_of(BODY).pages[0]
    assert (round(page.mediabox.width / MM), round(page.mediabox.height / MM)) == (210, 297)


def test_a_page_holds_22_lines_of_28_characters():
    reader = pdf_of(Paragraph(("热" * 28 * 40,)))
    first = [line for line in reader.pages[0].extract_text().split("\n") if "热" in line]
    assert len(first) == 22
    assert {line.strip().count("热") for line in first[1:]} == {28}


def test_page_numbers_stand_at_the_outer_edge():
    edges = [next(left for text, left, _ in placed(page) if "—" in text) for page in pdf_of(*[BODY] * 12).pages]
    assert edges[0] > 160
    assert edges[1] < 40


@pytest.mark.parametrize("before", range(1, 5))
def test_a_chart_moves_and_leaves_no_hole(before):
    head, chart = Masthead("动态", "第1期", OFFICE, "2020年5月6日"), Chart("图1", "黑块", svg=PICTURE)
    reader = pdf_of(head, *[BODY] * before, chart, *[BODY] * 6)
    lowest = [min(high for _, _, high in placed(page) if high > FOOT) for page in reader.pages[:-1]]
    assert len(lowest) > 1
    assert max(lowest) < FOOT + 2 * LINE


def test_a_chart_of_page_one_stays_under_the_masthead():
    head = Masthead("热线动态", "第1期", OFFICE, "2020年5月6日")
    first = page_texts(pdf_of(head, Chart("图1甲", "黑块", svg=PICTURE), *[BODY] * 4))[0]
    assert first.index("热线动态") < first.index("图1甲")


def test_a_heading_is_not_left_at_the_foot_of_a_page():
    for lines in range(18, 24):
        texts = page_texts(pdf_of(Paragraph(("热" * 26 + "热" * 28 * (lines - 1),)), Heading(1, "末行标题"), BODY))
        assert not texts[0].endswith("末行标题")


def test_an_annex_begins_a_page_and_its_head_row_repeats():
    rows = tuple(((f"单位{at}",), (str(at),)) for at in range(80))
    texts = page_texts(pdf_of(BODY, Annex("附件1", "统计表", "统计日期"), Table("", ("单位名称", "受理量"), rows)))
    assert texts[1].startswith("附件1统计表统计日期单位名称受理量")
    assert len(texts) > 3
    assert all(text.startswith("单位名称受理量") for text in texts[2:])


def test_the_distribution_is_the_foot_of_the_last_page():
    block = Distribution("共印30份", "市办公室", "县委办", OFFICE, "2020年5月6日印发")
    texts = page_texts(pdf_of(Annex("附件1", "统计表", ""), BODY, block))
    assert len(texts) == 1
    assert texts[0].endswith("2020年5月6日印发")


def test_hostile_words_stay_words():
    words = f'{HOSTILE} #import "x": * $a$ =cmd|calc @ref \\ #panic()'
    blocks = (Heading(1, words), Paragraph((words, Strong(words)), lead=words), Table(words, (words,), (((words,),),)))
    assert bare("".join(page_texts(pdf_of(*blocks)))).count(bare(words)) == 7


def test_a_broken_picture_is_one_line_for_the_analyst():
    with pytest.raises(RunError, match="check the charts"):
        pdf_of(Chart("图1", "坏图", svg="<svg"))
    with pytest.raises(RunError, match="neither SVG nor PNG"):
        pdf_of(Chart("图1", "坏图", png="AAAA"))


def test_the_exporter_makes_a_pdf_of_a_notebook():
    made, resources = HotlinePDFExporter().from_notebook_node(example_notebook())
    assert made.startswith(b"%PDF")
    assert resources["output_extension"] == ".pdf"
    assert PdfReader(BytesIO(made)).metadata.author == OFFICE
