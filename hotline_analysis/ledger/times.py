"""What one written time means: text in, Asia/Shanghai wall time or None out, never an error.

`moment` understands every way of writing that is known here; `sql_moment` says the usual ones in the
engine's words, with the same meaning.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from hotline_analysis.ledger.values import bare, plain

EARLIEST = datetime(1000, 1, 1)
"""A year has four digits, without noughts before it; 3020 is a year, whatever a later check says of it."""

DAY = timedelta(days=1)
END_OF_DAY = DAY - timedelta(seconds=1)
SHANGHAI = timedelta(hours=8)
"""Ahead of UTC; China's summer time of 1986 to 1991 is older than any hotline."""

SERIAL_ORIGIN = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet's 1900 system, for days from 1 March 1900 on."""

SERIALS = (32874, 73415)
"""A bare number is taken as a spreadsheet's day only from 1990 to 2100."""

Reading = tuple[datetime, timedelta | None]
"""A day and what has passed of it; None where no time of day is written."""

_BEFORE_NOON = {"凌晨": range(7), "清晨": range(4, 12), "早上": range(4, 12), "上午": range(12), "AM": range(12)}
_BEHIND_NOON = {"下午": range(12, 24), "PM": range(12, 24), "傍晚": range(16, 21), "晚上": range(17, 25)}
_HOURS = _BEFORE_NOON | {"中午": range(11, 15)} | _BEHIND_NOON
"""The hours that a word can name. 晚上12点 may be the midnight before or behind it, and names none."""

_HALF_DAY = "|".join(_HOURS)
_WEEKDAY = r"(?: ?\(?(?:星期|周|礼拜)([一二三四五六日天])\)?)?"
_OFFSET = r"(?:0?\d|1[0-4])(?::?[0-5]\d)?"
# 08:00-09:30 is a span of time: an offset to the west needs the seconds, group 5, that a program writes.
_ZONE = rf"Z|(?:UTC|GMT)(?:[+-]{_OFFSET})?|(?(5)[+-]|\+)(?=\d\d){_OFFSET}"
_YEAR_FIRST = re.compile(r"(\d{4}) ?(?:([-/.])|年) ?(\d{1,2}) ?(?(2)\2|月) ?(\d{1,2})(?(2)(?!\d)| ?[日号])", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
_BEHIND_DAY = re.compile(
    rf"{_WEEKDAY}(?:(?:,? ?|T)({_HALF_DAY})? ?(\d{{1,2}}) ?"
    r"(?:[:时点] ?([0-5]?\d)(?: ?[:分] ?([0-5]?\d)(?:[.,](\d+))? ?秒?| ?分)?|[时点]整?)"
    rf" ?(AM|PM)? ?({_ZONE})?{_WEEKDAY})?",
    re.ASCII,
)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[ T]?(\d\d)(\d\d)(\d\d)?(?!\d))?(?:\.0+$)?(?!\d)", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(\.\d+)?", re.ASCII)

_SHARED = set("YymdHIMSpfbBaA%")
"""The directives that mean the same in Python and DuckDB; %x, %c, %z and %-d do not."""

_PACKED = re.compile("%[YymdHIMS]%[YymdHIMS]")
"""Without marks between them strptime shares digits out anew: 2020041614 would be 2020-04-01 06:01:04."""

_USUAL = (
    r"(19|[2-9][0-9])[0-9][0-9][-/][01]?[0-9][-/][0-3]?[0-9]"
    r"((\s+|T)([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]+)?)?)?"
)
"""What DuckDB's cast reads rightly. Beyond it, it drops a zone, and reads 2:05 PM as 02:05."""


def moment(text: str, formats: tuple[str, ...] = (), *, whole_day: bool = False) -> datetime | None:
    """The wall time that `text` writes, by a profile's own `formats` or in one of the ways below; else None.

    With `whole_day` a day without a time is its end, 23:59:59, else its beginning. A format that
    `is_format` refuses is passed over.

    >>> for text in (
    ...     "2020-4-16 14:05", "2020/04/16 14:05:00.000", "2020.4.16 14:05", "２０２０年４月１６日　１４：０５",
    ...     "2020年4月16日 14时05分", "2020年4月16日（周四）下午2:05", "16/04/2020 02:05 PM", "202004161405",
    ...     "2020-04-16T06:05:00Z", "2020-04-16 14:05:00+08:00", "43937.586805",
    ... ):
    ...     assert moment(text) == datetime(2020, 4, 16, 14, 5), text
    >>> str(moment("2020年4月16日")), str(moment("43937", whole_day=True)), str(moment("2020-04-16 24:00"))
    ('2020-04-16 00:00:00', '2020-04-16 23:59:59', '2020-04-17 00:00:00')

    None where there is no such time, where it has two readings that differ, or where something is missing:

    >>> {moment(text) for text in ("2020-02-30", "2020-04-16 25:00", "2020-04-16 星期五", "上午14:05")}
    {None}
    >>> {moment(text) for text in ("04/05/2020", "20-04-16", "2020-04-16 晚上12点", "4月16日", "14:05", "2020-04")}
    {None}
    >>> str(moment("04/05/2020", ("%d/%m/%Y",)))
    '2020-05-04 00:00:00'
    """
    written = bare(text)
    reading = _by_formats(written, formats) or _serial(written) or _in_parts(_with_marks(written.upper()))
    if reading is None:
        return None
    day, passed = reading
    try:
        when = day + (passed if passed is not None else END_OF_DAY if whole_day else timedelta())
    except OverflowError:
        return None
    return when if when >= EARLIEST else None


def is_format(format: str) -> bool:
    """Whether `format` of a profile names one day, with or without its time, alike in Python and in DuckDB.

    >>> is_format("%d/%m/%Y %I:%M %p"), is_format("%d/%m/%Y %I:%M"), is_format("%m-%d %H:%M"), is_format("DD/MM/YYYY")
    (True, False, False, False)
    """
    directives = _directives(format)
    shared = set(directives) <= _SHARED and len(set(directives)) == len(directives)
    if not shared or ("I" in directives) != ("p" in directives) or {"H", "I"} <= set(directives):
        return False
    sample = datetime(2020, 4, 16, 14, 5)
    try:
        back = datetime.strptime(sample.strftime(format), format)
    except ValueError:
        return False
    return back == (sample if names_hour(format) else datetime(2020, 4, 16))


def names_hour(format: str) -> bool:
    """Whether a text in this format has a time of day."""
    return not {"H", "I"}.isdisjoint(_directives(format))


def sql_moment(raw: str, formats: tuple[str, ...] = (), *, whole_day: bool = False) -> str:
    """DuckDB's expression for the time in the text column `raw`: that of `moment`, or NULL in all but the usual ways.

    The usual ways go through a cast behind a pattern: it takes a fifth of the time of a try_strptime that fails.
    """
    end = f" + INTERVAL {END_OF_DAY.seconds} SECOND" if whole_day else ""
    usual = f"try_cast({raw} AS TIMESTAMP)"
    if whole_day:
        usual = f"CASE WHEN contains({raw}, ':') THEN {usual} ELSE {usual}{end} END"
    # DuckDB's %y takes one digit too: 16/04/2, a year cut short, would be 2002.
    exact = [format for format in _usable(formats) if "%y" not in format and not _PACKED.search(format)]
    own = {format: _sql_format(raw, format) + ("" if names_hour(format) else end) for format in exact}
    # A try that fails is slow; only a format that begins with the year can read a usual text in another way.
    first = [sql for format, sql in own.items() if format.startswith("%Y")]
    others = ", ".join([sql for sql in own.values() if sql not in first] or ["NULL"])
    usual = f"CASE WHEN regexp_full_match({raw}, '{_USUAL}') THEN {usual} ELSE coalesce({others}) END"
    return f"coalesce({', '.join([*first, usual])})"


def _sql_format(raw: str, format: str) -> str:
    """try_strptime, but for what it makes up: 1900-01-01 of 'epoch' and 'infinity', the year 20 of 16/04/20."""
    first, quoted = "TIMESTAMP '1900-01-01'", format.replace("'", "''")
    return f"nullif(greatest(try_strptime({raw}, '{quoted}'), {first}), {first})"


def _directives(format: str) -> list[str]:
    return re.findall("%(.?)", format)


@lru_cache(maxsize=8)
def _usable(formats: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(format for format in formats if is_format(format))


def _by_formats(written: str, formats: tuple[str, ...]) -> Reading | None:
    for format in _usable(formats):
        try:
            when = datetime.strptime(written, plain(format))
        except ValueError:
            continue
        if not _PACKED.search(format) or len(when.strftime(plain(format))) == len(written):
            return when, timedelta() if names_hour(format) else None
    return None


def _serial(written: str) -> Reading | None:
    """A spreadsheet's number of days, to the nearest second."""
    found = _SERIAL.fullmatch(written)
    if not found or not SERIALS[0] <= int(found[1]) <= SERIALS[1]:
        return None
    passed = DAY * float(found[2] or 0)
    return SERIAL_ORIGIN + int(found[1]) * DAY, timedelta(seconds=round(passed.total_seconds())) if passed else None


def _with_marks(written: str) -> str:
    """20200416140500 as 2020-04-16 14:05:00; a spreadsheet may have put .0 behind it."""
    found = _DIGITS.match(written)
    if not found:
        return written
    clock = ":".join(filter(None, found.group(4, 5, 6)))
    return f"{found[1]}-{found[2]}-{found[3]}{' ' if clock else ''}{clock}{written[found.end() :]}"


def _in_parts(written: str) -> Reading | None:
    """A day, and what stands behind it: nothing, a weekday, a time of day."""
    found = _YEAR_FIRST.match(written) or _YEAR_LAST.match(written)
    day = _day(found) if found else None
    behind = _BEHIND_DAY.fullmatch(written, found.end()) if found else None
    if not day or not behind or not _agrees(day, behind[1] or behind[9]):
        return None
    if behind[3] is None:
        return day, None
    passed = _passed(behind)
    return None if passed is None else (day, passed)


def _day(found: re.Match[str]) -> datetime | None:
    """The day that was found; None where there is none such, or where day and month may be either way round."""
    if found.re is _YEAR_FIRST:
        return _date(found[1], found[3], found[4])
    first, second, year = found.group(1, 3, 4)
    if first == second or int(first) > 12:
        return _date(year, second, first)
    return _date(year, first, second) if int(second) > 12 else None


def _date(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day))
    except ValueError:
        return None


def _agrees(day: datetime, weekday: str | None) -> bool:
    """Whether a weekday beside a day is its own: where it is not, one of the two is a slip."""
    return not weekday or "一二三四五六日".index(weekday.replace("天", "日")) == day.weekday()


def _passed(clock: re.Match[str]) -> timedelta | None:
    """What has passed of the day; 24:00 is the next day's 00:00, as in GB/T 7408.

    Microseconds are cut, for the last one rounded would be the next day's.
    """
    _, half, hours, minutes, seconds, decimals, half_behind, zone, _ = clock.groups(default="")
    hour = _hour(_hour(int(hours), half), half_behind)
    if hour is None:
        return None
    passed = timedelta(0, hour * 3600 + int(minutes or 0) * 60 + int(seconds or 0), int(f"{decimals}000000"[:6]))
    return passed + _shift(zone) if passed <= DAY else None


def _hour(hour: int | None, half: str) -> int | None:
    """The hour of the day that is written as `hour` of a half-day, on either clock."""
    if hour is None or not half:
        return hour
    either = (hour,) if hour > 12 else (hour % 12, hour % 12 + 12)
    return next((one for one in either if one in _HOURS[half]), None)


def _shift(zone: str) -> timedelta:
    """From the clock of a zone (Z, +0800, UTC+8) to Shanghai's; nothing where none is written."""
    if not zone:
        return timedelta()
    offset = zone.lstrip("UTCGMZ").replace(":", "")
    digits = offset[1:] if len(offset) > 3 else f"{offset[1:]}00"
    ahead = timedelta(hours=int(digits[:-2] or 0), minutes=int(digits[-2:]))
    return SHANGHAI + ahead if offset[:1] == "-" else SHANGHAI - ahead
