"""The network made while graphs go by: the same bytes as the record by record reading, in little memory."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import plain_reading
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.network import Network, NetworkMaking, columns, reading, runs
from kg.network.columns import Texts
from kg.network.runs import Runs
from kg.store import GraphReader, MemoryGraph
from kg.store.told import Told, everything_told
from kg.vocab import DCTERMS, DM, ID_BASE, NIF, OWL, RDF, SKOS, WGS, XSD

GRAPHS = 12


def some_graph(seed: int) -> MemoryGraph:
    """A graph in which everything that can be told is told by chance, some of it by several, some of it amiss."""
    told = Hearsay(random.Random(seed))
    told.entities(NamedNode(f"{ID_BASE}graph/entities"))
    told.article(NamedNode(f"{ID_BASE}graph/meetings"), is_dated=True)
    for number in range(1, GRAPHS):
        told.article(NamedNode(f"{ID_BASE}document/{number}"), is_dated=number % 5 != 4)
    return MemoryGraph.from_quads(told.quads)


class Hearsay:
    """What is told by chance, graph by graph, of the same few things."""

    def __init__(self, chance: random.Random) -> None:
        self.quads: list[Quad] = []
        self._chance = chance
        self._things = [NamedNode(f"{ID_BASE}thing-{n}") for n in range(8)]
        self._things.append(NamedNode("https://example.org/elsewhere"))
        self._offices = [NamedNode(f"{ID_BASE}office/{n}") for n in range(4)]
        self._issues = [NamedNode(f"{ID_BASE}issue/{n}") for n in range(4)]

    def entities(self, graph: NamedNode) -> None:
        for thing in self._things:
            self._thing(graph, thing)
        for office in self._offices[:3]:
            self._tell(graph, office, RDF.type, DM.Office)
            self._tell(graph, office, DM.title, Literal(f"Minister {office.value[-1]}"))
            self._tell(graph, office, DM.jurisdiction, *self._some(self._things))

    def article(self, graph: NamedNode, *, is_dated: bool) -> None:
        if is_dated:
            self._tell(graph, graph, DCTERMS.issued, Literal(f"2013-0{self._chance.randint(1, 9)}-01"))
        passages = [NamedNode(f"{graph.value}#char={n},{n + 9}") for n in range(6)]
        for at, passage in enumerate(passages):
            self._passage(graph, passage, at)
        for at in range(self._chance.randint(0, 12)):
            self._fact(graph, at, passages)
        for issue in self._issues[:3]:
            self._tell(graph, issue, RDF.type, DM.Issue)
            self._tell(graph, issue, SKOS.prefLabel, Literal(f"whether {issue.value[-1]}"))
            self._tell(graph, issue, DM.about, *self._some(self._things))

    def _thing(self, graph: NamedNode, thing: NamedNode) -> None:
        chance = self._chance
        kind = chance.choice([DM.Person, DM.Organization, DM.Country, DM.Place])
        self._tell(graph, thing, RDF.type, kind, *([DM.Place] if kind == DM.Country else []))
        self._tell(graph, thing, SKOS.prefLabel, *[Literal(f"Næme {chance.randint(0, 9)}")] * chance.randint(0, 1))
        self._tell(graph, thing, SKOS.altLabel, *(Literal(f"also {n}") for n in range(chance.randint(0, 3))))
        if chance.random() < 0.5:
            self._tell(graph, thing, OWL.sameAs, NamedNode(f"http://www.wikidata.org/entity/Q{chance.randint(1, 99)}"))
            self._tell(graph, thing, WGS.lat, Literal("1.5", datatype=XSD.decimal))
        self._tell(graph, thing, DM.locatedIn, *self._some(self._things, 1))

    def _passage(self, graph: NamedNode, passage: NamedNode, at: int) -> None:
        self._tell(graph, passage, RDF.type, DM.Passage)
        self._tell(graph, passage, NIF.beginIndex, Literal(at))
        self._tell(graph, passage, NIF.anchorOf, Literal(f"sentence {self._chance.randint(0, 9)}" if at else ""))
        self._tell(graph, passage, DM.confidence, Literal("0.5"))
        self._tell(graph, passage, DM.refersTo, *self._some(self._things))

    def _fact(self, graph: NamedNode, at: int, passages: list[NamedNode]) -> None:
        chance = self._chance
        kind = chance.choice([DM.Talks, DM.Meeting, DM.Tenure, DM.Position, DM.Statement, DM.Interaction, DM.DateClaim])
        shared = kind in {DM.Talks, DM.Meeting}
        fact = NamedNode(f"{ID_BASE}meeting/{chance.randint(0, 5)}" if shared else f"{graph.value}/fact/{at}")
        self._tell(graph, fact, RDF.type, kind)
        self._tell(graph, fact, DM.evidence, *self._some(passages, 3))
        self._tell(graph, fact, DM.asOf, *[self._day()] * chance.randint(0, 1))
        self._tell(graph, fact, DM.confidence, Literal(f"0.{chance.randint(1, 9)}"))
        for role in (DM.participant, DM.officeHolder, DM.holder, DM.speaker, DM.audience, DM.source, DM.target):
            self._tell(graph, fact, role, *self._some(self._things, 3))
        self._tell(graph, fact, DM.issue, *self._some(self._issues, 1))
        self._tell(graph, fact, DM.office, *self._some(self._offices, 1))
        self._tell(graph, fact, DM.place, *self._some(self._things, 1))
        when = chance.choice([DM.date, DM.earliest, DM.latest])
        self._tell(graph, fact, when, *[self._day()] * chance.randint(0, 1))
        self._tell(graph, fact, DM.quote, *[Literal("words " * chance.randint(1, 20))] * chance.randint(0, 1))
        self._status(graph, fact, kind)

    def _status(self, graph: NamedNode, fact: NamedNode, kind: NamedNode) -> None:
        chance = self._chance
        match kind:
            case DM.Position:
                self._tell(graph, fact, DM.stance, chance.choice([DM.Supports, DM.Opposes, DM.Neutral]))
            case DM.Interaction:
                self._tell(graph, fact, DM.eventType, chance.choice([DM.ACCUSE, DM.AID]))
            case DM.Tenure:
                self._tell(graph, fact, DM.former, Literal(chance.choice(["true", "false"])))
            case DM.Talks | DM.Meeting:
                self._tell(graph, fact, DM.status, chance.choice([DM.Held, DM.Planned, DM.Cancelled]))

    def _tell(self, graph: NamedNode, subject: NamedNode, predicate: NamedNode, *values: NamedNode | Literal) -> None:
        self.quads.extend(Quad(subject, predicate, value, graph) for value in values)

    def _some(self, nodes: list[NamedNode], most: int = 2) -> list[NamedNode]:
        return self._chance.sample(nodes, self._chance.randint(0, most))

    def _day(self, year: str = "2013") -> Literal:
        chance = self._chance
        forms = (f"{year}-{chance.randint(1, 12):02}-11", f"{year}-{chance.randint(1, 12):02}", year)
        return Literal(chance.choice(forms))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def plainly(graph: GraphReader, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    Network.of(*plain_reading.read_events(graph, ID_BASE), ID_BASE).save(folder)
    return files(folder / "network")


def made(graph: GraphReader, folder: Path, seed: int = 0) -> dict[str, bytes]:
    folder.mkdir()
    with NetworkMaking(folder, ID_BASE) as making:
        told = list(everything_told(graph, making.predicates))
        random.Random(seed).shuffle(told)
        for each in told:
            making.add(each)
        making.save(folder / "network")
    assert [path.name for path in folder.iterdir()] == ["network"]
    return files(folder / "network")


@pytest.mark.parametrize("seed", range(12))
def test_the_arrays_are_those_of_the_record_by_record_reading(seed: int, tmp_path: Path) -> None:
    graph = some_graph(seed)
    expected = plainly(graph, tmp_path / "plain")
    assert made(graph, tmp_path / "made", seed) == expected
    assert len(expected["events.edges.source.npy"]) > 1000  # more than a header: there are edges to compare


def test_so_are_those_of_a_real_graph(repository: Path, tmp_path: Path) -> None:
    graph = MemoryGraph.from_file(repository / "tests" / "graphs" / "small.trig")
    assert made(graph, tmp_path / "made") == plainly(graph, tmp_path / "plain")


def test_the_empty_graph_has_a_network(tmp_path: Path) -> None:
    empty = MemoryGraph.from_quads([])
    assert made(empty, tmp_path / "made") == plainly(empty, tmp_path / "plain")


def test_what_goes_over_the_disk_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = some_graph(3)
    expected = plainly(graph, tmp_path / "plain")
    monkeypatch.setattr(runs.Runs.__init__, "__defaults__", (1, 7))
    monkeypatch.setattr(runs, "MOST_RUNS", 3)
    monkeypatch.setattr(runs, "_BLOCK", 2)
    monkeypatch.setattr(reading, "_SPREAD_AT_ONCE", 5)
    monkeypatch.setattr(columns, "_WAITING", 3)
    monkeypatch.setattr(columns, "_SEEN", 2)
    monkeypatch.setattr(columns, "_MAPPED_FROM", 8)
    assert made(graph, tmp_path / "made") == expected


def numbered(size: int) -> Callable[[Texts, str], int]:
    """Numbers of which several texts have the same, until another salt is taken."""
    return lambda texts, text: hash(text + texts._salt) % (size if not texts._salt else 2**61) + 1


def test_texts_that_cannot_be_told_apart_get_other_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = some_graph(4)
    expected = plainly(graph, tmp_path / "plain")
    monkeypatch.setattr(Texts, "number", numbered(20))
    assert made(graph, tmp_path / "made") == expected


def test_texts_that_never_can_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Texts, "number", lambda _, text: len(text) + 1)
    with NetworkMaking(tmp_path, ID_BASE) as making:
        for told in everything_told(some_graph(5), making.predicates):
            making.add(told)
        with pytest.raises(OSError, match="cannot be told apart"):
            making.save(tmp_path / "network")
    assert list(tmp_path.iterdir()) == []


def test_runs_come_back_sorted_whatever_their_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MOST_RUNS", 4)
    chance, sorted_rows = random.Random(1), Runs(tmp_path, most=10)
    rows = [(str(chance.randint(0, 300)), number) for number in range(1000)]
    for row in rows:
        sorted_rows.add(row)
    assert sorted(sorted_rows) == sorted(rows)
    assert [row[0] for row in sorted_rows] == sorted(row[0] for row in rows)
    assert len(list(tmp_path.iterdir())) <= 5


def test_a_graph_tells_what_it_is_asked_for() -> None:
    graph = some_graph(1)
    everything = {told.graph: told for told in everything_told(graph, {RDF.type, DM.holder})}
    assert set(everything) == {"", *(name.value for name in graph.graph_names())}
    told = everything[f"{ID_BASE}document/1"]
    pairs = {
        (quad.subject.value, quad.object.value) for quad in graph.quads(None, RDF.type, None, NamedNode(told.graph))
    }
    assert set(told.told(RDF.type)) == pairs
    assert told.told(DM.speaker) == ()
    assert Told.of(NamedNode(told.graph), [], {RDF.type}).told(RDF.type) == []
