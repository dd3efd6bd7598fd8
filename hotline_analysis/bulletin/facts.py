"""Everything that the bulletin of one month is written from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from hotline_analysis.bulletin.notes import Notes
from hotline_analysis.bulletin.wording import percent
from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import DISPATCHED, REQUEST_TYPES, TRANSFERRED
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.ledger.reading import Accounting, Audience
from hotline_analysis.month import Month
from hotline_analysis.statistics.cube import Cube
from hotline_analysis.statistics.indicators import (
    Figures,
    busiest_units,
    call_figures,
    county_figures,
    ranking,
    split_figures,
)  # fmt: skip
from hotline_analysis.statistics.orders import Order, carried_orders, late_orders
from hotline_analysis.statistics.scorecard import Scorecard, county_satisfaction, scorecards
from hotline_analysis.statistics.trends import changes, points_figure

ACCOUNT_MIME = "application/vnd.hotline.account+json"


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
        yield from (("unit_kind", kind.name, f"kind.{kind.key}") for kind in self.profile.kinds)
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
        found = [warning for account in self.accounts for warning in account.warnings]
        if self.cases.empty:
            first, last = self.ledger_span
            found.append(
                f"the ledger holds no case of {self.month} (it goes from {first} to {last}); the report says so."
            )
        early = self.cases[self.cases["closed_at"] < self.cases["received_at"]]
        if len(early):
            found.append(
                f"{len(early)} cases are closed before they were received, the first {early['case_id'].iloc[0]}."
            )
        days = (min(self.as_of, self.month.last) - self.month.first).days + 1
        if self.calls is not None and len(self.calls) < days:
            found.append(f"the call counts hold {len(self.calls)} of the {days} days of {self.month}.")
        return tuple(found)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        account = [
            {name: getattr(one, name) for name in ("file", "read", "accepted", "rejected", "duplicates")}
            | {"rejects": [str(reject) for reject in one.rejects]}
            for one in self.accounts
        ]
        lines = [
            f"{one.file}：读入{one.read}行，采用{one.accepted}行，剔除{one.rejected}行，重复{one.duplicates}行。"
            for one in self.accounts
        ]
        data = {
            "as_of": str(self.as_of), "issued_on": str(self.issued_on), "issue": self.issue,
            "files": account, "warnings": list(self.warnings),
        }  # fmt: skip
        return {
            ACCOUNT_MIME: data,
            "text/plain": "\n".join([*lines, *(str(bad) for one in self.accounts for bad in one.rejects)]),
        }
