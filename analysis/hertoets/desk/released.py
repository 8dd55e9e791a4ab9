"""What was published of a run, as frames with numbers: figures and tables.

A number that is not shown is NA, and the column beside it says why. What a shown or hidden count
may stand for follows from the policy alone.
"""

from math import inf
from typing import TYPE_CHECKING, Final

from hertoets.datafile import read_json
from hertoets.findings import RECORDS
from hertoets.release import Release
from hertoets.release.count import Count, read_count
from hertoets.release.counts import hidden_range, unround, withheld_range
from hertoets.release.model import ReleasedTable, TableColumn
from hertoets.release.policy import Policy, policy_of
from hertoets.run.intact import unchanged
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    import pandas as pd

_COUNT: Final = "count"
_NUMBERS: Final = ("count", "days", "euro", "percent")
_SIDES: Final = ("lower", "upper")


def finding_frame(release: Release, name: str) -> "pd.DataFrame":
    """See `hertoets.Run.finding`."""
    import pandas as pd

    finding, headline = release.findings[name], release.settings["headline"]
    rows = []
    for reading in [*finding.by_reading, RECORDS]:
        lower, upper = finding.bounds(reading)
        rows.append(
            {
                "reading": reading,
                "headline": reading == headline,
                "lower": lower.shown,
                "upper": upper.shown,
                "lower_marker": lower.state,
                "upper_marker": upper.state,
            }
        )
    return pd.DataFrame(rows).astype(dict.fromkeys(_SIDES, "Float64"))


def exact_frame(folder: RunFolder, name: str) -> "pd.DataFrame":
    """The same, exact: for whoever works inside."""
    import pandas as pd

    entries = read_json(unchanged(folder.path, folder.exact_findings))
    [entry] = [one for one in entries if one["id"] == name]
    bounds = {**entry["by_reading"], RECORDS: entry["records"]}
    rows = [{"reading": key, "lower": pair[0], "upper": pair[1]} for key, pair in bounds.items()]
    return pd.DataFrame(rows).astype(dict.fromkeys(_SIDES, "Float64"))


def findings_frame(release: Release) -> "pd.DataFrame":
    """See `hertoets.Run.findings`."""
    import pandas as pd

    rows = []
    for finding in release.findings.values():
        lower, upper = release.bounds(finding.id)
        rows.append(
            {
                "id": finding.id,
                "title_nl": finding.title_nl,
                "lower": lower.shown,
                "upper": upper.shown,
                "lower_marker": lower.state,
                "upper_marker": upper.state,
                "unit": finding.unit,
                "population": finding.population,
                "within": finding.within or "",
                "definition": finding.definition,
                "source": finding.source,
            }
        )
    return pd.DataFrame(rows).astype(dict.fromkeys(_SIDES, "Float64"))


def table_frame(release: Release, name: str) -> "pd.DataFrame":
    """See `hertoets.Run.table`."""
    import pandas as pd

    table = release.tables[name]
    policy = policy_of(str(RunFolder.basis), dict(release.policy))
    rows = [
        {**_labels(table, place), **_cell(column, table.rows[place][at], policy)}
        for place in range(len(table.rows))
        for at, column in enumerate(table.columns)
        if column.kind in _NUMBERS
    ]
    numbers = dict.fromkeys(("shown", *_SIDES), "Float64")
    return pd.DataFrame(rows).astype(numbers) if rows else pd.DataFrame(columns=["key"])


def _labels(table: ReleasedTable, place: int) -> dict[str, object]:
    key = table.keys[place] if table.keys else str(place)
    told = {
        column.name: cell
        for column, cell in zip(table.columns, table.rows[place], strict=True)
        if column.kind not in _NUMBERS
    }
    return {"key": key, **told}


def _cell(column: TableColumn, form: object, policy: Policy) -> dict[str, object]:
    count = read_count(form)  # type: ignore[arg-type]
    lower, upper = _bounds(column, count, policy)
    return {
        "column": column.name,
        "shown": count.shown,
        "lower": lower,
        "upper": None if upper == inf else upper,
        "marker": count.state,
    }


def _bounds(column: TableColumn, count: Count, policy: Policy) -> tuple[float | None, float | None]:
    """Between what a cell lies: a count by the policy, another number where it is shown."""
    if count.state == "not_measured":
        return None, None
    if column.kind != _COUNT:
        return count.shown, count.shown
    if count.state == "withheld":
        return withheld_range()
    if count.state == "small":
        return hidden_range(policy)
    return unround(int(count.number), policy)
