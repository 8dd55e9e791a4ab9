"""Nobody and nothing is lost on the way to a figure: else the run stops."""

from collections.abc import Iterator

from hertoets.errors import DataError, Fault
from hertoets.findings.catalogue import load_labels
from hertoets.findings.sets import persons, rows, total
from hertoets.findings.view import View

LISTED = (
    "group", "outcome", "certainty", "wrong_notice", "term_class", "breach", "informed",
    "regime_by_choice",
)  # fmt: skip
"""Columns of which a table lists every value but `BESIDE`."""

BESIDE = ("not_measured", "not_offered")

_MEND = "This is a fault of Hertoets itself: report it with the version and the command"


def refuse_what_is_lost(view: View) -> None:
    """Stop where rows or persons do not add up, or a code stands in no table.

    Parameters
    ----------
    view : View

    Raises
    ------
    DataError
        Everything that is lost at once.
    """
    faults = [*_rows(view), *_persons(view), *_codes(view)]
    if faults:
        raise DataError(faults)


def _rows(view: View) -> Iterator[Fault]:
    """Rows delivered are used or set aside."""
    for name, delivered in view.delivery.rows.items():
        reasons = (reason for reason in view.delivery.aside if reason[0] == name)
        aside = total(rows("aside", *reason) for reason in reasons)
        known = view.basis.count(rows("used", name) + aside)
        if known != delivered:
            yield Fault(name, "", f"{delivered} rows came in, but {known} are accounted for", _MEND)


def _persons(view: View) -> Iterator[Fault]:
    came_in = view.delivery.persons
    known = view.basis.count(persons({}) + rows("persons_set_aside"))
    if known != came_in:
        what = f"{came_in} persons came in, but {known} are accounted for"
        yield Fault("persons", "", what, _MEND)


def _codes(view: View) -> Iterator[Fault]:
    """Whoever has a value that a table does not list would fall out of it."""
    everyone = view.basis.count(persons({}))
    for column in LISTED:
        labels = (*load_labels()[column], *BESIDE)
        for reading in view.readings:
            listed = view.basis.count(persons({column: labels}, reading))
            if listed != everyone:
                what = f"{everyone - listed} of {everyone} persons have a value that no table lists"
                yield Fault(column, reading, what, _MEND)
                break
