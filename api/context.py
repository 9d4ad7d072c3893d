"""What a request works with: the settings, and the one state of the graph that it sees from first step to last."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final, cast

from flask import Flask, current_app, g

from api.settings import Settings
from api.source import GraphSource
from api.state import State

__all__ = ["attach", "keep", "settings", "source", "state"]

_KEY: Final = "demarche"


def attach(app: Flask, graph: GraphSource, chosen: Settings) -> None:
    """Give an application its graph and settings; called once, by whoever makes it."""
    app.extensions[_KEY] = (graph, chosen)
    app.teardown_request(_let_go)


def source() -> GraphSource:
    """Where this application reads from."""
    return cast("tuple[GraphSource, Settings]", current_app.extensions[_KEY])[0]


def settings() -> Settings:
    """This application's settings."""
    return cast("tuple[GraphSource, Settings]", current_app.extensions[_KEY])[1]


def state() -> State:
    """The state of the graph that this request sees, borrowed when it is first asked for.

    Raises:
        StoreError: there is none that can be read.
    """
    if "state" not in g:
        g.borrowed = ExitStack()
        g.state = g.borrowed.enter_context(source().borrow())
    return cast("State", g.state)


def _let_go(_error: BaseException | None) -> None:
    borrowed: ExitStack | None = g.pop("borrowed", None)
    if borrowed is not None:
        borrowed.close()


def keep() -> ExitStack:
    """Take over what this request borrowed, for an answer that is sent after the request has ended; close it then."""
    state()
    borrowed: ExitStack = g.pop("borrowed")
    return borrowed
