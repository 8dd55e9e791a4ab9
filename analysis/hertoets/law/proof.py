"""Prove that the decision tables decide every situation, each by one row, with no dead row.

Facts have few values, so the proof is plain enumeration: every standing, treaty and date,
unknown included. Overlap is looked for among a reading's own rows only; the common rules
are ordered on purpose.
"""

from collections.abc import Sequence
from itertools import combinations, product

from hertoets.errors import Fault
from hertoets.law.judging import named
from hertoets.law.model import DATE_FACTS, FACT_VALUES, Law, Reading, Rule

Triple = tuple[str, str, str]


def check_law(law: Law) -> list[Fault]:
    """Look for gaps, overlaps and rows that nothing reaches.

    Parameters
    ----------
    law : Law
        Tables as loaded.

    Returns
    -------
    list of Fault
        Empty where the proof holds. A gap or overlap names one situation; an unreachable
        row names the rules that take everything it asks for.
    """
    common = law.common.rules
    faults = _unreachable("common.toml", common, common, _situations(DATE_FACTS[0]))
    for reading in law.readings.values():
        situations = _situations(reading.date_fact)
        file = f"{reading.name}.toml"
        left = [values for values in situations if _first(reading.common, values) is None]
        faults += _gap(file, reading, left)
        faults += _overlaps(file, reading, left)
        faults += _unreachable(file, reading.own, reading.rules, situations)
    return faults


def _gap(file: str, reading: Reading, left: Sequence[Triple]) -> list[Fault]:
    gaps = [values for values in left if _first(reading.own, values) is None]
    if not gaps:
        return []
    count = f"{len(gaps)} situation{' reaches' if len(gaps) == 1 else 's reach'} no row"
    return [
        Fault(
            where=file,
            at="rules",
            what=f"{count}, among them {named(reading, *gaps[0])}",
            mend="Add a row for it, with its source",
        )
    ]


def _overlaps(file: str, reading: Reading, left: Sequence[Triple]) -> list[Fault]:
    faults = []
    for one, other in combinations(reading.own, 2):
        shared = [values for values in left if one.matches(*values) and other.matches(*values)]
        if shared:
            kind = "say the same of" if one.regime == other.regime else "contradict each other on"
            faults.append(
                Fault(
                    where=file,
                    at=f"rules {one.id} and {other.id}",
                    what=f"both {kind} {named(reading, *shared[0])}",
                    mend="Narrow one of the two, or drop it",
                )
            )
    return faults


def _unreachable(
    file: str, suspects: Sequence[Rule], tried: Sequence[Rule], situations: Sequence[Triple]
) -> list[Fault]:
    faults = []
    for rule in suspects:
        firsts = [_first(tried, values) for values in situations if rule.matches(*values)]
        if rule in firsts:
            continue
        earlier = [other.id for other in tried if other in firsts]
        faults.append(
            Fault(
                where=file,
                at=f"rule {rule.id}",
                what=f"no situation reaches this row: {', '.join(earlier)} decide before it",
                mend="Drop the row, or narrow what stands before it",
            )
        )
    return faults


def _situations(date_fact: str) -> list[Triple]:
    return list(product(FACT_VALUES["standing"], FACT_VALUES["treaty"], FACT_VALUES[date_fact]))


def _first(rules: Sequence[Rule], values: Triple) -> Rule | None:
    return next((rule for rule in rules if rule.matches(*values)), None)
