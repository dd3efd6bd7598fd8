"""What a row must be to count: each check is an SQL predicate over the staged frame, with its reason.

The predicates are plain SQL, so that the same text can run on any engine.
"""

from dataclasses import dataclass
from difflib import get_close_matches

import duckdb
import pandas as pd

from hotline_analysis.ledger.columns import DISPATCHED, TRANSFERRED, VOCABULARIES, Column
from hotline_analysis.ledger.profile import Profile, Table


@dataclass(frozen=True)
class Check:
    """Rows for which `fails` holds are rejected for `reason`; `column` is ours, or empty for the row as a whole."""

    column: str
    fails: str
    reason: str


@dataclass(frozen=True)
class Reject:
    """One reason for which a row was left out: where it stands, what it says, what is allowed."""

    file: str
    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.line}, {self.column}: '{self.value}' {self.reason}"


def checks_for(columns: tuple[Column, ...], layout: Table, width: int) -> tuple[Check, ...]:
    """The checks that apply to a table with these mapped columns and `width` headers."""
    found = [Check("", f"cells <> {width}", f"cells where the header has {width}. Mend the row's commas or quotes.")]
    for column in columns:
        name = column.name
        if name not in layout.columns:
            continue
        if not column.may_be_blank:
            found.append(Check(name, f"{name}_raw IS NULL", "is blank, but every row needs one."))
        if reason := _misread(name, column):
            # A row passed on may name the other hotline, which is no unit of ours.
            ours = f" AND COALESCE(disposition, '') <> '{TRANSFERRED}'" if name == "unit" else ""
            found.append(Check(name, f"{name}_raw IS NOT NULL AND {name} IS NULL{ours}", reason))
        if column.holds == "count":
            found.append(Check(name, f"{name} < 0 OR {name} <> floor({name})", "is not a whole number from 0 on."))
    return (*found, *(_CASE_CHECKS if "case_id" in layout.columns else _CALL_CHECKS))


def _unique(name: str, reason: str) -> Check:
    others = f"SELECT {name} FROM staged WHERE NOT repeats GROUP BY {name} HAVING count(*) > 1"
    return Check(name, f"NOT repeats AND {name} IN ({others})", reason)


_CASE_CHECKS = (
    Check(
        "unit",
        f"disposition = '{DISPATCHED}' AND unit_raw IS NULL",
        f"is blank, but a row of {DISPATCHED} needs its unit.",
    ),
    _unique("case_id", "is the number of another, different row too. Give each case a number of its own."),
)
_CALL_CHECKS = (
    _unique("day", "is the day of another, different row too. Write one row a day."),
    Check("answered", "answered > offered", "is more than the calls that came in. Correct one of the two."),
)


def _misread(name: str, column: Column) -> str:
    if name in VOCABULARIES:
        return f"is none of {' '.join(VOCABULARIES[name])}. Map it in [ledger.words.{name}] of profile.toml."
    if name == "unit":
        return "is an unknown unit.{hint} Add it to a kind's units in profile.toml, as a unit or an alias."
    if column.holds in ("time", "date"):
        return "is not a time such as 2020-04-16 14:05. Correct it, or add its format to time_formats in profile.toml."
    return "is not a number." if column.holds == "count" else ""


def run_checks(
    staged: pd.DataFrame, checks: tuple[Check, ...], *, file: str, layout: Table, profile: Profile
) -> tuple[Reject, ...]:
    """Every reject of the staged rows, in the order of the file; a row may have several."""
    parts = " UNION ALL ".join(
        f"SELECT line, {number} AS number, {_shown(check)} AS value FROM staged WHERE {check.fails}"
        for number, check in enumerate(checks)
    )
    with duckdb.connect() as engine:
        engine.register("staged", staged)
        found = engine.execute(f"{parts} ORDER BY 1, 2").fetchall()
    return tuple(_reject(file, line, checks[number], value, layout, profile) for line, number, value in found)


def _shown(check: Check) -> str:
    return f"{check.column}_raw" if check.column else "CAST(cells AS VARCHAR)"


def _reject(file: str, line: int, check: Check, value: str | None, layout: Table, profile: Profile) -> Reject:
    reason = check.reason
    if "{hint}" in reason:
        near = get_close_matches(value or "", profile.spellings, n=1)
        reason = reason.format(hint=f" Did you mean '{near[0]}'?" if near else "")
    return Reject(file, line, layout.columns.get(check.column, "行"), value or "", reason)
