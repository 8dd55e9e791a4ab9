"""The record of a run: what ran on what, so that it can be done again and checked.

Only hashes, names and settings; no counts of persons, for it lies outside ``protected/``. The
hashes of the extract are keyed (see `hertoets.run.keyed`): a plain one could be tried against a
guess. The clock stands in one field, ``finished_at``: all else is the same when run twice.
"""

import json
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import hertoets
from hertoets.datafile import UnreadableError
from hertoets.disclosure.policy import policy_of
from hertoets.errors import UseError
from hertoets.run.hashes import (
    RECORD,
    code_hash,
    expectations_hash,
    hash_file,
    hashes_of_protected,
    hashes_of_results,
    notebooks_hash,
    policy_hash,
    rule_hashes,
)
from hertoets.run.keyed import Inputs, keyed, load_inputs
from hertoets.run.parameters import Parameters
from hertoets.run.recordform import read_form, read_hashes

PROTECTED_HASHES = "protected/hashes.json"


def describe(
    *,
    extract: Path,
    inputs: Inputs,
    synthetic: bool,
    parameters: Parameters,
    engine: str,
    notebooks: Iterable[Path],
    earlier: Iterable[Path],
) -> dict[str, Any]:
    """Describe what runs on what: the part of the record that is known before any result.

    Parameters
    ----------
    extract : Path
        The folder that is read.
    inputs : Inputs
        The hashes of its files, taken before it was read, and their key.
    synthetic : bool
        Whether it says that its people are invented.
    parameters : Parameters
        As they were set.
    engine : str
        Name of the engine that computes the outcomes.
    notebooks : iterable of Path
        The notebooks that are executed.
    earlier : iterable of Path
        Earlier runs that this one was given.

    Returns
    -------
    dict
        Ready for JSON. Hashes are SHA-256 in hex, those of the extract keyed.
    """
    law = parameters.law()
    return {
        "hertoets": hertoets.__version__,
        "code": code_hash(),
        "notebooks": notebooks_hash(notebooks),
        "extract": {
            "folder": str(extract.resolve()),
            "files": inputs.keyed(),
            "synthetic": synthetic,
        },
        "law": law.digest,
        "rules": rule_hashes(law),
        "policy": policy_hash(parameters),
        "policy_settings": asdict(parameters.policy()),
        "expectations": expectations_hash(),
        "parameters": parameters.as_values(),
        "engine": engine,
        "earlier": [
            {"run": str(run.resolve()), "findings": hash_file(run / "findings.json")}
            for run in earlier
        ],
        "python": platform.python_version(),
        "packages": packages(),
    }


def write_record(described: Mapping[str, Any], folder: Path) -> None:
    """Write the record to a run folder that is complete but for it.

    Whoever knows the hash of an exact result could try small numbers until it fits: those
    hashes stay under ``protected/``.

    Parameters
    ----------
    described : mapping
        From `describe`.
    folder : Path
        The run folder.
    """
    _write_json(hashes_of_protected(folder), folder / PROTECTED_HASHES)
    record = {
        **described,
        "results": hashes_of_results(folder),
        "exit": 0,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    _write_json(record, folder / RECORD)


def same_extract(
    record_a: Mapping[str, Any], record_b: Mapping[str, Any], run_a: Path, run_b: Path
) -> bool:
    """Tell whether two runs surely read the same extract, byte for byte.

    Parameters
    ----------
    record_a, record_b : mapping
        From `read_record` or `describe`.
    run_a, run_b : Path
        Their folders; where ``protected/`` is gone from one, only equal keyed hashes can tell.
    """
    one, other = inputs_of_run(record_a, run_a), inputs_of_run(record_b, run_b)
    if one is not None and other is not None:
        return one.files == other.files
    return bool(record_a["extract"]["files"] == record_b["extract"]["files"])


def ran_on(record: Mapping[str, Any], run: Path, files: Mapping[str, str]) -> bool:
    """Tell whether a run surely read files with these plain hashes, from `hashes_of_extract`."""
    inputs = inputs_of_run(record, run)
    return inputs is not None and inputs.files == dict(files)


def inputs_of_run(record: Mapping[str, Any], run: Path) -> Inputs | None:
    """Read the plain hashes of a run's extract; None where they are gone or not its own."""
    inputs = load_inputs(run)
    if inputs is None or keyed(inputs.files, inputs.key) != record["extract"]["files"]:
        return None
    return inputs


def _write_json(values: dict[str, Any], path: Path) -> None:
    text = json.dumps(values, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def read_record(run: Path) -> dict[str, Any]:
    """Read the record of a run.

    Raises
    ------
    UseError
        If the folder is not a run.
    """
    if not run.is_dir():
        raise UseError.of(
            where=str(run), what="no such folder", mend="Name the folder of a finished run"
        )
    try:
        record = read_form(run / RECORD)
    except UnreadableError as why:
        raise UseError.of(
            where=str(run),
            what=f"no readable {RECORD} in it, so it is not a run: {why}",
            mend="Name the folder of a finished run",
        ) from None
    policy_of(f"{run}/{RECORD}", record["policy_settings"])
    return record


def read_protected_hashes(folder: Path) -> dict[str, str]:
    """Read the hashes that `write_record` left under ``protected/``.

    Raises
    ------
    UnreadableError
        If the file is gone or spoiled.
    """
    return read_hashes(folder / PROTECTED_HASHES)


def packages() -> dict[str, str]:
    """Give the version of every package that Hertoets asks for."""
    try:
        required = requires("hertoets") or []
    except PackageNotFoundError:
        return {}
    needed = (line for line in required if "extra ==" not in line)
    names = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in needed}
    return {name: version(name) for name in sorted(names)}
