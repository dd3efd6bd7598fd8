"""The READMEs tell the truth: their commands are run in a copy of the project, or looked up where they are named."""

import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell
from tools import need

ROOT = Path(__file__).parents[1]
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
RUNS = (
    "hotline run ",
    "hotline figures ",
    "hotline hotspots ",
    "hotline init ",
    "hotline check ",
    "hotline profile ",
    "jupyter nbconvert ",
    "cp ",
)
SECOND_CHAIN = re.compile("zhengning|--audience|--as-of|hotspot")
SAME = {"hotline run 2020-04": "hotline run 2020-03 --through 2020-04"}
"""Commands whose effect another one has too; only that one is run."""
OWN_LEDGER = """\
工单编号,受理时间,诉求类型,处置方式,承办单位,办结时间
ZN001,2026-10-08 09:00,咨询,在线答复,城关镇,2026-10-08 09:10
ZN002,2026-10-09 10:00,投诉,工单转办,某县房管局,2026-10-12 16:00
"""
"""A ledger with the headers and units of the profile that `hotline init` makes."""


def _blocks(name: str, *languages: str) -> list[str]:
    """The fenced blocks in one of `languages`, without the indent of a list that they stand in."""
    found = [body for language, body in FENCE.findall(READMES[name]) if language in languages]
    return [re.sub(r"^ {2,3}", "", body, flags=re.MULTILINE) for body in found]


def _commands(name: str) -> list[str]:
    """Each command of a README once: lines of its blocks, without comments, and `hotline …`, `make …` in its text."""
    lines = "".join(_blocks(name, "sh", "bat")).splitlines()
    fenced = [re.split(r"\s{2,}#", line)[0].strip() for line in lines]
    inline = re.findall(r"`((?:hotline|make) [^`\n]+)`", FENCE.sub("", READMES[name]))
    return list(dict.fromkeys(line for line in (*fenced, *inline) if line))


COMMANDS = _commands("README.md")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a user's commands read, to run them in."""
    folder = tmp_path_factory.mktemp("readme")
    for part in ("data", "notebooks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("kernel-*", "__pycache__"))
    return folder


@pytest.fixture(scope="module")
def done(project: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """What came of each command that is run: in the order of the README, in two chains for two processors."""
    chains: tuple[list[str], list[str]] = ([], [])
    for command in COMMANDS:
        if command.startswith(RUNS) and command not in SAME:
            chains[bool(SECOND_CHAIN.search(command))].append(command)
    chains[0].sort(key=lambda command: command not in SAME.values())
    with ThreadPoolExecutor(2) as pool:
        ran = pool.map(lambda chain: [(command, _run(command, project)) for command in chain], chains)
        return dict(pair for chain in ran for pair in chain)


def _run(command: str, project: Path) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    ran = subprocess.run(
        shlex.split(command), cwd=project, env=os.environ | {"PATH": paths}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    _do_by_hand(command, project)
    return ran


def _do_by_hand(command: str, project: Path) -> None:
    """What the README asks of the reader after a command: put a ledger in place, write the cells that it shows."""
    if command.startswith("hotline init "):
        (project / "data" / command.split()[-1] / "ledger.csv").write_text(OWN_LEDGER, encoding="utf-8")
    if command.startswith("cp "):
        path = project / command.split()[-1]
        notebook = nbformat.read(path, as_version=4)
        notebook.cells += [new_code_cell(source.strip()) for source in _blocks("README.md", "python")]
        nbformat.write(notebook, path)


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith(RUNS)])
def test_command_runs(command: str, done: dict[str, subprocess.CompletedProcess[str]]):
    ran = done[SAME.get(command, command)]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("command", [command for command in COMMANDS if not command.startswith(RUNS)])
def test_command_that_is_not_run_names_what_there_is(command: str):
    program, _, rest = command.partition(" ")
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    known = {
        "make": re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE),
        r".venv\Scripts\hotline": [other.partition(" ")[2] for other in COMMANDS if other.startswith("hotline ")],
        r".venv\Scripts\pip": ["install ."],
        r".venv\Scripts\activate": [""],
        "py": ["-m venv .venv"],
        "source": [".venv/bin/activate"],
        "conda": ["env create -f environment.yml", f"activate {environment['name']}"],
        "hotline": ["lab"],
        "pdftoppm": [rest],
    }
    assert rest in known[program]


def test_lab_is_a_command(project: Path):
    ran = _run("hotline lab --help", project)
    assert ran.returncode == 0
    assert "notebooks/" in ran.stdout


def test_both_readmes_give_the_same_commands_and_cells():
    assert _commands("README.zh-CN.md") == COMMANDS
    assert _blocks("README.zh-CN.md", "python") == _blocks("README.md", "python")
    languages = {language for text in READMES.values() for language, _ in FENCE.findall(text)}
    assert languages == {"sh", "bat", "python"}


@pytest.mark.parametrize("name", READMES)
def test_files_of_a_run_are_those_in_the_table(name: str, project: Path, done: object):
    table = re.findall(r"^\| `([\w.-]+\.(?:pdf|docx|html|ipynb|xlsx|json|md))` \|", READMES[name], re.MULTILINE)
    written = {path.name for path in (project / "outputs" / "2020-04").iterdir()}
    assert set(table) == {
        file for file in written if not file.startswith(("mine.", "ledger_quality.", "hotspot_explorer."))
    }


def test_cells_of_the_readme_reach_word_without_a_missing_glyph(project: Path, done: object):
    captions = re.findall(r"^# (.+)$", "".join(_blocks("README.md", "python")), re.MULTILINE)
    with ZipFile(project / "outputs" / "2020-04" / "mine.docx") as package:
        words = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
    assert len(captions) == 2
    assert all(caption in words for caption in captions)
    notebook = (project / "outputs" / "2020-04" / "mine.ipynb").read_text(encoding="utf-8")
    assert "missing from font" not in notebook


@pytest.mark.parametrize("name", READMES)
def test_links_lead_to_files(name: str):
    links = re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", READMES[name])
    targets = [target for pair in links for target in pair if target and not target.startswith("https:")]
    assert len(targets) >= 5
    assert [target for target in targets if not (ROOT / target).is_file()] == []


@pytest.mark.parametrize("name", READMES)
def test_rules_of_the_table_are_those_of_the_profile(name: str):
    from hotline_analysis.ledger.profile import load_profile
    from hotline_analysis.ledger.rules import Limit, Rules

    sample = load_profile(ROOT / "data" / "heshui" / "profile.toml")
    rows = re.findall(r"^\| `(\w+)` \| `?(\w+)`? \| `?(\w+)`? \|", READMES[name], re.MULTILINE)
    assert {key for key, _, _ in rows} == set(Rules.model_fields) - {"deduction_points", "satisfied"}
    for key, default, ours in rows:
        assert str(Rules.model_fields[key].default) == default
        assert str(getattr(sample.rules, key)) == ours
    assert {f"limit.{key}" for key in set(Limit.model_fields) - {"by_request_type"}} <= set(
        re.findall(r"`(limit\.\w+)`", READMES[name])
    )


def test_picture_is_small_and_can_be_made_again(project: Path, done: object):
    picture = ROOT / "docs" / "images" / "first-page.png"
    assert _height(picture) == 900
    assert picture.stat().st_size < 200_000
    need("pdftoppm")
    (project / "docs" / "images").mkdir(parents=True)
    command = next(command for command in COMMANDS if command.startswith("pdftoppm "))
    assert _run(command, project).returncode == 0
    assert _height(project / "docs" / "images" / "first-page.png") == 900


def _height(png: Path) -> int:
    return int(struct.unpack(">I", png.read_bytes()[20:24])[0])
