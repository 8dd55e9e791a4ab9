"""What one delivered value becomes in a column of the contract, or why it does not map."""

from collections.abc import Callable
from datetime import date, timedelta

from hertoets.extract.schema import MUNICIPALITY, Column, nationality_codes
from hertoets.extract.values import OPEN
from hertoets.prepare import dates, pseudonyms
from hertoets.prepare.codelists import SAYS_NOT_KNOWN, SAYS_UNKNOWN
from hertoets.prepare.combining import NOT_A_DATE
from hertoets.prepare.model import ColumnRule
from hertoets.prepare.values import Unread, as_text

NOT_IN_LIST = "not_in_list"
NO_SUCH_DATE = "no_such_date"
PARTLY_UNKNOWN = "partly_unknown"
NOT_OPEN = "end_in_a_column_without_open_end"
NOT_A_COUNT = "not_a_count"
SAID_UNKNOWN = "register_says_unknown"
SAID_NOT_KNOWN = "register_says_unknown_not_open"

_NO_END = dates.Parts(OPEN.year, OPEN.month, OPEN.day)

Judged = tuple[object, str | None]
"""What a value becomes, and why it does not map."""


def judge_of(
    rule: ColumnRule, open_ends: frozenset[date], key: bytes
) -> Callable[[object], Judged]:
    """The judge of a rule's values: each becomes something, or does not map for a reason."""
    ends = frozenset(map(dates.as_written, open_ends)) | {_NO_END}

    def judge(value: object) -> Judged:
        if isinstance(value, Unread):
            return None, value.reason
        match rule.column.type:
            case "date":
                return _date(rule, value, ends)
            case "birth_date":
                return _birth_date(rule, value, ends)
            case "count":
                return _count(rule, value)
            case "text":
                return _text(rule, value, key)
            case _:
                return _code(rule, value)

    return judge


def _date(rule: ColumnRule, value: object, ends: frozenset[dates.Parts]) -> Judged:
    parts = dates.read_date(value, rule.dates)
    if parts is None:
        return None, NOT_A_DATE
    if parts in ends:
        return None, None if rule.column.open else NOT_OPEN
    if not dates.exists(parts):
        return None, NO_SUCH_DATE
    if not all(parts):
        return None, PARTLY_UNKNOWN
    return dates.as_day(parts) + timedelta(days=rule.shift_days), None


def _birth_date(rule: ColumnRule, value: object, ends: frozenset[dates.Parts]) -> Judged:
    parts = dates.read_date(value, rule.dates)
    if parts is None:
        return None, NOT_A_DATE
    if parts in ends:
        return None, NOT_OPEN
    if not dates.exists(parts):
        return None, NO_SUCH_DATE
    if not parts.year and (parts.month or parts.day):
        return None, PARTLY_UNKNOWN  # a day without its year says nothing that the contract takes
    return f"{parts.year:04d}-{parts.month:02d}-{parts.day:02d}", None


def _count(rule: ColumnRule, value: object) -> Judged:
    text = as_text(value)
    if isinstance(value, bool):
        return None, NOT_A_COUNT
    if isinstance(value, str):
        text = _plain_number(rule, text)
    right = text.isascii() and text.isdigit() and len(text) < 11 and int(text) < 2**31
    return (int(text), None) if right else (None, NOT_A_COUNT)


def _plain_number(rule: ColumnRule, text: str) -> str:
    """Take out what stands between thousands, and a fraction of nothing but zeros."""
    whole, mark, fraction = text.partition(rule.decimal) if rule.decimal else (text, "", "")
    if mark and (not fraction or fraction.strip("0")):
        return text
    if not rule.thousands:
        return whole
    first, *groups = whole.split(rule.thousands)
    if (groups and not 1 <= len(first) <= 3) or any(len(group) != 3 for group in groups):
        return text
    return first + "".join(groups)


def _text(rule: ColumnRule, value: object, key: bytes) -> Judged:
    text = as_text(value).rjust(rule.pad, "0")
    if rule.hash == "bsn" and (reason := pseudonyms.why_no_bsn(text)):
        return None, reason
    return (pseudonyms.pseudonym(text, key) if rule.hash else text), None


def _code(rule: ColumnRule, value: object) -> Judged:
    text = as_text(value).rjust(rule.pad, "0")
    if rule.codes is not None:
        found = rule.codes.translate(text)
    else:
        found = text if is_code(rule.column, text) else None
        if rule.column.type == "bool" and text in ("true", "false"):
            found = text == "true"
    if found is None:
        return None, NOT_IN_LIST
    if found == SAYS_NOT_KNOWN:
        return None, SAID_NOT_KNOWN
    return (None, SAID_UNKNOWN) if found == SAYS_UNKNOWN else (found, None)


def is_code(column: Column, text: str) -> bool:
    """Tell whether a text is a code of the contract for this column."""
    if column.codes == "municipality":
        return text.isascii() and MUNICIPALITY.fullmatch(text) is not None
    if column.codes == "iso_3166_1_alpha_3":
        return text in nationality_codes()
    return text in (column.codes or ())
