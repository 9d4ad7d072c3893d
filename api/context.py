"""What a request works with: the settings, and the one state of the graph that it sees from first step to last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, cast

from flask import Flask, current_app, g, request

from api.answering import Answering
from api.metrics import Metrics
from api.settings import Settings
from api.source import GraphSource
from api.state import State

__all__ = ["answering", "attach", "hung_up", "keep", "observed", "settings", "settle", "source", "state"]

_KEY: Final = "demarche"


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an application is made of."""

    graph: GraphSource
    settings: Settings
    answering: Answering
    observed: Metrics


def attach(app: Flask, graph: GraphSource, chosen: Settings) -> None:
    """Give an application its graph and settings; called once, by whoever makes it."""
    app.extensions[_KEY] = _Parts(graph, chosen, Answering(chosen), Metrics())
    app.teardown_request(_let_go)


def _parts() -> _Parts:
    return cast("_Parts", current_app.extensions[_KEY])


def source() -> GraphSource:
    """Where this application reads from."""
    return _parts().graph


def settings() -> Settings:
    """This application's settings."""
    return _parts().settings


def answering() -> Answering:
    """What answers its SPARQL."""
    return _parts().answering


def observed() -> Metrics:
    """What is counted of it."""
    return _parts().observed


def state() -> State:
    """The state of the graph that this request sees, borrowed when it is first asked for.

    Raises:
        StoreError: there is none that can be read.
    """
    if "state" not in g:
        g.borrowed = ExitStack()
        g.state = g.borrowed.enter_context(source().borrow(g.get("snapshot")))
    return cast("State", g.state)


def hung_up() -> Callable[[], bool]:
    """Says whether the client of this request has gone away, where the server knows: waitress does."""
    told = request.environ.get("waitress.client_disconnected")
    return (lambda: False) if told is None else cast("Callable[[], bool]", told)


def settle(snapshot: str | None) -> None:
    """Let this request see a certain snapshot, if it is still there; called before anything asks for the state."""
    if "state" not in g:
        g.snapshot = snapshot


def _let_go(_error: BaseException | None) -> None:
    borrowed: ExitStack | None = g.pop("borrowed", None)
    if borrowed is not None:
        borrowed.close()


def keep() -> ExitStack:
    """Take over what this request borrowed, for an answer that is sent after the request has ended; close it then."""
    state()
    borrowed: ExitStack = g.pop("borrowed")
    return borrowed
