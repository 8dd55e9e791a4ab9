"""Compute a run again from its own record, and find the first thing that differs."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import DataError, Fault, UseError
from analysis.run.compute import PROTECTED, compute_into
from analysis.run.notebooks import notebooks_of_the_project
from analysis.run.parameters import Parameters
from analysis.run.progress import Progress
from analysis.run.record import (
    code_hash,
    expectations_hash,
    hashes_of_extract,
    hashes_of_protected,
    hashes_of_results,
    policy_hash,
    read_protected_hashes,
    read_record,
)
from analysis.run.tables import read_table

_TABLES = {"outcomes": "person_id", "situations": "situation_id", "set_aside": "", "unknown": ""}


@dataclass(frozen=True)
class Verified:
    """A run that came out the same, with what a reader should know beside it."""

    findings: int
    rows: int
    notes: tuple[str, ...]

    def values(self) -> dict[str, Any]:
        """Give the outcome for a machine."""
        return {"findings": self.findings, "same": True, "notes": list(self.notes)}

    def text(self) -> str:
        """Write the outcome for a reader."""
        return f"The same: {self.findings} findings, and the row of every person.\n"


def verify_run(run: Path, extract: Path | None, progress: Progress) -> Verified:
    """Compute a run again and compare findings figure by figure, outcomes row by row.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    extract : Path or None
        Where the extract is; None is the folder that the record names.
    progress : Progress
        Told of each step.

    Returns
    -------
    Verified

    Raises
    ------
    UseError
        If the run or its extract is not there.
    DataError
        If extract, law, policy or results are not those of the record; names the first
        difference in each file.
    """
    record = read_record(run)
    with progress.step("comparing hashes"):
        folder = _extract_of(record, extract)
        parameters = Parameters.from_values(record["parameters"])
        faults = _changed(record["extract"]["files"], hashes_of_extract(folder), str(folder))
        faults += _changed(record["results"], hashes_of_results(run), str(run))
        faults += _changed(read_protected_hashes(run), hashes_of_protected(run), str(run))
        faults += _changed_rules(record, parameters)
    if faults:
        raise DataError(faults)
    with tempfile.TemporaryDirectory(prefix="hertoets-verify-") as scratch:
        again = Path(scratch)
        compute_into(folder, again, parameters, progress)
        with progress.step("comparing results"):
            faults = [fault for name in _FINDINGS for fault in _findings_differ(run, again, name)]
            for table, key in _TABLES.items():
                faults += _tables_differ(run, again, table, key)
            faults += _published_differ(run, again)
        if faults:
            raise DataError(faults)
        findings = len(_findings(again / _FINDINGS[0]))
        rows = read_table(again / PROTECTED / "outcomes.parquet", ["person_id"]).num_rows
    return Verified(findings=findings, rows=rows, notes=_notes(record))


def _published_differ(run: Path, again: Path) -> list[Fault]:
    """Compare the published tables file by file, whichever side has them."""
    names = {
        str(path.relative_to(folder))
        for folder in (run, again)
        for path in (folder / TABLES).glob("*")
    }
    return [
        Fault(
            where=str(run),
            at=name,
            what="not the table that the extract gives",
            mend="Do not use this copy; run again",
        )
        for name in sorted(names)
        if _content(run / name) != _content(again / name)
    ]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


TABLES = "report/tables"
_FINDINGS = ("findings.json", f"{PROTECTED}/findings.json")


def _extract_of(record: dict[str, Any], extract: Path | None) -> Path:
    folder = extract or Path(record["extract"]["folder"])
    if not folder.is_dir():
        raise UseError.of(
            where=str(folder),
            what="the extract of this run is not there",
            mend="Say with --extract where it is now",
        )
    return folder


def _changed(then: dict[str, str], now: dict[str, str], where: str) -> list[Fault]:
    return [
        Fault(
            where=where,
            at=name,
            what="is gone" if name not in now else _what(name in then),
            mend="Put back the file of the run, or run again",
        )
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]


def _what(known: bool) -> str:
    return "is not the file of the record" if known else "was not there when the run was made"


def _changed_rules(record: dict[str, Any], parameters: Parameters) -> list[Fault]:
    now = {
        "law": parameters.law().digest,
        "policy": policy_hash(parameters),
        "expectations": expectations_hash(),
    }
    return [
        Fault(
            where="record.json",
            at=rules,
            what="differs from what is in force now, so the run cannot be repeated",
            mend="Use the version of Hertoets that made the run, and its decision tables",
        )
        for rules, digest in now.items()
        if record[rules] != digest
    ]


def _findings(path: Path) -> dict[str, dict[str, Any]]:
    return {finding["id"]: finding for finding in json.loads(path.read_text(encoding="utf-8"))}


def _findings_differ(run: Path, again: Path, name: str) -> list[Fault]:
    then, now = _findings(run / name), _findings(again / name)
    for id_ in [*then, *(id_ for id_ in now if id_ not in then)]:
        if then.get(id_) != now.get(id_):
            one, other = then.get(id_, {}), now.get(id_, {})
            fields = [field for field in {**one, **other} if one.get(field) != other.get(field)]
            what = f"comes out differently: {', '.join(fields)}"
            return [Fault(where=name, at=id_, what=what)]
    return []


def _tables_differ(run: Path, again: Path, table: str, key: str) -> list[Fault]:
    name = f"{PROTECTED}/{table}.parquet"
    then, now = read_table(run / name), read_table(again / name)
    if then.equals(now):
        return []
    if then.schema != now.schema:
        return [Fault(where=name, at="", what="has other columns when computed again")]
    if then.num_rows != now.num_rows:
        return [Fault(where=name, at="", what="has another number of rows when computed again")]
    for column in then.column_names:
        row = _first_difference(then[column], now[column])
        if row is not None:
            at = f"{key} {then[key][row].as_py()}" if key else f"row {row + 1}"
            what = f"{column} comes out differently"
            return [Fault(where=name, at=at, what=what)]
    return []


def _first_difference(then: pa.ChunkedArray, now: pa.ChunkedArray) -> int | None:
    same = pc.or_(
        pc.fill_null(pc.equal(then, now), False), pc.and_(pc.is_null(then), pc.is_null(now))
    )
    row = pc.index(same, pa.scalar(False)).as_py()
    return None if row < 0 else int(row)


def _notes(record: dict[str, Any]) -> tuple[str, ...]:
    if record["code"] == code_hash(notebooks_of_the_project()):
        return ()
    return ("The code has changed since the run was made; it still comes out the same.",)
