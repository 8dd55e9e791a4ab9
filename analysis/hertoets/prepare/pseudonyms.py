"""A keyed hash in the place of a person's number: the key, the checks before, the hash.

HMAC-SHA256 over the number as text, its first 128 bits written as 32 letters (``a`` for 0 to ``p``
for 15). No digit stands in a pseudonym, so that a number of nine digits in an extract can only be
one that was left behind.
"""

import hmac
import re
from hashlib import sha256
from pathlib import Path

from stdnum.nl import bsn

from hertoets.errors import UseError

SHORTEST_KEY_BYTES = 32
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_HEX_DIGITS = 32

NOT_NINE_DIGITS = "not_nine_digits"
ELEVEN_TEST = "elfproef"


def read_key(path: Path | None, *, apart_from: tuple[Path, ...]) -> bytes:
    """Read the key of the hash.

    Parameters
    ----------
    path : Path or None
        The file that holds it, and nothing else; a line end after it does not count.
    apart_from : tuple of Path
        The delivery and the extract: the key lies in neither.

    Returns
    -------
    bytes
        At least 32.

    Raises
    ------
    UseError
        Without a file, or where it cannot be read, is too short, or lies in one of the folders.
    """
    if path is None:
        raise UseError.of(
            where="--key",
            what="the mapping hashes a column, and no key was given",
            mend="Add --key FILE, a file outside the delivery and the extract",
        )
    place = path.expanduser().resolve()
    for folder in apart_from:
        if place.is_relative_to(folder.expanduser().resolve()):
            raise UseError.of(
                where="--key",
                what=f"the key lies in {folder}",
                mend="Keep it outside the delivery and the extract: who has both can undo the hash",
            )
    try:
        key = place.read_bytes().rstrip(b"\r\n")
    except OSError:
        raise UseError.of(
            where="--key", what="the file cannot be read", mend="Give the file with the key"
        ) from None
    if len(key) < SHORTEST_KEY_BYTES:
        raise UseError.of(
            where="--key",
            what=f"the key is shorter than {SHORTEST_KEY_BYTES} bytes",
            mend="Make one with: openssl rand -hex 32 > FILE",
        )
    return key


def pseudonym(value: str, key: bytes) -> str:
    """The keyed hash of a number: 32 small letters."""
    digest = hmac.new(key, value.encode(), sha256).hexdigest()
    return digest[:_HEX_DIGITS].translate(_LETTERS)


def why_no_bsn(value: str) -> str | None:
    """Tell why a text is no burgerservicenummer; None where it may be one.

    Source: the *elfproef*, as the package ``python-stdnum`` has it.

    Examples
    --------
    >>> why_no_bsn("111222333") is None, why_no_bsn("111222334"), why_no_bsn("11122233")
    (True, 'elfproef', 'not_nine_digits')
    """
    if not re.fullmatch("[0-9]{9}", value):
        return NOT_NINE_DIGITS
    return None if bsn.checksum(value) == 0 and value.strip("0") else ELEVEN_TEST
