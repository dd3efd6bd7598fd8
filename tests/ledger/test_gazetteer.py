"""The gazetteer: read as an analyst saves it, and refused by row where it cannot be right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hotline_analysis.errors import InputError, ProfileError
from hotline_analysis.ledger.gazetteer import KINDS, TOWNSHIP, Entry, Place, read_gazetteer
from hotline_analysis.ledger.profile import Profile

HEADER = "名称,类别,所属乡镇,别名"
ROWS = ("甲河镇,乡镇,,", "柳湾村,村,甲河镇,柳湾大队、老柳湾", "翠屏小区,小区,,")
Listed = Callable[..., tuple[Entry, ...]]


@pytest.fixture
def listed(tmp_path: Path, county: Callable[..., Profile]) -> Listed:
    """Reads the given lines as the small county's gazetteer."""

    def make(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> tuple[Entry, ...]:
        (tmp_path / "gazetteer.csv").write_bytes("\r\n".join((header, *lines, "")).encode(encoding))
        return read_gazetteer(named(county, tmp_path))

    return make


def named(county: Callable[..., Any], folder: Path, file: str = "gazetteer.csv") -> Profile:
    profile: Profile = county(places={"file": file}).model_copy(update={"folder": folder})
    return profile


def test_without_a_file_the_townships_among_the_units_are_known(county: Callable[..., Profile]) -> None:
    entries = read_gazetteer(county())
    assert [entry.place for entry in entries] == [
        Place("甲河镇", TOWNSHIP, "甲河镇"),
        Place("乙山镇", TOWNSHIP, "乙山镇"),
    ]
    assert entries[0].spellings == ("甲河镇", "甲河镇人民政府")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_places_follow_the_townships_of_the_units_and_keep_their_aliases(listed: Listed, encoding: str) -> None:
    entries = listed(*ROWS, encoding=encoding)
    assert [entry.place.name for entry in entries] == ["甲河镇", "乙山镇", "柳湾村", "翠屏小区"]
    assert entries[0].spellings == ("甲河镇", "甲河镇人民政府")
    assert entries[2] == Entry(Place("柳湾村", "村", "甲河镇"), ("柳湾村", "柳湾大队", "老柳湾"))
    assert entries[3].place.township == ""


def test_a_workbook_is_read_as_well(tmp_path: Path, county: Callable[..., Profile]) -> None:
    book = openpyxl.Workbook()
    for line in (HEADER, *ROWS):
        book.worksheets[0].append(line.split(","))
    book.save(tmp_path / "places.xlsx")
    entries = read_gazetteer(named(county, tmp_path, "places.xlsx"))
    assert [entry.place.name for entry in entries] == ["甲河镇", "乙山镇", "柳湾村", "翠屏小区"]


def test_a_township_may_be_written_as_the_unit_is(listed: Listed) -> None:
    assert listed("柳湾村,村,甲河镇人民政府,")[-1].place.township == "甲河镇"


def test_a_township_of_no_unit_may_be_listed_itself(listed: Listed) -> None:
    assert listed("丙岭乡,乡镇,,", "石坪村,村,丙岭乡,")[-1].place == Place("石坪村", "村", "丙岭乡")


def test_aliases_may_be_left_out(listed: Listed) -> None:
    assert listed("解放路,道路,", header="名称,类别,所属乡镇")[-1].place == Place("解放路", "道路")


def test_a_place_that_stands_twice_is_one(listed: Listed) -> None:
    entries = listed("柳湾村,村,甲河镇,", "柳湾村,村,甲河镇,老柳湾", "柳湾村,村,乙山镇,")
    assert [(entry.place.township, entry.spellings) for entry in entries[2:]] == [
        ("甲河镇", ("柳湾村", "老柳湾")),
        ("乙山镇", ("柳湾村",)),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("柳湾村,自然村,甲河镇,", f"row 2, 类别: '自然村' is none of {' '.join(KINDS)}. Write one of these."),
        ("村,村,甲河镇,", "row 2, 名称: '村' is no name of a place. Write it in full"),
        (",村,甲河镇,", "row 2, 名称: '' is no name of a place"),
        (
            "柳湾村,村,甲何镇,",
            "row 2, 所属乡镇: unknown township '甲何镇'. Did you mean '甲河镇'? Write one of 甲河镇、乙山镇",
        ),
    ],
)
def test_a_row_that_cannot_be_right_is_named(listed: Listed, line: str, told: str) -> None:
    with pytest.raises(ProfileError) as error:
        listed(line)
    assert str(error.value).startswith(f"gazetteer.csv, {told}") and "\n" not in str(error.value)


def test_a_file_without_the_header_is_refused(listed: Listed) -> None:
    with pytest.raises(ProfileError, match="its header is not 名称,类别,所属乡镇"):
        listed("甲河镇,乡镇,,", header="地名,种类,乡镇,别名")


def test_an_empty_file_is_refused(tmp_path: Path, county: Callable[..., Profile]) -> None:
    (tmp_path / "gazetteer.csv").write_bytes(b"")
    with pytest.raises(InputError, match="the file is empty"):
        read_gazetteer(named(county, tmp_path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path, county: Callable[..., Profile]) -> None:
    with pytest.raises(ProfileError, match=r"there is no such gazetteer. Put it there, or take file out of \[places\]"):
        read_gazetteer(named(county, tmp_path))
