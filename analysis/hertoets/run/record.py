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
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import UseError
from hertoets.plain import json_text
from hertoets.release.policy import policy_of
from hertoets.run.hashes import RECORD, hashes_of_protected, hashes_of_results
from hertoets.run.keyed import KEY_FILE, load_inputs
from hertoets.run.recordform import read_form, read_hashes

PROTECTED_HASHES = "protected/hashes.json"
PLACES = "protected/places.json"
_BY_NAME = ("readings", "disclosure")  # parameters that name a place
_SEAL, _CLOCK = "seal", "finished_at"


def write_record(described: Mapping[str, Any], folder: Path, *, finished: bool = True) -> None:
    """Write the record to a run folder that holds the hashes of its input.

    Whoever knows the hash of an exact result could try small numbers until it fits: those
    hashes stay under ``protected/``, and so do the places of what was read.

    Parameters
    ----------
    described : mapping
        From `hertoets.run.described.describe`.
    folder : Path
        The run folder.
    finished : bool
        Whether nothing more comes into it. A run writes its record before its notebooks are
        executed, which open it as any other run, and once more when it is complete.
    """
    _write_json(hashes_of_protected(folder), folder / PROTECTED_HASHES)
    record, places = _parted(described)
    _write_json(places, folder / PLACES)
    record["results"] = hashes_of_results(folder)
    if finished:
        record |= {"exit": 0, _CLOCK: datetime.now(UTC).isoformat(timespec="seconds")}
    _write_json(sealed(record, folder), folder / RECORD)


def sealed(record: Mapping[str, Any], run: Path) -> dict[str, Any]:
    """Give a record as it is stored, with its seal under the key of the run."""
    inputs = load_inputs(run)
    assert inputs is not None  # the key is written before any record
    return {**record, _SEAL: _seal(record, inputs.key)}


def _seal(record: Mapping[str, Any], key: bytes) -> str:
    content = {name: value for name, value in record.items() if name not in (_SEAL, _CLOCK)}
    text = json.dumps(content, sort_keys=True)
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _parted(described: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part a description in what may be published and where on this machine things lay."""
    extract, parameters = dict(described["extract"]), dict(described["parameters"])
    places = {"extract": extract.pop("folder"), "earlier": [e["run"] for e in described["earlier"]]}
    for name in _BY_NAME:
        places[name] = parameters[name]
        parameters[name] = Path(parameters[name]).name
    earlier = [{**entry, "run": Path(entry["run"]).name} for entry in described["earlier"]]
    published = {"extract": extract, "parameters": parameters, "earlier": earlier}
    return {**described, **published}, places


def _put_together(record: dict[str, Any], run: Path) -> dict[str, Any]:
    """Undo `_parted`; where the places are gone, earlier runs are sought beside this one."""
    places: dict[str, Any] = {}
    with suppress(UnreadableError, TypeError, ValueError):
        places = dict(read_json(run / PLACES))
    folder, beside = places.get("extract"), places.get("earlier")
    record["extract"]["folder"] = folder if isinstance(folder, str) else ""
    for name in _BY_NAME:
        if isinstance(places.get(name), str):
            record["parameters"][name] = places[name]
    if not isinstance(beside, list) or len(beside) != len(record["earlier"]):
        beside = [str(run.absolute().parent / entry["run"]) for entry in record["earlier"]]
    for entry, place in zip(record["earlier"], beside, strict=True):
        entry["run"] = str(place)
    return record


def _write_json(values: dict[str, Any], path: Path) -> None:
    path.write_text(f"{json_text(values, indent=2)}\n", encoding="utf-8")


def read_record(run: Path, *, finished: bool = True) -> dict[str, Any]:
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
        raise UseError.of(
            where=str(run), what="no such folder", mend="Name the folder of a finished run"
        )
    try:
        record = read_form(run / RECORD)
        if finished and not is_finished(record):
            raise UnreadableError(f"{_CLOCK} is missing")
    except UnreadableError as why:
        raise UseError.of(
            where=str(run),
            what=f"no readable {RECORD} in it, so it is not a run: {why}",
            mend="Name the folder of a finished run",
        ) from None
    inputs = load_inputs(run)
    if inputs is not None and not hmac.compare_digest(record[_SEAL], _seal(record, inputs.key)):
        raise UseError.of(
            where=str(run),
            at=RECORD,
            what=f"is not the record that was written: it, or {KEY_FILE}, was changed",
            mend="Do not use this copy; put back the file, or run again",
        )
    policy_of(f"{run}/{RECORD}", record["policy_settings"])
    return _put_together(record, run)


def is_finished(record: Mapping[str, Any]) -> bool:
    """Tell whether a run was complete when its record was written."""
    return _CLOCK in record


def read_protected_hashes(folder: Path) -> dict[str, str]:
    """Read the hashes that `write_record` left under ``protected/``.

    Raises
    ------
    UnreadableError
        If the file is gone or spoiled.
    """
    return read_hashes(folder / PROTECTED_HASHES)
