"""A page's twin: the same thing as Turtle and JSON-LD, by Accept or by name."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from geneva import CONFERENCE
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.vocab import DM, ID_BASE, NIF, SKOS

ABOUT = {
    "/entities/john-kerry": "john-kerry",
    "/entities/russia/neighbourhood": "russia",
    f"/meetings/{CONFERENCE}": f"meeting/{CONFERENCE}",
    "/documents/c-2013-05-28": "document/c-2013-05-28",
    "/timeline?participant=Kerry": "meeting/bbbb00000002",
}


def triples(client: FlaskClient, address: str, accept: str, form: RdfFormat) -> set[Triple]:
    with client.get(address, headers={"Accept": accept}) as response:
        assert response.status_code == 200
        assert response.mimetype == accept
        return {quad.triple for quad in parse(response.get_data(), form)}


@pytest.mark.parametrize("address", ABOUT)
def test_turtle_and_json_ld_say_the_same_of_what_the_page_shows(geneva: FlaskClient, address: str):
    turtle = triples(geneva, address, "text/turtle", RdfFormat.TURTLE)
    assert turtle == triples(geneva, address, "application/ld+json", RdfFormat.JSON_LD)
    assert NamedNode(ID_BASE + ABOUT[address]) in {each.subject for each in turtle}


def test_the_twin_of_a_meeting_holds_its_sentences_and_names(geneva: FlaskClient):
    turtle = triples(geneva, f"/meetings/{CONFERENCE}", "text/turtle", RdfFormat.TURTLE)
    assert len({each.object for each in turtle if each.predicate == NIF.anchorOf}) == 5
    assert Triple(NamedNode(ID_BASE + "geneva"), SKOS.prefLabel, Literal("Geneva")) in turtle
    assert {each.object for each in turtle if each.predicate == DM.status} == {DM.Planned}


def test_a_form_by_name_goes_before_accept_and_both_have_their_link(geneva: FlaskClient):
    with geneva.get("/entities/john-kerry?format=ttl", headers={"Accept": "text/html"}) as response:
        assert response.mimetype == "text/turtle"
    with geneva.get("/entities/john-kerry", headers={"Accept": "text/html"}) as response:
        assert 'type="text/turtle" href="/entities/john-kerry?format=ttl"' in response.get_data(as_text=True)
        assert "Accept" in response.headers["Vary"]
    assert geneva.get("/entities/john-kerry?format=pdf", headers={"Accept": "text/html"}).status_code == 400
    assert geneva.get("/entities/john-kerry", headers={"Accept": "image/png"}).status_code == 406


def test_what_is_not_about_things_comes_as_html_alone(geneva: FlaskClient):
    assert geneva.get("/ask", headers={"Accept": "text/turtle"}).status_code == 406
