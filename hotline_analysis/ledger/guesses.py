"""Which header of an unknown ledger is which of our columns: by its name and by what stands under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from hotline_analysis.ledger.column_values import Values
from hotline_analysis.ledger.columns import CASES, Column
from hotline_analysis.ledger.evidence import LEAST, fit, fits_alone, is_code, is_dated
from hotline_analysis.ledger.header_names import CLOSE_ONLY, EXACT, Likeness, likeness
from hotline_analysis.ledger.times import moment

NAME, CONTENT = 0.7, 0.3
"""Weights of name and content in a score: the content must fit anyway, so the name decides between columns."""
ALONE = 0.3
"""The score of a column known by its content alone: below any that is known by name too."""
CANDIDATES = 3
"""Headers told for a column that was not found."""
SURE, LIKELY = 0.9, 0.7


@dataclass(frozen=True)
class Guess:
    """A header taken for one of our columns: the score from 0 to 1, and the reason in words for the analyst."""

    column: str
    header: str
    values: Values
    score: float
    reason: str

    @property
    def confidence(self) -> str:
        return "把握大" if self.score >= SURE else "把握中等" if self.score >= LIKELY else "把握小，请核对"


@dataclass(frozen=True)
class Missing:
    """A column that was not found: the likeliest header and its values, if any is like it, and why none was taken."""

    header: str
    values: Values | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Guesses:
    """The columns found and those not found, by our name, and the headers left over."""

    found: dict[str, Guess]
    missing: dict[str, Missing]
    unused: tuple[str, ...]


def guess_columns(
    values: Sequence[Values], columns: tuple[Column, ...] = CASES, *, table: str = "cases", alone: bool = True
) -> Guesses:
    """The likeliest header of each column, one to one, the surest first; by content alone only with `alone`."""
    pairs = list(_by_name(values, columns, table))
    if alone:
        pairs += _by_content(values, {column.name for column in columns})
    found: dict[str, Guess] = {}
    taken: set[int] = set()
    for guess in sorted(pairs, key=lambda guess: -guess.score):
        if guess.column not in found and guess.values.place not in taken:
            found[guess.column] = guess
            taken.add(guess.values.place)
    left = [one for one in values if one.place not in taken]
    missing = {column.name: _missing(column, left, table) for column in columns if column.name not in found}
    return Guesses(found, missing, tuple(one.header for one in left))


def _by_name(values: Sequence[Values], columns: tuple[Column, ...], table: str) -> Iterator[Guess]:
    """Every pair of a column and a header that is like it, where the content agrees."""
    for one in values:
        likes = {column.name: _likeness(one, column.name, table) for column in columns}
        # A header that is a known name is no misspelling of another column's.
        least = CLOSE_ONLY if max(like.score for like, _ in likes.values()) > CLOSE_ONLY else 0
        for name, (like, header) in likes.items():
            if like.score > least and (fitting := fit(one, name)).share >= LEAST[name]:
                score = NAME * like.score + CONTENT * fitting.share
                yield Guess(name, header, one, score, f"{like.words}，{fitting.words}")


def _likeness(values: Values, column: str, table: str) -> tuple[Likeness, str]:
    """How like one of a column's names is to ours at best, and which one."""
    likes = [(likeness(header, column, table), header) for header in values.headers]
    return max(likes, key=lambda pair: pair[0].score)


def _by_content(values: Sequence[Values], names: set[str]) -> Iterator[Guess]:
    """What columns are by their content, whatever they are called."""
    for one in values:
        for name in sorted(names):
            if fits_alone(one, name):
                share = fit(one, name)
                yield Guess(name, one.header, one, ALONE * share.share, f"只按内容：{share.words}")
    codes = [one for one in values if is_code(one)]
    if codes and "case_id" in names:
        yield Guess("case_id", codes[0].header, codes[0], ALONE, f"只按内容：{fit(codes[0], 'case_id').words}")
    dated = sorted((one for one in values if is_dated(one)), key=lambda one: (one.rows - one.filled, _middle(one)))
    if dated and "received_at" in names:
        earliest = "" if len(dated) == 1 else "，是几列时间里最全、最早的一列"
        yield Guess(
            "received_at", dated[0].header, dated[0], ALONE, f"只按内容：{fit(dated[0], 'received_at').words}{earliest}"
        )


def _middle(values: Values) -> float:
    times = (moment(text, values.formats.chosen) for text in values.some)
    return median(when.timestamp() for when in times if when)


def _missing(column: Column, left: Sequence[Values], table: str) -> Missing:
    """The headers left over that a person may take for a column, and why they were not taken."""
    likes = [(*_likeness(one, column.name, table), one) for one in left]
    near = [
        (header, _objection(like, header, one, column.name)) for like, header, one in likes if like.score > CLOSE_ONLY
    ]
    dated = [one.header for one in left if column.holds == "time" and is_dated(one)]
    others = [header for header in dated if header not in dict(near)][:CANDIDATES]
    reasons = [reason for _, reason in near[:CANDIDATES]]
    reasons += [f"其余的时间列：{'、'.join(others)}"] if others else []
    header, values = next(((header, one) for like, header, one in likes if like.score > CLOSE_ONLY), ("", None))
    return Missing(header, values, tuple(reasons))


def _objection(like: Likeness, header: str, values: Values, column: str) -> str:
    fitting = fit(values, column)
    if fitting.share >= LEAST[column]:
        return f"可能是“{header}”"
    return f"“{header}”表头{'相同' if like.score > EXACT else '相近'}，但{fitting.words}"
