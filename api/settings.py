"""What can be set about the service: one typed object, from code, from flags or from ``DEMARCHE_...`` variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Final, Self

from kg.errors import InputError
from kg.query.remote import Remote

__all__ = ["Settings"]

_PREFIX: Final = "DEMARCHE_"
_HIGHEST_PORT: Final = 65535
_SHORTEST_TOKEN: Final = 16
_LEAST: Final = {
    **dict.fromkeys(("port", "query_waiting", "kept_snapshots", "answer_cache"), 0),
    "query_timeout": 0.1,
    "query_memory": 64,
}
_CHOICES: Final = {"default_graph": ("union", "own"), "log": ("json", "text", "off")}


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs.

    Attributes:
        host: the address to listen on.
        port: the port to listen on; 0 takes any that is free.
        threads: how many requests are answered at once.
        max_body: the longest request body, in bytes.
        max_url: the longest address of a request, in bytes.
        max_page: the most items of one page of a list.
        max_nodes: the most nodes of a neighbourhood.
        max_depth: the most steps of a neighbourhood.
        cors: the origin whose pages may read the answers (``*`` for all); empty for none.
        query_timeout: seconds that a SPARQL query may take.
        query_workers: processes that answer SPARQL queries, half of them kept for quick ones.
        query_waiting: SPARQL queries that may wait for a process; more are refused.
        query_memory: megabytes of memory that a SPARQL query may take.
        max_answer: the longest answer to a SPARQL query, in bytes.
        answer_cache: megabytes of short answers that are kept, to be given again; 0 for none.
        default_graph: what the default graph is, where nobody chooses: ``union`` of all graphs, or the store's ``own``.
        update_token: who sends it may change the graph; empty for nobody.
        remote: the servers that queries and updates may reach by SERVICE, FROM and LOAD, separated by commas
            (:class:`kg.query.remote.Remote`); empty for none.
        kept_snapshots: how many snapshots that others took the place of are kept open, for the cursors of their lists.
        log: what is logged of each request: ``json``, ``text`` or ``off``.

    Raises:
        InputError: a value out of its range.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 32
    max_body: int = 1_000_000
    max_url: int = 32_768
    max_page: int = 1000
    max_nodes: int = 2000
    max_depth: int = 5
    cors: str = ""
    query_timeout: float = 30.0
    query_workers: int = 4
    query_waiting: int = 16
    query_memory: int = 1024
    max_answer: int = 268_435_456
    answer_cache: int = 64
    default_graph: str = "union"
    update_token: str = field(default="", repr=False)
    remote: str = ""
    kept_snapshots: int = 1
    log: str = "json"

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        for each in fields(self):
            value = getattr(self, each.name)
            least = _LEAST.get(each.name, 1)
            if isinstance(value, int | float) and not value >= least:
                raise InputError(_variable(each.name), f"must be at least {least}, got {value}")
            if value not in _CHOICES.get(each.name, (value,)):
                raise InputError(
                    _variable(each.name), f"must be one of {', '.join(_CHOICES[each.name])}, got {value!r}"
                )
        if self.port > _HIGHEST_PORT:
            raise InputError(_variable("port"), f"must be at most {_HIGHEST_PORT}, got {self.port}")
        if 0 < len(self.update_token) < _SHORTEST_TOKEN:
            raise InputError(_variable("update_token"), f"must have at least {_SHORTEST_TOKEN} characters, or be empty")
        try:
            Remote.of(self.remote)
        except ValueError as error:
            raise InputError(_variable("remote"), str(error)) from error
        if not self.update_token.isascii():
            raise InputError(_variable("update_token"), "must be ASCII: it is sent in a header")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: str | float | None) -> Self:
        """Settings from variables such as ``DEMARCHE_PORT``; what is ``given`` (flags) and not None goes first.

        Args:
            environment: the variables; the process's own if None.
            given: values by field name.

        Raises:
            InputError: a variable that should be a number is none, or is out of its range.
        """
        variables = os.environ if environment is None else environment
        chosen: dict[str, str | float] = {}
        for each in fields(cls):
            text = variables.get(_variable(each.name))
            if text is not None:
                chosen[each.name] = _read(each, text)
        chosen.update({name: value for name, value in given.items() if value is not None})
        return cls(**chosen)  # type: ignore[arg-type]


def _variable(name: str) -> str:
    return _PREFIX + name.upper()


def _read(setting: Field[object], text: str) -> str | float:
    if isinstance(setting.default, str):
        return text
    number, what = (float, "a number") if isinstance(setting.default, float) else (int, "a whole number")
    try:
        return number(text)
    except ValueError as error:
        raise InputError(_variable(setting.name), f"must be {what}, got {text!r}") from error
