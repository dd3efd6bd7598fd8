"""What an analyst decided on hotspots: kept to the letter, found again after clustering anew, never lost."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from math import cos, sin
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from hotline_analysis.errors import NotesError
from hotline_analysis.ledger.values import identifier, plain
from hotline_analysis.statistics import hotspot_memory
from hotline_analysis.statistics.clusters import average_linkage
from hotline_analysis.statistics.hotspot_entries import HEAD, MOST
from hotline_analysis.statistics.hotspot_memory import (
    FILE,
    NOTHING,
    Change,
    Hide,
    Memory,
    Merge,
    Rename,
    Split,
    is_hidden,
    name_of,
    read_memory,
    regrouped,
    remember,
    unknown,
)

WRITTEN = """\
# 李科长核定
[[rename]]
case = "A1"
name = "甲河镇河道垃圾堆放问题"   # 会上定的
by = "李科长"
on = 2020-05-06

[[merge]]
cases = ["A1", "B1"]

[[split]]
cases = ["A2"]

[[hide]]
case = "C1"
reason = "属正常政策咨询"

[[rename]]
case = "B1"
name = "乙山镇断头路问题"
by = ""
"""
READ = Memory(
    (Rename("A1", "甲河镇河道垃圾堆放问题", "李科长", date(2020, 5, 6)), Rename("B1", "乙山镇断头路问题")),
    (Merge(("A1", "B1")),),
    (Split(("A2",)),),
    (Hide("C1", "属正常政策咨询"),),
)

Vectors = dict[str, tuple[float, float, float]]
Groups = set[frozenset[str]]


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / FILE
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def rows(vectors: Vectors) -> Any:
    return sparse.csr_matrix(np.array(list(vectors.values()), dtype=np.float64).reshape(-1, 3))


def groups(labels: Any, numbers: Iterable[str]) -> Groups:
    found: dict[int, set[str]] = {}
    for label, number in zip(labels.tolist(), numbers, strict=True):
        found.setdefault(label, set()).add(number)
    return {frozenset(one) for one in found.values()}


def of(*found: str) -> Groups:
    return {frozenset(one.split()) for one in found}


def at(angle: float) -> tuple[float, float, float]:
    """A text about two matters: wholly the one at 0, wholly the other at 1.57."""
    return cos(angle), sin(angle), 0.0


APART = (0.0, 0.0, 1.0)
MARCH = {"A1": at(0.1), "A2": at(0.2), "B1": at(0.9), "B2": at(1.0), "C1": APART, "C2": APART}
APRIL = {"B3": at(0.95), "A3": at(0.15), "C3": APART, **MARCH, "B4": at(0.85)}


def grouped(vectors: Vectors, memory: Memory) -> Groups:
    """Clustered anew, then as the analyst decided."""
    labels = average_linkage(rows(vectors), distance=0.86)
    return groups(regrouped(labels, list(vectors), rows(vectors), memory), vectors)


def test_no_file_is_no_memory(tmp_path: Path) -> None:
    assert read_memory(tmp_path / "nowhere") == read_memory(tmp_path) == NOTHING == Memory()


def test_every_kind_is_read_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, WRITTEN)
    found = read_memory(tmp_path)
    assert found == READ
    assert [one.line for one in found.renames] == [2, 18]
    assert (found.merges[0].line, found.splits[0].line, found.hides[0].line) == (8, 11, 14)


def test_the_head_of_the_file_shows_what_can_be_read(tmp_path: Path) -> None:
    write(tmp_path, HEAD)
    assert read_memory(tmp_path) == NOTHING
    write(tmp_path, re.sub(r"^# (?=\[\[|[a-z]+ = )", "", HEAD, flags=re.MULTILINE))
    assert read_memory(tmp_path) == Memory(
        (Rename("工单编号", "热点名称", "核定人", date(2020, 5, 6)),),
        (Merge(("工单编号甲", "工单编号乙")),),
        (Split(("工单编号",)),),
        (Hide("工单编号", "原因"),),
    )
    assert f"不超过{MOST['name']}字" in HEAD and f"不超过{MOST['reason']}字" in HEAD


def test_a_number_is_understood_as_in_the_ledger(tmp_path: Path) -> None:
    write(tmp_path, '[[merge]]\ncases = ["ＤＨ２０２０ ", "202004010001.0"]\n')
    assert read_memory(tmp_path).merges == (Merge(("DH2020", "202004010001")),)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[[rename]]\ncase = "A1"\nnmae = "甲"', "line 1, [[rename]]", "unknown key 'nmae'. Use case, name, by, on."),
        ('\n[[rename]]\ncase = "A1"', "line 2, [[rename]]", "it lacks name. Add a line name = …"),
        ('[[hide]]\ncase = "A1"', "line 1, [[hide]]", "it lacks reason. Add a line reason = …"),
        ('[[rename]]\ncase = "A1"\nname = " 　"', "line 1, [[rename]], name", "' 　' is blank, too long or not in one"),
        ('[[rename]]\ncase = "A1"\nname = "\u200b"', "name", "Write 1 to 40 characters"),
        (f'[[rename]]\ncase = "A1"\nname = "{"长" * 41}"', "name", "Write 1 to 40 characters"),
        ('[[rename]]\ncase = "A1"\nname = "甲\\n乙"', "name", "'甲 乙' is blank, too long or not in one line"),
        ('[[rename]]\ncase = "A1"\nname = 5', "name: '5'", 'is no text. Write it in quotation marks, name = "…".'),
        ('[[rename]]\ncase = 2020\nname = "甲"', "case: '2020'", "is no text. Write it in quotation marks, case ="),
        ('[[rename]]\ncase = ""\nname = "甲"', "case: ''", "is no case number. Copy it from the ledger."),
        ('[[hide]]\ncase = "2.02E+17"\nreason = "甲"', "case: '2.02E+17'", "is no case number"),
        ('[[rename]]\ncase = "A1"\nname = "甲"\non = "2020-05-06"', "on: '2020-05-06'", "Write it like 2020-05-06"),
        ('[[rename]]\ncase = "A1"\nname = "甲"\non = 2020-05-06T09:00:00', "on: '2020-05-06 09:00:00'", "is no date"),
        ('[[hide]]\ncase = "A1"\nreason = "x"\n[[merge]]\ncases = ["A1"]', "line 4, [[merge]], cases", "'A1' is one"),
        ('[[merge]]\ncases = "A1"', "cases: 'A1'", "is no list of cases. Write their numbers like"),
        ("[[split]]\ncases = []", "line 1, [[split]], cases: '[]'", "is no list of cases"),
        ("[[split]]\ncases = [1]", "cases: '[1]'", "is no text"),
        ('[[merge]]\ncases = ["A1", "Ａ1"]', "cases", "names a case twice. Name each case once."),
        ('[[renmae]]\ncase = "A1"', "'renmae'", "Begin each with a line [[rename]], [[merge]], [[split]], [[hide]]."),
        ('[rename]\ncase = "A1"\nname = "甲"', "'rename'", "Begin each with a line [[rename]]"),
        ('rename = [{case = "A1", name = "甲"}]', "'rename'", "Begin each with a line [[rename]]"),
        ('rename = "A1"', "'rename'", "Begin each with a line [[rename]]"),
        ("[[rename]]\ncase = “A1”", "not TOML", "line 2"),
        ("[[rename]]\nname = 甲".encode("gb18030"), "not UTF-8", "Save it again"),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(tmp_path: Path, text: str | bytes, line: str, told: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(NotesError) as error:
        read_memory(tmp_path)
    message = str(error.value)
    assert message.startswith(f"{path}") and line in message and told in message and "\n" not in message


CASES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=12).filter(
    lambda text: identifier(text) == text
)
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]) | st.sampled_from("\"'\\#=[]“”🚧🏘️ 　"),
    min_size=1, max_size=40,
).filter(lambda text: plain(text) and text == text.strip())  # fmt: skip
SEVERAL = st.lists(CASES, min_size=2, max_size=5, unique=True).map(tuple)
CHANGES = st.one_of(
    st.builds(Rename, CASES, LINES, st.just("") | LINES, st.none() | st.dates()),
    st.builds(Merge, SEVERAL),
    st.builds(Split, SEVERAL),
    st.builds(Hide, CASES, LINES),
)


def gathered(changes: Iterable[Change]) -> Memory:
    kinds: dict[type, list[Any]] = {Rename: [], Merge: [], Split: [], Hide: []}
    for one in changes:
        kinds[type(one)].append(one)
    return Memory(*map(tuple, kinds.values()))


@given(st.lists(CHANGES, min_size=1, max_size=6))
def test_what_is_remembered_is_read_back(changes: list[Change]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        told = [remember(folder, one) for one in changes][-1]
        assert told == read_memory(folder) == gathered(changes)
        kept = sorted((one for kind in vars(told).values() for one in kind), key=lambda one: one.line)
        assert kept == changes
        assert os.listdir(folder) == [FILE]
        assert (folder / FILE).read_bytes().startswith(HEAD.encode())


@given(LINES, st.sampled_from("\n\r\t\v\f\0\x1b\x7f\x85\u2028\u2029\ud800"), LINES)
def test_a_name_of_two_lines_is_refused_and_nothing_written(before: str, sign: str, after: str) -> None:
    with TemporaryDirectory() as name:
        for one in (Rename("A1", f"{before[:9]}{sign}{after[:9]}"), Hide("A1", f"甲{sign}"), Split((f"A{sign}1",))):
            with pytest.raises(NotesError, match=r"new, \[\["):
                remember(Path(name), one)
        assert os.listdir(name) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Rename("A1", ""), "name: ''"),
        (Rename("A1", "长" * 41), "1 to 40"),
        (Rename("", "甲"), "is no case number"),
        (Rename("A1", "甲", on=datetime(2020, 5, 6)), "is no date"),
        (Merge(("A1",)), "'A1' is one case"),
        (Split(()), "is no list of cases"),
        (Hide("A1", ""), "reason: ''"),
    ],
)
def test_a_wrong_change_is_refused_and_the_file_let_be(tmp_path: Path, change: Change, told: str) -> None:
    path = write(tmp_path, WRITTEN)
    with pytest.raises(NotesError, match=told):
        remember(tmp_path, change)
    assert path.read_text(encoding="utf-8") == WRITTEN and os.listdir(tmp_path) == [FILE]


def test_blanks_around_a_name_are_no_part_of_it(tmp_path: Path) -> None:
    assert remember(tmp_path, Rename(" Ａ1", " 甲 ")).renames == (Rename("A1", "甲"),)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "# 完"])
def test_what_stands_in_the_file_stays_to_the_byte(tmp_path: Path, ending: str, mark: str, last: str) -> None:
    before = (mark + WRITTEN + last).replace("\n", ending).encode()
    path = write(tmp_path, before)
    path.chmod(0o640)
    found = remember(tmp_path, Hide("D1", "重复"))
    assert found.hides == (*READ.hides, Hide("D1", "重复")) and found.renames == READ.renames
    after = path.read_bytes()
    added = f'{ending if last else ""}\n[[hide]]\ncase = "D1"\nreason = "重复"\n'.replace("\r\n", "\n")
    assert after == before + added.replace("\n", ending).encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_the_longest_texts_are_taken(tmp_path: Path) -> None:
    remember(tmp_path, Rename("A1", "长" * MOST["name"], "长" * MOST["by"]))
    assert len(remember(tmp_path, Hide("A1", "长" * MOST["reason"])).hides[0].reason) == 100


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    path = write(tmp_path / "shared", WRITTEN)
    (tmp_path / FILE).symlink_to(path)
    remember(tmp_path, Hide("D1", "重复"))
    assert (tmp_path / FILE).is_symlink() and len(read_memory(tmp_path / "shared").hides) == 2


def test_a_file_that_is_not_understood_is_not_written_to(tmp_path: Path) -> None:
    path = write(tmp_path, WRITTEN + "[[hide]]\n")
    with pytest.raises(NotesError, match="line 22, .*it lacks case"):
        remember(tmp_path, Hide("D1", "重复"))
    assert path.read_text(encoding="utf-8") == WRITTEN + "[[hide]]\n" and os.listdir(tmp_path) == [FILE]


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = write(tmp_path, WRITTEN)
    monkeypatch.setattr(hotspot_memory.os, "fsync", full)
    with pytest.raises(NotesError, match="cannot be written: No space left on device. See that"):
        remember(tmp_path, Hide("D1", "重复"))
    assert path.read_text(encoding="utf-8") == WRITTEN and os.listdir(tmp_path) == [FILE]
    with pytest.raises(NotesError, match="cannot be written: No such file or directory"):
        remember(tmp_path / "nowhere", Hide("D1", "重复"))


def test_many_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    changes = [Rename(f"A{place}", f"热点{place}") for place in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: remember(tmp_path, one), changes))
    assert set(read_memory(tmp_path).renames) == set(changes)
    assert (tmp_path / FILE).read_text(encoding="utf-8").count("# 热点人工核定记录") == 1


def test_two_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from hotline_analysis.statistics.hotspot_memory import Hide, remember\n"
        "for place in range(20): remember(Path(sys.argv[1]), Hide(f'{sys.argv[2]}{place}', '重复'))"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "AB"]
    assert [one.wait(60) for one in both] == [0, 0]
    found = [one.case for one in read_memory(tmp_path).hides]
    assert [one for one in found if one[0] == "A"] == [f"A{place}" for place in range(20)]
    assert [one for one in found if one[0] == "B"] == [f"B{place}" for place in range(20)]


def test_who_waits_too_long_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hotspot_memory, "PATIENCE", 0.05)
    left = tmp_path / f".{FILE}.new"
    left.touch()
    with pytest.raises(NotesError, match="another program is writing hotspots.toml. Try again; if none is, delete"):
        remember(tmp_path, Hide("D1", "重复"))
    assert os.listdir(tmp_path) == [left.name]
    left.unlink()
    assert remember(tmp_path, Hide("D1", "重复")).hides == (Hide("D1", "重复"),)


def test_the_last_name_wins(tmp_path: Path) -> None:
    remember(tmp_path, Rename("A1", "旧名"))
    memory = remember(tmp_path, Rename("A1", "新名"))
    assert name_of(memory, ["A1", "A2"]) == "新名"
    memory = remember(tmp_path, Rename("A2", "又名"))
    assert name_of(memory, ["A2", "A1"]) == name_of(memory, (one for one in ("A1", "A2"))) == "又名"
    assert name_of(memory, ["A1"]) == name_of(memory, iter(["A1"])) == "新名"
    assert name_of(memory, ["B1"]) is name_of(memory, []) is None


def test_a_hotspot_is_hidden_by_any_of_its_cases() -> None:
    memory = Memory(hides=(Hide("A2", "重复"),))
    assert is_hidden(memory, ["A1", "A2"]) and not is_hidden(memory, ["A1"]) and not is_hidden(NOTHING, ["A2"])


def test_cases_that_are_not_there_are_named_once() -> None:
    assert unknown(READ, ["A1"]) == ("B1", "C1", "A2")
    assert unknown(READ, ["A1", "A2", "B1", "C1", "Z9"]) == unknown(NOTHING, []) == ()


def test_without_a_decision_the_clusters_stay() -> None:
    labels = np.array([5, 3, 5, 0, 3, 7])
    found = regrouped(labels, list(MARCH), rows(MARCH), NOTHING)
    assert found.tolist() == [0, 1, 0, 2, 1, 3] and found.dtype == np.int64
    assert labels.tolist() == [5, 3, 5, 0, 3, 7]
    absent = Memory(splits=(Split(("Z1",)),), merges=(Merge(("Z1", "Z2")), Merge(("A1", "Z3"))))
    assert regrouped(labels, list(MARCH), rows(MARCH), absent).tolist() == found.tolist()
    assert regrouped(np.empty(0, np.int64), [], rows({}), READ).tolist() == []


def test_the_months_are_clustered_as_the_tests_below_take_it() -> None:
    assert grouped(MARCH, NOTHING) == of("A1 A2 B1 B2", "C1 C2")
    assert grouped(APRIL, NOTHING) == of("A1 A2 A3 B1 B2 B3 B4", "C1 C2 C3")


@pytest.mark.parametrize("named", [("B1",), ("B2", "B1"), ("B1", "Z9")])
def test_a_split_holds_in_a_later_month(named: tuple[str, ...]) -> None:
    memory = Memory(splits=(Split(named),))
    assert grouped(MARCH, memory) == of("A1 A2", "B1 B2", "C1 C2")
    assert grouped(APRIL, memory) == of("A1 A2 A3", "B1 B2 B3 B4", "C1 C2 C3")


def test_a_merge_holds_in_a_later_month() -> None:
    memory = Memory(merges=(Merge(("B1", "C2")),))
    assert grouped(MARCH, memory) == {frozenset(MARCH)} and grouped(APRIL, memory) == {frozenset(APRIL)}
    chain = Memory(merges=(Merge(("A1", "B1")), Merge(("C1", "B1"))))
    labels = np.array([0, 0, 1, 1, 2, 2])
    assert regrouped(labels, list(MARCH), rows(MARCH), chain).tolist() == [0] * 6


def test_names_and_hides_go_with_their_case() -> None:
    memory = Memory((Rename("A1", "甲"), Rename("B2", "乙")), splits=(Split(("B1",)),), hides=(Hide("C1", "重复"),))
    told = {name_of(memory, one): is_hidden(memory, one) for one in grouped(APRIL, memory)}
    assert told == {"甲": False, "乙": False, None: True}


def test_named_cases_of_several_hotspots_form_one() -> None:
    assert grouped(APRIL, Memory(splits=(Split(("B1", "C1")),))) == of("A1 A2 A3", "B1 B2 B3 B4 C1", "C2 C3")


def test_a_split_never_undoes_itself() -> None:
    near = {"A1": at(0.4), "A2": at(0.1), "A3": at(0.7), "A4": at(0.41)}
    assert grouped(near, Memory(splits=(Split(("A1",)),))) == of("A1", "A2 A3 A4")
    pair = {"A1": at(0.1), "A2": at(0.1)}
    assert grouped(pair, Memory(splits=(Split(("A1",)),))) == of("A1", "A2")
    assert grouped(pair, Memory(splits=(Split(("A1", "A2")),))) == of("A1 A2")


def test_no_case_is_compared_with_itself() -> None:
    three = {"A1": at(0.1), "A2": at(0.5), "B1": at(1.0)}
    assert grouped(three, Memory(splits=(Split(("A1",)),))) == of("A1 A2", "B1")


def test_what_is_as_like_one_part_as_the_other_stays() -> None:
    even = {"A1": at(0.2), "B1": at(0.8), "M1": at(0.5), "A2": at(0.2)}
    found = regrouped(np.zeros(4, np.int64), list(even), rows(even), Memory(splits=(Split(("B1",)),)))
    assert groups(found, even) == of("A1 A2 M1", "B1")


def test_what_was_joined_by_mistake_can_be_parted_again(tmp_path: Path) -> None:
    remember(tmp_path, Merge(("A1", "C1")))
    assert grouped(MARCH, read_memory(tmp_path)) == {frozenset(MARCH)}
    assert grouped(MARCH, remember(tmp_path, Split(("C2",)))) == of("A1 A2 B1 B2", "C1 C2")
    assert grouped(APRIL, read_memory(tmp_path)) == of("A1 A2 A3 B1 B2 B3 B4", "C1 C2 C3")


def test_a_part_can_be_moved_to_another_hotspot(tmp_path: Path) -> None:
    remember(tmp_path, Split(("B1",)))
    assert grouped(APRIL, remember(tmp_path, Merge(("B1", "C1")))) == of("A1 A2 A3", "B1 B2 B3 B4 C1 C2 C3")


def test_what_no_file_orders_is_split_first() -> None:
    memory = Memory(merges=(Merge(("B1", "C1")),), splits=(Split(("B1",)),))
    assert grouped(MARCH, memory) == of("A1 A2", "B1 B2 C1 C2")


PLACES = st.tuples(*[st.sampled_from([0.0, 0.6, 0.8, 1.0])] * 3)
NUMBERS = [f"A{place}" for place in range(9)]
STEPS = st.lists(
    st.lists(st.sampled_from([*NUMBERS, "Z9"]), min_size=1, max_size=3, unique=True).map(tuple), max_size=3
)


@given(
    st.lists(st.tuples(PLACES, st.integers(0, 2)), min_size=9, max_size=9),
    st.permutations(range(9)),
    STEPS.map(lambda steps: tuple(map(Split, steps))),
    STEPS.map(lambda steps: tuple(map(Merge, steps))),
)
def test_another_order_of_the_cases_gives_the_same_groups(
    cases: list[tuple[tuple[float, float, float], int]],
    order: list[int],
    splits: tuple[Split, ...],
    merges: tuple[Merge, ...],
) -> None:
    def found(order: Iterable[int]) -> Groups:
        places = list(order)
        vectors = {NUMBERS[place]: cases[place][0] for place in places}
        labels = np.array([cases[place][1] for place in places])
        numbered = regrouped(labels, list(vectors), rows(vectors), Memory(merges=merges, splits=splits))
        assert list(dict.fromkeys(numbered.tolist())) == list(range(numbered.max() + 1))
        return groups(numbered, vectors)

    whole = found(range(9))
    assert whole == found(order)
    for one in merges:
        assert len({group for group in whole for number in one.cases if number in group}) <= 1


@pytest.mark.parametrize("kind", [sparse.csr_matrix, sparse.csr_array])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_any_sparse_rows_will_do(kind: Callable[..., Any], dtype: type) -> None:
    vectors = kind(rows(MARCH)).astype(dtype)
    labels = np.array([0, 0, 0, 0, 1, 1])
    memory = Memory(splits=(Split(("B1",)),))
    assert regrouped(labels, list(MARCH), vectors, memory).tolist() == [0, 0, 1, 1, 2, 2]
