"""A month: what may be written for one, and its arithmetic."""

from datetime import date, datetime

import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.month import Month


@pytest.mark.parametrize(
    "text", ["2020-13", "2020-00", "2020-4", "202004", "20-04", "2020-04-01", "四月", "", "0999-01"]
)
def test_what_is_no_month_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(InputError, match=f"'{text}' is not a month: write it as YYYY-MM"):
        Month.parse(text)


def test_parse_and_text_are_inverse() -> None:
    assert str(Month.parse(" 2020-04 ")) == "2020-04"
    assert Month.of(date(2020, 4, 30)) == Month.parse("2020-04")


@pytest.mark.parametrize(
    ("month", "days"), [("2019-02", 28), ("2020-02", 29), ("1900-02", 28), ("2000-02", 29), ("2020-04", 30)]
)
def test_days_and_edges(month: str, days: int) -> None:
    one = Month.parse(month)
    assert (one.days, one.last.day) == (days, days)
    assert one.start == datetime(one.year, one.number, 1)
    assert ((one + 1).start.date() - one.first).days == days


@pytest.mark.parametrize("steps", range(-40, 41))
def test_adding_and_subtracting_cross_years(steps: int) -> None:
    moved = Month(2020, 4) + steps
    assert moved - Month(2020, 4) == steps
    assert moved - steps == Month(2020, 4)
    assert 1 <= moved.number <= 12
    assert (moved > Month(2020, 4)) is (steps > 0)


def test_year_before_and_ranges() -> None:
    assert str(Month(2020, 4).year_before) == "2019-04"
    assert Month(2020, 4).through(Month(2020, 4)) == (Month(2020, 4),)
    assert Month(2020, 4).through(Month(2020, 3)) == ()
    assert len(Month(2018, 4).through(Month(2020, 4))) == 25
