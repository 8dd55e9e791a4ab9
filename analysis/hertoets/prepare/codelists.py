"""Code lists: what a register's code says in the words of the contract.

Source: ``codelists.toml``, where each list names its own.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

SAYS_UNKNOWN = ""
"""The target of a code by which the register itself says that it does not know."""


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
    """

    name: str
    entries: Mapping[str, str | bool] = field(default_factory=dict)
    prefix: str = ""

    def translate(self, code: str) -> str | bool | None:
        """Give what a code becomes; None where the list does not have it.

        Examples
        --------
        >>> shipped_lists()["municipality"].translate("0363")
        'GM0363'
        """
        if self.prefix and re.fullmatch(rf"({self.prefix})?[0-9]{{4}}", code):
            return self.prefix + code[-4:]
        return self.entries.get(code)


@cache
def shipped_lists() -> dict[str, CodeList]:
    """Give the lists of ``codelists.toml`` by name."""
    text = files("hertoets.prepare").joinpath("codelists.toml").read_text(encoding="utf-8")
    return {
        name: CodeList(name, entry.get("entries", {}), entry.get("prefix", ""))
        for name, entry in tomllib.loads(text).items()
    }
