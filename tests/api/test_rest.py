"""The REST routes: what each answers on the small graph."""

from __future__ import annotations

import io
import json

import networkx as nx
import pytest
from flask.testing import FlaskClient
from small_graph import GENEVA, JANUARY_TEXT, MAY_TEXT, PARIS_2013, PARIS_2014, PUTIN, SECOND

from kg.export import FORMATS

REF_KEYS = ["id", "iri", "label", "type"]


def get(client: FlaskClient, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.content_type == "application/json"
    return json.loads(response.data)


def ids(listed: dict) -> list[str]:
    return [item["id"] for item in listed["items"]]


@pytest.mark.parametrize("address", ["entities", "meetings", "positions", "issues", "documents"])
def test_every_list_has_the_settled_shape(client: FlaskClient, address: str):
    listed = get(client, f"/api/{address}")
    assert list(listed) == ["items", "next", "truncated", "snapshot"]
    assert listed["next"] is None
    assert listed["truncated"] is False
    assert len(listed["snapshot"]) == 16
    for item in listed["items"]:
        assert list(item)[:4] == REF_KEYS
        assert item["iri"] == f"https://w3id.org/demarche/id/{item['id']}"


@pytest.mark.parametrize("address", ["entities", "meetings", "positions", "issues", "documents"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_together_are_the_list(client: FlaskClient, address: str, limit: int):
    whole = ids(get(client, f"/api/{address}"))
    paged, cursor = [], ""
    while True:
        page = get(client, f"/api/{address}?limit={limit}{cursor}")
        assert page["truncated"] is (page["next"] is not None)
        assert len(page["items"]) <= limit
        paged += ids(page)
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert paged == whole
    assert len(set(whole)) == len(whole)


# --- entities ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("kerry", ["john-kerry"]),
        ("KERRY", ["john-kerry"]),
        ("John Kerry", ["john-kerry"]),
        ("kerry john", ["john-kerry"]),
        ("sergei", ["sergey-lavrov"]),
        ("geneve", ["geneva"]),
        ("Genève", ["geneva"]),
        ("us", ["united-states"]),
        ("ussia", []),
        ("?!", []),
        ("u.s.", ["united-states"]),
        ("zzz", []),
    ],
)
def test_entities_are_found_by_name(client: FlaskClient, q: str, found: list[str]):
    assert ids(client.get("/api/entities", query_string={"q": q}).get_json()) == found


def test_better_fits_come_first(client: FlaskClient):
    assert ids(get(client, "/api/entities?q=iran"))[0] == "iran"
    assert ids(get(client, "/api/entities?q=s"))[0] == "sergey-lavrov"


def test_entities_of_a_type(client: FlaskClient):
    assert ids(get(client, "/api/entities?type=Place")) == ["geneva", "paris"]
    types = {item["type"] for item in get(client, "/api/entities?type=Place,Country")["items"]}
    assert types == {"Place", "Country"}


def test_without_a_name_the_most_mentioned_come_first(client: FlaskClient):
    mentions = [item["mentions"] for item in get(client, "/api/entities")["items"]]
    assert mentions == sorted(mentions, reverse=True)


def test_one_entity(client: FlaskClient):
    kerry = get(client, "/api/entities/john-kerry")
    assert (kerry["label"], kerry["type"], kerry["aliases"]) == ("John Kerry", "Person", ["Kerry", "Secretary Kerry"])
    assert (kerry["wikidata"], kerry["same_as"]) == ("Q22316", ["http://www.wikidata.org/entity/Q22316"])
    assert (kerry["named"], kerry["latitude"], kerry["located_in"]) == (True, None, None)
    assert kerry["counts"] == {"meetings": 3, "tenures": 1, "positions": 0, "statements": 0, "interactions": 0}
    (office,) = kerry["offices"]
    assert (office["title"], office["as_of"], office["former"]) == ("Secretary of State", "2013-05-28", False)
    assert office["jurisdiction"]["id"] == "united-states"
    (evidence,) = office["evidence"]
    assert MAY_TEXT[evidence["begin"] : evidence["end"]] == evidence["text"]
    assert kerry["snapshot"] == get(client, "/api/stats")["snapshot"]


def test_an_entity_that_is_a_place_or_has_no_name(client: FlaskClient):
    paris = get(client, "/api/entities/paris")
    assert (paris["latitude"], paris["longitude"]) == (48.8566, 2.3522)
    assert get(client, "/api/entities/rebels")["named"] is False


# --- neighbourhoods ---------------------------------------------------------------------------------------------------


def test_the_events_around_an_actor(client: FlaskClient):
    around = get(client, "/api/entities/vladimir-putin/neighbourhood")
    assert list(around) == ["nodes", "edges", "truncated", "snapshot"]
    assert [node["id"] for node in around["nodes"]] == ["vladimir-putin", f"meeting/{PUTIN}"]
    (edge,) = around["edges"]
    assert (edge["source"], edge["target"], edge["type"]) == (f"meeting/{PUTIN}", "vladimir-putin", "participant")
    assert edge["evidence"] == 1
    assert around["truncated"] is False


def test_the_actors_around_an_actor(client: FlaskClient):
    around = get(client, "/api/entities/sergey-lavrov/neighbourhood?view=actors&types=metWith")
    assert {node["id"] for node in around["nodes"]} == {"sergey-lavrov", "john-kerry", "lakhdar-brahimi"}
    (tie,) = [edge for edge in around["edges"] if edge["source"] == "john-kerry" and edge["target"] == "sergey-lavrov"]
    assert (tie["weight"], tie["first"], tie["last"]) == (2, "2013-05-27", "2014-01-13")


def test_a_neighbourhood_is_bounded_and_says_so(client: FlaskClient):
    around = get(client, "/api/entities/john-kerry/neighbourhood?limit=1")
    assert len(around["nodes"]) == 2
    assert around["truncated"] is True
    since = get(client, "/api/entities/john-kerry/neighbourhood?types=Meeting&since=2014-01-01")
    assert [node["id"] for node in since["nodes"]] == ["john-kerry", f"meeting/{PARIS_2014}"]


def test_a_neighbourhood_as_graphml_by_name_and_by_accept(client: FlaskClient):
    address = "/api/entities/sergey-lavrov/neighbourhood?view=actors"
    by_name = client.get(address + "&format=graphml")
    by_accept = client.get(address, headers={"Accept": "application/graphml+xml"})
    assert by_name.mimetype == by_accept.mimetype == "application/graphml+xml"
    assert by_name.data == by_accept.data
    drawn = nx.read_graphml(io.BytesIO(by_name.data))
    assert {data["label"] for _, data in drawn.nodes(data=True)} >= {"Sergey Lavrov", "John Kerry"}


# --- meetings ---------------------------------------------------------------------------------------------------------


def test_meetings_by_date_the_undated_last(client: FlaskClient):
    listed = get(client, "/api/meetings")
    assert ids(listed) == [f"meeting/{key}" for key in (PARIS_2013, PARIS_2014, GENEVA, PUTIN)]
    paris = listed["items"][0]
    assert [each["label"] for each in paris["participants"]] == ["John Kerry", "Sergey Lavrov"]
    assert (paris["place"]["id"], paris["date"], paris["status"]) == ("paris", "2013-05-27", "Held")
    assert listed["items"][3]["date"] is None


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("participant=vladimir-putin", [PUTIN]),
        ("participant=Putin", [PUTIN]),
        ("participant=john-kerry&participant=", None),
        ("participant=john-kerry&place=paris", [PARIS_2013, PARIS_2014]),
        ("place=Paris&since=2014-01-01", [PARIS_2014]),
        ("until=2013-12-31", [PARIS_2013]),
        ("status=Planned", [GENEVA]),
        ("status=Cancelled", []),
        ("participant=iran", []),
    ],
)
def test_meetings_by_filter(client: FlaskClient, filters: str, found: list[str] | None):
    if found is None:
        assert client.get(f"/api/meetings?{filters}").status_code == 400
        return
    assert ids(get(client, f"/api/meetings?{filters}")) == [f"meeting/{key}" for key in found]


@pytest.mark.parametrize("given", [GENEVA, f"meeting/{GENEVA}", f"https://w3id.org/demarche/id/meeting/{GENEVA}"])
def test_one_meeting_as_each_article_tells_it(client: FlaskClient, given: str):
    conference = get(client, f"/api/meetings/{given}")
    assert (conference["type"], conference["status"], conference["date"]) == ("Conference", "Planned", "2014-01-22")
    told = [
        (each["document"]["published"], each["date"], each["place"] and each["place"]["id"])
        for each in conference["accounts"]
    ]
    assert told == [("2013-05-28", "2013-06", "geneva"), ("2014-01-13", "2014-01-22", None)]
    assert conference["accounts"][0]["first"] == "2013-06-01"
    (evidence,) = conference["accounts"][1]["evidence"]
    assert JANUARY_TEXT[evidence["begin"] : evidence["end"]] == evidence["text"]
    assert evidence["document"] == "document/news%2F2014-01-13"


# --- positions and issues ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "holders"),
    [
        ("", {"russia", "united-states"}),
        ("holder=russia", {"russia"}),
        ("holder=Washington", {"united-states"}),
        ("stance=Opposes", {"united-states"}),
        ("issue=IRAN+attends", {"russia", "united-states"}),
        ("issue=missiles", set()),
        ("since=2013-05-29", set()),
        ("until=2013-05-28", {"russia", "united-states"}),
    ],
)
def test_positions_by_filter(client: FlaskClient, filters: str, holders: set[str]):
    items = get(client, f"/api/positions?{filters}")["items"]
    assert {item["holder"]["id"] for item in items} == holders
    for item in items:
        assert item["evidence"][0]["text"].startswith("Moscow argues")
        assert item["document"]["published"] == item["as_of"] == "2013-05-28"


def test_issues_with_counts_lead_to_their_positions(client: FlaskClient):
    (issue,) = get(client, "/api/issues?q=attends+iran")["items"]
    assert (issue["supports"], issue["opposes"], issue["neutral"], issue["meetings"]) == (1, 1, 0, 0)
    assert [each["id"] for each in issue["about"]] == ["iran"]
    assert len(get(client, f"/api/positions?issue={issue['id']}")["items"]) == 2
    assert get(client, "/api/issues?q=missiles")["items"] == []


# --- documents, counts, exports ---------------------------------------------------------------------------------------


def test_documents_the_newest_first(client: FlaskClient):
    newest, oldest = get(client, "/api/documents")["items"]
    assert (newest["id"], newest["published"]) == ("document/news%2F2014-01-13", "2014-01-13")
    assert (newest["authors"], newest["publisher"], newest["source"]) == (["Yekaterina Kravtsova"], None, None)
    assert oldest["label"] == "Lavrov Says Convening Conference 'a Tall Order'"


@pytest.mark.parametrize(
    "given",
    ["document/news%2F2014-01-13", "news%2F2014-01-13", SECOND, "document/news%252F2014-01-13", "news%252F2014-01-13"],
)
def test_a_document_under_every_spelling_of_its_id(client: FlaskClient, given: str):
    assert get(client, f"/api/documents/{given}")["published"] == "2014-01-13"


@pytest.mark.parametrize("given", ["000_may", "news%2F2014-01-13"])
def test_a_document_whole_with_everything_at_its_offsets(client: FlaskClient, given: str):
    document = get(client, f"/api/documents/{given}")
    assert document["text"] in {MAY_TEXT, JANUARY_TEXT}
    assert document["mentions"]
    for mention in document["mentions"]:
        assert document["text"][mention["begin"] : mention["end"]] == mention["text"]
        assert mention["entities"]
    begins = [fact["evidence"][0]["begin"] for fact in document["facts"]]
    assert begins == sorted(begins)


def test_the_facts_of_a_document(client: FlaskClient):
    facts = get(client, "/api/documents/000_may")["facts"]
    kinds = [fact["type"] for fact in facts]
    expected = [
        "Meeting",
        "Tenure",
        "Tenure",
        "Meeting",
        "Conference",
        "Position",
        "Position",
        "Statement",
        "Interaction",
    ]
    assert kinds == expected
    for fact in facts:
        assert list(fact)[:4] == REF_KEYS
        assert fact["rule"]


def test_counts(client: FlaskClient):
    stats = get(client, "/api/stats")
    assert (stats["documents"], stats["first"], stats["last"]) == (2, "2013-05-28", "2014-01-13")
    assert stats["entities"] == {"Person": 4, "Organization": 1, "Country": 3, "Place": 2}
    assert stats["meetings"] == {"Held": 3, "Planned": 1, "Proposed": 0, "Cancelled": 0}
    assert stats["positions"] == {"Supports": 1, "Opposes": 1, "Neutral": 0}
    assert (stats["mentions"], stats["statements"], stats["interactions"], stats["issues"]) == (11, 1, 1, 1)


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_export_format_has_its_address(client: FlaskClient, name: str):
    response = client.get(f"/api/export/{name}")
    assert response.status_code == 200
    assert response.mimetype == FORMATS[name].media_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="demarche{FORMATS[name].suffix}"'
    assert response.data == client.get(f"/api/export/{name}").data
    assert len(response.data) > 1000


def test_exports_of_networks_in_both_views(client: FlaskClient):
    sizes = {}
    for view in ("events", "actors"):
        drawn = nx.read_graphml(io.BytesIO(client.get(f"/api/export/graphml?view={view}").data))
        sizes[view] = drawn.number_of_nodes()
    assert sizes["events"] > sizes["actors"] == 8


def test_health(client: FlaskClient):
    assert get(client, "/healthz")["status"] == "ok"
    ready = get(client, "/readyz")
    assert (ready["status"], ready["snapshot"]) == ("ready", get(client, "/api/stats")["snapshot"])
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"
