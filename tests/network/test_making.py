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


def some_graph(seed: int) -> MemoryGraph:  # noqa: C901 - one thing after the other
    """A graph in which everything that can be told is told by chance, some of it by several, some of it amiss."""
    chance = random.Random(seed)
    things = [NamedNode(f"{ID_BASE}thing-{n}") for n in range(8)] + [NamedNode("https://example.org/elsewhere")]
    offices = [NamedNode(f"{ID_BASE}office/{n}") for n in range(4)]
    issues = [NamedNode(f"{ID_BASE}issue/{n}") for n in range(4)]
    quads: list[Quad] = []

    def tell(graph: NamedNode, subject: NamedNode, predicate: NamedNode, *values: NamedNode | Literal) -> None:
        quads.extend(Quad(subject, predicate, value, graph) for value in values)

    def some(nodes: list[NamedNode], most: int = 2) -> list[NamedNode]:
        return chance.sample(nodes, chance.randint(0, most))

    def day(year: str = "2013") -> Literal:
        forms = (f"{year}-{chance.randint(1, 12):02}-11", f"{year}-{chance.randint(1, 12):02}", year)
        return Literal(chance.choice(forms))

    entities = NamedNode(f"{ID_BASE}graph/entities")
    for thing in things:
        kind = chance.choice([DM.Person, DM.Organization, DM.Country, DM.Place])
        tell(entities, thing, RDF.type, kind, *([DM.Place] if kind == DM.Country else []))
        tell(entities, thing, SKOS.prefLabel, *[Literal(f"Næme {chance.randint(0, 9)}")] * chance.randint(0, 1))
        tell(entities, thing, SKOS.altLabel, *(Literal(f"also {n}") for n in range(chance.randint(0, 3))))
        if chance.random() < 0.5:
            tell(entities, thing, OWL.sameAs, NamedNode(f"http://www.wikidata.org/entity/Q{chance.randint(1, 99)}"))
            tell(entities, thing, WGS.lat, Literal("1.5", datatype=XSD.decimal))
        tell(entities, thing, DM.locatedIn, *some(things, 1))
    for office in offices[:3]:
        tell(entities, office, RDF.type, DM.Office)
        tell(entities, office, DM.title, Literal(f"Minister {office.value[-1]}"))
        tell(entities, office, DM.jurisdiction, *some(things))
    for number in range(GRAPHS):
        graph = NamedNode(f"{ID_BASE}document/{number}") if number else NamedNode(f"{ID_BASE}graph/meetings")
        if number % 5 != 4:
            tell(graph, graph, DCTERMS.issued, Literal(f"2013-0{chance.randint(1, 9)}-01"))
        passages = [NamedNode(f"{graph.value}#char={n},{n + 9}") for n in range(6)]
        for at, passage in enumerate(passages):
            tell(graph, passage, RDF.type, DM.Passage)
            tell(graph, passage, NIF.beginIndex, Literal(at))
            tell(graph, passage, NIF.anchorOf, Literal(f"sentence {chance.randint(0, 9)}" if at else ""))
            tell(graph, passage, DM.confidence, Literal("0.5"))
            tell(graph, passage, DM.refersTo, *some(things))
        for at in range(chance.randint(0, 12)):
            kind = chance.choice(
                [DM.Talks, DM.Meeting, DM.Tenure, DM.Position, DM.Statement, DM.Interaction, DM.DateClaim]
            )
            shared = kind in {DM.Talks, DM.Meeting}
            fact = NamedNode(f"{ID_BASE}meeting/{chance.randint(0, 5)}" if shared else f"{graph.value}/fact/{at}")
            tell(graph, fact, RDF.type, kind)
            tell(graph, fact, DM.evidence, *some(passages, 3))
            tell(graph, fact, DM.asOf, *[day()] * chance.randint(0, 1))
            tell(graph, fact, DM.confidence, Literal(f"0.{chance.randint(1, 9)}"))
            for role in (DM.participant, DM.officeHolder, DM.holder, DM.speaker, DM.audience, DM.source, DM.target):
                tell(graph, fact, role, *some(things, 3))
            tell(graph, fact, DM.issue, *some(issues, 1))
            tell(graph, fact, DM.office, *some(offices, 1))
            tell(graph, fact, DM.place, *some(things, 1))
            tell(graph, fact, chance.choice([DM.date, DM.earliest, DM.latest]), *[day()] * chance.randint(0, 1))
            tell(graph, fact, DM.quote, *[Literal("words " * chance.randint(1, 20))] * chance.randint(0, 1))
            match kind:
                case DM.Position:
                    tell(graph, fact, DM.stance, chance.choice([DM.Supports, DM.Opposes, DM.Neutral]))
                case DM.Interaction:
                    tell(graph, fact, DM.eventType, chance.choice([DM.ACCUSE, DM.AID]))
                case DM.Tenure:
                    tell(graph, fact, DM.former, Literal(chance.choice(["true", "false"])))
                case _ if shared:
                    tell(graph, fact, DM.status, chance.choice([DM.Held, DM.Planned, DM.Cancelled]))
        for issue in issues[:3]:
            tell(graph, issue, RDF.type, DM.Issue)
            tell(graph, issue, SKOS.prefLabel, Literal(f"whether {issue.value[-1]}"))
            tell(graph, issue, DM.about, *some(things))
    return MemoryGraph.from_quads(quads)


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
