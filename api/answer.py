"""Records as JSON: UTF-8, members in the order of the fields, every member always there."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TypeAlias

from flask import Response, request

from api.negotiation import best

__all__ = ["JSON", "Json", "json_answer", "plain"]

JSON = "application/json"
Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


def plain(record: object) -> Json:
    """A record, or whatever stands in one, as JSON has it.

    Raises:
        TypeError: something that has no form in JSON: an error in this program.
    """
    match record:
        case None | bool() | int() | float():
            return record
        case str():
            return str(record)
        case dt.date():
            return record.isoformat()
        case Mapping():
            return {str(key): plain(value) for key, value in record.items()}
        case tuple() | list():
            return [plain(each) for each in record]
    if is_dataclass(record) and not isinstance(record, type):
        return {each.name: plain(getattr(record, each.name)) for each in fields(record)}
    raise TypeError(f"{type(record).__name__} has no form in JSON")


def json_answer(record: object) -> Response:
    """A record as the answer to the present request.

    Raises:
        Problem: the client accepts no JSON (406).
    """
    best(request.headers.get("Accept"), (JSON,))
    text = json.dumps(plain(record), ensure_ascii=False, separators=(",", ":")) + "\n"
    return Response(text, content_type=JSON)
