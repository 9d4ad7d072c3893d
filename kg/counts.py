"""How much there is of what in a published state: a small file beside its graph, so that nobody counts again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from kg.errors import StoreError

__all__ = ["COUNTS_NAME", "Counts"]

COUNTS_NAME: Final = "counts.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one state of the graph.

    Attributes:
        first: the day of its oldest document, ISO; None where there is none.
        last: the day of its newest one.
        quads: statements, each graph's own.
        graphs: named graphs.
        mentions: passages that name an entity, once for each entity.
        entities: by type, as are the next two: meetings by status, positions by stance.
    """

    documents: int
    first: str | None
    last: str | None
    quads: int
    graphs: int
    mentions: int
    entities: Mapping[str, int]
    meetings: Mapping[str, int]
    positions: Mapping[str, int]
    offices: int
    tenures: int
    statements: int
    interactions: int
    issues: int

    def save(self, folder: Path) -> None:
        """Write them into a snapshot's folder.

        Raises:
            OSError: they cannot be written.
        """
        text = json.dumps({"format": _FORMAT, **asdict(self)}, indent=1)
        (folder / COUNTS_NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def of_snapshot(cls, folder: Path | None) -> Self | None:
        """What was counted for the snapshot in a folder; None where nothing was, or another version did.

        Raises:
            StoreError: the file is damaged.
        """
        if folder is None:
            return None
        try:
            told = json.loads((folder / COUNTS_NAME).read_text("utf-8"))
            return cls(**told) if told.pop("format") == _FORMAT else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            message = f"cannot be read ({error}); build again to publish a snapshot with another one"
            raise StoreError(str(folder / COUNTS_NAME), message) from error
