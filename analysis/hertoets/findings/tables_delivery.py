"""Tables of the delivery: what came in, what was set aside, and where everybody ended up."""

from collections.abc import Iterator

from hertoets.extract import schema
from hertoets.extract.values import OUTSIDE_LIST
from hertoets.findings.catalogue import load_labels
from hertoets.findings.drafts import Draft, make_table
from hertoets.findings.model import Column, RawTable
from hertoets.findings.sets import persons, rows, total
from hertoets.findings.view import View

TABLE = Column("table", "tabel", "label")


def tabulate_delivery(view: View) -> RawTable:
    """Rows in, used and set aside, by table of the extract."""
    body: list[tuple[Draft, ...]] = []
    for name in view.delivery.rows:
        used = rows("used", name)
        aside = total(rows("aside", *reason) for reason in view.delivery.aside if reason[0] == name)
        # Column `used` precedes the total so that parts and sum stand as in every other table.
        body.append((name, used, aside, used + aside))
    columns = (
        TABLE,
        Column("used", "gebruikt", "count"),
        Column("set_aside", "terzijde gelegd", "count"),
        Column("rows_in", "geleverd", "count"),
    )
    return make_table("delivery", view.headline, columns, body)


def tabulate_set_aside(view: View) -> RawTable:
    """Rows set aside, by table and reason."""
    labels = load_labels()["check"]
    body: list[tuple[Draft, ...]] = [
        (table, labels.get(check, check), rows("aside", table, check))
        for table, check in view.delivery.aside
    ]
    columns = (TABLE, Column("check", "reden", "text"), Column("rows", "rijen", "count"))
    return make_table("set_aside", view.headline, columns, body)


def tabulate_unknown_values(view: View) -> RawTable:
    """Values turned unknown, by table, column and check.

    Of each column with a list it is told how many codes come from outside it, also where none do:
    in a short table more than a few would have refused it, and a row would tell of some.
    """
    listed = {(table, column, OUTSIDE_LIST) for table, column in _with_a_list(view)}
    labels = load_labels()["check"]
    every = sorted(view.delivery.unknown | listed)
    body: list[tuple[Draft, ...]] = [
        (table, column, labels.get(check, check), rows("unknown", table, column, check))
        for table, column, check in every
    ]
    columns = (
        TABLE,
        Column("column", "kolom", "label"),
        Column("check", "controle", "text"),
        Column("rows", "rijen", "count"),
    )
    always = tuple(place for place, key in enumerate(every) if key in listed)
    return make_table("unknown_values", view.headline, columns, body, always=always)


def _with_a_list(view: View) -> Iterator[tuple[str, str]]:
    delivery = view.delivery
    for name in delivery.rows:
        for column in schema()[name].columns:
            if column.codes is not None and (name, column.name) not in delivery.absent_columns:
                yield name, column.name


def tabulate_funnel(view: View) -> RawTable:
    """Persons in the extract, set aside, and by outcome under the headline."""
    aside = rows("persons_set_aside")
    outcomes = {
        label: persons({"outcome": (code,)}, view.headline)
        for code, label in load_labels()["outcome"].items()
    }
    body: list[tuple[Draft, ...]] = [
        ("in de levering", total([aside, *outcomes.values()])),
        ("terzijde gelegd", aside),
        *outcomes.items(),
    ]
    columns = (Column("step", "stap", "label"), Column("persons", "personen", "count"))
    keys = ("delivered", "set_aside", *load_labels()["outcome"])
    return make_table("funnel", view.headline, columns, body, keys=keys)
