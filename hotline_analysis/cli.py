"""`hotline`: run a month, list its figures and hotspots, check a ledger, draft a profile, open the notebooks."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from hotline_analysis.errors import HotlineError, InputError
from hotline_analysis.month import Month

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

profiles = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="A county's profile.")
app.add_typer(profiles, name="profile")

PROFILE = Path("data/heshui/profile.toml")

ProfileOption = Annotated[Path, typer.Option(help="The county's profile.")]
SOURCE = "a file, a folder, a pattern, or a database's address such as postgresql://host/db#table"
LedgerOption = Annotated[str, typer.Option(help=f"The ledger: {SOURCE}; the profile's own where not given.")]
CallsOption = Annotated[str, typer.Option(help="The call counts, given likewise; the profile's own where not given.")]
AudienceOption = Annotated[str, typer.Option(help="internal or public; a public run masks personal data.")]


@app.callback()
def hotline() -> None:
    """From a government hotline's ledger to the month's official bulletin."""


@app.command()
def run(
    month: Annotated[str, typer.Argument(help="The month, as YYYY-MM.")],
    through: Annotated[str, typer.Option(help="Run every month from MONTH to this one.")] = "",
    profile: ProfileOption = PROFILE,
    ledger: LedgerOption = "",
    calls: CallsOption = "",
    audience: AudienceOption = "internal",
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
    ledger: LedgerOption = "",
    calls: CallsOption = "",
) -> None:
    """Every figure of a month's bulletin with its numerator, denominator and rule; runs no notebook."""
    from hotline_analysis.bulletin import monthly

    facts = monthly.gather(month, profile=str(profile), ledger=ledger, calls=calls)
    for warning in facts.warnings:
        typer.echo(warning, err=True)
    found = monthly.figures(facts)
    if as_json:
        typer.echo(json.dumps([figure.to_json() for figure in found], ensure_ascii=False, indent=1))
        return
    from hotline_analysis.publish.terminal import print_figures

    print_figures(found)


@app.command()
def hotspots(
    month: Annotated[str, typer.Argument(help="The month, as YYYY-MM.")],
    first: Annotated[str, typer.Option("--from", help="Look at all months from this one to MONTH.")] = "",
    top: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
    csv: Annotated[Path | None, typer.Option(help="Write every hotspot to this CSV file.")] = None,
    members: Annotated[Path | None, typer.Option(help="Write which case belongs to which to this CSV file.")] = None,
    profile: ProfileOption = PROFILE,
    ledger: LedgerOption = "",
    audience: AudienceOption = "internal",
) -> None:
    """What people called about: the month's hotspots by heat, and problems that several places share."""
    Month.parse(month)
    from hotline_analysis.bulletin.gather import gather_hotspots
    from hotline_analysis.ledger.reading import audience_of
    from hotline_analysis.publish.hotspot_files import check_paths, print_hotspots, write_members, write_table

    check_paths(csv, members)
    found = gather_hotspots(month, first=first, profile=profile, ledger=ledger, audience=audience_of(audience))
    if csv:
        write_table(found, csv)
    if members:
        write_members(found, members)
    print_hotspots(found, top=top)


@app.command()
def check(
    ledger: Annotated[
        list[str] | None, typer.Argument(help=f"The ledger: {SOURCE}; the profile's own if left out.")
    ] = None,
    profile: ProfileOption = PROFILE,
    rejects: Annotated[Path | None, typer.Option(help="Write every reject to this .csv or .xlsx.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a summary.")] = False,
    audience: AudienceOption = "internal",
) -> None:
    """What a ledger holds: rows read, accepted, rejected and repeated, why, and what looks suspicious."""
    from hotline_analysis.ledger.profile import load_profile
    from hotline_analysis.ledger.reading import audience_of, check_ledger
    from hotline_analysis.ledger.sources import SEVERAL
    from hotline_analysis.publish.account import account_lines
    from hotline_analysis.publish.rejects import write_rejects

    account = check_ledger(SEVERAL.join(ledger or ()), load_profile(profile), audience=audience_of(audience))
    if rejects:
        write_rejects(account.rejects, rejects)
    if as_json:
        typer.echo(json.dumps(account.to_json(), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(account_lines(account)))
    raise typer.Exit(1 if account.rejected else 0)


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


@profiles.command()
def draft(
    ledger: Annotated[list[str], typer.Argument(help=f"The ledger: {SOURCE}.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the profile.")] = Path("profile.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace a profile that is there.")] = False,
) -> None:
    """Read an unknown ledger and propose a profile for it, which a person then finishes."""
    from hotline_analysis.ledger.draft import draft_profile, refuse_to_replace, save
    from hotline_analysis.ledger.sources import SEVERAL

    refuse_to_replace(output, force=force)
    drafted = draft_profile(SEVERAL.join(ledger), folder=output.parent)
    save(drafted, output, force=force)
    typer.echo("\n".join((f"Wrote {output}.", *drafted.told, drafted.next_step(output))))


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
