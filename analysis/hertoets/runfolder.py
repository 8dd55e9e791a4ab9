"""A run's folder: where each file in it lies, written down in this one place.

What lies under ``protected/`` never leaves; all the rest was released.
"""

from dataclasses import dataclass
from pathlib import Path


class _Within:
    """A path in the folder: of a run it is where the file lies, of the class its name within."""

    def __init__(self, *parts: str) -> None:
        self._name = Path(*parts)

    def __get__(self, run: "RunFolder | None", owner: type["RunFolder"]) -> Path:
        return self._name if run is None else run.path / self._name


_REPORT, _PROTECTED = "report", "protected"


@dataclass(frozen=True)
class RunFolder:
    """The folder of a run, for whoever writes to it or reads from it.

    Examples
    --------
    >>> RunFolder(Path("mine")).outcomes.as_posix()
    'mine/protected/outcomes.parquet'
    >>> RunFolder.outcomes.as_posix()
    'protected/outcomes.parquet'
    """

    path: Path

    record = _Within("record.json")
    crate = _Within("ro-crate-metadata.json")
    findings = _Within("findings.json")

    report = _Within(_REPORT)
    basis = _Within(_REPORT, "basis.json")
    counts = _Within(_REPORT, "counts.json")
    tables = _Within(_REPORT, "tables")
    figures = _Within(_REPORT, "figures")

    protected = _Within(_PROTECTED)
    outcomes = _Within(_PROTECTED, "outcomes.parquet")
    doubted = _Within(_PROTECTED, "doubted.parquet")
    doubts = _Within(_PROTECTED, "doubts.parquet")
    duties = _Within(_PROTECTED, "duties.parquet")
    notices = _Within(_PROTECTED, "notices.parquet")
    offers = _Within(_PROTECTED, "offers.parquet")
    fines = _Within(_PROTECTED, "fines.parquet")
    situations = _Within(_PROTECTED, "situations.parquet")
    set_aside = _Within(_PROTECTED, "set_aside.parquet")
    unknown = _Within(_PROTECTED, "unknown.parquet")
    quality = _Within(_PROTECTED, "quality.parquet")
    quality_months = _Within(_PROTECTED, "quality_months.parquet")
    causes = _Within(_PROTECTED, "causes.parquet")
    exact_findings = _Within(_PROTECTED, "findings.json")
    work_list = _Within(_PROTECTED, "repair.csv")
    work_book = _Within(_PROTECTED, "repair.xlsx")

    proof = _Within(_PROTECTED, "disclosure.html")
    attack = _Within(_PROTECTED, "attack.csv")
    comparison = _Within(_PROTECTED, "comparison.txt")
    notebooks = _Within(_PROTECTED, "notebooks")
    drawings = _Within(_PROTECTED, "drawings")
    hash_key = _Within(_PROTECTED, "hash.key")
    inputs = _Within(_PROTECTED, "inputs.json")
    hashes = _Within(_PROTECTED, "hashes.json")
    places = _Within(_PROTECTED, "places.json")
