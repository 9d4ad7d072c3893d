"""Errors on the wire: ``application/problem+json`` as RFC 9457 has it, made here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final, TypeAlias

from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as NoRoute

from kg.errors import (
    BusyError,
    InputError,
    KGError,
    NotFoundError,
    QueryError,
    QueryLimit,
    QueryTimeout,
    StoreError,
)
from kg.query.remote import RemoteError
from kg.query.worker import NotAcceptable

__all__ = ["MEDIA_TYPE", "PROBLEMS", "Problem", "problem_of", "register"]

MEDIA_TYPE: Final = "application/problem+json"
TYPE_BASE: Final = "https://w3id.org/demarche/problem/"

PROBLEMS: Final[Mapping[str, tuple[HTTPStatus, str]]] = {
    "bad-parameter": (HTTPStatus.BAD_REQUEST, "A parameter has a value that cannot be used"),
    "bad-triples": (HTTPStatus.BAD_REQUEST, "The triples cannot be read"),
    "bad-request": (HTTPStatus.BAD_REQUEST, "The request cannot be understood"),
    "cursor-expired": (HTTPStatus.GONE, "The graph has moved on since this list was begun"),
    "forbidden": (HTTPStatus.FORBIDDEN, "This service does not do that"),
    "internal": (HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed"),
    "malformed-query": (HTTPStatus.BAD_REQUEST, "The query cannot be answered as it is written"),
    "method-not-allowed": (HTTPStatus.METHOD_NOT_ALLOWED, "This address does not take that method"),
    "missing-parameter": (HTTPStatus.BAD_REQUEST, "A parameter is missing"),
    "not-acceptable": (HTTPStatus.NOT_ACCEPTABLE, "Nothing here comes in a form that Accept allows"),
    "not-found": (HTTPStatus.NOT_FOUND, "There is no such thing in this graph"),
    "no-such-address": (HTTPStatus.NOT_FOUND, "There is nothing at this address"),
    "query-limit": (HTTPStatus.SERVICE_UNAVAILABLE, "The query needs more than it is given"),
    "query-timeout": (HTTPStatus.GATEWAY_TIMEOUT, "The query did not end in time"),
    "remote-failed": (HTTPStatus.BAD_GATEWAY, "Another server that was asked does not answer as it should"),
    "store-unavailable": (HTTPStatus.SERVICE_UNAVAILABLE, "The graph cannot be read"),
    "too-busy": (HTTPStatus.TOO_MANY_REQUESTS, "Too much is being asked at once"),
    "too-large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large"),
    "unauthorized": (HTTPStatus.UNAUTHORIZED, "This needs the update token"),
    "unknown-parameter": (HTTPStatus.BAD_REQUEST, "A parameter is not known here"),
    "url-too-long": (HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long"),
    "unsupported-media-type": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body comes in a form that is not taken here"),
}
"""Every kind of problem by the last part of its ``type``: its status and title."""

Extension: TypeAlias = str | int | Sequence[str] | None


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """A request that cannot be answered, and what to tell its sender.

    Args:
        kind: a key of :data:`PROBLEMS`.
        detail: what is wrong with this request and what to do about it.
        headers: what HTTP wants beside it (``Allow``).
        extensions: further members of the JSON object.
    """

    def __init__(
        self, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **extensions: Extension
    ) -> None:
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.extensions = extensions
        super().__init__(detail)

    @property
    def status(self) -> HTTPStatus:
        """The HTTP status."""
        return PROBLEMS[self.kind][0]

    def response(self) -> Response:
        """The answer that says so."""
        body = {
            "type": TYPE_BASE + self.kind,
            "title": PROBLEMS[self.kind][1],
            "status": self.status.value,
            "detail": self.detail,
            **{name: value for name, value in self.extensions.items() if value is not None},
        }
        text = json.dumps(body, ensure_ascii=False) + "\n"
        headers = {**self.headers, "Cache-Control": "no-store"}
        return Response(text, status=self.status, content_type=MEDIA_TYPE, headers=headers)


def register(app: Flask) -> None:
    """Let every error of an application, its own and the library's, leave it as a problem."""
    app.register_error_handler(Problem, Problem.response)
    app.register_error_handler(KGError, _answer_library)
    app.register_error_handler(HTTPException, lambda error: _of_http(error).response())


def _answer_library(error: KGError) -> Response:
    problem = problem_of(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, QueryError):
        current_app.logger.error("%s", error)
    return problem.response()


def problem_of(error: KGError) -> Problem:
    """An error of the library as it is told to whoever asked."""
    match error:
        case BusyError():
            return Problem("too-busy", error.message, headers={"Retry-After": str(error.seconds)})
        case NotAcceptable():
            return Problem("not-acceptable", str(error), available=list(error.available))
        case QueryLimit():
            return Problem("query-limit", error.message, limit=error.limit)
        case QueryTimeout():
            return Problem("query-timeout", error.message)
        case QueryError():
            return Problem("malformed-query", error.message, line=error.line, column=error.column)
        case NotFoundError():
            return Problem("not-found", str(error))
        case InputError():
            return Problem("bad-parameter", str(error))
        case RemoteError():
            return Problem("remote-failed", str(error), address=error.address)
        case StoreError():
            return Problem("store-unavailable", "the graph cannot be read now; the server's log says why")
        case _:
            return Problem("internal", "the server's log says why")


def _of_http(error: HTTPException) -> Problem:
    match error:
        case MethodNotAllowed():
            allowed = sorted(error.valid_methods or ())
            detail = f"this address takes {', '.join(allowed)}"
            return Problem("method-not-allowed", detail, headers={"Allow": ", ".join(allowed)}, allowed=allowed)
        case NoRoute():
            return Problem("no-such-address", "there is nothing at this address; / lists what there is")
        case RequestEntityTooLarge():
            return Problem("too-large", "the body is longer than this server takes")
    if error.code is not None and error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Problem("bad-request", error.description or "the request cannot be understood")
    return Problem("internal", "the server's log says why")
