"""Nothing waits for a cluster that is not there: neither before Spark begins nor while it works."""

import socket
import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hertoets.errors import UseError
from hertoets.run.spark import asking
from hertoets.run.spark.reaching import refuse_unreachable


def begun(*has_workers: bool) -> Any:
    """A session that answers so, the last answer from then on."""
    answers = iter(has_workers)

    class Session(SimpleNamespace):
        @property
        def has_workers(self) -> bool:
            return next(answers, has_workers[-1])

    return Session(master="spark://here:7077")


def test_a_question_that_nobody_works_on_ends_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "WITHOUT_WORKERS", 0.05)
    with pytest.raises(UseError, match=r"no worker of spark://here:7077 has taken work"):
        asking.asked(begun(False), threading.Event().wait)


def test_while_somebody_works_a_question_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WITHOUT_WORKERS", 0.05)
    over = threading.Event()
    threading.Timer(0.4, over.set).start()
    assert asking.asked(begun(True), over.wait)


def test_a_worker_that_comes_back_in_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_LOOK", 0.01)
    monkeypatch.setattr(asking, "WITHOUT_WORKERS", 60.0)
    over = threading.Event()
    threading.Timer(0.2, over.set).start()
    assert asking.asked(begun(False, False, True), over.wait)


@pytest.mark.parametrize("master", ["127.0.0.1:7077", "spark://", "spark://here", "ranges", ""])
def test_what_is_no_address_of_a_master_is_refused(master: str) -> None:
    with pytest.raises(UseError, match=r"HERTOETS_SPARK_MASTER.*no address.*spark://HOST:PORT"):
        refuse_unreachable(master)


@pytest.mark.parametrize("master", ["spark://127.0.0.1:{}", "spark://127.0.0.1:{0},127.0.0.1:{0}"])
def test_where_nothing_answers_the_address_is_named(master: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        named = master.format(cast(int, server.getsockname()[1]))
        refuse_unreachable(named)
    with pytest.raises(UseError, match=f"nothing answers at {named}"):
        refuse_unreachable(named)


@pytest.mark.parametrize("master", ["local[2]", "yarn", "k8s://https://10.0.0.1:443"])
def test_what_is_not_ours_to_ask_is_not_asked(master: str) -> None:
    refuse_unreachable(master)
