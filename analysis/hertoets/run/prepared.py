"""Prepare a delivery at a place, whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from hertoets.errors import UseError
from hertoets.prepare import Prepared, load_mappings, prepare_delivery
from hertoets.prepare.pseudonyms import read_key
from hertoets.run.folder import appearing
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.replacing import PREPARED


def prepare_extract(
    delivery: Path,
    mappings: Sequence[Path],
    out: Path,
    *,
    key_file: Path | None,
    as_csv: bool,
    force: bool,
) -> Prepared:
    """Turn a delivery into an extract at ``out``.

    Parameters
    ----------
    delivery : Path
        The folder as delivered.
    mappings : sequence of Path
        Mapping files, often one a register.
    out : Path
        The folder to make.
    key_file : Path or None
        The key of the hash, outside ``delivery`` and ``out``.
    as_csv : bool
        CSV instead of Parquet.
    force : bool
        Whether an extract that was prepared earlier is replaced; another folder never is.

    Returns
    -------
    Prepared
        What was done, in counts.

    Raises
    ------
    UseError
        Where a mapping, the key or the delivery cannot be used.
    DataError
        Where the delivery forbids it.
    """
    clear_leftovers(out)
    mapping = load_mappings(mappings)
    if key_file is not None and not mapping.hashes:
        raise UseError.of(where="--key", what="the mapping hashes nothing", mend="Leave --key out")
    key = read_key(key_file, apart_from=(delivery, out)) if mapping.hashes else b""
    with appearing(out, force=force, kind=PREPARED, apart_from=delivery) as folder:
        return prepare_delivery(
            delivery, mapping, folder, key=key, format="csv" if as_csv else "parquet"
        )
