"""The work list of the repair, and duty and term beside the outcomes (contract, sections 3 and 4)."""

from datetime import date
from io import BytesIO

import numpy as np
import openpyxl
import pytest
from hertoets.extract.doubt import Doubt
from hertoets.outcomes.worklist import FOLLOWED, WORK_LIST
from hertoets.publish.worklist import work_list_workbook

from tests.support.cases import Case, Row, compared, tables_of


def listed(*cases: Case, **settings: object) -> dict[str, dict[str, object]]:
    rows = compared(tables_of(cases, "choices", "registrations"), **settings).work_list
    return {row["person_id"]: row for row in rows.iter_rows(named=True)}


def beside(*cases: Case, **settings: object) -> dict[str, dict[str, object]]:
    rows = compared(tables_of(cases), **settings).people.duties
    return {row["person_id"]: row for row in rows.iter_rows(named=True)}


def lives(case: Case, municipality: str, since: str) -> Case:
    return case.add("registrations", municipality=municipality, valid_from=since, valid_to="")


# Who is on it, and with what


def test_who_is_wronged_or_may_be_is_on_the_list_and_nobody_else() -> None:
    found = listed(
        Case("wronged").right().notice(),
        Case("maybe").right(decision="").notice(),
        Case("rightly told").right(decision="2022-01-05").notice(),
        Case("told of the old Act").right().notice(regime="wi2013"),
        Case("told nothing").right(),
    )
    assert {name: row["wrong_notice"] for name, row in found.items()} == {
        "maybe": "unknown",
        "wronged": "yes",
    }


def test_a_row_tells_what_was_sent_what_the_law_says_and_by_which_rule() -> None:
    case = Case("a").right().notice().notice("2022-06-01", "wi2013").notice("", "")
    row = listed(lives(lives(case, "GM0363", "2021-06-01"), "GM0599", "2022-03-01"))["a"]
    assert tuple(row) == WORK_LIST
    assert row["notice_dates"] == "2022-01-10; 2022-06-01; unknown"
    assert row["regimes_stated"] == "wi2021; wi2013; unknown"
    assert row["withdrawn_on"] == "no; no; no"
    assert (row["regime"], row["rule"]) == ("wi2013", "publication_exceptions.obligable")
    assert row["source"] == "D1; S3"
    assert row["municipality"] == "GM0599"
    assert (row["repair"], row["repair_days"]) == ("told_right", 142)  # 10 January to 1 June
    assert [row[name] for name in FOLLOWED] == [
        "not_measured",
        None,
        "not_measured",
        None,
        "not_measured",
    ]


def test_a_row_tells_what_followed_beside_what_was_sent() -> None:
    """Fined in 2022 within a term that ends on 3 May 2024, and planned for under the new Act."""
    wronged = Case("a").right().notice()
    wronged.add("fines", fine_id="F1", imposed_on="2022-06-01", amount_euro="250", withdrawn_on="")
    wronged.add("plans", plan_date="2022-03-01", municipality="GM0363")
    spared = Case("b").right().notice()
    tables = tables_of([wronged, spared], "choices", "fines", "loans", "plans")
    found = compared(tables, as_of=date(2022, 10, 1)).work_list
    rows = {row["person_id"]: row for row in found.iter_rows(named=True)}
    assert [rows["a"][name] for name in FOLLOWED] == [
        "too_early",
        250,
        "no_loan",
        0,
        "without_basis",
    ]
    assert [rows["b"][name] for name in FOLLOWED] == ["no_fine", 0, "no_loan", 0, "no_plan"]


def test_who_was_fined_too_early_and_not_wrongly_told_is_not_on_the_list() -> None:
    fined = Case("a").right().notice("2021-09-01", "wi2013")
    fined.add("fines", fine_id="F1", imposed_on="2022-06-01", amount_euro="250", withdrawn_on="")
    assert len(compared(tables_of([fined], "choices"), as_of=date(2022, 10, 1)).work_list) == 0


def test_a_notice_after_the_day_that_is_looked_back_from_is_not_on_it() -> None:
    case = Case("a").right().notice().notice("2022-06-01", "wi2013")
    row = listed(case, as_of=date(2022, 5, 31))["a"]
    assert row["notice_dates"] == "2022-01-10"
    assert (row["repair"], row["repair_days"]) == ("nothing", 141)


@pytest.mark.parametrize(
    ("case", "missing"),
    [
        pytest.param(Case("a").right().notice(), None, id="nothing is missing"),
        pytest.param(Case("a").right(decision="").notice(), "publication", id="a fact"),
        pytest.param(Case("a").right().notice(regime=""), "regime_stated", id="the Act stated"),
        pytest.param(
            Case("a").right().exempt("medical", "2021-06-01").notice(), None, id="sources silent"
        ),
    ],
)
def test_a_row_names_what_is_unknown(case: Case, missing: str | None) -> None:
    assert listed(case)["a"]["unknown"] == missing


def test_without_choices_the_repair_is_what_is_unknown() -> None:
    rows = compared(tables_of([Case("a").right().notice()])).work_list.to_dicts()
    assert [(row["repair"], row["unknown"], row["municipality"]) for row in rows] == [
        ("unknown", "repair", None)
    ]


@pytest.mark.parametrize(
    ("registrations", "municipality"),
    [
        pytest.param([], None, id="none"),
        pytest.param([("GM0363", "2021-06-01")], "GM0363", id="one"),
        pytest.param([("GM0599", "2022-01-01"), ("GM0363", "2021-06-01")], "GM0599", id="latest"),
        pytest.param([("GM0599", ""), ("GM0363", "2021-06-01")], None, id="one undated"),
        pytest.param([("GM0363", ""), ("GM0363", "2021-06-01")], "GM0363", id="undated, the same"),
        pytest.param([("", "2022-01-01"), ("GM0363", "2021-06-01")], None, id="latest unknown"),
    ],
)
def test_the_municipality_is_that_of_the_latest_registration(
    registrations: list[tuple[str, str]], municipality: str | None
) -> None:
    case = Case("a").right().notice()
    for code, since in registrations:
        lives(case, code, since)
    assert listed(case)["a"]["municipality"] == municipality


# Duty under both Acts, and where the term ends


@pytest.mark.parametrize(
    ("case", "wi2013", "wi2021"),
    [
        pytest.param(Case("a").right().notice(), "obliged", "obliged", id="obliged"),
        pytest.param(
            Case("a").right().exempt("diploma_a2", "2021-06-01").notice(),
            "exempt",
            "obliged",
            id="an A2 proof exempts under the old Act only",
        ),
        pytest.param(
            Case("a", birth_date="2006-01-11").right().notice(), "not_yet", "not_yet", id="15"
        ),
        pytest.param(
            Case("a").right(temporary="true", group="family").notice(), "no", "no", id="no right"
        ),
    ],
)
def test_the_duty_stands_under_both_acts_whichever_holds(
    case: Case, wi2013: str, wi2021: str
) -> None:
    row = beside(case)["a"]
    assert (row["duty_wi2013"], row["duty_wi2021"]) == (wi2013, wi2021)
    assert row["judged_on"] == date(2022, 1, 10)


def test_without_a_dated_notice_the_day_of_judging_is_the_one_looked_back_from() -> None:
    rows = beside(Case("none").right(), Case("undated").right().notice(""), as_of=date(2022, 3, 1))
    assert {name: row["judged_on"] for name, row in rows.items()} == {
        "none": date(2022, 3, 1),
        "undated": None,
    }


def test_the_lawful_end_has_the_extensions_and_the_day_of_settling_is_told() -> None:
    """Published 3 May 2021: ends 3 May 2024, and 100 days later 11 August 2024."""
    told = Case("a").right().notice("2021-09-01", "wi2013")
    told.add("extensions", granted_on="2022-01-17", days="100", reason="corona")
    told.exempt("completed", "2022-05-02").exempt("medical", "2022-06-02")
    unknown = Case("b").right().notice("2021-09-01", "wi2013")
    unknown.add("extensions", granted_on="2022-01-17", days="", reason="corona")
    maybe = Case("c").right().notice("2021-09-01", "wi2013")
    maybe.exempt("effort", "").exempt("medical", "2022-06-02")
    rows = beside(
        told,
        unknown,
        maybe,
        Case("d").right(decision="2022-01-05").notice(),
        as_of=date(2022, 10, 1),
    )
    found = {
        name: (row["extended_days"], row["lawful_end"], row["settled_on"])
        for name, row in rows.items()
    }
    assert found == {
        "a": (100, date(2024, 8, 11), date(2022, 5, 2)),
        "b": (None, None, None),
        "c": (0, date(2024, 5, 3), None),
        "d": (0, None, None),
    }


def test_a_term_ends_three_years_on_and_later_by_a_gap_in_the_chain() -> None:
    rows = beside(
        Case("whole").right(decision="2020-02-29").notice(),
        Case("gap")
        .right(decision="2020-02-01", end="2020-12-31")
        .right(decision="2021-02-01")
        .notice(),
        Case("new Act").right(decision="2022-01-05").notice(),
    )
    assert {name: row["term_end_publication"] for name, row in rows.items()} == {
        "gap": date(2023, 3, 4),  # 1 February 2023, and the 31 days of January 2021
        "new Act": None,
        "whole": date(2023, 3, 1),
    }
    assert rows["whole"]["term_end_notice"] is None  # that notice named the new Act


# As a workbook


def workbook(rows: list[Row], **changed: object) -> openpyxl.Workbook:
    asked = {
        "headline": "de officiële regel",
        "as_of": date(2023, 1, 1),
        "delivered_on": None,
        "synthetic": True,
    } | changed
    cells = [[row.get(column) for column in WORK_LIST] for row in rows]
    return openpyxl.load_workbook(BytesIO(work_list_workbook(WORK_LIST, cells, **asked)))  # type: ignore[arg-type]


def test_the_workbook_says_in_words_what_the_list_says_in_codes() -> None:
    row = {
        "person_id": "=1+1",
        "notice_dates": "2022-01-10; unknown",
        "regime": "none",
        "repair": "nothing",
        "fine": "too_early",
        "fine_euro": 1250,
        "loan": "no_loan",
    }
    [sheet] = workbook([row]).worksheets
    texts = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert "FICTIEF" in texts[1][0]
    told = dict(zip(texts[-2], texts[-1], strict=True))
    assert told["persoon"] == "=1+1"
    assert sheet.cell(sheet.max_row, 1).data_type == "s"
    assert told["verzonden op"] == "2022-01-10; onbekend"
    assert told["wet volgens de hoofdlezing"] == "geen plicht"
    assert told["laatste stap van het herstel"] == "niets vastgelegd"
    assert told["boete"] == "op of vóór het wettelijke einde van de termijn"
    assert told["boete die niet had gemogen, in euro"] == 1250
    assert told["lening"] == "geen"


def test_a_municipality_has_its_name_and_a_citation_is_in_dutch() -> None:
    rows: list[Row] = [
        {"person_id": "a", "municipality": "GM0363", "source": "DATA persons, notices"},
        {"person_id": "b", "municipality": "GM9999", "source": "D1; S3"},
    ]
    [sheet] = workbook(rows, municipalities={"GM0363": "Amsterdam"}).worksheets
    heading, *told = [[cell.value for cell in cells] for cells in sheet.iter_rows()][-3:]
    cells = [dict(zip(heading, row, strict=True)) for row in told]
    places = [row["gemeente van de laatste inschrijving"] for row in cells]
    assert places == ["Amsterdam (GM0363)", "GM9999"]
    assert [row["bron"] for row in cells] == ["de levering (personen, kennisgevingen)", "D1; S3"]


def test_every_sheet_can_be_filtered_and_keeps_its_headings_in_sight() -> None:
    [sheet] = workbook([{"person_id": "a"}]).worksheets
    [marked] = sheet.tables.values()
    top = int(marked.ref.split(":")[0][1:])
    assert marked.autoFilter is not None
    assert sheet.freeze_panes == f"B{top + 1}"
    assert sheet.print_title_rows == f"${top}:${top}"
    headings = [cell.value for cell in sheet[top]]
    assert all(headings)
    assert not set(headings) & set(WORK_LIST)


def test_what_does_not_fit_on_a_sheet_stands_on_the_next() -> None:
    rows = [{"person_id": name} for name in "abc"]
    sheets = workbook(rows, rows_a_sheet=2, synthetic=False).worksheets
    assert [sheet.title for sheet in sheets] == ["Werklijst", "Werklijst 2"]
    assert [sheet.cell(sheet.max_row, 1).value for sheet in sheets] == ["b", "c"]


def test_every_code_of_the_list_has_a_word() -> None:
    from hertoets.law import FACT_VALUES, REGIMES
    from hertoets.outcomes.fines import FINE
    from hertoets.outcomes.loans import LOAN
    from hertoets.outcomes.plans import PLAN
    from hertoets.outcomes.repair import REPAIR
    from hertoets.publish.words import read_words

    codes = read_words("worklist")["codes"]
    assert set(codes["repair"]) == {*REPAIR.categories} - {"not_wronged"}
    assert set(codes["regime"]) == set(REGIMES)
    for name, values in (("fine", FINE), ("loan", LOAN), ("plan", PLAN)):
        assert set(codes[name]) == set(values.categories)
    assert set(codes["unknown"]) == {
        *(fact for fact, values in FACT_VALUES.items() if "unknown" in values),
        *("notice_date", "regime_stated", "notices", "repair"),
    }


def test_whose_notice_may_be_missing_may_be_wronged() -> None:
    """With one on record that is listed; the missing one is named as what is not known."""
    told = Case("b").right().notice("2020-02-10", "wi2013")
    comparison = compared(tables_of([Case("a").right(), told]))
    doubt = Doubt("lost", "persons", missing=("notices",), persons=np.array([0, 1], dtype=np.int32))
    rows = comparison.with_doubts([doubt]).basis.work_list.rows(named=True)
    assert len(comparison.work_list) == 0
    assert [(row["wrong_notice"], row["notice_dates"], row["unknown"]) for row in rows] == [
        ("unknown", None, "notices"),
        ("unknown", "2020-02-10", "notices"),
    ]
