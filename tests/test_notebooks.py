"""The notebooks as they lie in git: short cells, prose between them, no outputs."""

import ast
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 5
BELONGS_IN_THE_PACKAGE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While)

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _code(path: Path) -> list[NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def _is_parameters(cell: NotebookNode) -> bool:
    return "parameters" in cell.metadata.get("tags", ())


def test_notebook_is_valid_and_names_its_kernel(path: Path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_nothing_that_a_run_leaves_is_in_git(path: Path):
    assert [cell.id for cell in _code(path) if cell.outputs or cell.execution_count] == []


def test_one_cell_holds_the_parameters_and_every_one_is_text(path: Path):
    cells = [cell for cell in _code(path) if _is_parameters(cell)]
    assert len(cells) == 1
    values = [statement.value for statement in ast.parse(cells[0].source).body if isinstance(statement, ast.Assign)]
    assert len(values) == len(cells[0].source.splitlines())
    assert all(isinstance(ast.literal_eval(value), str) for value in values)


def test_code_cells_are_short(path: Path):
    analysis = [cell for cell in _code(path) if not _is_parameters(cell)]
    assert [cell.id for cell in analysis if not 1 <= len(cell.source.splitlines()) <= LONGEST_CELL] == []


def test_code_cells_define_and_repeat_nothing(path: Path):
    found = [
        (cell.id, type(node).__name__)
        for cell in _code(path)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, BELONGS_IN_THE_PACKAGE)
    ]
    assert found == []


def test_prose_stands_between_code_cells(path: Path):
    cells = nbformat.read(path, as_version=4).cells
    assert [after.id for before, after in pairwise(cells) if before.cell_type == after.cell_type == "code"] == []
