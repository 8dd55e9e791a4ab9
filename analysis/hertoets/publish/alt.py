"""Alternative texts: the kind of figure, its message and its range; never how it looks."""

from collections.abc import Mapping

from hertoets.publish.chart import Chart, Range, Series
from hertoets.release import quantity_nl

_KINDS = {
    "bars": "Staafdiagram",
    "columns": "Kolommen per maand",
    "ranges": "Grenzen per lezing",
    "strips": "Kolommen per maand, een strook per les",
}
_BESIDE = "De cijfers staan in de tabel bij de figuur."
_SPOKEN = 4


def alt_of_chart(title: str, form: str, chart: Chart, unit: str) -> str:
    """Describe bars or columns.

    Parameters
    ----------
    title : str
        The message of the figure.
    form : str
        ``bars`` or ``columns``.
    chart : Chart
    unit : str

    Returns
    -------
    str
        One line: kind, message, highest and lowest of up to four series, and what is hidden.
    """
    parts = [f"{_KINDS[form]}. {title}."]
    parts += [_range(series, chart, unit) for series in chart.series[:_SPOKEN]]
    parts += _hidden(chart)
    if chart.unmeasured():
        parts.append(f"{_cells(chart.unmeasured())} niet gemeten.")
    return " ".join([*(part for part in parts if part), _BESIDE])


def alt_of_ranges(title: str, rows: list[Range], unit: str) -> str:
    """Describe the bounds of a finding under each reading, reading by reading."""
    told = []
    for row in rows:
        low, high = row.lower.nl(), row.upper.nl()
        told.append(f"{row.title}: {low if low == high else f'{low} tot {high}'}")
    return f"{_KINDS['ranges']}. {title}. In {unit}: {'; '.join(told)}. {_BESIDE}"


def alt_of_strips(title: str, alarms: Mapping[str, str | None], chart: Chart) -> str:
    """Describe strips by the month of the alarm: empty without one, None where not measured."""
    told = [
        f"{name}: {'niet gemeten' if month is None else month or 'geen alarm'}"
        for name, month in alarms.items()
    ]
    span = f"Van {chart.categories[0]} tot en met {chart.categories[-1]}."
    first = f"Eerste alarm: {'; '.join(told)}."
    return " ".join([f"{_KINDS['strips']}. {title}", span, first, *_hidden(chart), _BESIDE])


def _range(series: Series, chart: Chart, unit: str) -> str:
    numbers = series.numbers()
    if not numbers:
        return ""
    most, least = max(numbers, key=lambda i: numbers[i]), min(numbers, key=lambda i: numbers[i])
    # A hidden number is no zero: what is said holds for the numbers shown.
    told = f"{series.title}: {'waar getoond ' if len(numbers) < len(series.cells) else ''}"
    high = f"{quantity_nl(numbers[most], series.kind)} ({chart.categories[most]})"
    words = unit if series.kind == "count" else ""
    if numbers[most] == numbers[least]:
        return f"{told}{quantity_nl(numbers[most], series.kind)} {words}".rstrip() + "."
    low = f"{quantity_nl(numbers[least], series.kind)} ({chart.categories[least]})"
    return f"{told}van {low} tot {high}{f' {words}' if words else ''}."


def _hidden(chart: Chart) -> list[str]:
    """Count the hidden cells in words."""
    told = []
    for cell, times in chart.hidden().items():
        why = f"verborgen ({cell.nl()})" if cell.state == "small" else cell.nl()
        told.append(f"{_cells(times)} {why}.")
    return told


def _cells(count: int) -> str:
    return "Eén cel is" if count == 1 else f"{count} cellen zijn"
