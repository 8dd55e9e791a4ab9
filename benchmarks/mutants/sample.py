"""Which mutants are tried: drawn over the files by the number of their mutable places."""

import random
from collections.abc import Iterable
from pathlib import Path

from benchmarks.mutants.mutant import Mutant, mutants_of, read
from benchmarks.mutants.python_edits import python_edits
from benchmarks.mutants.toml_edits import toml_edits

GROUPS = {"law": ("facts", "law", "outcomes"), "figures": ("findings", "quality", "release")}
"""Rooms whose mutants are drawn together and stand on one page."""
WORDS = ("law/sources.toml", "law/vocabulary.toml")


def all_mutants(package: Path, group: str = "law") -> dict[str, list[Mutant]]:
    """Every mutant of each file of a group of rooms."""
    files = sorted(
        path.relative_to(package).as_posix()
        for room in GROUPS[group]
        for form in ("*.py", "*.toml")
        for path in (package / room).rglob(form)
    )
    found = {}
    for file in files:
        if file not in WORDS:
            source = read(package, file)
            edits = python_edits if file.endswith(".py") else toml_edits
            found[file] = mutants_of(file, source, edits(source))
    return {file: mutants for file, mutants in found.items() if mutants}


def places_of(mutants: Iterable[Mutant]) -> int:
    """The number of mutable places."""
    return len({mutant.place for mutant in mutants})


def drawn(mutants: dict[str, list[Mutant]], size: int, seed: int) -> list[Mutant]:
    """A sample of that size, in a random order; each file's share is that of its places.

    The parts left by rounding go to the files with the largest remainder.
    """
    places = {file: places_of(found) for file, found in mutants.items()}
    size = min(size, sum(places.values()))
    exact = {file: size * count / sum(places.values()) for file, count in places.items()}
    shares = {file: int(share) for file, share in exact.items()}
    by_remainder = sorted(exact, key=lambda file: (shares[file] - exact[file], file))
    for file in by_remainder[: size - sum(shares.values())]:
        shares[file] += 1
    chosen = []
    for file, share in shares.items():
        # A generator of its own for each file: a change in one file redraws that file alone.
        random_of_file = random.Random(f"{seed} {file}")
        for place in random_of_file.sample(range(places[file]), share):
            number = sorted({mutant.place for mutant in mutants[file]})[place]
            at_place = [mutant for mutant in mutants[file] if mutant.place == number]
            chosen.append(random_of_file.choice(at_place))
    random.Random(seed).shuffle(chosen)
    return chosen
