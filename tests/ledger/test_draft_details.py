"""The details of a drafted profile: formats of times, words, units and their kinds."""

from datetime import datetime
from pathlib import Path

import pytest
from drafting import drafted, line_of, of_columns, write_table
from hypothesis import given
from hypothesis import strategies as st

from hotline_analysis.ledger import specimen
from hotline_analysis.ledger.date_formats import FORMATS, formats_of
from hotline_analysis.ledger.draft import draft_profile
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import check_ledger
from hotline_analysis.ledger.times import is_format, moment
from hotline_analysis.ledger.word_guesses import suggest

# Times


def test_every_format_that_is_tried_may_stand_in_a_profile() -> None:
    assert [format for format in FORMATS if not is_format(format)] == []


@given(st.sampled_from(FORMATS), st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)), min_size=40))
def test_a_format_is_found_again_or_told_as_a_rival(format: str, times: list[datetime]) -> None:
    texts = [when.strftime(format) for when in times]
    found = formats_of(texts)
    read = [moment(text, found.chosen) for text in texts]
    rivals = {rival for _, rival in found.rivals}
    assert format in rivals or read == [datetime.strptime(text, format) for text in texts]


def test_day_and_month_are_told_apart_by_another_column(tmp_path: Path) -> None:
    early, late = [f"{n % 9 + 1:02}/04/2020" for n in range(30)], [f"{n + 1:02}/05/2020" for n in range(30)]
    found, text = drafted(write_table(tmp_path, of_columns(办结日期=early, 回访日期=late)))
    assert found.ledger.time_formats == ("%d/%m/%Y",)
    assert "日、月的先后" not in text


def test_day_and_month_that_nothing_tells_apart(tmp_path: Path) -> None:
    path = write_table(tmp_path, of_columns(办结日期=[f"04/{n % 9 + 1:02}/2020 10:00" for n in range(30)]))
    found, text = drafted(path)
    assert found.ledger.time_formats == ("%m/%d/%Y %H:%M",)
    assert "# 日、月的先后数据里看不出来，请核对：现按 %m/%d/%Y %H:%M；若应为 %d/%m/%Y %H:%M，换用下面一行" in text
    assert '\n# time_formats = ["%d/%m/%Y %H:%M"]\n' in text
    assert any("%m/%d/%Y %H:%M or %d/%m/%Y %H:%M" in line for line in draft_profile(str(path), folder=path.parent).told)


def test_postcodes_and_amounts_are_no_times(tmp_path: Path) -> None:
    found, _ = drafted(
        write_table(tmp_path, of_columns(办结时间=["43215", "43216"], 金额=["43937.58", "43938.2"], 邮编=["745400"]))
    )
    assert set(found.ledger.columns) == {"case_id", "received_at", "closed_at"}  # a spreadsheet's days, by its header


def test_the_usual_limit_is_told(tmp_path: Path) -> None:
    due = [f"2020-04-{n % 28 + 1 + 2:02} 18:00" for n in range(30)]
    _, text = drafted(write_table(tmp_path, of_columns(办理期限=due)))
    assert "# 台账有应办结时间，多为受理后第2天；空白的才按下面的时限推算，请填写\n[limit]" in text


# Words


def test_words_are_mapped_or_asked(tmp_path: Path) -> None:
    path = write_table(
        tmp_path,
        of_columns(
            诉求类型=["咨询类", "投诉类", "求助类", "其它", "无效电话"],
            处置方式=["热线直办", "转办", "派单", "待派单", "转接"],
            满意度=["非常满意", "满意", "满意", "基本满意", "未评价"],
            是否解决=["已解决", "已解决", "√", "否", "已化解"],
            办结时间=["2020-05-01", "/", "无"],
            承办单位=["水务局", "无"],
        ),
    )
    found, text = drafted(path)
    assert found.ledger.words == {
        "request_type": {"咨询类": "咨询", "投诉类": "投诉", "求助类": "求助", "其它": "其他"},
        "disposition": {"热线直办": "在线答复", "转办": "工单转办", "派单": "工单转办", "待派单": ""},
        "result_rating": {"未评价": ""},
        "solved": {"已化解": "是"},
        "closed_at": {"/": "", "无": ""},
        "unit": {"无": ""},
    }
    assert line_of(text, '# "基本满意" = "一般"').endswith("# 6行；是“一般”吗？")
    assert line_of(text, '# "无效电话" = "其他"').endswith("# 6行；是“其他”吗？")
    assert "words to decide 2." in draft_profile(str(path), folder=path.parent).told[0]


@pytest.mark.parametrize(
    ("column", "text", "word", "sure"),
    [
        ("disposition", "直接办理", "在线答复", True), ("disposition", "当场答复", "在线答复", True),
        ("disposition", "交办", "工单转办", True), ("disposition", "转办西城街道", "工单转办", False),
        ("disposition", "已办结", None, False), ("disposition", "Open", None, False),
        ("request_type", "消费投诉", "投诉", True), ("request_type", "投诉和建议", None, False),
        ("result_rating", "5", "非常满意", False), ("service_rating", "Very Satisfied", "非常满意", True),
        ("solved", "部分解决", "否", False), ("result_rating", "--", "", True),
    ],
)  # fmt: skip
def test_suggestions(column: str, text: str, word: str | None, sure: bool) -> None:
    found = suggest(column, text)
    assert (found.word, found.sure) == (word, sure)


# Units


def units_of(profile: Profile) -> dict[str, list[str]]:
    return {kind.name: [unit.name for unit in kind.units] for kind in profile.kinds}


def test_spellings_of_one_unit(tmp_path: Path) -> None:
    spellings = [
        "合水县房管局",
        "县房管局",
        "房管局",
        "庆阳市合水县水务局",
        "市场监管局",
        "合水县委办",
        "城关街道办事处",
        "老城镇人民政府",
    ]
    found, _ = drafted(write_table(tmp_path, of_columns(承办单位=spellings)))
    assert found.county == "合水县"
    assert set(found.spellings) >= set(spellings)
    assert {name: set(units) for name, units in units_of(found).items()} == {
        "乡镇": {"城关街道", "老城镇"}, "部门": {"房管局", "水务局", "市场监管局", "合水县委办"},
    }  # fmt: skip
    house = found.units["房管局"][1]
    assert (house.text, house.aliases) == ("县房管局", ("合水县房管局",))
    assert check_ledger("", found).rejected == 0


def test_a_slip_is_told_and_not_merged(tmp_path: Path) -> None:
    found, text = drafted(
        write_table(tmp_path, of_columns(承办单位=[*["卫健局"] * 40, *["民政局"] * 20, "卫建局", "卫健局、民政局"]))
    )
    assert units_of(found) == {"部门": ["卫健局", "民政局", "卫建局", "卫健局、民政局"]}
    assert "疑与“卫健局”为同一单位，请核对" in line_of(text, '    { name = "卫建局"')
    assert "疑为几个单位写在一格" in line_of(text, '    { name = "卫健局、民政局"')


def test_the_ledger_s_own_kinds(tmp_path: Path) -> None:
    found, _ = drafted(
        write_table(
            tmp_path, of_columns(承办单位=["供电公司", "水务局", "城关镇"], 单位类别=["驻县单位", "部门", "乡镇"])
        )
    )
    assert units_of(found) == {"乡镇": ["城关镇"], "部门": ["水务局"], "驻县单位": ["供电公司"]}
    assert all(kind.key.isascii() for kind in found.kinds)


def test_another_hotline_is_no_unit(tmp_path: Path) -> None:
    path = write_table(tmp_path, of_columns(处置方式=["工单转办", "转接"], 承办单位=["水务局", "庆城县热线"]))
    found, _ = drafted(path)
    assert units_of(found) == {"部门": ["水务局"]}
    assert check_ledger("", found).rejected == 0


def test_units_behind_the_rows_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(specimen, "ROWS", 20)
    monkeypatch.setattr(specimen, "AT_LEAST", 10)
    units = [f"{sign}水务局" for sign in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"]
    path = write_table(
        tmp_path, of_columns(承办单位=[*["教育局"] * 25, *units], 满意度=["满意", *["不满意"] * 40, "很满意"])
    )
    found, text = drafted(path)
    assert set(found.units) == {"教育局", *units}
    assert found.ledger.words["result_rating"] == {"很满意": "非常满意"}
    assert "的前20行起草" in text
    assert check_ledger("", found).rejected == 0
