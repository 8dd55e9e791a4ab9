"""The law applied once more, with what the checks put in doubt unknown.

Only persons of whom something is in doubt are judged again: nothing here looks at two persons at
once. A value in doubt is unknown; for rows that may be missing there is one more row, which may be
any or none. Source: contract, section 5 ("One basis").
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from hertoets.facts.doubt import marked
from hertoets.facts.frames import rows_without
from hertoets.facts.people import Facts
from hertoets.outcomes.as_of import Beyond
from hertoets.outcomes.clones import NONE_LEFT_OUT, Clones, tables_of
from hertoets.outcomes.doubts import Doubts
from hertoets.outcomes.people import People, people_of
from hertoets.outcomes.records import Records, records_of

Tables = Mapping[str, pl.DataFrame]


def rows_in_doubt(tables: Tables, doubts: Doubts, beyond: Beyond) -> dict[str, pl.DataFrame]:
    """The rows of the persons of whom something is in doubt, with that unknown.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Of an extract.
    doubts : Doubts
    beyond : Beyond

    Returns
    -------
    dict of str to polars.DataFrame
        The persons numbered from zero in the order of `Doubts.everybody`.
    """
    persons = doubts.everybody
    clones = Clones(persons, np.full(len(persons), NONE_LEFT_OUT, dtype=np.int32))
    return tables_of(tables, clones, doubts, beyond)


def laid_over(first: People, tables: Tables, doubts: Doubts) -> People:
    """Judge persons again by other tables, and lay that over the first pass.

    Parameters
    ----------
    first : People
        Of all persons of the extract.
    tables : mapping of str to polars.DataFrame
        From `rows_in_doubt`.
    doubts : Doubts

    Returns
    -------
    People
        The same persons in the same order, with situations, notices, rights and offers of both.
    """
    again, before = records_of(tables, first.settings), first.records
    persons = pl.Series(doubts.everybody)

    def both(table: str, rows: pl.DataFrame, anew: pl.DataFrame) -> pl.DataFrame:
        return _with_rows(rows, anew, persons) if table in doubts.tables else rows

    facts = Facts(
        in_place(before.facts.people, again.facts.people, persons),
        both("notices", before.facts.notices, again.facts.notices),
        both("residence_rights", before.facts.rights, again.facts.rights),
        before.facts.exemptions,
    )
    if before.facts.exemptions is not None and again.facts.exemptions is not None:
        exemptions = both("exemptions", before.facts.exemptions, again.facts.exemptions)
        facts = replace(facts, exemptions=exemptions)
    offers = before.offers
    if offers is not None and again.offers is not None:
        offers = both("choices", offers, again.offers)
    fines = before.fines
    if fines is not None and again.fines is not None:  # what holds of one asks for every table
        fines = _with_rows(fines, again.fines, persons)
    records = Records(facts, offers, fines, before.measured)
    return people_of(records, first.law, first.settings, first.situations)


def tables_laid_over(tables: Tables, again: Tables, doubts: Doubts) -> dict[str, pl.DataFrame]:
    """The tables of which something is in doubt, with that unknown and with marks; all their rows.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Of the extract.
    again : mapping of str to polars.DataFrame
        From `rows_in_doubt`.
    doubts : Doubts

    Returns
    -------
    dict of str to polars.DataFrame
    """
    persons = pl.Series(doubts.everybody)
    before = marked({name: rows for name, rows in tables.items() if name in doubts.tables})
    return {
        name: (in_place if name == "persons" else _with_rows)(rows, again[name], persons)
        for name, rows in before.items()
    }


def in_place(people: pl.DataFrame, again: pl.DataFrame, persons: pl.Series) -> pl.DataFrame:
    """One row a person, those of some of them anew."""
    kept = people.get_columns()
    return pl.DataFrame(
        [
            column if column.name == "person" else column.scatter(persons, again[column.name])
            for column in kept
        ]
    )


def _with_rows(rows: pl.DataFrame, again: pl.DataFrame, persons: pl.Series) -> pl.DataFrame:
    """Rows of persons, those of some of them anew."""
    anew = again.with_columns(persons.gather(again["person"]).alias("person"))
    return pl.concat([rows_without(rows, persons), anew.select(rows.columns)])
