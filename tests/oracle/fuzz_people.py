"""One random person who is hard to judge: the rows of every table, without the keys of rows."""

import random
from datetime import date

from .days import plus, shift
from .draw import PLACES, Draw, Row

KINDS = (
    *((3, kind) for kind in ("compulsory_education", "follow_on_education", "treaty", "medical")),
    *((2, kind) for kind in ("diploma_a2", "completed", "opt_in", "eu_family", "eu_national")),
    *((1, kind) for kind in ("eight_years", "diploma", "eu_longterm", "effort", "integrated")),
    (1, "partial"),
)


def person_rows(draw: Draw, name: str) -> dict[str, list[Row]]:
    draw.coherent = draw.chance(0.45)
    turkish = draw.chance(0.35)
    rights = _rights(draw, turkish)
    notices = _notices(draw, rights)
    tables = {
        "persons": [_person(draw, turkish)],
        "residence_rights": rights,
        "exemptions": _exemptions(draw, turkish),
        "reception": _reception(draw),
        "registrations": _registrations(draw),
        "notices": notices,
        "data_access": _accesses(draw),
        "choices": _choices(draw),
        "extensions": [
            {
                "granted_on": draw.text(draw.day()),
                "days": draw.code(str(draw.one((1, 90, 180, 0)))),
                "reason": draw.code("corona"),
            }
            for _ in range(draw.among((8, 0), (1, 1), (1, 2)))
        ],
        **_followed(draw, notices),
    }
    _place(draw, tables)
    _fine_at_the_end(tables)
    return {table: [{"person_id": name, **row} for row in rows] for table, rows in tables.items()}


def _person(draw: Draw, turkish: bool) -> Row:
    nationality = draw.among(
        *((8, code) for code in ("SYR", "ERI")),
        *((2, code) for code in ("NLD", "")),
        *((0.7, code) for code in ("GBR", "DEU", "XKX", "XXA", "XXB", "NOR", "ABW", "SUN")),
    )
    if draw.coherent and draw.chance(0.7):
        nationality = "SYR"
    return {
        "birth_date": draw.birth(),
        "sex": draw.code(draw.one("mfx")),
        "nationality": "TUR" if turkish and draw.chance(0.85) else nationality,
        "former_nationality": draw.among(
            (4, ""), (4, "SYR"), (5, "TUR"), (1, "DEU"), (1, "GBR"), (1, "NLD")
        ),
        "dutch_since": draw.text(draw.day()) if draw.chance(0.6) else "",
    }


def _rights(draw: Draw, turkish: bool) -> list[Row]:
    """Asylum of before May 2020, and a second right of after 2021, more often than by chance."""
    rows: list[Row] = []
    end: date | None = None
    for _ in range(draw.among((3, 0), (50, 1), (30, 2), (13, 3), (4, 4))):
        decision = draw.day(0.3)
        if turkish and draw.chance(0.3):
            decision = draw.between(date(2018, 6, 1), date(2020, 5, 2))
        if rows and draw.chance(0.4):
            decision = draw.between(date(2021, 12, 31), date(2022, 6, 1))
        if end and draw.chance(0.75):  # joined, with a gap up to and around a year, or overlapping
            gaps = (0, 1, 2, 30, 364, 365, 366, 367, -40)
            effective = shift(end, draw.one(gaps)) if draw.chance(0.8) else draw.near(plus(end, 1))
        else:
            effective = decision if draw.chance(0.6) else draw.near(draw.day())
        collected = decision if draw.chance(0.4) else draw.after(decision)
        end = None if draw.chance(0.5) else draw.after(max(decision, effective))
        group = draw.among((5, "asylum"), (4, "family"), (2, "other"))
        rows.append(
            {
                "migrant_group": draw.code(group),
                "spiritual_minister": draw.flag(0.06),
                "temporary_purpose": draw.flag(0.15),
                "decision_date": draw.text(decision),
                "document_collected_date": draw.text(collected),
                "effective_date": draw.text(effective),
                "end_date": draw.open(end),
                "family_of_asylum": draw.flag(0.4),
            }
        )
    return rows


def _notices(draw: Draw, rights: list[Row]) -> list[Row]:
    rows = []
    day: date | None = None
    for _ in range(draw.among((2, 0), (10, 1), (4, 2), (2, 3))):
        day = day if day and draw.chance(0.2) else draw.day()
        decided = _parsed(rights[0]["decision_date"]) if rights else None
        if draw.coherent and decided:
            day = max(day, draw.near(decided)) if draw.chance(0.6) else shift(decided, 30)
        law = "wi2021" if (day.year > 2021) == draw.chance(0.85) else "wi2013"
        right = draw.one(rights) if rights else {}
        start = draw.near(day, 3)
        if draw.chance(0.5):
            lawful = right.get(draw.one(("decision_date", "document_collected_date")), "")
            start = draw.near(_parsed(lawful) or day, 3)
        term = draw.near(plus(start, 3), 3) if draw.chance(0.8) else draw.day()
        rows.append(
            {
                "notice_date": draw.text(day) if draw.chance(0.92) else "",
                "regime_stated": draw.code(law),
                "start_stated": draw.text(start),
                "term_end_stated": draw.text(term),
                "municipality_informed": draw.code(draw.one((*PLACES, ""))),
                "withdrawn_on": draw.open(draw.after(day) if draw.chance(0.4) else None),
            }
        )
    return rows


def _exemptions(draw: Draw, turkish: bool) -> list[Row]:
    rows = []
    begin = draw.day()
    for _ in range(draw.among((15 if draw.coherent else 5, 0), (4, 1), (3, 2), (1, 3))):
        kind = draw.among(*KINDS)
        if turkish and draw.chance(0.5):
            kind = draw.one(("treaty", "opt_in", "opt_in"))
        end = None if draw.chance(0.3) else draw.after(begin)
        rows.append(
            {
                "kind": draw.code(kind),
                "valid_from": draw.text(begin),
                "valid_to": draw.open(end),
            }
        )
        # Touching, with one day between, overlapping, or anywhere.
        begin = shift(end, draw.one((0, 1, 2, -20))) if end and draw.chance(0.6) else draw.day()
    return rows


def _reception(draw: Draw) -> list[Row]:
    rows = []
    for _ in range(draw.among((5, 0), (3, 1), (2, 2))):
        begin = draw.day(0.7)
        rows.append(
            {
                "location_municipality": draw.code(draw.one(PLACES)),
                "location_kind": draw.code(draw.one(("azc", "logeerregeling", "other"))),
                "linked_municipality": draw.one((*PLACES, *PLACES, "")),
                "linked_on": draw.open(draw.day(0.8) if draw.chance(0.8) else None),
                "from_date": draw.text(begin),
                "to_date": draw.open(draw.after(begin) if draw.chance(0.5) else None),
            }
        )
    return rows


def _registrations(draw: Draw) -> list[Row]:
    rows = []
    for _ in range(draw.among((2, 0), (5, 1), (2, 2))):
        begin = shift(draw.day(), -draw.one((0, 1, 200)))
        rows.append(
            {
                "municipality": draw.code(draw.one(PLACES)),
                "valid_from": draw.text(begin),
                "valid_to": draw.open(draw.after(begin) if draw.chance(0.3) else None),
            }
        )
    return rows


def _accesses(draw: Draw) -> list[Row]:
    return [
        {
            "municipality": draw.code(draw.one(PLACES)),
            "visible_from": draw.text(draw.day()),
            "visible_to": draw.open(None),
            "viewed": draw.flag(0.5),
        }
        for _ in range(draw.among((6, 0), (2, 1), (1, 2)))
    ]


def _choices(draw: Draw) -> list[Row]:
    rows = []
    for _ in range(draw.among((6, 0), (3, 1), (1, 2))):
        offered = draw.day() if draw.chance(0.6) else draw.near(date(2022, 6, 1), 2)
        rows.append(
            {
                "offered_on": draw.text(offered),
                "choice": draw.one(("wi2013", "wi2021", "")),
                "chosen_on": draw.open(draw.after(offered) if draw.chance(0.6) else None),
            }
        )
    return rows


def _followed(draw: Draw, notices: list[Row]) -> dict[str, list[Row]]:
    """Fines, loans and plans; often at the end of the term that a notice stated."""
    for row in notices:
        term_end = _parsed(row["term_end_stated"])
        draw.seen += [term_end] * 2 if term_end else []
    return {
        "fines": [
            {
                "imposed_on": draw.text(draw.day(0.7)),
                "amount_euro": draw.code(str(draw.one((0, 250, 1250, -1)))),
                "withdrawn_on": draw.open(draw.day() if draw.chance(0.3) else None),
            }
            for _ in range(draw.among((7, 0), (2, 1), (1, 2)))
        ],
        "loans": [
            {
                "granted_on": draw.text(draw.day(0.7)),
                "amount_euro": draw.code(str(draw.one((500, 9000)))),
                "repayment_from": draw.open(draw.day() if draw.chance(0.4) else None),
                "written_off_on": draw.open(draw.day() if draw.chance(0.4) else None),
            }
            for _ in range(draw.among((6, 0), (2, 1), (1, 2)))
        ],
        "plans": [
            {"plan_date": draw.text(draw.day(0.7)), "municipality": draw.code(draw.one(PLACES))}
            for _ in range(draw.among((6, 0), (3, 1), (1, 2)))
        ],
    }


def _fine_at_the_end(tables: dict[str, list[Row]]) -> None:
    """Of some an extension, a fine and a repayment about the end of the term of three years.

    Drawn from a source of its own, so that everything else stays as it is.
    """
    rng = random.Random(repr(tables))
    days = [_parsed(row["decision_date"]) for row in tables["residence_rights"]]
    known = [day for day in days if day]
    if not known or rng.random() < 0.4:
        return
    end = shift(plus(min(known), 3), rng.randint(-2, 2))
    extended = rng.choice((1, 2, 30))
    tables["extensions"].append(
        {
            "granted_on": shift(end, rng.choice((-1, -40, 1500))).isoformat(),
            "days": str(extended),
            "reason": "azc",
        }
    )
    tables["fines"].append(
        {
            "imposed_on": shift(end, rng.choice((0, 1, extended, extended + 1))).isoformat(),
            "amount_euro": "250",
            "withdrawn_on": "",
        }
    )
    if rng.random() < 0.5:
        tables["exemptions"] += [
            {"kind": "completed", "valid_from": end.isoformat(), "valid_to": ""}
        ]


def _place(draw: Draw, tables: dict[str, list[Row]]) -> None:
    """Whom a notice informed saw the data, and is where the person lives, more often than not."""
    for row in tables["notices"]:
        homes = [one["municipality"] for one in tables["registrations"]]
        homes += [one["location_municipality"] for one in tables["reception"]]
        homes += [one["linked_municipality"] for one in tables["reception"]]
        if homes and draw.chance(0.6):
            row["municipality_informed"] = draw.one(homes)
        for access in tables["data_access"]:
            if draw.chance(0.5):
                access["municipality"] = row["municipality_informed"]


def _parsed(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 < day.year < 2029 else None
