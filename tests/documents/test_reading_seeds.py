"""The seed articles and their kin: crawled newspaper pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sections import assert_whole, texts

from kg.documents import read, read_one
from kg.model import Document, SectionKind
from kg.resources import seeds_path

MOSCOW_TIMES = "The Moscow Times"
HEADERS = {
    "000_e3a90485c0e0ca29": ("Lavrov Says Convening Syria Conference 'a Tall Order'", dt.date(2013, 5, 28), None),
    "001_19348c001359f643": ("U.S. and Russia to Organize Syria Conference", dt.date(2013, 5, 7), "Alexander Winning"),
    "002_1a455c75a6ad9013": (
        "Lavrov and Kerry Meet Ahead of Syria Talks",
        dt.date(2014, 1, 13),
        "Yekaterina Kravtsova",
    ),
    "003_285db9cb8ce5b310": ("U.S. and Russia Want Syria Conference Soon, Kerry Says", dt.date(2013, 7, 2), None),
    "004_01af0dd250e9ef89": (
        "Syria Peace Conference Tentatively Scheduled for Mid-June",
        dt.date(2013, 5, 16),
        MOSCOW_TIMES,
    ),
}
PHOTOGRAPHERS = ("Jim Young", "Mladen Antonov", "Pablo Martinez", "Monsivais", "Vincent Thian")
FURNITURE = (
    *PHOTOGRAPHERS,
    "Related articles",
    "Original url",
    "http",
    "themoscowtimes",
    "Contact the author",
    "imedia.ru",
    "is included in this report",
    "The Moscow Times",
    "Hit Snags",
    "FSB Worried",
    "Rights Activists",
    "**",
    "](",
)


@pytest.fixture(scope="module")
def seeds() -> dict[str, Document]:
    found = [one for one in read(seeds_path()) if isinstance(one, Document)]
    return {document.id: document for document in found}


def test_every_seed_is_read(seeds: dict[str, Document]) -> None:
    assert list(seeds) == sorted(HEADERS)


@pytest.mark.parametrize("name", HEADERS)
def test_header(seeds: dict[str, Document], name: str) -> None:
    document = seeds[name]
    assert (document.title, document.published, document.author) == HEADERS[name]
    assert document.publisher == MOSCOW_TIMES
    assert document.url is not None
    assert document.url.startswith(f"https://www.themoscowtimes.com/{document.published:%Y/%m/%d}/")


@pytest.mark.parametrize("name", HEADERS)
def test_text_is_title_captions_and_paragraphs(seeds: dict[str, Document], name: str) -> None:
    document = seeds[name]
    assert_whole(document)
    assert texts(document, SectionKind.TITLE) == [document.title]
    for paragraph in texts(document, SectionKind.BODY):
        assert paragraph[0].isupper() or paragraph[0] in '"“'
        assert paragraph[-1] in '."”'


@pytest.mark.parametrize("name", HEADERS)
def test_furniture_leaves_no_trace(seeds: dict[str, Document], name: str) -> None:
    assert not [words for words in FURNITURE if words in seeds[name].text]


def test_captions(seeds: dict[str, Document]) -> None:
    found = {name: texts(document, SectionKind.CAPTION) for name, document in seeds.items()}
    assert {name: len(captions) for name, captions in found.items()} == dict(
        zip(sorted(HEADERS), (1, 1, 2, 1, 0), strict=True)
    )
    assert found["000_e3a90485c0e0ca29"][0].endswith("meeting with Foreign Minister Sergei Lavrov in Paris on Monday.")
    assert found["002_1a455c75a6ad9013"][1].startswith("U.S. Secretary of State John Kerry presenting")


def test_cut_paragraphs_are_joined(seeds: dict[str, Document]) -> None:
    assert "Washington has so far only supplied the rebels" in seeds["001_19348c001359f643"].text
    assert "stockpiles and to participate" in seeds["002_1a455c75a6ad9013"].text
    assert "recent Assad regime attacks" in seeds["003_285db9cb8ce5b310"].text
    assert "Kyrgyz security service" in seeds["004_01af0dd250e9ef89"].text


def test_brackets_inside_quotations_stay(seeds: dict[str, Document]) -> None:
    assert "but Foreign Minister [Sergei] Lavrov and I felt" in seeds["003_285db9cb8ce5b310"].text


def test_all_evidence_of_the_gold_facts_stands_in_the_text(seeds: dict[str, Document], shared: Path) -> None:
    checked = 0
    for path in sorted((shared / "gold" / "seeds").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = seeds[gold["doc"]]
        assert document.published.isoformat() == gold["published"]
        found = [one["evidence"] for kind in ("offices", "positions") for one in gold[kind]]
        found += [evidence for meeting in gold["meetings"] for evidence in meeting["evidence"]]
        found += [alias for entity in gold["entities"] for alias in entity["aliases"]]
        for evidence in found:
            assert evidence in document.text
            checked += 1
    assert checked > 300


# --- other articles of this format ---------------------------------------------------------------------------------


BODY = "MOSCOW — The ministers talked for two hours.\n\nThey will meet again in June."


@pytest.mark.parametrize(
    "header",
    [
        "# Ministers Talk\n\nMay 28, 2013\n\nBy [Ann Lee](#)",
        "# Ministers Talk\n\nBy [Ann Lee](#)\n\nMay 28, 2013",
        "Ministers Talk\n\nBy Ann Lee\n\nTuesday, May 28, 2013 10:30",
        "Ministers Talk\nBy Ann Lee\nMay 28, 2013",
        "# Ministers Talk\n\nBy [Ann Lee](#) | May 28, 2013",
        "# Ministers Talk\n\nBy Ann Lee May 28, 2013",
        "May 28, 2013\n\n# Ministers Talk\n\nBy ANN LEE".replace("ANN LEE", "Ann Lee"),
        "Ministers Talk\n==============\n\n*28 May 2013*\n\n**By Ann Lee**",
        "# Ministers Talk\n\nPublished: May 28, 2013 | Updated: May 30, 2013\n\nBy [Ann Lee](#), Special to The Times",
        "# Ministers Talk\n\nBy [Ann Lee](#)\n\nUpdated: 2013-05-28T09:00:00Z",
    ],
)
def test_header_in_any_order(article: Callable[..., Document], header: str) -> None:
    document = article(f"{header}\n\n{BODY}\n\nOriginal url:\n\n<https://www.themoscowtimes.com/x>\n")
    assert (document.title, document.published, document.author) == ("Ministers Talk", dt.date(2013, 5, 28), "Ann Lee")
    assert document.publisher == MOSCOW_TIMES
    assert texts(document, SectionKind.BODY) == BODY.split("\n\n")


def test_standfirst_between_title_and_date_is_body(article: Callable[..., Document]) -> None:
    document = article(f"# Ministers Talk\n\nThe two sides remain apart.\n\nMay 28, 2013\n\n{BODY}")
    assert texts(document, SectionKind.BODY) == ["The two sides remain apart.", *BODY.split("\n\n")]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By [Ann Lee](#) and [Bob Ray](#)", "Ann Lee, Bob Ray"),
        ("By [Ann Lee](#)\n\nBy [Bob Ray](#)", "Ann Lee, Bob Ray"),
        ("By [Ann Lee](#), [Bob Ray](#) and Carl van der Berg", "Ann Lee, Bob Ray, Carl van der Berg"),
        ("By [The Associated Press](#)", "The Associated Press"),
        ("By Reuters", "Reuters"),
        ("By Staff Reporter", "Staff Reporter"),
        ("By Josh Rogin (Bloomberg View)", "Josh Rogin"),
    ],
)
def test_bylines(article: Callable[..., Document], byline: str, authors: str) -> None:
    document = article(f"# Ministers Talk\n\n{byline}\n\nMay 28, 2013\n\n{BODY}")
    assert document.author == authors
    assert "By" not in document.text


def test_a_paragraph_that_begins_with_by_is_no_byline(article: Callable[..., Document]) -> None:
    document = article("# Ministers Talk\n\nMay 28, 2013\n\nBy Monday, the talks had failed.\n\nBy then it was late.")
    assert document.author is None
    assert len(texts(document, SectionKind.BODY)) == 2


@pytest.mark.parametrize(
    "picture",
    [
        "Kerry and Lavrov in Paris on Monday. **Jim Young**",
        "Kerry and Lavrov in Paris on Monday.  \n**Jim Young**",
        "Kerry and Lavrov in Paris on Monday.\n\n**Jim Young**",
        "\n\nJim Young / Reuters\n\nKerry and Lavrov in Paris on Monday.",
        "Kerry and Lavrov in Paris on Monday. Jim Young / Reuters",
        "Kerry and Lavrov in Paris on Monday. (AP Photo/Jim Young)",
        "*Kerry and Lavrov in Paris on Monday.* **Kremlin Press Service**",
        "![picture](a.jpg)\n\nKerry and Lavrov in Paris on Monday. *Jim Young*",
        "Kerry and Lavrov in Paris on Monday. Photo: Jim Young",
        "Kerry and Lavrov in Paris on Monday. **www.kremlin.ru**",
        "Kerry and Lavrov in Paris on Monday. **Igor Tabakov / MT**",
        "Kerry and Lavrov in Paris on Monday. **J.S. Applewhite**",
        "Kerry and Lavrov in Paris on Monday. **press service of the president**",
        "Kerry and Lavrov in Paris on Monday. **State Dept.**",
    ],
)
def test_captions_count_and_credits_do_not(article: Callable[..., Document], picture: str) -> None:
    document = article(f"# Ministers Talk\n\nMay 28, 2013\n\n{picture}\n\n{BODY}")
    assert texts(document, SectionKind.CAPTION) == ["Kerry and Lavrov in Paris on Monday."]
    assert texts(document, SectionKind.BODY) == BODY.split("\n\n")


def test_two_captions_one_after_the_other_and_one_in_the_middle(article: Callable[..., Document]) -> None:
    document = article(
        "# Ministers Talk\n\nMay 28, 2013\n\n\n\nKerry in Paris. **Jim Young**\n\nLavrov in Geneva **Ann Lee**\n\n"
        "The ministers talked about the\n\n\n\nPutin waiting in the Kremlin. **Bob Ray**\n\nconflict for two hours."
    )
    assert texts(document, SectionKind.CAPTION) == [
        "Kerry in Paris.",
        "Lavrov in Geneva",
        "Putin waiting in the Kremlin.",
    ]
    assert texts(document, SectionKind.BODY) == ["The ministers talked about the conflict for two hours."]


def test_bold_words_in_a_sentence_are_no_credit(article: Callable[..., Document]) -> None:
    document = article(
        "# Ministers Talk\n\nMay 28, 2013\n\nThe ministers **talked** to Dmitry Muratov of **Novaya Gazeta**\n\n"
        "and left. It was "
        "**not** easy."
    )
    assert texts(document, SectionKind.CAPTION) == []
    assert texts(document, SectionKind.BODY) == [
        "The ministers talked to Dmitry Muratov of Novaya Gazeta and left. It was not easy."
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        "Related articles:\n\n- [Ann Visits Bob](#)\n- [Bob Visits Ann](#)",
        "#### **Related articles:**\n\n- [Ann Visits Bob](#)",
        "See also:\n\n[Ann Visits Bob](#)",
        "Related articles:\n\nAnn Visits Bob\n\nBob Visits Ann",
        "[Ann Visits Bob](#)",
        "*Contact the author at [ann.lee@imedia.ru](mailto:ann.lee@imedia.ru)*",
        "*Material from Reuters is included in this report.*",
        "Ann Lee contributed to this report from Geneva.",
        "*(Reuters, AP)*",
        "* * *",
        "Original url: <https://www.themoscowtimes.com/ann-visits-bob>",
        "The  **Moscow Times**",
    ],
)
def test_furniture_yields_no_text(article: Callable[..., Document], furniture: str) -> None:
    body = BODY.split("\n\n")
    document = article(f"# Ministers Talk\n\nMay 28, 2013\n\n{body[0]}\n\n{furniture}\n\n{body[1]}\n\n{furniture}\n")
    assert texts(document, SectionKind.BODY) == body
    assert "Ann" not in document.text


def test_markup_becomes_words(article: Callable[..., Document]) -> None:
    document = article(
        "# Ministers *Talk*\n\nMay 28, 2013\n\n"
        "They [met](http://e.org/a_(b)) at **length**, said _Novaya Gazeta_ &amp; "
        "[[Sergei] Lavrov](#) in 2013\\. No\u00a0break, soft\u00adhyphen."
    )
    assert document.title == "Ministers Talk"
    assert texts(document, SectionKind.BODY) == [
        "They met at length, said Novaya Gazeta & [Sergei] Lavrov in 2013. No break, softhyphen."
    ]


def test_subheadings_and_items_stay_apart(article: Callable[..., Document]) -> None:
    document = article(
        "# Ministers Talk\n\nMay 28, 2013\n\nThe plan that both of the ministers put before the press on Monday has\n\n"
        "### Two Parts\n\n- one that nobody expected to see so early in the year\n- the other"
    )
    assert len(texts(document, SectionKind.BODY)) == 4


def test_lines_without_blank_ones_between_are_paragraphs_when_long(article: Callable[..., Document]) -> None:
    long = "The ministers talked for two hours about the conference, its date and its participants, and then they left."
    long = f"On Monday in Geneva: {long}"
    document = article(f"Ministers Talk\nMay 28, 2013\n{long}\n{long[:-1]} again.")
    assert len(texts(document, SectionKind.BODY)) == 2


def test_identifier_is_the_stem(article: Callable[..., Document]) -> None:
    assert article(f"Ministers Talk\n\nMay 28, 2013\n\n{BODY}", name="a.b c.txt").id == "a.b c"


def test_windows_line_ends_and_mark_change_nothing(tmp_path: Path) -> None:
    for path in sorted(seeds_path().iterdir()):
        copy = tmp_path / path.name
        copy.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        assert read_one(copy) == read_one(path)
