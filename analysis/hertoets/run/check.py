"""Tell how far an extract can be trusted; writes nothing but, where asked, the rows that failed."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hertoets.extract import Extract, read_extract, schema
from hertoets.extract.empty import SAID
from hertoets.plain import csv_text
from hertoets.quality import Assessment, CheckResult, assess
from hertoets.quality.naming import DELIVERY
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.memory import refuse_too_little_memory
from hertoets.run.ownfile import own_file
from hertoets.run.places import place_of


@dataclass(frozen=True)
class Checked:
    """An extract that could be read, and what was found in it.

    `failures` is the file in which the rows that failed were listed, `failed_rows` how many and
    `delivery_rows` how many of them are faults of the delivery; None and 0 where nobody asked.
    """

    extract: Extract
    assessment: Assessment
    failures: Path | None = None
    failed_rows: int = 0
    delivery_rows: int = 0

    def values(self) -> dict[str, Any]:
        """What was found for a machine."""
        extract = self.extract
        return {
            "name": extract.meta.name,
            "synthetic": extract.meta.synthetic,
            "rows": dict(extract.rows),
            "rows_used": extract.rows_used,
            "absent": _absent(extract),
            "persons_in_extract": extract.persons_in_extract,
            "persons_set_aside": extract.persons_set_aside,
            "set_aside": _set_aside(extract),
            "unknown": _unknown(extract),
            "empty_columns": [
                {"table": table, "column": column, "read_as": read_as}
                for table, column, read_as in extract.empty_columns
            ],
            "checks": [_check(result) for result in self.assessment.results],
            "failures": None if self.failures is None else str(self.failures),
            "failed_rows": None if self.failures is None else self.failed_rows,
            "faults_of_the_delivery": None if self.failures is None else self.delivery_rows,
            "counted_only": list(self.assessment.counted_only()),
            "notes": list(extract.notes),
        }

    def text(self) -> str:
        """Write what was found for a reader."""
        extract = self.extract
        fictitious = " (FICTIEF: invented people)" if extract.meta.synthetic else ""
        lines = [f"{extract.meta.name}{fictitious}", "", "Tables"]
        lines += [_rows(table, extract) for table in extract.rows]
        lines += [f"  {'absent':>10}  {table}: not measured" for table in _absent(extract)]
        lines += ["", "Persons"]
        lines += [f"  {extract.persons_in_extract:>10,}  in the extract"]
        lines += [f"  {extract.persons_set_aside:>10,}  set aside"]
        lines += ["", "Rows set aside"]
        lines += [
            f"  {entry['rows']:>10,}  {entry['table']}: {entry['check']}"
            for entry in _set_aside(extract)
        ] or ["        none"]
        lines += ["", "Values turned unknown"]
        lines += [
            f"  {entry['rows']:>10,}  {entry['table']}.{entry['column']}: {entry['check']}"
            for entry in _unknown(extract)
        ] or ["        none"]
        lines += ["", "Columns without a value"]
        lines += [
            f"              {table}.{column}: {SAID[read_as]}"
            for table, column, read_as in extract.empty_columns
        ] or ["        none"]
        lines += ["", "Checks (the questions are in Dutch, as in the report)"]
        lines += _checks(self.assessment)
        if self.failures is not None:
            lines += ["", "Rows that failed, by key, for the supplier"]
            lines += [
                f"  {self.failed_rows:>10,}  {self.failures}",
                f"  {self.delivery_rows:>10,}  of them faults of the delivery, which come first; "
                "the others are findings",
            ]
            if counted := self.assessment.counted_only():
                lines += ["              these checks count, and have no row to name:"]
                lines += [f"                {name}" for name in counted]
        if extract.notes:
            lines += ["", "Notes", *(f"  {note}" for note in extract.notes)]
        return "\n".join([*lines, "", "The extract can be used."]) + "\n"


def check_extract(folder: Path, failures: Path | None = None, *, force: bool = False) -> Checked:
    """Read an extract as a run would.

    Parameters
    ----------
    folder : Path
        Folder with the tables.
    failures : Path or None
        A file to make, for the keys of the rows that failed a check; None for none.
    force : bool
        Whether a file that is there already is replaced, at the end.

    Returns
    -------
    Checked

    Raises
    ------
    UseError
        If it cannot be read, or `failures` cannot be written there.
    DataError
        If the data forbid a result.
    """
    if failures is None:
        return _checked(folder)
    with own_file(failures, apart_from=folder, force=force) as file:
        checked = _checked(folder)
        rows = checked.assessment.failures(checked.extract)
        file.write_text(csv_text([rows.columns, *rows.iter_rows()]), encoding="utf-8")
    return replace(
        checked,
        failures=place_of(failures),
        failed_rows=rows.height,
        delivery_rows=rows.filter(rows["about"] == DELIVERY).height,
    )


def _checked(folder: Path) -> Checked:
    clear_leftovers(folder)
    refuse_too_little_memory()
    extract = read_extract(folder)
    assessment = assess(extract)
    assessment.refuse_unusable()
    return Checked(extract, assessment)


def _rows(table: str, extract: Extract) -> str:
    """Tell how many rows the file holds, and what became of them: none is lost."""
    rows, used = extract.rows[table], extract.rows_used[table]
    return f"  {rows:>10,}  {table}: {used:,} used, {rows - used:,} set aside"


def _absent(extract: Extract) -> list[str]:
    return [name for name in schema() if name not in extract.rows]


def _set_aside(extract: Extract) -> list[dict[str, Any]]:
    named = zip(extract.set_aside["table"], extract.set_aside["check"], strict=True)
    counted = Counter((str(table), str(check)) for table, check in named)
    return [
        {"table": table, "check": check, "rows": rows}
        for (table, check), rows in sorted(counted.items())
    ]


def _unknown(extract: Extract) -> list[dict[str, Any]]:
    frame = extract.unknown
    rows = zip(frame["table"], frame["column"], frame["check"], frame["rows"], strict=True)
    return [
        {"table": str(table), "column": str(column), "check": str(check), "rows": int(count)}
        for table, column, check, count in rows
    ]


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "table": result.table,
        "state": result.state,
        "rows": result.rows,
        "counted_by": result.counted_by,
        "consequence": result.consequence,
        "reason": result.reason_nl,
    }


def _checks(assessment: Assessment) -> list[str]:
    """Tell how many passed, and which did not or could not be evaluated."""
    states = Counter[str](result.state for result in assessment.results)
    lines = [f"  {states[state]:>10,}  {told}" for state, told in _STATES.items()]
    for result in assessment.results:
        if result.state == "failed":
            told = f"{result.id} ({result.consequence}): {result.question_nl}"
            lines.append(f"  {result.rows:>10,}  {told}")
    for result in assessment.results:
        if result.state == "not_evaluable":
            lines.append(f"  {'unknown':>10}  {result.id}: {result.reason_nl}")
    return lines


_STATES = {"passed": "passed", "failed": "failed", "not_evaluable": "could not be evaluated"}
