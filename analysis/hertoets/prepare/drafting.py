"""A first mapping from a delivery: what its files probably hold, and every code, to be confirmed.

No value of a person stands in it: column names only of files whose first row surely holds names,
and codes only of columns of codes, as the report of a preparation shows them.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from hertoets.errors import UseError
from hertoets.extract.schema import Column, Table, schema
from hertoets.prepare import guessing
from hertoets.prepare.codelists import shipped_lists
from hertoets.prepare.delivery import form_of, is_bsn_name, open_file
from hertoets.prepare.model import ENDS, Source
from hertoets.prepare.report import may_say
from hertoets.prepare.values import Values, as_text
from hertoets.prepare.workbooks import sheets_of

OPENING = "# A first mapping, drafted by hertoets"
GAP = "FILL IN"
_SOURCE = "[[source]]"
_MOST_CODES = 100
_MOST_COLUMNS = 300
_PADS = {"municipality": 4, "brp_nationality": 4, "brp_residence_title": 2}


def draft_mapping(delivery: Path) -> str:
    """Write a first mapping for every file of a delivery.

    Returns
    -------
    str
        TOML. What could not be told says FILL IN; the rest is a guess and to be confirmed.

    Raises
    ------
    UseError
        Where the folder is not there or holds no file that can be read.
    """
    if not delivery.is_dir():
        raise UseError.of(
            where=str(delivery), what="there is no such folder", mend="Give the folder delivered"
        )
    paths = sorted(path for path in delivery.rglob("*") if path.is_file())
    lines = [
        f"{OPENING}: guesses, for you to confirm. Where {GAP} stands it",
        "# could not be told. What the keys mean: docs/prepare.md.",
    ]
    sources: list[str] = []
    for path in paths:
        name = path.relative_to(delivery).as_posix()
        if form_of(path) is None:
            sources += ["", f"# {_quoted(name)}: its name does not tell its form; it was not read."]
            continue
        for sheet in _sheets(path):
            try:
                codes, source = _draft(delivery, path, sheet, sources.count(_SOURCE) + 1)
            except UseError as error:
                sources += ["", *(f"# not read: {fault}" for fault in error.faults)]
                continue
            lines += codes
            sources += source
    if not any(line == _SOURCE for line in sources):
        raise UseError.of(
            where=delivery.name,
            what="no file of the delivery can be read",
            mend="Deliver .csv, .parquet or .xlsx with names in the first row",
        )
    return "\n".join([*lines, *sources]) + "\n"


def _sheets(path: Path) -> list[str | None]:
    if form_of(path) != "xlsx":
        return [None]
    try:
        return list(sheets_of(path)) or [None]
    except UseError:
        return [None]  # told when it is opened


def _draft(
    delivery: Path, path: Path, sheet: str | None, number: int
) -> tuple[list[str], list[str]]:
    """The code lists and the source of one file or sheet."""
    how = guessing.written_how(path) if form_of(path) == "csv" else {}
    any_table = next(iter(schema().values()))
    source = Source(path.name, any_table, (path.name,), (), sheet=sheet, **how)  # type: ignore[arg-type]
    file = open_file(delivery, path, source)
    name = file.name if sheet is None else f"{file.name}, sheet {sheet}"
    if not guessing.knows(file.header):
        what = f"the first row of its {len(file.header)} columns does not look like names"
        return [], ["", f"# {_quoted(name)}: {what}; it was left out."]
    table = guessing.table_of(path if sheet is None else Path(sheet), file.header)
    guessed = guessing.columns_of(table, file.header)
    once = [n for n in dict.fromkeys(file.header) if n and file.header.count(n) == 1]
    read = file.file.columns(once[:_MOST_COLUMNS])
    values = {name: column.cleaned(frozenset()) for name, column in read.items()}
    lists: list[str] = []
    lines = [
        "",
        _SOURCE,
        f'table = "{table.name}"  # a guess',
        f"files = [{_quoted(file.name)}]",
    ]
    lines += [f"{key} = {_quoted(said)}" for key, said in how.items() if said != _USUAL[key]]
    if how.get("quote") == "":
        lines.append("# With quotes a quote would eat rows; where cells are quoted, mend it there.")
    lines += [f"sheet = {_quoted(sheet)}"] if sheet else []
    lines += [f"# {file.rows} rows, {file.file.blank_rows} blank"]
    lines += ["", "[source.columns]"]
    for column in table.columns:
        rule, codes = _rule(table, column, guessed.get(column.name), values, number)
        lines.append(rule)
        lists += codes
    others = [name for name in once if name not in guessed.values()]
    if others:
        lines += ["# Columns that no rule looks at:", *_others(others, values)]
    return lists, lines


_USUAL = {"encoding": "utf-8", "separator": ",", "quote": '"'}


def _rule(
    table: Table, column: Column, delivered: str | None, values: dict[str, Values], number: int
) -> tuple[str, list[str]]:
    """The rule of a column, and the code list that it needs."""
    if delivered is None or delivered not in values:
        return _without(table, column), []
    cells = values[delivered]
    parts = [f"from = {_quoted(delivered)}"]
    note = ""
    codes: list[str] = []
    match column.type:
        case "text":
            hashed = column.name == "person_id" or is_bsn_name(delivered)
            parts += ['hash = "bsn"', "pad = 9"] if is_bsn_name(delivered) else []
            parts += ['hash = "text"'] if hashed and not is_bsn_name(delivered) else []
        case "date" | "birth_date":
            forms = guessing.date_forms(cells)
            parts += [f"dates = {json.dumps(forms)}"] if forms else []
            if (table.name, column.name) in ENDS:
                parts.append('ends = "inclusive"')
                note = f"  # {GAP}: inclusive (the last day) or exclusive (the day after)?"
        case "code" | "bool":
            more, codes, note = _codes(table, column, cells, number)
            parts += more
    return f"{column.name} = {{ {', '.join(parts)} }}{note}", codes


def _without(table: Table, column: Column) -> str:
    if getattr(column, "optional", False):
        return f"# {column.name}: no column was recognised; without a rule it is unknown"
    if column.name in table.key:
        return f'{column.name} = {{ from = "" }}  # {GAP}: a key must come from the delivery'
    if column.open and column.type == "code" and column.codes != "municipality":
        return f'{column.name} = {{ absent = "open" }}  # {GAP}: is it so? else name the column'
    return f'{column.name} = {{ absent = "unknown" }}  # {GAP}: or name the column'


def _codes(
    table: Table, column: Column, cells: Values, number: int
) -> tuple[list[str], list[str], str]:
    """What a rule says of its codes, the list of them, and what is left to fill in."""
    rows: dict[str, int] = {}
    for value, count in zip(cells.distinct, cells.counts.tolist(), strict=True):
        if count:
            rows[as_text(value)] = rows.get(as_text(value), 0) + count
    pads = {pad for pad in _PADS.values() if all(code.isdecimal() for code in rows)}
    name = guessing.list_of(column, list(rows), max(pads, default=0))
    known = shipped_lists()[name] if name else None
    pad = _PADS.get(name or "", 0)
    meaning = {code: known.translate(code.rjust(pad, "0")) if known else None for code in rows}
    shown = {code: n for code, n in rows.items() if meaning[code] is not None or may_say(code, n)}
    listed = sorted(shown.items(), key=lambda item: (-item[1], item[0]))[:_MOST_CODES]
    own = f"{table.name}_{column.name}" + (f"_{number}" if number > 1 else "")
    said = [f"pad = {pad}"] if pad else []
    allowed = ", ".join(column.codes) if isinstance(column.codes, tuple) else "true, false"
    allowed = str(column.codes) if isinstance(column.codes, str) else allowed
    lines = ["", f'# Codes of {table.name}.{column.name}: one of {allowed}; "" says unknown.']
    lines += [f"[codes.{own}]", *([f'extends = "{name}"'] if name else [])]
    for code, count in listed:
        target = meaning[code]
        if target is None:
            lines.append(f'{_quoted(code)} = ""  # {count} rows; {GAP}')
        else:
            lines.append(f"# {_quoted(code)} = {json.dumps(target)}  ({count} rows)")
    rest = len(rows) - len(listed)
    lines += [f"# and {rest} codes that are not shown: rare, or perhaps a value of a person"] * (
        rest > 0
    )
    unsure = len(listed) < len(rows) or None in meaning.values()
    gap = f"  # {GAP}: see [codes.{own}]" if unsure else ""
    return [f'codes = "{own}"', *said], lines, gap


def _others(names: list[str], values: dict[str, Values]) -> Iterator[str]:
    for name in names[:_MOST_COLUMNS]:
        cells = values.get(name)
        told = "" if cells is None else f"  {int((cells.indices >= 0).sum())} filled"
        forms = guessing.date_forms(cells) if cells else []
        told += f", dates as {forms[0]}" if forms else ""
        yield f"#   {_quoted(name)}{told}"


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return json.dumps(text if shown == text or text == "\t" else shown, ensure_ascii=False)
