"""Facts of a person, by hand: the day before, on the day, and unknown (contract, section 2)."""

from dataclasses import dataclass

import pytest

from tests.support.cases import Case, outcomes_of, tables_of


@dataclass(frozen=True)
class Expect:
    case: Case
    column: str
    value: object


def right(name: str, **right: str) -> Case:
    return Case(name).right(**right)


CASES: dict[str, Expect] = {}


def expect(claim: str, case: Case, column: str, value: object) -> None:
    assert claim not in CASES, claim
    CASES[claim] = Expect(case.renamed(f"P{len(CASES):03}"), column, value)


# --- the three dates -------------------------------------------------------------------------
expect(
    "asylum decided on the reference date is published before",
    right("", decision="2021-12-31"),
    "publication",
    "before",
)
expect(
    "asylum decided a day later is published after",
    right("", decision="2022-01-01"),
    "publication",
    "after",
)
expect(
    "asylum without a decision date is unknown",
    right("", decision="", collected="2021-01-01", effective="2021-01-01"),
    "publication",
    "unknown",
)
expect(
    "family collected on the reference date is published before",
    right("", group="family", decision="2021-12-01", collected="2021-12-31"),
    "publication",
    "before",
)
expect(
    "family collected a day later is published after",
    right("", group="family", decision="2021-12-01", collected="2022-01-01"),
    "publication",
    "after",
)
expect(
    "other follows the document as family does",
    right("", group="other", decision="2021-12-01", collected="2022-01-01"),
    "publication",
    "after",
)
expect(
    "family without a collection date, decided in 2021, is unknown",
    right("", group="family", decision="2021-12-31", collected=""),
    "publication",
    "unknown",
)
expect(
    "a document is never collected before its decision",
    right("", group="family", decision="2022-01-01", collected=""),
    "publication",
    "after",
)
expect(
    "no other date proves a publication",
    right("", group="family", decision="", collected="", effective="2022-05-01"),
    "publication",
    "unknown",
)
expect(
    "unknown group, both dates before",
    right("", group="", decision="2021-12-01", collected="2021-12-31"),
    "publication",
    "before",
)
expect(
    "unknown group, decided before and collected after",
    right("", group="", decision="2021-12-01", collected="2022-01-01"),
    "publication",
    "unknown",
)
expect(
    "unknown group, decided after",
    right("", group="", decision="2022-01-01", collected=""),
    "publication",
    "after",
)
expect(
    "a temporary purpose does not qualify", right("", temporary="true"), "publication", "no_right"
)
expect(
    "a spiritual minister qualifies all the same",
    right("", temporary="true", minister="true"),
    "publication",
    "before",
)
expect("an unknown purpose may qualify", right("", temporary=""), "publication", "unknown")
expect(
    "an unknown purpose of a minister does not matter",
    right("", temporary="", minister="true"),
    "publication",
    "before",
)
expect(
    "a person without any right is unknown: no proof of a missing right",
    Case(""),
    "decision",
    "unknown",
)
expect(
    "a right that ends before it begins may qualify",
    right("", effective="2022-02-01", end="2022-01-31"),
    "decision",
    "unknown",
)

# --- lasting, joined, bridged ----------------------------------------------------------------
expect(
    "a right that ends on the reference date lasts",
    right("", end="2021-12-31"),
    "publication",
    "before",
)
expect(
    "a right that ends the day before does not",
    right("", end="2021-12-30"),
    "publication",
    "no_right",
)
expect(
    "an end that is no date is unknown, not open",
    right("", end="2021-02-30"),
    "publication",
    "unknown",
)
expect(
    "told in 2021 while the right lasted: the test day is the day of the notice",
    right("", end="2021-09-01").notice("2021-09-01", "wi2013"),
    "publication",
    "before",
)
expect(
    "told the day after the right ended",
    right("", end="2021-09-01").notice("2021-09-02", "wi2013"),
    "publication",
    "no_right",
)
expect(
    "a notice after the reference date does not move the test day",
    right("", end="2021-12-31").notice("2022-03-01"),
    "publication",
    "before",
)
expect(
    "joined by a right that begins the day after the end",
    right("", end="2021-08-31").right(decision="2022-01-05", effective="2021-09-01"),
    "publication",
    "before",
)
expect(
    "a right that begins two days after the end bridges",
    right("", end="2021-08-31").right(decision="2022-01-05", effective="2021-09-02"),
    "publication",
    "bridged",
)
expect(
    "the joining right must itself last to the test day",
    right("", end="2021-08-31").right(
        decision="2022-01-05", effective="2021-09-01", end="2021-12-30"
    ),
    "publication",
    "bridged",
)
expect(
    "the joining right must qualify",
    right("", end="2021-08-31").right(
        decision="2022-01-05", effective="2021-09-01", temporary="true"
    ),
    "publication",
    "no_right",
)
expect(
    "the joining right begins after this one, not with it",
    right("", effective="2021-01-01", end="2021-08-31").right(
        decision="2022-01-05", effective="2021-01-01"
    ),
    "publication",
    "after",
)
expect(
    "a gap of exactly one year bridges",
    right("", effective="2019-01-01", decision="2019-01-01", end="2021-03-01").right(
        decision="2022-02-01", effective="2022-03-01"
    ),
    "publication",
    "bridged",
)
expect(
    "a gap of one year and a day does not",
    right("", effective="2019-01-01", decision="2019-01-01", end="2021-03-01").right(
        decision="2022-02-01", effective="2022-03-02"
    ),
    "publication",
    "after",
)
expect(
    "a year after 29 February ends on 1 March",
    right("", effective="2019-01-01", decision="2019-01-01", end="2020-02-29").right(
        decision="2022-02-01", effective="2021-03-01"
    ),
    "publication",
    "bridged",
)

# --- standing --------------------------------------------------------------------------------
for claim, birth, notice, value in [
    ("66 years and 4 months on the reference date", "1955-08-31", "", "excluded"),
    ("a day younger", "1955-09-01", "", "obligable"),
    ("born in August 1955, day unknown", "1955-08-00", "", "excluded"),
    ("born in 1955, month unknown, straddles", "1955-00-00", "", "unknown"),
    ("pension age reached after the notice", "1955-08-31", "2021-12-30", "obligable"),
    ("pension age on the day of the notice", "1955-08-30", "2021-12-30", "excluded"),
    ("16th birthday on the reference date", "2005-12-31", "", "obligable"),
    ("16th birthday a day later", "2006-01-01", "", "under_16"),
    ("16 in a month not known, all of it later", "2006-00-00", "", "under_16"),
    ("16 in a year not known to the day", "2005-00-00", "", "obligable"),
    ("birth date empty", "", "", "unknown"),
    ("birth date wholly unknown", "0000-00-00", "", "unknown"),
]:  # fmt: skip
    person = Case("", birth_date=birth).right(decision="2019-01-01")
    expect(claim, person.notice(notice, "wi2013") if notice else person, "standing", value)
for claim, nationality, value in [
    ("a German", "DEU", "excluded"),
    ("a Swiss", "CHE", "excluded"),
    ("a Briton is no citizen of the Union", "GBR", "obligable"),
    ("Dutch by a day not known", "NLD", "unknown"),
    ("nationality empty", "", "unknown"),
]:
    expect(claim, Case("", nationality=nationality).right(), "standing", value)
for claim, spells, value in [
    ("a diploma from the reference date", [("diploma", "2021-12-31", "")], "excluded"),
    ("a diploma from the day after", [("diploma", "2022-01-01", "")], "obligable"),
    ("a diploma that lapsed still counts", [("diploma", "2015-01-01", "2020-01-01")], "excluded"),
    ("of a diploma a known end is enough", [("diploma", "", "2020-01-01")], "excluded"),
    ("a diploma on days not known", [("diploma", "", "")], "unknown"),
    ("treaty protection that ended does not count", [("treaty", "2015-01-01", "2021-12-30")], "obligable"),
    ("treaty protection on its last day", [("treaty", "2015-01-01", "2021-12-31")], "excluded"),
    ("exam passed", [("completed", "2021-06-01", "")], "completed"),
    ("schooling on its last day", [("compulsory_education", "2021-01-01", "2021-12-31")], "schooling"),
    ("schooling ended", [("compulsory_education", "2021-01-01", "2021-12-30")], "obligable"),
    ("dispensed", [("effort", "2021-01-01", "")], "dispensed"),
    ("a partial exemption has no effect", [("partial", "2021-01-01", "")], "obligable"),
    ("schooling goes before a dispensation", [("medical", "2021-01-01", ""), ("follow_on_education", "2021-01-01", "")], "schooling"),
    ("what only may hold hides what follows", [("completed", "", ""), ("medical", "2021-01-01", "")], "unknown"),
    ("what surely holds first is not hidden", [("diploma", "2020-01-01", ""), ("completed", "", "")], "excluded"),
    ("an exemption that ends before it begins has no dates", [("medical", "2021-02-01", "2021-01-01")], "unknown"),
]:  # fmt: skip
    person = Case("").right()
    for spell in spells:
        person.exempt(*spell)
    expect(claim, person, "standing", value)
expect(
    "a diploma earned after the notice of 2021",
    Case("").right().exempt("diploma", "2021-10-01").notice("2021-09-01", "wi2013"),
    "standing",
    "obligable",
)

# --- treaty and group ------------------------------------------------------------------------
TURKISH: dict[str, tuple[list[dict[str, str]], str]] = {
    "no right that may qualify": ([{"temporary": "true"}], "none"),
    "asylum from 1 May 2020": ([{"decision": "2020-05-01"}], "asylum_since_may_2020"),
    "asylum until 30 April 2020": ([{"decision": "2020-04-30"}], "asylum_before_may_2020"),
    "family": ([{"group": "family"}], "family_or_other"),
    "group not known": ([{"group": ""}], "unknown"),
    "asylum, decision date not known": ([{"decision": ""}], "unknown"),
    "two rights: the earliest decision speaks": (
        [{"group": "family", "decision": "2021-05-03"}, {"decision": "2020-01-01"}],
        "asylum_before_may_2020",
    ),
    "two rights that differ, one doubtful": (
        [{"group": "family"}, {"decision": "2020-01-01", "temporary": ""}],
        "unknown",
    ),
    "two rights that say the same, one doubtful": (
        [{"group": "family"}, {"group": "other", "temporary": ""}],
        "family_or_other",
    ),
}
for claim, (rights, value) in TURKISH.items():
    person = Case("", nationality="TUR")
    for one in rights:
        person.right(**one)  # type: ignore[arg-type]
    expect(f"Turkish, {claim}", person, "treaty", value)
expect(
    "nationality not known: the treaty may apply",
    Case("", nationality="").right(),
    "treaty",
    "unknown",
)
expect(
    "the group is of the earliest decision",
    right("", decision="2021-05-03").right("family", "2021-05-02"),
    "group",
    "family",
)
expect(
    "an undated right comes last",
    right("", decision="", effective="2019-01-01").right("family"),
    "group",
    "family",
)
expect(
    "the group of a right that cannot qualify is not looked at",
    right("", decision="2019-01-01", temporary="true").right("family"),
    "group",
    "family",
)

# --- notice ----------------------------------------------------------------------------------
expect("told on the reference date", right("").notice("2021-12-31"), "notice", "before")
expect("told the day after", right("").notice("2022-01-01"), "notice", "after")
expect("an undated notice", right("").notice("", start="2021-01-01"), "notice", "unknown")
expect(
    "a dated notice decides beside an undated one",
    right("").notice("", start="").notice("2022-01-01"),
    "notice",
    "after",
)
expect("no notice", right(""), "notice", "no_notice")


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, object]]:
    return outcomes_of(tables_of(expected.case for expected in CASES.values()))


@pytest.mark.parametrize("claim", CASES)
def test_fact(claim: str, outcomes: dict[str, dict[str, object]]) -> None:
    expected = CASES[claim]
    assert outcomes[expected.case.name][expected.column] == expected.value


def test_two_notices_of_one_day_are_taken_in_the_order_of_their_ids() -> None:
    person = right("P").notice("2022-02-01", "wi2013").notice("2022-02-01", "wi2021")
    person.rows[1][1]["notice_id"], person.rows[2][1]["notice_id"] = "N-2", "N-1"
    assert outcomes_of(tables_of([person]))["P"]["regime_stated"] == "wi2021"


def test_without_the_table_no_exemption_is_assumed() -> None:
    tables = tables_of([right("P")])
    del tables["exemptions"]
    assert outcomes_of(tables)["P"]["standing"] == "obligable"


@pytest.mark.parametrize(
    ("birth_date", "standing"), [("2004-02-29", "under_16"), ("2004-02-28", "obligable")]
)
def test_a_birthday_of_29_february_falls_on_1_march_in_other_years(
    birth_date: str, standing: str
) -> None:
    from datetime import date

    person = Case("P", birth_date=birth_date).right(decision="2019-01-01")
    # 2020 is a leap year: the 16th birthday of 29 February 2004 is 29 February 2020
    found = outcomes_of(tables_of([person]), reference_date=date(2020, 2, 28))
    assert found["P"]["standing"] == standing
