"""Who asks a server: what ``DEMARCHE_STORE_AUTH`` says, as Basic (RFC 7617), Bearer (RFC 6750) or Digest (RFC 7616).

A server that wants Digest says so when it is first asked. Its challenge is then answered ahead with every request: a
body that is sent before the server has seen who sends it would be thrown away, and the connection with it.
"""

from __future__ import annotations

import base64
import os
import urllib.error
import urllib.request
from typing import Final
from urllib.parse import urlsplit
from urllib.request import HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, parse_http_list, parse_keqv_list

__all__ = ["AUTH_VARIABLE", "authorize", "forget_challenge"]

AUTH_VARIABLE: Final = "DEMARCHE_STORE_AUTH"
"""``user:password`` or ``Bearer TOKEN``: never kept in the data folder."""

_DIGEST: Final = "digest "
_challenges: dict[tuple[str, str], tuple[HTTPDigestAuthHandler, dict[str, str]] | None] = {}


def authorize(request: urllib.request.Request, timeout: float) -> None:
    """Say in a request who asks, if the variable does.

    Args:
        request: what is about to be sent.
        timeout: seconds that asking for a challenge may take.

    Raises:
        OSError: the server cannot be asked for one.
    """
    given = os.environ.get(AUTH_VARIABLE)
    if not given:
        return
    if given.startswith(("Bearer ", "Basic ")):
        request.add_header("Authorization", given)
        return
    place = _place(request)
    if place not in _challenges:
        _challenges[place] = _challenge(request, given, timeout)
    answering = _challenges[place]
    if answering is None:
        request.add_header("Authorization", "Basic " + base64.b64encode(given.encode()).decode())
        return
    handler, challenge = answering
    request.add_header("Authorization", f"Digest {handler.get_authorization(request, dict(challenge))}")


def forget_challenge(request: urllib.request.Request) -> bool:
    """Forget what the server of a request asked for, which may be out of date; says whether there was anything."""
    return _challenges.pop(_place(request), None) is not None


def _place(request: urllib.request.Request) -> tuple[str, str]:
    parts = urlsplit(request.full_url)
    return parts.netloc, parts.path


def _challenge(
    request: urllib.request.Request, given: str, timeout: float
) -> tuple[HTTPDigestAuthHandler, dict[str, str]] | None:
    """What the server wants to be answered with, None if it wants no digest."""
    bare = urllib.request.Request(request.full_url, method="GET")  # noqa: S310 - checked in discover
    bare.add_header("Accept", request.get_header("Accept") or "*/*")
    try:
        with urllib.request.urlopen(bare, timeout=timeout):  # noqa: S310 - checked in discover
            return None
    except urllib.error.HTTPError as error:
        with error:
            wanted = error.headers.get_all("WWW-Authenticate", []) if error.code == 401 else []
    found = next((one for one in wanted if one.lower().startswith(_DIGEST)), None)
    if found is None:
        return None
    passwords = HTTPPasswordMgrWithDefaultRealm()
    user, _, password = given.partition(":")
    passwords.add_password(None, request.full_url, user, password)
    return HTTPDigestAuthHandler(passwords), parse_keqv_list(list(filter(None, parse_http_list(found[len(_DIGEST) :]))))
