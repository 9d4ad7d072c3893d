"""Running the service for real, on waitress."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from flask import Flask
from waitress.server import create_server  # type: ignore[import-untyped] # it has no stubs
from waitress.wasyncore import close_all, loop  # type: ignore[import-untyped] # as above

from api import context
from api.app import close, create_app
from api.connection import Connection
from api.explorer.readiness import make_ready
from api.observing import configure_logging
from api.records.documents import list_documents
from api.records.entities import NameIndex
from api.settings import Settings
from api.source import FollowedGraph, GraphSource
from api.state import State
from kg.errors import InputError
from kg.store import GraphReader

__all__ = ["prepare", "serve"]

GRACE_SECONDS: Final = 30.0
"""How long requests under way may take when the service is told to end: what orchestrators wait before they kill."""
LOOP_SECONDS: Final = 0.5
STACK_SIZE: Final = 64 * 2**20
"""Oxigraph's parser recurses on the stack of the thread that asks; systems give threads from 128 kB (musl) to 8 MB."""


def serve(
    graph: GraphReader | GraphSource,
    settings: Settings | None = None,
    *,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serve a graph until Ctrl-C or SIGTERM; requests under way are finished.

    Args:
        graph: what :func:`api.create_app` takes.
        settings: where to listen, how many threads.
        ready: called once with the address to open, when requests are taken.

    Raises:
        InputError: the address cannot be listened on.
    """
    settings = settings or Settings()
    configure_logging(settings.log)
    app = create_app(graph, settings)
    ending = threading.Event()
    try:
        with _listening(settings) as listener, _deep_stacks(), _told_to_end(ending):
            _warm(app)
            _run(app, settings, listener, ending, ready)
    finally:
        close(app)


def _warm(app: Flask) -> None:
    """Start the query processes, and have what requests need before the first one comes; follow new snapshots."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)  # which translates it, and takes a third of a second for the longest
    with app.app_context():
        source, answering = context.source(), context.answering()
        with source.borrow() as state:
            if state.reader.path is not None:
                answering.pool.wait()
            prepare(state)
        if isinstance(source, FollowedGraph):
            source.watch(prepare)


def prepare(state: State) -> None:
    """Make what requests need of a snapshot before anybody sees it.

    Python's collector then leaves alone what was made: to go through the names and articles of a large graph again and
    again costs a tenth of a second each time, which is some request's.
    """
    state.kept(NameIndex)
    state.kept(list_documents)
    make_ready(state)
    gc.unfreeze()  # what was made of earlier snapshots may go now
    gc.collect()
    gc.freeze()


def _run(
    app: Flask,
    settings: Settings,
    listener: socket.socket,
    ending: threading.Event,
    ready: Callable[[str], object] | None,
) -> None:
    connections: dict[int, Any] = {}
    server = create_server(
        app,
        map=connections,
        sockets=[listener],
        threads=settings.threads,
        max_request_body_size=settings.max_body,
        outbuf_high_watermark=max(2**24, 2 * settings.max_answer),  # a slow client keeps no query waiting
        channel_request_lookahead=1,  # what tells that a client has hung up
        ident="demarche",
        clear_untrusted_proxy_headers=True,
    )
    server.channel_class = Connection
    try:
        if ready is not None:
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            ready(f"http://{host}:{listener.getsockname()[1]}/")
        while not ending.is_set():
            loop(LOOP_SECONDS, use_poll=True, map=connections, count=1)
        _drain(app, server, connections)
    except KeyboardInterrupt:
        logging.getLogger("demarche").warning("told to end at once: requests under way are dropped")
    finally:
        server.task_dispatcher.shutdown(timeout=LOOP_SECONDS)
        close_all(connections, ignore_all=True)


def _drain(app: Flask, server: Any, connections: dict[int, Any]) -> None:
    """Take no new connection, and send what is under way to its end."""
    server.del_channel()
    until = time.monotonic() + GRACE_SECONDS
    with app.app_context():
        observed = context.observed()
    while time.monotonic() < until and (observed.active or any(map(_unsent, tuple(connections.values())))):
        loop(LOOP_SECONDS / 10, use_poll=True, map=connections, count=1)


def _unsent(connection: object) -> bool:
    return bool(getattr(connection, "total_outbufs_len", 0) or getattr(connection, "requests", ()))


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The socket to listen on, closed at the end."""
    address = (settings.host, settings.port)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server(address, family=family)
    except (OSError, UnicodeError) as error:
        place = f"{settings.host}:{settings.port}"
        raise InputError(place, f"cannot be listened on ({error}); choose another --host or --port") from error
    with listener:
        yield listener


@contextmanager
def _deep_stacks() -> Iterator[None]:
    """Let threads that are started within have a stack of :data:`STACK_SIZE`."""
    before = threading.stack_size(STACK_SIZE)
    try:
        yield
    finally:
        threading.stack_size(before)


@contextmanager
def _told_to_end(ending: threading.Event) -> Iterator[None]:
    """Take SIGTERM and Ctrl-C as a wish to end, a second one as an order; where signals can be taken at all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        if ending.is_set():
            raise KeyboardInterrupt
        ending.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
