"""Average linkage without a matrix of distances gives what scipy's dense one gives."""

import numpy as np
import pytest
from sample import facts_of
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize

from hotline_analysis.statistics.case_texts import bodies
from hotline_analysis.statistics.clusters import average_linkage
from hotline_analysis.statistics.text_vectors import text_vectors


def dense(vectors: sparse.csr_matrix, distance: float) -> np.ndarray:
    """The clusters by scipy, whose memory grows with the square of the rows."""
    apart = np.clip(1 - (vectors @ vectors.T).toarray(), 0, 1)
    np.fill_diagonal(apart, 0)
    return fcluster(linkage(squareform((apart + apart.T) / 2), "average"), distance, "distance")


def made_up(seed: int, rows: int) -> sparse.csr_matrix:
    """Rows about some forty centres, with much that they share by chance."""
    rng = np.random.default_rng(seed)
    centres = sparse.random(40, 400, 0.05, random_state=seed, format="csr")
    noise = sparse.random(rows, 400, 0.02, random_state=seed + 1, format="csr")
    return normalize(centres[rng.integers(0, 40, rows)] + noise)


@pytest.mark.parametrize("distance", [0.3, 0.6, 0.86])
@pytest.mark.parametrize("seed", range(5))
def test_the_clusters_are_those_of_a_dense_average_linkage(seed: int, distance: float) -> None:
    vectors = made_up(seed, 300)
    assert adjusted_rand_score(dense(vectors, distance), average_linkage(vectors, distance=distance)) == 1.0


def test_the_texts_of_a_county_come_out_as_by_a_dense_average_linkage() -> None:
    vectors = text_vectors(bodies(facts_of("2020-04").cases), [()] * len(facts_of("2020-04").cases))
    ours = average_linkage(vectors, distance=0.86)
    assert adjusted_rand_score(dense(vectors, 0.86), ours) == 1.0
    assert 1 < len(set(ours)) < len(ours)


def test_the_nearest_neighbours_alone_give_nearly_the_same() -> None:
    vectors = made_up(9, 600)
    every, nearest = average_linkage(vectors, distance=0.6), average_linkage(vectors, distance=0.6, nearest=20)
    assert adjusted_rand_score(every, nearest) > 0.99


def test_another_order_of_the_rows_gives_the_same_clusters() -> None:
    vectors, order = made_up(3, 300), np.random.default_rng(0).permutation(300)
    assert adjusted_rand_score(
        average_linkage(vectors, distance=0.6)[order], average_linkage(vectors[order], distance=0.6)
    ) == 1.0  # fmt: skip


def test_rows_with_nothing_in_common_stay_alone() -> None:
    assert average_linkage(sparse.csr_matrix(np.eye(3)), distance=0.9).tolist() == [0, 1, 2]
    assert average_linkage(sparse.csr_matrix((2, 5)), distance=0.9).tolist() == [0, 1]
    assert average_linkage(sparse.csr_matrix((0, 5)), distance=0.9).tolist() == []


def test_equal_rows_are_one_cluster() -> None:
    assert average_linkage(sparse.csr_matrix([[1.0, 0.0]] * 5), distance=0.1).tolist() == [0] * 5


def test_absent_pairs_count_as_unlike() -> None:
    """A chain of neighbours is no cluster where its ends have nothing in common."""
    chain = normalize(sparse.csr_matrix([[1.0, 2, 0, 0, 0], [0, 2, 1, 0, 0], [0, 0, 1, 2, 0], [0, 0, 0, 2, 1]]))
    assert average_linkage(chain, distance=0.7).tolist() == [0, 0, 1, 1]


def test_many_equal_texts_take_no_longer_than_one() -> None:
    rows = sparse.csr_matrix(np.tile([[0.6, 0.8, 0.0], [0.0, 0.0, 0.0], [0.8, 0.6, 0.0]], (10_000, 1)))
    labels = average_linkage(rows, distance=0.86)
    assert len(set(labels)) == 10_001 and set(labels[0::3]) == set(labels[2::3]) == {0}


def test_texts_of_equal_likeness_merge_in_few_rounds() -> None:
    """All pairs of a thousand rows tie; were only one pair to merge in a round, this would take minutes."""
    rows = sparse.hstack([sparse.csr_matrix(np.ones((1000, 1))), sparse.eye(1000) * 0.5]).tocsr()
    assert set(average_linkage(normalize(rows), distance=0.86)) == {0}
