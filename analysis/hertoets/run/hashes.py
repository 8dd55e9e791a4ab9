"""Hashes of what a run reads, rests on and leaves: SHA-256 in hex, the same on any machine."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from hashlib import file_digest, sha256
from pathlib import Path

import hertoets
from hertoets.datafile import read_toml
from hertoets.extract.metadata import FILE as META_FILE
from hertoets.extract.parts import name_of_part, parts_of
from hertoets.extract.tables import table_at
from hertoets.law import Law
from hertoets.run.parameters import Parameters
from hertoets.runfolder import RunFolder
from hertoets.shipped import TRAVELLING, shipped

_PROTECTED_RESULTS = (
    f"{RunFolder.protected}/*.parquet",
    f"{RunFolder.protected}/*.parquet/*.parquet",  # a table of persons that was made in parts
    str(RunFolder.exact_findings),
    str(RunFolder.work_list),
    str(RunFolder.work_book),
)
HEADER = "header"
# In a wheel these lie inside the package, and the code is the same as in a checkout. Notebooks and
# expectations have a hash of their own; no figure depends on pages and hand cases.
_NOT_CODE = frozenset({"__pycache__", ".ipynb_checkpoints"})


def code_hash() -> str:
    """Hash every file of the package, names included."""
    package = Path(hertoets.__file__).resolve().parent
    code = (
        path
        for path in package.rglob("*")
        if path.is_file() and _is_code(path.relative_to(package).parts)
    )
    return _hash_named({path.relative_to(package).as_posix(): path for path in code})


def _is_code(parts: tuple[str, ...]) -> bool:
    return parts[0] not in TRAVELLING and not _NOT_CODE.intersection(parts)


def notebooks_hash(notebooks: Iterable[Path]) -> str:
    """Hash the notebooks, names included: they tell the figures and cannot change them."""
    return _hash_named({path.name: path for path in notebooks})


def rule_hashes(law: Law) -> dict[str, dict[str, str]]:
    """Hash each row of each reading apart, and what stands above the rows as its header.

    The hash of the whole law tells that something changed; these tell what.
    """
    return {
        name: {HEADER: _short(asdict(replace(reading, common=None, own=())))}
        | {rule.id: _short(asdict(rule)) for rule in reading.rules}
        for name, reading in law.readings.items()
    }


def policy_hash(parameters: Parameters) -> str:
    """Hash the disclosure policy, whatever file it came from."""
    return sha256(repr(parameters.policy()).encode()).hexdigest()


def expectations_hash() -> str:
    """Hash the expectations that ship with the project, as they are read."""
    files = sorted(shipped("expectations").glob("*.toml"))
    return sha256(repr([(path.name, read_toml(path)) for path in files]).encode()).hexdigest()


def hashes_of_extract(extract: Path) -> dict[str, str]:
    """Hash the files of an extract, by name; other files in its folder play no part.

    A part of a table is named by its place among the parts: these names are published, and its
    own is whatever its maker chose. These are plain hashes: outside ``protected/`` only
    `hertoets.run.keyed` may show them.
    """
    hashes = {}
    for path in sorted(path for path in extract.iterdir() if _belongs(path)):
        if path.is_file():
            hashes[path.name] = hash_file(path)
        elif path.is_dir():
            for place, part in enumerate(parts_of(path)):
                hashes[name_of_part(path, place)] = hash_file(part)
    return hashes


def published_files(folder: Path) -> list[Path]:
    """List the files of a run outside ``protected/``, its record apart, in order of name."""
    run = RunFolder(folder)
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path for path in found if run.protected not in path.parents and path != run.record
    )


def hashes_of_results(folder: Path) -> dict[str, str]:
    """Hash what a run left outside ``protected/``, by path within its folder.

    Parameters
    ----------
    folder : Path
        The run folder.
    """
    return _hashes(folder, published_files(folder))


def hashes_of_protected(folder: Path) -> dict[str, str]:
    """Hash the results of a run under ``protected/``, by path within its folder."""
    return _hashes(folder, _protected_results(folder))


def hashes_of_one(folder: Path, result: Path) -> dict[str, str]:
    """Hash one result of a run, or all that lies in the folder of its parts.

    Parameters
    ----------
    folder : Path
        The run folder.
    result : Path
        In it; it may be gone.
    """
    found = [result, *result.rglob("*")]
    return _hashes(folder, (path for path in found if path.is_file()))


def _protected_results(folder: Path) -> Iterable[Path]:
    found = (path for pattern in _PROTECTED_RESULTS for path in folder.glob(pattern))
    return (path for path in found if path.is_file())


def hash_file(path: Path) -> str:
    """Hash one file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _hash_named(files: Mapping[str, Path]) -> str:
    lines = "".join(f"{name} {hash_file(path)}\n" for name, path in sorted(files.items()))
    return sha256(lines.encode()).hexdigest()


def _hashes(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in sorted(paths)}


def _short(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


def _belongs(path: Path) -> bool:
    return path.name.lower() == META_FILE or table_at(path) is not None
