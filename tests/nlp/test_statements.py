"""Who said what, in quotation marks and without."""

from __future__ import annotations

import pytest
from sentences import SCHEMES, article, read

from kg.model import Statement

OKORO = ("Jonas Okoro", "PERSON")
NORVALD = ("Inga Norvald", "PERSON")
# A sentence that introduces the speaker without quoting him.
CAME = "Jonas NNP 2 nsubj|Okoro NNP 0 flat|came VBD 2 ROOT come|. . 2 punct"


def statements(
    *paragraphs: str, ents: tuple[tuple[str, str], ...] = (OKORO, NORVALD), scheme: str = "ud"
) -> tuple[Statement, ...]:
    text = "||".join(paragraphs)
    known = tuple(e for e in ents if e[0].split()[0] in text)
    found: tuple[Statement, ...] = read(article(*paragraphs, ents=known, scheme=scheme), "kg_statements")._.statements
    return found


def said(*paragraphs: str, scheme: str = "ud") -> list[tuple[str | None, str | None]]:
    """Speaker and quotation of each direct statement."""
    return [(s.speaker, s.quote) for s in statements(*paragraphs, scheme=scheme) if s.quote is not None]


# --- the clause of saying ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "rows",
    [
        # behind, inverted
        (
            "“ `` 2 punct|We PRP 2 nsubj|agree VBP 7 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
            "|said VBD 7 ROOT say|Jonas NNP 7 nsubj|Okoro NNP 8 flat"
        ),
        # behind, in order, straight marks
        (
            "\" `` 2 punct|We PRP 2 nsubj|agree VBP 9 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|\" '' 2 punct"
            "|Jonas NNP 9 nsubj|Okoro NNP 7 flat|said VBD 9 ROOT say"
        ),
        # before, with a colon
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|: : 6 punct|“ `` 6 punct|We PRP 6 nsubj"
            "|agree VBP 2 ccomp|on IN 8 case|this DT 6 obl|, , 6 punct|” '' 6 punct"
        ),
        # passive
        (
            "“ `` 2 punct|We PRP 2 nsubj|agree VBP 9 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
            "|it PRP 9 nsubj:pass|was VBD 9 aux:pass be|noted VBN 9 ROOT note|by IN 11 case"
            "|Jonas NNP 9 obl:agent|Okoro NNP 11 flat"
        ),
    ],
)
def test_the_speaker_stands_in_the_clause_of_saying(rows: str, scheme: str) -> None:
    assert said(rows, scheme=scheme) == [("jonas-okoro", "We agree on this")]


def test_the_speaker_whom_the_parse_missed_stands_beside_the_verb() -> None:
    rows = (
        "“ `` 2 punct|We PRP 2 nsubj|agree VBP 2 ROOT|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
        "|said VBD 2 parataxis say|Jonas NNP 7 obj|Okoro NNP 8 flat"
    )
    assert said(rows) == [("jonas-okoro", "We agree on this")]


def test_a_sentence_that_the_parser_split_behind_the_quotation() -> None:
    rows = (
        "“ `` 2 punct|We PRP 2 nsubj|agree VBP 2 ROOT|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct|"
        "|Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|. . 2 punct"
    )
    (statement,) = statements(rows)
    assert (statement.speaker, statement.rule) == ("jonas-okoro", "clause of saying")
    assert len(statement.evidence) == 2


def test_the_nearest_verb_of_saying_counts() -> None:
    rows = (
        "Inga NNP 2 nsubj|Norvald NNP 0 flat|left VBD 2 ROOT leave|, , 5 punct|aides NNS 5 nsubj aide"
        "|said VBD 2 parataxis say|, , 9 punct|“ `` 9 punct|before IN 9 mark|time NN 2 advcl"
        "|ran VBD 9 dep run|out RP 10 compound:prt|, , 9 punct|” '' 9 punct|said VBD 2 parataxis say"
        "|Jonas NNP 14 nsubj|Okoro NNP 15 flat"
    )
    assert said(rows) == [("jonas-okoro", "before time ran out")]


def test_officials_speak_for_their_state() -> None:
    rows = (
        "“ `` 2 punct|We PRP 2 nsubj|agree VBP 7 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
        "|said VBD 7 ROOT say|Peruvian JJ 9 amod|officials NNS 7 nsubj official"
    )
    assert said(rows) == [("peru", "We agree on this")]


def test_a_pronoun_speaks_for_whom_it_means() -> None:
    rows = (
        "“ `` 2 punct|We PRP 2 nsubj|agree VBP 8 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
        "|he PRP 8 nsubj|said VBD 8 ROOT say"
    )
    assert said(f"{CAME}||{rows}") == [("jonas-okoro", "We agree on this")]


# --- one utterance, several stretches ---------------------------------------------------------------------------------

FIRST = (
    "“ `` 2 punct|We PRP 2 nsubj|agree VBP 9 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
    "|Jonas NNP 9 nsubj|Okoro NNP 7 flat|said VBD 9 ROOT say|. . 9 punct"
)
SECOND = "“ `` 3 punct|It PRP 3 nsubj|is VBZ 3 cop be|time NN 3 ROOT|to TO 5 mark|go VB 3 acl|. . 3 punct|” '' 3 punct"


def test_an_utterance_interrupted_by_its_clause_of_saying_is_one() -> None:
    (statement,) = statements(f"{FIRST}||{SECOND}")
    assert statement.quote == "We agree on this, It is time to go."
    assert [p.text for p in statement.evidence] == ["“We agree on this,” Jonas Okoro said.", "“It is time to go.”"]


def test_something_between_makes_them_two() -> None:
    between = "Rain NN 1 nsubj|fell VBD 1 ROOT fall|. . 1 punct"
    assert said(f"{FIRST}||{between}||{SECOND}") == [
        ("jonas-okoro", "We agree on this"),
        ("jonas-okoro", "It is time to go."),
    ]


def test_the_next_paragraph_is_another_statement_of_the_same_speaker() -> None:
    found = statements(FIRST, SECOND)
    assert [(s.speaker, s.rule) for s in found] == [
        ("jonas-okoro", "clause of saying"),
        ("jonas-okoro", "speaker before"),
    ]
    assert found[0].confidence > found[1].confidence


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    opened = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|: : 6 punct|“ `` 6 punct|We PRP 6 nsubj"
        "|agree VBP 2 ccomp|on IN 8 case|this DT 6 obl|. . 6 punct"
    )
    assert said(opened, SECOND) == [("jonas-okoro", "We agree on this."), ("jonas-okoro", "It is time to go.")]


def test_a_quotation_of_several_sentences_has_them_all_as_evidence() -> None:
    rows = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|: : 6 punct|“ `` 6 punct|We PRP 6 nsubj"
        "|agree VBP 2 ccomp|. . 2 punct||They PRP 1 nsubj|do VBP 1 ROOT|. . 1 punct|” '' 1 punct"
    )
    (statement,) = statements(rows)
    assert statement.quote == "We agree. They do."
    assert len(statement.evidence) == 2


# --- other ways to tell the speaker -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_according_to(scheme: str) -> None:
    rows = (
        "According VBG 2 case|to IN 0 fixed|Jonas NNP 9 obl|Okoro NNP 2 flat|, , 9 punct|it PRP 9 nsubj"
        "|was VBD 9 cop be|“ `` 9 punct|a DT 9 det|step NN 9 ROOT|in IN 11 case|time NN 9 nmod|. . 9 punct"
        "|” '' 9 punct"
    )
    (statement,) = statements(rows, scheme=scheme)
    assert (statement.speaker, statement.rule) == ("jonas-okoro", "according to")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_subject_of_the_sentence_into_which_the_words_are_worked(scheme: str) -> None:
    rows = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|saw VBD 2 ROOT see|it PRP 2 obj|as IN 7 case|“ `` 7 punct"
        "|a DT 7 det|step NN 2 obl|in IN 9 case|time NN 7 nmod|. . 2 punct|” '' 7 punct"
    )
    (statement,) = statements(rows, scheme=scheme)
    assert (statement.speaker, statement.rule) == ("jonas-okoro", "subject of the sentence")


def test_nobody_is_made_up() -> None:
    (statement,) = statements(SECOND)
    assert statement.speaker is None
    assert statement.rule == "no speaker told"


def test_words_held_at_arms_length_are_no_statement() -> None:
    rows = "The DT 3 det|“ `` 3 punct|transition NN 3 compound|plan NN 5 nsubj|” '' 3 punct|failed VBD 5 ROOT fail"
    assert said(rows) == []


# --- to whom, through whom --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_audience(scheme: str) -> None:
    rows = (
        "“ `` 2 punct|We PRP 2 nsubj|agree VBP 9 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
        "|Jonas NNP 9 nsubj|Okoro NNP 7 flat|told VBD 9 ROOT tell|Inga NNP 9 obj|Norvald NNP 10 flat"
    )
    (statement,) = statements(rows, scheme=scheme)
    assert statement.audience == ("inga-norvald",)
    assert statement.via is None


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "rows",
    [
        (
            "“ `` 2 punct|We PRP 2 nsubj|agree VBP 9 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
            "|Jonas NNP 9 nsubj|Okoro NNP 7 flat|told VBD 9 ROOT tell|Reuters NNP 9 obj"
        ),
        (
            "“ `` 2 punct|We PRP 2 nsubj|agree VBP 9 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
            "|Jonas NNP 9 nsubj|Okoro NNP 7 flat|said VBD 12 ccomp say|, , 9 punct|Reuters NNP 12 nsubj"
            "|reported VBD 12 ROOT report"
        ),
        (
            "“ `` 2 punct|We PRP 2 nsubj|agree VBP 9 ccomp|on IN 4 case|this DT 2 obl|, , 2 punct|” '' 2 punct"
            "|Jonas NNP 9 nsubj|Okoro NNP 7 flat|said VBD 9 ROOT say|, , 9 punct|according VBG 13 case"
            "|to IN 11 fixed|Reuters NNP 9 obl"
        ),
    ],
)
def test_the_agency_that_reports_it(rows: str, scheme: str) -> None:
    (statement,) = statements(rows, scheme=scheme)
    assert (statement.speaker, statement.via) == ("jonas-okoro", "reuters")


# --- indirect speech --------------------------------------------------------------------------------------------------


def reported(*paragraphs: str, scheme: str = "ud") -> list[tuple[str | None, str | None]]:
    """Speaker and content of each statement without quotation marks."""
    return [(s.speaker, s.content) for s in statements(*paragraphs, scheme=scheme) if s.quote is None]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "rows",
    [
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|that IN 6 mark|talks NNS 6 nsubj talk"
            "|would MD 6 aux|resume VB 2 ccomp|. . 2 punct"
        ),
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|said VBD 2 ROOT say|talks NNS 5 nsubj talk|would MD 5 aux"
            "|resume VB 2 ccomp|. . 2 punct"
        ),
        (
            "talks NNS 2 nsubj talk|would MD 2 aux|resume VB 2 ROOT|, , 2 punct|Jonas NNP 6 nsubj"
            "|Okoro NNP 4 flat|said VBD 2 parataxis say|. . 2 punct"
        ),
        (
            "talks NNS 2 nsubj talk|would MD 2 aux|resume VB 6 ccomp|, , 2 punct|Jonas NNP 6 nsubj"
            "|Okoro NNP 4 flat|said VBD 6 ROOT say|. . 6 punct"
        ),
    ],
)
def test_a_clause_that_a_verb_of_saying_reports(rows: str, scheme: str) -> None:
    assert reported(rows, scheme=scheme) == [("jonas-okoro", "talks would resume")]


def test_a_clause_of_saying_in_the_midst_leaves_no_commas() -> None:
    rows = (
        "Talks NNS 7 nsubj talk|, , 4 punct|Jonas NNP 4 nsubj|Okoro NNP 2 flat|said VBD 7 parataxis say"
        "|, , 4 punct|would MD 7 aux|resume VB 7 ROOT|. . 7 punct"
    )
    assert reported(rows) == [("jonas-okoro", "Talks would resume")]


@pytest.mark.parametrize(
    "rows",
    [
        # denied
        (
            "Jonas NNP 4 nsubj|Okoro NNP 0 flat|did VBD 4 aux do|not RB 4 advmod|say VB 4 ROOT"
            "|talks NNS 7 nsubj talk|would MD 7 aux|resume VB 4 ccomp"
        ),
        # nobody says it
        (
            "It PRP 2 nsubj:pass|was VBD 2 aux:pass be|said VBN 2 ROOT say|talks NNS 5 nsubj talk"
            "|would MD 5 aux|resume VB 2 ccomp"
        ),
        # no verb of saying
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|saw VBD 2 ROOT see|talks NNS 5 nsubj talk|would MD 5 aux|resume VB 2 ccomp",
        # asked of somebody, not said
        (
            "Jonas NNP 2 nsubj|Okoro NNP 0 flat|asked VBD 2 ROOT ask|talks NNS 5 nsubj talk|would MD 5 aux"
            "|resume VB 2 ccomp"
        ),
    ],
)
def test_what_reports_nothing(rows: str) -> None:
    assert reported(rows) == []


def test_a_clause_in_quotation_marks_is_told_once() -> None:
    found = statements(FIRST)
    assert [s.content for s in found] == [None]


def test_the_source_of_a_source_is_no_content() -> None:
    rows = (
        "Jonas NNP 2 nsubj|Okoro NNP 0 flat|spoke VBD 2 ROOT speak|of IN 4 case|peace NN 2 obl|, , 2 punct"
        "|Inga NNP 8 nsubj|Norvald NNP 6 flat|reported VBD 2 parataxis report"
    )
    assert reported(rows) == []


# --- what holds of every statement ------------------------------------------------------------------------------------


def test_statements_come_in_text_order_with_evidence_that_is_in_the_text() -> None:
    indirect = (
        "Inga NNP 2 nsubj|Norvald NNP 0 flat|said VBD 2 ROOT say|talks NNS 5 nsubj talk|would MD 5 aux"
        "|resume VB 2 ccomp|. . 2 punct"
    )
    doc = read(article(f"{FIRST}||{indirect}", SECOND, ents=[OKORO, NORVALD]), "kg_statements")
    found = doc._.statements
    assert [s.speaker for s in found] == ["jonas-okoro", "inga-norvald", "inga-norvald"]
    for passage in (p for s in found for p in s.evidence):
        assert doc.text[passage.begin : passage.end] == passage.text
