"""A database's address, such as postgresql://user:password@host:5432/hotline#cases: its parts, and what of it may
be shown.

What stands before the @ and after the ? is never shown. Where a password holds one of the signs that part an
address, nothing but the scheme is, as nobody can tell where the password ends.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from hotline_analysis.errors import InputError, LedgerError

SERVERS = {"postgresql": 5432, "postgres": 5432, "mysql": 3306, "mariadb": 3306}
"""Schemes of a server, with its usual port."""
FILES = ("sqlite", "duckdb")
LAST_PORT = 65535

_PARTS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://"
    r"(?:(?P<account>[^/?#]*)@)?(?P<place>[^?#]*)(?:\?(?P<options>[^#]*))?(?:#(?P<target>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_HOST = r"(?:[^@:,/\[\]\s]*|\[[0-9a-fA-F:.]+\])(?::(?:\d{1,5}|\$\{\w+\}))?"
_SERVER_PLACE = re.compile(rf"{_HOST}(?:,{_HOST})*(?:/[^@:/\s]*)?")
_QUERY = re.compile(r"(select|with)\W", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)\}")


@dataclass(frozen=True)
class Address:
    """The parts of an address. Its repr shows no account and no option, which may hold a password."""

    scheme: str
    place: str
    target: str
    account: str = field(repr=False)
    options: str = field(repr=False)

    @property
    def name(self) -> str:
        """Scheme, host, database and table; of a file its name without folders, of a query its first word."""
        place = f"/{self.file.name}" if self.scheme in FILES else self.place
        target = f"{self.target.split()[0].upper()[:6]} …" if self.is_query else " ".join(self.target.split())
        return f"{self.scheme}://{place}#{target}"

    @property
    def is_query(self) -> bool:
        return _QUERY.match(self.target) is not None

    @property
    def file(self) -> Path:
        """The file of an address without a server; relative to the working folder after three slashes."""
        return Path(self.place.removeprefix("/"))

    @property
    def user(self) -> str:
        return unquote(self.account.partition(":")[0])

    @property
    def password(self) -> str:
        return unquote(self.account.partition(":")[2])

    @property
    def settings(self) -> dict[str, str]:
        """The options after the ?, decoded."""
        parts = (option.partition("=") for option in self.options.split("&") if option)
        return {unquote(name): unquote(value) for name, _, value in parts}  # + is a plus here, as it is for libpq

    def hide(self, text: str) -> str:
        """`text` with ××× for user and password, in plain and as written, and for the texts that a query looks for."""
        user, _, password = self.account.partition(":")
        private = {user, password, self.user, self.password, os.environ.get("PGUSER"), os.environ.get("PGPASSWORD")}
        private |= {value for option, value in self.settings.items() if "user" in option or "pass" in option}
        private |= set(re.findall(r"'([^']+)'", self.target)) if self.is_query else set()
        for secret in sorted(filter(None, private), key=len, reverse=True):
            text = re.sub(rf"(?<![A-Za-z0-9_]){re.escape(secret)}(?![A-Za-z0-9_])", "×××", text)
        return text


def is_address(text: str) -> bool:
    """Whether `text` is an address, and no path.

    >>> is_address("sqlite:///hotline.db#cases"), is_address("data/ledger.csv"), is_address(r"C:\\ledger.csv")
    (True, False, False)
    """
    return _PARTS.fullmatch(text.strip()) is not None


def display_name(address: str) -> str:
    """What may be shown of `address`: never user, password or options.

    >>> display_name("postgresql://li:geheim@db.example:5432/hotline?sslmode=require#public.cases")
    'postgresql://db.example:5432/hotline#public.cases'
    >>> display_name("sqlite:////home/li/hotline.db#SELECT * FROM cases WHERE name = '李某'")
    'sqlite:///hotline.db#SELECT …'

    >>> display_name("mysql://li:ge/heim@db.example/hotline#cases")  # a / that should be %2F
    'mysql://…'
    """
    try:
        return parse(address).name
    except LedgerError:
        return _masked(address)


def parse(address: str) -> Address:
    """The parts of `address`; LedgerError where they cannot be told apart, or where no table is named."""
    parts = _PARTS.fullmatch(address.strip())
    if parts is None:
        raise LedgerError("This is no address of a database. Write it as postgresql://user:${PASSWORD}@host/db#table.")
    scheme, told = parts["scheme"].lower(), _masked(address)
    found = Address(scheme, parts["place"], (parts["target"] or "").strip(), *_private(parts))
    if scheme not in (*SERVERS, *FILES):
        known = ", ".join(f"{name}://" for name in (*SERVERS, *FILES))
        raise LedgerError(f"{told}: not a database that can be read. Write one of {known}.")
    if scheme in FILES and (found.account or found.options or not found.place.strip("/") or found.place[0] != "/"):
        raise LedgerError(f"{told}: not understood. Write {scheme}:///file#table, with three slashes and no options.")
    if scheme in SERVERS and not _is_clear(found):
        raise LedgerError(
            f"{told}: not understood. Write {scheme}://user:password@host:{SERVERS[scheme]}/database#table, and in "
            "user and password %40 for @, %2F for /, %3A for :, %3F for ? and %23 for #."
        )
    if not found.target:
        raise LedgerError(f"{told}: it names no table. End it with #table, or with a query as in #SELECT ….")
    return found


def expand(address: str) -> str:
    """`address` with each ${NAME} before the # filled from the environment; InputError names one that is not set.

    In user, password and options the value is percent-encoded, so it may hold any sign; elsewhere it stands as it is.

    >>> os.environ["HOTLINE_EXAMPLE"] = "a/b"
    >>> expand("mysql://li:${HOTLINE_EXAMPLE}@db/hotline#cases")
    'mysql://li:a%2Fb@db/hotline#cases'
    >>> del os.environ["HOTLINE_EXAMPLE"]
    """
    parts = _PARTS.fullmatch(address.strip())
    if parts is None:
        return address
    account, options = _private(parts)
    account = _filled(account, _masked(address), lambda value: quote(value, safe=""))
    options = _filled(options, _masked(address), lambda value: quote(value, safe=""))
    place = _filled(parts["place"], _masked(address), str)
    target = "" if parts["target"] is None else f"#{parts['target']}"
    return f"{parts['scheme']}://{account}{'@' * bool(account)}{place}{'?' * bool(options)}{options}{target}"


def _private(parts: re.Match[str]) -> tuple[str, str]:
    return parts["account"] or "", parts["options"] or ""


def _masked(address: str) -> str:
    return f"{address.strip().partition('://')[0].lower()}://…" if is_address(address) else "…"


def _is_clear(found: Address) -> bool:
    """Whether no sign of a password can have landed in what is shown."""
    stray = not found.is_query and re.search(r"[@#/]", found.target)
    ports = re.findall(r":(\d+)(?=[,/]|$)", found.place)
    clear = _SERVER_PLACE.fullmatch(found.place) and "@" not in found.options
    return bool(clear) and not stray and all(int(port) <= LAST_PORT for port in ports)


def _filled(text: str, told: str, encoded: Callable[[str], str]) -> str:
    def value(name: re.Match[str]) -> str:
        if name[1] not in os.environ:
            raise InputError(f"{told}: the environment variable {name[1]} is not set. Set it and run again.")
        return encoded(os.environ[name[1]])

    return _VARIABLE.sub(value, text)
