"""Reception (COA): stays, kinds of location and the link to a municipality."""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, days, filled, no_dates, rows, stacked, texts
from hertoets.synth.municipalities import Municipalities
from hertoets.synth.parameters import Parameters
from hertoets.synth.persons import People
from hertoets.synth.rights import MainRights

ALLOWANCE_TRIPLED = np.datetime64("2021-03-22")


@dataclass(frozen=True)
class Stays:
    """The stay of each person in reception, one row a person; `arrived` is empty without one.

    A stay has one or two parts, divided by `moved` (empty with one part): the second is another
    kind of location, or the same one under another link (`link_before` holds the first link).
    Municipalities are row numbers, -1 for none. `left` may lie after the delivery.
    """

    arrived: Column
    moved: Column
    left: Column
    location: Column
    location_after: Column
    kind_after: Column
    link: Column
    link_before: Column
    linked_on: Column
    linked_before_on: Column

    def part_on(self, on: Column) -> tuple[Column, Column]:
        """Tell who is on this day in the first and in the second part of a stay."""
        inside = (self.arrived <= on) & (on < self.left)
        second = inside & (self.moved <= on)
        return inside & ~second, second


def draw_stays(
    people: People, main: MainRights, seed: int, numbers: Parameters, places: Municipalities
) -> Stays:
    """Draw the stays of asylum holders; family that joins them never lives in reception.

    Returns
    -------
    Stays
    """
    draw = Draw(seed, "reception")
    count = people.count
    staying = people.asylum & ~people.joins & draw.happens(numbers.number("in_reception"), count)
    arrived = np.minimum(main.effective + draw.days_between(0, 10, count), people.decided)
    arrived[~staying] = np.datetime64("NaT")
    left = people.decided + np.maximum(_weeks(draw, people, numbers), days(10))
    kind = _kind(draw, people, numbers)
    location = places.draw(draw, places.reception, count)
    elsewhere = draw.happens(numbers.number("linked_elsewhere"), count)
    link = np.where(elsewhere, people.home, location)
    linked_on, has_link = _linked_on(draw, people, kind, numbers)
    part = (left - people.decided).astype(int)
    moved = people.decided + days(np.rint(part * (0.1 + 0.5 * draw.generator.random(count))))
    moved[kind == "azc"] = np.datetime64("NaT")
    changed = staying & (kind == "azc") & draw.happens(numbers.number("linked_changed"), count)
    changed_on = linked_on + draw.days_between(10, 60, count)
    changed &= has_link & (changed_on < left)
    moved = np.where(changed, changed_on, moved)
    hosts = places.draw(draw, places.lasting, count)
    near = ~draw.happens(numbers.number("guest_linked_elsewhere"), count)
    near &= np.isnat(places.ends[link])
    after = np.select(
        [kind == "azc", (kind == "logeerregeling") & near, kind == "logeerregeling"],
        [location, link, hosts],
        places.draw(draw, places.reception, count),
    )
    link_before = np.where(changed, places.draw(draw, places.population, count), link)
    nothing = np.full(count, -1)
    return Stays(
        arrived=arrived,
        moved=np.where(staying, moved, np.datetime64("NaT")),
        left=left,
        location=location,
        location_after=after,
        kind_after=kind,
        link=np.where(has_link, link, nothing),
        link_before=np.where(has_link & ~(linked_on >= moved), link_before, nothing),
        linked_on=np.where(changed, changed_on, linked_on),
        linked_before_on=linked_on,
    )


def _weeks(draw: Draw, people: People, numbers: Parameters) -> Column:
    median = np.empty(people.count)
    year = people.decided.astype("datetime64[Y]")
    for label, weeks in numbers.table("leaving_reception_weeks").items():
        median[year == np.datetime64(label, "Y")] = 7 * weeks
    return draw.days_around(median, numbers.number("leaving_reception_spread"), people.count)


def _kind(draw: Draw, people: People, numbers: Parameters) -> Column:
    share = numbers.table("location_kind")
    guest = np.where(
        people.decided < ALLOWANCE_TRIPLED,
        share["logeerregeling_before"],
        share["logeerregeling_from"],
    )
    position = draw.generator.random(people.count)
    kinds = texts(["logeerregeling", "other", "azc"])
    return kinds[np.where(position < guest, 0, np.where(position < guest + share["other"], 1, 2))]


def _linked_on(
    draw: Draw, people: People, kind: Column, numbers: Parameters
) -> tuple[Column, Column]:
    late = numbers.table("linked_late")
    count = people.count
    norm = int(late["norm_days"])
    after = np.where(
        draw.happens(late["share"], count),
        draw.days_between(norm + 1, int(late["late_days"]), count),
        draw.days_between(0, norm, count),
    )
    shares = numbers.table("linked")
    has_link = np.zeros(count, dtype=bool)
    for name, share in shares.items():
        chosen = kind == name
        has_link[chosen] = draw.happens(share, int(chosen.sum()))
    linked_on = people.decided + after
    has_link &= linked_on <= numbers.day("delivered_on")
    return np.where(has_link, linked_on, np.datetime64("NaT")), has_link


def reception_table(stays: Stays, numbers: Parameters, places: Municipalities) -> Columns:
    """Write the stays as rows of `reception`, with `person` (row number) for the person."""
    delivered = numbers.day("delivered_on")
    count = len(stays.arrived)
    one_part = np.isnat(stays.moved)
    azc = filled("azc", count)
    same = stays.location == stays.location_after
    first: Columns = {
        "person": np.arange(count),
        "location_municipality": places.code_on(stays.location, stays.arrived),
        "location_kind": azc,
        "linked_municipality": places.code_on(
            np.where(one_part, stays.link, stays.link_before), stays.linked_before_on
        ),
        "linked_on": np.where(
            np.where(one_part, stays.link, stays.link_before) < 0,
            np.datetime64("NaT"),
            stays.linked_before_on,
        ),
        "from_date": stays.arrived,
        "to_date": np.where(one_part, stays.left, stays.moved),
    }
    second: Columns = {
        "person": np.arange(count),
        "location_municipality": places.code_on(stays.location_after, stays.moved),
        "location_kind": np.where(same, azc, stays.kind_after),
        "linked_municipality": places.code_on(stays.link, stays.linked_on),
        "linked_on": np.where(stays.link < 0, np.datetime64("NaT"), stays.linked_on),
        "from_date": stays.moved,
        "to_date": stays.left,
    }
    staying = ~np.isnat(stays.arrived)
    table = stacked([rows(first, staying), rows(second, staying & ~one_part)])
    table = rows(table, table["from_date"] <= delivered)
    table["to_date"] = np.where(table["to_date"] <= delivered, table["to_date"], no_dates(1))
    return table
