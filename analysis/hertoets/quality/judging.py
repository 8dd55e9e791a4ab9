"""Let Great Expectations judge what was counted: one batch and one suite over all checks.

Each check is a row of a frame, holding how many rows are wrong (or which share) and the least and
the most that its entry lets pass. Two expectations hold of all rows at once: an expectation a check
took longer than everything that was counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from hertoets.quality.context import KEYS_WITHOUT_VALUES, ROW, Context, raised
from hertoets.quality.expectation import Expectation
from hertoets.quality.marks import Measure

_COUNTED, _LEAST, _MOST = "counted", "at_least", "at_most"


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
    frame = _frame(checks)
    greater = context.library.expectations.ExpectColumnPairValuesAToBeGreaterThanB
    expected = [
        greater(
            column_A=more,
            column_B=less,
            or_equal=True,
            ignore_row_if="either_value_is_missing",  # what has no greatest
            meta={"id": f"{more} {less}"},
        )
        for more, less in ((_COUNTED, _LEAST), (_MOST, _COUNTED))
    ]
    results = context.validate("counts", frame, expected, result_format=KEYS_WITHOUT_VALUES)
    broke = any(map(raised, results.values()))
    failed: set[int] = set()
    if not broke:
        for told in results.values():
            named = told.result.get("unexpected_index_list") or []
            failed |= {row for one in named for row in one[ROW]}
    return {
        entry.id: Verdict(success=not broke and row not in failed, raised=broke)
        for row, (entry, _) in enumerate(checks)
    }


def _frame(checks: Sequence[tuple[Expectation, Measure]]) -> pd.DataFrame:
    limits = [limits_of(entry) for entry, _ in checks]
    frame = pd.DataFrame(
        {
            _COUNTED: [value_of(entry, found) for entry, found in checks],
            _LEAST: [low for low, _ in limits],
            _MOST: pd.Series([high for _, high in limits], dtype=float),
        }
    )
    frame.index.name = ROW
    return frame


def value_of(entry: Expectation, found: Measure) -> float:
    """The number that is judged: wrong rows, or their share of the rows judged."""
    return found.rows / found.judged if entry.at_most_share is not None else float(found.rows)


def limits_of(entry: Expectation) -> tuple[float, float | None]:
    """The least and the greatest number that passes; None for no greatest."""
    high = entry.at_most_share if entry.at_most_share is not None else entry.at_most
    return float(entry.at_least), None if high is None else float(high)
