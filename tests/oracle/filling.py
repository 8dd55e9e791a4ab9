"""A person of whom everything is known, drawn from what may be the case (contract section 2)."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from .comparisons import SPELLS
from .logic import OPEN, UNKNOWN, known
from .nationality import covered
from .person import Person
from .reading import Row
from .schema import KINDS

FLAGS = ("spiritual_minister", "temporary_purpose", "family_of_asylum")
NATIONALITIES = ("SYR", "TUR", "DEU", "NLD", "GBR", "ERI")
TRIES = 60


def completions(
    rng: random.Random, row: Row, own: dict[str, list[Row]], known_as: Person
) -> Iterator[tuple[Row, dict[str, list[Row]]]]:
    """The same rows with a possible value for every unknown that the facts look at."""
    days = sorted(day for day in known_as.marks if day <= known_as.as_of)
    for _ in range(TRIES):
        rows = {name: [dict(one) for one in own.get(name, ())] for name in own}
        person = dict(row)
        if not known(person["birth_date"]):
            birth = rng.choice((date(1950, 1, 1), date(1990, 1, 1), date(2005, 1, 1)))
            person["birth_date"] = (birth + timedelta(rng.randint(0, 900)),) * 2
        elif person["birth_date"][0] != person["birth_date"][1]:
            first, last = person["birth_date"]
            person["birth_date"] = (first + timedelta(rng.randint(0, (last - first).days)),) * 2
        if not known(person["nationality"]):
            person["nationality"] = rng.choice(NATIONALITIES)
        if not known(person["former_nationality"]):
            person["former_nationality"] = rng.choice(("SYR", "TUR", "DEU"))
        if not known(person["dutch_since"]):
            person["dutch_since"] = rng.choice(days)
        for right in rows.get("residence_rights", ()):
            _fill(rng, right, "migrant_group", ("asylum", "family", "other"))
            for flag in FLAGS:
                _fill(rng, right, flag, (True, False))
            for column in ("decision_date", "document_collected_date", "effective_date"):
                _fill(rng, right, column, days)
            _fill(rng, right, "end_date", (*days, OPEN))
        for exemption in rows.get("exemptions", ()):
            _fill(rng, exemption, "kind", tuple(sorted(KINDS - {"opt_in"})))
            _fill(rng, exemption, "valid_from", days)
            _fill(rng, exemption, "valid_to", (*days, OPEN))
        if not known_as.notice_day:  # undated beside a dated notice is looked at last anyway
            for notice in rows.get("notices", ()):
                _fill(rng, notice, "notice_date", days)
        if _possible(person, rows) and _alien(person, row, known_as):
            yield person, rows


def _alien(person: Row, row: Row, known_as: Person) -> bool:
    """Not Dutch and not of the EU on a day on which a right proves that (contract section 2)."""
    asylum_only = not known(row["nationality"])
    if known(row["nationality"]) and row["nationality"] != "NLD":
        return True
    covered_days = [day for day in known_as.marks if covered(known_as, day, asylum_only)]
    if not covered_days:
        return True
    since, code = person["dutch_since"], person["nationality"]
    if asylum_only:
        return code in ("SYR", "TUR", "ERI")
    if not known(row["dutch_since"]) and since <= max(covered_days):
        return False
    return known(row["former_nationality"]) or person["former_nationality"] != "DEU"


def _fill(rng: random.Random, row: Row, column: str, values: Any) -> None:
    if row[column] is UNKNOWN:
        row[column] = rng.choice(values)


def _possible(person: Row, rows: dict[str, list[Row]]) -> bool:
    for right in rows.get("residence_rights", ()):
        if right["document_collected_date"] < right["decision_date"]:
            return False
        if person["birth_date"][0] > right["decision_date"]:
            return False
    return all(
        row[end] is OPEN or row[end] >= row[begin]
        for name, (begin, end) in SPELLS.items()
        if name in ("residence_rights", "exemptions")
        for row in rows.get(name, ())
    )
