"""Hotspots for readers outside the office: no words of a case, and no name that nobody approved."""

from dataclasses import replace

import pandas as pd

from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import FREE_TEXT
from hotline_analysis.ledger.redaction import mask
from hotline_analysis.statistics.hotspots import Hotspots
from hotline_analysis.statistics.places import Gazetteer


def without_words(found: Hotspots, county: Profile) -> Hotspots:
    """The hotspots as the public may see them.

    A name that an analyst confirmed stays, masked; any other becomes the listed place and the topic. Places
    that the county does not list, which may be a private shop, are left blank. The cases lose their texts.
    """
    gazetteer = Gazetteer.of(county)
    listed = gazetteer.names | {county.county}
    table = found.table.assign(place=found.table["place"].where(found.table["place"].isin(listed), ""))
    table = table.assign(name=[_name(row, gazetteer) for _, row in table.iterrows()])
    names = table.set_index("hotspot_id")["name"]
    members = found.members.drop(columns=list(FREE_TEXT))
    members = members.assign(
        name=members["hotspot_id"].map(names),
        places=members["places"].map(lambda places: tuple(place for place in places if place.name in listed)),
    )
    themes = found.themes.assign(name=found.themes["theme_id"].map(names))
    return replace(found, table=table, members=members, themes=themes)


def _name(row: "pd.Series[str]", gazetteer: Gazetteer) -> str:
    if row["confirmed"]:
        return mask(str(row["name"]), keep=gazetteer.names)
    where = str(row["township"]) + (str(row["place"]) if row["place"] != row["township"] else "")
    return f"反映{where}{row['topic']}{'方面' if row['topic'] else '有关'}问题"
