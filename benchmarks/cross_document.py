"""Identity across documents on MEANTIME, beside the same-head-lemma baseline: entities and events, B-cubed.

    python benchmarks/cross_document.py FOLDER

FOLDER holds the corpus' English files (NewsReader MEANTIME, CC BY 4.0). Mentions and their chains within a document are
the corpus' own, for all systems alike: what is measured is who is the same across documents. "chains" leaves every
document by itself, "same head lemma" joins chains whose name, or whose event's predicate, ends in the same word; "exact
name" joins entities that are called exactly alike. Entities go through :func:`kg.resolve.resolve` as a linker would
hand them on, with the gazetteer's id where it has the name; events go through
:func:`kg.resolve.occasions.draw_together`, the predicate in the place of the kind of meeting, with the corpus'
participants and times.

Hardly any event of the corpus is marked in two documents (35 of 1,063, in 64 pairs), so that B-cubed rewards whoever
joins nothing. "links" scores the pairs of chains in different documents that a system takes for one event, and tries
looser rules beside ours: one party in common, within some days, rare predicates in articles about the same.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import math
import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from kg.evaluate.clusters import b_cubed
from kg.gazetteer import default_gazetteer, slug
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    EntityType,
    Interval,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Mention,
    MentionKind,
    Passage,
    Precision,
    Section,
    SectionKind,
)
from kg.resolve import resolve
from kg.resolve.occasions import draw_together
from kg.resolve.signs import Account

TYPES = {"PER": EntityType.PERSON, "ORG": EntityType.ORGANIZATION, "LOC": EntityType.PLACE}
RARE = 6  # documents with a predicate
ALIKE = 0.1  # of the weight of their entities
WITHIN = {"IS_INCLUDED", "SIMULTANEOUS", "MEASURE"}
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(slots=True)
class Chain:
    """What one document says is one: its mentions' ids, its texts, names first."""

    mentions: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    nominals: list[str] = field(default_factory=list)
    type: str = ""
    instance: str | None = None
    participants: set[str] = field(default_factory=set)
    when: Interval | None = None
    time: str = "NON_FUTURE"

    @property
    def name(self) -> str:
        """The name that is used most, as a name finder has it, without what stands around it; or a noun phrase."""
        cores = Counter(core for core in map(name_core, self.names) if core)
        if cores:
            return min(cores, key=lambda core: (-cores[core], -len(core), core))
        return max(self.names or self.nominals or [""], key=lambda text: (len(text.split()), len(text), text))

    @property
    def head(self) -> str:
        """The last word of the name, or of the predicate."""
        words = re.findall(r"\w+", self.name.casefold())
        return words[-1] if words else ""


def name_core(text: str) -> str:
    """The last run of capitalised words in a mention ("the US car maker General Motors"); empty where there is none."""
    runs, run = list[list[str]](), list[str]()
    for word in text.split():
        if word[:1].isupper() or word[:1].isdigit() or (run and word in {"of", "and", "&"}):
            run.append(word)
        elif run:
            runs.append(run)
            run = []
    found = [one for one in (*runs, run) if one]
    words = found[-1] if found else []
    while words and words[-1] in {"of", "and", "&"}:
        words = words[:-1]
    return " ".join(words).removeprefix("The ").removesuffix(",").strip() if text != text.lower() else ""


@dataclass(slots=True)
class Article:
    """One file: chains of entities and of events by the id of their node."""

    id: str
    published: dt.date
    entities: dict[str, Chain]
    events: dict[str, Chain]


def read_article(path: Path) -> Article:
    """Read one file of the corpus."""
    root = ET.parse(path).getroot()
    words = {token.get("t_id", ""): token.text or "" for token in root.iter("token")}
    elements = (mark for mark in root.iter() if mark.tag not in {"token", "source", "target"})
    marks = {mark.get("m_id", ""): mark for mark in elements if mark.get("m_id")}
    chains: dict[str, Chain] = defaultdict(Chain)
    chain_of: dict[str, str] = {}
    for relation in root.iter("REFERS_TO"):
        target = relation.find("target")
        for source in relation.findall("source"):
            if target is not None:
                chain_of[source.get("m_id", "")] = target.get("m_id", "")
    for key, mark in marks.items():
        if mark.tag in {"ENTITY_MENTION", "EVENT_MENTION"}:
            text = " ".join(words[anchor.get("t_id", "")] for anchor in mark.findall("token_anchor"))
            chain = chains[chain_of.setdefault(key, f"alone-{key}")]
            chain.mentions.append(key)
            called = text if mark.tag == "ENTITY_MENTION" else mark.get("pred") or text.split(" ")[-1]
            named = "NAM" in (mark.get("syntactic_type") or "") or mark.tag == "EVENT_MENTION"
            (chain.names if named else chain.nominals).append(called)
            chain.type = chain.type or mark.tag
            chain.time = mark.get("time") or chain.time
    for key, chain in chains.items():
        node = marks.get(key)
        if node is not None:
            chain.instance = node.get("instance_id")
            chain.type = node.get("ent_type") or chain.type
    published = _created(marks) or dt.date(2008, 1, 1)
    _relate(root, marks, chain_of, chains)
    events = {
        k: c for k, c in chains.items() if marks.get(c.mentions[0] if c.mentions else "", root).tag == "EVENT_MENTION"
    }
    entities = {k: c for k, c in chains.items() if c.mentions and k not in events}
    return Article(root.get("doc_id", path.stem), published, entities, events)


def _created(marks: Mapping[str, ET.Element]) -> dt.date | None:
    for mark in marks.values():
        if mark.tag == "TIMEX3" and mark.get("functionInDocument") == "CREATION_TIME":
            when = interval(mark.get("value", ""))
            if when is not None:
                return when.earliest
    return None


def _relate(
    root: ET.Element, marks: Mapping[str, ET.Element], chain_of: Mapping[str, str], chains: Mapping[str, Chain]
) -> None:
    for relation in (*root.iter("HAS_PARTICIPANT"), *root.iter("TLINK")):
        source, target = relation.find("source"), relation.find("target")
        if source is None or target is None:
            continue
        event = chains.get(chain_of.get(source.get("m_id", ""), ""))
        other = target.get("m_id", "")
        if event is None:
            continue
        if relation.tag == "HAS_PARTICIPANT" and other in chain_of:
            event.participants.add(chain_of[other])
        elif relation.get("reltype") in WITHIN and other in marks and marks[other].tag == "TIMEX3":
            event.when = event.when or interval(marks[other].get("value", ""))


def interval(value: str) -> Interval | None:
    """The interval of a TIMEX3 value; None for what is no date."""
    try:
        if week := _WEEK.fullmatch(value):
            first = dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return Interval(first, first + dt.timedelta(days=6), Precision.RANGE)
        parts = [int(part) for part in value.split("T", maxsplit=1)[0].split("-")]
        if len(parts) == 3:
            day = dt.date(*parts)
            return Interval(day, day, Precision.DAY)
        if len(parts) == 2:
            first = dt.date(*parts, 1)
            return Interval(first, first.replace(day=calendar.monthrange(*parts)[1]), Precision.MONTH)
        return Interval(dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31), Precision.YEAR)
    except (ValueError, IndexError):
        return None


# --- what the product makes of it -------------------------------------------------------------------------------------


def facts_of(article: Article) -> tuple[DocumentFacts, dict[str, str]]:
    """An article's entities as a linker would hand them on, and the id of each chain."""
    ids, entities, mentions = dict[str, str](), dict[str, Entity](), list[Mention]()
    gazetteer = default_gazetteer()
    for key, chain in sorted(article.entities.items()):
        kind = TYPES.get(chain.type, EntityType.ORGANIZATION)
        known = gazetteer.lookup(chain.name) if chain.names and chain.type != "PER" else ()
        people = gazetteer.people(chain.name) if chain.names and chain.type == "PER" else ()
        entry = gazetteer.entries[known[0].entry_id] if known else people[0] if people else None
        identifier = entry.id if entry is not None else slug(chain.name) or f"{article.id}-{key}"
        ids[key] = identifier
        if entry is not None:
            found = Entity(entry.id, entry.type, entry.name, tuple(chain.names), entry.wikidata, entry.country)
        else:
            found = Entity(identifier, kind, chain.name, tuple(chain.names), named=bool(chain.names))
        entities.setdefault(identifier, found)
        mentions += [Mention(0, 1, name, identifier, MentionKind.NAME, "gold") for name in sorted(set(chain.names))]
    document = Document(article.id, "x", article.published, "", (Section(SectionKind.BODY, 0, 1),))
    return DocumentFacts(document, "gold", tuple(entities.values()), tuple(mentions)), ids


def accounts(articles: list[Article], entity_of: Mapping[tuple[str, str], str]) -> Iterator[tuple[Account, str, str]]:
    """The events as accounts of occasions, with their document and chain."""
    for article in articles:
        for key, chain in sorted(article.events.items()):
            who = tuple(
                sorted({entity_of[article.id, one] for one in chain.participants if (article.id, one) in entity_of})
            )
            status = MeetingStatus.PLANNED if chain.time == "FUTURE" else MeetingStatus.HELD
            meeting = Meeting(key, MeetingKind.MEETING, status, who, (Passage(0, 1, "x"),), "gold", when=chain.when)
            yield (
                Account(f"{article.id} {key}", article.id, article.published, meeting, family=stem(chain.head)),
                article.id,
                key,
            )


def stem(word: str) -> str:
    """A predicate without the commonest endings of verbs and their nouns."""
    for ending in ("ements", "ement", "ations", "ation", "ings", "ing", "ions", "ion", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def measure(folder: Path) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Precision, recall and F1 of every system, on entities and on events."""
    articles = [read_article(path) for path in sorted(folder.glob("*.xml"))]
    facts = [facts_of(article) for article in articles]
    resolution = resolve(told for told, _ in facts)
    entity_of: dict[tuple[str, str], str] = {}
    for article, (told, ids) in zip(articles, facts, strict=True):
        applied = resolution.apply(told)
        renamed = dict(zip((e.id for e in told.entities), (e.id for e in applied.entities), strict=True))
        entity_of.update({(article.id, key): renamed[identifier] for key, identifier in ids.items()})
    told_events = list(accounts(articles, entity_of))
    drawn = draw_together(account for account, _, _ in told_events)
    event_of = {a.id: occasion.meeting.key for occasion, those in drawn.occasions for a in those}
    events = {(doc, key): event_of[account.id] for account, doc, key in told_events}
    return {
        "entities": _scores(articles, "entities", entity_of),
        "events": _scores(articles, "events", events),
        "links": link_scores(events_of(articles, entity_of), events),
    }


# --- links between documents ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """An event of one document: its gold instance, predicate, parties, and all entities that the document names."""

    document: str
    published: dt.date
    key: str
    instance: str | None
    predicate: str
    parties: frozenset[str]
    around: frozenset[str]

    def days_from(self, other: Event) -> int:
        """How far the two documents are apart."""
        return abs((self.published - other.published).days)


def events_of(articles: list[Article], entity_of: Mapping[tuple[str, str], str]) -> list[Event]:
    """All events, in the order of the documents."""
    found = []
    for article in articles:
        around = frozenset(entity_of[article.id, key] for key in article.entities)
        for key, chain in article.events.items():
            parties = frozenset(
                entity_of[article.id, one] for one in chain.participants if (article.id, one) in entity_of
            )
            predicate = stem(chain.head)
            found.append(Event(article.id, article.published, key, chain.instance, predicate, parties, around))
    return found


def link_scores(events: list[Event], ours: Mapping[tuple[str, str], str]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of every system over the pairs that the corpus links.

    Args:
        events: all of them.
        ours: the occasion of each, by document and chain.
    """
    pairs = [(a, b) for a, b in combinations(events, 2) if a.document != b.document]
    gold = {(a, b) for a, b in pairs if a.instance is not None and a.instance == b.instance}
    same = [(a, b) for a, b in pairs if a.predicate == b.predicate]
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        documents[event.predicate].add(event.document)
    named = Counter(entity for around in {e.document: e.around for e in events}.values() for entity in around)

    def weight(entities: frozenset[str]) -> float:
        return sum(math.log(len(events) / named[entity]) for entity in entities)

    def alike(a: Event, b: Event) -> bool:
        least = min(weight(a.around), weight(b.around))
        return least > 0 and weight(a.around & b.around) > ALIKE * least

    tried = {
        "same head lemma": same,
        "one party": [(a, b) for a, b in same if a.parties & b.parties],
        "one party, 3 days": [(a, b) for a, b in same if a.parties & b.parties and a.days_from(b) <= 3],
        "3 days": [(a, b) for a, b in same if a.days_from(b) <= 3],
        "rare, alike": [(a, b) for a, b in same if len(documents[a.predicate]) <= RARE and alike(a, b)],
        "demarche": [(a, b) for a, b in pairs if ours[a.document, a.key] == ours[b.document, b.key]],
    }
    return {name: _linked(gold, set(those)) for name, those in tried.items()}


def _linked(gold: set[tuple[Event, Event]], told: set[tuple[Event, Event]]) -> tuple[float, float, float]:
    right = len(gold & told)
    precision = right / len(told) if told else 0.0
    recall = right / len(gold) if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def _scores(
    articles: list[Article], what: str, ours: Mapping[tuple[str, str], str]
) -> dict[str, tuple[float, float, float]]:
    gold: dict[tuple[str, str], Hashable] = {}
    systems: dict[str, dict[tuple[str, str], Hashable]] = defaultdict(dict)
    for article in articles:
        chains: dict[str, Chain] = getattr(article, what)
        for key, chain in chains.items():
            for mention in chain.mentions:
                item = (article.id, mention)
                gold[item] = chain.instance or (article.id, key)
                systems["chains alone"][item] = (article.id, key)
                systems["same head lemma"][item] = stem(chain.head) if what == "events" else chain.head
                systems["exact name"][item] = chain.name.casefold()
                systems["demarche"][item] = ours[article.id, key]
    found = {name: b_cubed(gold, told) for name, told in systems.items()}
    return {name: (score.precision, score.recall, score.f1) for name, score in found.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for what, systems in measure(parser.parse_args().folder).items():
        how = (
            "pairs of chains in two documents" if what == "links" else "B-cubed over mentions, in-document chains given"
        )
        print(f"{what:<20} {'P':>6} {'R':>6} {'F1':>6}   ({how})")
        for name, (precision, recall, f1) in systems.items():
            print(f"  {name:<18} {precision:6.3f} {recall:6.3f} {f1:6.3f}")


if __name__ == "__main__":
    main()
