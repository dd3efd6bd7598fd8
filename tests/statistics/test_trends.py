"""Changes and series over months that are empty, small, or before the ledger begins."""

from collections.abc import Callable
from decimal import Decimal
from math import isnan
from typing import Any

import pytest

from hotline_analysis.figure import Figure
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube
from hotline_analysis.statistics.trends import SMALL, change_figure, points_figure, received_in, series


@pytest.fixture(scope="module")
def gap(counted: Callable[..., Any]) -> Cube:
    """12 cases in February, none in March, 7 in April; counted from 2019-12."""
    days = [f"2020-02-{day:02d}" for day in range(1, 13)] + [f"2020-04-{day:02d}" for day in range(1, 8)]
    rows = [{"received_at": f"{day} 09:00", "due_at": "2020-06-01"} for day in days]
    return counted(rows, since="2019-12").cube


@pytest.mark.parametrize(
    ("month", "received"), [("2020-04", 7), ("2020-03", 0), ("2020-02", 12), ("2020-01", None), ("2018-04", None)]
)
def test_received_in(gap: Cube, month: str, received: int | None) -> None:
    assert received_in(gap, Month.parse(month)) == received


def test_a_series_holds_every_month(gap: Cube) -> None:
    found = series(gap, Month(2019, 12).through(Month(2020, 4)))
    assert list(found.index) == ["2019-12", "2020-01", "2020-02", "2020-03", "2020-04"]
    assert [isnan(value) for value in found[:2]] == [True, True]
    assert found[2:].tolist() == [12, 0, 7]


def test_a_cube_without_any_case(counted: Callable[..., Any]) -> None:
    cube = counted([{}], month="2019-06", since="2019-05").cube
    assert (cube.first, received_in(cube, Month(2019, 6))) == ("", None)
    assert series(cube, Month(2019, 5).through(Month(2019, 6))).isna().all()


@pytest.mark.parametrize(
    ("now", "before", "value", "denominator"),
    [
        (7, 0, 7, None),
        (0, 0, 0, None),
        (3, SMALL - 1, -6, None),
        (11, SMALL, Decimal(10), 10),
        (0, SMALL, -10, None),
        (SMALL, 20, Decimal(-50), 20),
        (237, 237, Decimal(0), 237),
    ],
)
def test_change(now: int, before: int, value: int | Decimal, denominator: int | None) -> None:
    figure = change_figure("mom", "环比", now, before, than="上月")
    assert figure
    assert (figure.value, type(figure.value), figure.denominator) == (value, type(value), denominator)
    assert f"{now}件" in figure.rule and f"上月{before}件" in figure.rule


def test_no_change_since_before_the_ledger_began() -> None:
    assert change_figure("yoy", "同比", 232, None, than="去年同期") is None


def test_a_change_never_reaches_over_an_empty_month(gap: Cube) -> None:
    figure = change_figure("mom", "环比", 7, received_in(gap, Month(2020, 3)), than="上月")
    assert figure and figure.value == 7 and figure.denominator is None


def test_points_between_two_rates() -> None:
    rate = Figure("r", "满意率", Decimal("96.43"))
    assert points_figure("p", "", rate, Figure("r", "满意率", Decimal(100)), than="上月").value == Decimal("-3.57")
    assert points_figure("p", "", rate, Figure("r", "满意率", None), than="上月") is None
    assert points_figure("p", "", Figure("r", "满意率", None), rate, than="上月") is None
