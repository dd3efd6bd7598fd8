"""A county's places in a table that an analyst keeps: townships, villages, compounds, roads and what else is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from hotline_analysis.errors import ProfileError
from hotline_analysis.ledger.header import Header, find_header
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.sources import find_source

REGION, TOWNSHIP, VILLAGE, COMMUNITY = "区县", "乡镇", "村", "社区"
ROAD, COMPOUND, PARTY, PROJECT, OTHER = "道路", "小区", "单位", "项目", "其他"
KINDS = (REGION, TOWNSHIP, VILLAGE, COMMUNITY, ROAD, COMPOUND, PARTY, PROJECT, OTHER)
"""What a place may be, from the widest on; 单位 is a company, a school, a hospital, a market."""

HEADERS = {"name": "名称", "kind": "类别", "township": "所属乡镇", "aliases": "别名"}
"""The header of gazetteer.csv; 别名 may be absent, and parts several names by 、."""

_OFFICE = "办事处"
_TOWNSHIP_ENDS = ("镇", "乡", "街道")


@dataclass(frozen=True, order=True)
class Place:
    """A place by its official name: what it is, and the township in which it lies, empty where that is not known."""

    name: str
    kind: str
    township: str = ""


@dataclass(frozen=True)
class Entry:
    """A place of the gazetteer with every way to write it, the official name first."""

    place: Place
    spellings: tuple[str, ...]


def read_gazetteer(profile: Profile) -> tuple[Entry, ...]:
    """The places of the profile's gazetteer after the townships among its units; the latter alone where it has none.

    ProfileError names the file, the row, the value, what is allowed and what to do.
    """
    units = tuple(_townships(profile))
    if not profile.places.file:
        return units
    path = profile.folder / profile.places.file
    if not path.is_file():
        raise ProfileError(
            f"{path}: there is no such gazetteer. Put it there, or take file out of [places] in profile.toml."
        )
    listed = tuple(_entries(profile))
    towns = (entry for entry in (*units, *(entry for _, entry in listed)) if entry.place.kind == TOWNSHIP)
    known = {"": ""} | {spelling: entry.place.name for entry in towns for spelling in entry.spellings}
    for row, entry in listed:
        if entry.place.township not in known:
            raise ProfileError(_stranger(f"{profile.places.file}, row {row}", entry.place.township, known))
    return _joined(units, tuple(_official(entry, known) for _, entry in listed))


def township_of_unit(unit: str) -> str:
    """The township whose office a unit is; empty for any other unit.

    >>> township_of_unit("板桥镇"), township_of_unit("清溪街道办事处"), township_of_unit("房管局")
    ('板桥镇', '清溪街道', '')
    """
    name = unit.removesuffix(_OFFICE)
    return name if name.endswith(_TOWNSHIP_ENDS) else ""


def _townships(profile: Profile) -> Iterator[Entry]:
    for _, unit in profile.units.values():
        if name := township_of_unit(unit.name):
            yield Entry(Place(name, TOWNSHIP, name), tuple(dict.fromkeys((name, *unit.spellings))))


def _official(entry: Entry, known: dict[str, str]) -> Entry:
    """The entry with its township by the official name."""
    return replace(entry, place=replace(entry.place, township=known[entry.place.township]))


def _joined(units: tuple[Entry, ...], listed: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Each place once: a township that the file names too keeps the spellings of both."""
    found: dict[Place, tuple[str, ...]] = {}
    for entry in (*units, *listed):
        found[entry.place] = tuple(dict.fromkeys((*found.get(entry.place, ()), *entry.spellings)))
    return tuple(Entry(place, spellings) for place, spellings in found.items())


def _entries(profile: Profile) -> Iterator[tuple[int, Entry]]:
    file = profile.places.file
    sheet = next(find_source(file, profile.folder).sheets())
    rows = [row for row in sheet.rows if any(map(str.strip, row[1]))]
    header = find_header(rows[:1], HEADERS) if rows else None
    if header is None or not {"name", "kind", "township"} <= set(header.places):
        raise ProfileError(f"{file}: its header is not 名称,类别,所属乡镇 (and 别名, if any). Write it so in row 1.")
    for row, cells in rows[1:]:
        yield row, _entry(f"{file}, row {row}", _parts(header, cells))


def _parts(header: Header, cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(header.names) - len(cells))]
    return {ours: padded[place].strip() for ours, place in header.places.items()}


def _entry(where: str, parts: dict[str, str]) -> Entry:
    name, kind = parts["name"], parts["kind"]
    if len(name) < 2:
        raise ProfileError(f"{where}, 名称: '{name}' is no name of a place. Write it in full, or take the row out.")
    if kind not in KINDS:
        raise ProfileError(f"{where}, 类别: '{kind}' is none of {' '.join(KINDS)}. Write one of these.")
    township = name if kind == TOWNSHIP else parts["township"]
    aliases = (alias.strip() for alias in parts.get("aliases", "").split("、"))
    return Entry(Place(name, kind, township), tuple(dict.fromkeys((name, *filter(None, aliases)))))


def _stranger(where: str, township: str, known: dict[str, str]) -> str:
    near = get_close_matches(township, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    names = "、".join(filter(None, dict.fromkeys(known.values()))) or "the townships of this table"
    return (
        f"{where}, 所属乡镇: unknown township '{township}'.{hint} Write one of {names}, "
        "leave it blank, or add a row of its own with 类别 乡镇."
    )
