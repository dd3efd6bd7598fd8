"""The HTML file: complete in itself, navigable, small, and words never markup."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from example import HOSTILE, example_notebook
from lxml import html
from nbformat.v4 import new_markdown_cell, new_notebook

from hotline_analysis.publish.html import HotlineHTMLExporter


@pytest.fixture(scope="module")
def page() -> str:
    text, resources = HotlineHTMLExporter().from_notebook_node(example_notebook())
    assert resources["output_extension"] == ".html"
    return str(text)


@pytest.fixture(scope="module")
def tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def test_nothing_is_fetched_and_nothing_runs(page: str, tree: html.HtmlElement):
    targets = tree.xpath("//@src | //@href | //@xlink:href", namespaces={"xlink": "http://www.w3.org/1999/xlink"})
    targets += re.findall(r"url\(([^)]*)\)", page) + re.findall(r"@import.*", page)
    assert targets
    assert [target for target in targets if not target.startswith(("#", "data:"))] == []
    assert tree.xpath("//script | //link | //iframe | //object | //embed") == []
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_head_says_what_the_page_is(tree: html.HtmlElement):
    assert tree.get("lang") == "zh-CN"
    assert tree.xpath("//meta/@charset") == ["utf-8"]
    title = "2020年4月份县“12345”政务服务热线（县长热线）运行受理情况分析报告"
    assert tree.xpath("//title/text()") == [f"{title} · 合水政务热线动态"]
    assert len(tree.xpath("//h1")) == 1


def test_every_link_of_the_page_arrives(tree: html.HtmlElement):
    links = tree.xpath("//a/@href")
    assert links[0] == "#main"
    assert len(links) == 1 + len(tree.xpath("//main//h2[@id] | //main//h3[@id] | //main//h4[@id] | //section"))
    assert [tree.get_element_by_id(link[1:]).tag for link in links].count("section") == 2


def test_ids_are_unique(tree: html.HtmlElement):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_page_is_small_without_its_charts(page: str):
    bare = re.sub(r"<svg.*?</svg>|data:image/png;base64,[^\"]+", "", page, flags=re.DOTALL)
    assert 10_000 < len(bare.encode()) < 100_000


def test_figures_of_text_and_tables_carry_their_sums(tree: html.HtmlElement):
    figures = tree.xpath("//data[@class='figure'][@tabindex='0'][@value]")
    assert len(figures) > 150
    assert all(figure.get("aria-description") for figure in figures)
    assert "÷" not in tree.xpath("//main")[0].text_content()


def test_words_of_a_caller_and_of_an_analyst_are_text(tree: html.HtmlElement):
    words = tree.text_content()
    assert HOSTILE in words
    assert "<marquee>原样显示</marquee>" in words
    assert tree.xpath("//marquee") == []


def test_cells_of_an_analyst_are_in_the_page(tree: html.HtmlElement):
    assert tree.xpath("//h3[text()='（四）分析员补充']")
    assert "表2　高频诉求单位" in tree.xpath("//caption/text()")
    assert tree.xpath("//figcaption/text()") == ["图1　各乡镇转办量", "图2　近三月受理量", "图3　近三月受理量"]
    words = tree.text_content()
    assert "合计 209 件" in words
    assert "本单元说明" not in words
    assert "警告" not in words


def test_notebook_without_a_bulletin_is_still_a_page():
    text, _ = HotlineHTMLExporter().from_notebook_node(
        new_notebook(cells=[new_markdown_cell("只有一段。")]), {"metadata": {"name": "run & <b>"}}
    )
    tree = html.document_fromstring(text)
    assert tree.xpath("//title/text()") == ["run & <b>"]
    assert tree.xpath("//nav") == []
    assert tree.xpath("//main//p/text()") == ["只有一段。"]


def test_same_notebook_same_bytes(page: str):
    assert HotlineHTMLExporter().from_notebook_node(example_notebook())[0] == page


def test_nbconvert_writes_the_file(tmp_path: Path, page: str):
    nbformat.write(example_notebook(), tmp_path / "run.ipynb")
    exporter = f"{HotlineHTMLExporter.__module__}.{HotlineHTMLExporter.__name__}"
    command = [sys.executable, "-m", "nbconvert", "--to", exporter, str(tmp_path / "run.ipynb")]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2])
    assert (tmp_path / "run.html").read_text(encoding="utf-8").strip() == page.strip()
