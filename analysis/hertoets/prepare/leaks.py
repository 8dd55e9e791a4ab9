"""After writing: is a burgerservicenummer of the delivery left anywhere in the extract?

Every text of what was written is read back. A pseudonym holds no digit, so a number found is one
that stood in a column that was not hashed.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from hertoets.errors import DataError, Fault
from hertoets.prepare.pseudonyms import why_no_bsn

_DIGITS = 9
_RUN = re.compile(r"[0-9](?:[ .\-]?[0-9])*")
_NINE = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_CHANCE = 4
_EIGHT = re.compile(r"(?<![0-9])[0-9]{8}(?![0-9])")
_MEND = 'Give that column hash = "text" in the mapping, or another source'


def refuse_leaks(folder: Path, numbers: frozenset[str]) -> None:
    """Refuse an extract in which a number of a person is left.

    Parameters
    ----------
    folder : Path
        The extract as written.
    numbers : frozenset of str
        The burgerservicenummers that were delivered, nine digits each.

    Raises
    ------
    DataError
        Naming file, column and how many values, never a value.
    """
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        for column, texts in _texts(path):
            left = sum(holds_number(text, numbers) for text in texts)
            if left:
                what = f"{left} values hold a burgerservicenummer of the delivery"
                faults.append(Fault(path.name, column, what, _MEND))
            elif _looks_like_numbers(texts):
                what = "its nine-digit numbers pass the test of a burgerservicenummer"
                faults.append(Fault(path.name, column, what, _MEND))
    if faults:
        raise DataError(faults)


def holds_number(text: str, numbers: frozenset[str]) -> bool:
    """Tell whether one of the numbers stands in a text, also with blanks, dots or dashes in it.

    Examples
    --------
    >>> holds_number("KG-1112.22.333", frozenset({"111222333"}))
    True
    """
    for run in _RUN.findall(text):
        together = re.sub("[^0-9]", "", run)
        windows = (together[at : at + _DIGITS] for at in range(len(together) - _DIGITS + 1))
        if any(window in numbers for window in windows):
            return True
        # A spreadsheet drops a zero in front. Only of digits that stand together: dates have eight.
        if any(part.rjust(_DIGITS, "0") in numbers for part in _EIGHT.findall(run)):
            return True
    return False


def _looks_like_numbers(texts: list[str]) -> bool:
    """Tell whether the nine-digit numbers in a column pass the test more often than by chance.

    Also of people who are in no table, such as a partner, and inside a longer text.
    """
    found = [run for text in texts for run in _NINE.findall(text)]
    passing = sum(why_no_bsn(run) is None for run in found)
    # One number in eleven passes by chance: a quarter does not. Of a few numbers one that passes is
    # enough: refusing a key that may be hashed costs less than letting a number through.
    return passing * _CHANCE > len(found)


def _texts(path: Path) -> Iterable[tuple[str, list[str]]]:
    if path.suffix == ".parquet":
        return _columns(pq.read_table(path))
    if path.suffix == ".csv":
        everything = csv.ConvertOptions(
            column_types=dict.fromkeys(csv.open_csv(path).schema.names, pa.string())
        )
        return _columns(csv.read_csv(path, convert_options=everything))
    return [("", path.read_text(encoding="utf-8").splitlines())]


def _columns(table: pa.Table) -> Iterable[tuple[str, list[str]]]:
    for name in table.column_names:
        column = table[name]
        # A date or a truth value has no room for a number of nine digits.
        if pa.types.is_string(column.type) or pa.types.is_integer(column.type):
            texts = pc.unique(column.cast(pa.string()).combine_chunks()).to_pylist()
            yield name, [text for text in texts if text]
