"""Hotspots: planted events, labelled texts, and what must hold for any ledger."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sample import PROFILE, facts_of

from hotline_analysis.ledger.profile import load_profile
from hotline_analysis.ledger.reading import read_ledger
from hotline_analysis.month import Month
from hotline_analysis.statistics.hotspot_memory import Hide, Memory, Merge, Rename
from hotline_analysis.statistics.hotspot_scope import EVENT
from hotline_analysis.statistics.hotspots import Hotspots, find_hotspots

TEXTS = Path(__file__).with_name("hotspot_texts.csv")
HIGHWAY = ("highway-banqiao", "highway-jixian", "highway-xihuachi", "highway-hejiapan")
NAMES = {
    "highway-banqiao": ("板桥镇", "甜永高速"), "highway-jixian": ("吉岘镇", "甜永高速"),
    "highway-xihuachi": ("西华池镇", "甜永高速"), "highway-hejiapan": ("何家畔镇", "甜永高速"),
    "lift-fusheng": ("福晟财富广场", "电梯"), "water-taie": ("太莪乡", "水"), "dump-jixian": ("吉岘镇", "垃圾"),
}  # fmt: skip
"""What the name of each event that is alive in April 2020 must say: where, and what."""


@cache
def county() -> pd.DataFrame:
    return read_ledger("", load_profile(PROFILE), audience="internal").cases


@cache
def planted() -> "pd.Series[str]":
    return pd.read_csv(PROFILE.with_name("planted.csv"), dtype=str).set_index("case_id")["event"]


@cache
def found_in(month: str, months: int = 1) -> Hotspots:
    """The hotspots of some months that end with `month`, with all that came before."""
    first, after = (Month.parse(month) - (months - 1)).start, (Month.parse(month) + 1).start
    cases = county()
    now = cases[(cases["received_at"] >= first) & (cases["received_at"] < after)]
    return find_hotspots(now, history=cases[cases["received_at"] < first], county=load_profile(PROFILE))


def best_f(found: Hotspots, event: str) -> float:
    """F of the hotspot that fits the planted event best, over the cases of the period."""
    members = found.members[found.members["in_period"]]
    of_event = planted().reindex(members["case_id"]).eq(event).to_numpy()
    sizes = members.groupby("hotspot_id").size()
    hits = members[of_event].groupby("hotspot_id").size()
    known = planted()[planted() == event].index.intersection(county()["case_id"])
    asked = int(known.isin(period_of(found)).sum())
    return float((2 * hits / (sizes.reindex(hits.index) + asked)).max())


def period_of(found: Hotspots) -> "pd.Series[str]":
    times = found.members.loc[found.members["in_period"], "received_at"]
    cases = county()
    first, last = Month.of(times.min()).start, (Month.of(times.max()) + 1).start
    return cases.loc[(cases["received_at"] >= first) & (cases["received_at"] < last), "case_id"]


def b_cubed(truth: "pd.Series[str]", labels: "pd.Series[str]") -> tuple[float, float, float]:
    """Precision, recall and F of each case's cluster, in the mean (Bagga & Baldwin 1998)."""
    both = pd.DataFrame({"truth": truth.to_numpy(), "label": labels.to_numpy()})
    together = both.groupby(["truth", "label"])["truth"].transform("size")
    precision = float((together / both.groupby("label")["truth"].transform("size")).mean())
    recall = float((together / both.groupby("truth")["truth"].transform("size")).mean())
    return precision, recall, 2 * precision * recall / (precision + recall)


def fixture(half: str) -> pd.DataFrame:
    """A half of the labelled texts as cases; `group` of a case that stands alone is its own."""
    rows = pd.read_csv(TEXTS, dtype=str, keep_default_na=False)
    rows = rows[rows["half"] == half].reset_index(drop=True)
    numbers = [f"{half}{place:03d}" for place in range(len(rows))]
    alone = [group or number for group, number in zip(rows["group"], numbers, strict=True)]
    codes = pd.Series(pd.factorize(rows["caller"])[0], dtype="Int64")
    return rows.assign(case_id=numbers, truth=alone, caller=codes, received_at=pd.to_datetime(rows["received_at"]))


def labels_of(found: Hotspots, cases: pd.DataFrame) -> "pd.Series[str]":
    """The hotspot of each case, its own number where it is in none."""
    of = found.members.set_index("case_id")["hotspot_id"]
    return cases["case_id"].map(of).fillna(cases["case_id"])


@pytest.mark.parametrize("event", [*NAMES, "wages-anzhi", "wages-guanwang", "heating-xianghe", "water-dianzi"])
def test_a_planted_event_is_found_whole_over_the_two_years(event: str) -> None:
    assert best_f(found_in("2020-04", 25), event) >= 0.9


@pytest.mark.parametrize("event", NAMES)
def test_a_planted_event_is_found_in_its_month_and_named(event: str) -> None:
    found = found_in("2020-04")
    members = found.members[found.members["in_period"]]
    own = members[planted().reindex(members["case_id"]).eq(event).to_numpy()]
    assert best_f(found, event) >= 0.85 and own["hotspot_id"].nunique() == 1
    assert all(word in own["name"].iloc[0] for word in NAMES[event]), own["name"].iloc[0]


@pytest.mark.parametrize("month", ["2019-12", "2020-01", "2020-03", "2020-04"])
def test_noise_is_not_among_the_ten_hottest(month: str) -> None:
    found = found_in(month)
    hottest = found.table.head(10)["hotspot_id"]
    top = found.members[found.members["hotspot_id"].isin(hottest) & found.members["in_period"]]
    assert not planted().reindex(top["case_id"]).eq("noise").any()


def test_the_events_of_april_lead_the_others() -> None:
    found = found_in("2020-04")
    leading = found.table[found.table["kind"] == EVENT].head(len(NAMES))["hotspot_id"]
    members = found.members[found.members["hotspot_id"].isin(leading) & found.members["in_period"]]
    assert set(planted().reindex(members["case_id"]).dropna()) == set(NAMES)


def test_one_project_in_four_townships_is_a_theme_of_four_events() -> None:
    found = found_in("2020-04")
    members = found.members[found.members["in_period"]].set_index("case_id")["hotspot_id"]
    events = {event: set(members.reindex(planted()[planted() == event].index).dropna()) for event in HIGHWAY}
    assert all(len(numbers) == 1 for numbers in events.values()) and len(set.union(*events.values())) == 4
    theme = next(row for row in found.themes.itertuples() if "甜永高速" in row.name)
    assert set(theme.hotspots) == set.union(*events.values())
    assert theme.places == ("何家畔镇", "吉岘镇", "板桥镇", "西华池镇")


@pytest.mark.parametrize(("half", "least"), [("tune", 0.60), ("held", 0.60)])
@pytest.mark.parametrize("with_history", [False, True])
def test_labelled_texts(half: str, least: float, with_history: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """Each half has its hard negatives; `held` was looked at only after the method was settled."""
    cases = fixture(half)
    found = find_hotspots(cases, history=county() if with_history else None)
    precision, recall, f = b_cubed(cases["truth"], labels_of(found, cases))
    with capsys.disabled():
        told = "with" if with_history else "without"
        print(f"\nB-cubed, {half} half, {told} history: P {precision:.3f} R {recall:.3f} F {f:.3f}")
    assert f >= least


def test_resubmissions_are_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    hit = told = due = 0
    for half in ("tune", "held"):
        cases = fixture(half)
        found = find_hotspots(cases)
        again = set(found.members.loc[found.members["again"] != "", "case_id"])
        wanted = set(cases.loc[cases["kind"] == "resubmission", "case_id"])
        hit, told, due = hit + len(again & wanted), told + len(again), due + len(wanted)
    with capsys.disabled():
        print(f"\nresubmissions: {hit} of {due} recognised, {told - hit} others taken for one")
    assert hit >= 0.8 * due and told - hit <= 0.2 * due


def case(number: str, day: int, text: str, caller: int | None = None, closed: int | None = None) -> dict[str, object]:
    times = {
        "received_at": pd.Timestamp(2020, 4, day),
        "closed_at": pd.Timestamp(2020, 4, closed) if closed else pd.NaT,
    }
    return {"case_id": number, "summary": text, "caller": caller} | times


LIFT = "锦绣花园小区3号楼电梯停运，老人下不了楼"
ONCE_MORE = "锦绣花园小区3号楼电梯还是停运，老人下不了楼"


def made(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows).astype({"caller": "Int64"})


def test_one_caller_who_sends_the_same_again_is_counted_once() -> None:
    found = find_hotspots(made(case("A", 1, LIFT, 7), case("B", 2, ONCE_MORE, 7), case("C", 3, LIFT, 8)))
    row = found.table.iloc[0]
    assert (row["cases"], row["callers"], row["resubmitted"], row["repeated"]) == (2, 2, 1, 0)
    assert found.members.set_index("case_id").loc["B", "previous"] == "A"


def test_the_same_after_it_was_closed_is_a_repetition_and_counts() -> None:
    found = find_hotspots(made(case("A", 1, LIFT, 7, closed=3), case("B", 5, ONCE_MORE, 7), case("C", 6, LIFT, 8)))
    row = found.table.iloc[0]
    assert (row["cases"], row["callers"], row["resubmitted"], row["repeated"]) == (3, 2, 0, 1)


def test_callers_without_a_number_are_each_their_own() -> None:
    found = find_hotspots(made(case("A", 1, LIFT), case("B", 2, LIFT)))
    assert found.table.iloc[0]["callers"] == 2 and found.members["again"].eq("").all()


def test_another_order_of_the_ledger_gives_the_same() -> None:
    cases = county()[county()["received_at"] >= "2020-01-01"]
    now, old = cases[cases["received_at"] >= "2020-04-01"], cases[cases["received_at"] < "2020-04-01"]
    one = find_hotspots(now, history=old, county=load_profile(PROFILE))
    other = find_hotspots(
        now.sample(frac=1, random_state=3), history=old.sample(frac=1, random_state=4), county=load_profile(PROFILE)
    )
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.members, other.members)
    pd.testing.assert_frame_equal(one.themes, other.themes)


def test_an_event_keeps_its_identity_from_month_to_month() -> None:
    """What was one in March is one in April and goes by the same case, unless an earlier case has joined it."""
    march, april = found_in("2020-03"), found_in("2020-04")
    now = april.members.set_index("case_id")["hotspot_id"]
    same = 0
    lasting = [number for number in big_events(march) if now.reindex(march.of(number)["case_id"]).notna().any()]
    for number in lasting:
        parts = now.reindex(march.of(number)["case_id"]).value_counts(normalize=True)
        same += parts.index[0] == number
        assert parts.iloc[0] >= 0.9 and parts.index[0] <= number
        row = april.table.set_index("hotspot_id").loc[parts.index[0]]
        assert row["months"] >= 2 and row["first_seen"] < pd.Timestamp(2020, 4, 1) <= row["last_seen"]
    assert len(lasting) >= 5 and same >= 0.8 * len(lasting)


def big_events(found: Hotspots) -> list[str]:
    table = found.table
    return list(table.loc[(table["kind"] == EVENT) & (table["cases"] >= 3), "hotspot_id"])


def test_withheld_cases_and_those_without_words_are_in_no_hotspot() -> None:
    rows = made(case("A", 1, LIFT), case("B", 2, LIFT), case("C", 3, LIFT), case("D", 4, LIFT), case("E", 5, ""))
    secret = rows.assign(
        request_type=["求助", "求助", "举报", "求助", "求助"], confidential=[False, None, None, True, None]
    )
    assert set(find_hotspots(secret).members["case_id"]) == {"A", "B"}


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_too_few_cases_are_no_error(rows: int) -> None:
    texts = [case("A", 1, "路灯不亮"), case("B", 2, "合作医疗怎样缴费")][:rows]
    cases = made(*texts) if texts else facts_of("2020-04").cases.iloc[:0]
    found = find_hotspots(cases)
    assert found.table.empty and found.members.empty and found.themes.empty


def test_an_analyst_has_the_last_word() -> None:
    cases = county()[county()["received_at"] >= "2020-04-01"]
    plain = find_hotspots(cases, county=load_profile(PROFILE)).table
    one, other, third = plain["hotspot_id"].head(3)
    memory = Memory((Rename(one, "甜永高速夜间施工噪声"),), (Merge((one, other)),), (), (Hide(third, "已专报"),))
    found = find_hotspots(cases, county=load_profile(PROFILE), memory=memory).table.set_index("hotspot_id")
    kept = min(one, other)
    assert found.loc[kept, "name"] == "甜永高速夜间施工噪声" and bool(found.loc[kept, "confirmed"])
    assert found.loc[kept, "cases"] == plain.set_index("hotspot_id").loc[[one, other], "cases"].sum()
    assert third not in found.index and not found["confirmed"].drop(kept).any()


def test_the_heat_is_the_sum_of_its_parts() -> None:
    table = found_in("2020-04").table
    parts = table[[column for column in table if column.startswith("heat_")]]
    np.testing.assert_allclose(parts.sum(axis=1), table["heat"], atol=1e-9)
    assert table["heat"].between(0, 100).all() and table["heat"].is_monotonic_decreasing


def test_the_counts_can_be_made_again_from_the_members() -> None:
    found = found_in("2020-04")
    now = found.members[found.members["in_period"]]
    once = now[now["again"] != "resubmitted"]
    table = found.table.set_index("hotspot_id")
    pd.testing.assert_series_equal(
        table["cases"].sort_index(), once.groupby("hotspot_id").size(), check_names=False, check_dtype=False
    )
    assert (table["callers"].sort_index() <= now.groupby("hotspot_id").size()).all()
    assert now["similarity"].between(0, 1).all()
    typical = now[now["case_id"].isin(found.table["medoid"])]
    assert typical["similarity"].round(6).eq(1).all()
