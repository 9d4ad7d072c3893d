"""The grammar of an article as newspapers and crawlers write it: header, captions, paragraphs, furniture.

Shared by the readers of text formats. The rules look at where a block stands and what shape it has; none knows any
particular article.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from kg.documents.blocks import Block, split_blocks
from kg.documents.captions import caption_of, is_credit_line, is_logo
from kg.documents.furniture import (
    Related,
    follow_related,
    is_boilerplate,
    is_navigation,
    is_source_label,
    source_url,
)
from kg.documents.header import Header, take_header
from kg.documents.markup import plain, without_pictures
from kg.documents.publishers import is_publisher, publisher_of
from kg.documents.sentences import hangs, is_closed
from kg.errors import InputError
from kg.model import Document, Section, SectionKind

__all__ = ["Piece", "compose", "read_article", "read_body"]

# A printed paragraph ends with a mark. One that does not, and is too long for a heading, was cut by the crawler.
FEWEST_WORDS_OF_A_CUT_PARAGRAPH: Final = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of clean text that becomes one section."""

    kind: SectionKind
    text: str


@dataclass(slots=True)
class _Body:
    """The body as far as it is read: each piece as the parts that make it up."""

    kinds: list[SectionKind] = field(default_factory=list)
    parts: list[list[str]] = field(default_factory=list)
    open_paragraph: int | None = None
    url: str | None = None
    publisher: str | None = None

    @property
    def at_caption(self) -> bool:
        """Whether nothing but captions stand at its end."""
        return not self.kinds or self.kinds[-1] is SectionKind.CAPTION

    def pieces(self) -> list[Piece]:
        return [Piece(kind, " ".join(parts)) for kind, parts in zip(self.kinds, self.parts, strict=True)]

    def add_caption(self, text: str) -> None:
        if not is_logo(text):
            self.kinds.append(SectionKind.CAPTION)
            self.parts.append([text])

    def add_paragraph(self, text: str, *, joins: bool) -> None:
        """Add a paragraph, or what was cut off the last one (a picture may have come between).

        Args:
            text: without markup.
            joins: whether it can be a part of one; headings and items cannot.
        """
        if joins and self.open_paragraph is not None and _was_cut(self.parts[self.open_paragraph], text):
            self.parts[self.open_paragraph].append(text)
            return
        self.open_paragraph = len(self.kinds) if joins else None
        self.kinds.append(SectionKind.BODY)
        self.parts.append([text])


def read_article(
    source: str,
    id_: str,
    text: str,
    *,
    published: dt.date | None,
    markdown: bool,
    first_line: int = 1,
    given: Header | None = None,
) -> Document:
    """The document that a text with an article's header is.

    Args:
        source: what to call it in an error.
        id_: the document's identifier.
        text: its characters, cleaned.
        published: the date to use where the article has none.
        markdown: whether marks such as ``**`` and ``[text](#)`` are markup.
        first_line: the number of the text's first line in its file.
        given: metadata known from elsewhere (front matter), which wins.

    Raises:
        InputError: there is no publication date, or no body.
    """
    blocks = split_blocks(without_pictures(text) if markdown else text, first_line=first_line)
    header, rest = take_header(blocks, markdown=markdown, given=given)
    body = _read_blocks(rest, markdown=markdown)
    url = header.url or body.url
    return compose(
        source,
        id_,
        body.pieces(),
        header=replace(
            header,
            published=header.published or header.updated or published,
            publisher=header.publisher or _publisher(url, header.authors) or body.publisher,
            url=url,
        ),
    )


def read_body(text: str) -> list[Piece]:
    """The paragraphs of plain text that holds a body alone."""
    return _read_blocks(split_blocks(text), markdown=False).pieces()


def compose(source: str, id_: str, body: list[Piece], *, header: Header) -> Document:
    """A document out of its pieces, with the sections that cover its text.

    Raises:
        InputError: there is no publication date, or no body.
    """
    if header.published is None:
        raise _no_date(source, header)
    if not any(re.search(r"\w", piece.text) for piece in body):
        raise InputError(source, "has no body below its header; give the article's text or leave the file out")
    title = [Piece(SectionKind.TITLE, header.title)] if header.title else []
    sections, begin, texts = list[Section](), 0, list[str]()
    for piece in title + [piece for piece in body if piece.text != header.title]:
        sections.append(Section(piece.kind, begin, begin + len(piece.text)))
        texts.append(piece.text)
        begin += len(piece.text) + 2
    return Document(
        id=id_,
        text="\n\n".join(texts),
        published=header.published,
        title=header.title or id_,
        sections=tuple(sections),
        author=", ".join(header.authors) or None,
        publisher=header.publisher,
        url=header.url,
    )


def _no_date(source: str, header: Header) -> InputError:
    if header.wrong_date is not None:
        line, wording = header.wrong_date
        return InputError(source, f"{wording!r} is no date; correct it, or give --published YYYY-MM-DD", line=line)
    return InputError(
        source,
        "has no publication date; add a line such as 'May 28, 2013' below its title, or give --published YYYY-MM-DD",
    )


def _publisher(url: str | None, authors: tuple[str, ...]) -> str | None:
    return publisher_of(url) or next(filter(is_publisher, authors), None)


def _read_blocks(blocks: list[Block], *, markdown: bool) -> _Body:
    body = _Body()
    content = list(_without_furniture(blocks, body, markdown=markdown))
    captions = _captions_by_credit_lines(content, markdown=markdown)
    for index, block in enumerate(content):
        if index in captions:
            if captions[index] is SectionKind.CAPTION:
                body.add_caption(plain(block.text, markdown=markdown))
            continue
        caption = caption_of(block, at_picture=block.wide or body.at_caption, markdown=markdown)
        if caption is not None:
            body.add_caption(caption)
        else:
            body.add_paragraph(plain(block.text, markdown=markdown), joins=not (block.heading or block.item))
    return body


def _without_furniture(blocks: list[Block], body: _Body, *, markdown: bool) -> Iterator[Block]:
    """The blocks that may hold sentences; addresses and publishers' blocks leave their news in ``body``."""
    related = Related.NO
    expects_url = False
    for block in blocks:
        text = plain(block.text, markdown=markdown)
        if expects_url or is_source_label(text) or not text:
            url = source_url(block)
            labelled = expects_url or is_source_label(text)
            body.url = body.url or (url if labelled else None)
            expects_url = url is None and labelled
            if url is not None or is_source_label(text) or not text:
                continue
        related = follow_related(related, block, text, markdown=markdown)
        if related is not Related.NO or is_navigation(block, markdown=markdown):
            continue
        if is_publisher(text):
            body.publisher = body.publisher or text
        elif not is_boilerplate(text):
            yield block


def _captions_by_credit_lines(blocks: list[Block], *, markdown: bool) -> dict[int, SectionKind | None]:
    """Which blocks a credit line beside them makes a caption (and, with None, the credit lines themselves).

    A picture's hole before the credit says that its caption follows; otherwise a caption right below the header, or
    after a hole of its own, stands before its credit.
    """
    found: dict[int, SectionKind | None] = {}
    for index, block in enumerate(blocks):
        if not is_credit_line(block, markdown=markdown):
            continue
        found[index] = None
        before, after = index - 1, index + 1
        if before >= 0 and before not in found and not block.wide and (before == 0 or blocks[before].wide):
            found[before] = SectionKind.CAPTION
        elif after < len(blocks) and not is_credit_line(blocks[after], markdown=markdown):
            found[after] = SectionKind.CAPTION
    return found


def _was_cut(parts: list[str], rest: str) -> bool:
    if is_closed(parts[-1]):
        return False
    long = len(parts) > 1 or len(parts[0].split()) >= FEWEST_WORDS_OF_A_CUT_PARAGRAPH
    return long or rest.lstrip("\"'“‘([")[:1].islower() or hangs(parts[-1])
