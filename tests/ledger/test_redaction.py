"""What leaves the office: personal data made unreadable, places and sums kept."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from hotline_analysis.errors import LedgerError
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import Ledger, read_ledger
from hotline_analysis.ledger.redaction import HIDDEN, mask

HIDES = [
    ("电话16012345678。", "16012345678"),
    ("电话160-1234-5678。", "1234"),
    ("电话160 1234 5678。", "1234"),
    ("电话+8616012345678。", "16012345678"),
    ("电话１６０１２３４５６７８。", "１２３４５６７８"),
    ("座机0934-9900123。", "9900123"),
    ("座机09349900123。", "9900123"),
    ("身份证号621024189001011234。", "621024189001011234"),
    ("身份证号62102418900101123X，", "62102418900101123X"),
    ("请回复邮箱user.101@mail.example.com。", "user"),
    ("微信号wx_sample726。", "wx_sample726"),
    ("加微信：sample_726。", "sample_726"),
    ("QQ12345678。", "12345678"),
    ("车牌号甘M0001A。", "M0001A"),
    ("车牌号甘M·D12345。", "D12345"),
    ("我叫张三，住城关。", "张三"),
    ("本人叫李小四。", "李小四"),
    ("姓名：王五 电话", "王五"),
    ("本人赵六，反映道路。", "赵六"),
    ("来电人马女士，电话", "马女士"),
    ("联系人杨先生，", "杨先生"),
    ("经办人是周某某。", "周"),
    ("周某反映路灯不亮。", "周"),
    ("家住祥和苑3号楼2单元501室。", "501"),
    ("住南区12栋。", "12栋"),
]
KEEPS = [
    "赔偿款30000元，2020年4月16日前应到账。",
    "工单编号DH202004080005超期15天。",
    "西华池镇三里店行政村征用耕地未办理手续。",
    "本人系低保户，本人为村民，本人已多次反映。",
    "拨打12345和12320都能咨询。",
    "福晟财富广场小区电梯停运，3楼以上住户不便。",
    "G22高速、甜永高速K120处施工扬尘。",
    "共欠13个月工资，合计138000元。",
]


@pytest.mark.parametrize(("text", "secret"), HIDES)
def test_personal_data_is_hidden(text: str, secret: str) -> None:
    masked = mask(text)
    assert secret not in masked
    assert HIDDEN in masked or "某" in masked or "×" in masked
    assert mask(masked) == masked


@pytest.mark.parametrize("text", KEEPS)
def test_what_is_no_personal_data_is_kept(text: str) -> None:
    assert mask(text) == text


@pytest.fixture(scope="module")
def public(profile: Profile) -> Ledger:
    return read_ledger(profile.folder / "ledger.csv", profile, audience="public")


SECRETS = (
    r"16[01]\d{8}", r"\d{17}[\dX]", r"0934-\d{7}", r"甘M\w{5}", r"[\w.]+@[\w.]+", r"wx_\w+",
    r"我叫([一-龥]{2,3})[，。]", r"([一-龥](?:女士|先生|某某))", r"\d+室",
)  # fmt: skip
"""The personal data that was planted in the sample county's texts."""


def test_a_public_run_shows_none_of_the_planted_data(public: Ledger, cases: pd.DataFrame) -> None:
    planted = 0
    for name in ("summary", "reply"):
        for inside, outside in zip(cases[name].dropna(), public.cases[name].dropna(), strict=True):
            secrets = [secret for pattern in SECRETS for secret in re.findall(pattern, inside)]
            assert not [secret for secret in secrets if secret in outside], outside
            assert mask(outside) == outside
            planted += bool(secrets)
    assert planted > 300


def test_a_public_run_changes_nothing_else(public: Ledger, cases: pd.DataFrame) -> None:
    others = [name for name in cases.columns if name not in ("summary", "reply")]
    pd.testing.assert_frame_equal(public.cases[others], cases[others])
    changed = (public.cases["summary"] != cases["summary"]).mean()
    assert 0.03 < changed < 0.15


def test_rejects_of_a_public_run_keep_their_reason_and_lose_their_value(read: Callable[..., Any]) -> None:
    rows = [{}, {"request_type": "打16012345678"}, {"unit": "张三丰家"}, {"closed_at": "621024189001011234"}]
    inside, outside = (read(rows, audience=audience).accounting.rejects for audience in ("internal", "public"))
    assert [reject.value for reject in inside] == ["打16012345678", "张三丰家", "621024189001011234"]
    assert [reject.value for reject in outside] == ["×××"] * 3
    assert [(one.line, one.column, one.reason) for one in outside] == [
        (one.line, one.column, one.reason) for one in inside
    ]


def test_an_error_of_a_public_run_shows_no_value_either(read: Callable[..., Any]) -> None:
    with pytest.raises(LedgerError) as error:
        read([{"request_type": "打16012345678"}], audience="public")
    assert "row 2, 诉求类型" in str(error.value) and "16012345678" not in str(error.value)


def test_blank_texts_stay_blank(read: Callable[..., Any]) -> None:
    cases = read([{"summary": "", "reply": ""}], audience="public").cases
    assert cases[["summary", "reply"]].isna().all(axis=None)
