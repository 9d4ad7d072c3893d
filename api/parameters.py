"""Query parameters, each declared once: a dataclass is a request's parameters, its annotations say how each is read.

What is not declared is refused, and so is what is given twice or cannot be read: a typing error must never pass for a
filter that matched everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Annotated, Final, TypeAlias, TypeVar, get_type_hints

from werkzeug.datastructures import MultiDict

from api.problem import Problem
from kg.levels import Level

__all__ = [
    "Cursor",
    "Ladder",
    "Limit",
    "NoParameters",
    "Parameter",
    "Unsure",
    "choice",
    "day",
    "iris",
    "names",
    "number",
    "parameters_of",
    "read",
    "text",
    "whole",
]

_HIGHEST: Final = 10**9
Query = TypeVar("Query")


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a parameter is written and read.

    ``parse`` raises ValueError with what is wrong; ``name`` is the field's own unless HTTP spells it otherwise;
    ``schema`` says in JSON Schema what values there are.
    """

    parse: Callable[[str], object]
    description: str
    name: str | None = None
    repeats: bool = False
    schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string", "minLength": 1})


def _text(value: str) -> str:
    if not value:
        raise ValueError("is empty")
    return value


def text(description: str) -> Parameter:
    """A parameter that is any text but the empty one."""
    return Parameter(_text, description)


def choice(description: str, options: Sequence[str]) -> Parameter:
    """A parameter that is one of several words."""

    def parse(value: str) -> str:
        if value not in options:
            raise ValueError(f"must be one of {', '.join(options)}")
        return value

    schema = {"type": "string", "enum": list(options)}
    return Parameter(parse, f"{description} (one of {', '.join(options)})", schema=schema)


def names(description: str, options: Sequence[str] = ()) -> Parameter:
    """A parameter that is a list of words separated by commas; ``options`` are those there are."""
    item: dict[str, object] = {"enum": list(options)} if options else {"minLength": 1}
    schema = {"type": "array", "items": {"type": "string", **item}, "minItems": 1}
    return Parameter(lambda value: tuple(_text(each.strip()) for each in value.split(",")), description, schema=schema)


def whole(description: str, *, least: int = 0) -> Parameter:
    """A parameter that is a whole number."""

    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not least <= int(value[:10]) <= _HIGHEST:
            raise ValueError(f"must be a whole number of at least {least}")
        return int(value)

    return Parameter(parse, description, schema={"type": "integer", "minimum": least, "maximum": _HIGHEST})


def number(description: str, *, least: float, most: float) -> Parameter:
    """A parameter that is a number within bounds."""

    def parse(value: str) -> float:
        try:
            parsed = float(value)
        except ValueError:
            parsed = float("nan")
        if not least <= parsed <= most:
            raise ValueError(f"must be a number from {least:g} to {most:g}")
        return parsed

    return Parameter(parse, description, schema={"type": "number", "minimum": least, "maximum": most})


def day(description: str) -> Parameter:
    """A parameter that is a day as ``2013-05-27``."""

    def parse(value: str) -> dt.date:
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise ValueError("must be a day such as 2013-05-27") from error

    return Parameter(parse, description, schema={"type": "string", "format": "date"})


def iris(name: str, description: str) -> Parameter:
    """A parameter that may be given several times, each an IRI."""
    return Parameter(_text, description, name, repeats=True)


Unsure: TypeAlias = Annotated[
    str | None,
    choice("only what may be something else as well ('candidates' say what), or only what is sure", ("true", "false")),
]
Ladder: TypeAlias = Annotated[
    str,
    choice(
        "at which level actors are taken: as the text has them, or whom they stand for by an office valid on the "
        "day of the fact; what belongs to nobody at a level is left out",
        tuple(Level),
    ),
]
Cursor: TypeAlias = Annotated[str | None, text("where to go on: 'next' of the page before")]
Limit: TypeAlias = Annotated[int | None, whole("the most items of the page", least=1)]


@dataclass(frozen=True, slots=True)
class NoParameters:
    """A request that takes none."""


@cache
def parameters_of(query: type) -> Mapping[str, Parameter]:
    """The parameters that a request's dataclass declares, by field."""
    hints = get_type_hints(query, include_extras=True)
    return {each.name: hints[each.name].__metadata__[0] for each in fields(query)}


def read(query: type[Query], given: MultiDict[str, str]) -> Query:
    """The parameters of a request.

    Args:
        query: the dataclass that declares them, each field annotated with its :class:`Parameter`; a field without a
            default is a parameter that has to be given.
        given: what came in the address or form.

    Raises:
        Problem: an unknown, missing, repeated or unreadable parameter (400, naming it).
    """
    declared = parameters_of(query)  # type: ignore[arg-type] # a class is hashable
    refuse_unknown(given, [parameter.name or name for name, parameter in declared.items()])
    values = {}
    for each in fields(query):  # type: ignore[arg-type] # a type that is a dataclass cannot be asked for
        parameter = declared[each.name]
        name = parameter.name or each.name
        if name in given:
            values[each.name] = _value(name, parameter, given.getlist(name))
        elif each.default is MISSING:
            raise Problem("missing-parameter", f"the parameter {name!r} is needed here", parameter=name)
    return query(**values)


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse parameters that are not known.

    Raises:
        Problem: there are some (400, naming them and those that are known).
    """
    unknown = sorted(set(given) - set(known))
    if unknown:
        listed = ", ".join(known)
        detail = f"unknown: {', '.join(unknown)}; " + (f"known here: {listed}" if listed else "none is known here")
        raise Problem("unknown-parameter", detail, parameters=unknown)


def _value(name: str, parameter: Parameter, given: list[str]) -> object:
    if len(given) > 1 and not parameter.repeats:
        raise Problem("bad-parameter", f"{name!r} is given {len(given)} times", parameter=name)
    try:
        parsed = tuple(parameter.parse(each) for each in given)
    except ValueError as error:
        raise Problem("bad-parameter", f"{name!r} {error}", parameter=name) from error
    return parsed if parameter.repeats else parsed[0]
