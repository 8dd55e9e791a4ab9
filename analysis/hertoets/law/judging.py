"""Judge a situation by a reading, and say what an unknown fact withholds.

The tables are applied literally: the first row that matches decides, and a fact that is
unknown is a value like any other.
"""

from dataclasses import replace
from itertools import product

from hertoets.errors import DataError
from hertoets.law.model import Judgement, Reading
from hertoets.law.situation import FACT_VALUES, PARTLY_KNOWN, UNKNOWN, Situation


def judge(reading: Reading, situation: Situation) -> Judgement:
    """What one reading says of one situation.

    Parameters
    ----------
    reading : Reading
        The table to apply.
    situation : Situation
        The facts; only those in ``reading.facts`` are looked at.

    Returns
    -------
    Judgement
        Regime, rule id, citation and Dutch sentence of the first row that matches.

    Raises
    ------
    DataError
        If no row matches; the message names the situation.
    """
    rule = reading.first_match(situation)
    if rule is None:
        raise DataError.of(
            where=f"{reading.name}.toml",
            what=f"no row decides {situation.named(reading.facts)}",
            mend="Add a row for it; `hertoets law --check` names every gap",
        )
    return Judgement(rule.regime, rule.id, rule.citation, rule.says_nl)


def undecided_facts(reading: Reading, situation: Situation) -> tuple[str, ...]:
    """The unknown facts, wholly or partly, that kept a reading from deciding.

    A fact counts when knowing it would change the answer for at least one set of values
    that the other unknown facts may have.

    Parameters
    ----------
    reading : Reading
        The table applied.
    situation : Situation
        The facts as they are known.

    Returns
    -------
    tuple of str
        In the order of ``reading.facts``; empty where the regime is not ``unknown``.

    Raises
    ------
    DataError
        If no row matches.
    """
    if judge(reading, situation).regime != UNKNOWN:
        return ()
    unknown = tuple(fact for fact in reading.facts if _is_open(fact, getattr(situation, fact)))
    return tuple(fact for fact in unknown if _withholds(reading, situation, fact, unknown))


def decides(reading: Reading, situation: Situation, fact: str) -> dict[str, Judgement]:
    """What each value that one fact may have would yield, all else staying as it is.

    Parameters
    ----------
    reading : Reading
        The table to apply.
    situation : Situation
        The facts as they are known.
    fact : str
        A key of `FACT_VALUES`. Not every value need be possible for the person at hand.

    Returns
    -------
    dict of str to Judgement
        Value of the fact to judgement, in the order of `FACT_VALUES`, without ``unknown``; of a
        fact that is known in part those that it leaves open.

    Raises
    ------
    KeyError
        If there is no such fact.
    DataError
        If no row matches one of the values.
    """
    return {
        value: judge(reading, replace(situation, **{fact: value}))
        for value in _possible_values(fact, getattr(situation, fact))
    }


def _withholds(reading: Reading, situation: Situation, fact: str, unknown: tuple[str, ...]) -> bool:
    others = [other for other in unknown if other != fact]
    possible = [_possible_values(other, getattr(situation, other)) for other in others]
    for values in product(*possible):
        filled = replace(situation, **dict(zip(others, values, strict=True)))
        regime = judge(reading, filled).regime
        if any(told.regime != regime for told in decides(reading, filled, fact).values()):
            return True
    return False


def _is_open(fact: str, value: str) -> bool:
    return value == UNKNOWN or value in PARTLY_KNOWN.get(fact, {})


def _possible_values(fact: str, value: str) -> tuple[str, ...]:
    partly = PARTLY_KNOWN.get(fact, {})
    if value in partly:
        return partly[value]
    return tuple(one for one in FACT_VALUES[fact] if not _is_open(fact, one))
