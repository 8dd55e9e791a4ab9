"""Every figure: what it counts and its bounds. Values worked out by hand."""

import tomllib
from dataclasses import asdict, replace
from importlib.resources import files

import polars as pl
import pytest
from hertoets.extract import read_extract
from hertoets.findings import Manner, display, load_definitions
from hertoets.findings.catalogue import load_descriptions, load_labels
from hertoets.findings.medians import median_of
from hertoets.findings.tables_law import FACTS
from hertoets.law import FACT_VALUES, load_law
from hertoets.outcomes import Settings, compare
from hertoets.synth import write_synthetic_extract

from tests.handmade import READINGS, Handmade, access, find, people

REPAIR = ("not_wronged", "told_right", "chose", "default", "offered", "withdrawn", "nothing")
CONTRACT_IDS = {
    "persons_in_extract", "persons_set_aside", "persons_with_notice", "wrong_notice",
    "wrong_notice_january", "january_notices", "wrong_notice_after_restart", "misclassified",
    "missing_notice", "told_without_duty", "cohort_size", "cohort_wrong_regime", "cohort_no_duty",
    "cohort_start_late", "cohort_start_early", "cohort_term_longer", "cohort_term_shorter",
    "cohort_start_shift_median", "breach_any", "breach_persons", "breach_viewed",
    "breach_elsewhere", "breach_medical", "breach_municipalities", "informed_wrong",
    "informed_wrong_reception", "waited_persons", "waited_days_median", "guidance_expected",
    "guidance_difference_persons", "guidance_difference_euro", "guidance_may_september_difference",
    "choices_offered", "choices_made", "choices_none", "choices_offered_to_wronged",
    "wronged_without_offer", *(f"repair_{value}" for value in REPAIR), "certain",
    "reading_dependent", "delay_wi2013_measures",
}  # fmt: skip
FIELDS = [
    "id", "title_nl", "definition", "population", "within", "unit", "source", "reading", "lower",
    "upper", "records", "by_reading", "undecided", "display_nl", "status",
]  # fmt: skip

SOURCES = set(
    tomllib.loads(files("hertoets.law").joinpath("sources.toml").read_text(encoding="utf-8"))
)
NO_NOTICE = {"notice": "no_notice", "regime_stated": None, "outcome": "no_notice"}


def bounds(comparison, name):
    finding = find(comparison).findings[name]
    return finding.lower, finding.upper


def test_every_figure_of_the_contract_has_a_definition():
    assert set(load_definitions()) >= CONTRACT_IDS


@pytest.mark.parametrize("definition", load_definitions().values(), ids=lambda entry: entry.id)
def test_every_definition_says_what_of_whom_and_after_which_source(definition):
    assert definition.definition.endswith(".")
    assert definition.title_nl
    assert definition.population
    assert definition.source


@pytest.mark.parametrize("entry", [*load_definitions().values()], ids=lambda entry: entry.id)
def test_every_source_of_a_figure_is_one_that_the_law_room_knows(entry):
    assert set(entry.source) <= SOURCES


def test_every_source_of_a_table_is_one_that_the_law_room_knows():
    named = {name for entry in load_descriptions().values() for name in entry.source.split(", ")}
    assert named <= SOURCES


@pytest.mark.parametrize("fact", FACTS)
def test_every_value_of_a_fact_has_a_label(fact):
    known = {**FACT_VALUES, "group": ("asylum", "family", "other", "unknown")}
    assert set(load_labels()[FACTS[fact][1]]) == set(known[fact])


def test_every_table_of_a_real_comparison_follows_from_the_catalogue(tmp_path):
    write_synthetic_extract(tmp_path / "extract", persons=300, seed=1)
    comparison = compare(read_extract(tmp_path / "extract"), load_law(), Settings())
    found = find(comparison)
    of_checks = ("quality", "lessons")
    assert list(found.tables) == [
        name
        for name in load_descriptions()
        if name != "reconciliation" and not name.startswith(of_checks)
    ]
    not_measured = {n for n, finding in found.findings.items() if finding.status != "measured"}
    assert not_measured == {"delay_wi2013_measures"}
    assert list(found.readings) == list(READINGS)


def test_every_figure_has_exactly_the_fields_of_the_contract():
    found = find(Handmade(people(1))).findings
    assert all(list(asdict(finding)) == FIELDS for finding in found.values())
    assert list(found) == list(load_definitions())


def test_what_a_figure_lies_within_is_a_figure_of_the_same_unit_that_depends_no_more():
    definitions = load_definitions()
    for part in definitions.values():
        if part.within is not None:
            whole = definitions[part.within]
            assert part.unit == whole.unit, part.id
            assert part.depends or not whole.depends, part.id


@pytest.mark.parametrize(
    ("name", "persons", "expected"),
    [
        pytest.param(
            "persons_with_notice",
            people(2) + people(1, notice="unknown") + people(3, **NO_NOTICE),
            (3, 3),
            id="an undated notice is a notice",
        ),
        pytest.param(
            "wrong_notice",
            people(2, wrong_notice="yes") + people(3, wrong_notice="unknown") + people(4),
            (2, 5),
            id="unknown widens the upper figure only",
        ),
        pytest.param(
            "misclassified",
            people(1, outcome="wrong_regime")
            + people(2, outcome="no_duty")
            + people(4, outcome="unknown")
            + people(8, outcome="open")
            + people(16, **NO_NOTICE),
            (3, 15),
            id="another Act and no duty both count, open and unknown may",
        ),
        pytest.param(
            "missing_notice",
            people(1, **NO_NOTICE)
            + people(2, **NO_NOTICE | {"regime": "wi2021"})
            + people(4, **NO_NOTICE | {"regime": "none"})
            + people(8, **NO_NOTICE | {"regime": "open"})
            + people(16, **NO_NOTICE | {"regime": "unknown"}),
            (3, 27),
            id="who has no duty misses no notice",
        ),
        pytest.param(
            "missing_notice",
            people(1, **NO_NOTICE)
            + people(2, **NO_NOTICE | {"duty": "not_yet"})
            + people(4, **NO_NOTICE | {"duty": "exempt"})
            + people(8, **NO_NOTICE | {"duty": "completed"})
            + people(16, **NO_NOTICE | {"duty": "dispensed"})
            + people(32, **NO_NOTICE | {"duty": "no"})
            + people(64, **NO_NOTICE | {"duty": "unknown"}),
            (1, 65),
            id="a regime is not a duty: children, pupils and who is exempt miss no notice",
        ),
        pytest.param(
            "cohort_size",
            people(1) + people(2, in_cohort="unknown") + people(4, in_cohort="no"),
            (1, 3),
            id="who may stand in the cohort widens the upper figure",
        ),
        pytest.param(
            "cohort_wrong_regime",
            people(1, outcome="wrong_regime")
            + people(2, outcome="wrong_regime", in_cohort="no")
            + people(4, outcome="open")
            + people(8, outcome="unknown", in_cohort="no")
            + people(16, outcome="no_duty")
            + people(32, outcome="wrong_regime", in_cohort="unknown")
            + people(64, outcome="unknown", in_cohort="unknown")
            + people(128, outcome="correct", in_cohort="unknown"),
            (1, 1 + 4 + 32 + 64),
            id="only the cohort and who may be in it, and no duty is not another Act",
        ),
        pytest.param(
            "outcome_open",
            people(1, outcome="open") + people(2, outcome="unknown"),
            (1, 3),
            id="what is unknown may turn out open",
        ),
        pytest.param(
            "outcome_unknown",
            people(1, outcome="open") + people(2, outcome="unknown"),
            (2, 2),
            id="what is unknown is known to be so",
        ),
        pytest.param("certain", people(5) + people(2, certainty="unknown"), (5, 7), id="certainty"),
        pytest.param(
            "breach_persons",
            people(1, breach="viewed")
            + people(2, breach="visible")
            + people(4, breach="unknown")
            + people(8, breach="elsewhere"),
            (3, 7),
            id="visible is a breach too, and the wrong municipality is counted apart",
        ),
        pytest.param(
            "breach_viewed",
            people(1, breach="viewed")
            + people(2, breach="visible")
            + people(4, breach="unknown")
            + people(8, breach="elsewhere"),
            (1, 5),
            id="visible is not viewed",
        ),
        pytest.param(
            "informed_wrong",
            people(1, informed="wrong_reception")
            + people(2, informed="wrong_other")
            + people(4, informed="unknown")
            + people(8, informed="not_informed"),
            (3, 7),
            id="nobody informed is not the wrong one informed",
        ),
        pytest.param(
            "choices_offered",
            people(1, regime_by_choice="wi2013")
            + people(2, regime_by_choice="no_choice")
            + people(4),
            (3, 3),
            id="offered whatever was chosen",
        ),
        pytest.param(
            "choices_made",
            people(1, regime_by_choice="wi2013")
            + people(2, regime_by_choice="no_choice")
            + people(4),
            (1, 1),
            id="no choice on record is no choice made",
        ),
    ],
)  # fmt: skip
def test_counts_who_surely_is_and_who_may_be(name, persons, expected):
    assert bounds(Handmade(persons), name) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"start_class": "late"}, (1, 1), id="late"),
        pytest.param({"start_class": "early"}, (0, 0), id="early is counted apart"),
        pytest.param({"start_class": "unknown"}, (0, 1), id="a start is unknown"),
        pytest.param({"start_class": "not_applicable", "regime_stated": "wi2021"}, (0, 0),
                     id="wi2021 stated: the start of Wi2013 is not at issue"),
        pytest.param({"regime_stated": None}, (0, 1), id="stated regime unknown, headline wi2013"),
        pytest.param({"regime": "open"}, (0, 1), id="headline open, wi2013 stated"),
        pytest.param({"regime": "unknown", "in_cohort": "unknown"}, (0, 1),
                     id="regime and cohort unknown"),
        pytest.param({"start_class": "not_applicable", "regime": "none"}, (0, 0), id="no duty"),
        pytest.param({"start_class": "not_applicable", "regime": "open", **NO_NOTICE}, (0, 0),
                     id="no notice states no start"),
        pytest.param({"start_class": "late", "in_cohort": "no"}, (0, 0), id="outside the cohort"),
        pytest.param({"start_class": "late", "in_cohort": "unknown"}, (0, 1),
                     id="late, perhaps in the cohort"),
        pytest.param({"start_class": "on_time", "in_cohort": "unknown"}, (0, 0),
                     id="on time, perhaps in the cohort"),
    ],
)  # fmt: skip
def test_a_late_start_in_the_cohort(said, expected):
    assert bounds(Handmade([said]), "cohort_start_late") == expected


def test_late_and_early_are_never_netted():
    comparison = Handmade(people(3, start_class="late") + people(2, start_class="early"))
    assert bounds(comparison, "start_late") == (3, 3)
    assert bounds(comparison, "start_early") == (2, 2)


def test_a_municipality_counts_once_and_an_unknown_one_at_most_once_more():
    persons = people(2, breach="visible") + people(1, breach="unknown") + people(1)
    rows = [("p0000", "GM0363"), ("p0001", "GM0363"), ("p0001", None), ("p0002", "GM0518"),
            ("p0003", "GM0599")]  # fmt: skip
    # surely Amsterdam; perhaps The Hague, and perhaps one that is not known; never p0003's.
    assert bounds(Handmade(persons, access=access(rows)), "breach_municipalities") == (1, 3)


def test_a_breach_by_an_unknown_municipality_is_by_at_least_one():
    comparison = Handmade(people(1, breach="viewed"), access=access([("p0000", None)]))
    assert bounds(comparison, "breach_municipalities") == (1, 1)


def test_the_median_wait_is_that_of_those_who_surely_waited():
    persons = [{"waited_days": days} for days in (10, 20, 30)]
    assert bounds(Handmade(persons), "waited_days_median") == (20, 20)
    comparison = Handmade([*persons, {"waiting": True}])
    assert bounds(comparison, "waited_days_median") == (20, 20)
    assert bounds(comparison, "waited_persons") == (3, 4)


def test_who_waited_depends_on_the_reading_by_its_duty_and_start():
    comparison = Handmade(
        [{"waited_days": days} for days in (10, 20, 30)],
        under_reading={
            "decision": {0: {"waited_days": None, "duty": "no"}, 1: {"waited_days": 28}},
            "duty": {2: {"waited_days": None, "waiting": True}},
        },
    )
    found = find(comparison).findings
    assert found["waited_persons"].by_reading == dict.fromkeys(READINGS, (3, 3)) | {
        "decision": (2, 2),
        "duty": (2, 3),
    }
    assert found["waited_days_median"].by_reading == dict.fromkeys(READINGS, (20, 20)) | {
        "decision": (29, 29),
        "duty": (15, 15),
    }
    assert found["waited_persons"].reading == "publication_exceptions"


def test_the_median_of_nobody_is_measured_and_empty():
    finding = find(Handmade(people(3))).findings["waited_days_median"]
    assert (finding.lower, finding.upper, finding.status) == (None, None, "measured")


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ({5: 1}, 5),
        ({5: 1, 8: 1}, 6.5),
        ({9: 1, 1: 1, 4: 1}, 4),
        ({1: 2, 4: 1, 9: 1}, 2.5),
        ({9: 3, 1: 2}, 9),
        ({-3: 4, 9: 2}, -3),
    ],
)
def test_a_median_of_an_even_number_lies_halfway(counted, expected):
    assert median_of(pl.DataFrame({"days": [*counted], "persons": [*counted.values()]})) == expected


MONEY = [
    ("GM0363", 10, 12, 15),  # over by 3 to 5
    ("GM0518", 20, 21, 18),  # under by 2 to 3
    ("GM0599", 5, 9, 7),  # from under by 2 to over by 2
    ("GM0344", 4, 4, None),  # count unknown: not in the difference
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("guidance_expected", (39, 46)),
        ("guidance_difference_persons", (3 - 3 - 2, 5 - 2 + 2)),
        ("guidance_overpaid_persons", (3, 7)),
        ("guidance_underpaid_persons", (2, 5)),
        ("guidance_difference_euro", (-2 * 2370, 5 * 2370)),
        ("guidance_overpaid_euro", (3 * 2370, 7 * 2370)),
        ("guidance_underpaid_euro", (2 * 2370, 5 * 2370)),
    ],
)
def test_over_and_under_are_shown_beside_the_difference(name, expected):
    assert bounds(Handmade(people(1), money=MONEY), name) == expected


@pytest.mark.parametrize(
    ("nowhere", "expected"),
    [
        pytest.param(
            2, {"difference": (-4, 5), "overpaid": (1, 7), "underpaid": (2, 7)}, id="some"
        ),
        pytest.param(
            9, {"difference": (-11, 5), "overpaid": (0, 7), "underpaid": (2, 14)}, id="many"
        ),
    ],
)
def test_whoever_lives_in_no_known_municipality_may_live_in_any(nowhere, expected):
    """More expected there is less too much and more too little; nobody is counted below zero."""
    found = find(Handmade(people(1), money=[*MONEY, (None, 1, nowhere, None)])).findings
    pairs = {name: found[f"guidance_{name}_persons"] for name in expected}
    assert {name: (one.lower, one.upper) for name, one in pairs.items()} == expected


@pytest.mark.parametrize(
    ("absent", "names"),
    [
        ("data_access", ["breach_persons", "breach_viewed", "breach_municipalities"]),
        ("reception", ["informed_wrong", "guidance_expected", "guidance_overpaid_euro"]),
        ("registrations", ["informed_wrong", "guidance_expected", "guidance_difference_persons"]),
        ("guidance_counts", ["guidance_difference_persons", "guidance_underpaid_euro"]),
        ("choices", ["choices_offered", "choices_made", "choices_none"]),
    ],
)
def test_without_its_table_a_figure_is_not_measured_and_never_zero(absent, names):
    found = find(Handmade(people(2), absent=(absent,), money=MONEY))
    for name in names:
        finding = found.findings[name]
        assert (finding.lower, finding.upper, finding.by_reading) == (None, None, {})
        assert (finding.status, finding.display_nl) == ("not_measured", "niet gemeten")
    assert any(absent in note for note in found.notes)


def test_counts_without_any_known_number_are_not_measured():
    finding = find(Handmade(people(1), money=[("GM0363", 3, 3, None)])).findings
    assert finding["guidance_difference_persons"].status == "not_measured"
    assert finding["guidance_expected"].lower == 3


def test_every_figure_holds_every_reading_and_names_the_headline_where_it_matters():
    comparison = Handmade(
        people(2, wrong_notice="yes"),
        under_reading={"decision": {0: {"wrong_notice": "no"}}},
    )
    found = find(comparison).findings
    assert found["wrong_notice"].by_reading == dict.fromkeys(READINGS, (2, 2)) | {
        "decision": (1, 1)
    }
    assert found["wrong_notice"].reading == "publication_exceptions"
    assert found["informed_wrong"].by_reading == dict.fromkeys(READINGS, (0, 0))
    assert found["informed_wrong"].reading is None


def test_another_headline_moves_the_figure_in_front():
    comparison = Handmade(
        people(2, wrong_notice="yes"),
        under_reading={"decision": {0: {"wrong_notice": "no"}}},
        settings=replace(Settings(), headline="decision"),
    )
    finding = find(comparison).findings["wrong_notice"]
    assert (finding.reading, finding.lower) == ("decision", 1)


@pytest.mark.parametrize(
    ("lower", "upper", "manner", "text"),
    [
        (1234, 1234, Manner("personen"), "1.234\u00a0personen"),
        (1, 1, Manner("personen"), "1\u00a0persoon"),
        (1235, 1235, Manner("personen", outward=True), "1.235\u00a0personen"),
        (0, 0, Manner("personen", outward=True), "geen personen"),
        (0, 0, Manner("gemeenten"), "geen gemeenten"),
        (40, 55, Manner("personen"), "ten minste 40 en ten hoogste 55\u00a0personen"),
        (30315, 34052, Manner("personen", outward=True),
         "ten minste 30.300 en ten hoogste 34.100\u00a0personen"),
        (30315, 34052, Manner("personen"), "ten minste 30.315 en ten hoogste 34.052\u00a0personen"),
        (995, 1000, Manner("personen", outward=True),
         "ten minste 995 en ten hoogste 1.000\u00a0personen"),
        (0, 20, Manner("personen", outward=True), "ten hoogste 20\u00a0personen"),
        (0, 1005, Manner("personen", outward=True), "ten hoogste 1.010\u00a0personen"),
        (None, None, Manner("personen", below=10), "minder dan 10\u00a0personen"),
        (0, None, Manner("personen", below=10), "minder dan 10\u00a0personen"),
        (None, 20, Manner("personen", outward=True, below=10),
         "ten hoogste 20\u00a0personen (minder dan 10 zeker)"),
        (25, None, Manner("personen", outward=True, below=10), "ten minste 25\u00a0personen"),
        (62.5, 62.5, Manner("dagen"), "62,5\u00a0dagen"),
        (1, 1, Manner("dagen"), "1\u00a0dag"),
        (23700, 23700, Manner("euro", outward=True), "€\u00a023.700"),
        (0, 0, Manner("euro"), "€\u00a00"),
        (None, None, Manner("euro", below=23700), "minder dan €\u00a023.700"),
        (-20, 35, Manner("personen", outward=True, signed=True), "tussen −20 en 35\u00a0personen"),
        (-900600, 2322600, Manner("euro", outward=True, signed=True),
         "tussen −€\u00a0901.000 en €\u00a02.330.000"),
        (None, None, Manner("personen", below=10, signed=True),
         "een verschil van minder dan 10\u00a0personen"),
        (-20, None, Manner("personen", outward=True, below=10, signed=True),
         "tussen −20 en ongeveer nul personen"),
    ],
)  # fmt: skip
def test_a_figure_is_said_in_dutch(lower, upper, manner, text):
    assert display(lower, upper, manner) == text
