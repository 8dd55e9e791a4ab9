"""What was sent and offered to each person, as the letter of one person names it."""

from datetime import date

from hertoets.outcomes.history import imposed_fines, made_offers, sent_notices

from tests.support.cases import Case, compared, tables_of


def withdrawn(case: Case, day: str) -> Case:
    case.rows[-1][1]["withdrawn_on"] = day
    return case


def test_every_notice_is_there_first_to_last_with_what_it_stated() -> None:
    case = Case("a").right().notice("", "", start="").notice("2022-06-01", "wi2013")
    case = withdrawn(case.notice(term_end="2025-01-09"), "2022-03-03")
    people = compared(tables_of([case, Case("b").right()])).people
    assert sent_notices(people).rows() == [
        ("a", date(2022, 1, 10), "wi2021", date(2022, 1, 10), date(2025, 1, 9), "2022-03-03"),
        ("a", date(2022, 6, 1), "wi2013", date(2022, 6, 1), None, "no"),
        ("a", None, None, None, None, "no"),
    ]


def test_what_came_after_the_day_that_is_looked_back_from_is_not_told() -> None:
    case = withdrawn(Case("a").right().notice(), "2022-03-03").notice("2022-06-01", "wi2013")
    case.add("choices", offered_on="2022-01-20", choice="wi2013", chosen_on="2022-03-05")
    case.add("choices", offered_on="2022-06-20", choice="", chosen_on="")
    people = compared(tables_of([case]), as_of=date(2022, 2, 1)).people
    assert [row[1::4] for row in sent_notices(people).rows()] == [(date(2022, 1, 10), "no")]
    assert made_offers(people).rows() == [("a", date(2022, 1, 20), None)]


def test_the_offer_made_last_is_told_with_the_day_of_the_choice() -> None:
    case = Case("a").right().notice()
    case.add("choices", offered_on="2022-05-24", choice="", chosen_on="")
    case.add("choices", offered_on="2022-06-01", choice="wi2021", chosen_on="2022-06-07")
    people = compared(tables_of([case, Case("b").right()])).people
    assert made_offers(people).rows() == [("a", date(2022, 6, 1), date(2022, 6, 7))]


def test_without_the_table_nobody_was_offered_anything() -> None:
    people = compared(tables_of([Case("a").right().notice()])).people
    assert made_offers(people).rows() == []
    assert made_offers(people).columns == ["person_id", "offered_on", "chosen_on"]


def test_each_fine_is_judged_by_itself_where_the_outcome_has_the_worst() -> None:
    case = Case("a").right().notice("2020-06-01", "wi2013", start="2020-06-01")
    case.exempt("completed", "2022-06-01")
    for name, day, amount, back in (
        ("f1", "2022-05-02", "250", ""),
        ("f2", "2022-07-01", "300", "2022-08-01"),
        ("f3", "2022-07-01", "", ""),
        ("f4", "", "100", ""),
    ):
        case.add("fines", fine_id=name, imposed_on=day, amount_euro=amount, withdrawn_on=back)
    people = compared(tables_of([case, Case("b").right()])).people
    assert [row[1:] for row in imposed_fines(people).rows()] == [
        ("f1", date(2022, 5, 2), 250, "too_early"),
        ("f2", date(2022, 7, 1), 300, "withdrawn"),
        ("f3", date(2022, 7, 1), None, "without_duty"),
        ("f4", None, 100, "unknown"),
    ]
    assert people.outcomes["fine"].to_list() == ["without_duty", "no_fine"]


def test_without_the_table_there_is_no_fine_to_judge() -> None:
    people = compared(tables_of([Case("a").right().notice()])).people
    assert imposed_fines(people).rows() == []
    assert imposed_fines(people).columns == [
        "person_id", "fine_id", "imposed_on", "amount_euro", "fine",
    ]  # fmt: skip
