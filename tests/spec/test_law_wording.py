"""The law in words: every value has a meaning, every row is said once, alike everywhere."""

import pytest
from hertoets.law import (
    FACT_VALUES,
    REGIMES,
    STATUSES,
    Law,
    common_rule_texts,
    constant_texts,
    law_as_markdown,
    law_as_text,
    load_law,
    own_rule_texts,
    reading_texts,
    rule_texts,
    source_texts,
)


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def test_every_value_has_a_meaning_in_dutch_and_no_word_is_left_over(law: Law) -> None:
    words = {part: list(meanings) for part, meanings in law.vocabulary.items()}
    assert words == {
        **{fact: list(values) for fact, values in FACT_VALUES.items()},
        "date": list(FACT_VALUES["publication"]),
        "regime": list(REGIMES),
        "status": list(STATUSES),
        "read": ["seen", "2nd", "known", "not_a_document"],
        "unit": ["years", "days", "date", "euro", "codes"],
    }


def test_a_row_is_said_by_its_conditions_outcome_source_and_sentence(law: Law) -> None:
    texts = {text.id: text for text in rule_texts(law, "publication_exceptions")}
    text = texts["publication_exceptions.diploma_a2_obliged_no"]
    assert text.when_nl == (
        "had een bewijs op niveau A2, dat onder de oude wet vrijstelde; "
        "en de plicht van de Wet inburgering (2013) was op de peildatum nooit ontstaan; "
        "en bekendgemaakt op of vóór de peildatum, en het recht duurde voort"
    )
    assert text.codes == "standing diploma_a2, obliged no, publication before"
    assert (text.outcome_nl, text.regime) == ("Wet inburgering 2021", "wi2021")
    assert text.citation == "D1; S3"
    assert text.says_nl == (
        "Wie op de peildatum met een A2-bewijs was vrijgesteld en nooit plichtig was geworden, "
        "valt onder de Wet inburgering 2021."
    )


def test_the_date_of_a_common_rule_is_the_date_of_the_reading_at_hand(law: Law) -> None:
    assert common_rule_texts(law)[5].codes == "date after"
    assert rule_texts(law, "decision")[5].codes == "decision after"
    assert rule_texts(law, "decision")[5].when_nl.startswith("verkregen")


def test_a_reading_says_the_common_rows_first_and_then_its_own(law: Law) -> None:
    for name in law.readings:
        own = own_rule_texts(law, name)
        assert rule_texts(law, name)[-len(own) :] == own
        assert [text.id for text in rule_texts(law, name)] == [
            rule.id for rule in law.readings[name].rules
        ]


def test_the_headline_is_said_to_be_the_official_rule(law: Law) -> None:
    first = reading_texts(law)[0]
    assert first.name == "publication_exceptions"
    assert first.status_nl == "officiële regel van SZW en DUO"
    assert (first.for_nl, first.against_nl) == ("D1, S3, D4", "S3, M1, W8")


def test_what_was_not_read_is_not_said_to_be(law: Law) -> None:
    sources = {text.id: text for text in source_texts(law)}
    assert sources["AOW"].read_nl.startswith("algemeen bekend, niet nagelezen: ")
    assert sources["D1"].read_nl.startswith("gelezen: alleen het begin")
    assert [text.id for text in source_texts(law) if not text.is_document] == ["DATA"]


def test_a_notice_as_no_decision_is_said_to_be_the_view_of_one_court(law: Law) -> None:
    assert law.sources["R1"].establishes_nl.startswith("Volgens de rechtbank Midden-Nederland")


@pytest.mark.parametrize("render", [law_as_text, law_as_markdown])
def test_a_rendering_shows_every_row_constant_and_source(law: Law, render) -> None:
    # Wrapped lines are joined first, so that a sentence is found whole.
    shown = " ".join(render(law).split())
    for name in law.readings:
        for text in own_rule_texts(law, name):
            parts = (text.id, text.when_nl, text.codes, text.outcome_nl, text.says_nl)
            assert all(part in shown for part in (*parts, text.citation))
    for text in common_rule_texts(law):
        assert all(part in shown for part in (text.id, text.says_nl, text.citation))
    for constant in constant_texts(law):
        parts = (constant.name, constant.value_nl, constant.meaning_nl, constant.source)
        assert all(part in shown for part in (*parts, constant.in_force))
    for source in law.sources.values():
        assert all(part in shown for part in (source.document, source.date, source.address))


def test_the_text_fits_a_terminal_of_100_columns_but_for_addresses(law: Law) -> None:
    lines = law_as_text(law).splitlines()
    assert [line for line in lines if len(line) > 100 and "https://" not in line] == []


# As a terminal shows a rule, a constant, the meaning of a value and a source, between their neighbours.
SHOWN = [
    """
C8
    als   Turks, gezins- of overige migrant (treaty family_or_other)
    dan   geen inburgeringsplicht (none)
    zegt  Een Turkse gezinsmigrant of overige migrant met een recht van op of vóór de peildatum
      heeft geen inburgeringsplicht.
    bron  T1
C9
""",
    """

Werkingssfeer (scope)
=====================
Viel iemand op de peildatum binnen de werkingssfeer van de oude wet, vrijgesteld of niet?
Aard: verdedigbare lezing. Bronnen voor: S2. Tegen: D1, S3.
De gemeenschappelijke regels gaan voor.
scope.bridged
    als   """,
    """
term  3 jaar
    De inburgeringstermijn onder de Wet inburgering (2013).
    W1 art. 7(1); W3 art. 7b(1); sinds 2013-01-01
turkish_asylum_obliged_from  2020-05-01
""",
    """

Wat de waarden betekenen
========================
standing
  excluded: uitgezonderd van de wet: leeftijd, schooljaren hier, diploma, verdrag, Nederlander, of
    EU, EER of Zwitserland
""",
    """
    Gelezen: zonder voetnoot 1, die de eerste groep noemt, en het slot.
    https://zoek.officielebekendmakingen.nl/dossier/kst-32824-353.html
L356  Kamerstuk 32 824, nr. 356 (2022-03-21)
""",
]


@pytest.mark.parametrize("part", SHOWN)
def test_the_text_shows_each_part_indented_under_its_name(law: Law, part: str) -> None:
    assert part in law_as_text(law)
