"""Who the people are: group, day of decision, sex, age and nationality."""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, days, filled, no_dates, texts, workday
from hertoets.synth.legal import FREE_MOVEMENT
from hertoets.synth.municipalities import Municipalities
from hertoets.synth.parameters import Parameters


@dataclass(frozen=True)
class People:
    """The people that are drawn, one row a person; all columns have the same length.

    `birth` is the true day, `birth_date` the text that the register holds of it; `home` the
    municipality (row number) where a person settles; `joins` family of a status holder with an
    asylum right, `of_asylum` such family with a regular permit; `was` the true nationality as an
    alien, also where the register lacks or has replaced it, and `dutch_since` the true day of
    naturalisation, empty for who still is one.
    """

    group: Column
    joins: Column
    of_asylum: Column
    decided: Column
    birth: Column
    birth_date: Column
    sex: Column
    nationality: Column
    home: Column
    was: Column
    dutch_since: Column
    former_nationality: Column
    dutch_since_registered: Column

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.group)

    @property
    def asylum(self) -> Column:
        """Who holds an asylum right."""
        return np.asarray(self.group == "asylum")

    @property
    def eu(self) -> Column:
        """Who has the nationality of an EU or EEA state or Switzerland."""
        return np.isin(self.was.astype(str), FREE_MOVEMENT)

    @property
    def turkish(self) -> Column:
        """Who has, or had before the Dutch one, the Turkish nationality."""
        return np.asarray(self.was == "TUR")

    @property
    def as_asylum(self) -> Column:
        """Who holds an asylum right, or a permit for stay with someone who does."""
        return np.asarray(self.asylum | self.of_asylum)

    def table(self) -> Columns:
        """The table `persons`, with what only the generator knows of them.

        Returns
        -------
        dict of columns
            Besides the table's own: `birth` and `was` as in this class, and `now`, `former`,
            `since`: nationality, former one and naturalisation if the register knew everything.
        """
        naturalised = ~np.isnat(self.dutch_since)
        return {
            "birth_date": self.birth_date,
            "sex": self.sex,
            "nationality": self.nationality,
            "former_nationality": self.former_nationality,
            "dutch_since": self.dutch_since_registered,
            "birth": self.birth,
            "was": self.was,
            "now": np.where(naturalised, texts(["NLD"]), self.was),
            "former": np.where(naturalised, self.was, texts([None])),
            "since": self.dutch_since,
        }


def draw_people(count: int, seed: int, numbers: Parameters, places: Municipalities) -> People:
    """Draw people from the yearly numbers by group, with their characteristics.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        The seed of the extract.
    numbers : Parameters
        See ``parameters.toml``.
    places : Municipalities
        Where they settle, by population.

    Returns
    -------
    People
    """
    draw = Draw(seed, "persons")
    group, decided = _group_and_day(draw, count, numbers)
    asylum = group == "asylum"
    joins = asylum & draw.happens(numbers.number("family_of_asylum"), count)
    regular = Draw(seed, "family of asylum").happens(
        numbers.number("family_of_asylum_regular"), count
    )
    birth = _birth(draw, group, decided, numbers)
    men = _by_group(group, numbers.table("sex_men"))
    sex = np.where(draw.happens(men, count), texts(["m"]), texts(["f"]))
    sex[draw.happens(numbers.number("sex_x"), count)] = "x"
    birth_date = _as_registered(draw, group, birth, numbers)
    nationality, was = _nationality(draw, group, seed, numbers)
    since, former, registered = _naturalisation(was, group, decided, seed, numbers)
    return People(
        group=group,
        joins=joins,
        of_asylum=(group == "family") & regular,
        decided=decided,
        birth=birth,
        birth_date=birth_date,
        sex=sex,
        nationality=np.where(np.isnat(since), nationality, texts(["NLD"])),
        home=places.draw(draw, places.population, count),
        was=was,
        dutch_since=since,
        former_nationality=former,
        dutch_since_registered=registered,
    )


def _by_group(group: Column, values: dict[str, float]) -> Column:
    column = np.empty(len(group))
    for name, value in values.items():
        column[group == name] = value
    return column


def _group_and_day(draw: Draw, count: int, numbers: Parameters) -> tuple[Column, Column]:
    first = np.datetime64(numbers.raw("first_month"), "M")
    last = np.datetime64(numbers.raw("last_month"), "M")
    months = np.arange(first, last + 1)
    groups = ("asylum", "family", "other")
    profile = numbers.raw("month_profile")
    calendar = [(str(month)[:4], int(str(month)[5:])) for month in months]
    weights = [
        numbers.table(f"{group}_a_year")[year] * profile[year][month - 1]
        for group in groups
        for year, month in calendar
    ]
    cell = draw.index(np.array(weights), count)
    group = texts(list(groups))[cell // len(months)]
    start = months[cell % len(months)]
    length = ((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(int)
    day = start.astype("datetime64[D]") + draw.days_between(0, length - 1, count)
    return group, workday(day)


def _birth(draw: Draw, group: Column, decided: Column, numbers: Parameters) -> Column:
    count = len(group)
    age = np.empty(count)
    for name, chosen in (("ages_asylum", group == "asylum"), ("ages_family", group != "asylum")):
        bands = numbers.table(name)
        band = draw.code(bands, int(chosen.sum()))
        least = np.array([float(label.split("-")[0]) for label in band])
        most = np.array([float(label.split("-")[1]) + 1 for label in band])
        age[chosen] = least + (most - least) * draw.generator.random(len(band))
    birth = decided - days(np.ceil(age * 365.2425))
    heaped = draw.happens(_by_group(group, numbers.table("birth_first_of_january")), count)
    first = birth.astype("datetime64[Y]").astype("datetime64[D]")
    return np.where(heaped, first, birth)


def _as_registered(draw: Draw, group: Column, birth: Column, numbers: Parameters) -> Column:
    text = np.datetime_as_string(birth).astype(object)
    partial = draw.happens(_by_group(group, numbers.table("birth_unknown_parts")), len(group))
    chosen = np.flatnonzero(partial)
    only_year = draw.happens(0.5, len(chosen))
    text[chosen] = [
        f"{text[row][:4]}-00-00" if year else f"{text[row][:7]}-00"
        for row, year in zip(chosen, only_year, strict=True)
    ]
    return text


def _nationality(
    draw: Draw, group: Column, seed: int, numbers: Parameters
) -> tuple[Column, Column]:
    """The nationality in the register, and the true one (Q21)."""
    count = len(group)
    nationality = np.empty(count, dtype=object)
    asylum = group == "asylum"
    for name, chosen in (("nationality_asylum", asylum), ("nationality_family", ~asylum)):
        nationality[chosen] = draw.code(numbers.table(name), int(chosen.sum()))
    rest = np.flatnonzero(nationality == "rest")
    tail = texts(numbers.raw("nationality_rest"))
    nationality[rest] = tail[draw.generator.integers(0, len(tail), len(rest))]
    was = nationality.copy()
    lost = np.flatnonzero(nationality == "unknown")
    was[lost] = tail[Draw(seed, "nationality").generator.integers(0, len(tail), len(lost))]
    nationality[lost] = None
    eu = draw.happens(_by_group(group, numbers.table("nationality_eu")), count)
    nationality[eu] = texts(FREE_MOVEMENT)[
        draw.generator.integers(0, len(FREE_MOVEMENT), int(eu.sum()))
    ]
    was[eu] = nationality[eu]
    return nationality, was


def _naturalisation(
    was: Column, group: Column, decided: Column, seed: int, numbers: Parameters
) -> tuple[Column, Column, Column]:
    """The true day of naturalisation, and former nationality and day as the register has them.

    What the register lacks of someone naturalised is fault Q21.
    """
    draw = Draw(seed, "naturalisation")
    count = len(was)
    delivered = numbers.day("delivered_on")
    least = int(numbers.number("naturalised_after_days"))
    room = (delivered - decided).astype(int) - least
    happens = (room >= 0) & draw.happens(_by_group(group, numbers.table("naturalised")), count)
    since = decided + draw.days_between(least, least + np.maximum(room, 0), count)
    since = np.where(happens, since, no_dates(count))
    known = numbers.table("naturalised_recorded")
    former = np.where(
        happens & draw.happens(known["former_nationality"], count), was, filled(None, count)
    )
    dated = draw.happens(known["dutch_since"], count)
    return since, former, np.where(dated, since, no_dates(count))
