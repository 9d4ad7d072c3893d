"""Text as blocks: what blank lines, headings and list marks set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Block", "split_blocks"]

# Text that breaks its lines breaks them at 60 to 100 characters; a longer line is a paragraph of its own.
LONGEST_WRAPPED_LINE: Final = 120

_HEADING: Final = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*$")
_UNDERLINE: Final = re.compile(r"={3,}$")
_RULE: Final = re.compile(r"(?:[-*_]\s*){3,}$")
_ITEM: Final = re.compile(r"[-*+•▪]\s+(?P<text>.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. ``number`` is the 1-based line of the first.

    ``wide`` says that more than one blank line stands before it: the hole that a picture leaves in a crawled page.
    """

    lines: tuple[str, ...]
    number: int
    wide: bool = False
    heading: bool = False
    item: bool = False

    @property
    def text(self) -> str:
        """The lines as one; a word that breaks at its hyphen is put together again."""
        return re.sub(r"(?<=\w)-\n(?=\w)", "-", "\n".join(self.lines)).replace("\n", " ").strip()


def split_blocks(text: str, *, first_line: int = 1) -> list[Block]:
    """The blocks of a text whose characters are clean, in order.

    Args:
        text: lines ended by a line feed.
        first_line: the number of its first line, for errors.
    """
    return [part for block in _gather(text.split("\n"), first_line) for part in _unwrapped(block)]


def _gather(lines: Iterable[str], first_line: int) -> Iterator[Block]:
    pending: list[str] = []
    begin, blanks, item = first_line, 0, False
    for number, line in enumerate(map(str.strip, lines), start=first_line):
        mark = _HEADING.match(line) or _ITEM.match(line)
        ends = not line or mark is not None or _RULE.match(line) is not None or _UNDERLINE.match(line) is not None
        if ends and pending:
            heading = _UNDERLINE.match(line) is not None
            yield Block(tuple(pending), begin, blanks > 1, heading, item)
            pending, blanks, item = [], 0, False
        if not line:
            blanks += 1
        elif mark is not None and mark.re is _HEADING:
            yield Block((mark["text"],), number, blanks > 1, heading=True)
            blanks = 0
        elif not ends or mark is not None:
            begin = begin if pending else number
            item = item or mark is not None
            pending.append(mark["text"] if mark is not None else line)
    if pending:
        yield Block(tuple(pending), begin, blanks > 1, item=item)


def _unwrapped(block: Block) -> Iterator[Block]:
    """One block a line, where the lines are too long to be broken ones."""
    if len(block.lines) == 1 or max(map(len, block.lines)) <= LONGEST_WRAPPED_LINE:
        yield block
        return
    for offset, line in enumerate(block.lines):
        yield Block((line,), block.number + offset, block.wide and not offset, block.heading, block.item)
