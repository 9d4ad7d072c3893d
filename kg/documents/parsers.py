"""What parsers that are not ours make of bytes: trafilatura of a web page, pypdf of a PDF, Python's own of HTML.

They are called through :mod:`kg.documents.guard` alone, which bounds their time and memory.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from kg.documents.characters import clean_characters, collapse
from kg.documents.markuptext import text_of
from kg.errors import KGError

__all__ = ["MOST_PAGES", "Print", "TooDeep", "Unreadable", "WebPage", "called"]

DEEPEST: Final = 500  # elements within elements; real pages stay below 60
MOST_PAGES: Final = 200
_PARAGRAPHS: Final = frozenset({"p", "head", "item", "quote", "ab", "lb"})


class Unreadable(KGError):  # noqa: N818 - what its input is, in one word
    """A parser cannot make anything of its input, in its own words."""


class TooDeep(Unreadable):
    """Elements lie deeper in each other than anybody writes them."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """The article of a web page: its paragraphs, and what the page says of it."""

    paragraphs: tuple[str, ...]
    title: str | None
    author: str | None
    date: str | None
    site: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Print:
    """A PDF: the text of its pages (none if there are too many), how many there are, whether a password keeps it."""

    pages: tuple[str, ...]
    count: int
    is_locked: bool


def _web_page(raw: bytes, url: str | None) -> WebPage | None:
    trafilatura = importlib.import_module("trafilatura")
    tree = trafilatura.load_html(raw)
    if tree is None:
        return None
    _refuse_depth(tree)
    page = trafilatura.bare_extraction(tree, url=url, include_comments=False, include_tables=False, with_metadata=True)
    if page is None:
        return None
    return WebPage(tuple(_paragraphs(page.body)), page.title, page.author, page.date, page.sitename, page.url)


def _paragraphs(body: Any) -> Iterator[str]:
    """The paragraphs, headings and items of the article's tree, each on one line."""
    for element in body.iter():
        inside = element.tag in _PARAGRAPHS and not any(up.tag in _PARAGRAPHS for up in element.iterancestors())
        if inside:
            text = collapse(clean_characters(" ".join(element.itertext())))
            if text:
                yield text


def _refuse_depth(tree: Any) -> None:
    """Refuse what nobody wrote for a browser, before anything recurses into it."""
    level = [tree]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise TooDeep(f"elements lie more than {DEEPEST} deep in each other")


def _print(raw: bytes) -> Print:
    pypdf = importlib.import_module("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        return Print((), 0, is_locked=True)
    count = len(reader.pages)
    pages = () if count > MOST_PAGES else tuple(reader.pages[number].extract_text() for number in range(count))
    return Print(pages, count, is_locked=False)


def _texts(fragments: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(text_of, fragments))


_PARSERS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {"page": _web_page, "print": _print, "fragments": _texts}
)


def called(parser: str, arguments: tuple[Any, ...]) -> Any:
    """What a parser gives.

    Raises:
        Unreadable: it raised something; what it raises at damaged input, none of their documentations says.
    """
    try:
        return _PARSERS[parser](*arguments)
    except KGError:
        raise
    except Exception as error:  # any class there is: pypdf, lxml and html.parser let what they trip over through
        raise Unreadable(f"{type(error).__name__}: {error}") from error
