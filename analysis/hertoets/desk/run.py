"""An opened run, as a researcher holds it: what was published of it, and what stays inside."""

from dataclasses import dataclass, field
from pathlib import Path

from hertoets.law import Law
from hertoets.plain import one_line
from hertoets.release import Release
from hertoets.run.parameters import Parameters


@dataclass(frozen=True)
class Run:
    """An opened run; made by `hertoets.open_run`.

    Attributes
    ----------
    release : Release
        What was published of it.
    law : Law
        The law that it applied.
    folder : Path
        Where it lies.
    extract : Path
        The folder of the extract that it is of.
    parameters : Parameters
        The settings that it was made with.
    """

    release: Release
    law: Law
    folder: Path
    extract: Path = field(repr=False)
    parameters: Parameters = field(repr=False)

    def __repr__(self) -> str:
        return f"Run {one_line(self.folder.name)}: levering {self.release.meta.name}"
