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
        if type(value) is not dict:
            raise _mistyped(value, dict)
        held = {}
        for name, item in value.items():
            field = fields.get(name)
            if field is None:
                raise ValueError(f"{kind.__name__} has no field {min(value.keys() - fields.keys())!r}")
            held[name] = field(item)
        if not required <= held.keys():
            raise ValueError(f"{kind.__name__} lacks {min(required - held.keys())!r}")
        return kind(**held)

    return read


def _optional(inner: Decoder) -> Decoder:
    return lambda value: None if value is None else inner(value)


def _sequence(inner: Decoder) -> Decoder:
    def read(value: object) -> object:
        if type(value) is not list:
            raise _mistyped(value, list)
        return tuple([inner(item) for item in value])

    return read


def _enumerated(kind: type[StrEnum]) -> Decoder:
    members = {member.value: member for member in kind}

    def read(value: object) -> object:
        if type(value) is not str:
            raise _mistyped(value, str)
        member = members.get(value)
        return kind(value) if member is None else member  # what is no member is an error there

    return read


def _scalar(kind: type) -> Decoder:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise _mistyped(value, kind)
        return value

    return read


def _mistyped(value: object, kind: type) -> TypeError:
    return TypeError(f"expected {kind.__name__}, found {type(value).__name__}")


def _number(value: object) -> float:
    if type(value) is not float and type(value) is not int:
        raise _mistyped(value, float)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} is not a finite number")
    return number


def _day(value: object) -> dt.date:
    if type(value) is not str:
        raise _mistyped(value, str)
    return dt.date.fromisoformat(value)


_SCALARS: dict[type, Decoder] = {
    str: _scalar(str),
    int: _scalar(int),
    bool: _scalar(bool),
    float: _number,
    dt.date: _day,
}
