"""The way back: tables of the contract turned into the export that a mapping describes."""

import gzip
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from hertoets.prepare import ColumnRule, Mapping, Source
from hertoets.prepare.dates import EXCEL

Row = dict[str, object]
Export = dict[str, list[Row]]

NAME = "Müller-Çelik €"  # a column that the mapping does not look at, in Windows-1252
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def bsns(count: int) -> list[str]:
    """Give numbers that pass the elfproef; the first ones begin with a zero."""

    def endless():  # type: ignore[no-untyped-def]
        for stem in range(1_234_567, 99_999_999, 7):
            digits = f"{stem:08d}"
            check = sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11
            if check < 10:
                yield f"{digits}{check}"

    return list(islice(endless(), count))


def export(mapping: Mapping, tables: dict[str, list[Row]], numbers: dict[str, str], to: Path):  # type: ignore[no-untyped-def]
    """Write the files that a mapping describes, so that they say what the tables say."""
    to.mkdir(exist_ok=True)
    files: dict[str, tuple[Source, list[Row]]] = {}
    for source in mapping.sources:
        rows = [delivered(source, row, numbers) for row in tables[source.label]]
        name = (*source.files, *source.glob)[0].replace("*", "_2022-09")
        files.setdefault(name, (source, []))[1].extend(rows)
    for name, (source, rows) in files.items():
        write(source, rows, to / name)


def delivered(source: Source, row: Row, numbers: dict[str, str]) -> Row:
    cells: Row = {choice.column: min(choice.values or {""}) for choice in source.only}
    for rule in source.columns:
        if rule.sources:
            cells[rule.sources[0]] = cell(source, rule, row[rule.column.name], numbers)
    return {**cells, "geslachtsnaam": NAME}


def cell(source: Source, rule: ColumnRule, value: object, numbers: dict[str, str]) -> object:
    if rule.hash:
        return numbers[str(value)]
    if rule.column.type == "date":
        return day(source, rule, value)
    if rule.column.type == "birth_date":
        return "" if value is None else str(value).replace("-", "")
    if rule.codes and rule.codes.prefix:
        return "" if value is None else str(value).removeprefix(rule.codes.prefix)
    if rule.codes:
        wanted = "" if value is None else value
        return next((code for code, said in rule.codes.entries.items() if said == wanted), "")
    return "" if value is None else str(value)


def day(source: Source, rule: ColumnRule, value: object) -> object:
    if value is None:
        end = min(source.open_ends) if source.open_ends and rule.column.open else None
        return written(end, rule.dates[0]) if end else ""
    assert isinstance(value, date)
    return written(value - timedelta(days=rule.shift_days), rule.dates[0])


def written(value: date, form: str) -> object:
    if form == EXCEL:  # one in two as a number, as a spreadsheet may keep it
        return value if value.day % 2 else (value - date(1899, 12, 30)).days
    return value.strftime(form)


def write(source: Source, rows: list[Row], path: Path) -> None:
    header = list(dict.fromkeys(name for row in rows for name in row)) or ["geslachtsnaam"]
    table = [[row.get(name, "") for name in header] for row in rows]
    if path.suffix == ".xlsx":
        write_sheet(source, [header, *table], path)
    elif path.suffix == ".parquet":
        columns = [pa.array([row[n] for row in table], pa.string()) for n in range(len(header))]
        pq.write_table(pa.table(columns, header), path)
    else:
        text = StringIO()
        for line in [header, *table]:
            text.write(source.separator.join(map(str, line)) + "\r\n")
        raw = text.getvalue().encode(source.encoding)
        path.write_bytes(gzip.compress(raw, mtime=0) if path.suffix == ".gz" else raw)


def write_sheet(source: Source, lines: list[list[object]], path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"  # type: ignore[union-attr]
    sheet = book.create_sheet(source.sheet)
    for _ in range(source.skip_rows):
        sheet.append(["Overzicht"])
    for line in lines:
        sheet.append([None if value == "" else value for value in line])
    book.save(path)
