"""What holds for any ledger: random small ones, recounted row by row in plain Python."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import CASES, RATINGS
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import OUTCOMES, Cube, count_cases
from hotline_analysis.statistics.indicators import county_figures, split_figures
from hotline_analysis.statistics.optional import optional_figures
from hotline_analysis.statistics.orders import carried_orders, late_orders
from hotline_analysis.statistics.scorecard import Scorecard, county_satisfaction, scorecards

BEGIN = datetime(2020, 3, 29)
FORMAT = "%Y-%m-%d %H:%M"
KEYS = ("unit", "unit_kind", "request_type", "topic", "channel", "level", "disposition", "excluded")
COUNTS = (
    "received", *OUTCOMES, "signed", "returned", "redone", "urged", "joint", "business", "timed", "seconds",
    "called_back", "service_answered", "service_satisfied", "result_answered", "result_satisfied", "result_points",
    "solved_answered", "solved",
)  # fmt: skip
RATING = st.sampled_from(["", *RATINGS])
EVERY_COLUMN = {"columns": {column.name: column.label for column in CASES}}
COUNTED = ("received", "kept", "dispatched", *OUTCOMES, "closed")
RATED = (
    "closed.share", "callback_rate", "callback_satisfaction", "sign_rate", "return_rate", "redo_rate", "solved_rate",
    "mean_days",
)  # fmt: skip
FLAG = st.sampled_from([None, True, False])
TIMES = st.sampled_from([None, 0, 1, 3])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    received = BEGIN + timedelta(minutes=draw(st.integers(0, 36 * 24 * 60)))

    def later(earliest: int = 0) -> str:
        minutes = draw(st.none() | st.integers(earliest, 12 * 24 * 60))
        return "" if minutes is None else (received + timedelta(minutes=minutes)).strftime(FORMAT)

    return {
        "received_at": received.strftime(FORMAT),
        "channel": draw(st.sampled_from(["电话", "微信", "网站"])),
        "request_type": draw(st.sampled_from(["咨询", "求助", "投诉"])),
        "disposition": draw(st.sampled_from(["工单转办", "工单转办", "在线答复", "转接", ""])),
        "unit": draw(st.sampled_from(["甲河镇", "乙山镇", "丙管局", "丁水局"])),
        "level": draw(st.sampled_from(["", "省级", "县级"])),
        "co_units": draw(st.sampled_from(["", "丁水局"])),
        "dispatched_at": later(),
        "signed_at": later(),
        "due_at": later() or "2020-05-20 09:00",
        "closed_at": later(-24 * 60),
        "called_back_at": later(),
        "service_rating": draw(RATING),
        "result_rating": draw(RATING),
        **{name: draw(TIMES) for name in ("returns", "redos", "urgings")},
        **{name: draw(FLAG) for name in ("business", "solved", "excluded")},
    }


LEDGERS = st.lists(rows(), min_size=1, max_size=25)
AS_OF = st.dates(date(2020, 4, 1), date(2020, 5, 10))
APRIL = Month(2020, 4)


def counts(cases: pd.DataFrame, as_of: date, profile: Profile) -> Cube:
    return count_cases(cases, {APRIL: as_of}, profile)


def recount(cases: pd.DataFrame, month: Month, until: datetime, satisfied: tuple[str, ...]) -> dict[Any, Counter[str]]:
    """The cube's rows of a month, from the cases one by one."""
    found: dict[Any, Counter[str]] = {}
    for case in cases.astype(object).where(cases.notna(), None).to_dict("records"):
        received, closed, due, back = (case[name] for name in ("received_at", "closed_at", "due_at", "called_back_at"))
        if not (month.start <= received < (month + 1).start and received < until):
            continue
        sent = case["dispatched_at"] is None or case["dispatched_at"] < until
        case |= {"disposition": case["disposition"] if sent else None, "excluded": int(case["excluded"] is True)}
        counts = found.setdefault(tuple(case[key] for key in KEYS), Counter())
        counts["received"] += 1
        counts["business"] += case["business"] is True
        if case["disposition"] != "工单转办":
            continue
        is_closed = closed is not None and closed < until
        if is_closed:
            counts["closed_late" if closed > due else "on_time"] += 1
        else:
            counts["open_late" if due < until else "open_not_due"] += 1
        counts["signed"] += case["signed_at"] is not None and case["signed_at"] < until
        counts["returned"] += (case["returns"] or 0) > 0
        counts["redone"] += is_closed and (case["redos"] or 0) > 0
        counts["urged"] += (case["urgings"] or 0) > 0
        counts["joint"] += case["co_units"] is not None
        began = case["dispatched_at"] or received
        if is_closed and closed >= began:
            counts["timed"] += 1
            counts["seconds"] += int((closed - began).total_seconds())
        if not is_closed or back is None or back >= until:
            continue
        counts["called_back"] += 1
        for name, rating in (("service", case["service_rating"]), ("result", case["result_rating"])):
            counts[f"{name}_answered"] += rating is not None
            counts[f"{name}_satisfied"] += rating in satisfied
        counts["result_points"] += RATINGS.get(case["result_rating"], 0)
        counts["solved_answered"] += case["solved"] is not None
        counts["solved"] += case["solved"] is True
    return found


def tallied(cube: Cube, month: Month) -> dict[Any, Counter[str]]:
    rows = cube.of(month).astype(object)
    records = rows.where(rows.notna(), None).to_dict("records")
    return {tuple(row[key] for key in KEYS): Counter({name: int(row[name]) for name in COUNTS}) for row in records}


@given(ledger=LEDGERS, as_of=AS_OF)
def test_the_tally_is_what_a_plain_recount_gives(
    frame: Callable[..., Any], county: Callable[..., Profile], ledger: Any, as_of: date
) -> None:
    profile, cases = county(), frame(ledger)
    until = datetime(as_of.year, as_of.month, as_of.day) + timedelta(days=1)
    found = tallied(counts(cases, as_of, profile), APRIL)
    assert found == recount(cases, APRIL, until, profile.rules.satisfied)


def test_the_tally_of_the_sample_county_is_what_a_plain_recount_gives(
    cases: pd.DataFrame, cube: Cube, profile: Profile
) -> None:
    for month in (Month(2018, 4), Month(2019, 10), Month(2020, 3), APRIL):
        assert tallied(cube, month) == recount(cases, month, (month + 1).start, profile.rules.satisfied), month


@given(ledger=LEDGERS, as_of=AS_OF)
def test_parts_add_up_to_their_wholes(
    frame: Callable[..., Any], county: Callable[..., Profile], ledger: Any, as_of: date
) -> None:
    rows = counts(frame(ledger), as_of, county()).of(APRIL)
    split = split_figures(rows, county())
    value = {key: figure.value for key, figure in county_figures(rows, county()).items()}
    assert value["received"] == value["transferred"] + value["online"] + value["dispatched"] + value["waiting"]
    assert value["dispatched"] == sum(value[name] for name in OUTCOMES)
    assert value["closed"] == value["on_time"] + value["closed_late"]
    assert value["dispatched"] == value["dispatched.township"] + value["dispatched.department"]
    for part, whole in (("type.", "kept"), ("kind.", "kept"), ("channel.", "received")):
        parts = [key for key in split if key.startswith(part) and not key.endswith(".share")]
        assert sum(split[key].value for key in parts) == value[whole]
        shares = [split[f"{key}.share"].value for key in parts]
        rounded = [share.quantize(Decimal("0.01")) for share in shares if share is not None]
        assert not rounded or abs(sum(rounded) - 100) <= Decimal("0.005") * len(rounded)


@given(ledger=LEDGERS, as_of=AS_OF)
def test_units_sum_to_their_total_and_no_rate_leaves_0_to_100(
    frame: Callable[..., Any], county: Callable[..., Profile], ledger: Any, as_of: date
) -> None:
    cube = counts(frame(ledger), as_of, county())
    figures = county_figures(cube.of(APRIL), county()) | optional_figures(cube.of(APRIL), county(ledger=EVERY_COLUMN))
    rates = [figure.value for key, figure in figures.items() if figure.denominator and key != "mean_days"]
    for rules in ({}, {"on_time_rate": "deduction", "total_rate": "mean_of_units", "satisfaction": "graded"}):
        cards = scorecards(cube.of(APRIL), county(rules=rules))
        for card in cards:
            for name in ("received", *OUTCOMES):
                assert card.total.figures[name].value == sum(line.figures[name].value for line in card.lines)
            lines = (card.total, *card.lines)
            rates += [line.figures[name].value for line in lines for name in ("on_time_rate", "satisfaction")]
        late = late_orders(cube, APRIL, county(), as_of=as_of)
        assert len(late) + figures["excluded.late"].value == sum(
            card.total.figures[name].value for card in cards for name in ("closed_late", "open_late")
        )
        assert figures["excluded"].value == sum(card.total.figures["excluded"].value for card in cards)
    assert all(rate is None or 0 <= rate <= 100 for rate in rates)


@settings(max_examples=8)
@given(ledger=LEDGERS, random=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    frame: Callable[..., Any], county: Callable[..., Profile], ledger: Any, random: Any
) -> None:
    cases = frame(ledger)
    mixed = cases.iloc[random.sample(range(len(cases)), len(cases))].reset_index(drop=True)
    profile = county(ledger=EVERY_COLUMN)
    assert everything(cases, profile) == everything(mixed, profile)


@settings(max_examples=8)
@given(ledger=LEDGERS)
def test_excluded_orders_change_every_count_and_no_rate(
    frame: Callable[..., Any], county: Callable[..., Profile], ledger: Any
) -> None:
    cases = frame(row | {"excluded": None} for row in ledger)
    left_out = cases.assign(case_id="B" + cases["case_id"], excluded=pd.Series([True] * len(cases), dtype="boolean"))
    profile = county(ledger=EVERY_COLUMN)
    once, twice = (everything(one, profile) for one in (cases, pd.concat([cases, left_out], ignore_index=True)))
    assert {key: once["figures"][key] for key in RATED} == {key: twice["figures"][key] for key in RATED}
    assert all(2 * once["figures"][key].value == twice["figures"][key].value for key in COUNTED)
    assert (once["satisfaction"], once["late"]) == (twice["satisfaction"], twice["late"])
    for before, after in zip(lines_of(once["cards"]), lines_of(twice["cards"]), strict=True):
        assert all(before[name] == after[name] for name in ("on_time_rate", "satisfaction"))
        assert 2 * before["closed_late"].value == after["closed_late"].value
        assert before["received"].value == after["excluded"].value


def lines_of(cards: tuple[Scorecard, ...]) -> list[dict[str, Figure]]:
    return [line.figures for card in cards for line in (card.total, *card.lines)]


def everything(cases: pd.DataFrame, profile: Profile) -> dict[str, Any]:
    cube = counts(cases, APRIL.last, profile)
    rows = cube.of(APRIL)
    cards = scorecards(rows, profile)
    return {
        "figures": county_figures(rows, profile) | optional_figures(rows, profile) | split_figures(rows, profile),
        "cards": cards,
        "satisfaction": county_satisfaction(cards, rows, profile),
        "late": late_orders(cube, APRIL, profile, as_of=APRIL.last),
        "carried": carried_orders(cube, APRIL, profile, as_of=APRIL.last),
    }
