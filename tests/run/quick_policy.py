"""A disclosure policy that asks for no options: nothing has to be opened, so that runs are quick.

Disclosure control itself is tested in `tests/spec/test_disclosure*.py`, and with the policy that
ships with the project wherever a test reads what a run publishes.
"""

from importlib.resources import files
from pathlib import Path


def quick_policy(place: Path) -> str:
    """Write the policy and give its path."""
    text = files("analysis.disclosure").joinpath("policy.toml").read_text(encoding="utf-8")
    path = place / "quick.toml"
    path.write_text(text.replace("options = 5", "options = 1"), encoding="utf-8")
    return str(path)
