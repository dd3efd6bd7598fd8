"""Made-up ledgers, bytes and tables: each one is accounted for row by row, or refused in one line.

`make soak` tries 10,000 of them; the suite a twentieth of that.
"""

import csv
import io
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from hotline_analysis.errors import HotlineError
from hotline_analysis.ledger.accounting import Accounting
from hotline_analysis.ledger.loading import BELOW, BLANK
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import check_ledger, read_ledger

EXAMPLES = int(os.environ.get("HOTLINE_SOAK", "500"))
SOAK = settings(max_examples=EXAMPLES // 2, deadline=None, derandomize=EXAMPLES <= 500, database=None,
                suppress_health_check=list(HealthCheck))  # fmt: skip

GOOD = {
    "工单编号": ["A1", "A2", "A3", "202004010001", "１２３"],
    "受理时间": ["2020-04-07 09:00", "2020/4/7", "2020年4月16日 14:05", "43937.5", "2020-05-01", "3020-04-07"],
    "诉求类型": ["求助", "投诉", "举报", " 咨询 "],
    "处置方式": ["工单转办", "在线答复", "转接", "", "待转派"],
    "承办单位": ["甲河镇", "县丙管局", "乙山镇", "小县丁水局", ""],
    "办结时间": ["2020-04-08 17:00", "", "2019-01-01", "2020-04-08 24:00"],
    "结果评价": ["满意", "", "非常不满意"],
}
NASTY = [
    "", " ", "\u3000", "合计", "=1+1", "@SUM(A1)", "-5", "1E5", "1.2E+10", "NaN", "None", "0", "\ufeff", "　甲河镇　",
    "<script>alert(1)</script>", "'; DROP TABLE staged; --", "{0}", "%s", "a\nb", '"', "'", "工单编号", "9999-12-31",
    "0001-01-01", "2020-02-30", "1e400", "-0", "👩‍👩‍👧", "\u202eabc", "x" * 3000, "1" * 40, "²", "٣", "是", "无",
]  # fmt: skip
HEADERS = [*GOOD, "备注", "受理时间 ", "工单\n编号", "序号"]
Table = list[list[str]]


def a_row(headers: list[str]) -> st.SearchStrategy[list[str]]:
    cells = [st.one_of(st.sampled_from(GOOD.get(name, NASTY)), st.sampled_from(GOOD.get(name, NASTY)),
                       st.sampled_from(NASTY), st.text(max_size=8)) for name in headers]  # fmt: skip
    return st.tuples(*cells).map(list)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Titles, a header that is mostly right, rows of good and bad cells, blank rows, totals, repeated rows."""
    headers = draw(st.permutations(list(GOOD)))
    if draw(st.integers(0, 5)) == 0:
        headers = draw(st.lists(st.sampled_from(HEADERS), max_size=9))
    elif draw(st.booleans()):
        headers = [*headers, draw(st.sampled_from(["备注", "", "序号"]))]
    titles: Table = draw(st.lists(st.sampled_from([["某县热线台账"], ["2020年4月", "", "单位：件"]]), max_size=2))
    odd = st.sampled_from([[], [""] * len(headers), ["合计", "3"], headers, ["制表：某"], ["A1"]])
    rows = draw(st.lists(st.one_of(a_row(headers), a_row(headers), a_row(headers), odd), max_size=12))
    again = draw(st.lists(st.sampled_from(rows), max_size=3)) if rows else []
    return [*titles, headers, *rows, *again]


def as_csv(table: Table, delimiter: str, encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(table)
    return text.getvalue().encode(encoding, errors="replace")


def as_xlsx(table: Table) -> bytes:
    data = io.BytesIO()
    with Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2020, 5, 6)})  # equal tables are equal bytes
        sheet = book.add_worksheet("台账")
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return data.getvalue()


def as_html(table: Table) -> bytes:
    from html import escape

    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in table)
    return f"<html><body><table>{rows}</table></body></html>".encode(errors="replace")


FORMS: tuple[Callable[[Table], bytes], ...] = (
    lambda table: as_csv(table, ",", "utf-8"),
    lambda table: as_csv(table, ",", "utf-8-sig"),
    lambda table: as_csv(table, ";", "gb18030"),
    lambda table: as_csv(table, "\t", "utf-16"),
    as_xlsx,
    as_html,
)


@pytest.fixture(scope="module")
def small(county: Callable[..., Profile]) -> Profile:
    return county(ledger={"columns": {
        "case_id": "工单编号", "received_at": "受理时间", "request_type": "诉求类型", "disposition": "处置方式",
        "unit": "承办单位", "closed_at": "办结时间", "result_rating": "结果评价",
    }})  # fmt: skip


def unless_refused(action: Callable[[], Any]) -> Any:
    """What `action` gives; None where it ends with an error of ours, which is one line and has its exit code."""
    refusal = ""
    try:
        return action()
    except HotlineError as error:
        refusal = f"{error.exit_code} {error}"
    assert re.fullmatch(r"2 .+[.。…)]", refusal), refusal
    return None


def account_of(data: bytes, folder: Path, profile: Profile) -> Accounting | None:
    """The account, None where the ledger was refused; both must be as they are promised to be."""
    path = folder / "ledger.xls"
    path.write_bytes(data)
    account = unless_refused(lambda: check_ledger(path, profile))
    if account is None:
        return None
    assert account.read == account.accepted + account.rejected + account.duplicates
    assert account.rejected == len({(one.sheet, one.line) for one in account.rejects})
    assert all("\n" not in reason for reason in {one.reason for one in account.rejects})
    if account.accepted:
        # A ledger that is of the year 3020 throughout asks for that year's holidays, and is refused.
        ledger = unless_refused(lambda: read_ledger(path, profile, audience="public"))
        assert ledger is None or (len(ledger.cases) == account.accepted and ledger.cases["case_id"].is_unique)
    return account


def passed_over(account: Accounting) -> int:
    """Rows told as passed over, blank ones aside: not every form of file keeps these."""
    rows = 0
    for one in account.skipped:
        for span in filter(None, one.rows.split(", ")) if one.reason != BLANK else ():
            first, _, last = span.partition("-")
            rows += int(last or first) - int(first) + 1
    return rows


@SOAK
@given(table=tables(), form=st.sampled_from(FORMS))
def test_every_row_of_any_table_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, small: Profile, table: Table, form: Callable[[Table], bytes]
) -> None:
    account = account_of(form(table), tmp_path_factory.getbasetemp(), small)
    if account and form is as_xlsx:
        filled = sum(any(cell.strip() for cell in cells) for cells in table)
        assert account.read + passed_over(account) + 1 == filled


@SOAK
@given(data=st.data())
def test_any_bytes_are_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, small: Profile, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from(FORMS))([list(GOOD), *[[GOOD[name][0] for name in GOOD]] * 3])
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(0, 8))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    drawn = data.draw(st.one_of(st.just(bytes(damaged)), st.binary(max_size=200)))
    account = account_of(drawn, tmp_path_factory.getbasetemp(), small)
    assert account is None or account.accepted + account.rejected + account.duplicates == account.read


def test_the_forms_say_the_same(tmp_path: Path, small: Profile) -> None:
    table = [
        ["台账"],
        list(GOOD),
        *([GOOD[name][place % len(GOOD[name])] for name in GOOD] for place in range(12)),
        ["合计"],
    ]
    told: list[Any] = []
    for form in FORMS:
        account = account_of(form(table), tmp_path, small)
        assert account
        told.append((account.read, account.accepted, account.rejected, account.duplicates, passed_over(account)))
    assert set(told) == {told[0]} and told[0][0] == 12


def test_a_note_below_is_not_lost(tmp_path: Path, small: Profile) -> None:
    account = account_of(as_xlsx([list(GOOD), [GOOD[name][0] for name in GOOD], ["A9"]]), tmp_path, small)
    assert account and [(one.rows, one.reason) for one in account.skipped] == [("3", BELOW)]
