"""A part is never more than its whole, whatever the reading: else the run stops."""

from collections.abc import Mapping

from hertoets.errors import DataError, Fault
from hertoets.findings.definitions import load_definitions
from hertoets.findings.model import SIDES, Pair


def refuse_larger_parts(measured: Mapping[str, Mapping[str, Pair]]) -> None:
    """Stop where a figure is larger than the one that it lies within.

    Parameters
    ----------
    measured : mapping of str to mapping of str to tuple
        Lower and upper, by figure and by reading or the records.

    Raises
    ------
    DataError
        Every such pair at once.
    """
    faults = []
    for name, definition in load_definitions().items():
        whole = measured.get(definition.within or "", {})
        for reading, pair in measured.get(name, {}).items():
            for side, part, limit in zip(SIDES, pair, whole.get(reading, pair), strict=True):
                if part is not None and limit is not None and part > limit:
                    what = f"the {side} bound is larger than that of {definition.within}"
                    mend = "This is a fault of Hertoets itself: report it with version and command"
                    faults.append(Fault(name, reading, what, mend))
    if faults:
        raise DataError(faults)
