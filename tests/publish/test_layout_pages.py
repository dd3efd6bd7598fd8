"""The pages as they are seen: how full they are, and that other programs open them."""

import re
import subprocess
from io import BytesIO

import docx
import numpy as np
import pytest
from pypdf import PdfReader
from sample import blocks_of, facts_of
from tools import need

from hotline_analysis.bulletin.blocks import Chart, Table
from hotline_analysis.bulletin.markup import fragment
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.publish.docx import render_docx
from hotline_analysis.publish.fonts import missing_glyphs
from hotline_analysis.publish.pdf import render_pdf

PAGE, TOP, BOTTOM = 297, 37, 262
"""Height of the page and the edges of its text area, in millimetres from above."""
EMPTY = 0.2
"""This part of the text area, left empty, looks as if something were missing."""
INK = 200
OTHER_MONTHS = ("2018-06", "2019-04")
"""The one with most orders open late and not yet due, and the one with orders at most units (22)."""


def bare(text):
    return re.sub(r"\s", "", text)


def pages_of(pdf, folder):
    """Every page as a grey picture of 30 dots an inch, 255 where it is white."""
    subprocess.run(["pdftoppm", "-r", "30", "-gray", str(pdf), str(folder / "page")], check=True, capture_output=True)
    return [_picture(path.read_bytes()) for path in sorted(folder.glob("page-*.pgm"))]


def _picture(data):
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    wide, high = int(head[1]), int(head[2])
    return np.frombuffer(data[head.end() :], np.uint8).reshape(high, wide)


def largest_gap(page):
    """The tallest stripe without ink in the text area, as a part of it."""
    high = page.shape[0]
    area = page[round(TOP / PAGE * high) : round(BOTTOM / PAGE * high)]
    inked = np.flatnonzero((area < INK).any(axis=1))
    return np.diff([-1, *inked, len(area)]).max() / len(area)


def emptied(pdf, folder, *, heads=r"附件\d"):
    """The pages, by their numbers, that are left emptier than they may be, with how much of them is.

    The last page, and a page before one that begins with `heads`, end where their text ends.
    """
    starts = [bool(re.match(heads, bare(page.extract_text()))) for page in PdfReader(pdf).pages]
    ends = [*starts[1:], True]
    gaps = [largest_gap(page) for page in pages_of(pdf, folder)]
    assert len(gaps) == len(ends) > 5 and sum(ends) >= 3
    pages = enumerate(zip(gaps, ends, strict=True), 1)
    return {number: gap for number, (gap, is_last) in pages if gap > EMPTY and not is_last}


def test_no_page_of_april_is_left_empty(april, tmp_path):
    need("pdftoppm")
    assert emptied(april.file("pdf"), tmp_path) == {}


def test_every_page_has_its_number_below_the_text(april, tmp_path):
    need("pdftoppm")
    for page in pages_of(april.file("pdf"), tmp_path):
        below = page[round(BOTTOM / PAGE * page.shape[0]) :]
        assert (below < INK).any()
        assert not (page[: round(30 / PAGE * page.shape[0])] < INK).any()


def test_libreoffice_opens_the_word_file_with_the_same_words(april, tmp_path):
    need("soffice")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(april.file("docx"))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    reader = PdfReader(tmp_path / "monthly_bulletin.pdf")
    text = "".join(re.sub(r"—\d+—", "", bare(page.extract_text())) for page in reader.pages)
    assert len(reader.pages) <= 12
    assert [piece for block in april.blocks for piece in plain_text(block).split() if piece not in text] == []


@pytest.fixture(scope="module", params=OTHER_MONTHS)
def other(request):
    """Another month's blocks, charts and all, straight from the package."""
    return blocks_of(facts_of(request.param), charts=True)


def test_other_months_fill_their_pages(other, tmp_path):
    need("pdftoppm")
    pdf = tmp_path / "other.pdf"
    pdf.write_bytes(render_pdf(other, title="报告", author="办公室"))
    # The list of attachments moves to the next page with the signature, which may not stand there alone.
    assert emptied(pdf, tmp_path, heads=r"附件(\d|：)") == {}


def test_other_months_make_all_formats(other):
    made = render_pdf(other, title="报告", author="办公室")
    pdf = bare("".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages))
    pdf = re.sub(r"—\d+—", "", pdf)
    document = docx.Document(BytesIO(render_docx(other, title="报告", author="办公室")))
    word = bare("".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")))
    page = bare(re.sub(r"<svg.*?</svg>|<style.*?</style>|<[^>]+>", "", fragment(other, page=True), flags=re.S))
    words = [bare(piece) for block in other if not isinstance(block, Chart)
             for piece in re.split(r"\s" if isinstance(block, Table) else "[。；\n]", plain_text(block))]  # fmt: skip
    assert [piece for piece in words if piece not in word] == []
    assert [piece for piece in words if piece not in page] == []
    for chart in (block for block in other if isinstance(block, Chart)):
        assert bare(chart.caption) in pdf
        pdf = pdf.replace(bare(chart.caption), "")
    assert [piece for piece in words if piece not in pdf] == []
    assert missing_glyphs("".join(plain_text(block) for block in other)) == ()


def test_an_attachment_of_many_units_stays_readable(other):
    tables = [block for block in other if isinstance(block, Table) and block.total]
    assert len(tables) == 2
    assert all(len(row) == len(table.header) for table in tables for row in table.rows)
