"""The lines under a table of the annex: whom it counts, and its own note."""

from hertoets.publish.numbers import bind_nl
from hertoets.publish.words import read_words

Lines = tuple[tuple[str, str], ...]


def lines(*, population: str = "", note: str = "") -> Lines:
    """Pairs of a label and a text; what is empty, or said once for all tables, is left out."""
    words = read_words("annex")["document"]["lines"]
    told = {"population": "" if population == words["usual"] else population, "note": note}
    return tuple((words[name], bind_nl(text).rstrip(".")) for name, text in told.items() if text)
