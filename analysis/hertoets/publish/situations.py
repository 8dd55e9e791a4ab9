"""The situations as a page tells them: the facts in one line, and only the readings that differ.

The whole table has a column for every fact and reading: too wide to read, and kept as CSV.
"""

from dataclasses import replace

from hertoets.publish.numbers import Value, listed_nl
from hertoets.release import ReleasedTable, TableColumn, load_labels

_DATES = ("publication", "decision", "effective")
_SILENT = {"treaty": "none", "notice": "no_notice"}  # what needs no telling, by fact
_SHOWN = ("group", "regime_stated", "persons", "regime")
_NOT_A_READING_OF_THE_LAW = "regime_notice"


def tell_situations(table: ReleasedTable) -> ReleasedTable:
    """Each situation as a sentence, with what the other readings say of it.

    Parameters
    ----------
    table : ReleasedTable
        ``situations``, with a column for each fact and ``regime_<reading>`` for each reading.

    Returns
    -------
    ReleasedTable
        Columns ``situation``, group, regime stated, persons, regime and ``others``; as many rows.

    Raises
    ------
    KeyError
        A fact has no column.
    """
    named = {column.name: column for column in table.columns}
    readings = [
        column
        for column in table.columns
        if column.name.startswith("regime_")
        and column.name not in (*_SHOWN, _NOT_A_READING_OF_THE_LAW)
    ]
    rows = []
    for cells in table.rows:
        row = dict(zip(named, cells, strict=True))
        rows.append((_facts(row, named), *(row[name] for name in _SHOWN), _others(row, readings)))
    return replace(
        table,
        columns=(
            TableColumn("situation", "situatie", "text"),
            *(named[name] for name in _SHOWN),
            TableColumn("others", "andere lezingen", "text"),
        ),
        rows=tuple(rows),
    )


def _facts(row: dict[str, Value], named: dict[str, TableColumn]) -> str:
    """Tell what is known of a person; dates that fall alike are told together."""
    silent = {fact: load_labels()[fact][code] for fact, code in _SILENT.items()}
    told = [str(row["standing"])]
    if row["treaty"] != silent["treaty"]:
        told.append(f"{named['treaty'].title_nl}: {row['treaty']}")
    alike: dict[Value, list[str]] = {}
    for name in (*_DATES, "notice"):
        if row[name] != silent.get(name):
            alike.setdefault(row[name], []).append(named[name].title_nl)
    told += [f"{listed_nl(names)}: {value}" for value, names in alike.items()]
    return "; ".join(told)


def _others(row: dict[str, Value], readings: list[TableColumn]) -> str:
    differing: dict[Value, list[str]] = {}
    for column in readings:
        if row[column.name] != row["regime"]:
            differing.setdefault(row[column.name], []).append(column.title_nl)
    if not differing:
        return "zeggen hetzelfde"
    return "\n".join(f"{value}: {'; '.join(names)}" for value, names in differing.items())
