"""Blocks as HTML: escaped words, figures with their sums, tables, charts that do not disturb each other."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from lxml import html

from hotline_analysis.bulletin.blocks import (
    Annex,
    AttachmentList,
    Block,
    Box,
    Chart,
    Distribution,
    Heading,
    Masthead,
    Paragraph,
    Section,
    Strong,
    Table,
    Title,
)
from hotline_analysis.bulletin.markup import contents, fragment, sum_of
from hotline_analysis.bulletin.svg import inline_svg
from hotline_analysis.errors import RunError
from hotline_analysis.figure import Figure

HOSTILE = "<script>alert('x')</script><img src=x onerror=y> & \"话\""
SHARE = Figure("online.share", "在线答复占比", Decimal("83.25"), "83.25%", 174, 209, "占本县受理量的比重")
SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    "<metadata>drawn by a program</metadata><defs><style>*{stroke-linejoin: round}</style>"
    '<path id="tick" d="M0 0"/></defs><g id="unused" clip-path="url(#box)" onclick="run()">'
    '<use xlink:href="#tick"/><image xlink:href="https://example.org/x.png"/></g>'
    '<clipPath id="box"><path d="M1 1"/></clipPath><script>run()</script></svg>'
)


def _tree(*blocks: Block, page: bool = True) -> html.HtmlElement:
    return html.fromstring(fragment(blocks, page=page))


def test_words_of_every_block_are_data():
    tree = _tree(
        Masthead(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        Title((HOSTILE,)),
        Heading(1, HOSTILE),
        Paragraph((HOSTILE, Strong(HOSTILE)), lead=HOSTILE),
        Paragraph((HOSTILE,), style="verbatim"),
        Table(HOSTILE, (HOSTILE,), (((HOSTILE,),),)),
        Chart(HOSTILE, HOSTILE, svg=SVG),
        AttachmentList((HOSTILE,)),
        Box(HOSTILE, (Paragraph((HOSTILE,)),)),
        Annex(HOSTILE, HOSTILE, HOSTILE),
        Distribution(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    )
    assert tree.xpath("//script | //img") == []
    assert tree.text_content().count(HOSTILE) == 25


def test_figure_carries_its_sum_outside_of_the_sentence():
    tree = _tree(Paragraph(("占", SHARE, "。")))
    (figure,) = tree.xpath("//data")
    assert (figure.get("value"), figure.get("tabindex")) == ("83.25", "0")
    assert figure.get("aria-description") == "在线答复占比：174 ÷ 209\n占本县受理量的比重"
    assert tree.text_content().strip() == "占83.25%。"


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure("n", "受理总量", 232, "232件"), "受理总量"),
        (Figure("mean", "平均", Decimal(86), "85.71%", Decimal("600.12340000"), Decimal(7)), "平均：600.1234 ÷ 7"),
        (Figure("none", "满意率", None, "—", 0, 0, "无回访"), "满意率：0 ÷ 0\n无回访"),
    ],
)
def test_sum_tells_what_there_is(figure: Figure, text: str):
    assert sum_of(figure) == text


def test_value_of_a_ranking_and_of_nothing():
    ranking = Figure("top", "单位", ("房管局", "交通局"), "房管局、交通局")
    nothing = Figure("rate", "率", None, "—")
    assert _tree(Paragraph((ranking, nothing))).xpath("//data/@value") == ["房管局、交通局", ""]


def test_line_break_and_verbatim():
    markup = fragment((Paragraph(("甲\n乙",)), Paragraph(("一  二\n三",), style="verbatim")))
    assert "<p>甲<br>乙</p>" in markup
    assert re.search(r"<pre[^>]*>一  二\n三</pre>", markup)


def test_table_is_read_out_by_row_and_column():
    rows = ((("合计",), (SHARE,), ("",)), (("固城镇",), ("50.00%",), ("已回访",)))
    tree = _tree(Table("统计", ("单位", "率", "备注"), rows, (1.0, 1.0, 2.0), total=True))
    assert tree.xpath("//caption/text()") == ["统计"]
    assert tree.xpath("//thead//th/@scope") == ["col"] * 3
    assert tree.xpath("//tbody//th[@scope='row']/text()") == ["合计", "固城镇"]
    assert tree.xpath("//tr[@class='total']/th/text()") == ["合计"]
    assert tree.xpath("//col/@style") == ["width:25.0%", "width:25.0%", "width:50.0%"]
    assert tree.xpath("//thead//th[@class='n']/text()") == ["率"]
    assert tree.xpath("//div[@class='scroll']/@tabindex") == ["0"]


def test_a_page_of_120_figures_stays_small():
    row = (("某某乡镇人民政府",), *((SHARE,) for _ in range(6)))
    assert len(fragment((Table("统计", ("单位",) * 7, (row,) * 20),), page=True).encode()) < 40_000


def test_drawing_holds_nothing_but_the_drawing():
    (svg,) = _tree(Chart("图", "柱形图", svg=SVG)).xpath("//svg")
    markup = html.tostring(svg, encoding="unicode")
    assert (svg.get("role"), svg.get("aria-label"), svg.get("style")) == ("img", "柱形图", "stroke-linejoin: round")
    for unwanted in ("metadata", "DOCTYPE", "<style", "<script", "onclick", "http", "xlink", "unused"):
        assert unwanted not in markup


def test_charts_of_several_fragments_share_no_id():
    other = SVG.replace("M1 1", "M2 2")
    page = fragment((Chart("图1", "", svg=SVG), Chart("图2", "", svg=other))) + fragment((Chart("图3", "", svg=SVG),))
    ids = Counter(html.fromstring(f"<div>{page}</div>").xpath("//@id"))
    assert len(ids) == 6
    assert set(ids.values()) == {1}
    used = set(re.findall(r"""url\(#([^)]+)\)|href="#([^"]+)\"""", page))
    assert {first or second for first, second in used} == set(ids)


def test_broken_drawing_is_named():
    with pytest.raises(RunError, match="柱形图.*draw it again"):
        inline_svg("<svg>", prefix="c-", alt="柱形图")


def test_picture_and_words_in_its_place():
    tree = _tree(Chart("图1", "折线", png="QUJD"), Chart("图2", "没有图"))
    assert tree.xpath("//img/@src") == ["data:image/png;base64,QUJD"]
    assert tree.xpath("//img/@alt") == ["折线"]
    assert tree.xpath("//figure/p/text()") == ["没有图"]


def test_annex_holds_its_table_and_not_the_distribution_list():
    table = Table("", ("单位",), ((("固城镇",),),))
    tree = _tree(Annex("附件1", "统计表", "四月"), table, Distribution("共印30份", "市办", "", "县办", "5月6日"))
    assert tree.xpath("//section//table/../@aria-label") == ["统计表"]
    assert tree.xpath("//section//footer") == []
    assert tree.xpath("//footer//dt/text()") == ["主送："]


def test_contents_lead_to_headings_and_annexes():
    blocks = (Heading(1, "一、数据"), Heading(3, "1.类型"), Paragraph(("文",)), Annex("附件1", "统计表", ""))
    entries = contents(blocks)
    assert [(entry.level, entry.text) for entry in entries] == [(1, "一、数据"), (3, "1.类型"), (1, "附件1　统计表")]
    tree = _tree(*blocks)
    assert [tree.get_element_by_id(entry.anchor).tag for entry in entries] == ["h2", "h4", "section"]


def test_cell_of_a_notebook_brings_its_style_and_no_ids():
    section = Section((Heading(1, "一、数据"), Paragraph((SHARE,))))
    markup = section._repr_mimebundle_()["text/html"]
    tree = html.fromstring(markup)
    assert tree.xpath("//@id") == []
    assert "attr(aria-description)" in tree.xpath("//style")[0].text
    assert "<style" not in fragment(section.blocks, page=True)
