"""What truly followed for a person: fine, loan and plan, each value by hand.

Everyone here is told Wi2013 from 1 March 2020 to 1 March 2023 while the lawful start is 1 January
2020 (so the lawful end is 1 January 2023), unless said.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hertoets.synth.aftermath import Aftermath, judge_fines, judge_loans, judge_plans
from hertoets.synth.chains import Rights, term_ends
from hertoets.synth.draws import Column, texts
from hertoets.synth.world import make_world


def day(text: str) -> Column:
    return np.array([text or "NaT"], dtype="datetime64[D]")


def after(
    regime: str = "wi2013",
    asylum: bool = True,
    start: str = "2020-01-01",
    stated: tuple[str, str] = ("2020-03-01", "2023-03-01"),
    settled: str = "",
    extended: int = 0,
) -> Aftermath:
    begins = np.datetime64(start or "NaT", "D")
    ends = begins.astype(object).replace(year=begins.astype(object).year + 3) if start else ""
    return Aftermath.of(
        regime=texts([regime]),
        as_asylum=np.array([asylum]),
        start=day(start),
        term_end=day(str(ends)),
        stated_start=day(stated[0]),
        stated_end=day(stated[1]),
        told=np.array([True]),
        settled=day(settled),
        extensions={
            "person": np.zeros(1 if extended else 0, dtype=int),
            "days": np.array([extended] if extended else [], dtype=int),
        },
    )


def table(rows: list[dict[str, str]], *columns: str) -> dict[str, Any]:
    made = {
        name: np.array([row.get(name) or "NaT" for row in rows], dtype="datetime64[D]")
        for name in columns
    }
    return made | {"person": np.zeros(len(rows), dtype=int)}


@pytest.mark.parametrize(
    ("fines", "of", "duty", "fine"),
    [
        pytest.param([], {}, "obliged", "no_fine", id="none"),
        pytest.param([("2023-01-02", "2023-02-01")], {}, "no", "no_fine", id="withdrawn"),
        pytest.param([("2023-01-01", "")], {}, "obliged", "too_early", id="on the lawful end"),
        pytest.param([("2023-01-02", "")], {}, "obliged", "other", id="the day after it"),
        pytest.param(
            [("2023-01-31", "")], {"extended": 30}, "obliged", "too_early", id="extended to it"
        ),
        pytest.param(
            [("2023-02-01", "")], {"extended": 30}, "obliged", "other", id="extended, a day after"
        ),
        pytest.param([("2022-01-02", "")], {}, "completed", "without_duty", id="done by then"),
        pytest.param([("2023-06-02", "")], {"regime": "none"}, "no", "without_duty", id="no Act"),
        pytest.param([("2022-06-02", "")], {"regime": "wi2021"}, "obliged", "other", id="new Act"),
        pytest.param([("2022-06-02", "")], {"regime": "open"}, "unknown", "unknown", id="silent"),
        pytest.param(
            [("2023-06-02", ""), ("2022-06-02", "")], {}, "obliged", "too_early", id="the worst"
        ),
    ],
)
def test_a_fine_is_judged_by_the_lawful_end_and_the_duty_on_its_day(
    fines: list[tuple[str, str]], of: dict[str, Any], duty: str, fine: str
) -> None:
    rows = [{"imposed_on": on, "withdrawn_on": gone} for on, gone in fines]
    given = table(rows, "imposed_on", "withdrawn_on")
    assert judge_fines(after(**of), given, lambda _: texts([duty])).tolist() == [fine]


EARLY_END = {"stated": ("2020-03-01", "2022-06-01")}
DONE_BETWEEN = EARLY_END | {"settled": "2022-07-01"}


@pytest.mark.parametrize(
    ("loans", "of", "loan"),
    [
        pytest.param([], {}, "no_loan", id="none"),
        pytest.param([("2020-04-01", "", "")], {}, "late_access", id="after a late start"),
        pytest.param([("2020-03-01", "", "")], {}, "late_access", id="on the stated start"),
        pytest.param([("2020-02-29", "", "")], {}, "other", id="the day before the stated start"),
        pytest.param(
            [("2020-02-29", "", ""), ("2020-04-01", "", "")], {}, "other", id="the first decides"
        ),
        pytest.param(
            [("2020-04-01", "", "")], {"start": "2020-02-28"}, "other", id="two days late: on time"
        ),
        pytest.param(
            [("2020-04-01", "", "")], {"start": "2020-02-27"}, "late_access", id="three days late"
        ),
        pytest.param(
            [("2020-04-01", "2022-12-01", "")], DONE_BETWEEN, "not_written_off", id="repays"
        ),
        pytest.param([("2020-04-01", "", "")], DONE_BETWEEN, "not_written_off", id="not yet"),
        pytest.param(
            [("2020-04-01", "", "2022-08-01")], DONE_BETWEEN, "late_access", id="written off"
        ),
        pytest.param(
            [("2020-04-01", "", "")],
            EARLY_END | {"settled": "2022-06-01"},
            "late_access",
            id="done on the stated end",
        ),
        pytest.param(
            [("2020-04-01", "", "")],
            EARLY_END | {"settled": "2023-01-01"},
            "not_written_off",
            id="done on the lawful end",
        ),
        pytest.param(
            [("2020-04-01", "", "")],
            EARLY_END | {"settled": "2023-01-02"},
            "late_access",
            id="done after it",
        ),
        pytest.param(
            [("2020-04-01", "", "")], DONE_BETWEEN | {"asylum": False}, "late_access", id="family"
        ),
        pytest.param([("2020-04-01", "", "")], {"regime": "open"}, "unknown", id="silent"),
        pytest.param([("2020-02-01", "", "")], {"regime": "open"}, "other", id="silent, same"),
        pytest.param(
            [("2022-04-01", "", "")],
            {"regime": "wi2021", "start": "", "stated": ("", "")},
            "other",
            id="new Act",
        ),
    ],
)
def test_a_loan_is_judged_by_when_it_came_and_whether_it_was_written_off(
    loans: list[tuple[str, str, str]], of: dict[str, Any], loan: str
) -> None:
    names = ("granted_on", "repayment_from", "written_off_on")
    rows = [dict(zip(names, dates, strict=True)) for dates in loans]
    assert judge_loans(after(**of), table(rows, *names)).tolist() == [loan]


@pytest.mark.parametrize(
    ("plans", "chosen", "regime", "plan"),
    [
        pytest.param([], "", "wi2013", "no_plan", id="none"),
        pytest.param(["2022-04-01"], "", "wi2013", "without_basis", id="old Act, no choice"),
        pytest.param(["2022-04-01"], "", "none", "without_basis", id="no Act"),
        pytest.param(["2022-04-01"], "", "wi2021", "other", id="new Act"),
        pytest.param(["2022-06-19"], "2022-06-20", "wi2013", "without_basis", id="before it"),
        pytest.param(["2022-06-20"], "2022-06-20", "wi2013", "other", id="on the choice"),
        pytest.param(
            ["2022-07-01", "2022-04-01"], "2022-06-20", "wi2013", "without_basis", id="one of two"
        ),
        pytest.param(["2022-04-01"], "", "open", "unknown", id="silent"),
        pytest.param(["2022-07-01"], "2022-06-20", "open", "other", id="silent, chosen before"),
    ],
)
def test_a_plan_has_no_basis_before_the_choice_of_who_is_under_the_old_act(
    plans: list[str], chosen: str, regime: str, plan: str
) -> None:
    given = table([{"plan_date": on} for on in plans], "plan_date")
    choices = {
        "person": np.zeros(1 if chosen else 0, dtype=int),
        "choice": texts(["wi2021"] if chosen else []),
        "chosen_on": day(chosen) if chosen else day("")[:0],
    }
    assert judge_plans(after(regime=regime), given, choices).tolist() == [plan]


@pytest.mark.parametrize(
    ("end", "effective", "expected"),
    [
        pytest.param("2021-06-30", "2021-07-01", "2023-01-01", id="joined: no gap"),
        pytest.param("2021-06-30", "2021-07-02", "2023-01-02", id="a gap of one day"),
        pytest.param("2021-06-30", "2021-10-01", "2023-04-03", id="a gap of 92 days"),
        pytest.param("2022-12-30", "2023-01-02", "2023-01-03", id="begins the day before the end"),
        pytest.param("2022-12-31", "2023-01-03", "2023-01-01", id="begins on the end"),
    ],
)
def test_the_lawful_term_is_longer_by_a_gap_that_begins_in_it(
    end: str, effective: str, expected: str
) -> None:
    rights = Rights.of(
        {
            "person": np.array([0, 0]),
            "migrant_group": texts(["asylum", "asylum"]),
            "spiritual_minister": np.array([False, False]),
            "temporary_purpose": np.array([False, False]),
            "family_of_asylum": texts([None, None]),
            "decision_date": np.array(["2020-01-01", effective], dtype="datetime64[D]"),
            "collected": np.array(["2020-01-01", effective], dtype="datetime64[D]"),
            "effective_date": np.array(["2020-01-01", effective], dtype="datetime64[D]"),
            "end_date": np.array([end, "NaT"], dtype="datetime64[D]"),
        }
    )
    assert str(term_ends(rights, np.array([True, True]), day("2020-01-01"))[0]) == expected


def test_each_harm_occurs_that_a_delivery_of_2022_can_show() -> None:
    truth = pd.DataFrame(make_world(60_000, 20220321).truth)
    assert truth["fine"].value_counts()[["without_duty", "too_early", "other"]].min() >= 40
    assert truth["loan"].value_counts()[["late_access", "other"]].min() >= 40
    assert truth["plan"].value_counts()[["without_basis", "other"]].min() >= 40
    # No stated term has ended that was followed by an exam: the first ones end after the delivery.
    assert "not_written_off" not in set(truth["loan"])


def test_planted_people_have_no_rows_of_what_followed() -> None:
    world = make_world(6_000, 8)
    for name in ("extensions", "fines", "loans", "plans"):
        assert len(world.tables[name]["person_id"]) > 20
        assert not set(world.tables[name]["person_id"]) & set(world.case)
