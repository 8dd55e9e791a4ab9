"""Blocks for who works inside: exact numbers, which no published page shows."""

from collections.abc import Mapping, Sequence
from typing import Final

from hertoets.publish.blocks import Block, block
from hertoets.publish.labels import heading_nl

_STACKED: Final = 4


def exact_table(
    title: str,
    heads: Mapping[str, str],
    rows: Sequence[tuple[str, ...]],
    *,
    synthetic: bool,
    note: str = "",
) -> Block:
    """A table of words and numbers that are written already.

    Parameters
    ----------
    title : str
    heads : mapping of str to str
        By heading ``text`` or ``number``, which stands to the right; the first heads the rows.
    rows : sequence of tuple of str
    synthetic : bool
        Marks the caption FICTIEF.
    note : str
        Stands below it.
    """
    lines = [
        " | ".join(heads),
        *(" | ".join(" / ".join(c.split("\n")) for c in row) for row in rows),
    ]
    return block(
        "table",
        "\n".join([title, *lines, *([note] if note else [])]),
        id="",
        title=title,
        synthetic=synthetic,
        about="",
        note=note,
        heads=[
            {"title": name, "heading": heading_nl(name), "kind": kind}
            for name, kind in heads.items()
        ],
        rows=rows,
        frame="table" if len(heads) <= _STACKED else "table wide",
        stack=True,
    )


def stacked(blocks: Sequence[Block]) -> Block:
    """Blocks one below the other."""
    text = "\n\n".join(one.text for one in blocks)
    return block("stacked", text, blocks=[one.html for one in blocks])


def folded(summary: str, shown: Block) -> Block:
    """A block that waits until somebody opens it."""
    return block("folded", shown.text, summary=summary, block=shown.html)
