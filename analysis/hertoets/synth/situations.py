"""Planted people: every situation of the transitional law, on and around each cut-off.

The cases stand in ``situations.toml``, one a case, to be read by a jurist; this module turns them
into rows of the same tables. They are few, of fixed number, and never touched by faults.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, texts
from hertoets.synth.municipalities import Municipalities
from hertoets.synth.recovery import Everyone

COPIES = 4
"""How often each case occurs in an extract of 5,000 persons or more."""

OBLIGED = {"wi2013": "yes", "wi2021": "no", "none": "no", "open": "unknown", "unknown": "unknown"}
"""The fact that goes with a regime, unless a case says otherwise."""

DUTY = {
    "wi2013": "obliged",
    "wi2021": "obliged",
    "none": "no",
    "open": "unknown",
    "unknown": "unknown",
}
"""The duty that goes with a regime, unless a case says otherwise."""


@dataclass(frozen=True)
class Case:
    """One planted case, as it stands in ``situations.toml``.

    `regime` is what the official rule with its exceptions says of it, `publication` its main rule
    alone, `became_obliged` that reading; `obliged` and `duty` are the fact and the answer on the
    day of judging, `treaty` that fact where registers cannot tell it. `situation` is the row of the
    decision table it belongs to, or 0 for a boundary that no row names.
    """

    situation: int
    name: str
    regime: str
    publication: str
    became_obliged: str
    obliged: str
    duty: str
    treaty: str | None
    person: dict[str, Any]
    rights: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    exemptions: list[dict[str, Any]]
    reception: list[dict[str, Any]]
    registered: str


@cache
def cases() -> tuple[Case, ...]:
    """Read the planted cases, in the order of the file."""
    text = files("hertoets.synth").joinpath("situations.toml").read_text(encoding="utf-8")
    return tuple(
        Case(
            situation=entry["situation"],
            name=entry["name"],
            regime=(regime := entry["regime"]),
            publication=entry.get("publication", regime),
            became_obliged=entry.get("became_obliged", regime),
            obliged=entry.get("obliged", OBLIGED[regime]),
            duty=entry.get("duty", DUTY[regime]),
            treaty=entry.get("treaty"),
            person={"birth": "1990-03-15", "nationality": "SYR"} | entry.get("person", {}),
            rights=entry.get("rights", []),
            notices=entry.get("notices", []),
            exemptions=entry.get("exemptions", []),
            reception=entry.get("reception", []),
            registered=entry.get("registered", ""),
        )
        for entry in tomllib.loads(text)["case"]
    )


def copies_for(persons: int) -> int:
    """How often each case fits in an extract: 4 times from 5,000 persons, once from 600."""
    if persons >= 5_000:
        return COPIES
    return min(COPIES, persons // (5 * len(cases())))


def plant(
    first: int, copies: int, seed: int, places: Municipalities
) -> tuple[dict[str, Columns], Everyone, Column]:
    """Write the planted people as rows.

    Parameters
    ----------
    first : int
        The row number of the first planted person.
    copies : int
        How often each case is written; the copies differ in sex and municipality.
    seed : int
        The seed of the extract.
    places : Municipalities
        Where they settle.

    Returns
    -------
    dict of tables
        As the other rooms write them, with `person` (row number).
    Everyone
        What the chain needs of them.
    column of int
        The place of each person's case in `cases`.
    """
    draw = Draw(seed, "situations")
    which = np.repeat(np.arange(len(cases())), copies)
    count = len(which)
    home = places.draw(draw, places.lasting, count)
    sex = draw.code({"m": 0.5, "f": 0.5}, count)
    listed = [(first + row, cases()[case]) for row, case in enumerate(which)]
    codes = places.codes[home]
    tables: dict[str, Columns] = {
        "persons": {
            "birth_date": texts([case.person["birth"] for _, case in listed]),
            "sex": sex,
            **_nationality(listed),
            # A day or nationality that a case leaves unknown decides nothing: its regime is stated.
            "birth": _dates([case.person["birth"].replace("-00", "-01") for _, case in listed]),
        },
        "residence_rights": _rights(listed),
        "notices": _notices(listed, codes, first),
        "exemptions": _exemptions(listed),
        "reception": _reception(listed, codes, first),
        "registrations": _registrations(listed, codes, first),
    }
    everyone = Everyone(
        group=texts([case.rights[-1]["group"] if case.rights else None for _, case in listed]),
        as_asylum=_flags([_as_asylum(case) for _, case in listed]),
        old_right=_flags([case.regime == "wi2013" for _, case in listed]),
        no_duty=_flags([case.regime == "none" for _, case in listed]),
        home=home,
        published=_dates([_published(case) for _, case in listed]),
    )
    return tables, everyone, which


def _nationality(listed: list[tuple[int, Case]]) -> Columns:
    """What a case says stands in the register, and is all there is to know."""
    own = texts([case.person["nationality"] or None for _, case in listed])
    former = texts([case.person.get("former_nationality") for _, case in listed])
    since = _dates([case.person.get("dutch_since", "") for _, case in listed])
    return {
        "nationality": own,
        "former_nationality": former,
        "dutch_since": since,
        "was": np.where(own == "NLD", former, own),
        "now": own.copy(),
        "former": former.copy(),
        "since": since.copy(),
    }


def _as_asylum(case: Case) -> bool:
    right = case.rights[-1] if case.rights else {"group": ""}
    return bool(right["group"] == "asylum" or right.get("of_asylum", False))


def _published(case: Case) -> str:
    right = case.rights[-1] if case.rights else {"group": ""}
    name = "decision" if right["group"] == "asylum" else "collected"
    return str(right.get(name, "NaT"))


def _dates(values: list[str]) -> Column:
    return np.array([value or "NaT" for value in values], dtype="datetime64[D]")


def _rights(listed: list[tuple[int, Case]]) -> Columns:
    found = [(person, right) for person, case in listed for right in case.rights]
    collected = _dates([right.get("collected", "") for _, right in found])
    return {
        "person": np.array([person for person, _ in found], dtype=np.int64),
        "migrant_group": texts([right["group"] for _, right in found]),
        "spiritual_minister": _flags([right.get("minister", False) for _, right in found]),
        "temporary_purpose": _flags([right.get("temporary", False) for _, right in found]),
        "family_of_asylum": texts([_of_asylum(right) for _, right in found]),
        "decision_date": _dates([right.get("decision", "") for _, right in found]),
        "document_collected_date": collected,
        "collected": collected.copy(),
        "effective_date": _dates([right.get("effective", "") for _, right in found]),
        "end_date": _dates([right.get("end", "") for _, right in found]),
    }


def _of_asylum(right: dict[str, Any]) -> bool | None:
    return right.get("of_asylum", False) if right["group"] == "family" else None


def _flags(values: list[bool]) -> Column:
    return np.array(values, dtype=bool)


def _notices(listed: list[tuple[int, Case]], codes: Column, first: int) -> Columns:
    found = [(person, case, notice) for person, case in listed for notice in case.notices]
    informed, of_reception = [], []
    for person, case, notice in found:
        here = {"home": codes[person - first], "none": None}
        whom = notice.get("informed", "home")
        informed.append(here.get(whom, whom))
        linked = [stay.get("linked_on", "9999-12-31") <= notice["date"] for stay in case.reception]
        # The home that was drawn, and linked, may be the municipality of the reception itself.
        of_reception.append(whom not in (*here, here["home"]) and any(linked))
    return {
        "person": np.array([person for person, _, _ in found], dtype=np.int64),
        "notice_date": _dates([notice["date"] for _, _, notice in found]),
        "regime_stated": texts([notice["regime"] for _, _, notice in found]),
        "start_stated": _dates([notice.get("start", notice["date"]) for _, _, notice in found]),
        "term_end_stated": _dates([notice.get("end", "") for _, _, notice in found]),
        "municipality_informed": texts(informed),
        "withdrawn_on": _dates([notice.get("withdrawn", "") for _, _, notice in found]),
        "Q01": _flags(of_reception),
    }


def _exemptions(listed: list[tuple[int, Case]]) -> Columns:
    found = [(person, spell) for person, case in listed for spell in case.exemptions]
    return {
        "person": np.array([person for person, _ in found], dtype=np.int64),
        "kind": texts([spell["kind"] for _, spell in found]),
        "valid_from": _dates([spell["from"] for _, spell in found]),
        "valid_to": _dates([spell.get("to", "") for _, spell in found]),
        "unrecorded": np.zeros(len(found), dtype=bool),
    }


def _reception(listed: list[tuple[int, Case]], codes: Column, first: int) -> Columns:
    found = [(person, stay) for person, case in listed for stay in case.reception]
    linked = [codes[person - first] if "linked_on" in stay else None for person, stay in found]
    return {
        "person": np.array([person for person, _ in found], dtype=np.int64),
        "location_municipality": texts([stay["at"] for _, stay in found]),
        "location_kind": texts([stay["kind"] for _, stay in found]),
        "linked_municipality": texts(linked),
        "linked_on": _dates([stay.get("linked_on", "") for _, stay in found]),
        "from_date": _dates([stay["from"] for _, stay in found]),
        "to_date": _dates([stay.get("to", "") for _, stay in found]),
    }


def _registrations(listed: list[tuple[int, Case]], codes: Column, first: int) -> Columns:
    found = [(person, case) for person, case in listed if case.registered]
    return {
        "person": np.array([person for person, _ in found], dtype=np.int64),
        "home": np.ones(len(found), dtype=bool),
        "valid_from": _dates([case.registered for _, case in found]),
        "valid_to": _dates([""] * len(found)),
        "municipality": texts([codes[person - first] for person, _ in found]),
    }
