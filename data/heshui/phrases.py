"""The words of the sample county: a small grammar that never says the same thing twice."""

import random
import re
from collections.abc import Mapping
from typing import Any

SHORTEST, LONGEST = 25, 120
PERSONAL_SHARE = 0.08
NAMES_ITSELF = ("建议", "表扬", "感谢", "举报", "关于", "目前", "群众对", "有群众称")
STAYS_THE_SAME = ("town", "village", "compound", "road", "road2", "school", "shop", "line", "spot", "trade", "corner")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Phrases:
    """Writes summaries from `places` and `texts`; remembers them so that none is written again."""

    def __init__(self, rng: random.Random, *, places: Mapping[str, Any], phrases: Mapping[str, Any]) -> None:
        self.rng, self.places, self.phrases = rng, places, phrases
        self.written: set[str] = set()

    def summary(
        self, problem: Mapping[str, Any], *, unit: str, manner: str, kept: Mapping[str, str], again: bool = False
    ) -> tuple[str, dict[str, str]]:
        """A new text about `problem` and the slots it filled; `kept` fixes slots of an earlier text."""
        for _ in range(200):
            slots = self.base(unit) | dict(kept)
            text = self.draft(problem, slots, manner=manner, again=again)
            if SHORTEST <= len(text) <= LONGEST and text not in self.written:
                self.written.add(text)
                return text, {name: slots[name] for name in STAYS_THE_SAME if name in slots}
        raise ValueError(f"no new text for {problem['titles'][0]}: give the problem more details")

    def draft(self, problem: Mapping[str, Any], slots: dict[str, str], *, manner: str, again: bool) -> str:
        """One try at a text, as long as chance makes it; `manner` is a key of the openers."""
        choose, kind = self.rng.choice, manner.split("_")[0]
        slots |= {name: choose(problem[name]) for name in ("spot", "trade") if name in problem and name not in slots}
        title, *own = choose(problem["titles"]).split("|")
        opener = "" if title.startswith(NAMES_ITSELF) else choose(self.phrases[f"{kind}_openers{manner[len(kind) :]}"])
        details = [choose(own)] if own else []
        if not own or self.rng.random() < 0.45:
            details.append(choose(problem["details"]))
        if kind == "order" and self.rng.random() < 0.4:
            details = [*details, choose([one for one in problem["details"] if one not in details])]
        parts = [f"{opener}{title}。", "，".join(details) + "。"]
        if again:
            parts.append(choose(self.phrases["again"]))
        if self.rng.random() < 0.6 and not title.startswith(NAMES_ITSELF):
            parts.append(choose(self.phrases[f"{kind}_wishes"]))
        if self.rng.random() < PERSONAL_SHARE:
            parts.append(choose(self.phrases["personal"]))
        return self.fill("".join(parts), slots)

    def fill(self, text: str, slots: dict[str, str]) -> str:
        """`text` with every {slot} filled; a place stays the same throughout one text."""

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name in slots:
                return slots[name]
            made = str(getattr(self, name)() if name in MADE_UP else self.rng.choice(self.places["slots"][name]))
            if name in STAYS_THE_SAME:
                slots[name] = made
            return made

        while re.search(r"\{\w+\}", text):
            text = re.sub(r"\{(\w+)\}", value, text)
        return text

    def base(self, unit: str) -> dict[str, str]:
        """What the unit decides: its name in speech, its township (any for a department), a village."""
        towns = self.places["townships"]
        town = unit if unit in towns else self.rng.choice(list(towns))
        village = self.rng.choice(towns[town]["villages"]) + self.rng.choice(("村", "村", "行政村"))
        agency = f"{unit}政府" if unit in towns else f"县{unit}"
        return {"agency": agency, "town": town, "village": village}

    def mobile(self) -> str:
        """A number of the prefixes 160 and 161, which no operator has given out to callers."""
        return f"16{self.rng.randrange(2)}{self.rng.randrange(10**8):08d}"

    def landline(self) -> str:
        return f"0934-99{self.rng.randrange(10**5):05d}"

    def plate(self) -> str:
        return f"甘M000{self.rng.randrange(10)}{self.rng.choice('ABCDEF')}"

    def email(self) -> str:
        return f"user{self.rng.randrange(100, 999)}@example.com"

    def wechat(self) -> str:
        return f"wx_sample{self.rng.randrange(100, 999)}"

    def fullname(self) -> str:
        slots = self.places["slots"]
        return str(self.rng.choice(slots["surname"]) + self.rng.choice(slots["given"]))

    def idnumber(self) -> str:
        """An identity number with a right check digit and a birth in 1890-1899, so nobody living has it."""
        born = f"189{self.rng.randrange(10)}{self.rng.randrange(1, 13):02d}{self.rng.randrange(1, 29):02d}"
        body = f"621024{born}{self.rng.randrange(1000):03d}"
        total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
        return body + "10X98765432"[total % 11]


MADE_UP = ("mobile", "landline", "plate", "email", "wechat", "fullname", "idnumber")
