"""What belongs to a month, and what had happened by its cut-off."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hotline_analysis.ledger.profile import Profile
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import OUTCOMES, Cube, cut_off
from hotline_analysis.statistics.indicators import county_figures
from hotline_analysis.statistics.scorecard import scorecards

DUE_LATER = {"due_at": "2020-06-30"}


@pytest.mark.parametrize(
    ("received_at", "in_april"),
    [
        ("2020-03-31 23:59:59", False),
        ("2020-04-01 00:00", True),
        ("2020-04-30 23:59", True),
        ("2020-04-30 23:59:59", True),
        ("2020-05-01 00:00", False),
        ("2020-05-01 00:30", False),
        ("2019-04-15 12:00", False),
    ],
)
def test_a_case_belongs_to_the_month_of_its_wall_time(
    counted: Callable[..., Any], received_at: str, in_april: bool
) -> None:
    small = counted([{"received_at": received_at, "closed_at": "", "called_back_at": "", **DUE_LATER}])
    assert int(small.rows["received"].sum()) == in_april


@pytest.mark.parametrize(
    ("due_at", "closed_at", "as_of", "outcome"),
    [
        ("2020-04-10 17:00", "2020-04-10 17:00:00", None, "on_time"),
        ("2020-04-10 17:00", "2020-04-10 17:00:01", None, "closed_late"),
        ("2020-04-10", "2020-04-10 23:59:59", None, "on_time"),
        ("2020-04-10", "2020-04-11 00:00", None, "closed_late"),
        ("2020-04-10", "2020-04-30 23:59:59", None, "closed_late"),
        ("2020-04-10", "2020-05-01 00:00", None, "open_late"),
        ("2020-04-10", "", None, "open_late"),
        ("2020-04-30", "2020-05-01 08:00", None, "open_late"),
        ("2020-05-01", "2020-05-01 08:00", None, "open_not_due"),
        ("2020-05-01 00:00", "", None, "open_not_due"),
        ("2020-05-08", "", None, "open_not_due"),
        ("2020-04-10", "2020-04-12 08:00", date(2020, 4, 9), "open_not_due"),
        ("2020-04-10", "2020-04-12 08:00", date(2020, 4, 11), "open_late"),
        ("2020-04-10", "2020-04-12 08:00", date(2020, 4, 12), "closed_late"),
        ("2020-04-30", "2020-05-06 08:00", date(2020, 5, 6), "closed_late"),
        ("2020-05-08", "2020-05-06 08:00", date(2020, 5, 6), "on_time"),
    ],
)
def test_the_outcome_of_an_order_as_of_a_day(
    counted: Callable[..., Any], due_at: str, closed_at: str, as_of: date | None, outcome: str
) -> None:
    small = counted([{"due_at": due_at, "closed_at": closed_at, "called_back_at": ""}], as_of=as_of)
    sums = small.rows[list(OUTCOMES)].sum().to_dict()
    assert sums == {name: int(name == outcome) for name in OUTCOMES}


@pytest.mark.parametrize(
    ("called_back_at", "as_of", "counts"),
    [
        ("2020-04-30 23:59", None, 1),
        ("2020-05-01 00:00", None, 0),
        ("2020-05-01 00:00", date(2020, 5, 1), 1),
        ("2020-04-16 10:00", date(2020, 4, 15), 0),
        ("", None, 0),
    ],
)
def test_a_rating_counts_from_the_day_of_its_call_back(
    counted: Callable[..., Any], called_back_at: str, as_of: date | None, counts: int
) -> None:
    small = counted([{"called_back_at": called_back_at}], as_of=as_of)
    for name in ("called_back", "service_answered", "service_satisfied", "result_answered", "result_satisfied"):
        assert int(small.rows[name].sum()) == counts, name
    assert int(small.rows["result_points"].sum()) == 75 * counts


def test_a_cut_off_in_mid_month_leaves_out_what_came_after(counted: Callable[..., Any]) -> None:
    rows = [{"received_at": f"2020-04-{day:02d} 23:59", "closed_at": "", **DUE_LATER} for day in (1, 15, 16, 30)]
    assert int(counted(rows, as_of=date(2020, 4, 15)).rows["received"].sum()) == 2
    assert int(counted(rows, as_of=date(2020, 5, 15)).rows["received"].sum()) == 4


def test_only_orders_have_an_outcome(counted: Callable[..., Any]) -> None:
    small = counted([{"disposition": word, "due_at": "2020-04-10"} for word in ("在线答复", "转接", "")])
    assert not small.rows[[*OUTCOMES, "called_back", "result_answered", "service_answered"]].any(axis=None)


def test_an_order_called_back_while_it_is_open_is_not_among_the_closed(counted: Callable[..., Any]) -> None:
    small = counted([{}, {"closed_at": "", "called_back_at": "2020-04-09 10:00"}])
    rate = county_figures(small.rows, small.profile)["callback_rate"]
    assert (rate.numerator, rate.denominator, rate.value) == (1, 1, 100)


@pytest.mark.parametrize(("days", "expected"), [(0, date(2020, 4, 30)), (5, date(2020, 5, 5))])
def test_the_profile_sets_the_usual_cut_off(county: Callable[..., Profile], days: int, expected: date) -> None:
    profile = county(rules={"cut_off_days_after_month": days})
    assert cut_off(Month(2020, 4), profile) == expected
    assert cut_off(Month(2020, 4), profile, date(2020, 4, 20)) == date(2020, 4, 20)


def test_every_order_has_one_outcome_in_every_unit_and_month(cube: Cube, profile: Profile) -> None:
    checked = 0
    for month in sorted(cube.counts["month"].unique()):
        for card in scorecards(cube.of(Month.parse(month)), profile):
            for line in (*card.lines, card.total):
                parts = [line.figures[name].value for name in OUTCOMES]
                assert sum(parts) == line.figures["received"].value, (month, line.unit)
                checked += bool(line.figures["received"].value)
    assert checked > 300
