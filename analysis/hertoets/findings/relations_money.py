"""What holds among the tables of the money for guidance, and between them and the figures."""

from collections.abc import Iterator, Mapping

from hertoets.findings.model import SIDES, RawTable, Relation, Term
from hertoets.findings.relations import Ties, adds_up, at_most, equal
from hertoets.findings.relations_tables import NESTED, SAME, cell

ROWS = {"difference": 2, "overpaid": 3, "underpaid": 4}
# The most that was expected leaves the least that is too much, and the most that is too little.
MADE_FROM = (("expected_upper", "lower", "upper"), ("expected_lower", "upper", "lower"))


def relate_guidance(ties: Ties, tables: Mapping[str, RawTable]) -> Iterator[Relation]:
    """The relations of the tables ``guidance`` and ``guidance_total``.

    Parameters
    ----------
    ties : Ties
    tables : mapping of str to RawTable

    Yields
    ------
    Relation
        Also those that hold terms without a number; whoever uses them leaves these out.
    """
    if "guidance" in tables:
        table = tables["guidance"]
        for side in SIDES:
            total = cell(table, len(table.rows) - 1, f"expected_{side}")
            yield equal(total, ties.plain("guidance_expected", ties.headline, side), SAME)
        for row in range(len(table.rows)):
            sure, maybe = (cell(table, row, f"expected_{side}") for side in SIDES)
            yield at_most(sure, maybe, NESTED)
    if "guidance_total" in tables:
        table = tables["guidance_total"]
        for kind, row in ROWS.items():
            for side in SIDES:
                figure = ties.plain(f"guidance_{kind}_persons", ties.headline, side)
                yield equal(cell(table, row, side), figure, SAME)
        yield equal(cell(table, 1, "lower"), cell(table, 1, "upper"), "een telling is bekend")
        if "guidance" in tables:
            yield from _counted(tables["guidance"], table)
            yield from _over_and_under(tables["guidance"], table)


def _counted(by_place: RawTable, total: RawTable) -> Iterator[Relation]:
    """The totals leave out the municipalities of which the count is not known."""
    known = _known(by_place)
    for row, side, column in (
        (0, "lower", "expected_lower"), (0, "upper", "expected_upper"), (1, "lower", "counted"),
    ):  # fmt: skip
        parts: list[Term] = [cell(by_place, place, column) for place in known]
        yield adds_up(cell(total, row, side), parts, "elke gemeente staat er")


def _over_and_under(by_place: RawTable, total: RawTable) -> Iterator[Relation]:
    """Too much is summed over the municipalities with more than expected, too little over the rest.

    Which those are is supposed to be known, which is more than an outsider may know.
    """
    known = _known(by_place)
    for expected, over, under in MADE_FROM:
        column = by_place.position(expected)
        more = [row for row in known if _number(by_place, row, 3) > _number(by_place, row, column)]
        fewer = [row for row in known if row not in more]
        for kind, side, rows, sign in (
            ("overpaid", over, more, 1),
            ("underpaid", under, fewer, -1),
        ):
            parts = [(-sign, cell(by_place, row, "counted")) for row in rows]
            parts += [(sign, cell(by_place, row, expected)) for row in rows]
            why = "te veel en te weinig, per gemeente"
            yield Relation(((1, cell(total, ROWS[kind], side)), *parts), why)
            if not rows:  # and that is seen by the zero
                for row in known:
                    ends = (
                        (-sign, cell(by_place, row, "counted")),
                        (sign, cell(by_place, row, expected)),
                    )
                    yield Relation(ends, "geen enkele gemeente", ">=")


def _number(table: RawTable, row: int, column: int) -> int:
    value = table.rows[row][column]
    return value if isinstance(value, int) else 0


def _known(by_place: RawTable) -> list[int]:
    """The rows of the municipalities of which the count is known."""
    counted = by_place.position("counted")
    return [row for row, cells in enumerate(by_place.rows[:-1]) if cells[counted] is not None]
