"""Each expectation passes where all is well, fails on its fault, and says when it cannot tell."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hertoets.errors import DataError
from hertoets.extract import Extract, schema
from hertoets.quality import CheckResult, load_expectations
from hertoets.quality.assessing import run_checks

from tests.faults.tidy_extract import (
    AT_RECEPTION,
    HOME,
    Change,
    add,
    drop,
    read_with,
    repeat,
    set_,
    without,
)

EXPECTATIONS = {entry.id: entry for entry in load_expectations()}
A, F, NEW = "A2021-03", "F2021-03", "A2022-01"
STRANGER = "nobody"


def twice(table: str, person: str = A, **differing: str) -> list[Change]:
    """The same key a second time."""
    return [add(table, person, **differing)]


OFFER = {"offered_on": "2022-06-01", "choice": "wi2021", "chosen_on": "2022-06-20"}
WRONGLY_TOLD = [set_("notices", A, notice_date="2022-01-10", regime_stated="wi2021")]
CHOSEN = [*WRONGLY_TOLD, add("choices", person_id=A, **OFFER)]
ENDED = [set_("registrations", A, valid_to="2022-01-01")]
WITHDRAWN = [set_("notices", A, withdrawn_on="2021-04-01")]
CLOSED = [set_("data_access", NEW, visible_to="2022-03-01")]
STAYING = [set_("reception", A, to_date="2021-12-01")]
SPLIT = [
    add("persons", A, person_id="B2", birth_date="1971-02-03"),
    add("notices", A, person_id="B2", notice_id="NB2"),
    add("persons", A, person_id="B1", birth_date="1971-02-04"),
    add("residence_rights", A, person_id="B1", right_id="RB1"),
]
EXEMPT = [
    add("exemptions", person_id=F, kind="diploma", valid_from="2021-09-01", valid_to="2022-09-01")
]
OTHERS = [set_("residence_rights", F, migrant_group="other")]
AGAIN = [add("residence_rights", A, right_id="R0", migrant_group="other")]
OFFERED_AGAIN = [*CHOSEN, add("choices", A, offered_on="2022-07-01")]
DUTCH = [set_("persons", A, nationality="NLD", former_nationality="SYR", dutch_since="2022-03-01")]
TURKISH = [
    set_("persons", F, nationality="TUR"),
    add("exemptions", person_id=F, kind="opt_in", valid_from="2021-03-20"),
]
FINED = "A2019-11"
LITERACY = [add("extensions", A, granted_on="2021-08-01", days="730", reason="literacy")]
BACK = [set_("fines", FINED, withdrawn_on="2022-09-21")]
REPAID = [set_("loans", A, repayment_from="2022-09-01")]
WRITTEN_OFF = [set_("loans", A, written_off_on="2022-09-01")]
LENT_AGAIN = [add("loans", A, loan_id="L0", granted_on="2021-09-01")]
PLANNED_AGAIN = [add("plans", NEW, plan_date=f"2022-07-{day:02d}") for day in range(1, 21)]

# What must be there for a question to be asked at all; elsewhere nothing is added.
GIVEN: dict[str, list[Change]] = {
    "registrations_last_a_day": ENDED,
    "reception_linked": STAYING,
    "notices_withdrawn_after_sent": WITHDRAWN,
    "access_end_after_begin": CLOSED,
    **{f"choices_{name}": CHOSEN for name in ("key_once", "person_known", "all_kept", "listed")},
    **{f"choices_{name}": CHOSEN for name in ("dated", "after_offer", "within_term")},
    "choices_since_repair": CHOSEN,
    "choices_dated_together": OFFERED_AGAIN,
    "rights_dated_together": AGAIN,
    "rights_of_dutch_ended": DUTCH,
    "opt_in_of_turkish": TURKISH,
    "choices_codes_usable": CHOSEN,
    "offered_has_notice": CHOSEN,
    "wrongly_told_got_choice": CHOSEN,
    "choice_for_wrongly_told": CHOSEN,
    "one_pseudonym_a_person": SPLIT,
    "told_each_month_other": OTHERS,
    "exempt_not_before_told": EXEMPT,
    "extensions_literacy_once": LITERACY,
    "fines_withdrawn_after_imposed": BACK,
    "loans_repaid_after_granted": REPAID,
    "loans_written_off_after_granted": WRITTEN_OFF,
    "loans_dated_together": LENT_AGAIN,
    "plans_day_not_crowded": PLANNED_AGAIN,
}

FAULT: dict[str, list[Change]] = {
    # persons
    "persons_key_once": twice("persons"),
    "persons_birth_date_possible": [set_("persons", A, birth_date="1990-02-30")],
    "persons_birth_date_known": [set_("persons", A, birth_date="")],
    "persons_birth_date_whole": [set_("persons", A, birth_date="1990-05-00")],
    "persons_born_first_of_january": [set_("persons", A, birth_date="1990-01-01")],
    "persons_born_since_1915": [set_("persons", A, birth_date="1914-12-31")],
    "persons_nationality_listed": [set_("persons", A, nationality="TK")],
    "persons_nationality_known": [set_("persons", A, nationality="")],
    "persons_naturalised_rare": [set_("persons", A, nationality="NLD")],
    "persons_sex_listed": [set_("persons", A, sex="v")],
    # residence_rights
    "residence_rights_key_once": twice("residence_rights"),
    "residence_rights_person_known": [
        add("residence_rights", A, person_id=STRANGER, right_id="R0")
    ],
    "rights_all_kept": twice("residence_rights", decision_date="2021-03-06"),
    "rights_group_listed": [set_("residence_rights", A, migrant_group="asiel")],
    "rights_dates_possible": [set_("residence_rights", A, effective_date="1899-12-30")],
    "rights_decision_known": [set_("residence_rights", A, decision_date="")],
    "rights_dated_together": [set_("residence_rights", A, decision_date="")],
    "rights_group_known": [set_("residence_rights", A, migrant_group="")],
    "rights_purpose_known": [set_("residence_rights", A, temporary_purpose="")],
    "rights_purpose_beside_group": [set_("residence_rights", F, spiritual_minister="")],
    "rights_collected_after_decision": [
        set_("residence_rights", A, document_collected_date="2021-03-04")
    ],
    "rights_end_after_effective": [set_("residence_rights", A, end_date="2021-01-01")],
    "rights_decision_beside_collection": [set_("residence_rights", F, decision_date="")],
    "rights_document_collected": [set_("residence_rights", F, document_collected_date="")],
    "rights_collected_soon": [set_("residence_rights", F, document_collected_date="2021-09-06")],
    "rights_effective_near_decision": [set_("residence_rights", A, effective_date="2020-09-01")],
    "rights_effective_not_late": [set_("residence_rights", A, effective_date="2022-03-07")],
    "rights_one_at_a_time": [add("residence_rights", A, right_id="R0", effective_date="2021-05-01")],
    "rights_joined": [
        set_("residence_rights", A, end_date="2021-06-01"),
        add("residence_rights", A, right_id="R0", effective_date="2021-06-03", end_date=""),
    ],
    "rights_once": twice("residence_rights", right_id="R0"),
    "rights_known_at_delivery": [set_("residence_rights", A, decision_date="2022-10-01")],
    "rights_months_asylum": [drop("residence_rights", person_id=A)],
    "rights_months_family": [drop("residence_rights", person_id=F)],
    "rights_day_not_crowded": [repeat("residence_rights", 60, A)],
    # registrations
    "registrations_key_once": twice("registrations"),
    "registrations_person_known": [add("registrations", A, person_id=STRANGER)],
    "registrations_all_kept": twice("registrations", municipality=AT_RECEPTION),
    "registrations_municipality_listed": [set_("registrations", A, municipality="0344")],
    "registrations_municipality_exists": [set_("registrations", A, municipality="GM1999")],
    "registrations_municipality_known": [set_("registrations", A, municipality="GM9998")],
    "registrations_municipality_valid": [set_("registrations", A, municipality="GM0003")],
    "registrations_municipality_lasts": [
        set_("registrations", A, municipality="GM0003", valid_from="2020-12-31")
    ],
    "registrations_begin_known": [set_("registrations", A, valid_from="")],
    "registrations_end_after_begin": [set_("registrations", A, valid_to="2021-03-24")],
    "registrations_last_a_day": [set_("registrations", A, valid_to="2021-03-25")],
    "registrations_one_at_a_time": [add("registrations", A, valid_from="2021-06-01")],
    "registrations_joined": [
        set_("registrations", A, valid_to="2021-06-01"),
        add("registrations", A, valid_from="2021-06-02", valid_to=""),
    ],
    "registrations_known_at_delivery": [set_("registrations", A, valid_from="2022-10-01")],
    "registrations_months": [drop("registrations", person_id=A), drop("registrations", person_id=F)],
    # reception
    "reception_key_once": twice("reception"),
    "reception_person_known": [add("reception", A, person_id=STRANGER)],
    "reception_all_kept": twice("reception", linked_municipality=AT_RECEPTION),
    "reception_location_listed": [set_("reception", A, location_municipality="0363")],
    "reception_link_listed": [set_("reception", A, linked_municipality="0344")],
    "reception_kind_listed": [set_("reception", A, location_kind="hotel")],
    "reception_location_valid": [set_("reception", A, location_municipality="GM0003")],
    "reception_link_valid": [set_("reception", A, linked_municipality="GM0003")],
    "reception_link_dated": [set_("reception", A, linked_on="")],
    "reception_end_after_begin": [set_("reception", A, to_date="2021-03-01")],
    "reception_last_a_day": [set_("reception", A, to_date="2021-03-02")],
    "reception_one_at_a_time": [add("reception", A, from_date="2021-03-20")],
    "reception_linked": [*STAYING, set_("reception", A, linked_municipality="", linked_on="")],
    "reception_months": [drop("reception", person_id=A)],
    # exemptions
    "exemptions_key_once": twice("exemptions"),
    "exemptions_person_known": [add("exemptions", A, person_id=STRANGER)],
    "exemptions_all_kept": twice("exemptions", valid_to="2022-01-01"),
    "exemptions_kind_listed": [repeat("exemptions", 20, A), set_("exemptions", A, kind="MED")],
    "exemptions_end_after_begin": [set_("exemptions", A, valid_to="2021-05-31")],
    "exemptions_begin_known": [set_("exemptions", A, valid_from="")],
    "exemptions_one_at_a_time": [add("exemptions", A, valid_from="2021-12-31")],
    "exemptions_known_at_delivery": [set_("exemptions", A, valid_from="2022-10-01", valid_to="")],
    # notices
    "notices_key_once": twice("notices"),
    "notices_person_known": [add("notices", A, person_id=STRANGER, notice_id="N0")],
    "notices_all_kept": twice("notices", notice_date="2021-03-11"),
    "notices_date_known": [set_("notices", A, notice_date="")],
    "notices_regime_listed": [set_("notices", A, regime_stated="WI2013")],
    "notices_start_known": [set_("notices", A, start_stated="")],
    "notices_municipality_listed": [set_("notices", A, municipality_informed="0344")],
    "notices_term_after_start": [set_("notices", A, term_end_stated="2021-01-01")],
    "notices_start_not_copied": [set_("notices", A, start_stated="2021-03-10")],
    "notices_start_not_weeks_before": [set_("notices", A, notice_date="2021-03-13")],
    "notices_start_not_after": [set_("notices", A, start_stated="2021-03-11")],
    "notices_term_to_the_day": [set_("notices", A, term_end_stated="2024-03-04")],
    "notices_term_not_extended": [set_("notices", A, term_end_stated="2024-03-07")],
    "notices_term_not_shortened": [set_("notices", A, term_end_stated="2024-03-03")],
    "notices_delivered_once": twice("notices", notice_id="N0"),
    "notices_one_a_person": twice("notices", notice_id="N0", notice_date="2021-05-01"),
    "notices_not_withdrawn": WITHDRAWN,
    "notices_withdrawn_after_sent": [set_("notices", A, withdrawn_on="2021-03-09")],
    "notices_new_law_since_2022": [set_("notices", A, regime_stated="wi2021")],
    "notices_none_during_stop": [set_("notices", NEW, notice_date="2022-01-27")],
    "notices_day_not_crowded": [repeat("notices", 30, A)],
    "notices_month_not_crowded": [repeat("notices", 110, A)],
    "notices_months": [drop("notices", person_id=A), drop("notices", person_id=F)],
    "notices_municipality_exists": [set_("notices", A, municipality_informed="GM9998")],
    "notices_municipality_valid": [set_("notices", A, municipality_informed="GM0003")],
    "notices_known_at_delivery": [set_("notices", A, notice_date="2022-10-01")],
    # data_access
    "data_access_key_once": twice("data_access", NEW),
    "data_access_person_known": [add("data_access", NEW, person_id=STRANGER)],
    "access_all_kept": twice("data_access", NEW, viewed="false"),
    "access_municipality_listed": [repeat("data_access", 20, NEW), set_("data_access", NEW, municipality="0344")],
    "access_municipality_valid": [set_("data_access", NEW, municipality="GM0003")],
    "access_viewed_known": [set_("data_access", NEW, viewed="")],
    "access_end_after_begin": [set_("data_access", NEW, visible_to="2022-01-09")],
    "access_since_2022": [set_("data_access", NEW, visible_from="2021-12-31")],
    # guidance_counts
    "guidance_counts_key_once": [add("guidance_counts", municipality=HOME, period="2022-05", persons_counted="12")],
    "guidance_counts_all_kept": [add("guidance_counts", municipality=HOME, period="2022-05", persons_counted="13")],
    "guidance_municipality_exists": [set_("guidance_counts", "", municipality="GM9999")],
    "guidance_municipality_listed": [
        add("guidance_counts", municipality=f"GM0{number:03d}", period="2022-05", persons_counted="0")
        for number in range(400, 420)
    ] + [set_("guidance_counts", "", municipality="344")],
    "guidance_count_known": [set_("guidance_counts", "", persons_counted="")],
    "guidance_periods_agree": [set_("guidance_counts", "", persons_counted="13")],
    # choices
    "choices_key_once": twice("choices"),
    "choices_person_known": [add("choices", A, person_id=STRANGER)],
    "choices_all_kept": twice("choices", choice="wi2013"),
    "choices_listed": [repeat("choices", 20, A), set_("choices", A, choice="oud")],
    "choices_dated": [set_("choices", A, chosen_on="")],
    "choices_dated_together": [set_("choices", A, offered_on="")],
    "choices_after_offer": [set_("choices", A, chosen_on="2022-05-31")],
    "choices_within_term": [set_("choices", A, chosen_on="2022-08-01")],
    "choices_since_repair": [set_("choices", A, offered_on="2022-05-22")],
    # extensions
    "extensions_key_once": twice("extensions"),
    "extensions_person_known": [add("extensions", A, person_id=STRANGER)],
    "extensions_all_kept": twice("extensions", days="61"),
    "extensions_reason_listed": [repeat("extensions", 20, A), set_("extensions", A, reason="AZC")],
    "extensions_day_known": [set_("extensions", A, granted_on="")],
    "extensions_days_known": [set_("extensions", A, days="")],
    "extensions_days_at_most": [set_("extensions", A, days="732")],
    "extensions_literacy_once": [
        add("extensions", A, granted_on="2021-09-01", days="365", reason="literacy")
    ],
    "extensions_day_not_crowded": [repeat("extensions", 30, A)],
    "extensions_known_at_delivery": [set_("extensions", A, granted_on="2022-10-01")],
    # fines
    "fines_key_once": twice("fines", FINED),
    "fines_person_known": [add("fines", FINED, person_id=STRANGER, fine_id="B0")],
    "fines_all_kept": twice("fines", FINED, amount_euro="501"),
    "fines_day_known": [set_("fines", FINED, imposed_on="")],
    "fines_amount_known": [set_("fines", FINED, amount_euro="")],
    "fines_amount_at_most": [set_("fines", FINED, amount_euro="1251")],
    "fines_withdrawn_after_imposed": [set_("fines", FINED, withdrawn_on="2022-09-19")],
    "fines_delivered_once": twice("fines", FINED, fine_id="B0"),
    "fines_not_withdrawn": BACK,
    "fines_known_at_delivery": [set_("fines", FINED, imposed_on="2022-10-01")],
    # loans
    "loans_key_once": twice("loans"),
    "loans_person_known": [add("loans", A, person_id=STRANGER, loan_id="L0")],
    "loans_all_kept": twice("loans", amount_euro="4001"),
    "loans_day_known": [set_("loans", A, granted_on="")],
    "loans_amount_known": [set_("loans", A, amount_euro="")],
    "loans_amount_at_most": [set_("loans", A, amount_euro="10001")],
    "loans_repaid_after_granted": [set_("loans", A, repayment_from="2021-04-08")],
    "loans_written_off_after_granted": [set_("loans", A, written_off_on="2021-04-08")],
    "loans_dated_together": [set_("loans", A, granted_on="")],
    "loans_delivered_once": twice("loans", loan_id="L0"),
    "loans_months": [drop("loans", person_id=A), drop("loans", person_id=F)],
    "loans_known_at_delivery": [set_("loans", A, granted_on="2022-10-01")],
    # plans
    "plans_key_once": twice("plans", NEW),
    "plans_person_known": [add("plans", NEW, person_id=STRANGER)],
    "plans_all_kept": twice("plans", NEW, municipality="GM0599"),
    "plans_day_known": [set_("plans", NEW, plan_date="")],
    "plans_since_new_law": [set_("plans", NEW, plan_date="2021-12-31")],
    "plans_municipality_listed": [repeat("plans", 20, NEW), set_("plans", NEW, municipality="0344")],
    "plans_municipality_exists": [set_("plans", NEW, municipality="GM9998")],
    "plans_municipality_valid": [set_("plans", NEW, municipality="GM0003")],
    "plans_day_not_crowded": [repeat("plans", 30, NEW)],
    "plans_known_at_delivery": [set_("plans", NEW, plan_date="2022-10-01")],
    # between
    "extended_before_2022_has_notice": [drop("notices", person_id=A)],
    "extended_since_2022_has_notice": [drop("notices", person_id="A2021-12")],
    "fined_has_notice": [drop("notices", person_id=FINED)],
    "lent_before_2022_has_notice": [drop("notices", person_id=A)],
    "lent_since_2022_has_notice": [drop("notices", person_id="A2021-12")],
    "planned_has_notice": [drop("notices", person_id=NEW)],
    "extended_after_told": [set_("extensions", A, granted_on="2021-03-09")],
    "fined_after_decision": [set_("fines", FINED, imposed_on="2019-11-04")],
    "fined_after_told": [set_("fines", FINED, imposed_on="2019-11-09")],
    "lent_after_decision": [set_("loans", A, granted_on="2021-03-04")],
    "lent_after_told": [set_("loans", A, granted_on="2021-03-09")],
    "nobody_lent_under_16": [set_("persons", A, birth_date="2005-04-10")],
    "planned_after_decision": [set_("plans", NEW, plan_date="2022-01-04")],
    "planned_after_told": [set_("plans", NEW, plan_date="2022-01-09")],
    "new_right_has_plan": [drop("plans", person_id=NEW)],
    "notice_has_right": [drop("residence_rights", person_id=A)],
    "right_has_notice": [drop("notices", person_id=A)],
    "right_has_registration": [drop("registrations", person_id=A)],
    "registered_in_time": [set_("registrations", A, valid_from="2021-06-05")],
    "one_pseudonym_a_person": [set_("persons", "B2", birth_date="1971-02-04")],
    "rights_of_dutch_ended": [set_("persons", A, dutch_since="")],
    "notice_after_decision": [set_("notices", A, notice_date="2021-03-04")],
    "notice_after_publication": [
        set_("residence_rights", F, document_collected_date="2021-03-12")
    ],
    "notice_within_half_a_year": [set_("notices", A, notice_date="2021-09-05")],
    "start_is_publication": [set_("notices", A, start_stated="2021-03-08")],
    "new_law_for_new_rights": WRONGLY_TOLD,
    "old_law_for_old_rights": [set_("notices", NEW, regime_stated="wi2013")],
    "nobody_told_under_16": [set_("persons", A, birth_date="2005-03-11")],
    "nobody_told_past_pension_age": [set_("persons", A, birth_date="1954-11-10")],
    "nobody_told_from_eu": [set_("persons", A, nationality="CHE")],
    "told_municipality_not_of_reception": [set_("notices", A, municipality_informed=AT_RECEPTION)],
    "told_municipality_responsible": [set_("notices", A, municipality_informed="GM0599")],
    "linked_when_told": [set_("reception", A, linked_on="2021-03-11")],
    "linked_within_two_weeks": [set_("reception", A, linked_on="2021-03-20")],
    "seen_under_new_law_only": [add("data_access", NEW, person_id=A)],
    "seen_by_responsible_only": [set_("data_access", NEW, municipality="GM0599")],
    "counted_as_registered": [set_("guidance_counts", "", persons_counted="15")],
    "first_home_where_linked": [set_("registrations", A, municipality="GM0599")],
    "wrongly_told_got_choice": [drop("choices", person_id=A)],
    "choice_for_wrongly_told": [add("choices", A, person_id=F)],
    "seen_has_notice": [drop("notices", person_id=NEW)],
    "offered_has_notice": [drop("notices", person_id=A)],
    "seen_informed_known": [set_("notices", NEW, municipality_informed="0344")],
    "opt_in_of_turkish": [set_("persons", F, nationality="")],
    "exempt_not_before_told": [set_("exemptions", F, valid_from="2021-03-10")],
}  # fmt: skip

STOPS = [name for name, entry in EXPECTATIONS.items() if entry.consequence == "stop"]
LARGE = [name for name, entry in EXPECTATIONS.items() if entry.least_persons]
PUBLISHED = [name for name in LARGE if name.endswith("_as_published")]
MONTHLY = [name for name in EXPECTATIONS if name.startswith("told_each_month")]
EVENLY = [name for name in EXPECTATIONS if name.startswith("told_evenly")]  # test_lost_notices.py
OWN_TEST = {*STOPS, *MONTHLY, *EVENLY, *PUBLISHED} - {*FAULT}


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read_with(tmp_path_factory.mktemp("tidy") / "extract")


def check(name: str, extract: Extract, **changes: object) -> CheckResult:
    """Judge an extract by one expectation, whatever its size."""
    changes = {"least_persons": 0, **changes}
    [result] = run_checks(extract, [replace(EXPECTATIONS[name], **changes)]).results
    return result


def test_there_is_a_fault_here_for_every_expectation() -> None:
    assert set(EXPECTATIONS) == set(FAULT) | OWN_TEST


def test_nothing_fails_where_all_is_well(tidy: Extract) -> None:
    results = run_checks(tidy, EXPECTATIONS.values()).results
    assert [result.id for result in results if result.state == "failed"] == []
    unasked = {result.id for result in results if result.state == "not_evaluable"}
    assert unasked == {*GIVEN, *LARGE, *MONTHLY, *EVENLY}


@pytest.mark.parametrize("name", sorted(set(EXPECTATIONS) - {*PUBLISHED, *MONTHLY, *EVENLY}))
def test_it_passes_where_there_is_something_to_ask_and_all_is_well(
    name: str, tmp_path: Path
) -> None:
    result = check(name, read_with(tmp_path / "extract", GIVEN.get(name, [])))
    assert (result.state, result.rows, len(result.persons)) == ("passed", 0, 0)


@pytest.mark.parametrize("name", sorted(set(EXPECTATIONS) - OWN_TEST))
def test_it_fails_on_its_fault(name: str, tmp_path: Path) -> None:
    changes = [*GIVEN.get(name, []), *FAULT[name]]
    result = check(name, read_with(tmp_path / "extract", changes))
    assert result.state == "failed"
    assert result.rows


@pytest.mark.parametrize("name", sorted(STOPS))
def test_too_many_foreign_codes_stop_the_run(name: str, tmp_path: Path) -> None:
    """Reading stops on them itself; the check holds should the reading ever let them through."""
    entry = EXPECTATIONS[name]
    read = read_with(tmp_path / "extract", GIVEN.get(name, []))
    column = {"persons": "sex", "residence_rights": "migrant_group", "exemptions": "kind"}
    column |= {"reception": "location_kind", "notices": "regime_stated", "choices": "choice"}
    column |= {"extensions": "reason"}
    where = {"table": entry.table, "column": column.get(entry.table, "municipality")}
    foreign = pl.DataFrame([where | {"check": "outside_list", "rows": 9}])
    assessment = run_checks(replace(read, made_unknown=foreign), [entry])
    with pytest.raises(DataError, match=rf"{entry.table}  {name}: a check that stops the run"):
        assessment.refuse_unusable()


@pytest.mark.parametrize("name", LARGE)
def test_what_asks_for_many_people_says_nothing_of_a_few(name: str, tidy: Extract) -> None:
    [small] = run_checks(tidy, [EXPECTATIONS[name]]).results
    assert small.state == "not_evaluable"
    assert "te klein" in small.reason_nl


@pytest.mark.parametrize(
    ("limits", "state"),
    [
        pytest.param({"at_least": 2, "at_most": 2}, "passed", id="as many as published"),
        pytest.param({"at_least": 3, "at_most": 9}, "failed", id="fewer than published"),
        pytest.param({"at_least": 0, "at_most": 1}, "failed", id="more than published"),
    ],
)
def test_a_count_lies_between_the_limits_of_its_entry(
    limits: dict[str, int], state: str, tidy: Extract
) -> None:
    # Two people were told the new law in January: one status holder, one family migrant.
    result = check("notices_january_as_published", tidy, **limits)
    assert (result.state, result.rows) == (state, 2)


def test_who_of_2022_has_no_notice_is_counted_against_the_published_number(tmp_path: Path) -> None:
    extract = read_with(tmp_path / "extract", [drop("notices", person_id=NEW)])
    result = check("right_without_notice_as_published", extract, at_most=0)
    assert (result.state, result.rows, result.judged) == ("failed", 1, 6)


@pytest.mark.parametrize("name", MONTHLY)
def test_a_month_that_a_group_lost_puts_those_decided_before_it_in_doubt(
    name: str, tmp_path: Path
) -> None:
    group = EXPECTATIONS[name].arguments["group"]
    like = {"asylum": A, "family": F, "other": F}[group]
    changes: list[Change] = (
        [set_("residence_rights", F, migrant_group=group)] if group == "other" else []
    )
    extract = read_with(tmp_path / "whole", changes)
    assert not check(name, extract, arguments=_thin(name)).rows
    lost = read_with(tmp_path / "lost", [*changes, drop("notices", person_id=like)])
    result = check(name, lost, arguments=_thin(name))
    # Under "other" there is one person: with no notices around it nobody can say.
    assert result.rows == (None if group == "other" else 1)


def _thin(name: str) -> dict[str, object]:
    """One notice a month is enough here."""
    return {**EXPECTATIONS[name].arguments, "least": 1}


@pytest.mark.parametrize("name", sorted(EXPECTATIONS))
def test_without_its_table_nobody_can_say(name: str, tmp_path: Path) -> None:
    entry = replace(EXPECTATIONS[name], least_persons=0)
    needed = [table for table in OPTIONAL if table in _needed(entry)]
    for table in needed:
        extract = read_with(tmp_path / table, [*GIVEN.get(name, []), without(table)])
        [result] = run_checks(extract, [entry]).results
        assert result.state == "not_evaluable"
        assert result.reason_nl == f"de tabel {table} is niet geleverd"
        assert (result.rows, len(result.persons)) == (None, 0)


REQUIRED = ("persons", "residence_rights", "notices")
OPTIONAL = tuple(name for name in schema() if name not in REQUIRED)
ALSO = {
    "told_at_link": ("reception", "registrations"),
    "told_responsible": ("reception", "registrations"),
    "linked_when_told": ("reception", "registrations"),
    "access_grounded": ("reception", "registrations"),
    "counted_as_registered": ("registrations", "reception"),
    "first_home_linked": ("registrations", "reception"),
    "told_after": ("choices",),
}


def _needed(entry) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    other = entry.arguments.get("other", "")
    return (entry.table, other, *ALSO.get(entry.kind, ()))
