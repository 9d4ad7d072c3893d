"""The phrase that names an issue, and who is named in it."""

from __future__ import annotations

import pytest
from sentences import article, read

from kg.model import Issue
from kg.nlp.issues import issue_of
from kg.nlp.reading import Reading


def issue(rows: str, word: str, *, leave_out: tuple[str, ...] = ()) -> Issue:
    doc = read(article(rows), "kg_coreference")
    head = next(t for t in doc if t.text == word)
    return issue_of(head, Reading(doc), leave_out=tuple(t for t in doc if t.text in leave_out))


@pytest.mark.parametrize(
    ("rows", "word", "label", "about"),
    [
        (
            (
                "They PRP 1 nsubj|backed VBD 1 ROOT back|the DT 3 det|plan NN 1 obj|for IN 5 case|Peru NNP 3 nmod"
                "|. . 1 punct"
            ),
            "plan",
            "plan for Peru",
            ("peru",),
        ),
        (
            (
                "They PRP 1 nsubj|agreed VBD 1 ROOT agree|to TO 3 mark|send VB 1 xcomp|Kenyan JJ 5 amod"
                "|troops NNS 3 obj troop|, , 1 punct"
            ),
            "send",
            "send Kenyan troops",
            ("kenya",),
        ),
        (
            "They PRP 1 nsubj|met VBD 1 ROOT meet|over IN 5 case|Peru NNP 5 nmod:poss|'s POS 3 case|debt NN 1 obl",
            "debt",
            "Peru's debt",
            ("peru",),
        ),
        (
            "They PRP 1 nsubj|backed VBD 1 ROOT back|talks NNS 1 obj talk|, , 5 punct|a DT 5 det|step NN 2 appos",
            "talks",
            "talks",
            (),
        ),
        (
            "They PRP 1 nsubj|backed VBD 1 ROOT back|talks NNS 1 obj talk|and CC 4 cc|aid NN 2 conj",
            "talks",
            "talks",
            (),
        ),
    ],
)
def test_the_label_is_the_phrase_without_what_only_leads_into_it(
    rows: str, word: str, label: str, about: tuple[str, ...]
) -> None:
    assert issue(rows, word) == Issue(label, about)


def test_branches_named_by_the_caller_are_left_out() -> None:
    rows = (
        "They PRP 1 nsubj|backed VBD 1 ROOT back|a DT 3 det|plan NN 1 obj|by IN 5 case|Peru NNP 3 nmod"
        "|for IN 7 case|peace NN 3 nmod"
    )
    assert issue(rows, "plan", leave_out=("Peru",)) == Issue("plan for peace")


def test_a_relative_clause_deeper_down_stays() -> None:
    rows = (
        "They PRP 1 nsubj|backed VBD 1 ROOT back|aid NN 1 obj|for IN 4 case|farmers NNS 2 nmod farmer"
        "|who WP 6 nsubj|fled VBD 4 acl:relcl flee"
    )
    assert issue(rows, "aid").label == "aid for farmers who fled"


def test_a_label_never_grows_without_end() -> None:
    rows = "They PRP 1 nsubj|want VBP 1 ROOT want|peace NN 1 obj" + "".join(
        f"|in IN {4 + 2 * i} case|towns NNS {2 + 2 * i} nmod town" for i in range(40)
    )
    assert len(issue(rows, "peace").label.split()) <= 28


def test_one_word_is_an_issue_whatever_it_is() -> None:
    assert issue("They PRP 1 nsubj|met VBD 1 ROOT meet|about IN 1 obl", "about").label == "about"
