"""Equal inputs give equal bytes: run again, rendered again, in another process, time zone and order of sets."""

import os
import subprocess
import sys

import pytest

FORMATS = ("html", "pdf", "docx")
FILES = ("figures.json", "annexes.xlsx", "notes-draft.md", *(f"monthly_bulletin.{kind}" for kind in FORMATS))
RENDER = """
import sys
from pathlib import Path
import nbformat
from nbconvert.exporters import get_exporter

notebook = nbformat.read(sys.argv[1], as_version=4)
for kind in ("html", "pdf", "docx"):
    made, _ = get_exporter(f"hotline-{kind}")().from_notebook_node(notebook)
    (Path(sys.argv[2]) / kind).write_bytes(made.encode() if isinstance(made, str) else made)
"""


@pytest.mark.parametrize("name", FILES)
def test_a_second_run_gives_equal_bytes(runs, name):
    first, second = ((runs[one].folder / name).read_bytes() for one in ("internal", "again"))
    assert len(first) > 1000
    assert first == second


def test_a_second_run_leaves_the_same_record_but_for_its_time(runs):
    first, second = ({**runs[one].record, "seconds": 0} for one in ("internal", "again"))
    assert first == second


def test_the_notebook_renders_to_equal_bytes_elsewhere(april, tmp_path):
    surroundings = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "3", "SOURCE_DATE_EPOCH": "1"}
    command = [sys.executable, "-c", RENDER, str(april.file("ipynb")), str(tmp_path)]
    subprocess.run(command, check=True, env=surroundings)
    assert [kind for kind in FORMATS if (tmp_path / kind).read_bytes() != april.file(kind).read_bytes()] == []
