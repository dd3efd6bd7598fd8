"""Gathering the facts of a month from the county's files."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from hotline_analysis.bulletin.facts import Facts
from hotline_analysis.bulletin.notes import checked, masked, read_notes
from hotline_analysis.errors import InputError
from hotline_analysis.ledger.accounting import Accounting
from hotline_analysis.ledger.due import days_after
from hotline_analysis.ledger.profile import Profile, load_profile
from hotline_analysis.ledger.reading import Audience, audience_of, for_public, read_calls, read_unmasked
from hotline_analysis.month import Month, parse_day
from hotline_analysis.statistics.cube import count_cases, cut_off, cut_offs_of, with_endings
from hotline_analysis.statistics.hotspot_memory import read_memory
from hotline_analysis.statistics.hotspot_words import without_words
from hotline_analysis.statistics.hotspots import Hotspots, find_hotspots

HISTORY = 24
"""Months before this one that are counted: two years make thirteen months beside the year before."""


def gather(
    month: str, *, profile: str, ledger: str = "", calls: str = "", audience: Audience = "internal",
    as_of: str = "", issue_no: str = "", issued_on: str = "",
) -> Facts:  # fmt: skip
    """The facts of `month` (YYYY-MM); every option is text, blank for the profile's own.

    `as_of` (YYYY-MM-DD) moves the cut-off, `issue_no` and `issued_on` replace the counted number and
    date. InputError, ProfileError, LedgerError or NotesError say which of them is wrong.
    """
    when, county = Month.parse(month), load_profile(Path(profile))
    until = cut_off(when, county, parse_day(as_of, "as_of"))
    raw = read_unmasked(ledger, county, audience=audience_of(audience))
    read = for_public(raw, county) if audience == "public" else raw
    months = (when - HISTORY).through(when)
    cube = count_cases(read.cases, cut_offs_of(months, county) | {when: until}, county)
    day_counts, call_account = _calls(calls, county)
    seen, received = _seen(read.cases, (when,), until, county), read.cases["received_at"]
    finder = _finder(raw.cases, (when,), until, county)
    if audience == "public":
        # Found in the words themselves, as for the office's own readers, and kept without them.
        public = without_words(finder(), county)
        finder = lambda: public  # noqa: E731
    words = county.folder / "notes"
    notes = checked(read_notes(words, when), read.cases, when, words / f"{when}.md", as_of=until)
    return Facts(
        month=when, profile=county, audience=audience, as_of=until,
        issue=_issue(when, county, issue_no), issued_on=_issue_date(until, county, issued_on),
        cases=seen, earlier=_seen(read.cases, (when - HISTORY).through(when - 1), until, county), finder=finder,
        calls=_of_month(day_counts, when, until), cube=cube, accounts=(read.accounting, *call_account),
        notes=masked(notes, keep=frozenset(county.spellings)) if audience == "public" else notes,
        ledger_span=(Month.of(received.min()), Month.of(received.max())),
    )  # fmt: skip


def _issue(month: Month, profile: Profile, given: str) -> str:
    first = profile.document.first_issue
    number = given or (str(month - first + 1) if first and month >= first else "")
    if number and not number.isdecimal():
        raise InputError(f"issue_no '{number}' is not a number: write it as digits, for example 17.")
    return f"第{number}期" if number else ""


def _issue_date(as_of: date, profile: Profile, given: str) -> date:
    """The day given, else the first working day after the cut-off."""
    day = parse_day(given, "issued_on")
    if day:
        return day
    after: date = days_after(profile, np.array([as_of], "M8[D]"), 1)[0].item()
    return after


def gather_hotspots(
    month: str, *, profile: Path, first: str = "", ledger: str = "", audience: Audience = "internal"
) -> Hotspots:
    """The hotspots of `month`, or of all months from `first` to it, as their readers may see them."""
    last, county = Month.parse(month), load_profile(profile)
    begin = Month.parse(first) if first else last
    if begin > last:
        raise InputError(f"--from {begin} lies after {last}. Give the earlier month with --from.")
    cases = read_unmasked(ledger, county, audience=audience_of(audience)).cases
    found = _finder(cases, begin.through(last), cut_off(last, county), county)()
    return without_words(found, county) if audience == "public" else found


def _finder(cases: pd.DataFrame, months: tuple[Month, ...], as_of: date, profile: Profile) -> Callable[[], Hotspots]:
    """Finds the hotspots of the months, once it is asked to."""
    now = _seen(cases, months, as_of, profile)
    history = _seen(cases, (months[0] - HISTORY).through(months[0] - 1), as_of, profile)
    return partial(
        find_hotspots, now, history=history, distance=profile.hotspots.distance, county=profile,
        memory=read_memory(profile.folder), as_of=as_of,
    )  # fmt: skip


def _seen(cases: pd.DataFrame, months: tuple[Month, ...], as_of: date, profile: Profile) -> pd.DataFrame:
    """The cases of the months with nothing in them that happened after the cut-off."""
    until = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    received = cases["received_at"]
    stop = (months[-1] + 1).start
    seen = cases[(received >= months[0].start) & (received < stop) & (received < until)].copy()
    seen["disposition"] = seen["disposition"].mask(seen["dispatched_at"] >= until)
    for name in ("dispatched_at", "signed_at", "closed_at", "called_back_at"):
        seen[name] = seen[name].where(seen[name] < until)
    ended = with_endings(seen, profile)
    for name in ("service_rating", "result_rating", "solved"):
        seen[name] = seen[name].where(ended["called_back_at"].notna())
    seen["reply"] = seen["reply"].where(ended["closed_at"].notna())
    return seen


def _calls(path: str, profile: Profile) -> tuple[pd.DataFrame | None, tuple[Accounting, ...]]:
    if not path and profile.calls is None:
        return None, ()
    counts, account = read_calls(path, profile)
    return counts, (account,)


def _of_month(calls: pd.DataFrame | None, month: Month, as_of: date) -> pd.DataFrame | None:
    if calls is None:
        return None
    end = min(datetime(as_of.year, as_of.month, as_of.day), datetime(month.last.year, month.last.month, month.last.day))
    return calls[(calls["day"] >= month.start) & (calls["day"] <= end)]
