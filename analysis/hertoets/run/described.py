"""What a run rests on, as its record names it: by hashes, settings and versions."""

import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import hertoets
from hertoets.run.hashes import (
    code_hash,
    expectations_hash,
    hash_file,
    hashes_of_extract,
    notebooks_hash,
    policy_hash,
    rule_hashes,
)
from hertoets.run.keyed import Inputs, keyed, load_inputs
from hertoets.run.parameters import Parameters
from hertoets.run.record import Described, RecordedEarlier, RecordedExtract
from hertoets.runfolder import RunFolder

BY_COMMAND = "hertoets run"
BY_NOTEBOOK = "notebook"


def describe(
    *,
    extract: Path,
    inputs: Inputs,
    parameters: Parameters,
    engine: str,
    notebooks: Iterable[Path],
    earlier: Iterable[Path],
    made_by: str = BY_COMMAND,
) -> Described:
    """Describe what runs on what: the part of the record that is known before any result.

    Parameters
    ----------
    extract : Path
        The folder that is read.
    inputs : Inputs
        The hashes of its files, taken before it was read, and their key.
    parameters : Parameters
        As they were set.
    engine : str
        Name of the engine that computes the outcomes.
    notebooks : iterable of Path
        The notebooks that are executed.
    earlier : iterable of Path
        Earlier runs of which is told what changed since.
    made_by : str
        `BY_COMMAND`, or `BY_NOTEBOOK` where a notebook by itself computed it.

    Returns
    -------
    Described
        Hashes are SHA-256 in hex, those of the extract keyed. Whether its people are invented, the
        extract says when it is read.
    """
    law = parameters.law()
    return Described(
        hertoets=hertoets.__version__,
        made_by=made_by,
        code=code_hash(),
        notebooks=notebooks_hash(notebooks),
        extract=RecordedExtract(
            folder=str(extract.resolve()), files=inputs.keyed(), synthetic=False
        ),
        law=law.digest,
        rules=rule_hashes(law),
        policy=policy_hash(parameters),
        policy_settings=asdict(parameters.policy()),
        expectations=expectations_hash(),
        parameters=parameters.as_values(),
        engine=engine,
        earlier=[
            RecordedEarlier(run=str(run.resolve()), findings=hash_file(RunFolder(run).findings))
            for run in earlier
        ],
        python=platform.python_version(),
        packages=packages(),
    )


def describe_here(record: Described, run: Path, parameters: Parameters) -> Described:
    """Describe a run as it would be made here and now on the same extract."""
    described = describe(
        extract=run,
        inputs=Inputs({}, b""),
        parameters=parameters,
        engine=record.engine,
        notebooks=(),
        earlier=(),
        made_by=record.made_by,
    )
    return described.model_copy(
        update={
            "extract": record.extract,
            "earlier": record.earlier,
            "beside": record.beside,
            "without": record.without,
        }
    )


def same_extract(record_a: Described, record_b: Described, run_a: Path, run_b: Path) -> bool:
    """Tell whether two runs surely read the same extract, byte for byte.

    Parameters
    ----------
    record_a, record_b : Described
        From `hertoets.run.record.read_record` or `describe`.
    run_a, run_b : Path
        Their folders; where ``protected/`` is gone from one, only equal keyed hashes can tell.
    """
    one, other = inputs_of_run(record_a, run_a), inputs_of_run(record_b, run_b)
    if one is not None and other is not None:
        return one.files == other.files
    return record_a.extract.files == record_b.extract.files


def ran_on(record: Described, run: Path, files: Mapping[str, str]) -> bool:
    """Tell whether a run surely read files with these plain hashes, from `hashes_of_extract`."""
    inputs = inputs_of_run(record, run)
    return inputs is not None and inputs.files == dict(files)


def extract_of(record: Described, run: Path) -> Path | None:
    """The folder of the extract that a run read; None where it is gone or no longer the same."""
    folder = record.extract.place
    if folder is None or not ran_on(record, run, hashes_of_extract(folder)):
        return None
    return folder


def inputs_of_run(record: Described, run: Path) -> Inputs | None:
    """Read the plain hashes of a run's extract; None where they are gone or not its own."""
    inputs = load_inputs(run)
    if inputs is None or keyed(inputs.files, inputs.key) != record.extract.files:
        return None
    return inputs


def packages() -> dict[str, str]:
    """The version of every package that Hertoets asks for."""
    try:
        required = requires("hertoets") or []
    except PackageNotFoundError:
        return {}
    needed = (line for line in required if "extra ==" not in line)
    names = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in needed}
    return {name: version(name) for name in sorted(names)}
