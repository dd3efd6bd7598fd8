"""A profile that does not say what it must: one line with the file, the key and the next step."""

import shutil
from pathlib import Path

import pytest

from hotline_analysis.errors import ProfileError
from hotline_analysis.ledger.profile import Profile, load_profile
from hotline_analysis.ledger.starter import begin_county
from hotline_analysis.month import Month

TINY = (Path(__file__).parents[1] / "tiny.toml").read_text(encoding="utf-8")
FAULTS = {
    "a table misspelt": ("[limit]", "[limits]", ["limits: is no key of a profile; perhaps 'limit' is meant"]),
    "curly quotes": ('county = "', "county = “", ["not TOML", "Texts stand in straight quotes"]),
    "not TOML": ("days = 3", "days = ", ["not TOML", "line"]),
    "an unknown key": ("[limit]", "[limit]\ncounts = 'working'", ["limit.counts"]),
    "an unknown table": ("[limit]", "[limits]\nx = 1\n[limit]", ["limits"]),
    "a missing key": ('office = "小县热线办公室"', "", ["document.office", "required"]),
    "a missing table": ("[limit]\ndays = 3", "", ["limit", "required"]),
    "a missing column": (
        'received_at = "受理时间"', "", ["ledger.columns lacks received_at (受理时间)", 'received_at = "<header>"'],
    ),
    "a time format that names no day": (
        "[ledger.columns]", 'time_formats = ["DD/MM"]\n[ledger.columns]',
        ["ledger.time_formats", "'DD/MM' is no format of a time here"],
    ),
    "a missing column of the calls": ('offered = "来电量"', "", ["calls.columns lacks offered"]),
    "an unknown column": ('topic = "诉求分类"', 'topics = "诉求分类"', ["ledger.columns.topics is no column", "topic"]),
    "a wrong word": (
        "[calls]\n", '[ledger.words.request_type]\n"问询" = "询问"\n[calls]\n',
        ["ledger.words.request_type", "'问询'", "'询问'", "咨询 求助"],
    ),
    "words of an unknown column": (
        "[calls]\n", '[ledger.words.requset_type]\n"问询" = "咨询"\n[calls]\n',
        ["ledger.words.requset_type is no column", "request_type"],
    ),
    "a unit twice": ('{ name = "丁水局" }', '{ name = "甲河镇" }', ["'甲河镇' stands twice"]),
    "an alias that is another unit": (
        '{ name = "丁水局" }', '{ name = "丁水局", aliases = ["县丙管局"] }', ["'县丙管局' stands twice"],
    ),
    "a wrong rule": ("[limit]", '[rules]\ntotal_rate = "sum"\n[limit]', ["rules.total_rate", "'pooled'"]),
    "a wrong level": ("[limit]", '[rules]\nsatisfied = ["很好"]\n[limit]', ["rules.satisfied", "'很好'", "非常满意"]),
    "a wrong kind of days": ("days = 3", 'days = 3\ncount = "weekdays"', ["limit.count", "'working'"]),
    "a negative limit": ("days = 3", "days = -3", ["limit.days"]),
    "a limit of an unknown type": (
        "days = 3", 'days = 3\nby_request_type = { "咨讯" = 1 }', ["limit.by_request_type", "'咨讯'", "咨询"],
    ),
    "a wrong month": ('first_issue = "2018-12"', 'first_issue = "2018-13"', ["document.first_issue", "'2018-13'"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_line(tmp_path: Path, fault: str) -> None:
    old, new, parts = FAULTS[fault]
    assert TINY.count(old) == 1
    path = tmp_path / "profile.toml"
    path.write_text(TINY.replace(old, new), encoding="utf-8")
    with pytest.raises(ProfileError) as error:
        load_profile(path)
    told = str(error.value)
    assert "\n" not in told
    assert told.startswith(f"{path}: ") and told.endswith("run again.")
    assert [part for part in parts if part not in told] == []


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="there is no such profile. `hotline init COUNTY` makes one."):
        load_profile(tmp_path / "profile.toml")


def test_a_profile_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text(TINY, encoding="gb18030")
    with pytest.raises(ProfileError, match="not in UTF-8. Save it in UTF-8"):
        load_profile(tmp_path / "profile.toml")


def test_several_faults_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(TINY.replace("days = 3", "days = -3").replace('county = "小县"', ""), encoding="utf-8")
    with pytest.raises(ProfileError, match="1 more"):
        load_profile(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_right_profile(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "profile.toml").write_text(TINY, encoding=encoding)
    profile = load_profile(tmp_path / "profile.toml")
    assert profile.folder == tmp_path
    assert list(profile.units) == ["甲河镇", "乙山镇", "丙管局", "丁水局"]
    assert profile.spellings == {
        "甲河镇": "甲河镇", "甲河镇人民政府": "甲河镇", "乙山镇": "乙山镇",
        "丙管局": "丙管局", "县丙管局": "丙管局", "丁水局": "丁水局",
    }  # fmt: skip
    assert profile.document.first_issue == Month(2018, 12)
    assert (profile.rules.on_time_rate, profile.rules.total_rate, profile.rules.satisfaction) == (
        "share", "pooled", "share",
    )  # fmt: skip


def test_the_sample_county(profile: Profile) -> None:
    assert [(kind.name, len(kind.units)) for kind in profile.kinds] == [("乡镇", 12), ("部门", 20)]
    assert profile.limit.days == 3 and profile.limit.lateness == "calendar"


def test_a_new_county_s_profile_can_be_read_as_it_is(tmp_path: Path) -> None:
    folder = begin_county("xiaoxian", tmp_path)
    assert load_profile(folder / "profile.toml").county == "某县"
    shutil.rmtree(folder)
