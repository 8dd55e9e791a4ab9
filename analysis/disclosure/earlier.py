"""What earlier runs published of the same counts: an outsider lays the runs side by side.

A count of an earlier run is the same count where the extract, the law, the expectations and every
setting that it can depend on are the same. Its published form then bounds it here too, under the
policy of that run. What an earlier run withheld tells nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure.counts import Interval, hidden_range, unround
from analysis.disclosure.model import WITHHELD, Protected, ShownCell
from analysis.disclosure.policy import Policy
from analysis.disclosure.system import System
from analysis.findings import COUNTED, SIDES, At, Bound, Findings, RawTable, settings_of

Key = tuple[object, ...]


@dataclass(frozen=True)
class Earlier:
    """One earlier run: what it published, under which settings and policy.

    `same` tells whether its extract, law and expectations are those of this run.
    """

    run: str
    protected: Protected
    policy: Policy
    same: bool


def recall(system: System, findings: Findings, earlier: Sequence[Earlier]) -> None:
    """Add to each count of a run what earlier runs told of it.

    Parameters
    ----------
    system : System
        Changed in place.
    findings : Findings
        Of this run, to name its rows.
    earlier : sequence of Earlier
    """
    for run in earlier:
        if not run.same:
            continue
        told = dict(_told(run))
        for variable in system.variables:
            for place in variable.places:
                if not _is_same(place, findings.settings, run.protected.settings):
                    continue
                found = told.get(_key(place, findings.tables))
                # Outside it the definition has changed since, and it is another count.
                if found and found[0] <= variable.exact <= found[1]:
                    low, high = variable.earlier
                    variable.earlier = max(low, found[0]), min(high, found[1])


def _is_same(place: At | Bound, now: Mapping[str, str], before: Mapping[str, str]) -> bool:
    output = place.table if isinstance(place, At) else place.finding
    return all(now[name] == before.get(name) for name in settings_of(output))


def _key(place: At | Bound, tables: Mapping[str, RawTable]) -> Key:
    if isinstance(place, Bound):
        return place.finding, place.reading, place.side
    table = tables[place.table]
    kinds = [column.kind for column in table.columns]
    return place.table, _row(kinds, table.rows, place.row), table.columns[place.column].name


def _row(kinds: Sequence[str], rows: Sequence[Sequence[object]], number: int) -> tuple[object, ...]:
    """Name a row by its labels, and by its texts where labels do not tell rows apart."""

    def of_kind(row: Sequence[object], *wanted: str) -> tuple[object, ...]:
        return tuple(cell for kind, cell in zip(kinds, row, strict=True) if kind in wanted)

    labels = of_kind(rows[number], "label")
    alike = [row for row in rows if of_kind(row, "label") == labels]
    return labels if len(alike) == 1 else of_kind(rows[number], "label", "text")


def _told(run: Earlier) -> Iterator[tuple[Key, Interval]]:
    for name, finding in run.protected.findings.items():
        if finding.unit in COUNTED:
            for reading, pair in finding.by_reading.items():
                for side, value in zip(SIDES, pair, strict=True):
                    if (reading, side) not in finding.withheld:
                        yield (name, reading, side), _interval(value, run.policy)
    for name, table in run.protected.tables.items():
        kinds = [column.kind for column in table.columns]
        for number, row in enumerate(table.rows):
            key = _row(kinds, table.rows, number)
            for column, cell in zip(table.columns, row, strict=True):
                if column.kind == "count" and cell is not None and cell != WITHHELD:
                    yield (name, key, column.name), _interval(cell, run.policy)


def _interval(shown: ShownCell, policy: Policy) -> Interval:
    if isinstance(shown, int):
        return unround(shown, policy)
    # A hidden difference may lie on either side of zero; a count does not go below it anyway.
    return hidden_range(policy, signed=True)
