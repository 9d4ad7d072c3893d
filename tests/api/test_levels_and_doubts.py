"""What the routes answer at a level of the ladder, and what they say of what is unsure."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from flask.testing import FlaskClient
from ladder_graph import ladder_facts, ladder_graph
from problems import assert_problem

import api
from kg.publish import unsure_lines
from kg.resolve import resolve


@pytest.fixture(scope="module")
def ladder() -> FlaskClient:
    return api.create_app(ladder_graph()).test_client()


def get(client: FlaskClient, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.get_json()


def test_positions_at_the_level_of_states(ladder: FlaskClient) -> None:
    told = get(ladder, "/api/positions")["items"]
    assert [item["holder"]["id"] for item in told] == ["john-kerry", "john-kerry"]
    states = get(ladder, "/api/positions?level=state")["items"]
    assert [(item["holder"]["id"], item["as_of"]) for item in states] == [("united-states", "2013-05-28")]
    assert get(ladder, "/api/positions?level=state&holder=united-states")["items"] == states
    assert get(ladder, "/api/positions?holder=united-states")["items"] == []


def test_the_matrix_has_a_row_for_each_actor_of_the_level(ladder: FlaskClient) -> None:
    for level, rows in (
        ("as-told", ["john-kerry"]),
        ("person", ["john-kerry"]),
        ("office", ["office/united-states/secretary-of-state"]),
        ("institution", ["united-states-department-of-state"]),
        ("state", ["united-states"]),
    ):
        assert [row["id"] for row in get(ladder, f"/api/positions/matrix?level={level}")["items"]] == rows
    (cell,) = get(ladder, "/api/positions/matrix?level=state")["items"][0]["cells"]
    assert (cell["stance"], cell["since"]) == ("Opposes", "2013-05-28")  # what Kerry says in 2018 is his own


def test_meetings_at_a_level(ladder: FlaskClient) -> None:
    dates = [item["date"] for item in get(ladder, "/api/meetings?level=state&participant=united-states")["items"]]
    assert dates == ["2013-05-28"]
    (item,) = get(ladder, "/api/meetings?level=state&participant=united-states")["items"]
    raised = get(ladder, f"/api/meetings/{item['id'].removeprefix('meeting/')}?level=state")
    assert {who["id"] for who in raised["participants"]} == {"united-states", "russia", "united-nations", "rebels"}
    assert {who["id"] for who in raised["accounts"][0]["participants"]} >= {"john-kerry"}  # as the article has it


def test_a_neighbourhood_at_a_level(ladder: FlaskClient) -> None:
    around = get(ladder, "/api/entities/russia/neighbourhood?level=state&view=actors")
    assert "united-states" in {node["id"] for node in around["nodes"]}
    assert "john-kerry" not in {node["id"] for node in around["nodes"]}
    assert_problem(ladder.get("/api/entities/russia/neighbourhood?level=galaxy"), "bad-parameter")


def test_exports_at_a_level(ladder: FlaskClient) -> None:
    packed = ladder.get("/api/export/csv?level=state").data
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        rows = list(csv.DictReader(io.StringIO(folder.read("positions.csv").decode())))
    assert [row["holders"] for row in rows] == ["united-states"]
    graphml = ladder.get("/api/export/graphml?level=state&view=actors").text
    assert "united-states" in graphml
    assert "john-kerry" not in graphml
    problem = assert_problem(ladder.get("/api/export/nq?level=state"), "bad-parameter")
    assert "dm:capacity" in problem["detail"]


def test_what_is_unsure_is_listed_with_its_candidates_as_kg_status_lists_it(ladder: FlaskClient) -> None:
    resolution = resolve(ladder_facts())
    assert resolution.doubts
    listed = [*get(ladder, "/api/entities?unsure=true")["items"], *get(ladder, "/api/meetings?unsure=true")["items"]]
    told = {item["id"]: {(candidate["id"], candidate["reason"]) for candidate in item["candidates"]} for item in listed}
    status = {}
    for line in unsure_lines(resolution):
        one, _, candidates = line.partition(": ")
        status[one] = candidates
    assert told.keys() == status.keys()
    for one, candidates in told.items():
        for candidate, reason in candidates:
            assert f"{candidate} ({reason})" in status[one]
    assert {c["id"] for c in get(ladder, "/api/entities/smith")["candidates"]} == {"adam-smith", "brenda-smith"}


def test_what_is_sure_has_no_candidates(ladder: FlaskClient) -> None:
    sure = get(ladder, "/api/entities?unsure=false")["items"]
    assert "smith" not in {item["id"] for item in sure}
    assert all(item["candidates"] == [] for item in sure)
    assert_problem(ladder.get("/api/entities?unsure=perhaps"), "bad-parameter")


def test_an_issue_tells_its_positions_and_where_sources_differ(ladder: FlaskClient) -> None:
    (issue,) = get(ladder, "/api/issues?q=iran")["items"]
    told = get(ladder, f"/api/issues/{issue['id'].removeprefix('issue/')}")
    assert [(item["as_of"], item["stance"]) for item in told["positions"]] == [
        ("2013-05-28", "Opposes"),
        ("2018-05-28", "Supports"),
    ]
    assert told["contradictions"] == []  # five years later is a change
    states = get(ladder, f"/api/issues/{issue['id']}?level=state")
    assert [item["holder"]["id"] for item in states["positions"]] == ["united-states"]
    assert_problem(ladder.get("/api/issues/nothing"), "not-found")
