"""How sure a figure is, in three numbers, and what would make it surer.

Three things differ: who surely counts; for whom that cannot be told; and for whom of these only a
check that was not passed stands in the way, which asks for another remedy.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hertoets.publish.blocks import Block, paragraphs
from hertoets.publish.sentences import NOT_MEASURED, state_of
from hertoets.publish.tables import table_block
from hertoets.publish.views import view_of
from hertoets.release import Count, Form, Release, ReleasedFinding, ReleasedTable, TableColumn

_SURE: Final = "zeker"
_UNDECIDED: Final = "niet vast te stellen"
_DOUBTED: Final = "waarvan alleen door een controle"
_TITLE: Final = "Hoe zeker zijn de cijfers?"
_CAUSES: Final = 5


def three_numbers(release: Release, findings: Sequence[str]) -> Block:
    """Show figures in three numbers: the first two add up to the most, the third is of the second.

    Parameters
    ----------
    release : Release
    findings : sequence of str
        Counts of persons; one that was not measured is left out.

    Returns
    -------
    Block
        A row a figure. A number that is hidden, or a difference with one, says so.
    """
    chosen = [release.findings[name] for name in findings]
    measured = [finding for finding in chosen if state_of(finding) != "not_measured"]
    table = ReleasedTable(
        id="",  # made of numbers that stand in the table of figures
        title_nl=_TITLE,
        columns=(
            TableColumn("finding", "cijfer", "label"),
            TableColumn("sure", _SURE, "count"),
            TableColumn("undecided", _UNDECIDED, "count"),
            TableColumn("doubted", _DOUBTED, "count"),
        ),
        rows=tuple((finding.title_nl, *_parts(release, finding)) for finding in measured),
        population="",
        unit="",
        source="",
        reading=None,
        note_nl="",
    )
    return table_block(table, synthetic=release.meta.synthetic)


def _parts(release: Release, finding: ReleasedFinding) -> tuple[Form, Form, Form]:
    sure, hidden = release.bounds(finding.id)[0].form, Count("withheld").form
    whole, records = _between(finding.lower, finding.upper), _between(*finding.records)
    if whole is None:
        return sure, hidden, hidden
    limit = finding.below
    return (
        sure,
        _form(whole, limit),
        hidden if records is None else _form(max(whole - records, 0), limit),
    )


def _between(lower: float | None, upper: float | None) -> float | None:
    return None if lower is None or upper is None else upper - lower


def _form(number: float, limit: int) -> Form:
    """A difference of rounded numbers; below the limit it is no more exact than a small count."""
    return Count("small", limit).form if 0 < number < limit else number


def undecided(release: Release, finding: str) -> Block:
    """Show what would narrow a figure, and by how much at most: the causes that weigh most.

    Parameters
    ----------
    release : Release
    finding : str

    Returns
    -------
    Block
    """
    view = view_of("undecided")
    if "undecided" not in release.tables:
        return paragraphs([NOT_MEASURED.format(why=view.needs)], kind="missing")
    whole = release.tables["undecided"]
    at = {column.name: place for place, column in enumerate(whole.columns)}
    counted = [row for row in whole.rows if row[at["id"]] == finding and row[at["persons"]] != 0]
    if not counted:
        return paragraphs([view.empty], kind="missing")
    named = replace(
        view.narrow(replace(whole, rows=tuple(counted))),
        title_nl=f"Wat dit cijfer smaller kan maken: {release.findings[finding].title_nl}",
    )
    return table_block(named, synthetic=release.meta.synthetic, top=_CAUSES)
