"""From CoNLL-U to Docs on spaCy's tokens: what must survive, and what must not break."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from kg.errors import InputError
from kg.nlp.training.augment import SurfaceRates, create_surface_augmenter, vary
from kg.nlp.training.conllu import TreeSentence, parse_conllu, read_conllu
from kg.nlp.training.rows import doc_of, insert_space, rows_of
from kg.nlp.training.tokens import align, pipeline_label, project
from kg.nlp.training.treebanks import AlignmentCount, documents, gold_doc, treebank_docs

CONTRACTION = """\
# newdoc id = d1
# sent_id = s1
# text = They don't e-mail and/or call.
1	They	they	PRON	PRP	Case=Nom	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	e-mail	e-mail	VERB	VB	VerbForm=Inf	0	root	_	_
5	and	and	CCONJ	CC	_	7	cc	_	SpaceAfter=No
6	/	/	PUNCT	,	_	7	punct	_	SpaceAfter=No
7	or	or	CCONJ	CC	_	8	cc	_	_
8	call	call	VERB	VB	VerbForm=Inf	4	conj	_	SpaceAfter=No
9	.	.	PUNCT	.	_	4	punct	_	_
""".splitlines()

GONNA = """\
# sent_id = s2
# newpar
1	We	we	PRON	PRP	_	4	nsubj	_	_
2-3	gonna	_	_	_	_	_	_	_	_
2	going	go	VERB	VBG	_	0	root	_	_
3	to	to	PART	TO	_	4	mark	_	_
3.1	soon	soon	ADV	RB	_	_	_	_	_
4	win	win	VERB	VB	_	2	xcomp	_	SpaceAfter=No
5	!	!	PUNCT	.	_	2	punct	_	SpaceAfter=No
""".splitlines()


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="module")
def sentences() -> list[TreeSentence]:
    return list(parse_conllu([*CONTRACTION, "", *GONNA]))


@pytest.fixture
def doc(nlp: Language, sentences: list[TreeSentence]) -> Doc:
    return next(treebank_docs(nlp, documents(sentences)))


def test_text_and_offsets_come_from_the_tokens(sentences: list[TreeSentence]) -> None:
    first, second = sentences
    assert first.text == "They don't e-mail and/or call."
    assert [first.text[w.begin : w.end] for w in first.words] == [w.form for w in first.words]
    assert second.text == "We gonna win!"
    assert [second.text[w.begin : w.end] for w in second.words] == ["We", "gonna", "gonna", "win", "!"]
    assert (first.document, first.glued, second.new_paragraph, second.glued) == ("d1", False, True, True)


def test_empty_nodes_are_no_words(sentences: list[TreeSentence]) -> None:
    assert [word.form for word in sentences[1].words] == ["We", "going", "to", "win", "!"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1\tone\tcolumn", "3 columns"),
        ("2\tA\ta\tX\tX\t_\t0\troot\t_\t_", "run from 1"),
        ("1\tA\ta\tX\tX\t_\t7\tdep\t_\t_", "outside the sentence"),
    ],
)
def test_bad_lines_are_named(line: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        list(parse_conllu([line, ""], source="bad.conllu"))
    assert caught.value.line is not None
    assert str(caught.value).startswith("bad.conllu:")


def test_align_deals_out_words_that_share_a_span() -> None:
    assert align([(0, 2), (3, 8), (3, 8), (9, 12)], [(0, 2), (3, 6), (6, 8), (9, 12)]) == [0, 1, 2, 3]
    assert align([(0, 6)], [(0, 1), (1, 2), (2, 6)]) == [0, 0, 0]
    assert align([(0, 3), (3, 4), (4, 6)], [(0, 6)]) == [0]


def test_a_word_in_pieces_hangs_on_its_last_spelled_piece(nlp: Language, doc: Doc) -> None:
    first = list(next(doc.sents))
    by_text = {token.text: token for token in first}
    mail = by_text["mail"]
    assert (mail.dep_, mail.lemma_, mail.tag_) == ("ROOT", "e-mail", "VB")
    assert [(by_text[t].head.text, by_text[t].dep_) for t in ("e", "-")] == [("mail", "compound"), ("mail", "punct")]
    assert by_text["They"].head == mail
    assert by_text["n't"].lemma_ == "not"


def test_words_in_one_token_take_their_governor(nlp: Language, doc: Doc) -> None:
    merged = next(token for token in doc if token.text == "and/or")
    assert (merged.head.text, merged.dep_, merged.lemma_) == ("call", "cc", "and/or")


def test_a_contraction_written_otherwise_keeps_both_words(doc: Doc) -> None:
    gon, na = (token for token in doc if token.text in {"gon", "na"})
    assert (gon.lemma_, gon.dep_, na.dep_, na.head.text) == ("go", "ROOT", "mark", "win")


def test_paragraphs_are_parted_and_sentences_begin_after(doc: Doc) -> None:
    assert doc.text == "They don't e-mail and/or call.\n\nWe gonna win!"
    space = next(token for token in doc if token.is_space)
    assert (space.dep_, space.pos_, space.tag_, space.head.text) == ("dep", "SPACE", "_SP", ".")
    assert [sentence.text.strip() for sentence in doc.sents] == ["They don't e-mail and/or call.", "We gonna win!"]


def test_training_tokens_are_the_run_time_tokens(nlp: Language, doc: Doc) -> None:
    assert [token.text for token in nlp.make_doc(doc.text)] == [token.text for token in doc]


def test_alignment_is_counted(nlp: Language, sentences: list[TreeSentence]) -> None:
    count = AlignmentCount()
    list(treebank_docs(nlp, documents(sentences), count))
    assert (count.words, count.sentences) == (14, 2)
    assert set(count.examples) >= {"e", "-", "mail", "and/or"}


def test_groups_end_at_documents_and_at_their_length(sentences: list[TreeSentence]) -> None:
    twice = [*sentences, *sentences]
    assert [len(group) for group in documents(twice)] == [2, 2]
    assert [len(group) for group in documents(twice, words=10)] == [1, 1, 1, 1]


def test_gold_doc_has_the_treebanks_words(nlp: Language, sentences: list[TreeSentence]) -> None:
    doc = gold_doc(nlp, sentences[0])
    assert [token.text for token in doc] == [word.form for word in sentences[0].words]
    assert doc.text == sentences[0].text


@pytest.mark.parametrize(
    ("dep", "label"),
    [("root", "ROOT"), ("nsubj:pass", "nsubj:pass"), ("nmod:poss", "nmod:poss"), ("csubj:pass", "csubj")],
)
def test_labels_keep_the_subtypes_that_rules_need(dep: str, label: str) -> None:
    assert pipeline_label(dep) == label


def test_a_circle_closed_by_merging_is_broken() -> None:
    lines = [
        "1\ta\ta\tX\tX\t_\t3\tdep\t_\t_",
        "2\tx\tx\tX\tX\t_\t0\troot\t_\t_",
        "3\tb\tb\tX\tX\t_\t4\tdep\t_\tSpaceAfter=No",
        "4\tc\tc\tX\tX\t_\t1\tdep\t_\t_",
    ]
    sentence = next(iter(parse_conllu(lines)))
    tokens = project(sentence, [(0, 1), (2, 3), (4, 6)], space_after_last=False)
    heads = [token.head for token in tokens]
    assert all(_reaches_root(heads, index) for index in range(len(heads)))


def _reaches_root(heads: list[int], index: int) -> bool:
    for _ in heads:
        index = heads[index]
    return heads[index] == index


def test_rows_and_back_is_the_same_document(nlp: Language, doc: Doc) -> None:
    again = doc_of(nlp.vocab, rows_of(doc))
    assert rows_of(again) == rows_of(doc)
    assert again.text == doc.text


def test_inserted_space_moves_heads_along(nlp: Language, doc: Doc) -> None:
    varied = doc_of(nlp.vocab, insert_space(rows_of(doc), {0: ("\n", True), 2: (" ", False)}))
    assert varied.text.startswith("They\ndon't  e-mail")
    assert [(t.text, t.head.text, t.dep_) for t in varied if not t.is_space] == [
        (t.text, t.head.text, t.dep_) for t in doc if not t.is_space
    ]
    assert [t.text for t in nlp.make_doc(varied.text)] == [t.text for t in varied]


def test_a_name_goes_on_over_a_line_break(nlp: Language) -> None:
    doc = nlp.make_doc("Sergei Lavrov spoke")
    doc.set_ents([doc.char_span(0, 13, label="PERSON")])
    broken = doc_of(nlp.vocab, insert_space(rows_of(doc), {0: ("\n", True), 1: ("\n", True)}))
    assert [(ent.text, ent.label_) for ent in broken.ents] == [("Sergei\nLavrov", "PERSON")]


@pytest.mark.parametrize("seed", range(30))
def test_every_variant_keeps_its_tree_and_its_tokens(nlp: Language, doc: Doc, seed: int) -> None:
    rates = SurfaceRates(upper=0.2, lower=0.2, quotes=0.9, layout=0.9, line_break=0.3, double_space=0.3)
    varied = doc_of(nlp.vocab, vary(rows_of(doc), random.Random(seed), rates))
    edges = [(t.text.lower(), t.head.text.lower(), t.dep_) for t in varied if not t.is_space]
    wanted = [(t.text.lower(), t.head.text.lower(), t.dep_) for t in doc if not t.is_space]
    assert [(a.replace("’", "'"), b.replace("’", "'"), c) for a, b, c in edges] == wanted


def test_quotes_become_typographic_by_their_side(nlp: Language) -> None:
    doc = Doc(
        nlp.vocab,
        words=["He", "said", ",", '"', "No", ",", '"', "--", "don", "'s"],
        spaces=[True, False, True, False, False, False, True, True, False, False],
    )
    rates = SurfaceRates(upper=0, lower=0, title=0, quotes=1, layout=0)
    texts = {doc_of(nlp.vocab, vary(rows_of(doc), random.Random(seed), rates)).text for seed in range(20)}
    assert "He said, “No,” — don’s" in texts


def test_a_headline_leaves_small_words_small(nlp: Language) -> None:
    doc = nlp.make_doc("he says talks with Iran won't stop")
    varied = vary(rows_of(doc), random.Random(0), SurfaceRates(upper=0, lower=0, title=1, quotes=0, layout=0))
    assert doc_of(nlp.vocab, varied).text == "He Says Talks with Iran Won't Stop"


def test_the_augmenter_repeats_itself(nlp: Language, doc: Doc) -> None:
    def run() -> list[str]:
        augment = create_surface_augmenter(seed=7, variants=2, upper=0.2, lower=0.2, title=0.2, quotes=0.5, layout=0.5)
        example = Example(nlp.make_doc(doc.text), doc)
        return [varied.reference.text for _ in range(5) for varied in augment(nlp, example)]

    first = run()
    assert len(first) == 10
    assert first == run()
    assert len(set(first)) > 1


def test_most_treebank_words_are_tokens(nlp: Language, shared: Path) -> None:
    count = AlignmentCount()
    list(treebank_docs(nlp, documents(read_conllu(shared / "corpora" / "gum" / "dev.conllu")), count))
    assert count.alike > 0.99 * count.words
