"""A topic for the cases to which the ledger gives none, learnt from the office's own labelled rows."""

import re
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from hotline_analysis.statistics.case_texts import bodies

ENOUGH = 100
"""Fewer labelled rows than this teach nothing that could be relied on."""

EXAMPLES = 5
"""A topic with fewer different texts is not suggested; as many folds, so that each holds a text of every topic."""

NEWEST, CHARACTERS = 6_000, 1_000_000
"""Learnt from are the labelled rows received last, up to so many rows and characters: a few seconds on two cores."""

RIGHT = 0.9
"""The share that must be right of the labelled rows with the margin of a sure suggestion."""

CHANCE = 0.05
"""How often the sure rows of a trial may seem so right by chance alone."""

FEW_LABELS, FEW_TOPICS, NONE_MISSING = "few_labels", "few_topics", "none_missing"

_HEAD, _HEAD_WEIGHT = 25, 0.5
"""Characters in which most texts name their matter, and what they weigh beside the whole text."""


@dataclass(frozen=True)
class Trial:
    """How topics learnt from four fifths of the labelled rows did on the last fifth, each fifth in turn.

    Of `labels` rows `right` got their own topic; rows of topics too rare to be suggested count as wrong.
    `macro_f1` is the plain mean of F1 over the topics that can be suggested. `sure` rows had a margin of
    at least `threshold`, `sure_right` of these were right; `threshold` is inf where no margin is enough.
    """

    labels: int
    right: int
    macro_f1: float
    threshold: float
    sure: int
    sure_right: int

    @property
    def accuracy(self) -> float:
        """The share of `labels` that is `right`, from 0 to 1."""
        return self.right / self.labels


@dataclass(frozen=True, eq=False)
class Suggestions:
    """Suggested topics, never more than that: nothing here has been written into the cases.

    `table` has one row a case without a topic, by case number, and no text: `case_id`, `topic`, `margin`
    (the decision value of the topic less that of the next best; near 0 either would do) and `sure` (such
    a margin was right in at least 90% of the office's own rows). `labels` rows were learnt from. `reason`
    is blank, or why `table` is empty: `few_labels`, `few_topics` or `none_missing`; then `trial` is None.
    """

    table: pd.DataFrame
    labels: int
    reason: str = ""
    trial: Trial | None = None

    @property
    def known_enough(self) -> bool:
        """Whether the labelled rows are enough to suggest anything from."""
        return self.reason not in (FEW_LABELS, FEW_TOPICS)

    @property
    def accuracy(self) -> float | None:
        """Share of the labelled rows given their own topic in cross-validation, 0 to 1; None without a trial."""
        return self.trial.accuracy if self.trial else None

    @property
    def macro_f1(self) -> float | None:
        """Mean F1 of the topics in cross-validation, 0 to 1; None without a trial."""
        return self.trial.macro_f1 if self.trial else None


def suggest_topics(cases: pd.DataFrame, *, labelled: pd.DataFrame | None = None) -> Suggestions:
    """A topic for each of `cases` that has a text and no topic, learnt from `labelled` (None: from `cases`).

    A linear support vector machine on TF-IDF of characters alone and in pairs, of the text and once more of
    its first 25 characters: on 1,842 messages to another city's office it did as well as longer n-grams,
    words or NB-SVM. A suggestion does not depend on what other cases are asked for, nor on any order of rows.
    The texts of withheld cases (举报, 保密) are read where the ledger was read for internal use, and who
    prints a topic must leave these cases out, as everywhere.

    >>> kinds = {"供水供电": "村里停水已经三天", "交通运输": "公交车末班提前收车"}
    >>> rows = [(f"{word}，{chr(0x4E00 + place)}家", topic) for topic, word in kinds.items() for place in range(60)]
    >>> cases = pd.DataFrame([*rows, ("本组停水两天", None)], columns=["summary", "topic"])
    >>> cases = cases.assign(case_id=[f"A{place}" for place in range(121)], received_at=pd.Timestamp("2020-04-01"))
    >>> suggest_topics(cases).table[["case_id", "topic"]].values.tolist()
    [['A120', '供水供电']]
    >>> suggest_topics(cases.tail(50)).reason
    'few_labels'
    """
    examples, asked = _examples(cases if labelled is None else labelled), _told(cases)
    asked = asked[asked["topic"] == ""]
    reason = _reason(examples) or ("" if len(asked) else NONE_MISSING)
    if reason:
        nothing = asked[:0].assign(margin=0.0, sure=False)[["case_id", "topic", "margin", "sure"]]
        return Suggestions(nothing, len(examples), reason)
    counts = _counts([*examples["text"], *asked["text"]])
    trial = _trial(examples, [block[: len(examples)] for block in counts], seed=0)
    places = np.arange(len(examples), len(examples) + len(asked))
    topics, margins = _decide(counts, examples, np.flatnonzero(examples["common"]), places)
    table = asked[["case_id"]].assign(topic=topics, margin=margins, sure=margins >= trial.threshold)
    return Suggestions(table.reset_index(drop=True), len(examples), "", trial)


def cross_validate(labelled: pd.DataFrame, *, seed: int = 0) -> Trial | None:
    """How well topics can be told from the labelled rows of `labelled`; None where they are not enough.

    Texts alike but for figures and signs are kept in one fold, or the learner would have seen the answer.
    `seed` deals the texts to other folds.
    """
    examples = _examples(labelled)
    return None if _reason(examples) else _trial(examples, _counts([*examples["text"]]), seed=seed)


def _told(cases: pd.DataFrame) -> pd.DataFrame:
    """The cases with at least one letter of text, by case number; `letters` tells texts apart, topic '' is none."""
    told = cases[["case_id", "received_at"]].assign(
        topic=cases["topic"].astype("str").fillna("").str.strip(),
        text=pd.Series(bodies(cases), index=cases.index, dtype="str"),
    )
    told["letters"] = told["text"].map(lambda text: re.sub(r"[\W\d_]+", "", text.lower())).astype("str")
    return told[told["letters"] != ""].sort_values("case_id")


def _examples(labelled: pd.DataFrame) -> pd.DataFrame:
    """The labelled rows received last, newest first; `common`: its topic has enough different texts."""
    told = _told(labelled)
    newest = told[told["topic"] != ""].sort_values(["received_at", "case_id"], ascending=False).head(NEWEST)
    rows = newest[newest["text"].str.len().cumsum() <= CHARACTERS].reset_index(drop=True)
    rows["home"] = rows.groupby("letters")["topic"].transform("min")  # one text may bear two topics
    texts = rows.groupby("home")["letters"].nunique()
    return rows.assign(common=rows["topic"].isin(texts.index[texts >= EXAMPLES]))


def _reason(examples: pd.DataFrame) -> str:
    if len(examples) < ENOUGH:
        return FEW_LABELS
    return FEW_TOPICS if examples.loc[examples["common"], "topic"].nunique() < 2 else ""


def _counts(texts: list[str]) -> list[Any]:
    """How often each character and pair of characters stands in each text, and in its head: a row a text."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer="char", ngram_range=(1, 2), dtype=np.float64)
    return [counter.fit_transform(texts), counter.fit_transform([text[:_HEAD] for text in texts])]


def _vectors(counts: list[Any], taught: npt.NDArray[np.intp]) -> Any:
    """TF-IDF of every text; vocabulary and weights come from the rows `taught` alone."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfTransformer

    blocks = []
    for block, weight in zip(counts, (1, _HEAD_WEIGHT), strict=True):
        texts = block[taught].getnnz(axis=0)
        known = block[:, texts >= min(2, texts.max())]
        blocks.append(TfidfTransformer(sublinear_tf=True).fit(known[taught]).transform(known) * weight)
    return sparse.hstack(blocks).tocsr()


def _decide(
    counts: list[Any], examples: pd.DataFrame, taught: npt.NDArray[np.intp], asked: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64]]:
    """The topic and the margin of each of the rows `asked`, learnt from the rows `taught` of `examples`."""
    from sklearn.svm import LinearSVC

    vectors = _vectors(counts, taught)
    learner = LinearSVC(class_weight="balanced", random_state=0)
    learner.fit(vectors[taught], examples["topic"].to_numpy(object)[taught])
    values = learner.decision_function(vectors[asked])
    if values.ndim == 1:  # of two topics only one is valued
        values = np.column_stack((-values, values))
    second, first = np.sort(values, axis=1)[:, -2:].T
    return learner.classes_[values.argmax(axis=1)], first - second


def _trial(examples: pd.DataFrame, counts: list[Any], *, seed: int) -> Trial:
    from sklearn.metrics import f1_score

    folds, common = _folds(examples, seed), examples["common"].to_numpy()
    own = examples["topic"].to_numpy(object)
    guessed, margins = np.empty(len(own), object), np.empty(len(own))
    for fold in range(EXAMPLES):
        asked = np.flatnonzero(folds == fold)
        guessed[asked], margins[asked] = _decide(counts, examples, np.flatnonzero(common & (folds != fold)), asked)
    right = guessed == own
    threshold = _sure_from(margins, right)
    sure = margins >= threshold
    f1 = f1_score(own, guessed, labels=np.unique(own[common]), average="macro", zero_division=0)
    return Trial(len(own), int(right.sum()), float(f1), threshold, int(sure.sum()), int((sure & right).sum()))


def _folds(examples: pd.DataFrame, seed: int) -> npt.NDArray[np.int64]:
    """The fold of each row: the texts of a topic are dealt out in turn, in an order that only they decide."""
    texts = examples.drop_duplicates("letters")[["home", "letters"]]
    texts = texts.assign(lot=[crc32(f"{seed} {letters}".encode()) for letters in texts["letters"]])
    dealt = texts.sort_values(["home", "lot", "letters"])["letters"]
    return examples["letters"].map(dict(zip(dealt, np.arange(len(dealt)) % EXAMPLES, strict=True))).to_numpy(np.int64)


def _sure_from(margins: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """The least margin at which 90% of rows are right; inf where there is none, or too few rows to say so.

    The share that is right at a margin is fitted by isotonic regression (it may only rise with the margin).
    The rows from there on must be right in 90% with 95% confidence (Wilson 1927, one-sided), so that a few
    lucky rows make no threshold.

    >>> _sure_from(np.arange(100.0), np.arange(100) >= 50), _sure_from(np.arange(20.0), np.arange(20) >= 0)
    (50.0, inf)
    """
    from sklearn.isotonic import IsotonicRegression

    likely = IsotonicRegression().fit_transform(margins, right) >= RIGHT
    enough = likely.any() and _at_least(int(right[likely].sum()), int(likely.sum())) >= RIGHT
    return float(margins[likely].min()) if enough else inf


def _at_least(part: int, whole: int) -> float:
    """The least share that `part` of `whole` may come from, with 95% confidence (Wilson 1927, one-sided).

    The same as scipy's `binomtest(81, 263).proportion_ci(0.9, "wilson").low`:

    >>> round(_at_least(81, 263), 4), round(_at_least(24, 24), 4)
    (0.2633, 0.8987)
    """
    normal, share = NormalDist().inv_cdf(1 - CHANCE), part / whole
    middle, square = share + normal**2 / (2 * whole), normal**2 / whole
    return (middle - normal * sqrt(share * (1 - share) / whole + square / (4 * whole))) / (1 + square)
