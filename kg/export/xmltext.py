"""Text that XML 1.0 can hold."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["name_token", "plain_text", "xml_attribute", "xml_text"]

_CONTROL_PICTURES: Final = {code: chr(0x2400 + code) for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}}
_NO_CHARACTERS: Final = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
_MARKUP: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_TEXT: Final = {**_CONTROL_PICTURES, **_NO_CHARACTERS, **_MARKUP}
_SPECIAL: Final = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_UNSEEN: Final = {**_CONTROL_PICTURES, **_NO_CHARACTERS}
_ATTRIBUTE: Final = {**_TEXT, ord('"'): "&quot;", 0x09: "&#9;", 0x0A: "&#10;"}

_OUTSIDE_TOKEN: Final = re.compile(r"[^A-Za-z0-9._\-/]|_(?=x[0-9A-Fa-f]{4,6}_)")


def xml_text(text: str) -> str:
    """Text as the content of an element.

    Control characters that XML 1.0 forbids (section 2.2) become their Unicode pictures (U+0008 becomes U+2408), which a
    reader can see and a program can undo; lone surrogates and noncharacters become U+FFFD.
    """
    return text.translate(_TEXT) if _SPECIAL.search(text) else text


def xml_attribute(text: str) -> str:
    """Text as the value of an attribute in double quotes; tabs and line breaks stay what they are."""
    return text.translate(_ATTRIBUTE)


def plain_text(text: str) -> str:
    """Text without the characters that :func:`xml_text` replaces, for formats that do not escape them."""
    return text.translate(_UNSEEN) if _SPECIAL.search(text) else text


def name_token(node_id: str) -> str:
    """An id as an XML name token (NMTOKEN), different for different ids, and readable.

    ``/`` becomes ``:``; whatever else a token cannot hold becomes ``_xHHHH_`` (ISO 9075-14).
    """
    return _OUTSIDE_TOKEN.sub(lambda match: f"_x{ord(match[0]):04X}_", node_id).replace("/", ":")
