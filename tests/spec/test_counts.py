"""One count as it may be seen: every form in which it is written, from the same place."""

import pytest
from hertoets.release import Count, ReleasedFinding, Rule, read_count
from hertoets.release.count import Form
from hertoets.release.model import ShownPair

FORMS = [
    # state, number, form in files, words, mark in a chart, mark without room, cell of a workbook
    ("shown", 1250, 1250, "1.250", "1.250", "1.250", 1250),
    ("shown", 0, 0, "0", "0", "0", 0),
    ("shown", -35, -35, "\N{MINUS SIGN}35", "\N{MINUS SIGN}35", "\N{MINUS SIGN}35", -35),
    ("small", 10, "<10", "minder dan 10", "<10", "<10", "<10"),
    ("small", 5, "<5", "minder dan 5", "<5", "<5", "<5"),
    ("withheld", 0, "x", "afgeschermd", "afgeschermd", "afg.", "afgeschermd"),
    ("not_measured", 0, None, "niet gemeten", "niet gemeten", "", "niet gemeten"),
]


@pytest.mark.parametrize(("state", "number", "form", "words", "mark", "short", "cell"), FORMS)
def test_a_count_reads_as_what_it_is_everywhere(
    state: str, number: int, form: Form, words: str, mark: str, short: str, cell: Form
) -> None:
    count = Count(state, number)  # type: ignore[arg-type]
    assert (count.form, count.nl(), count.mark()) == (form, words, mark)
    assert (count.short_mark(), count.in_workbook()) == (short, cell)
    assert read_count(form) == count


def test_an_amount_and_a_share_keep_their_sign() -> None:
    assert Count("shown", -2370).nl("euro") == "\N{MINUS SIGN}€\N{NO-BREAK SPACE}2.370"
    assert Count("small", 23700).nl("euro") == "minder dan €\N{NO-BREAK SPACE}23.700"
    assert Count("shown", 12).mark("percent") == "12%"


@pytest.mark.parametrize("text", ["<", "<x", "10 personen", "xx", ""])
def test_a_text_that_is_no_form_of_a_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        read_count(text)


def _figure(
    pair: ShownPair, *, unit: str = "personen", status: str = "measured"
) -> ReleasedFinding:
    return ReleasedFinding(
        id="figure",
        title_nl="",
        definition="",
        population="",
        within=None,
        unit=unit,
        source="",
        reading="duty",
        lower=pair[0],
        upper=pair[1],
        records=(None, 40),
        by_reading={"duty": pair},
        undecided={},
        display_nl="",
        status=status,  # type: ignore[arg-type]
        withheld=(("duty", "upper"),),
        below=0 if unit == "dagen" else 10,
    )


def test_a_bound_that_is_withheld_is_not_called_small() -> None:
    assert _figure((None, None)).bounds("duty") == (Count("small", 10), Count("withheld"))
    assert _figure((25, None)).bounds("duty") == (Count("shown", 25), Count("withheld"))
    assert _figure((25, None)).bounds("records") == (Count("small", 10), Count("shown", 40))


def test_a_median_over_too_few_is_withheld_and_what_was_not_measured_is_neither() -> None:
    assert _figure((None, None), unit="dagen").bounds("duty") == (Count("withheld"),) * 2
    assert (
        _figure((None, None), status="not_measured").bounds("duty") == (Count("not_measured"),) * 2
    )


def test_a_rule_names_the_mark_as_it_stands_there() -> None:
    assert Rule("withheld").nl().startswith("Afgeschermd: weggelaten")
    assert Rule("small", 10).nl(marks=True) == "<10 staat voor 1 tot en met 9."
    assert Rule("small", 10).nl() == "Minder dan 10 staat voor 1 tot en met 9."
    assert Rule("median", 10).nl() == "Een mediaan staat er alleen over minstens 10 personen."
