"""Titles of offices in running text, and the words before them that make another title or only date it."""

from __future__ import annotations

import itertools

import pytest
from sentences import article

from kg.gazetteer import default_gazetteer
from kg.nlp.titles import TitleLexicon, TitleSpan

LEXICON = TitleLexicon(default_gazetteer())


def titles(rows: str) -> list[TitleSpan]:
    return list(LEXICON.find(article(rows)))


def only(rows: str) -> tuple[str, str, TitleSpan]:
    """The text of the one title in a sentence, its canonical form, and the span."""
    doc = article(rows)
    (title,) = LEXICON.find(doc)
    return doc[title.start : title.end].text, title.title, title


def test_the_longest_title_wins() -> None:
    text, title, _ = only("Prime NNP 1 compound|Minister NNP 2 nmod:desc|Abe NNP 3 nsubj|left VBD 3 ROOT leave")
    assert (text, title) == ("Prime Minister", "Prime Minister")
    text, title, _ = only("Secretary NNP 3 nmod:desc|of IN 2 case|State NNP 0 nmod|Rice NNP 4 nsubj|left VBD 4 ROOT")
    assert (text, title) == ("Secretary of State", "Secretary of State")


def test_the_head_of_a_title_is_its_noun_in_the_tree() -> None:
    rows = "Secretary NNP 3 nmod:desc|of IN 2 case|State NNP 0 nmod|Rice NNP 4 nsubj|left VBD 4 ROOT"
    assert article(rows)[only(rows)[2].head].text == "Secretary"


@pytest.mark.parametrize(
    ("rows", "text", "canonical"),
    [
        ("the DT 1 det|premier NN 1 ROOT", "premier", "Prime Minister"),
        ("deputy JJ 2 amod|foreign JJ 2 amod|minister NN 2 ROOT", "deputy foreign minister", "Deputy Foreign Minister"),
        ("deputy JJ 2 amod|oil NN 2 compound|minister NN 2 ROOT", "deputy oil minister", "Deputy Oil Minister"),
        ("the DT 3 det|vice NN 3 compound|- HYPH 3 punct|president NN 3 ROOT", "vice-president", "Vice President"),
        ("vice NN 2 compound|- HYPH 2 punct|mayor NN 2 ROOT", "vice-mayor", "Vice Mayor"),
        ("co NN 2 compound|- HYPH 2 punct|chairman NN 2 ROOT", "co-chairman", "Co-Chairman"),
        (
            ("assistant NN 2 compound|police NN 2 compound|chief NN 2 ROOT"),
            "assistant police chief",
            "Assistant Police Chief",
        ),
    ],
)
def test_words_that_make_another_office_join_the_title(rows: str, text: str, canonical: str) -> None:
    found, title, span = only(rows)
    assert (found, title) == (text, canonical)
    assert not span.former


@pytest.mark.parametrize(
    "rows",
    [
        "former JJ 2 amod|Finance NNP 2 compound|Minister NNP 2 ROOT",
        "ousted VBN 2 amod oust|Finance NNP 2 compound|Minister NNP 2 ROOT",
        "ex NN 3 compound|- HYPH 3 punct|Finance NNP 3 compound|Minister NNP 3 ROOT",
        "then RB 3 advmod|- HYPH 3 punct|Finance NNP 3 compound|Minister NNP 3 ROOT",
    ],
)
def test_an_office_that_is_over_is_marked_and_keeps_its_title(rows: str) -> None:
    _, title, span = only(rows)
    assert title == "Finance Minister"
    assert span.former
    assert span.start == 0


@pytest.mark.parametrize("word", ["acting", "interim", "veteran", "newly appointed"])
def test_words_that_change_nothing_about_the_title(word: str) -> None:
    words = word.split()
    head = len(words)
    _, title, span = only("|".join(f"{w} JJ {head} amod" for w in words) + f"|president NN {head} ROOT")
    assert title == "President"
    assert not span.former
    assert span.start == 0


def test_former_and_deputy_together() -> None:
    _, title, span = only("former JJ 2 amod|deputy JJ 2 amod|mayor NN 2 ROOT")
    assert (title, span.former) == ("Deputy Mayor", True)


def test_a_word_that_may_be_a_title_itself() -> None:
    assert only("the DT 1 det|chief NN 2 nsubj|left VBD 2 ROOT leave")[1] == "Chief"


def test_a_title_that_only_one_state_has_says_whose_it_is() -> None:
    *_, span = only("Chancellor NNP 0 ROOT|of IN 3 case|the DT 3 det|Exchequer NNP 0 nmod")
    assert span.holder_of == "united-kingdom"
    *_, span = only("foreign JJ 1 amod|minister NN 1 ROOT")
    assert span.holder_of is None
    assert span.scope == "state"


def test_an_acronym_in_a_title_is_the_owner_not_the_title() -> None:
    text, title, _ = only("the DT 2 det|FBI NNP 2 compound|director NN 2 ROOT")
    assert (text, title) == ("director", "Director")


def test_an_acronym_joined_by_a_hyphen_is_no_part_of_a_title_either() -> None:
    text, title, _ = only(
        "the DT 5 det|UN NNP 5 compound|- HYPH 4 punct|Arab NNP 4 compound|League NNP 5 compound|envoy NN 5 ROOT"
    )
    assert (text, title) == ("envoy", "Envoy")


def test_hours_are_no_premiers() -> None:
    assert titles("at IN 2 case|3 CD 2 nummod|pm NN 3 obl|left VBD 3 ROOT leave") == []


def test_abbreviated_ranks_count_with_and_without_their_dot() -> None:
    assert only("Gen. NNP 1 compound|Tarouni NNP 1 ROOT")[1] == "General"
    assert only("Gen NNP 1 compound|Tarouni NNP 1 ROOT")[1] == "General"


@pytest.mark.parametrize(
    "rows",
    [
        "She PRP 2 nsubj|will MD 2 aux|head VB 2 ROOT|the DT 4 det|mission NN 2 obj",
        "a DT 2 det|presidential JJ 2 amod|election NN 2 ROOT",
        "the DT 1 det|state NN 1 ROOT|of IN 3 case|affairs NNS 1 nmod affair",
    ],
)
def test_what_is_no_title(rows: str) -> None:
    assert titles(rows) == []


def test_titles_come_in_text_order_and_never_overlap() -> None:
    found = titles(
        "the DT 1 det|president NN 8 nsubj|, , 4 punct|vice NN 4 compound|president NN 1 conj|and CC 7 cc"
        "|prime JJ 7 amod|minister NN 1 conj|left VBD 8 ROOT leave"
    )
    assert [t.title for t in found] == ["President", "Vice President", "Prime Minister"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
