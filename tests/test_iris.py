"""The names of things."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.iris import Iris, digest
from kg.vocab import ID_BASE

IRIS = Iris("https://example.org/id/")


def test_names_follow_from_what_a_thing_is() -> None:
    names = {
        "sergey-lavrov": IRIS.entity("sergey-lavrov"),
        "document/000_e3a9": IRIS.document("000_e3a9"),
        "document/a%20b%2Fc%3F%C3%A9": IRIS.document("a b/c?é"),
        "document/000_e3a9#char=12,40": IRIS.span("000_e3a9", 12, 40),
        "document/000_e3a9/tenure/0123456789ab": IRIS.fact("000_e3a9", "tenure", "0123456789ab"),
        "meeting/0123456789ab": IRIS.meeting("0123456789ab"),
        "office/russia/foreign-minister": IRIS.office("Foreign Minister", "russia"),
        "office/_/president": IRIS.office("President", None),
        "graph/entities": IRIS.entities_graph,
        "graph/meetings": IRIS.meetings_graph,
    }
    assert {IRIS.local(iri.value): iri for iri in names.values()} == names


def test_an_issue_is_named_after_its_label_and_told_from_its_like() -> None:
    one, other = IRIS.issue("Attendance of Iran"), IRIS.issue("attendance of Iran!")
    assert one.value.startswith("https://example.org/id/issue/attendance-of-iran-")
    assert one != other
    assert one == IRIS.issue("Attendance of Iran")
    assert len(IRIS.issue("word " * 100).value) < 120


def test_names_without_a_latin_letter_stay_apart() -> None:
    assert IRIS.office("外长", "china") != IRIS.office("总理", "china")
    assert IRIS.issue("和平") != IRIS.issue("战争")


def test_local_is_what_follows_the_base() -> None:
    assert IRIS.local("https://elsewhere.org/id/x") is None


def test_a_digest_depends_on_where_the_parts_end() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", ""), digest("abc", None)}) == 5
    assert digest("a", 1) == digest("a", "1") == digest("a", 1)


@pytest.mark.parametrize(
    "base", ["", "example.org/", "https://example.org/id", "https://example.org/#", "https://example org/"]
)
def test_a_base_that_makes_no_iris_is_refused(base: str) -> None:
    with pytest.raises(InputError, match=r"base|absolute IRI"):
        Iris(base)
    assert Iris().base == ID_BASE
