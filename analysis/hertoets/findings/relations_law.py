"""What follows from the table of situations: the law judges situations, so its counts add up there.

Every person of a situation has the same outcome under each reading, so an outsider can add up the
situations that are published and get every count of outcomes, rules and groups.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from hertoets.findings.catalogue import load_labels
from hertoets.findings.model import At, RawTable, Relation, Term
from hertoets.findings.relations import adds_up, equal, tallied
from hertoets.findings.relations_tables import cell, occurs
from hertoets.findings.tallies import Where, tally

BY_SITUATION = "elke persoon van een situatie heeft dezelfde uitkomst"
ACTS = ["wi2013", "wi2021"]


def relate_situations(
    tables: Mapping[str, RawTable], judged: pd.DataFrame, headline: str, readings: list[str]
) -> Iterator[Relation]:
    """The relations between the situations and what they add up to.

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
        occurring = set(told[column].dropna().astype(str))
        for value in load_labels()[fact]:
            if value not in occurring:
                yield adds_up(tally(reading, {fact: value}), [], "geen situatie heeft deze waarde")
    yield adds_up(tally("", {}), list(places), BY_SITUATION)
    yield from _duty_without_notice(told, places, readings)
    for reading in readings:
        yield from _consequences(told, places, reading)
    yield from _consequences_by_group(tables, told, places, headline)
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
    """Who has no notice has a duty only where an Act applies, and no known one where none is known.

    A person's duty turns on more than the situation, so these are bounds and no sums.
    """
    for reading in readings:
        silent, regime = told[f"outcome_{reading}"] == "no_notice", told[f"regime_{reading}"]
        obliged = tally(reading, {"outcome": "no_notice", "duty": "obliged"})
        unknown = tally(reading, {"outcome": "no_notice", "duty": "unknown"})
        under_an_act = _where(places, silent & regime.isin(ACTS))
        undecided = _where(places, silent & regime.isin(["unknown", "open"]))
        yield _within([obliged], under_an_act)
        yield _within([obliged, unknown], [*under_an_act, *undecided])
        yield _within(undecided, [unknown])


def _consequences(told: pd.DataFrame, places: list[At], reading: str) -> Iterator[Relation]:
    """Who is counted for what followed is of a situation in which that can follow (section 4)."""
    can = _possible(told, reading)
    cases: list[tuple[list[Where], pd.Series]] = [
        ([{"wrong_notice": "yes"}], can.not_bound),
        ([{"breach": "viewed"}, {"breach": "visible"}], can.free),
        ([{"breach": "unknown"}], can.undecided),
        ([{"start_class": "late"}, {"start_class": "early"}], can.told_old),
        ([{"term_class": "longer"}, {"term_class": "shorter"}], can.told_old),
        ([{"waited": True}], can.waited),
        ([{"waited": True}, {"waited": False, "waiting": True}], can.waiting),
    ]
    for wheres, situations in cases:
        yield _within(tallied(reading, wheres), _where(places, situations))
    surely = tally(reading, {"wrong_notice": "yes"})
    yield _within(_where(places, can.surely_wrong), [surely])


def _consequences_by_group(
    tables: Mapping[str, RawTable], told: pd.DataFrame, places: list[At], headline: str
) -> Iterator[Relation]:
    """The same within each group, where a table shows it for the headline."""
    can = _possible(told, headline)
    for row, group in enumerate(load_labels()["group"]):
        own = told["group"] == group
        cases: list[tuple[str, tuple[str, ...], pd.Series]] = [
            ("wrong_notice_by_group", ("yes",), can.not_bound),
            ("breach", ("viewed", "visible"), can.free),
            ("breach", ("elsewhere",), can.new),
            ("breach", ("unknown",), can.undecided),
            ("waiting_by_group", ("waited",), can.waited),
            ("waiting_by_group", ("waited", "maybe"), can.waiting),
            ("term_class_by_group", ("on_time", "longer", "shorter"), can.told_old),
            ("term_class_by_group", ("on_time", "longer", "shorter", "unknown"), can.classed),
        ]
        for name, columns, situations in cases:
            if name in tables:
                parts: list[Term] = [cell(tables[name], row, column) for column in columns]
                yield _within(parts, _where(places, situations & own))
        if "wrong_notice_by_group" in tables:
            surely = cell(tables["wrong_notice_by_group"], row, "yes")
            yield _within(_where(places, can.surely_wrong & own), [surely])
        if "start_shift" in tables:
            shift = tables["start_shift"]
            whole = cell(shift, len(shift.rows) - 1, group)
            yield _within([whole], _where(places, can.told_old & own))


@dataclass(frozen=True)
class _Possible:
    """Situations in which something can follow, or surely does, under one reading."""

    free: pd.Series
    new: pd.Series
    waited: pd.Series
    waiting: pd.Series
    told_old: pd.Series
    classed: pd.Series
    undecided: pd.Series
    not_bound: pd.Series
    surely_wrong: pd.Series


def _possible(told: pd.DataFrame, reading: str) -> _Possible:
    regime, stated = told[f"regime_{reading}"], told["regime_stated"]
    old, free = regime == "wi2013", regime.isin(["wi2013", "none"])
    told_of = told["notice"] != "no_notice"
    return _Possible(
        free=free,
        new=regime == "wi2021",
        waited=told_of & regime.isin(ACTS) & stated.notna(),
        waiting=told_of & (regime != "none"),
        told_old=old & (stated == "wi2013"),
        classed=regime.isin(["wi2013", "unknown", "open"])
        & (stated.isna() | (stated == "wi2013"))
        & told_of,
        undecided=regime.isin(["unknown", "open", "wi2021"]),
        not_bound=free & told_of,
        surely_wrong=free & (told["notice"] == "after") & (stated == "wi2021"),
    )


def _within(parts: list[Term], whole: list[Term]) -> Relation:
    terms = (*((1, term) for term in whole), *((-1, part) for part in parts))
    return Relation(terms, "alleen in deze situaties", ">=")


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
    """The cells of some situations; an unknown is none of them."""
    chosen = situations.fillna(False).tolist()
    return [place for place, holds in zip(places, chosen, strict=True) if holds]
