"""The head of the bulletin: masthead, title and the sentence that leads in."""

from hotline_analysis.bulletin.blocks import Masthead, Paragraph, Section, Title
from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.wording import full_date


def masthead(facts: Facts) -> Section:
    """The red head with name, issue number (none before the first issue), office and date."""
    words = facts.profile.document
    return Section((Masthead(words.name, facts.issue, words.office, full_date(facts.issued_on)),))


def title(facts: Facts) -> Section:
    """The title as the profile words it, and the lead."""
    words, month = facts.profile.document, facts.month
    lines = tuple(line.format(year=month.year, month=month.number) for line in words.title)
    lead = f"现将{words.hotline}{month.number}月份运行受理情况报告如下："
    return Section((Title(lines), Paragraph((lead,))))
