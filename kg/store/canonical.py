"""Canonical N-Quads: one quad a line, in the order of code points, as RDFC-1.0 (section 5) writes them.

Our data holds no blank node, so that nothing has to be relabelled: sorting the lines is all there is to it. UTF-8 sorts
as its code points do, and line breaks inside literals are escaped, so that every line break ends a quad.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple, serialize

__all__ = ["canonical", "content_hash"]


def canonical(statements: Iterable[Quad] | Iterable[Triple]) -> bytes:
    """Quads as canonical N-Quads (triples as N-Triples), each once."""
    lines = (serialize(statements, format=RdfFormat.N_QUADS) or b"").split(b"\n")
    return b"".join(line + b"\n" for line in sorted(set(lines)) if line)


def content_hash(statements: Iterable[Quad]) -> str:
    """SHA-256 in hex over the canonical N-Quads."""
    return hashlib.sha256(canonical(statements)).hexdigest()
