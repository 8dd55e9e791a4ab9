"""The persons of a comparison as the figures look at them: under one reading, with what may be."""

from dataclasses import dataclass

import pandas as pd

from hertoets.findings.persons import add_open_questions
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment


@dataclass(frozen=True)
class View:
    """A comparison, and its persons under the headline.

    `persons` holds one row a person: what ``Comparison.under`` gives, the open questions of
    `add_open_questions`, and `notice_date` and `start_stated`. `assessment` is None where the
    extract was not checked.
    """

    comparison: Comparison
    headline: str
    persons: pd.DataFrame
    assessment: Assessment | None = None

    def has(self, tables: tuple[str, ...]) -> bool:
        """Tell whether the extract holds all of these tables."""
        return all(self.comparison.extract.has(table) for table in tables)


def look(comparison: Comparison, assessment: Assessment | None = None) -> View:
    """Look at the persons under the headline."""
    headline = comparison.settings.headline
    dates = {name: comparison.outcomes[name].array for name in ("notice_date", "start_stated")}
    persons = look_under(comparison, headline).assign(**dates)
    return View(comparison, headline, persons, assessment)


def look_under(comparison: Comparison, reading: str) -> pd.DataFrame:
    """Give the persons under one reading, with what may be."""
    persons = comparison.under(reading)
    certainty = comparison.outcomes["certainty"]
    return add_open_questions(persons, certainty, persons["waiting_unknown"])
