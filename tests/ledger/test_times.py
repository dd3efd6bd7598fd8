"""What one written time means, and that the engine's own expression means the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_analysis.ledger.times import END_OF_DAY, is_format, moment, sql_moment

BALTIMORE = Path(__file__).parents[3] / "shared" / "data" / "baltimore_311_first5000.csv"
WEEKDAYS = "一二三四五六日"
DAY_WAYS: dict[str, Callable[[datetime], str]] = {
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "points": lambda day: f"{day.year}.{day.month}.{day.day}",
    "characters": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "padded": lambda day: f"{day:%Y年%m月%d日}",
    "号": lambda day: f"{day.year} 年 {day.month} 月 {day.day} 号",
    "weekday": lambda day: f"{day:%Y-%m-%d} 星期{WEEKDAYS[day.weekday()]}",
    "brackets": lambda day: f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）",
}
CLOCK_WAYS: dict[str, Callable[[datetime], str]] = {
    "minutes": lambda time: f" {time:%H:%M}",
    "short": lambda time: f" {time.hour}:{time.minute}",
    "seconds": lambda time: f"  {time:%H:%M:%S}",
    "fraction": lambda time: f" {time:%H:%M:%S.%f}",
    "java": lambda time: f" {time:%H:%M:%S}.0",
    "nanoseconds": lambda time: f" {time:%H:%M:%S}.000000000",
    "characters": lambda time: f" {time.hour}时{time:%M}分",
    "点": lambda time: f" {time.hour}点{time.minute}分0秒",
    "half": lambda time: f" {'上午' if time.hour < 12 else '下午'}{time:%I:%M}",
    "redundant": lambda time: f" {'上午' if time.hour < 12 else '下午'} {time:%H:%M:%S}",
    "english": lambda time: f" {time:%I:%M:%S %p}",
    "T": lambda time: f"T{time:%H:%M:%S}",
    "zone": lambda time: f" {time:%H:%M:%S}+08:00",
}
WHOLE_WAYS: dict[str, Callable[[datetime], str]] = {
    "digits": lambda time: f"{time:%Y%m%d%H%M%S}",
    "digits without seconds": lambda time: f"{time:%Y%m%d%H%M}",
    "digits as a float": lambda time: f"{time:%Y%m%d%H%M%S}.0",
    "digits in two": lambda time: f"{time:%Y%m%d %H%M}",
    "digits and a clock": lambda time: f"{time:%Y%m%d %H:%M}",
    "joined": lambda time: f"{time.year}年{time.month}月{time.day}日{time.hour}时{time.minute}分",
    "utc": lambda time: f"{time - timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}",
    "utc-5": lambda time: f"{time - timedelta(hours=13):%Y-%m-%d %H:%M:%S}-05",
    "weekday behind": lambda time: f"{time:%Y/%m/%d %H:%M} 周{WEEKDAYS[time.weekday()]}",
    "weekday between": lambda time: f"{time:%Y/%m/%d} 礼拜{WEEKDAYS[time.weekday()].replace('日', '天')} {time:%H:%M}",
}
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
TIMES = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30))
SOON = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 30))
MARKS = "0123456789０２:：-/. TZ+年月日时分秒上下午点周四（）\n\t　eAPM"
CODES = st.text(st.sampled_from(MARKS), max_size=25)


@given(TIMES)
def test_a_minute_comes_back_from_every_way_of_writing(time: datetime) -> None:
    time = time.replace(second=0, microsecond=0)
    parts = {f"{one}, {two}": DAY_WAYS[one](time) + CLOCK_WAYS[two](time) for one, two in product(DAY_WAYS, CLOCK_WAYS)}
    for way, text in (parts | {way: write(time) for way, write in WHOLE_WAYS.items()}).items():
        assert moment(text) == moment(text, whole_day=True) == moment(f" {text}　") == time, way
        assert moment(text.translate(FULL_WIDTH)) == time, way


@given(TIMES)
def test_a_second_comes_back_where_it_is_written(time: datetime) -> None:
    for way in ("seconds", "fraction", "T", "zone", "english"):
        expected = time if way == "fraction" else time.replace(microsecond=0)
        assert moment(f"{time:%Y-%m-%d}{CLOCK_WAYS[way](time)}") == expected, way


@given(TIMES)
def test_a_day_is_its_beginning_or_its_end(time: datetime) -> None:
    day = time.replace(hour=0, minute=0, second=0, microsecond=0)
    for text in [*(write(day) for write in DAY_WAYS.values()), f"{day:%Y%m%d}", f"{day:%Y%m%d}.0"]:
        assert moment(text) == day, text
        assert moment(text, whole_day=True) == day + END_OF_DAY == day.replace(hour=23, minute=59, second=59), text


@given(SOON)
def test_a_spreadsheet_s_number_is_a_day_and_a_second(time: datetime) -> None:
    time, day = time.replace(microsecond=0), time.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (time - datetime(1899, 12, 30)) / timedelta(days=1)
    assert moment(f"{days:.6f}") == moment(f"{days:.11f}") == time
    assert moment(f"{int(days)}") == moment(f"{int(days)}.0") == day
    assert moment(f"{int(days)}.0", whole_day=True) == day + END_OF_DAY


def test_a_number_is_a_day_only_where_that_is_plausible() -> None:
    assert [str(moment(text)) for text in ("32874", "43937", "73415")] == [
        "1990-01-01 00:00:00", "2020-04-16 00:00:00", "2100-12-31 00:00:00"]  # fmt: skip
    for text in ("32873", "73416", "3", "100", "4393", "439370", "-43937", "0.5", "1587017100", "43,937", "4.3937E+4"):
        assert moment(text) is None, text


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2020-04-16 24:00", "2020-04-17 00:00"),
        ("2020年4月30日24时", "2020-05-01 00:00"),
        ("2020-04-16 14时", "2020-04-16 14:00"),
        ("2020-04-16 14点整", "2020-04-16 14:00"),
        ("2020-04-16 凌晨12:30", "2020-04-16 00:30"),
        ("2020-04-16 凌晨3点", "2020-04-16 03:00"),
        ("2020-04-16 早上8:05", "2020-04-16 08:05"),
        ("2020-04-16 上午12:05", "2020-04-16 00:05"),
        ("2020-04-16 中午12:05", "2020-04-16 12:05"),
        ("2020-04-16 中午1:05", "2020-04-16 13:05"),
        ("2020-04-16 下午12:05", "2020-04-16 12:05"),
        ("2020-04-16 傍晚6:05", "2020-04-16 18:05"),
        ("2020-04-16 晚上8:05", "2020-04-16 20:05"),
        ("2020-04-16 晚上20:05", "2020-04-16 20:05"),
        ("2020-04-16 晚上24:00", "2020-04-17 00:00"),
        ("4/16/2020, 2:05:00 PM", "2020-04-16 14:05"),
        ("16/04/2020 02:05 PM", "2020-04-16 14:05"),
        ("16.04.2020 14:05", "2020-04-16 14:05"),
        ("04/04/2020", "2020-04-04 00:00"),
        ("2020-04-16 14:05:59.9999999", "2020-04-16 14:05:59.999999"),
        ("2020-04-16 14:05:00,250", "2020-04-16 14:05:00.250"),
        ("2020-04-16T14:05:00.000+0800", "2020-04-16 14:05"),
        ("2020-04-16 14:05:00+08", "2020-04-16 14:05"),
        ("2020-04-16 14:05 UTC+8", "2020-04-16 14:05"),
        ("2020-04-16 11:35:00 GMT+5:30", "2020-04-16 14:05"),
        ("2020-04-30T16:00Z", "2020-05-01 00:00"),
        ("20200416T060500Z", "2020-04-16 14:05"),
        ("2020-04-16\n14:05", "2020-04-16 14:05"),
        ("'2020-04-16 14:05", "2020-04-16 14:05"),
        ("3020-04-16", "3020-04-16 00:00"),
        ("9999-12-31", "9999-12-31 00:00"),
    ],
)
def test_other_ways_of_writing(text: str, time: str) -> None:
    assert moment(text) == datetime.fromisoformat(time)


NO_TIME = [
    *["2020-02-30", "2019-02-29", "2020-13-01", "2020-00-10", "2020-04-31 10:00", "20201331", "202004162505"],
    *["2020-04-16 25:00", "2020-04-16 24:01", "2020-04-16 14:60", "2020-04-16 14:05:60", "2020-04-16 下午25:00"],
    *["04/05/2020", "5.4.2020 14:05", "20-04-16", "16/04/20", "020-04-16", "0020-04-16", "0000-01-01", "12020-04-16"],
    *["4月16日", "4月16日 14:05", "14:05", "2020", "2020-04", "2020年4月", "202004", "2020041", "2020041614", "星期四"],
    *["2020-04-16 星期五", "2020-04-16（周日）14:05", "2020-04-16 上午14:05", "2020-04-16 下午2:05 AM"],
    *["2020-04-16 晚上12点", "2020-04-16 晚上1点", "2020-04-16 中午9点", "2020-04-16 凌晨9点", "2020-04-16 上午"],
    *["2020-04/16", "2020年4-16", "2020-4-1614:05", "2020041614050", "2020-04-16 14", "2020-04-16 1405"],
    *["2020-04-16 14:05-15:30", "2020-04-16 08:00-09:30", "2020-04-16至2020-04-17", "2020-04-16 14:05起"],
    *["2020-04-16 14:05+1", "2020-04-16T14:05:00+15:00", "9999-12-31 24:00", "1000-01-01T00:00:00+09:00"],
    *["昨天", "三天内", "", "　", "-", "epoch", "infinity", "now", "①", "2020-04-16 14:05 CST"],
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TIME)
def test_no_time_can_be_told(text: str) -> None:
    assert moment(text) is None
    assert moment(text, whole_day=True) is None


@settings(max_examples=300)
@given(st.text() | CODES, st.booleans(), st.lists(st.text() | st.text(st.sampled_from("%YmdHIMSp/ -")), max_size=2))
def test_every_text_has_an_answer(text: str, whole_day: bool, formats: list[str]) -> None:
    time = moment(text, tuple(formats), whole_day=whole_day)
    assert time is None or (time.tzinfo is None and pd.Timestamp(time).as_unit("us") == time)


PROFILES = {
    "%d/%m/%Y %I:%M %p": "16/04/2020 02:05 PM",
    "%m/%d/%Y %I:%M:%S %p": "04/16/2020 02:05:00 PM",
    "%d/%m/%Y": "16/04/2020",
    "%d %b %Y %H:%M": "16 Apr 2020 14:05",
    "%A, %d %B %Y": "Thursday, 16 April 2020",
    "%d-%b-%y %I.%M.%S.%f %p": "16-Apr-20 02.05.00.000000 PM",
    "%Y年%m月%d日 %H时%M分": "2020年04月16日 14时05分",
    "办结于%Y.%m.%d": "办结于2020.04.16",
    "%Y%m%d%H%M%S": "20200416140500",
    "%Y-%d-%m": "2020-16-04",
    "'%Y-%m-%d'": "'2020-04-16'",
}


@pytest.mark.parametrize(("format", "text"), PROFILES.items())
def test_a_profile_s_own_format_comes_first(format: str, text: str) -> None:
    assert is_format(format)
    day = datetime(2020, 4, 16)
    time = day + timedelta(hours=14, minutes=5) if "M" in format else day
    assert in_engine([text], (format,)).get(text, moment(text, (format,))) == time


def test_a_profile_s_format_decides_what_is_day_and_what_month() -> None:
    assert moment("04/05/2020", ("%d/%m/%Y",)) == datetime(2020, 5, 4)
    assert moment("2020-04-05", ("%Y-%d-%m",)) == datetime(2020, 5, 4)
    assert moment("04/05/2020", ("%d/%m/%Y",), whole_day=True) == datetime(2020, 5, 4) + END_OF_DAY
    assert moment("０４／０５／２０２０　０２：０５　ＰＭ", ("%d/%m/%Y %I:%M %p",)) == datetime(2020, 5, 4, 14, 5)
    assert moment("2020-04-16 14:05", ("%d/%m/%Y",)) == datetime(2020, 4, 16, 14, 5)


@pytest.mark.parametrize(
    "format",
    ["", "%", "%Y", "%m-%d", "%H:%M", "%d/%m/%Y %I:%M", "%H:%M %p %d/%m/%Y", "%-d/%-m/%Y", "%x", "%c", "%Y-%m-%d %z",
     "%Y-%j", "%Y %Y-%m-%d", "DD/MM/YYYY", "%Y-%m-%d\0", "%D", "\ud800%Y-%m-%d"],
)  # fmt: skip
def test_what_is_no_format(format: str) -> None:
    assert not is_format(format)


def in_engine(texts: list[str], formats: tuple[str, ...] = (), *, whole_day: bool = False) -> dict[str, datetime]:
    """What the engine's own expression understands of some texts."""
    table = pa.table({"raw": pa.array(texts, pa.string())})
    with duckdb.connect() as engine:
        engine.register("cells", table)
        found = engine.execute(f"SELECT raw, {sql_moment('raw', formats, whole_day=whole_day)} FROM cells").fetchall()
    return {text: time for text, time in found if time is not None}


@st.composite
def nearly_times(draw: st.DrawFn) -> str:
    """A time as a program writes it, with up to three characters put in, taken out or changed."""
    pattern = draw(st.sampled_from([*PROFILES, "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S.%f"]))
    text = draw(st.datetimes(datetime(1990, 1, 1))).strftime(pattern)
    for _ in range(draw(st.integers(0, 3))):
        place, taken = draw(st.integers(0, len(text))), draw(st.integers(0, 1))
        text = text[:place] + draw(st.sampled_from(["", *MARKS])) + text[place + taken :]
    return text


@given(st.lists(nearly_times() | CODES, min_size=50, max_size=200), st.sampled_from([(), *PROFILES]), st.booleans())
def test_the_engine_understands_nothing_else(texts: list[str], format: str, whole_day: bool) -> None:
    formats = (format,) if format else ()
    for text, time in in_engine(texts, formats, whole_day=whole_day).items():
        assert moment(text, formats, whole_day=whole_day) == time, text


def test_the_engine_makes_no_time_of_what_is_none() -> None:
    texts = [*NO_TIME, "Infinity", "-infinity", "EPOCH"]
    for formats in [(), *((one,) for one in PROFILES)]:
        known = {text for text in texts if moment(text, formats)}
        assert in_engine(texts, formats).keys() <= known <= {"04/05/2020", "2020-13-01"}


@given(st.datetimes(datetime(1900, 1, 1)), st.booleans())
def test_the_engine_understands_the_usual_ways(time: datetime, whole_day: bool) -> None:
    expected = {}
    for clock, mark in product(["", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M:%S"], "-/"):
        text = time.strftime(f"%Y{mark}%m{mark}%d{clock}")
        meant = datetime.strptime(text, f"%Y{mark}%m{mark}%d{clock}")
        meant += END_OF_DAY if whole_day and not clock else timedelta()
        expected |= dict.fromkeys([text, text.replace(f"{mark}0", mark), text.replace(" ", "  ")], meant)
    assert in_engine(list(expected), whole_day=whole_day) == expected


def test_a_real_city_s_times() -> None:
    if not BALTIMORE.exists():
        pytest.skip("the ledger of Baltimore is not here")
    columns = ["CreatedDate", "StatusDate", "DueDate", "CloseDate"]
    rows = pd.read_csv(BALTIMORE, usecols=columns, dtype=str)
    texts = sorted({text for name in columns for text in rows[name].dropna()})
    formats = ("%m/%d/%Y %I:%M:%S %p",)
    expected = dict(zip(texts, pd.to_datetime(pd.Series(texts), format=formats[0]).dt.to_pydatetime(), strict=True))
    assert len(texts) > 5000 and in_engine(texts, formats) == expected
    assert {text: moment(text, formats) for text in texts} == expected
    assert {text for text in texts if moment(text) not in (None, expected[text])} == set()
