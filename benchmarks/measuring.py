"""Measure accuracy seed by seed: a delivery with planted faults against its true twin."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import polars as pl
from hertoets.findings import find
from hertoets.findings.causes import COLUMNS
from hertoets.findings.model import Pair
from hertoets.quality import Assessment, assess

from benchmarks.caught import Tally, catch, every_fault, plan
from benchmarks.causes import causes, wrongly_counted
from benchmarks.money import true_money
from benchmarks.twins import ASIDE, GONE, Twins, make_twins

WITHIN_DAYS = 1
"""A median has no bounds: one row that nobody can see to be wrong moves it by as much."""


@dataclass
class Figure:
    """One figure over the seeds: where its bounds missed the truth, and by how much.

    `missed` holds seed, reading, bounds and truth; `width` sums the width of the bounds under the
    headline by the records alone and with what the checks put in doubt unknown.
    """

    missed: list[tuple[int, str, Pair, Pair]] = field(default_factory=list)
    causes: Counter[str] = field(default_factory=Counter)
    width_before: float = 0.0
    width_after: float = 0.0


@dataclass
class Measured:
    """What was measured so far."""

    persons: int
    seeds: list[int] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Tally] = field(default_factory=dict)
    expectations: dict[str, Tally] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)


Tell = Callable[[int, Measured], None]


def measure_seeds(
    seeds: Iterable[int],
    persons: int,
    expectations: Path | None = None,
    tell: Tell | None = None,
) -> Measured:
    """Measure over seeds.

    Parameters
    ----------
    seeds : iterable of int
    persons : int
        In each extract.
    expectations : Path or None
        The folder of the expectations; None takes those of the project.
    tell : callable or None
        Called after each seed with what was measured so far.

    Returns
    -------
    Measured
    """
    measured = Measured(persons)
    for seed in seeds:
        twins = make_twins(persons, seed)
        assessment = assess(twins.found.extract, expectations)
        twins = replace(twins, found=twins.found.with_doubts(assessment.doubts))
        measured.seeds.append(seed)
        measured.outcomes += _outcomes(twins)
        _catch(twins, assessment, measured)
        _contain(twins, measured, seed)
        if tell:
            tell(seed, measured)
    return measured


def _outcomes(twins: Twins) -> Counter[str]:
    """Count the people whose outcome is the true one, is left unknown, or is another."""
    truth = twins.truth.set_index("person_id")["outcome"]
    found = twins.found.outcomes.set_index("person_id")["outcome_publication_exceptions"]
    found = found.astype(object)
    true = truth.reindex(found.index)
    people = true.notna()
    found, true = found[people], true[people]
    same, unknown = found == true, (found == "unknown") & (true != "unknown")
    names = pd.Series("other", index=found.index).mask(unknown, "unknown").mask(same, "same")
    return Counter(names)


def _catch(twins: Twins, assessment: Assessment, measured: Measured) -> None:
    persons = twins.found.extract.tables["persons"]["person_id"]
    numbers = {name: number for number, name in enumerate(persons)}
    results = {result.id: result for result in assessment.results}
    ledger = dict(list(_visible(twins).groupby("fault")))
    nothing = twins.ledger[:0]
    for fault in every_fault():
        catchers = [results[name] for name in plan().catchers(fault) if name in results]
        tally = catch(catchers, ledger.get(fault, nothing), numbers)
        measured.faults.setdefault(fault, Tally()).add(tally)
    for name, faults in plan().faults.items():
        rows = pd.concat([nothing, *(ledger[fault] for fault in faults if fault in ledger)])
        found = [results[name]] if name in results else []
        measured.expectations.setdefault(name, Tally()).add(catch(found, rows, numbers))


def _visible(twins: Twins) -> pd.DataFrame:
    """The ledger without what cannot be in sight: other faults of people and rows that are
    set aside or lost, and what another fault of the same person hides.
    """
    ledger = twins.ledger
    people = frozenset(twins.truth["person_id"])
    gone = ledger["person_id"].isin((people - twins.delivered) | twins.aside)
    ledger = ledger[~gone | ledger["fault"].isin(ASIDE)]
    row = ledger["table"] + " " + ledger["key"]
    unseen = row.isin(row[ledger["fault"].isin(GONE)]) & ~ledger["fault"].isin(GONE)
    for blind in plan().blind:
        hiding = ledger.loc[ledger["fault"].isin(blind.where), "person_id"]
        unseen |= (ledger["fault"] == blind.fault) & ledger["person_id"].isin(hiding)
    return ledger[~unseen]


def _contain(twins: Twins, measured: Measured, seed: int) -> None:
    after = find(twins.found, why=_unasked).findings
    true = find(twins.true, why=_unasked).findings
    known: dict[str, Pair] = {
        "persons_in_extract": (len(twins.delivered),) * 2,
        "persons_set_aside": (len(twins.aside),) * 2,
    }
    money = {reading: true_money(twins, reading) for reading in twins.found.law.readings}
    wrong: dict[str, list[str]] | None = None
    for name, finding in after.items():
        if name in plan().as_delivered or finding.status == "not_measured":
            continue
        figure = measured.figures.setdefault(name, Figure())
        figure.width_before += _width(finding.records)
        figure.width_after += _width((finding.lower, finding.upper))
        for reading, bounds in finding.by_reading.items():
            truth = known.get(name, true[name].by_reading[reading])
            truth = money[reading].get(name, truth)
            if name in _TRUE_DAYS:
                truth = _median(_TRUE_DAYS[name](twins, reading))
            slack = WITHIN_DAYS if finding.unit == "dagen" else 0
            if not _holds(bounds, truth, slack):
                figure.missed.append((seed, reading, bounds, truth))
                wrong = wrong or wrongly_counted(twins, "publication_exceptions")
                figure.causes += causes(twins, wrong.get(name, []))


def _unasked(*_: object) -> pl.DataFrame:
    """Why somebody is undecided is not measured here."""
    return pl.DataFrame(schema=COLUMNS)


def _true_waits(twins: Twins, reading: str) -> pd.Series:
    """The true days of those who, by the delivery, surely waited under a reading.

    Days are counted from the start only where it is known. Of whom the delivery does not know it
    the days are therefore other ones than with it, by definition: those are taken as delivered.
    """
    delivered, true = _of_who_has(twins, reading, "waited_days")
    uncounted = delivered["start"].isna() & true["start"].notna() & true["waited_days"].notna()
    return true["waited_days"].mask(uncounted, delivered["waited_days"])


def _true_shifts(twins: Twins, reading: str) -> pd.Series:
    """The true shifts of those of whom, by the delivery, it is known and who are in the cohort."""
    delivered, true = _of_who_has(twins, reading, "start_shift_days")
    return true.loc[delivered["in_cohort"] == "yes", "start_shift_days"]


def _true_lateness(twins: Twins, reading: str) -> pd.Series:
    """The true shifts of those who, by the delivery, were told a late start."""
    _, true = _of_who_has(twins, reading, "access_late_days")
    return true["start_shift_days"]


def _of_who_has(twins: Twins, reading: str, days: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who has such days by the delivery, as it says of them and as it is in truth."""
    delivered = twins.found.basis.under(reading).set_index("person_id")
    delivered = delivered[delivered[days].notna()]
    return delivered, twins.true.under(reading).set_index("person_id").reindex(delivered.index)


def _median(days: pd.Series) -> Pair:
    known = days.dropna().astype(float)
    middle = float(known.median()) if len(known) else None
    return middle, middle


_TRUE_DAYS = {
    "waited_days_median": _true_waits,
    "cohort_start_shift_median": _true_shifts,
    "access_late_days_median": _true_lateness,
}
"""A median is over who has the value; so its truth is the median of the true days of the same."""


def _holds(bounds: Pair, truth: Pair, slack: int) -> bool:
    (low, high), (least, most) = bounds, truth
    if low is None or high is None or least is None or most is None:
        return bounds == truth
    return low - slack <= least and most <= high + slack


def _width(bounds: Pair) -> float:
    low, high = bounds
    return 0.0 if low is None or high is None else float(high - low)
