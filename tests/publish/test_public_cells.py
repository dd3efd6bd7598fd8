"""An analyst's own cells in a public run: personal data masked in every file, also where the run fails."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from sample import ROOT
from test_run import texts_of

from hotline_analysis.month import Month
from hotline_analysis.publish.jobs import Job
from hotline_analysis.publish.run import run

SECRETS = ("16012345679", "16012345680", "16012345681", "孙大伟")
CELLS = [
    new_markdown_cell("来电人孙大伟（电话16012345679）多次来电。"),
    new_code_cell('import pandas as pd\n\npd.DataFrame({"电话": ["16012345680"]})'),
    new_code_cell('print("电话16012345681")'),
]


@pytest.mark.parametrize("fails", [False, True])
def test_what_own_cells_show_is_masked(tmp_path, fails):
    notebook = nbformat.read(ROOT / "notebooks" / "monthly_bulletin.ipynb", as_version=4)
    cells = [*CELLS, *([new_code_cell('raise ValueError("电话16012345681")')] if fails else [])]
    notebook.cells[12:12] = cells
    path = tmp_path / "notebooks" / "own.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    parameters = {"month": "2020-04", "profile": str(ROOT / "data" / "heshui" / "profile.toml"), "audience": "public"}
    job = Job(Month(2020, 4), path, parameters, {}, ("html", "docx"), tmp_path / "outputs" / "2020-04-public")
    result = run(job)
    assert (result.failure is not None) is fails
    texts = texts_of(result.folder) | {"terminal": str(result.failure)}
    assert any("多次来电" in text for text in texts.values())
    assert {(name, secret) for name, text in texts.items() for secret in SECRETS if secret in text} == set()
