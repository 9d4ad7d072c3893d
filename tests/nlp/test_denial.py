"""What a text denies, by the word that tells it, on the shipped pipeline's parses."""

from __future__ import annotations

import pytest
from bracketed import bracketed, sentences

from kg.nlp.denial import is_denied

DENIED = """
The envoys did not [meet].
They never [signed] the pact.
Neither side [attended].
No minister [attended].
The treaty was not [ratified].
The guards refused to [leave].
The party failed to [win] a seat.
The firm would stop [selling] arms.
The army ceased [shelling] the town.
She could no longer [attend].
The index nearly [fell] to zero.
The cancelled [visit] was mentioned.
The now-cancelled [deal] was mentioned.
The [summit] was scrapped on Monday.
The force is there to prevent a [war].
The offer is not [sufficient].
"""

NOT_DENIED = """
The envoys [met] in Oslo.
The envoys did not say that they [met].
The firm did not stop [selling] arms.
The party did not fail to [win] a seat.
The [summit] was not cancelled.
The planned [visit] was mentioned.
They agreed to [leave].
He stopped the car and [left].
They [refused] to leave.
The council [cancelled] the visit.
"""


@pytest.mark.parametrize("marked", sentences(DENIED))
def test_what_is_denied(annotator, marked):
    assert all(is_denied(word) for word in bracketed(annotator, marked))


@pytest.mark.parametrize("marked", sentences(NOT_DENIED))
def test_what_is_not(annotator, marked):
    assert not any(is_denied(word) for word in bracketed(annotator, marked))
