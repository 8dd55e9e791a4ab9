"""Tell what differs between two runs, who moved, and what each difference is due to.

Only released figures are shown: those that the runs publish, and counts of people who moved,
which are protected as any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hertoets.between.attribution import Attribution, attribute
from hertoets.between.causes import NONE, Cause, find_causes
from hertoets.between.compared import (
    FigurePair,
    Situations,
    contrast_findings,
    contrast_readings,
    contrast_situations,
    contrast_tables,
)
from hertoets.between.moved import Moves, find_moves
from hertoets.between.recompute import Lab
from hertoets.between.told import Side, told_by
from hertoets.between.tolerance import moved_figures
from hertoets.release import WITHHELD
from hertoets.run.described import inputs_of_run
from hertoets.run.intact import load_published, open_finished
from hertoets.run.keyed import keyed
from hertoets.run.machine import number_of
from hertoets.run.progress import Progress

_LISTED = 12  # lines of one kind in the text; --json gives all
_HASH_DIGITS = 12


@dataclass(frozen=True)
class Contrast:
    """What differs between two runs, the first and the second value of each."""

    settings: dict[str, tuple[Any, Any]]
    hashes: dict[str, tuple[Any, Any]]
    causes: tuple[Cause, ...]
    findings: dict[str, FigurePair]
    by_reading: dict[str, dict[str, Any]]
    tables: tuple[str, ...]
    situations: Situations
    moved: Moves
    attribution: Attribution
    tolerance: int
    figures_moved: tuple[str, ...]

    def values(self) -> dict[str, Any]:
        """The differences for a machine."""
        return {
            "parameters": self.settings,
            "hashes": self.hashes,
            "causes": [vars(cause) for cause in self.causes],
            "findings": {id_: pair.values() for id_, pair in self.findings.items()},
            "by_reading": self.by_reading,
            "tables": list(self.tables),
            "situations": self.situations.values(),
            "moved": None
            if self.moved.listed is None
            else [
                {"from": move.before, "to": move.after, "persons": number_of(move.persons)}
                for move in self.moved.listed
            ],
            "attribution": self.attribution.values(),
            "tolerance": self.tolerance,
            "figures_moved": list(self.figures_moved),
        }

    def text(self) -> str:
        """Write the differences for a reader."""
        return "\n".join(
            [
                _part("Parameters", _pairs(self.settings)),
                _part("Hashes and versions", _pairs(self.hashes)),
                _part("What may explain a difference", map(str, self.causes), "nothing differs"),
                _part("Findings", _figures(self.findings)),
                _part("Due to what", _due(self.attribution, self.findings), "nothing to explain"),
                _part("Published tables", self.tables, "all the same"),
                _part("Situations", _told(self.situations), "all the same"),
                _part("Persons who moved between headline outcomes", _who(self.moved), "nobody"),
                _part(
                    f"Figures that surely moved by more than {self.tolerance}",
                    [titled(id_, self.findings) for id_ in self.figures_moved],
                    "none",
                ),
            ]
        )


def contrast_runs(
    run_a: Path,
    run_b: Path,
    progress: Progress | None = None,
    *,
    elsewhere: Iterable[Path] = (),
    compute: bool = True,
    tolerance: int = 0,
) -> Contrast:
    """Compare two runs.

    Parameters
    ----------
    run_a, run_b : Path
        Folders of finished runs.
    progress : Progress or None
        Told of each computation.
    elsewhere : iterable of Path
        Folders where an extract may be now, if it moved.
    compute : bool
        Whether steps between the runs are computed to split the differences.
    tolerance : int
        By how much a figure may move, in its own unit, before it is named in `figures_moved`.

    Returns
    -------
    Contrast
        Counts of persons after disclosure control, by the stricter policy of the two.

    Raises
    ------
    UseError
        If one of the folders is not a run, or is not complete.
    """
    one, other = (Side(run, open_finished(run)) for run in (run_a, run_b))
    causes = find_causes(one.record, other.record, run_a, run_b)
    release_a, release_b = (load_published(side.run, side.record) for side in (one, other))
    told = told_by((one, other))
    moved = find_moves(one, other, told)
    lab = Lab(told, elsewhere, progress or Progress()) if compute else None
    return Contrast(
        settings=_differ(one.record.parameters, other.record.parameters),
        hashes=_differ(*_hashes(one, other)),
        causes=causes,
        findings=contrast_findings(release_a, release_b),
        by_reading=contrast_readings(release_a, release_b),
        tables=contrast_tables(release_a, release_b),
        situations=contrast_situations(release_a, release_b),
        moved=moved,
        attribution=attribute(one, other, causes, lab),
        tolerance=tolerance,
        figures_moved=moved_figures(release_a, release_b, tolerance),
    )


def _hashes(one: Side, other: Side) -> tuple[dict[str, str], dict[str, str]]:
    """Hashes and versions; those of the extracts under one key, else they never compare."""
    inputs = [inputs_of_run(side.record, side.run) for side in (one, other)]
    found = []
    for side, own in zip((one, other), inputs, strict=True):
        files = side.record.extract.files
        if inputs[0] is not None and own is not None:
            files = keyed(own.files, inputs[0].key)
        plain = side.record.model_dump(include=_PLAIN)
        plain |= {f"extract {name}": digest for name, digest in files.items()}
        short = {name: str(value)[:_HASH_DIGITS] for name, value in plain.items()}
        found.append({**short, "python": side.record.python, **side.record.packages})
    return found[0], found[1]


_PLAIN = {"hertoets", "code", "notebooks", "law", "policy", "expectations", "engine"}


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = [*one, *(name for name in other if name not in one)]
    return {
        name: (one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)
    }


def _pairs(differences: Mapping[str, tuple[Any, Any]]) -> list[str]:
    shown = {name: [NONE if v is None else v for v in pair] for name, pair in differences.items()}
    return [f"{name}: {one} → {other}" for name, (one, other) in shown.items()]


def _figures(differences: Mapping[str, FigurePair]) -> list[str]:
    return _pairs({titled(id_, differences): pair.shown() for id_, pair in differences.items()})


def titled(id_: str, differences: Mapping[str, FigurePair]) -> str:
    """An id, with the title of the figure where one of the two runs has it."""
    pair = differences.get(id_)
    figure = (pair.after or pair.before) if pair is not None else None
    return id_ if figure is None else f"{id_} ({figure.title_nl})"


def _part(title: str, lines: Iterable[str], none: str = "no difference") -> str:
    told = [f"  {line}" for line in lines] or [f"  {none}"]
    return "\n".join([title, *told, ""])


def _due(attribution: Attribution, findings: Mapping[str, FigurePair]) -> list[str]:
    lines = []
    if len(attribution.steps) > 1:
        # What lies between two runs may be more than either shows, laid beside both all the same.
        lines.append(_NOT_PUBLISHED)
        lines.append("One cause after another, in this order; in another the parts may differ:")
    for number, step in enumerate(attribution.steps, 1):
        lines.append(f"{number}. {'; '.join(step.causes)}")
        shown = _AS_ABOVE if findings and step.findings == findings else _figures(step.findings)
        lines += [f"     {line}" for line in shown] or ["     no figure"]
    if not attribution.split:
        lines.append(
            "Not split: an extract, a decision table or the register of runs is not at hand, or it "
            "was not asked."
        )
    return lines


_NOT_PUBLISHED = "For whoever may read the extract; not for publication."
_AS_ABOVE = ["every figure under Findings, as above"]


def _who(moved: Moves) -> list[str]:
    if moved.listed is None:
        return [f"not shown: {why}" for why in moved.because]
    if len(moved.listed) > 1 and all(move.persons == WITHHELD for move in moved.listed):
        return [f"{WITHHELD:>8}  along each of {len(moved.listed)} ways: how many is withheld"]
    return [f"{move.persons:>8}  {move.before} → {move.after}" for move in moved.listed]


def _told(situations: Situations) -> list[str]:
    facts = situations.facts
    regimes = [
        f"{id_} {reading}: {one} → {other}   {facts[id_]}"
        for id_, differ in situations.regimes.items()
        for reading, (one, other) in differ.items()
    ]
    parts = {
        "appeared": [f"{n}  {id_} {facts[id_]}" for id_, n in situations.appeared.items()],
        "disappeared": [f"{n}  {id_} {facts[id_]}" for id_, n in situations.disappeared.items()],
        "other number of persons": _pairs(situations.number),
        "other regime by a reading": regimes,
    }
    lines = []
    for title, found in parts.items():
        if found:
            more = len(found) - _LISTED
            lines += [title, *(f"  {line}" for line in found[:_LISTED])]
            lines += [f"  and {more} more (--json gives all)"] if more > 0 else []
    return lines
