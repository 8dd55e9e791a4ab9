"""Tables about the figures: what the records alone say, and why somebody is undecided."""

from collections.abc import Mapping

from hertoets.findings.catalogue import load_labels
from hertoets.findings.causes import label_of
from hertoets.findings.definitions import load_definitions
from hertoets.findings.drafts import Draft, make_table
from hertoets.findings.model import (
    COUNTED,
    RECORDS,
    SIDES,
    Bound,
    Column,
    RawTable,
    Undecided,
)
from hertoets.findings.sets import Counted
from hertoets.findings.view import View


def tabulate_records(view: View, bounds: Mapping[Bound, Counted]) -> RawTable:
    """The bounds of each figure by the records, and with what is in doubt unknown."""
    body: list[tuple[Draft, ...]] = []
    signed: list[int] = []
    for name, definition in load_definitions().items():
        places = [
            Bound(name, reading, side) for side in SIDES for reading in (RECORDS, view.headline)
        ]
        if definition.unit not in COUNTED or any(place not in bounds for place in places):
            continue
        counts = [bounds[place] for place in places]
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


def tabulate_undecided(view: View, undecided: Mapping[Undecided, Counted]) -> RawTable:
    """Persons between the bounds of a figure, by what would have to be settled."""
    results = view.assessment.results if view.assessment is not None else ()
    found, labels = {one.id: one.expectation.finds_nl for one in results}, load_labels()["cause"]
    definitions = load_definitions()
    order = list(definitions)
    places = sorted(undecided, key=lambda one: (order.index(one.finding), one.cause))
    body: list[tuple[Draft, ...]] = [
        (
            definitions[one.finding].title_nl,
            label_of(one.cause, labels, found),
            undecided[one],
            one.finding,
            one.cause,
        )
        for one in places
    ]
    columns = (
        Column("finding", "cijfer", "label"),
        Column("cause", "oorzaak", "label"),
        Column("persons", "personen", "count"),
        Column("id", "naam", "text"),
        Column("code", "code", "text"),
    )
    return make_table("undecided", view.headline, columns, body)
