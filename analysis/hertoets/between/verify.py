"""Compute a run again from its own record, and find the first thing that differs.

First the hashes: are the files of the run, its input, the law and the rest those of the record?
Where the input or a rule is another one, computing again would prove nothing, and that is said.
Otherwise everything is computed again, and the first difference in each file is named: the
finding and what of it, the row and the column. No value and no key of a person is shown: the
number of the row leads whoever may look under ``protected/`` to it.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hertoets.between.causes import Cause, find_causes
from hertoets.between.changes import add_changes
from hertoets.between.differences import (
    find_changed_figures,
    find_changed_files,
    find_changed_rows,
)
from hertoets.errors import DataError, Fault, UseError
from hertoets.run.answers import lost_answers
from hertoets.run.compute import FINDING, compute_into
from hertoets.run.described import describe_here
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.intact import changed_results, differences
from hertoets.run.keyed import keyed, load_inputs, save_inputs
from hertoets.run.leftovers import clear_leftovers, scratch
from hertoets.run.owner import owner_only
from hertoets.run.parameters import Parameters
from hertoets.run.progress import Progress
from hertoets.run.ranges.choosing import MEMORY
from hertoets.run.record import Record, read_record
from hertoets.run.register import Register
from hertoets.run.registered import ALONE
from hertoets.run.signals import signals_raise
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder

_TABLES = (
    str(RunFolder.outcomes),
    str(RunFolder.duties),
    str(RunFolder.notices),
    str(RunFolder.offers),
    str(RunFolder.fines),
    str(RunFolder.situations),
    str(RunFolder.set_aside),
    str(RunFolder.unknown),
    str(RunFolder.quality),
    str(RunFolder.quality_months),
    str(RunFolder.doubts),
)
_EXACT = str(RunFolder.exact_findings)
_FINDINGS = (str(RunFolder.findings), _EXACT)
_PUBLISHED = (f"{RunFolder.tables}/*", str(RunFolder.basis))
_WORK_LIST = (str(RunFolder.work_list), str(RunFolder.work_book))
_RECORD = str(RunFolder.record)
# What decides the figures; where one of these is another, the run cannot be repeated here.
_RULES = {
    "reading": "the law is not that of the run",
    "policy": "the disclosure policy is not that of the run",
    "expectations": "the checks of quality are not those of the run",
}
# What should not matter; where it is another, it explains a difference.
_MAKERS = ("code", "package")


@dataclass(frozen=True)
class Verified:
    """A run that came out the same, with what a reader should know beside it."""

    findings: int
    rows: int
    changed_since: tuple[str, ...]
    earlier_gone: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what a reader should know beside the outcome."""
        told = {"code": "The code has", "package": "Packages have"}
        notes = [
            f"{told[kind]} changed since the run was made; it still comes out the same."
            for kind in self.changed_since
        ]
        if self.earlier_gone:
            notes.append(
                f"An earlier run is gone ({', '.join(self.earlier_gone)}): what was withheld "
                "because of it cannot be known, so only exact figures and the tables of persons "
                "were compared."
            )
        return tuple(notes)

    def values(self) -> dict[str, Any]:
        """The outcome for a machine."""
        return {
            "same": True,
            "findings": self.findings,
            "persons": self.rows,
            "changed_since": list(self.changed_since),
            "earlier_gone": list(self.earlier_gone),
            "notes": list(self.notes),
        }

    def text(self) -> str:
        """Write the outcome for a reader."""
        return f"The same: {self.findings} findings, and the row of every person.\n"


def verify_run(run: Path, extract: Path | None, progress: Progress) -> Verified:
    """Compute a run again and compare findings figure by figure, tables row by row.

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
        If input, law, policy, expectations or results are not those of the record, or come out
        differently; names the first difference in each file.
    """
    clear_leftovers(run)
    record = read_record(run)
    with progress.step("comparing hashes"):
        folder = _extract_of(record, extract)
        parameters = Parameters.from_values(record.parameters)
        now = describe_here(record, run, parameters)
        causes = find_causes(record, now, run, run)
        register = Register.of(run, Path(record.register_at) if record.register_at else None)
        lost = lost_answers(run, record.seal, register.entries)
        spoiled = changed_results(run, record) + lost
        hindered = _changed_input(record, run, folder) + _changed_rules(causes)
    if hindered:
        raise DataError([*hindered, *spoiled])
    makers = [cause for cause in causes if cause.kind in _MAKERS]
    # A termination signal too must remove what is computed: it holds a row of every person.
    with signals_raise(), owner_only(), scratch() as again:
        earlier = [Path(entry.run) for entry in record.earlier]
        beside = register.recall(record)
        gone = [str(path) for path in earlier if not path.is_dir()]
        if beside is None:
            gone += [entry.run for entry in record.beside]
        # By the engine that made the run: its tables of persons stand in the same parts.
        control, _ = compute_into(
            folder, again, parameters, progress, lambda _: beside or ALONE,
            record.engine if record.engine in FINDING else MEMORY,
        )  # fmt: skip
        release = control.release
        figures: tuple[str, ...]
        published: tuple[str, ...]
        if not gone:
            inputs = load_inputs(run)
            if inputs is not None:
                save_inputs(inputs, again)
            add_changes(release, now, earlier, again)
            figures, published = _FINDINGS, _PUBLISHED
        else:
            figures, published = (_EXACT,), ()
        with progress.step("comparing results"):
            faults = find_changed_figures(run, again, figures)
            faults += find_changed_rows(run, again, _TABLES)
            faults += find_changed_files(run, again, (*published, *_WORK_LIST))
        rows = read_table(RunFolder(again).outcomes, ["person_id"]).num_rows
    if faults or spoiled:
        raise DataError(_once(faults, spoiled, makers))
    return Verified(
        findings=len(release.findings),
        rows=rows,
        changed_since=tuple(dict.fromkeys(cause.kind for cause in makers)),
        earlier_gone=tuple(gone),
    )


def _extract_of(record: Record, extract: Path | None) -> Path:
    folder = record.extract.place if extract is None else extract
    if folder is None or not folder.is_dir():
        raise UseError.of(
            where=str(extract or record.extract.folder or "extract"),
            what="the extract of this run is not there",
            mend="Say with --extract where it is now",
        )
    return folder


def _changed_input(record: Record, run: Path, folder: Path) -> list[Fault]:
    inputs, told = load_inputs(run), record.extract.files
    # Under a spoiled key no table at all has the hash of the record.
    if inputs is None or not keyed(inputs.files, inputs.key).items() & told.items():
        return [
            Fault(
                where=str(run),
                at=str(RunFolder.hash_key),
                what="the key of the input's hashes is gone or spoiled, so the input cannot be "
                "recognised",
                mend="Put back protected/ of the run",
            )
        ]
    now = keyed(hashes_of_extract(folder), inputs.key)
    return [
        _fault(str(folder), name, f"the input changed: this table {what}", "Put back what was read")
        for name, what in differences(told, now)
    ]


def _changed_rules(causes: tuple[Cause, ...]) -> list[Fault]:
    return [
        _fault(_RECORD, cause.name, f"{_RULES[cause.kind]}, so it cannot be repeated", _MEND)
        for cause in causes
        if cause.kind in _RULES
    ]


_MEND = "Use the version of Hertoets that made the run, and its decision tables"


def _once(faults: list[Fault], spoiled: list[Fault], makers: list[Cause]) -> list[Fault]:
    """Each file once: what comes out differently, and whether the file was changed since."""
    changed = {name for fault in spoiled for name in (fault.at, _result_of(fault.at))}
    named = [
        replace(fault, what=f"{fault.what}; it is not the file that the run left")
        if fault.where in changed
        else fault
        for fault in faults
    ]
    other = {fault.where for fault in faults}
    rest = [fault for fault in spoiled if fault.at not in other]
    # Where each of them was changed since and all else is as it was, nothing is left to explain.
    explains = bool(other - changed) or bool(other and makers)
    return [*named, *rest, *(_suspect(makers) if explains else [])]


def _result_of(name: str) -> str:
    """The result that a file is, or is a part of."""
    folder = Path(name).parent
    return folder.as_posix() if folder.suffix == ".parquet" else name


def _suspect(makers: list[Cause]) -> list[Fault]:
    """Say what may explain that a run comes out differently on the same input and rules."""
    if not makers:
        what = "input, law, code and packages are those of the record: a file was changed since"
        return [_fault(_RECORD, "", what, "Do not use this copy; run again")]
    what = f"other than when the run was made: {'; '.join(map(str, makers))}"
    return [_fault(_RECORD, "", what, "Verify with the code and packages of the record")]


def _fault(where: str, at: str, what: str, mend: str) -> Fault:
    return Fault(where=where, at=at, what=what, mend=mend)
