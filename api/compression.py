"""gzip for answers worth it, whole or in pieces."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from flask import Request, Response
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

__all__ = ["accepts_gzip", "compressed", "squeezed"]

LEAST_BYTES: Final = 1000
"""Below this, what is saved does not pay for the work."""
LEVEL: Final = 5
_ALREADY_SMALL: Final = ("image/", "application/zip", "application/gzip")
_GZIP_WINDOW: Final = 31


@lru_cache(32)  # few: clients send headers of any length
def accepts_gzip(accepted: str | None) -> bool:
    """Whether a client takes gzip, by its header ``Accept-Encoding``."""
    return parse_accept_header(accepted, Accept)["gzip"] > 0


def squeezed(body: bytes) -> bytes | None:
    """An answer's body as gzip; None where that is not worth the work."""
    return gzip.compress(body, LEVEL, mtime=0) if len(body) >= LEAST_BYTES else None


def compressed(request: Request, response: Response) -> Response:
    """The answer, made smaller where the client takes that and it is worth it."""
    if (
        not accepts_gzip(request.headers.get("Accept-Encoding"))
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
    ):
        return response
    if response.status_code != 200 or (response.mimetype or "").startswith(_ALREADY_SMALL):
        return response
    if not response.is_streamed:
        packed = squeezed(response.get_data())
        if packed is None:
            return response
        response.set_data(packed)
    else:
        response.response = _pieces(response.response)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _pieces(plain: Iterable[bytes | str]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    for piece in plain:
        packed = packer.compress(piece.encode() if isinstance(piece, str) else piece)
        if packed:
            yield packed
    yield packer.flush()
