"""The network at each level of the ladder: persons, offices, institutions, states, on the day of each fact."""

from __future__ import annotations

from pathlib import Path

import pytest
from ladder_graph import ladder_graph

from kg.errors import NotFoundError
from kg.levels import Level, stands_for
from kg.model import EntityType
from kg.network import Network
from kg.store import MemoryGraph
from kg.vocab import ID_BASE

SECRETARY, MINISTER = "office/united-states/secretary-of-state", "office/russia/foreign-minister"


@pytest.fixture(scope="module")
def graph() -> MemoryGraph:
    return ladder_graph()


@pytest.fixture(scope="module")
def networks(graph: MemoryGraph) -> dict[Level, Network]:
    told = Network.from_reader(graph)
    return {level: told.at(level, graph) for level in Level}


def parts(network: Network, kind: str, role: str, year: str) -> list[list[str]]:
    """Who has this part in the facts of this kind and year, fact by fact."""
    view = network.view()
    facts = sorted(node.id for node in view.nodes.values() if node.type == kind and (node.start or "")[:4] == year)
    return [sorted(e.target for e in view.incident(fact) if e.source == fact and e.type == role) for fact in facts]


@pytest.mark.parametrize(
    ("level", "then"),
    [
        (Level.TOLD, ["john-kerry", "lakhdar-brahimi", "rebels", "sergey-lavrov"]),
        (Level.PERSON, ["john-kerry", "lakhdar-brahimi", "sergey-lavrov"]),
        (Level.OFFICE, ["office/russia/foreign-minister", "office/united-nations/envoy", SECRETARY]),
        (Level.INSTITUTION, ["rebels", "united-nations", "united-states-department-of-state"]),
        (Level.STATE, ["rebels", "russia", "united-nations", "united-states"]),
    ],
)
def test_participants_stand_for_others_at_each_level(
    level: Level, then: list[str], networks: dict[Level, Network]
) -> None:
    assert parts(networks[level], "Meeting", "participant", "2013") == [then]


def test_a_meeting_is_judged_by_its_own_day(networks: dict[Level, Network]) -> None:
    """Kerry was Secretary of State in 2013, told in 2013 or in 2018; not in 2009, not in 2018."""
    for year, there in (("2009", False), ("2013", True), ("2018", False)):
        (states,) = parts(networks[Level.STATE], "Meeting", "participant", year)
        assert ("united-states" in states) is there
    (states,) = parts(networks[Level.STATE], "Meeting", "participant", "2009")
    assert "russia" in states  # Lavrov has been minister since 2004


def test_what_belongs_to_nobody_at_a_level_is_left_out(networks: dict[Level, Network]) -> None:
    assert parts(networks[Level.TOLD], "Position", "holder", "2018") == [["john-kerry"]]
    assert parts(networks[Level.STATE], "Position", "holder", "2013") == [["united-states"]]
    assert parts(networks[Level.STATE], "Position", "holder", "2018") == []
    assert parts(networks[Level.STATE], "Interaction", "target", "2013") == [["united-states"]]
    assert parts(networks[Level.STATE], "Interaction", "target", "2018") == []
    assert parts(networks[Level.STATE], "Statement", "audience", "2013") == [["russia"]]
    assert "john-kerry" not in networks[Level.STATE].view().nodes


def test_tenures_are_shown_for_persons_alone(networks: dict[Level, Network]) -> None:
    shown = {
        level: any(n.type == "Tenure" for n in network.view().nodes.values()) for level, network in networks.items()
    }
    assert shown == {level: level in {Level.TOLD, Level.PERSON} for level in Level}


def test_actors_are_tied_at_their_level(networks: dict[Level, Network]) -> None:
    ties = {(e.source, e.target) for e in networks[Level.STATE].view("actors").edges if e.type == "metWith"}
    assert ("russia", "united-states") in ties
    offices = networks[Level.OFFICE].view("actors")
    assert {edge.type for edge in offices.incident(SECRETARY)} == {"metWith", "ACCUSE", "spokeTo"}
    assert set(offices.nodes) == {SECRETARY, MINISTER, "office/united-nations/envoy"}
    with pytest.raises(NotFoundError):
        networks[Level.OFFICE].neighbourhood("john-kerry", view="actors")


def test_as_told_is_the_network_itself(graph: MemoryGraph, networks: dict[Level, Network]) -> None:
    told = networks[Level.TOLD]
    assert told.at(Level.TOLD, graph) is told


def test_raising_keeps_the_order_of_nodes_and_edges(networks: dict[Level, Network]) -> None:
    for network in networks.values():
        for name in ("events", "actors"):
            view = network.view(name)
            assert list(view.nodes) == sorted(view.nodes)
            ends = [(edge.source, edge.target, edge.type) for edge in view.edges]
            assert ends == sorted(set(ends))


def test_sparql_finds_every_level_by_a_path(graph: MemoryGraph, networks: dict[Level, Network]) -> None:
    """What docs/ontology.md promises: dm:capacity leads from a fact to whom its actors stand for."""
    page = (Path(__file__).parent.parent.parent / "docs" / "ontology.md").read_text(encoding="utf-8")
    (query,) = (
        block.split("```")[0] for block in page.split("```sparql\n") if "dm:capacity ?as" in block.split("```")[0]
    )
    rows = graph.query(query, prefixes={"dm": "https://w3id.org/demarche/ontology#"})
    found = {(row["meeting"].value.removeprefix(ID_BASE), row["state"].value.removeprefix(ID_BASE)) for row in rows}
    view = networks[Level.STATE].view()
    assert found == {
        (edge.source, edge.target)
        for edge in view.edges
        if edge.type == "participant" and view.nodes[edge.target].type == EntityType.COUNTRY
    }


def test_a_body_of_no_state_stands_for_itself_among_states() -> None:
    behind = {"office/united-nations/envoy": "Office", "united-nations": EntityType.ORGANIZATION}
    assert stands_for("lakhdar-brahimi", EntityType.PERSON, behind, Level.STATE) == ("united-nations",)
    assert stands_for("rebels", EntityType.ORGANIZATION, {}, Level.STATE) == ("rebels",)
    assert stands_for("a-minister", EntityType.PERSON, {}, Level.STATE) == ()
    assert stands_for("russia", EntityType.COUNTRY, {}, Level.INSTITUTION) == ()
