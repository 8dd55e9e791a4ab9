"""What a letter to one person says of fines, loans and a plan, and of what is not known of them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hertoets.publish.letter_model import Known
from hertoets.publish.numbers import listed_nl
from hertoets.release import NO_BREAK, write_number

_KINDS: Final = ("fine", "loan", "plan")
_NONE: Final = ("no_fine", "no_loan", "no_plan")
_OF_RULINGS: Final = ("fine", "loan")


def said_of(known: Known, words: Mapping[str, Any]) -> Iterable[str]:
    """What followed, a sentence for each that is known; and what the courts have said of it since.

    Parameters
    ----------
    known : Known
    words : mapping
        The table ``after`` of ``letter.toml``.
    """
    values = {kind: getattr(known, kind) for kind in _KINDS}
    for kind, value in values.items():
        if value in words[kind]:
            yield words[kind][value].format(euro=_euro(known.fine_euro, words))
    if known.loan == "late_access" and known.access_late_days is not None:
        days = known.access_late_days
        said = f"{write_number(days)}{NO_BREAK}{'dag' if days == 1 else 'dagen'}"
        yield words["later"].format(days=said)
    touched = [values[kind] for kind in _OF_RULINGS if values[kind] not in (*_NONE, "not_measured")]
    if known.asylum and touched:
        yield words["rulings"]


def not_known_of(known: Known, words: Mapping[str, Any]) -> Iterable[str]:
    """What is not known of what followed, and which of it the data do not hold; as `said_of`."""
    for value, said, form in (("unknown", "unknown", "one"), ("not_measured", "absent", "all")):
        names = [words["name"][kind][form] for kind in _KINDS if getattr(known, kind) == value]
        if names:
            yield words[said].format(names=listed_nl(names))


def _euro(amount: int | None, words: Mapping[str, Any]) -> str:
    if amount is None:
        unknown: str = words["no_amount"]
        return unknown
    return f"€{NO_BREAK}{write_number(amount)}"
