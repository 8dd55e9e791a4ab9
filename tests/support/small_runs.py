"""What is found in small synthetic extracts, as a run finds it."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hertoets.extract import read_extract
from hertoets.findings import Findings, find
from hertoets.law import load_law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.quality import Assessment, assess
from hertoets.synth.write import write_synthetic_extract


@cache
def compared(persons: int, seed: int) -> tuple[Comparison, Assessment]:
    """The law applied to a synthetic extract, with what is in doubt unknown."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "extract"
        write_synthetic_extract(path, persons, seed)
        comparison = compare(read_extract(path), load_law(None), Settings())
    assessment = assess(comparison.extract)
    return comparison.with_doubts(assessment.doubts), assessment


@cache
def found_in(persons: int, seed: int) -> Findings:
    """Every figure and table, exact."""
    return find(*compared(persons, seed))
