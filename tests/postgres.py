"""A throw-away PostgreSQL server for the tests that read one: `from postgres import postgres_server`.

`HOTLINE_TEST_POSTGRES`, a URL with user and password of an account that may make tables and databases, names a
server that runs already and asks for passwords. The tests empty its schema `public`. Else a server is made of the
machine's own programs, and deleted when the tests end.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql
from tools import REQUIRED

RUNNING = "HOTLINE_TEST_POSTGRES"
DEBIAN = Path("/usr/lib/postgresql")
UNPRIVILEGED = "postgres"
"""Whom the server runs as where the tests run as root, which PostgreSQL refuses."""
OWNER, PASSWORD, DATABASE = "keeper_w", "p@ss:w/rd#?1 %41密", "hotline"
"""The account that owns the database, so it may write; every sign of the password is one that a URL must encode."""


@dataclass(frozen=True)
class Server:
    """A running server. `url` is its database's, with user and password of an account that may write there."""

    url: str

    def execute(self, *statements: str) -> None:
        """Runs `statements` with the rights of `url`'s account and commits each."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def with_account(self, user: str, password: str, *, database: str = "") -> str:
        """`url` for another account, and another database where one is given; both parts are encoded."""
        parts = urlsplit(self.url)
        place = parts.netloc.rpartition("@")[2]
        account = f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"
        return urlunsplit(parts._replace(netloc=account, path=f"/{quote(database)}" if database else parts.path))


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Server:
    """The session's one server, whichever modules import this; skips, or fails where `REQUIRED` is set."""
    stash = request.config.stash
    if SERVER not in stash:
        stash[SERVER] = _server(request.config)
    server = stash[SERVER]
    if isinstance(server, str) and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, but {server}", pytrace=False)
    if isinstance(server, str):
        pytest.skip(server)
    return server


SERVER = pytest.StashKey[Server | str]()
"""Pytest makes an imported fixture anew in each module; this keeps them to one server, or to why there is none."""


def _server(config: pytest.Config) -> Server | str:
    if RUNNING in os.environ:
        return Server(os.environ[RUNNING])
    programs = _programs()
    if programs is None:
        return f"there is no PostgreSQL server here (initdb and pg_ctl, or a URL in {RUNNING})"
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="hotline-pg-"))  # pytest's own folders are closed to `UNPRIVILEGED`
    config.add_cleanup(lambda: shutil.rmtree(folder))
    try:
        if user:
            shutil.chown(folder, user, user)
    except LookupError:
        return f"PostgreSQL does not run as root, and there is no user {UNPRIVILEGED}"
    superuser = _make(programs, folder, user)
    config.add_cleanup(lambda: _control(programs, folder, user, "--mode=immediate", "stop"))
    _control(programs, folder, user, f"--log={folder / 'log'}", "start")
    return _with_owner(superuser, folder)


def _programs() -> Path | None:
    """The folder of the newest initdb and pg_ctl; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    releases = sorted((path for path in DEBIAN.glob("*/bin") if (path / "initdb").exists()), key=_release)
    folders = ([Path(found).resolve().parent] if found else []) + releases[::-1]
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


def _release(folder: Path) -> float:
    return float(folder.parent.name)


def _make(programs: Path, folder: Path, user: str | None) -> str:
    """Makes the cluster, which asks everyone for a password; returns its superuser's."""
    password = secrets.token_hex(16)
    (folder / "password").write_text(password, encoding="ascii")
    account = ["--username=postgres", f"--pwfile={folder / 'password'}", "--auth=scram-sha-256"]
    text = ["--encoding=UTF8", "--no-locale", "--no-sync"]
    _run([programs / "initdb", f"--pgdata={folder / 'data'}", *account, *text], folder, user)
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"listen_addresses = ''\nunix_socket_directories = '{folder}'\nfsync = off\n")
    return password


def _control(programs: Path, folder: Path, user: str | None, *words: str) -> None:
    _run([programs / "pg_ctl", f"--pgdata={folder / 'data'}", "--wait", *words], folder, user)


def _run(command: Sequence[Path | str], folder: Path, user: str | None) -> None:
    # Output goes to a file: the server that pg_ctl leaves behind would hold a pipe open for ever.
    with (folder / "output").open("w+", encoding="utf-8") as output:
        done = subprocess.run(
            command, cwd=folder, user=user, group=user, extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False,
        )  # fmt: skip
        output.seek(0)
        assert done.returncode == 0, output.read()


def _with_owner(superuser: str, folder: Path) -> Server:
    with psycopg.connect(host=str(folder), user="postgres", password=superuser, autocommit=True) as connection:
        owner, database = sql.Identifier(OWNER), sql.Identifier(DATABASE)
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(owner, sql.Literal(PASSWORD)))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    place = f"/{DATABASE}?host={quote(str(folder), safe='')}"
    return Server(f"postgresql://{quote(OWNER, safe='')}:{quote(PASSWORD, safe='')}@{place}")
