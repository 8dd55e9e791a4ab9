"""The record of a run: what ran on what, so that it can be done again and checked.

Only hashes, names and settings; no counts of persons and no places on the machine, for it lies
outside ``protected/``; where things lay stands in ``protected/places.json``. The hashes of the
extract are keyed (see `hertoets.run.keyed`): a plain one could be tried against a guess. A keyed
hash of the whole record, its seal, tells whether it is still the one that was written. The clock
stands in one field, ``finished_at``: all else is the same when run twice.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import UseError
from hertoets.plain import json_text
from hertoets.release import Policy
from hertoets.release.policy import policy_of
from hertoets.run.hashes import hashes_of_protected, hashes_of_results
from hertoets.run.keyed import load_inputs, read_hashes
from hertoets.run.parameters import PLACES, Parameters
from hertoets.runfolder import RunFolder

_SEAL, _CLOCK = "seal", "finished_at"
_MEND = "Name the folder of a finished run"


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)  # fields of a later version are let be


class RecordedExtract(_Part):
    """What was read: the keyed hash of each file, and the folder where it is still known."""

    files: dict[str, str]
    synthetic: bool
    folder: str = ""

    @property
    def place(self) -> Path | None:
        """The folder that was read, if it is known and still there."""
        return Path(self.folder) if self.folder and Path(self.folder).is_dir() else None


class RecordedBeside(_Part):
    """A run that this one reckoned with: the name of its folder, and its seal."""

    run: str
    seal: str


class RecordedWithout(_Part):
    """A run that was left out of the reckoning, and why, in the words of whoever asked for that."""

    run: str
    because: str


class RecordedEarlier(_Part):
    """An earlier run of which is told what changed since: what it published, and its folder."""

    findings: str
    run: str


def _whole(values: dict[str, str | int]) -> dict[str, str | int]:
    for name, default in Parameters().as_values().items():
        if type(values.get(name)) is not type(default):
            raise ValueError
    return values


class Described(_Part):
    """What a run rests on, all of it known before any result.

    `rules` holds the hash of each row of the law, by reading; `policy_settings` what `policy` is
    the hash of; `parameters` the values that `hertoets.run.parameters.Parameters` reads.
    """

    hertoets: str
    made_by: str
    code: str
    notebooks: str
    extract: RecordedExtract
    law: str
    rules: dict[str, dict[str, str]]
    policy: str
    policy_settings: dict[str, int]
    expectations: str
    parameters: Annotated[dict[str, str | int], AfterValidator(_whole)]
    engine: str
    earlier: list[RecordedEarlier]
    beside: list[RecordedBeside] = []
    without: list[RecordedWithout] = []
    register_at: str = ""
    python: str
    packages: dict[str, str]

    @property
    def settings(self) -> dict[str, str | int]:
        """The parameters, save those that name a place: what lies there is told by its hash."""
        return {name: value for name, value in self.parameters.items() if name not in PLACES}

    @property
    def headline(self) -> str:
        """Name of the reading that the headline figures follow."""
        return str(self.parameters["headline"])

    @property
    def disclosure(self) -> Policy:
        """The policy under which the figures were released."""
        return policy_of(str(RunFolder.record), self.policy_settings)


class Record(Described):
    """The record as a run left it; without `finished_at` its notebooks are still at work."""

    results: dict[str, str]
    seal: str
    finished_at: str | None = None


class _Places(_Part):
    """Where on this machine lay what a record names by its name only."""

    extract: str
    earlier: list[str]
    register_at: str
    readings: str
    disclosure: str


def write_record(described: Described, run: Path, *, finished: bool = True) -> None:
    """Write the record to a run folder that holds the hashes of its input.

    Whoever knows the hash of an exact result could try small numbers until it fits: those
    hashes stay under ``protected/``, and so do the places of what was read.

    Parameters
    ----------
    described : Described
        From `hertoets.run.described.describe`.
    run : Path
        The run folder.
    finished : bool
        Whether nothing more comes into it. A run writes its record before its notebooks are
        executed, which open it as any other run, and once more when it is complete.
    """
    folder = RunFolder(run)
    _write_json(hashes_of_protected(run), folder.hashes)
    content = described.model_dump(exclude={"extract": {"folder"}, "register_at": True})
    named = {name: str(described.parameters[name]) for name in PLACES}
    content["parameters"] |= {name: Path(place).name for name, place in named.items()}
    earlier = [entry.run for entry in described.earlier]
    for entry in content["earlier"]:
        entry["run"] = Path(entry["run"]).name
    places = {"extract": described.extract.folder, "register_at": described.register_at, **named}
    _write_json({**places, "earlier": earlier}, folder.places)
    content["results"] = hashes_of_results(run)
    if finished:
        content |= {"exit": 0, _CLOCK: datetime.now(UTC).isoformat(timespec="seconds")}
    _write_json(sealed(content, run), folder.record)


def sealed(content: Mapping[str, Any], run: Path) -> dict[str, Any]:
    """The content of a record as it is stored, with its seal under the key of the run."""
    inputs = load_inputs(run)
    assert inputs is not None  # the key is written before any record
    return {**content, _SEAL: _seal(content, inputs.key)}


def is_sealed(content: Mapping[str, Any], run: Path) -> bool:
    """Whether a content bears its seal under the key of the run; not where that key is gone."""
    inputs = load_inputs(run)
    seal = str(content.get(_SEAL, ""))
    return inputs is not None and hmac.compare_digest(seal, _seal(content, inputs.key))


def _seal(content: Mapping[str, Any], key: bytes) -> str:
    kept = {name: value for name, value in content.items() if name not in (_SEAL, _CLOCK)}
    text = json.dumps(kept, sort_keys=True)
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _write_json(values: Mapping[str, Any], path: Path) -> None:
    path.write_text(f"{json_text(values, indent=2)}\n", encoding="utf-8")


def read_record(run: Path, *, finished: bool = True) -> Record:
    """Read the record of a run, with the places that ``protected/`` knows.

    Parameters
    ----------
    run : Path
        The run folder.
    finished : bool
        Whether a run whose notebooks are still being executed is refused.

    Raises
    ------
    UseError
        If the folder is not a run, or its record is not the one that was written.
    """
    if not run.is_dir():
        raise UseError.of(where=str(run), what="no such folder", mend=_MEND)
    folder, name = RunFolder(run), str(RunFolder.record)
    try:
        content = read_json(folder.record)
        record = _checked(content)
        if finished and record.finished_at is None:
            raise UnreadableError(f"{_CLOCK} is missing")
    except UnreadableError as why:
        raise UseError.of(
            where=str(run),
            what=f"no readable {name} in it, so it is not a run: {why}",
            mend=_MEND,
        ) from None
    inputs = load_inputs(run)
    if inputs is not None and not hmac.compare_digest(record.seal, _seal(content, inputs.key)):
        raise UseError.of(
            where=str(run),
            at=name,
            what=f"is not the record that was written: it, or {RunFolder.hash_key}, was changed",
            mend="Do not use this copy; put back the file, or run again",
        )
    policy_of(str(folder.record), record.policy_settings)
    return _placed(record, run)


def _checked(content: object) -> Record:
    try:
        return Record.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        what = "is missing" if first["type"] == "missing" else "is of another type"
        raise UnreadableError(f"{place} {what}") from None


def _placed(record: Record, run: Path) -> Record:
    """Put back the places; where they are gone, earlier runs are sought beside this one."""
    named = {name: record.parameters[name] for name in PLACES}
    beside = [str(run.absolute().parent / entry.run) for entry in record.earlier]
    try:
        places = _Places.model_validate(read_json(RunFolder(run).places))
        named = {"readings": places.readings, "disclosure": places.disclosure}
        folder, found, register_at = places.extract, places.earlier, places.register_at
    except (UnreadableError, ValidationError):
        folder, found, register_at = "", beside, ""
    if len(found) != len(beside):
        found = beside
    earlier = [
        entry.model_copy(update={"run": place})
        for entry, place in zip(record.earlier, found, strict=True)
    ]
    return record.model_copy(
        update={
            "extract": record.extract.model_copy(update={"folder": folder}),
            "parameters": {**record.parameters, **named},
            "earlier": earlier,
            "register_at": register_at,
        }
    )


def read_protected_hashes(run: Path) -> dict[str, str]:
    """Read the hashes that `write_record` left under ``protected/``.

    Raises
    ------
    UnreadableError
        If the file is gone or spoiled.
    """
    return read_hashes(RunFolder(run).hashes)
