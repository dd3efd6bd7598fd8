"""From the options of the command line to jobs, everything checked before the first begins."""

from dataclasses import replace
from pathlib import Path

import pytest
from sample import PROFILE, ROOT

from hotline_analysis.errors import HotlineError
from hotline_analysis.month import Month
from hotline_analysis.publish.jobs import Request, jobs, relative

APRIL = Month(2020, 4)
PROFILE_HERE, OUTPUTS = Path("data/heshui/profile.toml"), Path("outputs")
PLAIN = Request(PROFILE_HERE, "", "", "internal", {}, "html,pdf,docx", OUTPUTS, "monthly_bulletin")


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch):
    monkeypatch.chdir(ROOT)


def test_a_job_says_only_what_was_asked_for():
    (job,) = jobs(PLAIN, APRIL, None)
    assert (job.month, job.folder, job.formats) == (APRIL, Path("outputs/2020-04"), ("html", "pdf", "docx"))
    assert job.parameters == {"month": "2020-04", "profile": "../data/heshui/profile.toml"}
    assert {role: path.name for role, (path,) in job.inputs.items()} == {
        "profile": "profile.toml", "ledger": "ledger.csv", "calls": "calls.csv",
        "notes": "2020-04.md", "external": "2020-04.toml",
    }  # fmt: skip
    assert all(isinstance(value, str) for value in job.parameters.values())


def test_every_option_becomes_a_parameter():
    asked = {"as_of": "2020-04-20", "issue_no": "", "issued_on": "2020-04-21"}
    request = replace(PLAIN, ledger="data/heshui/ledger.csv", calls="data/heshui/calls.csv",
                      audience="public", month_only=asked, to="pdf")  # fmt: skip
    (job,) = jobs(request, APRIL, None)
    assert job.parameters == {
        "month": "2020-04", "profile": "../data/heshui/profile.toml", "ledger": "../data/heshui/ledger.csv",
        "calls": "../data/heshui/calls.csv", "audience": "public", "as_of": "2020-04-20", "issued_on": "2020-04-21",
    }  # fmt: skip
    assert (job.folder, job.formats) == (Path("outputs/2020-04-public"), ("pdf",))


def test_a_job_for_every_month_of_a_span():
    found = jobs(PLAIN, Month(2019, 11), Month(2020, 2))
    assert [str(job.month) for job in found] == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert [job.parameters["month"] for job in found] == [job.folder.name for job in found]
    assert len(jobs(PLAIN, APRIL, APRIL)) == 1


def test_user_and_password_go_to_the_kernel_alone():
    request = replace(PLAIN, ledger="postgresql://li:ge%40heim@db.example/hotline#cases")
    (job,) = jobs(request, APRIL, None)
    assert job.parameters["ledger"] == (
        "postgresql://${HOTLINE_LEDGER_USER}:${HOTLINE_LEDGER_PASSWORD}@db.example/hotline#cases"
    )
    assert job.secrets == {"HOTLINE_LEDGER_USER": "li", "HOTLINE_LEDGER_PASSWORD": "ge@heim"}
    assert job.databases == {"ledger": "postgresql://db.example/hotline#cases"}
    assert "geheim" not in repr(job) and "ge@heim" not in repr(job) and "ge%40heim" not in repr(job)


def test_several_sources_are_seen_from_the_notebook():
    request = replace(PLAIN, ledger="data/heshui/ledger.csv;sqlite:///data/a.db#cases")
    (job,) = jobs(request, APRIL, None)
    assert job.parameters["ledger"] == "../data/heshui/ledger.csv;sqlite:///../data/a.db#cases"


@pytest.mark.parametrize(
    ("change", "last", "said"),
    [
        ({"month_only": {"as_of": "2020-04-20"}}, Month(2020, 5), "--as-of is of one month; leave out --through"),
        ({"month_only": {"issue_no": "3"}}, Month(2020, 5), "--issue-no is of one month"),
        ({"month_only": {"as_of": "20200431"}}, None, "--as-of '20200431' is not a day"),
        ({"month_only": {"as_of": "2020-03-31"}}, None, "as_of 2020-03-31 lies before 2020-04 begins"),
        ({"month_only": {"issue_no": "十七"}}, None, "--issue-no '十七' is not a number"),
        ({"month_only": {"issued_on": "soon"}}, None, "--issued-on 'soon' is not a day"),
        ({}, Month(2020, 3), "--through 2020-03 lies before 2020-04"),
        ({"audience": "press"}, None, "'press' is no audience"),
        ({"to": "html,odt"}, None, "'odt' is not a format: choose from html, pdf, docx"),
        ({"to": " , "}, None, "no format given"),
        ({"notebook": "hotspot"}, None, r"there is no notebooks/hotspot.ipynb here \(there are: .*monthly_bulletin"),
        ({"profile": Path("data/none/profile.toml")}, None, "no such profile. `hotline init COUNTY` makes one"),
        ({"ledger": "april.csv"}, None, "april.csv: there is no such file. Give its path with --ledger"),
        ({"calls": "calls.txt"}, None, "calls.txt: there is no such file"),
        ({"ledger": "oracle://db/hotline#cases"}, None, "oracle://…: not a database that can be read"),
        ({"ledger": "postgresql://db/hotline"}, None, "it names no table. End it with #table"),
    ],
)
def test_what_cannot_be_had_is_told_before_anything_runs(change, last, said):
    with pytest.raises(HotlineError, match=said) as told:
        jobs(replace(PLAIN, **change), APRIL, last)
    assert told.value.exit_code == 2
    assert "\n" not in str(told.value)


def test_a_path_is_seen_from_the_notebook(tmp_path):
    assert relative(PROFILE, ROOT / "notebooks") == "../data/heshui/profile.toml"
    assert relative(tmp_path / "a" / "x.csv", tmp_path / "b" / "c") == "../../a/x.csv"
