"""Outcomes of a person, by hand (contract, sections 3 and 4)."""

from datetime import date

import pytest

from tests.support.cases import Case, Tables, outcomes_of, tables_of

DAY = date.fromisoformat


def school(person: Case, *spells: tuple[str, str]) -> Case:
    for since, until in spells:
        person.exempt("compulsory_education", since, until)
    return person


def two_rights(first_end: str, second_effective: str, **second: str) -> Case:
    return (
        Case("")
        .right("family", "2017-03-01", end=first_end)
        .right("family", "2021-06-01", effective=second_effective, **second)
    )


# claim: person, and the start by the reading `publication` (None: cannot be known)
STARTS: dict[str, tuple[Case, str | None]] = {
    "asylum: the decision": (
        Case("").right(decision="2021-05-03", collected="2021-06-01"),
        "2021-05-03",
    ),
    "family: the document": (
        Case("").right("family", "2021-05-03", collected="2021-06-01"),
        "2021-06-01",
    ),
    "unknown group, two dates": (Case("").right("", "2021-05-03", collected="2021-06-01"), None),
    "unknown group, both dates the same": (Case("").right("", "2021-05-03"), "2021-05-03"),
    "no start under the new law": (Case("").right(decision="2022-05-03"), None),
    "moved to the 16th birthday": (
        Case("", birth_date="2005-09-20").right(decision="2021-05-03"),
        "2021-09-20",
    ),
    "a 16th birthday before the right does not matter": (
        Case("", birth_date="2005-05-00").right(decision="2021-06-03"),
        "2021-06-03",
    ),
    "a 16th birthday not known to the day": (
        Case("", birth_date="2005-09-00").right(decision="2021-05-03"),
        None,
    ),
    "under 16 on the reference date": (
        Case("", birth_date="2006-02-10").right(decision="2021-05-03"),
        "2022-02-10",
    ),
    "moved past schooling": (
        school(Case("").right(decision="2020-05-03"), ("2020-01-01", "2020-07-31")),
        "2020-08-01",
    ),
    "schooling that begins on the day itself": (
        school(Case("").right(decision="2020-05-03"), ("2020-05-03", "2020-05-31")),
        "2020-06-01",
    ),
    "schooling that ends on the day itself": (
        school(Case("").right(decision="2020-05-03"), ("2019-05-03", "2020-05-03")),
        "2020-05-04",
    ),
    "schooling that begins a day later does not move it": (
        school(Case("").right(decision="2020-05-03"), ("2020-05-04", "2020-07-31")),
        "2020-05-03",
    ),
    "one spell after another, touching": (
        school(
            Case("").right(decision="2020-05-03"),
            ("2020-08-01", "2021-02-28"),
            ("2020-01-01", "2020-07-31"),
        ),
        "2021-03-01",
    ),
    "one spell after another, a day between": (
        school(
            Case("").right(decision="2020-05-03"),
            ("2020-01-01", "2020-07-31"),
            ("2020-08-02", "2021-02-28"),
        ),
        "2020-08-01",
    ),
    "16th birthday, then schooling": (
        school(
            Case("", birth_date="2004-09-20").right(decision="2019-05-03"),
            ("2019-01-01", "2021-07-15"),
        ),
        "2021-07-16",
    ),
    "schooling without an end": (
        school(Case("").right(decision="2020-05-03"), ("2020-01-01", "")),
        None,
    ),
    "a spell whose beginning is not known, ending before": (
        school(Case("").right(decision="2020-05-03"), ("", "2020-05-02")),
        "2020-05-03",
    ),
    "a spell whose beginning is not known, ending after": (
        school(Case("").right(decision="2020-05-03"), ("", "2020-09-01")),
        None,
    ),
    "an exemption of unknown kind that covers the day": (
        Case("").right(decision="2020-05-03").exempt("", "2020-01-01", "2020-07-31"),
        None,
    ),
    "the first right of a chain": (two_rights("2021-06-30", "2021-07-01"), "2017-03-01"),
    "a gap of a year keeps the chain": (
        Case("")
        .right("family", "2017-03-01", end="2020-06-30")
        .right("family", "2021-06-01", effective="2021-06-30"),
        "2017-03-01",
    ),
    "a longer gap begins a new chain": (
        Case("")
        .right("family", "2017-03-01", end="2020-06-30")
        .right("family", "2021-06-01", effective="2021-07-01"),
        "2021-06-01",
    ),
    "a right that may qualify beside it": (
        two_rights("2021-06-30", "2021-07-01", temporary=""),
        None,
    ),
    "an effective date not known beside it": (two_rights("2021-06-30", ""), None),
    "a publication not known beside it": (
        two_rights("2021-06-30", "2021-07-01", collected=""),
        None,
    ),
    "an end not known that may part the chain": (
        Case("").right("family", "2017-03-01", end="2020-02-30").right("family", "2021-06-01"),
        None,
    ),
    "an end not known in the last right of the chain": (
        Case("").right("family", "2017-03-01").right("family", "2021-06-01", end="2021-02-30"),
        "2017-03-01",
    ),
    "an end not known, but the next right soon enough": (
        Case("").right("family", "2021-03-01", end="2021-02-30").right("family", "2021-06-01"),
        "2021-03-01",
    ),
    "a bridged right gives none": (
        Case("")
        .right("family", "2017-03-01", end="2021-06-30")
        .right("family", "2022-02-01", effective="2022-03-01"),
        None,
    ),
}
for number, (person, _) in enumerate(STARTS.values()):
    person.renamed(f"S{number:03}")


@pytest.fixture(scope="module")
def starts() -> dict[str, dict[str, object]]:
    return outcomes_of(tables_of(person for person, _ in STARTS.values()))


@pytest.mark.parametrize("claim", STARTS)
def test_start(claim: str, starts: dict[str, dict[str, object]]) -> None:
    person, expected = STARTS[claim]
    assert starts[person.name]["start_publication"] == (DAY(expected) if expected else None)


def told(name: str, regime: str, start: str, term_end: str = "", **right: str) -> Case:
    day = "2021-07-01" if regime == "wi2013" else "2022-03-01"
    return Case(name).right(**right).notice(day, regime, start=start, term_end=term_end)


# decision 3 May 2021: the term ends on 3 May 2024
CLASSES = {
    "two days late is on time": (told("a", "wi2013", "2021-05-05"), 2, "on_time"),
    "three days late": (told("b", "wi2013", "2021-05-06"), 3, "late"),
    "two days early is on time": (told("c", "wi2013", "2021-05-01"), -2, "on_time"),
    "three days early": (told("d", "wi2013", "2021-04-30"), -3, "early"),
    "no start stated": (told("e", "wi2013", ""), None, "unknown"),
    "the new law stated": (told("f", "wi2021", "2022-03-01"), 302, "not_applicable"),
    "the new law by law": (
        told("g", "wi2013", "2022-03-01", decision="2022-02-01"),
        None,
        "not_applicable",
    ),
    "unknown by law": (told("h", "wi2013", "2021-05-05", decision=""), None, "not_applicable"),
}
TERMS = {
    "the day three years later": (told("k", "wi2013", "2021-05-03", "2024-05-03"), "on_time"),
    "two days more": (told("l", "wi2013", "2021-05-03", "2024-05-05"), "on_time"),
    "three days more": (told("m", "wi2013", "2021-05-03", "2024-05-06"), "longer"),
    "three days less": (told("n", "wi2013", "2021-05-03", "2024-04-30"), "shorter"),
    "none stated": (told("o", "wi2013", "2021-05-03"), "unknown"),
    "stated before its start": (told("p", "wi2013", "2021-05-03", "2021-05-02"), "unknown"),
    "three years after 29 February": (
        told("q", "wi2013", "2020-02-29", "2023-03-04", decision="2020-02-29"),
        "longer",
    ),
    "two days after 1 March": (
        told("r", "wi2013", "2020-02-29", "2023-03-03", decision="2020-02-29"),
        "on_time",
    ),
}


@pytest.fixture(scope="module")
def shifts() -> dict[str, dict[str, object]]:
    people = [person for person, *_ in [*CLASSES.values(), *TERMS.values()]]
    return outcomes_of(tables_of(people))


@pytest.mark.parametrize("claim", CLASSES)
def test_start_class(claim: str, shifts: dict[str, dict[str, object]]) -> None:
    person, days, expected = CLASSES[claim]
    row = shifts[person.name]
    assert (row["start_shift_days"], row["start_class"]) == (days, expected)


@pytest.mark.parametrize("claim", TERMS)
def test_term_class(claim: str, shifts: dict[str, dict[str, object]]) -> None:
    person, expected = TERMS[claim]
    assert shifts[person.name]["term_class"] == expected


def test_the_cohort_is_entered_by_the_stated_or_the_computed_start() -> None:
    people = {
        "stated on the first day": (told("a", "wi2013", "2019-11-01", decision="2019-09-01"), True),
        "both a day before": (told("b", "wi2013", "2019-10-31", decision="2019-10-31"), False),
        "computed on the last day": (
            told("c", "wi2021", "2022-01-10", decision="2021-12-31"),
            True,
        ),
        "neither known": (told("d", "wi2013", "", decision=""), False),
    }
    found = outcomes_of(tables_of(person for person, _ in people.values()))
    assert {claim: found[person.name]["in_cohort"] for claim, (person, _) in people.items()} == {
        claim: expected for claim, (_, expected) in people.items()
    }


NOTICES = {
    "the new law in 2022 to whom the old law binds": (Case("").right().notice("2022-01-01"), "yes"),
    "the same before 2022 is not such a notice": (Case("").right().notice("2021-12-31"), "no"),
    "the old law in 2022": (Case("").right().notice("2022-01-10", "wi2013"), "no"),
    "not only the first notice counts": (
        Case("").right().notice("2021-08-01", "wi2013").notice("2022-01-10"),
        "yes",
    ),
    "to whom no duty binds": (Case("", nationality="DEU").right().notice(), "yes"),
    "to whom the new law binds": (Case("").right(decision="2022-01-05").notice(), "no"),
    "to whom it is not known": (Case("").right(decision="").notice(), "unknown"),
    "to whom the sources are silent": (
        Case("", nationality="TUR").right(decision="2020-01-01").notice(),
        "unknown",
    ),
    "a later notice without a regime": (
        Case("").right().notice("2021-08-01", "wi2013").notice("2022-01-10", ""),
        "unknown",
    ),
    "a notice of the new law without a date": (
        Case("").right().notice("2021-08-01", "wi2013").notice("", start=""),
        "unknown",
    ),
    "nobody told": (Case("").right(), "no"),
}
for number, (person, _) in enumerate(NOTICES.values()):
    person.renamed(f"N{number:03}")


@pytest.fixture(scope="module")
def notices() -> dict[str, dict[str, object]]:
    return outcomes_of(tables_of(person for person, _ in NOTICES.values()))


@pytest.mark.parametrize("claim", NOTICES)
def test_wrong_notice(claim: str, notices: dict[str, dict[str, object]]) -> None:
    person, expected = NOTICES[claim]
    assert notices[person.name]["wrong_notice"] == expected


def test_outcome_is_the_first_that_holds() -> None:
    people = {
        "no_notice": Case("a", nationality="").right(),
        "unknown": Case("b").right().notice(regime=""),
        "open": Case("c", nationality="TUR").right(decision="2020-01-01").notice(),
        "no_duty": Case("d", nationality="DEU").right().notice(),
        "correct": Case("e").right().notice(regime="wi2013"),
        "wrong_regime": Case("f").right().notice(),
    }
    found = outcomes_of(tables_of(people.values()))
    assert {
        expected: found[person.name]["outcome_publication"] for expected, person in people.items()
    } == {expected: expected for expected in people}


def test_data_seen_is_a_breach_only_where_the_old_law_binds() -> None:
    def seen(person: Case, *viewed: str) -> Case:
        for number, value in enumerate(viewed):
            person.add(
                "data_access",
                municipality=f"GM000{number + 1}",
                visible_from="2022-01-12",
                viewed=value,
            )
        return person

    people = {
        "viewed": seen(Case("a").right(), "false", "true"),
        "visible": seen(Case("b").right(), "false", ""),
        "no": seen(Case("c").right(decision="2022-01-05"), "true"),
        "unknown": seen(Case("d").right(decision=""), "true"),
    }
    nobody = Case("e").right()
    found = outcomes_of(tables_of([*people.values(), nobody]))
    assert {expected: found[person.name]["breach"] for expected, person in people.items()} == {
        expected: expected for expected in people
    }
    assert found["e"]["breach"] == "no"


def stay(
    person: Case, since: str, until: str, linked: str = "GM0363", on: str = "2021-05-10"
) -> Case:
    return person.add(
        "reception",
        location_municipality="GM1950",
        location_kind="azc",
        linked_municipality=linked,
        linked_on=on,
        from_date=since,
        to_date=until,
    )


def home(person: Case, municipality: str, since: str, until: str = "") -> Case:
    return person.add("registrations", municipality=municipality, valid_from=since, valid_to=until)


def informed(municipality: str) -> Case:
    return Case("").right().notice("2021-07-01", "wi2013", informed=municipality)


INFORMED = {
    "in reception, the linked one": (stay(informed("GM0363"), "2021-01-01", ""), "right"),
    "in reception, the one of the location": (
        stay(informed("GM1950"), "2021-01-01", ""),
        "wrong_reception",
    ),
    "in reception, yet another": (stay(informed("GM0014"), "2021-01-01", ""), "wrong_other"),
    "linked on the day of the notice": (
        stay(informed("GM0363"), "2021-01-01", "", on="2021-07-01"),
        "right",
    ),
    "linked a day later": (stay(informed("GM0363"), "2021-01-01", "", on="2021-07-02"), "unknown"),
    "not linked": (stay(informed("GM0363"), "2021-01-01", "", linked="", on=""), "unknown"),
    "left reception on the day itself": (
        home(stay(informed("GM0014"), "2021-01-01", "2021-07-01"), "GM0014", "2021-07-01"),
        "right",
    ),
    "still in reception, though registered": (
        home(stay(informed("GM0014"), "2021-01-01", "2021-07-02"), "GM0014", "2021-06-01"),
        "wrong_other",
    ),
    "of two stays the one that began last": (
        stay(
            stay(informed("GM0014"), "2021-01-01", "", linked="GM0363"),
            "2021-06-01",
            "",
            linked="GM0014",
        ),
        "right",
    ),
    "registered elsewhere": (home(informed("GM0014"), "GM0363", "2021-01-01"), "wrong_other"),
    "registered nowhere": (informed("GM0014"), "unknown"),
    "nobody informed": (home(informed(""), "GM0363", "2021-01-01"), "not_informed"),
}
for number, (person, _) in enumerate(INFORMED.values()):
    person.renamed(f"I{number:03}")


@pytest.fixture(scope="module")
def municipalities() -> dict[str, dict[str, object]]:
    return outcomes_of(tables_of(person for person, _ in INFORMED.values()))


@pytest.mark.parametrize("claim", INFORMED)
def test_informed(claim: str, municipalities: dict[str, dict[str, object]]) -> None:
    person, expected = INFORMED[claim]
    assert municipalities[person.name]["informed"] == expected


WAITED: dict[str, tuple[Case, int | None]] = {
    # from 26 January (the stop) or, later, the publication, to the notice
    "family under the new law, from the stop": (
        Case("").right("family", "2022-01-05").notice("2022-03-01"),
        34,
    ),
    "family published after the stop": (
        Case("").right("family", "2022-02-09").notice("2022-03-01"),
        20,
    ),
    "family told a day before the restart": (
        Case("").right("family", "2022-01-05").notice("2022-02-28"),
        None,
    ),
    "family published on the day of the restart": (
        Case("").right("family", "2022-03-01").notice("2022-03-02"),
        None,
    ),
    "asylum, between the two restarts": (
        Case("").right(decision="2022-01-05").notice("2022-03-24"),
        None,
    ),
    "asylum, from its restart": (Case("").right(decision="2022-01-05").notice("2022-03-25"), 58),
    "the old law, from its restart": (
        Case("").right(decision="2021-12-05").notice("2022-05-23", "wi2013"),
        117,
    ),
    "group not known": (Case("").right("", "2022-01-05").notice("2022-03-25"), None),
    "regime not known": (Case("").right(decision="2022-01-05").notice("2022-03-25", ""), None),
}
for number, (person, _) in enumerate(WAITED.values()):
    person.renamed(f"W{number:03}")


@pytest.fixture(scope="module")
def waits() -> dict[str, dict[str, object]]:
    return outcomes_of(tables_of(person for person, _ in WAITED.values()))


@pytest.mark.parametrize("claim", WAITED)
def test_waited_days(claim: str, waits: dict[str, dict[str, object]]) -> None:
    person, expected = WAITED[claim]
    assert waits[person.name]["waited_days"] == expected


def test_a_choice_stands_beside_the_default_of_the_group() -> None:
    def offered(name: str, group: str, *offers: tuple[str, str]) -> Case:
        person = Case(name).right(group)
        for day, choice in offers:
            person.add("choices", offered_on=day, choice=choice, chosen_on="")
        return person

    people = {
        ("wi2021", "wi2013"): offered("a", "asylum", ("2022-06-01", "wi2013")),
        ("wi2013", "no_choice"): offered("b", "family", ("2022-06-01", "")),
        ("wi2013", "wi2021"): offered("c", "other", ("2022-06-01", ""), ("2022-06-02", "wi2021")),
        (None, "no_choice"): offered("d", "", ("2022-06-01", "")),
        (None, "not_offered"): offered("e", "asylum"),
    }
    found = outcomes_of(tables_of(people.values()))
    assert {
        (row["choice_default"], row["regime_by_choice"]): name for name, row in found.items()
    } == {expected: person.name for expected, person in people.items()}


def test_what_needs_an_absent_table_is_not_measured() -> None:
    row = outcomes_of(tables_of([Case("a").right().notice(informed="GM0363")]))["a"]
    assert {
        name: row[name] for name in ("breach", "informed", "choice_default", "regime_by_choice")
    } == {
        "breach": "not_measured",
        "informed": "not_measured",
        "choice_default": None,
        "regime_by_choice": "not_measured",
    }


def test_the_headline_decides_certainty_and_consequences() -> None:
    tables: Tables = tables_of(
        [Case("a").right("family", "2021-12-20", collected="2022-01-11").notice()]
    )
    by_publication = outcomes_of(tables)["a"]
    by_decision = outcomes_of(tables, headline="decision")["a"]
    assert (by_publication["wrong_notice"], by_decision["wrong_notice"]) == ("no", "yes")
    assert by_publication["certainty"] == by_decision["certainty"] == "reading_dependent"
    assert by_decision["start_shift_days"] == 21  # 20 December to 10 January
