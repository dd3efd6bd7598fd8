"""Surges: how often an alarm is false and how often a surge is found, over simulated ledgers; and single ledgers.

A simulated county has 32 units (15 of them townships), 18 topics and some 230 cases a month, most pairs of them
fewer than one; a city has 60, 30 and 2,000. What is planted is true of the pair, its unit, its topic and its township.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hotline_analysis.errors import InputError
from hotline_analysis.month import Month
from hotline_analysis.statistics.baseline import DISPERSIONS, Baseline, Counts, Flags, Floats
from hotline_analysis.statistics.surge_cells import Cells
from hotline_analysis.statistics.surges import assess, find_surges, in_season, months_covered

APRIL = Month(2020, 4)
PLANTED = {"0 to 4": (0.0, 0.1, 4), "1 to 3": (0.8, 1.2, 2), "2 to 9": (1.7, 2.3, 7), "5 to 15": (4.2, 5.8, 10)}
"""Surges by name: the mean of the pair before lies between two values, and so many cases are added to its month."""


@dataclass(frozen=True)
class Scenario:
    """A way in which a ledger may come about; dispersions are those of gamma factors on the means of each month."""

    units: int = 32
    topics: int = 18
    volume: int = 230
    months: int = 24
    growth: float = 1.0
    """This month's volume over that of the months before."""
    pairs: tuple[float, ...] = (0.0,)
    """The dispersions of the pairs, each pair having one of them."""
    topic: float = 0.0
    """That of the topics, which move all their pairs together."""
    clumps: float = 0.0
    """How likely a further case comes with each one: 0.3 makes the variance about twice the mean."""
    outbreaks: float = 0.0
    """Past outbreaks of 4 to 11 cases, a month."""
    swing: float = 0.0
    """The greatest share by which topics rise and fall over the year."""
    winter: bool = False
    """The first topic comes from November to March only, and the month is November."""
    drift: float = 0.0
    """Standard deviation by which the logarithms of the pairs' rates walk from month to month."""

    @property
    def month(self) -> Month:
        return Month(2020, 11) if self.winter else APRIL

    @property
    def past(self) -> tuple[Month, ...]:
        return (self.month - self.months).through(self.month - 1)

    def means(self, rng: np.random.Generator) -> Floats:
        """Units x topics: cases a month; few pairs are frequent."""
        sizes = rng.lognormal(0, 0.6, (self.units, 1)) * rng.lognormal(0, 0.8, self.topics)
        means = sizes * rng.gamma(0.5, 1, (self.units, self.topics))
        return means / means.sum() * self.volume

    def counts(self, rng: np.random.Generator, means: Floats) -> Counts:
        """Units x topics x months, the month under test last."""
        months = np.array([one.number for one in (*self.past, self.month)])
        rates = means[:, :, None] * np.where(np.arange(len(months)) < self.months, 1.0, self.growth)
        phase, height = rng.uniform(0, 12, (self.topics, 1)), rng.uniform(0, self.swing, (self.topics, 1))
        rates = rates * (1 + height * np.sin(2 * np.pi * (months - phase) / 12))
        if self.winter:
            rates[:, 0] *= np.where((months >= 11) | (months <= 3), 12 / 5, 0.0)
        if self.drift:
            rates = rates * np.exp(rng.normal(0, self.drift, rates.shape).cumsum(2))
        of_pairs = rng.choice(self.pairs, means.shape)[:, :, None]
        rates = rates * factors(rng, of_pairs, rates.shape) * factors(rng, self.topic, rates.shape[1:])
        found = rng.poisson(rates * (1 - self.clumps))
        found += rng.negative_binomial(np.maximum(found, 1), 1 - self.clumps) * (found > 0)
        for number in range(self.months):
            struck = rng.choice(means.size, rng.poisson(self.outbreaks), p=(means / means.sum()).ravel())
            np.add.at(found.reshape(-1, len(months))[:, number], struck, rng.integers(4, 12, len(struck)))
        return found


def factors(rng: np.random.Generator, dispersion: float | Floats, shape: tuple[int, ...]) -> Floats:
    """Gamma factors of mean 1 and variance `dispersion`."""
    known = np.broadcast_to(np.maximum(dispersion, 1e-6), shape)
    return rng.gamma(1 / known, known)


def groupings(rng: np.random.Generator, counts: Counts, planted: Flags) -> tuple[list[Cells], Flags]:
    """Units, topics, pairs and townships as cells, and whether something was planted in each."""
    units, topics, months = counts.shape
    offices = counts[15:].sum((0, 1))
    towns = counts[:15].sum(1) + rng.multinomial(offices, np.full(15, 1 / 15)).T
    pairs, volume = counts.reshape(-1, months), counts.sum((0, 1))
    met = pairs.any(1)
    cells = [counts.sum(1), counts.sum(0), pairs[met], towns]
    unseen = (0, 0, units * topics - int(met.sum()), 0)
    hit = planted.any(1)
    town_hit = hit[:15] | hit[15:].any()
    truth = np.concatenate([hit, planted.any(0), planted.ravel()[met], town_hit])
    return [Cells.of(one, volume, unseen=gaps) for one, gaps in zip(cells, unseen, strict=True)], truth


@dataclass(frozen=True)
class Outcome:
    """Over many months: the false discovery rate, its standard error, alarms a month, and the share found."""

    rate: float
    error: float
    alarms: float
    found: dict[str, float]


def simulate(scenario: Scenario, *, plant: bool, times: int, seed: int = 17) -> Outcome:
    rng = np.random.default_rng(seed)
    rates, alarms = [], 0
    found: dict[str, list[bool]] = {name: [] for name in PLANTED}
    season = in_season(scenario.past, scenario.month)
    for _ in range(times):
        means = scenario.means(rng)
        counts, planted = scenario.counts(rng, means), np.zeros(means.shape, bool)
        places: dict[str, tuple[int, int]] = {}
        for name, (low, high, more) in PLANTED.items() if plant else ():
            choice = np.argwhere((means >= low) & (means < high) & ~planted)
            if len(choice):
                unit, topic = places[name] = tuple(choice[rng.integers(len(choice))])
                counts[unit, topic, -1] += rng.poisson(more)
                planted[unit, topic] = True
        cells, truth = groupings(rng, counts, planted)
        surge = assess(cells, season=season)["surge"].to_numpy()
        rates.append((surge & ~truth).sum() / max(1, surge.sum()))
        alarms += surge.sum()
        pairs = np.zeros(means.size, bool)
        pairs[counts.reshape(means.size, -1).any(1)] = surge[sum(means.shape) : len(surge) - 15]
        for name, (unit, topic) in places.items():
            found[name].append(bool(pairs.reshape(means.shape)[unit, topic]))
    return Outcome(
        float(np.mean(rates)),
        float(np.std(rates) / times**0.5),
        alarms / times,
        {name: float(np.mean(hits)) for name, hits in found.items() if hits},
    )


SCENARIOS = {
    "Poisson": Scenario(),
    "dispersion 0.1": Scenario(pairs=(0.1,)),
    "dispersion 0.3": Scenario(pairs=(0.3,)),
    "dispersion 1": Scenario(pairs=(1.0,)),
    "dispersions 0 to 0.5, mixed": Scenario(pairs=(0.0, 0.1, 0.3, 0.5)),
    "dispersions 0 to 2, mixed": Scenario(pairs=(0.0, 0.0, 0.2, 0.5, 1.0, 2.0)),
    "topics move by 0.2": Scenario(topic=0.2),
    "clumps": Scenario(clumps=0.3),
    "volume +40%": Scenario(growth=1.4),
    "volume +40%, dispersion 0.3": Scenario(growth=1.4, pairs=(0.3,)),
    "seasons": Scenario(swing=0.5, pairs=(0.1,)),
    "heating in November": Scenario(winter=True, pairs=(0.1,)),
    "past outbreaks": Scenario(outbreaks=2.0, pairs=(0.1,)),
    "drifting rates": Scenario(drift=0.05),
    "12 months alone": Scenario(months=12, pairs=(0.1,)),
    "city": Scenario(units=60, topics=30, volume=2000, pairs=(0.0, 0.1, 0.3)),
}
BEYOND = ("dispersions 0 to 2, mixed",)
"""Here pairs burst without a trace of it in two years: no past tells of them, and alarms are false more often."""
TIMES = int(os.environ.get("SURGE_SIMULATIONS", "36"))
"""Months simulated in each scenario without surges; half as many with some. The figures in the docs are of 300."""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[Outcome, Outcome]]:
    """Without and with planted surges."""
    found = {}
    for name, scenario in SCENARIOS.items():
        times = TIMES if scenario.volume < 1000 else max(4, TIMES // 6)
        found[name] = simulate(scenario, plant=False, times=times), simulate(scenario, plant=True, times=times // 2)
    return found


def test_false_discoveries_and_what_is_found(
    outcomes: dict[str, tuple[Outcome, Outcome]], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["", f"{'':28}{'no surge: FDR (s.e.)':>22}{'planted: FDR (s.e.)':>22}  found"]
    for name, (null, planted) in outcomes.items():
        shares = ", ".join(f"{surge} {share:.0%}" for surge, share in planted.found.items())
        told = (f"{one.rate:.3f} ({one.error:.3f})".rjust(22) for one in (null, planted))
        lines.append(f"{name:28}{''.join(told)}  {shares}")
    with capsys.disabled():
        print("\n".join(lines))
    within = {name: pair for name, pair in outcomes.items() if name not in BEYOND}
    for number in (0, 1):
        rates = {name: pair[number].rate for name, pair in within.items()}
        assert np.mean(list(rates.values())) <= 0.06
        assert {name: rate for name, rate in rates.items() if rate > 0.10} == {}
    assert all(outcomes[name][0].rate <= 0.25 and outcomes[name][1].rate <= 0.15 for name in BEYOND)


def test_what_is_found(outcomes: dict[str, tuple[Outcome, Outcome]]) -> None:
    """A doubling of few cases is not; of steady counts nearly half of the larger surges are."""
    steady, swinging = (outcomes[name][1].found for name in ("Poisson", "dispersion 0.3"))
    assert steady["2 to 9"] >= 0.25 and steady["5 to 15"] >= 0.25 and steady["0 to 4"] >= 0.35
    assert steady["1 to 3"] <= 0.2
    assert swinging["2 to 9"] < steady["2 to 9"]
    assert np.mean([outcomes[name][1].alarms for name in ("Poisson", "volume +40%")]) >= 1


def test_the_tail_is_a_negative_binomial_one() -> None:
    counts = np.random.default_rng(3).poisson(3.0, (40, 24))
    exposure = np.full((40, 24), 230.0)
    found = Baseline.of(counts, exposure, exposure[:, 0], season=np.zeros(24, bool))
    assert np.allclose(found.chances.sum(1), 1)
    for least in (1, 4, 9):
        each = stats.nbinom.sf(least - 1, found.sizes, found.sizes / (found.sizes + found.mean[:, None]))
        assert np.allclose(found.tail(np.full(40, least)), (found.chances * each).sum(1))
        assert np.allclose(found.ladder(40)[:, least], found.tail(np.full(40, least)))
    assert (found.chances @ DISPERSIONS).mean() < 0.1


def test_a_past_outbreak_hides_no_surge() -> None:
    counts = np.full((40, 24), 1)
    counts[0, 5] = 12
    exposure = np.full((40, 24), 230.0)
    found = Baseline.of(counts, exposure, exposure[:, 0], season=np.zeros(24, bool))
    assert found.expected[1] == pytest.approx(1.0)
    assert 1.0 < found.expected[0] < 1.15 < counts[0].mean()


def test_needed_is_the_smallest_count_that_would_have_been_a_surge() -> None:
    scenario, rng = Scenario(volume=400), np.random.default_rng(5)
    counts = scenario.counts(rng, scenario.means(rng))
    cells, _ = groupings(rng, counts, np.zeros(counts.shape[:2], bool))
    season = in_season(scenario.past, APRIL)
    needed = assess(cells, season=season, sensitivity=True)["needed"]
    for place in (0, 7, 20, 60, 200):
        for more, surge in ((0, True), (-1, False)):
            changed = _with(cells, place, needed[place] + more)
            assert assess(changed, season=season).at[place, "surge"] == surge


def _with(groups: list[Cells], place: int, count: int) -> list[Cells]:
    """The cells with another count of one of them this month; nothing else is changed."""
    edges = np.cumsum([0, *(len(one.counts) for one in groups)])
    number = int(np.searchsorted(edges, place, side="right")) - 1
    counts = groups[number].counts.copy()
    counts[place - edges[number], -1] = count
    return [*groups[:number], Cells(counts, groups[number].exposure, groups[number].unseen), *groups[number + 1 :]]


def ledger(lines: Iterable[tuple[str, int, str | None, str | None]]) -> pd.DataFrame:
    """Cases of (day or month, how many, unit, topic)."""
    rows = [
        (day if len(day) > 7 else f"{day}-01", unit, topic) for day, many, unit, topic in lines for _ in range(many)
    ]
    cases = pd.DataFrame(rows, columns=["received_at", "unit", "topic"])
    return cases.astype({"received_at": "datetime64[us]", "unit": "str", "topic": "str"})


def steady(first: Month, last: Month, **units: int) -> pd.DataFrame:
    """Every month the same: cases of units, all of one topic but for every second unit's."""
    names = enumerate(units.items())
    return ledger(
        (str(month), many, unit, "交通" if place % 2 else "教育")
        for place, (unit, many) in names
        for month in first.through(last)
    )


def surge_of(found: pd.DataFrame, cell: str, by: str = "unit") -> Any:
    return found[(found["cell"] == cell) & (found["by"] == by)].iloc[0]


TOWNS = {f"{name}镇": 6 + place for place, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯")}


def test_nothing_is_where_nothing_changes() -> None:
    found = find_surges(steady(APRIL - 24, APRIL, **TOWNS), APRIL)
    assert not found["surge"].any()
    assert np.allclose(found["expected"], found["actual"])
    assert set(found["by"]) == {"unit", "topic", "unit×topic"} and (found["months_used"] == 24).all()


def test_a_rise_of_all_is_no_surge(cases: pd.DataFrame) -> None:
    now = cases["received_at"] >= "2020-04-01"
    assert not find_surges(pd.concat([cases, cases]), APRIL)["surge"].any()
    assert not find_surges(pd.concat([cases, cases[now]]), APRIL)["surge"].any()


def test_a_surge_and_what_it_leaves_alone() -> None:
    calm = steady(APRIL - 24, APRIL, **TOWNS)
    found = find_surges(pd.concat([calm, ledger([("2020-04", 80, "甲镇", "交通")])]), "2020-04")
    town, other = surge_of(found, "甲镇"), surge_of(found, "乙镇")
    assert (
        town.surge and (town.actual, town.expected) == (86, pytest.approx(6.0)) and town.ratio == pytest.approx(86 / 6)
    )
    assert not other.surge and other.expected > 7
    assert surge_of(found, "甲镇 × 交通", "unit×topic").surge
    assert found["surge"].sum() <= 3


def test_order_changes_nothing(cases: pd.DataFrame) -> None:
    mixed = cases.sample(frac=1, random_state=3)
    before = mixed.copy()
    pd.testing.assert_frame_equal(find_surges(mixed, APRIL), find_surges(cases, APRIL))
    pd.testing.assert_frame_equal(mixed, before)


def test_the_rarest_stand_first(cases: pd.DataFrame) -> None:
    found = find_surges(cases, APRIL, by=[("unit", "topic"), "topic"])
    assert found["p"].is_monotonic_increasing and (found["q"] >= found["p"] - 1e-12).all()
    assert (found["surge"] == (found["q"] <= 0.10)).all() and found["needed"].ge(3).all()
    assert list(found.columns[:4]) == ["by", "cell", "unit", "topic"]
    assert found.loc[found["by"] == "topic", "unit"].isna().all()
    low = find_surges(cases, APRIL, by=[("unit", "topic"), "topic"], fdr=0.5, at_least=2)
    assert low["surge"].sum() > found["surge"].sum() and low["needed"].min() == 2


def test_the_sample_county(cases: pd.DataFrame) -> None:
    """The epidemic is new in January; what falls to a seventh of the month before is no surge."""
    first = find_surges(cases, Month(2020, 1)).iloc[0]
    assert (first.cell, first.actual, first.expected, first.new, first.surge) == ("疫情防控", 10, 0.0, True, True)
    assert np.isnan(first.ratio) and first.months_used == 21
    april = surge_of(find_surges(cases, APRIL), "疫情防控", "topic")
    assert (april.actual, april.last_month, april.months_used, april.surge) == (4, 29, 3, False)
    heating = surge_of(find_surges(cases, Month(2019, 11)), "供热燃气", "topic")
    assert not heating.surge and heating.seasonal and heating.expected > 6
    alarms = sum(find_surges(cases, month)["surge"].sum() for month in Month(2019, 5).through(APRIL))
    assert 1 <= alarms <= 8


def test_a_new_name_is_told_once_and_not_with_all_its_topics() -> None:
    """A unit renamed in March: new that month, and from the next on compared with what it had since."""
    old = steady(APRIL - 24, APRIL, 甲镇=12, **{name: 8 for name in TOWNS if name != "甲镇"})
    renamed = old.assign(
        unit=old["unit"].where((old["unit"] != "甲镇") | (old["received_at"] < "2020-03-01"), "新甲镇")
    )
    march = find_surges(renamed, Month(2020, 3))
    town = surge_of(march, "新甲镇")
    assert town.new and town.surge and town.expected == 0 and np.isnan(town.ratio)
    assert march.loc[march["new"], "by"].tolist() == ["unit"]
    april = surge_of(find_surges(renamed, APRIL), "新甲镇")
    assert (april.new, april.surge, april.months_used) == (False, False, 1)


def test_a_wave_that_falls_is_no_surge() -> None:
    lines = [("2020-03", 60, "甲镇", "交通"), ("2020-04", 14, "甲镇", "交通")]
    falls = surge_of(find_surges(pd.concat([steady(APRIL - 24, APRIL, **TOWNS), ledger(lines)]), APRIL), "甲镇")
    stays = surge_of(find_surges(pd.concat([steady(APRIL - 24, APRIL, **TOWNS), ledger(lines[1:])]), APRIL), "甲镇")
    assert not falls.surge and stays.surge and falls.last_month == 66


def test_blanks_are_no_cell_but_volume() -> None:
    blank = ledger((str(month), 20, None, "") for month in (APRIL - 24).through(APRIL))
    more = pd.concat([steady(APRIL - 24, APRIL, **TOWNS), blank])
    found = find_surges(more, APRIL)
    assert not found["cell"].str.contains("nan|^$|^ ×|× $").any() and len(found) == len(TOWNS) * 2 + 2
    fewer = more[(more["received_at"] < "2020-04-01") | more["unit"].notna()]
    assert surge_of(find_surges(fewer, APRIL), "甲镇").expected < surge_of(found, "甲镇").expected


def test_a_short_past_is_no_past(cases: pd.DataFrame) -> None:
    assert len(months_covered(cases, Month(2019, 3))) == 11
    found = find_surges(cases, Month(2019, 3))
    assert found.empty and list(found.columns) == list(find_surges(cases, APRIL).columns)
    assert found.dtypes.equals(find_surges(cases, APRIL).dtypes)
    assert not find_surges(cases, Month(2019, 4)).empty
    assert find_surges(cases, Month(2020, 5)).empty and find_surges(cases.iloc[:0], APRIL).empty


def test_only_whole_months_of_the_ledger_are_past() -> None:
    """The ledger begins on 20 January, and has nothing of June."""
    days = pd.date_range("2019-01-20", "2020-04-30", freq="5D")
    cases = ledger((str(day.date()), 1, "甲镇", "交通") for day in days if day.month != 6)
    past = months_covered(cases, APRIL)
    assert (past[0], len(past)) == (Month(2019, 2), 13) and Month(2019, 6) not in past
    whole = ledger([("2019-01-01", 1, "甲镇", "交通")])
    assert months_covered(pd.concat([whole, cases]), APRIL)[0] == Month(2019, 1)


def test_a_cell_that_is_all_there_is_has_no_share() -> None:
    assert find_surges(steady(APRIL - 24, APRIL, 甲镇=9), APRIL).empty


def test_townships_where_the_cases_have_them(cases: pd.DataFrame) -> None:
    assert "township" not in find_surges(cases, APRIL).columns
    found = find_surges(cases.assign(township=cases["unit"].where(cases["unit_kind"] == "乡镇")), APRIL)
    towns = cases.loc[(cases["unit_kind"] == "乡镇") & (cases["received_at"] < "2020-05-01"), "unit"].nunique()
    assert (found["by"] == "township").sum() == towns > 10
    assert surge_of(found, "板桥镇", "township").actual == surge_of(found, "板桥镇").actual


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ["township"]}, "by: 'township' is not a column of the cases. Choose among case_id, received_at"),
        ({"by": [("unit", "matter")]}, "by: 'matter' is not a column"),
        ({"months": 11}, "months: 11 is too few to compare with: give at least 12."),
        ({"fdr": 0.0}, "fdr: 0.0 is not a share: give one between 0 and 1"),
        ({"fdr": 10}, "fdr: 10 is not a share"),
        ({"at_least": 0}, "at_least: 0 cases cannot be a surge: give at least 1."),
        ({"month": "2020-13"}, "'2020-13' is not a month"),
    ],
)
def test_what_cannot_be_done(cases: pd.DataFrame, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        find_surges(cases, **({"month": APRIL} | options))
    assert message in str(error.value) and "\n" not in str(error.value)
