"""The plainest queries are answered before Flask sees the request: a small one costs less than its way through Flask.

One answer to ``GET /sparql?query=...`` differs from the next in its tag, its length and its body alone. So the headers
of an answer that went the whole way are those of the next one to a client of the same kind. What is not so plain goes
on to Flask: other parameters, conditions, what may not be kept. So does a query that was asked here and failed, whose
answer is long, or is the first of its kind on a snapshot: together with what became of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from werkzeug.sansio.utils import get_host

from api.asking import content_type, is_settled, question_of
from api.caching import tag_of
from api.compression import accepts_gzip, squeezed
from api.context import ASKED, Asked, Parts, hung_up
from api.repeating import KEEP, Keep, KeptAnswer, KeptAnswers, Key, send_kept
from api.state import State
from kg.errors import KGError
from kg.query.pool import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["Shortcut"]

_PATH: Final = "/sparql"
_QUERY: Final = "query="
_MOST_BYTES: Final = 2**20
"""What is remembered of headers: clients choose what they accept, and so how many kinds of them there are."""
_OF_ONE_ANSWER: Final = frozenset({"Content-Encoding", "Content-Length", "ETag"})
_CLIENT: Final = ("wsgi.url_scheme", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING")


class Shortcut:
    """An application that answers plain queries, and passes on the rest.

    Args:
        app: what answers the rest.
        parts: what the application works with.
        version: of this program, for entity tags.
    """

    def __init__(self, app: WSGIApplication, parts: Parts, version: str) -> None:
        self._app = app
        self._parts = parts
        self._version = version
        self._heads = KeptAnswers(_MOST_BYTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        keep: Keep | None = environ.get(KEEP)
        text = None if keep is None else self._plain_query(environ)
        if keep is None or text is None:
            return self._app(environ, start_response)
        began = time.perf_counter()
        with ExitStack() as held:
            state = held.enter_context(self._parts.graph.borrow())
            if state.reader.path is None:
                return self._app(environ, start_response)
            with self._parts.observed.early():
                outcome = self._asked(environ, state, text)
            kind = tuple(environ.get(each) for each in _CLIENT)
            answer = self._answer(environ, state, kind, outcome)
            if answer is not None:
                keep(state.snapshot, answer)
                self._parts.observed.begin()
                return send_kept(
                    answer, environ, start_response, self._parts.observed, began=began, snapshot=state.snapshot
                )
            environ[KEEP] = partial(self._learn, kind, keep)
            environ[ASKED] = Asked(state, held.pop_all(), began, outcome)
        return self._app(environ, start_response)

    def _plain_query(self, environ: WSGIEnvironment) -> str | None:
        """The query, if nothing but a query is sent and its answer may be kept."""
        sent = environ["QUERY_STRING"]
        if (
            environ["PATH_INFO"] != _PATH
            or not sent.startswith(_QUERY)
            or "&" in sent
            or environ.get("SCRIPT_NAME")
            or "HTTP_HOST" not in environ
        ):
            return None
        settings = self._parts.settings
        if len(_PATH) + len(sent) > settings.max_url:
            return None
        try:
            text = unquote_plus(sent.removeprefix(_QUERY), errors="strict")
        except UnicodeDecodeError:
            return None
        return text if text and is_settled(text, remote=bool(settings.remote)) else None

    def _asked(self, environ: WSGIEnvironment, state: State, text: str) -> Reply | KGError:
        question = question_of(
            text, _address(environ["wsgi.url_scheme"], environ["HTTP_HOST"]), environ.get("HTTP_ACCEPT")
        )
        try:
            return self._parts.answering.ask(state, question, self._parts.settings.query_timeout, hung_up(environ))
        except KGError as error:
            return error

    def _answer(self, environ: WSGIEnvironment, state: State, kind: Key, outcome: Reply | KGError) -> KeptAnswer | None:
        """The answer, with the headers of one of its kind; None where it has to go the whole way."""
        if isinstance(outcome, KGError) or outcome.whole is None:
            return None
        head = self._heads.get((*kind, content_type(outcome.head.media_type)), state.snapshot)
        if head is None:
            return None
        packed = squeezed(outcome.whole) if accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING")) else None
        body = outcome.whole if packed is None else packed
        own = [("Content-Length", str(len(body))), ("ETag", f'"{tag_of(environ, state.snapshot, self._version)}"')]
        if packed is not None:
            own.append(("Content-Encoding", "gzip"))
        return replace(head, headers=(*head.headers, *own), body=body)

    def _learn(self, kind: Key, keep: Keep, snapshot: str, answer: KeptAnswer) -> None:
        """Remember the headers of an answer that went the whole way."""
        headers = tuple((name, value) for name, value in answer.headers if name not in _OF_ONE_ANSWER)
        head = replace(answer, headers=headers, body=b"")
        self._heads.put((*kind, dict(headers)["Content-Type"]), snapshot, head)
        keep(snapshot, answer)


@lru_cache(32)  # few: clients send headers of any length
def _address(scheme: str, host: str) -> str:
    """Where a client found us, without the port that its scheme has anyway."""
    return f"{scheme}://{get_host(scheme, host)}{_PATH}"
