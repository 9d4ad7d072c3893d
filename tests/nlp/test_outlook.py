"""What lies ahead, by the word that tells it, on the shipped pipeline's parses."""

from __future__ import annotations

import pytest
from bracketed import bracketed, sentences

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


@pytest.mark.parametrize("marked", sentences(AHEAD))
def test_what_lies_ahead(annotator, marked):
    assert all(lies_ahead(word) for word in bracketed(annotator, marked))


@pytest.mark.parametrize("marked", sentences(NOT_AHEAD))
def test_what_does_not(annotator, marked):
    assert not any(lies_ahead(word) for word in bracketed(annotator, marked))
