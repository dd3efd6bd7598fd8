"""Everything that the bulletin of one month is written from."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from hotline_analysis.bulletin.notes import SENTENCES, Notes
from hotline_analysis.bulletin.wording import percent
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.accounting import Accounting
from hotline_analysis.ledger.columns import CASES, DISPATCHED, REQUEST_TYPES, TRANSFERRED
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import Audience
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube
from hotline_analysis.statistics.hotspots import Hotspots
from hotline_analysis.statistics.indicators import (
    Figures,
    busiest_units,
    call_figures,
    county_figures,
    ranking,
    split_figures,
)  # fmt: skip
from hotline_analysis.statistics.optional import optional_figures
from hotline_analysis.statistics.orders import Order, carried_orders, late_orders
from hotline_analysis.statistics.places import Gazetteer, townships
from hotline_analysis.statistics.scorecard import Scorecard, county_satisfaction, scorecards
from hotline_analysis.statistics.surges import find_surges
from hotline_analysis.statistics.trends import changes, points_figure

ACCOUNT_MIME = "application/vnd.hotline.account+json"

FALLS_AWAY = (
    (("channel",), ("来源渠道构成",)),
    (("request_type",), ("诉求类型构成",)),
    (("topic",), ("诉求分类情况",)),
    (("topic", "summary"), ("反映的主要问题",)),
    (("disposition",), ("处置方式构成", "工单转办率")),
    (("unit",), ("各单位情况及附件", "逾期工单明细", "结转工单")),
    (("disposition", "unit"), ("转办工单办理情况",)),
    (("closed_at",), ("办结率", "按时和逾期办理情况", "办结用时", "逾期工单明细", "结转工单", "转办回访率")),
    (("called_back_at",), ("转办回访率", "回访满意率")),
    (("service_rating",), ("回访满意率",)),
    (("result_rating",), ("群众对诉求处理结果满意率",)),
)
"""What the bulletin cannot tell of a ledger that has none of the columns on the left."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A month, its county, its cases as of the cut-off, and what was counted from them.

    In a notebook it shows the account of the rows that were read.
    """

    month: Month
    profile: Profile
    audience: Audience
    as_of: date
    issue: str
    issued_on: date
    cases: pd.DataFrame
    earlier: pd.DataFrame
    """The cases of the two years before the month, likewise as of the cut-off."""
    finder: Callable[[], Hotspots]
    """Finds the month's hotspots; it is asked only if somebody wants to know."""
    calls: pd.DataFrame | None
    cube: Cube
    accounts: tuple[Accounting, ...]
    notes: Notes
    ledger_span: tuple[Month, Month]
    """The months of the ledger's first and last case."""

    @cached_property
    def rows(self) -> pd.DataFrame:
        """This month's rows of the cube."""
        return self.cube.of(self.month)

    @cached_property
    def kept(self) -> pd.DataFrame:
        """This month's cases that were not passed on to another hotline."""
        return self.cases[self.cases["disposition"] != TRANSFERRED]

    @cached_property
    def orders(self) -> pd.DataFrame:
        """This month's cases that were sent to a unit."""
        return self.cases[self.cases["disposition"] == DISPATCHED]

    @cached_property
    def figures(self) -> Figures:
        """The month's figures by key, still without display."""
        found = county_figures(self.rows, self.profile) | split_figures(self.rows, self.profile)
        found |= optional_figures(self.rows, self.profile)
        found["result_satisfaction"] = county_satisfaction(self.scorecards, self.rows, self.profile)
        if self.calls is not None:
            found |= call_figures(self.calls)
        for kind in self.profile.kinds:
            top = busiest_units(self.rows, self.profile, kind=kind.key, top=5)
            found[top.key] = top
        return found

    @cached_property
    def scorecards(self) -> tuple[Scorecard, ...]:
        return scorecards(self.rows, self.profile)

    @cached_property
    def late(self) -> tuple[Order, ...]:
        return late_orders(self.cube, self.month, self.profile, as_of=self.as_of)

    @cached_property
    def carried(self) -> tuple[Order, ...]:
        return carried_orders(self.cube, self.month, self.profile, as_of=self.as_of)

    @cached_property
    def hotspots(self) -> Hotspots:
        """The month's hotspots as its readers may see them."""
        return self.finder()

    @cached_property
    def surges(self) -> pd.DataFrame:
        """Units, topics, both and townships beside their own past (statistics/surges.py)."""
        both = pd.concat([self.earlier, self.cases])
        named = both.assign(township=townships(both, Gazetteer.of(self.profile)))
        return find_surges(named, self.month)

    def has(self, name: str) -> bool:
        """Whether the ledger has the column of this name (ledger/columns.py)."""
        columns = self.profile.ledger.columns
        return name in columns or (name == "summary" and "title" in columns)

    @property
    def fallen_away(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The terms of the columns that the ledger lacks, and the parts of the bulletin that fall away for it."""
        lacking = [(names, parts) for names, parts in FALLS_AWAY if not any(self.has(name) for name in names)]
        terms = {column.name: column.label for column in CASES}
        columns = dict.fromkeys(terms[name] for names, _ in lacking for name in names)
        return tuple(columns), tuple(dict.fromkeys(part for _, parts in lacking for part in parts))

    @property
    def covered(self) -> bool:
        """Whether the month lies between the ledger's first and last case."""
        first, last = self.ledger_span
        return first <= self.month <= last

    @property
    def is_whole(self) -> bool:
        """Whether the cut-off takes in the whole month; part of a month is not compared with whole ones."""
        return self.as_of >= self.month.last

    @property
    def span(self) -> str:
        """What the figures are of, in words: 4月份, or 4月1日至15日."""
        return f"{self.month.number}月份" if self.is_whole else f"{self.month.number}月1日至{self.as_of.day}日"

    @cached_property
    def changes(self) -> Figures:
        """环比 (`mom`, `<key>.mom`) and 同比 (`yoy`, `<key>.yoy`) of the total, kinds, types and topics."""
        if not self.is_whole:
            return {}
        found = changes(self.cube, self.month)
        for column, value, key in self._parts():
            found |= changes(self.cube, self.month, key=key, label=value, column=column, value=value)
        return found

    def _parts(self) -> Iterator[tuple[str, str, str]]:
        if self.has("unit"):
            yield from (("unit_kind", kind.name, f"kind.{kind.key}") for kind in self.profile.kinds)
        if self.has("request_type"):
            yield from (("request_type", word, f"type.{key}") for key, word in REQUEST_TYPES.items())
        yield from (("topic", name, f"topic.{name}") for name in ranking(self.rows, "topic").index)

    def satisfaction_change(self) -> Figure | None:
        """群众对处理结果满意率 against the month before, of the printed rates."""
        if not self.is_whole:
            return None
        rows = self.cube.of(self.month - 1)
        before = county_satisfaction(scorecards(rows, self.profile), rows, self.profile)
        now = self.figures["result_satisfaction"]
        return points_figure("mom.result_satisfaction", "满意率比上月", percent(now), percent(before), than="上月")

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What the analyst should know before believing the figures, one line each."""
        return (*(warning for account in self.accounts for warning in account.warnings), *self._own_warnings())

    def _own_warnings(self) -> Iterator[str]:
        if self.cases.empty:
            first, last = self.ledger_span
            yield f"the ledger holds no case of {self.month} (it goes from {first} to {last}); the report says so."
        days = (min(self.as_of, self.month.last) - self.month.first).days + 1
        if self.calls is not None and len(self.calls) < days:
            yield f"the call counts hold {len(self.calls)} of the {days} days of {self.month}."
        for number in self.notes.untold if self.audience == "public" else ():
            yield (
                f"typical case {number} is left out of the public bulletin, as no words of it are approved. "
                f"Write some under ## {SENTENCES} in notes/{self.month}.md."
            )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        head = {"as_of": str(self.as_of), "issued_on": str(self.issued_on), "issue": self.issue}
        return account_bundle(self.accounts, self.warnings, **head)


def account_bundle(accounts: tuple[Accounting, ...], warnings: tuple[str, ...], **head: str) -> dict[str, Any]:
    """What a gathered month shows of itself in a notebook: its account for run.json, and the same in words."""
    data = {**head, "files": [_account(one) for one in accounts], "warnings": list(warnings)}
    return {ACCOUNT_MIME: data, "text/plain": "\n".join(line for one in accounts for line in _told(one))}


def _account(one: Accounting) -> dict[str, Any]:
    counts = {name: getattr(one, name) for name in ("file", "read", "accepted", "rejected", "duplicates")}
    lists = {name: [str(part) for part in getattr(one, name)] for name in ("rejects", "skipped", "findings")}
    return counts | lists | {"corrections": [asdict(correction) for correction in one.corrections]}


def _told(one: Accounting) -> Iterator[str]:
    """The account in words: the sum of its rows, what was passed over, left out, suspicious and corrected."""
    yield f"{one.file}：读入{one.read}行，采用{one.accepted}行，剔除{one.rejected}行，重复{one.duplicates}行。"
    yield from map(str, (*one.skipped, *one.rejects, *one.findings))
    for changed in one.corrections:
        place = f"{changed.file}，第{changed.line}行，{changed.case_id}，{changed.column}"
        yield f"{place}：“{changed.old}”改为“{changed.new}”（{changed.reason}；核准人{changed.approved_by}）"
