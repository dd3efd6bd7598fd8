"""One month's run: the notebook, its renderings, its figures and its record, in a folder swapped in whole."""

import hashlib
import json
import os
import platform
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbformat import NotebookNode

from hotline_analysis.bulletin.blocks import Block, figures_of
from hotline_analysis.bulletin.draft import FILE_MIME
from hotline_analysis.bulletin.facts import ACCOUNT_MIME
from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.errors import HotlineError, LedgerError, ProfileError, RunError
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.publish.annexes import annex_sheets, render_annexes
from hotline_analysis.publish.collect import document
from hotline_analysis.publish.execution import Failure, Progress, run_notebook
from hotline_analysis.publish.folder import carry_over, scratch_beside, swap_in
from hotline_analysis.publish.fonts import missing_glyphs
from hotline_analysis.publish.jobs import BULLETIN, FORMATS, Job
from hotline_analysis.publish.public import hide_private

RECORDED = ("hotline_analysis", "pandas", "duckdb", "matplotlib", "papermill", "nbconvert", "typst", "python-docx")
"""The packages whose versions a run records: those that could change a figure or a page."""


@dataclass(frozen=True)
class Result:
    """What came of a job: the folder with its files, warnings for the analyst, or why it failed."""

    folder: Path
    files: tuple[str, ...]
    warnings: tuple[str, ...]
    seconds: float
    failure: Failure | None


def run(job: Job, *, progress: Progress | None = None) -> Result:
    """Run `job`; on failure the last good output stays and the failed notebook is kept beside it.

    LedgerError or ProfileError where the notebook ended with one: then nothing is left behind.
    """
    began = time.monotonic()
    scratch = scratch_beside(job.folder)
    try:
        with environment(job.secrets):
            notebook, failure = run_notebook(
                job.notebook, scratch / f"{job.name}.ipynb", job.parameters, progress=progress
            )
        if job.is_public:
            hide_private(notebook)
        if failure:
            _refuse_input(failure)
            return _keep_failed(job, scratch, notebook, failure, time.monotonic() - began)
        try:
            warnings = _write_all(job, notebook, scratch, began)
        except HotlineError as error:
            return _keep_failed(job, scratch, notebook, Failure("", 0, str(error)), time.monotonic() - began)
        carry_over(job.folder, scratch, except_for=_own_files(job))
        swap_in(scratch, job.folder)
        shutil.rmtree(_failed(job), ignore_errors=True)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    files = tuple(sorted(path.name for path in job.folder.iterdir()))
    return Result(job.folder, files, warnings, time.monotonic() - began, None)


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    """These variables in the environment, for the kernel that is started meanwhile."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _refuse_input(failure: Failure) -> None:
    """A ledger or a profile that cannot be read is no failure of this month: every other would meet it too."""
    name, _, words = failure.error.partition(": ")
    for kind in (LedgerError, ProfileError):
        if name == kind.__name__:
            raise kind(words)


def _failed(job: Job) -> Path:
    return job.folder.with_name(f"{job.folder.name}.failed")


def _keep_failed(job: Job, scratch: Path, notebook: NotebookNode, failure: Failure, seconds: float) -> Result:
    failed = _failed(job)
    _clean(notebook, job)
    nbformat.write(notebook, scratch / f"{job.name}.ipynb")
    if job.is_public:
        failure = replace(failure, error=mask(failure.error))
    shutil.rmtree(failed, ignore_errors=True)
    scratch.rename(failed)
    return Result(failed, (f"{job.name}.ipynb",), (), seconds, failure)


def _write_all(job: Job, notebook: NotebookNode, scratch: Path, began: float) -> tuple[str, ...]:
    """Every file of the month but those carried over; returns what the analyst should be warned of."""
    blocks = document(notebook).blocks
    _clean(notebook, job)
    nbformat.write(notebook, scratch / f"{job.name}.ipynb")
    for one in job.formats:
        _render(notebook, one, scratch / f"{job.name}.{one}")
    _write_json(scratch / job.file("figures.json"), [figure.to_json() for figure in figures_of(blocks)])
    if annex_sheets(blocks):
        (scratch / job.file("annexes.xlsx")).write_bytes(render_annexes(blocks))
    for side in _outputs(notebook, FILE_MIME):
        (scratch / _side_name(side["name"])).write_text(side["text"], encoding="utf-8")
    account: dict[str, Any] = next(iter(_outputs(notebook, ACCOUNT_MIME)), {})
    glyphs = missing_glyphs("".join(plain_text(block) for block in blocks))
    record = _record(job, account, blocks) | {
        "files": sorted({path.name for path in scratch.iterdir()} | {job.file("run.json")}),
        "missing_glyphs": list(glyphs),
        "seconds": round(time.monotonic() - began, 2),
    }
    _write_json(scratch / job.file("run.json"), record)
    return (*account.get("warnings", ()), *_glyph_warnings(glyphs, notebook))


def _render(notebook: NotebookNode, kind: str, path: Path) -> None:
    from nbconvert.exporters import get_exporter

    content, _ = get_exporter(f"hotline-{kind}")().from_notebook_node(notebook)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _clean(notebook: NotebookNode, job: Job) -> None:
    """Leave out papermill's own records and every path outside the project: they name this machine's folders."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            for value in job.parameters.values():
                cell.source = cell.source.replace(value, _recorded(value))


def _side_name(name: str) -> str:
    """The name of a file that a cell gives: Markdown or text of its own, never a path nor a file of the run."""
    if not re.fullmatch(r"[\w-]+\.(md|txt)", name):
        raise RunError(
            f"a cell gives a file named '{name}': name it with letters, digits and -, ending in .md or .txt."
        )
    return name


def _outputs(notebook: NotebookNode, mime: str) -> list[Any]:
    return [
        output.data[mime]
        for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs if mime in output.get("data", {})
    ]  # fmt: skip


def _record(job: Job, account: dict[str, Any], blocks: Sequence[Block]) -> dict[str, Any]:
    return {
        "month": str(job.month),
        "notebook": job.name,
        "parameters": {name: _recorded(value) for name, value in job.parameters.items()},
        "inputs": {
            role: [{"file": path.name, "sha256": _sha256(path)} for path in paths]
            for role, paths in {"notebook": (job.notebook,), **job.inputs}.items()
        },
        "databases": job.databases,
        "versions": {"python": platform.python_version()} | {name: version(name) for name in RECORDED},
        "ledger": account,
        "figures": len(figures_of(tuple(blocks))),
    }


def _recorded(value: str) -> str:
    """A parameter as a record may hold it: of a path that leaves the project, the file's name alone."""
    path = PurePosixPath(value)
    return path.name if path.is_absolute() or path.parts[:2] == ("..", "..") else value


def _own_files(job: Job) -> set[str]:
    """Every name that this job's notebook may write; older ones of them are not carried over."""
    rendered = {f"{job.name}.{one}" for one in ("ipynb", *FORMATS)}
    beside = {job.file(kind) for kind in ("figures.json", "annexes.xlsx", "run.json")}
    return rendered | beside | ({"notes-draft.md"} if job.name == BULLETIN else set())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _glyph_warnings(glyphs: tuple[str, ...], notebook: NotebookNode) -> tuple[str, ...]:
    found = [f"no font at hand can draw {' '.join(glyphs)}: they are missing from the PDF."] if glyphs else []
    cells = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", ())]
    for place, cell in enumerate(cells, 1):
        said = "".join(output.get("text", "") for output in cell.get("outputs", ()))
        if "missing from font" in said:
            found.append(f"the chart of cell {place} lacks characters: call monthly.use_chinese_font() before it.")
    return tuple(found)
