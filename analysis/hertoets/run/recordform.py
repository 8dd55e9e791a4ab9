"""The form of a record: what stands in ``record.json`` and of which type, checked when it is read.

Whoever reads a record relies on these fields and on no others; more may stand beside them.
"""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from hertoets.datafile import UnreadableError, read_json
from hertoets.run.parameters import Parameters

_MORE_MAY_STAND_BESIDE = ConfigDict(extra="allow", strict=True)


class _Extract(TypedDict):
    __pydantic_config__ = _MORE_MAY_STAND_BESIDE  # type: ignore[misc]
    files: dict[str, str]
    synthetic: bool


class _Earlier(TypedDict):
    __pydantic_config__ = _MORE_MAY_STAND_BESIDE  # type: ignore[misc]
    findings: str
    run: str


def _whole(parameters: dict[str, Any]) -> dict[str, Any]:
    for name, default in Parameters().as_values().items():
        if type(parameters.get(name)) is not type(default):
            raise ValueError
    return parameters


class _Record(TypedDict):
    __pydantic_config__ = _MORE_MAY_STAND_BESIDE  # type: ignore[misc]
    hertoets: str
    made_by: str
    code: str
    notebooks: str
    extract: _Extract
    law: str
    rules: dict[str, dict[str, str]]
    policy: str
    policy_settings: dict[str, int]
    expectations: str
    parameters: Annotated[dict[str, Any], AfterValidator(_whole)]
    engine: str
    earlier: list[_Earlier]
    python: str
    packages: dict[str, str]
    results: dict[str, str]
    seal: str


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
