"""``make bench``: what the work costs, in ``docs/speed.md``, beside yardsticks of the same minutes.

Nothing here passes or fails: a clock on a shared machine proves nothing. The ratio to the
yardstick, taken in the same minutes, is what may be compared between machines.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.speed.page import PARTS, kept, write
from benchmarks.speed.place import Place

MOST = 1_000_000


def main() -> None:
    """Measure the parts that are asked for, and write the page."""
    asked = _arguments()
    measured = kept()
    with tempfile.TemporaryDirectory(dir=asked.work) as name:
        place = Place(Path(name), asked.most)
        for part in asked.only:
            print(f"{part} …", file=sys.stderr, flush=True)
            measured[part] = PARTS[part].measure(place)
    print(write(measured))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    told = f"parts, with commas between them ({', '.join(PARTS)}); the others stay as they were"
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=told)
    told = f"leave out rows of more persons ({MOST})"
    parser.add_argument("--most", type=int, default=MOST, help=told)
    parser.add_argument(
        "--work", type=Path, help="where extracts are made (the system's own place)"
    )
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    names = text.split(",")
    strange = [name for name in names if name not in PARTS]
    if strange:
        raise argparse.ArgumentTypeError(f"no part named {', '.join(strange)}")
    return names


if __name__ == "__main__":
    main()
