"""Titles of offices in running text: "Secretary of State", "deputy foreign minister", "special envoy".

One pass over the tokens, longest match first, against the titles of the gazetteer; the words before a title that make
it another one ("deputy", "vice") join it, those that only date it ("former", "acting") are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from kg.gazetteer import Gazetteer, OfficeTitle

__all__ = ["TitleLexicon", "TitleSpan", "portfolio_end", "title_lexicon"]


# What ministers are for: the last word of a portfolio ("European and International *Affairs*", "Trade and *Industry*").
_PORTFOLIOS = frozenset(
    """affairs agriculture aid communications cooperation culture defence defense development economy education
    employment energy environment equality family finance fisheries forestry health housing industry infrastructure
    innovation integration investment justice labor labour migration planning relations research rights science
    security sport sports technology tourism trade transport transportation works youth""".split()
)
_PORTFOLIO_HOLDERS = frozenset({"commissioner", "minister", "ministers", "secretary", "undersecretary"})
_LONGEST_PORTFOLIO = 9  # tokens


_WINDOW = 12  # tokens: several modifiers may stand before a title, each of at most two words and a hyphen


@dataclass(frozen=True, slots=True, order=True)
class TitleSpan:
    """A title in the text.

    Args:
        start: index of the first token, modifiers included.
        end: index after the last token.
        head: index of the title's head noun.
        title: its canonical form ("Foreign Minister"), modifiers that make another office included.
        scope: whose offices these are, as the gazetteer has it (``state``, ``organization``, ``any`` ...).
        holder_of: the only jurisdiction that has this office, where there is one.
        former: whether the text says that it is over.
        kind: what kind of office it is, as the gazetteer has it (``head of state``, ``military``, ``scholar`` ...).
    """

    start: int
    end: int
    head: int
    title: str
    scope: str
    holder_of: str | None
    former: bool
    kind: str = ""


class TitleLexicon:
    """The gazetteer's titles, ready to be found in tokens."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._titles: dict[tuple[str, ...], OfficeTitle] = {}
        for title in gazetteer.office_titles:
            for form in (f for f in (title.title, *title.variants) if not _names_body(f)):
                self._titles.setdefault(_key(form), title)
        self._longest: dict[str, int] = {}  # by first word: most words have no title that begins with them
        for words in self._titles:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))
        self._effects: Mapping[tuple[str, ...], str] = {_key(m.text): m.effect for m in gazetteer.office_modifiers}
        self._last: tuple[Doc, tuple[TitleSpan, ...]] | None = None

    def find(self, doc: Doc) -> tuple[TitleSpan, ...]:
        """The titles in a document, in text order, without overlap; those of the last document are kept."""
        if self._last is None or self._last[0] is not doc:
            self._last = doc, tuple(self._scan(doc))
        return self._last[1]

    def says_former(self, doc: Doc, end: int) -> bool:
        """Whether the words that end before a token say that an office is over ("*former* Kenyan president")."""
        first = max(0, end - _WINDOW)
        words, end = [_fold(token) for token in doc[first:end]], end - first
        while (found := self._modifier_before(words, end)) is not None:
            end, effect, _ = found
            if effect == "former":
                return True
        return False

    def _scan(self, doc: Doc) -> Iterator[TitleSpan]:
        words = [_fold(token) for token in doc]
        i = 0
        while i < len(doc):
            size = self._match(words, i)
            if not size or doc[i].pos_ == "VERB" or (size == 1 and self._modifies(words, i)):
                i += 1
                continue
            yield self._span(doc, words, i, i + size)
            i += size

    def _match(self, words: list[str], start: int) -> int:
        longest = self._longest.get(words[start], 0) if start < len(words) else 0
        for size in range(min(longest, len(words) - start), 0, -1):
            if tuple(words[start : start + size]) in self._titles:
                return size
        return 0

    def _modifies(self, words: list[str], i: int) -> bool:
        """Whether a word that is a title by itself only modifies the one behind it ("deputy oil minister")."""
        return (words[i],) in self._effects and bool(self._match(words, i + 1))

    def _span(self, doc: Doc, words: list[str], start: int, end: int) -> TitleSpan:
        office = self._titles[tuple(words[start:end])]
        head = doc[start:end].root.i
        first, prefixes, former = start, list[str](), False
        while (found := self._modifier_before(words, first)) is not None:
            first, effect, text = found
            if effect == "former":
                former = True
            elif effect in {"deputy", "rank"}:
                prefixes.insert(0, text)
        title = " ".join([*(p.title() for p in prefixes), office.title]).replace("- ", "-")
        return TitleSpan(first, end, head, title, office.scope, office.holder_of, former, office.kind)

    def _modifier_before(self, words: list[str], start: int) -> tuple[int, str, str] | None:
        """Where the modifier before a title begins, what it does, and how it is written before one."""
        hyphen = start > 1 and words[start - 1] == "-"
        for first, last in ((start - 2, start), (start - 1 - hyphen, start - hyphen)):
            key = tuple(words[first:last]) if first >= 0 else ()
            if key in self._effects:
                text = key[0] if key[1:] == ("-",) and key[:1] in self._effects else " ".join(key).replace(" -", "-")
                return first, self._effects[key], text
        return None


def portfolio_end(doc: Doc, title: TitleSpan) -> int | None:
    """Where the portfolio behind a title ends ("Minister *for European and International Affairs* of Austria").

    Args:
        doc: the text.
        title: a title in it.

    Returns:
        The index after the portfolio's last token; None where the title has none.
    """
    start = title.end + 1
    if (
        start >= len(doc)
        or doc[title.end].lower_ not in {"for", "of"}
        or doc[title.head].lower_ not in _PORTFOLIO_HOLDERS
    ):
        return None
    end = None
    for token in doc[start : start + _LONGEST_PORTFOLIO]:
        if not token.text[0].isupper() and token.lower_ not in {"and", "&", ",", "the"}:
            break
        if token.lower_ in _PORTFOLIOS and token.text[0].isupper():
            end = token.i + 1
    return end


@cache
def title_lexicon(gazetteer: Gazetteer) -> TitleLexicon:
    """The lexicon over a gazetteer, the same one for all components, so that each document is searched once."""
    return TitleLexicon(gazetteer)


def _names_body(form: str) -> bool:
    """Whether a title holds an acronym: "FBI director" is the title "director" of the FBI ("3 pm" is no premier)."""
    return any(len(word) > 1 and word.isupper() for word in form.replace("-", " ").split())


def _fold(token: Token) -> str:
    return token.lower_.rstrip(".") if len(token) > 1 else token.lower_


def _key(form: str) -> tuple[str, ...]:
    return tuple(w.rstrip(".") for w in form.lower().replace("-", " - ").split())
