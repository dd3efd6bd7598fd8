"""What `hotline check` says of a ledger: the sum, then every reason with its first places, then what to look at."""

from collections.abc import Iterator

from hotline_analysis.ledger.accounting import Accounting, Reject, place

PLACES = 3
"""Rows named for one reason: enough to find them, the rest stands in the file that --rejects writes."""


def account_lines(account: Accounting) -> Iterator[str]:
    """The account as lines of plain text."""
    yield (
        f"{account.file}: {account.read} rows read = {account.accepted} accepted + {account.rejected} rejected "
        f"+ {account.duplicates} repeated."
    )
    if account.rejects:
        yield "Rejected:"
        yield from (f"  {line}" for line in _reasons(account.rejects))
    if account.skipped:
        yield "Passed over, as it is no data:"
        yield from (f"  {one}" for one in account.skipped)
    if account.corrections:
        yield f"Corrected before use: {len(account.corrections)} cells, as corrections/ says."
    if account.findings:
        yield "Accepted, but to be looked at:"
        yield from (f"  {one}" for one in account.findings)


def _reasons(rejects: tuple[Reject, ...]) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[Reject]] = {}
    for one in rejects:
        groups.setdefault((one.column, one.value, one.reason), []).append(one)
    for (column, value, reason), found in sorted(groups.items(), key=lambda group: -len(group[1])):
        rows = ", ".join(f"{place(one.file, one.sheet)} row {one.line}" for one in found[:PLACES])
        more = f" and {len(found) - PLACES} more" if len(found) > PLACES else ""
        yield f"{len(found)}× {column} '{value}' {reason} ({rows}{more})"
