"""`hotline`: run a month, list its figures, open the notebooks, begin a county."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from hotline_analysis.errors import HotlineError, InputError
from hotline_analysis.month import Month

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

PROFILE = Path("data/heshui/profile.toml")

ProfileOption = Annotated[Path, typer.Option(help="The county's profile.")]
LedgerOption = Annotated[Path | None, typer.Option(help="The ledger; the profile's own where not given.")]
CallsOption = Annotated[Path | None, typer.Option(help="The call counts; the profile's own where not given.")]


@app.callback()
def hotline() -> None:
    """From a government hotline's ledger to the month's official bulletin."""


@app.command()
def run(
    month: Annotated[str, typer.Argument(help="The month, as YYYY-MM.")],
    through: Annotated[str, typer.Option(help="Run every month from MONTH to this one.")] = "",
    profile: ProfileOption = PROFILE,
    ledger: LedgerOption = None,
    calls: CallsOption = None,
    audience: Annotated[str, typer.Option(help="internal or public; a public run masks personal data.")] = "internal",
    as_of: Annotated[str, typer.Option(help="Count as of this day (YYYY-MM-DD); not with --through.")] = "",
    issue_no: Annotated[str, typer.Option(help="Print this issue number instead of the counted one.")] = "",
    issued_on: Annotated[str, typer.Option(help="Date the bulletin on this day (YYYY-MM-DD).")] = "",
    to: Annotated[str, typer.Option(help="Formats, parted by commas.")] = "html,pdf,docx",
    output: Annotated[Path, typer.Option(help="Where the months' folders stand.")] = Path("outputs"),
    notebook: Annotated[str, typer.Option(help="The notebook in notebooks/ to run.")] = "monthly_bulletin",
) -> None:
    """Run a month's notebook and write its report."""
    first, last = Month.parse(month), Month.parse(through) if through else None
    from hotline_analysis.publish.jobs import Request, jobs

    month_only = {"as_of": as_of, "issue_no": issue_no, "issued_on": issued_on}
    request = Request(profile, ledger, calls, audience, month_only, to, output, notebook)
    checked = jobs(request, first, last)
    from hotline_analysis.publish.terminal import run_all

    raise typer.Exit(run_all(checked))


@app.command()
def figures(
    month: Annotated[str, typer.Argument(help="The month, as YYYY-MM.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    profile: ProfileOption = PROFILE,
    ledger: LedgerOption = None,
    calls: CallsOption = None,
) -> None:
    """Every figure of a month's bulletin with its numerator, denominator and rule; runs no notebook."""
    from hotline_analysis.bulletin import monthly

    facts = monthly.gather(month, profile=str(profile), ledger=str(ledger or ""), calls=str(calls or ""))
    for warning in facts.warnings:
        typer.echo(warning, err=True)
    found = monthly.figures(facts)
    if as_json:
        typer.echo(json.dumps([figure.to_json() for figure in found], ensure_ascii=False, indent=1))
        return
    from hotline_analysis.publish.terminal import print_figures

    print_figures(found)


@app.command()
def lab() -> None:
    """Open JupyterLab on notebooks/."""
    folder = Path("notebooks")
    if not folder.is_dir():
        raise InputError("there is no notebooks/ folder here. Go to the project's folder and run `hotline lab` again.")
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyter", "lab", str(folder)]))


@app.command()
def init(
    county: Annotated[str, typer.Argument(help="The county's short name in Latin letters, for example zhengning.")],
    data: Annotated[Path, typer.Option(help="Where the counties' folders stand.")] = Path("data"),
) -> None:
    """Begin a county: a commented profile, and folders for its ledger and notes."""
    from hotline_analysis.ledger.starter import begin_county

    made = begin_county(county, data)
    typer.echo(
        f"Made {made}. Fill in {made / 'profile.toml'}, then: hotline run YYYY-MM --profile {made / 'profile.toml'}"
    )


def main() -> None:
    """Run the command line; an error of ours is one line on the terminal and its own exit code."""
    try:
        app()
    except HotlineError as error:
        typer.echo(f"hotline: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("hotline: stopped; the last good output is untouched.", err=True)
        sys.exit(130)
