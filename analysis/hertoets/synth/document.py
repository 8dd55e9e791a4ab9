"""Describe the synthetic extract from its own tables, so that the page cannot drift from them.

``docs/synthetic-extract.md`` is what `describe` gives; a test holds the two equal.
"""

from collections.abc import Iterable
from typing import Any

from hertoets.synth.faults import KnownKind, known_kinds, record_faults, reported
from hertoets.synth.inparts import PERSONS_OF_A_PART
from hertoets.synth.parameters import parameters
from hertoets.synth.situations import COPIES, cases

OPENING = """# The synthetic extract

`hertoets synth --out DIR` writes an extract of invented people. Nobody in it exists. It has the
shape of a real delivery and the known errors of the affair, so that every part of Hertoets can be
run, tested and shown without data of people. **Its figures say nothing about what happened**:
shares marked *assumed* were chosen, and every finding drawn from it follows from that choice.

The same size, seed and options give the same bytes. Small extracts keep the shares, but hold at
least {least} notices of January 2022. The planted cases below occur {copies} times each from
5,000 persons, and at least once from 600. They are part of the number of persons, and some bring
a notice of January 2022: below about 12,000 persons more of those than the size would give.

Above {most} persons it is made in parts, one after another, so that memory does not grow with the
number: each table is a folder of Parquet files (with `--csv` still one file), and so are truth and
ledger. Each part is drawn from a seed of its own, which follows from the seed, and its keys from
numbers that no other part has. So every part has the planted cases and at least one of each fault.
What counts people, `guidance_counts`, is one table of the whole, and so is the month that is lost.

This page is written by `hertoets.synth.document.describe`; change the tables in
`analysis/hertoets/synth/`, not the page.
"""

ERRORS_OF_THE_AFFAIR = """## Two sorts of errors

*The affair's own*, always there: notices under the wrong law, starts that copy the notice date,
municipalities informed in place of others, data seen without basis, waiting, money counted in the
wrong place. They follow from the parameters. *Faults of the records*, left out by `--no-faults`:
duplicates, impossible dates, codes of other lists. They stand in a table of their own.

After the restarts of 2022 the drawn notices follow the official rule with its exceptions: under 16
or at school on the reference date, or an A2 diploma from the start, is told the new law.

*Repair*: who was wrongly told is offered the choice, has the notice withdrawn, gets another one
under the old law, or none of these. A notice is withdrawn for a choice only after that choice; who
chose the new law keeps its notice. Of the wrongly told without any duty half are found out.

*What followed*: extensions, loans, fines and plans go by what the first notice stated, as the chain
applied it. A loan comes weeks after the stated start; a plan (PIP) weeks after a notice of the new
law, right or wrong. Nearly every stated term ends after the delivery, so that fines are few: after
a term that was stated too short, counted from the day on which the right took effect, sent to
people who had no duty (any more), and under the new law. They are fines on the term as a whole:
none of the old law is for the participation declaration, for the table does not tell it from
others. Nobody passed the exam between a stated end that was too early and the lawful one: in
September 2022 the terms of the cohorts still ran. Planted people have none of all this.

## The truth

`truth/`, beside the tables, holds what no delivery does; no run reads it. `truth.parquet`: for each
person the true group, the facts treaty and obliged, the regime by the official rule with its
exceptions and by *became obliged*, start, outcome and duty on the day of judging, and fine, loan
and plan (what followed), from the days, nationalities and school years that were drawn, also where
the register lacks them.
`ledger.parquet`: every planted fault by row, with the ids of this page, the key as in the list of
rows set aside, the person and the column.
`make accuracy` holds both against what Hertoets finds: [accuracy](accuracy.md).

## Municipalities

Codes, their ends and successors are those of S49, the weights the population of S50. That some
seventy municipalities have reception, Westerwolde first, is anchored in S48; which ones and how
much is assumed, and not a list of real locations.
"""


def describe() -> str:
    """Write the page.

    Returns
    -------
    str
        Markdown, ending in a newline.
    """
    least = parameters().raw("january_notices_least")
    parts = [
        OPENING.format(least=least, copies=COPIES, most=f"{PERSONS_OF_A_PART:,}"),
        ERRORS_OF_THE_AFFAIR,
        _parameters(),
        _cases(),
        _faults(),
        _kinds(),
        _reported(),
        _sources(),
    ]
    return "\n".join(parts)


def _parameters() -> str:
    rows = [
        (
            f"`{parameter.name}`",
            _value(parameter.value),
            parameter.unit,
            parameter.basis,
            ", ".join(parameter.sources),
            parameter.reasoning,
        )
        for parameter in parameters().by_name.values()
    ]
    heading = ("parameter", "value", "unit", "basis", "sources", "reasoning")
    return "## Parameters\n\n" + _table(heading, rows)


def _cases() -> str:
    rows = [
        (
            str(case.situation or ""),
            case.name,
            case.regime,
            case.publication,
            case.became_obliged,
            case.obliged,
            case.duty,
        )
        for case in cases()
    ]
    heading = ("situation", "case", "regime", "main rule", "became obliged", "obliged", "duty")
    opening = (
        "## Planted cases\n\nEvery situation of the decision table of the transitional law, with "
        "dates on and around each cut-off.\n*Regime*: by the official rule with its exceptions; "
        "*main rule*, *became obliged*: by those readings;\n*obliged*: whether the "
        "duty had begun by the reference date; *duty*: on the day of judging.\n\n"
    )
    return opening + _table(heading, rows)


def _faults() -> str:
    rows = [
        (fault.id, f"`{fault.table}`", fault.what, f"{fault.rate:g}", fault.ends_as)
        for fault in record_faults()
    ]
    opening = (
        "## Faults of the records\n\n*Rate*: share of the rows that can bear the fault, assumed; "
        "at least one row, at most 2% of a table.\n*Ends as*: what a reader of the extract makes "
        "of it. Planted cases have none.\n\n"
    )
    return opening + _table(("id", "table", "fault", "rate", "ends as"), rows)


def _kinds() -> str:
    rows = [(kind.id, kind.what, kind.mark, _where(kind)) for kind in known_kinds()]
    opening = (
        "## Kinds of faults known of these registers\n\n*letter*: told in Kamerstuk 32 824 nr. "
        "356; *law*: follows from the law and its practice;\n*known*: from work with registers, "
        "not verified.\n\n"
    )
    return opening + _table(("id", "kind", "mark", "where"), rows)


def _where(kind: KnownKind) -> str:
    named = [f"`{p.name}`" for p in parameters().by_name.values() if kind.id in p.reasoning]
    named += [fault.id for fault in record_faults() if kind.id in fault.what]
    return ", ".join(named) or kind.note


def _reported() -> str:
    rows = [
        (entry.what, ", ".join(f"`{name}`" for name in entry.where) or f"not made: {entry.why}")
        for entry in reported()
    ]
    opening = (
        "## Reported of these registers\n\nWhat sources tell of them, and the parameters, faults "
        "and kinds that make it here.\n\n"
    )
    return opening + _table(("what", "where"), rows)


def _sources() -> str:
    rows = [(source.id, source.title, source.date) for source in parameters().sources]
    return "## Sources\n\n" + _table(("id", "document", "date"), rows)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{label} {_value(part)}" for label, part in value.items())
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
    return str(value)


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
