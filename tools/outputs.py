"""Notebooks that hold what a run showed: they may enter neither a commit nor a release.

``python -m tools.outputs NOTEBOOK...`` (a hook before a commit) and `tools.release` ask this. What
a notebook shows of a run may be exact, and what is once in a history or a wheel stays there.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

_CHECKPOINTS = ".ipynb_checkpoints"


def refuse_outputs(notebooks: Iterable[Path]) -> None:
    """Stop where a notebook was saved with what a run showed.

    Parameters
    ----------
    notebooks : iterable of Path
        Copies that JupyterLab keeps beside one play no part: git and the wheel leave them out.

    Raises
    ------
    SystemExit
        With every notebook that holds outputs, and how to clear them.
    """
    executed = [str(path) for path in notebooks if _CHECKPOINTS not in path.parts and _holds(path)]
    if executed:
        raise SystemExit(
            f"{', '.join(executed)}: saved with what a run showed, which may be exact figures. "
            "Clear it first: in JupyterLab, Edit, Clear Outputs of All Cells; or git checkout."
        )


def _holds(path: Path) -> bool:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return any(cell.get("outputs") for cell in cells)


if __name__ == "__main__":
    refuse_outputs(map(Path, sys.argv[1:]))
