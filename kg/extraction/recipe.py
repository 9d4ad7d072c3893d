"""What takes facts from documents, and how to make it in another process."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from kg.model import Document, DocumentFacts, Failure

__all__ = ["Annotator", "Recipe"]


class Annotator(Protocol):
    """Takes facts from documents: one value for each, in order, as they are asked for."""

    @property
    def version(self) -> str:
        """Name and version, which is every value's ``pipeline``; facts made by another version are made again."""

    def __call__(self, documents: Iterable[Document], /) -> Iterator[DocumentFacts | Failure]:
        """The facts of each document, or why there are none."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make an annotator: ``function`` of ``module``, called with ``argument``."""

    module: str
    function: str
    argument: str | None = None

    def __call__(self) -> Annotator:
        """Make it.

        Raises:
            KGError: whatever the function raises.
        """
        return cast("Annotator", getattr(importlib.import_module(self.module), self.function)(self.argument))
