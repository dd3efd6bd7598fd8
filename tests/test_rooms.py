"""The four rooms and their one direction, read from the source itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_analysis.ledger.columns import CASES

PACKAGE = Path(__file__).parents[1] / "hotline_analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))
FREE = {"", "month", "errors", "figure"}
ROOMS = ("ledger", "statistics", "bulletin", "publish", "cli")
ALLOWED = {room: FREE.union(ROOMS[: place + 1]) for place, room in enumerate(ROOMS)}
ALLOWED["publish"].add("audit")
ALLOWED["cli"] |= {"audit", "__main__"}
ALLOWED["audit"] = {"audit", "figure"}
HEAVY = ("pandas", "matplotlib", "seaborn", "nbconvert", "nbclient", "papermill", "duckdb", "docx", "typst")
DOCUMENT_MAKERS = {"nbconvert", "nbclient", "papermill", "typst", "docx"}
MOST_LINES = 250


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).with_suffix("").parts[0]
    return {"__init__": "", "__main__": "cli"}.get(first, first)


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports, wherever in the file, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: write imports in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_entered(path: Path) -> set[str]:
    found = (module.split(".") for module in imports(path))
    return {parts[1] if (PACKAGE / parts[1]).exists() or (PACKAGE / f"{parts[1]}.py").exists() else ""
            for parts in found if parts[0] == PACKAGE.name and len(parts) > 1}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_room_imports_only_rooms_to_its_left(path: Path) -> None:
    assert rooms_entered(path) <= ALLOWED.get(room(path), FREE)


def test_every_folder_is_a_known_room() -> None:
    assert {room(path) for path in MODULES} <= {*ALLOWED, *FREE}


def test_imports_are_really_read() -> None:
    assert {"publish", "bulletin"} <= rooms_entered(PACKAGE / "cli.py")
    assert {"ledger", "statistics"} <= rooms_entered(PACKAGE / "bulletin" / "facts.py")


def test_only_publish_makes_documents() -> None:
    strangers = {
        name(path)
        for path in MODULES
        if room(path) != "publish" and DOCUMENT_MAKERS & {module.split(".")[0] for module in imports(path)}
    }
    assert strangers == set()


def test_publish_names_no_ledger_column() -> None:
    columns = {column.name for column in CASES if "_" in column.name} | {column.label for column in CASES}
    for path in MODULES:
        if room(path) == "publish":
            tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            assert not columns & {node.value for node in tree if isinstance(node, ast.Constant)}, name(path)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, hotline_analysis.cli; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert run.stdout.split() == []
