"""Captions: the sentences under a picture, and the photographer's name that is told apart from them."""

from __future__ import annotations

import re
from typing import Final

from kg.documents.blocks import Block
from kg.documents.markup import plain
from kg.documents.names import MOST_CREDIT_WORDS, Credit, credit_of
from kg.documents.publishers import is_publisher
from kg.documents.sentences import ends_sentence, hangs

__all__ = ["caption_of", "is_credit_line", "is_logo"]

# A caption tells something; less is the name of a logo ("The  **Moscow Times**") or a stray word.
FEWEST_CAPTION_WORDS: Final = 3
LONGEST_CAPTION: Final = 1500

_MARKED_TAIL: Final = re.compile(
    r"(?P<caption>.*?)(?P<mark>\*\*|__|(?<![*\w])\*|(?<![_\w])_)(?P<credit>[^*_]+)(?P=mark)", re.DOTALL
)
_PLAIN_TAIL: Final = re.compile(
    r"(?P<caption>.*[.!?][\"'”’)]*)\s+(?P<credit>[^\s.!?](?:[^.!?]|\.(?=\w)|(?<=\b[A-Z])\.){0,80}\.?)", re.DOTALL
)
_BRACKETED_TAIL: Final = re.compile(r"(?P<caption>.*\S)\s*\((?P<credit>[^()]+)\)\.?", re.DOTALL)


def caption_of(block: Block, *, at_picture: bool, markdown: bool) -> str | None:
    """The caption's own sentences, where the block is a caption that ends with its picture's credit.

    Args:
        block: the paragraph.
        at_picture: whether it stands where captions stand: first after the header, after a picture's hole, or
            after another caption.
        markdown: whether bold and emphasis are marked.
    """
    raw = "\n".join(block.lines).strip()
    if len(raw) > LONGEST_CAPTION:
        return None
    for pattern in (_MARKED_TAIL, _PLAIN_TAIL, _BRACKETED_TAIL) if markdown else (_PLAIN_TAIL, _BRACKETED_TAIL):
        match = pattern.fullmatch(raw)
        if match is None or hangs(match["caption"]):
            continue
        credit, caption = plain(match["credit"], markdown=markdown), match["caption"]
        set_apart = ends_sentence(caption) or caption.endswith("\n")
        if pattern is _MARKED_TAIL:
            enough = _is_marked_credit(credit, set_apart=set_apart, at_picture=at_picture)
        else:
            enough = credit_of(credit) is Credit.CERTAIN and (at_picture or pattern is _PLAIN_TAIL)
        if enough:
            return plain(caption.replace("\n", " "), markdown=markdown).strip(" *_")
    return None


def _is_marked_credit(credit: str, *, set_apart: bool, at_picture: bool) -> bool:
    """A marked name is a credit where it is set apart or at a picture; where it is both, so are any few words."""
    if set_apart and at_picture:
        return len(credit.split()) <= MOST_CREDIT_WORDS and not ends_sentence(credit.removesuffix("."))
    return credit_of(credit) is not Credit.NO and (set_apart or at_picture)


def is_credit_line(block: Block, *, markdown: bool) -> bool:
    """Whether the block is a picture's credit and nothing else: ``Vincent Thian / AP``, ``**Jim Young**``."""
    text = plain(block.text, markdown=markdown)
    surety = credit_of(text)
    marked = markdown and re.fullmatch(r"(\*\*|__)[^*_]+\1", block.text) is not None
    return surety is Credit.CERTAIN or (surety is Credit.NAME and len(text.split()) > 1 and (marked or block.wide))


def is_logo(caption: str) -> bool:
    """Whether a caption is too short to tell anything, or is a publisher's name."""
    return len(caption.split()) < FEWEST_CAPTION_WORDS or is_publisher(caption)
