"""A graph of many articles, made of the five seed articles' own: each copy tells other facts on other days.

Every copy is an article of its own with meetings, positions and statements of its own, about people and countries that
all share, so that these are hubs as they are in years of news. Three copies in four speak of issues of their own,
whose words are recombined from two of the seeds'; names that the seeds hold few times are, for each hundred articles,
other names: the long tail. One copy in fifty keeps all its mentions; the others keep half of them, without their
offsets, because no page but an article's own reads these.

    python benchmarks/many_articles.py FOLDER [ARTICLES]

makes a data folder with all that a build publishes beside its graph, which ``kg serve --data FOLDER`` and
``benchmarks/pages.py FOLDER`` take.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

import kg
from kg.resources import seeds_path
from kg.sidecars import Sidecars
from kg.store import EmbeddedStore
from kg.vocab import DM, DM_NS, ID_BASE, PROV, RDF, SKOS, SUPER_PROPERTIES

FIRST_DAY = dt.date(2004, 1, 1)
DAYS = 4000
WHOLE = 50
"""One copy in so many keeps all its mentions."""
SHARED_ISSUES = 4
"""One copy in so many speaks of the seeds' own issues."""
TAIL_GROUP = 20
"""So many copies share their names of the tail: a hundred articles."""
SELDOM = 2
"""Names that the seeds hold so many times or fewer belong to the tail."""
BATCH = 200
DROPPED = frozenset((PROV.wasGeneratedBy, *(NamedNode(DM_NS + name) for name in ("rule", "strength", "voice"))))
"""No page lists these; without them the graph is made in half the time."""
UNSAID = frozenset((DM.Fact, DM.Passage, NamedNode(f"{DM_NS}Candidate")))

TOKEN = re.compile(
    rf"<{re.escape(ID_BASE)}(?P<kind>document|meeting|issue)/(?P<name>[^/#>]+)(?P<rest>[^>]*)>"
    r'|"(?P<day>\d{4}-\d{2}-\d{2})"\^\^<http://www\.w3\.org/2001/XMLSchema#date>'
    rf"|<{re.escape(ID_BASE)}(?P<slug>[^/>]+)>"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One telling of the five articles."""

    number: int
    seldom: frozenset[str]

    def own(self, found: re.Match[str]) -> str:
        """What stands in a copy where ``found`` stood in the seeds."""
        if found["kind"]:
            own = found["kind"] != "issue" or self.number % SHARED_ISSUES
            suffix = f"-{self.number:05d}" if own else ""
            return f"<{ID_BASE}{found['kind']}/{found['name']}{suffix}{found['rest']}>"
        if found["day"]:
            day = dt.date.fromisoformat(found["day"]) - dt.date(2013, 5, 7) + FIRST_DAY
            moved = day + dt.timedelta(days=self.number * 7919 % DAYS)
            return f'"{moved.isoformat()}"^^<http://www.w3.org/2001/XMLSchema#date>'
        if found["slug"] in self.seldom:
            return f"<{ID_BASE}{self.name_of(found['slug'])}>"
        return found[0]

    def name_of(self, slug: str) -> str:
        """Who of the tail stands for one of the seeds' seldom names."""
        return f"{slug}-{self.number // TAIL_GROUP:04d}"


def make(articles: int, data: Path) -> int:
    """Make a data folder of so many articles, a multiple of five, and publish it; says how many quads it holds."""
    seeds = seed_quads()
    mentions = Counter(quad.object.value for quad in seeds if quad.predicate == DM.refersTo)
    seldom = frozenset(
        iri.removeprefix(ID_BASE)
        for iri, count in mentions.items()
        if count <= SELDOM and "/" not in iri[len(ID_BASE) :]
    )
    with EmbeddedStore.open(data, writable=True) as writer:
        graph = writer.folder.graph
    store = Store(str(graph))
    shared = [quad for quad in seeds if quad.graph_name.value == f"{ID_BASE}graph/entities"]
    store.bulk_extend(shared)
    for batch in batches(seeds, shared, articles // 5, seldom):
        store.bulk_load(batch, RdfFormat.N_QUADS)
    store.flush()
    quads = len(store)
    del store
    with EmbeddedStore.open(data, writable=True) as writer, Sidecars(data / "working", ID_BASE) as beside:
        writer.publish("many", beside.derive)
    return quads


def seed_quads() -> list[Quad]:
    """What is read from the five articles, in our own terms."""
    standard = {above for terms in SUPER_PROPERTIES.values() for above in terms}
    with tempfile.TemporaryDirectory() as folder:
        kg.build([seeds_path()], Path(folder) / "seeds")
        with kg.open_store(Path(folder) / "seeds") as reader:
            return [
                quad
                for quad in reader.quads()
                if quad.predicate not in standard
                and quad.predicate not in DROPPED
                and (quad.predicate != RDF.type or (quad.object.value.startswith(DM_NS) and quad.object not in UNSAID))
            ]


def batches(seeds: Sequence[Quad], shared: Sequence[Quad], copies: int, seldom: frozenset[str]) -> Iterator[bytes]:
    """The copies as N-Quads, some hundred at a time."""
    labels = [quad for quad in seeds if quad.predicate == SKOS.prefLabel and f"{ID_BASE}issue/" in quad.subject.value]
    kept = [quad for quad in seeds if quad not in set(shared) and quad not in set(labels)]
    whole, lean = text_of(kept), text_of(thinned(kept))
    tail = text_of(quad for quad in shared if quad.subject.value.removeprefix(ID_BASE) in seldom)
    waiting: list[str] = []
    for number in range(copies):
        turn = Turn(number, seldom)
        waiting.append(TOKEN.sub(turn.own, whole if number % WHOLE == 0 else lean))
        waiting.append(TOKEN.sub(turn.own, text_of(recombined(labels, number))))
        if number % TAIL_GROUP == 0:
            waiting.append(named_anew(TOKEN.sub(turn.own, tail), number // TAIL_GROUP))
        if len(waiting) > BATCH:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def text_of(quads: Iterable[Quad]) -> str:
    """Quads as N-Quads."""
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()


def thinned(quads: Sequence[Quad]) -> list[Quad]:
    """Every other mention without its offsets, the rest without any mention but those that are evidence as well."""
    evidence = {quad.object.value for quad in quads if quad.predicate == DM.evidence}
    mentions = sorted({quad.subject.value for quad in quads if quad.predicate == DM.refersTo} - evidence)
    bare, gone = set(mentions[::2]), set(mentions[1::2])
    return [
        quad
        for quad in quads
        if quad.subject.value not in gone and (quad.subject.value not in bare or quad.predicate == DM.refersTo)
    ]


def recombined(labels: Sequence[Quad], number: int) -> Iterator[Quad]:
    """The issues' labels; where a copy's issues are its own, half of each is another one's."""
    for place, quad in enumerate(labels):
        words = quad.object.value.split()
        if number % SHARED_ISSUES:
            other = labels[(place + 1 + number * 31) % len(labels)].object.value.split()
            words = [*words[: (len(words) + 1) // 2], *other[len(other) // 2 :]]
        yield Quad(quad.subject, quad.predicate, Literal(" ".join(words), language="en"), quad.graph_name)


def named_anew(text: str, group: int) -> str:
    """Names of the tail get a numeral behind them, as ships and offices do; no two are one."""
    names = (str(SKOS.prefLabel), str(SKOS.altLabel))
    lines = []
    for line in text.splitlines():
        told = any(name in line for name in names)
        lines.append(re.sub(r'"(@en)? <', rf' {roman(group + 2)}"\1 <', line, count=1) if told else line)
    return "\n".join(lines) + "\n"


def roman(number: int) -> str:
    """A number in Roman numerals."""
    told = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        told += sign * (number // value)
        number %= value
    return told


if __name__ == "__main__":
    began = time.perf_counter()
    size = make(int(sys.argv[2]) if len(sys.argv) > 2 else 10_000, Path(sys.argv[1]))
    print(f"{size:,} quads in {time.perf_counter() - began:.0f} s")
