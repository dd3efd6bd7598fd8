"""Places in callers' sentences: which are found, where their names begin, and what is no place."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from hotline_analysis.ledger.gazetteer import Entry, Place
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.statistics.place_patterns import spans
from hotline_analysis.statistics.places import Gazetteer, townships

REAL = Path(__file__).parents[3] / "shared" / "data" / "附件4.xlsx"

JIA, YI = Place("甲河镇", "乡镇", "甲河镇"), Place("乙山乡", "乡镇", "乙山乡")
LISTED = (
    JIA,
    YI,
    Place("柳湾村", "村", "甲河镇"),
    Place("王庄村", "村", "甲河镇"),
    Place("王庄村", "村", "乙山乡"),
    Place("太和苑小区", "小区"),
    Place("解放路", "道路"),
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(tuple(Entry(place, (place.name,)) for place in LISTED), home="小县")


def names(text: str, gazetteer: Gazetteer | None = None) -> list[str]:
    return [place.name for place in (gazetteer or Gazetteer()).places_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("反映板桥镇锦坪村路灯不亮", ["板桥镇", "锦坪村"]),
        ("来电人称店子乡上湾行政村断水", ["店子乡", "上湾村"]),
        ("位于云山区清溪街道办事处的门前积水", ["清溪街道"]),
        ("投诉B3区青竹社区惠民小区夜间噪声", ["B3区", "青竹社区", "惠民小区"]),
        ("在K12县县东六路和望江大道交汇处增设天桥", ["K12县", "东六路", "望江大道"]),
        ("请求开通A市208路公交车", ["A市", "208路"]),
        ("207国道扬尘大，连霍高速施工", ["207国道", "连霍高速"]),
        ("反映镇川镇连湾村、佳园新月小区停电", ["镇川镇", "连湾村", "佳园新月小区"]),
        ("到某街道办事处办证", []),
        ("举报长塘社区砖厂污染环境", ["长塘社区砖厂"]),
        ("建议花园路小学错峰放学", ["花园路小学"]),
        ("投诉宏达物业管理公司乱收费", ["宏达物业管理公司"]),
        ("市第三中学寒假补课", ["第三中学"]),
        ("反映大桥镇卫生院收费", ["大桥镇"]),
        ("修水渠占了新村的地，镇里没有回音", []),
        ("乡下农村的小区超市和学校旁十字路口堵路", []),
        ("我县农村公路、城镇道路、乡镇医院和各村小学", []),
        ("希望下乡、返乡农民工在城市上学", []),
    ],
)
def test_patterns_tell_a_place_and_where_its_name_begins(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_longest_listed_name_wins_and_none_overlaps(gazetteer: Gazetteer) -> None:
    text = "甲河镇柳湾村太和苑小区到解放路小学"
    found = gazetteer.mentions(text)
    assert [one.place.name for one in found] == ["甲河镇", "柳湾村", "太和苑小区", "解放路小学"]
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(text[one.start : one.end] == one.place.name for one in found)


def test_a_village_goes_without_its_last_word_behind_its_township_only(gazetteer: Gazetteer) -> None:
    assert gazetteer.places_in("甲河镇柳湾断水") == (JIA, Place("柳湾村", "村", "甲河镇"))
    assert gazetteer.places_in("柳湾断水") == ()
    assert gazetteer.places_in("柳湾行政村断水") == (Place("柳湾村", "村", "甲河镇"),)


def test_a_compound_of_three_characters_goes_without_its_last_word(gazetteer: Gazetteer) -> None:
    assert gazetteer.places_in("太和苑停电") == (Place("太和苑小区", "小区"),)


@pytest.mark.parametrize(
    ("text", "township"), [("乙山乡王庄村断水", "乙山乡"), ("甲河镇政府说王庄村没有水", "甲河镇"), ("王庄村断水", "")]
)
def test_a_village_of_two_townships_lies_in_the_one_named_before(
    gazetteer: Gazetteer, text: str, township: str
) -> None:
    assert gazetteer.places_in(text)[-1] == Place("王庄村", "村", township)


def test_a_village_that_is_not_listed_lies_in_the_township_right_before_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.places_in("甲河镇石坪村停电")[-1] == Place("石坪村", "村", "甲河镇")
    assert gazetteer.places_in("甲河镇和石坪村停电")[-1] == Place("石坪村", "村")
    assert gazetteer.places_in("甲河镇连霍高速施工")[-1] == Place("连霍高速", "项目")


def test_the_county_itself_is_no_place_of_note(gazetteer: Gazetteer) -> None:
    assert names("小县邻县石县柳湾村", gazetteer) == ["石县", "柳湾村"]


@pytest.mark.parametrize(
    ("text", "township"),
    [
        ("柳湾村路灯不亮", "甲河镇"),
        ("乙山乡政府说归甲河镇管", ""),
        ("甲河镇柳湾村的人在乙山乡看病", "甲河镇"),
        ("和盛镇工厂招工", ""),
        ("路灯不亮", ""),
    ],
)
def test_the_township_that_a_text_speaks_of_most(gazetteer: Gazetteer, text: str, township: str) -> None:
    assert gazetteer.township_of(text) == township


def test_any_township_counts_where_the_county_s_are_not_known() -> None:
    assert Gazetteer().township_of("咨询和盛镇工厂招工") == "和盛镇"


def test_a_case_lies_where_its_text_says_else_where_its_unit_is(gazetteer: Gazetteer) -> None:
    rows = [("柳湾村断水", "乙山乡"), ("路灯不亮", "乙山乡"), ("路灯不亮", "住建局"), (None, None)]
    cases = pd.DataFrame(rows, columns=["summary", "unit"], index=[7, 3, 9, 1]).astype("str")
    before = cases.copy()
    found = townships(cases, gazetteer)
    assert found.to_dict() == {7: "甲河镇", 3: "乙山乡", 9: "", 1: ""}
    pd.testing.assert_frame_equal(cases, before)
    assert townships(cases.drop(columns=["summary"]), gazetteer).tolist() == ["乙山乡", "乙山乡", "", ""]
    titled = cases.assign(title=["", "甲河镇断水", "柳湾村断水", None])
    assert townships(titled, gazetteer).tolist() == ["甲河镇", "甲河镇", "甲河镇", ""]


def test_masking_leaves_listed_names_alone(gazetteer: Gazetteer) -> None:
    text = "王庄村路灯不亮，太和苑小区停电"
    assert gazetteer.names >= {"王庄村", "太和苑小区"}
    assert mask(text, keep=gazetteer.names) == text


def test_the_sample_county_s_places(profile: Profile, cases: pd.DataFrame) -> None:
    gazetteer = Gazetteer.of(profile)
    assert len(gazetteer.townships) == 12
    assert names("西华池镇严沟圈窑洞震裂，福晟财富广场小区电梯停运", gazetteer) == [
        "西华池镇",
        "严沟圈村",
        "福晟财富广场小区",
    ]
    found = townships(cases, gazetteer)
    named = pd.DataFrame({town: cases["summary"].str.contains(town) for town in sorted(gazetteer.townships)})
    one = named.sum(axis=1) == 1
    agree = (found[one] == named[one].idxmax(axis=1)).mean()
    assert one.sum() > 1000 and agree > 0.99
    assert set(found) == {"", *gazetteer.townships}


def test_patterns_alone_find_the_villages_of_the_sample_county(profile: Profile, cases: pd.DataFrame) -> None:
    listed, alone = Gazetteer.of(profile), Gazetteer(home=profile.county)
    villages = {entry.place.name for entry in listed.entries if entry.place.kind == "村"}
    texts = [text for text in cases["summary"].fillna("") if any(name in text for name in villages)]
    wanted = [(text, name) for text in texts for name in villages & set(names(text, listed))]
    found = sum(name in names(text, alone) for text, name in wanted)
    print(f"villages found by patterns alone: {found} of {len(wanted)}")
    assert len(wanted) > 1000 and found / len(wanted) > 0.95


def test_a_hundred_thousand_texts_take_seconds(profile: Profile, cases: pd.DataFrame) -> None:
    gazetteer = Gazetteer.of(profile)
    texts = cases["summary"].fillna("").tolist()
    start = time.process_time()
    for text in texts:
        gazetteer.mentions(text)
    taken = (time.process_time() - start) * 100_000 / len(texts)
    print(f"100,000 texts: {taken:.1f} s")
    assert taken < 20


@pytest.mark.skipif(not REAL.is_file(), reason=f"there is no {REAL.name} here")
def test_real_titles_give_the_villages_that_stand_between_two_signs_of_their_kind() -> None:
    titles = pd.read_excel(REAL, engine="calamine")["留言主题"].astype("str")
    written = titles.str.extract(r"[A-Z]\d*[县区]([\u4e00-\u9fff]{2}镇)([\u4e00-\u9fff]{2}村)").dropna()
    found = [set(pair) <= set(names(titles[row])) for row, *pair in written.itertuples()]
    print(f"real titles with township and village: {sum(found)} of {len(found)}")
    assert len(found) > 30 and sum(found) / len(found) > 0.95


def test_spans_tell_the_kind() -> None:
    text = "K2县青石镇柳湾村翠屏路锦华苑小区大有超市引洮工程"
    kinds = [(span.name, span.kind) for span in spans(text, 0, len(text))]
    assert kinds == [
        ("K2县", "区县"),
        ("青石镇", "乡镇"),
        ("柳湾村", "村"),
        ("翠屏路", "道路"),
        ("锦华苑小区", "小区"),
        ("大有超市", "单位"),
        ("引洮工程", "项目"),
    ]


def test_the_order_of_entries_does_not_matter(gazetteer: Gazetteer) -> None:
    turned = Gazetteer(tuple(reversed(gazetteer.entries)), gazetteer.home)
    for text in ("甲河镇王庄村和乙山乡王庄村", "王庄村解放路", "太和苑小区"):
        assert turned.places_in(text) == gazetteer.places_in(text)


def test_a_profile_without_a_gazetteer_knows_its_townships(county: Callable[..., Profile]) -> None:
    gazetteer = Gazetteer.of(county())
    assert gazetteer.townships == {"甲河镇", "乙山镇"} and gazetteer.home == "小县"
