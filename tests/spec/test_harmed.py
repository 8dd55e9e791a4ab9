"""Groups of who was harmed by what followed, and who came under the Wi2013 by choice. By hand."""

from datetime import date

import polars as pl
import pytest
from hertoets.outcomes import Settings
from hertoets.outcomes.harmed import OF_HARMED, age_class, made_whole, months, of_harmed, values_of
from hertoets.outcomes.repair import came_under_wi2013

SETTINGS = Settings()
ON = SETTINGS.reference_date


@pytest.mark.parametrize(
    ("born_from", "born_to", "expected"),
    [
        (date(2004, 1, 1), date(2004, 1, 1), "under_18"),
        (date(2003, 12, 31), date(2003, 12, 31), "18_to_29"),
        (date(1992, 1, 1), date(1992, 1, 1), "18_to_29"),
        (date(1991, 12, 31), date(1991, 12, 31), "30_to_49"),
        (date(1972, 1, 1), date(1972, 1, 1), "30_to_49"),
        (date(1971, 12, 31), date(1971, 12, 31), "50_or_older"),
        pytest.param(date(1991, 1, 1), date(1991, 12, 31), "30_to_49", id="the year alone, and sure"),
        pytest.param(date(2003, 12, 1), date(2004, 1, 31), "unknown", id="on either side"),
        pytest.param(None, None, "unknown", id="not known"),
    ],
)  # fmt: skip
def test_an_age_is_known_where_every_day_of_birth_gives_it(
    born_from: date | None, born_to: date | None, expected: str
) -> None:
    person = pl.DataFrame(
        {"birth_from": [born_from], "birth_to": [born_to]},
        schema={"birth_from": pl.Date, "birth_to": pl.Date},
    )
    assert person.select(age_class(ON)).item() == expected


def harmed(**said: object) -> tuple[object, ...]:
    """The groups of one person with a fine without a duty, told of March 2020."""
    one = {
        "fine": "without_duty", "loan": "no_loan", "plan": "no_plan", "treaty_nationality": "SYR",
        "sex": "f", "age_class": "18_to_29", "regime": "wi2013",
        "start_publication": date(2020, 2, 3), "start_stated": date(2020, 3, 1),
    } | said  # fmt: skip
    kinds = {name: pl.Date for name in one if name.startswith("start_")}
    frame = pl.DataFrame([one], schema_overrides=kinds, infer_schema_length=None)
    return frame.select(of_harmed("start_publication", SETTINGS)).row(0)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, ("SYR", "f 18_to_29", "2020-02")),
        ({"treaty_nationality": "MAR"}, ("other", "f 18_to_29", "2020-02")),
        ({"treaty_nationality": None, "sex": None}, ("unknown", "unknown 18_to_29", "2020-02")),
        ({"start_publication": None}, ("SYR", "f 18_to_29", "2020-03")),
        ({"regime": "none"}, ("SYR", "f 18_to_29", "2020-03")),
        ({"start_publication": date(2019, 10, 31)}, ("SYR", "f 18_to_29", "other")),
        ({"start_publication": None, "start_stated": None}, ("SYR", "f 18_to_29", "other")),
        ({"fine": "other"}, ("", "", "")),
        ({"fine": "unknown"}, ("", "", "")),
        ({"fine": "no_fine", "plan": "without_basis"}, ("SYR", "f 18_to_29", "2020-02")),
    ],
)
def test_groups_are_of_who_surely_was_harmed_and_of_nobody_else(
    said: dict[str, object], expected: tuple[object, ...]
) -> None:
    assert harmed(**said) == expected


def test_the_months_are_those_of_the_cohorts() -> None:
    known = months(SETTINGS)
    assert (known[0], known[1], known[-1], len(known)) == ("2019-11", "2019-12", "2021-12", 26)


def test_who_might_have_been_harmed_has_groups_and_others_have_none() -> None:
    others = pl.DataFrame({name: ["", "", "x"] for name in OF_HARMED})
    others = others.with_columns(lawful_term=pl.lit("shorter"))
    followed = pl.DataFrame(
        {
            "fine": ["no_fine", "too_early", "other"], "loan": ["other"] * 3,
            "plan": ["no_plan"] * 3, "term_class": ["on_time", "not_applicable", "unknown"],
        }
    )  # fmt: skip
    made = made_whole(others, followed, SETTINGS)
    assert made["lawful_term"].to_list() == ["shorter", "not_applicable", "unknown"]
    for name, values in values_of(SETTINGS).items():
        first, second, third = made[name]
        assert (first, third) == ("", "")
        assert second in values


@pytest.mark.parametrize(
    ("chosen", "default", "offered", "expected"),
    [
        ("wi2013", None, date(2022, 6, 1), "yes"),
        ("wi2021", "wi2013", date(2022, 6, 1), "no"),
        ("no_choice", "wi2013", date(2022, 6, 1), "yes"),
        ("no_choice", "wi2021", date(2022, 6, 1), "no"),
        pytest.param("no_choice", "wi2013", date(2022, 8, 5), "no", id="a day too late for it"),
        pytest.param("no_choice", "wi2013", date(2022, 8, 4), "yes", id="just in time"),
        pytest.param("no_choice", None, date(2022, 6, 1), "unknown", id="default not known"),
        pytest.param("no_choice", "wi2013", None, "unknown", id="day not known"),
        ("unknown", "wi2021", date(2022, 6, 1), "unknown"),
        ("not_offered", None, None, "no"),
    ],
)
def test_under_the_wi2013_came_who_chose_it_or_was_placed_there_and_let_eight_weeks_pass(
    chosen: str, default: str | None, offered: date | None, expected: str
) -> None:
    """Up to 30 September 2022: 57 days from 4 August."""
    settings = Settings(as_of=date(2022, 9, 30))
    people = pl.DataFrame(
        {"person": [0], "regime_by_choice": [chosen], "choice_default": [default]},
        schema={"person": pl.Int32, "regime_by_choice": pl.String, "choice_default": pl.String},
    )
    offers = pl.DataFrame(
        {"person": [0], "offered_on": [offered]},
        schema={"person": pl.Int32, "offered_on": pl.Date},
    )
    offers = offers if chosen != "not_offered" else offers.clear()
    assert came_under_wi2013(people, offers, settings)["under_wi2013"].to_list() == [expected]
    without = came_under_wi2013(people, None, settings)
    assert without["under_wi2013"].to_list() == ["not_measured"]
