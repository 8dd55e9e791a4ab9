"""Why somebody is undecided (contract, section 5): of whom, by which cause, figure by figure."""

import numpy as np
import polars as pl
import pytest
from hertoets.extract import read_extract
from hertoets.findings import Findings, find, load_definitions
from hertoets.findings.causes import SEVERAL
from hertoets.law import load_law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.quality import assess
from hertoets.synth import write_synthetic_extract

from tests.support.cases import Case, compared, tables_of

HEADLINE = Settings().headline


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Of an extract that is large enough for doubts."""
    folder = tmp_path_factory.mktemp("causes") / "extract"
    write_synthetic_extract(folder, persons=1_200, seed=5)
    extract = read_extract(folder)
    assessment = assess(extract)
    comparison = compare(extract, load_law(None), Settings()).with_doubts(assessment.doubts)
    return find(comparison, assessment)


def undecided(comparison: Comparison, name: str) -> dict[str, int]:
    found = find(comparison).findings[name].undecided
    return {cause: persons for cause, persons in found.items() if persons}


@pytest.mark.parametrize("name", [n for n, one in load_definitions().items() if one.who])
def test_exactly_those_between_the_bounds_have_a_cause(name: str, found: Findings) -> None:
    basis, definition = found.basis, load_definitions()[name]
    assert basis is not None
    between = [basis.mask(base) for _, base in definition.at_most(HEADLINE).terms]  # type: ignore[arg-type]
    surely = [basis.mask(base) for _, base in definition.surely(HEADLINE).terms]  # type: ignore[arg-type]
    asked = np.flatnonzero((between[0] & ~surely[0])[basis.profiles.of_persons])
    told = found.causes.filter(pl.col("finding") == name)
    assert told["person"].unique().sort().to_list() == asked.tolist()
    assert not told.select("person", "cause").is_duplicated().any()
    figure = found.findings[name]
    assert sum(figure.undecided.values()) >= int(figure.upper or 0) - int(figure.lower or 0)
    alone = told.filter(pl.col("cause") != SEVERAL)["person"]
    assert not set(alone) & set(told.filter(pl.col("cause") == SEVERAL)["person"])


def test_the_table_counts_the_persons_of_each_figure_and_cause(found: Findings) -> None:
    table = found.tables["undecided"]
    at = [table.position(name) for name in ("id", "code", "persons")]
    shown = {(row[at[0]], row[at[1]]): row[at[2]] for row in table.rows}
    counted = found.causes.group_by("finding", "cause").len().rows()
    assert {place: persons for place, persons in shown.items() if persons} == {
        (finding, cause): persons for finding, cause, persons in counted
    }
    # Every figure has every cause: that a row is there tells nobody that somebody is in it.
    figures, causes = ({place[at] for place in shown} for at in (0, 1))
    assert len(shown) == len(figures) * len(causes)
    for name, figure in found.findings.items():
        own = {cause: count for (finding, cause), count in shown.items() if finding == name}
        assert figure.undecided == own


def test_a_missing_value_a_check_and_a_silent_rule_are_each_a_cause(found: Findings) -> None:
    kinds = {cause.partition(":")[0] for cause in found.causes["cause"].to_list()}
    assert kinds == {"missing", "doubt", "open", SEVERAL}


def test_who_lacks_one_value_is_undecided_for_that_value_alone() -> None:
    case = Case("a").right(decision="", effective="2020-05-04").notice()
    assert undecided(compared(tables_of([case])), "wrong_notice") == {
        "missing:residence_rights.decision_date": 1
    }


def test_who_is_undecided_by_a_rule_on_which_the_sources_are_silent_counts_under_that_rule() -> (
    None
):
    case = Case("a").right("asylum", "2020-01-01", end="2021-06-30")
    case.right("asylum", "2022-07-15", effective="2022-06-30").notice("2022-07-20")
    assert undecided(compared(tables_of([case])), "wrong_notice") == {f"open:{HEADLINE}.bridged": 1}


def test_who_is_presumed_to_be_at_school_lacks_a_row_on_that() -> None:
    case = Case("a", birth_date="2004-01-01").right().notice()
    comparison = compared(tables_of([case]))
    assert undecided(comparison, "wrong_notice") == {"missing:exemptions": 1}
    rows = find(comparison).tables["undecided"].rows
    assert {row[1] for row in rows if row[4] == "missing:exemptions"} == {
        "geen rij over school van wie 16 of 17 was: exemptions"
    }


def test_who_is_decided_has_no_cause() -> None:
    cases = [Case("a").right().notice(), Case("b").right(decision="2022-01-05").notice()]
    assert undecided(compared(tables_of(cases)), "wrong_notice") == {}
