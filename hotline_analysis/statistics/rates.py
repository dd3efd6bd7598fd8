"""The formulas of a hotline's rates: exact, and None where there is nothing to divide by."""

from collections.abc import Sequence
from decimal import Decimal


def share(part: int, whole: int) -> Decimal | None:
    """Percentage of `whole` that `part` is, exact; None where `whole` is 0.

    >>> share(174, 209).quantize(Decimal("0.01"))
    Decimal('83.25')
    """
    return Decimal(100 * part) / whole if whole else None


def deduction(late: int, whole: int, *, points: int) -> Decimal | None:
    """100 less `points` for each late order, not below 0; None where no order fell due.

    The rule of the bulletin of April 2020: one late order of five prints 50%, two of two print 0%.

    >>> deduction(1, 5, points=50), deduction(3, 4, points=50)
    (Decimal('50'), Decimal('0'))
    """
    return Decimal(max(0, 100 - points * late)) if whole else None


def graded(points: int, answers: int) -> Decimal | None:
    """Mean of graded answers (100, 75, 50, 25, 0), in percent; None without answers.

    >>> graded(100 + 50, 2)
    Decimal('75')
    """
    return Decimal(points) / answers if answers else None


def mean(rates: Sequence[Decimal | None]) -> Decimal | None:
    """Unweighted mean of the rates that there are; None where there are none.

    >>> mean([Decimal(50), Decimal(100), None])
    Decimal('75')
    """
    known = [rate for rate in rates if rate is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def change(now: int, before: int) -> Decimal | None:
    """Change from `before` in percent of `before`; None where that is 0.

    >>> change(232, 237).quantize(Decimal("0.01"))  # the bulletin prints 5/232 = 2.2%
    Decimal('-2.11')
    """
    return Decimal(100 * (now - before)) / before if before else None
