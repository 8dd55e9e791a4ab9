"""A stop that arrives where nothing can be raised, as while an object is let go, is still heard."""

import signal
import time

import pytest
from hertoets.run.signals import signals_raise
from hertoets.run.silence import values_kept_silent


class Stopped:
    """Whoever lets it go is stopped meanwhile."""

    def __init__(self, stop: BaseException) -> None:
        self.stop = stop

    def __del__(self) -> None:
        raise self.stop


def let_go(stop: BaseException) -> None:
    Stopped(stop)
    time.sleep(5)


STOPS = [
    (KeyboardInterrupt(), KeyboardInterrupt, ""),
    (SystemExit(128 + signal.SIGTERM), SystemExit, "143"),
]


@pytest.mark.parametrize(("stop", "expected", "code"), STOPS)
def test_it_is_heard(
    stop: BaseException,
    expected: type[BaseException],
    code: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with signals_raise(), values_kept_silent(), pytest.raises(expected, match=code or None):
        let_go(stop)
    assert capsys.readouterr().err == ""


def test_another_error_is_told_by_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    with values_kept_silent():
        Stopped(ValueError("somebody"))
    told = "note: ValueError while cleaning up; its text may hold a value and is not shown.\n"
    assert capsys.readouterr().err == told
