"""The constants of the law: each has its unit, source and date of force, or is refused."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.law import constant_texts, constants, load_law, read_constants

WHOLE = """\
[term]
value = 3
unit = "years"
source = "W1 art. 7(1)"
in_force = 2013-01-01
meaning_nl = "De termijn."

[stop]
value = 2022-01-26
unit = "date"
source = "L353"
in_force = 2022-01-26
meaning_nl = "De stop."

[nations]
value = ["DEU"]
unit = "codes"
source = "W1 art. 5(2)(a)"
in_force = 2013-01-01
meaning_nl = "Landen."

[pension_age]
source = "AOW art. 7a"
in_force = 2020-01-01
meaning_nl = "De leeftijd."
rows = [
  { born_before = 1950-01-01, years = 65, months = 0 },
  { years = 67, months = 3 },
]
"""

# The specification names these in its text; here they stand a second time, by hand.
NUMBERS = {
    "duty_from_age": (16, "years"),
    "schooling_until_age": (18, "years"),
    "bridge": (1, "years"),
    "term": (3, "years"),
    "choice_days": (57, "days"),
    "tolerance": (2, "days"),
    "guidance_amount": (2370, "euro"),
    "fine_most": (1250, "euro"),
    "loan_most": (10000, "euro"),
}
DAYS = {
    "reference_date": "2021-12-31",
    "duty_known_from": "2013-01-01",
    "turkish_asylum_obliged_from": "2020-05-01",
    "british_until": "2020-12-31",
    "wrongly_told_from": "2022-01-01",
    "wrongly_told_to": "2022-01-31",
    "stop": "2022-01-26",
    "restart_family": "2022-03-01",
    "restart_asylum_and_other": "2022-03-25",
    "restart_wi2013": "2022-05-23",
    "cohort_from": "2019-11-01",
    "cohort_to": "2021-12-31",
    "guidance_from": "2021-01-01",
    "guidance_to": "2021-12-31",
}
EU27 = (
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT "
    "ROU SVK SVN SWE"
)

# Born on the last day of a row, and on the first of the next: years and months of the AOW.
PENSION = [
    ("1900-01-01", 65, 0),
    ("1947-12-31", 65, 0),
    ("1948-01-01", 65, 1),
    ("1948-11-30", 65, 1),
    ("1948-12-01", 65, 2),
    ("1949-10-31", 65, 2),
    ("1949-11-01", 65, 3),
    ("1950-09-30", 65, 3),
    ("1950-10-01", 65, 6),
    ("1951-06-30", 65, 6),
    ("1951-07-01", 65, 9),
    ("1952-03-31", 65, 9),
    ("1952-04-01", 66, 0),
    ("1952-12-31", 66, 0),
    ("1953-01-01", 66, 4),
    ("1955-08-31", 66, 4),
    ("1955-09-01", 66, 7),
    ("1956-05-31", 66, 7),
    ("1956-06-01", 66, 10),
    ("1957-02-28", 66, 10),
    ("1957-03-01", 67, 0),
    ("1990-06-15", 67, 0),
]


@pytest.mark.parametrize(("name", "number", "unit"), [(n, *v) for n, v in NUMBERS.items()])
def test_a_number_is_that_of_the_specification(name: str, number: int, unit: str) -> None:
    assert constants().number(name) == number
    assert constants().entries[name].unit == unit


@pytest.mark.parametrize(("name", "day"), DAYS.items())
def test_a_day_is_that_of_the_specification(name: str, day: str) -> None:
    assert constants().day(name) == date.fromisoformat(day)


def test_free_movement_is_for_the_other_26_of_the_union_the_eea_and_switzerland() -> None:
    found = constants().codes("free_movement")
    assert len(found) == len(set(found)) == 30
    assert set(found) == {*EU27.split(), "ISL", "LIE", "NOR", "CHE"} - {"NLD"}


def test_no_constant_stands_outside_these_tables() -> None:
    assert set(constants().entries) == {*NUMBERS, *DAYS, "free_movement"}


@pytest.mark.parametrize(("born", "years", "months"), PENSION, ids=[case[0] for case in PENSION])
def test_the_pension_age_turns_on_the_day_of_birth(born: str, years: int, months: int) -> None:
    day = date.fromisoformat(born)
    ages = constants().pension_ages
    first = next(age for age in ages if age.born_before is None or day < age.born_before)
    assert first.months == 12 * years + months


def test_every_pension_age_is_reached() -> None:
    told = {12 * years + months for _, years, months in PENSION}
    assert [age.months for age in constants().pension_ages] == sorted(told)


def test_every_constant_cites_a_source_that_is_listed_and_says_what_it_means() -> None:
    sources = load_law().sources
    texts = constant_texts(load_law())
    assert len(texts) == len(constants().entries) + len(constants().pension_ages)
    for text in texts:
        assert {part.split()[0] for part in text.source.split(";")} <= set(sources)
        assert text.meaning_nl.endswith(".")
        assert text.value_nl


@pytest.mark.parametrize(
    ("name", "value_nl"),
    [
        ("term", "3 jaar"),
        ("choice_days", "57 dagen"),
        ("guidance_amount", "2370 euro"),
        ("stop", "2022-01-26"),
    ],
)
def test_a_constant_is_said_with_its_unit(name: str, value_nl: str) -> None:
    assert {text.name: text.value_nl for text in constant_texts(load_law())}[name] == value_nl


def test_a_pension_age_is_said_with_who_reaches_it() -> None:
    ages = [text for text in constant_texts(load_law()) if text.name == "pension_age"]
    assert [age.value_nl for age in ages[:4]] == [
        "65 jaar",
        "65 jaar en 1 maand",
        "65 jaar en 2 maanden",
        "65 jaar en 3 maanden",
    ]
    assert ages[0].meaning_nl.endswith("Geboren voor 1948-01-01.")
    assert ages[1].meaning_nl.endswith("Geboren vanaf 1948-01-01 en voor 1948-12-01.")
    assert ages[-1].meaning_nl.endswith("Geboren vanaf 1957-03-01.")


@pytest.mark.parametrize(
    ("name", "method", "told"),
    [("stop", "number", "no number"), ("term", "day", "no date"), ("term", "codes", "no list")],
)
def test_a_constant_is_not_taken_for_another_kind(name: str, method: str, told: str) -> None:
    with pytest.raises(TypeError, match=f"{name} is {told}"):
        getattr(constants(), method)(name)


def test_the_law_of_a_run_carries_the_constants() -> None:
    assert load_law().constants is constants()


# What is refused


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "parameters.toml"
    path.write_text(text, encoding="utf-8")
    return path


def changed(old: str, new: str) -> str:
    assert WHOLE.count(old) >= 1
    return WHOLE.replace(old, new, 1)


def test_a_file_of_constants_is_read(tmp_path: Path) -> None:
    found = read_constants(written(tmp_path, WHOLE))
    assert (found.number("term"), found.day("stop")) == (3, date(2022, 1, 26))
    assert found.codes("nations") == ("DEU",)
    assert [age.months for age in found.pension_ages] == [780, 807]
    assert found.entries["term"].in_force == date(2013, 1, 1)


@pytest.mark.parametrize("number", [1, 1_000_000])
def test_a_number_may_be_as_small_as_one_and_as_large_as_a_million(
    tmp_path: Path, number: int
) -> None:
    text = changed("= 3", f"= {number}")
    assert read_constants(written(tmp_path, text)).number("term") == number


BROKEN = {
    "no source": (changed('source = "W1 art. 7(1)"\n', ""), "term, source: missing"),
    "empty source": (changed('"W1 art. 7(1)"', '""'), "term, source: empty"),
    "source not listed": (
        changed('"W1 art. 7(1)"', '"Q9 art. 7"'),
        r"term, source: source Q9 is not in sources\.toml",
    ),
    "no date of force": (changed("in_force = 2013-01-01\n", ""), "term, in_force: missing"),
    "date of force as text": (
        changed("in_force = 2013-01-01", 'in_force = "2013-01-01"'),
        "term, in_force: not a date",
    ),
    "moment of force": (
        changed("in_force = 2013-01-01", "in_force = 2013-01-01T00:00:00"),
        "term, in_force: not a date",
    ),
    "no unit": (changed('unit = "years"\n', ""), "term, unit: missing"),
    "unknown unit": (changed('"years"', '"weeks"'), "term, unit: unknown value weeks. Use one of"),
    "no value": (changed("value = 3\n", ""), "term, value: missing"),
    "no meaning": (changed('meaning_nl = "De termijn."\n', ""), "term, meaning_nl: missing"),
    "value as text": (changed("= 3", '= "3"'), "term, value: not of its unit. Write it as years"),
    "value is a bool": (changed("= 3", "= true"), "term, value: not of its unit"),
    "value is nothing": (changed("= 3", "= 0"), "term, value: not of its unit"),
    "value is negative": (changed("= 3", "= -3"), "term, value: not of its unit"),
    "value is beyond a calendar": (changed("= 3", "= 30000000"), "term, value: not of its unit"),
    "value is just beyond": (changed("= 3", "= 1000001"), "term, value: not of its unit"),
    "value is a fraction": (changed("= 3", "= 3.0"), "term, value: not of its unit"),
    "day as a number": (changed("= 2022-01-26", "= 20220126"), "stop, value: not of its unit"),
    "moment for a day": (
        changed("= 2022-01-26", "= 2022-01-26T12:00:00"),
        "stop, value: not of its unit",
    ),
    "code that is no text": (changed('["DEU"]', "[49]"), "nations, value: not of its unit"),
    "a code beside one that is no text": (
        changed('["DEU"]', '["DEU", 49]'),
        "nations, value: not of its unit",
    ),
    "a code that is empty": (changed('["DEU"]', '["DEU", ""]'), "nations, value: not of its unit"),
    "unknown field": (changed('unit = "years"', 'unit = "years"\nold = 2'), "term, old: unknown"),
    "no entry": ("term = 3\n" + WHOLE.replace("[term]", "[terms]"), "term: not an entry"),
    "no pension ages": (WHOLE[: WHOLE.index("[pension_age]")], "pension_age, rows: missing"),
    "pension ages without a source": (
        changed('source = "AOW art. 7a"\n', ""),
        "pension_age, source: missing",
    ),
    "pension ages without a date of force": (
        changed("in_force = 2020-01-01\n", ""),
        "pension_age, in_force: missing",
    ),
    "pension ages without a last row": (
        changed("  { years = 67, months = 3 },\n", ""),
        "pension_age, rows: not a table of ages by day of birth",
    ),
    "pension ages out of order": (
        changed("{ born_before", "{ born_before = 1960-01-01, years = 66, months = 0 },\n{ born_before"),
        "pension_age, rows: not a table of ages by day of birth",
    ),
    "a pension age without years": (
        changed("years = 65, ", ""),
        "pension_age, row 1, years: missing",
    ),
    "a pension age of thirteen months": (
        changed("months = 0", "months = 13"),
        "pension_age, row 1, months: too large",
    ),
    "a pension age below nothing": (
        changed("years = 65", "years = -65"),
        "pension_age, row 1, years: too small",
    ),
    "no TOML": ("[term\n", "not TOML at line 1, column 6"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_a_broken_constant_is_refused_with_file_and_entry(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(UseError, match=rf"parameters\.toml.*{told}") as info:
        read_constants(written(tmp_path, text))
    assert all(fault.mend for fault in info.value.faults)


def test_of_constants_that_cannot_be_read_nothing_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(UseError, match=r"^1 fault\.") as info:
        read_constants(written(tmp_path, "[term\n"))
    assert len(info.value.faults) == 1


def test_all_faults_of_the_constants_are_told_at_once(tmp_path: Path) -> None:
    text = changed('source = "L353"\n', "").replace("in_force = 2013-01-01", "in_force = 2013", 1)
    with pytest.raises(UseError, match=r"^2 faults\.") as info:
        read_constants(written(tmp_path, text))
    assert [fault.at for fault in info.value.faults] == ["term, in_force", "stop, source"]


def test_who_only_asks_for_help_does_not_wait_for_pydantic() -> None:
    code = "import sys, hertoets.cli; print({'pydantic', 'hertoets.law'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
