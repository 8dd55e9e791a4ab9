"""The table of bad operational inputs: what is damaged, or asked wrongly, and how each must end.

Generated: every command that reads a thing, times every damage. The test beside it tries each;
`describe` writes the page docs/bad-inputs-run.md from the same table.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hertoets.run.record import sealed

PAGE = Path(__file__).parents[2] / "docs" / "bad-inputs-run.md"
Damage = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """One bad input: words of a command with {run}, {tmp}, {bad} in them, and how it ends."""

    group: str
    command: str
    damage: str
    words: tuple[str, ...]
    spoil: Damage
    code: int
    says: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.group}-{self.command}-{self.damage}".replace(" ", "_")


def _replace(path: Path) -> None:
    if path.is_file():
        path.unlink()


def _pipe(path: Path) -> None:
    _replace(path)
    os.mkfifo(path)


def _folder(path: Path) -> None:
    _replace(path)
    path.mkdir()


def _link(path: Path) -> None:
    _replace(path)
    path.symlink_to(path)


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x80
    path.write_bytes(bytes(content))


def _text(text: str) -> Damage:
    return lambda path: path.write_text(text, encoding="utf-8")


def _bytes(content: bytes) -> Damage:
    return lambda path: path.write_bytes(content)


# What may become of any file of a run.
OF_ANY_FILE: dict[str, Damage] = {
    "gone": lambda path: path.unlink(),
    "empty": _text(""),
    "cut in half": _cut,
    "one bit flipped": _flip,
    "not UTF-8": _bytes(b"\xff\xfe{"),
    "a folder": _folder,
    "a pipe": _pipe,
    "a link to itself": _link,
    "null bytes": _bytes(bytes(4096)),
}
OF_JSON: dict[str, Damage] = {
    "nested too deep": _text("[" * 100_000),
    "nested, and closed": _text("[" * 500 + "]" * 500),
    "another type": _text("[]"),
    "a text": _text('"run"'),
    "NaN": _text('{"a": NaN}'),
    "an infinite number": _text('{"a": 1e999}'),
    "a number of 5,000 digits": _text('{"a": ' + "9" * 5000 + "}"),
    "null": _text("null"),
}

# file of a run: which commands read it
READ_BY = {
    "record.json": ("explain", "compare", "verify"),
    "protected/hashes.json": ("explain", "compare"),
    "protected/inputs.json": ("explain", "compare", "verify"),
    "protected/hash.key": ("explain", "compare", "verify"),
    "protected/findings.json": ("explain", "compare"),
    "protected/outcomes.parquet": ("explain", "compare"),
    "findings.json": ("compare",),
    "report/basis.json": ("compare",),
    "report/tables/rules.json": ("compare",),
}
WORDS = {
    "explain": ("explain", "{run}", "A1"),
    "compare": ("compare", "{run}", "{whole}", "--quick", "--quiet"),
    "verify": ("verify", "{run}", "--quiet"),
}
_REFUSED_BY_VERIFY = 1  # what differs from the record is what verify is asked to find
_STILL_A_KEY = ("empty", "cut in half")  # another one, which the seal of the record does not fit


def _of_a_run() -> list[Case]:
    cases = []
    for name, commands in READ_BY.items():
        damages = OF_ANY_FILE | (OF_JSON if name.endswith(".json") else {})
        for command in commands:
            for damage, spoil in damages.items():
                code = 2
                if command == "verify" and name != "record.json":
                    code = _REFUSED_BY_VERIFY
                if name == "protected/hash.key" and damage in _STILL_A_KEY:
                    code = 2
                says = (name,) if name != "protected/hash.key" else ("hash.key",)
                if command == "verify" and name == "protected/inputs.json":
                    says = ("hash.key",)
                cases.append(
                    Case(
                        f"a run's {name}",
                        command,
                        damage,
                        WORDS[command],
                        lambda tmp, spoil=spoil, name=name: spoil(tmp / "run" / name),
                        code,
                        says,
                    )
                )
    return cases


# where in the record, and what is put there; every value of another type than the reader's
STRANGE = (None, True, -1, 1.5, "x", [], {}, [[1]], {"a": {"b": None}})
FIELDS: dict[str, tuple[type, ...]] = {
    "code": (str,),
    "extract": (),
    "extract.files": (dict,),
    "extract.synthetic": (bool,),
    "law": (str,),
    "rules": (dict,),
    "policy_settings": (),
    "policy_settings.rounding": (),
    "parameters": (),
    "parameters.headline": (str,),
    "earlier": (list,),
    "packages": (dict,),
    "results": (dict,),
}


def _put(field: str, value: object) -> Damage:
    def spoil(tmp: Path) -> None:
        path = tmp / "run" / "record.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        *ways, last = field.split(".")
        inner = content
        for way in ways:
            inner = inner[way]
        inner[last] = value
        # Under its seal, or that would be all that is found.
        path.write_text(json.dumps(sealed(content, tmp / "run")), encoding="utf-8")

    return spoil


def _of_a_record() -> list[Case]:
    return [
        Case(
            "a field of record.json",
            command,
            f"{field} is {json.dumps(value)}",
            WORDS[command],
            _put(field, value),
            2,
            ("record.json",),
        )
        for command in ("explain", "compare")
        for field, kinds in FIELDS.items()
        for value in STRANGE
        if type(value) not in kinds or value == [[1]] or value == {"a": {"b": None}}
        if not (field == "packages" and value == {})
    ]


DAYS = {
    "a day before 1990": "1989-12-31",
    "a day after 2100": "2101-01-01",
    "the year 0": "0000-01-01",
    "the year 9999": "9999-12-31",
    "no such day": "2021-02-30",
    "digits of another script": "٢٠٢١-٠١-٠١",
    "full-width digits": "２０２１-01-01",
    "one digit too few": "2021-1-01",
    "a moment": "2021-01-01T00:00:00",
    "a word": "vandaag",
    "a number": "20210101",
    "an endless number": "9" * 5000,
    "a minus": "-2021-01-01",
    "blanks inside": "2021 -01-01",
    "a null byte": "2021-01-01\0",
}
COUNTS = {
    "below zero": "-1",
    "a fraction": "2.5",
    "digits of another script": "٣",
    "a superscript": "²",
    "a truth value": "True",
    "a thousand millions": str(10**9),
    "an endless number": "9" * 5000,
    "an exponent": "1e3",
    "an underscore": "1_000",
    "a plus": "+1",
    "hexadecimal": "0x10",
    "NaN": "nan",
}
PATHS = {
    "an unknown home": "~nobody-here/x",
    "a null byte": "a\0b",
    "not there": "/nowhere/at/all",
    "a name too long": "x" * 300,
    "a pipe": "{tmp}/pipe",
    "a device": "/dev/null",
}


def _of_settings() -> list[Case]:
    named: list[tuple[str, dict[str, str]]] = [
        *((name, DAYS) for name in ("reference_date", "cohort_from", "guidance_to")),
        ("tolerance_days", COUNTS),
        ("readings", PATHS),
        ("disclosure", PATHS),
    ]
    return [
        Case(
            f"setting {name}",
            "law",
            damage,
            ("law", "--check", "--set", f"{name}={value}"),
            lambda tmp: os.mkfifo(tmp / "pipe"),
            2,
            (name,),
        )
        for name, values in named
        for damage, value in values.items()
    ]


OF_TOML: dict[str, Damage] = {
    "empty": _text(""),
    "not UTF-8": _bytes(b"threshold = \xff"),
    "UTF-16": _bytes("threshold = 10".encode("utf-16")),
    "null bytes": _bytes(bytes(64)),
    "nested too deep": _text("threshold = " + "[" * 100_000),
    "nested, and closed": _text("threshold = " + "[" * 200 + "]" * 200),
    "a key of a thousand parts": _text(".".join("a" * 1000) + " = 1"),
    "NaN": _text("threshold = nan"),
    "an infinite number": _text("threshold = inf"),
    "a number beyond use": _text(f"threshold = {10**30}"),
    "a number of 5,000 digits": _text("threshold = " + "9" * 5000),
    "no such day": _text("threshold = 2021-02-30"),
    "the same key twice": _text("threshold = 1\nthreshold = 2"),
    "another type": _text("threshold = { rules = [[1], {}] }"),
    "half a line": _text('threshold = "'),
}
A_TABLE = 'reading = "mine"\ntitle_nl = "x"\nquestion_nl = "x"\ndate_fact = "publication"\n'
A_TABLE += 'status = "open"\nsources_for = ["D1"]\n'
OF_READING: dict[str, Damage] = {
    f"{field} of another type": _text(f"{A_TABLE}{field} = {value}\n")
    for field, value in {
        "common": "3",
        "sources_against": "[[1]]",
        "speaks_of_standing": "[[1], {}]",
        "speaks_of_treaty": "true",
        "rules": '[{ rule = [1], standing = 1.5, treaty = [], date = {}, regime = "x" }]',
        "rules.rule": '"x"',
        "more": "1",
    }.items()
}


def _of_files() -> list[Case]:
    return [
        Case(
            f"file of {name}, {said}",
            "law",
            damage,
            ("law", "--check", "--set", f"{name}={{tmp}}/{place}"),
            lambda tmp, spoil=spoil, file=file: _in_own_folder(tmp / file, spoil),
            2,
            (said,),
        )
        for name, place, file, said, damages in (
            ("disclosure", "own/p.toml", "own/p.toml", "p.toml", OF_TOML),
            ("readings", "own", "own/mine.toml", "mine.toml", OF_TOML | OF_READING),
            ("readings", "own", "own/sources.toml", "sources.toml", _without_empty(OF_TOML)),
        )
        for damage, spoil in damages.items()
    ]


def _without_empty(damages: dict[str, Damage]) -> dict[str, Damage]:
    """A file of sources may be empty: it adds none."""
    return {name: spoil for name, spoil in damages.items() if name != "empty"}


def _in_own_folder(path: Path, spoil: Damage) -> None:
    path.parent.mkdir()
    spoil(path)


PLACES = {
    "the root": ("/", "{said}"),
    "a folder of letters": ("{tmp}/letters", "{said}"),
    "a folder with somebody's record.json": ("{tmp}/records", "{said}"),
    "the working folder": (".", "{said}"),
    "the folder above": ("..", "{said}"),
    "a link": ("{tmp}/link", "is a link"),
    "a link to nothing": ("{tmp}/dangling", "is a link"),
    "a file": ("{tmp}/file", "is not a folder"),
    "a pipe": ("{tmp}/pipe", "is not a folder"),
    "below a file": ("{tmp}/file/a", "cannot be written"),
    "a place of the system": ("/proc/hertoets", "cannot be written"),
    "an unknown home": ("~nobody-here/x", "no such home folder"),
    "a name too long": ("{tmp}/" + "x" * 300, "cannot be written"),
    "a null byte": ("{tmp}/a\0b", "null byte"),
}
MAKING = {
    "run": ("run", "{extract}", "--quiet"),
    "synth": ("synth", "--persons", "3", "--quiet"),
    "prepare": ("prepare", "{delivery}", "--mapping", "{mapping}", "--quiet"),
}


def _furnish(tmp: Path) -> None:
    (tmp / "letters").mkdir()
    (tmp / "letters" / "a.txt").write_text("dear", encoding="utf-8")
    (tmp / "records").mkdir()
    for name in ("record.json", "prepared.json"):
        (tmp / "records" / name).write_text('{"title": "mine"}', encoding="utf-8")
    (tmp / "records" / "extract.toml").write_text('name = "mine"\n', encoding="utf-8")
    (tmp / "link").symlink_to(tmp / "letters")
    (tmp / "dangling").symlink_to(tmp / "nothing")
    (tmp / "file").write_text("", encoding="utf-8")
    os.mkfifo(tmp / "pipe")


FOR_CASES: dict[str, tuple[str, str]] = {
    "a folder of letters": ("{tmp}/letters", "no file in it that ends in .toml"),
    "a link to nothing": ("{tmp}/dangling", "cannot be opened"),
    "a pipe": ("{tmp}/pipe", "not a file"),
    "a device": ("/dev/null", "not a file"),
    "not there": ("{tmp}/nowhere.toml", "cannot be opened"),
    "below a file": ("{tmp}/file/a.toml", "cannot be opened"),
    "an unknown home": ("~nobody-here/x.toml", "no such home folder"),
    "a name too long": ("{tmp}/" + "x" * 300, "File name too long"),
    "a null byte": ("{tmp}/a\0b", "null byte"),
    "an extract": ("{extract}", "no file in it that ends in .toml"),
    "a table of an extract": ("{extract}/persons.csv", "persons.csv"),
}


def _of_cases() -> list[Case]:
    files = [
        Case(
            "file of cases",
            "assure",
            damage,
            ("assure", "{tmp}/own/cases.toml", "--quiet"),
            lambda tmp, spoil=spoil: _in_own_folder(tmp / "own" / "cases.toml", spoil),
            2,
            ("cases.toml",),
        )
        for damage, spoil in OF_TOML.items()
    ]
    places = [
        Case("place of cases", "assure", damage, ("assure", place, "--quiet"), _furnish, 2, (said,))
        for damage, (place, said) in FOR_CASES.items()
    ]
    return [*files, *places]


FOR_RUNS = {
    "a file": ("{tmp}/file", "cannot be written"),
    "below a file": ("{tmp}/file/a", "cannot be written"),
    "a place of the system": ("/proc/hertoets", "cannot be written"),
    "in the extract": ("{extract}/runs", "the folder that is read"),
    "the extract": ("{extract}", "the folder that is read"),
    "an unknown home": ("~nobody-here/x", "no such home folder"),
    "a name too long": ("{tmp}/" + "x" * 300, "File name too long"),
    "a null byte": ("{tmp}/a\0b", "null byte"),
}
THE_DAY = "2022-04-01"


def _of_months() -> list[Case]:
    asked = ("monthly", "{extract}", "--quiet", "--into")
    places = [
        Case(
            "folder of runs",
            "monthly",
            damage,
            (*asked, place, "--on", THE_DAY),
            _furnish,
            2,
            (said,),
        )
        for damage, (place, said) in FOR_RUNS.items()
    ]
    days = [
        Case(
            "day of a run",
            "monthly",
            damage,
            (*asked, "{tmp}/runs", f"--on={day}"),
            lambda _tmp: None,
            2,
            ("--on",),
        )
        for damage, day in DAYS.items()
    ]
    standing = [
        Case(
            "what stands in the place of that day",
            "monthly",
            damage,
            (*asked, "{tmp}", "--on", THE_DAY),
            lambda tmp, spoil=spoil: spoil(tmp / THE_DAY),
            2,
            (THE_DAY,),
        )
        for damage, spoil in {"a folder": _folder, "a file": _text(""), "a pipe": _pipe}.items()
    ]
    return [*places, *days, *standing]


def _of_places() -> list[Case]:
    return [
        Case(
            "place to write to, with --force",
            command,
            damage,
            (*words, "--force", "--out", place),
            _furnish,
            2,
            ("" if said == "{said}" else said,),
        )
        for command, words in MAKING.items()
        for damage, (place, said) in PLACES.items()
    ]


FOR_FAILURES = {
    "the root": ("/", "exists already"),
    "a folder of letters": ("{tmp}/letters", "exists already"),
    "the working folder": (".", "exists already"),
    "the folder above": ("..", "exists already"),
    "a link": ("{tmp}/link", "exists already"),
    "a link to nothing": ("{tmp}/dangling", "exists already"),
    "a file": ("{tmp}/file", "exists already"),
    "a pipe": ("{tmp}/pipe", "exists already"),
    "below a file": ("{tmp}/file/a", "cannot be written"),
    "a folder that is not there": ("{tmp}/new/a.csv", "cannot be written"),
    "a place of the system": ("/proc/hertoets", "cannot be written"),
    "in the extract": ("{extract}/a.csv", "lies in the folder that is read"),
    "an unknown home": ("~nobody-here/x", "no such home folder"),
    "a name too long": ("{tmp}/" + "x" * 300, "cannot be written"),
    "a null byte": ("{tmp}/a\0b", "null byte"),
}


def _of_failures() -> list[Case]:
    return [
        Case(
            "place to write failures to",
            "check",
            damage,
            ("check", "{extract}", "--quiet", "--failures", place),
            _furnish,
            2,
            (said,),
        )
        for damage, (place, said) in FOR_FAILURES.items()
    ]


FOR_A_LETTER = {
    "another ending": ("{tmp}/a.pdf", "ends in none of these"),
    "no ending": ("{tmp}/a", "ends in none of these"),
    "a folder of letters": ("{tmp}/letters", "ends in none of these"),
    "a letter that is there": ("{tmp}/letters/a.txt", "exists already"),
    "below a file": ("{tmp}/file/a.md", "cannot be written"),
    "a folder that is not there": ("{tmp}/new/a.docx", "cannot be written"),
    "a place of the system": ("/proc/hertoets.md", "cannot be written"),
    "in the run": ("{run}/a.md", "lies in a run"),
    "in the report of the run": ("{run}/report/a.docx", "lies in a run"),
    "an unknown home": ("~nobody-here/x.md", "no such home folder"),
    "a name too long": ("{tmp}/" + "x" * 300 + ".md", "cannot be written"),
    "a null byte": ("{tmp}/a\0b.md", "null byte"),
}


def _of_letters() -> list[Case]:
    return [
        Case(
            "place to write a letter to",
            "explain",
            damage,
            ("explain", "{run}", "A1", "--letter", place),
            _furnish,
            2,
            (said,),
        )
        for damage, (place, said) in FOR_A_LETTER.items()
    ]


def all_cases() -> list[Case]:
    """Every case, in the order of the page."""
    return [
        *_of_a_run(),
        *_of_a_record(),
        *_of_settings(),
        *_of_files(),
        *_of_places(),
        *_of_failures(),
        *_of_letters(),
        *_of_cases(),
        *_of_months(),
    ]


def describe() -> str:
    """Write the page: how many cases of each group, by command and by how they must end."""
    cases = all_cases()
    counted = Counter((case.group, case.command, case.code) for case in cases)
    lines = [
        "# Bad operational inputs",
        "",
        "What happens when a run is damaged, a setting is wrong, a file of law or policy is spoiled, or",
        "a place may not be written to. Each case is tried by `tests/run/test_bad_operations.py`: one",
        "message that names the file or the setting, no traceback, no value of a person, nothing left",
        "and nothing lost. This page is written by the code (see CONTRIBUTING.md).",
        "",
        f"{len(cases)} cases.",
        "",
        "| what is bad | command | cases | exit code |",
        "|---|---|---|---|",
        *(
            f"| {group} | `{command}` | {number} | {code} |"
            for (group, command, code), number in counted.items()
        ),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(describe(), encoding="utf-8")
