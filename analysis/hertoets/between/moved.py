"""Who has another headline outcome in another run: the counts that may be shown of them.

They pass the same disclosure control as whatever a run publishes, laid beside all that both runs
told. Source: contract, section 6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from hertoets.between.told import AllTold, Side
from hertoets.errors import DataError
from hertoets.findings import At, Basis, Column, Counted, Fact, Findings, Origin, Place, RawTable
from hertoets.findings.basis import Rows
from hertoets.findings.sets import persons
from hertoets.outcomes import Profiles
from hertoets.release import WITHHELD, Policy, control
from hertoets.release.policy import stricter
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder

GONE: Final = "not in the extract"
_TABLE: Final = "moved"
_COLUMNS: Final = (
    Column("before", "", "label"),
    Column("after", "", "label"),
    Column("persons", "", "count"),
)


@dataclass(frozen=True)
class Move:
    """How many persons went from one outcome to another: rounded, ``<10`` or ``x``."""

    before: str
    after: str
    persons: str


@dataclass(frozen=True)
class Moves:
    """Who moved: nobody along what is not listed. None where that may not be shown, and why."""

    listed: tuple[Move, ...] | None
    because: tuple[str, ...] = ()


def find_moves(one: Side, other: Side, told: AllTold) -> Moves:
    """Count who moved between headline outcomes, and protect the counts.

    Parameters
    ----------
    one, other : Side
        Finished runs with their ``protected/``.
    told : AllTold
        What both told; what is shown here is added to it.

    Returns
    -------
    Moves
        In order of name. Who is in one extract only comes from or goes to `GONE`.

    Raises
    ------
    UseError
        If the outcomes of a run are gone or unreadable.
    """
    if told.lacking:
        return Moves(None, told.lacking)
    findings = count_moves(_outcomes(one), _outcomes(other))
    policy = stricter(one.record.disclosure, other.record.disclosure)
    return Moves(protect_moves(findings, policy, told))


def protect_moves(findings: Findings, policy: Policy, told: AllTold) -> tuple[Move, ...]:
    """Protect counts of who moved.

    Parameters
    ----------
    findings : Findings
        From `count_moves`.
    policy : Policy
    told : AllTold
        Laid beside; what is shown here is added to it.

    Returns
    -------
    tuple of Move
        Along which somebody moved; where nothing at all may be told, every move there may be.
    """
    try:
        controlled = control(findings, policy, told.told, key=told.key, run=_TABLE)
    except DataError:
        assert findings.basis is not None
        ends = [findings.basis.values(column) for column in ("before", "after")]
        return tuple(
            Move(str(before), str(after), WITHHELD)
            for before in ends[0]
            for after in ends[1]
            if before != after
        )
    told.told.append(controlled.told)
    rows = controlled.release.tables[_TABLE].rows
    return tuple(Move(*map(str, row)) for row in rows)


def count_moves(one: pl.DataFrame, other: pl.DataFrame) -> Findings:
    """Count who moved, as exact findings.

    How many persons had an outcome, have one, and kept one, is told by no cell of the table; it is
    among what is counted because both runs publish totals: what moved into an outcome less what
    moved out of it is the difference of these.

    Parameters
    ----------
    one, other : polars.DataFrame
        ``person_id`` and ``outcome`` of each person of a run.

    Returns
    -------
    Findings
        With one table, and who is counted where.
    """
    everyone = (
        one.rename({"outcome": "before"})
        .join(other.rename({"outcome": "after"}), on="person_id", how="full", coalesce=True)
        .with_columns(pl.col("before", "after").fill_null(GONE))
        .sort("person_id")
    )
    kinds = everyone.group_by("before", "after").len().sort("before", "after")
    numbered = kinds.with_row_index("profile")
    places = everyone.join(numbered, on=["before", "after"], how="left", maintain_order="left")
    profiles = Profiles(
        kinds["len"].cast(pl.Int64).to_numpy(),
        places["profile"].to_numpy().astype(np.int64),
        {("", True): kinds.select("before", "after")},
        {},
    )
    rows = tuple(row for row in kinds.iter_rows() if row[0] != row[1])
    counts: dict[Place, Counted] = {
        At(_TABLE, number, 2): persons({"before": (before,), "after": (after,)})
        for number, (before, after, _) in enumerate(rows)
    }
    table = RawTable(
        id=_TABLE,
        title_nl="",
        columns=_COLUMNS,
        rows=rows,
        population="",
        unit="personen",
        source="",
        reading=None,
        occurs="persons",
        counts=dict(
            zip(((number, 2) for number in range(len(rows))), counts.values(), strict=True)
        ),
    )
    return Findings(
        findings={},
        definitions={},
        tables={_TABLE: table},
        meta=Origin("", None, synthetic=False, source=""),
        settings={"headline": ""},
        readings={},
        notes=(),
        counts=counts,
        facts=tuple(_facts(kinds)),
        basis=Basis(profiles, "", Rows(), everyone["person_id"].to_list()),
    )


def _facts(kinds: pl.DataFrame) -> Iterable[Fact]:
    known: dict[Counted, str] = {}
    for before, after in kinds.select("before", "after").iter_rows():
        known[persons({"before": (before,)})] = "both runs tell of outcomes"
        known[persons({"after": (after,)})] = "both runs tell of outcomes"
        if before == after:
            known[persons({"before": (before,), "after": (after,)})] = "who did not move"
    return (Fact(counted, 0, np.inf, why) for counted, why in known.items())


def _outcomes(side: Side) -> pl.DataFrame:
    """The outcomes that the run counts in what it publishes: with what is in doubt unknown."""
    column = f"outcome_{side.record.headline}"
    table = read_table(RunFolder(side.run).doubted, ["person_id", column])
    return pl.DataFrame(
        {
            name: table[stored].to_pylist()
            for name, stored in (("person_id", "person_id"), ("outcome", column))
        },
        schema={"person_id": pl.String, "outcome": pl.String},
    )
