"""One random person with rights, notices and exemptions that follow on each other.

Fields are correlated: rights adjoin or leave a gap of a year, notices come after decisions,
spells meet; otherwise nearly every person would end in the same few branches.
"""

import random
from datetime import date, timedelta

from .days import add_years
from .draw import MAY_2020, PLACES, REFERENCE, RESTARTS, TURNED_PENSION_AGE, Draw, Row, parsed
from .whereabouts import place_rows


def person_rows(rng: random.Random, name: str) -> dict[str, list[Row]]:
    """The rows of one person, by table, without the keys of rights and notices."""
    draw = Draw(rng)
    group = draw.among((5, "asylum"), (3, "family"), (2, "other"))
    young = draw.chance(0.25)
    rights = _rights(draw, group)
    decided = [row["decision_date"] for row in rights]
    notices = _notices(draw, rights)
    tables = {
        "persons": [
            {
                "birth_date": _birth(draw, young, max(decided, default="")),
                "sex": draw.one("mfx"),
                "nationality": draw.among(
                    (50, "SYR"),
                    (25, "TUR"),
                    (10, "ERI"),
                    (3, "DEU"),
                    (1, "NOR"),
                    (4, "NLD"),
                    (3, ""),
                ),
            }
        ],
        "residence_rights": rights,
        "notices": notices,
        "exemptions": _exemptions(draw, young),
        **place_rows(draw, notices),
        "data_access": [
            {
                "municipality": draw.code(draw.one(PLACES)),
                "visible_from": draw.text(draw.after(REFERENCE, 1, 30)),
                "visible_to": draw.end(draw.one((None, date(2022, 3, 1)))),
                "viewed": draw.one(("true", "false", "")),
            }
            for _ in range(draw.among((7, 0), (2, 1), (1, 2)))
        ],
        "choices": [
            {
                "offered_on": draw.text(date(2022, 6, 1 + number)),
                "choice": draw.one(("wi2013", "wi2021", "")),
                "chosen_on": draw.end(draw.one((None, date(2022, 7, 1)))),
            }
            for number in range(draw.among((7, 0), (2, 1), (1, 2)))
        ],
    }
    return {table: [{"person_id": name, **row} for row in rows] for table, rows in tables.items()}


def _birth(draw: Draw, young: bool, decided: str) -> str:
    if draw.chance(0.04):
        return draw.one(("", "1990-02-30", "1899-12-31", "0000-00-00", "2022-06-01"))
    if draw.chance(0.03) and decided > "2000-01-01":
        return decided[:8] + draw.one(("00", "01", "28"))
    if draw.chance(0.1):
        year = draw.one((1955, 1990, 2003, 2004, 2005, 2006))
        return draw.one((f"{year}-00-00", f"{year}-{draw.rng.randint(1, 12):02d}-00"))
    if young:
        return str(
            draw.among(
                (4, draw.beside(date(2005, 12, 31), 2)),
                (5, draw.between(date(2003, 1, 1), date(2006, 6, 1))),
                (1, date(2004, 2, 29)),
            )
        )
    return str(
        draw.among(
            (7, draw.between(date(1960, 1, 1), date(2002, 12, 31))),
            (1, draw.beside(TURNED_PENSION_AGE, 2)),
            (0.5, draw.between(date(1954, 1, 1), date(1955, 12, 31))),
            (0.5, draw.one((date(1956, 2, 29), date(2000, 2, 29), date(1954, 10, 31)))),
        )
    )


def _some_day(draw: Draw) -> date:
    return draw.among(
        (3, draw.beside(REFERENCE + timedelta(1), 1)),
        (1, draw.beside(MAY_2020)),
        (4, draw.between(date(2020, 1, 1), date(2021, 12, 31))),
        (1, draw.between(date(2022, 1, 1), date(2022, 6, 30))),
        (0.3, date(2020, 2, 29)),
    )


def _rights(draw: Draw, group: str) -> list[Row]:
    count = draw.among((4, 0), (48, 1), (32, 2), (11, 3), (5, 4))
    rights: list[Row] = []
    begin = _some_day(draw) if count == 1 else draw.between(date(2018, 1, 1), date(2021, 9, 1))
    for number in range(count):
        last = number == count - 1
        end = _end_of_right(draw, begin, last)
        rights.append(_right(draw, group, begin, end))
        before = end or draw.between(date(2020, 6, 1), date(2021, 12, 31))
        begin = draw.among(
            (3, before + timedelta(1)),
            (1, before),
            (1, before + timedelta(2)),
            (1, max(begin, before - timedelta(60))),
            (2, draw.after(before, 2, 360)),
            (2, add_years(before, 1)),
            (2, add_years(before, 1) + timedelta(1)),
            (0.5, _some_day(draw)),
        )
        if draw.chance(0.2):
            group = draw.one(("asylum", "family", "other"))
    return rights


def _end_of_right(draw: Draw, begin: date, last: bool) -> date | None:
    if draw.chance(0.02):
        return begin - timedelta(draw.one((1, 40)))
    if last:
        return draw.among(
            (6, None),
            (2, add_years(begin, 5)),
            (1, max(begin, draw.beside(REFERENCE))),
            (1, draw.after(begin, 0, 400)),
        )
    return draw.among(
        (4, draw.after(begin, 30, 500)),
        (1, draw.between(begin, max(begin, REFERENCE))),
        (2, max(begin, draw.beside(REFERENCE))),
        (0.3, max(begin, date(2020, 2, 29))),
        (0.5, None),
    )


def _right(draw: Draw, group: str, begin: date, end: date | None) -> Row:
    decision = draw.among(
        (5, begin),
        (3, draw.after(begin, 0, 120)),
        (1, max(begin, draw.beside(REFERENCE))),
        (1, draw.after(begin, -40, -1)),
    )
    collected = draw.among(
        (3, decision),
        (4, draw.after(decision, 1, 60)),
        (2, max(decision, draw.beside(REFERENCE))),
        (0.4, draw.after(decision, -20, -1)),
        (0.6, None),
    )
    return {
        "migrant_group": draw.code(group),
        "spiritual_minister": draw.flag(0.05),
        "temporary_purpose": draw.flag(0.1),
        "decision_date": draw.text(decision),
        "document_collected_date": draw.text(collected),
        "effective_date": draw.text(begin),
        "end_date": draw.end(end),
    }


def _notices(draw: Draw, rights: list[Row]) -> list[Row]:
    count = draw.among((10, 0), (62, 1), (22, 2), (6, 3))
    undated = draw.chance(0.06)
    told = draw.among(
        (3, draw.between(date(2020, 1, 1), REFERENCE)),
        (2, draw.beside(REFERENCE + timedelta(1))),
        (2, draw.between(date(2022, 1, 1), date(2022, 2, 10))),
        (2, draw.beside(draw.one(RESTARTS))),
        (2, draw.between(date(2022, 2, 10), date(2022, 8, 1))),
    )
    notices = []
    for _ in range(count):
        likely = "wi2013" if told <= REFERENCE else "wi2021"
        anchor = _first_date(draw, rights) or told
        start = draw.among((3, draw.beside(anchor, 3)), (1, draw.beside(anchor, 80)), (1, told))
        term = draw.among(
            (6, draw.beside(add_years(start, 3), 3)),
            (1, add_years(start, 4)),
            (0.3, start - timedelta(1)),
        )
        notices.append(
            {
                "notice_date": "" if undated else draw.text(told),
                "regime_stated": draw.code(draw.among((6, likely), (2, "wi2013"), (2, "wi2021"))),
                "start_stated": draw.text(start),
                "term_end_stated": draw.text(term),
                "municipality_informed": "",
                "withdrawn_on": draw.end(draw.among((8, None), (1, draw.after(told, 1, 60)))),
            }
        )
        told = draw.among((3, draw.after(told, 1, 200)), (1, told), (1, date(2022, 1, 1)))
    return notices


def _first_date(draw: Draw, rights: list[Row]) -> date | None:
    """A date from which a notice about the first right may count."""
    column = draw.one(("decision_date", "document_collected_date"))
    return parsed(rights[0][column]) if rights else None


def _exemptions(draw: Draw, young: bool) -> list[Row]:
    spells: list[tuple[str, date, date | None]] = []
    if young and draw.chance(0.7):
        first = draw.between(date(2019, 6, 1), date(2021, 12, 31))
        for _ in range(draw.among((4, 1), (4, 2), (2, 3))):
            last = draw.among(
                (3, draw.after(first, 30, 500)),
                (3, max(first, draw.beside(REFERENCE))),
                (1, None),
            )
            kind = draw.one(("compulsory_education", "follow_on_education"))
            spells.append((kind, first, last))
            first = (last or REFERENCE) + timedelta(draw.one((1, 1, 1, 2, -20)))
    elif draw.chance(0.4):
        for _ in range(draw.among((4, 1), (1, 2))):
            first = draw.among(
                (2, draw.beside(REFERENCE)), (5, draw.between(date(2018, 1, 1), date(2022, 3, 1)))
            )
            last = draw.among(
                (5, None),
                (3, draw.after(first, 0, 500)),
                (2, max(first, draw.beside(REFERENCE))),
                (0.4, first - timedelta(5)),
            )
            kind = draw.among(
                (1, "eight_years"), (1, "diploma"), (0.5, "treaty"), (0.5, "eu_national"),
                (0.5, "eu_family"), (0.5, "eu_longterm"), (2, "compulsory_education"),
                (1, "follow_on_education"), (3, "diploma_a2"), (2, "medical"), (1, "effort"),
                (1, "integrated"), (3, "completed"), (2, "partial"),
            )  # fmt: skip
            spells.append((kind, first, last))
    return [
        {"kind": draw.code(kind), "valid_from": draw.text(first), "valid_to": draw.end(last)}
        for kind, first, last in spells
    ]
