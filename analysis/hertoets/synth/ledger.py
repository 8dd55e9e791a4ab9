"""The ledger of planted faults: which kind, in which row, of whom.

Faults of the records are listed as they were planted. The kinds that the world itself is drawn
with (`Q01` to `Q24`, where no fault of the records makes them) are marked by the room that drew
them, or follow here from what is true; never from a comparison, which is what they test.
"""

from collections.abc import Iterator

import numpy as np

from hertoets.extract.schema import schema
from hertoets.synth.draws import EMPTY_DATE, Column, Columns, days, filled, rows, texts
from hertoets.synth.legal import EXCLUDING
from hertoets.synth.spoiling import Struck, is_filled
from hertoets.synth.world import World

HALF_A_YEAR = days(183)
THREE_MONTHS = days(91)
"""What long before the decision (Q09), long without a notice (Q13) and months after (Q15) mean."""

DRAWN = {
    "Q01": "municipality_informed",
    "Q13": "",
    "Q06": "start_stated",
    "Q07": "term_end_stated",
    "Q08": "term_end_stated",
    "Q24": "persons_counted",
}
"""The kinds that are marked where they are drawn, and the column each goes wrong in."""

COLUMNS = ("fault", "table", "key", "person_id", "column")


def list_faults(struck: list[Struck]) -> Columns:
    """List faults row by row.

    Parameters
    ----------
    struck : list of Struck
        From `drawn_faults` and from `hertoets.synth.faults.plant_faults`.

    Returns
    -------
    dict of columns of text
        `fault` (an id of ``faults.toml``), `table`, `key` (its parts joined by ``|``, as in the
        list of rows set aside), `person_id` and `column`, the last two empty where there is none.
    """
    listed = [_listed(part) for part in struck if len(next(iter(part.rows.values())))]
    return {name: np.concatenate([texts([]), *(part[name] for part in listed)]) for name in COLUMNS}


def drawn_faults(world: World) -> list[Struck]:
    """The rows with the kinds of faults that the world is drawn with, by kind.

    Parameters
    ----------
    world : World
        Before faults of the records are planted in it.
    """
    found = marked_faults(world)
    for room in (_of_persons, _of_rights, _of_notices, _of_places):
        found += [_struck(world, *entry) for entry in room(world)]
    return sorted(found, key=lambda part: part.fault)


def marked_faults(world: World) -> list[Struck]:
    """Those of them that were marked where they were drawn."""
    return [
        _struck(world, name, kind, DRAWN[kind], marked)
        for name, marks in world.marks.items()
        for kind, marked in marks.items()
    ]


Entry = tuple[str, str, str, Column]
"""Table, fault, column and the rows at fault."""


def _of_persons(world: World) -> Iterator[Entry]:
    persons = world.tables["persons"]
    birth = persons["birth_date"].astype(str)
    yield "persons", "Q11", "birth_date", _ends(birth, "-01-01") | _ends(birth, "-00")
    nationality = persons["nationality"]
    known = is_filled(persons["former_nationality"]) & is_filled(persons["dutch_since"])
    changed = ((nationality == "NLD") & ~known) | ~is_filled(nationality)
    yield "persons", "Q21", "nationality", changed


def _of_rights(world: World) -> Iterator[Entry]:
    rights, exemptions = world.tables["residence_rights"], world.tables["exemptions"]
    early = rights["decision_date"] - rights["effective_date"] > HALF_A_YEAR
    yield "residence_rights", "Q09", "effective_date", early
    # For asylum the day does not count.
    missing = np.isnat(rights["document_collected_date"]) & (rights["migrant_group"] != "asylum")
    yield "residence_rights", "Q10", "document_collected_date", missing
    told = _look_up(world, "exemptions", _first_notice(world))
    late = np.isin(exemptions["kind"].astype(str), EXCLUDING) & (exemptions["valid_from"] < told)
    yield "exemptions", "Q22", "valid_from", late


def _of_notices(world: World) -> Iterator[Entry]:
    notices, truth = world.tables["notices"], world.truth
    day, old_law = notices["notice_date"], notices["regime_stated"] == "wi2013"
    start = _look_up(world, "notices", truth["start"])
    under_old = _look_up(world, "notices", truth["regime"]) == "wi2013"
    copied = old_law & (notices["start_stated"] == day) & ~np.isnat(start) & (start != day)
    yield "notices", "Q04", "start_stated", copied & under_old
    yield "notices", "Q05", "regime_stated", ~old_law & under_old
    last = np.full(len(truth["person_id"]), EMPTY_DATE)
    order = np.argsort(day, kind="stable")
    last[_places(world, "notices")[order]] = day[order]
    again = ~np.isnat(notices["withdrawn_on"]) & (_look_up(world, "notices", last) > day)
    yield "notices", "Q23", "withdrawn_on", again
    seen = _look_up(world, "data_access", truth["regime"]) == "wi2013"
    yield "data_access", "Q03", "municipality", seen


def _of_places(world: World) -> Iterator[Entry]:
    stays, registrations = world.tables["reception"], world.tables["registrations"]
    told = _look_up(world, "reception", _first_notice(world))
    inside = (stays["from_date"] <= told) & ~(stays["to_date"] <= told)
    linked = stays["linked_on"]
    yield "reception", "Q02", "linked_on", inside & ~(linked <= told)
    since = registrations["valid_from"]
    first = _earliest(world, "registrations", since)
    decided = _earliest(
        world, "residence_rights", world.tables["residence_rights"]["decision_date"]
    )
    late = (first - decided > THREE_MONTHS) & (world.truth["group"] == "asylum")
    of_first = since == _look_up(world, "registrations", first)
    yield "registrations", "Q15", "valid_from", _look_up(world, "registrations", late) & of_first


def _ends(texts: Column, ending: str) -> Column:
    return np.asarray(np.char.endswith(texts, ending))


def _first_notice(world: World) -> Column:
    return _earliest(world, "notices", world.tables["notices"]["notice_date"])


def _earliest(world: World, name: str, dates: Column) -> Column:
    """For each person the earliest of these dates in a table; empty without one."""
    first = np.full(len(world.truth["person_id"]), EMPTY_DATE)
    order = np.argsort(dates, kind="stable")[::-1]
    order = order[~np.isnat(dates[order])]
    first[_places(world, name)[order]] = dates[order]
    return first


def _look_up(world: World, name: str, of_persons: Column) -> Column:
    """For each row of a table what holds for its person."""
    return np.asarray(of_persons[_places(world, name)])


def _places(world: World, name: str) -> Column:
    # The truth stands in the order of the pseudonyms, and every person of a table is in it.
    persons = world.truth["person_id"].astype(str)
    return np.searchsorted(persons, world.tables[name]["person_id"].astype(str))


def _struck(world: World, name: str, fault: str, column: str, at_fault: Column) -> Struck:
    return Struck.of(fault, name, column, rows(world.tables[name], at_fault))


def _listed(part: Struck) -> Columns:
    size = len(next(iter(part.rows.values())))
    person = part.rows.get("person_id", filled(None, size))
    # A part that is unknown is written as nothing, as in the list of rows set aside.
    parts = [
        np.where(is_filled(part.rows[key]), part.rows[key].astype(str), "")
        for key in schema()[part.table].key
    ]
    keys = texts(["|".join(row) for row in zip(*parts, strict=True)])
    return {
        "fault": filled(part.fault, size),
        "table": filled(part.table, size),
        "key": keys,
        "person_id": person,
        "column": filled(part.column or None, size),
    }
