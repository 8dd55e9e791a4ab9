"""The people and their tables as they would be if nothing were wrong with the records.

The errors of the affair itself (wrong notices, wrong municipalities, data seen without basis)
are part of it: they are the subject. Faults of the records come after (`analysis.synth.faults`).
"""

from dataclasses import dataclass

import numpy as np

from analysis.synth import situations
from analysis.synth.draws import Column, Columns, stacked
from analysis.synth.exemptions import draw_exemptions
from analysis.synth.guidance import draw_guidance_counts
from analysis.synth.municipalities import municipalities
from analysis.synth.notices import draw_notices
from analysis.synth.parameters import parameters
from analysis.synth.persons import draw_people
from analysis.synth.practice import Planted, practise
from analysis.synth.pseudonyms import as_text, pseudonym_numbers
from analysis.synth.reception import draw_stays, reception_table
from analysis.synth.recovery import Everyone, correct_notices, draw_access, draw_choices
from analysis.synth.registrations import draw_registrations
from analysis.synth.rights import draw_rights

KEYS = {"residence_rights": ("right_id", "R"), "notices": ("notice_id", "K")}


@dataclass(frozen=True)
class World:
    """The nine tables as columns, keyed by pseudonym, and who was planted.

    `planted` marks the rows of planted people in each table that has people; `case` holds for
    each planted person_id the place of the case in `situations.cases`.
    """

    tables: dict[str, Columns]
    planted: dict[str, Column]
    case: dict[str, int]


def make_world(persons: int, seed: int) -> World:
    """Draw the people and write their tables.

    Parameters
    ----------
    persons : int
        Rows of the table `persons`, planted people included.
    seed : int
        The same seed gives the same tables.

    Returns
    -------
    World
    """
    numbers, places = parameters(), municipalities()
    copies = situations.copies_for(persons)
    drawn = persons - copies * len(situations.cases())
    planted, planted_everyone, which = situations.plant(drawn, copies, seed, places)
    people = draw_people(drawn, seed, numbers, places)
    main, rights = draw_rights(people, seed, numbers)
    exempt, exemptions = draw_exemptions(people, main, seed, numbers)
    stays = draw_stays(people, main, seed, numbers, places)
    registered, registrations = draw_registrations(people, stays, seed, numbers, places)
    january = _january(planted["notices"], planted_everyone, drawn)
    practice = practise(people, main, exempt, january, persons, seed, numbers)
    notices = draw_notices(people, main, practice, stays, registered, seed, numbers, places)
    mine: dict[str, Columns] = {
        "persons": {
            "birth_date": people.birth_date,
            "sex": people.sex,
            "nationality": people.nationality,
        },
        "residence_rights": rights,
        "registrations": registrations,
        "reception": reception_table(stays, numbers, places),
        "exemptions": exemptions,
        "notices": notices,
    }
    tables = {name: stacked([table, planted[name]]) for name, table in mine.items()}
    everyone = Everyone(
        group=np.concatenate([people.group, planted_everyone.group]),
        old_right=np.concatenate([practice.old_right, planted_everyone.old_right]),
        home=np.concatenate([people.home, planted_everyone.home]),
        published=np.concatenate([main.published, planted_everyone.published]),
    )
    tables["data_access"] = draw_access(everyone, tables["notices"], seed, numbers, places)
    tables["guidance_counts"] = draw_guidance_counts(
        everyone, tables["registrations"], tables["reception"], seed, numbers
    )
    tables["choices"] = draw_choices(everyone, tables["notices"], seed, numbers)
    second = correct_notices(everyone, tables["notices"], tables["choices"], seed, numbers)
    tables["notices"] = stacked([tables["notices"], second])
    tables["persons"]["person"] = np.arange(persons)
    return _keyed(tables, which, persons, seed)


def _january(notices: Columns, everyone: Everyone, first: int) -> Planted:
    numbers = parameters()
    day = notices["notice_date"]
    told = (day >= numbers.day("january_first")) & (day <= numbers.day("january_last"))
    told &= notices["regime_stated"] == "wi2021"
    wrong = int((told & everyone.old_right[notices["person"] - first]).sum())
    return Planted(wrong, int(told.sum()) - wrong)


def _keyed(tables: dict[str, Columns], which: Column, persons: int, seed: int) -> World:
    """Put pseudonyms for row numbers, and every table in the order of its pseudonyms."""
    numbers = pseudonym_numbers(persons, seed, "P")
    names = as_text(numbers, "P")
    keyed: dict[str, Columns] = {}
    planted: dict[str, Column] = {}
    for name, table in tables.items():
        person = table.pop("person", None)
        table.pop("home", None)
        if person is None:
            keyed[name] = table
            planted[name] = np.zeros(len(table["period"]), dtype=bool)
            continue
        order = np.argsort(numbers[person], kind="stable")
        result: Columns = {"person_id": names[person[order]]}
        if name in KEYS:
            key, letter = KEYS[name]
            result[key] = as_text(pseudonym_numbers(len(person), seed, letter), letter)
        result |= {column: values[order] for column, values in table.items()}
        keyed[name] = result
        planted[name] = person[order] >= persons - len(which)
    case = dict(zip(names[persons - len(which) :].tolist(), which.tolist(), strict=True))
    return World(keyed, planted, case)
