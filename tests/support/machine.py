"""What a machine may lack that a test needs: it is told by name, and in CI it may not be lacking."""

import os
import shutil
from typing import NoReturn

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOT_HERE = "not on this machine: "


def chromium() -> str:
    """Give the place of Chromium: the variable CHROMIUM, else one of its names on the path."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError(
            "These tests look at the pages in Chromium, and there is none. Install it "
            "(apt-get install chromium), or set CHROMIUM to the program of Chromium or Chrome."
        )
    return found


def lacking(what: str) -> NoReturn:
    """Leave a test out and say why; where CI is set, let it fail instead."""
    if os.environ.get("CI"):
        pytest.fail(NOT_HERE + what, pytrace=False)
    pytest.skip(NOT_HERE + what)
