"""What several commands, or the longest of them, may be asked."""

from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from hertoets.errors import UseError
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
Draft = Annotated[
    bool, typer.Option("--draft", help="Write a first mapping to --out, with every code.")
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", help="Key of the hash, kept outside both folders."),
]
Failures = Annotated[
    Path | None,
    typer.Option("--failures", metavar="FILE", help="Write the keys of rows that failed."),
]
LetterFile = Annotated[
    Path | None,
    typer.Option("--letter", metavar="FILE", help="Draft a letter: .docx, .md or .txt."),
]
Earlier = Annotated[
    list[Path] | None,
    typer.Option("--earlier", metavar="RUN", help="An earlier run: tell what changed since."),
]
RegisterFolder = Annotated[
    Path | None,
    typer.Option("--register", metavar="DIR", help="Register of runs; else beside the run."),
]
Tolerance = Annotated[
    int, typer.Option("--tolerance", min=0, metavar="N", help="By how much a figure may move.")
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


def wrong_use(error: TyperException) -> UseError:
    """What typer found wrong with the words of a command, as an error of our own."""
    command = getattr(getattr(error, "ctx", None), "command_path", "hertoets")
    return UseError.of(where=command, what=error.format_message(), mend=f"See {command} --help")
