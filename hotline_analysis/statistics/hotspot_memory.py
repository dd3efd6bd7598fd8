"""What an analyst decided on hotspots: kept in the county's hotspots.toml and applied again every month."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from scipy import sparse

from hotline_analysis.errors import NotesError
from hotline_analysis.statistics.clusters import Ints, _numbered
from hotline_analysis.statistics.hotspot_entries import (
    HEAD,
    NOTHING,
    Change,
    Hide,
    Memory,
    Merge,
    Rename,
    Split,
    normal,
    understood,
    written,
)

__all__ = [
    "FILE", "NOTHING", "Change", "Hide", "Memory", "Merge", "Rename", "Split",
    "is_hidden", "name_of", "read_memory", "regrouped", "remember", "unknown",
]  # fmt: skip

FILE = "hotspots.toml"
PATIENCE = 5.0
"""Seconds that a change waits for another one to be written; one takes some milliseconds."""

_SAME = 1e-9
"""Likeness differs by less only because the rows were added up in another order."""


def regrouped(labels: Ints, case_ids: Sequence[str], vectors: sparse.csr_matrix, memory: Memory) -> Ints:
    """The cluster of each case after the splits and merges, numbered by first appearance.

    `vectors` has a row of length 1 or 0 for each of `case_ids`. Splits and merges are applied in the order
    of the file, so that each finds the hotspots that the analyst saw; those without a line are applied
    first, splits before merges. Cases that are not in `case_ids` are ignored (see `unknown`).

    >>> rows = sparse.csr_matrix([[1.0, 0.0], [0.6, 0.8], [0.8, 0.6], [0.0, 1.0]])
    >>> numbers = ["A1", "A2", "A3", "A4"]
    >>> regrouped(np.array([0, 0, 0, 0]), numbers, rows, Memory(splits=(Split(("A4",)),))).tolist()
    [0, 1, 0, 1]
    >>> regrouped(np.array([0, 1, 2, 1]), numbers, rows, Memory(merges=(Merge(("A1", "A4")),))).tolist()
    [0, 0, 1, 0]
    """
    rows = {number: row for row, number in enumerate(case_ids)}
    steps: list[Merge | Split] = [*memory.splits, *memory.merges]
    for step in sorted(steps, key=lambda one: one.line):
        named = np.array([rows[number] for number in step.cases if number in rows], np.int64)
        if not len(named):
            continue
        if isinstance(step, Split):
            labels = _split(labels, named, vectors)
        else:
            labels = np.where(np.isin(labels, labels[named]), labels[named].min(), labels)
    return _numbered(labels)


def _split(labels: Ints, named: Ints, vectors: sparse.csr_matrix) -> Ints:
    """`named` become one new cluster; of each cluster that they leave, what is more like those that left comes along.

    Where all the rest would come along the split would undo itself: then the named cases go alone.
    """
    found, new = labels.copy(), labels.max() + 1
    found[named] = new
    for cluster in np.unique(labels[named]):
        leaving = named[labels[named] == cluster]
        others = np.setdiff1d(np.flatnonzero(labels == cluster), leaving)
        coming = _more_like(vectors[others].astype(np.float64), vectors[leaving].astype(np.float64))
        if not coming.all():
            found[others[coming]] = new
    return found


def _more_like(others: sparse.csr_matrix, named: sparse.csr_matrix) -> npt.NDArray[np.bool_]:
    """Whether the mean cosine of each of `others` to `named` is above its mean cosine to the rest of `others`.

    A case is not compared with itself, as in the silhouette (Rousseeuw 1987). An only one has no rest: 0.
    """
    to_named = np.asarray(others @ named.mean(axis=0).T).ravel()
    itself = np.asarray(others.multiply(others).sum(axis=1)).ravel()
    to_rest = (np.asarray(others @ others.sum(axis=0).T).ravel() - itself) / max(1, len(itself) - 1)
    more: npt.NDArray[np.bool_] = to_named > to_rest + _SAME
    return more


def name_of(memory: Memory, case_ids: Iterable[str]) -> str | None:
    """The name that was last given to the hotspot of these cases; None where nobody named it (暂名).

    >>> name_of(Memory((Rename("A1", "甲"), Rename("A2", "乙"))), ["A1", "A2", "A3"])
    '乙'
    """
    held = set(case_ids)
    return next((one.name for one in reversed(memory.renames) if one.case in held), None)


def is_hidden(memory: Memory, case_ids: Iterable[str]) -> bool:
    """Whether the hotspot of these cases is not to be listed: one of them is named by a hide."""
    return not {one.case for one in memory.hides}.isdisjoint(case_ids)


def unknown(memory: Memory, case_ids: Iterable[str]) -> tuple[str, ...]:
    """The case numbers of `memory` that are not among `case_ids`, each once: of other months, or mistaken."""
    held = set(case_ids)
    single: list[Rename | Hide] = [*memory.renames, *memory.hides]
    several: list[Merge | Split] = [*memory.merges, *memory.splits]
    named = [one.case for one in single] + [number for one in several for number in one.cases]
    return tuple(number for number in dict.fromkeys(named) if number not in held)


def read_memory(folder: Path) -> Memory:
    """What hotspots.toml in `folder` holds; NOTHING where there is none; NotesError where it is not understood."""
    path = folder / FILE
    return understood(path.read_bytes(), path) if path.is_file() else NOTHING


def remember(folder: Path, change: Change) -> Memory:
    """Append `change` to hotspots.toml in `folder` and return what the file then holds.

    What stands in the file stays as it is, to the byte. A later rename of a case wins over a former one.
    Several programs may do this at once: one waits for the other. NotesError where the change or the
    file is not understood or cannot be written; the file is then as it was.
    """
    path = (folder / FILE).resolve()
    entry = written(normal(change, path))
    try:
        with _replacing(path) as file:
            after = _appended(path.read_bytes() if path.is_file() else HEAD.encode(), entry)
            memory = understood(after, path)
            file.write(after)
    except OSError as error:
        told = f"{path}: cannot be written: {error.strerror}. See that its folder may be written in, and try again."
        raise NotesError(told) from None
    return memory


def _appended(before: bytes, entry: str) -> bytes:
    """The file with one entry more, behind a blank line, its lines ended as those before."""
    ending = b"\r\n" if b"\r\n" in before else b"\n"
    gap = ending if before.endswith(b"\n") or not before else 2 * ending
    return before + gap + entry.encode().replace(b"\n", ending)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` at the end; while it is there nobody else can make one."""
    beside = path.with_name(f".{path.name}.new")
    file = _made(beside)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.is_file():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _made(beside: Path) -> BinaryIO:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return beside.open("xb")
        except FileExistsError:
            if time.monotonic() > until:
                told = f"{beside}: another program is writing {FILE}. Try again; if none is, delete this file."
                raise NotesError(told) from None
        time.sleep(0.01)
