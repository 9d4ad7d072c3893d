"""One line that says what a fact is, for lists, drawings and tools that show a label and nothing else."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

__all__ = ["interaction", "meeting", "office", "position", "statement", "tenure"]

_NAMES_SHOWN = 3
_QUOTE_WIDTH = 60
_KIND_WORDS = {"PhoneCall": "Phone call"}
_STANCE_WORDS = {"Supports": "supports", "Opposes": "opposes", "Neutral": "is neutral on"}
_UNKNOWN = "someone"


def meeting(kind: str, participants: Sequence[str], places: Sequence[str], told: str | None) -> str:
    """``Talks: John Kerry, Sergey Lavrov; Paris; 2013-05-27``."""
    parts = [_names(participants), _names(places), told or ""]
    return _headed(_KIND_WORDS.get(kind, kind), "; ".join(part for part in parts if part))


def tenure(holder: Sequence[str], offices: Sequence[str], status: str | None) -> str:
    """``John Kerry: Secretary of State, United States``."""
    past = " (former)" if status == "former" else ""
    return f"{_one(holder)}: {_one(offices)}{past}"


def office(title: str, jurisdictions: Sequence[str]) -> str:
    """``Secretary of State, United States``."""
    return ", ".join([title, *jurisdictions[:1]])


def position(holder: Sequence[str], stance: str | None, issues: Sequence[str]) -> str:
    """``Russia supports: Iran's attendance``."""
    return f"{_one(holder)} {_STANCE_WORDS.get(stance or '', 'on')}: {_one(issues)}"


def statement(speaker: Sequence[str], words: str | None) -> str:
    """``Sergey Lavrov: It's not an easy task...``."""
    return _headed(_one(speaker), textwrap.shorten(words or "", _QUOTE_WIDTH, placeholder="..."))


def interaction(source: Sequence[str], target: Sequence[str], event_type: str | None) -> str:
    """``Russia to United States: accuse``."""
    return f"{_one(source)} to {_one(target)}: {(event_type or 'acts').lower()}"


def _names(labels: Sequence[str]) -> str:
    more = len(labels) - _NAMES_SHOWN
    return ", ".join(labels[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _one(labels: Sequence[str]) -> str:
    return labels[0] if labels else _UNKNOWN


def _headed(head: str, rest: str) -> str:
    return f"{head}: {rest}" if rest else head
