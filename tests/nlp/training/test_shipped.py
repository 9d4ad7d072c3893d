"""The pipeline in the package: what it holds, what it weighs, and what no release may get wrong."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import kg.nlp
from kg.nlp.encoder.component import EncoderPipe

FOLDER = Path(kg.nlp.__path__[0]) / "en_demarche"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(FOLDER)


def test_it_is_small_and_carries_its_card() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 30_000_000
    assert (FOLDER / "MODEL_CARD.md").is_file()


def test_it_loads_without_the_training_package() -> None:
    program = (
        "import spacy, sys, kg.nlp.encoder.component\n"
        f"spacy.load({str(FOLDER)!r})\n"
        "sys.exit('kg.nlp.training' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_it_has_the_labels_that_rules_stand_on(nlp: Language) -> None:
    relations = (
        "nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss aux:pass acl acl:relcl compound compound:prt flat appos"
        " cc conj case mark advcl ccomp xcomp parataxis cop amod nummod det advmod punct dep ROOT"
    )
    pipe = nlp.get_pipe("kg_encoder")
    assert isinstance(pipe, EncoderPipe)
    assert set(relations.split()) <= {*pipe.annotation.deps, "dep"}
    assert set(pipe.labels) == {"PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT"}


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
        ("Monday", "DATE"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MERKEL AND HOLLANDE MEET IN BERLIN", "MERKEL HOLLANDE BERLIN"),
        ("Merkel Says Talks Will Go On\n\nThe envoy left Berlin.", "Merkel Berlin"),
        ("Şükrü Elekdağ met Nguyễn Phú Trọng in Tromsø.", "Şükrü_Elekdağ Nguyễn_Phú_Trọng Tromsø"),
        ("Abdel Fattah al-Sisi called Mohammed bin Salman.", "Abdel_Fattah_al-Sisi Mohammed_bin_Salman"),
        ("Foreign Minister Wang Yi received Xi Jinping’s guest.", "Wang_Yi Xi_Jinping"),
        ("The talks between\nAngela Merkel and\nJean Asselborn failed.", "Angela_Merkel Jean_Asselborn"),
        ("Angela  Merkel   met\tJean Asselborn.", "Angela__Merkel Jean_Asselborn"),
        ("“We go on — whatever happens,” Merkel said.", "Merkel"),
        ("Merkel", "Merkel"),
    ],
)
def test_names_are_found_however_they_are_set(nlp: Language, text: str, names: str) -> None:
    found = [ent.text for ent in nlp(text).ents if ent.label_ in {"PERSON", "GPE", "LOC"}]
    assert found == [name.replace("_", " ") for name in names.split()]


def test_a_sentence_goes_on_over_line_breaks_and_ends_with_its_headline(nlp: Language) -> None:
    text = "Merkel Says Talks Will Go On\n\nThe minister\nsaid that talks in\nGeneva had failed. He left."
    sentences = [sentence.text.strip() for sentence in nlp(text).sents]
    assert sentences == [
        "Merkel Says Talks Will Go On",
        "The minister\nsaid that talks in\nGeneva had failed.",
        "He left.",
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


ODD_TEXTS = [
    "",
    " ",
    "\n\n",
    "a",
    "?!",
    "U.S.",
    "“No,” he said — twice.",
    "x " * 3000,
    "王毅 met 王毅.",
    "x" * 9000,
    "\u200b",
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_do_no_harm(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_the_batch_size_changes_nothing(nlp: Language) -> None:
    texts = [f"Minister number {n} told reporters in Tehran that talks had failed." for n in range(9)]
    alone = [[(t.head.i, t.dep_, t.ent_type_) for t in nlp(text)] for text in texts]
    assert [[(t.head.i, t.dep_, t.ent_type_) for t in doc] for doc in nlp.pipe(texts, batch_size=4)] == alone


def test_sentences_end_where_they_end(nlp: Language) -> None:
    text = (
        "The U.S. envoy left on Jan. 22 with Gen. J. R. Smith. “We have agreed. We will meet again,” he said. "
        "Talks resume in Geneva on Friday."
    )
    sentences = [sentence.text for sentence in nlp(text).sents]
    assert sentences[0] == "The U.S. envoy left on Jan. 22 with Gen. J. R. Smith."
    assert sentences[-1] == "Talks resume in Geneva on Friday."


def test_a_long_text_has_no_seams(nlp: Language) -> None:
    paragraph = "Lavrov met Kerry in Paris. They spoke of Syria, where the war goes on. No date was set for a meeting."
    alone = len(list(nlp(paragraph).sents))
    doc = nlp("\n\n".join([paragraph] * 60))
    assert len(list(doc.sents)) == 60 * alone


@pytest.mark.slow
def test_a_hundred_thousand_words_take_little_memory(nlp: Language) -> None:
    paragraph = "The ministers met in Paris on Monday. They spoke of Syria, where the war goes on. No date was set.\n\n"
    text = paragraph * 5000
    nlp(text[:2000])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    doc = nlp(text)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert len(doc) > 100_000
    assert len(list(doc.sents)) == 15_000
    assert grown < 200, f"{grown:.0f} MB more"
