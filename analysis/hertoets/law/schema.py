"""The files of the law as pydantic models: decision tables, sources, constants.

What cannot be known from an entry alone comes in as context: ``sources`` (ids that may be
cited), and for a table ``stem`` (the file's name), ``dates`` (values of its date), ``rule_id``
(the form of its ids, and how to say it) and ``taken`` (ids seen so far).
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from hertoets.law.situation import (
    ANY,
    CONDITIONS,
    DATE_FACTS,
    FACT_VALUES,
    NOT,
    READ_MARKS,
    REGIMES,
    STATUSES,
)
from hertoets.law.tomlfile import REFUSED, shown

UNITS: Final = ("years", "days", "date", "euro", "codes")
_LARGEST: Final = 1_000_000


def _refuse(what: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError(REFUSED, "{what}", {"what": what, "mend": mend})


def _filled(text: str) -> str:
    if not text.strip():
        raise _refuse("empty", "Write a text")
    return text


def _one_of(*allowed: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in allowed:
            raise _refuse(f"unknown value {shown(value)}", f"Use one of: {', '.join(allowed)}")
        return value

    return check


def _condition(value: str, allowed: tuple[str, ...]) -> str:
    if value != ANY and value.removeprefix(NOT) not in allowed:
        mend = f"Use one of: {', '.join((ANY, *allowed))}; or {NOT}and a value"
        raise _refuse(f"unknown value {shown(value)}", mend)
    return value


def _asks(fact: str) -> Callable[[str], str]:
    return lambda value: _condition(value, FACT_VALUES[fact])


def _asks_date(value: str, info: ValidationInfo) -> str:
    # Without a date fact the header is at fault already, not every row as well.
    dates = _context(info, "dates")
    return _condition(value, dates) if dates else value


def _asks_notice(value: str, info: ValidationInfo) -> str:
    if value != ANY and _context(info, "dates") == FACT_VALUES["notice"]:
        raise _refuse("the date of this reading is the notice already", "Ask it under date")
    return _condition(value, FACT_VALUES["notice"])


def _cited(citation: str, info: ValidationInfo) -> str:
    words = [reference.split() for reference in citation.split(";")]
    if not all(words):
        raise _refuse("empty citation", "Begin each citation with a source id")
    _known([first for first, *_ in words], info)
    return citation


def _known(ids: list[str], info: ValidationInfo) -> list[str]:
    missing = [shown(each) for each in ids if each not in _context(info, "sources")]
    if missing:
        what = f"source {', '.join(missing)} is not in sources.toml"
        raise _refuse(what, "Add it there")
    return ids


def _rule_id(value: str, info: ValidationInfo) -> str:
    form, told = _context(info, "rule_id")
    if not re.fullmatch(form, value):
        raise _refuse("rule id of another form", f"Write {told}")
    taken = _context(info, "taken")
    if value in taken:
        raise _refuse("an earlier row has the same rule id", "Rename one")
    taken.add(value)
    return value


def _names_its_file(value: str, info: ValidationInfo) -> str:
    stem = _context(info, "stem")
    if value != stem:
        what = f"says {shown(value)} in a file named {stem}.toml"
        raise _refuse(what, f"Write {stem}, or rename the file")
    return value


def _not_empty(rows: list[Any]) -> list[Any]:
    if not rows:
        raise _refuse("no rows", "Write one at least")
    return rows


def _left(leaves: dict[str, list[str]]) -> dict[str, list[str]]:
    for column, values in leaves.items():
        if column not in CONDITIONS:
            raise _refuse(f"unknown column {shown(column)}", f"Use only {', '.join(CONDITIONS)}")
        for value in values:
            _condition(value, FACT_VALUES.get(column, FACT_VALUES[DATE_FACTS[0]]))
    return leaves


def _common_judge_rights(value: bool, info: ValidationInfo) -> bool:
    if value and info.data.get("date_fact") == "notice":
        what = "the common rules judge a date of a right, not a notice"
        raise _refuse(what, "Write common = false, or name the date of a right")
    return value


def _some_source(ids: list[str], info: ValidationInfo) -> list[str]:
    if not ids and not info.data.get("sources_for", True):
        raise _refuse("no source for or against the reading", "Name at least one")
    return ids


def _of_its_unit(value: Any, info: ValidationInfo) -> int | date | list[str]:
    unit = info.data.get("unit")
    if unit is None:  # at fault already
        return 0
    if unit == "date":
        fits = type(value) is date
    elif unit == "codes":
        fits = isinstance(value, list) and all(isinstance(code, str) and code for code in value)
    else:
        fits = type(value) is int and 0 < value <= _LARGEST
    if not fits:
        raise _refuse("not of its unit", f"Write it as {unit}")
    return value  # type: ignore[no-any-return]


def _from_early_to_late(rows: list["PensionRow"]) -> list["PensionRow"]:
    *days, last = [row.born_before for row in rows] or [date.min]
    dated = [day for day in days if day is not None]
    if last is not None or len(dated) < len(days) or dated != sorted(set(dated)):
        mend = "Write the rows from early to late, the last without born_before"
        raise _refuse("not a table of ages by day of birth", mend)
    return rows


def _context(info: ValidationInfo, name: str) -> Any:
    return (info.context or {})[name]


Text = Annotated[str, AfterValidator(_filled)]
Citation = Annotated[Text, AfterValidator(_cited)]
SourceIds = Annotated[list[str], AfterValidator(_known)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RuleEntry(_Entry):
    """A row of a decision table; a condition that it leaves out is any."""

    rule: Annotated[Text, AfterValidator(_rule_id)]
    standing: Annotated[str, AfterValidator(_asks("standing"))] = ANY
    treaty: Annotated[str, AfterValidator(_asks("treaty"))] = ANY
    notice: Annotated[str, AfterValidator(_asks_notice)] = ANY
    obliged: Annotated[str, AfterValidator(_asks("obliged"))] = ANY
    date: Annotated[str, AfterValidator(_asks_date)] = ANY
    regime: Annotated[str, AfterValidator(_one_of(*REGIMES))]
    source: Citation
    says_nl: Text


Rows = Annotated[list[RuleEntry], AfterValidator(_not_empty)]


class CommonEntry(_Entry):
    """``common.toml``: the rows that go first, and what they leave to the readings."""

    reading: Annotated[str, AfterValidator(_names_its_file)]
    title_nl: Text
    question_nl: Text
    leaves: Annotated[dict[str, list[str]], AfterValidator(_left)] = {}
    rules: Rows


class ReadingEntry(_Entry):
    """The file of a reading."""

    reading: Annotated[str, AfterValidator(_names_its_file)]
    title_nl: Text
    question_nl: Text
    date_fact: Annotated[str, AfterValidator(_one_of(*DATE_FACTS))]
    status: Annotated[str, AfterValidator(_one_of(*STATUSES))]
    common: Annotated[bool, AfterValidator(_common_judge_rights)]
    sources_for: SourceIds
    sources_against: Annotated[SourceIds, AfterValidator(_some_source)]
    rules: Rows


class SourceEntry(_Entry):
    """An entry of ``sources.toml``."""

    document: Text
    date: Text
    address: Text
    establishes_nl: Text
    read: Annotated[str, AfterValidator(_one_of(*READ_MARKS))]
    extent_nl: Text


class ConstantEntry(_Entry):
    """An entry of ``parameters.toml``; ``value`` is what its unit says."""

    unit: Annotated[str, AfterValidator(_one_of(*UNITS))]
    value: Annotated[Any, AfterValidator(_of_its_unit)]
    source: Citation
    in_force: date
    meaning_nl: Text


class PensionRow(_Entry):
    """A pension age; the last row has no ``born_before``."""

    born_before: date | None = None
    years: Annotated[int, Field(ge=0, le=130)]
    months: Annotated[int, Field(ge=0, le=11)]


class PensionEntry(_Entry):
    """The table of pension ages in ``parameters.toml``."""

    source: Citation
    in_force: date
    meaning_nl: Text
    rows: Annotated[list[PensionRow], AfterValidator(_from_early_to_late)]
