"""Tables about the figures themselves: what the records alone say, and why somebody is undecided."""

from collections.abc import Mapping

from hertoets.findings.causes import Causes
from hertoets.findings.definitions import load_definitions
from hertoets.findings.drafts import Draft, make_table
from hertoets.findings.model import COUNTED, RECORDS, SIDES, Bound, Column, RawTable
from hertoets.findings.sets import Counted
from hertoets.findings.view import View


def tabulate_records(view: View, bounds: Mapping[Bound, Counted]) -> RawTable:
    """The figures whose bounds are others with what is in doubt unknown than by the records."""
    body: list[tuple[Draft, ...]] = []
    signed: list[int] = []
    for name, definition in load_definitions().items():
        places = [
            Bound(name, reading, side) for side in SIDES for reading in (RECORDS, view.headline)
        ]
        if definition.unit not in COUNTED or any(place not in bounds for place in places):
            continue
        counts = [bounds[place] for place in places]
        numbers = [view.basis.count(counted) for counted in counts]
        if numbers[0] == numbers[1] and numbers[2] == numbers[3]:
            continue
        if definition.signed:
            signed.append(len(body))
        body.append((definition.title_nl, *counts, name))
    columns = (
        Column("finding", "cijfer", "label"),
        Column("lower_records", "ten minste, volgens de gegevens alleen", "count"),
        Column("lower", "ten minste", "count"),
        Column("upper_records", "ten hoogste, volgens de gegevens alleen", "count"),
        Column("upper", "ten hoogste", "count"),
        Column("id", "naam", "text"),
    )
    return make_table("records", view.headline, columns, body, tuple(signed))


def tabulate_undecided(view: View, causes: Causes) -> RawTable:
    """Persons between the bounds of a figure, by what would have to be settled."""
    body: list[tuple[Draft, ...]] = [
        (load_definitions()[finding].title_nl, causes.label(cause), counted, finding, cause)
        for finding, by_cause in causes.counts.items()
        for cause, counted in by_cause.items()
    ]
    columns = (
        Column("finding", "cijfer", "label"),
        Column("cause", "oorzaak", "label"),
        Column("persons", "personen", "count"),
        Column("id", "naam", "text"),
        Column("code", "code", "text"),
    )
    return make_table("undecided", view.headline, columns, body)
