"""The pages: readable, linked, without anything from elsewhere, and safe with whatever a text holds."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from geneva import CONFERENCE, PARIS_JANUARY, geneva_graph
from pyoxigraph import Literal, Quad
from small_graph import small_graph, small_quads

from api import create_app
from api.problem import MEDIA_TYPE
from kg.store import MemoryGraph

PAGES = (
    "/",
    "/?q=kerry",
    "/entities",
    "/entities/john-kerry",
    "/entities/paris",
    "/entities/russia/neighbourhood?depth=2&expand=john-kerry&types=metWith&types=represents&since=2013-01-01",
    f"/meetings/{CONFERENCE}",
    "/timeline?participant=Lavrov&since=2014-01-01&until=2014-01-31",
    "/issues?about=Iran",
    "/documents",
    "/documents/c-2013-05-28",
    "/places",
    "/path?start=Kerry&end=Iran",
    "/ask?example=meetings",
)


class Page(HTMLParser):
    """The links, tags and text of a page; fails where tags do not close in order, or where an id stands twice."""

    VOID = frozenset({"meta", "link", "input", "br"})
    APART = frozenset({"td", "th", "li", "p", "dt", "dd", "h1", "h2", "h3", "text", "caption", "option"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.opened: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.words = ""
        self.data = ""
        self.feed(html)
        self.close()
        assert self.opened == []
        assert len(self.ids) == len(set(self.ids)), sorted(each for each in self.ids if self.ids.count(each) > 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in self.APART:
            self.words += " "
        if tag not in self.VOID:
            self.opened.append(tag)
        if tag == "script":
            self.scripts.append(dict(attrs))
        for name, value in attrs:
            assert not name.startswith("on"), "a handler in the markup"
            assert name != "style", "style in the markup"
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "action"}:
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.opened and self.opened[-1] == "script":
            self.data += data
        else:
            self.words += data


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    with client.get(address, headers={"Accept": "text/html"}) as response:
        assert response.status_code == status, address
        assert response.content_type == "text/html; charset=utf-8"
        shown = Page(response.get_data(as_text=True))
        shown.words = re.sub(r"\s+", " ", shown.words.replace("\xa0", " "))
        return shown


def anchored(page_of: dict[str, Page], address: str) -> bool:
    path, _, fragment = address.partition("#")
    return not fragment or path not in page_of or fragment in page_of[path].ids


@pytest.mark.parametrize("graph", [small_graph, geneva_graph])
def test_every_page_can_be_reached_from_the_first_and_every_link_answers(graph):
    client = create_app(graph()).test_client()
    pending, seen, fragments = ["/"], {}, []
    while pending:
        address, _, fragment = pending.pop().partition("#")
        if address.startswith("http") or "expand=" in address:
            continue
        if fragment:
            fragments.append(f"{address}#{fragment}")
        if address in seen:
            continue
        with client.get(address, headers={"Accept": "text/html,*/*;q=0.1"}) as response:
            assert response.status_code in {200, 303}, address
            seen[address] = None
            if response.mimetype == "text/html" and response.status_code == 200:
                seen[address] = Page(response.get_data(as_text=True))
                pending += [each if not each.startswith("#") else address + each for each in seen[address].links]
    pages = {address: shown for address, shown in seen.items() if shown is not None}
    assert {"/entities/john-kerry", "/timeline", "/places", "/path", "/ask", "/api/export/graphml"} <= set(seen)
    assert any(address.startswith("/sparql?query=") for address in seen)
    assert not [each for each in fragments if not anchored(pages, each)]


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_html_of_their_own(geneva: FlaskClient, address: str):
    shown = page(geneva, address)
    assert {"html", "title", "main", "h1", "nav", "label"} <= set(shown.tags)
    assert shown.tags.count("h1") == 1
    assert all(
        each.get("src", "").startswith("/static/") or each["type"] == "application/ld+json" for each in shown.scripts
    )


@pytest.mark.parametrize("address", PAGES)
def test_pages_say_what_they_may_load(geneva: FlaskClient, address: str):
    with geneva.get(address, headers={"Accept": "text/html"}) as response:
        policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}


def test_home_counts_and_finds(geneva: FlaskClient):
    home = page(geneva, "/")
    assert "5 articles of 7 May 2013 to 13 January 2014" in home.words
    assert f"/meetings/{CONFERENCE}" in home.links
    assert "/entities/geneva" in page(geneva, "/?q=gen%C3%A8ve").links
    assert "Nobody and nothing is called so" in page(geneva, "/?q=zzz").words
    assert "Who meets most" in page(geneva, "/?q=").words
    conference = page(geneva, "/?q=conference")
    assert f"/meetings/{CONFERENCE}" in conference.links
    assert "/issues?q=conference" in conference.links


def test_an_empty_graph_says_what_to_do():
    client = create_app(MemoryGraph.from_quads([])).test_client()
    assert "kg build" in page(client, "/").words
    for address in ("/timeline", "/issues", "/documents", "/places", "/entities", "/ask"):
        assert page(client, address).words


def test_an_entity_with_its_office_meetings_and_sentences(geneva: FlaskClient):
    kerry = page(geneva, "/entities/john-kerry")
    assert "Secretary of State, United States" in kerry.words
    assert "U.S. Secretary of State John Kerry met Foreign Minister Sergei Lavrov" in kerry.words
    assert len({link for link in kerry.links if link.startswith("/meetings/")}) == 3
    russia = page(geneva, "/entities/russia")
    assert "▲ for whether Iran attends the conference" in russia.words
    assert "the participation of Iran is necessary" in russia.words, "its foreign minister's words stand on its page"
    assert "/issues?about=iran" in page(geneva, "/entities/iran").links


def test_a_meeting_told_by_each_article(geneva: FlaskClient):
    words = page(geneva, f"/meetings/{CONFERENCE}").words
    assert "Last set for 22 January 2014; first expected in May 2013" in words
    told = ["May 2013", "10–12 June 2013", "June 2013", "1 August 2013 or later", "22 January 2014"]
    table = words[words.index("Every dated claim") :]
    days = ["7 May 2013", "16 May 2013", "28 May 2013", "2 July 2013", "13 January 2014"]
    places = [table.index(f"{day} {date}") for day, date in zip(days, told, strict=True)]
    assert places == sorted(places)
    assert "10–12 June 2013 “June 10-12” Sergey Lavrov, in Syria Peace Conference" in table
    assert "5 articles of 1 independent source" in words
    assert "Place one source alone (4 silent) Geneva" in words


def test_dates_are_no_more_exact_than_told(geneva: FlaskClient):
    for address in (f"/meetings/{CONFERENCE}", "/timeline", "/entities/geneva"):
        shown = page(geneva, address)
        assert "1 May 2013" not in shown.words
        assert "30 June 2013" not in shown.words
        assert "2013-06" not in shown.words


def test_the_matrix_and_who_moved(geneva: FlaskClient):
    words = page(geneva, "/issues?about=Iran").words
    assert "Who 28 May 2013 2 July 2013 13 January 2014" in words
    assert "United States: ● neutral on 28 May 2013, then ▼ against on 2 July 2013" in words
    assert "Sergey Lavrov for Russia ▲ for" in words
    assert "neutral? unsure" in words, "what is unsure says so"
    earlier = page(geneva, "/issues?about=iran&until=2013-06-01").words
    assert "against" not in earlier[earlier.index("Who 28 May") : earlier.index("1 issue")]


def test_the_state_behind_a_speaker_has_its_row_also_where_it_is_silent(geneva: FlaskClient):
    words = page(geneva, "/issues?about=syria").words
    assert "Who 7 May 2013 United States John Kerry for United States ▲ for" in words


def test_what_has_no_date_says_when_it_was_told_and_is_not_lost_without_a_word():
    client = create_app(small_graph()).test_client()
    putin = page(client, "/entities/vladimir-putin").words
    assert "date not said told on 28 May 2013 meeting, told on 28 May 2013 held" in putin
    shown = page(client, "/timeline?participant=Kerry&since=2013-05-01&until=2013-05-31")
    assert "1 meeting that has no date is left out by the dates asked for" in shown.words
    assert "/timeline?participant=Kerry" in shown.links


def test_words_of_any_sentence_find_the_meeting(geneva: FlaskClient):
    assert f"/meetings/{CONFERENCE}" in page(geneva, "/?q=Geneva+II").links


def test_a_document_with_every_fact_at_its_sentence(geneva: FlaskClient):
    article = page(geneva, "/documents/c-2013-05-28")
    assert "The proposed conference is expected to be held in mid-June in Geneva." in article.words
    assert {"/entities/john-kerry", "/entities/geneva"} <= set(article.links)
    spans = [each for each in article.ids if each.startswith("char=")]
    assert len(spans) == 5
    assert {f"#{each}" for each in spans} <= set(article.links)


def test_a_fact_shows_its_triples_and_a_triple_its_sentence(geneva: FlaskClient):
    article = page(geneva, "/documents/c-2013-05-28")
    facts = [link for link in article.links if "fact=position" in link]
    assert len(facts) == 2
    opened = page(geneva, facts[0].partition("#")[0])
    assert "dm:stance" in opened.words
    assert "prov:wasDerivedFrom" not in opened.words, "standard terms go without saying"
    assert opened.tags.count("table") == 1
    lost = page(geneva, "/documents/c-2013-05-28?fact=position/000000000000", status=404)
    assert "may have been read anew" in lost.words


def test_the_three_questions_of_somebody_new(geneva: FlaskClient):
    met = page(geneva, "/timeline?participant=sergey-lavrov&since=2014-01-01&until=2014-01-31")
    assert "1 meeting" in met.words
    row = met.words[met.words.index("Told by") :]
    assert "13 January 2014" in row
    assert "John Kerry, Lakhdar Brahimi, Sergey Lavrov" in row
    assert "Paris" in row
    assert "the Syria peace conference" in row
    assert f"/meetings/{PARIS_JANUARY}" in met.links


def test_a_path_comes_with_the_sentence_of_each_step(geneva: FlaskClient):
    ways = page(geneva, "/path?start=Lakhdar+Brahimi&end=United+States")
    assert "Lakhdar Brahimi met John Kerry" in ways.words
    assert "John Kerry represents United States" in ways.words
    assert "Give two names" in page(geneva, "/path").words
    assert "one and the same" in page(geneva, "/path?start=Kerry&end=John+Kerry").words
    assert "whether Iran attends the conference" in page(geneva, "/path?start=Russia&end=Iran").words
    assert "No way of at most 4 steps" in page(geneva, "/path?start=John+Kerry&end=Iran").words


def test_a_query_its_answer_and_its_faults(geneva: FlaskClient):
    found = page(geneva, "/ask?query=SELECT+?m+?n+{+?m+a+dm:Conference+;+dm:place/skos:prefLabel+?n+}")
    assert f"/meetings/{CONFERENCE}" in found.links
    assert "row" in found.words
    fault = page(geneva, "/ask?query=SELECT+*+{%0A++?s+?p+%0A}", 400)
    assert "Line 2, column 3" in fault.words
    assert "Yes" in page(geneva, "/ask?query=ASK+{+?s+?p+?o+}").words
    assert "dm:Conference" in page(geneva, f"/ask?query=DESCRIBE+id:meeting%5C/{CONFERENCE}").words
    assert "Nothing matches" in page(geneva, "/ask?query=SELECT+*+{+id:nobody+?p+?o+}").words
    refused = page(geneva, "/ask?query=SELECT+*+{+SERVICE+%3Chttp://example.org/%3E+{+?s+?p+?o+}+}", 400)
    assert "SERVICE is refused" in refused.words


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/entities/nobody", 404, "no entity 'nobody'"),
        ("/entities/kerry", 404, "John Kerry"),
        ("/nowhere", 404, "There is nothing at this address"),
        ("/timeline?since=yesterday", 400, "must be a day such as 2013-05-27"),
        ("/timeline?sinse=2013-01-01", 400, "unknown: sinse"),
        ("/entities/russia/neighbourhood?limit=301", 400, "GraphML"),
        ("/entities/russia/neighbourhood?depth=4", 400, "at most 3"),
        ("/entities/russia/neighbourhood?types=knows", 400, "no 'knows'"),
        ("/path?start=Kerry&end=Nobody", 404, "Nobody"),
    ],
)
def test_errors_help_people_and_stay_problems_for_programs(geneva: FlaskClient, address: str, status: int, says: str):
    assert says in page(geneva, address, status).words
    with geneva.get(address, headers={"Accept": "application/json"}) as response:
        assert response.status_code == status
        assert response.content_type == MEDIA_TYPE


def test_fields_left_empty_are_as_if_not_there(geneva: FlaskClient):
    assert "4 meetings" in page(geneva, "/timeline?participant=&place=&since=&until=&status=").words


def test_metadata_for_search_engines_and_reference_managers(geneva: FlaskClient):
    article = page(geneva, "/documents/c-2013-05-28")
    news = json.loads(article.data)
    assert (news["@type"], news["datePublished"]) == ("NewsArticle", "2013-05-28")
    meeting = json.loads(page(geneva, f"/meetings/{CONFERENCE}").data)
    assert (meeting["@type"], meeting["startDate"]) == ("Event", "2014-01-22")
    assert meeting["previousStartDate"] == ["2013-05", "2013-06-10", "2013-06", "2013-08-01"]
    assert json.loads(page(geneva, "/").data)["@type"] == "Dataset"
    assert json.loads(page(geneva, "/entities/john-kerry").data)["sameAs"] == ["http://www.wikidata.org/entity/Q22316"]


def test_markup_in_a_text_stays_text():
    evil = '<script>alert("x")</script></script><b>'
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
    addresses = ["/", "/?q=%3Cscript%3E", "/entities/john-kerry", "/meetings/3333cccc0003", "/documents/000_may"]
    addresses += ["/timeline", "/issues", "/places", "/entities/john-kerry/neighbourhood", "/ask?query=%3Cscript%3E"]
    for address in (*addresses, "/ask?query=SELECT+*+{+?x+skos:prefLabel+?y+}"):
        shown = page(client, address, 400 if address.startswith("/ask?query=%3C") else 200)
        assert "b" not in shown.tags
        assert all(each.get("src") or each["type"] == "application/ld+json" for each in shown.scripts), address
        assert "<script>" in shown.words, address
