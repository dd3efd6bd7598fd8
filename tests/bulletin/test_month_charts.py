"""The five charts of a month: what of the facts they show, and that they fall away where there is nothing."""

import re
from collections.abc import Callable

import pytest
from sample import facts_of

from hotline_analysis.bulletin.blocks import Chart, Section
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.month_charts import days_chart, topics_chart, trend_chart, types_chart, units_chart

pytestmark = pytest.mark.filterwarnings("error")

MAKERS = (trend_chart, types_chart, units_chart, topics_chart, days_chart)
ONLINE = {"disposition": "在线答复", "closed_at": "", "called_back_at": "", "result_rating": "", "service_rating": ""}


def alt(section: Section) -> str:
    chart, = section.blocks  # fmt: skip
    assert isinstance(chart, Chart) and chart.svg and chart.caption
    return chart.alt


def test_the_five_charts_of_april_say_what_was_counted() -> None:
    facts = facts_of("2020-04")
    told = [alt(make(facts)) for make in MAKERS]
    assert "2019年4月至2020年4月" in told[0] and "2020年4月232件" in told[0]
    assert "209件诉求" in told[1] and "咨询174件（83.25%）" in told[1]
    assert "20个单位共承办工单35件" in told[2] and "逾期办结6件" in told[2]
    assert re.search(r"\d+个单位、\d+类诉求", told[3])
    assert "已办结工单35件" in told[4] and "个工作日" in told[4]


def test_the_trend_holds_last_year_as_far_as_the_ledger_goes() -> None:
    assert f"上年同月{facts_of('2019-04').figures['received'].value}件" in alt(trend_chart(facts_of("2020-04")))
    assert "上年同月" not in alt(trend_chart(facts_of("2018-12")))


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_an_empty_month_draws_nothing_of_its_own(make: Callable[[Facts], Section], small: Callable[..., Facts]) -> None:
    facts = small([{"received_at": "2020-02-03 09:00", "closed_at": "2020-02-04 09:00"}])
    if make is trend_chart:
        assert "2020年4月0件" in alt(make(facts))
    else:
        assert make(facts).blocks == ()


def test_a_first_month_has_no_trend(small: Callable[..., Facts]) -> None:
    assert trend_chart(small([{}])).blocks == ()


def test_a_month_without_orders_has_no_chart_of_units_and_days(small: Callable[..., Facts]) -> None:
    facts = small([ONLINE, ONLINE])
    assert units_chart(facts).blocks == days_chart(facts).blocks == ()
    assert "2件诉求" in alt(types_chart(facts))


def test_a_ledger_without_topics_has_no_chart_of_them(small: Callable[..., Facts]) -> None:
    assert topics_chart(small([{"topic": ""}])).blocks == ()


def test_one_order_is_enough_for_the_others(small: Callable[..., Facts]) -> None:
    facts = small([{}])
    assert all(alt(make(facts)) for make in MAKERS[1:])
