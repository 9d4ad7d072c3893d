"""The labels of the graph's outputs, as they lie beside it on disk."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self

__all__ = ["Labels"]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of each head, in the order of its scores.

    ``morphs`` join the part of speech and the features ("NOUN|Number=Sing"); ``names`` are the names' kinds, whose
    tags :class:`kg.nlp.encoder.names.NameTags` derives.
    """

    tags: tuple[str, ...]
    morphs: tuple[str, ...]
    lemma_rules: tuple[str, ...]
    deps: tuple[str, ...]
    names: tuple[str, ...]

    def to_json(self) -> str:
        """As a JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: it is not that.
        """
        fields = json.loads(text)
        try:
            return cls(**{name: tuple(fields[name]) for name in cls.__slots__})
        except (KeyError, TypeError) as error:
            raise ValueError(f"no labels of an encoder: {error}") from error
