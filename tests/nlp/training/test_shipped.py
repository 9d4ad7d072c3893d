"""The pipeline in the package: what it holds, what it weighs, and what no release may get wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import kg.nlp

FOLDER = Path(kg.nlp.__path__[0]) / "en_demarche"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(FOLDER)


def test_it_is_small_and_carries_its_card() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 20_000_000
    assert (FOLDER / "MODEL_CARD.md").is_file()


def test_it_loads_without_the_training_package() -> None:
    program = f"import spacy, sys; spacy.load({str(FOLDER)!r}); sys.exit('kg.nlp.training' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_it_has_the_labels_that_rules_stand_on(nlp: Language) -> None:
    relations = (
        "nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss aux:pass acl acl:relcl compound compound:prt flat appos"
        " cc conj case mark advcl ccomp xcomp parataxis cop amod nummod det advmod punct dep ROOT"
    )
    assert set(relations.split()) <= set(nlp.get_pipe("parser").labels)  # type: ignore[attr-defined]
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT"}  # type: ignore[attr-defined]


def test_a_plain_sentence_is_understood(nlp: Language) -> None:
    doc = nlp("Russian Foreign Minister Sergei Lavrov met John Kerry in Paris on Monday.")
    by_text = {token.text: token for token in doc}
    met = by_text["met"]
    assert (met.dep_, met.lemma_, met.pos_) == ("ROOT", "meet", "VERB")
    assert by_text["Paris"].head == met
    assert by_text["in"].dep_ == "case"
    names = [(ent.text, ent.label_) for ent in doc.ents]
    assert names == [
        ("Russian", "NORP"),
        ("Sergei Lavrov", "PERSON"),
        ("John Kerry", "PERSON"),
        ("Paris", "GPE"),
    ]


def test_paragraphs_part_sentences_and_white_space_hangs_before(nlp: Language) -> None:
    doc = nlp("Talks on Syria\n\nThe ministers met in Geneva. They will meet again.")
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Talks on Syria",
        "The ministers met in Geneva.",
        "They will meet again.",
    ]
    space = next(token for token in doc if token.is_space)
    assert (space.pos_, space.dep_, space.head.i) == ("SPACE", "dep", space.i - 1)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a", "?!", "U.S.", "“No,” he said — twice.", "x " * 3000])
def test_odd_texts_do_no_harm(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_the_batch_size_changes_nothing(nlp: Language) -> None:
    texts = [f"Minister number {n} told reporters in Tehran that talks had failed." for n in range(9)]
    alone = [[(t.head.i, t.dep_, t.ent_type_) for t in nlp(text)] for text in texts]
    assert [[(t.head.i, t.dep_, t.ent_type_) for t in doc] for doc in nlp.pipe(texts, batch_size=4)] == alone
