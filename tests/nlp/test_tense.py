"""Which way a clause points, on trees built by hand in both dependency schemes."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from kg.nlp.tense import direction_of
from kg.nlp.timegrammar import Direction

PAST, FUTURE, UNKNOWN = Direction.PAST, Direction.FUTURE, Direction.UNKNOWN
VOCAB = spacy.blank("en").vocab


def tree(rows: str, *, tags: bool = True) -> Doc:
    """A parsed Doc from lines of ``word lemma POS TAG head dep`` (heads by position from 1, 0 for the root)."""
    split = [line.split() for line in rows.strip().splitlines()]
    words, lemmas, pos, tag, heads, deps = (list(column) for column in zip(*split, strict=True))
    return Doc(
        VOCAB,
        words=words,
        lemmas=lemmas,
        pos=pos,
        tags=tag if tags else None,
        morphs=None if tags else [MORPHS.get(t, "") for t in tag],
        heads=[int(head) - 1 if head != "0" else index for index, head in enumerate(heads)],
        deps=["ROOT" if head == "0" else dep for head, dep in zip(heads, deps, strict=True)],
    )


MORPHS = {
    "VBD": "Tense=Past|VerbForm=Fin",
    "VBZ": "Tense=Pres|VerbForm=Fin",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VB": "VerbForm=Inf",
}

MET_UD = """
    They they PRON PRP 2 nsubj
    met meet VERB VBD 0 root
    in in ADP IN 4 case
    June June PROPN NNP 2 obl
"""
MET_CLEARNLP = """
    They they PRON PRP 2 nsubj
    met meet VERB VBD 0 ROOT
    in in ADP IN 2 prep
    June June PROPN NNP 3 pobj
"""
WILL_MEET_UD = """
    They they PRON PRP 3 nsubj
    will will AUX MD 3 aux
    meet meet VERB VB 0 root
    in in ADP IN 5 case
    June June PROPN NNP 3 obl
"""
WOULD_MEET = """
    He he PRON PRP 2 nsubj
    said say VERB VBD 0 root
    they they PRON PRP 5 nsubj
    would would AUX MD 5 aux
    meet meet VERB VB 2 ccomp
    in in ADP IN 7 case
    June June PROPN NNP 5 obl
"""
WOULD_HAVE_MET = """
    They they PRON PRP 4 nsubj
    would would AUX MD 4 aux
    have have AUX VB 4 aux
    met meet VERB VBN 0 root
    in in ADP IN 6 case
    June June PROPN NNP 4 obl
"""
WAS_TO_MEET_UD = """
    He he PRON PRP 2 nsubj
    was be VERB VBD 0 root
    to to PART TO 4 mark
    meet meet VERB VB 2 xcomp
    them they PRON PRP 4 obj
    in in ADP IN 7 case
    June June PROPN NNP 4 obl
"""
WAS_TO_MEET_CLEARNLP = """
    He he PRON PRP 2 nsubj
    was be AUX VBD 0 ROOT
    to to PART TO 4 aux
    meet meet VERB VB 2 xcomp
    them they PRON PRP 4 dobj
    in in ADP IN 4 prep
    June June PROPN NNP 6 pobj
"""
EXPECTED_TO = """
    It it PRON PRP 3 nsubj:pass
    was be AUX VBD 3 aux:pass
    expected expect VERB VBN 0 root
    to to PART TO 5 mark
    open open VERB VB 3 xcomp
    in in ADP IN 7 case
    June June PROPN NNP 5 obl
"""
SCHEDULED_FOR = """
    talks talk NOUN NNS 5 nsubj
    scheduled schedule VERB VBN 1 acl
    for for ADP IN 4 case
    June June PROPN NNP 2 obl
    collapsed collapse VERB VBD 0 root
"""
DUE_IN = """
    He he PRON PRP 3 nsubj
    was be AUX VBD 3 cop
    due due ADJ JJ 0 root
    home home ADV RB 3 advmod
    in in ADP IN 6 case
    June June PROPN NNP 3 obl
"""
POSTPONED_UNTIL = """
    It it PRON PRP 3 nsubj:pass
    was be AUX VBD 3 aux:pass
    postponed postpone VERB VBN 0 root
    until until ADP IN 5 case
    June June PROPN NNP 3 obl
"""
POSTPONED_IN = POSTPONED_UNTIL.replace("until until", "in in")
MANAGED_TO = """
    They they PRON PRP 2 nsubj
    managed manage VERB VBD 0 root
    to to PART TO 4 mark
    meet meet VERB VB 2 xcomp
    in in ADP IN 6 case
    June June PROPN NNP 4 obl
"""
AGREED_TO = MANAGED_TO.replace("managed manage", "agreed agree")
PURPOSE = """
    They they PRON PRP 2 nsubj
    flew fly VERB VBD 0 root
    home home ADV RB 2 advmod
    to to PART TO 5 mark
    meet meet VERB VB 2 advcl
    in in ADP IN 7 case
    June June PROPN NNP 5 obl
"""
HEADLINE = """
    Leaders leader NOUN NNS 3 nsubj
    to to PART TO 3 mark
    meet meet VERB VB 0 root
    in in ADP IN 5 case
    June June PROPN NNP 3 obl
"""
ARE_MEETING = """
    They they PRON PRP 3 nsubj
    are be AUX VBP 3 aux
    meeting meet VERB VBG 0 root
    in in ADP IN 5 case
    June June PROPN NNP 3 obl
"""
WERE_MEETING = ARE_MEETING.replace("are be AUX VBP", "were be AUX VBD")
HAVE_MET = """
    They they PRON PRP 3 nsubj
    have have AUX VBP 3 aux
    met meet VERB VBN 0 root
    in in ADP IN 5 case
    June June PROPN NNP 3 obl
"""
IS_IN_UD = """
    It it PRON PRP 4 nsubj
    is be AUX VBZ 4 cop
    in in ADP IN 4 case
    June June PROPN NNP 0 root
"""
WAS_IN_UD = IS_IN_UD.replace("is be AUX VBZ", "was be AUX VBD")
IS_IN_CLEARNLP = """
    It it PRON PRP 2 nsubj
    is be AUX VBZ 0 ROOT
    in in ADP IN 2 prep
    June June PROPN NNP 3 pobj
"""
BEGINS = """
    It it PRON PRP 2 nsubj
    begins begin VERB VBZ 0 root
    in in ADP IN 4 case
    June June PROPN NNP 2 obl
"""
SUFFERS = BEGINS.replace("begins begin", "suffers suffer")
AND_SIGNED = """
    He he PRON PRP 2 nsubj
    came come VERB VBD 0 root
    speaking speak VERB VBG 2 advcl
    in in ADP IN 5 case
    June June PROPN NNP 3 obl
"""
DISCUSSED_THE_JUNE = """
    They they PRON PRP 2 nsubj
    discussed discuss VERB VBD 0 root
    the the DET DT 5 det
    June June PROPN NNP 5 compound
    conference conference NOUN NN 2 obj
"""
WILL_DISCUSS_THE_JUNE = """
    They they PRON PRP 3 nsubj
    will will AUX MD 3 aux
    discuss discuss VERB VB 0 root
    the the DET DT 6 det
    June June PROPN NNP 6 compound
    attack attack NOUN NN 3 obj
"""
WILL_JOIN_THE_JUNE = WILL_DISCUSS_THE_JUNE.replace("attack attack", "summit summit")
THE_PLANNED_JUNE = """
    They they PRON PRP 2 nsubj
    discussed discuss VERB VBD 0 root
    the the DET DT 6 det
    planned planned ADJ JJ 6 amod
    June June PROPN NNP 6 compound
    conference conference NOUN NN 2 obj
"""
AHEAD_OF = """
    They they PRON PRP 2 nsubj
    met meet VERB VBD 0 root
    ahead ahead ADV RB 2 advmod
    of of ADP IN 6 case
    June June PROPN NNP 6 compound
    talks talk NOUN NNS 3 obl
"""
NO_VERB = """
    Talks talk NOUN NNS 0 root
    in in ADP IN 3 case
    June June PROPN NNP 1 nmod
"""
MISATTACHED = """
    He he PRON PRP 3 nsubj
    will will AUX MD 3 aux
    leave leave VERB VB 0 root
    , , PUNCT , 3 punct
    they they PRON PRP 6 nsubj
    said say VERB VBD 3 parataxis
    June June PROPN NNP 3 obl
"""

CASES = {
    "past": (MET_UD, PAST),
    "past, ClearNLP": (MET_CLEARNLP, PAST),
    "will": (WILL_MEET_UD, FUTURE),
    "said they would": (WOULD_MEET, FUTURE),
    "would have": (WOULD_HAVE_MET, PAST),
    "was to": (WAS_TO_MEET_UD, FUTURE),
    "was to, ClearNLP": (WAS_TO_MEET_CLEARNLP, FUTURE),
    "was expected to": (EXPECTED_TO, FUTURE),
    "scheduled for": (SCHEDULED_FOR, FUTURE),
    "was due in": (DUE_IN, FUTURE),
    "postponed until": (POSTPONED_UNTIL, FUTURE),
    "postponed in": (POSTPONED_IN, PAST),
    "managed to": (MANAGED_TO, PAST),
    "agreed to": (AGREED_TO, FUTURE),
    "flew home to meet": (PURPOSE, UNKNOWN),
    "headline to meet": (HEADLINE, FUTURE),
    "are meeting": (ARE_MEETING, FUTURE),
    "were meeting": (WERE_MEETING, PAST),
    "have met": (HAVE_MET, PAST),
    "is in": (IS_IN_UD, FUTURE),
    "was in": (WAS_IN_UD, PAST),
    "is in, ClearNLP": (IS_IN_CLEARNLP, FUTURE),
    "begins": (BEGINS, FUTURE),
    "suffers": (SUFFERS, UNKNOWN),
    "came speaking": (AND_SIGNED, PAST),
    "discussed the June conference": (DISCUSSED_THE_JUNE, UNKNOWN),
    "will discuss the June attack": (WILL_DISCUSS_THE_JUNE, UNKNOWN),
    "will join the June summit": (WILL_JOIN_THE_JUNE, FUTURE),
    "the planned June conference": (THE_PLANNED_JUNE, FUTURE),
    "ahead of June talks": (AHEAD_OF, FUTURE),
    "no verb": (NO_VERB, UNKNOWN),
    "said June, tied to another verb": (MISATTACHED, PAST),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("tags", [True, False], ids=["tags", "features"])
def test_direction(name, tags):
    rows, expected = CASES[name]
    doc = tree(rows, tags=tags)
    june = next(token.i for token in doc if token.text == "June")
    assert direction_of(doc, doc[june : june + 1]) is expected


def test_nothing_parsed_says_nothing():
    doc = Doc(VOCAB, words=["They", "met", "in", "June"])
    assert direction_of(doc, doc[3:4]) is UNKNOWN


def test_the_direction_of_a_preposition_and_its_time_is_that_of_the_time():
    doc = tree(SCHEDULED_FOR)
    assert direction_of(doc, doc[2:4]) is FUTURE
