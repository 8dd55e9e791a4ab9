"""An expectation as data: what is asked of which table, and what a failure does.

Source: the files in ``expectations/``, one a table and one for what lies between tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["low", "medium", "high"]
Consequence = Literal["stop", "set_aside", "widen", "note"]

SEVERITIES: tuple[str, ...] = ("low", "medium", "high")
CONSEQUENCES: tuple[str, ...] = ("stop", "set_aside", "widen", "note")


@dataclass(frozen=True)
class Expectation:
    """One expectation.

    Attributes
    ----------
    id, table : str
        The table whose rows are judged.
    question_nl : str
        What is asked, in plain Dutch; "yes" is how it should be.
    finds_nl : str
        What the rows that fail are, in plain Dutch and in the plural: a report says this.
    kind : str
        A way of looking, from `hertoets.quality.kinds`; `arguments` are its own.
    severity, consequence : str
    doubts : tuple of str
        The columns of `table` whose values are in doubt in the rows that fail.
    missing : tuple of str
        The tables of which rows may be missing for the persons of the rows that fail.
    missing_says : mapping of str to str
        Columns of these, and what a missing row says in them all the same.
    lesson, source : str
        The lesson it supports, and the document or register practice behind the question.
    at_most : int or None
        Wrong rows that are still accepted.
    at_most_share : float or None
        The same as a share (0 to 1) of the rows judged; with it `at_most` is None.
    at_least : int
        The least number of rows; for counts that are held against a published figure.
    least_persons : int
        An extract with fewer persons is too small to say anything.
    date_column : str
        The date of a row, for the history by month; empty where a row has none.
    """

    id: str
    table: str
    question_nl: str
    finds_nl: str
    kind: str
    severity: Severity
    consequence: Consequence
    doubts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    missing_says: Mapping[str, str] = field(default_factory=dict)
    lesson: str = ""
    source: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    at_most: int | None = 0
    at_most_share: float | None = None
    at_least: int = 0
    least_persons: int = 0
    date_column: str = ""
