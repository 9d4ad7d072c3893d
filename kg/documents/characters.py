"""From bytes to characters: what is no UTF-8 text is refused, and what no reader sees is taken out."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kg.errors import InputError

__all__ = ["clean_characters", "collapse", "decode", "decode_as_written", "refuse_other_formats", "well_formed"]

# What a file that is not text begins with, and what to call it (each format's own specification).
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ\x00", "xz-compressed"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"WARC/", "a WARC archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype\s+html|html|\?xml|rss|feed)\b", re.IGNORECASE)
_WIDE_ENCODINGS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_TYPOGRAPHY: Final = "‘’“”‚„‹›«»–—…•·†‡€£¥§©®°™ºª¼½¾¿¡¢´\u00a0\u00ad"
_STRANGE_SHARE: Final = 0.15  # of French, one letter in twelve has an accent
# Real text holds hardly any control character but tabs and line ends; one in a hundred is noise.
_CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE: Final = 0.01

_LINE_ENDS: Final = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028"
_INVISIBLE: Final = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff" + "".join(
    chr(code) for block in (range(0x202A, 0x202F), range(0x2066, 0x2070), range(0xFDD0, 0xFDF0)) for code in block
)
_SPACES: Final = "\t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"


def _character_table() -> dict[int, str | None]:
    """What each troublesome character becomes; what XML 1.0 (section 2.2) cannot hold goes too, for GraphML's sake."""
    table: dict[int, str | None] = {code: None for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc"}
    table |= dict.fromkeys([plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)])
    table |= {ord(character): None for character in _INVISIBLE}
    table |= dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
    table |= {ord(character): " " for character in _SPACES}
    table |= {ord(character): "\n" for character in _LINE_ENDS}
    table[ord("\n")] = "\n"
    table[0x2029] = "\n\n"
    return table


_CHARACTERS: Final = _character_table()


def refuse_other_formats(source: str, head: bytes) -> None:
    """Refuse a file whose first bytes say that it is not text for this library to read.

    Args:
        source: what to call the file in the error.
        head: its first bytes.

    Raises:
        InputError: the file is compressed, an image, an office document, HTML or XML.
    """
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise InputError(source, f"is not text: it is {name}; give the article as plain text in UTF-8")
    if _MARKUP.match(head):
        raise InputError(source, "is HTML or XML and not text; name it .html, or .xml if it is a feed")


def decode(source: str, raw: bytes, *, guess: bool = True) -> str:
    """The clean characters of a text file (see :func:`clean_characters`).

    Args:
        source: what to call the file in an error.
        raw: the whole file.
        guess: whether it may be in another encoding than UTF-8.

    Raises:
        InputError: the file is empty, not text, or in no encoding that can be told.
    """
    text = clean_characters(decode_as_written(source, raw, guess=guess))
    if not text.strip():
        raise InputError(source, "is empty; put the article's text into it or leave it out")
    return text


def decode_as_written(source: str, raw: bytes, *, guess: bool = True) -> str:
    """As :func:`decode`, with every character as it stands in the file.

    Raises:
        InputError: the file is not text, or in no encoding that can be told.
    """
    refuse_other_formats(source, raw[:512])
    text = (_decode_wide(source, raw) if guess else None) or _decode_bytes(source, raw, guess=guess)
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise InputError(source, "is not text: it is full of control characters; give the article as plain text")
    return text


def _decode_wide(source: str, raw: bytes) -> str | None:
    """The text of a file that begins with a wide encoding's mark; None for any other file."""
    for signature, name in _WIDE_ENCODINGS:
        if raw.startswith(signature):
            try:
                return raw.decode(name)
            except UnicodeDecodeError as error:
                message = f"is no {name}: a wrong character at offset {error.start}; save it as UTF-8"
                raise InputError(source, message) from None
    return None


def _decode_bytes(source: str, raw: bytes, *, guess: bool) -> str:
    """UTF-8, else what Western programs wrote before it, if that gives words: letters, quotation marks, dashes."""
    if b"\x00" in raw:
        raise InputError(
            source, f"is not text: byte 0 at offset {raw.index(0)}; give the article as plain text in UTF-8"
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error
    text = raw.decode("cp1252", "replace") if guess else "\ufffd"
    strange = [character for character in text if character > "\x7f"]
    plausible = sum(character.isalpha() or character in _TYPOGRAPHY for character in strange)
    if "\ufffd" in text or plausible < len(strange) or len(strange) > _STRANGE_SHARE * len(text):
        raise InputError(
            source,
            f"is not UTF-8: byte 0x{raw[wrong.start]:02X} at offset {wrong.start}; "
            "convert it, for example with: iconv -f KOI8-R -t UTF-8",
        )
    return text


def clean_characters(text: str) -> str:
    r"""Text with ``\n`` as the only line end and a space as the only space, without invisible characters, in NFC."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_CHARACTERS))


def collapse(text: str) -> str:
    """Text on one line, its words set apart by single spaces."""
    return " ".join(text.split())


def well_formed(text: str) -> bool:
    """Whether text can be written as UTF-8: a file name or JSON escape may hold half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
