"""A figure in a page: title and subtitle as text, the drawing, its source, its numbers."""

import base64
from dataclasses import replace
from pathlib import Path

from hertoets.publish.blocks import Block, block, paragraphs
from hertoets.publish.figures import missing_for, picture_of
from hertoets.publish.sentences import NOT_MEASURED
from hertoets.publish.tables import table_block
from hertoets.release import Release

_ROWS, _COLUMNS, _MOST = 48, 8, 8
"""Of a longer or a wider table, as of municipalities, the largest rows; the rest stands beside."""


def figure_block(release: Release, figure_id: str, drawings: Path) -> Block:
    """Show a figure with its numbers; or say why there is none.

    Parameters
    ----------
    release : Release
    figure_id : str
        An id of ``figures.toml``.
    drawings : Path
        Folder in which the run drew it.

    Returns
    -------
    Block
        ``<figure>`` with ``<figcaption>``, ``<img alt>`` (SVG inside) and the table in
        ``<details>``.
    """
    why = missing_for(release, figure_id)
    if why:
        return paragraphs([NOT_MEASURED.format(why=why)], kind="missing")
    picture = picture_of(release, figure_id)
    drawn = base64.b64encode((drawings / f"{figure_id}.svg").read_bytes()).decode("ascii")
    frame = picture.frame
    # Of whom and after which source the figure itself says.
    bare = replace(picture.numbers, population="", unit="", source="", note_nl="")
    large = len(bare.rows) > _ROWS or len(bare.columns) > _COLUMNS
    numbers = table_block(bare, synthetic=picture.synthetic, top=_MOST if large else 0)
    return block(
        "figure",
        "\n".join([frame.title, frame.subtitle, picture.alt, frame.source]),
        id=figure_id,
        title=frame.title,
        subtitle=frame.subtitle,
        alt=picture.alt,
        drawn=drawn,
        source=frame.source,
        numbers=numbers.html,
    )
