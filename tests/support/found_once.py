"""Runs of one extract that make once what all of them make, for tests of what runs do with it.

What is read, checked, found, protected, seen by an outsider and drawn depends on the files of the
extract, the law, the settings, the policy and the runs beside it alone. That it comes out the same
every time is tested where two runs are compared file by file (`tests/run/test_run_whole.py`); tests
of registers, dates, records and comparisons need not make it again.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hertoets.between import recompute
from hertoets.extract import Extract, read_extract
from hertoets.extract.doubt import Doubt
from hertoets.findings import Findings, find
from hertoets.law import Law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.outsider import Verdict, examine
from hertoets.publish.document import LawWords, write_annex
from hertoets.publish.figures import draw_figures
from hertoets.publish.workbook import build_workbook
from hertoets.quality import Assessment, assess, assessing
from hertoets.release import Control, Policy, Reason, Release, Told, control
from hertoets.release.keeping import told_as_bytes
from hertoets.run import asking, compute, outcomes, recorded, run
from hertoets.runfolder import RunFolder

READERS = (outcomes, recompute, asking)
FINDERS = (compute, recompute, asking)
GUARDS = (compute, recompute)


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
        """The extract in a folder, read again where its name or a file of it changed."""
        key = ("read", folder.resolve().name, _held(folder, folder.rglob("*")))
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

    def control(
        self,
        findings: Findings,
        policy: Policy,
        earlier: Sequence[Told] = (),
        *,
        key: bytes = b"",
        run: str = "",
        reasons: Sequence[Reason] = (),
    ) -> Control:
        """What may be published of it, beside what these earlier runs told."""
        told = [told_as_bytes(one) for one in earlier]
        made_of = ("control", id(findings), _content(policy, told, list(reasons)), key, run)
        made: Control = self._get(
            made_of,
            lambda: control(findings, policy, earlier, key=key, run=run, reasons=reasons),
            findings,
        )
        return made

    def examine(self, folder: Path) -> Verdict:
        """What an outsider makes of all that is published."""
        hidden = RunFolder(folder).protected
        published = (path for path in folder.rglob("*") if not path.is_relative_to(hidden))
        key = ("examine", _held(folder, published))
        made: Verdict = self._get(key, lambda: examine(folder))
        return made

    def draw_figures(self, release: Release, into: RunFolder) -> None:
        """The figures, for the report and for notebooks."""

        def draw(folder: Path) -> None:
            draw_figures(release, RunFolder(folder))

        self._write(("figures", _content(release)), draw, into.path)

    def build_workbook(self, release: Release, out: Path, **law: Any) -> None:
        """The workbook."""

        def build(folder: Path) -> None:
            build_workbook(release, folder, **law)

        self._write(("workbook", _content(release, law)), build, out)

    def write_annex(self, release: Release, law: LawWords, out: Path) -> None:
        """The annex."""

        def write(folder: Path) -> None:
            write_annex(release, law, folder)

        self._write(("annex", _content(release, law)), write, out)

    def _write(self, key: tuple[object, ...], write: Callable[[Path], None], out: Path) -> None:
        """Write the files that were made before."""

        def made() -> dict[Path, bytes]:
            with TemporaryDirectory() as folder:
                write(Path(folder))
                found = (path for path in Path(folder).rglob("*") if path.is_file())
                return {path.relative_to(folder): path.read_bytes() for path in found}

        for name, content in self._get(key, made).items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)


WITH_DOUBTS = Comparison.with_doubts


def _content(*of: object) -> bytes:
    return sha256(pickle.dumps(of)).digest()


def _held(folder: Path, paths: Iterable[Path]) -> tuple[tuple[str, bytes], ...]:
    files = sorted(path for path in paths if path.is_file())
    return tuple((str(one.relative_to(folder)), sha256(one.read_bytes()).digest()) for one in files)


@contextmanager
def found_once() -> Iterator[None]:
    """Within this context the same is made once; all else is made each time."""
    once = _Once()
    with pytest.MonkeyPatch.context() as patch:
        for module in READERS:
            patch.setattr(module, "read_extract", once.read)
            patch.setattr(module, "compare", once.compare)
        for module in FINDERS:
            patch.setattr(module, "assess", once.assess)
            patch.setattr(module, "find", once.find)
        for module in GUARDS:
            patch.setattr(module, "control", once.control)
        patch.setattr(compute, "examine", once.examine)
        patch.setattr(recorded, "draw_figures", once.draw_figures)
        patch.setattr(run, "build_workbook", once.build_workbook)
        patch.setattr(run, "write_annex", once.write_annex)
        patch.setattr(Comparison, "with_doubts", lambda *given: once.with_doubts(*given))
        yield
