"""Findings and tables that may be published: types of their own, made only by `protect`.

Source: contract, sections 5 and 6. A function that takes these types cannot be handed an exact
count: mypy sees it, and `ensure_released` sees it at run time.
"""

from dataclasses import dataclass, field, fields

from hertoets.errors import DataError
from hertoets.findings import RECORDS, SIDES, Kind, Origin, Side, Status
from hertoets.plain import made_visible
from hertoets.release.count import Count, Form, Number, Rule

ShownPair = tuple[Number | None, Number | None]
ShownCell = Form
"""A label or a text, or the form of a count."""


@dataclass(frozen=True)
class ReleasedFinding:
    """One figure as it may be seen; None for a number that is hidden or was not measured.

    `withheld` names the bounds, by reading, that are not small but left out to protect others;
    `below` is the limit of the policy under which a small one lies, in the figure's own unit.
    """

    id: str
    title_nl: str
    definition: str
    population: str
    within: str | None
    unit: str
    source: str
    reading: str | None
    lower: Number | None
    upper: Number | None
    records: ShownPair
    by_reading: dict[str, ShownPair]
    undecided: dict[str, Number | None]
    display_nl: str
    status: Status
    withheld: tuple[tuple[str, Side], ...] = ()
    below: int = 0

    def bounds(self, reading: str) -> tuple[Count, Count]:
        """Lower and upper by a reading, or by the records; a median that is hidden is withheld."""
        pair = self.records if reading == RECORDS else self.by_reading.get(reading, (None, None))
        lower, upper = (
            self._count(number, withheld=(reading, side) in self.withheld)
            for side, number in zip(SIDES, pair, strict=True)
        )
        return lower, upper

    def _count(self, number: Number | None, *, withheld: bool) -> Count:
        if self.status == "not_measured":
            return Count("not_measured")
        if number is not None:
            return Count("shown", number)
        return Count("withheld") if withheld or not self.below else Count("small", self.below)


@dataclass(frozen=True)
class TableColumn:
    """One column: its name, Dutch heading and the kind of its cells."""

    name: str
    title_nl: str
    kind: Kind


@dataclass(frozen=True)
class ReleasedTable:
    """One table as it may be seen.

    A cell of numbers holds the form of a `Count`; None there is one that was not measured or, of
    another kind than a count, does not apply: a percentage over a small whole. `note_nl` is the
    table's own note, `rules` what was done to its numbers. `keys` gives the code of each row, where
    something refers to a row of the table.
    """

    id: str
    title_nl: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    population: str
    unit: str
    source: str
    reading: str | None
    note_nl: str
    keys: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    def by_key(self) -> dict[str, tuple[ShownCell, ...]]:
        """The rows by their codes; ValueError where a row has none."""
        return dict(zip(self.keys, self.rows, strict=True))


@dataclass(frozen=True)
class Change:
    """One figure that differs from an earlier run, as both runs show it.

    `run` names the earlier run; `reasons` say what may explain it: what differs between the two
    runs (``data``, ``reading``, ``parameter``, ``policy``, ``expectations``, ``code``, ``package``)
    and ``earlier``, where less is shown beside what earlier runs showed.
    """

    run: str
    finding: str
    title_nl: str
    earlier_nl: str
    now_nl: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Release:
    """Everything that may be published of one run.

    `readings` gives each reading's Dutch title, in the order of the law; `notes` what the reader
    should know of the delivery, in Dutch; `changes` what differs from earlier runs given to it;
    `policy` the numbers of the policy by name.
    """

    findings: dict[str, ReleasedFinding]
    tables: dict[str, ReleasedTable]
    meta: Origin
    settings: dict[str, str]
    readings: dict[str, str]
    notes: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    policy: dict[str, int] = field(default_factory=dict)

    def bounds(self, finding: str, reading: str = "") -> tuple[Count, Count]:
        """Lower and upper of a figure, by the headline or by another reading."""
        return self.findings[finding].bounds(reading or self.settings["headline"])

    def __post_init__(self) -> None:
        # What is published is made here or read from a run's folder: in both, names and titles
        # are somebody else's. Every writer behind this point gets texts that can be seen.
        for entry in fields(self):
            held = getattr(self, entry.name)
            object.__setattr__(self, entry.name, made_visible(held))


def ensure_released(value: object) -> Release:
    """The value itself if it, and all that it holds, went through disclosure control.

    Raises
    ------
    DataError
        Where it did not: nothing exact may leave.
    """
    if isinstance(value, Release):
        findings = all(isinstance(entry, ReleasedFinding) for entry in value.findings.values())
        tables = all(isinstance(entry, ReleasedTable) for entry in value.tables.values())
        if findings and tables:
            return value
    raise DataError.of(
        where="disclosure",
        what=f"{type(value).__name__} did not go through disclosure control",
        mend="Hand over what protect(findings, policy) gives",
    )
