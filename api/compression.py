"""gzip for answers worth it, whole or in pieces."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from flask import Request, Response

__all__ = ["accepts_gzip", "compressed"]

LEAST_BYTES: Final = 1000
"""Below this, what is saved does not pay for the work."""
LEVEL: Final = 5
_ALREADY_SMALL: Final = ("image/", "application/zip", "application/gzip")
_GZIP_WINDOW: Final = 31


def accepts_gzip(request: Request) -> bool:
    """Whether the client takes gzip."""
    return request.accept_encodings["gzip"] > 0


def compressed(request: Request, response: Response) -> Response:
    """The answer, made smaller where the client takes that and it is worth it."""
    if not accepts_gzip(request) or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    if response.status_code != 200 or (response.mimetype or "").startswith(_ALREADY_SMALL):
        return response
    if not response.is_streamed:
        body = response.get_data()
        if len(body) < LEAST_BYTES:
            return response
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
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
