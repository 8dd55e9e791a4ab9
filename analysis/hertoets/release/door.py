"""Raw findings in, released findings out: the one door between exact and published.

Source: contract, section 6.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from hertoets.findings import (
    EURO_A_PERSON,
    RECORDS,
    SIDES,
    At,
    Bound,
    Definition,
    Findings,
    Pair,
    Place,
    RawFinding,
    Side,
    Undecided,
    most_of,
)
from hertoets.release.counts import below_of, has_amount, has_median, round_amount, round_count
from hertoets.release.earlier import lay_beside, told_of
from hertoets.release.model import Release, ReleasedFinding, ShownPair
from hertoets.release.policy import Policy
from hertoets.release.saying import say
from hertoets.release.secure import Secured, secure
from hertoets.release.system import Builder, Reason
from hertoets.release.tables import protect_table
from hertoets.release.told import Told


@dataclass(frozen=True)
class Control:
    """The outcome of disclosure control.

    Attributes
    ----------
    release : Release
        What may be published.
    secured : Secured
        The proof for the checker.
    told : Told
        What a later run on the same people must reckon with.
    """

    release: Release
    secured: Secured
    told: Told

    def withheld_cells(self, table: str) -> set[tuple[int, int]]:
        """The cells of an exact table (row, column) that are not shown to protect others."""
        return {
            (place.row, place.column)
            for number in self.secured.withheld
            for place in self.secured.system.variables[number].places
            if isinstance(place, At) and place.table == table
        }


def released(findings: Findings, policy: Policy) -> Release:
    """Protect every figure and table of one comparison.

    Parameters
    ----------
    findings : Findings
        Exact, from `hertoets.findings.counting`.
    policy : Policy
        From `load_policy`.

    Returns
    -------
    Release
        Counts hidden below the limit and rounded above it, others withheld where a hidden one would
        follow from them; amounts made from the protected counts; medians only over enough persons.

    Raises
    ------
    DataError
        Where some hidden count cannot be protected.
    """
    return control(findings, policy).release


def control(
    findings: Findings,
    policy: Policy,
    earlier: Sequence[Told] = (),
    *,
    key: bytes = b"",
    run: str = "",
    reasons: Sequence[Reason] = (),
) -> Control:
    """Protect, and keep what the attacker found.

    Parameters
    ----------
    findings, policy
        As for `protect`, whose errors are also raised.
    earlier : sequence of Told
        What earlier runs on the same people told.
    key : bytes
        Under which persons got their marks in those, and get them in what this run tells.
    run : str
        The name of this run in what it tells.
    reasons : sequence of Reason
        What else follows, as was seen by whoever read what this run would publish.

    Returns
    -------
    Control
    """
    builder = Builder(findings, earlier, key)
    lay_beside(builder, findings, earlier, policy)
    for reason in reasons:
        builder.add_reason(reason)
    system = builder.system()
    secured = secure(system, policy, findings.settings["headline"], len(earlier))
    withheld = {place for number in secured.withheld for place in system.variables[number].places}
    release = Release(
        findings={
            name: _protect_finding(entry, findings, policy, withheld)
            for name, entry in findings.findings.items()
        },
        tables={
            name: protect_table(
                table,
                policy,
                {(at.row, at.column) for at in withheld if isinstance(at, At) and at.table == name},
            )
            for name, table in findings.tables.items()
        },
        meta=findings.meta,
        settings=dict(findings.settings),
        readings=dict(findings.readings),
        notes=findings.notes,
        policy=asdict(policy),
    )
    return Control(release, secured, told_of(builder, findings, release, policy, run))


def _protect_finding(
    finding: RawFinding, findings: Findings, policy: Policy, withheld: set[Place]
) -> ReleasedFinding:
    definition = findings.definitions[finding.id]
    base = findings.findings[definition.of] if definition.of else finding
    by_reading: dict[str, ShownPair] = {}
    left_out: list[tuple[str, Side]] = []
    for name, pair in {**finding.by_reading, RECORDS: finding.records}.items():
        gone = [side for side in SIDES if Bound(base.id, name, side) in withheld]
        gone = [] if definition.unit == "dagen" else gone
        of = base.records if name == RECORDS else base.by_reading.get(name, (None, None))
        if definition.amount:
            gone = _with_too_much(definition, pair, of, gone)
        by_reading[name] = _protect_pair(definition, pair, of, policy, gone)
        left_out += [(name, side) for side in gone]
    headline = findings.settings["headline"]
    records = by_reading.pop(RECORDS)
    lower, upper = by_reading.get(headline, (None, None))
    return ReleasedFinding(
        id=finding.id,
        title_nl=finding.title_nl,
        definition=finding.definition,
        population=finding.population,
        within=finding.within,
        unit=finding.unit,
        source=finding.source,
        reading=finding.reading,
        lower=lower,
        upper=upper,
        records=records,
        by_reading=by_reading,
        undecided={
            cause: None
            if Undecided(finding.id, cause) in withheld
            else round_count(persons, policy)
            for cause, persons in finding.undecided.items()
        },
        display_nl=say(
            finding,
            definition,
            (lower, upper),
            policy,
            [side for reading, side in left_out if reading == headline],
        ),
        status=finding.status,
        withheld=tuple(left_out),
        below=below_of(definition, policy),
    )


def _protect_pair(
    definition: Definition, pair: Pair, base: Pair, policy: Policy, withheld: Sequence[Side]
) -> ShownPair:
    """Protect two bounds; `base` are those of the persons from which they are made."""
    if definition.unit == "dagen":
        return pair if has_median(base[0] or 0, policy) else (None, None)
    if definition.amount:
        lower, upper = (
            None
            if value is None or side in withheld
            else round_amount(int(value), int(persons or 0), most_of(definition), policy)
            for side, value, persons in zip(SIDES, pair, base, strict=True)
        )
        return lower, upper
    lower, upper = (
        None if value is None or side in withheld else round_count(value, policy)
        for side, value in zip(SIDES, base, strict=True)
    )
    if definition.unit == "euro":
        return _in_euro(lower), _in_euro(upper)
    return lower, upper


def _with_too_much(
    definition: Definition, pair: Pair, base: Pair, gone: Sequence[Side]
) -> list[Side]:
    """The bounds that are left out: those of `gone`, and sums of more than one amount for each."""
    most = most_of(definition)
    return [
        side
        for side, value, persons in zip(SIDES, pair, base, strict=True)
        if side in gone
        or (value is not None and not has_amount(int(value), int(persons or 0), most))
    ]


def _in_euro(persons: int | None) -> int | None:
    return None if persons is None else persons * EURO_A_PERSON
