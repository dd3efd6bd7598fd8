"""April 2020 of the sample county against the bulletin as it was printed, its two errors told apart."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import read_calls
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube
from hotline_analysis.statistics.indicators import busiest_units, call_figures, county_figures, split_figures
from hotline_analysis.statistics.orders import Order, late_orders
from hotline_analysis.statistics.scorecard import Line, Scorecard, county_satisfaction, scorecards
from hotline_analysis.statistics.trends import change_figure, received_in

PRINTED = tomllib.loads((Path(__file__).parent / "published.toml").read_text(encoding="utf-8"), parse_float=Decimal)
FIGURES: list[dict[str, Any]] = PRINTED["figures"]
ATTACHMENTS: list[dict[str, Any]] = PRINTED["attachments"]
APRIL = Month(2020, 4)
ACCOUNT = ("received", "on_time", "closed_late", "open_late", "on_time_rate", "satisfaction")


@dataclass(frozen=True)
class April:
    figures: dict[str, Figure]
    cards: tuple[Scorecard, ...]
    late: tuple[Order, ...]


def to(value: object, places: int) -> Decimal:
    assert isinstance(value, (int, Decimal))
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@pytest.fixture(scope="module")
def april(cube: Cube, profile: Profile) -> April:
    rows = cube.of(APRIL)
    cards = scorecards(rows, profile)
    late = late_orders(cube, APRIL, profile, as_of=date(2020, 4, 30))
    before = received_in(cube, APRIL - 1)
    change = change_figure("mom", "环比", int(rows["received"].sum()), before, than="上月")
    assert change
    found = county_figures(rows, profile) | split_figures(rows, profile) | call_figures(_calls(profile))
    more = (
        change,
        county_satisfaction(cards, rows, profile),
        busiest_units(rows, profile, kind="department", top=5),
        *(order.days_late for order in late),
    )
    return April(found | {figure.key: figure for figure in more}, cards, late)


def _calls(profile: Profile) -> pd.DataFrame:
    calls, _ = read_calls(profile.folder / "calls.csv", profile)
    return calls[calls["day"].dt.strftime("%Y-%m") == "2020-04"]


def test_the_sheet_has_twenty_six_figures_and_two_attachments() -> None:
    assert len({figure["key"] for figure in FIGURES}) == 26
    assert [len(attachment["units"]) for attachment in ATTACHMENTS] == [7, 13]


@pytest.mark.parametrize("printed", FIGURES, ids=lambda figure: figure["key"])
def test_every_printed_figure(april: April, printed: dict[str, Any]) -> None:
    key, value = printed["key"], printed["value"]
    if isinstance(value, list):
        assert april.figures[key].value == tuple(value)
        return
    places = -value.as_tuple().exponent if isinstance(value, Decimal) else 2
    assert to(april.figures[key].value, places) == value
    if "share" in printed:
        assert to(april.figures[f"{key}.share"].value, 2) == printed["share"]


@pytest.mark.parametrize("number", [1, 2])
def test_both_attachments_line_by_line(april: April, number: int) -> None:
    printed, card = ATTACHMENTS[number - 1], april.cards[number - 1]
    assert (card.number, card.kind) == (number, printed["kind"])
    assert [_account(line) for line in card.lines] == printed["units"]
    assert _account(card.total) == printed["total"]


def _account(line: Line) -> list[object]:
    values = [line.figures[name].value for name in ACCOUNT]
    return [line.unit, *values[:4], *(to(value, 2) for value in values[4:])]


def test_the_two_printed_errors_are_not_repeated(april: April) -> None:
    change, total = april.figures["mom"], april.cards[1].total.figures["on_time_rate"]
    assert (change.numerator, change.denominator) == (-5, 237)
    assert to(Decimal(-500) / 232, 1) == Decimal("-2.2") != to(change.value, 1)
    assert (total.numerator, total.denominator) == (1100, 13)
    assert to(total.value, 2) == Decimal("84.62") != ATTACHMENTS[1]["printed"][5]


def test_the_late_orders_by_kind_and_longest_delay(april: April) -> None:
    assert [(order.unit, order.days_late.value) for order in april.late] == [
        ("板桥镇", 15), ("固城镇", 5), ("交通局", 5), ("交通局", 3), ("市场监管局", 5), ("自然资源局", 4),
    ]  # fmt: skip
    assert all(order.outcome == "closed_late" and order.is_closed for order in april.late)


def test_the_number_of_every_figure_is_its_key(april: April) -> None:
    assert all(figure.key == key and figure.label and figure.rule for key, figure in april.figures.items())
