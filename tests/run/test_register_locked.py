"""Two processes that register at the same moment: one of them is refused."""

import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.run.register import Register
from hertoets.run.registered import Entry


def _entry(seal: str, content: bytes) -> Entry:
    return Entry(
        run="run", seal=seal, made_of=seal, finished_at="2026-01-01T00:00:00+00:00", extract={},
        settings={}, beside=[], told=sha256(content).hexdigest(),
    )  # fmt: skip


def test_what_is_registered_at_the_same_moment_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Register._write

    def slowly(self: Register, name: str, content: bytes) -> None:
        time.sleep(0.05)
        write(self, name, content)

    monkeypatch.setattr(Register, "_write", slowly)
    registers = [Register(tmp_path / "register", tmp_path) for _ in range(4)]

    refused: list[str] = []

    def put(number: int) -> bool:
        try:
            registers[number].put(_entry(f"{number}" * 40, b"told"), b"told", [])
        except UseError as fault:
            refused.append(str(fault))
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(put, range(4)))
    assert done.count(True) == 1
    assert all("another run or question was registered meanwhile" in one for one in refused)
    [kept] = Register(tmp_path / "register", tmp_path).entries
    assert kept.seal == f"{done.index(True)}" * 40
