"""Each right of residence: does it qualify, when was it published, does it last to the test day.

Sources: Wi2013 art. 3(1) (qualifying), D1 (publication date), Besluit inburgering 2.2(2)
(bridging); contract, section 2.
"""

import narwhals as nw

from hertoets.facts.calendar import next_day, plus_years
from hertoets.facts.frames import Frame
from hertoets.facts.kleene import MAYBE, SURE, grade, truth
from hertoets.facts.values import DATE_FACTS

BRIDGE_YEARS = 1  # Besluit inburgering 2.2(2): a gap of at most one year

JUDGED = (
    "person",
    "row",
    "migrant_group",
    "qualifies",
    *(column for name in DATE_FACTS for column in (name, f"before_{name}")),
    "end_date",
    "end_date_unknown",
    "lasts_alone",
    "rights",
)

QUALIFIES = nw.col("qualifies")
LASTS_ALONE = nw.col("lasts_alone")


def judge_rights(rights: Frame, people: Frame, reference: int) -> Frame:
    """Judge every right by itself and beside the person's other rights.

    Parameters
    ----------
    rights : narwhals.LazyFrame
        The table ``residence_rights``.
    people : narwhals.LazyFrame
        With ``person``, ``test_day`` and ``test_day_known``.
    reference : int
        The reference date, ``yyyymmdd``.

    Returns
    -------
    narwhals.LazyFrame
        One row a right: ``qualifies``, ``before_<date fact>``, ``lasts``, ``bridges`` (nullable
        booleans), the dates ``publication``, ``decision``, ``effective`` (int32), and ``rights``
        (how many the person has).
    """
    # The key is text, and joining carries it along for nothing.
    rights = rights.drop("right_id")
    alone = (
        rights.join(people.select("person", "test_day", "test_day_known"), on="person", how="inner")
        .with_columns(
            qualifies=nw.col("spiritual_minister") | ~nw.col("temporary_purpose"),
            publication=_publication(),
            decision=nw.col("decision_date"),
            effective=nw.col("effective_date"),
            before_publication=_published_before(reference),
            before_decision=nw.col("decision_date") <= reference,
            before_effective=nw.col("effective_date") <= reference,
            open_end=nw.col("end_date").is_null() & ~nw.col("end_date_unknown"),
            rights=nw.len().over("person"),
        )
        .with_columns(lasts_alone=_lasts_alone())
    )
    alone = alone.select(*JUDGED)
    beside = _beside_others(alone.filter(nw.col("rights") > 1))
    # A right without others beside it has none that joins or bridges it.
    joined = alone.join(beside, on="row", how="left")
    return joined.with_columns(
        lasts=LASTS_ALONE | _answer(nw.col("joined")),
        bridges=~LASTS_ALONE & _answer(nw.col("bridged")),
    )


def _publication() -> nw.Expr:
    """D1: asylum the decision; family and other the document collected.

    Of a right whose group is unknown the date is known only where both dates are the same.
    """
    group, decision = nw.col("migrant_group"), nw.col("decision_date")
    collected = nw.col("document_collected_date")
    return (
        nw.when(group == "asylum")
        .then(decision)
        .when(group.is_in(["family", "other"]))
        .then(collected)
        .when(decision == collected)
        .then(decision)
    )


def _published_before(reference: int) -> nw.Expr:
    """Was the right surely published by then: a document is never collected before its decision."""
    group, decision = nw.col("migrant_group"), nw.col("decision_date")
    collected = nw.col("document_collected_date")
    by_document = group.is_in(["family", "other"])
    return (
        nw.when(group == "asylum")
        .then(decision <= reference)
        .when(by_document & ~collected.is_null())
        .then(collected <= reference)
        .when(by_document & (decision > reference))
        .then(truth(False))
        .when(group.is_null() & (decision <= reference) & (collected <= reference))
        .then(truth(True))
        .when(group.is_null() & (decision > reference))
        .then(truth(False))
    )


def _lasts_alone() -> nw.Expr:
    """Does the right by itself last to the test day; an unknown test day may lie far back."""
    end = nw.col("end_date")
    return (
        nw.when(nw.col("open_end") | (end >= nw.col("test_day")))
        .then(truth(True))
        .when(nw.col("test_day_known") & (end < nw.col("test_day")))
        .then(truth(False))
    )


def _beside_others(rights: Frame) -> Frame:
    """For each right of a person with several: is it joined or bridged by one of the others."""
    ends = rights.select("person", "row", "effective", "end_date")
    others = rights.select(
        "person",
        other_row=nw.col("row"),
        other_qualifies=QUALIFIES,
        other_lasts=LASTS_ALONE,
        other_effective=nw.col("effective"),
    )
    begins, end = nw.col("other_effective"), nw.col("end_date")
    joins = (
        nw.col("other_qualifies")
        & nw.col("other_lasts")
        & (begins > nw.col("effective"))
        & (begins <= next_day(end))
    )
    bridges = nw.col("other_qualifies") & (begins > end) & (begins <= plus_years(end, BRIDGE_YEARS))
    return (
        # many to many within a person: every right against every other
        ends.join(others, on="person", how="inner")
        .filter(nw.col("row") != nw.col("other_row"))
        .select("row", joined=grade(joins), bridged=grade(bridges))
        .group_by("row")
        .agg(nw.col("joined").max(), nw.col("bridged").max())
    )


def _answer(value: nw.Expr) -> nw.Expr:
    """A grade, null where there was nothing to grade, back as a nullable boolean."""
    return (
        nw.when(value == SURE)
        .then(truth(True))
        .when(value.is_null() | (value != MAYBE))
        .then(truth(False))
    )
