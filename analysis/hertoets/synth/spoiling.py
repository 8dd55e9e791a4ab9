"""The ways in which a record goes wrong: one small function each, used by `hertoets.synth.faults`.

Each gives a `Spoil`, which changes the chosen rows of one table in place, or hands new rows to
the workshop; that puts them in after all faults are planted, so that row numbers hold meanwhile.
Faults that reach beyond one row or column stand in `hertoets.synth.larger`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hertoets.extract.schema import schema
from hertoets.synth.draws import EMPTY_DATE, Column, Columns, Draw, days, rows, stacked, texts
from hertoets.synth.municipalities import municipalities
from hertoets.synth.pseudonyms import Part, as_text, pseudonym_numbers

# Far beyond the row numbers of any extract, so that a new key is never one in use.
NEW_KEYS_FROM = 2**40

KEY_LETTERS = {"person_id": "P", "right_id": "R", "notice_id": "K", "fine_id": "B", "loan_id": "L"}


@dataclass(frozen=True)
class Struck:
    """Rows that a fault was put in, as delivered: `rows` holds their keys and persons."""

    fault: str
    table: str
    column: str
    rows: Columns

    @classmethod
    def of(cls, fault: str, table: str, column: str, whole: Columns) -> "Struck":
        """Keep of these rows what says which they are."""
        names = dict.fromkeys((*schema()[table].key, "person_id"))
        kept = {name: whole[name].copy() for name in names if name in whole}
        return cls(fault, table, column, kept)


@dataclass
class Workshop:
    """What spoiling needs: the tables, a stream of draws, new keys, and the rows to be added.

    `part` says where new keys begin, `whole` is the stream for what holds in every part alike.
    `free` marks the rows of each table without a fault so far, `lost` those not delivered;
    `fault`, `table` and `column` name what is being planted.
    """

    tables: dict[str, Columns]
    free: dict[str, Column]
    draw: Draw
    whole: Draw
    part: Part
    added: dict[str, list[tuple[Column, Columns]]] = field(default_factory=dict)
    lost: dict[str, Column] = field(default_factory=dict)
    struck: list[Struck] = field(default_factory=list)
    keys_given: int = 0
    fault: str = ""
    table: str = ""
    column: str = ""

    def new_keys(self, column: str, count: int) -> Column:
        """Keys that no row has."""
        letter = KEY_LETTERS[column]
        first = NEW_KEYS_FROM + self.part.first_row + self.keys_given
        self.keys_given += count
        return as_text(pseudonym_numbers(count, self.part.seed, letter, first), letter)

    def add(self, name: str, after: Column, new: Columns) -> None:
        """Keep new rows of a table, each to stand after the row with that number."""
        self.note(name, new)
        self.added.setdefault(name, []).append((after, new))

    def note(self, name: str, struck: Columns) -> None:
        """Write down rows that the fault is in."""
        self.struck.append(Struck.of(self.fault, name, self.column, struck))

    def finished(self) -> dict[str, Columns]:
        """The tables without the rows lost, and with the new rows put in."""
        for name, table in self.tables.items():
            additions = self.added.get(name, [])
            size = len(next(iter(table.values())))
            after = np.concatenate([np.arange(size), *(place for place, _ in additions)])
            whole = stacked([table, *(new for _, new in additions)])
            order = np.argsort(after, kind="stable")
            order = order[~np.isin(order, self.lost.get(name, []))]
            self.tables[name] = rows(whole, order)
        return self.tables


Act = Callable[[Workshop, str, Column], None]


@dataclass(frozen=True)
class Spoil:
    """A way of spoiling, with the columns that a row must have filled, and where else it fits.

    `column` is the one that goes wrong, or nothing where the row itself does; `adds` tells that
    the rows at fault are those added, and `pick` chooses rows that cannot be drawn one by one.
    """

    act: Act
    bears: tuple[str, ...] = ()
    where: Callable[[Columns], Column] | None = None
    column: str = ""
    adds: bool = False
    pick: Callable[[Workshop, int], Column] | None = None

    def able(self, table: Columns) -> Column:
        """Tell which rows of the table can bear it."""
        able = np.ones(len(next(iter(table.values()))), dtype=bool)
        for column in self.bears:
            able &= is_filled(table[column])
        return np.asarray(able & self.where(table)) if self.where else able


def is_filled(column: Column) -> Column:
    """Tell which rows hold a value."""
    if column.dtype == object:
        return np.array([value is not None for value in column], dtype=bool)
    if column.dtype.kind == "M":
        return np.asarray(~np.isnat(column))
    return np.ones(len(column), dtype=bool)


def put(column: str, *values: Any) -> Spoil:
    """Write one of these codes or dates where there is a value."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        drawn = shop.draw.generator.integers(0, len(values), len(chosen))
        for place, value in enumerate(values):
            shop.tables[name][column][chosen[drawn == place]] = value

    return Spoil(act, bears=(column,), column=column)


def put_where_open(column: str, value: Any) -> Spoil:
    """Write this date where the end is open."""
    return Spoil(
        put(column, value).act, where=lambda table: ~is_filled(table[column]), column=column
    )


def empty(column: str) -> Spoil:
    """Leave out the value."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        table = shop.tables[name]
        if table[column].dtype.kind == "M":
            table[column][chosen] = EMPTY_DATE
        else:
            table[column] = table[column].astype(object)
            table[column][chosen] = None

    return Spoil(act, bears=(column,), column=column)


def move(column: str, beyond: str, least: int, most: int) -> Spoil:
    """Write a date some days from that in another column; negative days lie before it."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        table = shop.tables[name]
        shift = shop.draw.days_between(least, most, len(chosen))
        shift[shift == days(0)] = days(1)
        table[column][chosen] = table[beyond][chosen] + shift

    return Spoil(act, bears=(beyond,), column=column)


def add_a_zero(column: str, beyond: int) -> Spoil:
    """Write an amount ten times as high, where that is more than can be."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        shop.tables[name][column][chosen] *= 10

    return Spoil(act, where=lambda table: 10 * table[column] > beyond, column=column)


def swap_day_and_month(column: str) -> Spoil:
    """Write the day as the month and the month as the day, where that is another date."""

    def parts(dates: Column) -> tuple[Column, Column, Column]:
        year, month = dates.astype("datetime64[Y]"), dates.astype("datetime64[M]")
        day = (dates - month.astype("datetime64[D]")).astype(int)
        return year, (month - year.astype("datetime64[M]")).astype(int), day

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        dates = shop.tables[name][column]
        year, month, day = parts(dates[chosen])
        swapped = year.astype("datetime64[M]") + day.astype("timedelta64[M]")
        dates[chosen] = swapped.astype("datetime64[D]") + days(month)

    def where(table: Columns) -> Column:
        _, month, day = parts(table[column])
        return np.asarray(is_filled(table[column]) & (day < 12) & (day != month))

    return Spoil(act, where=where, column=column)


def rewrite(column: str, change: Callable[[str], str]) -> Spoil:
    """Write a text anew, from what stood there."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        written = shop.tables[name][column]
        written[chosen] = texts([change(text) for text in written[chosen]])

    return Spoil(act, bears=(column,), column=column)


def repeat() -> Spoil:
    """Deliver the row twice under its key."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        shop.add(name, chosen, rows(shop.tables[name], chosen))

    return Spoil(act, adds=True)


def repeat_differing(column: str, change: Callable[[Any], Any]) -> Spoil:
    """Deliver the row twice under its key; the second time this column differs."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        new = rows(shop.tables[name], chosen)
        new[column] = change(new[column])
        shop.add(name, chosen, new)

    return Spoil(act, bears=(column,), column=column, adds=True)


def deliver_again(key: str) -> Spoil:
    """Deliver the row twice, the second time under a key of its own."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        new = rows(shop.tables[name], chosen)
        new[key] = shop.new_keys(key, len(chosen))
        shop.add(name, chosen, new)

    return Spoil(act, adds=True)


def add_stranger(key: str = "") -> Spoil:
    """Add a row of a person who is not in the extract."""

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        new = rows(shop.tables[name], chosen)
        new["person_id"] = shop.new_keys("person_id", len(chosen))
        if key:
            new[key] = shop.new_keys(key, len(chosen))
        shop.add(name, chosen, new)

    return Spoil(act, column="person_id", adds=True)


def use_ended_code(months: int) -> Spoil:
    """Write the code from before a merger, in registrations of the first months after it."""
    places = municipalities()
    ended = np.flatnonzero(~np.isnat(places.ends))
    merged = {places.codes[places.successor[row]]: row for row in ended}

    def act(shop: Workshop, name: str, chosen: Column) -> None:
        column = shop.tables[name]["municipality"]
        column[chosen] = texts([places.codes[merged[code]] for code in column[chosen]])

    def where(table: Columns) -> Column:
        fits = np.zeros(len(table["municipality"]), dtype=bool)
        for code, row in merged.items():
            since = table["valid_from"] - places.ends[row]
            recent = (since >= days(0)) & (since <= days(31 * months))
            fits |= recent & (table["municipality"] == code)
        return fits

    return Spoil(act, where=where, column="municipality")
