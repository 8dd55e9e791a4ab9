"""A figure in a page: title and subtitle as text, the drawing, its source, its numbers."""

import base64
from pathlib import Path

from hertoets.publish.blocks import Block, block, paragraphs
from hertoets.publish.figures import figure_specs, missing_for, picture_of
from hertoets.publish.sentences import NOT_MEASURED
from hertoets.publish.tables import table_block
from hertoets.release import Release, ReleasedTable, TableColumn


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
    numbers = table_block(_numbers(release, figure_id), synthetic=picture.synthetic)
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


def _numbers(release: Release, figure_id: str) -> ReleasedTable:
    spec = figure_specs()[figure_id]
    if spec["form"] != "ranges":
        return release.tables[spec["table"]]
    finding = release.findings[spec["finding"]]
    return ReleasedTable(
        id="",  # these numbers stand in the figure's own file
        title_nl=f"{finding.title_nl}, volgens elke lezing",
        columns=(
            TableColumn("reading", "lezing", "label"),
            TableColumn("lower", "zeker", "count"),
            TableColumn("upper", "zeker of mogelijk", "count"),
        ),
        rows=tuple(
            (release.readings.get(name, name), *(bound.form for bound in finding.bounds(name)))
            for name in finding.by_reading
        ),
        population=finding.population,
        unit=finding.unit,
        source=finding.source,
        reading=None,
        note_nl="",
    )
