"""Start JupyterLab on the page with the questions: ``python -m hertoets.desk.lab``.

In a checkout its own folder is shown. Elsewhere the working folder is, and the notebooks that
travelled with the package are copied there first, where they are not there yet. Further words go to
`jupyter lab`.
"""

import shutil
import sys
from pathlib import Path

from jupyterlab.labapp import LabApp

from hertoets.shipped import PROJECT, shipped

CONFIG = Path(__file__).with_name("jupyter_lab_config.py")


def main(words: list[str] | None = None) -> None:
    """Copy the notebooks where they are missing, and start."""
    notebooks = shipped("notebooks")
    if not notebooks.is_relative_to(PROJECT / "notebooks") and not Path("notebooks").exists():
        shutil.copytree(notebooks, "notebooks")
    LabApp.launch_instance([f"--config={CONFIG}", *(sys.argv[1:] if words is None else words)])


if __name__ == "__main__":
    main()
