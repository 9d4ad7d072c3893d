"""What is asked of whole columns is what going through all records would say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from random_network import random_network

from api.records.columns import briefly, by_date, counted, ids_of, of_types, pointed_at, pointing_at, rows_of, with_role
from api.records.meetings import find_meetings
from api.records.positions import all_issues, find_positions
from kg.network import Filter, Network, View
from kg.network.records import MEETING_TYPES


@pytest.fixture(scope="module")
def network() -> Network:
    return random_network(24, 300)


@pytest.fixture(scope="module")
def state(network: Network) -> SimpleNamespace:
    made: dict[object, object] = {}
    state = SimpleNamespace(network=network)
    state.kept = lambda make: made[make] if make in made else made.setdefault(make, make(state))
    return state


@pytest.fixture(scope="module")
def view(network: Network) -> View:
    return network.view()


@pytest.mark.parametrize("role", ["participant", "place", "holder", "issue", "nonsense"])
def test_what_faces_a_node_in_a_role(view: View, role: str):
    for name in view.nodes:
        row = rows_of(view, (name,))
        incident = [edge for edge in view.incident(name) if edge.type == role]
        assert ids_of(view, pointing_at(view, row, role)) == tuple(
            sorted({edge.source for edge in incident if edge.target == name})
        )
        assert ids_of(view, pointed_at(view, row, role)) == tuple(
            sorted({edge.target for edge in incident if edge.source == name})
        )


def test_every_edge_of_a_role_is_told_once(view: View):
    meetings = of_types(view, np.arange(len(view.nodes)), MEETING_TYPES)
    here, there = with_role(view, meetings, "participant")
    told = Counter(zip(ids_of(view, here), ids_of(view, there), strict=True))
    assert told == Counter((edge.source, edge.target) for edge in view.edges if edge.type == "participant")


@pytest.mark.parametrize("latest_first", [False, True])
def test_what_has_no_date_comes_last_either_way(view: View, latest_first: bool):
    rows = of_types(view, np.arange(len(view.nodes)), MEETING_TYPES)
    starts = [node.start for node in view.nodes.rows.take(by_date(view, rows, latest_first=latest_first))]
    dated = [start for start in starts if start is not None]
    assert dated == sorted(dated, reverse=latest_first)
    assert starts[: len(dated)] == dated
    assert len(dated) < len(starts)


def test_values_of_a_column_are_counted(view: View):
    rows = of_types(view, np.arange(len(view.nodes)), ("Position",))
    nodes = [node for node in view.nodes.values() if node.type == "Position"]
    assert counted(view, rows, "status") == Counter(node.status for node in nodes)


def test_brief_edges_lack_their_facts_alone(network: Network):
    whole = network.view("actors").edges
    for edges in (whole, whole.only(np.arange(0, len(whole), 3))):
        brief = briefly(edges)
        assert len(brief) == len(edges) > 0
        assert any(edge.facts for edge in edges)
        for one, other in zip(edges, brief, strict=True):
            assert (one.source, one.target, one.type, one.weight, one.first, one.sentence) == (
                *(other.source, other.target, other.type),
                *(other.weight, other.first, other.sentence),
            )
            assert other.facts == ()


MEETING_QUESTIONS = [
    {},
    {"participant": "actor-0000000"},
    {"place": "place-0000001"},
    {"participant": "actor-0000000", "place": "place-0000000"},
    {"status": "Planned"},
    {"chosen": Filter(since=dt.date(2013, 6, 1), until=dt.date(2013, 9, 1))},
    {"participant": "actor-0000001", "status": "Held", "chosen": Filter(since=dt.date(2013, 3, 1))},
]


@pytest.mark.parametrize("question", MEETING_QUESTIONS, ids=lambda each: " ".join(each) or "all")
def test_meetings_are_found_as_by_looking_at_each(state: SimpleNamespace, view: View, question: dict[str, object]):
    chosen = question.get("chosen") or Filter()

    def fits(node: object) -> bool:
        roles = {(edge.type, edge.target) for edge in view.incident(node.id)}
        asked = {(role, question[role]) for role in ("participant", "place") if role in question}
        return (
            node.type in MEETING_TYPES
            and asked <= roles
            and question.get("status") in {None, node.status}
            and chosen.admits_node(node)
        )

    expected = sorted(filter(fits, view.nodes.values()), key=lambda node: (node.start or "~", node.end or "~", node.id))
    assert expected
    assert list(find_meetings(state, **question)) == expected


@pytest.mark.parametrize(
    "question", [{}, {"holder": "actor-0000000"}, {"issue": "0000001"}, {"issue": "whether"}, {"stance": "Opposes"}]
)
def test_positions_are_found_as_by_looking_at_each(state: SimpleNamespace, view: View, question: dict[str, str]):
    def fits(node: object) -> bool:
        roles = {edge.type: edge.target for edge in view.incident(node.id)}
        words = question.get("issue", "")
        on = roles.get("issue", "")
        return (
            node.type == "Position"
            and question.get("holder") in {None, roles.get("holder")}
            and question.get("stance") in {None, node.status}
            and (not words or on == f"issue/{words}" or (on and words in view.nodes[on].label))
        )

    expected = sorted(filter(fits, view.nodes.values()), key=lambda node: (node.start or "~", node.id))
    assert expected
    assert list(find_positions(state, **question)) == expected


def test_issues_stand_by_their_degree(state: SimpleNamespace, view: View):
    issues = [node for node in view.nodes.values() if node.type == "Issue"]
    expected = sorted(issues, key=lambda node: (-view.degree(node.id), node.label, node.id))
    assert list(all_issues(state)) == expected
