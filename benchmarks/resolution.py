"""The cost of resolution: time and memory for up to 20,000 articles made by recombining the facts of the seeds.

    python benchmarks/resolution.py [--sizes 1000 2000 5000 10000 20000] [--data DIR]

Each synthetic article takes two to six meetings, with their sentences and entities, from different seed articles. Fifty
articles are published a day; meetings keep their distance from the day of their article, give or take a few days; one
person in three gets a name out of a pool that grows with the square root of the corpus, half of them told by the
surname alone. Reported is the processor time of :func:`kg.resolve.resolve`, that of putting every article into shared
words, and both over N log N, which must not grow.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.building import build
from kg.ledger import Ledger
from kg.model import DocumentFacts, Entity, EntityType, Interval, Meeting, Mention, Passage
from kg.resolve import resolve
from kg.resources import seeds_path

SIZES = (1000, 2000, 5000, 10000, 20000)
ARTICLES_A_DAY = 50
FIRST_DAY = dt.date(2013, 1, 1)
SYLLABLES = "ba de fi go ku la mi no pe ra se ti vo zha chu dro gre kli mar nol".split()


def seed_facts(data: Path) -> list[DocumentFacts]:
    """The facts of the seed articles, read once by the shipped pipeline."""
    build([seeds_path()], data)
    with Ledger.open(data / "ledger.sqlite") as ledger:
        return list(ledger.facts())


class Recombination:
    """Makes articles out of others' facts, the same ones for the same seed.

    Args:
        facts: where they are taken from.
        size: how many articles there will be.
        seed: of the dice.
    """

    def __init__(self, facts: Sequence[DocumentFacts], size: int, seed: int = 5) -> None:
        self._dice = random.Random(seed)
        self._meetings = [(told, meeting) for told in facts for meeting in told.meetings]
        self._facts = facts
        self._size = size
        self._names = [self._name() for _ in range(max(10, 4 * math.isqrt(size)))]

    def _name(self) -> str:
        words = ("".join(self._dice.choices(SYLLABLES, k=n)).capitalize() for n in (2, 3))
        return " ".join(words)

    def articles(self) -> Iterator[DocumentFacts]:
        """All of them, one at a time."""
        for number in range(self._size):
            yield self._article(number, FIRST_DAY + dt.timedelta(days=number // ARTICLES_A_DAY))

    def _article(self, number: int, published: dt.date) -> DocumentFacts:
        told = self._dice.choice(self._facts)
        chosen = self._dice.sample(self._meetings, self._dice.randint(2, 6))
        entities: dict[str, Entity] = {entity.id: entity for entity in told.entities}
        meetings, mentions, begin = list[Meeting](), list[Mention](), 0
        for at, (source, meeting) in enumerate(chosen):
            needed = {*meeting.participants, meeting.place}
            entities.update((entity.id, entity) for entity in source.entities if entity.id in needed)
            passage = meeting.evidence[0]
            here = Passage(begin, begin + len(passage.text), passage.text)
            mentions += [
                replace(m, begin=m.begin - passage.begin + begin, end=m.end - passage.begin + begin)
                for m in source.mentions
                if passage.begin <= m.begin and m.end <= passage.end
            ]
            shift = published - source.document.published + dt.timedelta(days=self._dice.randint(-5, 5))
            when = None if meeting.when is None else moved(meeting.when, shift)
            meetings.append(replace(meeting, key=f"m{at}", evidence=(here,), when=when, part_of=None))
            begin = here.end + 1
        known = {entity.id for entity in entities.values()}
        document = replace(told.document, id=f"synthetic-{number:06d}", published=published)
        facts = DocumentFacts(
            document,
            "recombined",
            entities=tuple(entities.values()),
            mentions=tuple(m for m in mentions if m.entity in known),
            tenures=told.tenures,
            meetings=tuple(meetings),
            positions=told.positions,
        )
        return self._renamed(facts)

    def _renamed(self, facts: DocumentFacts) -> DocumentFacts:
        """One person in three goes by another name in the whole article."""
        names = {}
        for entity in facts.entities:
            if entity.type is EntityType.PERSON and self._dice.random() < 1 / 3:
                name = self._dice.choice(self._names)
                name = name if self._dice.random() < 1 / 2 else name.split()[-1]
                slugged = name.lower().replace(" ", "-")
                names[entity.id] = replace(entity, id=slugged, name=name, aliases=(name,), wikidata=None)
        ids = {old: new.id for old, new in names.items()}
        entities = {one.id: one for one in (names.get(entity.id, entity) for entity in facts.entities)}
        return replace(
            facts,
            entities=tuple(entities.values()),
            mentions=tuple(replace(m, entity=ids.get(m.entity, m.entity)) for m in facts.mentions),
            tenures=tuple(replace(t, person=ids.get(t.person, t.person)) for t in facts.tenures),
            meetings=tuple(
                replace(m, participants=tuple(sorted({ids.get(who, who) for who in m.participants})))
                for m in facts.meetings
            ),
            positions=tuple(replace(p, holder=ids.get(p.holder, p.holder)) for p in facts.positions),
        )


def moved(when: Interval, shift: dt.timedelta) -> Interval:
    """A time, so much later."""
    earliest = None if when.earliest is None else when.earliest + shift
    latest = None if when.latest is None else when.latest + shift
    return Interval(earliest, latest, when.precision)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        facts = seed_facts(arguments.data or Path(folder) / "data")
    resolve(facts)  # tables are loaded once
    columns = ("articles", "accounts", "entities", "occasions", "resolve s", "apply s", "us/NlogN", "MB")
    print(" ".join(f"{column:>9}" for column in columns))
    for size in arguments.sizes:
        corpus = list(Recombination(facts, size).articles())
        start = time.process_time()
        resolution = resolve(corpus)
        middle = time.process_time()
        for told in corpus:
            resolution.resolved(told)
        end = time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        accounts = sum(len(told.meetings) for told in corpus)
        cost = (middle - start) / (size * math.log2(size)) * 1e6
        counts = (size, accounts, len(resolution.entities), len(resolution.occasions))
        figures = (middle - start, end - middle, cost, memory)
        print(" ".join([*(f"{count:>9,}" for count in counts), *(f"{figure:>9.1f}" for figure in figures)]), flush=True)


if __name__ == "__main__":
    main()
