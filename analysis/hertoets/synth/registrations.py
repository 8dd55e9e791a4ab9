"""Registrations (BRP): at the reception address, with a host, at home, and after a move."""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, days, no_dates, rows, stacked
from hertoets.synth.municipalities import Municipalities
from hertoets.synth.parameters import Parameters
from hertoets.synth.persons import People
from hertoets.synth.reception import Stays


@dataclass(frozen=True)
class Registered:
    """Where each person is registered after reception, one row a person.

    `home` and `moved_to` are municipalities (row numbers); `moved_on` is empty for who stayed.
    """

    home: Column
    moved_on: Column
    moved_to: Column


def draw_registrations(
    people: People, stays: Stays, seed: int, numbers: Parameters, places: Municipalities
) -> tuple[Registered, Columns]:
    """Draw the registrations of everyone.

    Returns
    -------
    Registered
        One row a person.
    dict of columns
        The table `registrations` with `person` (row number) and `home` (bool): not at an
        address of reception. `home` is for the generator only.
    """
    draw = Draw(seed, "registrations")
    count = people.count
    delivered = numbers.day("delivered_on")
    never = draw.happens(numbers.number("never_registered"), count)
    first = np.where(
        people.asylum,
        people.decided + _late(draw, people, numbers),
        people.decided + draw.days_between(-30, 45, count),
    )
    inside = ~np.isnat(stays.arrived)
    at_home = np.where(
        inside, np.maximum(first, stays.left + draw.days_between(0, 2, count)), first
    )
    move = at_home + draw.days_between(60, 900, count)
    move[~draw.happens(numbers.number("moves"), count)] = np.datetime64("NaT")
    guest = inside & (stays.kind_after == "logeerregeling")
    host = stays.moved + draw.days_between(0, 5, count)
    host[~(guest & draw.happens(numbers.number("guest_registered"), count))] = np.datetime64("NaT")
    host[host >= stays.left] = np.datetime64("NaT")
    until = np.where(guest, stays.moved, stays.left)
    reception = np.where(inside & (first < until), first, np.datetime64("NaT"))
    moved_to = places.draw(draw, places.population, count)
    home = np.where(inside & (stays.link >= 0), stays.link, people.home)
    # Registered where one lives: a stay of two parts may already be in its second.
    address = np.where(reception >= stays.moved, stays.location_after, stays.location)
    steps = [
        (reception, address),
        (host, stays.location_after),
        (at_home, home),
        (move, moved_to),
    ]
    kept = []
    for begins, municipality in steps:
        begins = np.where(never | (begins > delivered), np.datetime64("NaT"), begins)
        kept.append((begins, municipality))
    registered = Registered(home, kept[3][0], moved_to)
    return registered, _split_at_mergers(_spells(kept), places)


def _late(draw: Draw, people: People, numbers: Parameters) -> Column:
    weeks = numbers.table("registered_after_weeks")
    median = np.empty(people.count)
    year = people.decided.astype("datetime64[Y]")
    for label, value in weeks.items():
        if label != "most":
            median[year == np.datetime64(label, "Y")] = 7 * value
    late = draw.days_around(median, 0.7, people.count)
    return np.minimum(late, days(int(7 * weeks["most"])))


def _spells(steps: list[tuple[Column, Column]]) -> Columns:
    """Turn the steps of each person into spells: one ends on the day the next begins."""
    count = len(steps[0][0])
    ends = no_dates(count)
    tables: list[Columns] = []
    for number, (begins, municipality) in reversed(list(enumerate(steps))):
        present = ~np.isnat(begins)
        spell: Columns = {
            "person": np.arange(count),
            "place": municipality,
            "valid_from": begins,
            "valid_to": ends,
            "home": np.full(count, number >= 2),
        }
        tables.append(rows(spell, present))
        ends = np.where(present, begins, ends)
    return stacked(tables[::-1])


def _split_at_mergers(spells: Columns, places: Municipalities) -> Columns:
    """Continue under the new code from the day on which a municipality ended."""
    ends = places.ends[spells["place"]]
    lasts = np.isnat(spells["valid_to"]) | (spells["valid_to"] > ends)
    cut = (spells["valid_from"] < ends) & lasts
    after = rows(spells, cut)
    after["valid_from"] = ends[cut]
    spells["valid_to"] = np.where(cut, ends, spells["valid_to"])
    table = stacked([spells, after])
    table["municipality"] = places.code_on(table.pop("place"), table["valid_from"])
    return table
