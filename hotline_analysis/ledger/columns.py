"""The columns of the cases and of the call counts: declared once, here, with their Chinese terms.

Every other module uses the English names; a county's own headers are mapped onto them by its
profile. All times are Asia/Shanghai wall time without a zone.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    """One column: its English name, the Chinese term, what it holds, and whether it may be blank or absent."""

    name: str
    label: str
    holds: Literal["text", "time", "date", "count", "flag"] = "text"
    may_be_blank: bool = True
    may_be_absent: bool = True


CASES = (
    Column("case_id", "工单编号", may_be_blank=False),
    Column("received_at", "受理时间", "time", may_be_blank=False, may_be_absent=False),
    Column("channel", "来源渠道"),
    Column("level", "来源层级"),
    Column("caller", "诉求人"),
    Column("request_type", "诉求类型", may_be_blank=False),
    Column("topic", "诉求分类"),
    Column("title", "诉求标题"),
    Column("summary", "诉求内容"),
    Column("business", "涉企", "flag"),
    Column("confidential", "保密", "flag"),
    Column("disposition", "处置方式"),
    Column("unit", "承办或涉及单位"),
    Column("unit_kind", "单位类别"),
    Column("co_units", "协办单位"),
    Column("dispatched_at", "转派时间", "time"),
    Column("signed_at", "签收时间", "time"),
    Column("due_at", "应办结时间", "time"),
    Column("extended_to", "延期至", "time"),
    Column("closed_at", "办结时间", "time"),
    Column("returns", "退单次数", "count"),
    Column("redos", "重办次数", "count"),
    Column("urgings", "督办次数", "count"),
    Column("called_back_at", "回访时间", "time"),
    Column("service_rating", "对热线服务评价"),
    Column("result_rating", "对处理结果评价"),
    Column("solved", "是否解决", "flag"),
    Column("reply", "办理结果"),
    Column("excluded", "剔除考核", "flag"),
)
"""One row a work order; `caller` is a phone number or name in the raw ledger and a code ever after.

`excluded` orders stay in every count and out of every rate. Without a disposition, a row that names a
unit is an order; without case numbers, rows go by their place, and none is known to repeat another.
"""

CALLS = (
    Column("day", "日期", "date", may_be_blank=False, may_be_absent=False),
    Column("offered", "来电量", "count", may_be_blank=False, may_be_absent=False),
    Column("answered", "接通量", "count", may_be_blank=False, may_be_absent=False),
)
"""One row a day; the answer rate (接通率) comes from here, never from the cases."""

REQUEST_TYPES = {
    "consult": "咨询",
    "help": "求助",
    "complaint": "投诉",
    "suggestion": "建议",
    "report": "举报",
    "praise": "表扬",
    "other": "其他",
}
ONLINE, DISPATCHED, TRANSFERRED = "在线答复", "工单转办", "转接"
DISPOSITIONS = (ONLINE, DISPATCHED, TRANSFERRED)
"""Answered on the spot, sent to a unit, passed to another hotline."""
WAITING = "待转派"
"""Still to be sent: a ledger writes the word or leaves the disposition blank, which is what it becomes."""

RATINGS = {"非常满意": 100, "满意": 75, "一般": 50, "不满意": 25, "非常不满意": 0}
"""The five levels of an answer with their points (the bulletin of April 2020 prints their mean)."""

VOCABULARIES = {
    "request_type": tuple(REQUEST_TYPES.values()),
    "disposition": DISPOSITIONS,
    "service_rating": tuple(RATINGS),
    "result_rating": tuple(RATINGS),
}
"""The columns whose words are fixed; a profile maps an office's own words onto these."""
