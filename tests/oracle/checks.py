"""The checks again in plain Python, row by row: which rows are judged, and which of them are wrong.

After docs/quality.md, and sharing no code with `hertoets.quality`. A row is a mapping; None is
unknown, `OPEN` and ``""`` an open column in which nothing has happened.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

Row = dict[str, Any]
Told = list[bool | None]
"""Of each row whether it is wrong; None where it is not judged."""
Tallied = tuple[int, int]
"""How many were judged and how many are wrong, where that belongs to no row."""

OPEN = date(9999, 12, 31)
NEVER = date(9999, 12, 30)
LASTING_GROUPS = ("family", "other")
SCHOOLING = ("compulsory_education", "follow_on_education")


def known(value: Any) -> Any:
    return None if value in (OPEN, "") else value


def is_open(value: Any) -> bool:
    return value in (OPEN, "")


def day(text: str) -> date:
    return date.fromisoformat(text)


def later_by(born: date, years: int, months: int = 0) -> date:
    """A day that does not exist falls on the first of the next month."""
    month = born.month - 1 + months
    year, month = born.year + years + month // 12, month % 12 + 1
    try:
        return date(year, month, born.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


class Records:
    """The tables of an extract as lists of rows, and what is asked of them often."""

    def __init__(
        self,
        tables: Mapping[str, list[Row]],
        delivered: date | None,
        places: Iterable[Mapping[str, str]],
    ) -> None:
        self.tables, self.delivered = tables, delivered
        self.places = {row["code"]: row for row in places}
        self.foreign: dict[tuple[str, str], int] = {}
        """Codes from outside the list, by table and column."""
        self._of: dict[str, dict[int, list[Row]]] = {}

    def of(self, table: str, person: int) -> list[Row]:
        """The rows of a person, in the order of the table."""
        if table not in self._of:
            rows: dict[int, list[Row]] = defaultdict(list)
            for row in self.tables[table]:
                rows[row["person"]].append(row)
            self._of[table] = rows
        return self._of[table].get(person, [])

    def person(self, number: int) -> Row:
        return self.tables["persons"][number]

    def first_decision(self, person: int, *, lasting: bool) -> date | None:
        rights = self.of("residence_rights", person)
        days = [row["decision_date"] for row in rights if counts(row) or not lasting]
        return min((one for one in days if one), default=None)

    def published(self, person: int) -> date | None:
        days = [made_known(row) for row in self.of("residence_rights", person) if counts(row)]
        return min((one for one in days if one), default=None)

    def is_first_right(self, row: Row) -> bool:
        """The row of the earliest known decision of a right that counts, of equals the first."""
        rights = [r for r in self.of("residence_rights", row["person"]) if counts(r)]
        dated = [r for r in rights if r["decision_date"]]
        return bool(dated) and min(dated, key=lambda r: r["decision_date"]) is row

    def covering(self, table: str, person: int, on: date, begins: str, ends: str) -> Row | None:
        """Of the spells that cover the day the one that began last, of equals the last row."""
        found = None
        for row in self.of(table, person):
            begin, end = row[begins], row[ends]
            if begin and end and begin <= on < end and (not found or begin >= found[begins]):
                found = row
        return found

    def stay(self, person: int, on: date) -> Row | None:
        return self.covering("reception", person, on, "from_date", "to_date")

    def linked(self, stay: Row, on: date) -> str | None:
        since = known(stay["linked_on"])
        return known(stay["linked_municipality"]) if since and since <= on else None

    def responsible(self, person: int, on: date) -> str | None:
        if stay := self.stay(person, on):
            return self.linked(stay, on)
        home = self.covering("registrations", person, on, "valid_from", "valid_to")
        return home["municipality"] if home else None

    def first_homes(self, until: date) -> list[Row]:
        """Of each status holder the earliest registration that no stay in that place covers."""
        found = []
        for person in range(len(self.tables["persons"])):
            rights = self.of("residence_rights", person)
            if not any(row["migrant_group"] == "asylum" for row in rights):
                continue
            own = [
                row
                for row in self.of("registrations", person)
                if row["valid_from"]
                and row["valid_from"] <= until
                and row["municipality"]
                and not self._stays_there(row)
            ]
            if own:
                found.append(min(own, key=lambda row: row["valid_from"]))
        return found

    def _stays_there(self, row: Row) -> bool:
        stay = self.stay(row["person"], row["valid_from"])
        return stay is not None and stay["location_municipality"] == row["municipality"]


def counts(right: Row) -> bool:
    return right["temporary_purpose"] is False or right["spiritual_minister"] is True


def made_known(right: Row) -> date | None:
    if right["migrant_group"] == "asylum":
        return right["decision_date"]  # type: ignore[no-any-return]
    if right["migrant_group"] in LASTING_GROUPS:
        return right["document_collected_date"]  # type: ignore[no-any-return]
    return None


def meets(row: Row, where: Mapping[str, Sequence[Any]] | None) -> bool:
    return all(row[name] is not None and row[name] in some for name, some in (where or {}).items())


def by_row(see: Callable[..., bool | None]) -> Callable[..., Told]:
    """A check that looks at one row at a time; `see` says whether it is wrong."""

    def look(records: Records, table: str, where: Any = None, **arguments: Any) -> Told:
        return [
            see(records, row, **arguments) if meets(row, where) else None
            for row in records.tables[table]
        ]

    return look


# One row by itself.


def filled(_: Records, row: Row, columns: Sequence[str]) -> bool:
    return any(known(row[name]) is None for name in columns)


def together(_: Records, row: Row, first: str, second: str) -> bool | None:
    if row[first] is None or row[second] is None:
        return None
    return is_open(row[first]) is not is_open(row[second])


def still_open(_: Records, row: Row, column: str) -> bool | None:
    return None if row[column] is None else not is_open(row[column])


def days_between(
    _: Records,
    row: Row,
    earlier: str,
    later: str,
    least: int | None = None,
    most: int | None = None,
    never: int | None = None,
    since: str = "",
    until: str = "",
) -> bool | None:
    begin, end = known(row[earlier]), known(row[later])
    if not begin or not end or (since and end < day(since)) or (until and end > day(until)):
        return None
    apart = (end - begin).days
    return (
        (least is not None and apart < least)
        or (most is not None and apart > most)
        or apart == never
    )


def years_between(
    _: Records,
    row: Row,
    earlier: str,
    later: str,
    years: int,
    least: int | None = None,
    most: int | None = None,
    never: Sequence[int] = (),
) -> bool | None:
    begin, end = known(row[earlier]), known(row[later])
    if not begin or not end:
        return None
    apart = (end - later_by(begin, years)).days
    return (
        (least is not None and apart < least)
        or (most is not None and apart > most)
        or apart in never
    )


def within(_: Records, row: Row, column: str, first: str = "", last: str = "") -> bool | None:
    found = known(row[column])
    if not found:
        return None
    return bool((first and found < day(first)) or (last and found > day(last)))


def outside(_: Records, row: Row, column: str, first: str, last: str) -> bool | None:
    found = known(row[column])
    return day(first) <= found <= day(last) if found else None


def in_period(records: Records, table: str, where: Any = None, **period: str) -> Told:
    """Every dated row is judged, also where it does not meet the condition."""
    return [
        bool(found) and meets(row, where) if (found := outside(records, row, **period)) is not None
        else None
        for row in records.tables[table]
    ]  # fmt: skip


def delivered(records: Records, table: str, columns: Sequence[str]) -> Told | Tallied:
    last = records.delivered
    if last is None:
        return 0, 0
    days = [[known(row[name]) for name in columns] for row in records.tables[table]]
    return [any(one and one > last for one in some) if any(some) else None for some in days]


def number_between(
    _: Records, row: Row, column: str, least: int | None = None, most: int | None = None
) -> bool | None:
    value = row[column]
    if value is None:
        return None
    return (least is not None and value < least) or (most is not None and value > most)


def whole_birth_dates(_: Records, row: Row) -> bool | None:
    return row["birth_from"] != row["birth_to"] if row["birth_from"] else None


def born_first_of_january(_: Records, row: Row) -> bool | None:
    born = row["birth_from"]
    if not born or born != row["birth_to"]:
        return None
    return (born.month, born.day) == (1, 1)


# Municipalities in the list.


def municipality_listed(records: Records, row: Row, column: str) -> bool | None:
    code = known(row[column])
    return code not in records.places if code else None


def municipality_valid(records: Records, row: Row, column: str, on: str) -> bool | None:
    code, asked = known(row[column]), known(row[on])
    if code not in records.places or not asked:
        return None
    begin, end = (records.places[code][name] for name in ("valid_from", "valid_to"))
    return bool((begin and asked < day(begin)) or (end and asked >= day(end)))


def municipality_until(
    records: Records, row: Row, column: str, begins: str, ends: str
) -> bool | None:
    code, begin, end = known(row[column]), known(row[begins]), row[ends]
    if code not in records.places or not begin or not end:
        return None
    last = records.places[code]["valid_to"]
    return bool(last) and begin < day(last) < end


def codes_listed(records: Records, table: str, columns: Sequence[str]) -> Tallied:
    """Of the column with the most foreign codes by share, the first of equals."""
    found: list[Tallied] = []
    for name in columns:
        foreign = records.foreign.get((table, name), 0)
        some = sum(known(row[name]) is not None for row in records.tables[table]) + foreign
        found += [(some, foreign)] if some else []
    return max(found, key=lambda one: Fraction(one[1], one[0]), default=(0, 0))


# The rows of one person.


def _by_begin(
    rows: Sequence[Row], begins: str, by: Sequence[str], where: Any
) -> Iterable[tuple[int, list[int]]]:
    """Each row that is a spell, and those of the same person that began no later, before it."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if meets(row, where) and known(row[begins]):
            groups[row["person"], *(known(row[name]) for name in by)].append(number)
    for some in groups.values():
        some.sort(key=lambda number: rows[number][begins])
        for place, number in enumerate(some):
            yield number, some[:place]


def apart(
    records: Records,
    table: str,
    begins: str,
    ends: str,
    inclusive: bool = False,
    by: Sequence[str] = (),
    where: Any = None,
) -> Told:
    rows = records.tables[table]
    told: Told = [None] * len(rows)
    for number, before in _by_begin(rows, begins, by, where):
        ended = [rows[one][ends] for one in before if rows[one][ends]]
        begin = rows[number][begins]
        told[number] = any(end > begin or (inclusive and end == begin) for end in ended)
    return told


def joined(
    records: Records, table: str, begins: str, ends: str, most: int = 0, where: Any = None
) -> Told:
    rows = records.tables[table]
    told: Told = [None] * len(rows)
    for number, before in _by_begin(rows, begins, (), where):
        ended = [rows[one][ends] for one in before]
        told[number] = (
            bool(ended)
            and None not in ended
            and (rows[number][begins] - max(ended)).days > most
        )  # fmt: skip
    return told


def once(records: Records, table: str, columns: Sequence[str], where: Any = None) -> Told:
    said: set[tuple[Any, ...]] = set()
    told: Told = []
    for row in records.tables[table]:
        if not meets(row, where):
            told.append(None)
            continue
        own = (row["person"], *(known(row[name]) for name in columns))
        told.append(own in said)
        said.add(own)
    return told


def dated_together(records: Records, table: str, column: str) -> Told:
    told: Told = []
    for row in records.tables[table]:
        own = records.of(table, row["person"])
        some = any(known(other[column]) for other in own)
        told.append(some and not known(row[column]) if len(own) > 1 else None)
    return told


# How many there are.


def _crowded(days: Sequence[Any], few: int, times: int, least: int) -> Told:
    sizes = Counter(one for one in days if one is not None)
    if len(sizes) < few:
        return [None] * len(days)
    usual = median(sizes.values())
    return [
        None if one is None else sizes[one] > times * usual and sizes[one] >= least for one in days
    ]


def burst(records: Records, table: str, column: str, times: int, least: int) -> Told:
    return _crowded([known(row[column]) for row in records.tables[table]], 20, times, least)


def months_steady(records: Records, table: str, column: str, times: int, least: int) -> Told:
    days = [known(row[column]) for row in records.tables[table]]
    return _crowded([one and (one.year, one.month) for one in days], 3, times, least)


def _month(of: date) -> int:
    return of.year * 12 + of.month - 1


def _month_of(text: str) -> int:
    return _month(day(f"{text}-01"))


def months_filled(
    records: Records,
    table: str,
    column: str,
    since: str,
    where: Any = None,
    but: Sequence[str] = (),
) -> Tallied:
    days = [known(row[column]) for row in records.tables[table] if meets(row, where)]
    months = {_month(one) for one in days if one and _month(one) >= _month_of(since)}
    if len(months) < 2:
        return 0, 0
    due = set(range(min(months), max(months) + 1)) - {_month_of(one) for one in but}
    return len(due), len(due - months)


# Between a person's rights and the other tables.


def has_right(records: Records, row: Row) -> bool:
    return not records.of("residence_rights", row["person"])


def has_notice(
    records: Records, row: Row, column: str = "", since: str = "", until: str = ""
) -> bool | None:
    if column:
        on = known(row[column])
        if on is None or (since and on < day(since)) or (until and on > day(until)):
            return None
    return not records.of("notices", row["person"])


def has_row_in(
    records: Records, table: str, other: str, after_days: int, since: str = ""
) -> Told | Tallied:
    last = records.delivered
    if last is None:
        return 0, 0
    return [
        not records.of(other, row["person"])
        if records.is_first_right(row)
        and (last - row["decision_date"]).days > after_days
        and (not since or row["decision_date"] >= day(since))
        else None
        for row in records.tables[table]
    ]


def within_days(
    records: Records,
    table: str,
    column: str,
    after: str,
    least: int | None = None,
    most: int | None = None,
    first_only: bool = False,
    where: Any = None,
) -> Told:
    told: Told = []
    for row in records.tables[table]:
        person, asked = row["person"], known(row[column])
        base = (
            records.published(person)
            if after == "publication"
            else records.first_decision(person, lasting=after == "lasting_decision")
        )
        own = [one for one in records.of(table, person) if known(one[column])]
        first = min(own, key=lambda one: one[column], default=None)
        if not asked or not base or not meets(row, where) or (first_only and first is not row):
            told.append(None)
            continue
        apart = (asked - base).days
        told.append(
            (least is not None and apart < least) or (most is not None and apart > most)
        )  # fmt: skip
    return told


def begins_after_first(
    records: Records, row: Row, column: str, other: str, other_column: str
) -> bool | None:
    days = [known(one[other_column]) for one in records.of(other, row["person"])]
    first = min((one for one in days if one), default=None)
    own = known(row[column])
    return own < first if own and first else None


def regime_fits(records: Records, row: Row, regime: str, until: str) -> bool | None:
    if row["regime_stated"] != regime:
        return None
    if regime == "wi2021":
        found = records.published(row["person"])
        return found <= day(until) if found else None
    found = records.first_decision(row["person"], lasting=True)
    return found > day(until) if found else None


def _wrongly_told(records: Records, notice: Row, until: str, since: str) -> bool:
    published, sent = records.published(notice["person"]), notice["notice_date"]
    return bool(
        notice["regime_stated"] == "wi2021"
        and published
        and published <= day(until)
        and sent
        and sent >= day(since)
    )


def told_after(records: Records, row: Row, until: str, since: str) -> bool | None:
    if not _wrongly_told(records, row, until, since):
        return None
    return not records.of("choices", row["person"])


def offered_rightly(records: Records, row: Row, until: str, since: str) -> bool:
    notices = records.of("notices", row["person"])
    return not any(_wrongly_told(records, one, until, since) for one in notices)


def seen_rightly(records: Records, row: Row, until: str) -> bool | None:
    found = records.published(row["person"])
    return found <= day(until) if found else None


def age_between(
    records: Records,
    row: Row,
    column: str,
    least_years: int | None = None,
    most_years: int | None = None,
    most_months: int = 0,
) -> bool | None:
    person, asked = records.person(row["person"]), known(row[column])
    if not asked or not person["birth_from"]:
        return None
    if least_years is not None and later_by(person["birth_from"], least_years) > asked:
        return True
    return most_years is not None and later_by(person["birth_to"], most_years, most_months) <= asked


def nationality_outside(records: Records, row: Row, codes: Sequence[str]) -> bool | None:
    code = records.person(row["person"])["nationality"]
    return code in codes if code else None


def of_nationality(records: Records, row: Row, codes: Sequence[str]) -> bool:
    person = records.person(row["person"])
    own = person["nationality"]
    return not (own in codes or (own == "NLD" and person["former_nationality"] in codes))


def dutch_since_known(records: Records, row: Row) -> bool | None:
    person = records.person(row["person"])
    return person["dutch_since"] is None if person["nationality"] == "NLD" else None


def known_beside(records: Records, row: Row, other: str, other_column: str) -> bool | None:
    own = records.of(other, row["person"])
    return any(one[other_column] is None for one in own) if own else None


# Where somebody was.


def told_at_link(records: Records, row: Row) -> bool | None:
    told, sent = known(row["municipality_informed"]), row["notice_date"]
    stay = records.stay(row["person"], sent) if sent else None
    if not told or not stay:
        return None
    linked, location = records.linked(stay, sent), stay["location_municipality"]
    return told == location if linked and location and linked != location else None


def told_responsible(records: Records, row: Row) -> bool | None:
    told, sent = known(row["municipality_informed"]), row["notice_date"]
    responsible = records.responsible(row["person"], sent) if sent else None
    if not told or not responsible:
        return None
    stay = records.stay(row["person"], sent)
    return told != responsible and not (stay and told == stay["location_municipality"])


def linked_when_told(records: Records, row: Row) -> bool | None:
    sent = row["notice_date"]
    stay = records.stay(row["person"], sent) if sent else None
    return records.linked(stay, sent) is None if stay else None


def linked_in_reception(records: Records, row: Row, after_days: int) -> bool | None:
    decided = records.first_decision(row["person"], lasting=False)
    until, link = row["to_date"], row["linked_municipality"]
    if not decided or not until or link is None:
        return None
    begin = max(row["from_date"] or decided, decided)
    stayed = (min(until, records.delivered or OPEN) - begin).days
    return is_open(link) if stayed > after_days else None


def access_grounded(records: Records, row: Row) -> bool | None:
    seen, since = row["municipality"], row["visible_from"]
    responsible = records.responsible(row["person"], since) if since else None
    if not seen or not responsible:
        return None
    told = {known(one["municipality_informed"]) for one in records.of("notices", row["person"])}
    return seen != responsible and seen not in told


# Two records of one person.


def one_pseudonym(records: Records, table: str, most_days: int) -> Told:
    def said(row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in ("birth_from", "birth_to", "sex", "nationality"))

    rows = records.tables[table]
    told_only = [r for r in rows if has_right(records, r) and not has_notice(records, r)]
    right_only = [r for r in rows if has_notice(records, r) and not has_right(records, r)]
    wrong: set[int] = set()
    for one in told_only:
        for other in right_only:
            sent = [r["notice_date"] for r in records.of("notices", one["person"])]
            first = min((r for r in sent if r), default=None)
            decided = records.first_decision(other["person"], lasting=False)
            waited = (first - decided).days if first and decided else None
            # Without a date of the notice it may be any day after; without one of both too.
            if said(one) == said(other) and (waited is None or 0 <= waited <= most_days):
                wrong |= {one["person"], other["person"]}
    asked = {row["person"] for row in (*told_only, *right_only)}
    return [row["person"] in wrong if row["person"] in asked else None for row in rows]


# The counts for social guidance.


def _is_counted(row: Row) -> bool:
    return bool(row["municipality"]) and row["persons_counted"] is not None


def periods_agree(records: Records, table: str, most: int) -> Told:
    rows = records.tables[table]
    totals: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if _is_counted(row):
            totals[row["municipality"], row["period"]] += row["persons_counted"]

    def differs(place: str) -> bool:
        return abs(totals[place, "2022-05"] - totals[place, "2022-09"]) > most

    return [differs(row["municipality"]) if _is_counted(row) else None for row in rows]


def counted_as_registered(
    records: Records, table: str, first: str, last: str, most: int, where_period: str
) -> Told:
    homes = records.first_homes(day(last))
    found = Counter(row["municipality"] for row in homes if row["valid_from"] >= day(first))
    return [
        row["persons_counted"] > found[row["municipality"]] + most
        if _is_counted(row) and row["period"] == where_period
        else None
        for row in records.tables[table]
    ]


def first_home_linked(records: Records, table: str) -> Told:
    homes = {id(row) for row in records.first_homes(NEVER)}
    told: Told = []
    for row in records.tables[table]:
        stays = records.of("reception", row["person"])
        links = {known(stay["linked_municipality"]) for stay in stays} - {None}
        asked = id(row) in homes and links
        told.append(row["municipality"] not in links if asked else None)
    return told


# Are notices missing?


def _last_day(month: int) -> date:
    return date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def told_each_month(
    records: Records,
    table: str,
    group: str,
    until: str,
    share: float,
    least: int,
    within_days: int,
) -> Told | Tallied:
    rows = records.tables[table]
    of_group = {row["person"] for row in rows if row["migrant_group"] == group}
    sent = Counter(
        _month(row["notice_date"])
        for row in records.tables["notices"]
        if row["person"] in of_group and row["notice_date"]
    )
    lost, judged = [], False
    for month in range(min(sent, default=0) + 3, min(max(sent, default=0), _month_of(until)) - 2):
        usual = min(
            median(sent[month + step] for step in steps) for steps in ((-3, -2, -1), (1, 2, 3))
        )
        judged |= usual >= least
        if usual >= least and sent[month] < Fraction(str(share)) * Fraction(usual):
            lost.append(_last_day(month))
    if not judged:
        return 0, 0

    def may_have_had_one(person: int) -> bool:
        decided = records.first_decision(person, lasting=True)
        ends = [
            row["valid_to"]
            for row in (records.of("exemptions", person) if "exemptions" in records.tables else ())
            if row["kind"] in SCHOOLING and row["valid_to"]
        ]
        left = known(max(ends, default=None))
        return any(
            decided is None
            or any(one and 0 <= (end - one).days <= within_days for one in (decided, left))
            for end in lost
        )

    told: Told = []
    for row in rows:
        person = row["person"]
        undated = records.first_decision(person, lasting=True) is None
        own = records.of(table, person)[0] is row if undated else records.is_first_right(row)
        silent = not records.of("notices", person)
        told.append(
            silent and may_have_had_one(person) if own and person in of_group else None
        )  # fmt: skip
    return told


def told_evenly(
    records: Records,
    table: str,
    by: str,
    share: float,
    least: int,
    after_days: int,
    since: str = "1900-01-01",
    until: str = "9999-12-31",
    months_before: int = 0,
) -> Told | Tallied:
    last = records.delivered
    if last is None:
        return 0, 0

    def cell(row: Row) -> Any:
        if by == "group":
            return row["migrant_group"]
        if by == "decision_month":
            decided, group = row["decision_date"], row["migrant_group"]
            return (_month(decided), group) if decided and decided.year >= 2013 and group else None
        homes = [
            one
            for one in records.of("registrations", row["person"])
            if one["valid_from"] and one["municipality"]
        ]
        first = min(homes, key=lambda one: one["valid_from"], default=None)
        return first["municipality"] if first else None

    rows = records.tables[table]
    old = [
        row
        for row in rows
        if records.is_first_right(row)
        and cell(row)
        and (last - row["decision_date"]).days > after_days
    ]
    people = Counter(cell(row) for row in old)
    told = Counter(cell(row) for row in old if records.of("notices", row["person"]))
    large = {one for one, number in people.items() if number >= least}
    if len(large) < 2:
        return 0, 0
    rate = {one: told[one] / people[one] for one in large}
    lost = {one for one in large if rate[one] < share * median(rate.values())}
    if by == "decision_month":
        groups = {row["migrant_group"] for row in rows} - {None}
        months = {month for month, _ in lost}
        lost |= {(month, group) for month in months for group in groups} - large
        steps = range(-months_before, 2)
        lost = {(month + step, group) for month, group in lost for step in steps}
    asked = {id(row) for row in old if day(since) <= row["decision_date"] <= day(until)}
    return [
        cell(row) in lost and not records.of("notices", row["person"])
        if id(row) in asked and cell(row) in large | lost
        else None
        for row in rows
    ]


KINDS: dict[str, Callable[..., Told | Tallied]] = {
    **{
        see.__name__: by_row(see)
        for see in (
            filled, together, still_open, days_between, years_between, within, outside,
            number_between, whole_birth_dates, born_first_of_january, municipality_listed,
            municipality_valid,
            municipality_until, has_right, has_notice, begins_after_first, regime_fits, told_after,
            offered_rightly, seen_rightly, age_between, nationality_outside, of_nationality,
            dutch_since_known, known_beside, told_at_link, told_responsible, linked_when_told,
            linked_in_reception, access_grounded,
        )
    },
    **{
        look.__name__: look
        for look in (
            in_period, delivered, apart, joined, once, dated_together, burst, months_steady,
            months_filled, has_row_in, within_days, one_pseudonym, periods_agree,
            counted_as_registered, first_home_linked, told_each_month, told_evenly,
        )
    },
}  # fmt: skip
"""Every way of looking, by its name, but for what reading found (``touched``, ``codes_listed``)."""


def read_places(lines: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(lines))
