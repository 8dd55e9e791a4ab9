"""Check one decision table, as parsed from TOML, and make rules of its rows.

A table is data that outsiders write: whatever is wrong in it is told at once, each fault
with its file and row. Citations begin with a source id; a semicolon parts several.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Final

from hertoets.errors import Fault
from hertoets.law.model import (
    ANY,
    DATE_FACTS,
    FACT_VALUES,
    NOT,
    REGIMES,
    ROW_COLUMNS,
    STATUSES,
    CommonRules,
    Reading,
    Rule,
    Scope,
)

COMMON: Final = "common"
_TEXT_FIELDS: Final = ("reading", "title_nl", "question_nl")
_READING_FIELDS: Final = (
    *_TEXT_FIELDS,
    "date_fact",
    "status",
    "common",
    "sources_for",
    "sources_against",
)
_RULE_FIELDS: Final = dict(
    zip((field.name for field in fields(Rule)), ROW_COLUMNS, strict=False)  # all but speaks_of
)
_SCOPE_FIELDS: Final = ("speaks_of_standing", "speaks_of_treaty")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
# A reading's name ends up in column names (regime_<name>, start_<name>), where these are taken.
_TAKEN: Final = frozenset({"stated", "by_choice", "class", "shift_days"})


class TableFile:
    """One parsed decision table and the faults found in it.

    Parameters
    ----------
    label : str
        The file as named in messages.
    stem : str
        The file name without ``.toml``: the id that the reading inside must bear.
    content : mapping of str to object
        The parsed TOML.
    source_ids : collection of str
        Ids that a citation may begin with.
    """

    def __init__(
        self,
        label: str,
        stem: str,
        content: Mapping[str, object],
        source_ids: Collection[str],
    ) -> None:
        self.faults: list[Fault] = []
        self._label = label
        self._stem = stem
        self._content = content
        self._source_ids = source_ids

    def common_rules(self) -> CommonRules:
        """Give the rows of ``common.toml``; they count only where ``faults`` stayed empty."""
        self._check_header(_TEXT_FIELDS)
        return CommonRules(
            title_nl=str(self._content.get("title_nl", "")),
            question_nl=str(self._content.get("question_nl", "")),
            rules=self._rules(FACT_VALUES[DATE_FACTS[0]], re.compile(r"C[0-9]+"), "C and a number"),
        )

    def reading(self, common: tuple[Rule, ...]) -> Reading:
        """Give the reading; it counts only where ``faults`` stayed empty."""
        self._check_header(_READING_FIELDS, _SCOPE_FIELDS)
        self._check_name()
        date_fact = self._one_of("date_fact", DATE_FACTS)
        status = self._one_of("status", STATUSES)
        with_common = self._content.get("common", False)
        if not isinstance(with_common, bool):
            self._fault("common", "neither true nor false", "Write true or false")
        elif with_common and date_fact == "notice":
            mend = "Write common = false, or name the date of a right"
            self._fault("common", "the common rules judge a date of a right, not a notice", mend)
        sources_for, sources_against = self._ids("sources_for"), self._ids("sources_against")
        if not sources_for and not sources_against:
            self._fault("sources_for", "no source for or against the reading", "Name at least one")
        own = self._rules(
            FACT_VALUES.get(date_fact, ()),
            re.compile(re.escape(self._stem) + r"\.[a-z0-9_]+"),
            f"{self._stem}. and a name",
            self._scope(),
        )
        return Reading(
            name=self._stem,
            title_nl=str(self._content.get("title_nl", "")),
            question_nl=str(self._content.get("question_nl", "")),
            date_fact=date_fact,
            status=status,
            sources_for=sources_for,
            sources_against=sources_against,
            common=common if with_common is True else (),
            own=own,
        )

    def _fault(self, at: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where=self._label, at=at, what=what, mend=mend))

    def _check_header(self, fields: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        for field in fields:
            if field not in self._content:
                self._fault(field, "header field missing", f"Add it: {field} = …")
        for field in sorted(set(self._content) - {*fields, *optional, "rules"}):
            self._fault(field, "unknown header field", f"Use only {', '.join(fields)} and rules")
        for field in _TEXT_FIELDS:
            if field in self._content and not _filled(self._content[field]):
                self._fault(field, "empty, or not text", "Write a text")
        name = self._content.get("reading", self._stem)
        if _filled(name) and name != self._stem:
            mend = f"Write {self._stem}, or rename the file"
            self._fault("reading", f"says {name} in a file named {self._stem}.toml", mend)

    def _check_name(self) -> None:
        if not _NAME.fullmatch(self._stem):
            mend = "Use a small letter, then at most 39 small letters, digits or underscores"
            self._fault("reading", "the file name cannot serve as the id of a reading", mend)
        elif self._stem in _TAKEN:
            self._fault("reading", "the name is taken by a column of the outcomes", "Rename it")

    def _one_of(self, field: str, allowed: tuple[str, ...]) -> str:
        value = self._content.get(field, "")
        if isinstance(value, str) and value in allowed:
            return value
        if field in self._content:
            self._fault(field, "not a value known here", f"Use one of: {', '.join(allowed)}")
        return ""

    def _scope(self) -> Scope:
        """The values that the rows speak of; every value where the header does not say."""
        named = []
        for field, fact in zip(_SCOPE_FIELDS, ("standing", "treaty"), strict=True):
            values = self._content.get(field, list(FACT_VALUES[fact]))
            if not isinstance(values, list) or any(v not in FACT_VALUES[fact] for v in values):
                mend = f"Name some of: {', '.join(FACT_VALUES[fact])}"
                self._fault(field, "not a list of values known here", mend)
                values = []
            named.append(tuple(values))
        return Scope(*named)

    def _ids(self, field: str) -> tuple[str, ...]:
        listed = self._content.get(field, [])
        if not isinstance(listed, list) or not all(_filled(item) for item in listed):
            self._fault(field, "not a list of source ids", 'Write for example ["D1", "S3"]')
            return ()
        for item in listed:
            self._check_source(field, item)
        return tuple(listed)

    def _check_source(self, at: str, source_id: str) -> None:
        if source_id not in self._source_ids:
            self._fault(at, f"source {source_id} is not in sources.toml", "Add it there")

    def _rules(
        self,
        dates: tuple[str, ...],
        id_form: re.Pattern[str],
        form_told: str,
        scope: Scope | None = None,
    ) -> tuple[Rule, ...]:
        rows = self._content.get("rules", [])
        if not isinstance(rows, list) or not rows:
            self._fault("rules", "no rows", "Write rules = [ { rule = …, … }, … ]")
            return ()
        seen: dict[str, int] = {}
        rules = []
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                self._fault(f"row {number}", "not a row", "Write { rule = …, standing = …, … }")
                continue
            at = f"row {number}"
            if _filled(row.get("rule")):
                at += f", rule {row['rule']}"
            if self._row_is_whole(at, row):
                self._check_row(at, row, dates)
                if not id_form.fullmatch(row["rule"]):
                    self._fault(at, "rule id of another form", f"Write {form_told}")
                if row["rule"] in seen:
                    self._fault(at, f"same rule id as row {seen[row['rule']]}", "Rename one")
                seen.setdefault(row["rule"], number)
                texts = {field: row[column] for field, column in _RULE_FIELDS.items()}
                rules.append(Rule(**texts, speaks_of=scope))
        return tuple(rules)

    def _row_is_whole(self, at: str, row: Mapping[str, object]) -> bool:
        columns = ", ".join(ROW_COLUMNS)
        for column in sorted(set(row) - set(ROW_COLUMNS)):
            self._fault(at, f"unknown column {column}", f"Use only {columns}")
        for column in ROW_COLUMNS:
            if column not in row:
                what = "no citation: column source missing" if column == "source" else ""
                self._fault(at, what or f"column {column} missing", f"Each row has {columns}")
            elif not _filled(row[column]):
                what = "empty citation in source" if column == "source" else f"{column} is empty"
                self._fault(at, f"{what}, or not text", "Fill it")
        return all(_filled(row.get(column)) for column in ROW_COLUMNS)

    def _check_row(self, at: str, row: Mapping[str, str], dates: tuple[str, ...]) -> None:
        conditions = {
            "standing": FACT_VALUES["standing"],
            "treaty": FACT_VALUES["treaty"],
            # Without a date fact the header is at fault already, not every row as well.
            "date": dates or (row["date"],),
        }
        for column, values in conditions.items():
            if row[column].removeprefix(NOT) not in values and row[column] != ANY:
                mend = f"Use one of: {', '.join((ANY, *values))}; or {NOT}and a value"
                self._fault(at, f"unknown value {row[column]} in {column}", mend)
        if row["regime"] not in REGIMES:
            mend = f"Use one of: {', '.join(REGIMES)}"
            self._fault(at, f"unknown regime {row['regime']}", mend)
        for reference in row["source"].split(";"):
            words = reference.split()
            if words:
                self._check_source(at, words[0])
            else:
                self._fault(at, "empty citation in source", "Begin each with a source id")


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
