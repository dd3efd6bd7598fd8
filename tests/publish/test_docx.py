import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from example import HOSTILE, OFFICE, example_blocks, example_notebook
from lxml import etree

from hotline_analysis.bulletin.blocks import Annex, AttachmentList, Box, Chart, Heading, Paragraph, Table
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.publish.docx import render_docx
from hotline_analysis.publish.exporters import HotlineDOCXExporter

TITLE = "2020年4月份运行受理情况分析报告"
SCHEMA = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs snapToGrid "
    "spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs u lang",
    "tblPr": "tblStyle tblpPr tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "pBdr": "top left bottom right between bar",
    "tblCellMar": "top left bottom right",
}
"""The order of children in ECMA-376 part 1, as far as a bulletin uses them."""


def made(*blocks):
    return render_docx(blocks, title=TITLE, author=OFFICE)


def opened(*blocks):
    return docx.Document(BytesIO(made(*blocks)))


def bare(text):
    return re.sub(r"\s", "", text)


def body_text(document):
    return bare("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))


def pieces(block):
    return block.items if isinstance(block, AttachmentList) else plain_text(block).split()


@pytest.mark.parametrize("name", SCHEMA)
def test_properties_stand_in_the_order_of_the_schema(name):
    order = SCHEMA[name].split()
    seen = 0
    with ZipFile(BytesIO(made(*example_blocks()))) as package:
        for part in (part for part in package.namelist() if re.match(r"word/(document|styles|footer\d)\.xml", part)):
            for properties in etree.fromstring(package.read(part)).iter(qn(f"w:{name}")):
                children = [etree.QName(child).localname for child in properties]
                known = [child for child in children if child in order]
                assert known == sorted(known, key=order.index), (part, children)
                seen += 1
    assert seen


def test_the_words_are_those_of_the_blocks():
    text = body_text(opened(*example_blocks()))
    assert [piece for block in example_blocks() for piece in pieces(block) if piece not in text] == []


def test_equal_blocks_give_equal_bytes():
    assert made(*example_blocks()) == made(*example_blocks())


def test_the_file_says_what_it_is():
    properties = opened(*example_blocks()).core_properties
    assert (properties.title, properties.author, properties.language) == (TITLE, OFFICE, "zh-CN")
    assert str(properties.created.date()) == str(properties.modified.date()) == "2020-05-06"


def test_headings_are_headings_and_text_has_its_style():
    names = [paragraph.style.name for paragraph in opened(Heading(2, "（一）甲"), Paragraph(("乙",))).paragraphs]
    assert names == ["Heading 2", "公文正文"]


def test_chinese_faces_are_named_in_the_styles():
    styles = opened().styles
    faces = {
        name: styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for name in ("公文正文", "Title", "Heading 1", "Heading 2")
    }
    assert faces == {"公文正文": "仿宋", "Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体"}


def test_the_page_follows_the_standard():
    section = opened().sections[0]
    margins = [
        round(side.mm)
        for side in (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    ]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert margins == [37, 28, 26, 35]
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_the_first_line_is_indented_by_characters():
    indent = opened().styles["公文正文"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_page_numbers_change_sides():
    document = opened()
    section = document.sections[0]
    sides = [
        footer.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val"))
        for footer in (section.footer, section.even_page_footer)
    ]
    assert document.settings.odd_and_even_pages_header_footer
    assert sides == ["right", "left"]
    assert section.footer._element.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")).strip() == "PAGE"


def test_the_head_row_repeats_and_rows_stay_whole():
    rows = opened(Table("表1", ("甲", "乙"), ((("一",), ("二",)),))).tables[0].rows
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_tables_do_not_grow_together():
    table = Table("", ("甲",), ((("一",),),))
    tags = [etree.QName(child).localname for child in opened(table, table).element.body]
    assert tags == ["tbl", "p", "tbl", "sectPr"]


def test_a_picture_has_words_for_those_who_cannot_see_it():
    charts = [block for block in example_blocks() if isinstance(block, Chart)]
    described = [node.get("descr") for node in opened(*charts).element.body.iter(qn("wp:docPr"))]
    assert described == [chart.alt for chart in charts]
    assert len(described) > 1


def test_an_annex_begins_a_page():
    style = opened(Annex("附件1", "统计表", "")).paragraphs[0].style
    assert style.paragraph_format.page_break_before


def test_a_box_is_one_frame():
    paragraphs = opened(Box("草稿", (Paragraph(("甲",)), Paragraph(("乙",), style="note")))).paragraphs
    frames = {etree.tostring(paragraph._p.pPr.find(qn("w:pBdr"))) for paragraph in paragraphs}
    assert len(frames) == 1


def test_hostile_words_stay_words():
    words = f"{HOSTILE} #import =cmd|'/c calc'!A1 \x00\x0b&amp;"
    document = opened(Heading(1, words), Paragraph((words,)), Table(words, (words,), (((words,),),)))
    expected = bare(words.replace("\x00", "").replace("\x0b", ""))
    assert body_text(document).count(expected) == 5


def test_the_exporter_makes_a_word_file_of_a_notebook():
    made, resources = HotlineDOCXExporter().from_notebook_node(example_notebook())
    assert resources["output_extension"] == ".docx"
    assert docx.Document(BytesIO(made)).core_properties.author == OFFICE
