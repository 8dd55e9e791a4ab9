"""Tables of the checks: what was asked, what failed, and what that does to which figure."""

from collections.abc import Mapping

from hertoets.extract import schema
from hertoets.findings.catalogue import load_labels, make_table
from hertoets.findings.definitions import load_definitions
from hertoets.findings.model import Cell, Column, Pair, RawTable, Sum
from hertoets.findings.view import View
from hertoets.findings.wording import write_number
from hertoets.quality import WIDENS_FROM, Assessment, CheckResult

STATES = ("failed", "not_evaluable", "passed")
ELSEWHERE = "touched"  # these rows stand in the tables set_aside and unknown_values


def tabulate_quality(
    view: View, before: Mapping[str, Pair], after: Mapping[str, Pair]
) -> dict[str, RawTable]:
    """Make the tables of the checks; none where the extract was not checked.

    Parameters
    ----------
    view : View
    before, after : mapping of str to tuple
        The figures of the headline without and with what the checks left in doubt.

    Returns
    -------
    dict of str to RawTable
        ``quality_summary``, ``quality`` and ``quality_effect``.
    """
    if view.assessment is None:
        return {}
    return {
        "quality_summary": _summary(view, view.assessment),
        "quality": _checks(view, view.assessment),
        "quality_effect": _effect(view, view.assessment, before, after),
    }


def _summary(view: View, assessment: Assessment) -> RawTable:
    """Count the checks of each table; a number of checks says nothing of a person."""
    labels = load_labels()["check_state"]
    rows: list[tuple[Cell, ...]] = []
    for table in schema():
        states: list[str] = [one.state for one in assessment.results if one.table == table]
        rows.append((table, *(str(states.count(state)) for state in STATES)))
    columns = (
        Column("table", "tabel", "label"),
        *(Column(state, labels[state], "text") for state in STATES),
    )
    return make_table("quality_summary", view.headline, columns, rows)


def _checks(view: View, assessment: Assessment) -> RawTable:
    """Every check, failed ones first; within a state in the order of the files."""
    labels = load_labels()
    ordered = sorted(assessment.results, key=lambda result: STATES.index(result.state))
    rows: list[tuple[Cell, ...]] = [
        (
            result.id,
            result.question_nl,
            labels["check_state"][result.state],
            None if _counted_elsewhere(result) else result.rows,
            _consequence(result, assessment),
            labels["elsewhere"]["note"] if _counted_elsewhere(result) else result.reason_nl,
            labels["severity"][result.severity],
            " ".join((*result.expectation.doubts, *result.expectation.missing)),
            result.lesson,
            result.source,
        )
        for result in ordered
    ]
    columns = (
        Column("id", "controle", "label"),
        Column("question", "vraag", "text"),
        Column("state", "uitkomst", "text"),
        Column("rows", "rijen", "count"),
        Column("consequence", "gevolg", "text"),
        Column("reason", "toelichting", "text"),
        Column("severity", "ernst", "text"),
        Column("doubts", "in twijfel", "text"),
        Column("lesson", "les", "text"),
        Column("source", "bron", "text"),
    )
    return make_table("quality", view.headline, columns, rows)


def _counted_elsewhere(result: CheckResult) -> bool:
    """Tell whether the same rows are counted in another table; two counts could be compared."""
    return result.expectation.kind == ELSEWHERE and result.state == "failed"


def _consequence(result: CheckResult, assessment: Assessment) -> str:
    if result.state != "failed":
        return ""
    labels = load_labels()["consequence"]
    told = labels[result.consequence]
    if result.consequence != "widen":
        return told
    if not assessment.widens:
        return labels["too_small"].format(persons=write_number(WIDENS_FROM))
    return told


def _effect(
    view: View, assessment: Assessment, before: Mapping[str, Pair], after: Mapping[str, Pair]
) -> RawTable:
    """The figures whose bounds a failed check widened, before and after."""
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    signed: list[int] = []
    for name, definition in load_definitions().items():
        low, high = before.get(name, (None, None))
        lower, upper = after.get(name, (None, None))
        if definition.unit not in ("personen", "gemeenten") or (low, high) == (lower, upper):
            continue
        if low is None or high is None or lower is None or upper is None:
            continue
        row = len(rows)
        checks = len(assessment.doubts)
        dropped, added = int(low - lower), int(upper - high)
        rows.append(
            (definition.title_nl, low, lower, dropped, high, upper, added, str(checks), name)
        )
        # The difference of two rounded numbers may tell a small one: it is a cell of its own.
        sums += [Sum((row, 1), ((row, 2), (row, 3))), Sum((row, 5), ((row, 4), (row, 6)))]
        if definition.signed:
            signed.append(row)
    columns = (
        Column("finding", "cijfer", "label"),
        Column("lower_before", "zeker, zonder controles", "count"),
        Column("lower_after", "zeker, met controles", "count"),
        Column("dropped", "niet meer zeker", "count"),
        Column("upper_before", "hooguit, zonder controles", "count"),
        Column("upper_after", "hooguit, met controles", "count"),
        Column("added", "erbij mogelijk", "count"),
        Column("checks", "controles die dit doen", "text"),
        Column("id", "naam", "text"),
    )
    return make_table("quality_effect", view.headline, columns, rows, sums, tuple(signed))
