"""What becomes of one count: hidden, rounded or zero, and what an outsider then knows of it.

Source: contract, section 6.
"""

from math import inf

from hertoets.findings import COUNTED, EURO_A_PERSON, Definition, most_of
from hertoets.release.policy import Policy

Interval = tuple[float, float]
"""Least and greatest value that stay possible; whole numbers, or infinite."""


def is_small(value: float, policy: Policy) -> bool:
    """Tell whether a count is hidden: not zero, and under the limit on either side of it.

    Examples
    --------
    >>> from hertoets.release.policy import load_policy
    >>> [is_small(value, load_policy()) for value in (0, 1, 9, 10, -9)]
    [False, True, True, False, True]
    """
    return 0 < abs(value) < policy.threshold


def round_count(value: float, policy: Policy) -> int | None:
    """Round a count to the policy's multiple, halves away from zero; None where it is hidden.

    Examples
    --------
    >>> from hertoets.release.policy import load_policy
    >>> [round_count(value, load_policy()) for value in (0, 9, 12, 13, -13)]
    [0, None, 10, 15, -15]
    """
    if is_small(value, policy):
        return None
    step = policy.rounding
    size = (2 * abs(int(value)) + step) // (2 * step) * step
    return size if value >= 0 else -size


def limit_of(unit: str, threshold: int) -> int:
    """The limit under which a small figure lies, in its unit; 0 for a median, which is no count."""
    if unit == "euro":
        return threshold * EURO_A_PERSON
    return threshold if unit in COUNTED else 0


def amount_step(most: int, policy: Policy) -> int:
    """To which multiple a sum of amounts is rounded that are each `most` euro at most.

    An odd multiple of the rounding of counts: where the sum goes over, so does the count beside it.

    Examples
    --------
    >>> from hertoets.release.policy import load_policy
    >>> amount_step(1250, load_policy())
    31250
    """
    times = -(-policy.amount_persons // policy.rounding)
    return (times + 1 - times % 2) * policy.rounding * most


def has_amount(value: int, persons: int, most: int) -> bool:
    """Tell whether a sum is what so many persons can have, each one amount of `most` at most.

    Where somebody has several fines it may be more: then it would say of persons what is not so.
    """
    return value <= most * persons


def round_amount(value: int, persons: int, most: int, policy: Policy) -> int | None:
    """Round a sum of amounts over so many persons; None where it is hidden.

    A sum over somebody that rounds to nothing is hidden too, for it is not nothing.

    Examples
    --------
    >>> from hertoets.release.policy import load_policy
    >>> own = load_policy()
    >>> [round_amount(v, n, 1250, own) for v, n in ((0, 0), (9000, 9), (9000, 10), (40000, 60))]
    [0, None, None, 31250]
    """
    if persons == 0:
        return 0
    if is_small(persons, policy):
        return None
    step = amount_step(most, policy)
    return (2 * value + step) // (2 * step) * step or None


def below_of(definition: Definition, policy: Policy) -> int:
    """The limit under which a hidden figure lies, in its unit; 0 for a median."""
    if definition.amount:
        return amount_step(most_of(definition), policy)
    return limit_of(definition.unit, policy.threshold)


def unround(shown: int, policy: Policy) -> Interval:
    """The counts that are shown as `shown`: those that round to it and are not hidden."""
    if shown == 0:
        return 0, 0
    size = abs(shown)
    low = max(size - policy.rounding // 2, policy.threshold)
    high = size + (policy.rounding - 1) // 2
    return (low, high) if shown > 0 else (-high, -low)


def hidden_range(policy: Policy, *, signed: bool = False) -> Interval:
    """The counts that a hidden one may be; a difference may lie on either side of zero."""
    most = policy.threshold - 1
    return (-most, most) if signed else (1, most)


def withheld_range(*, signed: bool = False) -> Interval:
    """The counts that a withheld one may be: any."""
    return (-inf if signed else 0, inf)


def has_median(value: float, policy: Policy) -> bool:
    """Tell whether a median over so many is shown; over a hidden count it never is."""
    return value >= max(policy.median_base, policy.threshold)


def median_range(value: float, policy: Policy) -> Interval:
    """The counts that a median that is shown, or is not, leaves for those under it."""
    least = max(policy.median_base, policy.threshold)
    return (least, inf) if has_median(value, policy) else (-inf, least - 1)
