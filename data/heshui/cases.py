"""The cases of one month before they have a time: what they say, of whom, and what becomes of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from phrases import Phrases

CHANNELS = {"电话": 86, "微信": 5, "网站": 3, "市热线转办": 4, "领导信箱": 2}
FOLLOW_UP_SHARE = 0.07
TOWNSHIP_SHARE = 0.4
# Questions that fit any unit, against its own ones; 9 is their weight in texts.toml.
GENERAL_SHARE = 0.25


@dataclass(frozen=True)
class Case:
    """One case without its number and time; `late` and `rating` only where they are laid down."""

    disposition: str
    request_type: str
    topic: str
    summary: str
    caller: str
    channel: str
    unit: str = ""
    reply: str = ""
    event: str = ""
    case_id: str = ""
    day: date | None = None
    closed: date | None = None
    late: int | None = None
    rating: int | None = None


@dataclass(frozen=True)
class Told:
    """A case that its caller may ring about again."""

    case: Case
    problem: Mapping[str, Any]
    slots: dict[str, str]


class Writer:
    """Draws cases; knows who called lately, so that a caller can come back to the same matter."""

    def __init__(self, rng: random.Random, phrases: Phrases, texts: Mapping[str, Any], *, units: Sequence[str]) -> None:
        self.rng, self.phrases, self.texts, self.departments = rng, phrases, texts, units
        self.towns = phrases.places["townships"]
        self.recent: list[Told] = []
        self.callers: dict[str, list[str]] = {}

    def generic(self, month: str, disposition: str, *, unit: str = "") -> Case:
        """An everyday case, about `unit` where it is given; sometimes a caller's second call."""
        same = [one for one in self.recent if one.case.disposition == disposition]
        told = [one for one in same if unit in ("", one.case.unit)]
        if told and self.rng.random() < FOLLOW_UP_SHARE:
            return self.again(self.rng.choice(told))
        problem = self.problem(month, disposition, unit)
        unit = unit or self.unit_of(problem)
        case, slots = self.about(problem, disposition, unit=unit)
        self.recent = [*self.recent[-60:], Told(case, problem, slots)]
        return case

    def again(self, told: Told) -> Case:
        """The same caller about the same place and problem, in other words."""
        self.recent.remove(told)
        case, channel = told.case, self.channel()
        how = manner(case.disposition, channel)
        summary, _ = self.phrases.summary(told.problem, unit=case.unit, manner=how, kept=told.slots, again=True)
        reply = self.reply(told.problem, consult=case.disposition == "在线答复")
        return replace(case, summary=summary, channel=channel, reply=reply)

    def about(
        self, problem: Mapping[str, Any], disposition: str, *, unit: str, event: str = "", topic: str = ""
    ) -> tuple[Case, dict[str, str]]:
        """A case about `problem`, and the places it names."""
        consult, channel = disposition == "在线答复", self.channel()
        summary, slots = self.phrases.summary(problem, unit=unit, manner=manner(disposition, channel), kept={})
        kind = problem.get("type", "咨询" if consult else "求助")
        caller = self.event_caller(event) if event else self.phrases.mobile()
        reply = self.reply(problem, consult=consult)
        topic = topic or problem["topic"]
        return Case(disposition, kind, topic, summary, caller, channel, unit, reply, event), slots

    def transfer(self) -> Case:
        """A case of another county, passed on to its hotline."""
        problem, channel = self.rng.choice(self.texts["transfer"]), self.channel()
        kind = self.rng.choice(("咨询", "咨询", "求助"))
        how = manner("在线答复" if kind == "咨询" else "工单转办", channel)
        summary, _ = self.phrases.summary(problem, unit="", manner=how, kept={})
        reply = f"已转接{problem['place']}。"
        return Case("转接", kind, problem["topic"], summary, self.phrases.mobile(), channel, reply=reply)

    def event_caller(self, event: str) -> str:
        """Of an event's callers some ring two or three times."""
        known = self.callers.setdefault(event, [])
        if known and self.rng.random() < 0.35:
            return self.rng.choice(known)
        known.append(self.phrases.mobile())
        return known[-1]

    def channel(self) -> str:
        return self.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]

    def reply(self, problem: Mapping[str, Any], *, consult: bool) -> str:
        own = problem.get("answers" if consult else "replies", [])
        return str(self.rng.choice([*own, *own, *self.texts["phrases"]["answers" if consult else "replies"]]))

    def unit_of(self, problem: Mapping[str, Any]) -> str:
        named = problem["unit"]
        if named == "乡镇" or (named == "*" and self.rng.random() < TOWNSHIP_SHARE):
            weights = [town["weight"] for town in self.towns.values()]
            return str(self.rng.choices(list(self.towns), weights)[0])
        if named == "*":
            return self.rng.choice(self.departments)
        return named if isinstance(named, str) else str(self.rng.choice(named))

    def problem(self, month: str, disposition: str, unit: str) -> Mapping[str, Any]:
        """A problem that can happen in `month` and concern `unit` (any unit where blank)."""
        known: list[Mapping[str, Any]] = self.texts["consult" if disposition == "在线答复" else "order"]
        usable = [one for one in known if in_season(one, month) and self.may_concern(one, unit)]
        if not unit:
            township = self.rng.random() < TOWNSHIP_SHARE
            usable = [one for one in usable if one["unit"] == "*" or (one["unit"] == "乡镇") is township]
        own = sum(one.get("weight", 1) for one in usable if one["unit"] != "*")
        general = GENERAL_SHARE * own / 9 if unit else 1
        weights = [one.get("weight", 1) * (general if one["unit"] == "*" else 1) for one in usable]
        return self.rng.choices(usable, weights)[0]

    def may_concern(self, problem: Mapping[str, Any], unit: str) -> bool:
        if not unit:
            return True
        kind = "乡镇" if unit in self.towns else unit
        return bool(problem.get("type") is None and problem["unit"] in ("*", kind))


def manner(disposition: str, channel: str) -> str:
    """Which openers fit: a question or a complaint, rung up or written."""
    written = "_written" if channel in ("微信", "网站", "领导信箱") else ""
    return ("consult" if disposition == "在线答复" else "order") + written


def in_season(problem: Mapping[str, Any], month: str) -> bool:
    """Whether the problem happens in `month` (YYYY-MM)."""
    known = problem.get("first", "2000-01") <= month <= problem.get("last", "2099-12")
    return known and int(month[-2:]) in problem.get("season", range(1, 13))
