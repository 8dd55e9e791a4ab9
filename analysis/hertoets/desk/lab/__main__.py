"""Start JupyterLab on the page with the questions: ``python -m hertoets.desk.lab``.

In a checkout its own folder is shown. Elsewhere the working folder is, and the notebooks that
travelled with the package are copied there first, with the pages that they lead to, each where
there is no folder of that name yet. Further words go to `jupyter lab`.
"""

import shutil
import sys
from pathlib import Path

from jupyterlab.labapp import LabApp

from hertoets.shipped import PACKAGE, shipped

CONFIG = Path(__file__).with_name("jupyter_lab_config.py")
COPIED = ("notebooks", "docs")
START = "notebooks/bureau/00_waar_begin_ik.ipynb"


def main(words: list[str] | None = None) -> None:
    """Copy notebooks and pages where they are missing, and start."""
    copy_shipped()
    LabApp.launch_instance([f"--config={CONFIG}", *(sys.argv[1:] if words is None else words)])


def copy_shipped() -> None:
    """Copy from a wheel what is to be opened into the working folder; say what could not be."""
    for name in COPIED:
        source = shipped(name)
        if not source.is_relative_to(PACKAGE):
            continue  # a checkout shows its own
        if not Path(name).exists():
            shutil.copytree(source, name, ignore=shutil.ignore_patterns(".*"))
        elif name == COPIED[0] and not Path(START).is_file():
            print(
                f"{name} is a folder of your own, so the notebooks of Hertoets were not put there. "
                "Start in another folder to have them.",
                file=sys.stderr,
            )


if __name__ == "__main__":
    main()
