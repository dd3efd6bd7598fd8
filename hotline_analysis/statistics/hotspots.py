"""Hotspots: cases about the same place or party and the same problem, found in the callers' own words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hotline_analysis.ledger.columns import CASES
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import withheld
from hotline_analysis.ledger.rules import DISTANCE, HotspotRules
from hotline_analysis.statistics.again import mark_again
from hotline_analysis.statistics.case_texts import bodies
from hotline_analysis.statistics.clusters import Ints, average_linkage
from hotline_analysis.statistics.heat import PARTS
from hotline_analysis.statistics.hotspot_memory import NOTHING, Memory, regrouped
from hotline_analysis.statistics.hotspot_scope import MIXED, scopes
from hotline_analysis.statistics.hotspot_table import counted
from hotline_analysis.statistics.hotspot_themes import find_themes
from hotline_analysis.statistics.places import Gazetteer
from hotline_analysis.statistics.text_vectors import text_vectors

_HELD = {"text": "str", "time": "datetime64[us]", "count": "Int64", "flag": "boolean"}
_TYPES = {column.name: _HELD[column.holds] for column in CASES if column.name != "caller"} | {"in_period": "bool"}
"""Columns that a frame lacks hold nothing, in the type that they would have; a caller may be a code or a name."""

LISTED = (
    "hotspot_id", "name", "confirmed", "kind", "place", "township", "topic", "units", "cases", "callers", "resubmitted",
    "repeated", "days", "before", "expected", "late", "dissatisfied", "first_seen", "last_seen", "months", "total",
    "medoid", *(f"heat_{part}" for part in PARTS), "heat",
)  # fmt: skip
"""The columns of a table of hotspots as a file has them."""

MEMBERS = ("case_id", "hotspot_id", "name", "similarity")
"""The columns of a list of members as a file has them."""


@dataclass(frozen=True, eq=False)
class Hotspots:
    """What was found: `table` has one row a hotspot, hottest first; `members` one row a case of a hotspot.

    table: hotspot_id, then the columns of hotspot_scope.scopes and hotspot_table.counted. members: the
    columns of the cases and hotspot_id, name, similarity (cosine to the hotspot's most typical case, 0 to
    1), centrality, places, in_period (false for the history), previous and again (see again.mark_again). `themes`: see
    hotspot_themes.find_themes. `vectors` holds the text of each member, in their order.
    """

    table: pd.DataFrame
    members: pd.DataFrame
    themes: pd.DataFrame
    vectors: Any

    def of(self, hotspot_id: str) -> pd.DataFrame:
        """The cases of one hotspot, in order of time."""
        return self.members[self.members["hotspot_id"] == hotspot_id]


def find_hotspots(
    cases: pd.DataFrame,
    *,
    history: pd.DataFrame | None = None,
    distance: float = DISTANCE,
    county: Profile | None = None,
    memory: Memory = NOTHING,
    as_of: date | None = None,
) -> Hotspots:
    """The hotspots of `cases` (the period), with what `history` (earlier cases) tells of them.

    Both are frames of ledger/columns.py in any order; case_id, received_at and summary must be there. All
    texts are clustered together, so that an event keeps its identity over months: its id is the number of
    its first case. `county` gives places and weights, `memory` what an analyst decided, `as_of` the day up
    to which lateness counts (the last day of the period). Cases withheld (举报, 保密) or without text are
    in no hotspot, nor are those that have only their phrases in common.
    """
    known = _known(cases, history)
    gazetteer = Gazetteer.of(county) if county else Gazetteer()
    known = known.assign(places=pd.Series([gazetteer.places_in(text) for text in bodies(known)], dtype=object))
    vectors = text_vectors(bodies(known), known["places"].tolist())
    labels = regrouped(average_linkage(vectors, distance=distance), known["case_id"].tolist(), vectors, memory)
    placed = known.join(mark_again(known, labels, vectors)).assign(**_likeness(labels, vectors))
    chosen = _in_hotspots(placed, labels)
    members = placed[chosen].assign(hotspot_id=_first_cases(known["case_id"].to_numpy(), labels)[chosen])
    rules = county.hotspots if county else HotspotRules()
    table = scopes(members, gazetteer, memory).join(counted(members, known, weights=rules.heat, as_of=as_of))
    table = table[table["kind"] != MIXED].rename_axis("hotspot_id").reset_index()
    table = table.sort_values(["heat", "cases", "hotspot_id"], ascending=[False, False, True], ignore_index=True)
    named = members.assign(name=members["hotspot_id"].map(table.set_index("hotspot_id")["name"]))
    named = named[named["hotspot_id"].isin(table["hotspot_id"])]
    themes = find_themes(table, named, gazetteer)
    return Hotspots(table, named.reset_index(drop=True), themes, vectors[named.index.to_numpy()])


def _known(cases: pd.DataFrame, history: pd.DataFrame | None) -> pd.DataFrame:
    """The period and what came before it, in order of time, with all columns and only what has words to compare."""
    earlier = cases.iloc[:0] if history is None else history[~history["case_id"].isin(cases["case_id"])]
    both = pd.concat([earlier.assign(in_period=False), cases.assign(in_period=True)])
    full = both.reindex(columns=[*(column.name for column in CASES), "in_period"]).astype(_TYPES)
    told = full[full["summary"].fillna("").str.strip().ne("") & ~withheld(full)]
    return told.sort_values(["received_at", "case_id"], kind="stable").reset_index(drop=True)


def _likeness(labels: Ints, vectors: Any) -> dict[str, npt.NDArray[Any]]:
    """For each case how like all of its cluster it is, and how like the cluster's most typical case."""
    from scipy import sparse

    ones = (np.ones(len(labels)), (labels, np.arange(len(labels))))
    sums = sparse.csr_matrix(ones, shape=(int(labels.max(initial=-1)) + 1, len(labels))) @ vectors
    centrality = np.asarray(vectors.multiply(sums[labels]).sum(axis=1)).ravel().round(9)
    order = np.lexsort((np.arange(len(labels)), -centrality, labels))
    typical = order[np.unique(labels[order], return_index=True)[1]]
    similarity = np.asarray(vectors.multiply(vectors[typical[labels]]).sum(axis=1)).ravel()
    return {"centrality": centrality, "similarity": similarity.round(9).clip(0, 1)}


def _in_hotspots(cases: pd.DataFrame, labels: Ints) -> npt.NDArray[np.bool_]:
    """Whether each case belongs to a cluster of several cases that the period has a part in."""
    several = np.bincount(labels)[labels] > 1
    seen = np.bincount(labels, weights=cases["in_period"].to_numpy(float))[labels] > 0
    chosen: npt.NDArray[np.bool_] = several & seen
    return chosen


def _first_cases(numbers: npt.NDArray[Any], labels: Ints) -> npt.NDArray[Any]:
    """The number of the first case of each case's cluster."""
    first: npt.NDArray[Any] = numbers[np.unique(labels, return_index=True)[1]][labels]
    return first
