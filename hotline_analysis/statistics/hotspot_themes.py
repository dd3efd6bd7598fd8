"""Themes: one problem in many places, told apart from the events that it consists of."""

from collections.abc import Iterable

import pandas as pd

from hotline_analysis.ledger.gazetteer import COMMUNITY, COMPOUND, REGION, ROAD, TOWNSHIP, VILLAGE, Place
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.statistics.again import RESUBMITTED
from hotline_analysis.statistics.case_texts import bare, titles
from hotline_analysis.statistics.clusters import average_linkage
from hotline_analysis.statistics.hotspot_names import hotspot_name
from hotline_analysis.statistics.places import Gazetteer

SEVERAL = 3
"""One problem in so many townships, or places where no township is known, is a theme."""

DISTANCE = 0.8
"""Cosine distance of two hotspots' titles without their places at which they are no longer one problem."""

_WHERE = frozenset((REGION, TOWNSHIP, VILLAGE, COMMUNITY, ROAD, COMPOUND))
"""Kinds of places that say where; a party or a project (甜永高速) belongs to the problem."""

COLUMNS = ("theme_id", "name", "hotspots", "places", "cases", "callers")


def find_themes(table: pd.DataFrame, members: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """One row a theme, most cases first: theme_id (its first hotspot), name, hotspots (their numbers, a tuple),
    places (a tuple: townships, or other places where the county's are not known), cases (without those
    resubmitted) and callers of the period.

    Hotspots of one project or party, and those whose titles tell one problem when their places are left out,
    belong together; they are a theme where `SEVERAL` places are concerned.
    """
    cases = members[members["in_period"]]
    if cases.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    groups = cases.groupby(cases["hotspot_id"].map(_groups(cases, table)), sort=True)
    found = pd.DataFrame([_theme(group, gazetteer) for _, group in groups], columns=list(COLUMNS))
    several = found[(found["places"].map(len) >= SEVERAL) & (found["cases"] >= SEVERAL)]
    return several.sort_values(["cases", "theme_id"], ascending=[False, True], ignore_index=True)


def _groups(cases: pd.DataFrame, told: pd.DataFrame) -> "pd.Series[int]":
    """The group of each hotspot, by hotspot_id."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    shared = (
        told["place"].where(~told["place_kind"].isin([*_WHERE, ""]), told["hotspot_id"]).set_axis(told["hotspot_id"])
    )
    bared = [_without(title, places) for title, places in zip(titles(cases), cases["places"], strict=True)]
    joined = pd.Series(bared, cases["hotspot_id"].map(shared).to_numpy()).groupby(level=0, sort=True).agg("\n".join)
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True).fit_transform(joined)
    return shared.map(dict(zip(joined.index, average_linkage(vectors, distance=DISTANCE).tolist(), strict=True)))


def _without(title: str, places: Iterable[Place]) -> str:
    """What a title says is wrong: the names of places left out, with and without the word for their kind."""
    for name in sorted((place.name for place in places if place.kind in _WHERE), key=len, reverse=True):
        title = title.replace(name, "").replace(name[:-1] if len(name) > 2 else name, "")
    return bare(title) or title


def _theme(group: pd.DataFrame, gazetteer: Gazetteer) -> tuple[str, str, tuple[str, ...], tuple[str, ...], int, int]:
    ordered = group.sort_values(["similarity", "received_at", "case_id"], ascending=[False, True, True])
    name = mask(hotspot_name(titles(ordered), gazetteer=gazetteer).text, keep=gazetteer.names, businesses=False)
    hotspots = tuple(sorted(group["hotspot_id"].unique()))
    callers = int(group["caller"].nunique() + group["caller"].isna().sum())
    return hotspots[0], name, hotspots, _where(group, gazetteer), int((group["again"] != RESUBMITTED).sum()), callers


def _where(group: pd.DataFrame, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The townships that the cases name, the county's own if these are known; else the places."""
    named = {place for places in group["places"] for place in places if place.kind in _WHERE and place.kind != REGION}
    if gazetteer.townships:
        return tuple(sorted({place.township for place in named} & gazetteer.townships))
    return tuple(sorted({place.township or place.name for place in named}))
