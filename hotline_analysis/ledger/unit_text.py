"""A kind of unit and its units -> the text of their part of a profile, with a comment on each."""

from hotline_analysis.ledger.toml_text import beside, in_comment, listed, quoted
from hotline_analysis.ledger.unit_guesses import OFFICES, KindGuess, UnitGuess

MOST_UNITS = 400
"""Units of a kind that are written out; rarer ones are counted only."""


def kind_text(kind: KindGuess, county: str) -> list[str]:
    """The lines of a kind's table in the profile of `county`, its units in a line each."""
    direct = f"{county[-1]}直部门" if kind.name == OFFICES else kind.name
    left = len(kind.units) - MOST_UNITS
    return [
        f"[[kinds]]  # {len(kind.units)}个；按行数排列，请改为官方顺序，并核对类别",
        f"key = {quoted(kind.key)}",
        f"name = {quoted(kind.name)}",
        f"text = {quoted(direct)}",
        f"annex = {quoted(f'{county}“12345”政务服务热线{kind.name}转办情况统计表')}",
        "units = [",
        *map(_unit, kind.units[:MOST_UNITS]),
        *([f"    # 还有{left}个，运行 hotline check 可见"] if left > 0 else []),
        "]",
    ]


def _unit(unit: UnitGuess) -> str:
    text = f", text = {quoted(unit.text)}" if unit.text else ""
    aliases = f", aliases = {listed(unit.aliases)}" if unit.aliases else ""
    doubt = f"；{in_comment(unit.doubt)}，请核对" if unit.doubt else ""
    return beside(f"    {{ name = {quoted(unit.name)}{text}{aliases} }},", f"{unit.rows}行{doubt}")
