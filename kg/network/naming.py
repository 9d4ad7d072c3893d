"""Whom a user means by a name: the usual one first, then others; case, accents and space do not matter."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kg.errors import InputError, NotFoundError
from kg.network.records import Node

__all__ = ["Names"]

_SHOWN_CANDIDATES: Final = 5


class Names:
    """The ids of nodes by what they are called.

    Args:
        nodes: those that have names.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._usual: dict[str, list[str]] = defaultdict(list)
        self._others: dict[str, list[str]] = defaultdict(list)
        for node in nodes:
            self._usual[_fold(node.label)].append(node.id)
            for alias in {_fold(alias) for alias in node.aliases}:
                self._others[alias].append(node.id)

    def one(self, name: str) -> str:
        """The id of the only node that is called so.

        Raises:
            NotFoundError: nothing has this name.
            InputError: several have it; the message lists their ids.
        """
        found = self._usual.get(_fold(name)) or self._others.get(_fold(name)) or []
        if not found:
            raise NotFoundError("entity", name)
        if len(found) > 1:
            shown = ", ".join(found[:_SHOWN_CANDIDATES]) + (", ..." if len(found) > _SHOWN_CANDIDATES else "")
            raise InputError(name, f"names {len(found)} things; say which by its id: {shown}")
        return found[0]

    def like(self, name: str, limit: int) -> set[str]:
        """The ids of nodes whose names hold this one as words; without any, of those spelt much like it."""
        names = {text: ids for known in (self._usual, self._others) for text, ids in known.items()}
        wanted = set(_fold(name).split())
        texts = [text for text in names if wanted and wanted <= set(text.split())]
        texts = texts or difflib.get_close_matches(_fold(name), names, n=limit)
        return {node_id for text in texts for node_id in names[text]}


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())
