"""How often the rules of tense and status say of an event what MEANTIME's annotators said: still to come, or denied.

    python benchmarks/planned.py ../shared/corpora [--pipeline PATH] [--errors]

Every event that MEANTIME marks FUTURE or NON_FUTURE is asked for by its words: ``status`` calls it to come if
`kg.nlp.status` would call a meeting told by that word planned or proposed, ``tense`` if `kg.nlp.tense` says that its
clause points ahead, ``either`` if one of the two does. An event with negative polarity is found if `kg.nlp.status`
would call a meeting told by that word denied or cancelled. Verbs alone are counted beside all events, because nouns
("the bankruptcy", "a replacement") mostly tell by world knowledge when they are. MEANTIME marks its headlines and first
five sentences.
"""

from __future__ import annotations

import argparse
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.model import MeetingStatus
from kg.nlp.pipeline import COMPONENTS, load_pipeline
from kg.nlp.status import standing
from kg.nlp.tense import direction_of
from kg.nlp.timegrammar import Direction
from kg.nlp.training.detokenise import detokenise

_AHEAD = frozenset({MeetingStatus.PLANNED, MeetingStatus.PROPOSED})
_DATE_LINE = 1  # the number of the sentence that holds nothing but the date


@dataclass(frozen=True, slots=True)
class Event:
    """A mention of an event: its words in our parse, and what the annotators said of it (None: nothing clear)."""

    span: Span
    ahead: bool | None
    negated: bool | None

    @property
    def word(self) -> Token:
        """The word that carries the event."""
        return self.span.root

    @property
    def is_verb(self) -> bool:
        """Whether our parse has a verb there."""
        return self.word.pos_ in {"VERB", "AUX"}

    def __str__(self) -> str:
        """The event in its sentence."""
        doc, begin, end = self.span.doc, self.span.start, self.span.end
        return f"{doc[max(0, begin - 9) : begin].text} [{self.span.text}] {doc[end : end + 5].text}".replace("\n", " ")


@dataclass(slots=True)
class Score:
    """Counts of one question over the events that the annotators answered."""

    gold: int = 0
    said: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, event: Event, *, gold: bool, said: bool) -> None:
        """Count one event."""
        self.gold += gold
        self.said += said
        self.right += gold and said
        if gold is not said:
            self.errors.append(f"{'missed  ' if gold else 'spurious'} {event}")

    def __str__(self) -> str:
        """One line of figures."""
        precision, recall = self.right / max(self.said, 1), self.right / max(self.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"gold {self.gold:4}  said {self.said:4}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


# --- what the product says --------------------------------------------------------------------------------------------


def status_is_ahead(event: Event) -> bool:
    """As `kg.nlp.status` would see a meeting told by this word."""
    return _status(event) in _AHEAD


def is_denied(event: Event) -> bool:
    """As `kg.nlp.status` would see a meeting told by this word: none, or one called off."""
    return _status(event) in {None, MeetingStatus.CANCELLED}


def _status(event: Event) -> MeetingStatus | None:
    found = standing(event.word, event.word, ahead=False)
    return found.status if found is not None else None


def tense_is_ahead(event: Event) -> bool:
    """As `kg.nlp.tense` would see a time told beside this word."""
    word = event.word
    return direction_of(word.doc, word.doc[word.i : word.i + 1]) is Direction.FUTURE


def either_is_ahead(event: Event) -> bool:
    """One of the two."""
    return status_is_ahead(event) or tense_is_ahead(event)


ANSWERS: dict[str, Callable[[Event], bool]] = {
    "status": status_is_ahead,
    "tense": tense_is_ahead,
    "either": either_is_ahead,
}


# --- MEANTIME ---------------------------------------------------------------------------------------------------------


def events(folder: Path, nlp: Language) -> Iterator[Event]:
    """The annotated events of all articles whose words our tokens can be laid over."""
    for path in sorted(folder.glob("*.xml")):
        root = ET.parse(path).getroot()
        doc, offsets = _parsed(root, nlp)
        for mention in root.iter("EVENT_MENTION"):
            places = [offsets[key] for a in mention.iter("token_anchor") if (key := a.get("t_id", "")) in offsets]
            span = doc.char_span(places[0][0], places[-1][1], alignment_mode="expand") if places else None
            if span is not None:
                yield Event(span, _ahead(mention.get("time")), _negated(mention.get("polarity")))


def _ahead(time: str | None) -> bool | None:
    return {"FUTURE": True, "NON_FUTURE": False}.get(time or "")


def _negated(polarity: str | None) -> bool | None:
    return {"NEG": True, "POS": False}.get(polarity or "")


def _parsed(root: ET.Element, nlp: Language) -> tuple[Doc, dict[str, tuple[int, int]]]:
    """The article as the pipeline reads it, and where each token of the corpus lies in it."""
    sentences: dict[int, list[tuple[str, str]]] = {}
    for token in root.iter("token"):
        sentences.setdefault(int(token.get("sentence", "0")), []).append((token.get("t_id", ""), token.text or ""))
    text, offsets = "", dict[str, tuple[int, int]]()
    for number, tokens in sorted(sentences.items()):
        text += ("\n\n" if number <= _DATE_LINE + 1 else " ") if text else ""
        words, places = detokenise([word for _, word in tokens])
        offsets |= {key: (len(text) + b, len(text) + e) for (key, _), (b, e) in zip(tokens, places, strict=True)}
        text += words
    return nlp(text), offsets


def scores(found: list[Event]) -> dict[str, Score]:
    """Every question over all events, and over verbs alone."""
    table: dict[str, Score] = {}
    for kind, chosen in (("all", found), ("verbs", [event for event in found if event.is_verb])):
        for name, answer in ANSWERS.items():
            score = table[f"to come, {kind}, {name}"] = Score()
            for event in chosen:
                if event.ahead is not None:
                    score.add(event, gold=event.ahead, said=answer(event))
        score = table[f"denied, {kind}"] = Score()
        for event in chosen:
            if event.negated is not None:
                score.add(event, gold=event.negated, said=is_denied(event))
    return table


def main() -> None:
    """Print the figures, and with ``--errors`` what they miss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pipeline")
    parser.add_argument("--errors", action="store_true")
    chosen = parser.parse_args()
    nlp = load_pipeline(chosen.pipeline)
    nlp.disable_pipes(*COMPONENTS)
    for name, score in scores(list(events(chosen.corpora / "meantime", nlp))).items():
        print(f"{name:24} {score}")
        if chosen.errors:
            print("\n".join(f"    {line}" for line in score.errors))


if __name__ == "__main__":
    main()
