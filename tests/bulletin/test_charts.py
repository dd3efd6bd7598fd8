"""The charts of the bulletin: what they say, what they draw, and that they draw it the same every time."""

import hashlib
import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from hotline_analysis.bulletin import canvas, charts, unit_bars
from hotline_analysis.bulletin.compact_svg import shorter

# A glyph that the font lacks, matplotlib only warns of.
pytestmark = pytest.mark.filterwarnings("error")

MONTHS = [str(month) for month in pd.period_range("2019-04", "2020-04", freq="M")]
RECEIVED = pd.Series([241, 256, 263, 249, 270, 284, 301, 277, 262, 214, 121, 237, 232.0], index=MONTHS)
BEFORE = pd.Series([np.nan] * 4 + [188, 196, 205, 220, 211, 190, 140, 225, 241], index=MONTHS)
TYPES = pd.Series({"投诉": 3, "求助": 32, "咨询": 174, "建议": 0})
OUTCOMES = pd.DataFrame(
    [[4, 1, 0, 0], [4, 0, 0, 0], [1, 1, 0, 0], [0, 2, 0, 0]],
    index=["板桥镇", "吉岘镇", "市场监管局", "交通局"],
    columns=["on_time", "closed_late", "open_late", "open_not_due"],
)
KINDS = pd.Series({"板桥镇": "乡镇", "吉岘镇": "乡镇", "市场监管局": "部门", "交通局": "部门"})
TOPICS = pd.DataFrame([[3, 0], [1, 12]], index=["板桥镇", "交通局"], columns=["城乡建设", "交通运输"])
DAYS = pd.Series([0, 2, 2, 3, 5, 8, 11, 20, np.nan])
MAKERS = {
    "trend": lambda: charts.trend(RECEIVED, BEFORE),
    "request_types": lambda: charts.request_types(TYPES),
    "unit_outcomes": lambda: charts.unit_outcomes(OUTCOMES, KINDS),
    "unit_topics": lambda: charts.unit_topics(TOPICS),
    "days_to_close": lambda: charts.days_to_close(DAYS, limit=10, unit="个工作日"),
}
every_chart = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())


def words(chart):
    """The texts that the picture draws: matplotlib notes each beside its outlines."""
    return re.findall(r"<!-- +(.*?) +-->", chart.svg)


def fills(chart, color):
    return chart.svg.count(f"fill: {color}")


def size_mm(chart):
    root = ElementTree.fromstring(chart.svg)
    return [float(root.get(side).removesuffix("pt")) * 25.4 / 72 for side in ("width", "height")]


@every_chart
def test_a_chart_is_page_wide_and_light(make):
    chart = make()
    width, height = size_mm(chart)
    assert width == pytest.approx(156, abs=0.1) and 15 < height <= 75
    assert len(chart.svg.encode()) < 60_000
    assert not re.search(r"<image|<text|https?://(?!www\.w3\.org/)", chart.svg)


@every_chart
def test_a_chart_has_a_caption_and_says_what_it_shows(make):
    chart = make()
    assert chart.caption and not chart.caption.startswith("图")
    assert chart.alt.endswith("。") and re.search(r"\d+件", chart.alt)


@every_chart
def test_names_shared_by_charts_in_one_page_mean_the_same(make):
    named = set(re.findall(r'id="([^"]+)"', make().svg))
    assert all(re.match(r"g[0-9a-f]+$|[hmp][0-9a-f]{10}$", name) for name in named)


@every_chart
def test_drawing_leaves_matplotlib_as_it_was(make):
    import matplotlib
    from matplotlib import pyplot

    before = dict(matplotlib.rcParams)
    make()
    assert dict(matplotlib.rcParams) == before
    assert pyplot.get_fignums() == []


def test_the_font_is_registered_once():
    from matplotlib.font_manager import fontManager

    MAKERS["request_types"]()
    MAKERS["request_types"]()
    assert sum(entry.fname.endswith("NotoSansSC-Regular.otf") for entry in fontManager.ttflist) == 1


def test_equal_bytes_in_another_process():
    here = {name: make().svg for name, make in MAKERS.items()}
    assert here == {name: make().svg for name, make in MAKERS.items()}
    script = (
        "import hashlib, test_charts as t\n"
        "print(hashlib.sha256(''.join(make().svg for make in t.MAKERS.values()).encode()).hexdigest())"
    )
    folders = os.pathsep.join([os.path.dirname(__file__), os.getcwd()])
    there = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": folders, "PYTHONHASHSEED": "7"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert there.stdout.strip() == hashlib.sha256("".join(here.values()).encode()).hexdigest()


def test_a_missing_glyph_is_not_hidden():
    with pytest.raises(UserWarning, match="missing from font"):
        charts.request_types(pd.Series({"咨询\U0001f600": 1}))


def test_no_chart_without_orders():
    for make in (
        lambda: charts.trend(RECEIVED * 0, BEFORE),
        lambda: charts.trend(RECEIVED.tail(1), BEFORE.tail(1)),
        lambda: charts.request_types(TYPES * 0),
        lambda: charts.request_types(TYPES.head(0)),
        lambda: charts.unit_outcomes(OUTCOMES * 0),
        lambda: charts.unit_outcomes(OUTCOMES.head(0)),
        lambda: charts.unit_topics(TOPICS * 0),
        lambda: charts.days_to_close(DAYS.tail(1), limit=None, unit="天"),
    ):
        with pytest.raises(ValueError, match="leave the chart out"):
            make()


def test_trend_labels_its_lines_and_extremes():
    chart = charts.trend(RECEIVED, BEFORE)
    assert {"受理量232件", "上年同月241件", "最高301", "最低121"} <= set(words(chart))
    assert [word for word in words(chart) if word.endswith("年")] == ["2019年", "2020年"]
    assert chart.caption == "2019年4月至2020年4月诉求受理量"
    assert "2020年4月232件，上年同月241件；最高为2019年10月301件，最低为2020年2月121件" in chart.alt


def test_trend_takes_the_year_before_under_either_years_months():
    earlier = BEFORE.set_axis([f"{int(month[:4]) - 1}{month[4:]}" for month in MONTHS])
    assert charts.trend(RECEIVED, earlier) == charts.trend(RECEIVED, BEFORE)
    with pytest.raises(ValueError, match="same calendar months"):
        charts.trend(RECEIVED, BEFORE.iloc[1:])


def test_trend_without_a_year_before_and_with_the_last_month_highest():
    chart = charts.trend(RECEIVED.iloc[:7], BEFORE.iloc[:7] * np.nan)
    assert not {word for word in words(chart) if word.startswith(("上年", "最高"))}
    assert "受理量301件" in words(chart) and "上年" not in chart.alt


def test_trend_does_not_bridge_an_unknown_month():
    def strokes(before):
        line = re.search(
            rf'd="([^"]*)"[^>]*stroke: {canvas.GREY}; stroke-width: 0.9', charts.trend(RECEIVED, before).svg
        )
        return line[1].count("M")

    gap = BEFORE.copy()
    gap["2019-11"] = np.nan
    assert (strokes(BEFORE), strokes(gap)) == (1, 2)


def test_request_types_as_printed_in_april_2020():
    chart = charts.request_types(TYPES)
    assert words(chart) == ["咨询", "求助", "投诉", "174件（83.25%）", "32件（15.31%）", "3件（1.44%）"]
    assert chart.alt == "条形图：209件诉求按类型分，咨询174件（83.25%），求助32件（15.31%），投诉3件（1.44%）。"


def test_shares_round_half_up():
    assert "1件（0.63%）" in words(charts.request_types(pd.Series({"咨询": 159, "求助": 1})))


def test_unit_outcomes_names_kinds_totals_and_late_orders():
    chart = charts.unit_outcomes(OUTCOMES, KINDS)
    drawn = words(chart)
    assert [word for word in drawn if word in {"乡镇", "部门"}] == ["乡镇", "部门"]
    assert drawn.count("5件") == 1 and drawn.count("逾期1") == 2 and drawn.count("逾期2") == 1
    assert {"按时办结", "逾期办结"} <= set(drawn) and not {"逾期未办结", "在办未到期"} & set(drawn)
    assert "4个单位共承办工单13件，其中按时办结9件、逾期办结4件。逾期较多的单位：交通局2件、" in chart.alt


def test_unit_outcomes_draws_no_part_of_width_zero():
    chart = charts.unit_outcomes(OUTCOMES)
    assert fills(chart, canvas.RED) == 3 + 1 + 3  # bars, legend, labels


def test_open_orders_are_told_apart_without_colour():
    outcomes = OUTCOMES.assign(open_late=[1, 0, 0, 0], open_not_due=[0, 1, 0, 0])
    assert "<pattern" in charts.unit_outcomes(outcomes).svg
    assert "<pattern" not in charts.unit_outcomes(OUTCOMES).svg


def test_no_late_orders_is_said():
    assert charts.unit_outcomes(OUTCOMES.assign(closed_late=0)).alt.endswith("没有逾期工单。")


def test_forty_units_stay_legible_on_one_page():
    names = [f"第{number}局" for number in range(40)]
    outcomes = pd.DataFrame(np.arange(160).reshape(40, 4) % 7, index=names, columns=OUTCOMES.columns)
    kinds = pd.Series(["乡镇"] * 12 + ["部门"] * 28, index=names)
    chart = charts.unit_outcomes(outcomes, kinds)
    assert set(names) <= set(words(chart))
    height = size_mm(chart)[1]
    assert 29 * 4.2 < height < 150
    assert size_mm(charts.unit_outcomes(outcomes))[1] < height


def test_columns_part_between_kinds_as_evenly_as_can_be():
    kinds = {"甲": 5, "乙": 9, "丙": 3}
    blocks = [[(kind, True)] + [(f"{kind}{n}", False) for n in range(count)] for kind, count in kinds.items()]
    first, second = unit_bars.columns(blocks)
    assert [name for name, heading in first if heading] == ["甲"]
    assert [name for name, heading in second if heading] == ["乙", "丙"]
    assert unit_bars.columns(blocks[:1]) == [blocks[0]]


def test_unit_topics_leaves_zeros_blank():
    chart = charts.unit_topics(TOPICS)
    assert sorted(words(chart)) == sorted(["城乡建设", "交通运输", "板桥镇", "交通局", "3", "1", "12"])
    most = "交通局“交通运输”12件、板桥镇“城乡建设”3件、交通局“城乡建设”1件"
    assert chart.alt == f"热力图：2个单位、2类诉求，共16件。较多的是{most}。"


def test_figures_can_be_read_on_every_shade():
    many = pd.DataFrame(np.arange(1, 31).reshape(5, 6), index=list("甲乙丙丁戊"), columns=list("金木水火土日"))
    shades = set(re.findall(r"fill: (#[0-9a-f]{6}); stroke: #ffffff", charts.unit_topics(many).svg))
    assert len(shades) > 20
    assert min(contrast(canvas.INK, shade) for shade in shades) > 4.5


def test_the_fills_differ_in_lightness():
    fills = (canvas.LIGHT_BLUE, canvas.RED, "#f0f0f0")
    assert all(contrast(one, other) > 1.6 for one in fills for other in fills if one != other)


def contrast(one, other):
    """WCAG 2.2 contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_long_topics_are_broken_and_many_still_fit():
    wide = pd.DataFrame(1, index=["板桥镇"], columns=[f"城乡建设管理{sign}" for sign in "甲乙丙丁戊己庚辛壬癸"])
    chart = charts.unit_topics(wide)
    assert "城乡建设" in words(chart) and "管理甲" in words(chart)


def test_days_to_close_marks_the_limit_and_what_is_late():
    chart = charts.days_to_close(DAYS, limit=10, unit="个工作日")
    drawn = words(chart)
    assert {"时限10个工作日", "逾期2件", "办结用时（工作日）", "以上"} <= set(drawn)
    assert fills(chart, canvas.RED) >= 2 and "最长用时20个工作日；超过10个工作日时限的2件，占25.00%" in chart.alt


def test_days_to_close_without_a_limit_or_without_late_orders():
    assert canvas.RED not in charts.days_to_close(DAYS, limit=None, unit="天").svg
    in_time = words(charts.days_to_close(DAYS.clip(upper=4), limit=5, unit="天"))
    assert "时限5天" in in_time and not any(word.startswith("逾期") or word == "以上" for word in in_time)


def test_words_for_plain_cases():
    same_day = charts.days_to_close(pd.Series([0, 0, 4]), limit=5, unit="天")
    assert same_day.alt == "柱状图：已办结工单3件，半数当天办结，最长用时4天；均在5天时限以内。"
    assert charts.trend(RECEIVED * 0 + 5, BEFORE * np.nan).alt.endswith("2020年4月5件；各月持平。")


def test_an_order_closed_on_the_last_day_is_in_time():
    assert canvas.RED not in charts.days_to_close(pd.Series([0, 5]), limit=5, unit="天").svg
    assert canvas.RED in charts.days_to_close(pd.Series([0, 1]), limit=0, unit="天").svg


def test_a_limit_beyond_the_pooled_days_stays_on_the_axis():
    drawn = words(charts.days_to_close(pd.Series([3, 31, 90]), limit=30, unit="天"))
    assert {"时限30天", "逾期2件", "35"} <= set(drawn)


def test_crowded_days_get_a_scale_instead_of_numbers():
    many = pd.Series(np.repeat(np.arange(36), 1000))
    crowded, roomy = (words(charts.days_to_close(many, limit=limit, unit="天")) for limit in (30, 5))
    assert "500" in crowded and crowded.count("1000") == 1
    assert "500" not in roomy and roomy.count("1000") == 15 and "21000" in roomy


@pytest.mark.parametrize("bad", [-1, 2.5])
def test_days_that_are_no_whole_days_are_refused(bad):
    with pytest.raises(ValueError, match="whole"):
        charts.days_to_close(pd.Series([1, bad]), limit=5, unit="天")


def test_no_argument_is_changed():
    tables = [RECEIVED, BEFORE, TYPES, OUTCOMES, KINDS, TOPICS, DAYS]
    before = [table.copy(deep=True) for table in tables]
    for make in MAKERS.values():
        make()
    assert all(table.equals(copy) for table, copy in zip(tables, before, strict=True))


def test_a_shortened_path_ends_where_the_long_one_does():
    assert shorter("M 10.25 -3 \nL 10.25 7.004 \nz\nM 1 1 \nL 4 5 ") == "M10.25-3v10zM1 1l3 4"
