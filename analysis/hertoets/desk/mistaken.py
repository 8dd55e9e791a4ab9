"""What a folder is that is neither an extract nor a finished run, and what was probably meant.

That the three required tables are missing is true of every such folder, and helps only whoever
meant an extract.
"""

import os
from pathlib import Path
from typing import Final

from hertoets.errors import Fault
from hertoets.extract.tables import nearest_table, table_named
from hertoets.runfolder import RunFolder

_OF_A_RUN: Final = (RunFolder.findings, RunFolder.basis, RunFolder.outcomes)
_NAMED: Final = 5  # runs that a message names


def mistaken(folder: Path, named: str) -> Fault | None:
    """Say what a folder is, where it is no extract and no run.

    Parameters
    ----------
    folder : Path
        One that exists, and is no finished run.
    named : str
        As it was named by whoever wants to open it.

    Returns
    -------
    Fault or None
        None where something in it bears the name of a table, or nearly: it is meant as an extract.
    """
    whole = Path(os.path.realpath(folder))
    within = next((up for up in whole.parents if _is_run(up)), None)
    if within is not None:
        where = "/".join([".."] * len(whole.relative_to(within).parts))
        what = f"a folder inside the run {within.name}, and neither a run nor an extract"
        return Fault(named, "", what, f'Open the run: open_run("{_up(named, where)}")')
    files = sorted(path.name for path in whole.iterdir())
    if any(table_named(name) or nearest_table(name) for name in files):
        return None
    runs = [name for name in files if _is_run(whole / name)]
    if runs:
        others = f" and {len(runs) - _NAMED} more" if len(runs) > _NAMED else ""
        what = f"a folder that holds runs: {', '.join(runs[:_NAMED])}{others}"
        return Fault(named, "", what, f'Open one of them: open_run("{Path(named) / runs[0]}")')
    if any((whole / part).exists() for part in _OF_A_RUN):
        what = f"a run that is not complete: its {RunFolder.record} is not there"
        return Fault(named, "", what, "Make it again: hertoets run EXTRACT --out RUN --force")
    what = f"neither a finished run ({RunFolder.record}) nor an extract (no table by its name)"
    return Fault(named, "", what, "Name the folder of a run, or that of the tables")


def settings_of_a_run(named: str, given: str) -> Fault:
    """Say that a finished run has settings of its own, to whoever gave others.

    Parameters
    ----------
    named : str
        The folder of the run, as it was named.
    given : str
        The first setting that was given.
    """
    what = "a finished run, which is opened with the extract and the settings that it was made with"
    mend = (
        f"Leave {given} out and try it with run.what_if({given}=…), or name extract and run: "
        f"open_run(EXTRACT, RUN, {given}=…)"
    )
    return Fault(named, "", what, mend)


def _is_run(folder: Path) -> bool:
    return (folder / RunFolder.record).is_file() and (folder / RunFolder.findings).is_file()


def _up(named: str, where: str) -> str:
    return os.path.normpath(os.path.join(named, where))
