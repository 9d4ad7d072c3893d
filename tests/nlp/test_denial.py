"""What a text denies, by the word that tells it, on the shipped pipeline's parses."""

from __future__ import annotations

import pytest

from kg.nlp.annotator import Annotator
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


def rows(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line]


def denials(annotator: Annotator, marked: str) -> list[bool]:
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
    return [is_denied(token) for token in doc if token.idx in places]


@pytest.mark.parametrize("marked", rows(DENIED))
def test_what_is_denied(annotator, marked):
    assert all(denials(annotator, marked))


@pytest.mark.parametrize("marked", rows(NOT_DENIED))
def test_what_is_not(annotator, marked):
    assert not any(denials(annotator, marked))
