"""Let Great Expectations judge what was counted: one batch and one suite over all checks.

Each check is a column of a frame of one row, holding how many rows are wrong (or which share), and
an expectation that it lies between the limits of its entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from hertoets.quality.context import Context, raised
from hertoets.quality.expectation import Expectation
from hertoets.quality.marks import Measure


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations made of one check: success or not, or an exception instead."""

    success: bool
    raised: bool


def judge(checks: Sequence[tuple[Expectation, Measure]], context: Context) -> dict[str, Verdict]:
    """Judge counted checks.

    Parameters
    ----------
    checks : sequence of (Expectation, Measure)
        Those with rows to judge, in the order of the files.
    context : Context

    Returns
    -------
    dict of str to Verdict
        By id.
    """
    if not checks:
        return {}
    frame = pd.DataFrame({entry.id: [value_of(entry, found)] for entry, found in checks})
    between = context.library.expectations.ExpectColumnMaxToBeBetween
    expected = []
    for entry, _ in checks:
        low, high = limits_of(entry)
        meta = {"id": entry.id}
        expected.append(between(column=entry.id, min_value=low, max_value=high, meta=meta))
    results = context.validate("counts", frame, expected)
    return {name: Verdict(bool(told.success), raised(told)) for name, told in results.items()}


def value_of(entry: Expectation, found: Measure) -> float:
    """The number that is judged: wrong rows, or their share of the rows judged."""
    return found.rows / found.judged if entry.at_most_share is not None else float(found.rows)


def limits_of(entry: Expectation) -> tuple[float, float | None]:
    """The least and the greatest number that passes; None for no greatest."""
    high = entry.at_most_share if entry.at_most_share is not None else entry.at_most
    return float(entry.at_least), None if high is None else float(high)
