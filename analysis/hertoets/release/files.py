"""Findings on disk: what may be published in the open, the exact ones under ``protected``.

Source: contract, section 5, for ``findings.json``. Files are the same to the byte for the same
findings: sorted keys, no clock.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import UseError
from hertoets.findings import Findings, Origin, RawFinding, Side, load_definitions
from hertoets.plain import csv_text, json_text
from hertoets.release.count import Rule
from hertoets.release.counts import below_of
from hertoets.release.model import (
    Change,
    Release,
    ReleasedFinding,
    ReleasedTable,
    TableColumn,
    ensure_released,
)
from hertoets.release.policy import Policy, policy_of
from hertoets.runfolder import RunFolder


def save_release(release: Release, folder: Path) -> None:
    """Write what may be published.

    Parameters
    ----------
    release : Release
    folder : Path
        The run's folder; ``findings.json``, ``report/basis.json`` and a JSON and a CSV file for
        each table in ``report/tables`` are written, over older ones.

    Raises
    ------
    DataError
        Where `protected` did not go through disclosure control.
    """
    ensure_released(release)
    run = RunFolder(folder)
    _write_json(run.findings, [_record(entry) for entry in release.findings.values()])
    for name, table in release.tables.items():
        _write_json(run.tables / f"{name}.json", asdict(table))
        _write_text(run.tables / f"{name}.csv", _as_csv(table))
    delivered = release.meta.delivered_on
    basis = {
        "meta": asdict(release.meta)
        | {"delivered_on": None if delivered is None else delivered.isoformat()},
        "settings": release.settings,
        # Lists, because the keys of an object are sorted and the order of both matters.
        "readings": [{"name": n, "title_nl": title} for n, title in release.readings.items()],
        "tables": list(release.tables),
        "notes": list(release.notes),
        "changes": [asdict(change) for change in release.changes],
        "policy": release.policy,
        # The fields of findings.json are fixed; there, a withheld bound is null as a hidden one is.
        "withheld": {
            name: [list(bound) for bound in entry.withheld]
            for name, entry in release.findings.items()
            if entry.withheld
        },
    }
    _write_json(run.basis, basis)


def save_exact(findings: Findings, folder: Path) -> None:
    """Write the exact figures to ``protected/findings.json`` in the run's folder."""
    _write_json(
        RunFolder(folder).exact_findings, [_record(entry) for entry in findings.findings.values()]
    )


def load_release(folder: Path) -> Release:
    """Read what `save_release` wrote.

    Parameters
    ----------
    folder : Path
        The run's folder.

    Returns
    -------
    Release

    Raises
    ------
    UseError
        Where a file is missing or not what `save_release` writes.
    """
    run = RunFolder(folder)
    basis = _read_json(run.basis)
    listed = _read_json(run.findings)
    try:
        meta = basis["meta"]
        delivered = meta["delivered_on"]
        origin = Origin(**{**meta, "delivered_on": delivered and date.fromisoformat(delivered)})
        readings = {entry["name"]: entry["title_nl"] for entry in basis["readings"]}
        withheld = {
            name: tuple((reading, side) for reading, side in bounds)
            for name, bounds in basis["withheld"].items()
        }
        policy = policy_of(str(run.basis), basis["policy"])
        findings = {entry["id"]: _as_finding(entry, readings, withheld, policy) for entry in listed}
        tables = {
            name: table_from(_read_json(run.tables / f"{name}.json")) for name in basis["tables"]
        }
        changes = tuple(
            Change(**{**entry, "reasons": tuple(entry["reasons"])}) for entry in basis["changes"]
        )
        return Release(
            findings=findings,
            tables=tables,
            meta=origin,
            settings=basis["settings"],
            readings=readings,
            notes=tuple(basis["notes"]),
            changes=changes,
            policy=basis["policy"],
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise UseError.of(
            where=str(folder),
            what="the findings are not what this version of Hertoets writes",
            mend="Run hertoets run again",
        ) from None


def _record(finding: RawFinding | ReleasedFinding) -> dict[str, object]:
    pairs = {name: list(pair) for name, pair in finding.by_reading.items()}
    record = asdict(finding) | {"by_reading": pairs, "records": list(finding.records)}
    for beside in ("withheld", "below"):
        record.pop(beside, None)
    return record


def _as_finding(
    entry: dict[str, Any],
    readings: Mapping[str, str],
    withheld: Mapping[str, tuple[tuple[str, Side], ...]],
    policy: Policy,
) -> ReleasedFinding:
    stored = entry["by_reading"]
    pairs = {name: tuple(stored[name]) for name in readings if name in stored}
    changed = {
        "by_reading": pairs,
        "records": tuple(entry["records"]),
        "withheld": withheld.get(entry["id"], ()),
        "below": below_of(load_definitions()[entry["id"]], policy),
    }
    return ReleasedFinding(**{**entry, **changed})


def table_from(entry: Mapping[str, Any]) -> ReleasedTable:
    """Read a table from the content of its JSON file; ValueError where it is none."""
    columns = tuple(TableColumn(**column) for column in entry["columns"])
    rows, keys = tuple(tuple(row) for row in entry["rows"]), tuple(entry["keys"])
    if any(len(row) != len(columns) for row in rows) or len(keys) not in (0, len(rows)):
        raise ValueError
    rules = tuple(Rule(**rule) for rule in entry["rules"])
    stored = {"columns": columns, "rows": rows, "keys": keys, "rules": rules}
    return ReleasedTable(**{**entry, **stored})


def _as_csv(table: ReleasedTable) -> str:
    return csv_text([[column.title_nl for column in table.columns], *table.rows])


def _write_json(path: Path, content: object) -> None:
    _write_text(path, f"{json_text(content, indent=2)}\n")


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _read_json(path: Path) -> Any:
    try:
        return read_json(path)
    except UnreadableError as why:
        raise UseError.of(
            where=str(path),
            what=f"not a JSON file that can be read: {why}",
            mend="Name the folder of a finished run",
        ) from None
