"""How each corpus' own names are read: on purpose, case by case."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from kg.errors import InputError
from kg.nlp.training.columns import is_event_name, read_uner, read_wikigold, tag_spans
from kg.nlp.training.conllu import parse_conllu
from kg.nlp.training.detokenise import detokenise
from kg.nlp.training.entities import capital_run, common_nouns, read_gum, read_meantime
from kg.nlp.training.gmb import Majority, read_gmb
from kg.nlp.training.lexicon import Lexicon, mark_groups
from kg.nlp.training.namedocs import named_docs
from kg.nlp.training.names import NamedSentence, NameSpan, tidy, without_title
from kg.resources import ontology_path

LEXICON = Lexicon(
    groups=frozenset({"Russian", "Iraqi", "South Korean", "Palestinians", "British"}),
    states=frozenset({"Iran", "Burma", "Russia", "U.S.", "Bangladesh", "India", "France"}),
)


def found(sentence: NamedSentence) -> list[tuple[str, str]]:
    return [(sentence.text[span.begin : span.end], span.label) for span in sentence.names]


def gmb(tmp_path: Path, tagged: str, *, repair: bool = True) -> list[tuple[str, str]]:
    """Read one sentence given as words with "/tag" where a name is."""
    path = tmp_path / "gmb.conll"
    rows = [word.rpartition("/") if "/" in word else (word, "", "O") for word in tagged.split()]
    path.write_text("".join(f"{word}\tX\t{tag}\n" for word, _, tag in rows), encoding="utf-8")
    return found(read_gmb(path, LEXICON, repair=repair)[0])


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("President George Bush", "George Bush"),
        ("Secretary of State Condoleezza Rice", "Condoleezza Rice"),
        ("U.S. President George Bush", "George Bush"),
        ("King Abdullah", "Abdullah"),
        ("Stephen King", "Stephen King"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
        ("Mr. Annan", "Annan"),
        ("President-elect Barack Obama", "Barack Obama"),
        ("Prime Minister", None),
        ("Mr.", None),
        ("Apple Computer CEO", None),
    ],
)
def test_titles_are_cut_off_persons(name: str, bare: str | None) -> None:
    span = without_title(name, NameSpan(0, len(name), "PERSON"))
    assert (None if span is None else name[span.begin : span.end]) == bare


@pytest.mark.parametrize(
    ("text", "label", "bare"),
    [
        ("the United Nations", "ORG", "United Nations"),
        ("Elena's", "PERSON", "Elena"),
        ("McDonald's", "ORG", "McDonald's"),
        ('"Paris,"', "GPE", "Paris"),
        ("U.S.", "GPE", "U.S."),
        ("Enron Corp.", "ORG", "Enron Corp."),
        ("Baghdad.", "GPE", "Baghdad"),
        ("the ", "ORG", None),
    ],
)
def test_names_have_no_article_possessive_or_punctuation(text: str, label: str, bare: str | None) -> None:
    span = tidy(text, NameSpan(0, len(text), label))
    assert (None if span is None else text[span.begin : span.end]) == bare


def test_iob1_and_iob2_tags() -> None:
    assert list(tag_spans(["I-PER", "I-PER", "O", "I-LOC", "I-ORG"])) == [(0, 2, "PER"), (3, 4, "LOC"), (4, 5, "ORG")]
    assert list(tag_spans(["B-PER", "B-PER", "I-PER"])) == [(0, 1, "PER"), (1, 3, "PER")]


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("He said , `` No , '' and left .", 'He said, "No," and left.'),
        ("\" We do n't , \" said Peter 's aide .", "\"We don't,\" said Peter's aide."),
        ("the Workers ' Party ( $ 5 )", "the Workers' Party ($5)"),
    ],
)
def test_tokens_become_running_text(tokens: str, text: str) -> None:
    joined, offsets = detokenise(tokens.split())
    assert joined == text
    assert len(offsets) == len(tokens.split())
    assert all(joined[begin:end] for begin, end in offsets)


@pytest.mark.parametrize(
    ("tagged", "names"),
    [
        ("Iran/B-org accused Britain", [("Iran", "GPE")]),
        (
            "Russian/B-gpe President/B-per Vladimir/I-per Putin/I-per",
            [("Russian", "NORP"), ("Vladimir Putin", "PERSON")],
        ),
        ("the prime/B-per minister left Monday/B-tim", []),
        ("in southern/B-geo Tikrit/I-geo", [("Tikrit", "GPE")]),
        ("the Persian/B-geo Gulf/I-geo", [("Persian Gulf", "LOC")]),
        ("Mr. Sharon/B-org said", [("Sharon", "PERSON")]),
        ("Burma/B-org 's/I-org Shan/I-org group", [("Burma", "GPE"), ("Shan", "ORG")]),
        ("the Lord/B-org 's/I-org Resistance/I-org Army/I-org", [("Lord's Resistance Army", "ORG")]),
        ("United/B-org Iraqi/B-gpe Alliance/B-org", [("United Iraqi Alliance", "ORG")]),
        ("CIA/B-org Director/I-org Porter/I-org Goss/I-org", [("CIA", "ORG"), ("Porter Goss", "PERSON")]),
        (
            "Brussels-based/B-org Euro/I-org Burma/I-org Office/I-org",
            [("Brussels", "ORG"), ("Euro Burma Office", "ORG")],
        ),
        ("U.N./B-geo troops", [("U.N.", "ORG")]),
        ("World War II/B-eve", []),
        ("a South/B-geo Korean/B-gpe envoy and Palestinians", [("South Korean", "NORP"), ("Palestinians", "NORP")]),
        ("Vioxx/B-art and AIDS/B-nat", []),
    ],
)
def test_gmb_is_read_on_purpose(tmp_path: Path, tagged: str, names: list[tuple[str, str]]) -> None:
    assert gmb(tmp_path, tagged) == names


def test_gmb_without_repair_keeps_the_corpus_spans(tmp_path: Path) -> None:
    tagged = "Burma/B-org 's/I-org Shan/I-org group"
    assert gmb(tmp_path, tagged, repair=False) == [("Burma's Shan", "ORG")]


def test_a_row_too_short_is_named(tmp_path: Path) -> None:
    path = tmp_path / "short.conll"
    path.write_text("word\tX\tO\nword\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 columns where 3") as caught:
        read_gmb(path, LEXICON)
    assert caught.value.line == 2


def test_the_majority_settles_what_the_corpus_leaves_uneven() -> None:
    said = [NamedSentence("Hamas met.", (NameSpan(0, 5, "ORG"),))] * 9
    odd = NamedSentence("Hamas met.", (NameSpan(0, 5, "GPE"),))
    bare = NamedSentence("He said Hamas met Hamas's men.", ())
    majority = Majority.of([*said, odd])
    assert found(majority.settled(odd)) == [("Hamas", "ORG")]
    assert found(majority.settled(bare)) == [("Hamas", ""), ("Hamas", "")]


def test_two_usual_names_in_one_are_parted() -> None:
    said = [NamedSentence("Bangladesh, India", (NameSpan(0, 10, "GPE"), NameSpan(12, 17, "GPE")))] * 5
    joint = NamedSentence("Bangladesh and India", (NameSpan(0, 20, "ORG"),))
    assert found(Majority.of(said).split(joint)) == [("Bangladesh", "GPE"), ("India", "GPE")]


def test_wikigold_keeps_nationalities_and_events_of_misc(tmp_path: Path) -> None:
    path = tmp_path / "w.txt"
    rows = "British I-MISC\nfilm O\nof O\nWorld I-MISC\nWar I-MISC\nII I-MISC\nin O\nEurope I-LOC\nBorat I-MISC\n\n"
    path.write_text(rows, encoding="utf-8")
    assert found(read_wikigold(path, LEXICON)[0]) == [("British", "NORP"), ("World War II", "EVENT"), ("Europe", "LOC")]


@pytest.mark.parametrize(("name", "event"), [("Korean War", True), ("G-8 Summit", True), ("Warsaw", False)])
def test_events_are_known_by_a_word(name: str, event: bool) -> None:
    assert is_event_name(name) is event


def test_uner_matches_sentences_by_id_whatever_their_order(tmp_path: Path) -> None:
    trees = list(
        parse_conllu(
            [
                "# sent_id = a",
                "1\tParis\tParis\tPROPN\tNNP\t_\t0\troot\t_\t_",
                "",
                "# sent_id = b",
                "1\tBo\tBo\tPROPN\tNNP\t_\t0\troot\t_\t_",
            ]
        )
    )
    path = tmp_path / "n.iob2"
    path.write_text("# sent_id = b\n1\tBo\tB-PER\t-\t-\n\n# sent_id = a\n1\tParis\tB-LOC\t-\t-\n", encoding="utf-8")
    assert [found(s) for s in read_uner(path, trees, LEXICON)] == [[("Paris", "GPE")], [("Bo", "PERSON")]]
    assert [found(s) for s in read_uner(path, trees, None)] == [[("Paris", "LOC")], [("Bo", "PER")]]


@pytest.mark.parametrize(
    ("words", "head", "person", "name"),
    [
        ("US activist Noam Chomsky , who", 3, True, "Noam Chomsky"),
        ("the University of Portsmouth , England", 1, False, "University of Portsmouth"),
        ("Korea 's Kim Shin", 3, True, "Kim Shin"),
        ("Gary Chan of DAB", 1, True, "Gary Chan"),
        ("the former leader", 2, False, None),
    ],
)
def test_the_name_in_a_phrase_is_its_run_of_capitals(words: str, head: int, person: bool, name: str | None) -> None:
    tokens = words.split()
    run = capital_run(tokens, head, person=person)
    assert (None if run is None else " ".join(tokens[slice(*run)])) == name


GUM = """\
# sent_id = g
1	General	General	PROPN	NNP	_	5	nsubj	_	Entity=(1-person-new-nnnnn-cf1-1-coref-Ulysses_Grant
2	Ulysses	Ulysses	PROPN	NNP	_	1	flat	_	_
3	Grant	Grant	PROPN	NNP	_	1	flat	_	Entity=1)
4	and	and	CCONJ	CC	_	5	cc	_	_
5	told	tell	VERB	VBD	_	0	root	_	_
6	the	the	DET	DT	_	7	det	_	Entity=(2-organization-new-nnnnn-cf2-1-coref
7	Court	Court	PROPN	NNP	_	5	obj	_	Entity=2)
8	of	of	ADP	IN	_	9	case	_	_
9	Durham	Durham	PROPN	NNP	_	10	compound	_	Entity=(3-organization-new-n-cf2-1-c-DU(4-place-new-n-cf2-1-c-D)
10	University	University	PROPN	NNP	_	5	obl	_	Entity=3)
11	he	he	PRON	PRP	_	5	nsubj	_	Entity=(1-person-giv:act-nnnnn-cf1-1-ana-Ulysses_Grant)
12	court	court	NOUN	NN	_	5	obj	_	Entity=(5-place-new-nnnnn-cf2-1-sgl)
""".splitlines()


def test_gum_names_are_found_in_their_phrases() -> None:
    trees = list(parse_conllu(GUM))
    [sentence] = read_gum(trees, common_nouns(trees), LEXICON)
    assert found(sentence) == [("Ulysses Grant", "PERSON"), ("Court", ""), ("Durham University", "ORG")]


MEANTIME = """<?xml version="1.0"?><Document doc_id="1">
<token number="0" sentence="0" t_id="1">Boeing</token><token number="1" sentence="0" t_id="2">sues</token>
<token number="2" sentence="0" t_id="3">the</token><token number="3" sentence="0" t_id="4">Dow</token>
<Markables><ENTITY_MENTION m_id="1" syntactic_type="NAM"><token_anchor t_id="1"/></ENTITY_MENTION>
<ENTITY_MENTION m_id="2" syntactic_type="NAM"><token_anchor t_id="3"/><token_anchor t_id="4"/></ENTITY_MENTION>
<ENTITY m_id="8" ent_type="ORG"/><ENTITY m_id="9" ent_type="FIN"/></Markables>
<Relations><REFERS_TO r_id="1"><source m_id="1"/><target m_id="8"/></REFERS_TO>
<REFERS_TO r_id="2"><source m_id="2"/><target m_id="9"/></REFERS_TO></Relations></Document>"""


def test_meantime_leaves_open_what_has_no_label_here(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(MEANTIME, encoding="utf-8")
    [sentence] = read_meantime(tmp_path, LEXICON)
    assert found(sentence) == [("Boeing", "ORG"), ("Dow", "")]


def test_meantime_that_is_not_xml_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("no xml", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.xml: not XML"):
        list(read_meantime(tmp_path, LEXICON))


def test_groups_inside_longer_names_are_left_alone() -> None:
    sentence = NamedSentence("the Russian Orthodox Church met Russian men", (NameSpan(4, 27, "ORG"),))
    assert found(mark_groups(sentence, LEXICON)) == [("Russian Orthodox Church", "ORG"), ("Russian", "NORP")]


def test_open_and_misaligned_names_are_missing_not_absent() -> None:
    nlp = spacy.blank("en")
    sentence = NamedSentence("Court met U.S.-led men", (NameSpan(0, 5, ""), NameSpan(10, 13, "GPE")))
    [doc] = named_docs(nlp, [sentence])
    assert [token.ent_iob_ for token in doc] == ["", "O", "", "O"]
    assert not doc.ents


def test_the_gazetteer_gives_the_lexicon() -> None:
    lexicon = Lexicon.read(ontology_path("gazetteer"))
    assert {"Russian", "Iranians", "North Korean"} <= lexicon.groups
    assert {"France", "U.S.", "United States", "Burma"} <= lexicon.states
    assert lexicon.label("Russia", "ORG") == "GPE"
    assert lexicon.label("Black Sea", "place") == "LOC"
    assert lexicon.label("Latin America", "place") == "LOC"
