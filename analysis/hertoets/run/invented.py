"""Make a synthetic extract at a place, whole or not at all."""

from pathlib import Path

from hertoets.run.folder import appearing
from hertoets.synth import write_synthetic_extract

MARK = "extract.toml"


def make_synthetic(
    out: Path,
    *,
    persons: int,
    seed: int,
    faults: bool,
    as_csv: bool,
    force: bool,
) -> Path:
    """Write a synthetic extract to ``out``.

    Parameters
    ----------
    out : Path
        The folder to make.
    persons, seed, faults
        As `hertoets.synth.write_synthetic_extract` takes them.
    as_csv : bool
        CSV instead of Parquet.
    force : bool
        Whether an earlier extract at ``out`` is replaced; another folder never is.

    Returns
    -------
    Path
        ``out``.

    Raises
    ------
    UseError
        If ``out`` cannot be made or a number has no meaning.
    """
    with appearing(out, force=force, mark=MARK) as folder:
        # The folder is empty and ours: force lets the writer put its own in its place.
        write_synthetic_extract(
            folder, persons, seed, faults, "csv" if as_csv else "parquet", force=True
        )
    return out
