"""A calendar month, the unit in which a hotline reports."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import overload

from hotline_analysis.errors import InputError


def parse_day(text: str, name: str) -> date | None:
    """The day written as YYYY-MM-DD, None for a blank; InputError names the option `name`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"{name} '{text}' is not a day: write it as YYYY-MM-DD, for example 2020-05-06.") from None


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year; months order, add and subtract.

    >>> april = Month.parse("2020-04")
    >>> str(april - 1), str(april + 9), april - Month(2018, 12), april.days
    ('2020-03', '2021-01', 16, 30)
    >>> april.first.isoformat(), april.last.isoformat()
    ('2020-04-01', '2020-04-30')
    >>> [str(month) for month in Month(2019, 12).through(Month(2020, 2))]
    ['2019-12', '2020-01', '2020-02']
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written as YYYY-MM; InputError for anything else."""
        found = re.fullmatch(r"([12]\d{3})-(0[1-9]|1[0-2])", text.strip())
        if not found:
            raise InputError(f"'{text}' is not a month: write it as YYYY-MM, for example 2020-04.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that `day` lies in."""
        return cls(day.year, day.month)

    @property
    def days(self) -> int:
        return monthrange(self.year, self.number)[1]

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, self.days)

    @property
    def start(self) -> datetime:
        """Midnight at which the month begins; `(month + 1).start` is where it ends."""
        return datetime(self.year, self.number, 1)

    @property
    def year_before(self) -> "Month":
        return self - 12

    def through(self, last: "Month") -> "tuple[Month, ...]":
        """Every month from this one to `last`, both included; empty where `last` is earlier."""
        return tuple(self + step for step in range(last - self + 1))

    def __add__(self, months: int) -> "Month":
        years, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, number + 1)

    @overload
    def __sub__(self, other: int) -> "Month": ...

    @overload
    def __sub__(self, other: "Month") -> int: ...

    def __sub__(self, other: "int | Month") -> "int | Month":
        if isinstance(other, Month):
            return (self.year - other.year) * 12 + self.number - other.number
        return self + -other

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"
