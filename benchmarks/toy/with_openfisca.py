"""The toy in OpenFisca: a variable for each input and fact, a formula for each rule.

Run by the Python of an environment that holds OpenFisca-Core and not Hertoets. Days are of the
type that OpenFisca has for them, and values of a list are answered by their number: an array of
the values themselves would be turned into numbers one by one.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.toy.rules import (
    ASYLUM,
    DUTY_FROM_AGE,
    INPUTS,
    NEVER,
    PENSION_AGE,
    REFERENCE,
    REGIMES,
)

ON = f"{REFERENCE // 10_000}-{REFERENCE // 100 % 100:02}-{REFERENCE % 100:02}"
UNTOLD = np.datetime64(0, "D")
DAYS = ("decided", "collected", "ends", "born", "told")
FLAGS = ("temporary", "of_eu", "at_school", "dispensed")
PERSON = build_entity(key="person", plural="persons", label="A person", is_person=True)


class Publication(Enum):
    """Where the publication of the right lies."""

    no_right = "no right"
    before = "before"
    after = "after"


class Standing(Enum):
    """What sets a person apart from the duty."""

    obligable = "obligable"
    excluded = "excluded"
    under_16 = "under 16"
    schooling = "schooling"
    dispensed = "dispensed"


GROUNDS = (Standing.excluded, Standing.under_16, Standing.schooling, Standing.dispensed)


class Notice(Enum):
    """When the first notice was sent."""

    no_notice = "no notice"
    before = "before"
    after = "after"


def reference_day(period: Any) -> np.datetime64:
    """The day of a period, as NumPy counts it."""
    return np.datetime64(str(period.start), "D")


def reached(age: int, born: Any, day: np.datetime64) -> Any:
    """Whether an age is reached by a day: by year, and in that year by month and day."""
    last = day.astype("datetime64[Y]") - age
    year = born.astype("datetime64[Y]")
    into = (day - day.astype("datetime64[M]")).astype(int)
    month = born.astype("datetime64[M]").astype(int) % 12
    this_month = day.astype("datetime64[M]").astype(int) % 12
    earlier = (month < this_month) | (
        (month == this_month) & ((born - born.astype("datetime64[M]")).astype(int) <= into)
    )
    return (year < last) | ((year == last) & earlier)


class publication(Variable):  # noqa: N801  OpenFisca names a variable by its class
    value_type, entity, definition_period = Enum, PERSON, DateUnit.DAY
    possible_values, default_value = Publication, Publication.no_right

    def formula(person: Any, period: Any) -> Any:  # noqa: N805  a formula has no self
        day = reference_day(period)
        asylum = person("group", period) == ASYLUM
        qualifies = asylum | ~person("temporary", period)
        published = np.where(asylum, person("decided", period), person("collected", period))
        before = qualifies & (published <= day) & (person("ends", period) >= day)
        return np.select(
            [before, qualifies & (published > day)],
            [Publication.before.index, Publication.after.index],
            Publication.no_right.index,
        )


class standing(Variable):  # noqa: N801
    value_type, entity, definition_period = Enum, PERSON, DateUnit.DAY
    possible_values, default_value = Standing, Standing.obligable

    def formula(person: Any, period: Any) -> Any:  # noqa: N805
        day, born = reference_day(period), person("born", period)
        return np.select(
            [
                person("of_eu", period) | reached(PENSION_AGE, born, day),
                ~reached(DUTY_FROM_AGE, born, day),
                person("at_school", period),
                person("dispensed", period),
            ],
            [ground.index for ground in GROUNDS],
            Standing.obligable.index,
        )


class notice(Variable):  # noqa: N801
    value_type, entity, definition_period = Enum, PERSON, DateUnit.DAY
    possible_values, default_value = Notice, Notice.no_notice

    def formula(person: Any, period: Any) -> Any:  # noqa: N805
        told = person("told", period)
        return np.select(
            [told == UNTOLD, told <= reference_day(period)],
            [Notice.no_notice.index, Notice.before.index],
            Notice.after.index,
        )


class regime(Variable):  # noqa: N801
    value_type, entity, definition_period = int, PERSON, DateUnit.DAY

    def formula(person: Any, period: Any) -> Any:  # noqa: N805
        of, on = person("standing", period), person("publication", period)
        young = (of == Standing.under_16) | (of == Standing.schooling)
        return np.select(
            [
                (on == Publication.no_right) | (of == Standing.excluded),
                on == Publication.after,
                (person("notice", period) == Notice.before) | (of == Standing.obligable),
                young,
            ],
            [REGIMES.index(name) for name in ("none", "wi2021", "wi2013", "wi2021")],
            REGIMES.index("open"),
        )


def system() -> TaxBenefitSystem:
    """The entity with its variables: those of the inputs and those with a formula."""
    rules = TaxBenefitSystem([PERSON])
    for name in INPUTS:
        kind = date if name in DAYS else bool if name in FLAGS else int
        about = {"value_type": kind, "entity": PERSON, "definition_period": DateUnit.DAY}
        rules.add_variable(type(name, (Variable,), about))
    rules.add_variables(publication, standing, notice, regime)
    return rules


def as_days(written: Any) -> Any:
    """Whole numbers such as 20211231 as days; what never came is `UNTOLD`."""
    years = (written // 10_000 - 1970).astype("datetime64[Y]")
    months = years.astype("datetime64[M]") + (written // 100 % 100 - 1)
    days = months.astype("datetime64[D]") + (written % 100 - 1)
    return np.where(written == NEVER, UNTOLD, days)


def main(people: Path, out: Path) -> None:
    """Read the people, write the regime of each."""
    with np.load(people) as columns:
        read = {name: columns[name] for name in INPUTS}
    persons = len(read["group"])
    simulation = SimulationBuilder().build_default_simulation(system(), count=persons)
    for name, values in read.items():
        simulation.set_input(name, ON, as_days(values) if name in DAYS else values)
    np.save(out, simulation.calculate("regime", ON).astype(np.int8))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
