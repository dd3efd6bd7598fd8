"""A number of the bulletin together with its proof."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Number = int | Decimal
"""What a figure may be: a whole count, or an exact decimal until wording rounds it."""


@dataclass(frozen=True)
class Figure:
    """One number that a sentence or a table prints, and how it came about.

    `key` is its name in figures.json, `label` the Chinese name beside it. `value` is None where
    there is nothing to divide by, and a tuple of names for a ranking. Statistics leave `display`
    empty; bulletin/wording.py rounds the value and writes the text that is printed. `numerator`
    and `denominator` are None for a plain count. `rule` says in words how the value follows.
    """

    key: str
    label: str
    value: Number | tuple[str, ...] | None
    display: str = ""
    numerator: Number | None = None
    denominator: Number | None = None
    rule: str = ""

    @property
    def number(self) -> Decimal:
        """The value as a number; 0 where there is none.

        >>> Figure("late", "逾期工单", 6).number, Figure("rate", "满意率", None).number
        (Decimal('6'), Decimal('0'))
        """
        return Decimal(0) if self.value is None or isinstance(self.value, tuple) else Decimal(self.value)

    def to_json(self) -> dict[str, Any]:
        """The figure as figures.json holds it, numbers as JSON numbers.

        >>> Figure("online.share", "在线答复占比", Decimal("83.25"), "83.25%", 174, 209).to_json()["value"]
        83.25
        """
        return {
            "key": self.key,
            "label": self.label,
            "value": _plain(self.value),
            "display": self.display,
            "numerator": _plain(self.numerator),
            "denominator": _plain(self.denominator),
            "rule": self.rule,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Figure":
        """The figure that `to_json` wrote."""
        return cls(**{**data, **{name: _exact(data[name]) for name in ("value", "numerator", "denominator")}})


def _plain(value: Number | tuple[str, ...] | None) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(str(value))
    return tuple(value) if isinstance(value, list) else value
