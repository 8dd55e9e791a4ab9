"""One count as it may be seen, and how that reads: the one place for the forms of hidden numbers.

A count is shown, small, withheld or not measured. Files keep one form for each: a number, ``<10``
(after the policy's limit), ``x``, nothing. A reader sees words; a small count is never called
withheld, nor one that is withheld small: it may be of any size.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hertoets.findings import write_number

Number = int | float
Form = str | int | float | None
"""A count in a file: a number, ``<10``, ``x``, or null where it was not measured."""

CountState = Literal["shown", "small", "withheld", "not_measured"]
RuleKind = Literal["small", "rounded", "withheld", "percent", "median"]

WITHHELD: Literal["x"] = "x"
"""Not shown, because a small count would follow from it."""

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_BELOW = "<"
_WORDS = {"withheld": "afgeschermd", "not_measured": "niet gemeten"}
_SHORT = {"withheld": "afg.", "not_measured": ""}
_RULES: dict[RuleKind, str] = {
    "small": "{mark} staat voor 1 tot en met {last}.",
    "rounded": "Andere aantallen zijn afgerond op {number} en tellen dus niet altijd op.",
    "withheld": "{mark}: weggelaten, omdat daaruit een klein aantal zou zijn af te leiden.",
    "percent": "Percentages zijn berekend uit afgeronde aantallen, alleen bij een geheel van "
    "minstens {number}.",
    "median": "Een mediaan staat er alleen over minstens {number} personen.",
}


@dataclass(frozen=True, slots=True)
class Count:
    """One count as it may be seen.

    `number` is the number where it is shown; the limit under which it lies, of either sign, where
    it is small; and 0 otherwise.
    """

    state: CountState
    number: Number = 0

    @property
    def shown(self) -> Number | None:
        """The number; None where it is not shown."""
        return self.number if self.state == "shown" else None

    @property
    def is_hidden(self) -> bool:
        """Tell whether there is a number that is not shown."""
        return self.state in ("small", "withheld")

    @property
    def form(self) -> Form:
        """The count in the CSV and JSON of a table, and of a figure."""
        if self.state == "small":
            return f"{_BELOW}{self.number}"
        return WITHHELD if self.state == "withheld" else self.shown

    def nl(self, kind: str = "count") -> str:
        """The count in a sentence, a table of a page, or an alternative text.

        Examples
        --------
        >>> [count.nl() for count in (Count("shown", 1250), Count("small", 10), Count("withheld"))]
        ['1.250', 'minder dan 10', 'afgeschermd']
        """
        if self.state == "small":
            return f"minder dan {quantity_nl(self.number, kind)}"
        return _WORDS.get(self.state) or quantity_nl(self.number, kind)

    def mark(self, kind: str = "count") -> str:
        """The count at its mark in a chart.

        Examples
        --------
        >>> [count.mark() for count in (Count("small", 10), Count("withheld"))]
        ['<10', 'afgeschermd']
        """
        return f"{_BELOW}{self.number}" if self.state == "small" else self.nl(kind)

    def short_mark(self, kind: str = "count") -> str:
        """The count at its mark where there is no room for a word."""
        return _SHORT.get(self.state, self.mark(kind))

    def in_workbook(self) -> str | Number:
        """The count in a cell of a workbook: a number as a number, else its mark."""
        return self.number if self.state == "shown" else self.mark()


def read_count(form: Form) -> Count:
    """Read the form of a count.

    Raises
    ------
    ValueError
        A text that is no form of a count.

    Examples
    --------
    >>> [read_count(form).state for form in (25, "<10", "x", None)]
    ['shown', 'small', 'withheld', 'not_measured']
    """
    if form is None:
        return Count("not_measured")
    if not isinstance(form, str):
        return Count("shown", form)
    return Count("withheld") if form == WITHHELD else Count("small", int(form.removeprefix(_BELOW)))


def quantity_nl(value: Number, kind: str) -> str:
    """Write a number with the sign of its kind.

    Parameters
    ----------
    value : int or float
    kind : str
        ``count``, ``days``, ``euro`` or ``percent``.

    Examples
    --------
    >>> quantity_nl(12, "percent")
    '12%'
    """
    if kind == "euro":
        # The sign stands before that of the currency, as it does in a sentence.
        return f"{MINUS if value < 0 else ''}€{NO_BREAK}{write_number(abs(value))}"
    return f"{write_number(value)}%" if kind == "percent" else write_number(value)


@dataclass(frozen=True)
class Rule:
    """What was done to the numbers of a table: a mark that stands there, or how they were made.

    `number` is that of the policy: the limit, the step of rounding, the least base; 0 for none.
    """

    kind: RuleKind
    number: int = 0

    def nl(self, *, marks: bool = False) -> str:
        """The rule as a sentence, with the mark of a chart or a workbook where `marks` is set.

        Examples
        --------
        >>> Rule("small", 10).nl(), Rule("small", 10).nl(marks=True)
        ('Minder dan 10 staat voor 1 tot en met 9.', '<10 staat voor 1 tot en met 9.')
        """
        count = Count("small", self.number) if self.kind == "small" else Count("withheld")
        mark = count.mark() if marks else count.nl()
        named = mark[:1].upper() + mark[1:]
        return _RULES[self.kind].format(mark=named, last=self.number - 1, number=self.number)


def rules_nl(rules: Iterable[Rule], *, marks: bool = False) -> str:
    """The rules as sentences, one after another."""
    return " ".join(rule.nl(marks=marks) for rule in rules)
