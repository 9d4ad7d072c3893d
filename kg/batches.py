"""Documents in lots of about equal length, so that no lot keeps a worker for long and none is mostly overhead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.model import Document

__all__ = ["MOST_CHARACTERS", "MOST_DOCUMENTS", "in_batches"]

MOST_DOCUMENTS: Final = 16
MOST_CHARACTERS: Final = 20_000  # some seven articles, two seconds of one core


def in_batches(documents: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
    """Documents in order, several at a time; one that is longer than a whole batch stands alone."""
    batch: list[Document] = []
    length = 0
    for document in documents:
        if batch and (len(batch) == MOST_DOCUMENTS or length + len(document.text) > MOST_CHARACTERS):
            yield tuple(batch)
            batch, length = [], 0
        batch.append(document)
        length += len(document.text)
    if batch:
        yield tuple(batch)
