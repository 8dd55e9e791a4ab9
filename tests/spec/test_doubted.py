"""The law with what the checks put in doubt unknown: what stays known, case by case.

Source: contract, section 5 ("One basis"). All cases stand in one extract, each person by themselves.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Self

import numpy as np
import polars as pl
import pytest
from hertoets.extract.doubt import Doubt
from hertoets.facts.values import FACTS
from hertoets.outcomes import Comparison

from tests.support.cases import Case, compared, tables_of

AS_OF = date(2022, 12, 31)
HERE, THERE = "GM0363", "GM0599"
HEADLINE = "publication_exceptions"
TABLES = ("registrations", "reception", "data_access", "choices", "plans")


@dataclass
class Doubtful:
    """A person and what is in doubt: tables of which rows may be missing, columns of all rows."""

    case: Case
    missing: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    said: dict[str, object] = field(default_factory=dict)

    def lost(self, *tables: str) -> Self:
        self.missing += tables
        return self

    def odd(self, table: str, *columns: str) -> Self:
        self.values += tuple((table, column) for column in columns)
        return self

    def says(self, **said: object) -> Self:
        self.said = said
        return self


def told_wrongly() -> Case:
    """An asylum holder of before 2022 who was told of the Wi2021 after the reference date."""
    return Case("x").right("asylum", "2021-05-03").notice("2022-01-10", "wi2021", informed=HERE)


def told_rightly() -> Case:
    return (
        Case("x").right("asylum", "2020-02-03").notice("2020-02-10", "wi2013", start="2020-02-03")
    )


def of_2022() -> Case:
    return Case("x").right("asylum", "2022-02-01").notice("2022-03-28", "wi2021", informed=HERE)


def lives(case: Case, municipality: str = HERE) -> Case:
    return case.add(
        "registrations", municipality=municipality, valid_from="2021-06-01", valid_to=""
    )


def stays(case: Case, linked: str = HERE) -> Case:
    return case.add(
        "reception",
        location_municipality=THERE,
        location_kind="azc",
        linked_municipality=linked,
        linked_on="2021-06-01",
        from_date="2021-05-01",
        to_date="",
    )


def seen(case: Case, viewed: str = "false", municipality: str = HERE) -> Case:
    return case.add(
        "data_access",
        municipality=municipality,
        visible_from="2022-01-12",
        visible_to="",
        viewed=viewed,
    )


def offered(case: Case, choice: str = "", chosen: str = "", day: str = "2022-06-01") -> Case:
    return case.add("choices", offered_on=day, choice=choice, chosen_on=chosen)


def of_nationality(case: Case, nationality: str) -> Case:
    case.nationality = nationality
    return case


def born(case: Case, day: str) -> Case:
    case.birth_date = day
    return case


def opted_in(case: Case) -> Case:
    return of_nationality(case, "TUR").exempt("opt_in", "2019-06-01")


NOT_TOLD_OF = {"notice_date": None, "regime_stated": None, "outcome": "unknown"}
EXPECTED = {
    # A notice may be missing.
    "nobody is told for sure, and nobody surely not": Doubtful(Case("x").right("asylum"))
    .lost("notices")
    .says(
        notice="unknown", has_notice="unknown", regime="wi2013", outcome="unknown",
        certainty="unknown", wrong_notice="unknown", told_without_duty="unknown",
        informed="unknown", regime_notice="unknown", start_class="unknown", in_cohort="yes",
    ),
    "an earlier notice leaves who was told before told before": Doubtful(told_rightly())
    .lost("notices")
    .says(notice="before", has_notice="yes", wrong_notice="unknown", regime="wi2013", **NOT_TOLD_OF),
    "who was told after may have been told before": Doubtful(told_wrongly())
    .lost("notices")
    .says(notice="unknown", has_notice="yes", wrong_notice="yes", repair="unknown", **NOT_TOLD_OF),
    "whom the Wi2021 binds gets no wrong notice": Doubtful(of_2022())
    .lost("notices")
    .says(regime="wi2021", wrong_notice="no", repair="not_wronged", start_class="not_applicable"),
    "whom no Act binds may have had a wrong notice": Doubtful(of_nationality(told_rightly(), "DEU"))
    .lost("notices")
    .says(standing="excluded", regime="none", wrong_notice="unknown", outcome="no_duty"),
    "without a notice no duty is told or not told": Doubtful(
        of_nationality(Case("x").right("family", "2020-02-03"), "DEU")
    )
    .lost("notices")
    .says(regime="none", outcome="unknown", duty="no", told_without_duty="unknown"),
    # A right may be missing.
    "a right that makes it before still does": Doubtful(told_rightly())
    .lost("residence_rights")
    .says(publication="before", regime="wi2013", group="unknown", start=None, treaty="none"),
    "a right of after may follow one of before": Doubtful(of_2022())
    .lost("residence_rights")
    .says(publication="unknown", regime="unknown", wrong_notice="unknown"),
    "a Turkish holder may have another right": Doubtful(of_nationality(told_rightly(), "TUR"))
    .lost("residence_rights")
    .says(treaty="unknown", regime="unknown"),
    # An exemption may be missing.
    "any exemption may be missing": Doubtful(told_rightly())
    .lost("exemptions")
    .says(standing="unknown", regime="unknown", publication="before", duty="unknown"),
    "who has the pension age is excluded all the same": Doubtful(born(told_rightly(), "1940-01-01"))
    .lost("exemptions")
    .says(standing="excluded", regime="none"),
    "a Turkish holder may have opted in": Doubtful(of_nationality(told_rightly(), "TUR"))
    .lost("exemptions")
    .says(treaty="unknown"),
    # A registration or a stay may be missing.
    "another registration may have begun later": Doubtful(lives(told_wrongly()))
    .lost("registrations")
    .says(informed="unknown"),
    "a stay decides, whatever the registration": Doubtful(stays(lives(told_wrongly(), THERE)))
    .lost("registrations")
    .says(informed="right", reception_kind="azc"),
    "another stay may decide": Doubtful(stays(told_wrongly()))
    .lost("reception")
    .says(informed="unknown", reception_kind=None),
    "whom no municipality was told of is not informed": Doubtful(lives(told_rightly()))
    .lost("registrations", "reception")
    .says(informed="not_informed"),
    # The portal may have shown more.
    "somebody may have been visible": Doubtful(told_wrongly())
    .lost("data_access")
    .says(breach="unknown", viewed="unknown"),
    "who was visible is, and may have been looked at": Doubtful(seen(told_wrongly()))
    .lost("data_access")
    .says(breach="visible", viewed="unknown"),
    "who was looked at was": Doubtful(seen(told_wrongly(), "true"))
    .lost("data_access")
    .says(breach="viewed", viewed="yes"),
    "the municipality rightly informed may look": Doubtful(lives(of_2022()))
    .lost("data_access")
    .says(breach="no", viewed="unknown", informed="right"),
    "one wrongly informed may have looked": Doubtful(lives(of_2022(), THERE))
    .lost("data_access")
    .says(breach="unknown", informed="wrong_other"),
    # An offer may be missing.
    "somebody may have been offered a choice": Doubtful(told_wrongly())
    .lost("choices")
    .says(was_offered="unknown", regime_by_choice="unknown", choice_default=None, repair="unknown"),
    "a later offer may have been made": Doubtful(offered(told_wrongly(), "wi2013", "2022-06-20"))
    .lost("choices")
    .says(was_offered="yes", regime_by_choice="unknown", choice_default="wi2021", repair="unknown"),
    "a choice that may be missing may give ground": Doubtful(seen(told_wrongly()))
    .lost("choices")
    .says(breach="unknown", viewed="no"),
    # Values in doubt.
    "a notice of any day": Doubtful(told_wrongly())
    .odd("notices", "notice_date")
    .says(
        notice="unknown", has_notice="yes", notice_date=None, regime_stated="wi2021",
        outcome="wrong_regime", wrong_notice="unknown",
    ),
    "of two notices the later one may be the first": Doubtful(
        told_rightly().notice("2022-01-10", "wi2013", start="2020-02-03")
    )
    .odd("notices", "notice_date")
    .says(notice="unknown", regime_stated="wi2013", start_stated=date(2020, 2, 3)),
    "a notice of any Act": Doubtful(told_wrongly())
    .odd("notices", "regime_stated")
    .says(notice="after", outcome="unknown", wrong_notice="unknown", repair="unknown"),
    "a withdrawal on any day": Doubtful(told_wrongly())
    .odd("notices", "withdrawn_on")
    .says(wrong_notice="yes", repair="unknown", repair_days=None),
    "no right tells a nationality that is in doubt": Doubtful(told_rightly())
    .odd("persons", "nationality")
    .says(standing="unknown", treaty="unknown", regime="unknown"),
    "any date of birth": Doubtful(told_rightly())
    .odd("persons", "birth_date")
    .says(standing="unknown", publication="before", start=None),
    "a right that takes effect on any day has no start": Doubtful(told_rightly())
    .odd("residence_rights", "effective_date")
    .says(publication="before", effective="unknown", regime="wi2013", start=None),
    "an end in doubt is not open": Doubtful(told_rightly())
    .odd("residence_rights", "end_date")
    .says(publication="unknown", regime="unknown"),
    "a decision of any day": Doubtful(told_rightly())
    .odd("residence_rights", "decision_date")
    .says(publication="unknown", group="asylum"),
    "of two groups of any day either may be the first": Doubtful(
        told_rightly().right("family", "2021-02-03")
    )
    .odd("residence_rights", "decision_date")
    .says(group="unknown"),
    "a choice to be bound may be another exemption": Doubtful(opted_in(told_rightly()))
    .odd("exemptions", "kind")
    .says(treaty="unknown"),
    "an exemption that may be a choice to be bound": Doubtful(
        of_nationality(told_rightly(), "TUR").exempt("medical", "2019-01-01", "2019-02-01")
    )
    .odd("exemptions", "kind")
    .says(treaty="unknown"),
    "the municipality of a stay may be the one informed": Doubtful(stays(told_wrongly(), THERE))
    .odd("reception", "location_municipality")
    .says(informed="unknown"),
    "whom a notice named may be who looked": Doubtful(seen(lives(of_2022(), THERE)))
    .odd("notices", "municipality_informed")
    .says(informed="unknown", breach="unknown"),
    "any municipality may be the one that looked": Doubtful(
        seen(lives(of_2022(), THERE), municipality=THERE)
    )
    .odd("data_access", "municipality")
    .says(informed="wrong_other", breach="unknown"),
    "a look that is in doubt": Doubtful(seen(told_wrongly(), "true"))
    .odd("data_access", "viewed")
    .says(breach="visible", viewed="unknown"),
    "a choice of any day may give ground": Doubtful(
        seen(offered(told_wrongly(), "wi2021", "2022-06-20"))
    )
    .odd("choices", "chosen_on")
    .says(breach="unknown", repair="chose", repair_days=None, regime_by_choice="wi2021"),
    "a choice in doubt may be none": Doubtful(offered(told_wrongly(), "wi2013", "2022-06-20"))
    .odd("choices", "choice")
    .says(regime_by_choice="unknown", was_offered="yes", repair="unknown"),
    "an offer of any day": Doubtful(offered(told_wrongly(), "wi2013", "2022-06-20"))
    .odd("choices", "offered_on")
    .says(regime_by_choice="wi2013", repair="unknown"),
    "a plan that may have an earlier one": Doubtful(
        of_2022().add("plans", plan_date="2022-05-01", municipality=HERE)
    )
    .lost("plans")
    .says(regime="wi2021", start=None),
    "a row of somebody else is not there": Doubtful(told_wrongly())
    .odd("notices", "person_id")
    .says(has_notice="unknown", notice="unknown", wrong_notice="unknown"),
    "what nobody reads changes nothing": Doubtful(told_wrongly())
    .odd("persons", "sex")
    .says(wrong_notice="yes", outcome="wrong_regime", has_notice="yes"),
}  # fmt: skip


@cache
def doubted() -> Comparison:
    """All cases and, beside each, the same person of whom nothing is in doubt."""
    cases = [one.case.renamed(f"c{number:03d}") for number, one in enumerate(EXPECTED.values())]
    comparison = compared(tables_of(cases, *TABLES), as_of=AS_OF)
    doubts = []
    for number, one in enumerate(EXPECTED.values()):
        person = np.array([number], dtype=np.int32)
        if one.missing:
            doubts.append(Doubt("lost", "persons", missing=one.missing, persons=person))
        for table, column in one.values:
            rows = comparison.tables[table]["person"] == number
            own = rows.arg_true().to_numpy().astype(np.int32)
            doubts.append(Doubt("odd", table, (column,), own))
    return comparison.with_doubts(doubts)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_left_of_it(name: str) -> None:
    row = doubted().doubted.under(HEADLINE).row(list(EXPECTED).index(name), named=True)
    expected = EXPECTED[name].said
    assert {column: row[column] for column in expected} == expected


@pytest.mark.parametrize("name", [name for name, one in EXPECTED.items() if one.values])
def test_the_records_themselves_may_be_true(name: str) -> None:
    place = list(EXPECTED).index(name)
    said, recorded = (
        one.outcomes.row(place, named=True) for one in (doubted().doubted, doubted().people)
    )
    looser = {"not_excluded", "unknown", None}
    differing = {name for name in FACTS if said[name] != recorded[name]}
    assert {said[name] for name in differing} <= looser


def test_both_passes_have_the_same_persons_in_the_same_order() -> None:
    first, second = doubted().people, doubted().doubted
    assert first.told["person_id"].equals(second.told["person_id"])
    assert second.told["person"].to_list() == list(range(len(EXPECTED)))
    assert first.outcomes.columns == second.outcomes.columns


def test_situations_are_counted_over_both_passes_and_equal_ones_have_equal_ids() -> None:
    first, second = doubted().people.situations, doubted().doubted.situations
    assert second["persons"].sum() == len(EXPECTED)
    key = [*FACTS, "regime_stated"]
    both = first.join(second, on=key, how="inner", nulls_equal=True)
    assert len(both)
    assert both["situation_id"].cast(pl.String).equals(both["situation_id_right"].cast(pl.String))
    new = second.join(first, on=key, how="anti", nulls_equal=True)
    assert len(new)
    assert new["situation_id"].n_unique() == len(new)


def test_without_doubts_the_basis_is_the_records() -> None:
    comparison = compared(tables_of([Case("a").right().notice()]))
    assert comparison.basis is comparison
    assert comparison.doubted is comparison.people
    again = comparison.with_doubts([])
    assert again.doubted is comparison.people


def test_a_doubt_about_a_table_that_is_absent_is_passed_over() -> None:
    comparison = compared(tables_of([Case("a").right().notice()]))
    person = np.array([0], dtype=np.int32)
    doubt = Doubt("lost", "persons", missing=("choices",), persons=person)
    assert comparison.with_doubts([doubt]).doubted is comparison.people


@pytest.mark.parametrize(
    ("as_of", "expected"), [(AS_OF, "yes"), (date(2022, 2, 1), "unknown")], ids=["all", "earlier"]
)
def test_a_notice_of_any_day_may_be_later_than_the_run_looks(as_of: date, expected: str) -> None:
    later = Case("b").right().notice("2022-06-01")
    comparison = compared(tables_of([told_wrongly().renamed("a"), later]), as_of=as_of)
    doubt = Doubt("odd", "notices", ("notice_date",), np.array([0], dtype=np.int32))
    assert comparison.with_doubts([doubt]).doubted.told["has_notice"][0] == expected
