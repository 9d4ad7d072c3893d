"""The pages: readable, linked, without anything from elsewhere, and safe with whatever a text holds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad
from small_graph import GENEVA, small_quads

from api import create_app
from kg.store import MemoryGraph


class Page(HTMLParser):
    """The links, tags and text of a page; fails where tags do not close in order."""

    VOID = frozenset({"meta", "link", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.opened: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(html)
        self.close()
        assert self.opened == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in self.VOID:
            self.opened.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src", "action"}:
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def page(client: FlaskClient, address: str) -> Page:
    with client.get(address, headers={"Accept": "text/html"}) as response:
        assert response.status_code == 200, address
        assert response.content_type == "text/html; charset=utf-8"
        return Page(response.get_data(as_text=True))


def test_every_page_can_be_reached_from_the_first_and_every_link_answers(client: FlaskClient):
    pending, seen = ["/"], set()
    while pending:
        address = pending.pop()
        if address in seen or address.startswith("http"):
            continue
        seen.add(address)
        with client.get(address) as response:
            assert response.status_code == 200, address
            if response.mimetype == "text/html":
                pending += Page(response.get_data(as_text=True)).links
    assert {"/entities/john-kerry", f"/meetings/{GENEVA}", "/documents/000_may", "/api/export/graphml"} <= seen
    assert any(address.startswith("/sparql?query=") for address in seen)


@pytest.mark.parametrize("address", ["/", "/?q=kerry", "/entities/paris", f"/meetings/{GENEVA}", "/documents/000_may"])
def test_pages_are_html_of_their_own(client: FlaskClient, address: str):
    shown = page(client, address)
    assert "script" not in shown.tags
    assert {"html", "title", "main", "h1", "label"} <= shown.tags


def test_home_counts_and_finds(client: FlaskClient):
    assert "2 articles, 2013-05-28 to 2014-01-13" in page(client, "/").words
    assert "/entities/geneva" in page(client, "/?q=gen%C3%A8ve").links
    assert "Nobody and nothing is called so" in page(client, "/?q=zzz").words
    assert "Busiest actors" in page(client, "/?q=").words


def test_an_entity_with_its_office_meetings_and_sentences(client: FlaskClient):
    kerry = page(client, "/entities/john-kerry")
    assert "Secretary of State, United States" in kerry.words
    assert "U.S. Secretary of State John Kerry met Russian Foreign Minister" in kerry.words
    assert len({link for link in kerry.links if link.startswith("/meetings/")}) == 3
    assert "Opposes: whether Iran attends" in page(client, "/entities/united-states").words


def test_a_meeting_told_by_each_article(client: FlaskClient):
    words = re.sub(r"\s+", " ", page(client, f"/meetings/{GENEVA}").words)
    assert words.index("Planned; 2013-06; Geneva") < words.index("Planned; 2014-01-22")
    assert "expected in mid-June in Geneva" in words


def test_a_document_with_its_mentions_marked(client: FlaskClient):
    article = page(client, "/documents/000_may")
    assert "Kerry met Putin in Moscow. The conference is expected in mid-June in Geneva." in article.words
    assert {"/entities/vladimir-putin", "/entities/geneva"} <= set(article.links)


def test_markup_in_a_text_stays_text():
    evil = '<script>alert("x")</script>'
    quads = [
        Quad(quad.subject, quad.predicate, Literal(evil), quad.graph_name)
        if isinstance(quad.object, Literal)
        and not quad.object.datatype.value.endswith(("date", "integer", "decimal", "boolean"))
        and "MonthYear" not in quad.object.datatype.value
        and "gYear" not in quad.object.datatype.value
        else quad
        for quad in small_quads()
    ]
    client = create_app(MemoryGraph.from_quads(quads)).test_client()
    for address in ("/", "/?q=%3Cscript%3E", "/entities/john-kerry", f"/meetings/{GENEVA}", "/documents/000_may"):
        shown = page(client, address)
        assert "script" not in shown.tags
        assert "<script>" in shown.words
