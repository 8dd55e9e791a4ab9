"""Who has another headline outcome in another run: the counts that may be shown of them.

What may be shown is decided by `hertoets.release.moves`; here the two runs are read and joined.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from hertoets.release.counts import Interval
from hertoets.release.moves import (
    GONE,
    Move,
    Route,
    protect_moves,
    published_outcomes,
    stricter,
)
from hertoets.release.policy import Policy, policy_of
from hertoets.run.intact import load_published
from hertoets.run.tables import read_table


def find_moves(
    run_a: Path, record_a: Mapping[str, Any], run_b: Path, record_b: Mapping[str, Any]
) -> tuple[Move, ...]:
    """Count who moved between headline outcomes, and protect the counts.

    Parameters
    ----------
    run_a, run_b : Path
        Folders of finished runs with their ``protected/``.
    record_a, record_b : mapping
        Their records.

    Returns
    -------
    tuple of Move
        From one outcome to another, in order of name; nobody moved along the others. Who is in
        one extract only comes from or goes to `GONE`.

    Raises
    ------
    UseError
        If the outcomes of a run are gone or unreadable.
    """
    counted = _count(_outcomes(run_a, record_a, "before"), _outcomes(run_b, record_b, "after"))
    settings = [record["policy_settings"] for record in (record_a, record_b)]
    policies = [policy_of("record.json", named) for named in settings]
    shown = protect_moves(
        counted,
        _published(run_a, record_a, policies[0]),
        _published(run_b, record_b, policies[1]),
        stricter(*policies),
    )
    return tuple(
        Move(before, after, persons) for (before, after), persons in shown.items() if persons != "0"
    )


def _outcomes(run: Path, record: Mapping[str, Any], name: str) -> pa.Table:
    column = f"outcome_{record['parameters']['headline']}"
    table = read_table(run / "protected" / "outcomes.parquet", ["person_id", column])
    return table.rename_columns(["person_id", name])


def _count(one: pa.Table, other: pa.Table) -> dict[Route, int]:
    # 1:1, because a run has one row a person; who is in one of the two only gets an empty cell.
    joined = one.join(other, "person_id", join_type="full outer")
    counted = joined.group_by(["before", "after"]).aggregate([([], "count_all")]).to_pylist()
    return {(row["before"] or GONE, row["after"] or GONE): row["count_all"] for row in counted}


def _published(run: Path, record: Mapping[str, Any], policy: Policy) -> dict[str, Interval]:
    headline = str(record["parameters"]["headline"])
    return published_outcomes(load_published(run, record), headline, policy)
