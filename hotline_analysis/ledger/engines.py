"""The databases that can be read: how each is opened so that nothing can be written, and how its rows come in parts.

Each takes its driver as an argument, because a driver is an optional part of the installation.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.address import SERVERS, Address

CONNECT_SECONDS = 10
SILENT_SECONDS = 300
"""A MySQL server that says nothing for so long counts as gone; sorting a large table takes a while."""

Rows = list[tuple[Any, ...]]


class Cursor(Protocol):
    """What PEP 249 promises of every driver."""

    @property
    def description(self) -> Any: ...
    def execute(self, query: Any, /) -> Any: ...
    def fetchmany(self, size: int = ..., /) -> Any: ...
    def fetchall(self) -> Any: ...


@dataclass(frozen=True)
class Session:
    """An open connection that only reads.

    `tables` gives (schema, name, whether the bare name means it); `select` begins a query whose rows the
    cursor then fetches from the server in parts.
    """

    tables: Callable[[], Rows]
    select: Callable[[str], Cursor]
    quote: str = '"'


@dataclass(frozen=True)
class Engine:
    """How to open an address: the modules it needs, the extra that installs them, and a context manager."""

    modules: tuple[str, ...]
    extra: str
    session: Callable[[ModuleType, Address], AbstractContextManager[Session]]


@contextmanager
def _postgresql(driver: ModuleType, address: Address) -> Iterator[Session]:
    options = driver.conninfo.conninfo_to_dict(f"postgresql://{address.place}?{address.options}")
    account = {"user": address.user, "password": address.password}
    usual = {"connect_timeout": CONNECT_SECONDS, "keepalives_idle": 60, "fallback_application_name": "hotline_analysis"}
    given = usual | options | {key: value for key, value in account.items() if value}
    with closing(driver.connect(**given, prepare_threshold=None)) as connection:
        connection.read_only = True
        # Scans of a large table start where another one is just now: rows would have other numbers each time.
        connection.execute("SET LOCAL synchronize_seqscans = off")
        for kind in ("date", "time", "timestamp", "timestamptz"):
            connection.adapters.register_loader(kind, _or_text(driver, connection, kind))
        with connection.cursor(name="ledger") as cursor:
            yield Session(
                lambda: connection.execute(POSTGRESQL_TABLES).fetchall(),
                lambda query: cursor.execute(query.encode()),  # one statement: more than one the server refuses
            )


POSTGRESQL_TABLES = """
SELECT nspname, relname, pg_catalog.pg_table_is_visible(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
ORDER BY 1, 2
"""


def _or_text(driver: ModuleType, connection: Any, kind: str) -> type:
    """A loader of `kind` that gives infinity, 24:00 and years before Christ as the text they are."""
    oid = connection.adapters.types[kind].oid
    exact = connection.adapters.get_loader(oid, driver.pq.Format.TEXT)

    class OrText(driver.adapt.Loader):  # type: ignore[misc, name-defined]
        def __init__(self, oid: int, context: Any = None) -> None:
            super().__init__(oid, context)
            self.exact = exact(oid, context)

        def load(self, data: Any) -> Any:
            try:
                return self.exact.load(data)
            except driver.DataError:
                return bytes(data).decode()

    return OrText


@contextmanager
def _mysql(driver: ModuleType, address: Address) -> Iterator[Session]:
    place = urlsplit(f"mysql://{address.place}")
    usual = {"charset": "utf8mb4", "connect_timeout": CONNECT_SECONDS, "read_timeout": SILENT_SECONDS}
    numbers = {driver.constants.FIELD_TYPE.BIT: lambda data: int.from_bytes(data, "big")}
    connection = driver.connect(
        **usual | _mysql_options(address),
        host=place.hostname or "localhost", port=place.port or SERVERS["mysql"], database=unquote(place.path[1:]),
        user=address.user or None, password=address.password.encode(),  # the driver takes text for Latin-1
        conv=driver.converters.conversions | numbers, cursorclass=driver.cursors.SSCursor,
    )  # fmt: skip
    with closing(connection), closing(connection.cursor()) as cursor:
        cursor.execute("SET time_zone = '+08:00'")  # a TIMESTAMP is a moment, told in the session's time
        cursor.execute("START TRANSACTION READ ONLY")
        try:
            yield Session(lambda: _all(cursor, MYSQL_TABLES), lambda query: _mysql_select(cursor, query), quote="`")
        finally:
            if cursor._result:  # else closing the cursor would first read all the rows that nobody wants any more
                cursor._result.unbuffered_active = False


MYSQL_TABLES = """
SELECT table_schema, table_name, COALESCE(table_schema = DATABASE(), 0) FROM information_schema.tables
WHERE table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY 1, 2
"""
MYSQL_OPTIONS = ("charset", "unix_socket", "ssl_ca", "ssl_cert", "ssl_key", "ssl_verify_cert", "ssl_verify_identity")


def _mysql_options(address: Address) -> dict[str, str]:
    for option in address.settings:
        if option not in MYSQL_OPTIONS:
            known = ", ".join(MYSQL_OPTIONS)
            raise LedgerError(f"{address.name}: unknown option '{address.hide(option)}'. Write one of {known}.")
    return address.settings


def _all(cursor: Cursor, query: str) -> Rows:
    cursor.execute(query)
    return list(cursor.fetchall())


def _mysql_select(cursor: Cursor, query: str) -> Cursor:
    # SELECT … INTO OUTFILE writes even in a transaction that only reads, but no query within a query may have an INTO.
    _all(cursor, f"SELECT 1 FROM DUAL WHERE FALSE AND EXISTS (\n{query}\n)")
    cursor.execute(query)
    return cursor


@contextmanager
def _sqlite(driver: ModuleType, address: Address) -> Iterator[Session]:
    path = _existing(address)
    before = _idle_wal(path)
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if before else ''}"
    with closing(driver.connect(uri, uri=True, timeout=CONNECT_SECONDS)) as connection:
        connection.text_factory = bytes  # programs of an office write GBK into it too
        connection.execute("PRAGMA schema_version")  # now, as the file is looked at only when it is first read
        yield Session(lambda: connection.execute(SQLITE_TABLES).fetchall(), connection.execute)
    if before and before != _idle_wal(path):
        raise driver.OperationalError("another program wrote into it meanwhile")


SQLITE_TABLES = """
SELECT 'main', name, 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY 2
"""


def _idle_wal(path: Path) -> int:
    """When a database with a write-ahead log that nobody has open was last changed, in ns; 0 for any other.

    Reading such a one in the usual way would leave two new files beside it, and fail in a folder that
    is closed to us.
    """
    with path.open("rb") as file:
        uses_log = file.read(20)[18:] == b"\x02\x02"
    return path.stat().st_mtime_ns if uses_log and not path.with_name(f"{path.name}-wal").exists() else 0


@contextmanager
def _duckdb(driver: ModuleType, address: Address) -> Iterator[Session]:
    closed = ("enable_external_access", "autoinstall_known_extensions", "autoload_known_extensions")
    path = _existing(address)
    with closing(driver.connect(str(path), read_only=True, config=dict.fromkeys(closed, "false"))) as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        yield Session(
            lambda: connection.execute(DUCKDB_TABLES).fetchall(),
            lambda query: _duckdb_select(driver, connection, query),
        )


DUCKDB_TABLES = """
SELECT table_schema, table_name, table_schema = current_schema() FROM information_schema.tables
WHERE table_catalog = current_database() ORDER BY 1, 2
"""


def _duckdb_select(driver: ModuleType, connection: Any, query: str) -> Cursor:
    if len(driver.extract_statements(query)) != 1:
        raise driver.ProgrammingError("You can only execute one statement at a time")
    columns = [(name, kind) for name, kind, *_ in connection.execute(f"DESCRIBE {query}").fetchall()]
    if any(kind == DUCKDB_MOMENT for _, kind in columns):
        # The driver cannot hand a moment on without a package of its own (pytz).
        told = (
            f"#{place}{'::TIMESTAMP' if kind == DUCKDB_MOMENT else ''} AS {quoted(name)}"
            for place, (name, kind) in enumerate(columns, 1)
        )
        query = f"SELECT {', '.join(told)} FROM (\n{query}\n)"
    cursor: Cursor = connection.execute(query)
    return cursor


DUCKDB_MOMENT = "TIMESTAMP WITH TIME ZONE"


def quoted(name: str, sign: str = '"') -> str:
    """`name` as an identifier in SQL, whatever it holds.

    >>> quoted('ca"ses'), quoted("cases", "`")
    ('"ca""ses"', '`cases`')
    """
    return f"{sign}{name.replace(sign, 2 * sign)}{sign}"


def _existing(address: Address) -> Path:
    if not address.file.is_file():
        raise LedgerError(f"{address.file}: there is no such file. Mend the path in {address.name}.")
    return address.file


ENGINES = {
    "postgresql": Engine(("psycopg",), "postgres", _postgresql),
    "postgres": Engine(("psycopg",), "postgres", _postgresql),
    "mysql": Engine(("pymysql", "cryptography"), "mysql", _mysql),
    "mariadb": Engine(("pymysql", "cryptography"), "mysql", _mysql),
    "sqlite": Engine(("sqlite3",), "", _sqlite),
    "duckdb": Engine(("duckdb",), "", _duckdb),
}
