"""What stands around an article and is none of it: footers, lists of other articles, calls to the reader."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from kg.documents.blocks import Block
from kg.documents.markup import link_targets, only_links, plain
from kg.documents.publishers import clean_url, is_publisher
from kg.documents.sentences import ends_sentence, is_headline

__all__ = ["Related", "follow_related", "is_boilerplate", "is_navigation", "is_source_label", "source_url"]

LONGEST_BOILERPLATE: Final = 300

_RELATED: Final = re.compile(
    r"(?:related|recommended|more|other|similar|earlier)\s+(?:articles?|stories|story|news|links?|reading|content|coverage)"
    r"(?:\s+(?:on|about|from)\b.{0,40})?\s*:?|(?:see|read)\s+(?:also|more|related(?:\s+\w+)?)\s*:?|related\s*:",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"(?:original\s+(?:url|link|article|source)|source(?:\s+url)?|url|permalink)\s*:?", re.IGNORECASE
)
_BOILERPLATE: Final = re.compile(
    r"(?:"
    r"(?:some\s+)?(?:material|information|reporting)s?\s+(?:from|by)\s.+\s(?:is|are|was|were)\s+(?:included|used)\s+in\s+this\s.+"
    r"|includes?\s+(?:material|reporting|information)\s+(?:from|by)\s.+"
    r"|.{1,150}\s(?:also\s+)?contributed\s+(?:reporting|to\s+(?:this|the)\s+(?:report|story|article)).*"
    r"|(?:additional\s+)?reporting\s+by\s.+|(?:writing|editing)\s+by\s.+"
    r"|(?:you\s+(?:can|may)\s+)?(?:contact|reach|e-?mail|write\s+to|follow)\s+(?:the\s+(?:authors?|reporters?|writers?)|us|me)\b.*"
    r"|the\s+(?:author|writer|reporter)s?\s+(?:can|may)\s+be\s+(?:reached|contacted)\b.*"
    r"|(?:the\s+)?(?:views|opinions)\s+expressed\s.+"
    r"|(?:sign\s+up|subscribe|click\s+here|read\s+(?:the\s+)?(?:more|full|original)|watch\s+(?:the\s+)?video|see\s+(?:photos?|video))\b.{0,120}"
    r"|(?:©|\(c\)|copyright\b).{0,200}|all\s+rights\s+reserved.{0,80}"
    r"|(?:advertisement|share(?:\s+this.*)?|tweet|print|comments?(?:\s*\(\d+\))?|e-?mail\s*:\s*\S+|tags?\s*:.*|topics?\s*:.*|loading.*)"
    r")",
    re.IGNORECASE,
)


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph is the paper's own notice: its agencies, how to reach the author, rights, calls to share.

    Args:
        text: the paragraph without markup.
    """
    if len(text) > LONGEST_BOILERPLATE:
        return False
    text = text.strip(" *_()[]")
    agencies = [part.strip() for part in re.split(r",|/|\band\b", text)]
    return not re.search(r"\w", text) or _BOILERPLATE.fullmatch(text) is not None or all(map(is_publisher, agencies))


class Related(Enum):
    """Where a list of other articles stands: not in one, right below its heading, among its links."""

    NO = "no"
    OPENED = "opened"
    LINKS = "links"


def follow_related(state: Related, block: Block, text: str, *, markdown: bool) -> Related:
    """The state after a block, whose text without markup is ``text``; anything but NO takes the block out.

    The list goes on with items and links; right below the heading also with bare headlines, where a page lost its
    links.
    """
    if _RELATED.fullmatch(text.strip(" *_")):
        return Related.OPENED
    if state is Related.NO:
        return Related.NO
    if block.item or (markdown and only_links(block.text)):
        return Related.LINKS
    return state if state is Related.OPENED and is_headline(text) else Related.NO


def is_navigation(block: Block, *, markdown: bool) -> bool:
    """Whether a block sends the reader elsewhere: an item or a line that is a link and no sentence."""
    if not markdown or not only_links(block.text):
        return False
    return block.item or not ends_sentence(plain(block.text, markdown=True))


def is_source_label(text: str) -> bool:
    """Whether a block's text, its address taken out, is the label of the article's own address."""
    return _SOURCE.fullmatch(text.strip(" *_<>")) is not None


def source_url(block: Block) -> str | None:
    """The first address that a block names, if it names nothing else but a label; None otherwise."""
    text = plain(block.text, markdown=True)
    if text and not is_source_label(text) and not only_links(block.text):
        return None
    return next(filter(None, map(clean_url, link_targets(block.text))), None)
