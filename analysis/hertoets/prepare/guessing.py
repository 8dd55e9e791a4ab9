"""What a delivered file probably is: how it is written, its table, and which column is which."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from hertoets.extract.blocks import Dialect
from hertoets.extract.columns import is_like_a_value
from hertoets.extract.misread import Cause, MisreadError
from hertoets.extract.records import count_records
from hertoets.extract.schema import Column, Table, schema
from hertoets.extract.textfile import mark_of, open_text
from hertoets.prepare.codelists import shipped_lists
from hertoets.prepare.dates import EXCEL, exists, read_date
from hertoets.prepare.rulevalues import fits_column
from hertoets.prepare.values import Values, as_text

_SEPARATORS = (";", "\t", ",", "|")
_FORMS = (
    "%Y-%m-%d",
    "%Y%m%d",
    "%d-%m-%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
)
_LOOKED_AT = 2000  # distinct values
_EXCEL_DAYS = (10_000, 80_000)  # 1927 to 2119, as days that a spreadsheet counts


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("hertoets.prepare").joinpath("guesses.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def written_how(path: Path) -> dict[str, str]:
    """Encoding, separator and quote of a text, as a mapping file says them."""
    marked = mark_of(path)
    for encoding in [marked] if marked == "utf-16" else ["utf-8", "windows-1252", "iso-8859-1"]:
        separator = _separator(path, encoding)
        unquoted = _wrong(path, Dialect(separator, "", encoding=encoding))
        if Cause.ENCODING not in unquoted:
            break
    eaten = _wrong(path, Dialect(separator, encoding=encoding, loose=True)) - unquoted
    return {"encoding": encoding, "separator": separator, "quote": "" if eaten else '"'}


def _separator(path: Path, encoding: str) -> str:
    with open_text(path, encoding) as file:
        lines = file.read(100_000).splitlines()
    first = next((line for line in lines if line.strip()), b"")
    return max(_SEPARATORS, key=lambda letter: first.count(letter.encode()))


def _wrong(path: Path, dialect: Dialect) -> set[Cause]:
    with open_text(path, dialect.encoding) as file:
        try:
            count_records(file, dialect)
        except MisreadError as error:
            return {one.cause for one in error.found}
    return set()


def plain(name: str) -> str:
    """A name in small letters without blanks and marks."""
    return re.sub(r"[\W_]+", "", name.lower())


def table_of(path: Path, header: list[str]) -> Table:
    """The table that a file most probably holds."""
    name = plain(path.name.partition(".")[0])

    def score(table: Table) -> tuple[int, int]:
        words = [plain(table.name), *_words()["tables"].get(table.name, [])]
        named = max((len(word) for word in words if word in name), default=0)
        return named, len(columns_of(table, header))

    return max(schema().values(), key=score)


def columns_of(table: Table, header: list[str]) -> dict[str, str]:
    """For columns of a table the delivered name that fits best; each name once."""
    found: dict[str, str] = {}
    free = list(dict.fromkeys(name for name in header if name and header.count(name) == 1))
    for column in table.columns:
        if best := _best(column, free):
            found[column.name] = best
            free.remove(best)
    return found


def _best(column: Column, names: list[str]) -> str | None:
    words = [plain(column.name), *_words()["columns"].get(column.name, [])]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for word in words:
            for name in names:
                if fits(plain(name), word) and (len(word) > 3 or fits is str.__eq__):
                    return name
    return None


def knows(header: list[str]) -> bool:
    """Tell whether the first row holds names: two of them are known, and none is like a value."""
    if any(is_like_a_value(name) for name in header):
        return False
    known = {name for table in schema().values() for name in columns_of(table, header).values()}
    return len(known) >= min(2, len(header))


def date_forms(values: Values) -> list[str]:
    """The forms in which the dates of a column are written, the commonest first."""
    sample = list(zip(values.distinct, values.counts.tolist(), strict=True))[:_LOOKED_AT]
    fitting: dict[str, int] = {}
    for value, rows in sample:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            for form in _FORMS:
                parts = read_date(value, [form])
                if parts and exists(parts):
                    fitting[form] = fitting.get(form, 0) + rows
            if _is_day_number(value):
                fitting[EXCEL] = fitting.get(EXCEL, 0) + rows
    return sorted(fitting, key=lambda form: -fitting[form])


def _is_day_number(value: object) -> bool:
    text = as_text(value)
    return text.isdecimal() and text.isascii() and _EXCEL_DAYS[0] < int(text[:9]) < _EXCEL_DAYS[1]


def list_of(column: Column, codes: list[str], pad: int) -> str | None:
    """The shipped list that has most of the codes, where it has more than half."""
    best, most = None, len(codes) / 2
    for name, known in shipped_lists().items():
        if fits_column(column, known):
            has = sum(known.translate(code.rjust(pad, "0")) is not None for code in codes)
            if has > most:
                best, most = name, has
    return best
