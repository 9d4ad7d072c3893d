"""The paragraphs of a piece of HTML such as feeds carry: text without tags, a blank line where a block ends."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

__all__ = ["BLOCKS", "text_of"]

BLOCKS: Final = frozenset(
    """address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav
    ol p pre section table td th tr ul""".split()
)
_SILENT: Final = frozenset({"script", "style", "template"})


def text_of(html: str) -> str:
    """The text of an HTML fragment, or of plain text, which stays as it is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
