"""Small notebooks through real kernels: what fails, where it is said to fail, and what stays as it was."""

import os
import subprocess
import sys

import docx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pypdf import PdfReader
from sample import PROFILE

from hotline_analysis.errors import InputError
from hotline_analysis.month import Month
from hotline_analysis.publish.jobs import Job
from hotline_analysis.publish.run import run

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
PARAMETERS = new_code_cell('month = ""\nprofile = ""', metadata={"tags": ["parameters"]})
HEAD = """from hotline_analysis.bulletin.blocks import Heading, Masthead, Paragraph, Section

head = Masthead("动态", "第1期", "办公室", "2020年5月6日")
Section((head, Heading(1, "一、受理"), Paragraph((f"{month}正文。",))))"""
PICTURE = """# 每日受理
import matplotlib.pyplot as plt

figure, axes = plt.subplots(figsize=(3, 1))
axes.plot([1, 2, 3], label="件"); axes.set_title("{}");"""


@pytest.fixture
def notebook(tmp_path):
    """Writes cells as notebooks/NAME.ipynb of a project of its own, after a cell of parameters and a masthead."""

    def make(*cells, name="own"):
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        made = [new_markdown_cell(cell) if cell.startswith("#") and "\n" not in cell else new_code_cell(cell)
                if isinstance(cell, str) else cell for cell in cells]  # fmt: skip
        nbformat.write(new_notebook(cells=[PARAMETERS, new_code_cell(HEAD), *made], metadata=KERNEL), path)
        return path

    return make


@pytest.fixture
def job(tmp_path):
    def make(path, *, formats=("html",), **parameters):
        given = {"month": "2020-04"} | parameters
        return Job(Month(2020, 4), path, given, {}, formats, tmp_path / "outputs" / "2020-04")

    return make


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def last_good(tmp_path):
    """An output of an earlier run, which no failure may touch."""
    folder = tmp_path / "outputs" / "2020-04"
    folder.mkdir(parents=True)
    (folder / "own.html").write_text("last good", encoding="utf-8")
    (folder / "other.pdf").write_bytes(b"\x00other")
    return folder


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("import os\n\nos._exit(3)", "the kernel died"),
        ('from hotline_analysis.errors import NotesError\n\nraise NotesError("改一行。")', "NotesError: 改一行。"),
    ],
    ids=["exception", "exit", "death", "ours"],
)  # fmt: skip
def test_a_failure_names_its_place_and_leaves_the_last_good_output(notebook, job, tmp_path, source, error):
    folder = last_good(tmp_path)
    before = files(folder)
    result = run(job(notebook("## 办理情况", "total = 1", source, "total")))
    assert (result.failure.heading, result.failure.cell) == ("办理情况", 5)
    assert error in result.failure.error and "\n" not in result.failure.error
    assert str(result.failure).startswith("under “办理情况”, cell 5: ")
    assert files(folder) == before
    assert result.folder == tmp_path / "outputs" / "2020-04.failed"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["2020-04", "2020-04.failed"]
    kept = nbformat.read(result.folder / "own.ipynb", as_version=4)
    assert any(cell.source == "total = 1" and cell.execution_count for cell in kept.cells)
    assert not any(cell.source == "total" and cell.execution_count for cell in kept.cells)


def test_a_parameter_that_the_notebook_does_not_declare_is_an_error(notebook, job, tmp_path):
    folder = last_good(tmp_path)
    before = files(folder)
    with pytest.raises(InputError, match=r"own.ipynb: its parameters cell does not declare audience \(it has month"):
        run(job(notebook(), audience="public"))
    assert files(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["2020-04"]


def test_a_character_that_no_font_of_a_chart_draws_fails_its_cell(notebook, job, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error:Glyph:UserWarning")
    imports = "import pandas as pd\nfrom hotline_analysis.bulletin import charts\n\n"
    result = run(job(notebook("# 图", imports + 'charts.request_types(pd.Series({"😀": 3}))')))
    assert (result.failure.heading, result.failure.cell) == ("图", 4)
    assert result.failure.error.startswith("UserWarning: Glyph 128512")


def test_the_command_ends_with_1_and_one_plain_message(notebook, tmp_path):
    folder = last_good(tmp_path)
    before = files(folder)
    # What a kernel prints past its cells, as it does when it is ended while it flushes, is not the analyst's.
    past = "import os\n\nos.write(2, b'Socket operation on non-socket')\n"
    notebook("# 三、<b>办理</b>[bold]情况", past + 'raise ValueError("[red]坏行[/red] <b>x</b>")')
    options = ["--notebook", "own", "--profile", str(PROFILE)]
    command = [sys.executable, "-m", "hotline_analysis", "run", "2020-04", *options]
    surroundings = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", env=surroundings)
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "2020-04: failed under “三、<b>办理</b>[bold]情况”, cell 4: ValueError: [red]坏行[/red] <b>x</b>",
        "  The notebook as far as it came: outputs/2020-04.failed/own.ipynb",
        "  outputs/2020-04 is as it was.",
    ]
    assert files(folder) == before


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """An analyst's own notebook after a full run, with another notebook's files in the folder; and its project."""
    project = tmp_path_factory.mktemp("project")
    cells = [
        new_markdown_cell("## 分析员补充\n\n施工扰民**连续三月**居首。"),
        new_markdown_cell("如何运行，不印发。", metadata={"tags": ["remove-cell"]}),
        new_code_cell('# 高频单位\nimport pandas as pd\n\npd.DataFrame({"件数": [21]}, index=["县房管局"])'),
        new_code_cell(PICTURE.format("每日")),
        new_code_cell("from hotline_analysis.bulletin import monthly\n\nmonthly.use_chinese_font()"),
        new_code_cell(PICTURE.format("每日 −1")),
        new_code_cell('print("不应出现")', metadata={"tags": ["remove-cell"]}),
    ]
    path = project / "notebooks" / "own.ipynb"
    path.parent.mkdir()
    nbformat.write(new_notebook(cells=[PARAMETERS, new_code_cell(HEAD), *cells], metadata=KERNEL), path)
    folder = project / "outputs" / "2020-04"
    folder.mkdir(parents=True)
    for name in ("monthly_bulletin.pdf", "monthly_bulletin.html", "figures.json", "notes-draft.md", "own.docx"):
        (folder / name).write_text(f"old {name}", encoding="utf-8")
    job = Job(Month(2020, 4), path, {"month": "2020-04"}, {}, ("html", "pdf", "docx"), folder)
    result = run(job)
    assert result.failure is None
    return job, result


def text_of(folder, kind):
    path = folder / f"own.{kind}"
    if kind == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
    elif kind == "docx":
        text = "".join(node.text or "" for node in docx.Document(path).element.body.iter() if node.tag.endswith("}t"))
    else:
        text = path.read_text(encoding="utf-8")
    return "".join(text.split())


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_an_analysts_own_cells_reach_every_format(own, kind):
    text = text_of(own[1].folder, kind)
    for words in ("2020-04正文。", "分析员补充", "连续三月", "县房管局", "21", "表1", "高频单位", "图1", "每日受理"):
        assert words in text
    for words in ("不印发", "不应出现", "plt.subplots", "pd.DataFrame"):
        assert words not in text


def test_an_analysts_picture_is_in_every_format(own):
    folder = own[1].folder
    assert "data:image/png" in (folder / "own.html").read_text(encoding="utf-8")
    assert len(docx.Document(folder / "own.docx").inline_shapes) == 2
    assert sum(len(page.images) for page in PdfReader(folder / "own.pdf").pages) == 2


def test_a_picture_without_a_chinese_font_is_warned_of_by_its_cell(own):
    assert [warning for warning in own[1].warnings if "font" in warning] == [
        "the chart of cell 6 lacks characters: call monthly.use_chinese_font() before it."
    ]


def test_the_files_of_another_notebook_are_carried_over(own):
    folder = own[1].folder
    for name in ("monthly_bulletin.pdf", "monthly_bulletin.html", "figures.json", "notes-draft.md"):
        assert (folder / name).read_text(encoding="utf-8") == f"old {name}"
    assert {"own.figures.json", "own.run.json", "own.ipynb"} <= set(own[1].files)
    assert (folder / "own.docx").read_bytes().startswith(b"PK")


def test_a_run_of_one_format_drops_the_others_of_the_same_notebook(notebook, job, tmp_path):
    folder, steps = last_good(tmp_path), []
    (folder / "own.pdf").write_bytes(b"stale")
    result = run(job(notebook("total = 1")), progress=lambda done, total: steps.append((done, total)))
    assert result.failure is None
    assert set(files(folder)) == {"own.html", "own.ipynb", "own.figures.json", "own.run.json", "other.pdf"}
    assert files(folder)["own.html"].startswith(b"<!") and files(folder)["other.pdf"] == b"\x00other"
    assert steps[-1][0] == steps[-1][1] and steps == sorted(steps)
