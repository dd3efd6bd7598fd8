"""Ledgers that tell too little, and tables of any kind: one line of error, or a profile that loads."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_analysis.errors import HotlineError, LedgerError
from hotline_analysis.ledger.draft import draft_profile, save
from hotline_analysis.ledger.profile import load_profile
from hotline_analysis.ledger.reading import check_ledger

HOPELESS: dict[str, tuple[str, str]] = {
    "an empty file": ("", "the file is empty"),
    "blank rows": ("\n,,\n\n", "it holds no rows. Export the ledger again"),
    "a header alone": ("工单编号,受理时间\n", "no row stands under its header"),
    "no header": (
        "A1,2020-04-01 09:00,咨询\nA2,2020-04-02 09:00,投诉\n",
        "none of its first 50 rows looks like a header .* Add a row with the columns' names",
    ),
    "no times": (
        "工单编号,单位\nA1,水务局\nA2,城关镇\n",
        "none of its columns holds the time .* Its headers are 工单编号、单位",
    ),
    "times without a year": (
        "工单编号,受理时间\nA1,4月1日\nA2,4月2日\n",
        "Export it with that time, the year included, such as 2020-04-16 14:05",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", HOPELESS)
def test_a_ledger_that_tells_too_little(fault: str, tmp_path: Path) -> None:
    text, message = HOPELESS[fault]
    path = tmp_path / "ledger.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=message) as error:
        draft_profile(str(path), folder=tmp_path)
    assert "\n" not in str(error.value) and "ledger.csv" in str(error.value)


WORDS = [
    "工单编号",
    "受理时间",
    "办结时间",
    "时间",
    "类型",
    "单位",
    "满意度",
    "评价",
    "是否解决",
    "处置方式",
    "Date",
    "合计",
    "电话",
    "内容",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
CELLS = st.one_of(
    st.sampled_from([*WORDS, "2020-04-01 09:00", "04/05/2020", "13/05/20 2:05 PM", "咨询", "投诉类", "满意", "水务局",
                     "县水务局", "合水县水务局", "城关镇", "/", "无", "是", "43937", "16012345678", "待转派", "转接",
                     "", '"', "\\", "a\nb"]),
    TEXTS,
)  # fmt: skip
HEADERS = st.one_of(st.sampled_from(WORDS), TEXTS)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A table whose columns each hold a few different cells, under titles, numbered and dated or without a header."""
    width, height = draw(st.integers(1, 7)), draw(st.integers(0, 25))
    kinds = [draw(st.lists(CELLS, min_size=1, max_size=6)) for _ in range(width)]
    body = [[kind[draw(st.integers(0, len(kind) - 1))] for kind in kinds] for _ in range(height)]
    numbered = [[f"A{place}", f"2020-04-{place + 1:02} 10:00", *row] for place, row in enumerate(body)]
    header = draw(st.lists(HEADERS, min_size=width, max_size=width))
    titles = draw(st.lists(st.lists(CELLS, max_size=2), max_size=2))
    whole = [*titles, ["编号", "日期", *header], *numbered]
    return draw(st.sampled_from([whole, whole, whole, [*titles, header, *body], body]))


@given(tables())
def test_any_table_gives_a_profile_that_loads_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with (folder / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        draft = draft_profile(str(folder / "ledger.csv"), folder=folder)
    except HotlineError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - any other error is a failure
        return
    save(draft, folder / "profile.toml")
    profile = load_profile(folder)
    if draft.has_cases and not re.search('^case_id = "请填写', draft.text, re.MULTILINE):
        account = check_ledger("", profile)
        assert account.read == account.accepted + account.rejected + account.duplicates
