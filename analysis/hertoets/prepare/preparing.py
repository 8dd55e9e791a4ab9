"""Prepare a delivery: every source to rows of its table, written with a report of what happened."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa

from hertoets.errors import DataError
from hertoets.extract.datapackage import write_package
from hertoets.extract.metadata import FILE as META_FILE
from hertoets.extract.schema import schema
from hertoets.prepare.converting import convert
from hertoets.prepare.delivery import Opened, is_bsn_name, may_show, open_delivery
from hertoets.prepare.doubles import refuse_doubles
from hertoets.prepare.leaks import refuse_leaks
from hertoets.prepare.model import ColumnRule, Mapping, Source
from hertoets.prepare.report import ColumnReport, Prepared, SourceReport
from hertoets.prepare.reshaping import Shaped, next_begins, reshape
from hertoets.prepare.values import Values, as_text
from hertoets.prepare.writing import meta_text, write_table

REPORT = "prepared.json"
BLANK = "blank_row"
_NUMBER = re.compile("[0-9]{9}")

Format = Literal["parquet", "csv"]


def prepare_delivery(
    delivery: Path, mapping: Mapping, out: Path, *, key: bytes = b"", format: Format = "parquet"
) -> Prepared:
    """Turn a delivery into the tables of an extract.

    Parameters
    ----------
    delivery : Path
        The folder as delivered; nothing in it is changed.
    mapping : Mapping
        What its files mean, as `load_mappings` gave it.
    out : Path
        An empty folder, for the caller to throw away where this fails.
    key : bytes
        Of the hash, where the mapping hashes a column.
    format : str
        ``parquet`` or ``csv``.

    Returns
    -------
    Prepared
        The same that ``prepared.json`` holds.

    Raises
    ------
    UseError
        Where a file or column is missing or cannot be read.
    DataError
        Where too much of a column does not map, rows differ under one key, or a number of a
        person would be left.
    """
    opened = open_delivery(delivery, mapping.sources)
    reports: list[SourceReport] = []
    columns: list[ColumnReport] = []
    parts: dict[str, list[pa.Table]] = {}
    numbers: set[str] = set()
    for source in mapping.sources:
        report = SourceReport(source.table.name, source.label)
        counted = [ColumnReport.begin(source, rule) for rule in source.columns]
        made = [
            _prepare_file(file, report, counted, numbers, key, mapping.delivered_on)
            for file in opened
            if file.source is source
        ]
        parts.setdefault(source.table.name, []).extend(made)
        reports.append(report)
        columns += [column for column in counted if column.sources]
    if faults := [fault for column in columns for fault in column.faults()]:
        raise DataError(faults)
    tables = {
        name: pa.concat_tables(parts[name], promote_options="default")
        for name in schema()
        if name in parts
    }
    refuse_doubles(tables, mapping.sources)
    for name, table in tables.items():
        write_table(table, out / f"{name}.{format}")
    write_package(out, {name: table.column_names for name, table in tables.items()}, format)
    prepared = Prepared(tuple(reports), tuple(columns), mapping)
    (out / META_FILE).write_text(
        meta_text({"name": delivery.resolve().name, **mapping.extract}), encoding="utf-8"
    )
    said = json.dumps(prepared.values(), ensure_ascii=False, indent=2) + "\n"
    (out / REPORT).write_text(said, encoding="utf-8")
    refuse_leaks(out, frozenset(numbers))
    return prepared


def _prepare_file(
    file: Opened,
    report: SourceReport,
    counted: list[ColumnReport],
    numbers: set[str],
    key: bytes,
    on: date | None,
) -> pa.Table:
    source = file.source
    delivered = {name: values.cleaned(source.empty) for name, values in file.columns().items()}
    report.files[file.name] = file.rows + file.file.blank_rows
    report.filtered[BLANK] += file.file.blank_rows
    report.unused_columns |= {name for name in file.unused if may_show(name)}
    report.notes += [f"{file.name}: {note}" for note in file.notes]
    shaped = reshape(source, file.name, delivered, file.rows)
    report.add(shaped)
    numbers |= _numbers(source, shaped.columns)
    arrays = {}
    for rule, column in zip(source.columns, counted, strict=True):
        found = convert(
            rule,
            shaped.columns,
            shaped.rows,
            open_ends=source.open_ends,
            key=key,
            on=on,
            combined=_from_other_rows(source, rule, shaped),
        )
        column.add(found)
        arrays[rule.column.name] = found.array
    return pa.table(arrays)


def _from_other_rows(source: Source, rule: ColumnRule, shaped: Shaped) -> Values | None:
    if rule.how != "next_begin":
        return None
    return next_begins(source, rule, shaped.columns, shaped.rows)


def _numbers(source: Source, delivered: dict[str, Values]) -> set[str]:
    """Every number of a person that was delivered, to look for it in what is written."""
    hashed = {name for rule in source.columns if rule.hash == "bsn" for name in rule.sources}
    names = [name for name in delivered if name in hashed or is_bsn_name(name)]
    texts = (as_text(value).rjust(9, "0") for name in names for value in delivered[name].distinct)
    return {text for text in texts if _NUMBER.fullmatch(text) and text.strip("0")}
