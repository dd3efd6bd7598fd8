"""What every reader of a source hands on: one table of text, row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """One table of a source: its rows as text, each with the number that a spreadsheet shows.

    `sheet` is empty where the source has no sheets. `skip` says why a sheet is passed over as a whole;
    its rows are then none.
    """

    file: str
    sheet: str
    rows: Iterable[tuple[int, Sequence[str]]]
    skip: str = ""
