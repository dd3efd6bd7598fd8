"""Every row of a ledger is accepted, rejected with a reason, or counted as entered twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.reading import Accounting, Ledger, read_ledger

Read = Callable[..., Ledger]

BAD = [
    ({"case_id": ""}, "工单编号", "", "is blank, but every row needs one."),
    ({"received_at": " "}, "受理时间", "", "is blank, but every row needs one."),
    ({"received_at": "2018-11-31 10:00"}, "受理时间", "2018-11-31 10:00", "is not a time such as 2020-04-16 14:05."),
    ({"received_at": "昨天"}, "受理时间", "昨天", "add its format to time_formats in profile.toml."),
    ({"due_at": "三天内"}, "应办结时间", "三天内", "is not a time"),
    ({"closed_at": "2020-04-16 24:61"}, "办结时间", "2020-04-16 24:61", "is not a time"),
    ({"called_back_at": "是"}, "回访时间", "是", "is not a time"),
    ({"request_type": ""}, "诉求类型", "", "is blank, but every row needs one."),
    ({"request_type": "吐槽"}, "诉求类型", "吐槽", "is none of 咨询 求助 投诉 建议 举报 表扬 其他."),
    ({"request_type": "吐槽"}, "诉求类型", "吐槽", "Map it in [ledger.words.request_type] of profile.toml."),
    ({"disposition": "转派"}, "处置方式", "转派", "is none of 在线答复 工单转办 转接."),
    ({"service_rating": "还行"}, "服务评价", "还行", "is none of 非常满意 满意 一般 不满意 非常不满意."),
    ({"result_rating": "5"}, "结果评价", "5", "Map it in [ledger.words.result_rating]"),
    ({"unit": "甲河"}, "承办单位", "甲河", "is an unknown unit. Did you mean '甲河镇'? Add it to a kind's units"),
    ({"unit": "县丙局"}, "承办单位", "县丙局", "Did you mean '县丙管局'?"),
    ({"unit": "邮政公司"}, "承办单位", "邮政公司", "is an unknown unit. Add it to a kind's units in profile.toml"),
    ({"unit": ""}, "承办单位", "", "is blank, but a row of 工单转办 needs its unit."),
]  # fmt: skip


@pytest.fixture(scope="module")
def bad_rows(read: Read) -> Accounting:
    """The bad rows one after another from row 3 on, a good one before and one behind them."""
    return read([{}, *(row for row, *_ in BAD), {}]).accounting


def test_each_bad_row_is_rejected_and_no_other(bad_rows: Accounting) -> None:
    account = bad_rows
    assert (account.read, account.accepted, account.rejected, account.duplicates) == (len(BAD) + 2, 2, len(BAD), 0)


@pytest.mark.parametrize(("row", "header", "value", "reason"), BAD)
def test_a_bad_row_says_where_and_what_and_what_next(
    bad_rows: Accounting, row: dict[str, str], header: str, value: str, reason: str
) -> None:
    line = 3 + [bad for bad, *_ in BAD].index(row)
    (reject,) = [one for one in bad_rows.rejects if one.line == line]
    assert str(reject).startswith(f"ledger.csv, row {line}, {header}: '{value}' is ")
    assert reason in str(reject)
    assert str(reject).endswith(".") and "\n" not in str(reject)


def test_a_row_may_have_several_reasons_and_is_rejected_once(read: Read) -> None:
    account = read([{"request_type": "吐槽", "unit": "邮政公司", "closed_at": "不详"}, {}]).accounting
    assert account.rejected == 1
    assert [reject.column for reject in account.rejects] == ["诉求类型", "承办单位", "办结时间"]


@pytest.mark.parametrize(
    ("change", "cells"), [(lambda line: line.rpartition(",")[0], 14), (lambda line: line + ",多", 16)]
)
def test_short_and_long_rows(
    write: Callable[..., Path], county: Callable[..., Any], change: Callable[[str], str], cells: int
) -> None:
    path = write([{}, {}, {}])
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = change(lines[2])
    path.write_text("\n".join(lines), encoding="utf-8")
    account = read_ledger(path, county(), audience="internal").accounting
    assert account.accepted == 2
    assert str(account.rejects[0]) == (
        f"ledger.csv, row 3, 行: '{cells}' cells where the header has 15. Mend the row's commas or quotes."
    )


def test_rows_after_a_text_of_several_lines_keep_their_row(read: Read) -> None:
    rows = [{"summary": "第一行\n第二行\n\n第三行"}, {}, {"request_type": "吐槽"}]
    ledger = read(rows)
    assert [reject.line for reject in ledger.accounting.rejects] == [4]
    assert ledger.cases["summary"].iloc[0] == "第一行\n第二行\n\n第三行"


def test_blank_lines_are_no_rows(write: Callable[..., Path], county: Callable[..., Any]) -> None:
    path = write([{}, {"request_type": "吐槽"}])
    header, first, second = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, "", first, "," * 14, " , ", second, ""]), encoding="utf-8")
    account = read_ledger(path, county(), audience="internal").accounting
    assert (account.read, account.accepted, account.rejects[0].line) == (2, 1, 6)


def test_a_row_entered_twice_counts_once(read: Read) -> None:
    ledger = read([{"case_id": "A1"}, {"case_id": "A2"}, {"case_id": "A1"}, {"case_id": "A1"}])
    account = ledger.accounting
    assert (account.read, account.accepted, account.rejected, account.duplicates) == (4, 2, 0, 2)
    assert ledger.cases["case_id"].tolist() == ["A1", "A2"]


def test_two_different_rows_under_one_number_are_both_rejected(read: Read) -> None:
    rows = [{"case_id": "A1"}, {"case_id": "A2"}, {"case_id": "A1", "summary": "另一件事。"}, {"case_id": "A1"}]
    ledger = read(rows)
    assert (ledger.accounting.rejected, ledger.accounting.duplicates) == (2, 1)
    assert ledger.cases["case_id"].tolist() == ["A2"]
    assert [str(reject) for reject in ledger.accounting.rejects] == [
        f"ledger.csv, row {line}, 工单编号: 'A1' is the number of another, different row too. "
        "Give each case a number of its own."
        for line in (2, 4)
    ]


@given(
    picks=st.lists(
        st.sampled_from([
            {"case_id": "A1"}, {"case_id": "A2"}, {"case_id": "A2", "unit": "乙山镇"}, {"case_id": "A3"},
            {"case_id": "A4", "request_type": "吐槽"}, {"case_id": ""}, {"case_id": "A5", "unit": "邮政公司"},
        ]),
        max_size=8,
    )
)  # fmt: skip
def test_every_row_is_accounted_for_once(read: Read, picks: list[dict[str, str]]) -> None:
    ledger = read([{"case_id": "A0"}, *picks])
    account = ledger.accounting
    assert account.read == len(picks) + 1 == account.accepted + account.rejected + account.duplicates
    assert account.accepted == len(ledger.cases)
    assert account.rejected == len({reject.line for reject in account.rejects})
    assert ledger.cases["case_id"].is_unique


def test_units_are_known_by_every_spelling(read: Read) -> None:
    spellings = ["甲河镇", "甲河镇人民政府", " 甲河镇 ", "丙管局", "县丙管局", "\u3000丁水局"]
    cases = read([{"unit": spelling} for spelling in spellings]).cases
    assert cases["unit"].tolist() == ["甲河镇"] * 3 + ["丙管局"] * 2 + ["丁水局"]
    assert cases["unit_kind"].tolist() == ["乡镇"] * 3 + ["部门"] * 3


def test_an_office_s_own_words(read: Read) -> None:
    words = {
        "request_type": {"咨询类": "咨询"}, "disposition": {"待派": "", "直接解答": "在线答复"},
        "result_rating": {"5星": "非常满意", "未评": ""}, "unit": {"河镇": "甲河镇"}, "channel": {"来电": "电话"},
    }  # fmt: skip
    rows = [
        {"request_type": "咨询类", "disposition": "直接解答", "result_rating": "5星", "channel": "来电"},
        {"unit": "河镇", "result_rating": "未评"},
        {"disposition": "待派", "unit": ""},
    ]
    headers = {"file": "ledger.csv", "words": words}
    cases = read(rows, ledger=headers).cases
    assert cases["request_type"].tolist() == ["咨询", "求助", "求助"]
    assert cases["disposition"].isna().tolist() == [False, False, True]
    assert cases["result_rating"].isna().tolist() == [False, True, False]
    assert (cases["unit"][1], cases["channel"][0]) == ("甲河镇", "电话")


def test_a_word_mapped_to_blank_is_still_wanting_where_one_is_needed(read: Read) -> None:
    ledger = read([{}, {"request_type": "无"}], ledger={"words": {"request_type": {"无": ""}}})
    assert [reject.reason for reject in ledger.accounting.rejects] == ["is blank, but every row needs one."]


def test_callers_become_codes(read: Read, write: Callable[..., Path]) -> None:
    callers = ["16000000001", "16100000002", "16000000001", "", "王女士", " 16100000002 "]
    cases = read([{"caller": caller} for caller in callers]).cases
    codes = cases["caller"].tolist()
    assert codes[0] == codes[2] != codes[1] == codes[5]
    assert cases["caller"].isna().tolist() == [False, False, False, True, False, False]
    assert all(code < len(callers) for code in cases["caller"].dropna())
    assert not cases.astype(str).isin(callers[:3]).any(axis=None)


def test_cases_have_the_declared_columns_and_types(read: Read, cases: Any) -> None:
    for frame in (read([{}]).cases, cases):
        assert list(frame.columns) == [column.name for column in CASES]
        times = [column.name for column in CASES if column.holds == "time"]
        assert {str(frame[name].dtype) for name in times} == {"datetime64[us]"}
        assert str(frame["caller"].dtype) == "Int64"
        texts = [column.name for column in CASES if column.holds == "text" and column.name != "caller"]
        assert {str(frame[name].dtype) for name in texts} == {"str"}


def test_columns_that_a_ledger_does_not_have_are_empty(write: Callable[..., Path], county: Callable[..., Any]) -> None:
    needed = {column.name for column in CASES if not column.may_be_absent} | {"unit"}
    profile = county()
    columns = {name: header for name, header in profile.ledger.columns.items() if name in needed}
    profile = profile.model_copy(update={"ledger": profile.ledger.model_copy(update={"columns": columns})})
    cases = read_ledger(write([{"caller": "不是数字", "due_at": "不是时间"}]), profile, audience="internal").cases
    assert cases[["caller", "summary", "channel", "called_back_at"]].isna().all(axis=None)
    assert cases["disposition"].tolist() == ["工单转办"]
    assert str(cases["due_at"][0]) == "2020-04-10 23:59:59"


def test_a_ledger_without_a_good_row_is_an_error_with_the_first_reason(read: Read) -> None:
    with pytest.raises(
        LedgerError, match="none of its 2 rows can be used. The first: ledger.csv, row 2, 诉求类型: '吐槽'"
    ):
        read([{"request_type": "吐槽"}, {"request_type": "闲聊"}])


def test_the_sample_ledger_has_two_repeats_and_one_bad_row(profile: Any) -> None:
    account = read_ledger(profile.folder / "ledger.csv", profile, audience="internal").accounting
    assert (account.read - account.accepted, account.rejected, account.duplicates) == (3, 1, 2)
    assert account.rejects[0].value.startswith("2018-11-31")


def test_a_case_passed_on_may_name_the_other_hotline(read: Read) -> None:
    ledger = read([{"disposition": "转接", "unit": "市热线办"}])
    assert ledger.accounting.rejected == 0
    assert ledger.cases["unit"].isna().all()


def test_many_rejected_rows_are_told_by_their_values(read: Read) -> None:
    account = read([{}, *[{"unit": "邮政公司"}] * 3, {"request_type": "吐槽"}]).accounting
    summary, values = account.warnings
    assert summary.startswith("ledger.csv: 5 rows read, 1 accepted, 4 rejected")
    assert "承办单位 '邮政公司' 3×; 诉求类型 '吐槽' 1×" in values
    assert read([{}, {"request_type": "吐槽"}]).accounting.warnings[1:] == ()
    assert read([{}]).accounting.warnings == ()


def test_a_ledger_without_case_numbers_counts_every_row(write: Callable[..., Path], county: Callable[..., Any]) -> None:
    columns = {name: header for name, header in county().ledger.columns.items() if name != "case_id"}
    profile = county().model_copy(update={"ledger": county().ledger.model_copy(update={"columns": columns})})
    ledger = read_ledger(write([{}, {}, {"unit": "无此单位"}]), profile, audience="internal")
    assert ledger.cases["case_id"].tolist() == ["1", "2"]
    assert (ledger.accounting.read, ledger.accounting.rejected, ledger.accounting.duplicates) == (3, 1, 0)


def test_words_for_a_blank_caller(read: Read) -> None:
    words = {"words": {"caller": {"NULL": "", "无": ""}}}
    cases = read([{"caller": "NULL"}, {"caller": "无"}, {"caller": "16000000001"}], ledger=words).cases
    assert cases["caller"].isna().tolist() == [True, True, False]
