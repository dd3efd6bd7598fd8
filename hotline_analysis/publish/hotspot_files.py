"""Hotspots on the terminal and as files: the table, and which case belongs to which."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from hotline_analysis.publish.spreadsheets import refuse_to_replace, write_csv
from hotline_analysis.statistics.hotspot_scope import EVENT
from hotline_analysis.statistics.hotspots import LISTED, MEMBERS, Hotspots

TITLES = ("名次", "热点", "件数", "人数", "上期", "首次", "单位", "热度")


def check_paths(table: Path | None, members: Path | None) -> None:
    """InputError where one of the files cannot be written, or is something else; before anything is counted."""
    for path, header, option in ((table, LISTED, "--csv"), (members, MEMBERS, "--members")):
        if path:
            refuse_to_replace(path, header, option=option)


def write_table(found: Hotspots, path: Path) -> None:
    """Every hotspot of the period, hottest first."""
    write_csv(path, LISTED, _rows(found.table, LISTED))


def write_members(found: Hotspots, path: Path) -> None:
    """The cases of the period that are in a hotspot, one a row."""
    write_csv(path, MEMBERS, _rows(found.members[found.members["in_period"]], MEMBERS))


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[list[object]]:
    for row in frame[list(columns)].itertuples(index=False):
        yield [_cell(value) for value in row]


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return "" if pd.isna(value) else round(value, 4)
    return value


def print_hotspots(found: Hotspots, *, top: int) -> None:
    """The `top` events, hottest first, and then the problems that several places share."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console, table = Console(), Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in TITLES:
        table.add_column(title, overflow="fold", justify="right" if title in TITLES[2:5] else "left")
    events = found.table[found.table["kind"] == EVENT].head(top)
    for rank, row in enumerate(events.itertuples(), start=1):
        name = f"{row.name}{'' if row.confirmed else '（暂名）'}"
        cells = (rank, name, row.cases, row.callers, row.before, f"{row.first_seen:%Y-%m-%d}", row.units, row.heat)
        table.add_row(*(str(cell).replace("[", r"\[") for cell in cells))
    console.print(table)
    for theme in found.themes.head(top).to_dict("records"):
        told = f"共性问题：{theme['name']}，{theme['cases']}件，涉及{'、'.join(theme['places'])}"
        console.print(told, markup=False, highlight=False, soft_wrap=True)
