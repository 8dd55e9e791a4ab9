"""The commands that hold what there is against something else: runs, readings, expected answers.

As in `hertoets.cli`, of which they are a part, nothing is done here but asking.
"""

from pathlib import Path
from typing import Annotated

import typer

from hertoets.options import (
    Assignments,
    Because,
    ExtractFolder,
    Force,
    Json,
    Quiet,
    RegisterFolder,
    RunFolder,
    Tolerance,
    Without,
)
from hertoets.run.voice import Voice
from hertoets.shipped import shipped

commands = typer.Typer()

ANSWER_DIFFERS = 1
FIGURE_MOVED = 3


@commands.command(epilog="Example: hertoets compare runs/2022-03 runs/2022-06")
def compare(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help="The one run.")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help="The other run.")],
    extract: Annotated[
        list[Path] | None,
        typer.Option("--extract", metavar="DIR", help="Where an extract is now, if it moved."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Compute no steps between.")] = False,
    tolerance: Tolerance = 0,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Tell what differs between two runs, and why; exit code 3: a figure surely moved by more."""
    from hertoets.between.compare import contrast_runs

    voice = Voice(quiet=quiet, as_json=as_json)
    with voice.progress() as progress:
        contrast = contrast_runs(
            run_a, run_b, progress,
            elsewhere=extract or [], compute=not quick, tolerance=tolerance,
        )  # fmt: skip
    voice.result(contrast.text(), contrast.values())
    if contrast.figures_moved:
        raise typer.Exit(FIGURE_MOVED)


@commands.command(epilog="Example: hertoets verify runs/synthetic")
def verify(
    run: RunFolder,
    extract: Annotated[
        Path | None,
        typer.Option("--extract", metavar="DIR", help="Where the extract is now, if it moved."),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Compute a run again from its record and compare every figure and every person's row."""
    from hertoets.between.verify import verify_run

    voice = Voice(quiet=quiet, as_json=as_json)
    with voice.progress() as progress:
        verified = verify_run(run, extract, progress)
    for note in verified.notes:
        voice.note(note)
    voice.result(verified.text(), verified.values())


@commands.command(epilog="Example: hertoets law --check --set readings=my_readings")
def law(
    check: Annotated[bool, typer.Option("--check", help="Prove the tables instead.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write Markdown.")] = False,
    assignments: Assignments = None,
    as_json: Json = False,
) -> None:
    """Show the decision tables with their sources, or prove that they decide everything."""
    from hertoets.run.law import prove_law, show_law
    from hertoets.run.parameters import Parameters

    parameters = Parameters.from_assignments(assignments or [])
    told = prove_law(parameters) if check else show_law(parameters, markdown=markdown)
    Voice(as_json=as_json).result(*told)


@commands.command(epilog="Example: hertoets assure my_cases.toml --set readings=my_readings")
def assure(
    cases: Annotated[
        Path | None,
        typer.Argument(
            metavar="CASES",
            help="File of cases, or a folder; by default those that Hertoets is tested with.",
        ),
    ] = None,
    assignments: Assignments = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Judge hand-worked persons; exit code 1: an answer is another than the file expects."""
    from hertoets.run.assure import assure_cases
    from hertoets.run.parameters import Parameters

    voice = Voice(quiet=quiet, as_json=as_json)
    parameters = Parameters.from_assignments(assignments or [])
    assured = assure_cases(cases or shipped("cases"), parameters, voice.progress())
    voice.result(assured.text(), assured.values())
    if assured.deviations:
        raise typer.Exit(ANSWER_DIFFERS)


@commands.command(epilog="Example: hertoets monthly EXTRACT --into runs --tolerance 25 --quiet")
def monthly(
    extract: ExtractFolder,
    into: Annotated[Path, typer.Option("--into", metavar="RUNS", help="Folder of the runs.")],
    assignments: Assignments = None,
    tolerance: Tolerance = 0,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the run; else today.")
    ] = None,
    register: RegisterFolder = None,
    without: Without = None,
    because: Because = None,
    force: Force = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make a dated run and compare it with the last; exit code 3: a figure surely moved by more."""
    from hertoets.between.monthly import run_monthly
    from hertoets.run.parameters import Parameters, day_of
    from hertoets.run.registered import reasons_of

    voice = Voice(quiet=quiet, as_json=as_json)
    told = run_monthly(
        extract,
        into,
        Parameters.from_assignments(assignments or []),
        on=None if on is None else day_of(on, "--on"),
        tolerance=tolerance,
        force=force,
        register_at=register,
        without=reasons_of(without or [], because or []),
        progress=voice.progress(),
    )
    for note in told.notes:
        voice.note(note)
    voice.result(told.text(), told.values())
    if told.figures_moved:
        raise typer.Exit(FIGURE_MOVED)
