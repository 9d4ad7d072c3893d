"""What ships beside the encoder pipeline: its model card, and its fields of ``meta.json``."""

from __future__ import annotations

from typing import Final

from kg.nlp.training.card import CardFacts, meta

__all__ = ["encoder_card", "encoder_meta"]

_ENCODER: Final = {
    "name": "all-MiniLM-L6-v2, the encoder that was fine-tuned",
    "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    "license": "Apache-2.0",
    "author": "Wenhui Wang and others (Microsoft), Nils Reimers and the Sentence Transformers authors",
}
_VERSION: Final = "0.2.0"
_MEGABYTE: Final = 1_000_000


def encoder_meta(facts: CardFacts) -> dict[str, object]:
    """The fields of ``meta.json`` beside those that spaCy writes itself."""
    fields = meta(facts)
    fields["version"] = _VERSION
    fields["sources"] = [*_sources(facts), _ENCODER]
    return fields


def _sources(facts: CardFacts) -> list[dict[str, str]]:
    sources = meta(facts)["sources"]
    return [dict(source) for source in sources] if isinstance(sources, list) else []


def encoder_card(facts: CardFacts, size: int) -> str:
    """The model card.

    Args:
        facts: what was measured.
        size: of the pipeline's files, in bytes.
    """
    rows = [f"| [{s['name']}]({s['url']}) | {s['license']} | {s['author']} |" for s in [*_sources(facts), _ENCODER]]
    return _CARD.format(
        sources="\n".join(rows),
        scores=facts.scores,
        speed=facts.words_per_second,
        minutes=facts.minutes,
        size=size / _MEGABYTE,
    )


_CARD: Final = """\
# en_demarche: English for political news

A spaCy pipeline of two components. `kg_encoder` is a six-layer MiniLM encoder, fine-tuned on all tasks together, with
heads for Penn tags, UD tags and features, lemmas (edit rules), dependencies (biaffine scores, Chu-Liu/Edmonds trees),
sentence starts and names, in one ONNX graph with eight-bit weights; `kg_dates` adds dates by rule. {size:.1f} MB. Load
it with `spacy.load(path)` where Demarche is installed; it needs spaCy 3.8 and ONNX Runtime, no torch. Made by
`python -m kg.nlp.training`, in {minutes:.0f} minutes on one or two cores, other work
beside it.

A text is read in windows of up to 160 word pieces that begin and end with sentences. Each goes through the graph
alone, so the analysis of a text does not depend on what else is in the batch.

## What it was trained on

| source | terms | by |
|---|---|---|
{sources}

No text of these corpora is in the pipeline. The pipeline is offered under CC BY-SA 4.0.

## Labels

Relations are those of Universal Dependencies 2, with the root called `ROOT`, white space `dep` (hung on the token
before it), and without the rare subtypes `advcl:relcl`, `cc:preconj`, `csubj:*`, `det:predet` and `nsubj:outer`.

Names: PERSON (without titles), ORG, GPE (countries, their parts, towns), LOC (other places), NORP (nationalities,
faiths, parties, as nouns and adjectives), EVENT; DATE (days and longer) by a grammar, not by statistics. No corpus here
tells GPE from LOC: a lexicon does (known states; words such as "Sea" or "Airport"; all else is GPE), so take the two
together when precision matters. How each corpus' annotation was read: `gmb.py`, `columns.py` and `entities.py` in
`kg/nlp/training`.

## What it reaches

Test parts, never trained on. Trees: given tokens and sentences, without punctuation, relations without subtypes.
Sentences: exact extent on raw text, paragraphs parted by an empty line. Names: exact extent and label on raw text;
with three labels GPE and LOC count as one. GMB's are scored as they are read here (titles cut off, countries GPE).

{scores}

{speed:.0f} words a second, whole pipeline, one core of the machine of this release. What it takes beside other
pipelines in the same run prints `python benchmarks/pipeline.py`.

## Known weaknesses

- EVENT is rare in the data and found rarely. Quantities, works and laws have no label.
- The encoder's vocabulary is in lower case; case comes in as one of seven classes a word.
- A sentence longer than a window (160 word pieces) is cut.
- GMB was annotated by machine and corrected by people: what it calls an organization is uneven.
- Web text and news of 2000 to 2020 are behind it: offices and acronyms younger than that are met without memory.
"""
