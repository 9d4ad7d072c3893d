"""What can be set about the service: one typed object, from code, from flags or from ``DEMARCHE_...`` variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Self

from kg.errors import InputError

__all__ = ["Settings"]

_PREFIX: Final = "DEMARCHE_"
_HIGHEST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs.

    Attributes:
        host: the address to listen on.
        port: the port to listen on; 0 takes any that is free.
        threads: how many requests are answered at once.
        max_body: the longest request body, in bytes.
        max_page: the most items of one page of a list.
        max_nodes: the most nodes of a neighbourhood.
        max_depth: the most steps of a neighbourhood.
        cors: the origin whose pages may read the answers (``*`` for all); empty for none.

    Raises:
        InputError: a number out of its range.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    max_body: int = 1_000_000
    max_page: int = 1000
    max_nodes: int = 2000
    max_depth: int = 5
    cors: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        for each in fields(self):
            value = getattr(self, each.name)
            least = 0 if each.name == "port" else 1
            if isinstance(value, int) and value < least:
                raise InputError(_variable(each.name), f"must be at least {least}, got {value}")
        if self.port > _HIGHEST_PORT:
            raise InputError(_variable("port"), f"must be at most {_HIGHEST_PORT}, got {self.port}")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: str | int | None) -> Self:
        """Settings from variables such as ``DEMARCHE_PORT``; what is ``given`` (flags) and not None goes first.

        Args:
            environment: the variables; the process's own if None.
            given: values by field name.

        Raises:
            InputError: a variable that should be a number is none, or is out of its range.
        """
        variables = os.environ if environment is None else environment
        chosen: dict[str, str | int] = {}
        for each in fields(cls):
            text = variables.get(_variable(each.name))
            if text is not None:
                chosen[each.name] = text if isinstance(each.default, str) else _number(_variable(each.name), text)
        chosen.update({name: value for name, value in given.items() if value is not None})
        return cls(**chosen)  # type: ignore[arg-type]


def _variable(name: str) -> str:
    return _PREFIX + name.upper()


def _number(variable: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise InputError(variable, f"must be a whole number, got {text!r}") from error
