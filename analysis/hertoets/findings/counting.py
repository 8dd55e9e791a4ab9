"""Find every figure and table of one comparison.

Source: contract, section 5. Every figure is worked out under every reading, so that nobody has to
take the headline's word for it. What is in doubt is unknown everywhere; beside each figure stands
what the records alone say.
"""

from collections import Counter
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import fields, replace
from itertools import chain

import polars as pl

from hertoets.extract.doubt import Doubt
from hertoets.findings.amounts import amounts_of
from hertoets.findings.basis import Basis
from hertoets.findings.catalogue import load_labels
from hertoets.findings.causes import by_figure, causes_of
from hertoets.findings.complete import refuse_what_is_lost
from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.drafts import filled
from hertoets.findings.facts import facts_of
from hertoets.findings.figures import Measured, bounds_of, medians_of
from hertoets.findings.guidance import EURO_A_PERSON
from hertoets.findings.model import (
    RECORDS,
    SIDES,
    At,
    Bound,
    Findings,
    Origin,
    Pair,
    Place,
    RawFinding,
    Undecided,
)
from hertoets.findings.parts import refuse_larger_parts
from hertoets.findings.rows import find_rows
from hertoets.findings.sets import Counted, RowSet, rows
from hertoets.findings.summing import came_in, counted_seen
from hertoets.findings.tables import tabulate
from hertoets.findings.view import View
from hertoets.findings.wording import NO_MEDIAN, NOT_MEASURED, Manner, display
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment

Why = Callable[[Comparison, Sequence[Doubt], Basis, Sequence[str]], pl.DataFrame]
"""How causes are found: as `hertoets.findings.causes.causes_of` does."""


def find(
    comparison: Comparison, assessment: Assessment | None = None, *, why: Why = causes_of
) -> Findings:
    """Find every figure and table.

    Parameters
    ----------
    comparison : Comparison
        As applied against the law, with what is in doubt unknown.
    assessment : Assessment or None
        The checks of the same extract, for their tables.
    why : Why
        What tells why somebody is undecided; it asks the records of each person.

    Returns
    -------
    Findings
        Exact; only `hertoets.release` may turn it into something to publish.

    Raises
    ------
    DataError
        Where persons or rows do not add up, or a part is larger than its whole.
    """
    view = look(comparison, assessment)
    refuse_what_is_lost(view)
    causes = why(comparison, _doubts(assessment), view.basis, measured_in(view))
    return findings_of(view, Counter(by_figure(causes)), causes)


def measured_in(view: View) -> list[str]:
    """The figures that are measured."""
    return list(dict.fromkeys(one.finding for one in bounds_of(view)))


def findings_of(
    view: View, by_cause: Mapping[tuple[str, str], int], causes: pl.DataFrame | None = None
) -> Findings:
    """Every figure and table of a view.

    Parameters
    ----------
    view : View
    by_cause : mapping of (str, str) to int
        By figure and cause who is undecided.
    causes : polars.DataFrame or None
        From `hertoets.findings.causes.causes_of`, where it is at hand.

    Returns
    -------
    Findings

    Raises
    ------
    DataError
        As `find` does.
    """
    bounds = bounds_of(view)
    view, undecided = _with_causes(view, by_cause, measured_in(view))
    drawn = tabulate(view, bounds, undecided)
    tables = {name: filled(table, view.basis) for name, table in drawn.items()}
    measured = _measure(view, bounds)
    refuse_larger_parts(measured)
    counts: dict[Place, Counted] = dict(chain(bounds.items(), undecided.items()))
    for name, table in tables.items():
        counts |= {At(name, *place): counted for place, counted in table.counts.items()}
    definitions = load_definitions()
    meta = view.delivery.meta
    return Findings(
        findings={
            name: _finding(entry, view, measured, undecided) for name, entry in definitions.items()
        },
        definitions=dict(definitions),
        tables=tables,
        meta=Origin(meta.name, meta.delivered_on, meta.synthetic, meta.source),
        settings={
            field.name: str(getattr(view.settings, field.name))
            for field in fields(view.settings)
            if field.name != "stop_and_restart"  # constants of the law room, set by nobody
        },
        readings=dict(view.readings),
        notes=_notes(view),
        counts=counts,
        facts=tuple(facts_of(view, tables, counts)),
        basis=view.basis,
        causes=pl.DataFrame() if causes is None else causes,
    )


def measure(
    comparison: Comparison,
    assessment: Assessment | None = None,
    readings: Collection[str] | None = None,
) -> Measured:
    """The bounds of every measured figure alone, for who asks what another setting would do.

    Parameters
    ----------
    comparison, assessment
        As `find` takes them.
    readings : collection of str or None
        By which to count; None is by each, and by the records.

    Returns
    -------
    mapping of str to mapping of str to Pair
        By figure, and by reading or the records; exact, and the same as `find` has them.

    Raises
    ------
    DataError
        As `find` does.
    """
    view = look(comparison, assessment)
    refuse_what_is_lost(view)
    measured = _measure(view, bounds_of(view, readings))
    refuse_larger_parts(measured)
    return measured


def look(comparison: Comparison, assessment: Assessment | None = None) -> View:
    """Make the basis of all counts."""
    readings, doubted, extract = comparison.law.readings, comparison.basis, comparison.extract
    by_reading = {name: doubted.guidance(name) for name in readings}
    money = {name: table for name, table in by_reading.items() if table is not None}
    seen = {name: counted_seen(doubted.seen_rows(name)) for name in readings}
    periods = doubted.counted_by_period if extract.has("guidance_counts") else {}
    brought = find_rows(comparison, assessment, money, seen, periods)
    headline = comparison.settings.headline
    return View(
        delivery=came_in(extract).delivery(extract.meta),
        readings={name: reading.title_nl for name, reading in readings.items()},
        settings=comparison.settings,
        basis=Basis(comparison.profiles, headline, brought, comparison.person_ids),
        situations=doubted.judged,
        money=money,
        periods=periods,
        assessment=assessment,
    )


def _doubts(assessment: Assessment | None) -> tuple[Doubt, ...]:
    return assessment.doubts if assessment is not None else ()


def _with_causes(
    view: View, by_cause: Mapping[tuple[str, str], int], measured: Container[str]
) -> tuple[View, dict[Undecided, Counted]]:
    """The view with who is undecided for which cause counted too.

    Each figure of persons has each cause, so that what is listed tells nothing.
    """
    brought = {RowSet("cause", pair): number for pair, number in by_cause.items()}
    every = sorted({cause for _, cause in by_cause})
    undecided = {
        Undecided(name, cause): rows("cause", name, cause)
        for name, definition in load_definitions().items()
        if definition.who is not None and name in measured
        for cause in every
    }
    return replace(view, basis=view.basis.with_rows(brought)), undecided


def _measure(view: View, bounds: Mapping[Bound, Counted]) -> dict[str, dict[str, Pair]]:
    """Lower and upper of every measured figure, by figure and by reading or the records."""
    measured: dict[str, dict[str, Pair]] = amounts_of(view)
    for name, definition in load_definitions().items():
        if definition.amount:
            continue
        if definition.unit == "dagen":
            measured[name] = medians_of(view, definition)
        for reading in (*view.readings, RECORDS):
            base = definition.of if definition.unit == "euro" else name
            pair = [bounds.get(Bound(str(base), reading, side)) for side in SIDES]
            if pair[0] is not None and pair[1] is not None:
                worth = EURO_A_PERSON if definition.unit == "euro" else 1
                numbers = [worth * view.basis.count(one) for one in pair if one is not None]
                measured.setdefault(name, {})[reading] = (numbers[0], numbers[1])
    return measured


def _finding(
    definition: Definition,
    view: View,
    measured: Mapping[str, Mapping[str, Pair]],
    undecided: Mapping[Undecided, Counted],
) -> RawFinding:
    pairs = dict(measured.get(definition.id, {}))
    records = pairs.pop(RECORDS, (None, None))
    lower, upper = pairs.get(view.headline, (None, None))
    if not pairs:
        text = definition.never or NOT_MEASURED
    elif lower is None:
        text = NO_MEDIAN
    else:
        text = display(lower, upper, Manner(definition.unit, signed=definition.signed))
    return RawFinding(
        id=definition.id,
        title_nl=definition.title_nl,
        definition=definition.definition,
        population=definition.population,
        within=definition.within,
        unit=definition.unit,
        source=", ".join(definition.source),
        reading=view.headline if definition.depends else None,
        lower=lower,
        upper=upper,
        records=records,
        by_reading=pairs,
        undecided={
            place.cause: view.basis.count(counted)
            for place, counted in undecided.items()
            if place.finding == definition.id
        },
        display_nl=text,
        status="measured" if pairs else "not_measured",
    )


def _notes(view: View) -> tuple[str, ...]:
    """What was not delivered and what was assumed, in Dutch."""
    notes = [note for table, note in load_labels()["absent"].items() if not view.has((table,))]
    notes += [
        f"De kolom {column} van {table} is niet geleverd: zij is in elke rij onbekend."
        for table, column in view.delivery.absent_columns
    ]
    notes += [
        load_labels()["empty"][read_as].format(table=table, column=column)
        for table, column, read_as in view.delivery.empty_columns
    ]
    if view.has(("registrations", "reception")):
        settings = view.settings
        period = f"{settings.guidance_from} tot en met {settings.guidance_to}"
        notes.append(f"De telperiode voor maatschappelijke begeleiding, {period}, is een aanname.")
    return tuple(notes)
