"""A question of a researcher at the one door: its table beside all that was published before.

What an earlier output tells already, no withholding keeps: such a count is left out of the table,
which then tells nothing of it. Rows in which nobody stands are left out too: it is said that they
are, so that this tells what a zero would.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from math import inf
from typing import Any

from hertoets.errors import DataError
from hertoets.findings import At, Fact, Findings, Place
from hertoets.release.count import WITHHELD, Rule
from hertoets.release.counted import Described
from hertoets.release.door import Control, control
from hertoets.release.earlier import lay_beside
from hertoets.release.model import ReleasedTable
from hertoets.release.policy import Policy
from hertoets.release.proof import attacked
from hertoets.release.secure import told_already
from hertoets.release.system import Builder, Reason
from hertoets.release.told import Told
from hertoets.release.variables import System

NO_ZERO_ROWS = "Rijen waarin niemand staat, zijn weggelaten."


@dataclass(frozen=True)
class Answer:
    """What may be published of a question.

    Attributes
    ----------
    table : ReleasedTable
    control : Control
        The proof, and what the table tells.
    findings : Findings
        Exact; without the counts that are told already.
    rows : tuple of int
        Which row of the exact table each of `table` is.
    """

    table: ReleasedTable
    control: Control
    findings: Findings
    rows: tuple[int, ...]


def control_question(
    findings: Findings,
    policy: Policy,
    earlier: Sequence[Told],
    *,
    key: bytes,
    reasons: Sequence[Reason] = (),
) -> Answer:
    """Protect the table of a question.

    Parameters
    ----------
    findings : Findings
        From `hertoets.findings.asked.findings_of`: one table.
    policy : Policy
    earlier : sequence of Told
        All that was told of these persons: by the run itself, by other runs, by other questions.
    key, reasons
        As `hertoets.release.control` takes them.

    Returns
    -------
    Answer

    Raises
    ------
    DataError
        Where what was published before gives away a hidden count, whatever is withheld here.
    """
    left_out: set[Place] = set()
    asked = findings
    while True:
        try:
            controlled = control(asked, policy, earlier, key=key, reasons=reasons)
            break
        except DataError as refused:
            gone = _told_already(asked, policy, earlier, key, reasons)
            if not gone:
                raise _refusal(refused) from None
            left_out |= gone
            asked = _without(asked, gone)
            reasons = [one for one in reasons if not any(p in gone for p, _ in one.terms)]
    [table] = controlled.release.tables.values()
    shown, rows = _shown(table, {(p.row, p.column) for p in left_out if isinstance(p, At)})
    return Answer(shown, controlled, asked, rows)


def _refusal(refused: DataError) -> DataError:
    """Say it of a question: what else the message advises is for whoever makes a run."""
    return DataError.of(
        where="ask",
        at=", ".join(fault.at for fault in refused.faults),
        what="beside what was published of these people a hidden count would keep too few possible "
        "values, whatever is withheld of this question",
        mend="Nothing was registered. Ask by fewer dimensions, or with other conditions",
    )


def _told_already(
    findings: Findings,
    policy: Policy,
    earlier: Sequence[Told],
    key: bytes,
    reasons: Sequence[Reason],
) -> set[Place]:
    """The places of counts that are told already; none where another count is exposed too."""
    system = _system(findings, policy, earlier, key, reasons)
    exposed = told_already(system, policy, findings.settings["headline"])
    variables = [system.variables[number] for number in exposed]
    if any(one.told or one.differs for one in variables):
        return set()
    return {place for one in variables for place in one.places}


def _system(
    findings: Findings,
    policy: Policy,
    earlier: Sequence[Told],
    key: bytes,
    reasons: Sequence[Reason],
) -> System:
    builder = Builder(findings, earlier, key)
    lay_beside(builder, findings, earlier, policy)
    for reason in reasons:
        builder.add_reason(reason)
    return builder.system()


def _without(findings: Findings, gone: set[Place]) -> Findings:
    """The same without some counts; what they have to do with others is reckoned with still."""
    facts = (Fact(findings.counts[place], -inf, inf, "volgt al uit de run") for place in gone)
    return replace(
        findings,
        counts={place: one for place, one in findings.counts.items() if place not in gone},
        facts=(*findings.facts, *facts),
    )


def _shown(
    table: ReleasedTable, left_out: set[tuple[int, int]]
) -> tuple[ReleasedTable, tuple[int, ...]]:
    rows = [
        tuple(WITHHELD if (row, column) in left_out else cell for column, cell in enumerate(cells))
        for row, cells in enumerate(table.rows)
    ]
    counts = [place for place, column in enumerate(table.columns) if column.kind == "count"]
    last = len(rows) - 1  # the total
    kept = [
        n for n, row in enumerate(rows) if n == last or any(row[place] != 0 for place in counts)
    ]
    rules = list(table.rules)
    if left_out and Rule("withheld") not in rules:
        rules.append(Rule("withheld"))
    return replace(
        table,
        rows=tuple(rows[number] for number in kept),
        keys=tuple(table.keys[number] for number in kept),
        note_nl=NO_ZERO_ROWS if len(kept) < len(rows) else "",
        rules=tuple(rules),
    ), tuple(kept)


def named_cells(answer: Answer) -> dict[tuple[str | int, ...], Place]:
    """Each count of the table as it is shown, by the name under which an outsider reads it."""
    return {
        ("table", answer.table.id, row, column): At(answer.table.id, exact, column)
        for row, exact in enumerate(answer.rows)
        for column in range(len(answer.table.columns))
        if At(answer.table.id, exact, column) in answer.findings.counts
    }


def counts_of(answer: Answer) -> dict[str, Any]:
    """What the table shows and what each count of it counts; no number of persons but those shown.

    Its rows are all there are: in every other combination of values nobody stands.
    """
    described = Described(answer.findings)
    for name, place in named_cells(answer).items():
        described.add(place, name, answer.findings.counts[place])
    values = described.values(situations=False)
    return {**values, "table": asdict(answer.table)}


def hidden_lines(answer: Answer, policy: Policy) -> list[list[str | int]]:
    """Each hidden or withheld count of the table, as the attacker sees it; exact."""
    return [
        list(line.cells())
        for line in attacked(answer.control, answer.findings, policy)
        if line.output == answer.table.id
    ]
