"""A small extract by hand, and ways to spoil it, for the tests of the command line."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from hertoets.release import load_policy

TABLES = {
    "persons.csv": """\
person_id,birth_date,sex,nationality
A1,1990-05-02,f,SYR
B2,1985-11-30,m,MAR
""",
    "residence_rights.csv": """\
right_id,person_id,migrant_group,spiritual_minister,temporary_purpose,decision_date,document_collected_date,effective_date,end_date
R1,A1,asylum,false,false,2021-10-04,2021-11-01,2021-03-15,
R2,B2,family,false,false,2021-12-20,2022-01-10,2021-12-20,
""",
    "notices.csv": """\
notice_id,person_id,notice_date,regime_stated,start_stated,term_end_stated,municipality_informed,withdrawn_on
N1,A1,2022-01-10,wi2021,2022-01-10,,,
N2,B2,2022-01-12,wi2021,2022-01-12,,,
""",
}

Spoil = Callable[[Path], object]


def write_extract(folder: Path) -> Path:
    """Write the three required tables: one asylum holder wrongly told, one rightly."""
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def replace(name: str, old: str, new: str) -> Spoil:
    """Change one text in one file."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def encode(name: str, encoding: str, old: str = "", new: str = "") -> Spoil:
    """Write one file in another encoding, a text of it changed first."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.replace(old, new).encode(encoding))

    return spoil


def remove(name: str) -> Spoil:
    """Take one file away."""
    return lambda folder: (folder / name).unlink()


def content(name: str, text: str) -> Spoil:
    """Write other content to one file."""
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def write_quick_policy(folder: Path) -> Path:
    """Write a policy that asks for no options, so that nothing is withheld and runs are quick.

    What the policy of the project does is tested in `tests/spec/test_disclosure*.py`, and wherever
    a test reads what a run publishes.
    """
    policy = asdict(load_policy()) | {"options": 1}
    path = folder / "quick.toml"
    path.write_text("".join(f"{name} = {value}\n" for name, value in policy.items()), "utf-8")
    return path
