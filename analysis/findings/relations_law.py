"""What follows from the table of situations: the law judges situations, so its counts add up there.

Every person of a situation has the same outcome under each reading, so an outsider can add up the
situations that are published and get every count of outcomes, rules and groups.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.findings.catalogue import load_labels
from analysis.findings.model import At, RawTable, Relation, Term
from analysis.findings.relations import adds_up, equal
from analysis.findings.relations_tables import cell, occurs
from analysis.findings.tallies import Where, tally

BY_SITUATION = "elke persoon van een situatie heeft dezelfde uitkomst"


def relate_situations(
    tables: Mapping[str, RawTable], judged: pd.DataFrame, headline: str, readings: list[str]
) -> Iterator[Relation]:
    """Give the relations between the situations and what they add up to.

    Parameters
    ----------
    tables : mapping of str to RawTable
        With ``situations``.
    judged : pandas.DataFrame
        One row a situation, with what every reading makes of it.
    headline : str
    readings : list of str

    Yields
    ------
    Relation
    """
    situations = tables["situations"]
    yield from occurs(situations, "persons")
    told = judged.set_index("situation_id").loc[[str(row[0]) for row in situations.rows]]
    places = [cell(situations, row, "persons") for row in range(len(situations.rows))]

    def adding(column: str) -> Iterator[tuple[str, list[Term]]]:
        by_value: dict[str, list[Term]] = {}
        for place, value in zip(places, told[column].tolist(), strict=True):
            by_value.setdefault(str(value), []).append(place)
        yield from by_value.items()

    wholes: list[tuple[str, str, str]] = [("group", "", "group"), ("certainty", "", "certainty")]
    wholes += [("notice", "", "notice")]
    wholes += [(f"outcome_{name}", name, "outcome") for name in readings]
    for column, reading, fact in wholes:
        for value, parts in adding(column):
            where: Where = {fact: value}
            yield adds_up(tally(reading, where), parts, BY_SITUATION)
    yield adds_up(tally("", {}), list(places), BY_SITUATION)
    yield from _duty_without_notice(told, places, readings)
    for reading in readings:
        yield from _consequences(told, places, reading)
    if "certainty" in tables:
        yield from _certainty(tables["certainty"], told, places)
    if "rules" in tables:
        rules = tables["rules"]
        by_rule = dict(adding(f"rule_{headline}"))
        for row, cells in enumerate(rules.rows):
            if len({str(other[0]) for other in rules.rows}) == len(rules.rows):
                total = cell(rules, row, "persons")
                yield adds_up(total, by_rule[str(cells[0])], "één regel besliste")


def _duty_without_notice(
    told: pd.DataFrame, places: list[At], readings: list[str]
) -> Iterator[Relation]:
    """Of persons without a notice the regime is still shown."""
    for reading in readings:
        for regime in load_labels()["regime"]:
            outcome, said = told[f"outcome_{reading}"], told[f"regime_{reading}"]
            parts = _where(places, (outcome == "no_notice") & (said == regime))
            where: Where = {"outcome": "no_notice", "regime": regime}
            yield adds_up(tally(reading, where), parts, BY_SITUATION)


def _consequences(told: pd.DataFrame, places: list[At], reading: str) -> Iterator[Relation]:
    """Who is counted for what followed is of a situation in which that can follow (section 4)."""
    regime, stated = told[f"regime_{reading}"], told["regime_stated"]
    old = regime == "wi2013"
    told_old = old & (stated == "wi2013")
    not_bound = regime.isin(["wi2013", "none"]) & (told["notice"] != "no_notice")
    cases: list[tuple[list[Where], pd.Series]] = [
        ([{"wrong_notice": "yes"}], not_bound),
        ([{"breach": "viewed"}, {"breach": "visible"}], old),
        ([{"breach": "unknown"}], regime.isin(["unknown", "open"])),
        ([{"start_class": "late"}, {"start_class": "early"}], told_old),
        ([{"term_class": "longer"}, {"term_class": "shorter"}], told_old),
    ]
    for wheres, situations in cases:
        whole = tuple((1, part) for part in _where(places, situations))
        parts = tuple((-1, tally(reading, where)) for where in wheres)
        yield Relation((*whole, *parts), "alleen in deze situaties", ">=")


def _certainty(table: RawTable, told: pd.DataFrame, places: list[At]) -> Iterator[Relation]:
    labels = load_labels()
    for row, group in enumerate(labels["group"]):
        for code in labels["certainty"]:
            parts = _where(places, (told["group"] == group) & (told["certainty"] == code))
            if len(parts) == 1:
                yield equal(cell(table, row, code), parts[0], BY_SITUATION)
            else:
                yield adds_up(cell(table, row, code), parts, BY_SITUATION)


def _where(places: list[At], situations: pd.Series) -> list[Term]:
    """Give the cells of some situations; an unknown is none of them."""
    chosen = situations.fillna(False).tolist()
    return [place for place, holds in zip(places, chosen, strict=True) if holds]
