"""What holds between tables, and between a table and the figures: one count in several places.

The sums within one table stand in the table itself.
"""

from collections.abc import Iterator, Mapping

from hertoets.findings.alarms import load_alarms
from hertoets.findings.catalogue import load_labels
from hertoets.findings.model import SIDES, At, Bound, RawTable, Relation, Term
from hertoets.findings.relations import Ties, adds_up, at_most, equal, tallied
from hertoets.findings.tables_persons import BY_GROUP
from hertoets.findings.tallies import Where, tally

Tables = Mapping[str, RawTable]
SAME = "hetzelfde aantal staat op twee plaatsen"
NESTED = "een deel van de groep"
COHORT: dict[str, list[Where]] = {  # columns of the table cohort_by_group, and whom they count
    "persons": [{}],
    "wrong_regime": [{"outcome": "wrong_regime"}],
    "undecided": [{"outcome": "unknown"}, {"outcome": "open"}],
    "late": [{"start_class": "late"}],
    "early": [{"start_class": "early"}],
    "longer": [{"term_class": "longer"}],
    "shorter": [{"term_class": "shorter"}],
}
APART = (
    ("late", "early", "wrong_regime", "undecided"),
    ("longer", "shorter", "wrong_regime", "undecided"),
)


def relate_tables(ties: Ties, tables: Tables) -> Iterator[Relation]:
    """The relations of the tables.

    Parameters
    ----------
    ties : Ties
    tables : mapping of str to RawTable

    Yields
    ------
    Relation
        Also those that hold terms without a number; whoever uses them leaves these out.
    """
    yield from _delivery(ties, tables)
    yield from _by_group(ties, tables)
    yield from _cohort(ties, tables)
    yield from _over_time(ties, tables)
    if "quality_effect" in tables:
        yield from _effect(ties, tables["quality_effect"])
    if {"lessons", "lessons_by_month"} <= tables.keys():
        yield from _alarms(tables["lessons"], tables["lessons_by_month"])
    for name, column in (("set_aside", "rows"), ("unknown_values", "rows")):
        if name in tables:
            yield from occurs(tables[name], column)


def cell(table: RawTable, row: int, column: str) -> At:
    """Name one cell by its row and the name of its column."""
    return At(table.id, row, table.position(column))


def occurs(table: RawTable, column: str) -> Iterator[Relation]:
    """Say of a table that lists only what occurs that each of its counts is one or more."""
    for row in range(len(table.rows)):
        yield Relation(((1, cell(table, row, column)),), "alleen wat voorkomt staat er", ">=", 1)


def _delivery(ties: Ties, tables: Tables) -> Iterator[Relation]:
    everyone = tally("", {})
    whole, aside = (
        ties.plain(name, ties.headline, "lower")
        for name in ("persons_in_extract", "persons_set_aside")
    )
    yield adds_up(whole, [aside, everyone], "niemand verdwijnt")
    if "funnel" in tables:
        funnel = tables["funnel"]
        outcomes: list[Where] = [{"outcome": code} for code in load_labels()["outcome"]]
        places = [whole, aside, *tallied(ties.headline, outcomes)]
        for row, place in enumerate(places):
            yield equal(cell(funnel, row, "persons"), place, SAME)
    if {"delivery", "set_aside"} <= tables.keys():
        reasons = tables["set_aside"]
        for row, (name, *_) in enumerate(tables["delivery"].rows):
            parts: list[Term] = [
                cell(reasons, place, "rows")
                for place, reason in enumerate(reasons.rows)
                if reason[0] == name
            ]
            total = cell(tables["delivery"], row, "set_aside")
            yield adds_up(total, parts, "elke rij is om één reden terzijde gelegd")
            if name == "persons":
                yield equal(cell(tables["delivery"], row, "used"), everyone, "één rij per persoon")


def _by_group(ties: Ties, tables: Tables) -> Iterator[Relation]:
    """Cross tables of all persons: totals of columns are tallies, those of rows are groups."""
    labels = load_labels()
    groups = list(labels["group"])
    for name, (column, _) in BY_GROUP.items():
        if name not in tables:
            continue
        table = tables[name]
        for code in labels[column]:
            total = cell(table, len(groups), code)
            yield equal(total, tally(ties.headline, {column: code}), SAME)
        if column != "regime_by_choice":  # that one leaves out who was offered nothing
            yield from _group_totals(table, groups)
    if "waiting_by_group" in tables:
        waiting = tables["waiting_by_group"]
        yield equal(
            cell(waiting, len(groups), "waited"), tally(ties.headline, {"waited": True}), SAME
        )
        maybe = tally(ties.headline, {"waited": False, "waiting": True})
        yield equal(cell(waiting, len(groups), "maybe"), maybe, SAME)
        yield from _group_totals(waiting, groups)
    if "readings" in tables:
        for row, reading in enumerate(ties.after):
            for code in labels["outcome"]:
                place = cell(tables["readings"], row, code)
                yield equal(place, tally(reading, {"outcome": code}), SAME)
            yield equal(cell(tables["readings"], row, "total"), tally("", {}), SAME)


def _group_totals(table: RawTable, groups: list[str]) -> Iterator[Relation]:
    for row, code in enumerate(groups):
        yield equal(cell(table, row, "total"), tally("", {"group": code}), SAME)
    yield equal(cell(table, len(groups), "total"), tally("", {}), SAME)


def _cohort(ties: Ties, tables: Tables) -> Iterator[Relation]:
    if "cohort_by_group" not in tables:
        return
    table, groups = tables["cohort_by_group"], list(load_labels()["group"])
    for column, wheres in COHORT.items():
        inside: list[Where] = [{**where, "in_cohort": "yes"} for where in wheres]
        yield adds_up(cell(table, len(groups), column), tallied(ties.headline, inside), SAME)
    for row, code in enumerate([*groups, None]):
        for kinds in APART:
            parts = tuple((-1, cell(table, row, column)) for column in kinds)
            yield Relation(((1, cell(table, row, "persons")), *parts), NESTED, ">=")
        if code is not None:
            yield at_most(cell(table, row, "persons"), tally("", {"group": code}), NESTED)


def _over_time(ties: Ties, tables: Tables) -> Iterator[Relation]:
    headline = ties.headline
    if "wrong_notice_by_month" in tables:
        months = tables["wrong_notice_by_month"]
        for code in ("yes", "unknown"):
            parts: list[Term] = [cell(months, row, code) for row in range(len(months.rows))]
            yield adds_up(tally(headline, {"wrong_notice": code}), parts, "elke maand staat er")
        yield from occurs(months, "total")
    groups = list(load_labels()["group"])
    if {"cohort_by_month", "cohort_by_group"} <= tables.keys():
        months = tables["cohort_by_month"]
        for row, code in enumerate([*groups, "total"]):
            parts = [cell(months, month, code) for month in range(len(months.rows))]
            total = cell(tables["cohort_by_group"], row, "persons")
            yield adds_up(total, parts, "elke maand staat er")
    if "start_shift" in tables:
        shift = tables["start_shift"]
        middle = (len(shift.rows) - 1) // 2
        bands = {"early": range(middle), "late": range(middle + 1, len(shift.rows) - 1)}
        for kind, rows in bands.items():
            parts = [cell(shift, row, "total") for row in rows]
            yield adds_up(tally(headline, {"start_class": kind}), parts, "elke afwijking staat er")
            if "cohort_by_group" in tables:
                for place, code in enumerate(groups):
                    some = cell(tables["cohort_by_group"], place, kind)
                    every = tuple((1, cell(shift, row, code)) for row in rows)
                    yield Relation((*every, (-1, some)), NESTED, ">=")


def _effect(ties: Ties, table: RawTable) -> Iterator[Relation]:
    for row, cells in enumerate(table.rows):
        name = str(cells[-1])
        for side in SIDES:
            before = ties.plain(name, ties.headline, side)
            yield equal(cell(table, row, f"{side}_before"), before, SAME)
            after = Bound(name, ties.headline, side)
            yield equal(cell(table, row, f"{side}_after"), after, SAME)
        changes = [cell(table, row, column) for column in ("dropped", "added")]
        for change in changes:
            yield Relation(((1, change),), "twijfel maakt alleen ruimer", ">=")
        yield Relation(tuple((1, one) for one in changes), "alleen wat ruimer is", ">=", 1)


def _alarms(lessons: RawTable, by_month: RawTable) -> Iterator[Relation]:
    """The month of an alarm holds as many as an alarm takes.

    A month before it may hold as many too: an alarm also takes a share of the rows.
    """
    least = int(load_alarms()["alarm_from"])
    months = {str(row[0]): place for place, row in enumerate(by_month.rows[:-1])}
    for lesson in lessons.rows:
        if str(lesson[2]) in months:
            many = ((1, cell(by_month, months[str(lesson[2])], str(lesson[0]))),)
            yield Relation(many, "de maand van het alarm", ">=", least)
