"""A release in one folder: wheel, sdist, documentation, locks, SBOM and the sums of all of them.

``python -m tools.release FOLDER`` (`make release`), after `make docs`. The same checkout gives the
same bytes: every time in it is the one of `EPOCH`, unless SOURCE_DATE_EPOCH says another.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import hertoets

from tools.outputs import refuse_outputs

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "build" / "docs"
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-docs.lock",
    "requirements-spark.lock",
)
EPOCH = "1580601600"
"""2 February 2020, which hatchling takes by itself where no time is given."""

_ZIP_TIME = (2020, 2, 2, 0, 0, 0)
_PACKAGES = "packages"
"""Where a package comes from is told by its hash; an index is somebody's own, and is not named."""


def make_release(out: Path) -> list[Path]:
    """Fill a folder with everything that is handed over of a version.

    Parameters
    ----------
    out : Path
        Made anew; an earlier one is thrown away.

    Returns
    -------
    list of Path
        The files, without the one of their sums.
    """
    refuse_outputs(sorted((ROOT / "notebooks").rglob("*.ipynb")))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    _call(sys.executable, "-m", "hatchling", "build", "-d", str(out.resolve()))
    _zip_site(out / f"hertoets-{hertoets.__version__}-docs.zip")
    for lock in LOCKS:
        shutil.copyfile(ROOT / lock, out / lock)
    write_sbom(out / f"hertoets-{hertoets.__version__}.cdx.json")
    files = sorted(out.iterdir())
    sums = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return files


def write_sbom(path: Path) -> None:
    """Write what a run is made of, package by package with its hashes, in CycloneDX 1.6."""
    # By the module and not by its command, so that a checkout may lie anywhere.
    words = ["-m", "cyclonedx_py", "requirements", LOCKS[0], "--pyproject", "pyproject.toml"]
    words += ["--index-url", _PACKAGES, "--output-reproducible", "--of", "JSON", "-o", "-"]
    told = json.loads(_call(sys.executable, "-W", "ignore", *words))
    for tool in told["metadata"]["tools"]["components"]:
        tool.pop("externalReferences", None)
    told["metadata"]["component"]["version"] = hertoets.__version__
    for component in told["components"]:
        component.pop("description", None)  # the lines of the lock, once more
    told.pop("$schema", None)  # an address, and the form says itself what it is
    told["dependencies"] = _depends(told)
    path.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _depends(told: dict[str, Any]) -> list[dict[str, Any]]:
    """A lock does not say which package needs which: all are what the whole stands on."""
    refs = sorted(component["bom-ref"] for component in told["components"])
    root = told["metadata"]["component"]["bom-ref"]
    return [{"ref": root, "dependsOn": refs}, *({"ref": ref} for ref in refs)]


def _zip_site(path: Path) -> None:
    files = sorted(file for file in SITE.rglob("*") if file.is_file())
    if not files:
        raise SystemExit(f"{SITE} is empty: run make docs first")
    with zipfile.ZipFile(path, "w") as packed:
        for file in files:
            entry = zipfile.ZipInfo(f"docs/{file.relative_to(SITE).as_posix()}", _ZIP_TIME)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            packed.writestr(entry, file.read_bytes())


def _call(*words: str) -> str:
    told = {"SOURCE_DATE_EPOCH": EPOCH, **os.environ}
    done = subprocess.run(words, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


if __name__ == "__main__":
    for made in make_release(Path(sys.argv[1])):
        print(made)
