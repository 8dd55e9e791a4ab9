"""How a page shows a released table: some of its columns, its largest rows.

Nothing is left out for good: the whole table stands as CSV in the run.
"""

from dataclasses import dataclass, replace
from functools import cache

from hertoets.publish.words import read_words
from hertoets.release import ReleasedTable


@dataclass(frozen=True)
class View:
    """Columns and number of rows that a page shows; empty and 0 show everything.

    `none` is said for a count that is no number, where that is no lack of data.
    """

    columns: tuple[str, ...] = ()
    top: int = 0
    empty: str = ""
    needs: str = "deze tabel ontbreekt."
    none: str = ""

    def narrow(self, table: ReleasedTable) -> ReleasedTable:
        """The table with only the columns of this view.

        Raises
        ------
        KeyError
            The view names a column that the table does not have.
        """
        if not self.columns:
            return table
        at = {column.name: place for place, column in enumerate(table.columns)}
        places = [at[name] for name in self.columns]
        return replace(
            table,
            columns=tuple(table.columns[place] for place in places),
            rows=tuple(tuple(row[place] for place in places) for row in table.rows),
        )


@cache
def _views() -> dict[str, View]:
    return {
        name: View(**{**entry, "columns": tuple(entry.get("columns", ()))})
        for name, entry in read_words("views").items()
    }


def view_of(table_id: str) -> View:
    """The view of a table; one without a view of its own is shown whole."""
    return _views().get(table_id, View())
