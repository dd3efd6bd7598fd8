"""The sample county: rebuilt to the byte, and April 2020 as its bulletin printed it.

Counted here by hand from the raw CSV, without the package's statistics.
"""

import csv
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from chinese_calendar import is_workday

ROOT = Path(__file__).resolve().parents[2]
COUNTY = ROOT / "data" / "heshui"
POINTS = {"非常满意": 100, "满意": 75, "一般": 50, "不满意": 25, "非常不满意": 0}
BROKEN = "DH201811310001"
TOWNSHIP_ORDERS = {"西华池镇": 3, "固城镇": 2, "板桥镇": 5, "何家畔镇": 1, "吉岘镇": 4, "段家集乡": 1, "太莪乡": 2}
DEPARTMENT_ORDERS = {
    "卫健局": 1, "供电公司": 1, "房管局": 3, "城管局": 1, "电信局": 1, "拆迁办": 1, "医保局": 1, "住建局": 1,
    "水务局": 1, "公安局": 1, "市场监管局": 2, "自然资源局": 1, "交通局": 2,
}  # fmt: skip
LATE = {
    ("DH202004080005", "板桥镇", 15),
    ("DH202004160010", "固城镇", 5),
    ("DH202004080011", "自然资源局", 4),
    ("DH202004110007", "交通局", 5),
    ("DH202004140006", "交通局", 3),
    ("DH202004210002", "市场监管局", 5),
}
Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (COUNTY / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="module")
def raw() -> list[Row]:
    return read("ledger.csv")


@pytest.fixture(scope="module")
def cases(raw: list[Row]) -> list[Row]:
    """The ledger without the rows entered twice and the impossible day."""
    return list({row["工单编号"]: row for row in raw if row["工单编号"] != BROKEN}.values())


def of(cases: list[Row], month: str, **wanted: str) -> list[Row]:
    found = [row for row in cases if row["受理时间"].startswith(month)]
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def unit(row: Row) -> str:
    return re.sub("^(合水)?县|人民政府$", "", row["承办单位"])


def day(text: str) -> date:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").date()


def lateness(row: Row) -> int:
    due, left = day(row["受理时间"]), 3
    while left:
        due += timedelta(days=1)
        left -= is_workday(due)
    return max(0, (day(row["办结时间"]) - due).days)


def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, str(COUNTY / "build.py"), str(tmp_path)], check=True, env=environment)
    for name in ("ledger.csv", "calls.csv", "planted.csv"):
        assert (tmp_path / name).read_bytes() == (COUNTY / name).read_bytes(), name


def test_april_counts_are_the_printed_ones(cases: list[Row]) -> None:
    april = of(cases, "2020-04")
    kept = [row for row in april if row["处置方式"] != "转接"]
    assert Counter(row["处置方式"] for row in april) == {"在线答复": 174, "工单转办": 35, "转接": 23}
    assert Counter(row["诉求类型"] for row in kept) == {"咨询": 174, "求助": 32, "投诉": 3}
    assert Counter(row["单位类别"] for row in kept) == {"乡镇": 84, "部门": 125}
    assert {row["诉求类型"] for row in kept if row["处置方式"] == "在线答复"} == {"咨询"}
    assert not any(row["承办单位"] for row in april if row["处置方式"] == "转接")


def test_april_orders_by_unit(cases: list[Row]) -> None:
    orders = Counter(unit(row) for row in of(cases, "2020-04", 处置方式="工单转办"))
    assert orders == TOWNSHIP_ORDERS | DEPARTMENT_ORDERS


def test_april_departments_in_the_printed_order(cases: list[Row]) -> None:
    counts = Counter(unit(row) for row in of(cases, "2020-04", 单位类别="部门")).most_common()
    assert [name for name, _ in counts[:5]] == ["房管局", "市场监管局", "交通局", "卫健局", "自然资源局"]
    assert len({count for _, count in counts[:6]}) == 6


def test_april_orders_are_closed_called_back_and_rated(cases: list[Row]) -> None:
    scores: dict[str, list[int]] = {}
    for row in of(cases, "2020-04", 处置方式="工单转办"):
        assert day(row["办结时间"]) <= day(row["回访时间"]) <= date(2020, 4, 30)
        assert row["热线服务评价"] in ("满意", "非常满意")
        scores.setdefault(unit(row), []).append(POINTS[row["处理结果评价"]])
    means = {name: sum(points) / len(points) for name, points in scores.items()}
    assert {name: mean for name, mean in means.items() if mean < 100} == {"固城镇": 75, "板桥镇": 75}


def test_april_late_orders(cases: list[Row]) -> None:
    orders = of(cases, "2020-04", 处置方式="工单转办")
    assert {(row["工单编号"], unit(row), lateness(row)) for row in orders if lateness(row)} == LATE


def test_april_complaints(cases: list[Row]) -> None:
    complaints = of(cases, "2020-04", 诉求类型="投诉")
    assert sorted(unit(row) for row in complaints) == ["吉岘镇", "市场监管局", "房管局"]


def test_march_leaves_three_orders_open(cases: list[Row]) -> None:
    assert len(of(cases, "2020-03")) == 237
    orders = of(cases, "2020-03", 处置方式="工单转办")
    left = [row for row in orders if row["办结时间"] >= "2020-04"]
    assert sorted(lateness(row) for row in left) == [0, 0, 2]
    assert all(row["回访时间"] and row["热线服务评价"] and row["处理结果评价"] for row in left)


def test_twenty_five_months_numbered_by_day(cases: list[Row]) -> None:
    by_month = Counter(row["受理时间"][:7] for row in cases)
    assert len(by_month) == 25
    assert (min(by_month), max(by_month), by_month["2019-04"]) == ("2018-04", "2020-04", 218)
    by_day: dict[str, list[Row]] = {}
    for row in cases:
        by_day.setdefault(row["受理时间"][:10], []).append(row)
    for text, rows in by_day.items():
        assert [row["工单编号"] for row in rows] == [
            f"DH{text.replace('-', '')}{place:04d}" for place in range(1, len(rows) + 1)
        ]
        assert [row["受理时间"] for row in rows] == sorted(row["受理时间"] for row in rows)


def test_received_closed_called_back_in_that_order(cases: list[Row]) -> None:
    for row in cases:
        times = [row["受理时间"], row["办结时间"], row["回访时间"]]
        filled = [text for text in times if text]
        assert filled == sorted(filled), row["工单编号"]
        assert not row["回访时间"] or row["办结时间"], row["工单编号"]
        assert max(filled) < "2020-05", row["工单编号"]


def test_lateness_gets_rarer(cases: list[Row]) -> None:
    def share(year: str) -> float:
        orders = of(cases, year, 处置方式="工单转办")
        return sum(lateness(row) > 0 for row in orders) / len(orders)

    assert 0.05 < share("2019") < share("2018") < 0.16


def test_some_months_end_with_orders_open_and_units_without_an_answer(cases: list[Row]) -> None:
    orders = [row for row in cases if row["处置方式"] == "工单转办"]
    open_then = [row for row in orders if row["办结时间"][:7] > row["受理时间"][:7]]
    due_later = [row for row in open_then if not lateness(row)]
    assert len(open_then) > len(due_later) > 20
    answers: dict[tuple[str, str], int] = {}
    for row in orders:
        key = (row["受理时间"][:7], unit(row))
        answers[key] = answers.get(key, 0) + bool(row["处理结果评价"])
    assert sum(count == 0 for count in answers.values()) >= 5


def test_texts_are_varied(cases: list[Row]) -> None:
    texts = [row["诉求内容"] for row in cases]
    assert len(set(texts)) > 0.97 * len(texts)
    assert all(25 <= len(text) <= 120 and "{" not in text.replace("{{ name }}", "") for text in texts)
    assert Counter(text[:20] for text in texts).most_common(1)[0][1] < 0.01 * len(texts)


def test_personal_data_is_there_and_nobody_s(cases: list[Row]) -> None:
    texts = [row["诉求内容"] for row in cases]
    personal = [
        text for text in texts if re.search(r"16[01]\d{8}|\d{17}[\dX]|女士|先生|我叫|某某|@|甘M|0934-|wx_|室", text)
    ]
    assert 0.05 < len(personal) / len(texts) < 0.12
    assert all(re.fullmatch(r"16[01]\d{8}", row["来电号码"]) for row in cases)
    numbers = [number for text in texts for number in re.findall(r"\d{17}[\dX]", text)]
    assert numbers
    assert all(number[6:9] == "189" for number in numbers)


def test_hostile_texts_stay_as_data(cases: list[Row]) -> None:
    texts = [row["诉求内容"] for row in cases]
    assert sum("<script>" in text for text in texts) == 1
    assert sum(text.startswith("=") for text in texts) == 1
    assert sum("{{" in text for text in texts) == 1


def test_dirt_is_two_repeats_and_one_impossible_day(raw: list[Row], cases: list[Row]) -> None:
    repeats = [row for row, count in Counter(tuple(row.values()) for row in raw).items() if count == 2]
    assert len(repeats) == 2
    assert len(raw) == len(cases) + 3
    assert [row["受理时间"][:10] for row in raw if row["工单编号"] == BROKEN] == ["2018-11-31"]
    assert not {row[1][:7] for row in repeats} & {"2019-04", "2020-03", "2020-04"}


def test_planted_cases_exist_and_run_across_months(cases: list[Row]) -> None:
    by_id = {row["工单编号"]: row for row in cases}
    events: dict[str, list[Row]] = {}
    for planted in read("planted.csv"):
        events.setdefault(planted["event"], []).append(by_id[planted["case_id"]])
    assert len(events.pop("noise")) == 40
    assert all(8 <= len(rows) <= 25 for rows in events.values())
    assert all(len({row["受理时间"][:7] for row in rows}) >= 3 for rows in events.values())
    assert all(len({row["来电号码"] for row in rows}) < len(rows) for rows in events.values())
    themes = Counter(planted["theme"] for planted in read("planted.csv"))
    assert themes["修建甜永高速"] == sum(len(rows) for key, rows in events.items() if key.startswith("highway"))


def test_calls_cover_every_day_and_april_answers_all(cases: list[Row]) -> None:
    calls = read("calls.csv")
    assert [row["日期"] for row in calls] == [str(date(2018, 4, 1) + timedelta(days=step)) for step in range(761)]
    phoned = Counter(row["受理时间"][:10] for row in cases if row["来源渠道"] == "电话")
    assert all(int(row["来电量"]) >= int(row["接通量"]) >= phoned[row["日期"]] for row in calls)
    for month in {row["日期"][:7] for row in calls}:
        offered = sum(int(row["来电量"]) for row in calls if row["日期"].startswith(month))
        answered = sum(int(row["接通量"]) for row in calls if row["日期"].startswith(month))
        assert answered / offered >= (1 if month == "2020-04" else 0.97), month


def test_notes_name_orders_that_were_in_time(cases: list[Row]) -> None:
    notes = (COUNTY / "notes" / "2020-04.md").read_text(encoding="utf-8")
    by_id = {row["工单编号"]: row for row in cases}
    named = re.findall(r"^- (DH\d+)$", notes, re.MULTILINE)
    assert len(named) == 2
    assert all(by_id[name]["处置方式"] == "工单转办" and not lateness(by_id[name]) for name in named)
    advice = [part.split("\n\n") for part in notes.split("### ")[1:]]
    assert all(80 <= len(paragraph.strip()) <= 150 for _, paragraph, *_ in advice)
    figures = tomllib.loads((COUNTY / "notes" / "2020-04.toml").read_text(encoding="utf-8"))["figures"]
    assert [figure["key"] for figure in figures] == ["city.result_satisfaction"]
