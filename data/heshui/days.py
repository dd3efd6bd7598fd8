"""When the sample county's telephone rings: working days, limits and the hours of arrival."""

import random
from datetime import date, datetime, time, timedelta

from chinese_calendar import is_holiday, is_workday

from hotline_analysis.month import Month

LIMIT = 3
DAY = timedelta(days=1)
HOURS = (8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 14, 14, 15, 15, 15, 16, 16, 17)
NIGHT_HOURS = (6, 7, 12, 13, 18, 19, 20, 21)


def next_workday(day: date, *, steps: int = 1) -> date:
    """The working day `steps` working days after `day`; make-up days count, holidays do not."""
    while steps:
        day += DAY
        steps -= is_workday(day)
    return day


def due_day(received: date) -> date:
    """The last day on which an order received on `received` is closed in time.

    >>> due_day(date(2020, 4, 16)).isoformat()
    '2020-04-21'
    """
    return next_workday(received, steps=LIMIT)


def weight(day: date) -> float:
    """How busy a day is against an ordinary working day."""
    if is_workday(day):
        return 1.0
    return 0.28 if is_holiday(day) and day.weekday() < 5 else 0.45


def moment(rng: random.Random, day: date) -> datetime:
    """A minute of `day` in office hours, one time in eight outside them, never after 22:00."""
    hour = rng.choice(HOURS if rng.random() < 0.875 else NIGHT_HOURS)
    return datetime.combine(day, time(hour, rng.randrange(60)))


def arrivals(rng: random.Random, month: Month, total: int, *, at_least: dict[date, int]) -> list[tuple[str, datetime]]:
    """`total` numbered times of one month in order, with `at_least` so many on the days named."""
    days = [month.first + DAY * step for step in range(month.days)]
    fixed = [day for day, count in at_least.items() for _ in range(count)]
    drawn = rng.choices(days, [weight(day) for day in days], k=total - len(fixed))
    times = sorted(moment(rng, day) for day in fixed + drawn)
    numbered, seen = [], dict.fromkeys(days, 0)
    for received in times:
        seen[received.date()] += 1
        numbered.append((f"DH{received:%Y%m%d}{seen[received.date()]:04d}", received))
    return numbered


def closing(rng: random.Random, received: datetime, *, late: int, by: date) -> datetime:
    """When an order is closed: `late` calendar days after its limit, or within it; never after `by`."""
    due = due_day(received.date())
    if late:
        day = due + DAY * late
    else:
        options = [next_workday(received.date(), steps=steps) for steps in range(1, LIMIT + 1)]
        if is_workday(received.date()) and received.hour < 14:
            options.append(received.date())
        day = rng.choice([option for option in options if option <= by])
    return office_hour(rng, day, afternoon=day == received.date())


def office_hour(rng: random.Random, day: date, *, afternoon: bool = False) -> datetime:
    """A minute of `day` at which an office closes an order."""
    hour = rng.choice((15, 16, 17) if afternoon else (9, 10, 11, 14, 15, 16, 17))
    return datetime.combine(day, time(hour, rng.randrange(60)))


def late_days(rng: random.Random, received: date, *, by: date, long: bool) -> int:
    """A lateness in calendar days that ends on a working day not after `by`; 0 where there is none."""
    due = due_day(received)
    reach = range(25, 60) if long else range(1, 16)
    options = [days for days in reach if due + DAY * days <= by and is_workday(due + DAY * days)]
    return rng.choice(options[: 8 if rng.random() < 0.7 else None]) if options else 0


def calling_back(rng: random.Random, closed: datetime, *, by: date) -> datetime:
    """When the caller is rung back: a working day within three days, or the first one after holidays."""
    options = [closed.date() + DAY * step for step in (1, 2, 3) if closed.date() + DAY * step <= by]
    working = [day for day in options if is_workday(day)] or [next_workday(closed.date())]
    return datetime.combine(rng.choice(working), time(rng.choice((9, 10, 11, 15, 16)), rng.randrange(60)))
