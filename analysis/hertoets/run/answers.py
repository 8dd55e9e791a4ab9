"""The answers to questions that were put to a run, as it keeps them under ``protected``.

Each lies there with its question, its time and the proof for the checker, whether or not it was
published; the checker's page names them all.
"""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from hertoets.datafile import UnreadableError, read_json
from hertoets.findings.question import Question
from hertoets.markup import templates
from hertoets.outsider import Verdict
from hertoets.plain import json_text, visible
from hertoets.release import Policy, ReleasedTable
from hertoets.release.asked import Answer, counts_of, hidden_lines
from hertoets.release.files import table_from
from hertoets.release.policy import policy_of
from hertoets.run.registered import Entry
from hertoets.runfolder import RunFolder

_BEGIN, _END = "<!-- vragen -->", "<!-- einde vragen -->"
_TEMPLATE = "asked.html"


class StoredAnswer(BaseModel):
    """An answer as it is kept.

    Attributes
    ----------
    question : str
        As `Question.text` writes it.
    asked_at : str
    beside : list of str
        The runs and questions that it reckoned with, by their names.
    asked : dict
        From `hertoets.release.asked.counts_of`: what is shown, and what each count counts.
    hidden : list of list
        From `hertoets.release.asked.hidden_lines`; exact.
    outsider : tuple of int
        How many hidden counts a check of its own found, and how many values it left each.
    policy : dict of str to int
    published : list of str
        The names under which it was published.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    asked_at: str
    beside: list[str]
    asked: dict[str, Any]
    hidden: list[list[str | int]]
    outsider: tuple[int, int]
    policy: dict[str, int]
    published: list[str] = []

    @property
    def table(self) -> ReleasedTable:
        """What may be published."""
        return table_from(self.asked["table"])


def stored(
    question: Question, answer: Answer, entry: Entry, verdict: Verdict, beside: list[str]
) -> StoredAnswer:
    """Put an answer in the form in which it is kept."""
    policy = policy_of("policy", answer.control.release.policy)
    return StoredAnswer(
        question=question.text,
        asked_at=entry.finished_at,
        beside=beside,
        asked=counts_of(answer),
        hidden=hidden_lines(answer, policy),
        outsider=(verdict.hidden, verdict.least),
        policy=asdict(policy),
    )


def load_answer(run: Path, name: str) -> StoredAnswer | None:
    """Read an answer that is kept; None where there is none, or it is not what was written."""
    try:
        content = read_json(RunFolder(run).asked / f"{name}.json")
        return StoredAnswer.model_validate(content)
    except (UnreadableError, ValidationError):
        return None


def save_answer(run: Path, answer: StoredAnswer, policy: Policy) -> None:
    """Keep an answer, and name it on the checker's page."""
    folder = RunFolder(run).asked
    folder.mkdir(mode=0o700, exist_ok=True)
    write_owned(
        folder / f"{answer.table.id}.json",
        f"{json_text(answer.model_dump(mode='json'), indent=2)}\n".encode(),
    )
    _tell_checker(run, policy)


def answers_of(run: Path) -> list[StoredAnswer]:
    """Every answer that a run keeps, in the order in which they were given."""
    names = sorted(path.stem for path in RunFolder(run).asked.glob("ask_*.json"))
    found = [answer for name in names if (answer := load_answer(run, name)) is not None]
    return sorted(found, key=lambda one: (one.asked_at, one.table.id))


def write_owned(path: Path, content: bytes) -> None:
    """Put a file in its place at once, for its owner alone."""
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)


def _tell_checker(run: Path, policy: Policy) -> None:
    """Write the questions into the checker's page, in the place of those that stood there."""
    path = RunFolder(run).proof
    try:
        page = path.read_text(encoding="utf-8")
    except OSError:
        return
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        return
    asked = [_as_told(answer) for answer in answers_of(run)]
    section = (
        templates("hertoets.run")
        .get_template(_TEMPLATE)
        .render(asked=asked, options=policy.options)
    )
    write_owned(path, f"{before}{begin}{section}{end}{after}".encode())


def _as_told(answer: StoredAnswer) -> dict[str, Any]:
    table = answer.table
    return {
        "title": table.title_nl,
        "name": table.id,
        "asked_at": answer.asked_at,
        "published": [visible(name) for name in answer.published],
        "settings": answer.question,
        "beside": [visible(name) for name in answer.beside],
        "outsider": answer.outsider,
        "withheld": sum(row.count("x") for row in table.rows),
        "hidden": answer.hidden,
    }
