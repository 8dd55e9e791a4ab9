"""Find every figure and table of one comparison.

Source: contract, section 5. Every figure is worked out under every reading, so that nobody has to
take the headline's word for it.
"""

from collections.abc import Mapping
from dataclasses import fields

from hertoets.errors import Fault, UseError
from hertoets.findings.catalogue import load_labels
from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.doubts import doubted, widen
from hertoets.findings.guidance import compare_counts, count_municipalities, expect
from hertoets.findings.model import Findings, Origin, Pair, RawFinding, Tally
from hertoets.findings.persons import count_pairs, figure_bounds, median_days
from hertoets.findings.relations import Ties, relate_figures
from hertoets.findings.relations_law import relate_situations
from hertoets.findings.relations_money import relate_guidance
from hertoets.findings.relations_tables import relate_tables
from hertoets.findings.tables import tabulate
from hertoets.findings.tables_lessons import tabulate_lessons
from hertoets.findings.tables_quality import tabulate_quality
from hertoets.findings.tallies import count_tallies
from hertoets.findings.view import View, look
from hertoets.findings.wording import NO_MEDIAN, NOT_MEASURED, Manner, display
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment


def find(comparison: Comparison, assessment: Assessment | None = None) -> Findings:
    """Find every figure and table.

    Parameters
    ----------
    comparison : Comparison
        As applied against the law, one row a person.
    assessment : Assessment or None
        Of the same extract: whom a failed check makes doubtful counts as undecided in the figures
        that it names. Without it every row is taken at its word.

    Returns
    -------
    Findings
        Exact; only `hertoets.release` may turn it into something to publish.

    Raises
    ------
    UseError
        Where a check names a lesson that does not exist.
    DataError
        Where persons or rows do not add up.
    """
    if assessment is not None:
        _refuse_strange(assessment)
    view = look(comparison, assessment)
    readings = comparison.law.readings
    before: dict[str, dict[str, Pair]] = {}
    measured: dict[str, dict[str, Pair]] = {}
    tallies: dict[Tally, int] = {}
    for name in readings:
        before[name] = measure(view, name)
        measured[name] = widen(before[name], view, name)
        tallies |= count_tallies(view.crowds[name], name, tallies)
    tables = (
        tabulate(view)
        | tabulate_quality(view, before[view.headline], measured[view.headline])
        | tabulate_lessons(view)
    )
    ties = Ties(view.headline, before, measured, doubted(assessment))
    definitions = load_definitions()
    meta = comparison.extract.meta
    return Findings(
        findings={name: _finding(entry, view, measured) for name, entry in definitions.items()},
        definitions=dict(definitions),
        tables=tables,
        meta=Origin(meta.name, meta.delivered_on, meta.synthetic, meta.source),
        settings={
            field.name: str(getattr(comparison.settings, field.name))
            for field in fields(comparison.settings)
            if field.name != "stop_and_restart"  # constants of the law room, set by nobody
        },
        readings={name: reading.title_nl for name, reading in readings.items()},
        notes=_notes(view),
        relations=(
            *relate_figures(ties),
            *relate_tables(ties, tables),
            *relate_guidance(ties, tables),
            *relate_situations(tables, comparison.judged, view.headline, list(readings)),
        ),
        tallies=tallies | dict(ties.plain_counts()),
    )


def _refuse_strange(assessment: Assessment) -> None:
    """A lesson that nobody knows would be taught by nothing, and nobody would notice."""
    known = load_labels()["lesson"]
    faults = [
        Fault("expectations", one.id, f"there is no lesson {one.lesson}", "See docs/quality.md")
        for one in assessment.results
        if one.lesson and one.lesson not in known
    ]
    if faults:
        raise UseError(faults)


def measure(view: View, reading: str) -> dict[str, Pair]:
    """Work out every measured figure under one reading.

    Returns
    -------
    dict of str to tuple
        Lower and upper by id; a figure that is not measured is absent.
    """
    comparison, extract = view.comparison, view.comparison.extract
    plain = {name: (sure, most) for name, (_, sure, most) in figure_bounds().items()}
    figures: dict[str, Pair] = {
        "persons_in_extract": (int(extract.persons_in_extract),) * 2,
        "persons_set_aside": (int(extract.persons_set_aside),) * 2,
        **count_pairs(view.crowds[reading], plain),
    }
    figures["waited_days_median"] = median_days(view.waits[reading], "waited_days")
    if reading in view.seen:
        figures["breach_municipalities"] = count_municipalities(view.seen[reading])
    guidance = comparison.guidance(reading)
    if guidance is not None:
        figures["guidance_expected"] = expect(guidance)
        figures |= compare_counts(guidance) or {}
    return {
        name: pair for name, pair in figures.items() if view.has(load_definitions()[name].needs)
    }


def _finding(
    definition: Definition, view: View, measured: Mapping[str, Mapping[str, Pair]]
) -> RawFinding:
    by_reading = {
        reading: figures[definition.id]
        for reading, figures in measured.items()
        if definition.id in figures
    }
    # A figure is measured under all readings or under none: what it needs is a table.
    lower, upper = by_reading.get(view.headline, (None, None))
    if not by_reading:
        text = NOT_MEASURED
    elif lower is None:
        text = NO_MEDIAN
    else:
        text = display(lower, upper, Manner(definition.unit, signed=definition.signed))
    return RawFinding(
        id=definition.id,
        title_nl=definition.title_nl,
        definition=definition.definition,
        population=definition.population,
        unit=definition.unit,
        source=", ".join(definition.source),
        reading=view.headline if definition.depends else None,
        lower=lower,
        upper=upper,
        by_reading=by_reading,
        display_nl=text,
        status="measured" if by_reading else "not_measured",
    )


def _notes(view: View) -> tuple[str, ...]:
    """What was not delivered and what was assumed, in Dutch."""
    notes = [note for table, note in load_labels()["absent"].items() if not view.has((table,))]
    notes += [
        f"De kolom {column} van {table} is niet geleverd: zij is in elke rij onbekend."
        for table, column in view.comparison.extract.absent_columns
    ]
    if view.has(("registrations", "reception")):
        settings = view.comparison.settings
        period = f"{settings.guidance_from} tot en met {settings.guidance_to}"
        notes.append(f"De telperiode voor maatschappelijke begeleiding, {period}, is een aanname.")
    return tuple(notes)
