"""What a rule of the grammar is: a pattern for one kind of expression, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg.nlp.timegrammar.forms import Form

__all__ = ["Match", "Rule", "left_of", "right_of", "rule", "stands_alone"]

_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Match:
    """An expression of time found in a text: ``source[begin:end] == text``."""

    begin: int
    end: int
    text: str
    form: Form


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with named groups, and the function that makes a form of its match, or None for a false friend."""

    name: str
    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], Form | None]


def rule(name: str, build: Callable[[re.Match[str]], Form | None], *parts: str) -> Rule:
    """A rule whose pattern is the parts put one behind the other."""
    return Rule(name, re.compile("".join(parts)), build)


def left_of(found: re.Match[str]) -> str:
    """The text just before a match."""
    return found.string[max(0, found.start() - _CONTEXT) : found.start()]


def right_of(found: re.Match[str]) -> str:
    """The text just behind a match."""
    return found.string[found.end() : found.end() + _CONTEXT]


def stands_alone(found: re.Match[str]) -> bool:
    """Whether the match is the whole text: then no neighbour can say what it is, and it is taken at its word."""
    return not left_of(found).strip() and not right_of(found).strip()
