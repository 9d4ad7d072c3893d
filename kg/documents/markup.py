"""Inline markup: what stands in a line of Markdown, or of plain text, for a reader to read."""

from __future__ import annotations

import html
import re
from typing import Final

from kg.documents.characters import clean_characters, collapse

__all__ = ["has_markdown", "link_targets", "only_links", "plain", "without_pictures"]

# [text](target "title"); the text may hold one level of brackets ("[Sergei]"), the target one of parentheses.
_TARGET: Final = r"\(\s*(?P<target><[^<>\n]*>|[^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+)(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
_LINK: Final = re.compile(rf"\[(?P<text>[^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+)\]{_TARGET}")
_PICTURE: Final = re.compile(rf"!\[[^\[\]\n]*+\]{_TARGET}")
_ADDRESS: Final = re.compile(r"<(?:https?://|mailto:)[^<>\s]*>|\bhttps?://[^\s<>\"“”]+", re.IGNORECASE)
_TAG: Final = re.compile(r"</?(?:a|b|br|div|em|font|i|img|p|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_EMPHASIS: Final = (
    re.compile(r"(?P<mark>\*{1,3})(?=\S)(?P<text>[^*\n]*[^*\s])(?P=mark)"),
    re.compile(r"(?<!\w)(?P<mark>_{1,3})(?=\S)(?P<text>[^_\n]*[^_\s])(?P=mark)(?!\w)"),
)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGNS: Final = re.compile(
    r"^#{1,6} |\]\([^()\s]*\)|\*\*[^*\n]+\*\*|^\s*(?:original url|related articles)\b", re.IGNORECASE | re.MULTILINE
)


def has_markdown(text: str) -> bool:
    """Whether text shows the marks of a page turned into Markdown: headings, links, bold, the crawler's footers."""
    return _SIGNS.search(text) is not None


def plain(text: str, *, markdown: bool) -> str:
    """What a reader reads of one block: without addresses and, where it is Markdown, without marks; on one line.

    Links keep their text, emphasis its words; escapes and character references are resolved.
    """
    if not markdown:
        return collapse(_ADDRESS.sub("", text))
    text = _TAG.sub(" ", _ADDRESS.sub("", _links_to_text(_PICTURE.sub("", text))))
    for _ in range(2):  # emphasis within emphasis
        for pattern in _EMPHASIS:
            text = pattern.sub(lambda match: match["text"], text)
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), _ESCAPE.sub(r"\1", text))
    return collapse(clean_characters(text))


def without_pictures(text: str) -> str:
    """Markdown without its pictures; a picture's own line becomes blank."""
    return _PICTURE.sub("", text)


def only_links(text: str) -> bool:
    """Whether a line of Markdown is a link, or several, and nothing else."""
    rest, count = _LINK.subn("", text)
    return count > 0 and not re.search(r"\w", rest)


def link_targets(text: str) -> list[str]:
    """The addresses that a line names, bare or as the target of a link, in order."""
    found = [(match.start(), match["target"]) for match in _LINK.finditer(text)]
    found += [(match.start(), match[0]) for match in _ADDRESS.finditer(text)]
    return [target.strip("<>") for _, target in sorted(found)]


def _links_to_text(text: str) -> str:
    return _LINK.sub(lambda match: "" if _ADDRESS.fullmatch(match["text"].strip()) else match["text"], text)
