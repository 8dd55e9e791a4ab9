"""Unknown in, unknown out: what the oracle knows of someone holds whatever the unknown is."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from .facts import find_facts
from .filling import completions
from .fuzz import random_extract
from .logic import known
from .person import Person
from .reading import read_tables
from .settings import Settings
from .starts import possible_starts

FACTS = ("standing", "publication", "decision", "effective", "obliged")


def contradictions(seed, persons, most=12):
    extract = read_tables(random_extract(seed, persons))
    settings = replace(Settings(), as_of=date(2032, 12, 31))
    own = defaultdict(lambda: defaultdict(list))
    for name, rows in extract.tables.items():
        for row in rows:
            if "person_id" in row:
                own[row["person_id"]][name].append(row)
    rng = random.Random(seed)
    for row in extract.tables["persons"]:
        mine = own[row["person_id"]]
        person = Person(row, mine, extract, settings)
        facts = find_facts(person, possible_starts)
        for number, (filled, rows) in enumerate(completions(rng, row, mine, person)):
            if number == most:
                break
            other = Person(filled, rows, extract, settings)
            now = find_facts(other, possible_starts)
            # Two sentences look at what is known, not at what may be: the test day is that of the
            # earliest *known* publication, and a start without effective date is *this date*.
            if len(person.test_days) == 1 and other.test_days != person.test_days:
                continue
            if other.test_days[0] < person.test_days[0]:
                continue
            effective = all(known(right.effective) for right in person.rights)
            for fact in FACTS if effective else FACTS[:-1]:
                yield person.id, fact, getattr(facts, fact), getattr(now, fact)


def vague(was, now):
    """`not_excluded` leaves open which of the others it is."""
    return was == "unknown" or (
        was == "not_excluded" and now not in ("excluded", "completed", "unknown")
    )


@pytest.mark.parametrize("seed", range(4))
def test_filling_in_what_is_unknown_never_contradicts_what_was_known(seed):
    compared = list(contradictions(seed, 150))
    assert len(compared) > 1000
    assert [one for one in compared if not vague(*one[2:]) and one[2] != one[3]] == []
