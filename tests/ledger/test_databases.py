"""Ledgers in databases: the same text from each, nothing written, nothing private told.

PostgreSQL and MariaDB are real servers (tests/postgres.py, tests/mariadb.py), and the account may write in both.
"""

import socket
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import duckdb
import mariadb
import postgres
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mariadb import mysql_server  # noqa: F401 - a fixture
from postgres import postgres_server  # noqa: F401 - a fixture

from hotline_analysis.errors import InputError, LedgerError
from hotline_analysis.ledger.address import display_name, expand, is_address
from hotline_analysis.ledger.cell_text import cell_text
from hotline_analysis.ledger.databases import ROWS_AT_ONCE, read_database

PASSWORD = postgres.PASSWORD
KINDS = ("postgresql", "mysql", "sqlite", "duckdb")
ENDLESS = {
    "postgresql": "SELECT generate_series(1, 1000000000)",
    "mysql": "SELECT seq FROM seq_1_to_1000000000",
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    "duckdb": "SELECT * FROM range(1, 1000000000000)",
}
Run = Callable[..., None]


class Database:
    """One of the kinds, empty: `url` without a target, and `execute` for the statements that fill it."""

    def __init__(self, kind: str, url: str, execute: Run) -> None:
        self.kind, self.url, self.execute = kind, url, execute

    def rows(self, target: str) -> list[list[str]]:
        return [list(cells) for _, cells in read_database(f"{self.url}#{target}").rows]


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    return _database(request.param, request, tmp_path)


@pytest.fixture
def postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    return _database("postgresql", request, tmp_path)


@pytest.fixture
def mysql(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    return _database("mysql", request, tmp_path)


def _database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Database:
    if kind == "postgresql":
        server: postgres.Server = request.getfixturevalue("postgres_server")
        server.execute("DROP SCHEMA IF EXISTS public CASCADE", "DROP SCHEMA IF EXISTS annex CASCADE")
        server.execute("CREATE SCHEMA public")
        return Database(kind, server.url, server.execute)
    if kind == "mysql":
        other: mariadb.Server = request.getfixturevalue("mysql_server")
        name = urlsplit(other.url).path[1:]
        other.execute(f"DROP DATABASE {name}", f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        return Database(kind, other.url, other.execute)
    path = folder / f"hotline.{kind}"
    connect = {"sqlite": sqlite3.connect, "duckdb": duckdb.connect}[kind]

    def execute(*statements: str) -> None:
        with closing(connect(str(path))) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    execute()
    return Database(kind, f"{kind}:///{path}", execute)


def failure(address: str) -> str:
    """The one line that reading `address` fails with, after a look at all that it might have carried along."""
    with pytest.raises(InputError) as caught:
        list(read_database(address).rows)
    error = caught.value
    assert error.__context__ is None or error.__suppress_context__
    assert "\n" not in str(error)
    account = urlsplit(address.partition("#")[0]).netloc.rpartition("@")[0]
    told = f"{error} {error!r} {''.join(traceback.format_exception(error))}"
    for secret in (
        "keeper_w",
        "geheim",
        PASSWORD,
        quote(PASSWORD, safe=""),
        PASSWORD.split("?")[0],
        *account.split(":"),
    ):
        assert not secret or secret not in told
    return str(error)


CASES = [[f"HS{number}", "2020-04-16 14:05:00", "路灯不亮，\n“O'Neil”说。"] for number in range(2 * ROWS_AT_ONCE + 1)]


def fill(database: Database, table: str = "cases") -> None:
    sign = "`" if database.kind == "mysql" else '"'
    columns = [f"{sign}{name}{sign}" for name in ("工单编号", "受理时间", "诉求内容")]
    values = ", ".join(
        f"('{number}', '{moment}', '{text.replace(chr(39), 2 * chr(39))}')" for number, moment, text in CASES
    )
    kind = {"postgresql": "timestamp", "mysql": "datetime", "sqlite": "text", "duckdb": "timestamp"}[database.kind]
    database.execute(
        f"CREATE TABLE {table} ({columns[0]} varchar(20), {columns[1]} {kind}, {columns[2]} text)",
        f"INSERT INTO {table} VALUES {values}",
    )


def test_every_kind_gives_the_same_rows(database: Database) -> None:
    fill(database)
    sheet = read_database(f"{database.url}#cases")
    assert (sheet.sheet, sheet.skip) == ("", "") and sheet.file == display_name(f"{database.url}#cases")
    numbers, rows = zip(*sheet.rows, strict=True)
    assert numbers == tuple(range(1, len(CASES) + 2))
    assert list(rows) == [["工单编号", "受理时间", "诉求内容"], *CASES]
    assert database.rows("SELECT * FROM cases -- all of them")[1:] == CASES
    assert database.rows("with few as (select * from cases where 1 = 0) select * from few;\n") == [rows[0]]


def test_an_endless_query_comes_in_parts(database: Database) -> None:
    rows = iter(read_database(f"{database.url}#{ENDLESS[database.kind]}").rows)
    read = [cells for _, cells in islice(rows, 1, 3 * ROWS_AT_ONCE)]
    assert read[:2] == [["1"], ["2"]] and len(read) == 3 * ROWS_AT_ONCE - 1
    rows.close()  # type: ignore[attr-defined]
    database.execute("CREATE TABLE later (a int)")


def test_an_unknown_table_names_those_that_are_there(database: Database) -> None:
    assert "It has no table that you may see." in failure(f"{database.url}#cases")
    for number in range(12):
        database.execute(f"CREATE TABLE cases{number:02} (a int)")
    told = failure(f"{database.url}#case01")
    assert "there is no such table. Did you mean 'cases01'? Its tables are cases00、cases01、" in told
    assert "cases09 and 2 more. Mend what stands after the #." in told


@pytest.mark.parametrize(
    "name", ["cases; DROP TABLE cases", "cases' OR '1'='1", 'ca"se`s', "select", "工单 2020", "a.b", "%s"]
)
def test_a_table_of_any_name(database: Database, name: str) -> None:
    sign = "`" if database.kind == "mysql" else '"'
    database.execute("CREATE TABLE cases (a int)")
    assert "there is no such table" in failure(f"{database.url}#{name}")
    database.execute(f"CREATE TABLE {sign}{name.replace(sign, 2 * sign)}{sign} (b int)")
    assert database.rows(name) == [["b"]]
    assert database.rows("cases") == [["a"]]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1; SELECT 2",
        "SELECT 1; DELETE FROM cases",
        "SELECT 1; COMMIT; DELETE FROM cases",
        "WITH gone AS (DELETE FROM cases RETURNING *) SELECT * FROM gone",
        "WITH gone AS (SELECT 1) DELETE FROM cases",
        "SELECT * INTO copied FROM cases",
        "SELECT 1) TO '/tmp/hotline-escaped'; DROP TABLE cases; --",
    ],
)
def test_nothing_is_written(database: Database, query: str) -> None:
    database.execute("CREATE TABLE cases (a int)", "INSERT INTO cases VALUES (1)")
    assert "could not be read" in failure(f"{database.url}#{query}")
    assert database.rows("cases") == [["a"], ["1"]]
    assert "there is no such table" in failure(f"{database.url}#copied")


@pytest.mark.parametrize("kind", ["postgresql", "sqlite", "duckdb"])
def test_only_one_statement_is_run(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    told = failure(f"{_database(kind, request, tmp_path).url}#SELECT 1; SELECT 2")
    assert told.endswith("Give one query that only reads.")


def test_what_else_a_select_of_postgresql_can_write(postgresql: Database) -> None:
    postgresql.execute("CREATE SEQUENCE tick", "CREATE TABLE cases (a int)")
    postgresql.execute("CREATE FUNCTION fill() RETURNS int LANGUAGE sql AS 'INSERT INTO cases VALUES (1) RETURNING a'")
    for query in ("SELECT nextval('tick')", "SELECT fill()"):
        assert failure(f"{postgresql.url}#{query}").endswith("Give one query that only reads.")
    assert "before any query" in failure(f"{postgresql.url}#SELECT set_config('transaction_read_only', 'off', false)")
    with suppress(LedgerError):
        postgresql.rows("SELECT lo_create(4242)")  # release 15 lets it pass; the transaction is given up in the end
    assert postgresql.rows("SELECT count(*) FROM pg_largeobject_metadata") == [["count"], ["0"]]


def test_what_else_a_select_of_duckdb_can_write(tmp_path: Path) -> None:
    path = tmp_path / "hotline.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute("CREATE SEQUENCE tick")
    before = path.read_bytes()
    with suppress(LedgerError):
        list(read_database(f"duckdb:///{path}#SELECT nextval('tick')").rows)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
    assert "disabled by configuration" in failure(f"duckdb:///{path}#SELECT * FROM read_text('{__file__}')")


def test_what_else_a_select_of_mysql_can_write(mysql: Database) -> None:
    mysql.execute(
        "CREATE TABLE cases (a int)",
        "CREATE FUNCTION fill() RETURNS int BEGIN INSERT INTO cases VALUES (1); RETURN 1; END",
        "SELECT 1 INTO OUTFILE '../control'",
    )
    assert failure(f"{mysql.url}#SELECT fill()").endswith("Give one query that only reads.")
    for ending in ("INTO OUTFILE '../gone'", "-- don't\nINTO DUMPFILE '../gone'", "/*! INTO OUTFILE '../gone' */"):
        assert "could not be read" in failure(f"{mysql.url}#SELECT 1 {ending}")
    exists = "SELECT LOAD_FILE('../{}') IS NOT NULL"
    assert [mysql.rows(exists.format(name))[1] for name in ("control", "gone")] == [["1"], ["0"]]


VALUES = {
    "postgresql": {
        "timestamp '2020-04-16 14:05:00.6'": "2020-04-16 14:05:01",
        "timestamptz '2020-04-30 16:30:00+00'": "2020-05-01 00:30:00",
        "timestamp 'infinity'": "infinity",
        "date '0044-03-15 BC'": "0044-03-15 BC",
        "timestamptz '9999-12-31 23:59:59+00'": "9999-12-31 23:59:59",
        "date '2020-04-16'": "2020-04-16",
        "time '24:00'": "24:00:00",
        "time '14:05:30'": "14:05:30",
        "interval '25 hours 30 seconds'": "25:00:30",
        "true": "是",
        "13812345678::bigint": "13812345678",
        "202004010000000017::numeric(20)": "202004010000000017",
        "1e20::numeric": "100000000000000000000",
        "13800000000::double precision": "13800000000",
        "2.5::real": "2.5",
        "'路灯'::bytea": "路灯",
        "NULL::date": "",
        "'  甲'::char(5)": "  甲  ",
        "1 = 0": "否",
    },
    "mysql": {
        "CAST('2020-04-16 14:05:00.6' AS datetime(1))": "2020-04-16 14:05:01",
        "FROM_UNIXTIME(1588264200)": "2020-05-01 00:30:00",
        "CAST('2020-04-16' AS date)": "2020-04-16",
        "TIMESTAMP('0000-00-00 00:00:00')": "0000-00-00 00:00:00",
        "CAST('25:06:07' AS time)": "25:06:07",
        "1 = 1": "1",
        "CAST(202004010000000017 AS decimal(20))": "202004010000000017",
        "13800000000e0": "13800000000",
        "CAST('路灯' AS binary)": "路灯",
        "NULL": "",
    },
    "sqlite": {
        "1.0": "1",
        "'路灯'": "路灯",
        "x'c2b7b5c6'": "路灯",
        "CAST(x'c2b7b5c6' AS text)": "路灯",
        "NULL": "",
        "7": "7",
    },
    "duckdb": {
        "timestamp '2020-04-16 14:05:00.6'": "2020-04-16 14:05:01",
        "timestamptz '2020-04-30 16:30:00+00'": "2020-05-01 00:30:00",
        "timestamp_ns '2020-04-16 14:05:00.123456789'": "2020-04-16 14:05:00",
        "date '2020-04-16'": "2020-04-16",
        "true": "是",
        "170141183460469231731687303715884105727::hugeint": "170141183460469231731687303715884105727",
        "1.10::decimal(10, 2)": "1.10",
        "NULL": "",
    },
}


def test_values_become_text(database: Database) -> None:
    values = VALUES[database.kind]
    assert database.rows(f"SELECT {', '.join(values)}")[1] == list(values.values())


def test_rows_of_postgresql_keep_their_order(postgresql: Database) -> None:
    assert postgresql.rows("SELECT current_setting('synchronize_seqscans')")[1] == ["off"]


def test_a_bit_of_mysql_is_a_number(mysql: Database) -> None:
    mysql.execute("CREATE TABLE cases (涉企 bit(1), 来源 bit(12))", "INSERT INTO cases VALUES (1, 515), (0, NULL)")
    assert mysql.rows("cases") == [["涉企", "来源"], ["1", "515"], ["0", ""]]


def test_a_database_of_bytes(postgresql: Database, request: pytest.FixtureRequest) -> None:
    """SQL_ASCII, in which older systems keep GBK: the server knows no encoding, and hands on what it has."""
    server: postgres.Server = request.getfixturevalue("postgres_server")
    server.execute(
        "DROP DATABASE IF EXISTS bytes", "CREATE DATABASE bytes ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'"
    )
    parts = urlsplit(server.url)
    url = parts._replace(path="/bytes").geturl()
    postgres.Server(url).execute(
        "CREATE TABLE cases (summary text)",
        "INSERT INTO cases VALUES (convert_from('\\xc2b7b5c6', 'SQL_ASCII')), ('路灯')",
    )
    sheet = read_database(f"{url}#cases")
    assert [cells for _, cells in sheet.rows] == [["summary"], ["路灯"], ["路灯"]]
    server.execute("DROP DATABASE bytes")


MOMENTS = st.datetimes(timezones=st.just(UTC) | st.none())


@given(
    value=st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.binary() | MOMENTS | st.dates()
)
def test_any_value_becomes_text(value: Any) -> None:
    text = cell_text(value)
    assert isinstance(text, str) and "E+" not in text
    if isinstance(value, datetime) and value.tzinfo is None and value < datetime.max - timedelta(seconds=1):
        assert abs(datetime.fromisoformat(text) - value) <= timedelta(seconds=0.5)
    elif type(value) is date:
        assert date.fromisoformat(text) == value
    elif type(value) is int:
        assert int(text) == value


def test_a_schema_is_named_where_the_search_path_lacks_it(postgresql: Database) -> None:
    postgresql.execute("CREATE SCHEMA annex", 'CREATE TABLE annex."Cases" (a int)', "CREATE TABLE calls (b int)")
    assert postgresql.rows("annex.Cases") == [["a"]]
    assert postgresql.rows("public.calls") == postgresql.rows("calls") == [["b"]]
    assert "Its tables are annex.Cases、calls." in failure(f"{postgresql.url}#Cases")


def test_views_are_tables_too(database: Database) -> None:
    database.execute("CREATE TABLE cases (a int)", "CREATE VIEW april AS SELECT a AS b FROM cases")
    assert database.rows("april") == [["b"]]


def test_only_the_right_to_read_counts(postgresql: Database) -> None:
    postgresql.execute("CREATE TABLE cases (a int)", "REVOKE SELECT ON cases FROM CURRENT_USER")
    told = failure(f"{postgresql.url}#cases")
    assert told.endswith("#cases could not be read: permission denied for table cases. "
                         "Ask whoever keeps the database for the right to read it.")  # fmt: skip


def test_a_query_that_fails_is_told_in_the_databases_words(database: Database) -> None:
    database.execute("CREATE TABLE cases (a int)")
    told = failure(f"{database.url}#SELECT nothing FROM cases WHERE a = 'geheim'")
    assert told.startswith(f"{display_name(database.url + '#SELECT 1')} could not be read: ") and "nothing" in told
    assert told.endswith("Mend the query after the #.")


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_the_databases_words_may_name_the_account(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    database = _database(kind, request, tmp_path)
    for query in ("SELECT keeper_w", "SELECT * FROM keeper_w", "SELECT 1 FROM 'geheim'", "SELECT 1 'geheim' geheim"):
        assert "×××" in failure(f"{database.url}#{query}")


def sessions(database: Database) -> list[list[str]]:
    query = {
        "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'hotline_analysis'",
        "mysql": "SELECT count(*) FROM information_schema.processlist WHERE user = SUBSTRING_INDEX(USER(), '@', 1)",
    }
    return database.rows(query[database.kind])[1:]


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_the_connection_is_closed(kind: str, request: pytest.FixtureRequest, tmp_path: Path, capfd: Any) -> None:
    database = _database(kind, request, tmp_path)
    fill(database)
    read_database(f"{database.url}#cases")  # opens nothing before it is read
    rows = read_database(f"{database.url}#cases").rows
    assert next(iter(rows))[0] == 1
    assert sessions(database) == [["2"]]
    rows.close()  # type: ignore[attr-defined]
    failure(f"{database.url}#nothing")
    list(read_database(f"{database.url}#cases").rows)
    for _ in range(50):  # a server takes a moment to notice
        if sessions(database) == [["1"]]:
            break
    assert sessions(database) == [["1"]]
    assert capfd.readouterr().err == ""


def test_a_connection_of_postgresql_that_breaks_off(postgresql: Database) -> None:
    rows = iter(read_database(f"{postgresql.url}#{ENDLESS['postgresql']}").rows)
    assert [number for number, _ in islice(rows, 11)] == list(range(1, 12))
    postgresql.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hotline_analysis'"
    )
    _breaks_off(rows)


def test_a_connection_of_mysql_that_breaks_off(mysql: Database, request: pytest.FixtureRequest) -> None:
    rows = iter(read_database(f"{mysql.url}#{ENDLESS['mysql']}").rows)
    assert [number for number, _ in islice(rows, 11)] == list(range(1, 12))
    server: mariadb.Server = request.getfixturevalue("mysql_server")
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID()")
        for (number,) in cursor.fetchall():
            cursor.execute(f"KILL {number}")
    _breaks_off(rows)


def _breaks_off(rows: Iterator[Any]) -> None:
    with pytest.raises(LedgerError, match=r"SELECT … broke off after \d+ rows: .*\. Run again\.") as caught:
        for _ in rows:
            pass
    assert caught.value.__context__ is None and "keeper_w" not in str(caught.value)


@pytest.mark.parametrize(
    ("user", "password"), [("keeper_w", "geheim"), ("geheim", PASSWORD), ("geheim:@/ %41密", "geheim")]
)
@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_wrong_account(kind: str, user: str, password: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    parts = urlsplit(_database(kind, request, tmp_path).url)
    account = f"{quote(user, safe='')}:{quote(password, safe='')}"
    told = failure(parts._replace(netloc=f"{account}@{parts.netloc.rpartition('@')[2]}").geturl() + "#cases")
    assert "#cases could not be opened: " in told and "×××" in told
    assert told.endswith("Check the user and the password in the address.")


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_an_unknown_database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    parts = urlsplit(_database(kind, request, tmp_path).url)
    told = failure(parts._replace(path="/nowhere").geturl() + "#cases")
    assert "/nowhere#cases could not be opened: " in told
    assert told.endswith("Check the database's name in the address.")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "mysql", "mariadb"])
@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost:1", "nowhere.invalid", "[::1]:1"])
def test_a_server_that_cannot_be_reached(scheme: str, host: str) -> None:
    told = failure(f"{scheme}://keeper_w:geheim@{host}/hotline#cases")
    assert told.startswith(f"{scheme}://{host}/hotline#cases could not be opened: ")
    assert told.endswith(
        "Check host, port and options in the address, and that the server runs and can be reached from here."
    )


def test_a_server_that_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        told = failure(f"postgresql://keeper_w:geheim@{place}/hotline?connect_timeout=2#cases")
    assert "could not be opened: connection timeout expired. Check host, port" in told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "postgresql://keeper_w:geheim@host/hotline?geheim=1#cases",
            "could not be opened: invalid URI query parameter",
        ),
        ("postgresql://keeper_w:geheim@host/hotline", "postgresql://…: it names no table. End it with #table"),
        ("postgresql://keeper_w:geheim@host/hotline#", "postgresql://…: it names no table"),
        (
            "postgresql://keeper_w:geheim/7@host/hotline#cases",
            "postgresql://…: not understood. Write postgresql://user:",
        ),
        ("postgresql://keeper_w:geheim?7@host/hotline#cases", "postgresql://…: not understood"),
        ("postgresql://keeper_w:geheim#7@host/hotline#cases", "postgresql://…: not understood"),
        ("postgresql://keeper_w:geheim/hotline#cases", "postgresql://…: not understood"),
        ("postgresql://keeper_w:12/geheim@host/hotline#cases", "postgresql://…: not understood"),
        ("postgresql://keeper_w:12?geheim@host/hotline#cases", "postgresql://…: not understood"),
        ("postgresql://keeper_w:12#geheim@host/hotline#cases", "postgresql://…: not understood"),
        ("mysql://keeper_w:geheim@host/hotline?geheim=geheim#cases", "unknown option '×××'. Write one of charset,"),
        ("mysql://keeper_w:geheim@127.0.0.1:99999/hotline#cases", "mysql://…: not understood"),
        ("oracle://keeper_w:geheim@host/hotline#cases", "oracle://…: not a database that can be read. Write one of "),
        ("sqlite://keeper_w:geheim@host/hotline.db#cases", "sqlite://…: not understood. Write sqlite:///file#table"),
        ("sqlite://hotline.db#cases", "with three slashes and no options."),
        ("sqlite:///#cases", "with three slashes and no options."),
        ("duckdb:///hotline.duckdb?password=geheim#cases", "duckdb://…: not understood"),
    ],
)
def test_an_address_that_is_not_understood(address: str, told: str) -> None:
    assert told in failure(address)


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_missing_file_is_not_made(kind: str, tmp_path: Path) -> None:
    told = failure(f"{kind}:///{tmp_path}/nothing.db#cases")
    assert told == f"{tmp_path}/nothing.db: there is no such file. Mend the path in {kind}:///nothing.db#cases."
    assert "there is no such file" in failure(f"{kind}:///{tmp_path}#cases")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database(kind: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hotline.db"
    path.write_bytes(content)
    told = failure(f"{kind}:///{path}#cases")
    assert told.startswith(f"{kind}:///hotline.db#cases")
    assert f"Check that {path} is a database of {kind} and that you may read it." in told or "has no table" in told
    assert path.read_bytes() == content and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("other", ["sqlite", "duckdb"])
def test_a_file_of_the_other_kind(other: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = _database(other, request, tmp_path).url.partition(":///")[2]
    kind = {"sqlite": "duckdb", "duckdb": "sqlite"}[other]
    assert f"is a database of {kind}" in failure(f"{kind}:///{path}#cases")


def test_paths_are_relative_to_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("工单 50%?.db")) as connection:
        connection.execute("CREATE TABLE cases (a)")
    assert "no options" in failure("sqlite:///工单 50%?.db#cases")
    Path("工单 50%?.db").rename("工单 50%.db")
    assert list(read_database("sqlite:///工单 50%.db#cases").rows) == [(1, ["a"])]


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A SQLite database with a write-ahead log, still open in the program that writes it."""
    with closing(sqlite3.connect(tmp_path / "hotline.db")) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE cases (a)")
        connection.executemany("INSERT INTO cases VALUES (?)", [(number,) for number in range(3 * ROWS_AT_ONCE)])
        connection.commit()
        yield tmp_path / "hotline.db", connection


def test_a_write_ahead_log_is_read_with_the_database(logged: tuple[Path, sqlite3.Connection]) -> None:
    path, connection = logged
    assert len(list(read_database(f"sqlite:///{path}#cases").rows)) == 3 * ROWS_AT_ONCE + 1
    connection.close()
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    assert list(before) == [path]
    assert len(list(read_database(f"sqlite:///{path}#cases").rows)) == 3 * ROWS_AT_ONCE + 1
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_change_while_a_resting_log_is_read_is_told(logged: tuple[Path, sqlite3.Connection]) -> None:
    path, connection = logged
    connection.close()
    rows = iter(read_database(f"sqlite:///{path}#cases").rows)
    next(rows)
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("UPDATE cases SET a = a + 1 WHERE a = 1000")
        writer.commit()
    with pytest.raises(LedgerError, match=r"another program wrote into it meanwhile\. Run again\."):
        list(rows)


@pytest.mark.parametrize(
    ("kind", "module"), [("postgresql", "psycopg"), ("mysql", "pymysql"), ("mysql", "cryptography")]
)
def test_a_driver_that_is_not_installed(kind: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    extra = {"postgresql": "postgres", "mysql": "mysql"}[kind]
    told = failure(f"{kind}://keeper_w:geheim@host/hotline#cases")
    assert told.endswith(f"Run pip install 'hotline_analysis[{extra}]'.") and module in told


def test_a_password_from_the_environment(mysql: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    mysql.execute("CREATE TABLE cases (a int)")
    parts = urlsplit(mysql.url)
    monkeypatch.setenv("HOTLINE_PASSWORD", PASSWORD)
    monkeypatch.setenv("HOTLINE_PORT", str(parts.port))
    address = f"mysql://{parts.username}:${{HOTLINE_PASSWORD}}@{parts.hostname}:${{HOTLINE_PORT}}{parts.path}#cases"
    assert list(read_database(address).rows) == [(1, ["a"])]
    assert display_name(address) == f"mysql://{parts.hostname}:${{HOTLINE_PORT}}{parts.path}#cases"
    monkeypatch.delenv("HOTLINE_PASSWORD")
    told = failure(address)
    assert told == "mysql://…: the environment variable HOTLINE_PASSWORD is not set. Set it and run again."


def test_libpqs_own_environment(postgresql: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    postgresql.execute("CREATE TABLE cases (a int)")
    parts = urlsplit(postgresql.url)
    monkeypatch.setenv("PGUSER", "keeper_w")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    bare = f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}?{parts.query}"
    assert list(read_database(f"{bare}#cases").rows) == [(1, ["a"])]
    monkeypatch.setenv("PGPASSWORD", "geheim")
    assert "×××" in failure(f"{bare}#cases")


PASSWORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(lambda text: f"Ge{text}heim")


@given(password=PASSWORDS, scheme=st.sampled_from(["postgresql", "mysql"]))
def test_no_password_is_shown(password: str, scheme: str) -> None:
    """As it should be written, and as it is: with every sign that parts an address."""
    safe = quote(password, safe="")
    right = f"{scheme}://keeper_w:{safe}@db.example/hotline?sslpassword={safe}#cases"
    assert display_name(right) == f"{scheme}://db.example/hotline#cases"
    shown = display_name(f"{scheme}://keeper_w:{password}@db.example/hotline#cases")
    assert shown in (f"{scheme}://…", f"{scheme}://db.example/hotline#cases")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("postgresql://h/d#t", True), ("SQLITE:///a.db#t", True), ("ledger.csv", False), ("C:\\a.xlsx", False),
     ("data/2020-04", False), ("//server/share/a.csv", False), ("工单://x", False)],
)  # fmt: skip
def test_what_an_address_is(text: str, expected: bool) -> None:
    assert is_address(text) is expected


@given(value=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_a_filled_value_may_hold_any_sign(value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOTLINE_PASSWORD", value)
        filled = expand("mysql://li:${HOTLINE_PASSWORD}@db/hotline#cases")
    assert filled == f"mysql://li:{quote(value, safe='')}@db/hotline#cases"
