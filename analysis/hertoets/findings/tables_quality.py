"""Tables of the checks: what was asked, what failed, and what that puts in doubt."""

from hertoets.extract import schema
from hertoets.findings.catalogue import load_labels
from hertoets.findings.drafts import Draft, make_table
from hertoets.findings.model import Column, RawTable
from hertoets.findings.sets import rows
from hertoets.findings.view import View
from hertoets.findings.wording import write_number
from hertoets.quality import WIDENS_FROM, Assessment, CheckResult

STATES = ("failed", "not_evaluable", "passed")
ELSEWHERE = "touched"  # these rows stand in the tables set_aside and unknown_values


def tabulate_quality(view: View) -> dict[str, RawTable]:
    """Make the tables of the checks, ``quality_summary`` and ``quality``.

    None where the extract was not checked.
    """
    if view.assessment is None:
        return {}
    return {
        "quality_summary": _summary(view, view.assessment),
        "quality": _checks(view, view.assessment),
    }


def _summary(view: View, assessment: Assessment) -> RawTable:
    """Count the checks of each table; a number of checks says nothing of a person."""
    labels = load_labels()["check_state"]
    body: list[tuple[Draft, ...]] = []
    for table in schema():
        states: list[str] = [one.state for one in assessment.results if one.table == table]
        body.append((table, *(str(states.count(state)) for state in STATES)))
    columns = (
        Column("table", "tabel", "label"),
        *(Column(state, labels[state], "text") for state in STATES),
    )
    return make_table("quality_summary", view.headline, columns, body)


def _checks(view: View, assessment: Assessment) -> RawTable:
    """Every check, failed ones first; within a state in the order of the files."""
    labels = load_labels()
    ordered = sorted(assessment.results, key=lambda result: STATES.index(result.state))
    body: list[tuple[Draft, ...]] = [
        (
            result.id,
            result.question_nl,
            result.expectation.finds_nl,
            labels["check_state"][result.state],
            None
            if _counted_elsewhere(result) or result.rows is None
            else rows("failed", result.id),
            _consequence(result, assessment),
            labels["elsewhere"]["note"] if _counted_elsewhere(result) else result.reason_nl,
            labels["severity"][result.severity],
            _in_doubt(result),
            result.lesson,
            result.source,
            labels["counted_by"][result.counted_by],
        )
        for result in ordered
    ]
    columns = (
        Column("id", "controle", "label"),
        Column("question", "vraag", "text"),
        Column("finds", "wat de controle vindt", "text"),
        Column("state", "uitkomst", "text"),
        Column("rows", "rijen", "count"),
        Column("consequence", "gevolg", "text"),
        Column("reason", "toelichting", "text"),
        Column("severity", "ernst", "text"),
        Column("doubts", "in twijfel", "text"),
        Column("lesson", "les", "text"),
        Column("source", "bron", "text"),
        Column("counted_by", "geteld door", "text"),
    )
    return make_table("quality", view.headline, columns, body)


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


def _in_doubt(result: CheckResult) -> str:
    """What a failure puts in doubt: columns of its table, and tables that may miss rows."""
    named = [f"{result.table}.{column}" for column in result.expectation.doubts]
    missing = [f"{table}: rijen" for table in result.expectation.missing]
    return " ".join([*named, *missing])
