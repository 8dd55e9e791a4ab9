"""Prove that the decision tables decide every situation and that no row is dead.

Facts have few values, so the proof is plain enumeration: every combination of the facts that a
reading asks about, unknown included. Several rows may fit a situation: the first decides, as a
jurist reads them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from hertoets.errors import Fault
from hertoets.law.model import Law, Reading, Rule
from hertoets.law.situation import FACT_VALUES, UNKNOWN, Situation

_NOBODY: Final = Situation(**dict.fromkeys(FACT_VALUES, UNKNOWN))


def check_law(law: Law) -> list[Fault]:
    """The gaps and the rows that nothing reaches.

    Parameters
    ----------
    law : Law
        Tables as loaded.

    Returns
    -------
    list of Fault
        Empty where the proof holds. A gap names one situation; an unreachable row names the
        rules that take everything it asks for.
    """
    faults: list[Fault] = []
    reached: set[str] = set()
    users = [reading for reading in law.readings.values() if reading.common]
    for reading in law.readings.values():
        faults += _faults_of(reading, reached)
    faults += [
        _unreachable("common.toml", rule, users[0], _all_situations(users[0]))
        for rule in law.common.rules
        if users and rule.id not in reached
    ]
    return faults


def situations_of(reading: Reading) -> Iterator[Situation]:
    """Every combination of the facts that a reading asks about; all else is unknown."""
    facts = reading.facts
    for values in product(*(FACT_VALUES[fact] for fact in facts)):
        yield replace(_NOBODY, **dict(zip(facts, values, strict=True)))


def _all_situations(reading: Reading) -> list[Situation]:
    return list(situations_of(reading))


def _faults_of(reading: Reading, reached: set[str]) -> list[Fault]:
    """The faults of a reading's own rows; ``reached`` grows by every rule that decides."""
    situations = _all_situations(reading)
    deciding = [reading.first_match(situation) for situation in situations]
    ids = {rule.id for rule in deciding if rule is not None}
    reached |= ids
    file = f"{reading.name}.toml"
    gaps = [situation for situation, rule in zip(situations, deciding, strict=True) if rule is None]
    faults = [_gap(file, reading, gaps)] if gaps else []
    return faults + [
        _unreachable(file, rule, reading, situations) for rule in reading.own if rule.id not in ids
    ]


def _gap(file: str, reading: Reading, gaps: Sequence[Situation]) -> Fault:
    count = f"{len(gaps)} situation{' reaches' if len(gaps) == 1 else 's reach'} no row"
    return Fault(
        where=file,
        at="rules",
        what=f"{count}, among them {gaps[0].named(reading.facts)}",
        mend="Add a row for it, with its source",
    )


def _unreachable(file: str, rule: Rule, reading: Reading, situations: Sequence[Situation]) -> Fault:
    suited = (each for each in situations if rule.matches(reading.values_of(each)))
    firsts = {first.id for each in suited if (first := reading.first_match(each)) is not None}
    earlier = [other.id for other in reading.rules if other.id in firsts]
    taken = f"{', '.join(earlier)} decide before it" if earlier else "the common rules leave none"
    return Fault(
        where=file,
        at=f"rule {rule.id}",
        what=f"no situation reaches this row: {taken}",
        mend="Drop the row, or narrow what stands before it",
    )
