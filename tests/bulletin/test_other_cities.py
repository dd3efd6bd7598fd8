"""Real files of other cities, through a drafted profile to figures; skipped where the files are not at hand."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hotline_analysis.bulletin import monthly
from hotline_analysis.ledger.draft import draft_profile, save
from hotline_analysis.ledger.profile import load_profile
from hotline_analysis.ledger.reading import check_ledger, read_calls
from hotline_analysis.statistics.indicators import call_figures

DATA = Path(__file__).parents[3] / "shared" / "data"
BALTIMORE = DATA / "baltimore_311_first5000.csv"
VANCOUVER = DATA / "vancouver_311_contact_centre_metrics.csv"


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.is_file(), reason=f"there is no {path.name} here")


@needs(BALTIMORE)
def test_a_drafted_profile_leads_to_a_bulletin(tmp_path: Path) -> None:
    profile = tmp_path / "profile.toml"
    save(draft_profile(str(BALTIMORE), folder=tmp_path), profile)
    account = check_ledger("", load_profile(profile))
    assert account.read == account.accepted + account.rejected + account.duplicates == 5000
    facts = monthly.gather("2018-04", profile=str(profile))
    figures = {figure.key: figure for figure in monthly.figures(facts)}
    with BALTIMORE.open(encoding="utf-8", newline="") as file:
        april = [row for row in csv.DictReader(file) if row["CreatedDate"][:2] + row["CreatedDate"][6:10] == "042018"]
    assert figures["received"].value == len(april) > 0
    assert (
        sum(row["Agency"] == "Solid Waste" for row in april) == figures["attachment_1.Solid Waste.受理量（件）"].value
    )
    assert "result_satisfaction" not in figures and "type.complaint" not in figures


@needs(VANCOUVER)
def test_the_answer_rate_of_a_city_s_call_centre(county: Callable[..., Any]) -> None:
    columns = {"day": "Date", "offered": "CallsOffered", "answered": "CallsHandled"}
    profile = county(calls={"columns": columns})
    calls, account = read_calls(VANCOUVER, profile)
    assert account.read == account.accepted + account.rejected + account.duplicates == 5585
    month = calls[(calls["day"] >= "2024-09-01") & (calls["day"] < "2024-10-01")]
    with VANCOUVER.open(encoding="utf-8-sig", newline="") as file:
        days = [row for row in csv.DictReader(file, delimiter=";") if row["Date"].startswith("2024-09")]
    offered, handled = (sum(int(row[name]) for row in days) for name in ("CallsOffered", "CallsHandled"))
    rate = call_figures(month)["answer_rate"]
    assert (rate.numerator, rate.denominator) == (handled, offered)
    assert rate.value == Decimal(100 * handled) / offered
