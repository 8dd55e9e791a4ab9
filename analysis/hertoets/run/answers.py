"""The answers to questions that were put to a run, as it keeps them under ``protected``.

Each lies there with its question, its time and the proof for the checker, whether or not it was
published; the checker's page names them all. It is sealed under the key of the run, so that a
change is seen; one that is gone is known by the register, in which its question stands.
"""

import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import Fault, UseError
from hertoets.findings.question import Question, question_from
from hertoets.markup import templates
from hertoets.outsider import Verdict
from hertoets.plain import json_text, visible
from hertoets.release import Policy, ReleasedTable
from hertoets.release.asked import Answer, counts_of, hidden_lines
from hertoets.release.files import table_from
from hertoets.release.policy import policy_of
from hertoets.run.locked import locked
from hertoets.run.record import is_sealed, sealed
from hertoets.run.registered import Entry, seal_of
from hertoets.runfolder import RunFolder

_BEGIN, _END = "<!-- vragen -->", "<!-- einde vragen -->"
_TEMPLATE = "asked.html"


class StoredAnswer(BaseModel):
    """An answer as it is kept.

    Attributes
    ----------
    run : str
        The seal of the run that was asked.
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

    run: str
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
        run=entry.of,
        question=question.text,
        asked_at=entry.finished_at,
        beside=beside,
        asked=counts_of(answer),
        hidden=hidden_lines(answer, policy),
        outsider=(verdict.hidden, verdict.least),
        policy=asdict(policy),
    )


def load_answer(run: Path, name: str) -> StoredAnswer | None:
    """Read an answer that is kept; None where there is none.

    Raises
    ------
    UseError
        Where it is not what was written.
    """
    path = _place(run, name)
    if not os.path.lexists(path):
        return None
    answer = _read(run, name)
    if answer is None:
        raise UseError([_changed(run, name)])
    return answer


def save_answer(run: Path, answer: StoredAnswer, policy: Policy) -> None:
    """Keep an answer, and name it on the checker's page."""
    with locked(RunFolder(run).asked):
        _save(run, answer, policy)


def add_published(run: Path, answer: StoredAnswer, name: str, policy: Policy) -> None:
    """Keep that an answer was published under a name, beside the names that it has by now."""
    with locked(RunFolder(run).asked):
        now = load_answer(run, answer.table.id) or answer
        published = list(dict.fromkeys([*now.published, name]))
        _save(run, now.model_copy(update={"published": published}), policy)


def answers_of(run: Path) -> list[StoredAnswer]:
    """Every answer that a run keeps, in the order in which they were given.

    Raises
    ------
    UseError
        With each that is not what was written.
    """
    if faults := changed_answers(run):
        raise UseError(faults)
    return kept_answers(run)


def kept_answers(run: Path) -> list[StoredAnswer]:
    """The answers that are what was written, in the order in which they were given."""
    found = [answer for name in _names(run) if (answer := _read(run, name)) is not None]
    return sorted(found, key=lambda one: (one.asked_at, one.table.id))


def changed_answers(run: Path) -> list[Fault]:
    """Each answer that is not what was written: changed, or from elsewhere."""
    return [_changed(run, name) for name in _names(run) if _read(run, name) is None]


def lost_answers(run: Path, seal: str, entries: Iterable[Entry]) -> list[Fault]:
    """Each registered question of a run whose answer is gone.

    Parameters
    ----------
    run : Path
        The run's folder.
    seal : str
        That of its record.
    entries : iterable of Entry
        From the register.
    """
    asked = [question_from(entry.asked) for entry in entries if entry.of == seal]
    return [
        Fault(
            where=str(run),
            at=_within(run, one.id),
            what="the answer to a question that was put to this run is gone",
            mend=f"Put the file back, or put the question once more: {one.text}",
        )
        for one in asked
        if not os.path.lexists(_place(run, one.id))
    ]


def write_owned(path: Path, content: bytes) -> None:
    """Put a file in its place at once, for its owner alone."""
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)


def _place(run: Path, name: str) -> Path:
    return RunFolder(run).asked / f"{name}.json"


def _within(run: Path, name: str) -> str:
    return _place(run, name).relative_to(run).as_posix()


def _names(run: Path) -> list[str]:
    return sorted(path.stem for path in RunFolder(run).asked.glob("ask_*.json"))


def _read(run: Path, name: str) -> StoredAnswer | None:
    try:
        content = read_json(_place(run, name))
        answer = StoredAnswer.model_validate(content)
    except (UnreadableError, ValidationError):
        return None
    whole = is_sealed(content, run) and answer.run == seal_of(run)
    return answer if whole and answer.table.id == name else None


def _save(run: Path, answer: StoredAnswer, policy: Policy) -> None:
    content = sealed(answer.model_dump(mode="json"), run)
    path = _place(run, answer.table.id)
    write_owned(path, f"{json_text(content, indent=2)}\n".encode())
    _tell_checker(run, policy)


def _changed(run: Path, name: str) -> Fault:
    return Fault(
        where=str(run),
        at=_within(run, name),
        what="is not the answer that was given: it was changed, or comes from elsewhere",
        mend="Put the file back, or take it away and put the question once more",
    )


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
