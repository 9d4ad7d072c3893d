"""The gold facts of articles as a reader's :class:`kg.model.DocumentFacts`: what perfect extraction would hand on.

With it the rooms behind extraction are measured by themselves. Times of plans come from the claims of the cross-article
gold: their words, where they stand in the text.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.documents import Rejected, read
from kg.gazetteer import default_gazetteer, slug
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    Interval,
    Issue,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Mention,
    MentionKind,
    Passage,
    Position,
    Precision,
    Stance,
    Statement,
    Tenure,
    TimeExpression,
)
from kg.resources import seeds_path

ACROSS = Path(__file__).parent / "gold" / "cross-article" / "seeds.json"
KINDS = (
    (r"\b(?:conference|summit|geneva ii|peace talks)\b", MeetingKind.CONFERENCE),
    (r"\b(?:telephone|phone) ", MeetingKind.PHONE_CALL),
    (r"\bvisit\b", MeetingKind.VISIT),
)


def gold_facts(gold: Path, *, own_ids: bool = True) -> Iterator[DocumentFacts]:
    """The facts of every gold article whose text ships with the product.

    Args:
        gold: the folder of gold facts.
        own_ids: give each entity an id made of what its article calls it, so that nothing is the same beforehand;
            else the gazetteer's, as a linker would.
    """
    texts = {document.id: document for document in read(seeds_path()) if not isinstance(document, Rejected)}
    claims = json.loads(ACROSS.read_text(encoding="utf-8"))["claims"]
    for path in sorted(gold.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["doc"] in texts:
            here = [claim for claim in claims if claim["doc"] == told["doc"]]
            yield _Article(told, texts[told["doc"]], here, own_ids=own_ids).facts()


def longest_name(entity: dict[str, Any]) -> str:
    """The fullest of the names that an article uses, without titles."""
    known = [name for name in entity["aliases"] if not re.search(r"Minister|President|Secretary|director|chief", name)]
    return max(known or [entity["name"]], key=lambda name: (len(name.split()), len(name)))


class _Article:
    def __init__(self, told: dict[str, Any], document: Document, claims: list[Any], *, own_ids: bool) -> None:
        self.told = told
        self.document = document
        self.claims = claims
        self.ids = {one["id"]: self.identifier(one, own_ids=own_ids) for one in told["entities"]}

    def identifier(self, entity: dict[str, Any], *, own_ids: bool) -> str:
        if entity.get("named", True) and entity["type"] != "Person":
            found = default_gazetteer().lookup(entity["name"])
            of_type = [n for n in found if default_gazetteer().entry(n.entry_id).type == entity["type"]]
            if of_type:
                return of_type[0].entry_id
        name = longest_name(entity) if own_ids and entity.get("named", True) else entity["name"]
        people = default_gazetteer().people(name) if not own_ids else ()
        return people[0].id if people else slug(name)

    def facts(self) -> DocumentFacts:
        told = self.told
        return DocumentFacts(
            self.document,
            "gold",
            entities=tuple(self.entity(one) for one in told["entities"]),
            mentions=tuple(self.mentions()),
            times=tuple(self.times()),
            tenures=tuple(self.tenure(one) for one in told["offices"]),
            meetings=tuple(self.meeting(one) for one in told["meetings"]),
            positions=tuple(self.position(one) for one in told["positions"]),
            statements=tuple(self.statements()),
        )

    def find(self, words: str) -> tuple[int, int] | None:
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        found = re.search(pattern, self.document.text)
        return None if found is None else found.span()

    def sentence(self, words: str) -> Passage:
        """The sentence around the words, or the words' paragraph where it has none."""
        begin, end = self.find(words) or (0, 1)
        text = self.document.text
        starts = [m.end() for m in re.finditer(r"[.!?][\"”']?\s+(?=[A-Z\"“])|\n\n", text) if m.end() <= begin]
        ends = [
            m.start() + 1 for m in re.finditer(r"[.!?](?=[\"”']?\s+[A-Z\"“])|\n\n|\Z", text) if m.start() + 1 >= end
        ]
        first, last = max(starts, default=0), min(ends, default=len(text))
        return Passage(first, last, text[first:last])

    def entity(self, one: dict[str, Any]) -> Entity:
        entry = default_gazetteer().entries.get(self.ids[one["id"]])
        return Entity(
            self.ids[one["id"]],
            EntityType(one["type"]),
            one["name"] if entry is not None else longest_name(one),
            tuple(one["aliases"]),
            wikidata=None if entry is None else entry.wikidata,
            located_in=None if entry is None else entry.located_in or entry.country,
            named=one.get("named", True),
        )

    def mentions(self) -> Iterator[Mention]:
        for one in self.told["entities"]:
            for alias in sorted({*one["aliases"]}):
                for found in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", self.document.text):
                    yield Mention(*found.span(), found[0], self.ids[one["id"]], MentionKind.NAME, "gold")

    def times(self) -> Iterator[TimeExpression]:
        for claim in self.claims:
            span = self.find(claim["words"]) if claim["kind"] == "date" else None
            if span is not None:
                open_ended = claim["date"].endswith("..")
                when = None if open_ended else interval(claim["date"])
                yield TimeExpression(*span, claim["words"], when, "or-later" if open_ended else "gold")

    def tenure(self, one: dict[str, Any]) -> Tenure:
        evidence = (self.sentence(one["evidence"]),)
        of = None if one["of"] is None else self.ids[one["of"]]
        return Tenure(self.ids[one["person"]], one["title"], of, evidence, "gold", bool(one.get("former")))

    def meeting(self, one: dict[str, Any]) -> Meeting:
        words = " ".join(one["evidence"]).casefold()
        kind = next((kind for pattern, kind in KINDS if re.search(pattern, words)), MeetingKind.MEETING)
        return Meeting(
            key=one["id"],
            kind=MeetingKind.MEETING if kind is MeetingKind.CONFERENCE and self.people(one) else kind,
            status=MeetingStatus(one["status"].capitalize()),
            participants=tuple(sorted(self.ids[who] for who in one["participants"])),
            evidence=tuple(sorted({self.sentence(words) for words in one["evidence"]})),
            rule="gold",
            place=None if one["place"] is None else self.ids[one["place"]],
            when=None if one["date"] is None else interval(one["date"]),
            minutes=one.get("minutes"),
        )

    def people(self, meeting: dict[str, Any]) -> bool:
        """Whether persons meet: a conference in the sentence is then where they do, or what they speak of."""
        types = {one["id"]: one["type"] for one in self.told["entities"]}
        return any(types[who] == "Person" for who in meeting["participants"])

    def position(self, one: dict[str, Any]) -> Position:
        label = " ".join(group[0] for group in one["issue"])
        about = tuple(sorted({self.ids[e["id"]] for e in self.told["entities"] if e["name"] in label}))
        stance = Stance(one["stance"].capitalize())
        return Position(self.ids[one["holder"]], Issue(label, about), stance, (self.sentence(one["evidence"]),), "gold")

    def statements(self) -> Iterator[Statement]:
        for one in self.told["statements"]:
            words = one["quote"].strip('"“” ')
            yield Statement(self.ids[one["speaker"]], (self.sentence(words[:60]),), "gold", quote=words)
        for claim in self.claims:
            if claim["said_by"] in self.ids:
                passage = self.sentence(claim["evidence"])
                yield Statement(self.ids[claim["said_by"]], (passage,), "gold", content=passage.text)


def interval(text: str) -> Interval:
    """A gold date: a day, a month, a year, or first/last."""
    if "/" in text:
        first, last = (dt.date.fromisoformat(part) for part in text.split("/"))
        return Interval(first, last, Precision.RANGE)
    if len(text) == len("2013-06-01"):
        day = dt.date.fromisoformat(text)
        return Interval(day, day, Precision.DAY)
    first = dt.date.fromisoformat((text + "-01-01")[:10])
    months = 12 if len(text) == len("2013") else 1
    following = dt.date(first.year + (first.month + months - 1) // 12, (first.month + months - 1) % 12 + 1, 1)
    precision = Precision.YEAR if months > 1 else Precision.MONTH
    return Interval(first, following - dt.timedelta(days=1), precision)
