"""What the service tells of itself: a line in the log for each request, and counts of all.

A line holds no address' parameters, no headers and no body: no query of anybody, and no secret.
"""

from __future__ import annotations

import itertools
import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Final

from flask import Flask, Response, g, request

from api.context import asked_before, observed
from api.metrics import Metrics

__all__ = [
    "LOG_NAME",
    "BrokenTransferError",
    "Exchange",
    "attach_observer",
    "configure_logging",
    "followed",
    "request_id",
]

LOG_NAME: Final = "demarche.requests"
_LOG: Final = logging.getLogger(LOG_NAME)
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PROCESS: Final = secrets.token_hex(6)
_COUNT: Final = itertools.count(1)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class BrokenTransferError(Exception):
    """An answer that cannot be sent to its end: the connection is cut, so that nobody takes the part for the whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is logged of a request; ``broken`` says why an answer was not sent to its end."""

    request: str
    method: str
    path: str
    status: int
    milliseconds: float
    bytes: int
    snapshot: str | None
    broken: str | None = None

    def __str__(self) -> str:
        """The line as people read it."""
        end = f" broken: {self.broken}" if self.broken else ""
        return f"{self.method} {self.path} {self.status} {self.milliseconds:.1f} ms {self.bytes} B {self.request}{end}"


class _JsonLines(logging.Formatter):
    """Every record as one JSON object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {"time": self.formatTime(record), "level": record.levelname.lower()}
        if isinstance(record.msg, Line):
            return json.dumps({**told, **asdict(record.msg)}, ensure_ascii=False)
        told |= {"logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002 - logging's own
        return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z"


def configure_logging(form: str) -> None:
    """Log to stderr.

    Args:
        form: ``json``, ``text``, or ``off`` for warnings alone.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_news)
    handler.setFormatter(_JsonLines() if form == "json" else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    _LOG.setLevel(logging.WARNING if form == "off" else logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits for a thread is its every day


def _is_news(record: logging.LogRecord) -> bool:
    """Not the traceback of a transfer that was broken on purpose: its request's line says so."""
    return not (record.exc_info and record.exc_info[0] is BrokenTransferError)


def attach_observer(app: Flask) -> None:
    """Observe every request of an application."""
    app.before_request(_begin)


def _begin() -> None:
    g.request_id = request_id(request.headers.get("X-Request-Id", ""))
    before = asked_before()
    g.began = time.perf_counter() if before is None else before.began
    observed().begin()


def request_id(given: str) -> str:
    """The id that a client gave its request, if it is one; a new one else."""
    return given if _REQUEST_ID.fullmatch(given) else f"{_PROCESS}-{next(_COUNT):x}"


def followed(response: Response) -> Response:
    """The answer, which tells when it has been sent, and its request's id."""
    if "began" not in g:
        return response
    response.headers["X-Request-Id"] = g.request_id
    sending = _Sending(response)
    if response.is_streamed and not response.direct_passthrough:
        response.response = sending.pieces(response.iter_encoded())
    response.call_on_close(sending.ended)
    return response


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what was answered; ``route`` is the rule of its address, ``began`` by ``time.perf_counter``."""

    metrics: Metrics
    identity: str
    began: float
    method: str
    path: str
    route: str
    status: int
    snapshot: str | None

    def ended(self, length: int, broken: str | None = None) -> None:
        """The last byte is sent, or never will be: count it and log it."""
        seconds = time.perf_counter() - self.began
        self.metrics.end(self.route, self.method, self.status, seconds, length)
        milliseconds = round(1000 * seconds, 1)
        line = Line(self.identity, self.method, self.path, self.status, milliseconds, length, self.snapshot, broken)
        _LOG.info(line)


class _Sending:
    """One answer on its way: outlives its request's context."""

    def __init__(self, response: Response) -> None:
        self._exchange = Exchange(
            observed(),
            g.request_id,
            g.began,
            request.method if request.method in _METHODS else "other",
            request.path,
            request.url_rule.rule if request.url_rule else "none",
            response.status_code,
            g.state.snapshot if "state" in g else None,
        )
        self._length = response.content_length or 0
        self._bytes = 0
        self._broken: str | None = None

    def pieces(self, plain: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces, counted."""
        try:
            for piece in plain:
                self._bytes += len(piece)
                yield piece
        except BrokenTransferError as error:
            self._broken = str(error)
            raise

    def ended(self) -> None:
        """The last byte is sent, or never will be."""
        self._exchange.ended(self._bytes or self._length, self._broken)
