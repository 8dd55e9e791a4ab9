"""The draft letter to one person: a true sentence in every state, and a file for nobody else."""

import io
import json
import os
import re
import stat
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import docx
import hertoets.run.letter
import pytest
from hertoets.cli import main
from hertoets.desk import open_run
from hertoets.law import FACT_VALUES, REGIMES, load_law
from hertoets.outcomes.choices import BY_CHOICE
from hertoets.outcomes.duty import DUTY
from hertoets.outcomes.fines import FINE
from hertoets.outcomes.loans import LOAN
from hertoets.outcomes.plans import PLAN
from hertoets.outcomes.repair import REPAIR
from hertoets.outcomes.situations import CERTAINTY
from hertoets.outcomes.told import START_CLASS, TERM_CLASS
from hertoets.publish.letter import write_letter
from hertoets.publish.letter_file import ENDINGS, letter_bytes
from hertoets.publish.letter_model import Known, Sent
from hertoets.publish.words import read_words
from hertoets.run.letter import known_of
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder

from tests.support.cases import Case, tables_of, write_tables

MOST_WORDS = 320

# Whom the letter must be true of: the case, what it says, and what it does not say.
PERSONS: dict[str, tuple[Case, list[str], list[str]]] = {
    "wrongly told": (
        Case("p").right().notice(start="2022-01-10", term_end="2025-01-09"),
        [
            "10 januari 2022: een kennisgeving met de nieuwe wet. "
            "Begin: 10 januari 2022. Einde: 9 januari 2025.",
            "geldt voor u de oude wet.",
            "Uw verblijfsrecht is op of vóór 31 december 2021 bekendgemaakt, "
            "en niets stelde u toen vrij.",
            "Dit staat in: artikel 54 van de nieuwe wet, met de uitleg van DUO.",
            "Zes manieren om de wet uit te leggen komen hierop uit.",
            "In de kennisgeving van 10 januari 2022 stond een andere wet.",
            "De begindatum is volgens deze uitleg 3 mei 2021, de einddatum zonder verlenging 3 mei 2024.",
            "Op 10 januari 2022 moest u inburgeren.",
            "Voor deze regel ontbreken geen gegevens.",
            "Daarna is volgens onze gegevens nog geen herstel vastgelegd.",
            "geen keuze tussen beide wetten",
            "[telefoonnummer: door DUO in te vullen]",
            "Deze brief is geen besluit",
            "Volgens de rechtbank Midden-Nederland is een kennisgeving geen besluit",
        ],
        ["Juristen", "jonger dan 18", "Ingetrokken"],
    ),
    "rightly told of the new Act": (
        Case("p").right(decision="2022-02-01").notice("2022-04-01"),
        [
            "geldt voor u de nieuwe wet.",
            "Uw verblijfsrecht is na 31 december 2021 bekendgemaakt.",
            "Die wet stond ook in de kennisgeving.",
            "Uw begindatum hangt af van uw persoonlijk plan (PIP).",
        ],
        ["stond een andere wet", "hersteld"],
    ),
    "never told": (
        Case("p").right(),
        [
            "Volgens onze gegevens hebt u geen kennisgeving over inburgering gekregen.",
            "geldt voor u de oude wet.",
        ],
        ["stond een andere wet", "Die wet stond ook", "Toch is u"],
    ),
    "told without a day": (
        Case("p").right().notice("", start=""),
        [
            "Onbekende datum: een kennisgeving met de nieuwe wet.",
            "In de kennisgeving van onbekende datum stond een andere wet.",
            "Wij weten niet wanneer een kennisgeving is verstuurd. Dat moet blijken bij DUO.",
        ],
        ["None"],
    ),
    "told of no known Act": (
        Case("p").right().notice(regime=""),
        [
            "10 januari 2022: een kennisgeving; welke wet daarin stond, weten wij niet.",
            "Wij weten niet welke wet in een kennisgeving stond.",
        ],
        ["Die wet stond ook", "stond een andere wet"],
    ),
    "told again, and rightly": (
        Case("p").right().notice().notice("2022-06-01", "wi2013"),
        [
            "1 juni 2022: een kennisgeving met de oude wet.",
            "In de kennisgeving van 10 januari 2022 stond een andere wet.",
            "Later kreeg u een kennisgeving met de wet die hierboven staat.",
        ],
        ["nog geen herstel vastgelegd"],
    ),
    "wrongly told twice": (
        Case("p").right().notice().notice("2022-03-01"),
        ["In de kennisgeving van 10 januari 2022 en 1 maart 2022 stond een andere wet."],
        [],
    ),
    "no duty, and told": (
        Case("p", nationality="TUR").right("other").notice(),
        [
            "hebt u geen plicht om in te burgeren.",
            "U hebt of had de Turkse nationaliteit, en op 31 december 2021 al een verblijfsrecht, "
            "niet voor asiel.",
            "Toch is u een kennisgeving gestuurd.",
        ],
        ["De begindatum", "moest u inburgeren"],
    ),
    "no right": (
        Case("p").right(temporary="true", group="other").notice(),
        ["U had geen verblijfsrecht waarvoor inburgeren moet, of dat recht was al voorbij."],
        [],
    ),
    "excluded": (
        Case("p", nationality="FRA").right("family").notice(),
        ["U bent uitgezonderd: door leeftijd, nationaliteit, een diploma, een verdrag"],
        [],
    ),
    "sources silent: dispensed": (
        Case("p").right().exempt("medical", "2021-06-01").notice(),
        [
            "Welke wet voor u geldt, staat niet vast: de regels zeggen het niet.",
            "U had op 31 december 2021 ontheffing.",
            "Of de kennisgeving klopte, kunnen wij daarom niet zeggen.",
            "Alleen een rechter of een nieuwe regel kan dit duidelijk maken.",
        ],
        ["geldt voor u de", "Voor deze regel ontbreken geen gegevens", "moest u inburgeren"],
    ),
    "sources silent: a gap between rights": (
        Case("p").right(end="2021-09-01").right(decision="2022-01-05").notice("2022-04-01"),
        [],
        [],
    ),
    "unknown: no decision date": (
        Case("p").right(decision="").notice(),
        [
            "Welke wet voor u geldt, weten wij niet: er ontbreken gegevens.",
            "Wij weten niet wanneer uw verblijfsrecht bekend is gemaakt en hoelang het gold. "
            "Dat moet blijken bij de IND.",
        ],
        ["geldt voor u de"],
    ),
    "a child": (
        Case("p", birth_date="2007-03-01").right("family"),
        [
            "Bent u jonger dan 18 jaar?",
            "u was toen nog geen 16 jaar",
            "Juristen verschillen hierover van mening",
            "Een rechter heeft hierover, voor zover bekend, niet beslist.",
        ],
        ["Zes manieren om de wet uit te leggen komen hierop uit"],
    ),
    "at school": (
        Case("p", birth_date="2001-03-01")
        .right("family")
        .exempt("compulsory_education", "2021-01-01", "2022-07-31")
        .notice("2022-09-01"),
        ["maar u ging toen naar school of moest dat", "Juristen verschillen"],
        [],
    ),
    "exam passed": (
        Case("p").right(decision="2019-01-07").exempt("completed", "2021-03-01").notice(),
        ["en u had het examen toen al gehaald", "Op 10 januari 2022 had u het examen al gehaald."],
        ["moest u inburgeren"],
    ),
    "start stated late": (
        Case("p").right().notice("2021-09-01", "wi2013", term_end="2024-09-01"),
        [
            "Die wet stond ook in de kennisgeving.",
            "De eerste kennisgeving noemde een latere begindatum en een latere einddatum "
            "(misschien door een verlenging).",
        ],
        ["eerdere"],
    ),
    "start stated early": (
        Case("p").right().notice("2021-09-01", "wi2013", start="2021-01-01", term_end="2024-01-01"),
        ["De eerste kennisgeving noemde een eerdere begindatum en een eerdere einddatum."],
        ["latere"],
    ),
    "withdrawn": (
        Case("p").right().add(
            "notices",
            notice_id="N1",
            notice_date="2022-01-10",
            regime_stated="wi2021",
            start_stated="2022-01-10",
            term_end_stated="",
            municipality_informed="",
            withdrawn_on="2022-03-03",
        ),
        ["Ingetrokken op 3 maart 2022.", "De kennisgeving is ingetrokken."],
        ["nog geen herstel vastgelegd", "Misschien"],
    ),
    "offered, nothing chosen": (
        Case("p").right("other").notice().add(
            "choices", offered_on="2022-05-24", choice="", chosen_on=""
        ),
        [
            "Op 24 mei 2022 kreeg u de keuze tussen beide wetten.",
            "Er is geen keuze vastgelegd.",
        ],
        ["U koos"],
    ),
    "offered to an asylum holder": (
        Case("p").right().notice().add(
            "choices", offered_on="2022-05-24", choice="", chosen_on=""
        ),
        ["Een termijn is niet bekend. Zonder keuze geldt in die regeling de nieuwe wet."],
        ["acht weken"],
    ),
    "chose the new Act": (
        Case("p").right().notice().add(
            "choices", offered_on="2022-05-24", choice="wi2021", chosen_on="2022-06-07"
        ),
        [
            "U koos op 7 juni 2022 voor de nieuwe wet.",
            "Daarom kan DUO een andere wet toepassen dan hierboven staat.",
        ],
        ["Er is geen keuze"],
    ),
    "chose the old Act": (
        Case("p").right().notice().add(
            "choices", offered_on="2022-05-24", choice="wi2013", chosen_on="2022-06-07"
        ),
        ["U koos op 7 juni 2022 voor de oude wet."],
        ["Daarom kan DUO"],
    ),
    "fined too early": (
        Case("p").right().notice("2021-09-01", "wi2013", start="2021-05-03", term_end="2024-05-03").add(
            "fines", fine_id="F1", imposed_on="2022-06-01", amount_euro="250", withdrawn_on=""
        ),
        [
            "Wat volgde eruit?",
            "U kreeg een boete (€ 250) op of vóór het einde van uw termijn.",
            "De rechter heeft later boetes aan asielstatushouders in de regel uitgesloten",
            "Of dat voor u geldt, moet DUO nagaan.",
        ],
        ["Uw lening", "een plan (PIP)"],
    ),
    "fined without a duty": (
        Case("p", nationality="TUR").right("other").notice().add(
            "fines", fine_id="F2", imposed_on="2022-06-01", amount_euro="", withdrawn_on=""
        ),
        ["U kreeg een boete (bedrag onbekend) op een dag waarop u niet hoefde in te burgeren."],
        ["De rechter heeft later"],
    ),
    "fined, and the fine withdrawn": (
        Case("p").right().notice("2021-09-01", "wi2013", start="2021-05-03", term_end="2024-05-03").add(
            "fines", fine_id="F3", imposed_on="2022-06-01", amount_euro="250",
            withdrawn_on="2022-07-01",
        ),
        [],
        ["Wat volgde eruit?", "U kreeg een boete"],
    ),
    "fined, and nobody knows whether rightly": (
        Case("p").right(decision="").notice().add(
            "fines", fine_id="F4", imposed_on="2022-06-01", amount_euro="250", withdrawn_on=""
        ),
        ["Of klopt wat er met een boete is gebeurd, weten wij niet."],
        ["U kreeg een boete"],
    ),
    "planned for without a ground": (
        Case("p").right().notice().add("plans", plan_date="2022-03-01", municipality="GM0363"),
        ["De gemeente maakte voor u een plan (PIP) dat bij de nieuwe wet hoort."],
        ["U kreeg een boete", "latere uitspraken van de rechter"],
    ),
    "planned for rightly": (
        Case("p").right(decision="2022-02-01").notice("2022-04-01").add(
            "plans", plan_date="2022-05-02", municipality="GM0363"
        ),
        [
            "Het plan (PIP) van de gemeente past bij de nieuwe wet of bij uw keuze daarvoor.",
            "De begindatum is 3 mei 2022: de dag na uw persoonlijk plan.",
        ],
        ["staat niet in onze gegevens. Een"],
    ),
    "planned for on a day nobody knows": (
        Case("p").right(decision="2022-02-01").notice("2022-04-01").add(
            "plans", plan_date="", municipality="GM0363"
        ),
        [],
        [],
    ),
    "lent late": (
        Case("p").right().notice("2021-09-01", "wi2013", term_end="2024-09-01").add(
            "loans", loan_id="L1", granted_on="2021-10-01", amount_euro="3000", repayment_from="",
            written_off_on="",
        ),
        [
            "Uw eerste lening kwam pas op of na een te late begindatum.",
            "Lening en cursus konden daardoor pas 121 dagen later beginnen.",  # 3 May to 1 September
            "ook terugvorderen van hun lening",
        ],
        ["niet kwijtgescholden"],
    ),
    "settled in time by the law, and not written off": (
        Case("p").right(decision="2019-01-07")
        .notice("2019-02-01", "wi2013", start="2018-06-01", term_end="2021-06-01")
        .exempt("completed", "2021-08-02")
        .add(
            "loans", loan_id="L2", granted_on="2019-03-01", amount_euro="3000",
            repayment_from="2021-12-01", written_off_on="",
        ),
        [
            "Uw lening is niet kwijtgescholden, terwijl u volgens deze uitleg op tijd klaar of "
            "vrijgesteld was.",
        ],
        ["te late begindatum"],
    ),
    "extended": (
        Case("p").right().notice("2021-09-01", "wi2013", start="2021-05-03", term_end="2024-05-03").add(
            "extensions", granted_on="2022-01-17", days="100", reason="corona"
        ),
        ["de einddatum met uw verlenging 11 augustus 2024."],  # 3 May 2024 and 100 days
        ["zonder verlenging"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def handmade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handmade")
    cases = [case.renamed(_id(name)) for name, (case, _, _) in PERSONS.items()]
    extract = write_tables(tables_of(cases, "choices"), folder / "extract")
    return open_run(extract, folder / "run").folder


def _id(name: str) -> str:
    return f"P{list(PERSONS).index(name):02}"


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", PERSONS)
def test_what_the_letter_says_is_true_of_the_person(handmade: Path, name: str) -> None:
    text = _plain(write_letter(known_of(handmade, _id(name))).text())
    _, says, silent = PERSONS[name]
    for sentence in says:
        assert sentence in text
    for words in silent:
        assert words not in text
    _proper(text)


STATES = (
    "rule_publication_exceptions", "notice", "regime_stated", "duty", "certainty", "start_class",
    "term_class", "wrong_notice", "regime_by_choice", "choice_default", "repair", "fine", "loan",
    "plan",
)  # fmt: skip


def test_one_person_in_every_state_of_an_invented_run_can_be_written_to(full_run: Path) -> None:
    rows = read_table(RunFolder(full_run).outcomes, ["person_id", *STATES]).to_pylist()
    ids = {tuple(row[name] for name in STATES): row["person_id"] for row in rows}
    assert len(ids) > 100
    for person_id in ids.values():
        text = _plain(write_letter(known_of(full_run, person_id)).text())
        assert "CONCEPT" in text
        assert "FICTIEF" in text
        _proper(text.replace(person_id, "P1"))


CODES = re.compile(
    r"[a-z]+_[a-z0-9_]+|wi20\d\d|\b(?:None|nan|NaT|unknown|open|none|obliged|no|yes|asylum)\b"
)
ISO = re.compile(r"\d{4}-\d{2}")
FILLED_BY_HAND = re.compile(r"\[[a-z ]+: door DUO in te vullen\]")


def _proper(text: str) -> None:
    """Hold what must be so of every letter."""
    assert len(text.split()) <= MOST_WORDS
    assert not CODES.search(text)
    assert not ISO.search(text)
    assert not re.search(r"[{}\[\]]", FILLED_BY_HAND.sub("", text))
    assert "  " not in text
    assert ".." not in text


def test_every_code_has_words() -> None:
    words = read_words("letter")
    law = load_law(None)
    assert set(words["regime"]) == set(REGIMES)
    assert set(words["certainty"]) == {*CERTAINTY.categories, "otherwise"}
    assert set(words["duty"]) == {*DUTY.categories, "on", "on_no_day"}
    assert set(words["fact"]) >= set(FACT_VALUES)
    rules = {rule.id for rule in law.readings["publication_exceptions"].rules}
    assert set(words["rule"]) == rules
    assert {*BY_CHOICE.categories} == {
        "wi2013", "wi2021", "no_choice", "unknown", "not_offered", "not_measured",
    }  # fmt: skip
    assert set(words["repair"]) - {"told_right_none"} <= set(REPAIR.categories)
    for kind, values in (("fine", FINE), ("loan", LOAN), ("plan", PLAN)):
        said = {*words["after"][kind], f"no_{kind}", "unknown", "not_measured"}
        assert said == set(values.categories)
        assert kind in words["after"]["name"]
    differing = {"late", "early", "longer", "shorter"}
    assert differing == {*START_CLASS.categories, *TERM_CLASS.categories} & set(words["dates"])


def test_a_decided_rule_names_the_article_and_an_undecided_one_does_not() -> None:
    words = read_words("letter")["rule"]
    for rule in load_law(None).readings["publication_exceptions"].rules:
        assert ("where" in words[rule.id]) is (rule.regime != "unknown"), rule.id


# What no hand-made run has

PLAIN = Known(
    person_id="P1",
    as_of=date(2022, 10, 1),
    reference_date=date(2021, 12, 31),
    synthetic=False,
    headline="Bekendmaking",
    official=True,
    date_fact="publication",
    notices=(Sent(date(2022, 1, 10), "wi2021", date(2022, 1, 10), None, "no"),),
    regime="wi2013",
    rule="publication_exceptions.obligable",
    says="De wet zegt dit.",
    documents="Kamerstuk 1",
    own_rule=True,
    certainty="certain",
    undecided=(),
    standing="obligable",
    duty="obliged",
    judged_on=date(2022, 1, 10),
    start=date(2021, 5, 3),
    term_end=date(2024, 5, 3),
    start_class="not_applicable",
    term_class="not_applicable",
    wrong_notice="yes",
    repair="nothing",
    choice="not_offered",
    choice_default=None,
    offered_on=None,
    chosen_on=None,
    lawful_end=date(2024, 5, 3),
    extended_days=0,
    asylum=True,
    fine="no_fine",
    fine_euro=0,
    loan="no_loan",
    access_late_days=None,
    plan="no_plan",
    doubted=(),
)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"choice": "not_measured"}, "Of u mocht kiezen tussen beide wetten"),
        ({"choice": "unknown"}, "Wat u koos, weten wij niet."),
        (
            {
                "choice": "no_choice",
                "choice_default": "wi2013",
                "offered_on": date(2022, 5, 24),
            },
            "U had acht weken, gerekend vanaf die dag tot en met 19 juli 2022.",
        ),
        ({"choice": "no_choice", "choice_default": "wi2013"}, "U had acht weken. Zonder keuze"),
        ({"choice": "no_choice"}, "Of er een termijn was, weten wij niet."),
        ({"choice": "wi2013"}, "U koos voor de oude wet."),
        ({"repair": "unknown"}, "Wij weten niet of de fout al is hersteld."),
        ({"regime": "none", "duty": "no", "repair": "told_right"}, "De kennisgeving is ingetrokken."),
        ({"certainty": "otherwise"}, "Zes andere manieren om de wet uit te leggen"),
        ({"certainty": "unknown"}, "Of elke uitleg van de wet hierop uitkomt, weten wij niet."),
        ({"official": False}, "Volgens een andere uitleg van de wet (‘Bekendmaking’) geldt voor u de oude wet."),
        ({"own_rule": False}, "De wet zegt dit. Bron: Kamerstuk 1."),
        ({"start": None}, "Uw begindatum kunnen wij niet berekenen"),
        ({"plan": "unknown"}, "wat er met een plan (PIP) van de gemeente is gebeurd, weten wij niet."),
        ({"fine": "unknown", "loan": "unknown"}, "Of klopt wat er met een boete en een lening is gebeurd,"),
        (
            {"fine": "not_measured", "loan": "not_measured", "plan": "not_measured"},
            "Over boetes, leningen en een plan van de gemeente staat niets in onze gegevens.",
        ),
        ({"fine": "other"}, "Of die klopte, is hier niet nagegaan."),
        ({"loan": "late_access", "access_late_days": 1}, "daardoor pas 1 dag later beginnen."),
        (
            {"regime": "wi2021", "start": None, "plan": "other"},
            "Uw begindatum hangt af van uw persoonlijk plan (PIP). De datum daarvan weten wij niet.",
        ),
        ({"judged_on": None}, "Op de dag van de kennisgeving moest u inburgeren."),
        ({"duty": "unknown"}, "Of u op 10 januari 2022 moest inburgeren, weten wij niet."),
        (
            {"doubted": ("notices", "residence_rights")},
            "Een controle twijfelt aan gegevens over u: kennisgevingen (DUO) en verblijfsrechten (IND).",
        ),
        (
            {"regime": "wi2021", "start": date(2022, 6, 2), "term_end": None},
            "De begindatum is 2 juni 2022: de dag na uw persoonlijk plan.",
        ),
        (
            {"regime": "wi2021", "start": date(2022, 1, 10), "term_end": None, "date_fact": "notice"},
            "De begindatum is volgens deze uitleg 10 januari 2022.",
        ),
        (
            {"notices": (Sent(None, None, None, date(2025, 1, 1), "unknown"),)},
            "Einde: 1 januari 2025. Misschien ingetrokken.",
        ),
    ],
)  # fmt: skip
def test_what_is_seldom_is_said_truly_too(changed: dict[str, object], says: str) -> None:
    text = _plain(write_letter(replace(PLAIN, **changed)).text())
    assert says in text
    _proper(text)


def test_of_many_notices_each_is_told_in_short() -> None:
    notice = Sent(date(2022, 1, 10), "wi2021", date(2022, 1, 10), None, "2022-03-03")
    letter = write_letter(replace(PLAIN, notices=(notice,) * 8))
    assert _plain(letter.text()).count("10 januari 2022: een kennisgeving met de nieuwe wet.") == 8
    assert "Begin:" not in letter.text()


def test_only_invented_data_are_called_so() -> None:
    assert "FICTIEF" not in write_letter(PLAIN).text()
    letter = write_letter(replace(PLAIN, synthetic=True))
    assert letter.warnings[0].startswith("CONCEPT")
    assert letter.warnings[1].startswith("FICTIEF")


def test_no_word_of_the_person_but_what_is_named_goes_in() -> None:
    assert {field.name for field in fields(Known)}.isdisjoint(
        {"birth_date", "sex", "nationality", "municipality"}
    )


# The file


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_of_file_holds_the_same_words(ending: str) -> None:
    letter = write_letter(replace(PLAIN, synthetic=True))
    content = letter_bytes(letter, ending)
    assert content == letter_bytes(letter, ending)
    if ending == ".docx":
        document = docx.Document(io.BytesIO(content))
        text = "\n".join(line.text for line in document.paragraphs)
        assert "FICTIEF" in document.sections[0].footer.paragraphs[0].text
        assert [line.text for line in document.paragraphs if line.style.name == "Heading 1"] == [
            "Wat is u gestuurd?", "Wat zegt de wet?", "Wat weten wij niet?", "Wat kunt u doen?",
        ]  # fmt: skip
    else:
        text = content.decode().replace("\\", "")
    squeezed = re.sub(r"[*#•-]|\s", "", text)
    for line in letter.text().splitlines():
        assert re.sub(r"[*#•-]|\s", "", line) in squeezed


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_text_of_somebody_else_stays_a_text(ending: str) -> None:
    known = replace(
        PLAIN, person_id="P\x1b[31m\n# *1*", own_rule=False, says="Zo\x07 <b>is</b> het."
    )
    content = letter_bytes(write_letter(known), ending)
    text = (
        "\n".join(line.text for line in docx.Document(io.BytesIO(content)).paragraphs)
        if ending == ".docx"
        else content.decode()
    )
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "U+001B" in text
    assert not re.search(r"^# \*1", text, re.MULTILINE)


def test_a_letter_is_written_for_its_owner_alone_and_its_place_is_told(
    handmade: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "brief.md"
    before = os.umask(0o000)
    try:
        words = ["explain", str(handmade), _id("wrongly told"), "--letter", str(file)]
        assert main(words) == 0
    finally:
        os.umask(before)
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"{file}\n", "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["brief.md"]
    assert main([*words, "--json"]) == 2
    assert "exists already" in capsys.readouterr().err
    file.write_text("old", encoding="utf-8")
    assert main([*words, "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"letter": str(file)}
    assert "CONCEPT" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("brief.pdf", "ends in none of these"),
        ("brief", "ends in none of these"),
        ("nowhere/brief.md", "cannot be written"),
        ("run/brief.md", "lies in a run"),
        ("run/report/brief.md", "lies in a run"),
        ("run/report/tables/brief.docx", "lies in a run"),
        ("run/protected/open/brief.md", "lies in a run"),
    ],
)
def test_a_place_where_no_letter_may_lie_is_refused(
    handmade: Path, tmp_path: Path, place: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    (run / "protected").mkdir(parents=True)
    (run / "report" / "tables").mkdir(parents=True)
    (run / "protected" / "open").symlink_to(run / "report")
    (run / "record.json").write_text("{}", encoding="utf-8")
    there = sorted(tmp_path.rglob("*"))
    words = ["explain", str(handmade), _id("wrongly told"), "--letter", str(tmp_path / place)]
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == there


def test_under_protected_it_may_lie_and_a_file_of_the_run_is_never_replaced(
    handmade: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = RunFolder(handmade).protected / "brief.docx"
    words = ["explain", str(handmade), _id("a child"), "--force", "--letter"]
    assert main([*words, str(place)]) == 0
    place.unlink()
    other = RunFolder(handmade).protected / "brief.md"
    other.mkdir()
    assert main([*words, str(other)]) == 2
    assert "is not a file" in capsys.readouterr().err
    other.rmdir()
    other.symlink_to(RunFolder(handmade).outcomes)
    assert main([*words, str(other)]) == 2
    other.unlink()


def test_who_is_not_in_the_run_gets_no_letter(
    handmade: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "brief.md"
    assert main(["explain", str(handmade), "NOBODY", "--letter", str(file)]) == 2
    assert "no outcome for this person_id" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_to_replace_asks_for_a_letter(handmade: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(handmade), _id("a child"), "--force"]) == 2
    assert "--letter FILE" in capsys.readouterr().err


def test_where_the_work_fails_nothing_is_left_and_nothing_is_told(
    handmade: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_known: Known) -> None:
        raise RuntimeError("GEHEIM")

    monkeypatch.setattr(hertoets.run.letter, "write_letter", fail)
    words = ["explain", str(handmade), _id("a child"), "--letter", str(tmp_path / "brief.md")]
    assert main(words) == 1
    told = capsys.readouterr()
    assert "GEHEIM" not in told.out + told.err
    assert list(tmp_path.iterdir()) == []


def test_no_run_writes_a_letter_by_itself(full_run: Path) -> None:
    endings = {
        path.suffix for path in full_run.rglob("*") if "protected" in path.parts and path.is_file()
    }
    assert endings.isdisjoint({".docx", ".md", ".txt"})


# What explain shows of the same persons


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        pytest.param(
            "fined too early",
            {
                "lawful_end": ("2024-05-03", "term ends 2024-05-03; extended by 0 days"),
                "fine": ("too_early", "a fine that stands was imposed on or before the lawful end"),
                "fine_euro": (250, "fines without_duty and too_early"),
            },
            id="a fine",
        ),
        pytest.param(
            "settled in time by the law, and not written off",
            {
                "lawful_end": ("2022-01-07", "term ends 2022-01-07; extended by 0 days"),
                "settled_on": ("2021-08-02", "earliest day of completed"),
                "loan": ("not_written_off", "settled after term_end_stated but by the lawful end"),
                "loan_euro": (3000, "loans not written off"),
            },
            id="a loan",
        ),
        pytest.param(
            "planned for without a ground",
            {"plan": ("without_basis", "a plan while the headline is wi2013 or none")},
            id="a plan",
        ),
        pytest.param(
            "fined, and nobody knows whether rightly",
            {
                "lawful_end": (None, "the headline gives no end of a term"),
                "fine": ("unknown", "not known: rests on the headline regime; imposed_on"),
            },
            id="unknown",
        ),
        pytest.param(
            "extended",
            {"lawful_end": ("2024-08-11", "term ends 2024-05-03; extended by 100 days")},
            id="an extension",
        ),
    ],
)
def test_explain_shows_what_followed_what_was_judged_and_why(
    handmade: Path,
    name: str,
    rows: dict[str, tuple[object, str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", str(handmade), _id(name), "--json"]) == 0
    sections = json.loads(capsys.readouterr().out)["sections"]
    told = {row["what"]: (row["value"], row["why"]) for row in sections["followed"]}
    assert list(told) == [
        "lawful_end", "settled_on", "fine", "loan", "plan", "fine_euro", "loan_euro",
        "access_late_days",
    ]  # fmt: skip
    for what, (value, why) in rows.items():
        assert told[what][0] == value
        assert told[what][1].startswith(why)
    unknown = {row["answer"] for row in sections["unknown"]}
    assert {"fine", "loan", "plan"} & unknown == {
        kind for kind in ("fine", "loan", "plan") if told[kind][0] == "unknown"
    }


@pytest.mark.parametrize(
    ("name", "judged"),
    [
        ("fined too early", [("too_early", "imposed on or before the lawful end")]),
        ("fined without a duty", [("without_duty", "imposed on a day without a duty")]),
        ("fined, and the fine withdrawn", [("withdrawn", "withdrawn: it counts no more")]),
        ("fined, and nobody knows whether rightly", [("unknown", "not known: rests on")]),
        ("planned for without a ground", []),
    ],
)
def test_explain_says_of_each_fine_what_holds_of_it(
    handmade: Path,
    name: str,
    judged: list[tuple[str, str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", str(handmade), _id(name), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["sections"]["each_fine"]
    assert [row["value"] for row in rows] == [value for value, _ in judged]
    for row, (_, why) in zip(rows, judged, strict=True):
        assert row["why"].startswith(why)
        assert row["fine_id"]
        assert row["imposed_on"]
