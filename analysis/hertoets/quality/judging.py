"""Let Great Expectations judge what was counted: one batch and one suite a file.

Each check is a column of a frame of one row, holding how many rows are wrong (or which share), and
an expectation that it lies between the limits of its entry. Great Expectations sees counts and
never a row of a person. The context is ephemeral: nothing is written, sent or asked of anybody.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hertoets.quality.expectation import Expectation
from hertoets.quality.marks import Measure


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations made of one check: success or not, or an exception instead."""

    success: bool
    raised: bool


def judge(checks: Sequence[tuple[Expectation, Measure]]) -> dict[str, Verdict]:
    """Judge counted checks.

    Parameters
    ----------
    checks : sequence of (Expectation, Measure)
        Those with rows to judge, in the order of the files.

    Returns
    -------
    dict of str to Verdict
        By id, in the same order.
    """
    if not checks:
        return {}
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    source = context.data_sources.add_pandas("extract")
    batches = source.add_dataframe_asset("checks").add_batch_definition_whole_dataframe("counts")
    frame = pd.DataFrame({entry.id: [value_of(entry, found)] for entry, found in checks})
    batch = batches.get_batch(batch_parameters={"dataframe": frame})
    expected = []
    for entry, _ in checks:
        low, high = limits_of(entry)
        expected.append(
            gx.expectations.ExpectColumnMaxToBeBetween(
                column=entry.id, min_value=low, max_value=high, meta={"id": entry.id}
            )
        )
    # All at once: added one by one, each is compared with all before it.
    suite = gx.ExpectationSuite(name="expectations", expectations=expected)
    results = batch.validate(suite).results
    return {result.expectation_config.meta["id"]: _verdict(result) for result in results}


def value_of(entry: Expectation, found: Measure) -> float:
    """The number that is judged: wrong rows, or their share of the rows judged."""
    return found.rows / found.judged if entry.at_most_share is not None else float(found.rows)


def limits_of(entry: Expectation) -> tuple[float, float | None]:
    """The least and the greatest number that passes; None for no greatest."""
    high = entry.at_most_share if entry.at_most_share is not None else entry.at_most
    return float(entry.at_least), None if high is None else float(high)


def _verdict(result: Any) -> Verdict:
    told = result.exception_info
    raised = told.get("raised_exception")
    # Without one the mapping tells so itself; with one it holds a mapping for each metric.
    return Verdict(bool(result.success), bool(raised) if raised is not None else _any(told))


def _any(told: Mapping[str, Any]) -> bool:
    return any(isinstance(part, Mapping) and part.get("raised_exception") for part in told.values())


def _great_expectations() -> Any:
    # Importing it costs seconds, so it is imported where it is used. Its analytics are switched
    # off before it reads its settings, and again on the context.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations

    return great_expectations
