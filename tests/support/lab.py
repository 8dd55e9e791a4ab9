"""JupyterLab as `make lab` starts it, on a folder of the test, and a page of it in Chromium."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

TOKEN = "proef"
STARTS_WITHIN = 90
LASTS_MS = 60_000


@dataclass
class Lab:
    """A server that runs."""

    address: str
    log: Path
    runtime: Path
    process: "subprocess.Popen[bytes]"

    def asked(self, path: str) -> Any:
        """What it answers to a question for JSON."""
        with urlopen(f"{self.address}{path}?token={TOKEN}", timeout=60) as answer:
            return json.loads(answer.read())


@contextmanager
def lab(root: Path, place: Path) -> Iterator[Lab]:
    """Start it on a folder with notebooks; it knows no settings of whoever runs the tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(place / name.lower()) for name in ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
    log = place / "log"
    runtime = Path(tempfile.mkdtemp(prefix="lab-", dir="/tmp"))  # short: sockets lie there
    own["JUPYTER_RUNTIME_DIR"] = str(runtime)
    words = [
        f"--ServerApp.root_dir={root}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}", "--no-browser", "--expose-app-in-browser",
    ]  # fmt: skip
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "hertoets.desk.lab", *words],
            cwd=root,
            env={**os.environ, **own},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Lab(f"http://127.0.0.1:{port}", log, runtime, process)
    try:
        _wait_for(running)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(runtime)


def _wait_for(running: Lab) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and running.process.poll() is None:
        try:
            running.asked("/api/status")
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(running.log.read_text(encoding="utf-8"))


@dataclass
class Desk:
    """JupyterLab in a page, and every address that the page asked for elsewhere."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open a notebook, in front."""
        self.page.evaluate(
            """async path => {
                const doc = await jupyterapp.commands.execute('docmanager:open', {path});
                await doc.revealed;
                jupyterapp.shell.activateById(doc.id);
            }""",
            path,
        )

    def run_all(self) -> None:
        """Run every cell of the notebook in front, once its kernel answers, and wait for the last."""
        self.page.evaluate(
            """async () => {
                const doc = jupyterapp.shell.currentWidget;
                await doc.revealed;
                await doc.sessionContext.ready;
                await doc.sessionContext.session.kernel.info;
                await jupyterapp.commands.execute('notebook:run-all-cells');
            }"""
        )

    def outputs(self) -> list[dict[str, Any]]:
        """What the code cells of the notebook in front hold, in order."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.widgets
                .filter(cell => cell.model.type === 'code')
                .flatMap(cell => cell.model.outputs.toJSON())"""
        )
        return found

    def pictures(self) -> list[dict[str, Any]]:
        """The pictures of the notebook in front: text alternative and width as drawn."""
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) img')]"
            ".every(img => img.complete)"
        )
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) img')]
                .map(img => ({alt: img.alt, width: img.naturalWidth}))"""
        )
        return found

    def photograph(self, path: Path) -> None:
        """A picture of the whole notebook in front, for who wants to look."""
        tall: int = self.page.evaluate(
            "() => [...document.querySelectorAll("
            "'.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer')]"
            ".reduce((tall, one) => Math.max(tall, one.scrollHeight), 0)"
        )
        self.page.set_viewport_size({"width": 1400, "height": min(tall + 150, 8000)})
        self.page.evaluate(
            "() => document.querySelectorAll('.jp-WindowedPanel-outer')"
            ".forEach(one => one.scrollTo(0, 0))"
        )
        self.page.screenshot(path=path)
        self.page.set_viewport_size({"width": 1400, "height": 1000})

    def close(self) -> None:
        """End the kernel of the notebook in front and put the notebook away."""
        self.page.evaluate(
            """async () => {
                const doc = jupyterapp.shell.currentWidget;
                await doc.context.save();
                await doc.sessionContext.shutdown();
                doc.close();
            }"""
        )


@contextmanager
def desk(started: Browser, running: Lab, path: str = "") -> Iterator[Desk]:
    """Open JupyterLab on the page that it begins with, or on another."""
    context = started.new_context(viewport={"width": 1400, "height": 1000}, locale="nl-NL")
    page = context.new_page()
    page.set_default_timeout(LASTS_MS)
    seen = Desk(page)

    def note(address: str) -> None:
        own = re.match(rf"(http|ws)://{re.escape(running.address.partition('//')[2])}/", address)
        if not own and not address.startswith(("data:", "blob:")):
            seen.elsewhere.append(address)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda talk: note(talk.url))
    page.goto(f"{running.address}{path or '/'}?token={TOKEN}")
    page.wait_for_function("() => window.jupyterapp && window.jupyterapp.shell")
    page.evaluate("() => jupyterapp.restored")
    try:
        yield seen
    finally:
        context.close()


def copy_notebooks(source: Path, root: Path, parameters: dict[str, str]) -> None:
    """The notebooks of the project, each with the folders that a researcher would write in it."""
    shutil.copytree(source, root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for path in (root / "notebooks").rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        for name, value in parameters.items():
            text = re.sub(
                rf'"{name} = \\"[^"]*\\"', lambda _, v=value, n=name: f'"{n} = \\"{v}\\"', text
            )
        path.write_text(text, encoding="utf-8")
