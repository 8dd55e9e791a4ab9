"""Draft a mapping for a delivery and write it at a place."""

from pathlib import Path

from hertoets.errors import UseError
from hertoets.prepare import draft_mapping
from hertoets.prepare.drafting import OPENING

FILE = "mapping.toml"


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
