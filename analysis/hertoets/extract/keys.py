"""The key of a row as text: how a row is named to whoever delivered it."""

from collections.abc import Mapping

import polars as pl

from hertoets.extract.doubt import Numbers
from hertoets.extract.schema import schema

BETWEEN_PARTS = "|"


def keys_of(tables: Mapping[str, pl.DataFrame], table: str, rows: Numbers) -> pl.Series:
    """The keys of some rows of the extract.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Those of the extract.
    table : str
    rows : numpy.ndarray of int32, shape (n,)
        Rows of that table.

    Returns
    -------
    polars.Series of String, shape (n,)
        The parts joined by ``|``, in the order of the schema, dates as YYYY-MM-DD; a part that is
        unknown is empty. So the rows set aside are named too.
    """
    frame = tables[table].select(pl.all().gather(rows))
    if table != "persons" and "person" in frame.columns:
        frame = frame.with_columns(person_id=persons_of(tables, table, rows))
    parts = (pl.col(name).cast(pl.String).fill_null("") for name in schema()[table].key)
    return frame.select(pl.concat_str(parts, separator=BETWEEN_PARTS)).to_series()


def persons_of(tables: Mapping[str, pl.DataFrame], table: str, rows: Numbers) -> pl.Series:
    """The pseudonyms of the persons of some rows; empty where a table names nobody.

    Returns
    -------
    polars.Series of String, shape (n,)
    """
    if "person" not in tables[table].columns:
        return pl.repeat("", len(rows), dtype=pl.String, eager=True)
    return tables["persons"]["person_id"].gather(tables[table]["person"].gather(rows))
