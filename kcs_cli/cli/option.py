"""Options and arguments, declared once for two readers: Typer, and `read_ordinary`, which does without loading it.

Typer takes longer to load than a search takes to answer. What is not ordinary (help, a mistake, a word that begins with a
dash) is Typer's; what is, both read alike.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import EnumType
from typing import Annotated, Any, NamedTuple

ONE = str | None
SEVERAL = list[str] | None
NUMBER = int | None


class Option(NamedTuple):
    """An option, or the argument that takes all words (it has no name); stands in `Annotated` as Typer's own do."""

    name: str
    help: str
    metavar: str | None = None
    short: str = ""
    least: int | None = None
    most: int | None = None


def read_ordinary(function: Callable[..., Any], line: Sequence[str]) -> dict[str, Any] | None:
    """Return what a command line gives to a function's parameters; None where Typer has to read it.

    That is wherever a dash begins something that is no option as it is declared, or its value, or a value does not fit.
    """
    declared = [(hint.__metadata__[0], parameter, hint) for parameter, hint in _declared(function).items()]
    parameters = {option.short or option.name: (parameter, hint) for option, parameter, hint in declared}
    parameters |= {option.name: (parameter, hint) for option, parameter, hint in declared}
    values: dict[str, Any] = {}
    rest = iter(line)
    for typed in rest:
        is_option = typed.startswith("-")
        name, sign, text = typed.partition("=") if typed.startswith("--") else (typed if is_option else "", "", typed)
        if name not in parameters:
            return None
        parameter, hint = parameters[name]
        if hint.__origin__ is bool:
            value = None if sign else True
        else:
            value = _value(hint, next(rest, "-") if is_option and not sign else text)
        if value is None:
            return None
        values[parameter] = [*values.get(parameter, ()), value] if hint.__origin__ == SEVERAL else value
    return values


def _declared(function: Callable[..., Any]) -> Mapping[str, Any]:
    """Return the parameters that have an option of ours, with what stands in `Annotated`."""
    hints = function.__annotations__.items()
    return {name: hint for name, hint in hints if isinstance(getattr(hint, "__metadata__", (None,))[0], Option)}


def _value(hint: Any, text: str) -> Any:
    """Return the value that a text is; None for one that begins with a dash, or does not fit."""
    kind, option = hint.__origin__, hint.__metadata__[0]
    if text.startswith("-"):
        return None
    choices = next((one for one in (kind, *getattr(kind, "__args__", ())) if isinstance(one, EnumType)), None)
    if choices is not None:
        return choices(text) if text in choices.__members__.values() else None
    if kind == NUMBER:
        fits = text.isascii() and text.isdecimal() and len(text) < 10 and option.least <= int(text) <= option.most
        return int(text) if fits else None
    return text


def for_typer(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command's function as Typer takes it: with Typer's options in the place of ours."""
    from functools import wraps
    from inspect import signature

    @wraps(function)
    def command(**values: Any) -> Any:
        return function(**values)

    hints = {name: Annotated[hint.__origin__, _typer_option(hint)] for name, hint in _declared(function).items()}
    command.__annotations__ = function.__annotations__ | hints
    parameters = signature(function).parameters.items()
    taken = [one.replace(annotation=hints.get(name, one.annotation)) for name, one in parameters]
    command.__signature__ = signature(function).replace(parameters=taken)  # type: ignore[attr-defined]  # inspect reads it
    return command


def _typer_option(hint: Any) -> Any:
    """Return Typer's option for one of ours."""
    import typer

    option = hint.__metadata__[0]
    if not option.name:
        return typer.Argument(metavar=option.metavar, help=option.help)
    names = (option.name, *filter(None, [option.short]))
    return typer.Option(*names, metavar=option.metavar, help=option.help, min=option.least, max=option.most)
