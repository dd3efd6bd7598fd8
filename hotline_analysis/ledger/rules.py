"""How a county works out what it prints: limits, rates, the heat of a hotspot, its own holidays."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Days = Annotated[int, Field(ge=0, le=366)]
Weight = Annotated[int, Field(ge=0, le=100)]
DISTANCE = 0.86
"""Cosine distance at which two groups of cases are no longer one matter (docs/measured.md)."""


class Part(BaseModel):
    """A table of the profile: frozen, and a key it does not know is an error, not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Limit(Part):
    """How long a unit has, from the day after receipt, and in which days lateness is told."""

    days: Days
    count: Literal["working", "calendar"] = "working"
    by_request_type: dict[str, Days] = Field(default={})
    lateness: Literal["working", "calendar"] = "calendar"


class Rules(Part):
    """How a county works out its rates; the plain share unless it says otherwise.

    on_time_rate: `share` of orders that fell due; `deduction` is 100 less `deduction_points` a late
    order, not below 0. total_rate: an annex's 合计 rates are `pooled` over its orders, or the
    `mean_of_units`. satisfaction: the `share` of `satisfied` answers, or the `graded` mean of their
    points. county_satisfaction: `pooled` over all orders, or the `mean_of_annexes`.
    """

    cut_off_days_after_month: Days = 0
    on_time_rate: Literal["share", "deduction"] = "share"
    deduction_points: int = Field(default=50, gt=0, le=100)
    total_rate: Literal["pooled", "mean_of_units"] = "pooled"
    satisfaction: Literal["share", "graded"] = "share"
    county_satisfaction: Literal["pooled", "mean_of_annexes"] = "pooled"
    satisfied: tuple[str, ...] = ("非常满意", "满意")


class Heat(Part):
    """What each part of a hotspot's heat weighs; together 100. The weights are a judgement, not a measurement."""

    callers: Weight = 40
    repeats: Weight = 10
    days: Weight = 15
    growth: Weight = 15
    dissatisfaction: Weight = 10
    lateness: Weight = 10

    @model_validator(mode="after")
    def _whole(self) -> "Heat":
        whole = sum(dict(self).values())
        if whole != 100:
            raise ValueError(f"the weights of hotspots.heat add up to {whole}, not to 100")
        return self


class HotspotRules(Part):
    """Hotspots: whether the bulletin shows them, how many, of how many cases at least, and how they are found.

    `distance` is the cosine distance at which two groups of cases are no longer one matter.
    """

    show: bool = True
    top: int = Field(default=10, ge=1, le=50)
    at_least: int = Field(default=3, ge=2)
    distance: float = Field(default=DISTANCE, gt=0, lt=1)
    heat: Heat = Heat()


class Holidays(Part):
    """Days off and make-up working days of years that the calendar library does not know."""

    off: tuple[date, ...] = ()
    working: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
