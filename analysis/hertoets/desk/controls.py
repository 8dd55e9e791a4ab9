"""Controls for the settings of a run, with what they would do below them.

They need somebody who turns them: where a notebook is executed without a front end, as papermill
does, the block of the first setting stands there by itself. The widgets come with the package
ipywidgets and are loaded from this machine.
"""

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hertoets.desk.run import Run
from hertoets.errors import HertoetsError
from hertoets.publish.blocks import paragraphs

if TYPE_CHECKING:
    from ipywidgets import ValueWidget, VBox

    from hertoets.desk.what_if import WhatIf

_MOST_DAYS: Final = 60
_CELL: Final = "cellId"  # a front end says in which cell it asks; who only executes does not
_WORKING: Final = "De wet wordt opnieuw toegepast. De eerste keer worden ook de controles gedaan."
_STYLE: Final = {"description_width": "12em"}
_WIDE: Final = {"width": "44em"}


def controls_of(run: Run, headline: str) -> "VBox | WhatIf":
    """Controls with a block below them; without a front end the block alone.

    Parameters
    ----------
    run : Run
    headline : str
        The reading that is shown first.
    """
    return _Controls(run, headline).box if _has_front_end() else run.what_if(headline=headline)


def _has_front_end() -> bool:
    """Whether somebody sees the cell that is executed, and can turn a control in it."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    kernel = getattr(shell, "kernel", None)
    asked = {} if kernel is None else kernel.get_parent()
    return _CELL in (asked.get("metadata") or {})


class _Controls:
    """The controls of one run, and the block that follows them."""

    def __init__(self, run: Run, headline: str) -> None:
        import ipywidgets

        own = run.parameters
        readings = {run.law.readings[name].title_nl: name for name in run.law.readings}
        as_of = date.fromisoformat(run.release.settings["as_of"])

        def put(kind: Callable[..., Any], words: str, **values: Any) -> Any:
            return kind(description=words, style=_STYLE, layout=_WIDE, **values)

        self.asked: dict[str, ValueWidget] = {
            "headline": put(
                ipywidgets.Dropdown, "Lezing", options=list(readings.items()), value=headline
            ),
            "reference_date": put(ipywidgets.DatePicker, "Peildatum", value=own.reference_date),
            "as_of": put(ipywidgets.DatePicker, "Bekend op", value=as_of),
            "tolerance_days": put(
                ipywidgets.IntSlider,
                "Afwijking in dagen",
                value=min(own.tolerance_days, _MOST_DAYS),
                max=_MOST_DAYS,
                continuous_update=False,
            ),
        }
        self._run, self._as_of = run, as_of
        self._below = ipywidgets.Output()
        for control in self.asked.values():
            control.observe(self._show, names="value")
        self.box: VBox = ipywidgets.VBox([*self.asked.values(), self._below])
        self._show()

    def _show(self, _change: object = None) -> None:
        self._put(paragraphs([_WORKING], kind="note"))
        try:
            shown: object = self._run.what_if(**self._settings())
        except HertoetsError as error:
            shown = paragraphs(str(error).splitlines(), kind="missing")
        self._put(shown)

    def _put(self, shown: object) -> None:
        from IPython.display import display

        self._below.clear_output(wait=True)
        with self._below:
            display(shown)  # type: ignore[no-untyped-call]

    def _settings(self) -> dict[str, object]:
        """What is asked; a day that was emptied, and one that the run has, is that of the run."""
        values: dict[str, object] = {name: one.value for name, one in self.asked.items()}
        if values["as_of"] == self._as_of:
            del values["as_of"]
        return {name: value for name, value in values.items() if value is not None}
