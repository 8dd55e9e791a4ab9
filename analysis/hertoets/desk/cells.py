"""The names that a notebook's parameters cells set, so that a misspelt one is refused.

papermill puts what it is given into a cell of its own, whatever the names: one that nothing reads
would go unseen, and the figures would be those of the default. The kernel keeps the cells that it
executed; from these the parameters are read.
"""

import ast
import sys
from collections.abc import Sequence, Set

# What papermill writes above the values that it was given.
_INJECTED = "# Parameters"
_OPENING = "open_run"


def executed_cells() -> list[str]:
    """The source of every cell executed so far, the running one last; none outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return [] if shell is None else [str(cell) for cell in shell.user_ns.get("In", ())]


def set_in_cells(cells: Sequence[str], known: Set[str]) -> list[str]:
    """Name what the parameters cells set for the run that is being opened.

    Parameters
    ----------
    cells : sequence of str
        From `executed_cells`.
    known : set of str
        Names of parameters. A cell of assignments is one of parameters where it sets one of them,
        or where papermill wrote it.

    Returns
    -------
    list of str
        In the order of the cells. Those since the last opening; where there are none, those
        before it: who corrects a cell and executes it is not held to what it said before.
    """
    found: list[str] = []
    for cell in reversed(cells[:-1]):
        names = _assigned(cell)
        if names and (cell.lstrip().startswith(_INJECTED) or not known.isdisjoint(names)):
            found = [*names, *found]
        elif found and _OPENING in cell:
            break
    return list(dict.fromkeys(found))


def _assigned(cell: str) -> list[str]:
    """Name what a cell sets that does nothing else; nothing of another cell."""
    try:
        statements = ast.parse(cell).body
    except (SyntaxError, ValueError, RecursionError):
        return []
    targets = []
    for statement in statements:
        if isinstance(statement, ast.Assign):
            targets += statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets.append(statement.target)
        else:
            return []
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names if len(names) == len(targets) else []
