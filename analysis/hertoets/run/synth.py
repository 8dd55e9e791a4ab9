"""Make a synthetic extract at a place, whole or not at all."""

from pathlib import Path

from hertoets.run.folder import appearing
from hertoets.run.replacing import INVENTED
from hertoets.synth.write import Format, refuse_meaningless, write_into


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
    format: Format = "csv" if as_csv else "parquet"
    refuse_meaningless(persons, seed, format)
    with appearing(out, force=force, kind=INVENTED) as folder:
        write_into(folder, persons, seed, faults, format)
    return out
