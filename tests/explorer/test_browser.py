"""The pages in a real browser: by clicking, by keyboard alone, without scripts, and under axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from geneva import CONFERENCE, SAID_28_MAY

playwright = pytest.importorskip("playwright.sync_api", reason="needs a browser's driver: pip install '.[test]'")
Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: pip install '.[test]'").Axe
expect = playwright.expect

PAGES = {
    "home": "/",
    "found": "/?q=conference",
    "names": "/entities",
    "person": "/entities/john-kerry",
    "place": "/entities/paris",
    "neighbourhood": "/entities/russia/neighbourhood?depth=2",
    "meeting": f"/meetings/{CONFERENCE}",
    "timeline": "/timeline",
    "issues": "/issues?about=Iran",
    "articles": "/documents",
    "article": "/documents/c-2013-05-28",
    "places": "/places",
    "path": "/path?start=Lakhdar+Brahimi&end=United+States",
    "sparql": "/ask?example=offices",
    "fault": "/ask?query=SELECT+*+{%0A++?s+?p+%0A}",
    "missing": "/entities/nobody",
}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(autouse=True)
def _nothing_goes_wrong(page: Any) -> Iterator[None]:
    """No page may complain in the console, break a policy, or ask another host for anything."""
    complaints: list[str] = []
    asked: set[str] = set()

    def hear(said: Any) -> None:
        # That a page itself is answered 400 or 404 is what some tests want; what it loads never may be.
        if said.location["url"] != page.url or not re.search(r"status of 40[04]", said.text):
            complaints.append(f"{said.type}: {said.text} {said.location['url']}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))"
    )
    yield
    if page.url != "about:blank":
        page.locator("html[data-alive]").wait_for(state="attached")
    assert not complaints
    assert asked <= {"127.0.0.1"}


def follow(page: Any, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def test_from_a_name_to_the_sentence_in_the_article(page: Any, seeds_site: str):
    page.goto(seeds_site)
    page.get_by_label("Look for").fill("Kerry")
    page.keyboard.press("Enter")
    follow(page, "John Kerry")
    expect(page.get_by_role("heading", level=1)).to_have_text("John Kerry")
    row = page.locator("#meetings tbody tr", has_text="13 January 2014").filter(has_text="Paris")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paris")
    page.get_by_role("link", name="Read it in the article").first.click()
    sentence = page.locator(".said:target")
    expect(sentence).to_be_in_viewport()
    expect(sentence).to_contain_text("Kerry")


def test_three_questions_are_answered_by_clicking_alone(page: Any, seeds_site: str):
    page.goto(seeds_site)
    follow(page, "Sergey Lavrov")
    met = page.locator("#meetings tbody tr").filter(has_text="January 2014")
    expect(met.first).to_contain_text("John Kerry")
    expect(met.first).to_contain_text("Paris")
    expect(met.first).to_contain_text("role of Iran")
    page.get_by_role("link", name="Names").click()
    follow(page, "Iran")
    follow(page, "Who stands where on all of them")
    row = page.locator("table.matrix tbody tr", has_text="for Russia")
    row.get_by_role("link", name="for").first.click()
    expect(page.locator(":target")).to_contain_text("the participation of Iran and Saudi Arabia is necessary")
    page.get_by_role("link", name="Demarche").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("^Conference of .* in Geneva")).click()
    expect(page.locator(".lead")).to_have_text(re.compile("^Last set for 22 January 2014; first expected in May 2013"))


def test_the_slip_chart_shows_five_dated_claims(page: Any, site: str):
    page.goto(site)
    page.get_by_role("link", name=re.compile("Conference in Geneva")).click()
    chart = page.locator("figure.slips")
    assert chart.locator("a.slip").count() == 5
    shown = chart.locator("text.claim").all_text_contents()
    assert shown == ["May 2013", "10–12 June 2013", "June 2013", "1 August 2013 or later", "22 January 2014"]
    page.get_by_role("link", name=SAID_28_MAY).click()
    expect(page.locator(".said:target")).to_contain_text(SAID_28_MAY)


def test_the_matrix_for_irans_attendance(page: Any, site: str):
    page.goto(f"{site}/entities/iran")
    follow(page, "Who stands where on all of them")
    rows = page.locator("table.matrix tbody tr")
    expect(rows).to_have_count(3)
    rows.filter(has_text="United States").get_by_role("link", name="against").click()
    expect(page.locator(":target")).to_contain_text("Washington has opposed including Iran in the talks.")


def test_a_neighbourhood_expands_in_place(page: Any, site: str):
    page.goto(f"{site}/entities/russia/neighbourhood")
    dots = page.locator(".network .dot")
    before = dots.count()
    page.locator("[data-expand='sergey-lavrov']").click()
    expect(page.locator(".network .dot[data-id='lakhdar-brahimi']")).to_be_visible()
    assert dots.count() > before
    assert "expand=sergey-lavrov" in page.url
    page.go_back()
    expect(dots).to_have_count(before)


def test_a_drawing_zooms_moves_and_tells_its_evidence(page: Any, site: str):
    page.goto(f"{site}/entities/john-kerry/neighbourhood")
    svg = page.locator(".network svg.live")
    whole = svg.get_attribute("viewBox")
    page.get_by_role("button", name="Zoom in").click()
    closer = svg.get_attribute("viewBox")
    assert closer != whole
    box = svg.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 130, box["y"] + 120, steps=4)
    page.mouse.up()
    assert svg.get_attribute("viewBox") != closer
    page.get_by_role("button", name="Show all").click()
    assert [float(each) for each in svg.get_attribute("viewBox").split()] == [float(each) for each in whole.split()]
    page.locator(".network .dot[data-id='sergey-lavrov']").hover()
    expect(page.locator("[data-whisper]")).to_contain_text("Sergey Lavrov")


def test_on_paper_the_page_says_where_it_is_from_and_drops_what_can_only_be_clicked(page: Any, site: str):
    page.goto(f"{site}/entities/russia/neighbourhood")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".paper")).to_contain_text(f"{site}/entities/russia/neighbourhood, state ")
    for gone in ("form.filters", ".expanding", ".tools", "nav"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("address", ["/timeline", f"/meetings/{CONFERENCE}", "/entities/russia/neighbourhood"])
def test_nothing_is_wider_than_a_phone(page: Any, site: str, address: str):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    table = page.locator("table.stacked").first
    assert table.evaluate("(table) => table.scrollWidth") <= 360


def test_names_are_suggested_while_typing(page: Any, site: str):
    page.goto(f"{site}/path")
    page.get_by_label("From").fill("ker")
    expect(page.locator("#start-names option")).to_have_attribute("value", "John Kerry")


def test_a_fact_opens_its_triples_and_a_triple_leads_back(page: Any, site: str):
    page.goto(f"{site}/documents/c-2013-05-28")
    fact = page.locator(".taken li", has_text="Russia supports")
    fact.get_by_role("link", name="triples").click()
    expect(fact.locator("table.triples")).to_contain_text("dm:stance")
    fact.get_by_role("link", name="the sentence").click()
    expect(page.locator(".said:target")).to_contain_text("Moscow argues that Iran should attend.")


def test_an_example_runs_and_a_fault_stands_at_its_line(page: Any, site: str):
    page.goto(f"{site}/ask")
    follow(page, "Who held which office")
    expect(page.locator("table.answer tbody tr")).to_have_count(2)
    page.get_by_label("Query").fill("SELECT * {\n  ?s ?p\n}")
    page.get_by_label("Query").press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Line 2, column 3")
    expect(page.get_by_label("Query")).to_be_focused()
    assert page.get_by_label("Query").evaluate("area => area.selectionStart") == 13


def test_everything_is_reached_by_keyboard(page: Any, site: str):
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("id", "ask-for")
    page.keyboard.type("lavrov")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Sergey Lavrov").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sergey Lavrov")
    page.goto(f"{site}/entities/sergey-lavrov/neighbourhood")
    dot = page.locator(".network .dot[data-id='john-kerry']")
    dot.focus()
    before = page.locator(".network svg.live").get_attribute("viewBox")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".network svg.live").get_attribute("viewBox") != before
    page.keyboard.press("e")
    expect(page.locator(".network .dot[data-id='united-states']")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("John Kerry")


def test_without_scripts_all_of_it_can_be_read_and_asked(browser: Any, site: str):
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(site)
    bare.locator("#ask-for").fill("Kerry")
    bare.get_by_role("button", name="Search").click()
    follow(bare, "John Kerry")
    follow(bare, "Larger, to expand and filter")
    bare.get_by_label("represents").check()
    bare.get_by_role("button", name="Draw").click()
    assert bare.locator(".network .dot").count() == 2
    follow(bare, "United States")
    bare.goto(f"{site}/documents/c-2013-05-28")
    bare.locator(".taken li", has_text="Russia supports").get_by_role("link", name="triples").click()
    expect(bare.locator("table.triples")).to_contain_text("dm:stance")
    bare.goto(f"{site}/ask?example=offices")
    expect(bare.locator("table.answer tbody tr")).to_have_count(2)
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(page: Any, site: str, name: str):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(site + PAGES[name])
        page.locator("html[data-alive]").wait_for(state="attached")
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360, f"{name} is {wide} wide"
