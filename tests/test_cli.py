"""The command line as an analyst meets it: options, one line an error, figures as JSON, a county begun."""

import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sample import ROOT

from hotline_analysis.cli import main
from hotline_analysis.ledger.profile import load_profile

HESHUI = ROOT / "data" / "heshui"
KEYS = {"key", "label", "value", "display", "numerator", "denominator", "rule"}
ROW = {
    "工单编号": "1", "受理时间": "2020-04-07 09:00", "诉求类型": "求助", "处置方式": "工单转办",
    "承办单位": "某县房管局", "办结时间": "2020-04-08 17:00",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


Hotline = Callable[..., Said]


@pytest.fixture
def hotline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Hotline]:
    """Runs the command line in the project's folder, or in `folder`."""

    def run(*words: str, folder: Path = ROOT) -> Said:
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", ["hotline", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return Said(int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture(scope="module")
def april() -> dict[str, dict[str, Any]]:
    """`hotline figures 2020-04 --json`, by key."""
    command = [sys.executable, "-m", "hotline_analysis", "figures", "2020-04", "--json"]
    surroundings = os.environ | {"PYTHONUTF8": "1"}
    listed = json.loads(subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=True).stdout)
    found = {one["key"]: one for one in listed}
    assert len(found) == len(listed)
    return found


def test_help_names_every_command_and_option(hotline: Hotline) -> None:
    said = hotline("--help")
    assert said.code == 0 and all(name in said.out for name in ("run", "figures", "lab", "init"))
    run = hotline("run", "--help").out
    files = ("profile", "ledger", "calls")
    for option in (*files, "through", "audience", "as-of", "issue-no", "issued-on", "to", "output", "notebook"):
        assert f"--{option} " in run
    assert all(f"--{option} " in hotline("figures", "--help").out for option in (*files, "json"))


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "hotline_analysis", "run", "2020-13"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "hotline: '2020-13' is not a month: write it as YYYY-MM, for example 2020-04.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("run 202004", "'202004' is not a month: write it as YYYY-MM"),
        ("run 2020-04 --through May", "'May' is not a month"),
        ("run 2020-04 --through 2020-03", "--through 2020-03 lies before 2020-04"),
        ("run 2020-04 --through 2020-05 --as-of 2020-05-31", "leave out --through"),
        ("run 2020-04 --as-of yesterday", "'yesterday' is not a day: write it as YYYY-MM-DD"),
        ("run 2020-04 --as-of 2020-03-01", "lies before 2020-04 begins"),
        ("run 2020-04 --issued-on 6.5.2020", "'6.5.2020' is not a day"),
        ("run 2020-04 --issue-no seventeen", "'seventeen' is not a number"),
        ("run 2020-04 --audience press", "write --audience internal or --audience public"),
        ("run 2020-04 --to word", "'word' is not a format: choose from html, pdf, docx"),
        ("run 2020-04 --ledger none.csv", "none.csv: there is no such file"),
        ("run 2020-04 --calls none.csv", "none.csv: there is no such file"),
        ("run 2020-04 --profile none.toml", "none.toml: there is no such profile"),
        ("run 2020-04 --notebook none", "there is no notebooks/none.ipynb here"),
        ("figures 2020-4", "'2020-4' is not a month"),
        ("figures 2020-04 --ledger none.csv", "none.csv: there is no such file"),
        ("figures 2020-04 --calls none.csv", "none.csv: there is no such file"),
        ("figures 2020-04 --profile README.md", "README.md: not TOML"),
        ("figures 2020-04 --ledger README.md", "README.md"),
        ("init 正宁", "'正宁' cannot name a county's folder"),
        ("init ../x", "'../x' cannot name a county's folder"),
        ("init heshui", "is already there. Edit it, or choose another name"),
    ],
)  # fmt: skip
def test_an_error_is_one_line_that_says_what_and_what_next(
    hotline: Hotline, words: str, said: str, tmp_path: Path
) -> None:
    heard = hotline(*words.split(" "), *(("--output", str(tmp_path / "outputs")) if words.startswith("run") else ()))
    assert list(tmp_path.iterdir()) == []
    assert heard.code == 2 and heard.out == ""
    assert heard.err.startswith("hotline: ") and heard.err.count("\n") == 1 and said in heard.err


@pytest.mark.parametrize("words", ["run", "run 2020-04 --colour red", "draw 2020-04"])
def test_what_the_command_line_does_not_know_ends_with_2(hotline: Hotline, words: str) -> None:
    heard = hotline(*words.split())
    assert heard.code == 2 and "Error" in heard.err and "Traceback" not in heard.err


def test_run_and_lab_need_the_projects_folder(hotline: Hotline, tmp_path: Path) -> None:
    said = hotline("lab", folder=tmp_path)
    assert said.code == 2 and "there is no notebooks/ folder here" in said.err
    said = hotline("run", "2020-04", folder=tmp_path)
    assert said.code == 2 and said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_lab_opens_the_notebooks(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr("hotline_analysis.cli.subprocess.call", lambda command: asked.append(command) or 0)
    assert hotline("lab").code == 0
    assert asked == [[sys.executable, "-m", "jupyter", "lab", "notebooks"]]


def test_figures_are_a_list_of_objects_of_one_form(april: dict[str, dict[str, Any]]) -> None:
    assert all(set(one) == KEYS for one in april.values())
    assert all(isinstance(one[key], str) and one[key] for one in april.values() for key in ("key", "label", "display"))
    assert {type(one["value"]) for one in april.values()} <= {int, float, list}
    assert {type(one["numerator"]) for one in april.values()} <= {int, float, type(None)}
    assert {type(one["denominator"]) for one in april.values()} <= {int, type(None)}


@pytest.mark.parametrize(
    ("key", "value", "numerator", "denominator"),
    [
        ("received", 232, None, None), ("kept", 209, None, None), ("online", 174, None, None),
        ("online.share", 83.25, 174, 209), ("dispatched.share", 16.75, 35, 209), ("mom", -2.1, -5, 237),
        ("closed.share", 100, 35, 35), ("kind.township.share", 40.19, 84, 209),
        ("type.help.share", 15.31, 32, 209), ("overdue.DH202004080005", 15, None, None),
        ("attachment_1.西华池镇.受理量（件）", 3, None, None), ("attachment_1.合计.限时办结率（%）", 85.71, 600, 7),
        ("attachment_2.合计.限时办结率（%）", 84.62, 1100, 13),
        ("attachment_1.合计.群众对处理结果满意率（%）", 92.86, 650, 7),
    ],
)  # fmt: skip
def test_a_figure_has_the_value_that_is_printed_and_its_sum(
    april: dict[str, dict[str, Any]], key: str, value: float, numerator: float | None, denominator: float | None
) -> None:
    one = april[key]
    assert one["value"] == value and type(one["value"]) is type(value)
    assert (one["numerator"], one["denominator"]) == (numerator, denominator)
    assert one["rule"]


def test_a_ranking_is_a_list(april: dict[str, dict[str, Any]]) -> None:
    assert april["top_departments"]["value"] == ["县房管局", "县市场监管局", "县交通局", "县卫健局", "县自然资源局"]
    assert april["top_departments"]["numerator"] is None


def test_shares_follow_from_their_numbers(april: dict[str, dict[str, Any]]) -> None:
    shares = [one for key, one in april.items() if key.endswith(".share")]
    assert len(shares) > 8
    assert all(one["value"] == pytest.approx(100 * one["numerator"] / one["denominator"], abs=0.005) for one in shares)


def test_figures_make_a_table_for_readers(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    said = hotline("figures", "2020-04")
    assert said.code == 0
    assert re.search(r"online\.share\s.*83\.25%.*174.*209", said.out)
    assert "None" not in said.out


def test_figures_of_another_ledger_calls_and_profile(hotline: Hotline, tmp_path: Path) -> None:
    ledger, calls = tmp_path / "l.csv", tmp_path / "c.csv"
    head, *lines = (HESHUI / "ledger.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    chosen = [line for line in lines if line.startswith("DH20200401")]
    ledger.write_text("".join([head, *chosen]), encoding="utf-8")
    calls.write_text("日期,来电量,接通量\n2020-04-01,4,3\n", encoding="utf-8")
    text = (HESHUI / "profile.toml").read_text(encoding="utf-8")
    (tmp_path / "p.toml").write_text(text.replace('"本县受理量"', '"全县受理量"'), encoding="utf-8")
    said = hotline("figures", "2020-04", "--json", "--ledger", str(ledger), "--calls", str(calls),
                   "--profile", str(tmp_path / "p.toml"))  # fmt: skip
    assert said.code == 0, said.err
    found = {one["key"]: one for one in json.loads(said.out)}
    assert found["received"]["value"] == len(chosen) > 0
    assert [found["answer_rate"][key] for key in ("value", "numerator", "denominator")] == [75, 3, 4]
    assert found["kept"]["label"] == "全县受理量"


def test_a_county_is_begun_once(hotline: Hotline, tmp_path: Path) -> None:
    said = hotline("init", "zhengning", "--data", str(tmp_path))
    folder = tmp_path / "zhengning"
    assert said.code == 0 and str(folder / "profile.toml") in said.out
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        "profile.toml", "notes/YYYY-MM.md"
    }  # fmt: skip
    (folder / "profile.toml").write_text("mine", encoding="utf-8")
    again = hotline("init", "zhengning", "--data", str(tmp_path))
    assert again.code == 2 and "is already there" in again.err
    assert (folder / "profile.toml").read_text(encoding="utf-8") == "mine"


def test_a_county_just_begun_makes_figures_of_a_ledger_of_its_own(hotline: Hotline, tmp_path: Path) -> None:
    hotline("init", "zhengning", "--data", str(tmp_path))
    path = tmp_path / "zhengning" / "profile.toml"
    profile = load_profile(path)
    assert profile.county == "某县" and profile.calls is None
    headers = list(tomllib.loads(path.read_text(encoding="utf-8"))["ledger"]["columns"].values())
    assert headers == list(ROW)
    with (path.parent / profile.ledger.file).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        writer.writerows([ROW, ROW | {"工单编号": "2", "承办单位": "城关镇", "办结时间": ""}])
    said = hotline("figures", "2020-04", "--json", "--profile", str(path))
    assert (said.code, said.err) == (0, "")
    found = {one["key"]: one["value"] for one in json.loads(said.out)}
    assert (found["received"], found["dispatched"], found["closed"]) == (2, 2, 1)
    assert found["attachment_1.城关镇.逾期未办结量（件）"] == 1


def test_every_commented_line_of_the_profile_works_once_it_is_uncommented(hotline: Hotline, tmp_path: Path) -> None:
    hotline("init", "zhengning", "--data", str(tmp_path))
    path = tmp_path / "zhengning" / "profile.toml"
    text = re.sub(r"^# (?=\[|\w+ = |\"咨询类\")", "", path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(text, encoding="utf-8")
    profile = load_profile(path)
    assert profile.calls and profile.holidays.years == (2027,) and "channel" in profile.ledger.columns
    assert profile.limit.by_request_type == {"咨询": 1} and profile.ledger.words["request_type"]


def test_stopping_is_no_error_of_ours(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hotline_analysis.cli.app", stopped)
    said = hotline("run", "2020-04")
    assert said.code == 130 and said.err == "hotline: stopped; the last good output is untouched.\n"


def test_hotspots_as_a_table_and_as_files(hotline: Hotline, tmp_path: Path) -> None:
    table, members = tmp_path / "hotspots.csv", tmp_path / "members.csv"
    said = hotline("hotspots", "2020-04", "--top", "3", "--csv", str(table), "--members", str(members))
    assert said.code == 0 and "热度" in said.out and "共性问题" in said.out
    found = read(table)
    assert {"hotspot_id", "name", "cases", "callers", "heat"} <= set(found[0])
    assert [float(row["heat"]) for row in found] == sorted((float(row["heat"]) for row in found), reverse=True)
    of = {row["case_id"]: row for row in read(members)}
    assert list(next(iter(of.values()))) == ["case_id", "hotspot_id", "name", "similarity"]
    assert all(number.startswith("DH202004") for number in of)
    assert {row["hotspot_id"] for row in of.values()} == {row["hotspot_id"] for row in found}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_hotspots_for_the_public_quote_no_case(hotline: Hotline, tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside.csv", tmp_path / "outside.csv"
    for path, audience in ((inside, "internal"), (outside, "public")):
        assert hotline("hotspots", "2020-04", "--csv", str(path), "--audience", audience).code == 0
    internal, public = ({row["hotspot_id"]: row for row in read(path)} for path in (inside, outside))
    assert list(internal) == list(public)
    assert not {row["name"] for row in internal.values()} & {row["name"] for row in public.values()}
    assert all(internal[number]["heat"] == public[number]["heat"] for number in public)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2020-05"), "Give the earlier month"),
        (("--csv", "data/heshui/ledger.csv"), "it holds something else"),
        (("--members", "nowhere/members.csv"), "there is no folder"),
        (("--audience", "press"), "no audience"),
    ],
)
def test_hotspots_say_what_is_wrong_in_one_line(hotline: Hotline, words: tuple[str, ...], told: str) -> None:
    said = hotline("hotspots", "2020-04", *words)
    assert said.code == 2 and told in said.err and said.err.count("\n") == 1 and not said.out
