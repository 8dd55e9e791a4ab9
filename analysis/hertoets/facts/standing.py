"""The fact ``standing``: what sets a person apart from the duty, the first ground that holds.

Sources: Wi2013 arts. 5 and 6; D1 for the exceptions; contract, section 2.
"""

import polars as pl

from hertoets.facts.logic import first_that_holds
from hertoets.facts.values import UNKNOWN, kind_of

ON_REFERENCE = ("completed", "under_16", "schooling", "diploma_a2", "dispensed")


def standing() -> pl.Expr:
    """The standing of people with ``excluded`` and, on the reference date, `ON_REFERENCE`.

    Who surely is neither excluded nor completed, and of whom no more is known, is *not_excluded*.
    """
    steps = [(pl.col(name), name) for name in ("excluded", *ON_REFERENCE)]
    not_known = [
        UNKNOWN if name in ("excluded", "completed") else "not_excluded" for _, name in steps
    ]
    return first_that_holds(
        steps, otherwise="obligable", unknown=not_known, kind=kind_of("standing")
    )
