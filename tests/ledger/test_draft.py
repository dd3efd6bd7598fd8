"""An unknown ledger -> a profile that loads, reads it, and says why it guessed what it did."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from drafting import drafted, line_of, of_columns, write_table

from hotline_analysis.errors import InputError
from hotline_analysis.ledger import sources
from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.draft import Draft, draft_profile, refuse_to_replace, save
from hotline_analysis.ledger.header_names import likeness
from hotline_analysis.ledger.profile import Profile, load_profile
from hotline_analysis.ledger.reading import check_ledger, read_calls
from hotline_analysis.ledger.sheets import Sheet
from hotline_analysis.ledger.starter import begin_county

HESHUI = Path(__file__).parents[2] / "data" / "heshui"
REAL = Path(__file__).parents[2] / ".." / "shared" / "data"


# The sample county


def test_the_sample_county_s_own_profile_comes_out(tmp_path: Path, profile: Profile) -> None:
    shutil.copy(HESHUI / "ledger.csv", tmp_path)
    found, text = drafted(tmp_path / "ledger.csv")
    assert found.county == "合水县"
    assert found.ledger.columns == profile.ledger.columns
    assert found.ledger.words == {} and found.ledger.time_formats == ()
    assert [(kind.key, kind.name, kind.text, kind.annex) for kind in found.kinds] == [
        (kind.key, kind.name, kind.text, kind.annex) for kind in profile.kinds
    ]
    for ours, theirs in zip(found.kinds, profile.kinds, strict=True):
        assert {frozenset(unit.spellings) for unit in ours.units} == {
            frozenset(unit.spellings) for unit in theirs.units
        }
        assert {unit.name for unit in ours.units} == {unit.name for unit in theirs.units}
    accounts = [check_ledger("", found), check_ledger(HESHUI / "ledger.csv", profile)]
    assert len({(one.read, one.accepted, one.rejected, one.duplicates) for one in accounts}) == 1
    assert "按表头，100%的值是时间，把握大" in line_of(text, "received_at")


def test_a_folder_with_ledger_and_calls(tmp_path: Path) -> None:
    for name in ("ledger.csv", "calls.csv"):
        shutil.copy(HESHUI / name, tmp_path)
    found, _ = drafted(tmp_path, tmp_path)
    assert (found.ledger.file, found.calls and found.calls.file) == ("ledger.csv", "calls.csv")
    assert check_ledger("", found).accepted == 5748
    assert len(read_calls("", found)[0]) == read_calls("", found)[1].read > 700


# Names and content must agree


def test_a_header_without_fitting_values_is_told_not_taken(tmp_path: Path) -> None:
    found, text = drafted(
        write_table(tmp_path, of_columns(办结时间=["已办结", "未办结"], 工单状态=["Open", "Closed"], 办理结果=[""]))
    )
    assert set(found.ledger.columns) == {"case_id", "received_at"}
    assert line_of(text, '# closed_at = "办结时间"').endswith("办结时间：“办结时间”表头相同，但0%的值是时间")
    assert line_of(text, '# reply = "办理结果"').endswith("“办理结果”表头相同，但此列为空")
    assert '# disposition = ""' in text
    assert line_of(text, "# 没有用到的表头") == "# 没有用到的表头：办结时间、工单状态、办理结果"


def test_a_status_under_a_disposition_s_header_is_no_disposition(tmp_path: Path) -> None:
    found, text = drafted(
        write_table(tmp_path, of_columns(处理方式=["Open", "Closed", "办理中"], 承办单位=["甲局", "乙镇"]))
    )
    assert "disposition" not in found.ledger.columns
    assert '# [ledger.words.disposition]  # 采用“处理方式”一列时填写\n# "Open" = ""' in text
    assert check_ledger("", found).accepted == 30


def test_many_request_types_are_topics(tmp_path: Path) -> None:
    found, _ = drafted(write_table(tmp_path, of_columns(诉求类型=["供水", "供电", "供暖", "物业"])))
    assert found.ledger.columns == {"case_id": "工单编号", "received_at": "受理时间", "topic": "诉求类型"}
    found, _ = drafted(write_table(tmp_path, of_columns(诉求分类=["咨询", "投诉", "求助"])))
    assert found.ledger.columns["request_type"] == "诉求分类"


def test_headers_that_say_nothing(tmp_path: Path) -> None:
    body = [
        [f"GD-{n:04}", f"2020-04-{n % 28 + 1:02} 09:00", f"2020-05-{n % 28 + 1:02} 09:00", f"160{n:08}",
         ("咨询", "投诉", "求助")[n % 3], ("水务局", "城关镇", "房管局")[n % 3]]
        for n in range(60)
    ]  # fmt: skip
    found, text = drafted(write_table(tmp_path, [["甲", "乙", "丙", "丁", "戊", "己"], *body]))
    assert found.ledger.columns == {
        "case_id": "甲", "received_at": "乙", "caller": "丁", "request_type": "戊", "unit": "己",
    }  # fmt: skip
    assert "只按内容：100%的值是时间，是几列时间里最全、最早的一列，把握小，请核对" in line_of(text, "received_at")
    assert "其余的时间列：丙" in line_of(text, '# closed_at = ""')


def test_a_ledger_without_case_numbers_still_gets_a_profile(tmp_path: Path) -> None:
    path = write_table(tmp_path, [["受理时间", "承办单位"], *[["2020-04-01 09:00", "水务局"]] * 5])
    draft = draft_profile(str(path), folder=path.parent)
    assert '# case_id = ""' in draft.text
    found, _ = drafted(path)
    account = check_ledger("", found)
    assert (account.read, account.accepted) == (5, 5)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("ServiceRequestNum", "case_id"), ("SR_NUMBER", "case_id"), ("case_enquiry_id", "case_id"), ("GDBH", "case_id"),
        ("CREATED_DATE", "received_at"), ("requested_datetime", "received_at"), ("首次受理时间", "received_at"),
        ("sla_target_dt", "due_at"), ("要求办结时间", "due_at"), ("closed_dt", "closed_at"),
        ("工单办结时间", "closed_at"), ("Open Data Channel Type", "channel"), ("agency_responsible", "unit"),
        ("OWNER_DEPARTMENT", "unit"), ("Service Request (SR) Number", "case_id"),
        ("话务员服务满意度", "service_rating"), ("诉求办理满意度", "result_rating"),
    ],
)  # fmt: skip
def test_headers_of_many_offices(header: str, column: str) -> None:
    scores = {one.name: likeness(header, one.name).score for one in CASES}
    assert max(scores, key=lambda name: scores[name]) == column


# Calls


def test_call_counts_alone(tmp_path: Path) -> None:
    rows = [[f"2020-04-{n + 1:02}", str(100 + n), str(90 + n)] for n in range(30)]
    path = write_table(tmp_path, [["Date", "CallsOffered", "CallsHandled"], *rows])
    found, text = drafted(path)
    assert found.calls and found.calls.columns == {"day": "Date", "offered": "CallsOffered", "answered": "CallsHandled"}
    assert "[ledger]  # 给出的是话务量，没有工单台账：请填写台账文件和表头" in text
    assert len(read_calls("", found)[0]) == 30
    draft = draft_profile(str(path), folder=path.parent)
    assert "hotline profile draft with the ledger of the cases" in draft.next_step(Path("p.toml"))


# What is written


def test_the_defaults_are_those_of_a_new_county(tmp_path: Path) -> None:
    found, _ = drafted(write_table(tmp_path, of_columns(承办单位=["西峰区水务局", "西峰区房管局"])))
    new = load_profile(begin_county("xiaoxian", tmp_path / "data"))
    assert (found.limit, found.rules, found.county) == (new.limit, new.rules, "西峰区")
    assert found.document.name == "西峰区政务热线动态" and found.document.short_office == "区热线办"


UGLY = [
    '工单"编号"',
    "受理\n时间",
    "a\\b",
    "评价",
    "评价",
    "",
    "办结\t时间",
    "'单引号'",
    "\x7f删",
    '"""',
    "#井号",
    "诉求[内容] = 1",
]


def test_ugly_headers(tmp_path: Path) -> None:
    body = [
        [f"A{n}", f"2020-04-{n + 1:02} 09:00", "x", "满意", "满意", "", f"2020-04-{n + 1:02}", "y", "z", "u", "v", "w"]
        for n in range(28)
    ]
    found, _ = drafted(write_table(tmp_path, [UGLY, *body]))
    assert found.ledger.columns == {"case_id": '工单"编号"', "received_at": "受理时间", "closed_at": "办结时间"}
    assert check_ledger("", found).accepted == 28


def test_files_are_named_as_seen_from_the_profile(tmp_path: Path) -> None:
    for month in ("04", "05"):
        rows = [[f"A{month}{n}", f"2020-{month}-{n + 1:02}", "咨询"] for n in range(20)]
        write_table(tmp_path, [["工单编号", "受理时间", "诉求类型"], *rows], f"ledgers/2020-{month}.csv")
    (tmp_path / "county").mkdir()
    found, _ = drafted(tmp_path / "ledgers", tmp_path / "county")
    assert found.ledger.file == "../ledgers"
    assert check_ledger("", found).accepted == 40
    found, _ = drafted(f"{tmp_path}/ledgers/2020-04.csv;{tmp_path}/ledgers/2020-05.csv", tmp_path / "county")
    assert found.ledger.file == ("../ledgers/2020-04.csv", "../ledgers/2020-05.csv")
    found, _ = drafted(tmp_path / "ledgers" / "2020-*.csv", tmp_path / "county")
    assert found.ledger.file == "../ledgers/2020-*.csv"
    assert check_ledger("", found).accepted == 40


def test_a_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "hotline.db") as base:
        base.execute("CREATE TABLE cases (case_id TEXT, created_at TEXT, closed_at TEXT)")
        rows = [(f"A{n}", f"2020-04-{n + 1:02} 09:00:00", None) for n in range(20)]
        base.executemany("INSERT INTO cases VALUES (?, ?, ?)", rows)
    base.close()
    found, _ = drafted(f"sqlite:///{tmp_path / 'hotline.db'}#cases", tmp_path)
    assert found.ledger.columns == {"case_id": "case_id", "received_at": "created_at"}
    assert check_ledger("", found).accepted == 20


def test_credentials_are_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(enumerate(of_columns(诉求类型=["咨询"]), 1))
    monkeypatch.setattr(sources, "read_database", lambda address: Sheet("postgresql://db/hotline#cases", "", rows))
    draft = draft_profile("postgresql://li:geheim@db/hotline#cases", folder=tmp_path)
    assert 'file = "postgresql://${HOTLINE_LEDGER_USER}:${HOTLINE_LEDGER_PASSWORD}@db/hotline#cases"' in draft.text
    told = "\n".join((draft.text, *draft.told, draft.next_step(tmp_path / "profile.toml")))
    assert "geheim" not in told and "li:" not in told
    assert "HOTLINE_LEDGER_USER and HOTLINE_LEDGER_PASSWORD set" in draft.next_step(tmp_path / "profile.toml")


def test_no_case_is_quoted(tmp_path: Path) -> None:
    path = write_table(
        tmp_path,
        of_columns(
            来电号码=["16012345678", "16087654321"], 诉求内容=["家住幸福路的王小明反映噪声扰民问题"], 姓名=["王小明"]
        ),
    )
    _, text = drafted(path)
    assert "王小明" not in text and "160" not in text
    names = [f"王{sign}明" for sign in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"]
    _, text = drafted(write_table(tmp_path, of_columns(评价=names)))
    assert '# result_rating = "评价"' in text and "王" not in text


def test_a_profile_is_not_replaced_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_text("by hand", encoding="utf-8")
    draft = Draft("text", (), True, ())
    with pytest.raises(InputError, match="already there. Name another file with -o, or replace it with --force"):
        refuse_to_replace(path)
    with pytest.raises(InputError, match="already there"):
        save(draft, path)
    assert path.read_text(encoding="utf-8") == "by hand"
    save(draft, path, force=True)
    save(draft, tmp_path / "new" / "profile.toml")
    assert {one.read_text(encoding="utf-8") for one in (path, tmp_path / "new" / "profile.toml")} == {"text"}
    with pytest.raises(InputError, match="cannot be written: .*Name another file with -o"):
        save(draft, tmp_path / "new", force=True)


# Real ledgers, where they lie beside the project


def real(name: str) -> Path:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"there is no {name} here")
    return path


def test_baltimore_needs_no_hand(tmp_path: Path) -> None:
    path = real("baltimore_311_first5000.csv")
    found, _ = drafted(path, tmp_path)
    assert found.ledger.columns == {
        "case_id": "ServiceRequestNum", "received_at": "CreatedDate", "channel": "MethodReceived", "topic": "SRType",
        "unit": "Agency", "due_at": "DueDate", "closed_at": "CloseDate",
    }  # fmt: skip
    assert found.ledger.time_formats == ("%m/%d/%Y %I:%M:%S %p",)
    assert [(kind.key, len(kind.units)) for kind in found.kinds] == [("unit", 15)]
    account = check_ledger("", found)
    assert (account.read, account.accepted, account.rejected, account.duplicates) == (5000, 5000, 0, 0)


def test_vancouver_s_calls(tmp_path: Path) -> None:
    found, _ = drafted(real("vancouver_311_contact_centre_metrics.csv"), tmp_path)
    calls, account = read_calls("", found)
    assert (account.read, account.rejected, len(calls)) == (5585, 0, 5585)


def test_messages_with_replies(tmp_path: Path) -> None:
    found, _ = drafted(real("附件4.xlsx"), tmp_path)
    assert found.ledger.columns == {
        "case_id": "留言编号", "received_at": "留言时间", "caller": "留言用户", "title": "留言主题",
        "summary": "留言详情", "closed_at": "答复时间", "reply": "答复意见",
    }  # fmt: skip
    assert found.kinds == ()
    assert check_ledger("", found).accepted == 2816
