"""Working days in mainland China: weekends, holidays and make-up days, for whole columns at once."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from hotline_analysis.errors import ProfileError
from hotline_analysis.ledger.rules import Holidays

Dates = npt.NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Workdays:
    """Every working day of some years, in order."""

    days: Dates

    @classmethod
    def of(cls, years: range, own: Holidays | None = None) -> "Workdays":
        """The working days of `years`; ProfileError for a year that neither the calendar nor `own` knows.

        >>> april = Workdays.of(range(2020, 2021))
        >>> bool(np.datetime64("2020-04-26") in april.days)  # a Sunday, made up for the May holiday
        True
        """
        from chinese_calendar import constants

        own = own or Holidays()

        known = {day.year for day in constants.holidays} | set(own.years)
        for year in years:
            if year not in known:
                raise ProfileError(
                    f"the holidays of {year} are not known. Write them into [holidays] of profile.toml "
                    f"(years = [{year}], off = [...], working = [...]) as the State Council's notice gives them."
                )
        off = set(constants.holidays) | set(own.off)
        made_up = set(constants.workdays) | set(own.working)
        first, last = date(years.start, 1, 1), date(years.stop - 1, 12, 31)
        every = (first + timedelta(days=step) for step in range((last - first).days + 1))
        return cls(
            np.array([day for day in every if day in made_up or (day.weekday() < 5 and day not in off)], "M8[D]")
        )

    def after(self, starts: Dates, count: int) -> Dates:
        """The `count`-th working day after each of `starts`, whose own day does not count.

        >>> april = Workdays.of(range(2020, 2021))
        >>> str(april.after(np.array(["2020-04-11"], "M8[D]"), 3)[0])  # a Saturday
        '2020-04-15'
        """
        position = np.searchsorted(self.days, starts, side="right") + count - 1
        return self.days[position] if count else starts

    def between(self, starts: Dates, ends: Dates) -> npt.NDArray[np.int64]:
        """How many working days lie after each start, up to and including its end.

        >>> april = Workdays.of(range(2020, 2021))
        >>> april.between(np.array(["2020-04-24"], "M8[D]"), np.array(["2020-04-27"], "M8[D]")).tolist()
        [2]
        """
        return np.searchsorted(self.days, ends, side="right") - np.searchsorted(self.days, starts, side="right")
