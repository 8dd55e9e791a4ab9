"""Code lists: what a register's code says in the words of the contract, and when it was valid.

Source: ``codelists.toml``, where each list names its own.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from hertoets.extract.municipalities import municipalities

SPLIT = frozenset({"GM0788"})
"""Haaren went to four municipalities (2021-01-01); the register names one as its successor."""

SAYS_UNKNOWN = ""
"""The target of a code by which the register itself says that it does not know."""

SAYS_NOT_KNOWN = "unknown"
"""The same where the empty text would say that something is open."""


@dataclass(frozen=True)
class CodeList:
    """Delivered codes and what they become.

    Attributes
    ----------
    name : str
        For messages and the report.
    entries : dict of str to (str or bool)
        The contract's code or truth value; the empty text where the register says unknown.
    prefix : str
        Where it is filled: four digits get it put before them, and a code that has it stays.
    ended : dict of str to str
        The first day on which a code was no more, YYYY-MM-DD.
    """

    name: str
    entries: Mapping[str, str | bool] = field(default_factory=dict)
    prefix: str = ""
    ended: Mapping[str, str] = field(default_factory=dict)

    def translate(self, code: str) -> str | bool | None:
        """What a code becomes; None where the list does not have it.

        Examples
        --------
        >>> shipped_lists()["municipality"].translate("0363")
        'GM0363'
        >>> shipped_lists()["brp_nationality"].translate("0499")
        'XXA'
        """
        if code in self.entries:
            return self.entries[code]
        if self.prefix and re.fullmatch(rf"({self.prefix})?[0-9]{{4}}", code):
            return self.prefix + code[-4:]
        return None

    def extended(self, entries: Mapping[str, str | bool], name: str) -> "CodeList":
        """Add codes, or say otherwise what one becomes."""
        return CodeList(name, {**self.entries, **entries}, self.prefix, self.ended)

    def with_successors(self) -> "CodeList":
        """For each municipality that ended the one that came after it, as long as it takes.

        One that was split among several stays as it is.
        """
        known = municipalities()
        after: dict[str, str] = {}
        for code in known.keys() - SPLIT:
            last = code
            while known[last].successor in known:
                last = known[last].successor
            if last != code:
                after |= dict.fromkeys((code, code.removeprefix(self.prefix)), last)
        return CodeList(f"{self.name}, successors", {**after, **self.entries}, self.prefix, {})


@cache
def shipped_lists() -> dict[str, CodeList]:
    """The lists of ``codelists.toml`` by name."""
    text = files("hertoets.prepare").joinpath("codelists.toml").read_text(encoding="utf-8")
    return {name: _list(name, entry) for name, entry in tomllib.loads(text).items()}


def _list(name: str, entry: dict[str, object]) -> CodeList:
    rows = list(_rows(str(entry.get("file", ""))))
    becomes = {code: target for code, target, _ in rows if target is not None}
    own: Mapping[str, str | bool] = entry.get("entries", {})  # type: ignore[assignment]
    ended = {code: day for code, _, day in rows if day}
    return CodeList(name, {**becomes, **own}, str(entry.get("prefix", "")), ended)


def _rows(file: str) -> Iterator[tuple[str, str | None, str]]:
    """Code, target (None: by the prefix) and the first day on which it was no more."""
    if file == "municipalities":
        for known in municipalities().values():
            yield known.code, None, known.valid_to
    elif file == "iso_alpha_2":
        import pycountry

        yield from ((country.alpha_2, country.alpha_3, "") for country in pycountry.countries)
    elif file:
        text = files("hertoets.prepare").joinpath(file).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            yield row["code"], row["becomes"], row["valid_to"]
