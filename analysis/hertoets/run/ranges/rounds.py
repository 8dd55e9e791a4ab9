"""What is done with each part of an extract: three rounds, in any process and any order.

Between two rounds stands what only all parts together can say: which days are usual, which checks
failed. What a round leaves is written into the folder of its part, and appears there at once,
together with what is told of it. A round that runs a second time, as a cluster may let it, changes
nothing and tells the same.
"""

import pickle
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, TypeVar

import numpy as np

from hertoets.extract import Extract
from hertoets.extract.parted import Cut, keep, kept, read_part
from hertoets.findings.basis import Basis, Rows
from hertoets.findings.causes import by_figure, causes_of
from hertoets.findings.definitions import load_definitions
from hertoets.findings.model import named_causes
from hertoets.findings.summing import Sums, sums_of
from hertoets.law import Law
from hertoets.outcomes import ByKind, Comparison, Profiles, Settings, compare
from hertoets.outcomes.as_of import last_days
from hertoets.quality.assessing import Asked, Counted, Measured, count_together, measured
from hertoets.quality.assessment import Assessment
from hertoets.quality.context import Context
from hertoets.quality.look import Look
from hertoets.quality.marks import Measure, summed
from hertoets.run.outcomes import write_history
from hertoets.run.tables import write_table
from hertoets.runfolder import RunFolder

KINDS: Final = "kinds.npy"
"""The kind of each person, as the part numbers them."""
WORK_LIST: Final = "repair.parquet"
_READ, _MEASURED, _JUDGED = "read", "measured", "judged"
_MEASURES = "measures.pickle"
_TOLD = "told.pickle"

Told = TypeVar("Told")


@dataclass(frozen=True)
class Plan:
    """What every round needs.

    Attributes
    ----------
    cut : Cut
    folder : Path
        Gets a folder for each part.
    law : Law
    settings : Settings
    """

    cut: Cut
    folder: Path
    law: Law
    settings: Settings

    def of(self, number: int) -> Path:
        """The folder of a part."""
        return self.folder / f"part-{number:05d}"

    def judged(self, number: int) -> Path:
        """Where the tables of a part lie after the last round, under the names of a run's."""
        return self.of(number) / _JUDGED


@dataclass(frozen=True)
class Read:
    """What reading a part told.

    Attributes
    ----------
    codes : mapping of (str, str) to (int, int)
        As `hertoets.extract.Extract` has them.
    persons, kept : int
        In the part, and not set aside.
    last : mapping of str to date
        From `hertoets.outcomes.as_of.last_days`.
    counted : mapping of str to polars.DataFrame or str
        From `hertoets.quality.assessing.count_together`.
    """

    codes: Mapping[tuple[str, str], tuple[int, int]]
    persons: int
    kept: int
    last: Mapping[str, date]
    counted: Counted


@dataclass(frozen=True)
class Reading:
    """The first round: read a part, and count what checks need of all rows."""

    plan: Plan
    asked: Asked

    def __call__(self, number: int) -> Read:
        """Read one part; raises as `hertoets.extract.parted.read_part`."""

        def read(folder: Path) -> Read:
            extract = read_part(self.plan.cut, number)
            keep(extract, folder)
            return Read(
                codes=extract.codes,
                persons=extract.persons_in_extract,
                kept=extract.persons_in_extract - extract.persons_set_aside,
                last=last_days(extract.tables),
                counted=count_together(_look(extract, number), self.asked),
            )

        return _once(self.plan.of(number) / _READ, read)

    def told(self, number: int) -> Read:
        """What was told of a part."""
        told: Read = _told(self.plan.of(number) / _READ)
        return told


@dataclass(frozen=True)
class Measuring:
    """The second round: count what is wrong in a part."""

    plan: Plan
    asked: Asked
    counted: Counted

    def __call__(self, number: int) -> Measured:
        """Measure one part; what is told names no row and no person."""

        def measure(folder: Path) -> Measured:
            look = _look(_kept(self.plan, number), number)
            found = measured(look, self.asked, self.counted, _context())
            (folder / _MEASURES).write_bytes(pickle.dumps(dict(found.of)))
            of = {
                name: summed([got]) if isinstance(got, Measure) else got
                for name, got in found.of.items()
            }
            return replace(found, of=of)

        return _once(self.plan.of(number) / _MEASURED, measure)

    def told(self, number: int) -> Measured:
        """What was told of a part."""
        told: Measured = _told(self.plan.of(number) / _MEASURED)
        return told


@dataclass(frozen=True)
class Judged:
    """What judging a part told: everything that figures ask, and who is undecided for what."""

    sums: Sums
    by_cause: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Judging:
    """The third round: apply the law, again with what is in doubt unknown, and sum.

    Attributes
    ----------
    plan : Plan
    assessment : Assessment
        Of the whole extract.
    last : mapping of str to date
        Of the whole extract.
    """

    plan: Plan
    assessment: Assessment
    last: Mapping[str, date]

    def __call__(self, number: int) -> Judged:
        """Judge one part, and leave its tables."""

        def judge(folder: Path) -> Judged:
            extract = _kept(self.plan, number)
            assessment = self._own(number)
            comparison = compare(extract, self.plan.law, self.plan.settings, self.last)
            run = RunFolder(folder)
            run.protected.mkdir(mode=0o700)
            _write_recorded(comparison, assessment, run)
            return _sum(comparison.with_doubts(assessment.doubts), assessment, run)

        return _once(self.plan.judged(number), judge)

    def told(self, number: int) -> Judged:
        """What was told of a part."""
        told: Judged = _told(self.plan.judged(number))
        return told

    def _own(self, number: int) -> Assessment:
        """The assessment of the whole, with the wrong rows of a part."""
        measures = pickle.loads((self.plan.of(number) / _MEASURED / _MEASURES).read_bytes())
        results = (
            replace(one, measure=None if one.measure is None else measures[one.id])
            for one in self.assessment.results
        )
        return replace(self.assessment, results=tuple(results))


def _write_recorded(comparison: Comparison, assessment: Assessment, run: RunFolder) -> None:
    """The tables of persons by the records as they stand."""
    people, extract = comparison.people, comparison.extract
    write_table(people.outcomes, run.outcomes)
    write_history(people, run)
    write_table(extract.aside, run.set_aside)
    write_table(assessment.doubts_frame(extract), run.doubts)
    comparison.work_list.write_parquet(run.protected / WORK_LIST)


def _sum(comparison: Comparison, assessment: Assessment, run: RunFolder) -> Judged:
    """What is in doubt unknown: the table of persons, all sums, and the causes."""
    write_table(comparison.doubted.outcomes, run.doubted)
    sums, of_persons = sums_of(comparison, assessment)
    np.save(run.protected / KINDS, of_persons.astype(np.int32))
    causes = causes_of(
        comparison, assessment.doubts, _basis(comparison, sums, of_persons), _figures(comparison)
    )
    write_table(named_causes(causes, comparison.person_ids), run.causes)
    return Judged(sums, by_figure(causes))


def _basis(comparison: Comparison, sums: Sums, of_persons: np.ndarray) -> Basis:
    """The kinds of a part by the reading in front: all that causes ask."""
    headline, kinds = comparison.settings.headline, sums.kinds
    frame = ByKind.of(comparison.doubted).follow(kinds.now, headline)
    profiles = Profiles(
        kinds.persons.to_numpy(), of_persons, {(headline, True): frame}, {}, kinds.now
    )
    return Basis(profiles, headline, Rows(), comparison.person_ids)


def _figures(comparison: Comparison) -> list[str]:
    """The figures of which every table was delivered."""
    return [
        name
        for name, definition in load_definitions().items()
        if all(map(comparison.extract.has, definition.needs))
    ]


def _look(extract: Extract, number: int) -> Look:
    return Look(extract, speaks_for_all=number == 0)


def _kept(plan: Plan, number: int) -> Extract:
    return kept(plan.of(number) / _READ)


@cache
def _context() -> Context:
    """One for all parts that a process measures."""
    return Context()


def _once(folder: Path, write: Callable[[Path], Told]) -> Told:
    """Let a folder be written under another name, and give it its own once it is whole.

    What is told is kept in the folder: where the same round has run before, or runs elsewhere, it
    is told what belongs to the folder that is there, by the same numbers of kinds of persons.
    """
    if not folder.is_dir():
        # Neither is made with the folders above it: work that was given up and goes on somewhere
        # makes nothing anew once the run has cleared them.
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        draft = folder.with_name(f"{folder.name}.{token_hex(8)}")
        draft.mkdir(mode=0o700)
        try:
            told = write(draft)
            (draft / _TOLD).write_bytes(pickle.dumps(told))
            draft.rename(folder)
            return told
        except OSError:
            if not folder.is_dir():
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    there: Told = _told(folder)
    return there


def _told(folder: Path) -> Any:
    return pickle.loads((folder / _TOLD).read_bytes())
