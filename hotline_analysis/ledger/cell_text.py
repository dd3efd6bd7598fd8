"""A typed value, as a database or a workbook holds it -> the text that a person would have written in the cell."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

YES, NO = "是", "否"
LAST_SECOND = datetime.max.replace(microsecond=0)
WALL_TIME = ZoneInfo("Asia/Shanghai")
EXACT = 10**15
"""Whole numbers that a float holds exactly, and that Excel shows in full; larger ones may have lost digits."""


def cell_text(value: object) -> str:
    """`value` as text: times as Asia/Shanghai wall time to the second, numbers without exponent, nothing for None.

    A float from 10**15 on keeps its exponent, as its last digits are not the ones that were typed.
    Text is never changed.

    >>> cell_text(" 甲\\n乙 "), cell_text(None), cell_text(True), cell_text(20200401000000001)
    (' 甲\\n乙 ', '', '是', '20200401000000001')
    >>> cell_text(datetime(2020, 4, 16, 14, 5, 0, 600000)), cell_text(date(2020, 4, 16)), cell_text(time(14, 5))
    ('2020-04-16 14:05:01', '2020-04-16', '14:05:00')
    >>> cell_text(datetime.fromisoformat("2020-04-30T16:30:00+00:00"))
    '2020-05-01 00:30:00'
    >>> cell_text(Decimal("1E+3")), cell_text(13812345678.0), cell_text(0.5), cell_text(2.02004e+16)
    ('1000', '13812345678', '0.5', '2.02004e+16')
    >>> cell_text("路灯".encode("gb18030")), cell_text(bytes.fromhex("00ff80ff"))
    ('路灯', '00ff80ff')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, (int, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, (date, time, timedelta)):
        return _clock(value)
    return _decoded(bytes(value)) if isinstance(value, (bytes, bytearray, memoryview)) else str(value)


def _moment(value: datetime) -> str:
    """
    >>> _moment(datetime(9999, 12, 31, 23, 59, 59, 999999))
    '9999-12-31 23:59:59'
    """
    if value.tzinfo:
        value = _wall_time(value)
    if value.microsecond:
        up = value.microsecond >= 500_000 and value < LAST_SECOND
        value = value.replace(microsecond=0) + timedelta(seconds=up)
    return value.isoformat(sep=" ")


def _wall_time(moment: datetime) -> datetime:
    try:
        return moment.astimezone(WALL_TIME).replace(tzinfo=None)
    except OverflowError:  # the last day of the calendar, which stands for "never"
        return moment.replace(tzinfo=None)


def _clock(value: date | time | timedelta) -> str:
    """
    >>> _clock(timedelta(hours=25, minutes=6)), _clock(-timedelta(minutes=1))
    ('25:06:00', '-00:01:00')
    """
    if isinstance(value, timedelta):
        minutes, seconds = divmod(abs(value) // timedelta(seconds=1), 60)
        return f"{'-' if value < timedelta(0) else ''}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return value.replace(tzinfo=None).isoformat(timespec="seconds") if isinstance(value, time) else value.isoformat()


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.hex()
