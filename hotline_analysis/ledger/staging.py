"""A raw table -> a staged frame: each column as it was written (`<name>_raw`) and as it was understood.

What could not be understood is null in `<name>` while `<name>_raw` still holds it, so that
ledger/checks.py can say of every row what is wrong with it.
"""

import pandas as pd

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.columns import VOCABULARIES, Column
from hotline_analysis.ledger.profile import Profile, Table
from hotline_analysis.ledger.sources import RawTable

TIME_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
END_OF_DAY = pd.Timedelta(days=1) - pd.Timedelta(seconds=1)


def stage(table: RawTable, columns: tuple[Column, ...], layout: Table, profile: Profile) -> pd.DataFrame:
    """One staged row a row of `table`; LedgerError where a header that the profile names is not there."""
    written = _written(table, layout)
    staged = pd.DataFrame({"line": [line for line, _ in table.rows]})
    staged["cells"] = [len(cells) for _, cells in table.rows]
    staged["repeats"] = written.duplicated()
    for column in columns:
        if column.name in written:
            raw = _own_words(written[column.name], layout.words.get(column.name, {}))
            staged[f"{column.name}_raw"] = written[column.name].where(raw.notna(), None)
            staged[column.name] = _understood(raw, column, layout, profile)
    return staged


def _written(table: RawTable, layout: Table) -> pd.DataFrame:
    """The columns that the profile maps, as stripped text with None for blank, under our names.

    Headers are compared without blanks and line breaks, which a spreadsheet does not show.
    """
    seen = ["".join(header.split()) for header in table.header]
    wanted = {name: "".join(header.split()) for name, header in layout.columns.items()}
    for name, header in wanted.items():
        if header not in seen:
            raise LedgerError(
                f"{table.file}: no column '{header}' for {name}. Its headers are {'、'.join(table.header)}. "
                "Mend [ledger.columns] or [calls.columns] in profile.toml."
            )
        if seen.count(header) > 1:
            raise LedgerError(f"{table.file}: two columns are headed '{header}'. Rename the one that is not {name}.")
    width = len(table.header)
    padded = ((cells + ("",) * (width - len(cells)))[:width] for _, cells in table.rows)
    whole = pd.DataFrame(padded, columns=range(width), dtype=object)
    picked = {name: whole[seen.index(header)] for name, header in wanted.items()}
    return pd.DataFrame({name: cells.str.strip().replace("", None) for name, cells in picked.items()}, dtype=object)


def _own_words(raw: pd.Series, words: dict[str, str]) -> pd.Series:
    return raw.map(lambda cell: words.get(cell, cell)).replace("", None) if words else raw


def _understood(raw: pd.Series, column: Column, layout: Table, profile: Profile) -> pd.Series:
    if column.name == "caller":
        return _codes(raw)
    if column.name == "unit":
        return raw.map(profile.spellings)
    if column.name in VOCABULARIES:
        return raw.where(raw.isin(VOCABULARIES[column.name]), None)
    if column.holds == "count":
        numbers = pd.to_numeric(raw, errors="coerce")
        return numbers.where(numbers.abs() < 10**15).astype("Float64")
    if column.holds in ("time", "date"):
        return read_times(raw, (*layout.time_formats, *TIME_FORMATS), whole_day=column.name == "due_at")
    return raw


def _codes(raw: pd.Series) -> pd.Series:
    """A caller's number or name becomes a code by order of appearance: a hash could be reversed."""
    codes, _ = pd.factorize(raw)
    return pd.Series(codes, index=raw.index, dtype="Int64").where(codes >= 0)


def read_times(raw: pd.Series, formats: tuple[str, ...], *, whole_day: bool = False) -> pd.Series:
    """Wall times, NaT where no format fits; with `whole_day` a bare date means the end of that day.

    >>> [str(time) for time in read_times(pd.Series(["2020-04-16 14:05", "2020/4/16"]), TIME_FORMATS)]
    ['2020-04-16 14:05:00', '2020-04-16 00:00:00']
    """
    times = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[us]")
    for pattern in formats:
        missing = times.isna() & raw.notna()
        if not missing.any():
            break
        found = pd.to_datetime(raw[missing], format=pattern, errors="coerce").astype("datetime64[us]")
        times[missing] = found + END_OF_DAY if whole_day and "%H" not in pattern else found
    return times
