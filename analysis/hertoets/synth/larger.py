"""Faults that reach beyond one row: people split or taken together, rows of another person, days
before the right of their person, and a month that is lost.

Each gives a `Spoil`, as those of `hertoets.synth.spoiling` do.
"""

from collections.abc import Callable

import numpy as np

from hertoets.synth.draws import Column, is_one_of, rows, years_later
from hertoets.synth.legal import DUTY_FROM_AGE
from hertoets.synth.spoiling import Act, Spoil, Workshop, is_filled

MONTHS = np.arange(np.datetime64("2020-03"), np.datetime64("2021-09"))
"""A month between months with notices, so that it is missed."""


def split_person() -> Spoil:
    """Put the notice under a second pseudonym of the same person, whose rights keep the first."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        notices, persons = shop.tables[name], shop.tables["persons"]
        place = {person: row for row, person in enumerate(persons["person_id"])}
        found = np.array([place[person] for person in notices["person_id"][chosen]], dtype=int)
        new = rows(persons, found)
        new["person_id"] = shop.new_keys("person_id", len(chosen))
        shop.note(name, rows(notices, chosen))
        notices["person_id"][chosen] = new["person_id"]
        shop.add("persons", found, new)

    return Spoil(act, column="person_id")


def merge_persons() -> Spoil:
    """Deliver two persons under the pseudonym of one of them, in every table."""

    def pick(shop: Workshop, size: int) -> Column:
        # Two for each: a chosen row and the next one chosen become one person.
        struck = [part.rows["person_id"] for part in shop.struck if "person_id" in part.rows]
        persons = shop.tables["persons"]["person_id"]
        whole = np.flatnonzero(shop.free["persons"] & ~is_one_of(persons, np.concatenate(struck)))
        return shop.draw.generator.permutation(whole)[: 2 * size]

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        persons = shop.tables[name]["person_id"]
        kept, given_up = persons[chosen[::2]], persons[chosen[1::2]]
        becomes = dict(zip(given_up, kept, strict=True))
        for table in shop.tables.values():
            if "person_id" in table:
                column = table["person_id"]
                for row in np.flatnonzero(is_one_of(column, given_up)):
                    column[row] = becomes[column[row]]

    return Spoil(act, column="person_id", pick=pick)


def lose_month(group: str) -> Spoil:
    """Leave out the notices of one month to the people of one group."""

    def pick(shop: Workshop, size: int) -> Column:
        notices, rights = shop.tables["notices"], shop.tables["residence_rights"]
        month = MONTHS[int(shop.whole.generator.integers(0, len(MONTHS)))]
        lost = shop.free["notices"] & (notices["notice_date"].astype("datetime64[M]") == month)
        of_group = rights["person_id"][rights["migrant_group"] == group]
        lost[lost] = is_one_of(notices["person_id"][lost], of_group)
        return np.flatnonzero(lost)[:size]

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        shop.lost[name] = chosen

    return Spoil(act, pick=pick)


def date_before_decision(column: str, least: int, most: int) -> Spoil:
    """Write a day some days before the first decision on a right of the person of the row."""

    def pick(shop: Workshop, size: int) -> Column:
        table = shop.tables[shop.table]
        free = shop.free[shop.table] & is_filled(table[column])
        decided = _decided(shop)
        known = np.fromiter((person in decided for person in table["person_id"]), dtype=bool)
        return np.sort(shop.draw.generator.permutation(np.flatnonzero(free & known))[:size])

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        table, decided = shop.tables[name], _decided(shop)
        first = np.array([decided[person] for person in table["person_id"][chosen]])
        table[column][chosen] = first.astype("datetime64[D]") - shop.draw.days_between(
            least, most, len(chosen)
        )

    return Spoil(act, bears=(column,), column=column, pick=pick)


def give_to_child(column: str) -> Spoil:
    """Put the row under the pseudonym of somebody who was under 16 on its day."""

    def find(shop: Workshop, name: str, chosen: Column) -> Column:
        persons, day = shop.tables["persons"], shop.tables[name][column][chosen]
        births = persons["birth_date"].astype(str)
        # Those with a fault of their own may have a day that no calendar has.
        whole = shop.free["persons"] & is_filled(persons["birth_date"])
        whole &= ~np.char.endswith(births, "-00")
        born = np.array(
            [text if known else "NaT" for text, known in zip(births, whole, strict=True)],
            dtype="datetime64[D]",
        )
        # Who is too young on the last of these days was so on each.
        last = np.append(day, np.datetime64("1900-01-01")).max()
        young = years_later(born, DUTY_FROM_AGE) > last
        return np.asarray(young)

    return Spoil(_give(find), column="person_id", bears=(column,))


def give_to_untold() -> Spoil:
    """Put the row under the pseudonym of somebody who was never told of a duty."""

    def find(shop: Workshop, _name: str, _chosen: Column) -> Column:
        persons = shop.tables["persons"]["person_id"]
        return ~is_one_of(persons, shop.tables["notices"]["person_id"])

    return Spoil(_give(find), column="person_id")


def _give(find: Callable[[Workshop, str, Column], Column]) -> Act:
    """The chosen rows go to other persons, without a fault of their own and without such rows."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        persons = shop.tables["persons"]["person_id"]
        may = find(shop, name, chosen) & shop.free["persons"]
        may &= ~is_one_of(persons, shop.tables[name]["person_id"])
        struck = [part.rows["person_id"] for part in shop.struck if "person_id" in part.rows]
        may &= ~is_one_of(persons, np.concatenate(struck))
        others = shop.draw.generator.permutation(np.flatnonzero(may))[: len(chosen)]
        shop.tables[name]["person_id"][chosen[: len(others)]] = persons[others]

    return act


def _decided(shop: Workshop) -> dict[str, np.datetime64]:
    """The first decision of each person of whom one is known."""
    rights = shop.tables["residence_rights"]
    known = np.flatnonzero(~np.isnat(rights["decision_date"]))
    latest_first = known[np.argsort(rights["decision_date"][known], kind="stable")[::-1]]
    days_of = zip(
        rights["person_id"][latest_first], rights["decision_date"][latest_first], strict=True
    )
    return dict(days_of)
