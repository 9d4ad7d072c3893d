"""Every IRI in the graph answers on this server, and leads to something about it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from small_graph import GENEVA, small_quads

BASE = "https://w3id.org/demarche/id/"


@pytest.mark.parametrize(
    ("local", "page"),
    [
        ("john-kerry", "/entities/john-kerry"),
        (f"meeting/{GENEVA}", f"/meetings/{GENEVA}"),
        ("document/000_may", "/documents/000_may"),
        ("document/news%2F2014-01-13", "/documents/news%252F2014-01-13"),
    ],
)
def test_pages_for_browsers_json_for_programs(client: FlaskClient, local: str, page: str):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for accept, target in ((browser, page), ("application/json", f"/api{page}"), (None, page)):
        headers = {} if accept is None else {"Accept": accept}
        response = client.get(f"/id/{local}", headers=headers)
        assert response.status_code == 303
        assert response.headers["Location"] == target
        assert "Accept" in response.headers["Vary"]
        assert client.get(target).status_code == 200


def test_issues_and_facts_lead_browsers_to_where_they_are_told(client: FlaskClient):
    subjects = {quad.subject.value.removeprefix(BASE) for quad in small_quads()}
    kinds = {"issue/": "/issues/", "/position/": "/documents/", "/tenure/": "/documents/"}
    for part, where in kinds.items():
        local = min(each for each in subjects if part in f"/{each}" or each.startswith(part))
        response = client.get(f"/id/{local}", headers={"Accept": "text/html"})
        page = response.headers["Location"]
        assert page.startswith(where), local
        assert client.get(page).status_code == 200
        assert local.rpartition("/")[2] in page
        data = client.get(f"/id/{local}", headers={"Accept": "application/json"})
        form = "application/json" if page.startswith("/issues/") else "application/ld+json"
        assert client.get(data.headers["Location"]).mimetype == form


def test_every_instance_leads_to_its_triples(client: FlaskClient):
    subjects = {quad.subject.value.partition("#")[0] for quad in small_quads()}
    assert len(subjects) > 20
    for iri in sorted(subjects):
        assert iri.startswith(BASE)
        response = client.get(f"/id/{iri.removeprefix(BASE)}", headers={"Accept": "application/n-triples"})
        assert response.status_code == 303, iri
        data = client.get(response.headers["Location"])
        assert data.mimetype == "application/n-triples"
        assert f"<{iri}>" in data.get_data(as_text=True)


def test_what_has_no_page_leads_browsers_to_its_triples(client: FlaskClient):
    response = client.get("/id/office/russia/foreign-minister", headers={"Accept": "text/html, */*;q=0.1"})
    assert response.status_code == 303
    assert client.get(response.headers["Location"]).mimetype == "text/turtle"
