"""The header of an article: title, date line and byline, in whatever order they stand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kg.documents.blocks import Block
from kg.documents.calendar import DateLine, read_date_line
from kg.documents.markup import link_targets, plain
from kg.documents.names import byline_names
from kg.documents.publishers import clean_url
from kg.documents.sentences import LONGEST_HEADLINE, is_headline

__all__ = ["Header", "take_header"]

# Above the body stand at most: title, standfirst, bylines, dates, a caption and its credit.
HEADER_BLOCKS: Final = 9
LONGEST_DATE_WORDS: Final = 7  # "Tuesday, May 28, 2013 10:30 a.m. GMT"

_LABELLED: Final = re.compile(
    r"(?P<label>title|headline|author|publisher|source|url|link|original url)\s*:\s+(?P<value>\S.*)", re.IGNORECASE
)
_SEPARATED: Final = re.compile(r"\s*[|•·]\s*")


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the body. ``wrong_date`` is (line number, wording) of a date that is none."""

    title: str | None = None
    published: dt.date | None = None
    updated: dt.date | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    wrong_date: tuple[int, str] | None = None


def take_header(blocks: list[Block], *, markdown: bool, given: Header | None = None) -> tuple[Header, list[Block]]:
    """The header of an article, and the blocks that are left for its body.

    Lines that hold a date, a byline or labelled metadata are taken wherever they stand among the first blocks. The
    title is the first block that is none of these, if it is a heading or reads as a headline. What is ``given``
    (front matter) stays as it is.
    """
    header, rest, seen = given or Header(), list[Block](), 0
    for block in _header_units(blocks[:HEADER_BLOCKS], markdown=markdown):
        known = _read_line(block, header, markdown=markdown)
        seen += known is not None
        header = known or header
        if known is None:
            rest.append(block)
    rest += blocks[HEADER_BLOCKS:]
    if header.title is None and rest and _is_title(rest, has_header=seen > 0, markdown=markdown):
        header = replace(header, title=plain(rest.pop(0).text, markdown=markdown))
    return header, rest


def _is_title(rest: list[Block], *, has_header: bool, markdown: bool) -> bool:
    text = plain(rest[0].text, markdown=markdown)
    if rest[0].heading:
        return bool(text)
    if is_headline(text):
        return has_header or len(rest) > 1
    return has_header and len(rest) > 1 and len(text) <= LONGEST_HEADLINE and ". " not in text


def _header_units(blocks: list[Block], *, markdown: bool) -> Iterator[Block]:
    """The blocks, with every line of the header that shares a block with others set apart."""
    for block in blocks:
        pending: list[str] = []
        start = block.number
        for number, line in enumerate(block.lines, start=block.number):
            single = replace(block, lines=(line,), number=number, wide=block.wide and number == block.number)
            if len(block.lines) > 1 and _read_line(single, Header(), markdown=markdown) is None:
                start = start if pending else number
                pending.append(line)
                continue
            if pending:
                yield replace(block, lines=tuple(pending), number=start, wide=block.wide and start == block.number)
                pending = []
            yield single
        if pending:
            yield replace(block, lines=tuple(pending), number=start, wide=block.wide and start == block.number)


def _read_line(block: Block, header: Header, *, markdown: bool) -> Header | None:
    """The header with what this block adds to it; None where the block is no line of a header."""
    if block.heading or block.item:
        return None
    text = plain(block.text, markdown=markdown)
    dates = read_date_line(text)
    if dates is not None:
        return _with_dates(header, dates, block.number)
    labelled = _LABELLED.fullmatch(block.text)
    if labelled is not None:
        return _with_label(header, labelled["label"].lower(), labelled["value"], markdown=markdown)
    if len(text) > LONGEST_HEADLINE:
        return None
    return _with_byline(header, text, block, linked=markdown and bool(link_targets(block.text)))


def _with_dates(header: Header, dates: DateLine, number: int) -> Header:
    wrong = header.wrong_date or (None if dates.wrong is None else (number, dates.wrong))
    return replace(
        header,
        published=header.published or dates.published,
        updated=header.updated or dates.updated,
        wrong_date=wrong,
    )


def _with_label(header: Header, label: str, value: str, *, markdown: bool) -> Header | None:
    text = plain(value, markdown=markdown)
    url = next(filter(None, map(clean_url, [*link_targets(value), value])), None)
    if label in {"title", "headline"}:
        return replace(header, title=header.title or text)
    if label == "author":
        return replace(header, authors=(*header.authors, *(byline_names(f"By {text}", linked=True))))
    if url is not None:
        return replace(header, url=header.url or url)
    return replace(header, publisher=header.publisher or text) if label in {"publisher", "source"} else None


def _with_byline(header: Header, text: str, block: Block, *, linked: bool) -> Header | None:
    """A byline, alone or with a date beside it ("By Alexander Winning | May 07, 2013")."""
    names = byline_names(text, linked=linked)
    if names:
        return replace(header, authors=tuple(dict.fromkeys((*header.authors, *names))))
    for by, date in _beside_each_other(text):
        names, dates = byline_names(by, linked=linked), read_date_line(date)
        if names and dates is not None:
            return replace(_with_dates(header, dates, block.number), authors=(*header.authors, *names))
    return None


def _beside_each_other(text: str) -> Iterator[tuple[str, str]]:
    parts = _SEPARATED.split(text, maxsplit=1)
    if len(parts) == 2:
        yield parts[0], parts[1]
        yield parts[1], parts[0]
    words = text.split()
    for at in range(max(2, len(words) - LONGEST_DATE_WORDS), len(words)):
        yield " ".join(words[:at]).rstrip(",–—- "), " ".join(words[at:])
