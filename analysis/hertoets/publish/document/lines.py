"""The lines under a table of the annex: what it comes from, whom it counts, and its own note."""

from collections.abc import Iterable

from hertoets.publish.numbers import bind_nl
from hertoets.publish.words import read_words
from hertoets.release import Release

Lines = tuple[tuple[str, str], ...]


def lines(*, source: str = "", population: str = "", note: str = "") -> Lines:
    """Pairs of a label and a text, in their order; what is empty is left out."""
    words = read_words("annex")["document"]["lines"]
    told = {"source": source, "population": population, "note": note}
    return tuple((words[name], bind_nl(text).rstrip(".")) for name, text in told.items() if text)


def source_of(release: Release, ids: Iterable[str]) -> str:
    """Name the delivery and the sources of law behind some numbers.

    Parameters
    ----------
    release : Release
    ids : iterable of str
        Ids of sources, or lists of them parted by a comma; the delivery is named always.
    """
    words: dict[str, str] = read_words("annex")["document"]["source"]
    cited = dict.fromkeys(name for told in ids for name in told.split(", "))
    named = [name for name in cited if name and not name.startswith("DATA")]
    told = words["delivery"].format(delivery=release.meta.name)
    return told + (words["law"].format(ids=", ".join(named)) if named else "")
