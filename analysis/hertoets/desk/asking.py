"""A researcher's own question: asked of a run, shown as it may leave, and published in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hertoets.errors import UseError, nearest
from hertoets.findings.dimensions import load_dimensions
from hertoets.findings.question import Where, question_of
from hertoets.publish.asked import (
    answer_block,
    answer_files,
    answer_page,
    answer_picture,
    labelled,
)
from hertoets.release import Release, ReleasedTable
from hertoets.run.answers import StoredAnswer
from hertoets.run.asking import Inquiry
from hertoets.run.questions import check_name, publish_answer

if TYPE_CHECKING:
    import pandas as pd

    from hertoets.desk.run import Run


@dataclass
class Asking:
    """The questions of one opened run."""

    run: "Run"
    inquiry: Inquiry = field(repr=False)
    given: dict[str, "Asked"] = field(default_factory=dict)

    @classmethod
    def of(cls, run: "Run") -> "Asking":
        """Ready to ask; nothing is computed before the first question."""
        return cls(run, Inquiry(run.folder, run.extract, run.parameters))

    def ask(
        self,
        what: str | Where | None,
        by: str | Sequence[str],
        where: Where | None,
        readings: str | Sequence[str],
        name: str,
    ) -> "Asked":
        """Ask; see `hertoets.desk.run.Run.ask`."""
        if name:
            check_name(name)
        question = question_of(
            what, by, where, readings, list(self.run.law.readings),
            self.run.release.settings["headline"],
        )  # fmt: skip
        answer = self.inquiry.ask(question)
        asked = Asked(name or question.id, answer, self.run)
        self.given.pop(asked.name, None)
        self.given[asked.name] = asked
        return asked

    def publish(self, name: str) -> Path:
        """Publish what was asked under a name, or else the last question, if it had none."""
        check_name(name)
        if not self.given:
            raise UseError.of(
                where="publish", at=name, what="nothing was asked yet", mend="Ask first: run.ask(…)"
            )
        chosen = self.given.get(name)
        if chosen is None:
            chosen = list(self.given.values())[-1]
            if chosen.is_named:
                named = [one.name for one in self.given.values() if one.is_named]
                raise UseError.of(
                    where="publish",
                    at=name,
                    what=f"no question has this name, and the last one has another: {chosen.name}",
                    mend=f"{nearest(name, named)}. To publish one under a second name, write "
                    f"asked = run.ask(…) and asked.publish({name!r})",
                )
        return chosen.publish(name)


@dataclass(frozen=True)
class Asked:
    """An answer as it may leave; made by `hertoets.desk.run.Run.ask`.

    Attributes
    ----------
    name : str
        Under which it is published, if no other is given.
    """

    name: str
    answer: StoredAnswer = field(repr=False)
    run: "Run" = field(repr=False)

    @property
    def table(self) -> ReleasedTable:
        """The table, with what is hidden in the forms in which it is."""
        return self.answer.table

    @property
    def is_named(self) -> bool:
        """Whether it was given a name when it was asked."""
        return self.name != self.table.id

    @property
    def release(self) -> Release:
        """What the run published."""
        return self.run.release

    @property
    def withheld(self) -> list[str]:
        """The counts that had to go, so that no hidden count follows: row and column of each."""
        return [
            f"{', '.join(labels)}; {column}"
            for labels, column, count in labelled(self.table)
            if count.state == "withheld"
        ]

    def frame(self) -> "pd.DataFrame":
        """The answer as a frame.

        Returns
        -------
        pandas.DataFrame
            A row for each row of the table: its labels as text; each count as ``Int64``, missing
            where it is not shown; and beside it, with ``_state`` behind its name, ``shown``,
            ``small`` (1 to 9) or ``withheld``.
        """
        import pandas as pd

        from hertoets.release import read_count

        columns: dict[str, object] = {}
        for place, column in enumerate(self.table.columns):
            cells = [row[place] for row in self.table.rows]
            if column.kind != "count":
                columns[column.name] = pd.array([str(cell) for cell in cells], dtype="string")
                continue
            counts = [read_count(cell) for cell in cells]
            columns[column.name] = pd.array([count.shown for count in counts], dtype="Int64")
            columns[f"{column.name}_state"] = pd.array(
                [count.state for count in counts], dtype="string"
            )
        return pd.DataFrame(columns)

    def publish(self, name: str = "") -> Path:
        """Add the answer to what the run publishes; see `hertoets.desk.run.Run.publish`."""
        chosen = name or self.name
        check_name(chosen)
        picture = answer_picture(chosen, self.table, self.release)
        files = answer_files(chosen, self.table, self.release)
        files["index.html"] = answer_page(chosen, self.table, picture, self.release).encode()
        files |= picture.files()
        return publish_answer(self.run.folder, self.answer, chosen, files)

    def _repr_html_(self) -> str:
        return str(answer_block(self.table, self.release).html)

    def __repr__(self) -> str:
        return answer_block(self.table, self.release).text


def dimensions() -> "pd.DataFrame":
    """Every dimension; see `hertoets.desk.run.Run.dimensions`."""
    import pandas as pd

    listed = [
        {
            "name": one.name,
            "title_nl": one.title_nl,
            "values": ", ".join(one.codes) if one.kind == "code" else f"a {one.kind}",
            "about": one.about,
            "needs": ", ".join(one.needs),
        }
        for one in load_dimensions().values()
    ]
    return pd.DataFrame(listed, dtype="string")
