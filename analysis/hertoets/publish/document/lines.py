"""The lines under a table of the annex: source, reference date, population, rounding, status."""

from hertoets.publish.numbers import bind_nl, date_nl
from hertoets.publish.words import read_words
from hertoets.release import Release, ReleasedTable, Rule, rules_nl

Lines = tuple[tuple[str, str], ...]


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
    status = _status()
    reading = release.readings.get(table.reading or "", "")
    standing = status["reading"].format(reading=reading) if reading else status["count"]
    return lines(
        release,
        source=table.source,
        population=table.population,
        rounding=rules_nl(table.rules),
        status=standing,
        note=table.note_nl,
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
    """What disclosure control says of counts that are gathered from several figures."""
    rules = [Rule("small", release.policy["threshold"])]
    if release.policy["rounding"] > 1:
        rules.append(Rule("rounded", release.policy["rounding"]))
    if any(finding.withheld for finding in release.findings.values()):
        rules.append(Rule("withheld"))
    return rules_nl(rules)


def _source(release: Release, source: str) -> str:
    words = _status()
    told: str = words["source"].format(delivery=release.meta.name)
    ids = [name for name in source.split(", ") if name and not name.startswith("DATA")]
    return told + (words["law"].format(ids=", ".join(ids)) if ids else "")


def _document() -> dict[str, dict[str, str]]:
    document: dict[str, dict[str, str]] = read_words("annex")["document"]
    return document


def _status() -> dict[str, str]:
    return _document()["status"]
