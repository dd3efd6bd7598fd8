"""What became of every row that was read, and what a person should look at: plain records, no logic of reading."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from hotline_analysis.ledger.redaction import HIDDEN

GROUPS_TOLD = 8
"""Rejected values that a terminal names; run.json has all."""


@dataclass(frozen=True)
class Reject:
    """One reason for which a row was left out: where it stands, what it says, what is allowed.

    `line` is the row's number as a spreadsheet shows it, `column` the office's own header.
    """

    file: str
    sheet: str
    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"{place(self.file, self.sheet)}, row {self.line}, {self.column}: '{self.value}' {self.reason}"


@dataclass(frozen=True)
class Skipped:
    """Rows, sheets or files that are no data (a title, a total, a blank row) and were passed over."""

    file: str
    sheet: str
    rows: str
    reason: str

    def __str__(self) -> str:
        return f"{place(self.file, self.sheet)}{', row ' + self.rows if self.rows else ''}: {self.reason}"


@dataclass(frozen=True)
class Finding:
    """Something suspicious in accepted rows: `count` of them, a few by their case number, in words.

    `about` holds the parts of the words of a finding that is about no single case.
    """

    key: str
    column: str
    count: int
    words: str
    examples: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = f" For example {', '.join(self.examples)}." if self.examples else ""
        return f"{self.words}{named}"


@dataclass(frozen=True)
class Correction:
    """A change that was approved before publication: one cell of one case, old value and new."""

    file: str
    line: int
    case_id: str
    column: str
    old: str
    new: str
    reason: str
    approved_by: str


@dataclass(frozen=True)
class Accounting:
    """What became of the rows of one ledger: read = accepted + rejected + duplicates; `skipped` rows are no data."""

    file: str
    read: int
    accepted: int
    rejected: int
    duplicates: int
    rejects: tuple[Reject, ...]
    skipped: tuple[Skipped, ...] = ()
    findings: tuple[Finding, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rejected_in: tuple[tuple[str, int], ...] = ()
    """How many of the rejected rows were received in each month (YYYY-MM), where their time can be read."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was rejected, the most frequent values first, and what was found suspicious."""
        return (*self._rejected(), *(f"{self.file}: {finding}" for finding in self.findings))

    def _rejected(self) -> tuple[str, ...]:
        if not self.rejected:
            return ()
        summary = (
            f"{self.file}: {self.read} rows read, {self.accepted} accepted, {self.rejected} rejected, "
            f"{self.duplicates} duplicates. First: {self.rejects[0]}"
        )
        if self.rejected == 1:
            return (summary,)
        groups = Counter((reject.column, reject.value) for reject in self.rejects).most_common()
        told = [f"{column} '{value}' {count}×" for (column, value), count in groups[:GROUPS_TOLD]]
        rest = f"; and {len(groups) - GROUPS_TOLD} other values" if len(groups) > GROUPS_TOLD else ""
        return (summary, f"{self.file}: most often rejected: {'; '.join(told)}{rest}. run.json lists every one.")

    def to_json(self) -> dict[str, Any]:
        """The counts, and every skipped row and finding, as `hotline check --json` prints them."""
        return {
            "read": self.read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "duplicates": self.duplicates,
            "skipped": [vars(one) for one in self.skipped],
            "findings": [
                {"key": one.key, "column": one.column, "count": one.count, "words": one.words, "examples": one.examples}
                for one in self.findings
            ],
        }

    def without_values(self) -> "Accounting":
        """The same account for readers outside the office: no cell of the ledger is quoted."""
        return replace(
            self,
            rejects=tuple(replace(one, value=HIDDEN) for one in self.rejects),
            findings=tuple(_without_cells(one) for one in self.findings),
            corrections=tuple(
                replace(one, old=HIDDEN, new=HIDDEN, reason=HIDDEN, approved_by=HIDDEN) for one in self.corrections
            ),
        )


def _without_cells(finding: Finding) -> Finding:
    """A finding that quotes what a cell says, as 单位类别 may be anything, with that hidden."""
    if finding.key != "unit_of_two_kinds":
        return finding
    unit, written, kind = finding.about
    return replace(finding, words=finding.words.replace(f"'{written}'", f"'{HIDDEN}'"), about=(unit, HIDDEN, kind))


def place(file: str, sheet: str) -> str:
    """Where a row stands, as an error names it.

    >>> place("四月.xlsx", "明细"), place("ledger.csv", "")
    ('四月.xlsx（明细）', 'ledger.csv')
    """
    return f"{file}（{sheet}）" if sheet else file
