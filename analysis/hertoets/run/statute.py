"""Show the decision tables of the law, and prove them before anything rests on them."""

from hertoets.errors import DataError
from hertoets.law import (
    Law,
    check_law,
    law_as_markdown,
    law_as_text,
    situations_of,
)
from hertoets.run.parameters import Parameters


def show_law(parameters: Parameters, *, markdown: bool = False) -> str:
    """Write the tables with their sources.

    Parameters
    ----------
    parameters : Parameters
        Names the folder of tables laid over the built-in ones.
    markdown : bool
        Markdown instead of plain text.

    Returns
    -------
    str
    """
    law = parameters.law()
    return law_as_markdown(law) if markdown else law_as_text(law)


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


def prove_law(parameters: Parameters) -> str:
    """Prove that every situation reaches a row, and that every row is reached.

    Returns
    -------
    str
        What was proved, in one line a reading.

    Raises
    ------
    DataError
        With every gap and dead row.
    """
    law = proved_law(parameters)
    lines = [
        f"{reading.name}: each of {len(list(situations_of(reading)))} situations reaches a row; "
        f"each of {len(reading.rules)} rows is reached."
        for reading in law.readings.values()
    ]
    return "\n".join([*lines, f"{len(lines)} readings proved."]) + "\n"
