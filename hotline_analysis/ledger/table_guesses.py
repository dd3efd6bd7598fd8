"""Which sheets of an unknown source hold the cases, which the call counts, and how these write their times."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hotline_analysis.ledger.column_values import columns_of
from hotline_analysis.ledger.columns import CALLS, CASES
from hotline_analysis.ledger.date_formats import Formats
from hotline_analysis.ledger.guesses import Guesses, guess_columns
from hotline_analysis.ledger.specimen import Specimen
from hotline_analysis.ledger.times import moment

DAYS_SEEN = 1000
"""Cases from which the usual limit is told."""

_TIMES = frozenset(column.name for column in (*CASES, *CALLS) if column.holds in ("time", "date"))


@dataclass(frozen=True, eq=False)
class TableGuess:
    """A table of a source: its sheets, all with the same headers, and which header is which column."""

    specimens: tuple[Specimen, ...]
    guesses: Guesses

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return sum(len(one.rows) for one in self.specimens)

    @property
    def whole(self) -> bool:
        """Whether these are all of its rows."""
        return all(one.whole for one in self.specimens)

    @cached_property
    def formats(self) -> Formats:
        """The formats of all its times; what one column leaves open another may settle."""
        each = [guess.values.formats for name, guess in self.guesses.found.items() if name in _TIMES]
        certain = [format for formats in each for format in formats.certain]
        settled = [formats.without_doubt(certain) for formats in each]
        chosen = dict.fromkeys(format for formats in settled for format in formats.chosen)
        rivals = dict.fromkeys(pair for formats in settled for pair in formats.rivals)
        return Formats(tuple(chosen), tuple(pair for pair in rivals if pair[1] not in chosen))

    @cached_property
    def usual_days(self) -> int | None:
        """The days from receipt to the due time that most cases have; None without a column of due times."""
        found, formats = self.guesses.found, self.formats.chosen
        if not {"received_at", "due_at"} <= set(found):
            return None
        places = [found[name].values.place for name in ("received_at", "due_at")]
        times = ([moment(row[place], formats) for place in places] for row in _rows_of(self.specimens)[:DAYS_SEEN])
        days = Counter((due.date() - received.date()).days for received, due in times if received and due)
        return days.most_common(1)[0][0] if days else None


def guess_tables(specimens: Sequence[Specimen]) -> tuple[TableGuess | None, TableGuess | None]:
    """The table of the cases and that of the call counts; None for one that is not there."""
    groups = [
        tuple(one for one in specimens if one.names == names) for names in dict.fromkeys(s.names for s in specimens)
    ]
    calls = [table for group in groups if (table := _calls(group))]
    counted = {one for table in calls for one in table.specimens}
    return _cases([group for group in groups if group[0] not in counted]), next(iter(calls), None)


def _cases(groups: Sequence[tuple[Specimen, ...]]) -> TableGuess | None:
    """The table in which most columns of cases were found, the time of receipt among them."""
    tables = [TableGuess(group, guess_columns(columns_of(group[0].names, _rows_of(group)))) for group in groups]
    dated = [table for table in tables if "received_at" in table.guesses.found]
    return max(dated, key=lambda table: len(table.guesses.found), default=None)


def _calls(group: tuple[Specimen, ...]) -> TableGuess | None:
    """The sheets as call counts, where they name a day, the calls offered and those answered."""
    values = columns_of(group[0].names, _rows_of(group))
    guesses = guess_columns(values, CALLS, table="calls", alone=False)
    return None if guesses.missing else TableGuess(group, guesses)


def _rows_of(group: Sequence[Specimen]) -> list[tuple[str, ...]]:
    return [row for one in group for row in one.rows]
