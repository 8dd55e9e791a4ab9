"""Rows of one key that differ: the reading of an extract would set all of them aside, and more.

A person with two nationalities in two rows would be lost with all rights and notices. So the
mapping says which row counts, or that they are left for the extract to set aside.
"""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from hertoets.errors import DataError, Fault
from hertoets.extract.schema import schema
from hertoets.prepare.model import Source


def refuse_doubles(tables: dict[str, pa.Table], sources: Iterable[Source]) -> None:
    """Refuse tables in which rows of one key differ, unless the mapping leaves them there.

    Raises
    ------
    DataError
        With how many keys and rows, and how a mapping makes one row of them.
    """
    left = {source.table.name for source in sources if source.one_of == "leave"}
    labels = {source.table.name: source.label for source in reversed(list(sources))}
    faults = []
    for name, table in tables.items():
        keys, rows = _differing(table, schema()[name].key)
        if keys and name not in left:
            what = (
                f"{keys} keys ({', '.join(schema()[name].key)}) stand in {rows} rows that differ: "
                "the extract would set all of them aside"
            )
            mend = (
                'Write which row counts, for example one_of = { same = ["number"], '
                'prefer = { column = ["code", "code"] }, latest = "date" }; or one_of = "leave"'
            )
            faults.append(Fault(labels[name], name, what, mend))
    if faults:
        raise DataError(faults)


def _differing(table: pa.Table, key: tuple[str, ...]) -> tuple[int, int]:
    """Count the keys under which rows differ, and those rows; a key with an empty part is none."""
    filled = None
    for name in key:
        there = pc.is_valid(table[name])
        filled = there if filled is None else pc.and_(filled, there)
    rows = table.filter(filled).group_by(table.column_names).aggregate([([], "count_all")])
    by_key = rows.group_by(list(key)).aggregate([([], "count_all"), ("count_all", "sum")])
    several = pc.greater(by_key["count_all"], 1)
    return pc.sum(several).as_py() or 0, pc.sum(
        by_key.filter(several)["count_all_sum"]
    ).as_py() or 0
