"""The sample county's ledger in other offices' words and forms: the same cases come out."""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from drafting import drafted, write_table

from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import check_ledger, read_ledger

HESHUI = Path(__file__).parents[2] / "data" / "heshui"
SOME = 700
"""Rows of the sample county that are rewritten in another office's words: its first three months."""


NUMBERED = {
    "咨询": "咨询类",
    "求助": "求助类",
    "投诉": "投诉举报",
    "建议": "意见建议",
    "表扬": "感谢表扬",
    "举报": "举报件",
}
ENGLISH = {
    "咨询": "Inquiry", "求助": "Help", "投诉": "Complaint", "建议": "Suggestion", "表扬": "Compliment", "举报": "举报",
    "在线答复": "Answered on the spot", "工单转办": "Dispatched", "转接": "Transferred",
    "非常满意": "Very satisfied", "满意": "Satisfied", "一般": "Neutral", "不满意": "Dissatisfied",
    "非常不满意": "Very dissatisfied",
}  # fmt: skip
STYLES: dict[str, tuple[list[str], Mapping[str, str], str]] = {
    "a city's platform": (
        ["工单流水号", "登记时间", "诉求来源", "诉求人电话", "诉求类别", "问题分类", "问题描述", "办理方式", "责任单位",
         "部门类型", "实际办结时间", "首次回访时间", "话务员满意度", "办件满意度", "答复内容"],
        NUMBERED | {"在线答复": "热线直办", "工单转办": "工单派发", "转接": "三方通话", "非常满意": "很满意"},
        "%Y年%m月%d日 %H时%M分",
    ),
    "a database": (
        ["GDBH", "SLSJ", "SQLY", "LDHM", "SQLX", "SQFL", "SQNR", "CZFS", "CBDW", "单位类型", "BJSJ", "HFSJ", "FWPJ",
         "JGPJ", "DFNR"],
        NUMBERED | {"在线答复": "直接答复", "工单转办": "转办", "转接": "电话转接", "": "NULL"},
        "%Y%m%d%H%M%S",
    ),
    "an English system": (
        ["CaseNumber", "Opened Date", "Intake Channel", "Caller Phone", "Request Type", "Category", "Description",
         "Disposition", "Responsible Department", "Department Type", "Date Closed", "Callback Date", "Agent Rating",
         "Customer Satisfaction", "Resolution Notes"],
        ENGLISH,
        "%d/%m/%Y %I:%M %p",
    ),
}  # fmt: skip


def rewritten(headers: list[str], words: Mapping[str, str], time_format: str) -> list[list[str]]:
    with (HESHUI / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = list(csv.reader(file))[: SOME + 1]

    def cell(text: str) -> str:
        try:
            return datetime.strptime(text, "%Y-%m-%d %H:%M").strftime(time_format)
        except ValueError:
            return words.get(text, text)

    return [headers, *([cell(text) for text in row] for row in rows)]


@pytest.mark.parametrize("style", STYLES)
def test_another_office_s_ledger_gives_the_same_cases(style: str, tmp_path: Path, profile: Profile) -> None:
    path = write_table(tmp_path, rewritten(*STYLES[style]))
    found, _ = drafted(path)
    assert list(found.ledger.columns) == [column.name for column in CASES if column.name in profile.ledger.columns]
    own = write_table(
        tmp_path, rewritten(list(profile.ledger.columns.values()), {}, "%Y-%m-%d %H:%M"), "own/ledger.csv"
    )
    ours, theirs = (read_ledger(one, how, audience="internal") for one, how in ((own, profile), (path, found)))
    assert theirs.accounting.accepted == ours.accounting.accepted == SOME
    same = [column for column in profile.ledger.columns if column != "unit_kind"]
    pd.testing.assert_frame_equal(theirs.cases[same], ours.cases[same])


def test_titles_a_header_of_two_levels_and_a_total(tmp_path: Path, profile: Profile) -> None:
    upper = ["序号", "工单信息", "工单信息", "诉求", "诉求", "办理", "办理", "回访", "回访", "回访"]
    lower = ["序号", "编号", "受理时间", "类型", "内容", "单位", "时间", "时间", "服务态度", "办理结果"]
    body = [
        [str(n), f"HS{n:04}", f"2020-04-{n % 28 + 1:02} 08:30", ("咨询", "投诉")[n % 2], f"反映第{n}号路灯不亮，请修",
         ("县水务局", "城关镇")[n % 2], f"2020-04-{n % 28 + 1:02} 17:00", "2020-05-28", "满意", "非常满意"]
        for n in range(40)
    ]  # fmt: skip
    path = write_table(tmp_path, [["合水县2020年4月工单台账"], [], upper, lower, *body, ["合计", "40"]])
    found, _ = drafted(path)
    assert found.county == "合水县"
    assert found.ledger.columns == {
        "case_id": "编号", "received_at": "受理时间", "request_type": "诉求类型", "summary": "诉求内容",
        "unit": "办理单位", "closed_at": "办理时间", "called_back_at": "回访时间", "service_rating": "服务态度",
        "result_rating": "办理结果",
    }  # fmt: skip
    account = check_ledger("", found)
    assert (account.read, account.accepted) == (40, 40)
