"""The facts of the three dates, ``treaty`` and ``group``: what a person's rights say together.

Sources: Wi2013 art. 3(1), Besluit inburgering 2.2(2), T1 and T2 for Turkish nationals; contract,
section 2.
"""

import narwhals as nw

from hertoets.facts.calendar import OPEN
from hertoets.facts.frames import Frame
from hertoets.facts.kleene import first_that_holds, grade, number
from hertoets.facts.notices import ROOM
from hertoets.facts.values import DATE_FACTS, VALUES, place

TURKISH = "TUR"
TURKISH_ASYLUM_OBLIGED_FROM = 20200501  # T2

MAY_QUALIFY = nw.col("may_qualify")


def rights_by_person(rights: Frame) -> Frame:
    """Gather the judged rights of each person.

    Parameters
    ----------
    rights : narwhals.LazyFrame
        From `judge_rights`.

    Returns
    -------
    narwhals.LazyFrame
        One row for each person with a right: grades ``before_<d>``, ``bridged_<d>``,
        ``after_<d>`` for each date fact d, ``may_qualify``, ``waiting_from`` (int32, the earliest
        known publication date of a right that surely qualifies) and ``waiting_doubt`` (1 where
        some right may have an earlier one).
    """
    qualifies = nw.col("qualifies")
    grades: dict[str, nw.Expr] = {}
    for name in DATE_FACTS:
        before = nw.col(f"before_{name}")
        grades[f"before_{name}"] = grade(qualifies & before & nw.col("lasts"))
        grades[f"bridged_{name}"] = grade(qualifies & before & nw.col("bridges"))
        grades[f"after_{name}"] = grade(qualifies & ~before)
    waiting_from = nw.when(qualifies).then(nw.col("publication"))
    in_doubt = _may(qualifies) & (qualifies.is_null() | nw.col("publication").is_null())
    grades["may_qualify"] = grade(qualifies)
    grades["waiting_doubt"] = in_doubt.cast(nw.Int8)
    rows = rights.select("person", **grades, waiting_from=waiting_from)
    return rows.group_by("person").agg(
        *(nw.col(name).max() for name in grades), nw.col("waiting_from").min()
    )


def date_fact(name: str) -> nw.Expr:
    """Give the fact of one date (int32) of people joined with `rights_by_person`."""
    return first_that_holds(
        [
            (nw.col(f"{value}_{name}"), place(name, value))
            for value in ("before", "bridged", "after")
        ],
        otherwise=place(name, "no_right"),
        unknown=place(name, "unknown"),
    )


def groups(rights: Frame) -> Frame:
    """Give the group of each person: of the right with the earliest decision that may qualify.

    Returns
    -------
    narwhals.LazyFrame
        ``person``, ``group`` (int32).
    """
    may = rights.select("person", "row", "decision", "migrant_group", "qualifies").filter(
        _may(nw.col("qualifies"))
    )
    first = _earliest_decision(may)
    value = nw.col("migrant_group")
    group = nw.when(value == "asylum").then(number(place("group", "asylum")))
    for name in ("family", "other"):
        group = group.when(value == name).then(number(place("group", name)))
    return first.select("person", group=group.otherwise(number(place("group", "unknown"))))


def treaties(rights: Frame, people: Frame) -> Frame:
    """Give what the rights of Turkish nationals say.

    Parameters
    ----------
    rights : narwhals.LazyFrame
        From `judge_rights`.
    people : narwhals.LazyFrame
        With ``person`` and ``nationality``.

    Returns
    -------
    narwhals.LazyFrame
        ``person``, ``turkish_treaty`` (int32), for Turkish nationals with a right that may qualify.
    """
    turkish = people.filter(nw.col("nationality") == TURKISH).select("person")
    theirs = (
        rights.join(turkish, on="person", how="inner")
        .filter(_may(nw.col("qualifies")))
        .with_columns(says=_says())
        .with_columns(
            complete=(
                nw.col("qualifies").fill_null(False)
                & ~nw.col("migrant_group").is_null()
                & ~nw.col("decision").is_null()
            ).cast(nw.Int8),
        )
    )
    unknown = place("treaty", "unknown")
    together = theirs.group_by("person").agg(
        nw.col("says").min().alias("least"),
        nw.col("says").max().alias("most"),
        nw.col("complete").min(),
    )
    first = _earliest_decision(theirs).select("person", first_says=nw.col("says"))
    said = (
        nw.when(nw.col("least") == nw.col("most"))
        .then(nw.col("least"))
        .when(nw.col("complete") == 1)
        .then(nw.col("first_says"))
        .otherwise(number(unknown))
    )
    return together.join(first, on="person", how="inner").select("person", turkish_treaty=said)


def treaty_fact() -> nw.Expr:
    """Give the fact ``treaty`` (int32) of people joined with rights and `treaties`."""
    nationality = nw.col("nationality")
    return (
        nw.when(nw.col("may_qualify").fill_null(0) == 0)
        .then(number(place("treaty", "none")))
        .when(nationality.is_null())
        .then(number(place("treaty", "unknown")))
        .when(nationality != TURKISH)
        .then(number(place("treaty", "none")))
        .otherwise(nw.col("turkish_treaty"))
    )


def _says() -> nw.Expr:
    """What one right says; nothing (unknown) without its group, or without an asylum decision."""
    group, decision = nw.col("migrant_group"), nw.col("decision")
    values = {value: number(place("treaty", value)) for value in VALUES["treaty"]}
    return (
        nw.when(group.is_in(["family", "other"]))
        .then(values["family_or_other"])
        .when((group == "asylum") & (decision >= TURKISH_ASYLUM_OBLIGED_FROM))
        .then(values["asylum_since_may_2020"])
        .when((group == "asylum") & (decision < TURKISH_ASYLUM_OBLIGED_FROM))
        .then(values["asylum_before_may_2020"])
        .otherwise(values["unknown"])
    )


def _may(answer: nw.Expr) -> nw.Expr:
    return answer.is_null() | answer.fill_null(False)


def _earliest_decision(rights: Frame) -> Frame:
    order = nw.col("decision").fill_null(OPEN + 1).cast(nw.Int64) * ROOM + nw.col("row")
    return rights.with_columns(order=order).filter(
        nw.col("order") == nw.col("order").min().over("person")
    )
