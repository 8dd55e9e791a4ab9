"""Prepare a delivery at a place, whole or not at all; or draft a first mapping for it."""

from collections.abc import Sequence
from pathlib import Path

from hertoets.errors import UseError
from hertoets.prepare import Prepared, draft_mapping, load_mappings, prepare_delivery
from hertoets.prepare.drafting import OPENING
from hertoets.prepare.pseudonyms import read_key
from hertoets.run.folder import appearing
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.replacing import PREPARED

FILE = "mapping.toml"


def refuse_wrong_use(*, draft: bool, mappings: Sequence[Path], extract_asked: bool) -> None:
    """Refuse what cannot be asked together: a draft is made of a delivery alone, an extract is not.

    Parameters
    ----------
    draft : bool
        Whether a first mapping is asked for.
    mappings : sequence of Path
    extract_asked : bool
        Whether something else was given that only makes sense of an extract.

    Raises
    ------
    UseError
    """
    if draft and (mappings or extract_asked):
        raise UseError.of(
            where="--draft", what="it writes a mapping", mend="Give it DELIVERY and --out only"
        )
    if not draft and not mappings:
        raise UseError.of(
            where="hertoets prepare",
            what="no mapping was given",
            mend="Add --mapping FILE, or --draft to write a first one",
        )


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


def draft_to(delivery: Path, out: Path, *, force: bool) -> Path:
    """Write a first mapping for a delivery.

    Parameters
    ----------
    delivery : Path
        The folder as delivered.
    out : Path
        A file ending in ``.toml``, or a folder for one.
    force : bool
        Whether an earlier draft is replaced; another file never is.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UseError
        Where there is something already, or the delivery cannot be read.
    """
    file = out if out.suffix == ".toml" else out / FILE
    if file.exists() and not (force and file.is_file() and _is_draft(file)):
        raise UseError.of(
            where=str(file),
            what="it exists already",
            mend="Give another name, or --force to replace an earlier draft",
        )
    text = draft_mapping(delivery)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.part")
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        raise UseError.of(
            where=str(file), what=f"cannot be written ({error.strerror})", mend="Give another place"
        ) from None
    return file


def _is_draft(file: Path) -> bool:
    return file.read_bytes().startswith(OPENING.encode())
