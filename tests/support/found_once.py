"""Runs of one extract that find once what all of them find, for tests of what runs do with it.

What is read, checked and found depends on the files of the extract, the law and the settings alone.
That it comes out the same every time is tested where two runs are compared file by file
(`tests/run/test_run_whole.py`); tests of registers, dates and comparisons need not find it again.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hertoets.between import recompute
from hertoets.extract import Extract, read_extract
from hertoets.extract.doubt import Doubt
from hertoets.findings import Findings, find
from hertoets.law import Law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.quality import Assessment, assess, assessing
from hertoets.run import asking, compute, outcomes

READERS = (outcomes, recompute, asking)
FINDERS = (compute, recompute, asking)


class _Once:
    """What was made, by what it is made of; whatever goes into a key by its id is kept alive."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Any] = {}
        self._kept: list[object] = []

    def _get(self, key: tuple[object, ...], make: Callable[[], Any], *of: object) -> Any:
        if key not in self._made:
            self._made[key] = make()
            self._kept += of
        return self._made[key]

    def read(self, folder: Path) -> Extract:
        """The extract in a folder, read again where a file of it changed."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        held = tuple((str(path), sha256(path.read_bytes()).digest()) for path in files)
        key = ("read", str(folder.resolve()), held)
        read: Extract = self._get(key, lambda: read_extract(folder))
        return read

    def compare(self, extract: Extract, law: Law, settings: Settings) -> Comparison:
        """The law applied."""
        key = ("compare", id(extract), law.digest, repr(settings))
        made: Comparison = self._get(key, lambda: compare(extract, law, settings), extract)
        return made

    def assess(self, extract: Extract) -> Assessment:
        """The checks; from how many persons on they widen, a test may change."""
        key = ("assess", id(extract), assessing.WIDENS_FROM)
        made: Assessment = self._get(key, lambda: assess(extract), extract)
        return made

    def with_doubts(self, comparison: Comparison, doubts: Sequence[Doubt]) -> Comparison:
        """The law applied a second time."""
        key = ("doubts", id(comparison), pickle.dumps(list(doubts)))
        made: Comparison = self._get(key, lambda: WITH_DOUBTS(comparison, doubts), comparison)
        return made

    def find(self, comparison: Comparison, assessment: Assessment | None = None) -> Findings:
        """Every figure and table, exact."""
        key = ("find", id(comparison), id(assessment))
        made: Findings = self._get(
            key, lambda: find(comparison, assessment), comparison, assessment
        )
        return made


WITH_DOUBTS = Comparison.with_doubts


@contextmanager
def found_once() -> Iterator[None]:
    """Within this context the same is read, checked and found once; all else is made each time."""
    once = _Once()
    with pytest.MonkeyPatch.context() as patch:
        for module in READERS:
            patch.setattr(module, "read_extract", once.read)
            patch.setattr(module, "compare", once.compare)
        for module in FINDERS:
            patch.setattr(module, "assess", once.assess)
            patch.setattr(module, "find", once.find)
        patch.setattr(Comparison, "with_doubts", lambda *given: once.with_doubts(*given))
        yield
