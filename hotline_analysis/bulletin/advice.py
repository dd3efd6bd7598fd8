"""四、工作建议: the analyst's advice, or, for internal readers, a draft that says it is one."""

from hotline_analysis.bulletin.blocks import Box, Heading, Paragraph, Runs, Section
from hotline_analysis.bulletin.draft import suggestions
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.wording import NUMERALS

DRAFT_TITLE = "系统初拟，请审核"


def advice(facts: Facts) -> Section:
    """The section; without notes a public bulletin leaves it out and an internal one prints the draft in a box."""
    heading = Heading(1, "四、工作建议")
    if facts.notes.advice:
        return Section(
            (heading, *(_item(number, one.heading, (one.text,)) for number, one in enumerate(facts.notes.advice, 1)))
        )
    if facts.audience == "public":
        return Section(())
    drafts = tuple(_item(number, one.heading, one.runs) for number, one in enumerate(suggestions(facts), 1))
    return Section((heading, Box(DRAFT_TITLE, drafts)) if drafts else ())


def _item(number: int, heading: str, runs: Runs) -> Paragraph:
    return Paragraph(runs, lead=f"（{_numeral(number)}）{heading}。")


def _numeral(number: int) -> str:
    """A number below 100 as a heading has it.

    >>> [_numeral(number) for number in (3, 10, 12, 20)]
    ['三', '十', '十二', '二十']
    """
    tens, ones = divmod(number, 10)
    leading = "" if tens < 2 else NUMERALS[tens - 1]
    return f"{leading}{'十' if tens else ''}{NUMERALS[ones - 1] if ones else ''}"
