"""What a request works with: the settings, and the one state of the graph that it sees from first step to last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flask import Flask, current_app, g, request

from api.answering import Answering
from api.metrics import Metrics
from api.settings import Settings
from api.source import GraphSource
from api.state import State
from kg.errors import KGError
from kg.query.pool import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = [
    "ASKED",
    "Asked",
    "Parts",
    "answering",
    "asked_before",
    "attach",
    "hung_up",
    "keep",
    "observed",
    "parts",
    "settings",
    "settle",
    "source",
    "state",
]

_KEY: Final = "demarche"
ASKED: Final = "demarche.asked"
"""Where a request carries what was asked for it before Flask saw it, if anything was: an :class:`Asked`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What an application is made of."""

    graph: GraphSource
    settings: Settings
    answering: Answering
    observed: Metrics


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that was asked before Flask saw its request.

    Attributes:
        state: what it was asked of.
        held: lets go of that state.
        began: when the request came, by ``time.perf_counter``.
        outcome: the answer, or why there is none.
    """

    state: State
    held: ExitStack
    began: float
    outcome: Reply | KGError


def attach(app: Flask, graph: GraphSource, chosen: Settings) -> None:
    """Give an application its graph and settings; called once, by whoever makes it."""
    app.extensions[_KEY] = Parts(graph, chosen, Answering(chosen), Metrics())
    app.teardown_request(_let_go)


def parts() -> Parts:
    """What this application works with."""
    return cast("Parts", current_app.extensions[_KEY])


def asked_before() -> Asked | None:
    """What was asked for this request before Flask saw it."""
    return cast("Asked | None", request.environ.get(ASKED))


def source() -> GraphSource:
    """Where this application reads from."""
    return parts().graph


def settings() -> Settings:
    """This application's settings."""
    return parts().settings


def answering() -> Answering:
    """What answers its SPARQL."""
    return parts().answering


def observed() -> Metrics:
    """What is counted of it."""
    return parts().observed


def state() -> State:
    """The state of the graph that this request sees, borrowed when it is first asked for.

    Raises:
        StoreError: there is none that can be read.
    """
    if "state" not in g:
        before = asked_before()
        if before is not None:
            g.borrowed, g.state = before.held, before.state
        else:
            g.borrowed = ExitStack()
            g.state = g.borrowed.enter_context(source().borrow(g.get("snapshot")))
    return cast("State", g.state)


def hung_up(environ: WSGIEnvironment) -> Callable[[], bool]:
    """Says whether the client of a request has gone away, where the server knows: waitress does."""
    told = environ.get("waitress.client_disconnected")
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
