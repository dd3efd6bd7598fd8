"""A thousand invented persons' data in the texts of a month: none of it in any file of a public run.

The notes approve the sentences of every case, each with a person's number in it, so that masking is the last net.
"""

import csv
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from ledger import invented_names, phrasings
from ledger.invented_people import people
from sample import PROFILE, ROOT
from test_run import texts_of

PERSONS = 1000
MONTH = "2020-04"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A county whose cases of April tell of the persons and whose notes approve sentences of them; their secrets."""
    folder, secrets = tmp_path_factory.mktemp("planted"), set[str]()
    with (PROFILE.parent / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    told = _told(secrets)
    for row in rows:
        if row[header.index("受理时间")].startswith(MONTH):
            row[header.index("诉求内容")] = "".join(islice(told, 5))
            row[header.index("办理结果")] = next(told)
    with (folder / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    for name in ("profile.toml", "gazetteer.csv"):
        (folder / name).write_bytes(PROFILE.with_name(name).read_bytes())
    (folder / "calls.csv").write_bytes((PROFILE.parent / "calls.csv").read_bytes())
    _approve(folder, header, rows, told)
    return folder, {secret for secret in secrets if len(secret) > (4 if secret.isdigit() else 2)}


def _told(secrets: set[str]):
    """Sentences of PERSONS persons, again and again, each with the next phrasing."""
    while True:
        for place, person in enumerate(people(PERSONS, invented_names.KNOWN_GIVEN)):
            text, found = person.told(phrasings.KNOWN[place % len(phrasings.KNOWN)])
            secrets |= found
            yield text


def _approve(folder: Path, header: list[str], rows: list[list[str]], told) -> None:
    lines = []
    for row in rows:
        case = dict(zip(header, row, strict=True))
        if case["受理时间"].startswith(MONTH) and case["诉求类型"] != "举报":
            lines.append(f"- {case['工单编号']}：{next(told)}")
    (folder / "notes").mkdir()
    words = "\n".join(["## 语句核定", "", *lines, ""])
    (folder / "notes" / f"{MONTH}.md").write_text(words, encoding="utf-8")


@pytest.mark.parametrize("notebook", ["monthly_bulletin", "ledger_quality"])
def test_no_file_of_a_public_run_holds_any_of_it(planted: tuple[Path, set[str]], tmp_path: Path, notebook: str) -> None:
    folder, secrets = planted
    command = [
        sys.executable, "-m", "hotline_analysis", "run", MONTH, "--audience", "public", "--notebook", notebook,
        "--profile", str(folder / "profile.toml"), "--output", str(tmp_path),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(secrets) > PERSONS
    texts = texts_of(tmp_path / f"{MONTH}-public") | {"terminal": done.stdout + done.stderr}
    assert any("受理" in text for text in texts.values())
    found = {(name, secret) for name, text in texts.items() for secret in secrets if secret in text}
    assert found == set()
