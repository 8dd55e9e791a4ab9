"""What a run holds of one person, looked up for whoever may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hertoets.errors import UseError
from hertoets.law import FACT_VALUES, Law, Situation
from hertoets.run.intact import open_finished
from hertoets.run.parameters import Parameters
from hertoets.run.record import Record
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder


@dataclass(frozen=True)
class Explained:
    """One person of a run: the outcomes, with the duty and the terms beside them, and the law.

    `outcomes` is the person's row by the records as they stand; `person` the same with the row
    of ``duties``.
    """

    person_id: str
    folder: RunFolder
    record: Record
    parameters: Parameters
    law: Law
    outcomes: Mapping[str, Any]
    person: Mapping[str, Any]
    situation: Situation


def explained(run: Path, person_id: str) -> Explained:
    """Look up one person.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    person_id : str
        The pseudonym.

    Returns
    -------
    Explained

    Raises
    ------
    UseError
        If the folder is not a run, its decision tables are not those in force, or the run
        has no such person; other persons are not named.
    """
    record = open_finished(run)
    parameters = Parameters.from_values(record.parameters)
    law = _law_of(record, parameters)
    folder = RunFolder(run)
    outcomes = _row(run, folder.outcomes, person_id)
    person = outcomes | _row(run, folder.duties, person_id)
    situation = Situation(**{fact: person[fact] for fact in FACT_VALUES})
    return Explained(person_id, folder, record, parameters, law, outcomes, person, situation)


def rows_of(table: Path, column: str, person_id: str) -> list[dict[str, Any]]:
    """The rows of a person in a table of the run, in their order."""
    found: list[dict[str, Any]] = read_table(table, filters=[(column, "=", person_id)]).to_pylist()
    return found


def documents_of(law: Law, citation: str, *, named: bool = False) -> list[str]:
    """The documents that a citation points to, in its order; with their ids where asked."""
    ids = [part.split()[0] for part in citation.split(";") if part.strip()]
    known = (law.sources[id_] for id_ in ids if id_ in law.sources)
    return [f"{source.id}: {source.document}" if named else source.document for source in known]


def _law_of(record: Record, parameters: Parameters) -> Law:
    law = parameters.law()
    if law.digest != record.law:
        raise UseError.of(
            where="law",
            what="the decision tables are not those of this run, so it cannot be explained",
            mend="Run again, or use the version and the tables that made the run",
        )
    return law


def _row(run: Path, table: Path, person_id: str) -> dict[str, Any]:
    found = rows_of(table, "person_id", person_id)
    if not found:
        raise _not_there(run, person_id)
    return found[0]


def _not_there(run: Path, person_id: str) -> UseError:
    """Tell somebody who was set aside from somebody whom nobody knows."""
    aside = rows_of(RunFolder(run).set_aside, "key", person_id)
    reasons = dict.fromkeys(str(row["reason"]) for row in aside if row["table"] == "persons")
    if reasons:
        return UseError.of(
            where=str(run),
            what=f"this person was set aside, so there is no outcome: {'; '.join(reasons)}",
            mend="Mend the table persons; `hertoets check EXTRACT --failures FILE` names its rows",
        )
    return UseError.of(
        where=str(run),
        what="no outcome for this person_id, who was not set aside either",
        mend="Check how it is written",
    )
