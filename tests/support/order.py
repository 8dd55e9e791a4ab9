"""In which order files of tests run: dear ones first, so that no worker waits for another at the end.

A file is run by one worker (`--dist loadfile`). By default pytest-xdist begins with the files of the
most tests, which are the cheap ones; `--no-loadscope-reorder` leaves the order as it is here.
"""

from pathlib import Path

import pytest

DEAR = (
    "spec/test_miner.py",
    "desk/test_asking.py",
    "run/test_run_ledger.py",
    "notebooks/test_notebooks.py",
    "reports/test_accessibility.py",
    "run/test_run_whole.py",
    "run/test_failures_are_silent.py",
    "notebooks/test_lab.py",
    "run/test_register.py",
    "faults/test_expectations.py",
    "extract/test_bad_inputs.py",
    "run/test_monthly.py",
    "run/test_run_belonging.py",
    "spec/test_variants.py",
    "spec/test_outsider.py",
    "run/test_run_bad_input.py",
    "reports/test_hostile_texts.py",
    "docs/test_tutorial.py",
    "engines/test_ranges.py",
    "outsider/test_reasons.py",
    "property/test_truths.py",
    "spec/test_findings_of_the_letter.py",
)
"""Files of more than about forty seconds, the dearest first."""


def dear_first(items: list[pytest.Item], tests: Path) -> None:
    """Put the tests of dear files before all others; within a file they stay in order."""
    place = {tests / name: number for number, name in enumerate(DEAR)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
