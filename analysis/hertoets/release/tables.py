"""One table made fit to be seen: counts first, then what is made from counts."""

from collections.abc import Collection, Iterator

from hertoets.findings import EURO_A_PERSON, Cell, Column, RawTable
from hertoets.release.count import WITHHELD, Count, Rule
from hertoets.release.counts import has_median, is_small, round_count
from hertoets.release.model import ReleasedTable, ShownCell, TableColumn
from hertoets.release.policy import Policy

Place = tuple[int, int]


def protect_table(
    table: RawTable, policy: Policy, withheld: Collection[Place] = ()
) -> ReleasedTable:
    """Protect one table.

    Parameters
    ----------
    table : RawTable
    policy : Policy
    withheld : collection of (row, column)
        The cells that are not shown, because a small count would follow from them.

    Returns
    -------
    ReleasedTable
        Same columns; rows in the same order, or from many to few by what is shown.
    """
    rows = _protect_rows(table, policy, withheld)
    order = _order(table, rows)
    return ReleasedTable(
        id=table.id,
        title_nl=table.title_nl,
        columns=tuple(TableColumn(c.name, c.title_nl, c.kind) for c in table.columns),
        rows=tuple(rows[number] for number in order),
        population=table.population,
        unit=table.unit,
        source=table.source,
        reading=table.reading,
        note_nl=table.note_nl,
        keys=tuple(table.keys[number] for number in order if table.keys),
        rules=tuple(_rules(table, bool(withheld), policy)),
    )


def released_order(table: RawTable, policy: Policy, withheld: Collection[Place] = ()) -> list[int]:
    """Where each row of a released table stood in the exact one."""
    return _order(table, _protect_rows(table, policy, withheld))


def _protect_rows(
    table: RawTable, policy: Policy, withheld: Collection[Place]
) -> list[tuple[ShownCell, ...]]:
    rows = []
    for number, row in enumerate(table.rows):
        places = {place for at, place in withheld if at == number}
        rows.append(_protect_row(table, row, places, policy))
    return rows


def _order(table: RawTable, rows: list[tuple[ShownCell, ...]]) -> list[int]:
    order = list(range(len(rows)))
    if table.order_by:
        counted = table.position(table.order_by)
        order.sort(key=lambda number: (-_rank(rows[number][counted]), str(rows[number][0])))
    return order


def _protect_row(
    table: RawTable, row: tuple[Cell, ...], withheld: set[int], policy: Policy
) -> tuple[ShownCell, ...]:
    shown = {
        column.name: WITHHELD if place in withheld else _show(column, row[place], policy)
        for place, column in enumerate(table.columns)
    }
    for place, column in enumerate(table.columns):
        if column.kind == "percent":
            part, whole = (shown[name] for name in column.of)
            shown[column.name] = _share(part, whole, policy)
        elif column.kind == "euro":
            shown[column.name] = _in_euro(shown[column.of[0]])
        elif column.kind == "days":
            exact = row[table.position(column.of[0])]
            enough = isinstance(exact, int) and has_median(exact, policy)
            shown[column.name] = row[place] if enough else None
    return tuple(shown.values())


def _show(column: Column, cell: Cell, policy: Policy) -> ShownCell:
    if column.kind != "count" or not isinstance(cell, int):
        return cell
    if is_small(cell, policy):
        return Count("small", policy.threshold).form
    return round_count(cell, policy)


def _share(part: ShownCell, whole: ShownCell, policy: Policy) -> int | None:
    """A whole percentage, halves up, of two counts as they are shown."""
    if not isinstance(part, int) or not isinstance(whole, int) or whole < policy.percentage_base:
        return None
    return (200 * part + whole) // (2 * whole)


def _in_euro(persons: ShownCell) -> ShownCell:
    """The amount for persons as they are shown, so that it tells no more than they do."""
    if isinstance(persons, int):
        return persons * EURO_A_PERSON
    return None if persons is None else WITHHELD


def _rank(cell: ShownCell) -> int:
    """Order by what is shown: a hidden count stands below every shown one but zero."""
    return 2 * cell if isinstance(cell, int) else 1


def _rules(table: RawTable, withheld: bool, policy: Policy) -> Iterator[Rule]:
    """What was done to the numbers of a table; nothing where it has no counts."""
    kinds = {column.kind for column in table.columns}
    if "count" in kinds:
        yield Rule("small", policy.threshold)
        if policy.rounding > 1:
            yield Rule("rounded", policy.rounding)
    if withheld:
        yield Rule("withheld")
    if "percent" in kinds:
        yield Rule("percent", policy.percentage_base)
    if "days" in kinds:
        yield Rule("median", policy.median_base)
