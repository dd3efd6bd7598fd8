"""One real run of April 2020: what lies in its folder, and that every file of it says the same."""

import csv
import hashlib
import json
import re
import tomllib
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader
from sample import PROFILE, ROOT, blocks_of, facts_of, figures_of

from hotline_analysis.bulletin.blocks import Block, Chart, Heading, Masthead, Table, to_json
from hotline_analysis.bulletin.markup import sum_of
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.cli import main
from hotline_analysis.figure import Figure
from hotline_analysis.publish.fonts import missing_glyphs

FILES = [
    "annexes.xlsx", "figures.json", "monthly_bulletin.docx", "monthly_bulletin.html", "monthly_bulletin.ipynb",
    "monthly_bulletin.pdf", "notes-draft.md", "run.json",
]  # fmt: skip
PUBLISHED = tomllib.loads((ROOT / "tests" / "statistics" / "published.toml").read_text("utf-8"), parse_float=Decimal)
HEADERS = (
    "受理量（件）", "限时办结量（件）", "逾期办结量（件）", "逾期未办结量（件）",
    "限时办结率（%）", "群众对处理结果满意率（%）",
)  # fmt: skip
PERSONAL = (
    r"(?<!\d)1\d{10}(?!\d)", r"(?<!\d)\d{17}[\dXx](?!\d)", r"[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+\w", r"0\d{2,3}-\d{7,8}",
)  # fmt: skip


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def texts_of(folder: Path) -> dict[str, str]:
    """Every word of every file of a folder, by the file's name; a package's parts one by one."""
    found = {}
    for path in folder.iterdir():
        if path.suffix in (".docx", ".xlsx"):
            with ZipFile(path) as package:
                parts = {f"{path.name}/{part}": package.read(part) for part in package.namelist()}
            found |= {name: data.decode("utf-8", "ignore") for name, data in parts.items()}
        elif path.suffix == ".pdf":
            reader = PdfReader(path)
            found[path.name] = "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        else:
            found[path.name] = path.read_text(encoding="utf-8")
    return found


def published() -> list[tuple[str, object]]:
    """Key and value of every figure of the printed bulletin, both attachments cell by cell."""
    wanted = [(one["key"], one["value"]) for one in PUBLISHED["figures"]]
    wanted += [(f"{one['key']}.share", one["share"]) for one in PUBLISHED["figures"] if "share" in one]
    for number, attachment in enumerate(PUBLISHED["attachments"], 1):
        for unit, *values in (attachment["total"], *attachment["units"]):
            wanted += [(f"attachment_{number}.{unit}.{header}", value)
                       for header, value in zip(HEADERS, values, strict=True)]  # fmt: skip
    return wanted


def test_the_folder_holds_every_file_and_nothing_else(april):
    assert sorted(path.name for path in april.folder.iterdir()) == FILES
    assert [path.name for path in april.folder.parent.iterdir()] == ["2020-04"]


def test_the_terminal_says_where_everything_is_and_what_was_wrong(april):
    lines = april.said.splitlines()
    assert "ledger.csv, row 1782" in lines[0] and "2018-11-31" in lines[0]
    assert re.search(rf"2020-04: {re.escape(str(april.folder))} in \d+\.\d s", lines[1])
    assert [Path(line.strip()).name for line in lines[2:]] == FILES


def test_the_figures_are_the_published_ones(april):
    wanted = published()
    assert len(wanted) > 150
    wrong = {}
    for key, value in wanted:
        ours = april.figures[key]["value"]
        same = ours == value if isinstance(value, list) else Decimal(str(ours)) == Decimal(str(value))
        if not same:
            wrong[key] = (ours, value)
    assert wrong == {}


def test_the_figures_without_a_notebook_are_the_same(april, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", ["hotline", "figures", "2020-04", "--json"])
    with pytest.raises(SystemExit) as end:
        main()
    listed = json.loads(capsys.readouterr().out)
    assert end.value.code == 0
    assert {one["key"]: one for one in listed} == april.figures
    assert [one["key"] for one in listed] == list(april.figures)


def test_the_notebook_shows_the_blocks_that_the_package_makes(april):
    shown, made = (
        [to_json(block) for block in blocks if not isinstance(block, Chart)]
        for blocks in (april.blocks, blocks_of(facts_of("2020-04")))
    )
    numbered = next(block for block in shown if block.get("caption"))
    numbered["caption"] = numbered["caption"].removeprefix("表1　")
    assert shown == made
    assert sum(isinstance(block, Chart) for block in april.blocks) == 5


def test_the_record_of_the_run(april):
    record = april.record
    assert (record["month"], record["notebook"]) == ("2020-04", "monthly_bulletin")
    assert record["figures"] == len(april.figures)
    assert record["parameters"] == {"month": "2020-04", "profile": "../data/heshui/profile.toml"}
    assert record["files"] == FILES
    assert record["missing_glyphs"] == []
    assert 0 < record["seconds"] < 300
    assert {"python", "hotline_analysis", "pandas", "duckdb", "typst"} <= set(record["versions"])


def test_the_record_names_every_input_with_its_hash(april):
    folder = PROFILE.parent
    inputs = {
        "notebook": ROOT / "notebooks" / "monthly_bulletin.ipynb", "profile": PROFILE, "ledger": folder / "ledger.csv",
        "calls": folder / "calls.csv", "notes": folder / "notes" / "2020-04.md",
        "external": folder / "notes" / "2020-04.toml",
    }  # fmt: skip
    assert april.record["inputs"] == {
        role: [{"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}]
        for role, path in inputs.items()
    }


def test_the_record_accounts_for_every_row(april):
    files = {one["file"]: one for one in april.record["ledger"]["files"]}
    assert set(files) == {"ledger.csv", "calls.csv"}
    for one in files.values():
        assert one["read"] == one["accepted"] + one["rejected"] + one["duplicates"]
    with (PROFILE.parent / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        assert files["ledger.csv"]["read"] == sum(1 for _ in csv.reader(file)) - 1
    assert (files["ledger.csv"]["rejected"], files["ledger.csv"]["duplicates"]) == (1, 2)


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_no_file_names_a_folder_of_this_machine(runs, audience):
    folder = runs[audience].folder
    here = [str(ROOT), str(Path.home()), str(folder.parent), "site-packages"]
    absolute = re.compile(r"(?<![\w.:/<])/(?:home|root|tmp|usr|opt|var|work|Users|private)/\w")
    found = {
        name: [text[place.start() - 30 : place.end() + 30] for place in absolute.finditer(text)]
        + [path for path in here if path in text and len(path) > 5]
        for name, text in texts_of(folder).items()
    }
    assert {name: places for name, places in found.items() if places} == {}


def test_the_notebook_keeps_nothing_of_papermill(april):
    assert "papermill" not in april.notebook.metadata
    assert [cell.id for cell in april.notebook.cells if "papermill" in cell.metadata] == []
    assert not [output for cell in april.notebook.cells if cell.cell_type == "code"
                for output in cell.outputs if output.output_type in ("error", "stream")]  # fmt: skip


@pytest.fixture(scope="module")
def tree(april):
    return html.document_fromstring(april.html)


def test_the_page_fetches_nothing_and_is_small(april, tree):
    targets = tree.xpath("//@src | //@href | //@*[name()='xlink:href']") + re.findall(r"url\(([^)]*)\)", april.html)
    assert targets
    assert [target for target in targets if not target.strip("'\"").startswith(("#", "data:"))] == []
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//", april.html)
    assert len(re.sub(r"<svg.*?</svg>", "", april.html, flags=re.S).encode()) < 100_000


def test_a_screen_reader_finds_headings_tables_and_charts(april, tree):
    main = tree.xpath("//main")[0]
    assert len(tree.xpath("//h1")) == 1
    levels = [int(node.tag[1]) for node in main.xpath(".//h1 | .//h2 | .//h3 | .//h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    headings = [block.text for block in april.blocks if isinstance(block, Heading)]
    assert [text for text in headings if not main.xpath(f".//*[self::h2 or self::h3 or self::h4][.='{text}']")] == []
    tables = main.xpath(".//table")
    assert len(tables) == sum(isinstance(block, Table) for block in april.blocks) == 3
    for table in tables:
        assert table.xpath("./caption") or table.getparent().get("aria-label")
        assert all(cell.get("scope") == "col" for cell in table.xpath("./thead//th"))
        assert all(row.xpath("count(./th[@scope='row'])") == 1 for row in table.xpath("./tbody/tr"))
    for drawing in main.xpath(".//figure//*[local-name()='svg']"):
        assert drawing.get("role") == "img"
        assert drawing.get("aria-label") or drawing.xpath("./*[local-name()='title']")
    assert len(main.xpath(".//figure/figcaption")) == 5


def test_every_figure_of_the_page_carries_its_sum(april, tree):
    shown = tree.xpath("//main//data[@class='figure']")
    sums = {bare(node.get("aria-description")) for node in shown}
    assert len(shown) >= len(april.figures) > 150
    with_sum = [Figure.from_json(one) for one in april.figures.values() if one["denominator"] is not None]
    assert len(with_sum) > 30
    assert [figure.key for figure in with_sum if bare(sum_of(figure)) not in sums] == []
    assert "在线答复占比：174÷209在线答复÷本县受理量" in sums
    assert all(node.get("tabindex") == "0" for node in shown)


def pieces(block: Block) -> list[str]:
    """The block's words, a line a piece; cells of a table one by one."""
    return [bare(piece) for piece in (plain_text(block).split() if isinstance(block, Table) else
                                      plain_text(block).splitlines()) if bare(piece)]  # fmt: skip


def absent(blocks: tuple[Block, ...], text: str) -> list[str]:
    """What the blocks say and `text` does not; each piece is looked for as often as it stands in the blocks."""
    wanted = [piece for block in blocks for piece in pieces(block)]
    return [piece for piece in set(wanted) if text.count(piece) < wanted.count(piece)]


def words_of_page(tree):
    for node in tree.xpath("//main//*[local-name()='svg'] | //main//style"):
        node.drop_tree()
    return bare(tree.xpath("//main")[0].text_content())


def words_of_word_file(path):
    return bare("".join(node.text or "" for node in docx.Document(path).element.body.iter(qn("w:t"))))


def words_of_pdf(path):
    return "".join(re.sub(r"—\d+—", "", bare(page.extract_text())) for page in PdfReader(path).pages)


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_every_format_says_every_word(runs, audience):
    output = runs[audience]
    page = words_of_page(html.document_fromstring(output.html))
    assert absent(output.blocks, page) == []
    assert absent(output.blocks, words_of_word_file(output.file("docx"))) == []
    # Where a chart floats to the head of a page, it parts a paragraph of the page before.
    captions = {bare(block.caption) for block in output.blocks if isinstance(block, Chart)}
    text = words_of_pdf(output.file("pdf"))
    assert captions == {caption for caption in captions if caption in text}
    for caption in captions:
        text = text.replace(caption, "")
    assert absent(tuple(block for block in output.blocks if not isinstance(block, Chart)), text) == []


def test_pdf_and_word_say_nothing_more_than_the_page(april):
    wanted = set(words_of_page(html.document_fromstring(april.html)))
    head = next(block for block in april.blocks if isinstance(block, Masthead))
    assert set(words_of_pdf(april.file("pdf"))) <= wanted | set("—") | set(head.name)
    assert len(words_of_word_file(april.file("docx"))) == pytest.approx(len(words_of_pdf(april.file("pdf"))), rel=0.03)


def test_the_bulletin_has_at_most_ten_pages(april):
    assert 5 < len(PdfReader(april.file("pdf")).pages) <= 10


def test_every_character_can_be_drawn(april):
    assert missing_glyphs("".join(plain_text(block) for block in april.blocks)) == ()


def test_the_annexes_are_numbers_to_reckon_with(april):
    book = load_workbook(BytesIO((april.folder / "annexes.xlsx").read_bytes()))
    assert book.sheetnames == ["附件1", "附件2"]
    for number, sheet in enumerate(book.worksheets, 1):
        assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        rows = {row[0].value: row for row in sheet.iter_rows(min_row=3)}
        printed = PUBLISHED["attachments"][number - 1]
        for unit, *values in (printed["total"], *printed["units"]):
            wanted = [float(value) / (100 if place > 3 else 1) for place, value in enumerate(values)]
            assert [cell.value for cell in rows[unit][1:7]] == pytest.approx(wanted)


def secrets() -> set[str]:
    """Mobile, identity and telephone numbers and mail addresses in the ledger's raw texts, and the callers' numbers."""
    with (PROFILE.parent / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["受理时间"].startswith("2020-04")]
    texts = [row[name] for row in rows for name in ("诉求内容", "办理结果")]
    return {found for pattern in PERSONAL for text in texts for found in re.findall(pattern, text)} | {
        row["来电号码"] for row in rows if row["来电号码"]
    }


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_no_personal_data_leaves_with_the_bulletin(runs, audience):
    hidden = secrets()
    assert len(hidden) > 100
    texts = texts_of(runs[audience].folder)
    assert [(name, secret) for name, text in texts.items() for secret in hidden if secret in text] == []


def test_a_public_folder_holds_no_draft_and_no_value_of_a_rejected_row(public):
    assert sorted(path.name for path in public.folder.iterdir()) == [name for name in FILES if name != "notes-draft.md"]
    assert public.record["files"] == [name for name in FILES if name != "notes-draft.md"]
    assert public.record["parameters"]["audience"] == "public"
    assert "2018-11-31" not in "".join(texts_of(public.folder).values())


def test_the_figures_key_by_key_have_what_the_bulletin_prints(april):
    assert {key: figure.to_json() for key, figure in figures_of(facts_of("2020-04")).items()} == april.figures
