"""``standing``: was the person excluded, exempt, dispensed, or to be obliged.

Sources: Wi2013 arts. 5 and 6, Besluit inburgering 2.3 and 2.8–2.8b; AOW art. 7a (pension age in
2021: 66 years and 4 months); contract, section 2.
"""

import narwhals as nw

from hertoets.facts.calendar import plus_years_and_months
from hertoets.facts.frames import Frame
from hertoets.facts.kleene import any_of, first_that_holds, grade, graded, number, truth
from hertoets.facts.values import place

# Art. 5(2)(a): nationals of the European Union but the Netherlands, the EEA and Switzerland.
FREE_MOVEMENT = [
    "AUT",
    "BEL",
    "BGR",
    "HRV",
    "CYP",
    "CZE",
    "DNK",
    "EST",
    "FIN",
    "FRA",
    "DEU",
    "GRC",
    "HUN",
    "IRL",
    "ITA",
    "LVA",
    "LTU",
    "LUX",
    "MLT",
    "POL",
    "PRT",
    "ROU",
    "SVK",
    "SVN",
    "ESP",
    "SWE",
    "ISL",
    "LIE",
    "NOR",
    "CHE",
]
DUTCH = "NLD"  # naturalised on a day not known: may hold only
PENSION_YEARS, PENSION_MONTHS = 66, 4
DUTY_FROM_YEARS = 16  # art. 5(1)(a)

CLASSES: dict[str, tuple[str, ...]] = {
    "excluded": ("eight_years", "diploma", "treaty", "eu_national", "eu_family", "eu_longterm"),
    "completed": ("completed",),
    "schooling": ("compulsory_education", "follow_on_education"),
    "diploma_a2": ("diploma_a2",),
    "dispensed": ("medical", "effort", "integrated"),
}
LASTING = ("diploma", "eight_years", "completed", "diploma_a2")
"""Once had, these count although they ended since."""


def exemption_grades(exemptions: Frame, people: Frame, reference: int) -> Frame:
    """Grade each class of exemption for each person that has one.

    Parameters
    ----------
    exemptions : narwhals.LazyFrame
        The table ``exemptions``.
    people : narwhals.LazyFrame
        With ``person``, ``test_day``, ``test_day_known``.
    reference : int
        The reference date, ``yyyymmdd``.

    Returns
    -------
    narwhals.LazyFrame
        ``person`` and for each class of `CLASSES` the grade ``has_<class>`` (int32).
    """
    judged = exemptions.join(
        people.select("person", "test_day", "test_day_known"), on="person", how="inner"
    ).with_columns(
        lasting_test=grade(_lasting(nw.col("test_day"), nw.col("test_day_known"))),
        running_test=grade(_running(nw.col("test_day"), nw.col("test_day_known"))),
        lasting_reference=grade(_lasting(number(reference), truth(True))),
        running_reference=grade(_running(number(reference), truth(True))),
    )
    grades = {f"has_{name}": _class_grade(name) for name in CLASSES}
    return (
        judged.select("person", **grades)
        .group_by("person")
        .agg(*(nw.col(name).max() for name in grades))
    )


def with_standing(people: Frame, reference: int) -> Frame:
    """Add the fact ``standing`` (int32) to people joined with `exemption_grades`."""
    # No row in the table means no exemption: that is a fact about the table, not an unknown.
    people = people.with_columns(
        **{f"has_{name}": nw.col(f"has_{name}").fill_null(0) for name in CLASSES}
    )
    born_from, born_to = nw.col("birth_from"), nw.col("birth_to")
    under_16 = graded(
        born_from.fill_null(0) + DUTY_FROM_YEARS * 10000 > reference,
        born_to.is_null() | (born_to.fill_null(0) + DUTY_FROM_YEARS * 10000 > reference),
    )
    people = people.with_columns(by_nationality=_nationality(), pension=_pension(), young=under_16)
    excluded = any_of(nw.col("by_nationality"), nw.col("pension"), nw.col("has_excluded"))
    people = people.with_columns(excluded=excluded)
    steps = {
        "excluded": "excluded",
        "completed": "has_completed",
        "under_16": "young",
        "schooling": "has_schooling",
        "diploma_a2": "has_diploma_a2",
        "dispensed": "has_dispensed",
    }
    fact = first_that_holds(
        [(nw.col(column), place("standing", value)) for value, column in steps.items()],
        otherwise=place("standing", "obligable"),
        unknown=place("standing", "unknown"),
    )
    return people.with_columns(standing=fact)


def _nationality() -> nw.Expr:
    nationality = nw.col("nationality")
    return graded(
        nationality.fill_null("").is_in(FREE_MOVEMENT),
        nationality.is_null() | (nationality.fill_null("") == DUTCH),
    )


def _pension() -> nw.Expr:
    """Aged 66 years and 4 months or over on the test day; an unknown one may lie far back."""

    def reached(born: nw.Expr) -> nw.Expr:
        day = plus_years_and_months(born, PENSION_YEARS, PENSION_MONTHS)
        return (day <= nw.col("test_day")).fill_null(False)

    born_from, born_to = nw.col("birth_from"), nw.col("birth_to")
    return graded(
        nw.col("test_day_known") & reached(born_to), born_from.is_null() | reached(born_from)
    )


def _running(day: nw.Expr, known: nw.Expr) -> nw.Expr:
    """Does it run on the day; of an unknown day only the latest it can be is given."""
    begun = nw.col("valid_from") <= day
    open_end = nw.col("valid_to").is_null() & ~nw.col("valid_to_unknown")
    on_known_day = begun & (open_end | (nw.col("valid_to") >= day))
    return nw.when(known).then(on_known_day).when(~begun).then(truth(False))


def _lasting(day: nw.Expr, known: nw.Expr) -> nw.Expr:
    """Did it begin on or before the day; a known end by then is enough."""
    begun = nw.col("valid_from") <= day
    ended = (nw.col("valid_to") <= day).fill_null(False)
    on_known_day = nw.when(ended).then(truth(True)).otherwise(begun)
    return nw.when(known).then(on_known_day).when(~begun).then(truth(False))


def _class_grade(name: str) -> nw.Expr:
    """Grade one class; an exemption of unknown kind may be of this class, never surely."""
    day = "test" if name == "excluded" else "reference"
    lasting = [kind for kind in CLASSES[name] if kind in LASTING]
    others = [kind for kind in CLASSES[name] if kind not in LASTING]
    kind = nw.col("kind").fill_null("")
    widest = nw.col(f"lasting_{day}" if lasting else f"running_{day}")
    return (
        nw.when(kind.is_in(lasting))
        .then(nw.col(f"lasting_{day}"))
        .when(kind.is_in(others))
        .then(nw.col(f"running_{day}"))
        .when(nw.col("kind").is_null())
        .then(graded(truth(False), widest > 0))
        .otherwise(number(0))
    )
