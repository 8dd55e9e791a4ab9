"""The record of a run: what ran on what, so that it can be done again and checked.

Only hashes, names and settings; no counts of persons, for it lies outside ``protected/``.
The clock stands in one field, ``finished_at``: all else is the same when run twice.
"""

import json
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import analysis
from analysis.errors import UseError
from analysis.extract import schema
from analysis.extract.files import SUFFIXES
from analysis.extract.metadata import FILE as META_FILE
from analysis.quality import load_expectations
from analysis.run.parameters import Parameters

RECORD = "record.json"
_PUBLIC = ("findings.json", "report/index.html")
_PROTECTED = ("protected/*.parquet", "protected/findings.json")
_PROTECTED_HASHES = "protected/hashes.json"
_NOT_CODE = frozenset({"__pycache__", ".ipynb_checkpoints"})


def make_record(
    *,
    extract: Path,
    extract_files: dict[str, str],
    synthetic: bool,
    folder: Path,
    parameters: Parameters,
    engine: str,
    notebooks: Iterable[Path],
    earlier: Iterable[Path],
) -> dict[str, Any]:
    """Describe a run whose folder is complete but for this record.

    Parameters
    ----------
    extract : Path
        The folder that was read.
    extract_files : dict of str to str
        Its hashes, taken before it was read.
    synthetic : bool
        Whether it says that its people are invented.
    folder : Path
        The run folder.
    parameters : Parameters
        As they were set.
    engine : str
        Name of the engine that computed the outcomes.
    notebooks : iterable of Path
        The notebooks that were executed.
    earlier : iterable of Path
        Earlier runs that this one was given.

    Returns
    -------
    dict
        Ready for JSON. Hashes are SHA-256 in hex.
    """
    return {
        "hertoets": analysis.__version__,
        "code": code_hash(notebooks),
        "extract": {
            "folder": str(extract.resolve()),
            "files": extract_files,
            "synthetic": synthetic,
        },
        "law": parameters.law().digest,
        "policy": policy_hash(parameters),
        "expectations": expectations_hash(),
        "parameters": parameters.as_values(),
        "engine": engine,
        "earlier": [
            {"run": str(run.resolve()), "findings": _hash(run / "findings.json")} for run in earlier
        ],
        "python": platform.python_version(),
        "packages": _packages(),
        "results": hashes_of_results(folder),
        "exit": 0,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def write_record(record: dict[str, Any], folder: Path) -> None:
    """Write the record to its run folder, and the hashes of what is protected beside that.

    Whoever knows the hash of an exact result could try small numbers until it fits: those
    hashes stay under ``protected/``.
    """
    _write_json(hashes_of_protected(folder), folder / _PROTECTED_HASHES)
    _write_json(record, folder / RECORD)


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
        record = json.loads((run / RECORD).read_text(encoding="utf-8"))
        if not record.keys() >= _REQUIRED:
            raise ValueError
    except (OSError, ValueError, AttributeError) as error:
        raise UseError.of(
            where=str(run),
            what=f"no readable {RECORD} in it, so it is not a run",
            mend="Name the folder of a finished run",
        ) from error
    return dict(record)


_REQUIRED = {
    "code",
    "engine",
    "expectations",
    "extract",
    "law",
    "packages",
    "parameters",
    "policy",
    "results",
}


def code_hash(notebooks: Iterable[Path]) -> str:
    """Hash every file of the package and the notebooks, names included."""
    package = Path(analysis.__file__).resolve().parent
    code = (
        path
        for path in package.rglob("*")
        if path.is_file() and not _NOT_CODE.intersection(path.parts)
    )
    named = {path.relative_to(package.parent).as_posix(): path for path in code}
    named |= {f"notebooks/{path.name}": path for path in notebooks}
    lines = "".join(f"{name} {_hash(path)}\n" for name, path in sorted(named.items()))
    return sha256(lines.encode()).hexdigest()


def policy_hash(parameters: Parameters) -> str:
    """Hash the disclosure policy, whatever file it came from."""
    return sha256(repr(parameters.policy()).encode()).hexdigest()


def expectations_hash() -> str:
    """Hash the expectations that ship with the project, as they are read."""
    return sha256(repr(load_expectations()).encode()).hexdigest()


def hashes_of_extract(extract: Path) -> dict[str, str]:
    """Hash the files of an extract, by name; other files in its folder play no part."""
    files = sorted(path for path in extract.iterdir() if path.is_file())
    return {path.name: _hash(path) for path in files if _belongs(path.name)}


def hashes_of_results(folder: Path) -> dict[str, str]:
    """Hash the results of a run that lie outside ``protected/``, by path within its folder."""
    return _hashes(folder, _PUBLIC)


def hashes_of_protected(folder: Path) -> dict[str, str]:
    """Hash the results of a run under ``protected/``, by path within its folder."""
    return _hashes(folder, _PROTECTED)


def read_protected_hashes(folder: Path) -> dict[str, str]:
    """Read the hashes that `write_record` left; empty where the file is gone."""
    path = folder / _PROTECTED_HASHES
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _hashes(folder: Path, patterns: Iterable[str]) -> dict[str, str]:
    found = sorted(path for pattern in patterns for path in folder.glob(pattern))
    return {path.relative_to(folder).as_posix(): _hash(path) for path in found}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _belongs(name: str) -> bool:
    table, _, suffix = name.partition(".")
    return name == META_FILE or (table in schema() and f".{suffix}" in SUFFIXES)


def _packages() -> dict[str, str]:
    try:
        required = requires("hertoets") or []
    except PackageNotFoundError:
        return {}
    needed = (line for line in required if "extra ==" not in line)
    names = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in needed}
    return {name: version(name) for name in sorted(names)}
