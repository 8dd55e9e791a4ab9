"""Tables of the delivery: what came in, what was set aside, and where everybody ended up.

Nobody and no row disappears: what does not add up stops the run.
"""

import pandas as pd
import polars as pl

from hertoets.errors import DataError
from hertoets.findings.catalogue import load_labels, make_table
from hertoets.findings.cross import sums_along
from hertoets.findings.model import Cell, Column, RawTable, Sum
from hertoets.findings.view import View

TABLE = Column("table", "tabel", "label")


def tabulate_delivery(view: View) -> RawTable:
    """Rows in, used and set aside, by table of the extract."""
    extract = view.comparison.extract
    aside = extract.set_aside["table"].value_counts().to_dict()
    rows: list[tuple[Cell, ...]] = []
    for name, delivered in extract.rows.items():
        used = len(extract.tables[name])
        # Column `used` precedes the total so that parts and sum stand as in every other table.
        rows.append((name, used, int(aside.get(name, 0)), delivered))
        _check_sum(name, delivered, used + int(aside.get(name, 0)), "rows")
    columns = (
        TABLE,
        Column("used", "gebruikt", "count"),
        Column("set_aside", "terzijde gelegd", "count"),
        Column("rows_in", "geleverd", "count"),
    )
    return make_table("delivery", view.headline, columns, rows, sums_along(len(rows), 1, 3))


def tabulate_set_aside(view: View) -> RawTable:
    """Rows set aside, by table and reason."""
    found = view.comparison.extract.set_aside
    counted = found.groupby(["table", "check"], sort=True).size().reset_index(name="rows")
    columns = (TABLE, Column("check", "reden", "text"), Column("rows", "rijen", "count"))
    return make_table("set_aside", view.headline, columns, _name_checks(counted, ["table"]))


def tabulate_unknown_values(view: View) -> RawTable:
    """Values turned unknown, by table, column and check."""
    found = view.comparison.extract.unknown
    keys = ["table", "column", "check"]
    counted = found.groupby(keys, sort=True)["rows"].sum().reset_index()
    columns = (
        TABLE,
        Column("column", "kolom", "label"),
        Column("check", "controle", "text"),
        Column("rows", "rijen", "count"),
    )
    rows = _name_checks(counted, ["table", "column"])
    return make_table("unknown_values", view.headline, columns, rows)


def tabulate_funnel(view: View) -> RawTable:
    """Persons in the extract, set aside, and by outcome under the headline."""
    extract = view.comparison.extract
    outcomes = dict(view.crowd.group_by("outcome").agg(pl.col("persons").sum()).iter_rows())
    labels = load_labels()["outcome"]
    parts: list[tuple[Cell, ...]] = [("terzijde gelegd", int(extract.persons_set_aside))]
    parts += [(label, int(outcomes.get(code, 0))) for code, label in labels.items()]
    placed = sum(count for _, count in parts if isinstance(count, int))
    _check_sum("persons", extract.persons_in_extract, placed, "persons")
    rows: list[tuple[Cell, ...]] = [("in de levering", int(extract.persons_in_extract)), *parts]
    columns = (Column("step", "stap", "label"), Column("persons", "personen", "count"))
    whole = Sum((0, 1), tuple((row, 1) for row in range(1, len(rows))))
    return make_table("funnel", view.headline, columns, rows, [whole])


def _name_checks(counted: pd.DataFrame, keys: list[str]) -> list[tuple[Cell, ...]]:
    labels = load_labels()["check"]
    return [
        (*(str(row[key]) for key in keys), labels.get(row["check"], row["check"]), int(row["rows"]))
        for row in counted.to_dict("records")
    ]


def _check_sum(where: str, whole: int, parts: int, what: str) -> None:
    if whole != parts:
        raise DataError.of(
            where=where,
            what=f"{whole} {what} came in, but {parts} are accounted for",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )
