"""Names of events: the place that the cases share, and a problem as an official would word it."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from hotline_analysis.ledger.gazetteer import Entry, Place
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.statistics.hotspot_names import LONGEST, UNNAMED, HotspotName, hotspot_name
from hotline_analysis.statistics.places import Gazetteer
from hotline_analysis.statistics.problem_phrases import problem_in

HESHUI = Path(__file__).parents[2] / "data" / "heshui"
NOWHERE = Gazetteer()


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    return pd.read_csv(HESHUI / "planted.csv")


@pytest.fixture(scope="module")
def heshui(profile: Profile) -> Gazetteer:
    return Gazetteer.of(profile)


def name(*titles: str, gazetteer: Gazetteer = NOWHERE) -> str:
    return hotspot_name(titles, gazetteer=gazetteer).text


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ("福晟财富广场小区2号楼电梯停运", "福晟财富广场小区3号楼电梯坏了不修", "福晟财富广场电梯停用"),
            "反映福晟财富广场小区电梯停运问题",
        ),
        (
            ("来电人反映板桥镇锦坪村甜永高速施工损坏村道的问题。", "板桥镇曹湾村甜永高速施工压坏路"),
            "反映板桥镇甜永高速施工损坏村道问题",
        ),
        (("咨询A7县望江路旧城改造", "反映A7县望江路拆迁的问题"), "反映A7县望江路旧城改造问题"),
        (("板桥镇锦坪村断水", "锦坪村又停水了", "板桥镇锦坪村没有水"), "反映板桥镇锦坪村断水问题"),
        (("再次投诉翠屏小区暖气不热一事", "翠屏小区供暖温度低"), "反映翠屏小区暖气不热问题"),
        (("强烈反对翠屏小区旁修建垃圾站", "翠屏小区反对建垃圾站"), "反映翠屏小区反对修建垃圾站问题"),
        (("投诉宏达驾校乱收费", "投诉顺风驾校乱收费用", "举报驾校收费高"), "反映乱收费用问题"),
    ],
)
def test_an_event_is_named_by_its_place_and_its_problem(titles: Sequence[str], expected: str) -> None:
    assert name(*titles) == expected


@pytest.mark.parametrize(
    "first",
    ["翠屏小区电梯何时能修好？", "为什么翠屏小区电梯不修", "救救翠屏小区！请政府为民做主", "翠屏小区电梯是不是没人管"],
)
def test_a_question_or_a_slogan_gives_way_to_the_next_case(first: str) -> None:
    assert name(first, "反映翠屏小区电梯停运") == "反映翠屏小区电梯停运问题"


def test_a_question_that_stands_alone_is_told() -> None:
    assert name("翠屏小区电梯何时能修好？") == "反映翠屏小区电梯修好问题"


def test_a_place_of_fewer_than_half_the_cases_is_not_the_event_s() -> None:
    titles = ["翠屏小区物业乱收停车费", "金桂小区物业乱收停车费", "物业乱收停车费", "开元小区物业乱收停车费"]
    assert name(*titles) == "反映物业乱收停车费问题"


def test_a_place_of_one_case_of_two_is_not_the_event_s() -> None:
    assert name("翠屏小区乱收停车费", "金桂小区乱收停车费") == "反映乱收停车费问题"
    assert name("翠屏小区乱收停车费") == "反映翠屏小区乱收停车费问题"


def test_a_village_is_told_with_the_township_of_the_gazetteer() -> None:
    village = Place("锦坪村", "村", "板桥镇")
    gazetteer = Gazetteer((Entry(Place("板桥镇", "乡镇", "板桥镇"), ("板桥镇",)), Entry(village, ("锦坪村",))))
    assert name("锦坪村断水", "锦坪村停水", gazetteer=gazetteer) == "反映板桥镇锦坪村断水问题"


def test_an_event_that_nobody_words_is_named_by_its_place() -> None:
    assert name("翠屏小区的问题", "关于翠屏小区问题的投诉") == f"反映翠屏小区{UNNAMED}问题"


def test_no_words_at_all() -> None:
    assert hotspot_name(["", "。"], gazetteer=NOWHERE) == HotspotName("", UNNAMED)
    assert hotspot_name([], gazetteer=NOWHERE).text == "反映有关问题"


def test_a_long_sentence_gives_way_and_is_cut_where_there_is_no_other() -> None:
    long = "翠屏小区物业公司把地下车库的出入口用铁栏杆和水泥墩长期封闭并且停用了全部监控设备"
    assert name(long, "翠屏小区地下车库封闭") == "反映翠屏小区地下车库封闭问题"
    assert len(hotspot_name([long], gazetteer=NOWHERE).problem) <= LONGEST


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("来电人反映翠屏小区夜间噪声扰民的问题", "夜间噪声扰民"),
        ("恳请政府尽快解决翠屏小区停电", "停电"),
        ("请求取缔翠屏小区黑网吧", "取缔黑网吧"),
        ("对翠屏小区绿地进行改造", "绿地改造"),
        ("翠屏小区3号楼二单元17户水管破裂", "水管破裂"),
        ("翠屏小区业主希望增设充电桩，请领导关注", "增设充电桩"),
        ("网上留言咨询翠屏小区又停水", "又停水"),
        ("翠屏小区停水，物业不管，业主没有办法", "停水，物业不管"),
        ("翠屏小区的×××电梯停运", "电梯停运"),
        ("目前翠屏小区路灯不亮的问题长期得不到解决", "路灯不亮"),
        ("翠屏小区“一户一表”改造", "一户一表改造"),
    ],
)
def test_a_problem_is_what_is_left_of_a_sentence(sentence: str, expected: str) -> None:
    assert problem_in(sentence, gazetteer=NOWHERE, shared={"翠屏小区"}) == expected


def test_another_party_is_told_only_inside_the_problem() -> None:
    assert problem_in("宏达公司拖欠工资", gazetteer=NOWHERE, shared=set()) == "拖欠工资"
    assert problem_in("拖欠宏达公司货款", gazetteer=NOWHERE, shared=set()) == "拖欠宏达公司货款"


PLANTED = {
    "dump-jixian": ("吉岘镇", "垃圾"),
    "heating-xianghe": ("祥和苑小区", "暖 热"),
    "highway-banqiao": ("板桥镇甜永高速", "路 震 弃土"),
    "highway-hejiapan": ("何家畔镇甜永高速", "夜 打桩 施工"),
    "highway-jixian": ("吉岘镇甜永高速", "果 尘 灰"),
    "highway-xihuachi": ("西华池镇甜永高速", "震 损坏 倾斜"),
    "lift-fusheng": ("福晟财富广场小区", "电梯"),
    "wages-anzhi": ("北区安置房", "工资 结账 钱"),
    "wages-guanwang": ("段家集污水管网", "工资 工钱 报酬 运费 劳务费"),
    "water-dianzi": ("店子乡连家庄村", "断水 没水 吃水 打不上水"),
    "water-taie": ("太莪乡", "水"),
}
"""What the planted events are about: how the place begins, and words of which the problem holds one."""


@pytest.mark.parametrize("event", PLANTED)
def test_the_planted_events_of_the_sample_county_are_named(
    event: str, cases: pd.DataFrame, planted: pd.DataFrame, heshui: Gazetteer
) -> None:
    members = planted.loc[planted["event"] == event, "case_id"]
    texts = cases.loc[cases["case_id"].isin(members), "summary"].dropna().sort_values().tolist()
    place, problems = PLANTED[event]
    for turn in range(0, len(texts), 4):
        found = hotspot_name(texts[turn:] + texts[:turn], gazetteer=heshui)
        assert found.place.startswith(place)
        assert any(word in found.problem for word in problems.split()), found.text
        assert 2 <= len(found.problem) <= LONGEST
