"""What a hotspot is about: where, and whether it is one event, one problem of many places, or neither."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from hotline_analysis.ledger.gazetteer import KINDS, TOWNSHIP, Place
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.statistics.case_texts import titles
from hotline_analysis.statistics.hotspot_memory import Memory, is_hidden, name_of
from hotline_analysis.statistics.hotspot_names import hotspot_name
from hotline_analysis.statistics.places import Gazetteer

EVENT, THEME, MIXED = "event", "theme", "mixed"
"""事件, 共性问题, and cases that have only their phrases in common."""

SHARED = 0.5
"""A place, a topic or a unit is a hotspot's own when at least this share of its cases have it."""

TITLES = 30
"""Titles that a name is chosen from, the most typical first."""

COLUMNS = ("name", "confirmed", "kind", "place", "place_kind", "township", "topic", "medoid")


def scopes(members: pd.DataFrame, gazetteer: Gazetteer, memory: Memory) -> pd.DataFrame:
    """Of each hotspot, by hotspot_id: name, confirmed, kind, place, place_kind, township, topic and medoid.

    An event has a place or party that half of its cases name; a theme has none, but one topic or unit; what
    has neither is mixed. A topic is blank where none is shared by half of the cases. The medoid is the most
    typical case. Hotspots that an analyst hid are left out; a name that an analyst gave is confirmed, all
    others come from the cases, without personal data.
    """
    ordered = members.assign(title=titles(members)).sort_values(
        ["hotspot_id", "centrality", "received_at", "case_id"], ascending=[True, False, True, True]
    )
    groups = {str(number): group for number, group in ordered.groupby("hotspot_id", sort=True)}
    rows = {
        number: _scope(group, gazetteer, memory)
        for number, group in groups.items()
        if not is_hidden(memory, group["case_id"].tolist())
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))


def _scope(group: pd.DataFrame, gazetteer: Gazetteer, memory: Memory) -> tuple[str | bool, ...]:
    named = [set(places) for places in group["places"]]
    place = _shared_place(named)
    topic, unit = (_shared(group[column]) for column in ("topic", "unit"))
    untold = group["topic"].isna().all() and group["unit"].isna().all()
    kind = EVENT if place else THEME if topic or unit or untold else MIXED
    given = name_of(memory, group["case_id"].tolist())
    name = given or _name(group["title"].head(TITLES).tolist(), gazetteer)
    where = (place.name, place.kind) if place else ("", "")
    return name, given is not None, kind, *where, _township(named), topic, str(group["case_id"].iloc[0])


def _name(found: list[str], gazetteer: Gazetteer) -> str:
    return mask(hotspot_name(found, gazetteer=gazetteer).text, keep=gazetteer.names, businesses=False)


def _shared_place(named: list[set[Place]]) -> Place | None:
    """The narrowest place that enough of the cases name; of equally narrow ones the one named most."""
    counts = Counter(name for places in named for name in {place.name for place in places})
    every = {place for places in named for place in places if counts[place.name] >= SHARED * len(named)}
    return max(every, key=lambda place: (KINDS.index(place.kind), counts[place.name], place), default=None)


def _township(named: Iterable[set[Place]]) -> str:
    towns = [{place.township or (place.name if place.kind == TOWNSHIP else "") for place in places} for places in named]
    counts = Counter(town for found in towns for town in found if town)
    town, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    return town if count >= SHARED * len(towns) else ""


def _shared(column: "pd.Series[str]") -> str:
    """The value that enough of the cases have, blanks counting against it; blank where there is none."""
    counts = column.value_counts().sort_index(kind="stable")
    return str(counts.idxmax()) if len(counts) and counts.max() >= SHARED * len(column) else ""
