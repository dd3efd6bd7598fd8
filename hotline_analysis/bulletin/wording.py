"""How figures and dates are written: the one place where numbers are rounded and put into words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hotline_analysis.bulletin.blocks import Inline, Runs
from hotline_analysis.figure import Figure, Number

NONE = "—"
"""Stands in a table where there is nothing to divide by; a note under the table says so."""

NUMERALS = "一二三四五六七八九十"


def rounded(value: Number, places: int) -> Decimal:
    """`value` to `places` decimals, halves away from zero.

    >>> rounded(Decimal("2.125"), 2), rounded(Decimal("-2.15"), 1)
    (Decimal('2.13'), Decimal('-2.2'))
    """
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def counted(figure: Figure, unit: str = "件") -> Figure:
    """A whole number with its unit.

    >>> counted(Figure("received", "受理总量", 232)).display
    '232件'
    """
    return replace(figure, display=f"{figure.value}{unit}")


def percent(figure: Figure) -> Figure:
    """A rate in running text: two decimals, none where it is whole.

    >>> percent(Figure("a", "", Decimal(100))).display, percent(Figure("b", "", Decimal(100) / 7)).display
    ('100%', '14.29%')
    """
    worded = cell_percent(figure)
    whole = isinstance(worded.value, Decimal) and worded.value == worded.value.to_integral_value()
    return replace(worded, display=worded.display.replace(".00", "")) if whole else worded


def cell_percent(figure: Figure) -> Figure:
    """A rate in a table: always two decimals; a dash where there is none.

    >>> cell_percent(Figure("a", "", Decimal(75))).display, cell_percent(Figure("b", "", None)).display
    ('75.00%', '—')
    """
    if not isinstance(figure.value, (int, Decimal)):
        return replace(figure, display=NONE)
    value = rounded(figure.value, 2)
    return replace(figure, value=value, display=f"{value}%")


def changed(figure: Figure | None, *, percent_words: str, case_words: str) -> Runs:
    """A change in words, such as 环比下降2.1% or 比上月减少3件; nothing where it cannot be told.

    >>> fall = Figure("mom", "环比", Decimal("-2.11"), denominator=237)
    >>> words, figure = changed(fall, percent_words="环比", case_words="比上月")
    >>> words, figure.display, figure.value
    ('环比', '下降2.1%', Decimal('-2.1'))
    """
    if figure is None or not isinstance(figure.value, (int, Decimal)):
        return ()
    in_cases = figure.denominator is None
    value: Number = figure.value if in_cases else rounded(figure.value, 1)
    up, down = ("增加", "减少") if in_cases else ("上升", "下降")
    words, unit = (case_words, "件") if in_cases else (percent_words, "%")
    if in_cases and not value:
        words = words.replace("比", "与", 1)
    return (words, replace(figure, value=value, display=_directed(value, up, down, unit)))


def moved(figure: Figure | None, words: str) -> Runs:
    """The change of a rate in percentage points, such as 比上月提高1.20个百分点; nothing where it cannot be told."""
    if figure is None or not isinstance(figure.value, Decimal):
        return ()
    value = rounded(figure.value, 2)
    words = words if value else words.replace("比", "与", 1)
    return (words, replace(figure, value=value, display=_directed(value, "提高", "下降", "个百分点")))


def compared(changes: dict[str, Figure], key: str = "") -> list[Runs]:
    """环比 and 同比 of a count as clauses; none where they cannot be told."""
    lead = f"{key}." if key else ""
    return [
        changed(changes.get(f"{lead}mom"), percent_words="环比", case_words="比上月"),
        changed(changes.get(f"{lead}yoy"), percent_words="同比", case_words="比上年同月"),
    ]


def outcome_words(on_time: str) -> dict[str, str]:
    """The four states of an order in words; `on_time` is the county's own word, such as 限时办结."""
    return {"on_time": on_time, "closed_late": "逾期办结", "open_late": "逾期未办结", "open_not_due": "在办未到期"}


def _directed(value: Number, up: str, down: str, unit: str) -> str:
    return f"{up if value > 0 else down}{abs(value)}{unit}" if value else "持平"


def ranked(figure: Figure) -> Figure:
    """A list of names as a sentence has it."""
    return replace(figure, display=listed(figure.value) if isinstance(figure.value, tuple) else "")


def listed(parts: Iterable[str]) -> str:
    """Names or phrases joined as Chinese does: 甲、乙、丙."""
    return "、".join(parts)


def joined(clauses: Sequence[Runs], mark: str = "，") -> Runs:
    """Clauses that are not empty, with `mark` between them.

    >>> joined([("甲",), (), ("乙", "丙")])
    ('甲', '，', '乙', '丙')
    """
    runs: list[Inline] = []
    for clause in clauses:
        if clause:
            runs += [mark, *clause] if runs else clause
    return tuple(runs)


def month_day(day: date) -> str:
    """4月30日."""
    return f"{day.month}月{day.day}日"


def full_date(day: date) -> str:
    """2020年5月6日."""
    return f"{day.year}年{day.month}月{day.day}日"
