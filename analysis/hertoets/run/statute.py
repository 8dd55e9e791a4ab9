"""Show the decision tables of the law, and prove them before anything rests on them."""

from dataclasses import asdict
from typing import Any

from hertoets.errors import DataError
from hertoets.law import (
    FACT_VALUES,
    Law,
    Rule,
    check_law,
    law_as_markdown,
    law_as_text,
)
from hertoets.run.parameters import Parameters


def show_law(parameters: Parameters, *, markdown: bool = False) -> tuple[str, dict[str, Any]]:
    """Write the tables with their sources, for a reader and for a machine.

    Parameters
    ----------
    parameters : Parameters
        Names the folder of tables laid over the built-in ones.
    markdown : bool
        Markdown instead of plain text.

    Returns
    -------
    text : str
    values : dict
        ``readings`` by name, each with its rows in the order in which they are tried, and the
        ``sources`` by id.
    """
    law = parameters.law()
    values = {
        "readings": {
            reading.name: {
                "title_nl": reading.title_nl,
                "status": reading.status,
                "date_fact": reading.date_fact,
                "rules": [_rule(rule) for rule in reading.rules],
            }
            for reading in law.readings.values()
        },
        "sources": {source.id: asdict(source) for source in law.sources.values()},
    }
    return law_as_markdown(law) if markdown else law_as_text(law), values


def proved_law(parameters: Parameters) -> Law:
    """Load the law and refuse tables that leave a situation undecided.

    Raises
    ------
    DataError
        With every gap, overlap and dead row.
    """
    law = parameters.law()
    faults = check_law(law)
    if faults:
        raise DataError(faults)
    return law


def prove_law(parameters: Parameters) -> tuple[str, dict[str, Any]]:
    """Prove that every situation reaches exactly one row, and that every row is reached.

    Returns
    -------
    text : str
        What was proved, in one line a reading.
    values : dict
        ``readings`` by name, each with its number of ``situations`` and of ``rules``.

    Raises
    ------
    DataError
        With every gap, overlap and dead row.
    """
    law = proved_law(parameters)
    proved = {
        reading.name: {"situations": _situations(law, reading.name), "rules": len(reading.rules)}
        for reading in law.readings.values()
    }
    lines = [
        f"{name}: each of {counts['situations']} situations reaches one row; "
        f"each of {counts['rules']} rows is reached."
        for name, counts in proved.items()
    ]
    return "\n".join([*lines, f"{len(lines)} readings proved."]) + "\n", {"readings": proved}


def _rule(rule: Rule) -> dict[str, str]:
    values = asdict(rule)
    values.pop("speaks_of")
    return values


def _situations(law: Law, reading: str) -> int:
    number = 1
    for fact in law.readings[reading].facts:
        number *= len(FACT_VALUES[fact])
    return number
