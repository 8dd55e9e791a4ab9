"""Who has another headline outcome in another run: the counts that may be shown of them.

What may be shown is decided by `hertoets.release.moves`; here the two runs are read and joined.
"""

from pathlib import Path

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
from hertoets.run.intact import load_published
from hertoets.run.record import Record
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder


def find_moves(run_a: Path, record_a: Record, run_b: Path, record_b: Record) -> tuple[Move, ...]:
    """Count who moved between headline outcomes, and protect the counts.

    Parameters
    ----------
    run_a, run_b : Path
        Folders of finished runs with their ``protected/``.
    record_a, record_b : Record
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
    shown = protect_moves(
        counted,
        _published(run_a, record_a),
        _published(run_b, record_b),
        stricter(record_a.disclosure, record_b.disclosure),
    )
    return tuple(
        Move(before, after, persons) for (before, after), persons in shown.items() if persons != "0"
    )


def _outcomes(run: Path, record: Record, name: str) -> pa.Table:
    column = f"outcome_{record.headline}"
    table = read_table(RunFolder(run).outcomes, ["person_id", column])
    return table.rename_columns(["person_id", name])


def _count(one: pa.Table, other: pa.Table) -> dict[Route, int]:
    # 1:1, because a run has one row a person; who is in one of the two only gets an empty cell.
    joined = one.join(other, "person_id", join_type="full outer")
    counted = joined.group_by(["before", "after"]).aggregate([([], "count_all")]).to_pylist()
    return {(row["before"] or GONE, row["after"] or GONE): row["count_all"] for row in counted}


def _published(run: Path, record: Record) -> dict[str, Interval]:
    return published_outcomes(load_published(run, record), record.headline, record.disclosure)
