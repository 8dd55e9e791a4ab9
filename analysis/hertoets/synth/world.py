"""The people and their tables as they would be if nothing were wrong with the records.

The errors of the affair itself (wrong notices, wrong municipalities, data seen without basis)
are part of it: they are the subject. Faults of the records come after (`hertoets.synth.faults`).
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth import situations
from hertoets.synth.draws import (
    Column,
    Columns,
    Draw,
    filled,
    is_mark,
    no_dates,
    rows,
    stacked,
    texts,
)
from hertoets.synth.exemptions import draw_exemptions
from hertoets.synth.extensions import draw_extensions, extended_by
from hertoets.synth.fines import draw_fines
from hertoets.synth.guidance import Counted, count_guidance, guidance_table
from hertoets.synth.loans import draw_loans
from hertoets.synth.municipalities import municipalities
from hertoets.synth.notices import draw_notices
from hertoets.synth.parameters import parameters
from hertoets.synth.persons import draw_people
from hertoets.synth.plans import draw_plans
from hertoets.synth.practice import Planted, practise
from hertoets.synth.pseudonyms import Part, as_text, pseudonym_numbers
from hertoets.synth.reception import draw_stays, reception_table
from hertoets.synth.recovery import Everyone, correct_notices, draw_access, draw_choices
from hertoets.synth.registrations import draw_registrations
from hertoets.synth.rights import draw_rights
from hertoets.synth.told import Told
from hertoets.synth.truth import STATED, find_truth

HIDDEN = {
    "persons": {
        "birth": "birth_date",
        "now": "nationality",
        "former": "former_nationality",
        "since": "dutch_since",
    },
    "residence_rights": {"collected": "document_collected_date"},
}
"""Columns that only the generator knows, and which column of the extract each is the truth of."""

UNRECORDED = "unrecorded"
"""The column that marks true rows which the register lacks."""

KEYS = {
    "residence_rights": ("right_id", "R"),
    "notices": ("notice_id", "K"),
    "fines": ("fine_id", "B"),
    "loans": ("loan_id", "L"),
}


@dataclass(frozen=True)
class World:
    """The tables as columns, keyed by pseudonym, who was planted, and what is true.

    `planted` marks the rows of planted people in each table that has people; `case` holds for
    each planted person_id the place of the case in `situations.cases`. `truth` has one row a
    person (see `find_truth`); `complete` holds, by table and column, the true values that the
    register lacks, and whole tables of which it lacks rows; `marks` by table and kind of fault
    (``Q07``) the rows drawn with it. `counted` is what the table `guidance_counts` counts, `part`
    which part of an extract these people are.
    """

    tables: dict[str, Columns]
    planted: dict[str, Column]
    case: dict[str, int]
    truth: Columns
    complete: dict[str, Columns]
    marks: dict[str, Columns]
    counted: Counted
    part: Part

    def completed(self) -> dict[str, Columns]:
        """The tables as they would be if the registers knew everything."""
        return {
            name: {**table, **self.complete.get(name, {})} for name, table in self.tables.items()
        }


def make_world(persons: int, seed: int, part: Part | None = None) -> World:
    """Draw the people and write their tables.

    Parameters
    ----------
    persons : int
        Rows of the table `persons`, planted people included.
    seed : int
        The same seed gives the same tables.
    part : Part or None
        Of a larger extract, which gives the keys; without it these people are all.

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
            **people.table(),
            "Q13": practice.missed,
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
        as_asylum=np.concatenate([people.as_asylum, planted_everyone.as_asylum]),
        old_right=np.concatenate([practice.old_right, planted_everyone.old_right]),
        no_duty=np.concatenate([practice.no_duty, planted_everyone.no_duty]),
        home=np.concatenate([people.home, planted_everyone.home]),
        published=np.concatenate([main.published, planted_everyone.published]),
    )
    tables["data_access"] = draw_access(everyone, tables["notices"], seed, numbers, places)
    draw = Draw(seed, "guidance")
    counted = count_guidance(draw, everyone, tables["registrations"], tables["reception"], numbers)
    tables["guidance_counts"] = guidance_table(draw, counted, numbers)
    tables["choices"] = draw_choices(everyone, tables["notices"], seed, numbers)
    second = correct_notices(everyone, tables["notices"], tables["choices"], seed, numbers)
    tables["notices"] = stacked([tables["notices"], second])
    told = Told.of(
        tables["notices"], tables["exemptions"], everyone.as_asylum, everyone.no_duty, drawn
    )
    tables["extensions"] = draw_extensions(told, tables["reception"], seed, numbers)
    longer = extended_by(tables["extensions"], persons)
    effective = np.concatenate([main.effective, no_dates(persons - drawn)])
    tables["fines"] = draw_fines(told, effective, longer, seed, numbers)
    tables["loans"] = draw_loans(told, longer, seed, numbers)
    tables["plans"] = draw_plans(
        tables["notices"], tables["registrations"], drawn, seed, numbers, places
    )
    stated = {name: _stated(name, drawn, which) for name in STATED}
    truth = find_truth(tables, stated, numbers.day("delivered_on"))
    tables["persons"].pop("was")
    for table in (tables["persons"], truth):
        table["person"] = np.arange(persons)
    return _keyed(tables, truth, which, counted, part or Part(seed))


def _stated(name: str, drawn: int, which: Column) -> Column:
    """What the planted cases say of themselves, after nothing for those that are drawn."""
    answers = [getattr(situations.cases()[case], name) for case in which]
    return np.concatenate([filled(None, drawn), texts(answers)])


def _january(notices: Columns, everyone: Everyone, first: int) -> Planted:
    numbers = parameters()
    day = notices["notice_date"]
    told = (day >= numbers.day("january_first")) & (day <= numbers.day("january_last"))
    told &= notices["regime_stated"] == "wi2021"
    wrong = int((told & everyone.old_right[notices["person"] - first]).sum())
    return Planted(wrong, int(told.sum()) - wrong)


def _keyed(
    tables: dict[str, Columns], truth: Columns, which: Column, counted: Counted, part: Part
) -> World:
    """Put pseudonyms for row numbers, every table in the order of its pseudonyms, and take apart
    what only the generator knows.
    """
    persons = len(truth["person"])
    numbers = pseudonym_numbers(persons, part.seed, "P", part.first_person)
    names = as_text(numbers, "P")
    first_planted = persons - len(which)
    keyed: dict[str, Columns] = {}
    planted: dict[str, Column] = {}
    complete: dict[str, Columns] = {}
    marks: dict[str, Columns] = {}
    for name, table in tables.items():
        table.pop("home", None)
        person = table.get("person", np.full(len(next(iter(table.values()))), -1))
        order = np.argsort(numbers[person], kind="stable") if "person" in table else slice(None)
        planted[name] = person[order] >= first_planted
        table = _named(table, names, order)
        if name in KEYS:
            key, letter = KEYS[name]
            made = pseudonym_numbers(len(person), part.seed, letter, part.first_row)
            table[key] = as_text(made, letter)
        marks[name] = {mark: table.pop(mark) for mark in list(table) if is_mark(mark)}
        hidden = HIDDEN.get(name, {})
        complete[name] = {known_as: table.pop(column) for column, known_as in hidden.items()}
        if UNRECORDED in table:
            recorded = ~table.pop(UNRECORDED)
            complete[name] = dict(table)
            planted[name] = planted[name][recorded]
            table = rows(table, recorded)
        keyed[name] = table
    births = complete["persons"]
    births["birth_date"] = np.where(
        planted["persons"],
        keyed["persons"]["birth_date"],
        np.datetime_as_string(births["birth_date"]).astype(object),
    )
    return World(
        tables=keyed,
        planted=planted,
        case=dict(zip(names[first_planted:].tolist(), which.tolist(), strict=True)),
        truth=_named(truth, names, np.argsort(numbers, kind="stable")),
        complete=complete,
        marks=marks,
        counted=counted,
        part=part,
    )


def _named(table: Columns, names: Column, order: Column | slice) -> Columns:
    """The rows in an order, with the pseudonym first in place of the row number."""
    if "person" not in table:
        return dict(table)
    person = {"person_id": names[table["person"][order]]}
    return person | {name: held[order] for name, held in table.items() if name != "person"}
