"""The policy of disclosure control: six numbers, each with its reason in ``policy.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault, UseError

_OWN = Path(__file__).with_name("policy.toml")
_LATER = "amount_persons"
"""A setting that policies and runs of before there were amounts do not have."""


@dataclass(frozen=True)
class Policy:
    """What is hidden and how the rest is rounded.

    Attributes
    ----------
    threshold : int
        Counts from 1 up to this limit are hidden (persons).
    rounding : int
        Other counts become a multiple of it; it divides `threshold`.
    percentage_base : int
        Least rounded whole of a percentage.
    median_base : int
        Least number of persons under a median.
    amount_persons : int
        A sum of amounts becomes a multiple of the most that so many persons can have.
    options : int
        Least number of values that stay possible for a hidden count.
    """

    threshold: int
    rounding: int
    percentage_base: int
    median_base: int
    amount_persons: int
    options: int


def load_policy(path: Path | None = None) -> Policy:
    """Read a policy; without a path the one that Hertoets brings.

    Parameters
    ----------
    path : Path, optional
        A TOML file with every setting of `Policy` and nothing else.

    Returns
    -------
    Policy

    Raises
    ------
    UseError
        Where the file cannot be read, or a setting is unknown, missing, not a whole number of one
        or more, or at odds with another. All faults at once.
    """
    where = _OWN.name if path is None else str(path)
    return policy_of(where, _read(where, path or _OWN))


def policy_of(where: str, content: Mapping[str, object]) -> Policy:
    """Make a policy of settings by name, wherever they stand.

    Raises
    ------
    UseError
        As `load_policy` does; ``where`` is named as the place.
    """
    names = [field.name for field in fields(Policy)]
    content = {_LATER: _defaults()[_LATER]} | {**content}
    faults = [_unknown(where, key, names) for key in content if key not in names]
    faults += [
        Fault(where, name, "setting missing", f"Add it, as {name} = {value}")
        for name, value in _defaults().items()
        if name not in content
    ]
    faults += [
        Fault(where, key, "not a whole number of one or more", "Write a number without quotes")
        for key, value in content.items()
        if key in names and (type(value) is not int or value < 1)
    ]
    if faults:
        raise UseError(faults)
    policy = Policy(**content)
    if faults := _at_odds(where, policy):
        raise UseError(faults)
    return policy


def stricter(one: Policy, other: Policy) -> Policy:
    """The policy that protects as much as either does."""
    rounding = max(one.rounding, other.rounding)
    threshold = max(one.threshold, other.threshold)
    return Policy(
        threshold=-(-threshold // rounding) * rounding,  # the next multiple, which rounding divides
        rounding=rounding,
        percentage_base=max(one.percentage_base, other.percentage_base),
        median_base=max(one.median_base, other.median_base),
        amount_persons=max(one.amount_persons, other.amount_persons),
        options=max(one.options, other.options),
    )


def _read(where: str, path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except UnreadableError as why:
        raise UseError.of(
            where=where,
            what=str(why),
            mend="Name a file with lines as threshold = 10",
        ) from None


def _defaults() -> dict[str, Any]:
    return _read(_OWN.name, _OWN)


def _unknown(where: str, key: str, names: list[str]) -> Fault:
    near = get_close_matches(key, names, n=1)
    mend = f"Nearest is {near[0]}" if near else f"Leave it out; known are {', '.join(names)}"
    return Fault(where, key, "unknown setting", mend)


def _at_odds(where: str, policy: Policy) -> list[Fault]:
    faults = []
    if policy.threshold % policy.rounding:
        # Else a count above the limit could be rounded to one below it.
        mend = "Choose a rounding that divides the threshold"
        faults.append(Fault(where, "rounding", "does not divide the threshold", mend))
    if policy.threshold - 1 < policy.options:
        mend = "Raise the threshold to more than the options"
        faults.append(Fault(where, "options", "more than the values under the threshold", mend))
    return faults
