"""The register of runs: which runs on the same people there were, and what each of them told.

It lies in the folder that holds the runs. An outsider who has two reports lays them side by side,
so each new run reckons with all that are registered. Persons are known in it by keyed hashes, under
a key of its own; what runs told is exact and lies under ``protected/``. Source: contract, 6.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import DataError, HertoetsError, UseError
from hertoets.plain import json_text
from hertoets.release import Told, marked
from hertoets.release.keeping import told_as_bytes, told_from_bytes
from hertoets.run.intact import refuse_changed_published
from hertoets.run.locked import locked
from hertoets.run.record import Described, RecordedWithout, read_record
from hertoets.run.registered import (
    Beside,
    Entries,
    Entry,
    Persons,
    entry_of,
    made_of,
    seal_of,
    unknown_run,
    unreadable,
)
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder

NAME: Final = "register"
_KEY_BYTES: Final = 32
_FILE, _PROTECTED, _KEY = "register.json", "protected", "key"


class Register:
    """The register of one folder.

    Parameters
    ----------
    folder : Path
        Where it lies; need not exist yet.
    runs : Path
        The folder that holds the runs.
    """

    def __init__(self, folder: Path, runs: Path) -> None:
        self.folder, self._runs = folder, runs
        self._content = self._read()

    @classmethod
    def of(cls, out: Path, folder: Path | None = None) -> "Register":
        """The register for a run that is to stand at ``out``."""
        return cls(folder or out.absolute().parent / NAME, out.absolute().parent)

    @property
    def entries(self) -> list[Entry]:
        """Every run, in the order of time."""
        return self._content.runs

    @cached_property
    def key(self) -> bytes:
        """The key under which persons are known here; a new one where there is none yet."""
        path = self.folder / _PROTECTED / _KEY
        if not self.entries:
            return secrets.token_bytes(_KEY_BYTES)
        try:
            return bytes.fromhex(path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            raise UseError.of(
                where=str(path), what="is gone or spoiled", mend="Put the file back"
            ) from None

    def beside(
        self,
        described: Described,
        persons: Persons,
        *,
        out: Path,
        without: Sequence[RecordedWithout] = (),
    ) -> Beside:
        """Find what a new run must reckon with.

        Where the very same run was made before, that is what it reckoned with then: made again it
        tells nothing new, and comes out the same.

        Parameters
        ----------
        described : Described
            What the new run rests on.
        persons : callable
            Gives the marks of the persons of the extract under a key.
        out : Path
            Where the new run is to stand.
        without : sequence of RecordedWithout
            Runs that are left out, with the reason of whoever asked for that.

        Returns
        -------
        Beside

        Raises
        ------
        DataError
            Where a run on some of the same persons cannot be read any more.
        UseError
            Where a run that should be left out is not known here.
        """
        return self.beside_of(made_of(described, without), persons, out, without)

    def beside_of(
        self, own_hash: str, persons: Persons, out: Path, without: Sequence[RecordedWithout]
    ) -> Beside:
        """The same of whatever has this hash: a run, or a question of the run at ``out``."""
        left_out = {one.run for one in without}
        strangers = self._unregistered(out)
        known = {entry.run for entry in self.entries} | {run.name for run in strangers}
        if missing := sorted(left_out - known):
            raise UseError(unknown_run(name) for name in missing)
        asked = [entry for entry in self.entries if entry.run not in left_out]
        again = next((entry for entry in asked if entry.made_of == own_hash), None)
        if again is not None:
            asked = [entry for entry in asked if entry.seal in again.beside]
        own = persons(self.key)
        found = []
        faults = [
            unreadable(run.name, "it is not in the register")
            for run in strangers
            if run.name not in left_out and self._may_share(run, own)
        ]
        for entry in asked:
            try:
                told = self._told(entry)
                if not np.isin(told.members.persons, own).any():
                    continue  # other people
                if not entry.replaced and again is None:
                    self._refuse_changed(entry)
                found.append((entry, told))
            except UnreadableError as why:
                faults.append(unreadable(entry.run, str(why)))
        if faults:
            raise DataError(faults)
        return Beside(
            tuple(told for _, told in found),
            tuple(entry for entry, _ in found),
            tuple(without),
            own_hash,
            self.key,
        )

    def recall(self, described: Described) -> Beside | None:
        """What a run reckoned with, as its record names it; None where some of it is gone."""
        by_seal = {entry.seal: entry for entry in self.entries}
        try:
            entries = tuple(by_seal[one.seal] for one in described.beside)
            told = tuple(self._told(entry) for entry in entries)
        except (KeyError, UnreadableError):
            return None
        return Beside(told, entries, tuple(described.without), key=self.key if entries else b"")

    def told(self, seal: str) -> Told | None:
        """What a registered run told; None where it is not known here."""
        try:
            return next((self._told(one) for one in self.entries if one.seal == seal), None)
        except UnreadableError:
            return None

    def add(self, run: Path, out: Path, beside: Beside, told: Told) -> None:
        """Register a run that is complete.

        Parameters
        ----------
        run : Path
            Where it lies now, with its record.
        out : Path
            Where it will stand.
        beside : Beside
            What it reckoned with.
        told : Told

        Raises
        ------
        UseError
            Where another run was registered meanwhile.
        """
        record = read_record(run)
        content = told_as_bytes(replace(told, run=out.absolute().name))
        entry = entry_of(record, out, beside, content, seal=record.seal)
        kept = [
            one.model_copy(update={"replaced": True})
            if one.run == entry.run and one.of != entry.seal
            else one
            for one in self.entries
            if one.seal != entry.seal
        ]
        self.put(entry, content, kept)

    def put(self, entry: Entry, content: bytes, kept: Sequence[Entry]) -> None:
        """Add an entry, and what it told, behind those that are kept.

        Raises
        ------
        UseError
            Where something else was registered meanwhile.
        """
        with locked(self.folder):
            if self._read() != self._content:
                raise UseError.of(
                    where=str(self.folder),
                    what="another run or question was registered meanwhile, and this one did not "
                    "reckon with it",
                    mend="Ask again" if entry.of else "Run again",
                )
            self._write(f"{_PROTECTED}/{_KEY}", self.key.hex().encode())
            self._write(self._place(entry), content)
            listed = Entries(runs=[*kept, entry]).model_dump()
            self._write(_FILE, f"{json_text(listed, indent=2)}\n".encode())

    def _read(self) -> Entries:
        path = self.folder / _FILE
        if not path.exists():
            return Entries(runs=[])
        try:
            return Entries.model_validate(read_json(path))
        except (UnreadableError, ValidationError):
            raise UseError.of(
                where=str(path),
                what="is no register of runs, so it is not known what was published before",
                mend="Put the file back, or name another register with --register",
            ) from None

    def _told(self, entry: Entry) -> Told:
        try:
            content = (self.folder / self._place(entry)).read_bytes()
        except OSError:
            raise UnreadableError("what it told is gone from the register") from None
        if sha256(content).hexdigest() != entry.told:
            raise UnreadableError("what it told was changed in the register")
        return told_from_bytes(content)

    def _refuse_changed(self, entry: Entry) -> None:
        """Refuse a run whose folder is gone, or no longer what was registered."""
        run = self._runs / entry.run
        try:
            record = read_record(run)
            if record.seal == (entry.of or entry.seal):
                refuse_changed_published(run, record)
                return
        except HertoetsError:
            pass
        raise UnreadableError("its folder is gone, or is not the one that was registered")

    def _may_share(self, run: Path, own: npt.NDArray[np.uint64]) -> bool:
        """Whether a run that is not registered may count some of the same persons."""
        try:
            outcomes = read_table(RunFolder(run).outcomes, ["person_id"])
        except UseError:
            return True
        return bool(np.isin(marked(outcomes["person_id"].to_pylist(), self.key), own).any())

    def _unregistered(self, out: Path) -> list[Path]:
        """The runs that stand in the folder without being registered."""
        if not self._runs.is_dir():
            return []
        seals = {entry.seal for entry in self.entries}
        return [
            run
            for run in sorted(self._runs.iterdir())
            if run != out.absolute()
            and not run.name.startswith(".")
            and (RunFolder(run).record.is_file())
            and seal_of(run) not in seals
        ]

    @staticmethod
    def _place(entry: Entry) -> str:
        return f"{_PROTECTED}/{entry.seal[:32]}.npz"

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        part.replace(path)
