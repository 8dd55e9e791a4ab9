"""The toy in ttsim: a function of one person for each fact, which ttsim turns into one of columns.

Run by the Python of an environment that holds ttsim-backend and not Hertoets. It knows numbers and
booleans only: a day stays a whole number such as 20211231, to which years are added as so many ten
thousands, and a value of a list is its place. The numbers in the rules stand in the rules:
its functions see nothing but columns and parameters.
"""

import sys
from pathlib import Path

import numpy as np
from ttsim import InputData, MainTarget, OrigPolicyObjects, TTTargets
from ttsim import main as work_out
from ttsim.tt import (
    Currency,
    PolicyFunction,
    PolicyInput,
    TTSIMUnit,
    UnitSystem,
    policy_function,
    policy_input,
)

from benchmarks.toy.rules import INPUTS, REFERENCE

NUMBER = TTSIMUnit.DIMENSIONLESS
FLAGS = ("temporary", "of_eu", "at_school", "dispensed")
ON = f"{REFERENCE // 10_000}-{REFERENCE // 100 % 100:02}-{REFERENCE % 100:02}"
CURRENCIES = UnitSystem(currencies={"EUR": Currency(statutory_from="2002-01-01")})
"""Needed even where there is no money."""


@policy_function(unit=NUMBER)
def qualifies(group: int, temporary: bool) -> bool:
    """Asylum, or of no temporary purpose."""
    return group == 0 or not temporary


@policy_function(unit=NUMBER)
def published(group: int, decided: int, collected: int) -> int:
    """The day of the decision (asylum) or of the collection (others)."""
    return decided if group == 0 else collected


@policy_function(unit=NUMBER)
def publication(qualifies: bool, published: int, ends: int) -> int:
    """0 no right, 1 before, 2 after."""
    if qualifies and published <= 20211231 and ends >= 20211231:
        found = 1
    elif qualifies and published > 20211231:
        found = 2
    else:
        found = 0
    return found


@policy_function(unit=NUMBER)
def standing(born: int, of_eu: bool, at_school: bool, dispensed: bool) -> int:
    """0 excluded, 1 under 16, 2 schooling, 3 dispensed, 4 obligable."""
    if of_eu or born + 670000 <= 20211231:
        found = 0
    elif born + 160000 > 20211231:
        found = 1
    elif at_school:
        found = 2
    elif dispensed:
        found = 3
    else:
        found = 4
    return found


@policy_function(unit=NUMBER)
def notice(told: int) -> int:
    """0 no notice, 1 before, 2 after."""
    if told == 0:
        found = 0
    elif told <= 20211231:
        found = 1
    else:
        found = 2
    return found


@policy_function(unit=NUMBER)
def regime(publication: int, standing: int, notice: int) -> int:
    """The places in `benchmarks.toy.rules.REGIMES`: 0 none, 1 wi2013, 2 wi2021, 3 open."""
    if publication == 0 or standing == 0:
        found = 0
    elif publication == 2:
        found = 2
    elif notice == 1 or standing == 4:
        found = 1
    elif standing == 3:
        found = 3
    else:
        found = 2
    return found


FUNCTIONS = (qualifies, published, publication, standing, notice, regime)


def objects() -> dict[tuple[str, ...], PolicyFunction | PolicyInput]:
    """Functions and inputs, each under the file and the name that ttsim would find it by."""
    found: dict[tuple[str, ...], PolicyFunction | PolicyInput] = {
        ("toy.py", function.leaf_name): function for function in FUNCTIONS
    }
    for name in INPUTS:

        def column() -> int:
            """One of the inputs."""

        column.__name__ = name
        column.__annotations__ = {"return": bool if name in FLAGS else int}
        found["toy.py", name] = policy_input(unit=NUMBER)(column)
    return found


def main(people: Path, out: Path) -> None:
    """Read the people, write the regime of each."""
    with np.load(people) as columns:
        read = {name: columns[name] for name in INPUTS}
    persons = np.arange(len(read["group"]))
    found = work_out(
        main_target=MainTarget.results.qname,
        policy_date_str=ON,
        unit_system=CURRENCIES,
        input_data=InputData.qname({"p_id": persons, **read}),
        tt_targets=TTTargets(qname={"regime": None}),
        orig_policy_objects=OrigPolicyObjects(
            column_objects_and_param_functions=objects(), param_specs={}
        ),
        backend="numpy",
    )
    np.save(out, np.asarray(found["regime"]).astype(np.int8))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
