"""What a ledger is given as (a file, a folder, a pattern, a database's address, several of these) -> its sheets.

A file is known by its first bytes, not by its name: office systems save HTML and text under .xls.
"""

import glob
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.address import FILES, display_name, expand, is_address, parse
from hotline_analysis.ledger.databases import read_database
from hotline_analysis.ledger.sheets import Sheet
from hotline_analysis.ledger.text_files import read_text

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".htm", ".html", ".parquet")
"""The files of a folder that are read; any file may be named by itself."""

SEVERAL = ";"
"""Parts the files of a ledger that is given as one text."""

_OLE2, _ZIP, _PARQUET, _SQLITE, _PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"PAR1", b"SQLite format 3", b"%PDF"


@dataclass(frozen=True)
class Source:
    """A ledger that can be read: the name to call it by, its files in order, or databases' addresses."""

    name: str
    parts: tuple[Path | str, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(part for part in self.parts if isinstance(part, Path))

    def sheets(self) -> Iterator[Sheet]:
        """Every sheet, one file after the other; LedgerError where one cannot be read."""
        for part in self.parts:
            if isinstance(part, Path):
                yield from _sheets(part)
            else:
                yield read_database(part)


def find_source(given: str | tuple[str, ...], folder: Path) -> Source:
    """The source that `given` names, relative to `folder`; LedgerError where there is nothing."""
    texts = tuple(given.split(SEVERAL)) if isinstance(given, str) else given
    parts = [part for text in texts if text.strip() for part in _parts(text.strip(), folder)]
    if not parts:
        raise LedgerError("no ledger is named. Give its path with --ledger, or as file in [ledger] of profile.toml.")
    names = [part.name if isinstance(part, Path) else display_name(part) for part in parts]
    name = names[0] if len(names) == 1 else _folder_name(texts, len(names))
    return Source(name, tuple(parts))


def seen_from(given: str, folder: Path) -> str:
    """A source given relative to the working folder, as it is named from `folder`, with forward slashes.

    Absolute only where there is no relative path (another drive on Windows).
    """

    def moved(text: str) -> str:
        return _moved(text, beside) if is_address(text) else beside(Path(text)).as_posix()

    def beside(path: Path) -> Path:
        try:
            return Path(os.path.relpath(path.resolve(), folder.resolve()))
        except ValueError:
            return path.resolve()

    return SEVERAL.join(moved(text.strip()) for text in given.split(SEVERAL) if text.strip())


def _moved(address: str, locate: Callable[[Path], Path]) -> str:
    """The address with its file, if it has one, where `locate` says."""
    found = parse(address)
    return f"{found.scheme}:///{locate(found.file).as_posix()}#{found.target}" if found.scheme in FILES else address


def _folder_name(texts: tuple[str, ...], count: int) -> str:
    shown = Path(texts[0]).name if len(texts) == 1 and not is_address(texts[0]) else f"{count} files"
    return f"{shown} ({count} files)" if shown != f"{count} files" else shown


def _parts(text: str, folder: Path) -> list[Path | str]:
    if is_address(text):
        return [_moved(expand(text), lambda file: folder / file)]
    path = folder / text
    if path.is_dir():
        inside = (one for one in path.iterdir() if one.is_file() and one.name[0] not in ".~")
        found = sorted(one for one in inside if one.suffix.lower() in SUFFIXES)
        if not found:
            raise LedgerError(f"{path}: the folder holds no ledger ({' '.join(SUFFIXES)}). Put the files there.")
        return list(found)
    if glob.has_magic(text) and not path.exists():
        matches = sorted(Path(one) for one in glob.glob(str(path)))
        if not matches:
            raise LedgerError(f"{path}: no file matches this pattern. Mend it in --ledger or in the profile.")
        return list(matches)
    if not path.is_file():
        raise LedgerError(f"{path}: there is no such file. Give its path with --ledger or in the profile.")
    return [path]


def _sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a file by its first bytes; what only some formats need is imported when they come."""
    with path.open("rb") as file:
        start = file.read(512)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((_OLE2, _ZIP)):
        from hotline_analysis.ledger.workbooks import read_workbook

        return read_workbook(path, path.name)
    if start.startswith(_PARQUET):
        from hotline_analysis.ledger.parquet_files import read_parquet

        return iter([read_parquet(path, path.name)])
    if text.startswith(b"<"):
        from hotline_analysis.ledger.html_tables import read_html_tables

        return read_html_tables(path, path.name)
    _refuse(path, start)
    return iter([read_text(path, path.name)])


def _refuse(path: Path, start: bytes) -> None:
    """LedgerError for a file that holds no table, or one that must be named otherwise."""
    if start.startswith(_SQLITE) or start[8:12] == b"DUCK":
        kind = "sqlite" if start.startswith(_SQLITE) else "duckdb"
        raise LedgerError(f"{path}: a database. Give it as {kind}:///{path.as_posix()}#TABLE.")
    if start.startswith(_PDF):
        raise LedgerError(f"{path}: a PDF. Export the ledger as a table, xlsx or CSV.")
