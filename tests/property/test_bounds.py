"""Whatever the persons: bounds hold, everything adds up, and nothing small gets out."""

from itertools import product

import numpy as np
import numpy.typing as npt
from hertoets.findings import Counted, Findings, RawTable, RowSet, find
from hertoets.findings.basis import Loose, Rows
from hertoets.findings.drafts import cross, filled
from hertoets.findings.sets import rows
from hertoets.release import WITHHELD, load_policy, released
from hertoets.release.counts import round_count
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.handmade import Handmade, findings_of, people
from tests.handmade_persons import lawful

POLICY = load_policy()
VALUES = {
    "group": ["asylum", "family", "other", "unknown"],
    "notice": ["before", "after", "unknown", "no_notice"],
    "regime_stated": ["wi2013", "wi2021", None],
    "regime": ["wi2013", "wi2021", "none", "open", "unknown"],
    "duty": ["no", "not_yet", "completed", "exempt", "dispensed", "obliged", "unknown"],
    "certainty": ["certain", "reading_dependent", "unknown"],
    "start_class": ["on_time", "late", "early", "unknown", "not_applicable"],
    "term_class": ["on_time", "longer", "shorter", "unknown", "not_applicable"],
    "wrong_notice": ["yes", "no", "unknown"],
    "in_cohort": ["yes", "no", "unknown"],
    "breach": ["viewed", "visible", "elsewhere", "unknown", "no"],
    "medical": ["yes", "no", "unknown"],
    "informed": ["right", "wrong_reception", "wrong_other", "unknown", "not_informed"],
    "regime_by_choice": ["wi2013", "wi2021", "no_choice", "not_offered"],
    "waited_days": [None, 3, 40, 90],
    "waiting": [True, False],
}
KINDS = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in VALUES.items()}
).map(lawful)
CROWDS = st.lists(st.tuples(KINDS, st.integers(1, 25)), min_size=1, max_size=6)
MONEY = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 5), st.none() | st.integers(0, 40)), max_size=6
)
Crowds = list[tuple[dict[str, object], int]]


def make(crowds: Crowds, money: list[tuple[int, int, int | None]], set_aside: int = 0) -> Findings:
    rows: list[tuple[str | None, int, int, int | None]] = [
        (f"GM{place:04d}", low, low + more, counted)
        for place, (low, more, counted) in enumerate(money)
    ]
    persons = [person for kind, count in crowds for person in people(count, **kind)]
    return find(Handmade(persons, money=rows, set_aside=set_aside))


def sums_up(table: RawTable) -> None:
    """Each cell that counts what others of its table count together is their sum."""
    basis = {place: counted for place, counted in table.counts.items() if len(counted.terms) == 1}
    single = {counted: table.rows[row][column] for (row, column), counted in basis.items()}
    for (row, column), counted in table.counts.items():
        parts = [(factor, Counted(((1, base),))) for factor, base in counted.terms]
        if all(part in single for _, part in parts):
            whole = sum(factor * int(single[part] or 0) for factor, part in parts)
            assert table.rows[row][column] == whole, (table.id, row, column)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(crowds=CROWDS, money=MONEY, set_aside=st.integers(0, 12))
def test_bounds_hold_the_funnel_adds_up_and_nothing_small_gets_out(
    crowds: Crowds, money: list[tuple[int, int, int | None]], set_aside: int
) -> None:
    found = make(crowds, money, set_aside)
    release = released(found, POLICY)
    for finding in [*found.findings.values(), *release.findings.values()]:
        for lower, upper in [(finding.lower, finding.upper), *finding.by_reading.values()]:
            assert lower is None or upper is None or lower <= upper, finding.id
    for name, shown in release.findings.items():
        if shown.unit in ("personen", "gemeenten"):
            for number in (shown.lower, shown.upper, *sum(shown.by_reading.values(), ())):
                assert number is None or number % 5 == 0, name
                assert number in (None, 0) or abs(number) >= 10, name
    for table in found.tables.values():
        sums_up(table)
    funnel = [row[1] for row in found.tables["funnel"].rows]
    assert funnel[0] == sum(funnel[1:])
    for protected in release.tables.values():
        for row in protected.rows:
            for column, cell in zip(protected.columns, row, strict=True):
                if column.kind == "count" and cell is not None:
                    assert cell in ("<10", WITHHELD, 0) or abs(cell) >= 10, protected.id
                    assert isinstance(cell, str) or cell % 5 == 0, protected.id


MOST = 30  # more than any part here
PAIRS = st.tuples(st.integers(0, 16), st.integers(0, 16))
Pairs = tuple[int, int]
Whole = npt.NDArray[np.int64]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(counts=st.tuples(PAIRS, PAIRS))
def test_a_small_count_keeps_its_options_within_rows_and_columns_that_add_up(
    counts: tuple[Pairs, Pairs],
) -> None:
    names = {"a": "a", "b": "b"}
    cells = {(down, along): rows("cell", down, along) for down in names for along in names}
    columns, drawn = cross("", names, names, cells)
    units = {
        (down, along): counts[row][place]
        for row, down in enumerate(names)
        for place, along in enumerate(names)
    }
    known = Rows(loose=tuple(Loose(n, ((RowSet("cell", at), 1),)) for at, n in units.items() if n))
    asked = {
        (row, place): cell
        for row, line in enumerate(drawn)
        for place, cell in enumerate(line)
        if isinstance(cell, Counted)
    }
    blank = tuple((line[0], None, None, None) for line in drawn)
    empty = RawTable("t", "", columns, blank, "", "", "", None, counts=asked)  # type: ignore[arg-type]
    basis = findings_of(empty, rows=known).basis
    assert basis is not None
    table = filled(empty, basis)
    shown = np.array(
        [row[1:] for row in released(findings_of(table, rows=known), POLICY).tables["t"].rows],
        dtype=object,
    )
    agreeing = agree(shown)
    for row, column in product(range(3), range(3)):
        if 0 < int(table.rows[row][column + 1] or 0) < POLICY.threshold:
            assert len(np.unique(agreeing[row, column])) >= POLICY.options, shown


def agree(shown: npt.NDArray[np.object_]) -> Whole:
    """All tables that agree with the one shown: an array of three by three by how many."""
    inner = [allowed(shown[place], MOST) for place in ((0, 0), (0, 1), (1, 0), (1, 1))]
    a, b, c, d = (grid.ravel() for grid in np.meshgrid(*inner))
    whole = np.array([[a, b, a + b], [c, d, c + d], [a + c, b + d, a + b + c + d]])
    fits = np.ones(a.size, dtype=bool)
    for row, column in product(range(3), range(3)):
        fits &= np.isin(whole[row, column], allowed(shown[row, column], 4 * MOST))
    return whole[:, :, fits]


def allowed(cell: object, most: int) -> Whole:
    """What an outsider may think a cell to be."""
    if cell == "<10":
        return np.arange(1, 10)
    if cell == WITHHELD:
        return np.arange(most)
    return np.array([value for value in range(most) if round_count(value, POLICY) == cell])
