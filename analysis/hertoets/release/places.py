"""Where a count stands: a name by which it is found again in another run, and one for people."""

from collections import Counter
from collections.abc import Iterable, Iterator

from hertoets.findings import (
    COUNTED,
    RECORDS,
    SIDES,
    At,
    Bound,
    Column,
    Findings,
    Place,
    RawTable,
    Undecided,
    load_labels,
)
from hertoets.release.count import WITHHELD, Count
from hertoets.release.model import Release, ReleasedTable, TableColumn
from hertoets.release.policy import Policy

Key = tuple[str, ...]


def places_of(findings: Findings) -> dict[Key, Place]:
    """Every place by its key: of figures, and of cells whose row can be told apart.

    A table by a reading is another table by another reading. What the two have in common, the
    figures say, which stand under every reading in every run.
    """
    places: dict[Key, Place] = {}
    headline = findings.settings["headline"]
    for place in findings.counts:
        if isinstance(place, Bound):
            places[_bound(place.finding, place.reading, place.side, headline)] = place
        elif isinstance(place, Undecided):
            places[place.finding, "undecided", headline, place.cause] = place
    for name, table in findings.tables.items():
        for row, key in _rows(table):
            for column, heading in enumerate(table.columns):
                at = At(name, row, column)
                if at in findings.counts:
                    places[name, table.reading or "", *key, heading.name] = at
    return places


def published(release: Release, policy: Policy) -> Iterator[tuple[Key, int | str]]:
    """The form of every count as published, by its key."""
    small, headline = str(Count("small", policy.threshold).form), release.settings["headline"]
    for name, finding in release.findings.items():
        if finding.unit in COUNTED:
            pairs = {**finding.by_reading, RECORDS: finding.records}
            for reading, pair in pairs.items() if finding.status == "measured" else ():
                for side, value in zip(SIDES, pair, strict=True):
                    gone = (reading, side) in finding.withheld
                    form = small if value is None else int(value)
                    yield _bound(name, reading, side, headline), WITHHELD if gone else form
    for name, table in release.tables.items():
        for row, key in _rows(table):
            for heading, cell in zip(table.columns, table.rows[row], strict=True):
                if heading.kind == "count" and cell is not None:
                    form = cell if isinstance(cell, str) else int(cell)
                    yield (name, table.reading or "", *key, heading.name), form


def _bound(finding: str, reading: str, side: str, headline: str) -> Key:
    """The key of a bound; that of the records is by the headline."""
    return finding, reading, *((headline,) if reading == RECORDS else ()), side


def name_place(place: Place, findings: Findings) -> tuple[str, str]:
    """Name the output in which a count stands and the place there, in Dutch."""
    if isinstance(place, Bound):
        return place.finding, f"{place.reading}, {load_labels()['side'][place.side]}"
    if isinstance(place, Undecided):
        return place.finding, place.cause
    table = findings.tables[place.table]
    labels = (str(cell) for cell in _cells(table, place.row, "label"))
    return place.table, f"{', '.join(labels)}; {table.columns[place.column].title_nl}"


def _rows(table: RawTable | ReleasedTable) -> Iterator[tuple[int, Key]]:
    """Name each row by its key, else by its labels, with its texts where these do not suffice."""
    if table.keys:
        yield from ((row, (str(key),)) for row, key in enumerate(table.keys))
        return
    for kinds in (("label",), ("label", "text")):
        keys = [tuple(map(str, _cells(table, row, *kinds))) for row in range(len(table.rows))]
        times = Counter(keys)
        if max(times.values(), default=1) == 1:
            break
    yield from ((row, key) for row, key in enumerate(keys) if times[key] == 1)


def _cells(table: RawTable | ReleasedTable, row: int, *kinds: str) -> Iterator[object]:
    columns: Iterable[Column | TableColumn] = table.columns
    wanted = (place for place, column in enumerate(columns) if column.kind in kinds)
    return (table.rows[row][place] for place in wanted)
