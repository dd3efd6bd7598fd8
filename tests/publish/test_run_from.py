"""Runs from other ledgers than a file of the profile: from a server, and from what cannot be read."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from postgres import OWNER, PASSWORD, Server, postgres_server  # noqa: F401
from sample import PROFILE, ROOT
from test_run import texts_of


def run(tmp_path: Path, ledger: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable, "-m", "hotline_analysis", "run", "2020-04", "--profile", str(PROFILE), "--ledger", ledger,
        "--output", str(tmp_path / "outputs"), *options,
    ]  # fmt: skip
    surroundings = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env=surroundings)


def test_user_and_password_of_a_server_are_in_no_file(tmp_path: Path, postgres_server: Server) -> None:  # noqa: F811
    with (PROFILE.parent / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    april = [row for row in rows if row[1].startswith("2020-04")]
    values = ", ".join("(" + ", ".join("'" + cell.replace("'", "''") + "'" for cell in row) + ")" for row in april)
    columns = ", ".join(f'"{name}" text' for name in header)
    postgres_server.execute(f"CREATE TABLE 工单 ({columns})", f"INSERT INTO 工单 VALUES {values}")
    done = run(tmp_path, f"{postgres_server.url}#工单", "--to", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    texts = texts_of(tmp_path / "outputs" / "2020-04") | {"terminal": done.stdout + done.stderr}
    for secret in (OWNER, PASSWORD, quote(PASSWORD, safe="")):
        assert [name for name, text in texts.items() if secret in text] == []
    record = json.loads(texts["run.json"])
    assert record["databases"]["ledger"].endswith("#工单")
    assert "${HOTLINE_LEDGER_PASSWORD}" in record["parameters"]["ledger"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"PK\x03\x04 damaged", "a.xlsx"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", "编号,内容\n1,甲\n".encode(), "none of its first 50 rows has a header of the profile"),
        ("a.csv", b"\xe5\xb7\xa5\x00\x00", "a NUL byte near line 1"),
    ],
    ids=["damaged", "empty", "no header", "nul"],
)
def test_a_ledger_that_cannot_be_read_ends_with_2_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = run(tmp_path, str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hotline: ") and told in done.stderr and done.stderr.count("\n") == 1
    outputs = tmp_path / "outputs"
    assert not outputs.exists() or list(outputs.iterdir()) == []
