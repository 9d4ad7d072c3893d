"""Validators: an answer is a function of the snapshot and the request, so its tag is made of these alone.

The tag is known before any work is done: a client that already has the answer costs a hash.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from flask import Request, Response
from werkzeug.http import parse_etags

__all__ = ["answer_from_cache", "tag_of", "with_validators"]

CACHED_METHODS = frozenset({"GET", "HEAD"})


def tag_of(request: Request, snapshot: str, version: str) -> str:
    """The strong entity tag (without quotes) of the answer to a request: snapshot, address, ``Accept``, our version."""
    parts = (snapshot, version, request.host_url, request.full_path, request.headers.get("Accept", ""))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def answer_from_cache(request: Request, tag: str) -> Response | None:
    """304, where the client says that it has this answer; None where the work has to be done."""
    if request.method not in CACHED_METHODS or not parse_etags(request.headers.get("If-None-Match")).contains_weak(tag):
        return None
    if request.headers.get("If-None-Match", "").strip() == "*":
        return None
    return _tagged(Response(status=HTTPStatus.NOT_MODIFIED), tag)


def with_validators(request: Request, response: Response, tag: str) -> Response:
    """Tag an answer that may be kept, and turn it into 304 where the client will take any (``If-None-Match: *``)."""
    response.vary.add("Accept")
    if response.status_code != HTTPStatus.OK or "Cache-Control" in response.headers:
        return response
    if request.method not in CACHED_METHODS:
        response.headers["Cache-Control"] = "no-store"
        return response
    if request.headers.get("If-None-Match", "").strip() == "*":
        return _tagged(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    return _tagged(response, tag)


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-cache"
    return response
