"""The values of :mod:`kg.model` as JSON and back: what comes back equals what went in, or an error says why not.

A field that holds its default is left out, so that adding a field with a default to the model keeps old texts readable.
Unknown fields, missing fields and values of another type are refused, never guessed at.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import types
import typing
from collections.abc import Callable, Hashable
from enum import StrEnum
from functools import cache
from typing import TypeVar, cast

from kg.errors import InputError

__all__ = ["decode", "encode"]

T = TypeVar("T")
Decoder = Callable[[object], object]


def encode(value: object) -> str:
    """A value of the model as JSON on one line; equal values give equal texts.

    Args:
        value: an instance of a dataclass of :mod:`kg.model`.

    Raises:
        TypeError: where a field holds what no field of the model may hold.
        ValueError: where a number is not finite.
    """
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def decode(kind: type[T], text: str, source: str) -> T:
    """The value of the model that :func:`encode` wrote.

    Args:
        kind: the dataclass that the text holds.
        text: JSON.
        source: where the text lies, for the error.

    Raises:
        InputError: where the text is not JSON or not exactly a ``kind``.
    """
    try:
        return cast("T", _decoder(cast("Hashable", kind))(json.loads(text)))
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(source, f"not a {kind.__name__}: {error}") from error


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {field.name: _plain(item) for field, item in held if item != field.default}
    raise TypeError(f"{type(value).__name__} has no place in the model")


@cache
def _decoder(kind: Hashable) -> Decoder:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    if isinstance(kind, types.UnionType):
        inner = next(part for part in typing.get_args(kind) if part is not types.NoneType)
        return _optional(_decoder(inner))
    if typing.get_origin(kind) is tuple:
        return _sequence(_decoder(typing.get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _enumerated(kind)
    return _SCALARS[cast("type", kind)]


def _record(kind: type) -> Decoder:
    hints = typing.get_type_hints(kind)
    fields = {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(kind)}
    required = {field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING}

    def read(value: object) -> object:
        held = _typed(value, dict)
        if unknown := held.keys() - fields.keys():
            raise ValueError(f"{kind.__name__} has no field {min(unknown)!r}")
        if missing := required - held.keys():
            raise ValueError(f"{kind.__name__} lacks {min(missing)!r}")
        return kind(**{name: fields[name](item) for name, item in held.items()})

    return read


def _optional(inner: Decoder) -> Decoder:
    return lambda value: None if value is None else inner(value)


def _sequence(inner: Decoder) -> Decoder:
    return lambda value: tuple(inner(item) for item in _typed(value, list))


def _enumerated(kind: type[StrEnum]) -> Decoder:
    return lambda value: kind(_typed(value, str))


def _typed(value: object, kind: type[T]) -> T:
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value


def _number(value: object) -> float:
    number = float(value) if type(value) is int else _typed(value, float)
    if not math.isfinite(number):
        raise ValueError(f"{number} is not a finite number")
    return number


_SCALARS: dict[type, Decoder] = {
    str: lambda value: _typed(value, str),
    int: lambda value: _typed(value, int),
    bool: lambda value: _typed(value, bool),
    float: _number,
    dt.date: lambda value: dt.date.fromisoformat(_typed(value, str)),
}
