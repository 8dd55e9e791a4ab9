"""The crowd: persons counted by what they are alike in, as if each were judged alone."""

from collections import Counter

import polars as pl
import pytest
from hertoets.outcomes import Comparison

from tests.support.cases import Case, compared, tables_of

HEADLINE = "publication_exceptions"
ALIKE = (
    "group", "notice", "regime_stated", "regime", "outcome", "duty", "wrong_notice",
    "in_cohort", "start_class", "term_class", "start_shift_days", "waited", "waited_days",
    "waiting", "breach", "informed", "certainty", "regime_by_choice",
)  # fmt: skip

PEOPLE = (
    Case("wronged").right().notice(),
    Case("told of the old Act").right().notice("2021-06-01", "wi2013", start="2021-05-13"),
    Case("rightly told").right(decision="2022-02-01").notice("2022-03-10"),
    Case("told early").right().notice("2018-03-01", "wi2013"),
    Case("started early").right(decision="2018-05-03").notice(start=""),
    Case("no start known").right(decision="2022-02-01").notice(start=""),
    Case("told nothing").right(),
    Case("told nothing of long ago").right(decision="2018-05-03"),
    Case("may be wronged").right(decision="").notice(),
)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(tables_of(PEOPLE))


@pytest.mark.parametrize("reading", [HEADLINE, "effective", "notice"])
def test_a_crowd_counts_what_each_person_is_when_judged_alone(
    reading: str, comparison: Comparison
) -> None:
    one_by_one = comparison.under(reading)[list(ALIKE)].astype(object)
    rows = one_by_one.where(one_by_one.notna(), None).itertuples(index=False, name=None)
    crowd = comparison.crowds(ALIKE, readings=[reading])[reading]
    counted = {row[:-1]: row[-1] for row in crowd.select(*ALIKE, "persons").rows()}
    assert counted == Counter(rows)


def test_who_has_no_known_start_is_counted_apart_from_whose_start_lies_elsewhere(
    comparison: Comparison,
) -> None:
    found = comparison.crowds(("in_cohort",), readings=[HEADLINE])[HEADLINE]
    assert dict(found.select("in_cohort", "persons").rows()) == {"yes": 4, "no": 2, "unknown": 3}


def test_a_month_is_that_of_the_stated_start_or_else_of_the_lawful_one(
    comparison: Comparison,
) -> None:
    found = comparison.crowds(("cohort_month",), readings=[HEADLINE])[HEADLINE]
    months = {str(month): persons for month, persons in found.rows()}
    assert months == {
        "2018-03-01": 1,  # told early
        "2018-05-01": 2,  # by law: started early, told nothing of long ago
        "2021-05-01": 2,  # told of the old Act; by law: told nothing
        "2022-01-01": 2,  # wronged, may be wronged
        "2022-03-01": 1,  # rightly told
        "None": 1,
    }


def test_rows_of_persons_are_counted_in_the_stead_of_persons(comparison: Comparison) -> None:
    people = sorted(case.name for case in PEOPLE)
    seen = [people.index(name) for name in ("wronged", "wronged", "rightly told", "told nothing")]
    beside = pl.DataFrame({"person": seen, "by": ["here", "there", "here", "here"]})
    found = comparison.crowds(("regime", "regime_stated"), beside, [HEADLINE])[HEADLINE]
    assert set(found.select("by", "regime", "regime_stated", "persons").rows()) == {
        ("here", "wi2013", None, 1),
        ("here", "wi2013", "wi2021", 1),
        ("here", "wi2021", "wi2021", 1),
        ("there", "wi2013", "wi2021", 1),
    }
