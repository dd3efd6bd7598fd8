"""Real runs that many tests read: April 2020 for internal and for public readers, and once more elsewhere."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import pytest
from sample import ROOT

from hotline_analysis.bulletin.blocks import Block
from hotline_analysis.publish.collect import document

GLYPHS_ARE_ERRORS = {"PYTHONWARNINGS": "error:Glyph:UserWarning"}
"""In a kernel's environment: a character that no font of a chart draws fails the cell."""
ELSEWHERE = {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}


@dataclass(frozen=True)
class Output:
    """The folder of a finished run."""

    folder: Path
    said: str

    def file(self, kind: str) -> Path:
        return self.folder / f"monthly_bulletin.{kind}"

    @cached_property
    def html(self) -> str:
        return self.file("html").read_text(encoding="utf-8")

    @cached_property
    def notebook(self) -> Any:
        return nbformat.read(self.file("ipynb"), as_version=4)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return document(self.notebook).blocks

    @cached_property
    def record(self) -> dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))

    @cached_property
    def figures(self) -> dict[str, dict[str, Any]]:
        return {one["key"]: one for one in json.loads((self.folder / "figures.json").read_text(encoding="utf-8"))}


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Output]:
    """`hotline run 2020-04`, three times at once; `again` in another time zone and order of sets."""
    asked = {"internal": ((), {}), "public": (("--audience", "public"), {}), "again": ((), ELSEWHERE)}
    started = {}
    for name, (options, environment) in asked.items():
        folder = tmp_path_factory.mktemp(name)
        command = [sys.executable, "-m", "hotline_analysis", "run", "2020-04", "--output", str(folder), *options]
        surroundings = os.environ | GLYPHS_ARE_ERRORS | environment
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, text=True, encoding="utf-8",
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        started[name] = (folder / ("2020-04-public" if name == "public" else "2020-04"), process)
    done = {}
    for name, (folder, process) in started.items():
        said, errors = process.communicate(timeout=300)
        assert (process.returncode, errors) == (0, ""), said
        done[name] = Output(folder, said)
    return done


@pytest.fixture(scope="session")
def april(runs: dict[str, Output]) -> Output:
    return runs["internal"]


@pytest.fixture(scope="session")
def public(runs: dict[str, Output]) -> Output:
    return runs["public"]
