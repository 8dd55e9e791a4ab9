"""Hashes of the input that tell whether it is the same, and cannot be tried against a guess.

A plain SHA-256 of a small table of persons can be confirmed: whoever thinks to know the rows
writes them down and compares. ``record.json`` lies outside ``protected/``, so it holds
HMAC-SHA256 (RFC 2104) under a key that stays under ``protected/``.

The key comes from the file that ``HERTOETS_HASH_KEY`` names. Without it, it is extracted from
the hashes of all files of the extract together (as the first step of HKDF, RFC 5869, does), so
that the same extract gives the same bytes again. That protects a table by the others: to
confirm a guess of one, all the rest must be known to the byte. Where they may be known, or the
whole extract is a few rows, only a key of one's own protects; see ``docs/ledger.md``.
"""

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import UseError
from hertoets.runfolder import RunFolder

KEY_VARIABLE = "HERTOETS_HASH_KEY"
SHORTEST_KEY_BYTES = 32
_PURPOSE = b"hertoets: hashes of the input, version 1"


@dataclass(frozen=True)
class Inputs:
    """What a run read: the plain hash of each file of the extract, and the key that hides it."""

    files: dict[str, str]
    key: bytes

    def keyed(self) -> dict[str, str]:
        """The keyed hash of each file, in hex: what may stand outside ``protected/``."""
        return keyed(self.files, self.key)


def inputs_of(files: Mapping[str, str]) -> Inputs:
    """Choose the key for a new run.

    Parameters
    ----------
    files : mapping of str to str
        Plain SHA-256 in hex of each file of the extract, by name.

    Returns
    -------
    Inputs

    Raises
    ------
    UseError
        If ``HERTOETS_HASH_KEY`` names a file that cannot be read or is too short.
    """
    named = os.environ.get(KEY_VARIABLE, "")
    return Inputs(dict(files), _read(Path(named)) if named else _derived(files))


def keyed(files: Mapping[str, str], key: bytes) -> dict[str, str]:
    """Hide plain hashes behind a key.

    Examples
    --------
    >>> keyed({"a.csv": "00"}, b"k")["a.csv"][:8]
    '679f05c0'
    """
    return {
        name: hmac.new(key, bytes.fromhex(digest), sha256).hexdigest()
        for name, digest in files.items()
    }


def save_inputs(inputs: Inputs, run: Path) -> None:
    """Write key and plain hashes to the run's ``protected/``."""
    folder = RunFolder(run)
    _write(folder.hash_key, f"{inputs.key.hex()}\n")
    _write(folder.inputs, json.dumps(inputs.files, indent=2, sort_keys=True) + "\n")


def load_inputs(run: Path) -> Inputs | None:
    """Read what `save_inputs` wrote; None where it is gone or unreadable."""
    folder = RunFolder(run)
    try:
        if not folder.hash_key.is_file():  # a pipe would be read for ever
            return None
        key = bytes.fromhex(folder.hash_key.read_text(encoding="ascii"))
        files = read_hashes(folder.inputs)
        return Inputs({str(name): bytes.fromhex(files[name]).hex() for name in files}, key)
    except (OSError, ValueError, TypeError, UnreadableError):
        return None


def read_hashes(path: Path) -> dict[str, str]:
    """Read a file of hashes, by the name of what was hashed.

    Raises
    ------
    UnreadableError
        With the cause.
    """
    content = read_json(path)
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise UnreadableError("does not hold a hash for each name")
    return content


def _derived(files: Mapping[str, str]) -> bytes:
    listing = "".join(f"{name} {digest}\n" for name, digest in sorted(files.items()))
    return hmac.new(_PURPOSE, listing.encode(), sha256).digest()


def _read(path: Path) -> bytes:
    try:
        key = path.expanduser().read_bytes().rstrip(b"\r\n")
    except (OSError, RuntimeError, ValueError):
        raise UseError.of(
            where=KEY_VARIABLE,
            what="the file that it names cannot be read",
            mend="Name a file with the key, or unset it",
        ) from None
    if len(key) < SHORTEST_KEY_BYTES:
        raise UseError.of(
            where=KEY_VARIABLE,
            what=f"the key is shorter than {SHORTEST_KEY_BYTES} bytes",
            mend="Make one with: openssl rand -hex 32 > FILE",
        )
    return key


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
