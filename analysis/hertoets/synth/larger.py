"""Faults that reach beyond one row: people split or taken together, and a month that is lost.

Each gives a `Spoil`, as those of `hertoets.synth.spoiling` do.
"""

import numpy as np

from hertoets.synth.draws import Column, is_one_of, rows
from hertoets.synth.spoiling import Spoil, Workshop

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
        month = MONTHS[int(shop.draw.generator.integers(0, len(MONTHS)))]
        lost = shop.free["notices"] & (notices["notice_date"].astype("datetime64[M]") == month)
        of_group = rights["person_id"][rights["migrant_group"] == group]
        lost[lost] = is_one_of(notices["person_id"][lost], of_group)
        return np.flatnonzero(lost)[:size]

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        shop.lost[name] = chosen

    return Spoil(act, pick=pick)
