"""What several commands, or the longest of them, may be asked."""

from pathlib import Path
from typing import Annotated

import typer

from hertoets.run.voice import Voice

Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, only the result.")]
Json = Annotated[bool, typer.Option("--json", help="The result as JSON, for a scheduler.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier result, at the end.")]
Assignments = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter; may be given more often."),
]
ExtractFolder = Annotated[Path, typer.Argument(metavar="EXTRACT", help="Folder with the tables.")]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run.")]
Earlier = Annotated[
    list[Path] | None,
    typer.Option("--earlier", metavar="RUN", help="An earlier run: tell what changed since."),
]
RegisterFolder = Annotated[
    Path | None,
    typer.Option("--register", metavar="DIR", help="Register of runs; else beside the run."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="RUN", help="A run to leave out of the reckoning."),
]
Because = Annotated[
    list[str] | None,
    typer.Option("--because", metavar="WHY", help="Why, for each --without; is printed."),
]


def _say_version(asked: bool) -> None:
    if asked:
        import hertoets

        Voice().result(f"hertoets {hertoets.__version__}", {})
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version."),
]
