"""Rows of the month that could not be used are told where the counts are."""

import csv
from dataclasses import replace
from pathlib import Path

from sample import PROFILE, facts_of

from hotline_analysis.bulletin import monthly
from hotline_analysis.bulletin.blocks import Block
from hotline_analysis.bulletin.received import received
from hotline_analysis.bulletin.text import plain_text

NOTE = "因填写有误未能采用，未计入各项数据。"


def words(blocks: tuple[Block, ...]) -> str:
    return "\n".join(plain_text(block) for block in blocks)


def test_the_note_counts_the_month_s_own_rejected_rows() -> None:
    facts = facts_of("2020-04")
    assert NOTE not in words(received(facts).blocks)
    account = replace(facts.accounts[0], rejected_in=(("2020-03", 5), ("2020-04", 2)))
    assert f"注：本月台账另有2行{NOTE}" in words(received(replace(facts, accounts=(account,))).blocks)


def test_the_months_of_rejected_rows_come_from_the_ledger(tmp_path: Path) -> None:
    with (PROFILE.parent / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    april = [row for row in rows if row[1].startswith("2020-04")]
    for row in april[:3]:
        row[header.index("诉求类型")] = "吐槽"
    april[3][header.index("受理时间")] = "四月底"
    with (tmp_path / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *april])
    facts = monthly.gather("2020-04", profile=str(PROFILE), ledger=str(tmp_path / "ledger.csv"))
    assert facts.accounts[0].rejected_in == (("2020-04", 3),)
    assert f"本月台账另有3行{NOTE}" in words(received(facts).blocks)
