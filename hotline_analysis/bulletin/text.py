"""The words of blocks, without markup."""

from collections.abc import Iterator
from dataclasses import fields

from hotline_analysis.bulletin.blocks import Block, Box, Chart, Heading, Inline, Paragraph, Runs, Strong, Table, Title
from hotline_analysis.figure import Figure


def words(runs: Runs) -> str:
    """Running text as it is printed.

    >>> words(("共受理", Figure("received", "受理总量", 232, "232件"), "。"))
    '共受理232件。'
    """
    return "".join(_word(run) for run in runs)


def _word(run: Inline) -> str:
    if isinstance(run, Figure):
        return run.display
    return run.text if isinstance(run, Strong) else run


def plain_text(block: Block) -> str:
    """The words of a block without markup: one line a part, the cells of a row parted by spaces.

    >>> plain_text(Paragraph(("共受理", Figure("received", "受理总量", 232, "232件"), "。"), lead="1."))
    '1.共受理232件。'
    >>> plain_text(Table("", ("单位", "受理量"), ((("固城镇",), (Figure("a", "", 2, "2"),)),)))
    '单位 受理量\\n固城镇 2'
    """
    return "\n".join(line for line in _lines(block) if line)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.lead + words(block.runs)
        case Table():
            yield from (block.caption, " ".join(block.header))
            yield from (" ".join(words(cell) for cell in row) for row in block.rows)
        case Box():
            yield block.title
            yield from (plain_text(paragraph) for paragraph in block.paragraphs)
        case Chart():
            yield block.caption
        case Heading():
            yield block.text
        case Title():
            yield "".join(block.lines)
        case _:
            for field in fields(block):
                value = getattr(block, field.name)
                yield from value if isinstance(value, tuple) else (value,)
