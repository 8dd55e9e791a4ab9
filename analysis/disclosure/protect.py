"""Raw findings in, protected findings out: the one door between exact and published.

Source: contract, section 6.
"""

from analysis.disclosure.counts import round_count
from analysis.disclosure.model import Number, Protected, ProtectedFinding, ShownPair
from analysis.disclosure.policy import Policy
from analysis.disclosure.tables import protect_table
from analysis.findings import (
    EURO_A_PERSON,
    Definition,
    Findings,
    Manner,
    Pair,
    RawFinding,
    display,
)


def protect(findings: Findings, policy: Policy) -> Protected:
    """Protect every figure and table of one comparison.

    Parameters
    ----------
    findings : Findings
        Exact, from `analysis.findings.find`.
    policy : Policy
        From `load_policy`.

    Returns
    -------
    Protected
        Counts hidden below the limit and rounded above it; amounts made from the protected counts;
        medians only over enough persons.
    """
    return Protected(
        findings={
            name: _protect_finding(entry, findings, policy)
            for name, entry in findings.findings.items()
        },
        tables={name: protect_table(table, policy) for name, table in findings.tables.items()},
        meta=findings.meta,
        settings=dict(findings.settings),
        readings=dict(findings.readings),
        notes=findings.notes,
    )


def _protect_finding(finding: RawFinding, findings: Findings, policy: Policy) -> ProtectedFinding:
    definition = findings.definitions[finding.id]
    base = findings.findings[definition.of] if definition.of else finding
    lower, upper = _protect_pair(
        definition, (finding.lower, finding.upper), (base.lower, base.upper), policy
    )
    return ProtectedFinding(
        id=finding.id,
        title_nl=finding.title_nl,
        definition=finding.definition,
        population=finding.population,
        unit=finding.unit,
        source=finding.source,
        reading=finding.reading,
        lower=lower,
        upper=upper,
        by_reading={
            name: _protect_pair(definition, pair, base.by_reading[name], policy)
            for name, pair in finding.by_reading.items()
        },
        display_nl=_say(finding, definition, (lower, upper), policy),
        status=finding.status,
    )


def _protect_pair(definition: Definition, pair: Pair, base: Pair, policy: Policy) -> ShownPair:
    """Protect two bounds; `base` are those of the persons from which they are made."""
    if definition.unit == "dagen":
        return pair if (base[0] or 0) >= policy.median_base else (None, None)
    lower, upper = (None if value is None else round_count(value, policy) for value in base)
    if definition.unit == "euro":
        return _in_euro(lower), _in_euro(upper)
    return lower, upper


def _in_euro(persons: int | None) -> int | None:
    return None if persons is None else persons * EURO_A_PERSON


def _say(finding: RawFinding, definition: Definition, pair: ShownPair, policy: Policy) -> str:
    if finding.status == "not_measured" or finding.lower is None:
        return finding.display_nl
    if definition.unit == "dagen":
        if pair[0] is None:
            return "niet getoond: te weinig personen die zeker wachtten"
        return display(*pair, Manner("dagen"))
    worth: Number = EURO_A_PERSON if definition.unit == "euro" else 1
    manner = Manner(
        definition.unit,
        circa=policy.rounding > 1,
        below=policy.threshold * int(worth),
        signed=definition.signed,
    )
    return display(*pair, manner)
