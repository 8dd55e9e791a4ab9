"""From an extract to the outcome of each person, in the run's folder; no figure is counted here."""

from pathlib import Path

from hertoets.extract import read_extract
from hertoets.outcomes import Comparison, compare
from hertoets.outcomes.history import imposed_fines, made_offers, sent_notices
from hertoets.outcomes.people import People
from hertoets.run.law import proved_law
from hertoets.run.memory import give_back_memory, refuse_too_little_memory
from hertoets.run.parameters import Parameters
from hertoets.run.steps import Silent, Steps
from hertoets.run.tables import write_table
from hertoets.runfolder import RunFolder


def compute_outcomes(
    extract: Path, folder: Path, parameters: Parameters, steps: Steps | None = None
) -> Comparison:
    """Compute the outcome per person and write the tables under ``protected/``.

    Parameters
    ----------
    extract : Path
        Folder with the tables.
    folder : Path
        Existing folder; gets ``protected/`` and nothing else.
    parameters : Parameters
        Settings and decision tables.
    steps : Steps or None
        Told of each step.

    Returns
    -------
    Comparison

    Raises
    ------
    UseError
        If the extract cannot be read.
    DataError
        If the data forbid a result.
    """
    steps = steps or Silent()
    refuse_too_little_memory()
    law = proved_law(parameters)
    with steps.step("reading the extract"):
        read = read_extract(extract)
        give_back_memory()
    with steps.step("applying the law"):
        comparison = compare(read, law, parameters.settings())
    run = RunFolder(folder)
    with steps.step("writing the outcomes"):
        run.protected.mkdir(mode=0o700, exist_ok=True)
        write_table(comparison.people.outcomes, run.outcomes)
        write_table(comparison.situations_table, run.situations)
        write_table(read.aside, run.set_aside)
        write_table(read.made_unknown, run.unknown)
    return comparison


def write_history(people: People, run: RunFolder) -> None:
    """Write what the records say was sent to people, offered, imposed, and when duties began."""
    write_table(people.duties, run.duties)
    write_table(sent_notices(people), run.notices)
    write_table(made_offers(people), run.offers)
    write_table(imposed_fines(people), run.fines)
