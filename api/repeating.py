"""Answers given again: what was answered to a GET on one snapshot is the answer to the same GET on it.

Who asks again is answered before Flask sees the request: from bytes that are kept, as many as the settings allow, the
last used longest. A new snapshot begins with nothing. What an answer depends on beside the snapshot is what its entity
tag depends on (:func:`api.caching.tag_of`), and only answers that have such a tag are kept; those to POST, to questions
of the clock or of chance, and those too long to be sent whole are not.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

from flask import Response, g, request

from api.metrics import Metrics
from api.observing import Exchange, request_id
from api.source import GraphSource

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["KEEP", "Keep", "KeptAnswer", "KeptAnswers", "Key", "Repeating", "keep_answer", "send_kept"]

MOST_OF_ONE: Final = 2**20
"""The longest answer that is kept, in bytes."""
OVERHEAD: Final = 2000
"""What an answer takes beside its body and its address: headers and objects, rounded up."""
KEEP: Final = "demarche.keep"
"""Where a request carries what keeps its answer, if that may be kept at all: a :data:`Keep`."""
_CONDITIONS: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_ASKED: Final = ("wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING")

Key: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was sent, but for its request's id."""

    route: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


Keep: TypeAlias = Callable[[str, KeptAnswer], None]
"""Takes the snapshot and the answer."""


class KeptAnswers:
    """The answers of one snapshot that were asked for last. Threads share it.

    Args:
        most: bytes to keep; 0 for none.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._snapshot = ""
        self._kept: OrderedDict[Key, KeptAnswer] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key, snapshot: str) -> KeptAnswer | None:
        """What was answered on this snapshot; None where nothing is kept of it."""
        with self._lock:
            if snapshot != self._snapshot or (kept := self._kept.get(key)) is None:
                return None
            self._kept.move_to_end(key)
            return kept

    def put(self, key: Key, snapshot: str, answer: KeptAnswer) -> None:
        """Keep an answer; the answers of other snapshots go, and those that were not asked for longest."""
        if len(answer.body) > min(MOST_OF_ONE, self._most):
            return
        with self._lock:
            if snapshot != self._snapshot:
                self._kept.clear()
                self._snapshot, self._bytes = snapshot, 0
            if key not in self._kept:
                self._kept[key] = answer
                self._bytes += _size(key, answer)
            while self._bytes > self._most:
                self._bytes -= _size(*self._kept.popitem(last=False))


class Repeating:
    """An application that answers again what it has answered, and passes on the rest.

    Args:
        app: what answers the rest; it says by :func:`keep_answer` what may be kept.
        source: says which snapshot is the present one.
        kept: where answers are kept.
        metrics: counts the requests that are answered here.
    """

    def __init__(self, app: WSGIApplication, source: GraphSource, kept: KeptAnswers, metrics: Metrics) -> None:
        self._app = app
        self._source = source
        self._kept = kept
        self._metrics = metrics

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] != "GET" or any(each in environ for each in _CONDITIONS):
            return self._app(environ, start_response)
        began = time.perf_counter()
        with self._source.borrow() as state:
            snapshot = state.snapshot
        key = tuple(environ.get(each) for each in _ASKED)
        answer = self._kept.get(key, snapshot)
        if answer is None:
            environ[KEEP] = partial(self._kept.put, key)
            return self._app(environ, start_response)
        self._metrics.begin()
        self._metrics.repeat()
        return send_kept(answer, environ, start_response, self._metrics, began=began, snapshot=snapshot)


def send_kept(
    answer: KeptAnswer,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    metrics: Metrics,
    *,
    began: float,
    snapshot: str,
) -> Iterable[bytes]:
    """Answer a request with what is kept, and tell of it.

    Args:
        answer: the answer.
        environ: the request.
        start_response: as WSGI has it.
        metrics: counts the request, which has begun there.
        began: when it came, by ``time.perf_counter``.
        snapshot: what was asked.
    """
    identity = request_id(environ.get("HTTP_X_REQUEST_ID", ""))
    start_response("200 OK", [*answer.headers, ("X-Request-Id", identity)])
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    Exchange(metrics, identity, began, "GET", path, answer.route, 200, snapshot).ended(len(answer.body))
    return [answer.body]


def keep_answer(response: Response) -> None:
    """Keep the answer to the present request, if it may be given again."""
    keep: Keep | None = request.environ.get(KEEP)
    tagged = response.status_code == 200 and "ETag" in response.headers and "cursor" not in request.args
    if (
        keep is None
        or not tagged
        or "state" not in g
        or response.is_streamed
        or request.url_rule is None
        or g.state.reader.path is None
    ):
        return
    headers = tuple(response.get_wsgi_headers(request.environ))
    keep(g.state.snapshot, KeptAnswer(request.url_rule.rule, headers, response.get_data()))


def _size(key: Key, answer: KeptAnswer) -> int:
    return OVERHEAD + len(answer.body) + sum(len(part) for part in key if part)
