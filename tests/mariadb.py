"""A throw-away MariaDB server for the tests that read MySQL: `from mariadb import mysql_server`.

`HOTLINE_TEST_MYSQL`, a URL with user and password of an account that may make and drop tables, names a server that
runs already and whose database the tests empty; else one is made of the machine's own programs. Where there is
neither, such tests skip.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pymysql
import pytest

RUNNING = "HOTLINE_TEST_MYSQL"
OWNER, PASSWORD, DATABASE = "keeper_w", "p@ss:w/rd#?1 %41密", "hotline"
PROGRAMS = ("mariadb-install-db", "mariadbd")
SECONDS_TO_START = 30


@dataclass(frozen=True)
class Server:
    """A running server. `url` is its database's, with user and password of an account that may write there."""

    url: str

    def connect(self) -> "pymysql.Connection[pymysql.cursors.Cursor]":
        parts = urlsplit(self.url)
        return pymysql.connect(
            host=parts.hostname, port=parts.port or 3306, database=parts.path[1:],
            user=unquote(parts.username or ""), password=unquote(parts.password or "").encode(), autocommit=True,
        )  # fmt: skip

    def execute(self, *statements: str) -> None:
        """Runs `statements` with the rights of `url`'s account."""
        with self.connect() as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@pytest.fixture(scope="session")
def mysql_server() -> Iterator[Server]:
    """A server; skips where there is none."""
    if RUNNING in os.environ:
        yield Server(os.environ[RUNNING])
        return
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    programs = [shutil.which(program, path=path) for program in PROGRAMS]
    if None in programs:
        pytest.skip(f"there is no MariaDB server here ({' and '.join(PROGRAMS)}, or a URL in {RUNNING})")
    with tempfile.TemporaryDirectory(prefix="hotline-my-") as folder, _running(*programs, Path(folder)) as port:
        _make_owner(Path(folder) / "socket")
        yield Server(f"mysql://{OWNER}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/{DATABASE}")


@contextmanager
def _running(install: str, serve: str, folder: Path) -> Iterator[int]:
    account = ["--user=mysql"] if os.geteuid() == 0 else []
    if account:
        shutil.chown(folder, "mysql", "mysql")
    data = ["--no-defaults", f"--datadir={folder / 'data'}", *account]
    bare = ["--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run([install, *data, *bare], cwd=folder, check=True, capture_output=True)
    port = _free_port()
    place = [f"--socket={folder / 'socket'}", f"--port={port}", "--bind-address=127.0.0.1"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        command = [serve, *data, *place, f"--pid-file={folder / 'pid'}"]
        server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_owner(path: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.1)
    with pymysql.connect(unix_socket=str(path), user="root") as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4")
        cursor.execute("CREATE USER %s IDENTIFIED BY %s", (OWNER, PASSWORD))
        cursor.execute(f"GRANT ALL ON {DATABASE}.* TO %s", (OWNER,))
        cursor.execute("GRANT FILE ON *.* TO %s", (OWNER,))
