"""Time and memory of finding hotspots among 1,000, 10,000 and 100,000 texts.

The texts are those of the sample county, again and again as if of another county: every name of a place is
exchanged for an invented one, so that problems recur and places do not.
"""

import random
import re
import resource
import sys
import time
import tomllib
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from hotline_analysis.ledger.profile import load_profile
from hotline_analysis.ledger.reading import read_ledger
from hotline_analysis.ledger.rules import DISTANCE
from hotline_analysis.statistics.case_texts import bodies
from hotline_analysis.statistics.clusters import NEAREST, average_linkage
from hotline_analysis.statistics.hotspots import find_hotspots
from hotline_analysis.statistics.places import Gazetteer
from hotline_analysis.statistics.text_vectors import text_vectors

COUNTY = Path(__file__).parents[1] / "data" / "heshui"
SIZES = (1_000, 10_000, 100_000)
SECONDS, GIGABYTES = 300, 3.0
"""The limits for the largest size."""

SYLLABLES = "安宁平泰康乐福和清河川山溪岭塘桥柳松梅兰竹菊金玉银龙凤虎马石田东西南北新旧高长大林湖海云天星月华秀文武"


def texts(size: int) -> pd.DataFrame:
    """So many cases, in an order of time that mixes the counties."""
    cases = read_ledger("", load_profile(COUNTY), audience="internal").cases
    rng, names = random.Random(size), place_names()
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))
    parts = []
    for number in range(-(-size // len(cases))):
        other = {name: "".join(rng.choices(SYLLABLES, k=max(2, len(name)))) for name in sorted(names)}
        renamed = cases["summary"].map(lambda text, other=other: pattern.sub(lambda found: other[found[0]], text))
        parts.append(cases.assign(summary=renamed, case_id=cases["case_id"] + f"-{number:02d}"))
    every = pd.concat(parts, ignore_index=True)
    return every.sample(size, random_state=size).reset_index(drop=True)


def place_names() -> set[str]:
    """The names without the word for what they are, which stays: 镇, 路, 小区."""
    places = tomllib.loads((COUNTY / "places.toml").read_text(encoding="utf-8"))
    towns, slots = places["townships"], places["slots"]
    villages = {village for town in towns.values() for village in town["villages"]}
    return {name[:-1] for name in (*towns, *slots["road"])} | villages | {name[:-2] for name in slots["compound"]}


def measure(size: int) -> tuple[int, float, float, int, float]:
    """Seconds and peak gigabytes for `size` texts, and how many hotspots were found; run in a process of its own."""
    cases = texts(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    found = find_hotspots(cases)
    seconds = time.perf_counter() - began
    peak = max(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1e6
    return size, seconds, peak, len(found.table), agreement(cases) if size == SIZES[1] else np.nan


def agreement(cases: pd.DataFrame) -> float:
    """Adjusted Rand index of the clusters by the nearest of each text and by all pairs."""
    words, places = bodies(cases), Gazetteer()
    vectors = text_vectors(words, [places.places_in(text) for text in words])
    every, nearest = (average_linkage(vectors, distance=DISTANCE, nearest=most) for most in (len(cases), NEAREST))
    return float(adjusted_rand_score(every, nearest))


def main() -> int:
    """Print a line a size; 1 where the largest is over a limit."""
    seconds = peak = 0.0
    for size in SIZES:
        with get_context("spawn").Pool(1) as pool:
            _, seconds, peak, hotspots, agreed = pool.apply(measure, (size,))
        print(f"{size} texts: {seconds:.1f} s, {peak:.2f} GB at most, {hotspots} hotspots")
        if not np.isnan(agreed):
            print(f"  (nearest {NEAREST} of each text against all pairs: adjusted Rand index {agreed:.4f})")
    return 0 if seconds <= SECONDS and peak <= GIGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
