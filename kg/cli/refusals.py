"""What was set aside, and why: a line for each reason that a source gives, however many records it holds for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

__all__ = ["Refusal", "refusal_lines"]

_LINES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input, or the record on a line of it, and why it was set aside."""

    source: str
    line: int | None
    reason: str


def refusal_lines(refusals: Iterable[Refusal], most: int | None = None) -> Iterator[str]:
    """What to print of refusals, in the order in which their sources and reasons first come.

    Args:
        refusals: all of them.
        most: how many lines to print at most, the last of which says that there are more; None is all.
    """
    groups: dict[tuple[str, str], list[int | None]] = {}
    for one in refusals:
        groups.setdefault((one.source, one.reason), []).append(one.line)
    shown = len(groups) if most is None or len(groups) <= most else most - 1
    for (source, reason), lines in islice(groups.items(), shown):
        yield f"{source}{_places(lines)}: {reason}"
    left = sum(map(len, islice(groups.values(), shown, None)))
    if left:
        yield f"{left:,} more were set aside: see kg status"


def _places(lines: Sequence[int | None]) -> str:
    numbers = [line for line in lines if line is not None]
    if len(lines) == 1:
        return "".join(f":{number}" for number in numbers)
    named = ", ".join(map(str, numbers[:_LINES_NAMED])) + (", ..." if len(numbers) > _LINES_NAMED else "")
    return f" ({len(lines):,} records{f', lines {named}' if numbers else ''})"
