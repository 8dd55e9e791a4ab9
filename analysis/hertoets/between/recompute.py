"""Compute the figures of a run again in memory, as they were or with one thing changed.

Nothing is written, and nothing leaves but what passed disclosure control.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from hertoets.between.causes import MAKERS, Cause, find_causes
from hertoets.between.told import AllTold, Side
from hertoets.errors import HertoetsError
from hertoets.extract import Extract, read_extract
from hertoets.findings import Findings, find
from hertoets.law import Law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.quality import Assessment, assess
from hertoets.release import Release, control
from hertoets.run.described import describe_here, ran_on
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.parameters import PLACES, Parameters
from hertoets.run.progress import Progress


@dataclass(frozen=True)
class State:
    """What a computation rests on: whose extract, law, policy, earlier runs and parameters."""

    extract: Side
    law: Side
    policy: Side
    earlier: Side
    parameters: Mapping[str, str | int]

    def moved(self, group: str, other: Side) -> "State":
        """Take one thing from the other run, by the kind of a cause, or a parameter by name."""
        if group == "data":
            return replace(self, extract=other)
        if group == "reading":
            return replace(self, law=other)
        if group == "policy":
            return replace(self, policy=other)
        if group == "earlier":
            return replace(self, earlier=other)
        value = other.record.parameters.get(group, "")
        return replace(self, parameters={**self.parameters, group: value})


@dataclass(frozen=True)
class Bench:
    """An extract that was read once, on which the law is tried as often as somebody asks.

    Parameters
    ----------
    extract : Extract
    """

    extract: Extract = field(repr=False)

    @cached_property
    def assessment(self) -> Assessment:
        """What the checks say of it; they are run when first asked, and once."""
        return assess(self.extract)

    def tried(self, law: Law, settings: Settings) -> Comparison:
        """Re-apply the law with other settings, and reckon with what the checks doubt.

        Raises
        ------
        UseError
            Where the headline is no reading of the law.
        DataError
            Where a decision table leaves a situation undecided.
        """
        return compare(self.extract, law, settings).with_doubts(self.assessment.doubts)


class Lab:
    """Computes states, reading each extract once.

    Parameters
    ----------
    told : AllTold
        What the runs that are compared told is laid beside each state, and each state beside the
        next.
    elsewhere : iterable of Path
        Folders where an extract may be, beside the one that its record names.
    progress : Progress
        Told of each computation.
    """

    def __init__(self, told: AllTold, elsewhere: Iterable[Path], progress: Progress) -> None:
        self._told = told
        self._elsewhere = [path for path in elsewhere if path.is_dir()]
        self._progress = progress
        self._read: dict[Path, Bench] = {}
        self._found: dict[tuple[Path, str, str], tuple[Comparison, Findings]] = {}

    def folder_of(self, side: Side) -> Path | None:
        """The folder that holds the extract of a run, byte for byte; None without one."""
        named = side.record.extract.place
        for folder in ([named] if named else []) + self._elsewhere:
            if ran_on(side.record, side.run, hashes_of_extract(folder)):
                return folder
        return None

    def figures(self, state: State, name: str) -> Release | None:
        """Compute what a state shows; None where something that it rests on is not at hand."""
        folder, law = self.folder_of(state.extract), _law(state.law)
        if folder is None or law is None or self._told.lacking:
            return None
        with self._progress.step(f"computing again: {name}"):
            try:
                # The law is loaded apart and the policy stands in the record.
                named = {k: v for k, v in state.parameters.items() if k not in PLACES}
                parameters = Parameters.from_values(named)
                key = (folder, law.digest, repr(parameters.settings()))
                bench = self._open(folder)
                if key not in self._found:
                    compared = bench.tried(law, parameters.settings())
                    self._found[key] = compared, find(compared, bench.assessment)
                compared, findings = self._found[key]
                policy = state.policy.record.disclosure
                beside = self._told
                controlled = control(findings, policy, beside.told, key=beside.key, run=name)
                beside.told.append(controlled.told)
                return controlled.release
            except HertoetsError:
                return None  # a state between two runs may be one that the data forbid

    def _open(self, folder: Path) -> Bench:
        if folder not in self._read:
            self._read[folder] = Bench(read_extract(folder))
        return self._read[folder]


def makers_here(side: Side) -> list[Cause]:
    """List what makes figures, code, expectations and packages, and is another here than then."""
    now = describe_here(side.record, side.run, Parameters())
    causes = find_causes(side.record, now, side.run, side.run)
    return [cause for cause in causes if cause.kind in MAKERS]


def _law(side: Side) -> Law | None:
    """Load the law of a run; None where its tables are gone or have changed since."""
    try:
        law = Parameters.from_values({"readings": side.record.parameters["readings"]}).law()
    except HertoetsError:
        return None
    return law if law.digest == side.record.law else None
