"""What is suspicious in accepted rows, though each may be right: a person should look before the figures are believed.

Like the checks, each finding is an SQL predicate over the staged rows with its own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hotline_analysis.ledger.accounting import Finding
from hotline_analysis.ledger.columns import CASES, Column
from hotline_analysis.ledger.due import plausible_years
from hotline_analysis.ledger.profile import Profile, Table

EXAMPLES = 5
"""Case numbers named for a finding: enough to see a pattern, few enough to read."""

NEW_WORDS = 0.5
"""A month in which so much of a column is written in words never seen before has changed its vocabulary."""

FEW = 20
"""In a month of fewer rows new words are no sign of a change."""


@dataclass(frozen=True)
class Suspicion:
    """Rows for which `holds` are suspicious; `needs` are the columns it speaks of, the first one to blame."""

    key: str
    needs: tuple[str, ...]
    holds: str
    words: str


def suspicions(layout: Table, plausible: range) -> tuple[Suspicion, ...]:
    """The suspicions whose columns the table has; times outside of the `plausible` years are some of them."""
    times = [column.name for column in CASES if column.holds == "time" and column.name in layout.columns]
    years = tuple(
        Suspicion(
            f"year.{name}", (name,),
            f"year({name}) NOT BETWEEN {plausible[0]} AND {plausible[-1]}",
            f"rows with a year in {layout.columns[name]} that the ledger's other rows do not come near",
        )
        for name in times
    )  # fmt: skip
    return tuple(one for one in (*_ORDERED, *_LOST, *years) if set(one.needs) <= set(layout.columns))


_ORDERED = (
    Suspicion("closed_before_received", ("closed_at", "received_at"), "closed_at < received_at",
              "cases are closed before they were received; they count as closed in time, without a handling time"),
    Suspicion("called_back_before_closed", ("called_back_at", "closed_at"), "called_back_at < closed_at",
              "cases were called back before they were closed"),
    Suspicion("due_before_received", ("due_at", "received_at"), "due_at < received_at",
              "cases were due before they were received"),
    Suspicion("dispatched_before_received", ("dispatched_at", "received_at"), "dispatched_at < received_at",
              "cases were sent to a unit before they were received"),
    Suspicion("signed_before_dispatched", ("signed_at", "dispatched_at"), "signed_at < dispatched_at",
              "cases were signed for before they were sent"),
)  # fmt: skip
_LOST = (
    Suspicion("caller_lost", ("caller",), "caller_raw IS NOT NULL AND caller IS NULL",
              "callers' numbers have lost digits in a spreadsheet and cannot be told apart"),
)  # fmt: skip


def find(engine: Any, columns: tuple[Column, ...], layout: Table, profile: Profile) -> tuple[Finding, ...]:
    """Every finding in the engine's table `accepted`."""
    years = engine.execute("SELECT year(received_at), count(*) FROM accepted GROUP BY 1").fetchall()
    found = [
        finding
        for one in suspicions(layout, plausible_years(dict(years)))
        if (finding := _finding(engine, one, layout))
    ]
    found += [*_kinds(engine, layout, profile), *_gaps(engine), *_new_words(engine, columns, layout)]
    return tuple(found)


def _finding(engine: Any, one: Suspicion, layout: Table) -> Finding | None:
    (count,) = engine.execute(f"SELECT count(*) FROM accepted WHERE {one.holds}").fetchone()
    if not count:
        return None
    return Finding(one.key, layout.columns[one.needs[0]], count, f"{count} {one.words}.", _examples(engine, one.holds))


def _examples(engine: Any, holds: str) -> tuple[str, ...]:
    found = engine.execute(f"SELECT case_id FROM accepted WHERE {holds} ORDER BY ordinal LIMIT {EXAMPLES}").fetchall()
    return tuple(number for (number,) in found)


def _kinds(engine: Any, layout: Table, profile: Profile) -> Iterator[Finding]:
    """Units that the ledger puts under another kind than the profile, or under two."""
    if not {"unit", "unit_kind"} <= set(layout.columns):
        return
    pairs = engine.execute(
        "SELECT unit, unit_kind, count(*) FROM accepted WHERE unit IS NOT NULL AND unit_kind IS NOT NULL"
        " GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for unit, written, count in pairs:
        kind = profile.units[unit][0]
        if written not in (kind.name, kind.text):
            words = f"{count} rows call {unit} '{written}'; the profile and the report count it under {kind.name}."
            about = (unit, written, kind.name)
            yield Finding("unit_of_two_kinds", layout.columns["unit_kind"], count, words, about=about)


def _gaps(engine: Any) -> Iterator[Finding]:
    """Months without a case between the first and the last month, odd years aside."""
    found = engine.execute(
        "WITH seen AS (SELECT DISTINCT date_trunc('month', received_at) AS month FROM accepted),"
        " steps AS (SELECT month, lag(month) OVER (ORDER BY month) AS before FROM seen)"
        " SELECT strftime(before, '%Y-%m'), strftime(month, '%Y-%m'), date_diff('month', before, month) - 1"
        " FROM steps WHERE date_diff('month', before, month) BETWEEN 2 AND 36 ORDER BY month"
    ).fetchall()
    for before, after, count in found:
        words = f"{count} months without a case between {before} and {after}."
        yield Finding("gap", "", count, words, about=(before, after))


def _new_words(engine: Any, columns: tuple[Column, ...], layout: Table) -> Iterator[Finding]:
    """Columns of words in which most of a month's rows use words that no earlier month had."""
    for name in ("channel", "level", "request_type", "topic", "disposition", "unit"):
        if name not in layout.columns:
            continue
        found = engine.execute(
            f"WITH word AS (SELECT date_trunc('month', received_at) AS month, {name} AS word FROM accepted"
            f" WHERE {name} IS NOT NULL),"
            " born AS (SELECT word, min(month) AS first FROM word GROUP BY word),"
            " per AS (SELECT word.month, count(*) AS rows,"
            " sum(CASE WHEN born.first = word.month THEN 1 ELSE 0 END) AS new"
            " FROM word JOIN born USING (word) GROUP BY word.month),"
            " ran AS (SELECT *, sum(rows) OVER (ORDER BY month) - rows AS before FROM per)"
            f" SELECT strftime(month, '%Y-%m'), rows, new FROM ran"
            f" WHERE rows >= {FEW} AND before >= {FEW} AND new > rows * {NEW_WORDS} ORDER BY month"
        ).fetchall()
        for month, rows, new in found:
            words = f"{layout.columns[name]}: in {month} {new} of {rows} rows use words that no earlier month has."
            yield Finding("new_words", layout.columns[name], new, words, about=(month, str(rows)))
