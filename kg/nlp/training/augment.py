"""Surface variants of training texts: what real files do to prose that treebanks never show.

Line breaks inside sentences, double spaces, paragraphs run together, headlines in capitals, lower-case text, the
typographer's quotes and dashes or the typewriter's; names in capitals, as datelines are ("BANDAR SERI BEGAWAN,
Brunei"). The annotation moves along.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.language import Language
from spacy.training import Example
from spacy.util import registry

from kg.nlp.training.names import listed
from kg.nlp.training.rows import Row, doc_of, insert_space, rows_of

__all__ = ["SurfaceRates", "create_surface_augmenter", "vary"]

_TO_TYPOGRAPHIC: Final = {"'": "’", "--": "—", "-": "–", "...": "…"}
_TO_TYPEWRITER: Final = {"’": "'", "‘": "'", "“": '"', "”": '"', "—": "--", "–": "-", "…": "..."}
# What American headlines leave in small letters (the Associated Press' and most others' rule).
_SMALL_WORDS: Final = listed("a an and as at but by for from in into of on or over the to with")


@dataclass(frozen=True, slots=True)
class SurfaceRates:
    """How often each change is made: of all texts for the first six, of all tokens in a text for the last two."""

    upper: float = 0.02
    lower: float = 0.02
    title: float = 0.04
    upper_names: float = 0.0
    quotes: float = 0.3
    layout: float = 0.3
    line_break: float = 0.03
    double_space: float = 0.02


@registry.augmenters("demarche.surface.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def create_surface_augmenter(
    *, seed: int, variants: int, upper: float, lower: float, title: float, quotes: float, layout: float
) -> Callable[[Language, Example], Iterator[Example]]:
    """Create the augmenter that the training configuration names.

    spaCy's training loop draws the examples once and then only shuffles them, so variety has to come from several
    variants of each.

    Args:
        seed: where its own random numbers start, so that a run can be repeated.
        variants: how many examples to make of each, every one perhaps changed.
        upper: the share of texts set in capitals.
        lower: the share of texts set in small letters.
        title: the share of texts set as American headlines are ("Kerry Says Talks Will Go On").
        quotes: the share of texts whose quotes and dashes change style.
        layout: the share of texts whose white space changes.
    """
    rates = SurfaceRates(upper=upper, lower=lower, title=title, quotes=quotes, layout=layout)
    numbers = random.Random(seed)  # noqa: S311 - no secret depends on it

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        rows = rows_of(example.reference)
        for _ in range(variants):
            doc = doc_of(nlp.vocab, vary(rows, numbers, rates))
            yield Example(nlp.make_doc(doc.text), doc)

    return augment


def vary(rows: list[Row], numbers: random.Random, rates: SurfaceRates) -> list[Row]:
    """Give the rows of a text, with the changes that the random numbers ask for."""
    if numbers.random() < rates.layout:
        rows = _with_layout(_without_paragraphs(rows, numbers), numbers, rates)
    if numbers.random() < rates.quotes:
        rows = _with_quotes(rows, numbers.random() < 0.7)
    case = numbers.random()
    if case < rates.upper:
        return [replace(row, text=row.text.upper()) for row in rows]
    if case < rates.upper + rates.lower:
        return [replace(row, text=row.text.lower()) for row in rows]
    if case < rates.upper + rates.lower + rates.title:
        return [_as_headline(row) for row in rows]
    if case < rates.upper + rates.lower + rates.title + rates.upper_names:
        return [replace(row, text=row.text.upper()) if row.entity[:2] in {"B-", "I-"} else row for row in rows]
    return rows


def _as_headline(row: Row) -> Row:
    small = row.text in _SMALL_WORDS or not row.text.isalpha() or row.text == "n't"
    return row if small else replace(row, text=row.text[0].upper() + row.text[1:])


def _without_paragraphs(rows: list[Row], numbers: random.Random) -> list[Row]:
    """Turn paragraph breaks into line breaks or plain spaces, all of them alike."""
    style = numbers.choice(["\n\n", "\n", " "])
    if style != " ":
        return [replace(row, text=style, lemma=row.lemma and style) if row.text == "\n\n" else row for row in rows]
    kept = [index for index, row in enumerate(rows) if row.text != "\n\n"]
    place = {old: new for new, old in enumerate(kept)}
    result = []
    for index in kept:
        row = rows[index]
        joined = row.space or (index + 1 < len(rows) and rows[index + 1].text == "\n\n")
        result.append(replace(row, space=joined, head=None if row.head is None else place[row.head]))
    return result


def _with_layout(rows: list[Row], numbers: random.Random, rates: SurfaceRates) -> list[Row]:
    texts: dict[int, tuple[str, bool]] = {}
    for index, row in enumerate(rows[:-1]):
        if not row.space or row.is_space or rows[index + 1].is_space:
            continue
        draw = numbers.random()
        if draw < rates.line_break:
            texts[index] = ("\n", True)
        elif draw < rates.line_break + rates.double_space:
            texts[index] = (" ", False)
    return insert_space(rows, texts)


def _with_quotes(rows: list[Row], typographic: bool) -> list[Row]:
    if not typographic:
        return [replace(row, text=_retyped(row.text, _TO_TYPEWRITER)) for row in rows]
    result = []
    for index, row in enumerate(rows):
        opening = not (index and (rows[index - 1].space is False and not rows[index - 1].is_space)) and not row.space
        if row.text == '"':
            result.append(replace(row, text="“" if opening or row.tag == "``" else "”"))
        elif row.text == "'" and row.tag == "``":
            result.append(replace(row, text="‘"))
        elif row.text in {"--", "...", "'"} or row.text.startswith("'") or row.text.lower() == "n't":
            result.append(replace(row, text=_retyped(row.text, _TO_TYPOGRAPHIC)))
        else:
            result.append(row)
    return result


def _retyped(text: str, table: dict[str, str]) -> str:
    if text in table:
        return table[text]
    return "".join(table.get(c, c) if c in "'’‘" else c for c in text)
