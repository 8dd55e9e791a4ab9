"""The command line of Hertoets: what it asks for and where that is done; no logic of its own.

Everything heavy is imported inside the command that needs it, so that help comes at once.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from hertoets.commands import commands
from hertoets.options import (
    Assignments,
    Because,
    Draft,
    Earlier,
    ExtractFolder,
    Failures,
    Force,
    Json,
    KeyFile,
    LetterFile,
    Quiet,
    RegisterFolder,
    RunFolder,
    Version,
    Without,
    wrong_use,
)
from hertoets.run.names import read_names_as_utf8, refuse_unreadable_names
from hertoets.run.silence import values_kept_silent
from hertoets.run.streams import failed_output
from hertoets.run.voice import Voice, say_error, speak

app = typer.Typer(
    name="hertoets",
    epilog="Start with: hertoets synth --out data/synthetic && "
    "hertoets run data/synthetic --out runs/synthetic",
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

WRITING = ("synth", "run", "prepare", "monthly")


app.add_typer(commands)


@app.callback()
def hertoets_options(_version: Version = False) -> None:
    """Re-apply the transitional law of the Wet inburgering 2021 to a data extract."""


@app.command(epilog="Example: hertoets synth --out data/synthetic --persons 1000 --seed 7")
def synth(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to make.")],
    persons: Annotated[int, typer.Option("--persons", min=1, help="How many persons.")] = 60_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Other people.")] = 20220321,
    no_faults: Annotated[bool, typer.Option("--no-faults", help="Plant no faults.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet.")] = False,
    force: Force = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make a synthetic extract: invented people, every situation of the law."""
    from hertoets.run.synth import make_synthetic

    voice = Voice(quiet=quiet, as_json=as_json)
    with voice.progress() as progress, progress.step(f"inventing {persons} persons"):
        made = make_synthetic(
            out, persons=persons, seed=seed, faults=not no_faults, as_csv=as_csv, force=force
        )
    voice.result(str(made), {"extract": str(made), "persons": persons, "seed": seed})


@app.command(
    epilog="Example: hertoets prepare DELIVERY --mapping brp.toml --mapping duo.toml "
    "--key KEY --out EXTRACT"
)
def prepare(
    delivery: Annotated[Path, typer.Argument(metavar="DELIVERY", help="Folder as delivered.")],
    out: Annotated[Path, typer.Option("--out", metavar="EXTRACT", help="Folder to make.")],
    mapping: Annotated[
        list[Path] | None,
        typer.Option("--mapping", metavar="FILE", help="What it means; may be given more often."),
    ] = None,
    draft: Draft = False,
    key: KeyFile = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet.")] = False,
    force: Force = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Turn a register's export into the tables of an extract, by a mapping file."""
    from hertoets.run.prepare import draft_to, prepare_extract, refuse_wrong_use

    voice = Voice(quiet=quiet, as_json=as_json)
    refuse_wrong_use(draft=draft, mappings=mapping or [], extract_asked=bool(key or as_csv))
    if draft:
        with voice.progress() as progress, progress.step("looking at the delivery"):
            drafted = draft_to(delivery, out, force=force)
        voice.result(str(drafted), {"mapping": str(drafted)})
        return
    with voice.progress() as progress, progress.step("preparing the delivery"):
        prepared = prepare_extract(
            delivery, mapping or [], out, key_file=key, as_csv=as_csv, force=force
        )
    for note in prepared.notes:
        voice.note(note)
    voice.result(prepared.text(), prepared.values())


@app.command(epilog="Example: hertoets check data/synthetic --failures failures.csv")
def check(
    extract: ExtractFolder,
    failures: Failures = None,
    force: Force = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Read an extract and tell how far it can be trusted; writes nothing but --failures."""
    from hertoets.run.check import check_extract

    voice = Voice(quiet=quiet, as_json=as_json)
    with voice.progress() as progress, progress.step("reading the extract"):
        checked = check_extract(extract, failures, force=force)
    voice.result(checked.text(), checked.values())


@app.command(epilog="Example: hertoets run data/synthetic --out runs/day --set tolerance_days=1")
def run(
    extract: ExtractFolder,
    out: Annotated[Path, typer.Option("--out", metavar="RUN", help="Run folder to make.")],
    assignments: Assignments = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            help="What computes: memory, ranges or spark; without it memory, or ranges where the "
            "extract is large.",
        ),
    ] = None,
    earlier: Earlier = None,
    register: RegisterFolder = None,
    without: Without = None,
    because: Because = None,
    force: Force = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run everything on an extract: outcomes, findings, notebooks, report."""
    from hertoets.between.changes import add_changes
    from hertoets.run.parameters import Parameters
    from hertoets.run.registered import reasons_of
    from hertoets.run.run import run_extract

    voice = Voice(quiet=quiet, as_json=as_json)
    if without:
        voice.note(
            f"--without {', '.join(without)}: once this run is in the register, later runs beside "
            "it and those left out may be refused."
        )
    result = run_extract(
        extract,
        out,
        Parameters.from_assignments(assignments or []),
        force=force,
        engine=engine,
        register_at=register,
        without=reasons_of(without or [], because or []),
        earlier=earlier or [],
        changes=add_changes,
        progress=voice.progress(),
    )
    for note in result.release.notes:  # in Dutch, as in the report
        voice.note(note)
    voice.result(str(result.report), result.values())


@app.command(epilog="Example: hertoets explain runs/synthetic P000123 --letter letter.docx")
def explain(
    run: RunFolder,
    person_id: Annotated[str, typer.Argument(metavar="PERSON_ID", help="The pseudonym.")],
    letter: LetterFile = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Tell for one person what each reading says, by which rule, and what is unknown."""
    from hertoets.run.explain import explain_person
    from hertoets.run.letter import letter_to, refuse_lone_force
    from hertoets.run.page import show_page

    voice = Voice(as_json=as_json)
    refuse_lone_force(letter, force=force)
    if letter is not None:
        written = letter_to(run, person_id, letter, force=force)
        voice.result(str(written), {"letter": str(written)})
        return
    page = explain_person(run, person_id)
    if as_json:
        voice.result("", page.values())
    else:
        show_page(page, voice.out)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; every error ends in one message and an exit code.

    Parameters
    ----------
    arguments : list of str or None
        The words after ``hertoets``; None takes those of the process, none shows the help.

    Returns
    -------
    int
        0 done, 1 forbidden by data or a check, 2 wrong use or unreadable input, 3 done and a
        figure moved (``compare``, ``monthly``), 130 and 143 where it was stopped.
    """
    if arguments is None:
        read_names_as_utf8()
    words = sys.argv[1:] if arguments is None else arguments
    # Nothing here multiplies matrices; where memory is short, its threads end the command or hang.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return speak(lambda: _run_command(words))


def _run_command(words: list[str]) -> int:
    try:
        with values_kept_silent():
            refuse_unreadable_names(words)
            code = app(words or ["--help"], prog_name="hertoets", standalone_mode=False)
    except TyperException as error:
        return say_error(wrong_use(error), as_json="--json" in words)
    except Exception as error:
        if error is failed_output():
            raise
        return say_error(error, as_json="--json" in words, writes=words[0] in WRITING)
    return code if isinstance(code, int) else 0
