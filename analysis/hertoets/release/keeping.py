"""What a run told, as a file that a later run reads: arrays and names, no pseudonyms.

The file holds exact counts, so it belongs where only its owner can read it.
"""

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from hertoets.datafile import UnreadableError
from hertoets.findings import RowSet
from hertoets.release.policy import policy_of
from hertoets.release.pool import Members
from hertoets.release.sets import Sets
from hertoets.release.told import Said, Told

VERSION: Final = 1


def told_as_bytes(told: Told) -> bytes:
    """Write what a run told."""
    names = {
        "version": VERSION,
        "run": told.run,
        "policy": asdict(told.policy),
        "families": [family.tolist() for family in told.families],
        "rows": [[base.kind, list(base.of), exact] for base, exact in told.rows],
        "said": [
            [list(one.key), one.output, one.place, [list(term) for term in one.terms], one.form]
            for one in told.said
        ],
        "goes_on": told.goes_on,
    }
    members = told.members
    whole = io.BytesIO()
    np.savez_compressed(
        whole,
        persons=members.persons,
        profile=members.profile,
        sets=members.sets.packed,
        shape=np.array([len(members.sets), members.sets.profiles]),
        names=np.frombuffer(json.dumps(names, sort_keys=True).encode(), dtype=np.uint8),
    )
    return whole.getvalue()


def told_from_bytes(content: bytes) -> Told:
    """Read what a run told.

    Raises
    ------
    UnreadableError
        Where the file is not one that `told_as_bytes` wrote in this version.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            names = json.loads(file["names"].tobytes())
            persons, profile, sets, shape = (
                file[name] for name in ("persons", "profile", "sets", "shape")
            )
        if names["version"] != VERSION:
            raise UnreadableError("is of another version of Hertoets")
        rows, columns = shape.tolist()
        held = Sets(sets.reshape(rows, -(-columns // 8)), columns)
        members = Members(persons.astype(np.uint64), profile.astype(np.int32), held)
        return _told(names, members)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        raise UnreadableError("is not what a run told") from None


def _told(names: dict[str, Any], members: Members) -> Told:
    return Told(
        run=names["run"],
        policy=policy_of("policy", names["policy"]),
        members=members,
        families=tuple(np.array(family, dtype=np.int64) for family in names["families"]),
        rows=tuple((RowSet(kind, tuple(of)), exact) for kind, of, exact in names["rows"]),
        said=tuple(
            Said(tuple(key), output, place, tuple((f, b) for f, b in terms), form)
            for key, output, place, terms, form in names["said"]
        ),
        goes_on=names.get("goes_on", False),
    )
