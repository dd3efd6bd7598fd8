"""Average-linkage clustering of sparse vectors, exact, without a matrix of all distances.

The mean similarity of two clusters never rises above the larger of those they were merged from, so a pair
below the threshold is never needed again; and the mean itself is the product of the clusters' summed
vectors. Only pairs at or above the threshold are kept, at any size.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

ALL_PAIRS_UP_TO = 3_000
"""Texts up to which every pair counts."""

NEAREST = 50
"""Above that, how many nearest texts of each are kept; for 10,000 texts as few gave the clusters of all pairs."""

_BLOCK, _CHUNK = 500, 50_000


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Pairs of clusters, first < second, and their mean similarity."""

    first: Ints
    second: Ints
    mean: Floats

    def __len__(self) -> int:
        return len(self.first)

    def where(self, kept: npt.NDArray[np.bool_]) -> "_Pairs":
        return _Pairs(self.first[kept], self.second[kept], self.mean[kept])


def average_linkage(vectors: sparse.csr_matrix, *, distance: float, nearest: int | None = None) -> Ints:
    """The cluster of each row: UPGMA on cosine distances, cut at `distance`; numbered by first appearance.

    Rows have length 1 or 0. Two clusters that are each other's nearest may be merged in any order
    (Murtagh 1983: average linkage is reducible), so each round merges all such pairs. With `nearest`, or
    beyond `ALL_PAIRS_UP_TO` different rows, only the nearest neighbours of a row can bring its cluster to another.

    >>> rows = sparse.csr_matrix([[1.0, 0.0], [0.0, 1.0], [0.8, 0.6], [0.96, 0.28]])
    >>> average_linkage(rows, distance=0.3).tolist()
    [0, 1, 0, 0]
    """
    at_least, labels = 1 - distance, _equal(vectors)
    sizes: Floats = np.bincount(labels).astype(np.float64)
    apart = sparse.csr_matrix(vectors[np.unique(labels, return_index=True)[1]], dtype=np.float64)
    if nearest is None and len(sizes) > ALL_PAIRS_UP_TO:
        nearest = NEAREST
    pairs = _near(apart, at_least, nearest)
    sums = sparse.csr_matrix(sparse.diags(sizes) @ apart)
    while len(pairs):
        merged, new = _merged(pairs, len(sizes))
        labels, sizes = new[labels], np.asarray(np.bincount(new, weights=sizes), np.float64)
        sums = _summed(sums, new, len(sizes))
        pairs = _moved(pairs, merged, new, sums, sizes, at_least)
    return _numbered(labels)


def _equal(vectors: sparse.csr_matrix) -> Ints:
    """One number for all rows that are equal, by first appearance; an empty row is like no other."""
    rows = sparse.csr_matrix(vectors, copy=True)
    rows.sort_indices()
    edges = zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    keys = [(rows.indices[a:b].tobytes(), rows.data[a:b].tobytes()) if b > a else at for at, (a, b) in enumerate(edges)]
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


def _near(vectors: sparse.csr_matrix, at_least: float, nearest: int | None) -> _Pairs:
    """Every pair of rows that is alike enough; of each row's pairs only the `nearest`."""
    turned = vectors.T.tocsr()
    blocks = [_near_block(vectors, turned, start, at_least, nearest) for start in range(0, vectors.shape[0], _BLOCK)]
    if not blocks:
        return _Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    rows, columns, alike = (np.concatenate(part) for part in zip(*blocks, strict=True))
    key, place = np.unique(np.minimum(rows, columns) * vectors.shape[0] + np.maximum(rows, columns), return_index=True)
    return _Pairs(key // vectors.shape[0], key % vectors.shape[0], alike[place])


def _near_block(
    vectors: sparse.csr_matrix, turned: sparse.csr_matrix, start: int, at_least: float, nearest: int | None
) -> tuple[Ints, Ints, Floats]:
    found = (vectors[start : start + _BLOCK] @ turned).tocoo()
    kept = (found.data >= at_least) & (found.row + start != found.col)
    rows, columns = found.row[kept].astype(np.int64) + start, found.col[kept].astype(np.int64)
    alike = found.data[kept].astype(np.float64)
    if nearest is None:
        return rows, columns, alike
    order = np.lexsort((_lot(rows, columns), -alike, rows))
    starts = np.searchsorted(rows[order], rows[order])
    top = order[np.arange(len(order)) - starts < nearest]
    return rows[top], columns[top], alike[top]


def _lot(ends: Ints, others: Ints) -> npt.NDArray[np.uint64]:
    """A number for each pair, the same from both ends, that decides between equally near neighbours.

    If the first of them were taken, of many equal texts only two could merge in a round.
    """
    low, high = np.minimum(ends, others).astype(np.uint64), np.maximum(ends, others).astype(np.uint64)
    drawn: npt.NDArray[np.uint64] = (low * np.uint64(0x9E3779B97F4A7C15)) ^ (high * np.uint64(0xC2B2AE3D27D4EB4F))
    return (drawn >> np.uint64(16)) ^ drawn


def _merged(pairs: _Pairs, count: int) -> tuple[npt.NDArray[np.bool_], Ints]:
    """Which clusters merge now, and every cluster's new number: each other's nearest become one."""
    ends, others = np.r_[pairs.first, pairs.second], np.r_[pairs.second, pairs.first]
    order = np.lexsort((_lot(ends, others), -np.r_[pairs.mean, pairs.mean], ends))
    known, place = np.unique(ends[order], return_index=True)
    best = np.full(count, -1)
    best[known] = others[order][place]
    low = known[(best[best[known]] == known) & (known < best[known])]
    merged, to = np.zeros(count, bool), np.arange(count)
    merged[low] = merged[best[low]] = True
    to[best[low]] = low
    return merged, np.unique(to, return_inverse=True)[1]


def _summed(sums: sparse.csr_matrix, new: Ints, count: int) -> sparse.csr_matrix:
    joining = sparse.csr_matrix((np.ones(len(new)), (new, np.arange(len(new)))), shape=(count, len(new)))
    return sparse.csr_matrix(joining @ sums)


def _moved(
    pairs: _Pairs, merged: npt.NDArray[np.bool_], new: Ints, sums: sparse.csr_matrix, sizes: Floats, at_least: float
) -> _Pairs:
    """The pairs after a round: those of merged clusters measured anew, where still alike enough."""
    touched = merged[pairs.first] | merged[pairs.second]
    ends = new[pairs.first], new[pairs.second]
    first, second = np.minimum(*ends), np.maximum(*ends)
    apart = touched & (first < second)
    key = np.unique(first[apart] * len(sizes) + second[apart])
    left, right = key // len(sizes), key % len(sizes)
    measured = _Pairs(left, right, _products(sums, left, right) / (sizes[left] * sizes[right]))
    again = measured.where(measured.mean >= at_least)
    still = _Pairs(first, second, pairs.mean).where(~touched)
    return _Pairs(*(np.r_[getattr(still, name), getattr(again, name)] for name in ("first", "second", "mean")))


def _products(rows: sparse.csr_matrix, left: Ints, right: Ints) -> Floats:
    """The scalar product of each pair of rows."""
    found = np.empty(len(left))
    for start in range(0, len(left), _CHUNK):
        part = slice(start, start + _CHUNK)
        found[part] = np.asarray(rows[left[part]].multiply(rows[right[part]]).sum(axis=1)).ravel()
    return found


def _numbered(labels: Ints) -> Ints:
    """The labels renumbered by first appearance.

    >>> _numbered(np.array([7, 3, 7])).tolist()
    [0, 1, 0]
    """
    _, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[numbers]
