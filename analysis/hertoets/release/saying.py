"""How a released figure is said: as the exact one is, and with words for what is not shown."""

from collections.abc import Collection

from hertoets.findings import (
    Definition,
    Manner,
    RawFinding,
    Side,
    display,
    say_bound,
)
from hertoets.release.counts import below_of
from hertoets.release.model import ShownPair
from hertoets.release.policy import Policy

NOT_SHOWN = "een afgeschermd {what}"


def say(
    finding: RawFinding,
    definition: Definition,
    pair: ShownPair,
    policy: Policy,
    withheld: Collection[Side] = (),
) -> str:
    """Say a figure in Dutch.

    Parameters
    ----------
    finding : RawFinding
        Only to tell what was not measured.
    definition : Definition
    pair : tuple
        Lower and upper as they may be shown.
    policy : Policy
    withheld : collection of str
        The bounds that are left out to protect others.

    Returns
    -------
    str
        Without a capital or a full stop.
    """
    if finding.status == "not_measured" or finding.lower is None:
        return finding.display_nl
    if definition.unit == "dagen":
        if pair[0] is None:
            return "afgeschermd: te weinig personen"
        return display(*pair, Manner("dagen"))
    manner = Manner(
        definition.unit,
        outward=policy.rounding > 1,
        below=below_of(definition, policy),
        signed=definition.signed,
        coarse=below_of(definition, policy) // 2 if definition.amount else 0,
    )
    return _say_withheld(pair, manner, withheld) if withheld else display(*pair, manner)


def _say_withheld(pair: ShownPair, manner: Manner, withheld: Collection[Side]) -> str:
    """Say what is left: a bound that is left out is not a small one."""
    lower, upper = pair
    if "lower" in withheld and "upper" not in withheld:
        if upper is None:
            return display(None, None, manner)
        return say_bound(upper, "upper", manner)
    if "upper" in withheld and lower is not None:
        return say_bound(lower, "lower", manner)
    # No more words: this stands in the middle of sentences, as their subject.
    return NOT_SHOWN.format(what=_what(manner))


def _what(manner: Manner) -> str:
    if manner.unit == "euro":
        return "bedrag"
    return f"verschil in {manner.unit}" if manner.signed else f"aantal {manner.unit}"
