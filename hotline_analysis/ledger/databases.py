"""A table or a query of a database -> its rows as text, read in parts and never written.

The account needs the right to read and no more. Whatever it may do, the connection is opened so that
the database itself refuses to write.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib import import_module
from types import ModuleType

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.address import SERVERS, Address, expand, parse
from hotline_analysis.ledger.cell_text import cell_text
from hotline_analysis.ledger.engines import ENGINES, Cursor, Engine, Session, quoted
from hotline_analysis.ledger.sheets import Sheet

ROWS_AT_ONCE = 2000
"""Rows that are in memory at a time: a few megabytes of case texts."""
TABLES_TOLD = 10

Numbered = Iterator[tuple[int, Sequence[str]]]


def read_database(address: str) -> Sheet:
    """The table or query that `address` names: its column names as row 1, its rows from 2 on, in the database's order.

    `address` may hold ${NAME} for what stands in the environment. The connection is opened when the first
    row is asked for, and closed with the last one or when the iterator is closed. LedgerError, here or
    while iterating, where that fails; it never holds the user or the password.
    """
    parsed = parse(expand(address))
    engine = ENGINES[parsed.scheme]
    return Sheet(parsed.name, "", _rows(parsed, engine, _driver(engine)))


def _driver(engine: Engine) -> ModuleType:
    try:
        return [import_module(module) for module in engine.modules][0]  # noqa: RUF015 - each one is needed
    except ImportError:
        raise LedgerError(
            f"Reading this kind of database needs {' and '.join(engine.modules)}. "
            f"Run pip install 'hotline_analysis[{engine.extra}]'."
        ) from None


def _rows(address: Address, engine: Engine, driver: ModuleType) -> Numbered:
    read, failure = -1, None
    try:
        with engine.session(driver, address) as session:
            read = 0
            cursor = session.select(_query(address, session))
            yield 1, [cell_text(column[0]) for column in cursor.description]
            for read, row in enumerate(_fetched(cursor), 1):
                yield read + 1, [value if type(value) is str else cell_text(value) for value in row]
    except (driver.Error, OSError, UnicodeError) as error:
        failure = _failure(error, address, read)
    if failure:
        raise failure  # out here, so that the driver's error, which may name the user, is not its context


def _fetched(cursor: Cursor) -> Iterator[Sequence[object]]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _query(address: Address, session: Session) -> str:
    """The SQL that reads what the address names; a table's name only as the database itself lists it."""
    if address.is_query:
        return address.target.rstrip("; \n\t")
    told, full = {}, {}
    for schema, name, is_usual in session.tables():
        schema, name = cell_text(schema), cell_text(name)
        sql = f"SELECT * FROM {quoted(schema, session.quote)}.{quoted(name, session.quote)}"
        full[f"{schema}.{name}"] = sql
        told[name if is_usual else f"{schema}.{name}"] = sql
    known = full | told
    if address.target not in known:
        raise _unknown_table(address, list(told), list(known))
    return known[address.target]


def _unknown_table(address: Address, told: list[str], known: list[str]) -> LedgerError:
    near = get_close_matches(address.target, known, n=1)
    hint = f"Did you mean '{near[0]}'? " if near else ""
    rest = f" and {len(told) - TABLES_TOLD} more" if len(told) > TABLES_TOLD else ""
    tables = f"Its tables are {'、'.join(told[:TABLES_TOLD])}{rest}." if told else "It has no table that you may see."
    return LedgerError(f"{address.name}: there is no such table. {hint}{tables} Mend what stands after the #.")


def _failure(error: Exception, address: Address, read: int) -> LedgerError:
    """What the database said, without anything private, and what to do; `read` counts rows, -1 before it opened."""
    code, said = _said(error)
    steps = OPENING if read < 0 else READING
    fitting = (step for pattern, step in steps.items() if re.search(pattern, f"{code} {said}"))
    what = "could not be opened" if read < 0 else f"broke off after {read} rows" if read else "could not be read"
    return LedgerError(f"{address.name} {what}: {address.hide(said)}. {next(fitting, _usual_step(address, read))}")


def _said(error: Exception) -> tuple[str, str]:
    """The code and the first line of a driver's error: psycopg names them, PyMySQL gives them as its arguments."""
    code = error.args[0] if len(error.args) > 1 else getattr(error, "sqlstate", None) or ""
    text = getattr(getattr(error, "diag", None), "message_primary", None) or (error.args or [""])[-1]
    first = str(text).strip().partition("\n")[0]
    return str(code), first.rstrip(".!。 ") or type(error).__name__


def _usual_step(address: Address, read: int) -> str:
    if read >= 0:
        return "Mend the query after the #." if address.is_query else "Ask whoever keeps the database."
    if address.scheme in SERVERS:
        return "Check host, port and options in the address, and that the server runs and can be reached from here."
    return f"Check that {address.file} is a database of {address.scheme} and that you may read it."


OPENING = {
    r"^(1045|1698) |password|认证": "Check the user and the password in the address.",
    r"^(1044|1049) |database .+ does not exist|数据库.+不存在": "Check the database's name in the address.",
    r"[Ll]ock|different configuration": "Another program has it open. Close that one and run again.",
}
"""What to do where a database did not open, by the first pattern that is in its code and message."""

READING = {
    r"^(57P\d\d|08\w+|2006|2013) |closed the connection|connection is lost|consuming input|meanwhile": "Run again.",
    r"locked": "Another program writes into it. Close that one and run again.",
    r"^(42501|1142|1143|1227) |ermission denied": "Ask whoever keeps the database for the right to read it.",
    r"^(25006|1792) |read.?only|data-modifying|one statement|multiple commands": "Give one query that only reads.",
    r"malformed|I/O error": "Run again. If it stays so, take a new copy of the file.",
}
"""The same where a table or query could not be read."""
