"""No code that is published names two things: sources, rules, sentences, lessons, language levels."""

from itertools import combinations

from hertoets.law import load_law
from hertoets.publish.annex import annex_parts
from hertoets.publish.lessons import lessons

LAW = load_law(None)
FAMILIES = {
    "sources": set(LAW.sources),
    "rules": {rule.id for reading in LAW.readings.values() for rule in reading.rules},
    "sentences": {s.id for part in annex_parts().values() for s in part.sentences if s.finding},
    "lessons": {lesson.id for lesson in lessons()},
    "levels of language": {"A1", "A2", "B1", "B2"},
}


def test_no_code_names_two_things() -> None:
    assert all(len(codes) > 3 for codes in FAMILIES.values())
    for one, other in combinations(FAMILIES, 2):
        assert FAMILIES[one] & FAMILIES[other] == set(), f"{one} and {other}"


def test_a_lesson_is_called_the_same_everywhere() -> None:
    assert [lesson.id for lesson in lessons()] == [f"Les {n}" for n in range(1, 12)]
    assert {s.id for s in annex_parts()["lessons"].sentences} == FAMILIES["lessons"]
