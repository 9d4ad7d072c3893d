"""Validators: an answer is a function of the snapshot and the request, so its tag is made of these alone.

The tag is known before any work is done: a client that already has the answer costs a hash.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Request, Response
from werkzeug.http import parse_date, parse_etags

from api.compression import accepts_gzip

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = ["answer_from_cache", "tag_of", "with_validators"]

CACHED_METHODS = frozenset({"GET", "HEAD"})


def tag_of(environ: WSGIEnvironment, snapshot: str, version: str) -> str:
    """The strong entity tag (without quotes) of the answer to a request.

    It is made of the snapshot, the address, ``Accept``, whether the answer may be compressed, and our version.
    """
    packed = "gzip" if accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING")) else ""
    told = [
        environ.get(each, "") for each in ("wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT")
    ]
    parts = (snapshot, version, *told, packed)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def answer_from_cache(request: Request, tag: str, modified: dt.datetime | None) -> Response | None:
    """304, where the client says that it has this answer; None where the work has to be done."""
    if request.method not in CACHED_METHODS:
        return None
    known = request.headers.get("If-None-Match")
    if known is None:
        return (
            _tagged(Response(status=HTTPStatus.NOT_MODIFIED), tag, modified) if _unmodified(request, modified) else None
        )
    if known.strip() == "*" or not parse_etags(known).contains_weak(tag):
        return None
    return _tagged(Response(status=HTTPStatus.NOT_MODIFIED), tag, modified)


def with_validators(request: Request, response: Response, tag: str, modified: dt.datetime | None) -> Response:
    """Tag an answer that may be kept, and turn it into 304 where the client will take any (``If-None-Match: *``)."""
    response.vary.update(("Accept", "Accept-Encoding"))
    if response.status_code != HTTPStatus.OK or "Cache-Control" in response.headers:
        return response
    if request.method not in CACHED_METHODS:
        response.headers["Cache-Control"] = "no-store"
        return response
    if request.headers.get("If-None-Match", "").strip() == "*":
        response.close()
        return _tagged(Response(status=HTTPStatus.NOT_MODIFIED), tag, modified)
    return _tagged(response, tag, modified)


def _unmodified(request: Request, modified: dt.datetime | None) -> bool:
    """Whether the client's copy is as new as the snapshot; not trusted within its second (RFC 9110, 8.8.2.2)."""
    since = parse_date(request.headers.get("If-Modified-Since"))
    if since is None or modified is None:
        return False
    return modified.replace(microsecond=0) <= since and dt.datetime.now(dt.UTC) - modified > dt.timedelta(seconds=2)


def _tagged(response: Response, tag: str, modified: dt.datetime | None) -> Response:
    response.set_etag(tag)
    response.vary.update(("Accept", "Accept-Encoding"))
    response.headers["Cache-Control"] = "no-cache"
    if modified is not None:
        response.last_modified = modified
    return response
