"""What is registered of a run, and what a new one reckons with."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import Fault, UseError
from hertoets.release import Named, Told
from hertoets.run.record import Described, Record, RecordedBeside, RecordedWithout
from hertoets.runfolder import RunFolder

Persons = Callable[[bytes], npt.NDArray[np.uint64]]
"""The marks of the persons of an extract under a key."""


class Entry(BaseModel):
    """One run as it is registered.

    Attributes
    ----------
    run : str
        The name of its folder.
    seal : str
        That of its record, which tells it from every other run.
    made_of : str
        A hash of all that decides its figures.
    finished_at : str
    extract : dict of str to str
        The keyed hash of each file that it read.
    settings : dict of str to str or int
    beside : list of str
        The seals of the runs that it reckoned with.
    told : str
        The hash of the file of what it told.
    replaced : bool
        Whether another run was put in its place with ``--force``.
    of : str
        Where it is a question, the seal of the run that was asked; else empty.
    asked : str
        The question, as `hertoets.findings.question.Question.text` writes it.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    run: str
    seal: str
    made_of: str
    finished_at: str
    extract: dict[str, str]
    settings: dict[str, str | int]
    beside: list[str]
    told: str
    replaced: bool = False
    of: str = ""
    asked: str = ""

    @property
    def name(self) -> str:
        """What it is called for people."""
        return f"{self.run}, vraag {self.seal[:8]}" if self.of else self.run


class Entries(BaseModel):
    """All runs, in the order of time."""

    model_config = ConfigDict(strict=True, frozen=True)

    runs: list[Entry]


@dataclass(frozen=True)
class Beside:
    """What a run reckons with: what earlier runs told, and which runs those are."""

    told: tuple[Told, ...] = ()
    entries: tuple[Entry, ...] = ()
    without: tuple[RecordedWithout, ...] = ()
    made_of: str = ""
    key: bytes = b""

    @property
    def named(self) -> Named:
        """The runs, as the checker's page names them."""
        return Named(
            tuple((entry.name, entry.finished_at) for entry in self.entries),
            tuple((one.run, one.because) for one in self.without),
        )

    @property
    def recorded(self) -> list[RecordedBeside]:
        """The runs, as a record names them."""
        return [RecordedBeside(run=entry.run, seal=entry.seal) for entry in self.entries]

    @property
    def to_leave_out(self) -> tuple[Entry, ...]:
        """The fewest runs without which each of the others reckoned with those before it.

        Such runs keep their promise together: each was protected beside all that came before. Two
        runs made of the same tell the same, so either is reckoned with in the other's place.
        """
        made_of = {entry.seal: entry.made_of for entry in self.entries}
        known = {
            entry.seal: {made_of[seal] for seal in entry.beside if seal in made_of}
            for entry in self.entries
        }
        apart = [
            (one, other)
            for one, other in combinations(self.entries, 2)
            if one.made_of != other.made_of
            and one.made_of not in known[other.seal]
            and other.made_of not in known[one.seal]
        ]
        concerned = [entry for entry in self.entries if any(entry in pair for pair in apart)]
        for size in range(len(concerned) + 1):
            # The latest first: it is the one that was made without the others.
            for chosen in combinations(reversed(concerned), size):
                if all(one in chosen or other in chosen for one, other in apart):
                    return chosen
        return ()


ALONE: Final = Beside()
"""Nothing to reckon with."""


def made_of(described: Described, without: Sequence[RecordedWithout]) -> str:
    """A hash of all that decides the figures of a run."""
    own: dict[str, Any] = described.model_dump(
        include={
            "hertoets", "code", "law", "policy_settings", "expectations", "engine", "python",
            "packages",
        }
    )  # fmt: skip
    own["extract"] = described.extract.files
    own["parameters"] = described.settings
    own["without"] = [one.model_dump() for one in without]
    return sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()


def reasons_of(without: Sequence[str], because: Sequence[str]) -> dict[str, str]:
    """Put runs that are left out and the reasons together.

    Raises
    ------
    UseError
        Where a run has no reason, or a reason no run.
    """
    if len(without) != len(because) or not all(why.strip() for why in because):
        raise UseError.of(
            where="--without",
            what="each run that is left out needs a reason, and each reason a run",
            mend="Give as many times --because as --without, in the same order",
        )
    return dict(zip((Path(name).name for name in without), because, strict=True))


def entry_of(
    record: Record, run: Path, beside: Beside, told: bytes, *, seal: str, of: str = "",
    asked: str = "",
) -> Entry:  # fmt: skip
    """What is registered now of a run, or of a question that was put to one.

    Parameters
    ----------
    record : Record
        Of the run.
    run : Path
        Where it stands, or will.
    beside : Beside
        What was reckoned with.
    told : bytes
        What was told, as it is kept.
    seal, of, asked : str
        As `Entry` has them.
    """
    return Entry(
        run=run.absolute().name,
        seal=seal,
        made_of=beside.made_of,
        finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
        extract=record.extract.files,
        settings=record.settings,
        beside=[one.seal for one in beside.entries],
        told=sha256(told).hexdigest(),
        of=of,
        asked=asked,
    )


def seal_of(run: Path) -> str:
    """The seal in the record of a run; empty where there is none to read."""
    try:
        content = read_json(RunFolder(run).record)
    except UnreadableError:
        return ""
    return str(content.get("seal", "")) if isinstance(content, dict) else ""


def unreadable(run: str, why: str) -> Fault:
    """Say that what an earlier run told cannot be read."""
    return Fault(
        where="register",
        at=run,
        what=f"what an earlier run told of these people cannot be reckoned with: {why}",
        mend=f'Put it back, or leave it out and say why: --without {run} --because "…"',
    )


def unknown_run(name: str) -> Fault:
    """Say that a run that should be left out is none."""
    what = "no such run is known"
    return Fault(where="--without", at=name, what=what, mend="Name a run as the register names it")
