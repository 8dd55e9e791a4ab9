"""The proof for the checker: every protected count with the values that stay possible for it.

Both files hold exact counts and belong under ``protected/``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from pathlib import Path

from hertoets.findings import Findings
from hertoets.markup import templates
from hertoets.plain import csv_text, visible
from hertoets.release.count import WITHHELD, Count
from hertoets.release.door import Control
from hertoets.release.model import Release, ReleasedFinding, ReleasedTable
from hertoets.release.places import name_place
from hertoets.release.policy import Policy
from hertoets.release.variables import values_between
from hertoets.runfolder import RunFolder

_TEMPLATE = "proof.html"
HEADER = ("uitkomst", "plaats", "vorm", "exact", "minst", "meest", "over", "vereist")


@dataclass(frozen=True)
class Line:
    """One protected count in one place, as the attacker sees it."""

    output: str
    place: str
    shown: str
    exact: int
    least: float
    greatest: float
    options: float
    needs: int

    def cells(self) -> tuple[str | int, ...]:
        """The line: numbers, and a dash for a count without an end."""
        ends = ("–" if isinf(end) else round(end) for end in (self.least, self.greatest))
        left = "–" if isinf(self.options) else round(self.options)
        # An earlier run is named by its folder, which may be called anything.
        return self.output, visible(self.place), self.shown, self.exact, *ends, left, self.needs


@dataclass(frozen=True)
class Named:
    """The runs that were reckoned with, with their time, and those left out, with the reason."""

    beside: tuple[tuple[str, str], ...] = ()
    without: tuple[tuple[str, str], ...] = ()


def save_proof(
    control: Control,
    findings: Findings,
    policy: Policy,
    named: Named,
    folder: Path,
    outsider: tuple[int, int],
) -> None:
    """Write the page for the checker and the attacker's table.

    Parameters
    ----------
    control : Control
    findings : Findings
        Exact, of the same run.
    policy : Policy
    named : Named
        The earlier runs.
    folder : Path
        The run's folder.
    outsider : tuple of int
        How many hidden counts a check of its own found in the published files, and how many values
        it left each of them at least.
    """
    lines = list(attacked(control, findings, policy))
    table = csv_text([HEADER, *(line.cells() for line in lines)])
    run = RunFolder(folder)
    for target, content in (
        (run.attack, table),
        (run.proof, _page(control, lines, policy, named, outsider)),
    ):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")


def attacked(control: Control, findings: Findings, policy: Policy) -> Iterator[Line]:
    """Every protected count, in each place where this run or an earlier one publishes it."""
    secured = control.secured
    for number, bounds in sorted(secured.bounds.items()):
        variable = secured.system.variables[number]
        gone = number in secured.withheld
        shown = str((Count("withheld") if gone else Count("small", policy.threshold)).form)
        ends = bounds.least, bounds.greatest
        options = values_between(*ends, variable.is_not_zero(policy))
        needs = variable.needs(policy, withheld=number in secured.withheld)
        here = variable.is_hidden(policy) or number in secured.withheld
        for place in variable.places if here else ():
            yield Line(*name_place(place, findings), shown, variable.exact, *ends, options, needs)
        for told in variable.told:
            where = f"{told.place} (eerdere run {told.run})"
            yield Line(told.output, where, told.shown, variable.exact, *ends, options, needs)


def _page(
    control: Control, lines: list[Line], policy: Policy, named: Named, outsider: tuple[int, int]
) -> str:
    release = control.release
    least = min((line.options for line in lines if line.needs), default=policy.options)
    return (
        templates("hertoets.release")
        .get_template(_TEMPLATE)
        .render(
            name=release.meta.name,
            synthetic=release.meta.synthetic,
            threshold=policy.threshold,
            below=policy.threshold - 1,
            rounding=policy.rounding,
            base=policy.percentage_base,
            median=policy.median_base,
            options=policy.options,
            counts=len({(line.output, line.place) for line in lines}),
            outsider=outsider,
            least="–" if isinf(least) else f"{least:.0f}",
            outputs=list(_outputs(release, lines)),
            exceptions=list(_exceptions(release)),
            attack=[line.cells() for line in lines],
            beside=[(visible(run), when) for run, when in named.beside],
            without=[(visible(run), visible(why)) for run, why in named.without],
        )
    )


def _outputs(release: Release, lines: list[Line]) -> Iterator[tuple[str, ...]]:
    """Each output with its population, and how many of its numbers were hidden or withheld."""
    every: list[tuple[str, ReleasedFinding | ReleasedTable]] = [
        *(("cijfer", finding) for finding in release.findings.values()),
        *(("tabel", table) for table in release.tables.values()),
    ]
    for kind, output in every:
        name = output.id
        own = [line.shown for line in lines if line.output == name]
        withheld = own.count(WITHHELD)
        yield (
            output.title_nl,
            f"{kind} {name}",
            output.population,
            output.unit,
            str(len(own) - withheld),
            str(withheld),
            "",
        )


def _exceptions(release: Release) -> Iterator[tuple[str, ...]]:
    """What is shown without rounding, and why that may be."""
    for name, finding in release.findings.items():
        if finding.unit == "dagen" and finding.status == "measured":
            yield f"cijfer {name}", "een mediaan is geen aantal: onafgerond, over genoeg personen"
    for name, table in release.tables.items():
        if any(column.kind == "days" for column in table.columns):
            yield f"tabel {name}", "een mediaan is geen aantal: onafgerond, over genoeg personen"
        if table.unit == "controles":
            yield f"tabel {name}", "telt controles, geen personen: onafgerond"
