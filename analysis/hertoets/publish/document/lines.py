"""The lines under a table of the annex: source, reference date, population, rounding, status."""

import re

from hertoets.publish.numbers import bind_nl, date_nl, note_nl
from hertoets.publish.words import read_words
from hertoets.release import Release, ReleasedTable

Lines = tuple[tuple[str, str], ...]

# What disclosure control says of a table's numbers; the rest of a note is the table's own.
_OF_ROUNDING = re.compile(
    r"staat voor 1|afgerond|^Afgeschermd:|^Percentages zijn|^Een mediaan staat", re.IGNORECASE
)


def lines_of_table(release: Release, table: ReleasedTable) -> Lines:
    """Say what a released table rests on.

    Parameters
    ----------
    release : Release
    table : ReleasedTable

    Returns
    -------
    tuple of pairs
        Label and text; the table's own note last, where it has one.
    """
    own, rounding = _parted(note_nl(table.note_nl))
    status = _status()
    reading = release.readings.get(table.reading or "", "")
    standing = status["reading"].format(reading=reading) if reading else status["count"]
    return lines(
        release,
        source=table.source,
        population=table.population,
        rounding=rounding,
        status=standing,
        note=own,
    )


def lines(
    release: Release,
    *,
    population: str,
    status: str,
    source: str = "",
    rounding: str = "",
    note: str = "",
    instead: str = "",
) -> Lines:
    """Put the five lines in their order, and a note after them.

    Parameters
    ----------
    release : Release
    population, status : str
        What they say of the table.
    source : str
        Ids of sources, parted by a comma; the delivery is named always.
    rounding : str
        Empty where the table counts nobody.
    note : str
        Empty for no such line.
    instead : str
        Names the source of a table that does not come from the delivery.
    """
    words = _document()["lines"]
    told = {
        "source": instead or _source(release, source),
        "reference": date_nl(release.settings["reference_date"]),
        "population": population,
        "rounding": rounding or _status()["no_rounding"],
        "status": status + (_status()["fictive"] if release.meta.synthetic else ""),
        "note": note,
    }
    return tuple((words[name], bind_nl(text).rstrip(".")) for name, text in told.items() if text)


def rounding_of(release: Release) -> str:
    """What disclosure control says of counts, from the table that everybody stands in."""
    return _parted(note_nl(release.tables["funnel"].note_nl))[1]


def _source(release: Release, source: str) -> str:
    words = _status()
    told: str = words["source"].format(delivery=release.meta.name)
    ids = [name for name in source.split(", ") if name and not name.startswith("DATA")]
    return told + (words["law"].format(ids=", ".join(ids)) if ids else "")


def _parted(note: str) -> tuple[str, str]:
    """Part a note into the table's own sentences and those on rounding."""
    sentences = [text for text in re.split(r"(?<=[.]) (?=[A-Z0-9<])", note) if text]
    rounding = [text for text in sentences if _OF_ROUNDING.search(text)]
    own = [text for text in sentences if text not in rounding]
    return " ".join(own), " ".join(rounding)


def _document() -> dict[str, dict[str, str]]:
    document: dict[str, dict[str, str]] = read_words("annex")["document"]
    return document


def _status() -> dict[str, str]:
    return _document()["status"]
