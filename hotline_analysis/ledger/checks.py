"""What a row must be to count: each check is an SQL predicate over the staged rows, with its reason.

The predicates are plain SQL, so that the same text can run on any engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from hotline_analysis.ledger.accounting import Reject
from hotline_analysis.ledger.columns import DISPATCHED, TRANSFERRED, VOCABULARIES, Column
from hotline_analysis.ledger.profile import Profile, Table


@dataclass(frozen=True)
class Check:
    """Rows for which `fails` holds are rejected for `reason`; `column` is ours, or empty for the row as a whole."""

    column: str
    fails: str
    reason: str


def checks_for(columns: tuple[Column, ...], layout: Table) -> tuple[Check, ...]:
    """The checks that apply to a table with these mapped columns."""
    mapped = [column for column in columns if column.name in layout.columns]
    found = [Check("", "cells <> width", "cells where the header has {width}. Mend the row's commas or quotes.")]
    for column in mapped:
        found += _of_column(column, "disposition" in layout.columns)
    found += [_unique(key) for key in ("case_id", "day") if key in layout.columns]
    if {"disposition", "unit"} <= set(layout.columns):
        found.append(_NO_UNIT)
    if "day" in layout.columns:
        found.append(_MORE_ANSWERED)
    return tuple(found)


def _of_column(column: Column, has_disposition: bool) -> Iterator[Check]:
    name = column.name
    if not column.may_be_blank:
        yield Check(name, f"{name}_raw IS NULL", "is blank, but every row needs one.")
    if reason := _misread(name, column):
        # A row passed on may name the other hotline, which is no unit of ours.
        ours = f" AND coalesce(disposition, '') <> '{TRANSFERRED}'" if name == "unit" and has_disposition else ""
        yield Check(name, f"{name}_raw IS NOT NULL AND {name} IS NULL{ours}", reason)
    if column.holds == "count":
        yield Check(name, f"{name} < 0", "is less than 0. Write how many there were.")


def _misread(name: str, column: Column) -> str:
    if name in VOCABULARIES:
        return f"is none of {' '.join(VOCABULARIES[name])}. Map it in [ledger.words.{name}] of profile.toml."
    if name == "unit":
        return "is an unknown unit.{hint} Add it to a kind's units in profile.toml, as a unit or an alias."
    if name == "case_id":
        return "has lost digits in a spreadsheet. Format the column as text in the source and export it again."
    if column.holds in ("time", "date"):
        return "is not a time such as 2020-04-16 14:05. Correct it, or add its format to time_formats in profile.toml."
    if column.holds == "flag":
        return f"is neither 是 nor 否. Map it in [ledger.words.{name}] of profile.toml."
    return "is not a whole number. Write digits." if column.holds == "count" else ""


def _unique(key: str) -> Check:
    kept = "FROM staged WHERE ordinal NOT IN (SELECT ordinal FROM repeats)"
    twice = f"SELECT {key} {kept} GROUP BY {key} HAVING count(*) > 1"
    thing = "the number" if key == "case_id" else "the day"
    remedy = "Give each case a number of its own." if key == "case_id" else "Write one row a day."
    return Check(
        key,
        f"{key} IN ({twice}) AND ordinal NOT IN (SELECT ordinal FROM repeats)",
        f"is {thing} of another, different row too. {remedy}",
    )


_NO_UNIT = Check(
    "unit", f"disposition = '{DISPATCHED}' AND unit_raw IS NULL", f"is blank, but a row of {DISPATCHED} needs its unit."
)
_MORE_ANSWERED = Check("answered", "answered > offered", "is more than the calls that came in. Correct one of the two.")


def mark_repeats(engine: Any, columns: tuple[Column, ...], layout: Table) -> None:
    """Make the table `repeats`: the ordinals of rows that say the same as an earlier one, column by column.

    Without a number of its own, a row like another may well be another case.
    """
    key = next((name for name in ("case_id", "day") if name in layout.columns), "NULL")
    mapped = [column.name for column in columns if column.name in layout.columns]
    same = ", ".join(f"coalesce(CAST({name} AS VARCHAR), {name}_raw)" for name in mapped)
    engine.execute(
        f"CREATE TABLE repeats AS SELECT ordinal FROM (SELECT ordinal,"
        f" row_number() OVER (PARTITION BY {same} ORDER BY ordinal) AS nth FROM staged"
        f" WHERE {key} IN (SELECT {key} FROM staged GROUP BY {key} HAVING count(*) > 1)) WHERE nth > 1"
    )


def run_checks(
    engine: Any, checks: tuple[Check, ...], *, sheets: tuple[tuple[str, str], ...], layout: Table, profile: Profile
) -> tuple[Reject, ...]:
    """Every reject of the staged rows in their order; a row may have several. Their ordinals become `bad`."""
    parts = " UNION ALL ".join(
        f"SELECT sheet, ordinal, line, width, {number} AS number, {_shown(check)} AS value"
        f" FROM staged WHERE {check.fails}"
        for number, check in enumerate(checks)
    )
    engine.execute(f"CREATE TABLE failed AS {parts}")
    engine.execute("CREATE TABLE bad AS SELECT DISTINCT ordinal FROM failed")
    found = engine.execute("SELECT sheet, line, width, number, value FROM failed ORDER BY ordinal, number").fetchall()

    @cache
    def reason(number: int, value: str, width: int) -> str:
        return _reason(checks[number], value, width, profile)

    return tuple(
        Reject(
            file=sheets[sheet][0],
            sheet=sheets[sheet][1],
            line=line,
            column=layout.columns.get(checks[number].column, "行"),
            value=value or "",
            reason=reason(number, value or "", width),
        )
        for sheet, line, width, number, value in found
    )


def _shown(check: Check) -> str:
    return f"{check.column}_raw" if check.column else "CAST(cells AS VARCHAR)"


def _reason(check: Check, value: str, width: int, profile: Profile) -> str:
    near = get_close_matches(value, profile.spellings, n=1) if "{hint}" in check.reason else []
    return check.reason.replace("{hint}", f" Did you mean '{near[0]}'?" if near else "").replace("{width}", str(width))
