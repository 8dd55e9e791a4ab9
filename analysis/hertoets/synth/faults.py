"""Faults of the records, planted at small stated rates.

What, where and how often stands in ``faults.toml``; how, in `SPOILS` under the same id. Planted
people are never touched, and no row gets two faults.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from hertoets.synth.changes import (
    add_to_century,
    another_municipality,
    other_law,
    other_sex,
    to_30_february,
    without_letters,
)
from hertoets.synth.draws import Columns, Draw, days, rows
from hertoets.synth.larger import (
    date_before_decision,
    give_to_child,
    give_to_untold,
    lose_month,
    merge_persons,
    split_person,
)
from hertoets.synth.legal import FINE_MOST, LOAN_MOST
from hertoets.synth.spoiling import (
    Spoil,
    Struck,
    Workshop,
    add_a_zero,
    add_stranger,
    deliver_again,
    empty,
    move,
    put,
    put_where_open,
    repeat,
    repeat_differing,
    rewrite,
    swap_day_and_month,
    use_ended_code,
)
from hertoets.synth.world import World

LONG_AGO = np.datetime64("1899-12-30")
FOREVER = np.datetime64("9999-12-31")

# Of a table's rows: keeps small tables usable and codes outside their list well below 5%.
MOST = 0.02


@dataclass(frozen=True)
class RecordFault:
    """One kind of fault: where, in which share of the rows that can bear it, what it ends as."""

    id: str
    table: str
    rate: float
    what: str
    ends_as: str


@dataclass(frozen=True)
class KnownKind:
    """A kind of fault that these registers are known for; `note` says why it is not planted."""

    id: str
    what: str
    mark: str
    note: str = ""


@dataclass(frozen=True)
class Reported:
    """What a source reports of these registers; `why` says why the extract has it not."""

    what: str
    where: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Spoiled:
    """The tables with their faults, and the rows that each was put in."""

    tables: dict[str, Columns]
    struck: list[Struck]


@cache
def record_faults() -> tuple[RecordFault, ...]:
    """Read the faults that are planted, in the order of ``faults.toml``."""
    return tuple(RecordFault(**entry) for entry in _file()["fault"])


@cache
def known_kinds() -> tuple[KnownKind, ...]:
    """Read the kinds of faults that these registers are known for."""
    return tuple(KnownKind(**entry) for entry in _file()["kind"])


@cache
def reported() -> tuple[Reported, ...]:
    """Read what is reported of these registers beyond the known kinds."""
    return tuple(
        Reported(entry["what"], tuple(entry.get("where", ())), entry.get("why", ""))
        for entry in _file()["reported"]
    )


def _file() -> dict[str, list[dict[str, Any]]]:
    text = files("hertoets.synth").joinpath("faults.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def spoils() -> dict[str, Spoil]:
    """How each fault is made, by its id."""
    return {
        "P1": rewrite("birth_date", to_30_february),
        "P2": put("birth_date", "1899-12-30"),
        "P3": rewrite("birth_date", add_to_century),
        "P4": empty("birth_date"),
        "P5": repeat(),
        "P6": repeat_differing("sex", other_sex),
        "P7": put("nationality", "XXX", "0339", "TK", "YMD"),
        "P8": put("sex", "v", "M", "o"),
        "R1": move("document_collected_date", "decision_date", -90, -1),
        "R2": move("end_date", "effective_date", -400, -1),
        "R3": put("effective_date", LONG_AGO),
        "R4": add_stranger("right_id"),
        "R5": repeat(),
        "R6": repeat_differing("decision_date", lambda dates: dates + days(7)),
        "R7": put("migrant_group", "asiel", "gezin", "A"),
        "R8": put_where_open("end_date", FOREVER),
        "R9": empty("decision_date"),
        "R10": swap_day_and_month("decision_date"),
        "R11": empty("temporary_purpose"),
        "G1": rewrite("municipality", without_letters),
        "G2": put("municipality", "GM1999", "GM0000"),
        "G3": use_ended_code(months=3),
        "G4": put_where_open("valid_to", FOREVER),
        "G5": move("valid_to", "valid_from", -60, -1),
        "G6": move("valid_to", "valid_to", -20, 20),
        "G7": repeat(),
        "G8": add_stranger(),
        "C1": put("location_kind", "AZC", "hotel"),
        "C2": rewrite("linked_municipality", without_letters),
        "C3": repeat(),
        "C4": repeat_differing("linked_on", lambda dates: dates + days(3)),
        "C5": add_stranger(),
        "C6": move("to_date", "from_date", -60, -1),
        "E1": move("valid_to", "valid_from", -200, -1),
        "E2": put("kind", "DIP", "AVI"),
        "E3": repeat(),
        "E4": add_stranger(),
        "E5": put_where_open("valid_to", FOREVER),
        "N1": move("term_end_stated", "start_stated", -400, -1),
        "N2": put("regime_stated", "WI2013", "Wi2021", "2013"),
        "N3": empty("notice_date"),
        "N4": repeat(),
        "N5": repeat_differing("notice_date", lambda dates: dates + days(1)),
        "N6": add_stranger("notice_id"),
        "N7": rewrite("municipality_informed", without_letters),
        "N8": deliver_again("notice_id"),
        "N9": split_person(),
        "A1": empty("viewed"),
        "A2": repeat(),
        "A3": add_stranger(),
        "A4": rewrite("municipality", without_letters),
        "M1": empty("persons_counted"),
        "M2": repeat(),
        "M3": repeat_differing("persons_counted", lambda counts: counts + 1),
        "H1": put("choice", "WI2013", "oud"),
        "H2": add_stranger(),
        "H3": repeat(),
        "G9": repeat_differing("municipality", another_municipality),
        "C7": rewrite("location_municipality", without_letters),
        "E6": repeat_differing("valid_to", lambda dates: dates + days(30)),
        "A5": repeat_differing("viewed", np.logical_not),
        "H4": repeat_differing("choice", other_law),
        "N10": lose_month("family"),
        "P9": merge_persons(),
        "V1": repeat(),
        "V2": repeat_differing("days", lambda days: days + 30),
        "V3": add_stranger(),
        "V4": put("reason", "COVID", "lees", "AZC"),
        "V5": give_to_untold(),
        "V6": put("days", 7_300),
        "V7": empty("granted_on"),
        "B1": repeat(),
        "B2": repeat_differing("amount_euro", lambda amounts: amounts + 10),
        "B3": add_stranger("fine_id"),
        "B4": deliver_again("fine_id"),
        "B5": date_before_decision("imposed_on", 1, 300),
        "B6": add_a_zero("amount_euro", FINE_MOST),
        "B7": move("withdrawn_on", "imposed_on", -60, -1),
        "B8": empty("imposed_on"),
        "L1": repeat(),
        "L2": repeat_differing("amount_euro", lambda amounts: amounts + 50),
        "L3": add_stranger("loan_id"),
        "L4": deliver_again("loan_id"),
        "L5": give_to_child("granted_on"),
        "L6": add_a_zero("amount_euro", LOAN_MOST),
        "L7": move("written_off_on", "granted_on", -60, -1),
        "L8": move("repayment_from", "granted_on", -60, -1),
        "L9": empty("granted_on"),
        "I1": repeat(),
        "I2": repeat_differing("municipality", another_municipality),
        "I3": add_stranger(),
        "I4": date_before_decision("plan_date", 1, 300),
        "I5": move("plan_date", "plan_date", -900, -600),
        "I6": put("municipality", "GM0003", "GM0370"),
        "I7": empty("plan_date"),
    }


def plant_faults(world: World, seed: int) -> Spoiled:
    """Plant every fault of the tables that there are.

    Parameters
    ----------
    world : World
        The tables without faults; their columns are changed.
    seed : int
        The seed of the draws.

    Returns
    -------
    Spoiled
    """
    free = {name: ~planted for name, planted in world.planted.items()}
    draw, part = Draw(seed, "faults"), world.part
    whole = draw if part.of == 1 else Draw(part.seed, "faults of the whole")
    shop = Workshop(world.tables, free, draw, whole, part)
    for fault in record_faults():
        if fault.table in world.tables:
            _plant(shop, fault, spoils()[fault.id])
    return Spoiled(shop.finished(), shop.struck)


def _plant(shop: Workshop, fault: RecordFault, spoil: Spoil) -> None:
    name = fault.table
    table, free = shop.tables[name], shop.free[name]
    able = np.flatnonzero(free & spoil.able(table))
    size = how_many(fault.rate, len(able), len(free))
    shop.fault, shop.table, shop.column = fault.id, name, spoil.column
    if spoil.pick:
        chosen = spoil.pick(shop, size)
    else:
        chosen = np.sort(shop.draw.generator.permutation(able)[:size])
    free[chosen] = False
    spoil.act(shop, name, chosen)
    if not spoil.adds:
        shop.note(name, rows(table, chosen))


def how_many(rate: float, able: int, size: int) -> int:
    """In how many rows a fault is planted: at least one, never over 2% of the table."""
    return min(max(round(rate * able), 1), int(MOST * size), able)
