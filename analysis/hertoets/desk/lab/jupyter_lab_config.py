"""What JupyterLab may do here; each line can be changed on the command line of `jupyter lab`.

Nothing leaves the machine: the server listens to it alone and asks for its token, a kernel is
spoken to through files that only its user may open, and no news, updates or extensions are looked
for.
Source: the documentation of Jupyter Server and JupyterLab, by the names of the settings.
"""

import os
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir

from hertoets.shipped import PROJECT

HOURS = 3600
START = "notebooks/bureau/00_waar_begin_ik.ipynb"
LONGEST_SOCKET = 107  # of a path, in bytes; 104 on macOS
SOCKET = len("/kernel-00000000-0000-0000-0000-000000000000-ipc-5")

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (Jupyter gives it)

# This machine alone. The token that Jupyter makes at each start stays on.
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_remote_access = False
c.ServerApp.allow_root = hasattr(os, "geteuid") and os.geteuid() == 0

# Data and runs can be browsed, and the page to begin on is opened.
top = PROJECT if (PROJECT / START).is_file() else Path.cwd()
c.ServerApp.root_dir = str(top)
if (top / START).is_file():
    c.LabApp.default_url = f"/lab/tree/{START}"

# No port for a kernel: sockets in a folder of this user, where their path fits.
if os.name == "posix" and len(os.fsencode(jupyter_runtime_dir())) + SOCKET < LONGEST_SOCKET - 3:
    c.KernelManager.transport = "ipc"

# A kernel that was left alone gives its memory back; one that computes is let be.
c.MappingKernelManager.cull_idle_timeout = 3 * HOURS
c.MappingKernelManager.cull_interval = 300
c.MappingKernelManager.cull_connected = True
c.MappingKernelManager.cull_busy = False

# Nothing is asked of the internet.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.app_settings_dir = str(Path(__file__).parent)
