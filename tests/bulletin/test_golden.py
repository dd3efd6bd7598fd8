"""The words of three whole bulletins, as a reader gets them; `pytest --update-golden` writes them anew."""

from pathlib import Path

import pytest
from sample import facts_of, text_of

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("month", ["2018-05", "2018-06", "2020-04"])
def test_the_words_of_the_bulletin_have_not_changed(month: str, request: pytest.FixtureRequest) -> None:
    golden, words = GOLDEN / f"{month}.txt", text_of(facts_of(month))
    if request.config.getoption("--update-golden"):
        golden.write_text(words, encoding="utf-8")
    assert golden.is_file(), f"{golden.name} is missing: write it with pytest --update-golden, and read it through"
    assert words.splitlines() == golden.read_text(encoding="utf-8").splitlines()
