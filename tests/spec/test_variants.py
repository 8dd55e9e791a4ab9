"""What would decide about a person: one unknown settled at a time.

Source: contract, section 5 ("Why undecided").
"""

from datetime import date
from functools import cache

import numpy as np
import polars as pl
import pytest
from hertoets.extract import schema
from hertoets.extract.cells import TYPED
from hertoets.extract.doubt import Doubt
from hertoets.outcomes import Comparison
from hertoets.outcomes.tried import MOST, READ_WHERE, is_used
from hertoets.outcomes.variants import Variants, settle

from tests.support.cases import Case, compared, tables_of
from tests.support.doubts import drawn, judged

HEADLINE = "publication_exceptions"
AS_OF = date(2022, 12, 31)


def settled(*cases: Case, doubts: tuple[Doubt, ...] = ()) -> tuple[Comparison, Variants]:
    named = [case.renamed(f"c{number}") for number, case in enumerate(cases)]
    comparison = compared(tables_of(named, "choices", "data_access"), as_of=AS_OF)
    persons = np.arange(len(cases), dtype=np.int32)
    return comparison, settle(comparison, doubts, persons)


def said(variants: Variants, person: int, column: str) -> dict[str, set[object]]:
    """By cause of a person what a column may then say."""
    people = variants.comparison.people.under(HEADLINE)
    answers = variants.of.cast({"cause": pl.String}).hstack(people.select(column))
    own = answers.filter(pl.col("person") == person).group_by("cause").agg(column)
    return {cause: set(values) for cause, values in own.rows()}


def lost_notice(person: int) -> Doubt:
    return Doubt(
        "told_evenly", "persons", missing=("notices",), persons=np.array([person], dtype=np.int32)
    )


def odd_notice_date(row: int) -> Doubt:
    return Doubt("after_decision", "notices", ("notice_date",), np.array([row], dtype=np.int32))


def family(decision: str = "2021-12-01", collected: str = "") -> Case:
    return Case("x").right("family", decision, collected=collected).notice("2022-02-01")


def test_the_missing_date_decides_the_act() -> None:
    _, variants = settled(family())
    by_cause = said(variants, 0, "regime")
    assert by_cause["missing:residence_rights.document_collected_date"] == {"wi2013", "wi2021"}


def test_a_cell_that_is_known_is_no_cause() -> None:
    _, variants = settled(family(collected="2021-12-20"))
    # Whether it is family of an asylum holder is not known; what was not stated is not either.
    assert set(said(variants, 0, "regime")) == {
        "missing:residence_rights.family_of_asylum",
        "missing:notices.term_end_stated",
    }


def test_a_value_that_cannot_be_beside_what_is_known_is_not_tried() -> None:
    _, variants = settled(family("2022-01-05"))
    by_cause = said(variants, 0, "publication")
    assert by_cause["missing:residence_rights.document_collected_date"] == {"after"}


def test_the_check_that_doubts_is_the_cause() -> None:
    told = Case("x").right("asylum", "2021-05-03").notice("2022-01-10")
    comparison, variants = settled(told, doubts=(odd_notice_date(0),))
    assert said(variants, 0, "wrong_notice")["doubt:after_decision"] == {"yes"}
    assert comparison.people.under(HEADLINE)["wrong_notice"].to_list() == ["yes"]


def test_while_one_check_is_left_out_the_others_hold() -> None:
    told = Case("x").right("asylum", "2021-05-03").notice("2020-01-10", "wi2013")
    _, variants = settled(told, doubts=(odd_notice_date(0), lost_notice(0)))
    by_cause = said(variants, 0, "notice")
    assert by_cause == {
        "doubt:after_decision": {"before"},
        "doubt:told_evenly": {"unknown"},
        "missing:notices.term_end_stated": {"unknown"},
    }


def test_two_checks_on_one_value_are_no_cause_each() -> None:
    told = Case("x").right("asylum", "2021-05-03").notice("2022-01-10")
    twice = (
        odd_notice_date(0),
        Doubt("again", "notices", ("notice_date",), np.array([0], np.int32)),
    )
    _, variants = settled(told, doubts=twice)
    by_cause = said(variants, 0, "notice")
    assert by_cause["doubt:after_decision"] == by_cause["doubt:again"] == {"unknown"}


def test_two_unknowns_of_two_columns_are_settled_one_at_a_time() -> None:
    case = family()
    case.nationality = ""
    _, variants = settled(case)
    assert {"unknown"} == set.union(*said(variants, 0, "regime").values()) - {"none"}


def test_a_person_without_any_right_may_have_one() -> None:
    _, variants = settled(Case("x").notice("2022-02-01"))
    answers = said(variants, 0, "publication")["missing:residence_rights"]
    assert answers == {"before", "after", "no_right"}


def at_school_by(birth_date: str) -> Case:
    return Case("x", birth_date=birth_date).right("asylum", "2021-05-03").notice("2022-02-01")


def test_a_row_on_school_decides_of_who_was_16_or_17_without_one() -> None:
    _, variants = settled(at_school_by("2004-01-01"))
    assert said(variants, 0, "standing")["missing:exemptions"] == {"obligable", "schooling"}
    assert said(variants, 0, "regime")["missing:exemptions"] == {"wi2013", "wi2021"}


@pytest.mark.parametrize("birth_date", ["1990-05-15", "2008-01-01"])
def test_of_nobody_else_a_row_on_school_is_missing(birth_date: str) -> None:
    _, variants = settled(at_school_by(birth_date))
    assert "missing:exemptions" not in said(variants, 0, "standing")


def test_whose_school_is_on_record_lacks_no_row_on_it() -> None:
    case = at_school_by("2004-01-01").exempt("compulsory_education", "2009-01-01", "2020-07-01")
    _, variants = settled(case)
    assert "missing:exemptions" not in said(variants, 0, "standing")


def test_a_birth_date_known_in_part_is_tried_within_it() -> None:
    case = Case("x", birth_date="2005-00-00").right("asylum", "2021-05-03").notice("2022-02-01")
    _, variants = settled(case)
    answers = said(variants, 0, "from_16")["missing:persons.birth_date"]
    assert answers == {date(2021, 1, 1), date(2021, 7, 2), date(2021, 12, 31)}


def test_persons_stand_beside_their_causes_in_order() -> None:
    _, variants = settled(family(), family())
    people = variants.comparison.people.told
    assert len(people) == len(variants.of)
    named = variants.of["person"].cast(pl.String)
    assert people["person_id"].str.strip_prefix("c").equals(named)


def test_nobody_asked_nobody_judged() -> None:
    comparison = compared(tables_of([family().renamed("a")]))
    variants = settle(comparison, (), np.empty(0, dtype=np.int32))
    assert len(variants.of) == len(variants.comparison.people.told) == 0


@pytest.mark.parametrize("seed", [700, 701])
def test_no_cause_has_more_tries_than_the_most(seed: int) -> None:
    comparison = drawn(seed, 60)
    everybody = np.arange(len(comparison.tables["persons"]), dtype=np.int32)
    variants = settle(comparison, (), everybody)
    tries = variants.of.group_by("person", "cause").len()
    assert tries["len"].max() <= MOST
    assert variants.of["cause"].n_unique() > 20


SEEDS = (700, 701, 702, 703)


@cache
def seeded(seed: int) -> Comparison:
    return drawn(seed, 120)


def blanked(comparison: Comparison, table: str, column: str, where: pl.Expr) -> Comparison:
    """The same extract, a column unknown in some rows."""
    rows = comparison.tables[table]
    names = TYPED.get(column, (column,))
    unknown = rows.with_columns(pl.when(~where).then(name).alias(name) for name in names)
    tables = {**comparison.tables, table: unknown}
    extract = type(comparison.extract)(**{**vars(comparison.extract), "tables": tables})
    return judged(comparison, extract)


def changes(table: str, column: str, where: pl.Expr) -> bool:
    for seed in SEEDS:
        before = seeded(seed)
        after = blanked(before, table, column, where)
        if not before.people.outcomes.equals(after.people.outcomes, null_equal=True):
            return True
        one, other = (comparison.guidance(HEADLINE) for comparison in (before, after))
        if one is not None and not one.equals(other):
            return True
    return False


READ = [
    (table, column.name)
    for table in schema()
    for column in schema()[table].columns
    if column.type != "text" and table != "guidance_counts"
]


@pytest.mark.parametrize(("table", "column"), READ, ids=lambda one: str(one))
def test_a_column_is_tried_where_the_outcomes_read_it(table: str, column: str) -> None:
    where = READ_WHERE.get((table, column), pl.lit(True))
    nowhere = (table, column) in (("plans", "municipality"), ("persons", "sex"))
    assert changes(table, column, where) == (is_used(column) and not nowhere)


@pytest.mark.parametrize(("table", "column"), READ_WHERE, ids=lambda one: str(one))
def test_a_column_is_read_in_no_other_row(table: str, column: str) -> None:
    assert not changes(table, column, ~READ_WHERE[table, column])
