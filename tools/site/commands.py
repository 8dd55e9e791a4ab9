"""The reference of the command line, from the command line itself: arguments, options, examples."""

from dataclasses import dataclass
from typing import Any

import typer
from hertoets.cli import app
from hertoets.run import Parameters

from tools.site.writing import filled

_TYPES = {int: "N", str: "NAME"}


@dataclass(frozen=True)
class Option:
    """An argument or option as it is typed, what it takes and what it is for."""

    typed: str
    default: str
    needed: bool
    help: str


@dataclass(frozen=True)
class Command:
    """One command: what it does, how it is called, and an example."""

    name: str
    does: str
    call: str
    options: tuple[Option, ...]
    example: str


def commands() -> list[Command]:
    """Every command, in the order in which the help shows them."""
    group: Any = typer.main.get_command(app)
    return [_command(name, found) for name, found in group.commands.items()]


def page() -> str:
    """The page of the commands."""
    return filled(
        "commands.md.j2", commands=commands(), parameters=Parameters().as_values(), main=_main()
    )


def _command(name: str, found: Any) -> Command:
    shown = [one for one in found.params if not getattr(one, "hidden", False)]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    needed = [one for one in shown if one.param_type_name == "option" and one.required]
    call = ["hertoets", name, *(_typed(one) for one in [*arguments, *needed])]
    return Command(
        name=name,
        does=(found.help or "").strip(),
        call=" ".join(call),
        options=tuple(_option(one) for one in shown),
        example=(found.epilog or "").removeprefix("Example:").strip(),
    )


def _main() -> tuple[Option, ...]:
    group: Any = typer.main.get_command(app)
    return tuple(_option(one) for one in group.params if not one.hidden)


def _option(found: Any) -> Option:
    told = found.default
    default = "" if told is None or told is False or callable(told) or found.required else str(told)
    return Option(
        typed=_typed(found),
        default=default,
        needed=bool(found.required),
        help=getattr(found, "help", None) or "",
    )


def _typed(found: Any) -> str:
    if found.param_type_name == "argument":
        name = found.metavar or found.name.upper()
        return name if found.required else f"[{name}]"
    if getattr(found, "is_flag", False):
        return found.opts[0]
    return f"{found.opts[0]} {found.metavar or _TYPES.get(type(found.default), 'VALUE')}"
