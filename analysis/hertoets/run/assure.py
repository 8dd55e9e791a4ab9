"""Lay hand-worked persons, with the answers expected of them, beside what the readings say.

The cases are judged by the steps that judge everybody. What is said of a case is its name and the
answers that were asked: nothing else that stands on record of the person.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hertoets.outcomes import Comparison
from hertoets.run.caseanswers import Answer, Asked, answers_of, asked_of, plain, shown
from hertoets.run.caseextract import ORDINARY, grouped, judged
from hertoets.run.casefile import HandCase, read_cases
from hertoets.run.law import proved_law
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.parameters import Parameters
from hertoets.run.progress import Progress


@dataclass(frozen=True)
class Deviation:
    """One answer that is another than expected.

    Attributes
    ----------
    file, case, column : str
    expected, found : answer
    reading, rule, citation : str
        The rule behind what was found; empty for a fact, which no rule decides.
    why, source : str
        What the case says of itself.
    """

    file: str
    case: str
    column: str
    expected: Answer
    found: Answer
    reading: str
    rule: str
    citation: str
    why: str
    source: str

    def values(self) -> dict[str, Any]:
        """The deviation for a machine; an empty cell is null."""
        return asdict(self) | {"expected": plain(self.expected), "found": plain(self.found)}

    def lines(self) -> Iterator[str]:
        """Write the deviation for a reader."""
        said = f"expected {shown(self.expected)}, found {shown(self.found)}"
        yield f"  {self.case}  {self.column}: {said}"
        if self.rule:
            yield f"      found by {self.rule}: {self.citation}"
        why = "; ".join(text for text in (self.why, self.source) if text)
        if why:
            yield f"      expected because: {why}"


@dataclass(frozen=True)
class Assured:
    """What became of the cases: how many answers were asked, and which differ."""

    cases_by_file: dict[str, int]
    answers: int
    deviations: tuple[Deviation, ...]

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return sum(self.cases_by_file.values())

    @property
    def cases_that_differ(self) -> int:
        """How many cases have an answer that differs."""
        return len({deviation.case for deviation in self.deviations})

    def values(self) -> dict[str, Any]:
        """The result for a machine."""
        return {
            "files": self.cases_by_file,
            "cases": self.cases,
            "cases_that_differ": self.cases_that_differ,
            "answers": self.answers,
            "agree": self.answers - len(self.deviations),
            "differ": len(self.deviations),
            "deviations": [deviation.values() for deviation in self.deviations],
        }

    def text(self) -> str:
        """Write the result for a reader: what differs, and last how many."""
        lines = []
        for file in self.cases_by_file:
            own = [deviation for deviation in self.deviations if deviation.file == file]
            lines += [file, *(line for one in own for line in one.lines()), ""] if own else []
        differ = len(self.deviations)
        lines.append(
            f"{_number(self.cases, 'case')}, {_number(self.answers, 'answer')} asked: "
            f"{self.answers - differ:,} agree, {differ:,} differ"
            + (f" in {_number(self.cases_that_differ, 'case')}." if differ else ".")
        )
        return "\n".join(lines) + "\n"


def assure_cases(place: Path, parameters: Parameters, progress: Progress | None = None) -> Assured:
    """Judge hand-worked persons and compare each answer with the one expected.

    Parameters
    ----------
    place : Path
        A file of cases, or a folder of such files; docs/assure.md describes them.
    parameters : Parameters
        The readings, and what holds where a case says nothing else.
    progress : Progress or None
        Told of each step.

    Returns
    -------
    Assured

    Raises
    ------
    UseError
        Where a file cannot be read, or asks what there is not.
    DataError
        Where the readings leave a situation undecided.
    """
    clear_leftovers(place)
    progress = progress or Progress()
    law = proved_law(parameters)
    with progress:
        with progress.step("reading the cases"):
            asked = asked_of(judged([ORDINARY], law))
            cases = read_cases(place, parameters, asked)
        deviations: dict[str, list[Deviation]] = {}
        with progress.step(f"judging {_number(len(cases), 'case')}"):
            for group in grouped(cases):
                deviations |= _deviations(group, judged(group, law), asked)
    return Assured(
        cases_by_file=dict(Counter(case.file for case in cases)),
        answers=sum(len(case.expect) for case in cases),
        deviations=tuple(one for case in cases for one in deviations[case.name]),
    )


def _deviations(
    cases: list[HandCase], comparison: Comparison, asked: Asked
) -> dict[str, list[Deviation]]:
    """What differs, by name of the case."""
    headline = comparison.settings.headline
    rows = answers_of(comparison).head(len(cases)).iter_rows(named=True)
    rules = _rules(comparison.people.situations)
    return {
        case.name: [
            _deviation(case, column, row[column], rules[row["situation_id"]], asked, headline)
            for column, expected in case.expect.items()
            if row[column] != expected
        ]
        for case, row in zip(cases, rows, strict=True)
    }


def _rules(situations: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Rule and citation of every reading, by situation."""
    told = situations.select(pl.col("situation_id", "^(rule|citation)_.*$").cast(pl.String))
    return {row["situation_id"]: row for row in told.iter_rows(named=True)}


def _deviation(
    case: HandCase,
    column: str,
    found: Answer,
    rules: dict[str, Any],
    asked: Asked,
    headline: str,
) -> Deviation:
    reading = asked.reading_of(column, headline)
    return Deviation(
        file=case.file,
        case=case.name,
        column=column,
        expected=case.expect[column],
        found=found,
        reading=reading or "",
        rule=rules[f"rule_{reading}"] if reading else "",
        citation=rules[f"citation_{reading}"] if reading else "",
        why=case.why,
        source=case.source,
    )


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
