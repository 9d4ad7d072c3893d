"""What one build says and another does not: facts gained, lost and changed, fact by fact, by rule and document.

A fact is the same in two builds if the same document says the same of it; it has changed if the document still says
something of that kind in the same sentence, but not quite that.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final, TypeAlias

from pyoxigraph import NamedNode, Quad

from kg.literals import text_of
from kg.store import GraphReader, Term
from kg.vocab import DCTERMS, DM, DM_NS, NIF, PROV, RDF, SKOS

__all__ = ["Changed", "Difference", "FactRecord", "Slot", "compare", "render_difference"]

KINDS: Final = ("Tenure", "Meeting", "Position", "Statement", "Interaction", "Claim")
# What says how a fact came to be known, or which node another document shares, and not what it says.
_ASIDE: Final = {
    DM.evidence.value, DM.confidence.value, DM.rule.value, DM.partOf.value, DM.meeting.value, DM.asOf.value,
    DM.onBehalfOf.value, DM.capacity.value, RDF.type.value, PROV.wasGeneratedBy.value,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One thing that a fact says: a property of the ontology, and a value in readable words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, order=True)
class FactRecord:
    """A fact as one document tells it: its kind, what it says, its rules, its sentences."""

    document: str
    kind: str
    slots: tuple[Slot, ...]
    rules: tuple[str, ...]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} {'; '.join(f'{slot.name} {slot.value}' for slot in self.slots)}"


@dataclass(frozen=True, slots=True, order=True)
class Changed:
    """A fact that a document tells otherwise in the new build."""

    old: FactRecord
    new: FactRecord

    @property
    def lost(self) -> tuple[Slot, ...]:
        """What it no longer says."""
        return tuple(sorted(set(self.old.slots) - set(self.new.slots)))

    @property
    def gained(self) -> tuple[Slot, ...]:
        """What it says now."""
        return tuple(sorted(set(self.new.slots) - set(self.old.slots)))


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs, every tuple sorted; facts that only another rule reads now are ``reread``."""

    gained: tuple[FactRecord, ...]
    lost: tuple[FactRecord, ...]
    changed: tuple[Changed, ...]
    reread: tuple[Changed, ...]
    documents_gained: tuple[str, ...]
    documents_lost: tuple[str, ...]
    entities_gained: tuple[str, ...]
    entities_lost: tuple[str, ...]
    same: int

    @property
    def empty(self) -> bool:
        """Whether both builds say the same, by the same rules."""
        return not any((self.gained, self.lost, self.changed, self.reread, self.entities_gained, self.entities_lost))


def compare(old: GraphReader, new: GraphReader) -> Difference:
    """Compare two builds.

    Args:
        old: the build before.
        new: the build after.
    """
    before, after = _Build(old), _Build(new)
    lost, gained, reread, same = _unmatched(before.facts, after.facts)
    changed, lost, gained = _paired(lost, gained)
    return Difference(
        gained=tuple(sorted(gained)),
        lost=tuple(sorted(lost)),
        changed=tuple(sorted(changed)),
        reread=tuple(sorted(reread)),
        documents_gained=tuple(sorted(after.documents - before.documents)),
        documents_lost=tuple(sorted(before.documents - after.documents)),
        entities_gained=tuple(sorted(after.entities - before.entities)),
        entities_lost=tuple(sorted(before.entities - after.entities)),
        same=same,
    )


def _unmatched(
    before: Iterable[FactRecord], after: Iterable[FactRecord]
) -> tuple[list[FactRecord], list[FactRecord], list[Changed], int]:
    """What has no equal on the other side; and what has one that another rule reads."""
    waiting: defaultdict[tuple[object, ...], list[FactRecord]] = defaultdict(list)
    for fact in before:
        waiting[fact.document, fact.kind, fact.slots, fact.sentences].append(fact)
    gained, reread, same = list[FactRecord](), list[Changed](), 0
    for fact in after:
        equals = waiting[fact.document, fact.kind, fact.slots, fact.sentences]
        if not equals:
            gained.append(fact)
            continue
        other = equals.pop()
        same += 1
        if other.rules != fact.rules:
            reread.append(Changed(other, fact))
    return [fact for left in waiting.values() for fact in left], gained, reread, same


def _paired(
    lost: list[FactRecord], gained: list[FactRecord]
) -> tuple[list[Changed], list[FactRecord], list[FactRecord]]:
    """Pairs of a document's facts of one kind that share a sentence, those with most in common first."""
    by_sentence: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, fact in enumerate(gained):
        for sentence in fact.sentences:
            by_sentence[fact.document, fact.kind, sentence].append(at)
    scored = {
        (-len(set(fact.slots) & set(gained[other].slots)), fact, gained[other], at, other)
        for at, fact in enumerate(lost)
        for sentence in fact.sentences
        for other in by_sentence[fact.document, fact.kind, sentence]
    }
    changed, used_old, used_new = list[Changed](), set[int](), set[int]()
    for _, old, new, at, other in sorted(scored):
        if at not in used_old and other not in used_new:
            used_old.add(at)
            used_new.add(other)
            changed.append(Changed(old, new))
    left = [fact for at, fact in enumerate(lost) if at not in used_old]
    return changed, left, [fact for at, fact in enumerate(gained) if at not in used_new]


class _Build:
    """Everything that is compared of one build."""

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader
        self._labels = {
            text_of(quad.subject): text_of(quad.object)
            for predicate in (SKOS.prefLabel, DM.title)
            for quad in reader.quads(None, predicate)
        }
        identified = {
            quad.subject: text_of(quad.object)
            for quad in reader.quads(None, DCTERMS.identifier)
            if isinstance(quad.subject, NamedNode)
        }
        self.documents = set(identified.values())
        self.entities = {
            self._labels.get(text_of(quad.subject), text_of(quad.subject))
            for quad in reader.quads(None, RDF.type, DM.Entity)
        }
        self.facts = [fact for node in sorted(identified, key=str) for fact in self._told(node, identified[node])]

    def _told(self, graph: NamedNode, document: str) -> list[FactRecord]:
        by_subject: defaultdict[Term, list[Quad]] = defaultdict(list)
        for quad in self._reader.quads(None, None, None, graph):
            by_subject[quad.subject].append(quad)
        anchors = {text_of(s): _first(quads, NIF.anchorOf) for s, quads in by_subject.items()}
        facts = []
        for quads in by_subject.values():
            kinds = {text_of(q.object).removeprefix(DM_NS) for q in quads if q.predicate == RDF.type}
            kind = next((kind for kind in KINDS if kind in kinds), None)
            if kind is not None:
                facts.append(self._record(document, kind, quads, anchors, kinds))
        return facts

    def _record(
        self, document: str, kind: str, quads: Iterable[Quad], anchors: Mapping[str, str], kinds: set[str]
    ) -> FactRecord:
        slots, rules, sentences = set[Slot](), set[str](), set[str]()
        for quad in quads:
            name, value = quad.predicate.value, text_of(quad.object)
            if quad.predicate == DM.rule:
                rules.add(value)
            elif quad.predicate == DM.evidence:
                sentences.add(" ".join(anchors.get(value, "").split()))
            elif name.startswith(DM_NS) and name not in _ASIDE:
                slots.add(Slot(name.removeprefix(DM_NS), self._labels.get(value, value.removeprefix(DM_NS))))
        narrow = kinds & {"Conference", "Talks", "Visit", "PhoneCall", "DateClaim", "PlaceClaim", "AttendanceClaim"}
        slots.update(Slot("kind", one) for one in narrow)
        return FactRecord(document, kind, tuple(sorted(slots)), tuple(sorted(rules)), tuple(sorted(sentences)))


def _first(quads: Iterable[Quad], predicate: NamedNode) -> str:
    return min((text_of(quad.object) for quad in quads if quad.predicate == predicate), default="")


# --- in words ---------------------------------------------------------------------------------------------------------


def render_difference(found: Difference, form: str = "table") -> str:
    """The difference as text, counts by rule and by document first; or as JSON.

    Args:
        found: what differs.
        form: ``table`` or ``json``.
    """
    if form == "json":
        return json.dumps(asdict(found), ensure_ascii=False, indent=1)
    if found.empty and not (found.documents_gained or found.documents_lost):
        return f"no difference: {found.same:,} facts are the same"
    counts = (len(found.gained), len(found.lost), len(found.changed), len(found.reread), found.same)
    lines = ["{:,} facts gained, {:,} lost, {:,} changed, {:,} read by another rule, {:,} the same".format(*counts)]
    lines += [f"+ document {one}" for one in found.documents_gained]
    lines += [f"- document {one}" for one in found.documents_lost]
    lines += [f"+ entity {one}" for one in found.entities_gained]
    lines += [f"- entity {one}" for one in found.entities_lost]
    lines += _counted("by rule", found, lambda fact: fact.rules) + _counted(
        "by document", found, lambda f: (f.document,)
    )
    lines += [f"+ {fact.document}: {fact}" for fact in found.gained]
    lines += [f"- {fact.document}: {fact}" for fact in found.lost]
    for one in found.changed:
        now = [f"-{slot.name} {slot.value}" for slot in one.lost] + [
            f"+{slot.name} {slot.value}" for slot in one.gained
        ]
        what = ", ".join(now) or "other sentences"
        lines.append(f"~ {one.new.document}: {one.new.kind}: {what} :: {next(iter(one.new.sentences), '')[:90]}")
    return "\n".join(lines)


_Keys: TypeAlias = Callable[[FactRecord], Iterable[str]]


def _counted(title: str, found: Difference, keys: _Keys) -> list[str]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sign, facts in (("gained", found.gained), ("lost", found.lost), ("changed", [c.new for c in found.changed])):
        for fact in facts:
            for key in keys(fact):
                counts[key][sign] += 1
    rows = [
        f"  {key}: " + ", ".join(f"{n} {sign}" for sign, n in sorted(counts[key].items())) for key in sorted(counts)
    ]
    return [title, *rows] if rows else []
