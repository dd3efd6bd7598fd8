"""SVG text as matplotlib writes it, made a third as long: same picture, fewer characters.

A chart of forty units draws some hundred Chinese glyphs as outlines; three charts must not weigh
more than the rest of a report.
"""

import re


def compact(svg: str) -> str:
    """The picture without prologue, indentation and unused names, coordinates in 1/100 pt.

    The result can stand in an HTML page as well as in a file, and several of them in one page.
    """
    text = svg[svg.index("<svg") :]
    text = text.replace("NotoSansSC-Regular-", "g")
    text = re.sub(r'<g id="[^"]*"/>', "", text)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)
    text = re.sub(r'(<path id="[^"]*" d=)"([^"]*)" transform="scale\(0.015625\)"/>', _glyph, text)
    text = re.sub(r"scale\([^)]*\)|-?\d+\.\d{3,}", _rounded, text)
    text = re.sub(r' d="([^"]*)"', lambda found: f' d="{shorter(found[1])}"', text)
    return re.sub(r">\s+<", "><", text).replace("<defs></defs>", "")


def shorter(path: str) -> str:
    """A path's data with relative steps, H and V where a line is level or upright, no spare blanks.

    >>> shorter("M 378 4960 \\nL 378 4493 \\nL 2278 4493 \\nC 10 20 30 40 50 -60 \\nz")
    'M378 4960v-467h1900c-2268-4473-2248-4453-2228-4553z'
    """
    written, x, y, start = "", 0, 0, (0, 0)
    for command, arguments in re.findall(r"([MLCQz])([^MLCQz]*)", path):
        numbers = [_hundredths(number) for number in arguments.split()]
        if command == "z":
            written, (x, y) = written + "z", start
            continue
        written += _step(command, numbers, x, y)
        x, y = numbers[-2:]
        start = (x, y) if command == "M" else start
    return written


def _step(command: str, numbers: list[int], x: int, y: int) -> str:
    if command == "M":
        return "M" + _joined(numbers)
    moves = [number - (y if place % 2 else x) for place, number in enumerate(numbers)]
    if command == "L" and 0 in moves:
        return f"v{_joined(moves[1:])}" if moves[0] == 0 else f"h{_joined(moves[:1])}"
    return command.lower() + _joined(moves)


def _joined(numbers: list[int]) -> str:
    # A minus sign parts two numbers as well as a blank does.
    return " ".join(f"{number / 100:.2f}".rstrip("0").rstrip(".") for number in numbers).replace(" -", "-")


def _glyph(found: re.Match[str]) -> str:
    """A glyph's outline in thousandths of an em, the grid it was designed on, instead of 6400ths."""
    outline = re.sub(r"-?[\d.]+", lambda number: str(round(float(number[0]) / 6.4)), found[2])
    return f'{found[1]}"{outline}" transform="scale(0.1)"/>'


def _hundredths(number: str) -> int:
    return round(100 * float(number))


def _rounded(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("scale") else f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
