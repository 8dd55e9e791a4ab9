"""A question put to a finished run: counted, protected beside all that was told, and registered.

A question is like a small run that tells one table. What it counts comes from the extract, once
more, by the law and the settings of the run; what may be shown of it passes the one door.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from hertoets.errors import UseError
from hertoets.extract import read_extract
from hertoets.findings import Place, find
from hertoets.findings.asked import Published, findings_of
from hertoets.findings.question import Question, question_from
from hertoets.outcomes import compare
from hertoets.outsider import Known, Verdict, examine, refuse_exposed
from hertoets.quality import assess
from hertoets.release import Reason, Told, marked
from hertoets.release.asked import Answer, control_question, counts_of, named_cells
from hertoets.release.keeping import told_as_bytes
from hertoets.run.answers import (
    StoredAnswer,
    answers_of,
    load_answer,
    lost_answers,
    save_answer,
    stored,
)
from hertoets.run.compute import MOST_REASONS
from hertoets.run.law import proved_law
from hertoets.run.parameters import Parameters
from hertoets.run.questions import names_of
from hertoets.run.record import Record, read_record
from hertoets.run.register import Register
from hertoets.run.registered import Beside, entry_of

_MEND = "Open the run where it was made, or run again: hertoets run"


class Inquiry:
    """A finished run that questions are put to.

    What the run was counted from is computed when the first question asks for it, and kept.

    Parameters
    ----------
    run : Path
        The run's folder.
    extract : Path
        The extract that it is of.
    parameters : Parameters
    """

    def __init__(self, run: Path, extract: Path, parameters: Parameters) -> None:
        self._run, self._extract, self._parameters = run, extract, parameters
        self._known: Known = {}

    @cached_property
    def published(self) -> Published:
        """What the run published, exact, and what that is counted from."""
        law = proved_law(self._parameters)
        comparison = compare(read_extract(self._extract), law, self._parameters.settings())
        assessment = assess(comparison.extract)
        comparison = comparison.with_doubts(assessment.doubts)
        return Published(find(comparison, assessment), comparison)

    def ask(self, question: Question) -> StoredAnswer:
        """Answer a question; one that was answered before is not answered anew.

        Raises
        ------
        UseError
            For what cannot be asked, or where the run, an answer that it keeps or its register is
            gone, was changed, or cannot be written.
        DataError
            Where what was published before, or this question beside it, cannot be protected.
        """
        record = read_record(self._run)
        register = _register_of(record, self._run)
        _refuse_forgotten(record, self._run, register)
        known = _made_of(record, question.text)
        kept = next((one for one in register.entries if one.seal == known), None)
        if kept is not None and (known_as := load_answer(self._run, question.id)) is not None:
            return known_as
        beside = register.beside_of(
            known,
            lambda key: marked(self.published.comparison.person_ids, key),
            self._run,
            record.without,
        )
        if faults := lost_answers(self._run, record.seal, beside.entries):
            raise UseError(faults)
        answer, told, verdict = self._answered(question, record, beside)
        content = told_as_bytes(told)
        entry = kept or entry_of(
            record, self._run, beside, content, seal=known, of=record.seal, asked=question.text
        )
        shown = stored(question, answer, entry, verdict, [one.name for one in beside.entries])
        if kept is None:
            try:
                register.put(entry, content, register.entries)
            except OSError as error:
                raise UseError.of(
                    where=str(register.folder),
                    what=f"cannot be written: {error.strerror or 'refused by the system'}",
                    mend="What is asked must be registered: ask who made the run",
                ) from None
        else:
            published = names_of(self._run, record, question.id)
            shown = shown.model_copy(update={"published": published})
        save_answer(self._run, shown, self._parameters.policy())
        return shown

    def _answered(
        self, question: Question, record: Record, beside: Beside
    ) -> tuple[Answer, Told, Verdict]:
        earlier = [question_from(one.asked) for one in beside.entries if one.of == record.seal]
        findings = findings_of(question, self.published, earlier)
        policy = self._parameters.policy()
        reasons: list[Reason] = []
        while True:
            answer = control_question(
                findings, policy, beside.told, key=beside.key, reasons=reasons
            )
            verdict = self._read_by_outsider(answer, earlier)
            if not verdict.exposed:
                break
            new = list(_reasons(verdict, answer))
            if set(new) <= set(reasons) or len(reasons) > MOST_REASONS:
                refuse_exposed(verdict)
            reasons += new
        return answer, answer.control.told, verdict

    def _read_by_outsider(self, answer: Answer, earlier: Sequence[Question]) -> Verdict:
        """Let an outsider read the run, its earlier questions, and this one."""
        before = [load_answer(self._run, one.id) for one in earlier]
        asked = [one.asked for one in before if one is not None]
        return examine(self._run, [*asked, counts_of(answer)], self._known)


def _reasons(verdict: Verdict, answer: Answer) -> Sequence[Reason]:
    places: Mapping[tuple[str | int, ...], Place] = named_cells(answer)
    found = []
    for because in verdict.because:
        if all(name in places for name, _ in because.terms):
            terms = tuple((places[name], factor) for name, factor in because.terms)
            found.append(Reason(terms, because.least))
    return found


def _register_of(record: Record, run: Path) -> Register:
    register = Register.of(run, Path(record.register_at) if record.register_at else None)
    if all(entry.seal != record.seal for entry in register.entries):
        raise UseError.of(
            where=str(register.folder),
            what=f"does not know the run {run.absolute().name}, so that nothing can be asked of it",
            mend=_MEND,
        )
    return register


def _refuse_forgotten(record: Record, run: Path, register: Register) -> None:
    """Refuse a register that was put back as it was before something was asked of the run."""
    known = {entry.seal for entry in register.entries}
    if gone := [one for one in answers_of(run) if _made_of(record, one.question) not in known]:
        raise UseError.of(
            where=str(register.folder),
            at=", ".join(one.table.id for one in gone),
            what="does not know a question that was put to this run, so that nothing can be "
            "protected beside it",
            mend="Put back the register in which it stands",
        )


def _made_of(record: Record, question: str) -> str:
    return sha256(f"{record.seal} {question}".encode()).hexdigest()
