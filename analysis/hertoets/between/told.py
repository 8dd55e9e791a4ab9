"""What two runs told, with all that each reckoned with: beside it lies whatever is shown of both.

It is kept in the register of runs, in which persons are known by marks under its own key. Runs of
different registers are brought under one key here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from hertoets.errors import HertoetsError
from hertoets.release import Told, marked
from hertoets.run.record import Record
from hertoets.run.register import NAME, Register
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder


@dataclass(frozen=True)
class Side:
    """One of two runs: its folder and its record."""

    run: Path
    record: Record


@dataclass
class AllTold:
    """What runs told and reckoned with, under one key.

    Attributes
    ----------
    key : bytes
    told : list of Told
        What is shown since is added to it.
    lacking : tuple of str
        Why it is not whole, run by run; then nothing may be laid beside it.
    """

    key: bytes = b""
    told: list[Told] = field(default_factory=list)
    lacking: tuple[str, ...] = ()


def told_by(sides: Sequence[Side]) -> AllTold:
    """Gather what runs told, and what each of them reckoned with.

    Parameters
    ----------
    sides : sequence of Side

    Returns
    -------
    AllTold
        Under the key of the first run's register.

    Raises
    ------
    UseError
        If the outcomes of a run are gone or unreadable.
    """
    found = [_found(side) for side in sides]
    lacking = [one for one in found if isinstance(one, str)]
    known = [one for one in found if not isinstance(one, str)]
    if lacking or not known:
        return AllTold(lacking=tuple(lacking))
    key = known[0][0]
    names = () if all(own == key for own, _ in known) else _names(sides)
    every = {  # a run that both reckoned with is laid beside once
        seal: told if own == key else under_key(told, names, own, key)
        for own, by_seal in known
        for seal, told in by_seal.items()
    }
    return AllTold(key, list(every.values()))


def under_key(told: Told, names: Sequence[str], old: bytes, new: bytes) -> Told:
    """The same, with the persons marked under another key.

    Parameters
    ----------
    told : Told
    names : sequence of str
        Pseudonyms of persons who may be in it; anybody else keeps the old mark.
    old, new : bytes
        The keys.

    Returns
    -------
    Told
    """
    then, now = marked(names, old), marked(names, new)
    order = np.argsort(then)
    then, now = then[order], now[order]
    persons = told.members.persons.copy()
    known = np.isin(persons, then)
    persons[known] = now[np.searchsorted(then, persons[known])]
    return replace(told, members=replace(told.members, persons=persons))


def _found(side: Side) -> tuple[bytes, dict[str, Told]] | str:
    """What a run told and reckoned with, by seal, and under which key; or why that is not known."""
    folders = list(dict.fromkeys(_folders(side)))
    for folder in folders:
        try:
            register = Register.of(side.run, folder)
            own, beside = register.told(side.record.seal), register.recall(side.record)
            if own is not None and beside is not None:
                seals = [entry.seal for entry in beside.entries]
                by_seal = dict(zip(seals, beside.told, strict=True))
                return register.key, {**by_seal, side.record.seal: own}
        except HertoetsError:
            continue  # a register that cannot be read knows of nothing
    places = " and in ".join(map(str, folders))
    return (
        f"what {side.run.name} told is not known: no register of runs holds it (sought in {places})"
    )


def _folders(side: Side) -> Iterator[Path]:
    """Where the register of a run may lie: where it lay then, else beside the run."""
    if side.record.register_at:
        yield Path(side.record.register_at)
    yield side.run.resolve().parent / NAME


def _names(sides: Sequence[Side]) -> list[str]:
    tables = (read_table(RunFolder(side.run).outcomes, ["person_id"]) for side in sides)
    return sorted({name for table in tables for name in table["person_id"].to_pylist()})
