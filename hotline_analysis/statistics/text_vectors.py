"""Cases as vectors: the characters of their texts in twos and threes, and the places that they name."""

from collections.abc import Sequence
from typing import Any

from hotline_analysis.ledger.gazetteer import PROJECT, REGION, Place
from hotline_analysis.statistics.case_texts import bare

PLACES = 0.35
"""What a place weighs that only one text names, beside all of a text's characters; commoner ones weigh less."""

_TOO_COMMON, _MANY = 0.05, 1_000
"""Characters in more than this share of so many texts tell no matter from another."""


def text_vectors(texts: Sequence[str], places: Sequence[Sequence[Place]]) -> Any:
    """One row of length 1 a text (0 where it shares nothing with any other), as a sparse matrix.

    TF-IDF (Salton & Buckley 1988) with 1 + log of the count; `places` are those of each text. The weights
    are fitted on all texts, so hand in the history with the month: judged by the month alone, what is
    common in the county looks rare.
    """
    from scipy import sparse
    from sklearn.preprocessing import normalize

    parts = [part for part in (_characters(texts), _places(places)) if part is not None]
    return normalize(sparse.hstack(parts).tocsr()) if parts else sparse.csr_matrix((len(texts), 1))


def _characters(texts: Sequence[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    most = _TOO_COMMON if len(texts) >= _MANY else 1.0
    measure = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=2, max_df=most, sublinear_tf=True)
    return _fitted(measure, [bare(text) for text in texts])


def _places(places: Sequence[Sequence[Place]]) -> Any:
    """Each place that several texts name, by its rarity; a region or a project says too little of where."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    names = [[place.name for place in found if place.kind not in (REGION, PROJECT)] for found in places]
    measure = TfidfVectorizer(analyzer=list, min_df=2, norm=None, binary=True)
    weights = _fitted(measure, names)
    return None if weights is None else weights * (PLACES / (1 + np.log(len(names))))


def _fitted(measure: Any, documents: Sequence[Any]) -> Any:
    """The weights of the documents; None where no two have anything in common."""
    if len(documents) < 2:
        return None
    try:
        return measure.fit_transform(documents)
    except ValueError as nothing:
        if "vocabulary" in str(nothing) or "no terms remain" in str(nothing):
            return None
        raise
