"""Which cases a month has: April 2020 as it was printed, every other month around its events."""

import random
from collections.abc import Mapping
from typing import Any

from cases import Case, Writer

ONLINE, DISPATCHED, TRANSFERRED = "在线答复", "工单转办", "转接"
APRIL_TRANSFERS = 23


class Months:
    """Draws the cases of a month from the everyday grammar, the events, the noise and April's plan."""

    def __init__(self, rng: random.Random, writer: Writer, *, events: Mapping[str, Any], april: Mapping[str, Any]):
        self.rng, self.writer, self.april = rng, writer, april
        self.events = {event["key"]: event for event in events["event"]}
        self.noise = events["noise"]
        self.matters = list(self.noise["matters"])

    def cases(self, month: str, total: int) -> list[Case]:
        """`total` cases of `month` (YYYY-MM), in no order."""
        if month == "2020-04":
            return self.april_cases()
        planned = self.event_cases(month) + self.noise_cases(month) + self.laid_down(month)
        transfers = round(total * self.rng.uniform(0.08, 0.11))
        orders = round(total * self.rng.uniform(0.16, 0.21))
        orders = max(0, orders - sum(case.disposition == DISPATCHED for case in planned))
        online = total - len(planned) - transfers - orders
        return (
            planned
            + [self.writer.transfer() for _ in range(transfers)]
            + [self.writer.generic(month, DISPATCHED) for _ in range(orders)]
            + [self.writer.generic(month, ONLINE) for _ in range(online)]
        )

    def event_cases(self, month: str) -> list[Case]:
        """The cases that the events running in `month` bring."""
        found = []
        for event in self.events.values():
            for _ in range(event["months"].get(month, 0)):
                disposition = DISPATCHED if self.rng.random() < event["dispatched"] else ONLINE
                unit = self.rng.choice(event["units"])
                found.append(self.writer.about(event, disposition, unit=unit, event=event["key"])[0])
        return found

    def noise_cases(self, month: str) -> list[Case]:
        """Unrelated cases in the same general words, which are no hotspot."""
        found = []
        for _ in range(self.noise["months"].get(month, 0)):
            unit, topic, matter = self.matters.pop(0)
            titles = [frame.replace("{matter}", matter) for frame in self.noise["frames"]]
            problem = {"topic": topic, "titles": titles, "details": ["{who}{when}问过{times}", "{who}等了{days}天"]}
            found.append(self.writer.about(problem, ONLINE, unit=unit, event="noise")[0])
        return found

    def laid_down(self, month: str) -> list[Case]:
        """The cases written by hand for `month`: March's last open orders, and a text that is a formula."""
        orders = self.april["march"] if month == "2020-03" else []
        extra = [self.written(case, ONLINE) for case in self.april["extra"] if case["month"] == month]
        return [self.written(order, DISPATCHED) for order in orders] + extra

    def written(self, case: Mapping[str, Any], disposition: str) -> Case:
        """A case whose text stands in april.toml."""
        event, writer = case.get("event", ""), self.writer
        writer.phrases.written.add(case["text"])
        return Case(
            disposition,
            case.get("type", "咨询" if disposition == ONLINE else "求助"),
            case["topic"],
            case["text"],
            writer.event_caller(event) if event else writer.phrases.mobile(),
            writer.channel(),
            case["unit"],
            case.get("reply") or writer.reply({}, consult=disposition == ONLINE),
            event,
            case.get("id", ""),
            case.get("day"),
            case.get("closed"),
            case.get("late", 0),
            case.get("rating", 100),
        )

    def april_cases(self) -> list[Case]:
        """April 2020: 35 orders by hand, 174 questions by unit, 23 passed on."""
        orders = [self.written(order, DISPATCHED) for order in self.april["order"]]
        asked = [self.question(question) for question in self.april["question"]] + self.noise_cases("2020-04")
        for unit, count in self.april["online"].items():
            rest = count - sum(case.unit == unit for case in asked)
            asked += [self.writer.generic("2020-04", ONLINE, unit=unit) for _ in range(rest)]
        return orders + asked + [self.writer.transfer() for _ in range(APRIL_TRANSFERS)]

    def question(self, question: Mapping[str, Any]) -> Case:
        """A question of april.toml, or where it has no text a new one about its event."""
        if "text" in question:
            return self.written(question, ONLINE)
        event = self.events[question["event"]]
        return self.writer.about(
            event, ONLINE, unit=question["unit"], event=question["event"], topic=question["topic"]
        )[0]
