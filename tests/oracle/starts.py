"""Contract 3: the start by a reading, and the end of the term.

What is unknown is taken at its least and at its greatest: the least that schooling covers with
the earliest possible 16th birthday, and the most with the latest. Both push the start only
forwards, so where the two agree every value between agrees.
"""

from datetime import date

from .days import ONE_DAY, add_years
from .person import Person
from .rights import date_of, makes_before, may_qualify, qualifies
from .standing import SCHOOLING
from .tables import OPEN, Row

ENDLESS = date.max
Spell = tuple[date, date]


def start_of(person: Person, fact: str, regime: str, when: str) -> date | None:
    """The start under one reading; empty unless it says wi2013 on a date ``before``."""
    if regime != "wi2013" or when != "before":
        return None
    base = _chain_start(person, fact)
    birth = person.row["birth_date"]
    if base is None or birth is None:
        return None
    early, late = (add_years(day, 16) for day in birth)
    least = _after_schooling(max(base, early), _spells(person.exemptions, least=True))
    most = _after_schooling(max(base, late), _spells(person.exemptions, least=False))
    return least if least == most else None


def term_end(start: date | None) -> date | None:
    """Three years later."""
    return None if start is None else add_years(start, 3)


def _chain_start(person: Person, fact: str) -> date | None:
    """The earliest date in the first chain with a right that makes the fact ``before``."""
    rights = may_qualify(person.rights)
    if len(rights) == 1:
        return date_of(rights[0], fact)
    for right in rights:
        if None in (qualifies(right), right["effective_date"], date_of(right, fact)):
            return None
    early, late = (_first_date(person, _chains(rights, late), fact) for late in (False, True))
    return early if early == late else None


def _first_date(person: Person, chains: list[list[Row]], fact: str) -> date:
    """Of the first chain with a right that surely makes the fact ``before``."""
    for chain in chains:
        if any(makes_before(person, right, fact) for right in chain):
            return min(date_of(right, fact) for right in chain)  # type: ignore[type-var]
    raise AssertionError("some right made it before")


def _chains(rights: list[Row], late: bool) -> list[list[Row]]:
    """Rights by begin; one belongs to the chain if at most a year after the latest end in it.

    An end not known is taken as open (``late``), or as the day the right began.
    """
    chains: list[list[Row]] = []
    for right in sorted(rights, key=lambda one: one["effective_date"]):
        if chains and _reaches(chains[-1], right["effective_date"], late):
            chains[-1].append(right)
        else:
            chains.append([right])
    return chains


def _reaches(chain: list[Row], begin: date, late: bool) -> bool:
    unknown = [right for right in chain if right["end_date"] is None]
    ends = [right["end_date"] or right["effective_date"] for right in chain]
    return OPEN in ends or (late and bool(unknown)) or begin <= add_years(max(ends), 1)


def _spells(exemptions: list[Row], *, least: bool) -> list[Spell]:
    """What schooling covers at the least, or at the most."""
    spells: list[Spell] = []
    for exemption in exemptions:
        kind, first, last = (exemption[name] for name in ("kind", "valid_from", "valid_to"))
        if kind not in SCHOOLING and (kind is not None or least):
            continue
        if last == OPEN:
            last = ENDLESS
            if first is None and least:
                continue
        if first is None and last is None:
            if least:
                continue
            first, last = date.min, ENDLESS
        if first is None:
            first = last if least else date.min
        if last is None:
            last = first if least else ENDLESS
        spells.append((first, last))
    return spells


def _after_schooling(start: date, spells: list[Spell]) -> date | None:
    """Move the start to the day after a spell that covers it, as long as one does."""
    while covering := [last for first, last in spells if first <= start <= last]:
        if max(covering) == ENDLESS:
            return None
        start = max(covering) + ONE_DAY
    return start
