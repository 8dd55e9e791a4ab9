"""How published counts hang together: what anybody may compute from the definitions alone.

Two counts of the same people, a total and its parts, an outcome and the situations that have it:
disclosure control must know them all, because a hidden count can be solved for from them. Source:
contract, section 6. Every relation is checked against the exact counts: one that does not hold is
a fault of Hertoets itself.
"""

from collections.abc import Iterable, Iterator, Mapping

from analysis.errors import DataError
from analysis.findings.catalogue import load_labels
from analysis.findings.definitions import Definition, load_definitions
from analysis.findings.model import Number, Pair, RawFinding, RawTable, Ref, Relation
from analysis.findings.tables_law import situations_in_order
from analysis.findings.tables_persons import BY_GROUP
from analysis.findings.view import View

SIDES = ("lower", "upper")
PARTS = {  # figure: the figure of everybody whom it can hold
    "wrong_notice": "persons_with_notice",
    "cohort_start_late": "start_late",
    "cohort_start_early": "start_early",
    "cohort_term_longer": "term_longer",
    "cohort_term_shorter": "term_shorter",
    "cohort_wrong_regime": "outcome_wrong_regime",
    "breach_viewed": "breach_persons",
    "informed_wrong_reception": "informed_wrong",
    "informed_wrong_other": "informed_wrong",
    "choices_made": "choices_offered",
    "choices_none": "choices_offered",
}


def relate(
    view: View, figures: Mapping[str, RawFinding], tables: Mapping[str, RawTable]
) -> tuple[Relation, ...]:
    """Give every relation between the counts of figures and tables.

    Parameters
    ----------
    view : View
    figures : mapping of str to RawFinding
    tables : mapping of str to RawTable
        As published: absent tables take no part.

    Returns
    -------
    tuple of Relation

    Raises
    ------
    DataError
        A relation does not hold on the exact counts.
    """
    book = Book(view, figures, tables)
    found = tuple(
        relation
        for maker in (_sums, _bounds, _by_outcome, _by_group, _totals, _by_situation, _money)
        for relation in maker(book)
    )
    for relation in found:
        _check(relation, book)
    return found


class Book:
    """The counts of one comparison, found by name."""

    def __init__(
        self, view: View, figures: Mapping[str, RawFinding], tables: Mapping[str, RawTable]
    ) -> None:
        self.view, self.figures, self.tables = view, figures, tables
        self.headline = view.headline
        self._widened = {
            str(row[-1]): place
            for place, row in enumerate(tables["quality_effect"].rows)
        } if "quality_effect" in tables else {}  # fmt: skip

    def bound(self, name: str, reading: str, side: str) -> Ref | None:
        """Name a bound of a figure; None where it is no count."""
        figure = self.figures.get(name)
        if figure is None or figure.unit not in ("personen", "gemeenten"):
            return None
        return Ref(name, (reading, side)) if reading in figure.by_reading else None

    def before(self, name: str, side: str) -> Ref | None:
        """Name a bound under the headline as the records give it, before any check widened it."""
        if name in self._widened:
            return self.cell_at("quality_effect", self._widened[name], f"{side}_before")
        return self.bound(name, self.headline, side)

    def after(self, name: str, side: str) -> Ref | None:
        """Name the cell that repeats a widened bound; None where nothing widened it."""
        if name not in self._widened:
            return None
        return self.cell_at("quality_effect", self._widened[name], f"{side}_after")

    def cell(self, table: str, label: str, column: str) -> Ref | None:
        """Name a cell by the label of its row; None where table, row or number is absent."""
        found = self.tables.get(table)
        if found is None:
            return None
        places = [place for place, row in enumerate(found.rows) if row[0] == label]
        return self.cell_at(table, places[0], column) if places else None

    def cell_at(self, table: str, row: int, column: str) -> Ref | None:
        """Name a cell by the place of its row; None where it holds no number."""
        found = self.tables[table]
        place = found.position(column)
        return Ref(table, (row, place)) if isinstance(found.rows[row][place], int) else None

    def down(self, table: str, column: str) -> list[Ref | None]:
        """Name every cell of a column."""
        found = self.tables.get(table)
        if found is None:
            return [None]
        return [self.cell_at(table, row, column) for row in range(len(found.rows))]

    def value(self, ref: Ref) -> Number:
        """Give the exact count behind a name."""
        first, second = ref.at
        if isinstance(first, int) and isinstance(second, int):
            cell = self.tables[ref.of].rows[first][second]
        else:
            pair: Pair = self.figures[ref.of].by_reading[str(first)]
            cell = pair[SIDES.index(str(second))]
        if not isinstance(cell, int):
            raise TypeError(ref)
        return cell


def _check(relation: Relation, book: Book) -> None:
    total = sum(sign * book.value(ref) for sign, ref in relation.terms)
    if total > 0 or (total < 0 and not relation.at_most):
        raise DataError.of(
            where=relation.terms[0][1].of,
            what=f"counts that belong together do not add up ({relation.why})",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )


def _equal(one: Ref | None, parts: Iterable[Ref | None], why: str) -> Iterator[Relation]:
    """One count is the sum of others; nothing where any of them is absent."""
    known = list(parts)
    if one is not None and known and None not in known:
        yield Relation(((1, one), *((-1, ref) for ref in known if ref)), why)


def _at_most(small: Ref | None, parts: Iterable[Ref | None], why: str) -> Iterator[Relation]:
    """One count is no more than the sum of others."""
    known = list(parts)
    if small is not None and known and None not in known:
        yield Relation(((1, small), *((-1, ref) for ref in known if ref)), why, at_most=True)


def _sums(book: Book) -> Iterator[Relation]:
    """What each table says of its own totals."""
    for name, table in book.tables.items():
        for entry in table.sums:
            places = (entry.total, *entry.parts)
            if all(isinstance(table.rows[row][column], int) for row, column in places):
                total, *parts = (Ref(name, place) for place in places)
                yield from _equal(total, parts, "a total and its parts")


def _bounds(book: Book) -> Iterator[Relation]:
    """Lower and upper, the same figure under each reading, a part of a figure."""
    for name, definition in load_definitions().items():
        readings = book.figures[name].by_reading
        for reading in readings:
            lower, upper = (book.bound(name, reading, side) for side in SIDES)
            yield from _at_most(lower, [upper], "a lower bound and its upper one")
            if not definition.depends and reading != book.headline:
                for side in SIDES:
                    here = book.bound(name, reading, side)
                    there = book.bound(name, book.headline, side)
                    yield from _equal(here, [there], "a figure that no reading moves")
        for side in SIDES:
            here, again = book.bound(name, book.headline, side), book.after(name, side)
            yield from _equal(here, [again], "a widened bound, told twice")
            if name in PARTS:
                whole = book.before(PARTS[name], side)
                yield from _at_most(book.before(name, side), [whole], "a part and its whole")


def _by_outcome(book: Book) -> Iterator[Relation]:
    """Figures by outcome are sums along a row of the table of readings."""
    titles = book.view.comparison.law.readings
    for name, definition in load_definitions().items():
        if set(definition.sure or ()) != {"outcome"} or definition.within:
            continue
        for reading in titles:
            row = titles[reading].title_nl
            for side, conditions in _sides(definition):
                cells = [book.cell("readings", row, code) for code in conditions["outcome"]]
                why = "a figure and the table of readings"
                if reading == book.headline:
                    yield from _equal(book.before(name, side), cells, why)
                elif side == "lower":
                    yield from _at_most(book.bound(name, reading, side), cells, why)
                else:
                    yield from _least(cells, book.bound(name, reading, side), why)
    headline = titles[book.headline].title_nl
    for code, label in load_labels()["outcome"].items():
        step = book.cell("funnel", label, "persons")
        yield from _equal(step, [book.cell("readings", headline, code)], "funnel and readings")


def _least(parts: list[Ref | None], whole: Ref | None, why: str) -> Iterator[Relation]:
    """A sum of counts is no more than one other."""
    if whole is not None and None not in parts:
        yield Relation((*((1, ref) for ref in parts if ref), (-1, whole)), why, at_most=True)


def _sides(definition: Definition) -> list[tuple[str, dict[str, tuple[str | bool, ...]]]]:
    """The conditions of both bounds, where those of the upper one ask after the same column."""
    sure = dict(definition.sure or {})
    sides = [("lower", sure)]
    [column] = sure if len(sure) == 1 else [""]
    if definition.maybe is None:
        sides.append(("upper", sure))
    elif set(definition.maybe) == {column}:
        sides.append(("upper", {column: (*sure[column], *definition.maybe[column])}))
    return sides


def _by_group(book: Book) -> Iterator[Relation]:
    """Figures that count one column are sums along the totals of the table by group."""
    for table, (column, _) in BY_GROUP.items():
        for name, definition in load_definitions().items():
            if set(definition.sure or ()) != {column} or definition.within:
                continue
            for side, conditions in _sides(definition):
                shown = [code for code in conditions[column] if code in load_labels()[column]]
                cells = [book.cell(table, "totaal", str(code)) for code in shown]
                why = "a figure and its table by group"
                yield from _equal(book.before(name, side), cells, why)


def _totals(book: Book) -> Iterator[Relation]:
    """Tables of the same people: by group, by month, by days, in rows."""
    why = "two tables of the same people"
    cohort = {
        "persons": "cohort_size",
        "wrong_regime": "cohort_wrong_regime",
        "late": "cohort_start_late",
        "early": "cohort_start_early",
        "longer": "cohort_term_longer",
        "shorter": "cohort_term_shorter",
    }
    for column, name in cohort.items():
        total = book.cell("cohort_by_group", "totaal", column)
        yield from _equal(book.before(name, "lower"), [total], why)
    for code, label in load_labels()["group"].items():
        total = book.cell("cohort_by_group", label, "persons")
        yield from _equal(total, book.down("cohort_by_month", code), why)
    for code in ("yes", "unknown"):
        total = book.cell("wrong_notice_by_group", "totaal", code)
        yield from _equal(total, book.down("wrong_notice_by_month", code), why)
    waited, maybe = (book.cell("waiting_by_group", "totaal", name) for name in ("waited", "maybe"))
    yield from _equal(book.before("waited_persons", "lower"), [waited], why)
    yield from _equal(book.before("waited_persons", "upper"), [waited, maybe], why)
    if "start_shift" in book.tables:
        for word, name in (("te laat", "start_late"), ("te vroeg", "start_early")):
            rows = [str(row[0]) for row in book.tables["start_shift"].rows]
            cells = [book.cell("start_shift", row, "total") for row in rows if row.endswith(word)]
            yield from _equal(book.before(name, "lower"), cells, why)
    yield from _rows_in(book)


def _rows_in(book: Book) -> Iterator[Relation]:
    """What came in, what was set aside, and the persons of the funnel."""
    aside, whole = (
        book.before(name, "lower") for name in ("persons_set_aside", "persons_in_extract")
    )
    yield from _equal(book.cell("funnel", "terzijde gelegd", "persons"), [aside], "set aside")
    yield from _equal(book.cell("funnel", "in de levering", "persons"), [whole], "in the extract")
    reasons = book.tables.get("set_aside")
    for name in {str(row[0]) for row in reasons.rows} if reasons else ():
        rows = [place for place, row in enumerate(reasons.rows) if row[0] == name] if reasons else []
        cells = [book.cell_at("set_aside", row, "rows") for row in rows]
        yield from _equal(book.cell("delivery", name, "set_aside"), cells, "rows set aside")


def _by_situation(book: Book) -> Iterator[Relation]:
    """Outcome, rule and certainty follow from the situation: counts of them are sums over it."""
    if "situations" not in book.tables:
        return
    outcomes = book.view.comparison.outcomes
    order = [str(name) for name in situations_in_order(book.view)["situation_id"]]
    place = {name: row for row, name in enumerate(order)}
    readings = book.view.comparison.law.readings
    columns = ["certainty", "group", *(f"outcome_{name}" for name in readings)]
    if not {"situation_id", *columns} <= set(outcomes.columns):
        return
    each = outcomes.drop_duplicates("situation_id").set_index("situation_id")[columns]
    each = each.astype(object).loc[order]

    def having(mask: object) -> list[Ref | None]:
        names = each.index[mask]
        return [book.cell_at("situations", place[str(name)], "persons") for name in names]

    why = "a count and the situations that have it"
    for name, reading in readings.items():
        for code in load_labels()["outcome"]:
            cell = book.cell("readings", reading.title_nl, code)
            yield from _equal(cell, having(each[f"outcome_{name}"] == code), why)
    for group, label in load_labels()["group"].items():
        for code in load_labels()["certainty"]:
            cell = book.cell("certainty", label, code)
            yield from _equal(cell, having((each["group"] == group) & (each["certainty"] == code)), why)
    situations = situations_in_order(book.view).set_index("situation_id")
    rules = situations[f"rule_{book.headline}"].astype(object).loc[order]
    regimes = situations[f"regime_{book.headline}"].astype(object).loc[order]
    table = book.tables.get("rules")
    for row, entry in enumerate(table.rows if table else ()):
        regime = [code for code, label in load_labels()["regime"].items() if label == entry[1]]
        chosen = having(((rules == entry[0]) & regimes.isin(regime)).to_numpy(dtype=bool))
        yield from _equal(book.cell_at("rules", row, "persons"), chosen, why)


def _money(book: Book) -> Iterator[Relation]:
    """The money for guidance, in its table, its totals and its figures."""
    why = "the money, told twice"
    names = {
        "verschil, geteld min verwacht": "guidance_difference_persons",
        "te veel geteld": "guidance_overpaid_persons",
        "te weinig geteld": "guidance_underpaid_persons",
    }
    for label, name in names.items():
        for side in SIDES:
            cell = book.cell("guidance_total", label, side)
            yield from _equal(book.before(name, side), [cell], why)
    for side in SIDES:
        cell = book.cell("guidance", "totaal", f"expected_{side}")
        yield from _equal(book.before("guidance_expected", side), [cell], why)
