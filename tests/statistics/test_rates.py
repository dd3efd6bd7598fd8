"""Each rule of a profile worked out by hand on one small month."""

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from hotline_analysis.statistics.rates import change, deduction, graded, mean, share
from hotline_analysis.statistics.scorecard import Scorecard, county_satisfaction, scorecards

LATE = {"due_at": "2020-04-10", "closed_at": "2020-04-13 09:00", "called_back_at": ""}
IN_TIME = {"due_at": "2020-04-10", "closed_at": "2020-04-10 23:59", "called_back_at": ""}
OPEN_LATE = {"due_at": "2020-04-30", "closed_at": "", "called_back_at": ""}
NOT_DUE = {"due_at": "2020-05-01", "closed_at": "", "called_back_at": ""}


def rated(word: str, **more: str) -> dict[str, str]:
    return {**IN_TIME, "called_back_at": "2020-04-20 10:00", "result_rating": word, **more}


MONTH = [
    rated("非常满意"),
    rated("一般"),
    IN_TIME,
    rated(""),
    LATE,
    {**OPEN_LATE, "unit": "乙山镇"},
    {**LATE, "unit": "乙山镇"},
    {**NOT_DUE, "unit": "乙山镇"},
    rated("不满意", unit="乙山镇", closed_at=LATE["closed_at"]),
    rated("满意", unit="丙管局"),
    {**NOT_DUE, "unit": "丁水局"},
]
"""甲河镇 5 due, 1 late; 乙山镇 3 due, 3 late, 1 open and not due; 丙管局 1 in time; 丁水局 nothing due, no answer."""


def close_to(value: object) -> str | None:
    return None if value is None else f"{value:.2f}"


def column(cards: tuple[Scorecard, ...], name: str) -> list[str | None]:
    """A column of both attachments: 甲河镇, 乙山镇, total; 丙管局, 丁水局, total."""
    return [close_to(line.figures[name].value) for card in cards for line in (*card.lines, card.total)]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, ["80.00", "0.00", "50.00", "100.00", None, "100.00"]),
        ({"total_rate": "mean_of_units"}, ["80.00", "0.00", "40.00", "100.00", None, "100.00"]),
        ({"on_time_rate": "deduction"}, ["50.00", "0.00", "50.00", "100.00", None, "100.00"]),
        (
            {"on_time_rate": "deduction", "total_rate": "mean_of_units"},
            ["50.00", "0.00", "25.00", "100.00", None, "100.00"],
        ),
        (
            {"on_time_rate": "deduction", "deduction_points": 20, "total_rate": "mean_of_units"},
            ["80.00", "40.00", "60.00", "100.00", None, "100.00"],
        ),
    ],
)
def test_on_time_rate(counted: Callable[..., Any], rules: dict[str, Any], expected: list[str | None]) -> None:
    small = counted(MONTH, rules=rules)
    assert column(scorecards(small.rows, small.profile), "on_time_rate") == expected


@pytest.mark.parametrize(
    ("rules", "expected", "whole"),
    [
        ({}, ["50.00", "0.00", "33.33", "100.00", None, "100.00"], "50.00"),
        ({"county_satisfaction": "mean_of_annexes"}, ["50.00", "0.00", "33.33", "100.00", None, "100.00"], "66.67"),
        (
            {"total_rate": "mean_of_units", "county_satisfaction": "mean_of_annexes"},
            ["50.00", "0.00", "25.00", "100.00", None, "100.00"],
            "62.50",
        ),
        ({"satisfaction": "graded"}, ["75.00", "25.00", "58.33", "75.00", None, "75.00"], "62.50"),
        (
            {"satisfaction": "graded", "total_rate": "mean_of_units", "county_satisfaction": "mean_of_annexes"},
            ["75.00", "25.00", "50.00", "75.00", None, "75.00"],
            "62.50",
        ),
        ({"satisfied": ["非常满意", "满意", "一般"]}, ["100.00", "0.00", "66.67", "100.00", None, "100.00"], "75.00"),
    ],
)
def test_satisfaction(
    counted: Callable[..., Any], rules: dict[str, Any], expected: list[str | None], whole: str
) -> None:
    small = counted(MONTH, rules=rules)
    cards = scorecards(small.rows, small.profile)
    assert column(cards, "satisfaction") == expected
    assert close_to(county_satisfaction(cards, small.rows, small.profile).value) == whole


def test_the_counts_under_the_rates(counted: Callable[..., Any]) -> None:
    small = counted(MONTH)
    first, second = scorecards(small.rows, small.profile)
    names = ("received", "on_time", "closed_late", "open_late", "open_not_due")
    table = {line.unit: [line.figures[name].value for name in names] for line in (*first.lines, *second.lines)}
    assert table == {
        "甲河镇": [5, 4, 1, 0, 0], "乙山镇": [4, 0, 2, 1, 1], "丙管局": [1, 1, 0, 0, 0], "丁水局": [1, 0, 0, 0, 1],
    }  # fmt: skip
    assert [first.total.figures[name].value for name in names] == [9, 4, 3, 1, 1]
    assert first.total.figures["on_time_rate"].to_json().items() >= {"numerator": 4, "denominator": 8}.items()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (share(0, 0), None),
        (share(1, 8), Decimal("12.5")),
        (deduction(0, 0, points=50), None),
        (deduction(0, 1, points=50), Decimal(100)),
        (deduction(3, 3, points=50), Decimal(0)),
        (graded(0, 0), None),
        (graded(0, 2), Decimal(0)),
        (mean([]), None),
        (mean([None, None]), None),
        (mean([Decimal(0), None]), Decimal(0)),
        (change(5, 0), None),
        (change(0, 10), Decimal(-100)),
        (change(10, 10), Decimal(0)),
    ],
)
def test_the_formulas_at_their_edges(value: Decimal | None, expected: Decimal | None) -> None:
    assert value == expected


EVERY_RULE = [
    dict(zip(("on_time_rate", "total_rate", "satisfaction", "county_satisfaction"), rules, strict=True))
    for rules in product(
        ("share", "deduction"), ("pooled", "mean_of_units"), ("share", "graded"), ("pooled", "mean_of_annexes")
    )
]


@pytest.mark.parametrize("rules", EVERY_RULE, ids=lambda rules: "-".join(rules.values()))
def test_orders_kept_out_of_assessment_change_no_rate(counted: Callable[..., Any], rules: dict[str, str]) -> None:
    out = [{**row, "excluded": True} for row in (LATE, {**LATE, "unit": "乙山镇"}, rated("非常不满意", unit="丙管局"))]
    before, after = (counted(rows, rules=rules) for rows in (MONTH, [*MONTH, *out]))
    first, second = (scorecards(one.rows, one.profile) for one in (before, after))
    assert all(column(first, name) == column(second, name) for name in ("on_time_rate", "satisfaction"))
    whole = county_satisfaction(first, before.rows, before.profile)
    assert whole == county_satisfaction(second, after.rows, after.profile)
    totals = [[card.total.figures[name].value for name in ("received", "closed_late", "excluded")] for card in second]
    assert totals == [[11, 5, 2], [3, 0, 1]]


def test_a_unit_of_excluded_orders_alone_has_counts_and_no_rate(counted: Callable[..., Any]) -> None:
    small = counted([rated("满意", excluded=True)])
    (line,) = scorecards(small.rows, small.profile)[0].lines
    values = {name: figure.value for name, figure in line.figures.items()}
    assert (values["received"], values["on_time"], values["excluded"]) == (1, 1, 1)
    assert values["on_time_rate"] is values["satisfaction"] is None


def test_without_closing_times_an_attachment_has_no_outcomes(
    counted: Callable[..., Any], county: Callable[..., Any]
) -> None:
    columns = {name: header for name, header in county().ledger.columns.items() if name != "closed_at"}
    small = counted([{**row, "closed_at": ""} for row in MONTH], ledger={"columns": columns})
    total = scorecards(small.rows, small.profile)[0].total.figures
    assert total["received"].value == 9 and close_to(total["satisfaction"].value) == "33.33"
    assert [name for name, figure in total.items() if figure.value is None] == [
        "on_time", "closed_late", "open_late", "open_not_due", "on_time_rate",
    ]  # fmt: skip
