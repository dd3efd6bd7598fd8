"""A figure keeps its proof through JSON."""

import json
from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from hotline_analysis.figure import Figure

FIGURES = (
    Figure("received", "受理总量", 232, "232件", rule="当月受理的全部诉求"),
    Figure("online.share", "在线答复占比", Decimal("83.25"), "83.25%", 174, 209, "在线答复 ÷ 本县受理量"),
    Figure("mom", "环比", Decimal("-2.1"), "2.1%", -5, 237),
    Figure("satisfaction", "满意率", None, "—", 0, 0),
    Figure("top_departments", "受理量较多的部门", ("县房管局", "县交通局"), "县房管局、县交通局"),
)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_json_and_back(figure: Figure) -> None:
    assert Figure.from_json(json.loads(json.dumps(figure.to_json()))) == figure


@pytest.mark.parametrize(
    ("value", "written"), [(Decimal("100.00"), "100"), (Decimal("83.25"), "83.25"), (None, "null"), (("甲",), '["甲"]')]
)
def test_numbers_are_json_numbers(value: Decimal | tuple[str, ...] | None, written: str) -> None:
    assert json.dumps(Figure("a", "", value).to_json()["value"], ensure_ascii=False) == written


def test_a_figure_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FIGURES[0].value = 233
