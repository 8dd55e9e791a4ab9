"""The small checks that every part of a mapping file needs, each fault with its place and mend."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from hertoets.errors import Fault


class Part:
    """One table of a mapping file, with the faults found in it.

    Parameters
    ----------
    where : str
        The mapping file.
    at : str
        The place in it.
    content : object
        As TOML gave it.
    faults : list of Fault
        What is wrong is added here.
    """

    def __init__(self, where: str, at: str, content: object, faults: list[Fault]) -> None:
        self.where, self.at, self.faults = where, at, faults
        self.content: Mapping[str, object] = content if isinstance(content, dict) else {}
        if not isinstance(content, dict):
            self.fault("", "not a table", "Write keys and values")

    def fault(self, key: str, what: str, mend: str) -> None:
        """Note a fault at a key."""
        at = ", ".join(part for part in (self.at, key) if part)
        self.faults.append(Fault(self.where, at, what, mend))

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        return key in self.content

    def refuse_unknown(self, allowed: Collection[str]) -> None:
        """Note every key that has no meaning here, with the nearest that has."""
        for key in self.content:
            if key not in allowed:
                near = get_close_matches(key, allowed, n=1)
                mend = f"Nearest is {near[0]}" if near else f"Use {', '.join(allowed)}"
                self.fault(key, "unknown key", mend)

    def text(self, key: str, usual: str = "", *, may_be_empty: bool = False) -> str:
        """A text."""
        value = self.content.get(key, usual)
        if isinstance(value, str) and (value or may_be_empty or not self.has(key)):
            return value
        self.fault(key, "not a text", "Write a text between quotation marks")
        return usual

    def one_of(self, key: str, allowed: Collection[str]) -> str | None:
        """A text from a list; None where the key is absent or at fault."""
        value = self.content.get(key)
        if value is None or (isinstance(value, str) and value in allowed):
            return value
        near = get_close_matches(str(value), allowed, n=1)
        choices = ", ".join(allowed)
        mend = f"Nearest is {near[0]}; there are {choices}" if near else f"Use one of {choices}"
        self.fault(key, "not a value known here", mend)
        return None

    def number(self, key: str, highest: int) -> int:
        """A whole number from 0."""
        value = self.content.get(key, 0)
        if type(value) is int and 0 <= value <= highest:
            return value
        self.fault(key, "not a number that fits", f"Write a whole number from 0 to {highest}")
        return 0

    def truth(self, key: str) -> bool:
        """A truth value; false where the key is absent."""
        value = self.content.get(key, False)
        if isinstance(value, bool):
            return value
        self.fault(key, "neither true nor false", "Write true or false")
        return False

    def texts(self, key: str, *, or_one: bool = False) -> tuple[str, ...]:
        """A list of texts, none twice; empty where the key is absent or at fault."""
        value = self.content.get(key, [])
        if or_one and isinstance(value, str):
            value = [value]
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            if len(set(value)) < len(value):
                self.fault(key, "names something twice", "Name each once")
            return tuple(value)
        self.fault(key, "not a list of texts", 'Write for example ["a", "b"]')
        return ()
