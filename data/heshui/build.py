"""Writes the sample county's ledger.csv, calls.csv and planted.csv: the same bytes every time.

Usage: python data/heshui/build.py [folder]    (the default is the folder of this file)
"""

import csv
import random
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cases import Case, Writer
from days import DAY, arrivals, calling_back, closing, late_days, office_hour
from months import DISPATCHED, ONLINE, Months
from phrases import Phrases

from hotline_analysis.month import Month

HERE = Path(__file__).resolve().parent
SEED = 20200430
FIRST, MARCH, APRIL = Month(2018, 4), Month(2020, 3), Month(2020, 4)
# April 2020 is printed; March 2020 is what its printed change over the month before requires.
RECEIVED = (
    198, 207, 221, 236, 243, 228, 205, 241, 252, 238, 176, 229,
    218, 226, 231, 252, 247, 233, 209, 244, 256, 221, 268, 237, 232,
)  # fmt: skip
# Late orders are printed with their numbers, so their days must be busy enough to reach them.
APRIL_DAYS = {
    date(2020, 4, 8): 12,
    date(2020, 4, 11): 8,
    date(2020, 4, 14): 7,
    date(2020, 4, 16): 11,
    date(2020, 4, 21): 4,
}
LAST_ORDER_DAY = {MARCH: date(2020, 3, 27), APRIL: date(2020, 4, 24)}
CLOSED_BY = {MARCH: date(2020, 3, 31), APRIL: date(2020, 4, 28)}
LEDGER_ENDS = date(2020, 4, 30)
MOST_CALLS_LOST = 0.029
LEVELS = ("非常满意", "满意", "一般", "不满意", "非常不满意")
POINTS = dict(zip((100, 75, 50, 25, 0), LEVELS, strict=True))
SLOW_UNITS = ("交通局", "板桥镇", "自然资源局", "房管局")
HEADER = (
    "工单编号", "受理时间", "来源渠道", "来电号码", "诉求类型", "诉求分类", "诉求内容", "处置方式",
    "承办单位", "单位类别", "办结时间", "回访时间", "热线服务评价", "处理结果评价", "办理结果",
)  # fmt: skip
BROKEN_ROW = (
    "DH201811310001", "2018-11-31 09:20", "电话", "16100031131", "咨询", "社会保障",
    "来电咨询合作医疗缴费截止时间。家里老人还没有交，问月底前能否补上。", ONLINE,
    "医保局", "部门", "2018-11-31 09:32", "", "", "", "已告知缴费截止日期。",
)  # fmt: skip
REPEATED = (Month(2018, 9), Month(2019, 8))
Row = tuple[str, ...]
Slot = tuple[str, datetime]


def assign(
    rng: random.Random, cases: Sequence[Case], numbered: list[Slot], month: Month
) -> Iterator[tuple[Slot, Case]]:
    """Each case with its number and time: first those laid down, then the orders that must close in time."""
    free = list(numbered)
    rng.shuffle(free)
    for case in sorted(cases, key=choosiness):
        slot = next(slot for slot in free if fits(case, slot, month))
        free.remove(slot)
        yield slot, case


def choosiness(case: Case) -> tuple[bool, bool, bool]:
    """Sorts first the cases that the fewest slots fit."""
    return not case.case_id, not case.day, case.disposition != DISPATCHED


def fits(case: Case, slot: Slot, month: Month) -> bool:
    """Whether `case` can have come in at `slot`."""
    case_id, received = slot
    if case.case_id:
        return case.case_id == case_id
    if case.day:
        return case.day == received.date()
    must_close = case.disposition == DISPATCHED and month in LAST_ORDER_DAY
    return not (must_close and received.date() > LAST_ORDER_DAY[month])


def row(rng: random.Random, case: Case, case_id: str, received: datetime, *, towns: Iterable[str]) -> Row:
    """One line of the ledger."""
    kind = "" if not case.unit else "乡镇" if case.unit in towns else "部门"
    closed, called, service, result = handling(rng, case, received)
    name = alias(rng, case.unit, township=kind == "乡镇") if case.unit else ""
    return (
        case_id, stamp(received), case.channel, case.caller, case.request_type, case.topic, case.summary,
        case.disposition, name, kind, stamp(closed), stamp(called), service, result, case.reply,
    )  # fmt: skip


def handling(rng: random.Random, case: Case, received: datetime) -> tuple[datetime | None, datetime | None, str, str]:
    """Closing, call-back and the two ratings of a case."""
    if case.disposition == ONLINE:
        return received + timedelta(minutes=rng.randrange(3, 46)), None, "", ""
    if case.disposition != DISPATCHED:
        return None, None, "", ""
    month = Month.of(received)
    progress = (month - FIRST) / 24
    late = lateness(rng, case, received, progress) if case.late is None else case.late
    by = CLOSED_BY.get(month, LEDGER_ENDS)
    closed = office_hour(rng, case.closed) if case.closed else closing(rng, received, late=late, by=by)
    laid_down = case.rating is not None
    if not laid_down and rng.random() < 0.03:
        return closed, None, "", ""
    called = calling_back(rng, closed, by=LEDGER_ENDS)
    if laid_down:
        return closed, called, rng.choice(LEVELS[:2]), POINTS[case.rating or 0]
    return closed, called, service_rating(rng), result_rating(rng, late, progress)


def lateness(rng: random.Random, case: Case, received: datetime, progress: float) -> int:
    """How late an ordinary order is closed: less often as the two years go on."""
    share = (0.14 - 0.09 * progress) * (1.6 if case.unit in SLOW_UNITS else 0.9)
    if rng.random() >= share:
        return 0
    by = date(2020, 3, 31) if Month.of(received) == MARCH else date(2020, 3, 30)
    long = received.year < 2020 and rng.random() < 0.06
    return late_days(rng, received.date(), by=by, long=long)


def service_rating(rng: random.Random) -> str:
    return rng.choices((*LEVELS, ""), (50, 38, 3, 1, 1, 7))[0]


def result_rating(rng: random.Random, late: int, progress: float) -> str:
    """An answer on the result: better as time goes on, worse for a late order, sometimes none."""
    if late:
        return rng.choices((*LEVELS, ""), (34, 34, 16, 8, 2, 6))[0]
    better = 6 * progress
    weights = (68 + better, 20, 6 - better / 3, 2, 1, 6)
    return rng.choices((*LEVELS, ""), weights)[0]


def alias(rng: random.Random, unit: str, *, township: bool) -> str:
    """The unit as one of the clerks writes it."""
    chance = rng.random()
    if township:
        return f"{unit}人民政府" if chance < 0.05 else unit
    return f"县{unit}" if chance < 0.08 else f"合水县{unit}" if chance < 0.12 else unit


def stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def ledger(rng: random.Random, months: Months, *, towns: Iterable[str]) -> tuple[list[Row], list[Row]]:
    """The ledger's rows in order of time, and the planted cases as (case_id, event)."""
    rows: list[Row] = []
    planted: list[Row] = []
    for month, total in zip(FIRST.through(APRIL), RECEIVED, strict=True):
        numbered = arrivals(rng, month, total, at_least=days_wanted(month))
        for (case_id, received), case in assign(rng, months.cases(str(month), total), numbered, month):
            rows.append(row(rng, case, case_id, received, towns=towns))
            if case.event:
                planted.append((case_id, case.event))
    return sorted(rows), sorted(planted)


def days_wanted(month: Month) -> dict[date, int]:
    """How many cases the days must have on which cases are laid down."""
    if month == MARCH:
        return {date(2020, 3, 27): 1, date(2020, 3, 30): 1, date(2020, 3, 31): 1}
    return APRIL_DAYS if month == APRIL else {}


def soiled(rng: random.Random, rows: Sequence[Row]) -> list[Row]:
    """`rows` as an office keeps them: two entered twice, one with a day that does not exist."""
    dirty = list(rows)
    for month in REPEATED:
        twice = rng.choice([one for one in rows if one[1].startswith(str(month))])
        dirty.insert(dirty.index(twice) + rng.randrange(1, 4), twice)
    after = next(at for at, one in enumerate(dirty) if one[1] >= "2018-12")
    dirty.insert(after, BROKEN_ROW)
    return dirty


def calls(rng: random.Random, rows: Sequence[Row]) -> list[tuple[str, int, int]]:
    """Calls offered and answered by day; more than the cases, since many callers leave nothing to record."""
    by_day: dict[str, int] = {}
    for one in rows:
        by_day[one[1][:10]] = by_day.get(one[1][:10], 0) + (one[2] == "电话")
    found = []
    for month in FIRST.through(APRIL):
        days = [str(month.first + DAY * step) for step in range(month.days)]
        offered = {day: by_day.get(day, 0) + rng.randrange(1, 5) for day in days}
        share = 0.0 if month == APRIL else rng.uniform(0.0, MOST_CALLS_LOST)
        lost = rng.sample(days, int(share * sum(offered.values())))
        found += [(day, offered[day], offered[day] - (day in lost)) for day in days]
    return found


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Writes the three files into `folder`."""
    material = {
        name: tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("places", "texts", "events", "april")
    }
    towns, texts, events = material["places"]["townships"], material["texts"], material["events"]
    rng = random.Random(SEED)
    phrases = Phrases(rng, places=material["places"], phrases=texts["phrases"])
    departments = [unit for unit in material["april"]["online"] if unit not in towns]
    writer = Writer(rng, phrases, texts, units=departments)
    months = Months(rng, writer, events=events, april=material["april"])
    rows, planted = ledger(rng, months, towns=towns)
    named = {event["key"]: (event["theme"], event["name"]) for event in events["event"]}
    write(folder / "calls.csv", ("日期", "来电量", "接通量"), calls(rng, rows))
    write(folder / "ledger.csv", HEADER, soiled(rng, rows))
    planted_rows = [(case_id, event, *named.get(event, ("", ""))) for case_id, event in planted]
    write(folder / "planted.csv", ("case_id", "event", "theme", "name"), planted_rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
