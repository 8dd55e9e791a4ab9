"""What a run knows of persons: exact frames, which stay where ``protected/`` stays."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hertoets.law import Law
from hertoets.release import Release
from hertoets.run.parameters import Parameters
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    import pandas as pd

    from hertoets.between.recompute import Bench
    from hertoets.desk.each_setting import Sensitivity
    from hertoets.desk.frames import Frames
    from hertoets.desk.what_if import WhatIf


@dataclass(frozen=True)
class Inside:
    """The part of `hertoets.Run` that is about persons; its attributes are told there."""

    release: Release
    law: Law
    folder: Path
    extract: Path = field(repr=False)
    parameters: Parameters = field(repr=False)

    def persons(self, *, as_recorded: bool = False) -> "pd.DataFrame":
        """Everybody of the run, one row a person: register, outcomes, doubts. Exact.

        Parameters
        ----------
        as_recorded : bool
            The outcomes by the records as they stand. By default what a failed check doubts is
            unknown, as in every published figure.

        Returns
        -------
        pandas.DataFrame
            Sorted by ``person_id``. The cleaned row of ``persons``; ``age`` in whole years on the
            reference date (NA where the date of birth leaves it open); of the right that gives the
            group ``right_id`` and its columns; the columns of the outcomes; ``doubts``, the checks
            that doubt something of the person, with a space between. `describe` tells what
            each means. Days are real (9999-12-31 is open, NaT unknown), codes are categories.

        Raises
        ------
        UseError
            Where ``protected/`` or the extract cannot be read.

        Examples
        --------
        >>> people = run.persons()
        >>> int(people.person_id.duplicated().sum()), people.notice_date.dtype.kind
        (0, 'M')
        """
        return self._frames.persons(as_recorded=as_recorded)

    def by_reading(
        self,
        persons: "pd.DataFrame | Iterable[str] | None" = None,
        *,
        keep: Iterable[str] = (),
        as_recorded: bool = False,
    ) -> "pd.DataFrame":
        """What each reading of the law says, one row for each person and reading. Exact.

        Parameters
        ----------
        persons : pandas.DataFrame, iterable of str or None
            Whom: a frame with ``person_id``, pseudonyms, or everybody.
        keep : iterable of str
            Columns of that frame, in which each person then has one row, or of `persons`; repeated
            in every row.
        as_recorded : bool
            As in `persons`.

        Returns
        -------
        pandas.DataFrame
            ``person_id``, ``reading`` (category in the order of the law), ``regime``, ``rule``,
            ``start``, ``outcome``, and what was kept.

        Raises
        ------
        UseError
            Where it is not persons of this run that are given, or there is no such column to keep.

        Examples
        --------
        >>> sorted(run.by_reading().regime.cat.categories)
        ['none', 'open', 'unknown', 'wi2013', 'wi2021']
        """
        return self._frames.by_reading(persons, keep=keep, as_recorded=as_recorded)

    def rows(self, table: str) -> "pd.DataFrame":
        """The rows of a table of the extract that were used, cleaned. Exact.

        Parameters
        ----------
        table : str
            A name of the schema, such as ``exemptions``.

        Returns
        -------
        pandas.DataFrame
            With ``person_id`` first; what was impossible is unknown. An open end is 9999-12-31,
            an open code an empty text.

        Raises
        ------
        UseError
            Where there is no such table, or it was not delivered.

        Examples
        --------
        >>> run.rows("exemptions").columns.tolist()
        ['person_id', 'kind', 'valid_from', 'valid_to']
        """
        return self._frames.rows(table)

    def rights(self) -> "pd.DataFrame":
        """The rights of residence: as `rows`, with what each is worth by the law. Exact.

        Returns
        -------
        pandas.DataFrame
            Besides ``qualifies`` (whether it can oblige; NA where that is not known),
            ``publication_date`` and ``obtained_date``.

        Examples
        --------
        >>> run.rights().qualifies.dtype.name
        'boolean'
        """
        return self._frames.rows("residence_rights")

    def notices(self) -> "pd.DataFrame":
        """The notices that were sent: as `rows`. Exact.

        Examples
        --------
        >>> run.notices().notice_id.is_unique
        True
        """
        return self._frames.rows("notices")

    def doubts(self) -> "pd.DataFrame":
        """What failed checks doubt: of whom, in which table, row and column. Exact.

        Returns
        -------
        pandas.DataFrame
            ``person_id``, ``table``, ``key``, ``check``, ``column`` (empty: a row may be missing).

        Examples
        --------
        >>> run.doubts().columns.tolist()
        ['person_id', 'table', 'key', 'check', 'column']
        """
        return self._frames.stored(RunFolder(self.folder).doubts)

    def causes(self) -> "pd.DataFrame":
        """Why somebody is undecided in a figure. Exact.

        Returns
        -------
        pandas.DataFrame
            ``person_id``, ``finding``, ``cause``: a column, a check, or a rule where the sources
            are silent; ``several`` where no single one would decide.

        Examples
        --------
        >>> run.causes().columns.tolist()
        ['person_id', 'finding', 'cause']
        """
        return self._frames.stored(RunFolder(self.folder).causes)

    def describe(self, frame: str = "persons") -> "pd.DataFrame":
        """What the columns of a frame mean.

        Parameters
        ----------
        frame : str
            ``persons``, ``by_reading``, or a table of the extract such as ``notices``.

        Returns
        -------
        pandas.DataFrame
            ``column``, ``type``, ``meaning``, ``values``, ``empty``, ``source``.

        Raises
        ------
        UseError
            Where there is no such frame.

        Examples
        --------
        >>> described = run.describe("persons")
        >>> set(run.persons().columns) == set(described.column)
        True
        """
        from hertoets.desk.described import described_frame

        return described_frame(frame, self.law)

    def what_if(self, **settings: object) -> "WhatIf":
        """The law applied once more with other settings, beside the run. Exact; nothing is written.

        The extract is read and checked when first asked; each further call takes seconds.

        Parameters
        ----------
        **settings : str, int, date or Path
            Parameters of a run that are to be otherwise: ``reference_date``, ``as_of``,
            ``cohort_from``, ``cohort_to``, ``tolerance_days``, ``headline``, ``readings``,
            ``guidance_from``, ``guidance_to``. The rest stays as in the run; empty is the default.

        Returns
        -------
        WhatIf
            Shown in Jupyter as a block; `figures`, `persons`, `situations` and `rules` are frames.

        Raises
        ------
        UseError
            Where a setting is wrong or unknown; the nearest is named.

        Examples
        --------
        >>> trial = run.what_if(headline="publication")
        >>> trial.figures().columns[:5].tolist()
        ['id', 'title_nl', 'unit', 'lower', 'upper']
        >>> int(trial.situations().persons.sum()) == len(trial.persons())
        True
        """
        from hertoets.desk.what_if import try_settings

        folder = RunFolder(self.folder)
        return try_settings(self._bench, folder, self.law, self.parameters, settings)

    def sensitivity(self) -> "Sensitivity":
        """The main figures with each setting otherwise, one at a time. Exact; nothing is written.

        Which figures and which values stands in ``desk/each_setting.toml``. It takes a minute or so
        for 60,000 persons.

        Returns
        -------
        Sensitivity
            Shown in Jupyter as a picture and a table; `figures` is the frame.

        Examples
        --------
        >>> tried = run.sensitivity().figures()
        >>> sorted(set(tried.setting))[:3]
        ['as_of', 'cohort_from', 'cohort_to']
        """
        from hertoets.desk.each_setting import try_each_setting

        folder = RunFolder(self.folder)
        return try_each_setting(self._bench, folder, self.law, self.parameters)

    @cached_property
    def _bench(self) -> "Bench":
        from hertoets.between.recompute import Bench

        return Bench(self._frames.extract)

    @cached_property
    def _frames(self) -> "Frames":
        from hertoets.desk.frames import Frames

        return Frames(self.folder, self.extract, self.law, self.parameters.reference_date)
