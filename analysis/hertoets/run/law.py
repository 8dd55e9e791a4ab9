"""Show the decision tables of the law, and prove them before anything rests on them."""

from dataclasses import asdict
from typing import Any

from hertoets.errors import DataError
from hertoets.law import (
    Law,
    Rule,
    check_law,
    law_as_markdown,
    law_as_text,
    situations_of,
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
        With every gap and dead row.
    """
    law = parameters.law()
    faults = check_law(law)
    if faults:
        raise DataError(faults)
    return law


def prove_law(parameters: Parameters) -> tuple[str, dict[str, Any]]:
    """Prove that every situation reaches a row, and that every row is reached.

    Returns
    -------
    text : str
        What was proved, in one line a reading.
    values : dict
        ``readings`` by name, each with its number of ``situations`` and of ``rules``.

    Raises
    ------
    DataError
        With every gap and dead row.
    """
    law = proved_law(parameters)
    proved = {
        reading.name: {"situations": len(list(situations_of(reading))), "rules": len(reading.rules)}
        for reading in law.readings.values()
    }
    lines = [
        f"{name}: each of {counts['situations']} situations reaches a row; "
        f"each of {counts['rules']} rows is reached."
        for name, counts in proved.items()
    ]
    return "\n".join([*lines, f"{len(lines)} readings proved."]) + "\n", {"readings": proved}


def _rule(rule: Rule) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(rule).items()}
