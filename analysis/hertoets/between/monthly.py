"""A dated run, compared with the last one, for a scheduler.

The day comes from the clock, and stands in nothing but the name of the folder. A call that was cut
off may be repeated: what is whole is not made again, what is not leaves nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from hertoets.between.causes import find_causes
from hertoets.between.changes import add_changes
from hertoets.between.compare import Contrast, contrast_runs, titled
from hertoets.errors import HertoetsError, UseError
from hertoets.run.described import BY_COMMAND, describe_here, ran_on
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.intact import open_finished
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.ownfile import own_file
from hertoets.run.parameters import Parameters
from hertoets.run.places import place_of
from hertoets.run.progress import Progress
from hertoets.run.record import read_record
from hertoets.run.run import run_extract
from hertoets.runfolder import RunFolder

_DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BESIDE: Final = ("data", "earlier")  # the extract is told by its hashes, the register by itself


@dataclass(frozen=True)
class Monthly:
    """A dated run, and what is otherwise than in the last one.

    Attributes
    ----------
    run : Path
    made : bool
        False where the same run was there already.
    earlier : Path or None
        The last run before it; None for the first.
    contrast : Contrast or None
    notes : tuple of str
    tolerance : int
    """

    run: Path
    made: bool
    earlier: Path | None
    contrast: Contrast | None
    notes: tuple[str, ...]
    tolerance: int

    @property
    def report(self) -> Path:
        """The page that a reader opens."""
        return RunFolder(self.run).report / "index.html"

    @property
    def figures_moved(self) -> tuple[str, ...]:
        """The figures that surely moved by more than the tolerance."""
        return self.contrast.figures_moved if self.contrast else ()

    def values(self) -> dict[str, Any]:
        """The result for a machine; each figure that moved with both its values."""
        findings = self.contrast.findings if self.contrast else {}
        return {
            "run": str(self.run),
            "report": str(self.report),
            "made": self.made,
            "earlier": str(self.earlier) if self.earlier else None,
            "comparison": str(RunFolder(self.run).comparison) if self.contrast else None,
            "tolerance": self.tolerance,
            "figures_moved": {
                id_: findings[id_].values() if id_ in findings else None
                for id_ in self.figures_moved
            },
            "notes": list(self.notes),
        }

    def text(self) -> str:
        """Write the result for a reader."""
        lines = [str(self.report)]
        if not self.made:
            lines.append("Made earlier on the same extract and settings: not made again.")
        if self.contrast is None:
            return "\n".join([*lines, "The first run: there is none to compare it with.", ""])
        lines.append(f"Compared with {self.earlier}; all that differs stands in")
        lines.append(f"  {RunFolder(self.run).comparison}")
        lines.append(f"Figures that surely moved by more than {self.tolerance}")
        for id_ in self.figures_moved:
            pair = self.contrast.findings.get(id_)
            values = ": {} → {}".format(*pair.shown()) if pair else ""
            lines.append(f"  {titled(id_, self.contrast.findings)}{values}")
        return "\n".join([*lines, *([] if self.figures_moved else ["  none"]), ""])


def run_monthly(
    extract: Path,
    into: Path,
    parameters: Parameters,
    *,
    on: date | None = None,
    tolerance: int = 0,
    force: bool = False,
    register_at: Path | None = None,
    without: Mapping[str, str] | None = None,
    notebooks: Path | None = None,
    progress: Progress | None = None,
) -> Monthly:
    """Make the run of a day and compare it with the last one before it.

    Parameters
    ----------
    extract : Path
        Folder with the tables.
    into : Path
        The folder of the runs; each is named by its day.
    parameters : Parameters
    on : date or None
        The day; None is today.
    tolerance : int
        By how much a figure may move, in its own unit.
    force, register_at, without, notebooks, progress
        As in `hertoets.run.run.run_extract`.

    Returns
    -------
    Monthly

    Raises
    ------
    UseError
        Where a run of that day is there that rests on something else, or the extract or the last
        run cannot be read.
    DataError
        Where the data forbid a result.
    """
    day = on or date.today()  # no result depends on it
    out = place_of(into) / day.isoformat()
    clear_leftovers(out)
    earlier, notes = _last_before(day, out.parent)
    if earlier is not None:
        open_finished(earlier)  # what cannot be compared is told before anything is made
    progress = progress or Progress()
    made = force or not out.exists()
    if made:
        result = run_extract(
            extract, out, parameters,
            force=force, register_at=register_at, without=without,
            earlier=[earlier] if earlier else [], changes=add_changes,
            notebooks=notebooks, progress=progress,
        )  # fmt: skip
        notes += result.release.notes
    else:
        _refuse_other(out, extract, parameters)
    contrast = None
    if earlier is not None:
        with progress.step(f"comparing with {earlier.name}"):
            contrast = contrast_runs(earlier, out, compute=False, tolerance=tolerance)
            _keep(contrast, RunFolder(out).comparison)
    return Monthly(out, made, earlier, contrast, notes, tolerance)


def _last_before(day: date, runs: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The last complete run of an earlier day, and a note on each that is passed over."""
    notes: list[str] = []
    names = sorted(path.name for path in runs.iterdir()) if runs.is_dir() else []
    for name in reversed([name for name in names if _DATED.fullmatch(name)]):
        if name >= day.isoformat():
            continue
        try:
            read_record(runs / name)
            return runs / name, tuple(notes)
        except HertoetsError:
            notes.append(f"{name}: no complete run, so nothing is compared with it.")
    return None, tuple(notes)


def _refuse_other(out: Path, extract: Path, parameters: Parameters) -> None:
    """Refuse to take the run that is there for one on another extract, or with other settings."""
    record = read_record(out)
    if not extract.is_dir():
        what, mend = "no such folder", "Name a folder with the tables"
        raise UseError.of(where=str(extract), what=what, mend=mend)
    causes = find_causes(record, describe_here(record, out, parameters), out, out)
    other = [str(cause.kind) for cause in causes if cause.kind not in _BESIDE]
    if not ran_on(record, out, hashes_of_extract(extract)):
        other.insert(0, "data")
    if record.made_by != BY_COMMAND:
        other.append("a notebook made it, so it has no report")
    if other:
        differ = ", ".join(dict.fromkeys(other))
        raise UseError.of(
            where=str(out),
            what=f"the run of that day rests on something else ({differ})",
            mend="Add --force to replace it, or name another day with --on",
        )


def _keep(contrast: Contrast, place: Path) -> None:
    """Keep what differs with the run: for whoever may read the extract, so under ``protected/``."""
    if not place.exists():
        with own_file(place) as file:
            file.write_text(contrast.text(), encoding="utf-8")
