"""What lies ahead, by the word that tells it, on the shipped pipeline's parses."""

from __future__ import annotations

import pytest

from kg.nlp.annotator import Annotator
from kg.nlp.outlook import lies_ahead

AHEAD = """
The envoy will [land] in Oslo.
The parties would [return] to the table in May.
The council may [vote] on it.
The king shall [receive] them.
Nobody should [doubt] it.
She is to [visit] Tunis.
They were to [sign] the treaty.
Peru to [host] the summit
The premier agreed to [attend].
He wants to [meet] the rebels.
They signed an accord to [share] the water.
The plan to [withdraw] was praised.
The envoy flew to Cairo to [mediate].
The minister considered [resigning].
The group called for a [boycott].
Ministers demanded an [inquiry].
Markets fell on fears of a [war].
There are hopes for a [truce].
An upcoming [visit] was mentioned.
The planned [withdrawal] of troops was praised.
The [withdrawal] is expected in June.
The ban will end when the talks [resume].
If no deal is [reached], sanctions will follow.
They will [meet] in Rome and [sign] the text.
The border will be [closed].
The envoy is likely to [fail].
"""

NOT_AHEAD = """
The envoy [landed] in Oslo.
Both sides are [fighting] for the town.
The ship can [carry] forty planes.
The pact would have [ended] the war.
He began to [sell] arms.
The guards refused to [let] them pass.
The party failed to [win] a seat.
She was the first woman to [lead] the alliance.
The index dropped to [close] at a low.
The premier welcomed the [decision].
The rebels [condemned] the attack.
The [war] has lasted two years.
Talks will end the [crisis].
They seem to [know] him.
After [meeting] the king, she left.
The town was [taken] on Monday.
The minister signed the [treaty].
Speaking on Monday, he [denied] the charge.
The [refugees] were sent home.
The union [is] a member of the council.
"""


def rows(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line]


def outlooks(annotator: Annotator, marked: str) -> list[bool]:
    """For each bracketed word of a sentence."""
    text, places = "", []
    for at, part in enumerate(marked.replace("]", "[").split("[")):
        if at % 2:
            places.append(len(text))
        text += part
    doc = annotator.nlp.make_doc(text)
    for name, component in annotator.nlp.pipeline:
        if not name.startswith("kg_") or name in {"kg_encoder", "kg_paragraphs"}:
            doc = component(doc)
    return [lies_ahead(token) for token in doc if token.idx in places]


@pytest.mark.parametrize("marked", rows(AHEAD))
def test_what_lies_ahead(annotator, marked):
    assert all(outlooks(annotator, marked))


@pytest.mark.parametrize("marked", rows(NOT_AHEAD))
def test_what_does_not(annotator, marked):
    assert not any(outlooks(annotator, marked))
