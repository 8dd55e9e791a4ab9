"""Great Expectations, kept to itself: imported where it is used, it writes, sends and asks nothing.

Importing it costs seconds. Its context is ephemeral and its analytics are off.
"""

import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pandas as pd

ROW = "row"
KEYS_WITHOUT_VALUES = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [ROW],
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": False,
}
"""Ask for the numbers of the wrong rows, which stand in an index named `ROW`, and for no value."""


SPARK = ("pyspark", "pyspark.sql.connect")


@contextmanager
def _without_spark() -> Iterator[None]:
    """Let nothing find Spark where it is installed: we give frames of pandas alone.

    Great Expectations imports whatever parts of Spark there are. One of them ends the process
    where it has no main file, as under ``python -c``, also after a run has loaded the others.
    """
    loaded = {name: sys.modules[name] for name in SPARK if name in sys.modules}
    sys.modules |= dict.fromkeys(SPARK)  # type: ignore[arg-type]  # none: such a module is not there
    try:
        yield
    finally:
        for name in SPARK:
            del sys.modules[name]
        sys.modules |= loaded


class Context:
    """A context of Great Expectations for the frames of one extract."""

    @cached_property
    def library(self) -> Any:
        """The package, with its analytics off before it reads its settings."""
        os.environ["GX_ANALYTICS_ENABLED"] = "false"
        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        with _without_spark():
            import great_expectations

        return great_expectations

    @cached_property
    def _context(self) -> Any:
        context = self.library.get_context(mode="ephemeral")
        context.enable_analytics(False)
        context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        return context

    @cached_property
    def _batches(self) -> Any:
        """What makes a batch of a frame: one for all, since each new one writes the context out."""
        asset = self._context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
        return asset.add_batch_definition_whole_dataframe("whole")

    def row_condition(self, column: str) -> Any:
        """A column in a condition on rows, to be compared with a value."""
        self.library  # noqa: B018  its settings come before its parts
        from great_expectations.expectations.row_conditions import Column

        return Column(column)

    def validate(
        self, name: str, frame: pd.DataFrame, expected: Sequence[Any], **told: Any
    ) -> dict[str, Any]:
        """Hold a frame against expectations: one batch, one suite.

        Parameters
        ----------
        name : str
            Of the suite.
        frame : pandas.DataFrame
        expected : sequence of expectations
            Each with an ``id`` in its ``meta``.
        **told
            As ``validate`` of a batch takes it.

        Returns
        -------
        dict of str to result
            By id; one that raised is among them, see `raised`.
        """
        batch = self._batches.get_batch(batch_parameters={"dataframe": frame})
        # All at once: added one by one, each is compared with all before it.
        suite = self.library.ExpectationSuite(name=name, expectations=list(expected))
        results = batch.validate(suite, **told).results
        # It would keep every frame that it has ever been given.
        batches = batch.data.execution_engine.batch_manager
        batches.reset_batch_cache()
        batches.batch_data_cache.clear()
        return {result.expectation_config.meta["id"]: result for result in results}


def raised(result: Any) -> bool:
    """Tell whether an expectation ended in an exception instead of an answer."""
    told = result.exception_info
    said = told.get("raised_exception")
    # Without one the mapping tells so itself; with one it holds a mapping for each metric.
    return bool(said) if said is not None else _any(told)


def _any(told: Mapping[str, Any]) -> bool:
    return any(isinstance(part, Mapping) and part.get("raised_exception") for part in told.values())
