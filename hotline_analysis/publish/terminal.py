"""What a run says on the terminal: a bar over cells and months, or plain lines where there is none."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from hotline_analysis.figure import Figure
from hotline_analysis.publish.jobs import Job
from hotline_analysis.publish.run import Result, run


def run_all(jobs: Sequence[Job]) -> int:
    """Run the jobs one after the other and tell of each; returns the exit code: 1 where any failed."""
    console = Console(highlight=False, soft_wrap=True)
    failed, told = 0, set[str]()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    ) as bars:  # fmt: skip
        months = bars.add_task("months", total=len(jobs), visible=len(jobs) > 1)
        cells = bars.add_task("cells", total=None)
        for job in jobs:
            bars.reset(cells, description=f"{job.month} cells")
            result = run(job, progress=lambda done, total: bars.update(cells, completed=done, total=total))
            bars.advance(months)
            failed += result.failure is not None
            for line in _lines(job, result, every_file=len(jobs) == 1):
                # The same ledger is read for each month: what it warns of is told once.
                if line not in told:
                    console.print(line, markup=False)
                told.add(line)
    if len(jobs) > 1:
        console.print(f"{len(jobs) - failed} of {len(jobs)} months done.", markup=False)
    return 1 if failed else 0


def _lines(job: Job, result: Result, *, every_file: bool) -> Iterator[str]:
    yield from result.warnings
    if result.failure:
        yield f"{job.month}: failed {result.failure}"
        yield f"  The notebook as far as it came: {result.folder / result.files[0]}"
        yield f"  {job.folder} is as it was." if job.folder.exists() else f"  There is no earlier {job.folder}."
        return
    yield f"{job.month}: {result.folder} in {result.seconds:.1f} s"
    if every_file:
        yield from (f"  {result.folder / name}" for name in result.files)


def print_figures(figures: Sequence[Figure]) -> None:
    """A table of figures: key, label, what is printed, and the sum behind it."""
    table = Table()
    for title in ("key", "指标", "数值", "分子", "分母", "口径"):
        table.add_column(title, overflow="fold")
    for figure in figures:
        cells = (figure.key, figure.label, figure.display, figure.numerator, figure.denominator, figure.rule)
        table.add_row(*("" if cell is None else str(cell).replace("[", r"\[") for cell in cells))
    Console().print(table)
