"""Running the service for real, on waitress."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from waitress.server import create_server  # type: ignore[import-untyped] # it has no stubs
from waitress.wasyncore import close_all  # type: ignore[import-untyped] # as above

from api.app import create_app
from api.settings import Settings
from api.source import GraphSource
from kg.errors import InputError
from kg.store import GraphReader

__all__ = ["serve"]

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
    app = create_app(graph, settings)
    with _listening(settings) as listener, _deep_stacks(), _ended_by_sigterm():
        connections: dict[int, object] = {}
        server = create_server(
            app,
            map=connections,
            sockets=[listener],
            threads=settings.threads,
            max_request_body_size=settings.max_body,
            ident="demarche",
            clear_untrusted_proxy_headers=True,
        )
        try:
            if ready is not None:
                host = f"[{settings.host}]" if ":" in settings.host else settings.host
                ready(f"http://{host}:{listener.getsockname()[1]}/")
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            close_all(connections, ignore_all=True)


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
def _ended_by_sigterm() -> Iterator[None]:
    """Take SIGTERM as Ctrl-C, where signals can be taken at all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
