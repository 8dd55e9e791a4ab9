"""The situations of the law's own table (FACTS, section 4) and what was corrected since, by name.

Here the facts are given; that a person's records yield them is tested with the facts. Regimes
follow from that table and, where it leaves a question, from the specification's section 3.
"""

import pytest
from hertoets.law import Law, Situation, judge, load_law

READINGS = (
    "publication_exceptions",
    "publication",
    "became_obliged",
    "decision",
    "duty",
    "scope",
    "effective",
    "notice",
)
SHORT = {"13": "wi2013", "21": "wi2021", "none": "none", "open": "open", "?": "unknown"}

# Of each: standing, treaty, publication, decision, effective, obliged, notice -> the regime by
# each reading in the order above.
SITUATIONS = {
    "1 asylum decided in 2021, notice in January 2022":
        "obligable none before before before yes after -> 13 13 13 13 13 13 13 21",
    "2 family decided and collected in 2021, notice in January 2022":
        "obligable none before before before yes after -> 13 13 13 13 13 13 13 21",
    "3 family decided in 2021, in force in 2021, document collected in 2022":
        "obligable none after before before no after -> 21 21 21 13 21 21 13 21",
    "3 the same, in force in 2022: approved before entry, so obtained in 2022":
        "obligable none after after after no after -> 21 21 21 21 21 21 21 21",
    "4 asylum decided in 2021, collected, housed and registered in 2022":
        "obligable none before before before yes after -> 13 13 13 13 13 13 13 21",
    "5 asylum decided in 2022, effective date back in 2021":
        "obligable none after after before no after -> 21 21 21 21 21 21 13 21",
    "6 under 16 on the reference date":
        "under_16 none before before before no after -> 21 13 open 13 open 13 13 21",
    "6 the same, told before 2022: no other Act could be named":
        "under_16 none before before before no before -> 13 13 open 13 open 13 13 13",
    "7 aged 17 and at school ever since, of age in 2022":
        "schooling none before before before no after -> 21 13 open 13 open 13 13 21",
    "7 aged 17, school not recorded: at school or not":
        "not_excluded none before before before unknown after -> ? 13 ? 13 ? 13 13 21",
    "8 schooling ended before 2022":
        "obligable none before before before yes after -> 13 13 13 13 13 13 13 21",
    "9 schooling ended in 2022, at school from the start":
        "schooling none before before before no after -> 21 13 open 13 open 13 13 21",
    "9 obliged first, then at school until 2022":
        "schooling none before before before yes after -> 21 13 13 13 open 13 13 21",
    "10 A2 proof, never obliged":
        "diploma_a2 none before before before no after -> 21 13 open 13 open 13 13 21",
    "10 A2 proof, obliged before it":
        "diploma_a2 none before before before yes after -> 13 13 13 13 open 13 13 21",
    "10 A2 proof, obliged before it or not":
        "diploma_a2 none before before before unknown after -> ? 13 ? 13 open 13 13 21",
    "11 temporary purpose in 2021, another right in 2022":
        "obligable none after after after no after -> 21 21 21 21 21 21 21 21",
    "12 obliged before, a gap of at most a year":
        "obligable none bridged bridged bridged unknown after -> open open open open 13 13 open 21",
    "13 Turkish family, right before 2022":
        "obligable family_or_other before before before no after -> none none none none none none none 21",
    "14 Turkish family, right obtained in 2022":
        "obligable family_or_other after after after no after -> 21 21 21 21 21 21 21 21",
    "15 Turkish asylum, decided on or after 1 May 2020":
        "obligable asylum_since_may_2020 before before before yes after -> 13 13 13 13 13 13 13 21",
    "16 Turkish asylum, decided before 1 May 2020, told in 2022":
        "obligable asylum_before_may_2020 before before before no after -> none none none none none none none 21",
    "16 the same, never told":
        "obligable asylum_before_may_2020 before before before no no_notice -> none none none none none none none none",
    "16 the same, told before 2022: may have opted in":
        "obligable asylum_before_may_2020 before before before no before -> open open open open open open open 13",
    "16 the same, told nobody knows when":
        "obligable asylum_before_may_2020 before before before no unknown -> ? ? ? ? ? ? ? ?",
    "16 the same, opted in":
        "obligable asylum_opted_in before before before yes before -> 13 13 13 13 13 13 13 13",
    "17 family joining a person under the old Act, own right in 2022":
        "obligable none after after after no after -> 21 21 21 21 21 21 21 21",
    "18 medical dispensation since the duty began":
        "dispensed none before before before yes after -> open 13 13 13 open 13 13 21",
    "18 medical dispensation from the first day":
        "dispensed none before before before unknown after -> open 13 ? 13 open 13 13 21",
    "18 medical dispensation, told before 2022":
        "dispensed none before before before yes before -> 13 13 13 13 open 13 13 13",
    "19 national of the Union":
        "excluded none before before before no after -> none none none none none none none 21",
    "20 exam passed by the reference date, no notice":
        "completed none before before before yes no_notice -> 13 13 13 13 13 13 13 none",
    "20 exam passed, and a right only in 2022":
        "completed none after after after no after -> none none none none none none none 21",
    "21 date of collection missing":
        "obligable none unknown before before unknown after -> ? ? ? 13 ? ? 13 21",
    "21 date of collection and effective date missing":
        "obligable none unknown unknown unknown unknown after -> ? ? ? ? ? ? ? 21",
    "21 birth date missing":
        "unknown none before before before unknown after -> ? ? ? ? ? ? ? 21",
    "21 date of the notice missing, nothing else":
        "obligable none before before before yes unknown -> 13 13 13 13 13 13 13 ?",
}  # fmt: skip

ALIKE = {"1", "2", "4", "8", "15"}  # section 4: every reading agrees but what the chain did


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def regimes(law: Law, name: str) -> tuple[list[str], list[str]]:
    facts, expected = SITUATIONS[name].split(" -> ")
    named = ("standing", "treaty", "publication", "decision", "effective", "obliged", "notice")
    situation = Situation(**dict(zip(named, facts.split(), strict=True)))
    found = [judge(law.readings[reading], situation).regime for reading in READINGS]
    return found, [SHORT[code] for code in expected.split()]


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_is_judged_as_the_law_s_table_says(law: Law, name: str) -> None:
    found, expected = regimes(law, name)
    assert found == expected


def test_all_21_situations_are_there() -> None:
    assert {name.split()[0] for name in SITUATIONS} == {str(number) for number in range(1, 22)}


def test_the_readings_agree_where_section_4_says_so(law: Law) -> None:
    for name in SITUATIONS:
        if name.split()[0] in ALIKE:
            assert set(regimes(law, name)[0][:-1]) == {"wi2013"}
