"""One parameterised run of a notebook by papermill; its failure comes back as data."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook
from papermill.inspection import inspect_notebook
from traitlets import default

from hotline_analysis.errors import InputError, RunError

ENGINE = "hotline"
Progress = Callable[[int, int], None]
"""Called with the cells done and the cells there are."""


@dataclass(frozen=True)
class Failure:
    """Where a run stopped: the heading over the cell, the author's number of the cell, and the exception.

    `cell` is 0 where the notebook ran through and its document could not be drawn.
    """

    heading: str
    cell: int
    error: str

    def __str__(self) -> str:
        where = f"under “{self.heading}”, " if self.heading else ""
        return f"{where}cell {self.cell}: {self.error}" if self.cell else f"when drawn: {self.error}"


class PrivateKernelManager(AsyncKernelManager):
    """A kernel that talks through sockets in the user's own folder, where the system has them, not over TCP.

    What it prints past its cells goes nowhere: a kernel that is shut down while it still flushes its
    output prints a traceback that says nothing about the notebook.
    """

    @default("transport")
    def _own_sockets(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    @default("ip")
    def _own_folder(self) -> str:
        if self.transport == "tcp":
            return "127.0.0.1"
        # Removed with this object; an absolute path, as the kernel works in another folder than we do.
        self._sockets = TemporaryDirectory(prefix="hotline-")
        return str(Path(self._sockets.name) / "kernel")

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        await super().start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


class Engine(NBClientEngine):
    """papermill's own engine, except that a dead or hung kernel fails its cell instead of completing it."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *args: Any, **options: Any
    ) -> Any:
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, *args, **options)
        except (DeadKernelError, CellTimeoutError) as error:
            index = max(place for place, cell in enumerate(nb_man.nb.cells) if cell.metadata.papermill["start_time"])
            cell = nb_man.nb.cells[index]
            why = "the kernel died (out of memory, or the process was ended)"
            if isinstance(error, CellTimeoutError):
                why = "the cell took too long"
            cell.outputs.append(new_output("error", ename=type(error).__name__, evalue=why, traceback=[why]))
            nb_man.cell_exception(cell, index)
            return nb_man.nb


def run_notebook(
    notebook: Path, output: Path, parameters: dict[str, str], *, progress: Progress | None = None
) -> tuple[NotebookNode, Failure | None]:
    """The executed notebook, also written to `output`, and why it stopped, if it did.

    The kernel works in the notebook's own folder, as JupyterLab's does. InputError for a parameter
    that the notebook does not declare.
    """
    import nbformat

    _check_parameters(notebook, parameters)
    # Without a handler of its own, Python would print papermill's warnings among ours.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    papermill_engines.register(ENGINE, Engine)
    hooks: dict[str, Any] = {
        "resources": {"metadata": {"path": str(notebook.parent)}},
        "kernel_manager_class": PrivateKernelManager,
        # What goes wrong in a kernel comes back as a Failure; its own log would only clutter the terminal.
        "extra_arguments": ["--IPKernelApp.log_level=CRITICAL"],
    }
    if progress:
        total = len(nbformat.read(notebook, as_version=4).cells) + 1
        hooks["on_cell_complete"] = lambda cell, cell_index: progress(cell_index + 1, total)
    failed: PapermillExecutionError | None = None
    try:
        execute_notebook(
            notebook, output, parameters=parameters, engine_name=ENGINE,
            request_save_on_cell_execute=False, autosave_cell_every=0, progress_bar=False, **hooks,
        )  # fmt: skip
    except PapermillExecutionError as error:
        failed = error
    except RuntimeError as error:
        raise RunError(
            f"{notebook}: no kernel could be started: {error}. Run it once in `hotline lab` to see why."
        ) from error
    executed = nbformat.read(output, as_version=4)
    return executed, _failure(executed, failed)


def _check_parameters(notebook: Path, parameters: dict[str, str]) -> None:
    known = inspect_notebook(str(notebook))
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise InputError(
            f"{notebook}: its parameters cell does not declare {', '.join(unknown)} "
            f"(it has {', '.join(known) or 'none'}). Add the name to the cell tagged `parameters`."
        )


def _failure(executed: NotebookNode, failed: PapermillExecutionError | None) -> Failure | None:
    cells = [cell for cell in executed.cells if not {"injected-parameters", "papermill-error-cell-tag"} & _tags(cell)]
    for place, cell in enumerate(cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if error:
            return Failure(_heading(cells[:place]), place + 1, f"{error.ename}: {error.evalue}")
        if cell.execution_count is None:
            return Failure(
                _heading(cells[:place]), place + 1, "it was not run, because an earlier cell ended the kernel"
            )
    return Failure("", 0, f"{failed.ename}: {failed.evalue}") if failed else None


def _tags(cell: NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", ()))


def _heading(cells: list[NotebookNode]) -> str:
    """The last Markdown heading before a cell, without its marks."""
    found = [
        line
        for cell in cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    return re.sub(r"^#+\s*", "", found[-1]) if found else ""
