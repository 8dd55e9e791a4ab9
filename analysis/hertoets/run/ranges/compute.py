"""From an extract that is cut by person to everything that is computed, in flat memory."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from hertoets.errors import DataError, UseError
from hertoets.extract import schema
from hertoets.extract.alike import stores_alike
from hertoets.extract.cutting import PERSONS_OF_A_PART, Bounds, bounds_of
from hertoets.extract.files import sources_of
from hertoets.extract.parted import Cut, UnreadError, refuse_unreadable
from hertoets.extract.reading import find_delivery, refuse_nobody
from hertoets.extract.settling import refuse_foreign
from hertoets.findings import Findings
from hertoets.findings.complete import refuse_what_is_lost
from hertoets.findings.counting import findings_of
from hertoets.findings.sets import RowSet
from hertoets.findings.summing import Sums, added, known_days, view_of
from hertoets.law import Law
from hertoets.outcomes import ByKind, Settings
from hertoets.outcomes.comparison import as_of_known, refuse_unknown_reading, told_situations
from hertoets.outcomes.profiles import profiles_from
from hertoets.quality import Assessment, load_expectations
from hertoets.quality.assessing import Asked, Measured, add_counted, added_measures, judged
from hertoets.quality.context import Context
from hertoets.run.law import proved_law
from hertoets.run.parameters import Parameters
from hertoets.run.ranges.engine import Engine
from hertoets.run.ranges.persons import InParts, KindsBook
from hertoets.run.ranges.rounds import KINDS, WORK_LIST, Judging, Measuring, Plan, Read, Reading
from hertoets.run.steps import Steps
from hertoets.run.tables import write_table
from hertoets.run.worklist import write_work_list
from hertoets.runfolder import RunFolder

ANYBODY: Final = 10**18
"""More persons than any extract has: so many are enough for every check."""
_PARTED: Final = (
    RunFolder.outcomes, RunFolder.duties, RunFolder.notices, RunFolder.offers, RunFolder.fines,
    RunFolder.set_aside, RunFolder.doubts, RunFolder.doubted, RunFolder.causes,
)  # fmt: skip
"""The tables of persons: each is a folder with a file for each part."""
_WORK: Final = ".parts"
TOGETHER: Final = 5
"""Parts that are added up at once: the sums of all before them are gone through each time."""


def find_in_parts(
    extract: Path,
    folder: Path,
    parameters: Parameters,
    steps: Steps,
    engine: Engine,
    persons: int = PERSONS_OF_A_PART,
) -> Findings:
    """Compute outcomes and findings, and write the tables under ``protected/``.

    Parameters
    ----------
    extract : Path
        Folder with the tables.
    folder : Path
        Existing folder; gets ``protected/``.
    parameters : Parameters
    steps : Steps
    engine : Engine
        Who works through the parts.
    persons : int
        About how many a part holds.

    Returns
    -------
    Findings
        The same as those of the whole extract in memory; who is undecided for what stands in the
        run's folder alone.

    Raises
    ------
    UseError
        If the extract cannot be read.
    DataError
        If the data forbid a result.
    """
    law = proved_law(parameters)
    run = RunFolder(folder)
    run.protected.mkdir(mode=0o700, exist_ok=True)
    work = run.protected / _WORK
    work.mkdir(mode=0o700)
    try:
        return _InParts(extract, run, work, law, parameters.settings(), steps, engine).find(persons)
    except UnreadError:
        refuse_unreadable(extract)
        raise DataError.of(
            where=str(extract),
            what="could not be read in parts, and can be read at once: did it change meanwhile?",
            mend="Run again once the delivery is complete; if it stays so, report it",
        ) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def cut_extract(extract: Path, folder: Path, engine: Engine, persons: int) -> Cut:
    """Cut an extract by person.

    Parameters
    ----------
    extract : Path
    folder : Path
        Gets the rows of each part; it may not be there.
    engine : Engine
        Who cuts.
    persons : int
        About how many a part holds.

    Raises
    ------
    UnreadError
        Where something cannot be read, or is not there; `refuse_unreadable` tells what.
    UseError
        Where there is no such extract.
    """
    found, wrong = find_delivery(extract)
    if wrong:
        raise UnreadError
    try:
        sources = {name: sources_of(path, schema()[name]) for name, path in _ordered(found.paths)}
        if not all(stores_alike(own, schema()[name]) for name, own in sources.items()):
            raise UnreadError
        bounds: Bounds = bounds_of(sources["persons"], persons)
        elsewhere = engine.cut(sources, bounds, folder)
    except UseError:
        raise UnreadError from None  # of one file: whoever delivered wants to know of all
    columns = {name: own[0].columns for name, own in sources.items()}
    return Cut(folder, bounds.parts, found.meta, columns, elsewhere)


class _InParts:
    """One extract on its way through the rounds."""

    def __init__(
        self, extract: Path, run: RunFolder, work: Path, law: Law, settings: Settings,
        steps: Steps, engine: Engine,
    ) -> None:  # fmt: skip
        self._extract, self._run, self._work = extract, run, work
        self._law, self._settings = law, settings
        self._steps, self._engine = steps, engine

    def find(self, persons: int) -> Findings:
        """All rounds."""
        refuse_unknown_reading(self._law, self._settings.headline)
        with self._steps.step("cutting the extract by person"):
            cut = cut_extract(self._extract, self._work / "cut", self._engine, persons)
        plan = Plan(cut, self._work / "judged", self._law, self._settings)
        plan.folder.mkdir(mode=0o700)
        with self._steps.step("reading the parts"):
            every = Asked(load_expectations(), ANYBODY)
            reads = list(self._engine.each(Reading(plan, every), cut.parts))
            shutil.rmtree(cut.folder)
            _refuse(reads)
        asked = Asked(every.entries, sum(one.persons for one in reads))
        last = known_days([one.last for one in reads])
        with self._steps.step("checking the data"):
            counted = add_counted(asked, [one.counted for one in reads])
            measures = self._engine.each(Measuring(plan, asked, counted), cut.parts)
            assessment = self._assess(asked, measures)
        with self._steps.step("applying the law"):
            sums, by_cause, kinds = self._judge(Judging(plan, assessment, last), cut.parts)
        settings = as_of_known(self._settings, cut.meta.delivered_on, last)
        with self._steps.step("gathering the tables"):
            self._gather(plan, sums, settings)
        with self._steps.step("findings"):
            files = sorted(self._run.outcomes.glob("*.parquet"))
            ids = InParts(files, int(sums.kinds.persons.sum()))
            recorded, doubted = (
                ByKind(one, self._law, settings) for one in (sums.recorded, sums.doubted)
            )
            profiles = profiles_from(sums.kinds, kinds, recorded, doubted, settings)
            titles = {name: reading.title_nl for name, reading in self._law.readings.items()}
            view = view_of(sums, profiles, ids, cut.meta, titles, settings, assessment)
            refuse_what_is_lost(view)
            return findings_of(view, by_cause)

    def _assess(self, asked: Asked, measures: Iterator[Measured]) -> Assessment:
        assessment = judged(asked, added_measures(measures), Context())
        assessment.refuse_unusable()
        write_table(assessment.as_frame(), self._run.quality)
        write_table(assessment.months_frame(), self._run.quality_months)
        return assessment

    def _judge(
        self, judging: Judging, parts: int
    ) -> tuple[Sums, Counter[tuple[str, str]], np.ndarray]:
        """Judge the parts, and add up some at a time as they come."""
        book = KindsBook(self._work / "kinds")
        by_cause: Counter[tuple[str, str]] = Counter()
        sums: Sums | None = None
        each = enumerate(self._engine.each(judging, parts))
        while told := list(islice(each, TOGETHER)):
            before = [] if sums is None else [sums]
            sums, places = added([*before, *(part.sums for _, part in told)])
            places = places[sum(len(one.kinds.persons) for one in before) :]
            for number, part in told:
                own = np.load(judging.plan.judged(number) / RunFolder.protected / KINDS)
                book.add(places[own])
                places = places[len(part.sums.kinds.persons) :]
                by_cause.update(part.by_cause)
        assert sums is not None
        return sums, by_cause, book.read()

    def _gather(self, plan: Plan, sums: Sums, settings: Settings) -> None:
        """Put the tables of all parts under the names of a run's."""
        places = [plan.judged(number) for number in range(plan.cut.parts)]
        for name in _PARTED:
            (self._run.path / name).mkdir(mode=0o700)
            for number, place in enumerate(places):
                (place / name).rename(self._run.path / name / f"part-{number:05d}.parquet")
        write_table(told_situations(sums.recorded, self._law), self._run.situations)
        write_table(_made_unknown(sums), self._run.unknown)
        lists = (_list_of(place / RunFolder.protected / WORK_LIST) for place in places)
        headline = self._law.readings[settings.headline].title_nl
        write_work_list(lists, headline, settings, plan.cut.meta, self._run)


def _list_of(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path, glob=False, hive_partitioning=False)


def _ordered(paths: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """The tables that were found, in the order of the schema."""
    return ((name, paths[name]) for name in schema() if name in paths)


def _refuse(reads: Sequence[Read]) -> None:
    """Refuse what is readable and forbids a result."""
    refuse_nobody(sum(one.kept for one in reads))
    codes = {}
    for column in reads[0].codes:  # of each part the same, in the order of the schema
        filled, outside = zip(*(one.codes[column] for one in reads), strict=True)
        codes[column] = sum(filled), sum(outside)
    refuse_foreign(codes)


def _made_unknown(sums: Sums) -> pl.DataFrame:
    """The values that turned unknown, counted."""
    counted = {"table": pl.String, "column": pl.String, "check": pl.String, "rows": pl.Int64}
    rows = sorted(
        (*base.of, number)
        for base, number in sums.rows.counts.items()
        if base.kind == RowSet("unknown").kind and number
    )
    return pl.DataFrame(rows, schema=counted, orient="row")
