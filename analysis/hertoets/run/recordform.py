"""The form of a record: what stands in ``record.json`` and of which type, checked when it is read.

Whoever reads a record relies on these fields and on no others; more may stand beside them.
"""

from pathlib import Path
from typing import Any, NotRequired

from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from hertoets.datafile import UnreadableError, read_json

_MORE_MAY_STAND_BESIDE = ConfigDict(extra="allow", strict=True)


class _Extract(TypedDict):
    __pydantic_config__ = _MORE_MAY_STAND_BESIDE  # type: ignore[misc]
    files: dict[str, str]
    synthetic: bool
    folder: NotRequired[str]


class _Earlier(TypedDict):
    __pydantic_config__ = _MORE_MAY_STAND_BESIDE  # type: ignore[misc]
    findings: str
    run: NotRequired[str]


class _Parameters(TypedDict):
    __pydantic_config__ = ConfigDict(extra="allow", strict=True)  # type: ignore[misc]
    headline: str


class _Record(TypedDict):
    __pydantic_config__ = _MORE_MAY_STAND_BESIDE  # type: ignore[misc]
    hertoets: str
    code: str
    notebooks: str
    extract: _Extract
    law: str
    rules: dict[str, dict[str, str]]
    policy: str
    policy_settings: dict[str, int]
    expectations: str
    parameters: _Parameters
    engine: str
    earlier: list[_Earlier]
    python: str
    packages: dict[str, str]
    results: dict[str, str]


_RECORD = TypeAdapter(_Record)
_HASHES = TypeAdapter(dict[str, str])


def read_form(path: Path) -> dict[str, Any]:
    """Read a record and check its form.

    Raises
    ------
    UnreadableError
        With the cause; of a field that is missing or of another type its place.
    """
    return dict(_checked(_RECORD, read_json(path)))


def read_hashes(path: Path) -> dict[str, str]:
    """Read a file of hashes, by the name of what was hashed.

    Raises
    ------
    UnreadableError
        With the cause.
    """
    return dict(_checked(_HASHES, read_json(path)))


def _checked(form: TypeAdapter[Any], content: object) -> Any:
    try:
        return form.validate_python(content, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        what = "is missing" if first["type"] == "missing" else "is of another type"
        raise UnreadableError(f"{place} {what}") from None
