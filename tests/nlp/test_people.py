"""Which person a short name means, in one document and by who held office then."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.gazetteer import default_gazetteer
from kg.nlp.people import KnownPerson, People, family_name_first, name_words


def people(*full: str, published: dt.date = dt.date(2014, 3, 18)) -> People:
    known = People(default_gazetteer(), published)
    for name in full:
        known.add_full(name)
    return known


def short(known: People, name: str) -> tuple[str, str] | None:
    person = known.short(name)
    return (person.name, person.reason) if person else None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ahmed al-Tarouni", ["ahmed", "tarouni"]),
        ("al-Tarouni", ["tarouni"]),
        ("Jan van der Loon", ["jan", "loon"]),
        ("Lee Sang-min", ["lee", "sang", "min"]),
        ("Gül", ["gul"]),
        ("al", ["al"]),
    ],
)
def test_the_words_that_count(name: str, words: list[str]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Xi Jinping", True),
        ("Park Geun-hye", True),
        ("Lee Sang-min", True),
        ("Tamsin Okoro", False),
        ("Ada Smith-Jones", False),
        ("Ziad al-Jarrah", False),
        ("Angela Merkel", False),
    ],
)
def test_where_the_family_name_stands(name: str, first: bool) -> None:
    assert family_name_first(name, default_gazetteer()) is first


def test_a_surname_means_who_was_named_in_full() -> None:
    assert short(people("Tamsin Okoro"), "Okoro") == ("Tamsin Okoro", "surname")
    assert short(people("Ziad al-Jarrah"), "al-Jarrah") == ("Ziad al-Jarrah", "surname")
    assert short(people("Lee Sang-min"), "Lee") == ("Lee Sang-min", "surname")


def test_a_given_name_means_the_same_person_less_surely() -> None:
    known = people("Tamsin Okoro")
    assert short(known, "Tamsin") == ("Tamsin Okoro", "given name")
    surname, given = known.short("Okoro"), known.short("Tamsin")
    assert surname is not None
    assert given is not None
    assert surname.confidence > given.confidence


def test_a_surname_that_two_share_decides_nothing() -> None:
    known = people("Tamsin Okoro", "Chidi Okoro")
    assert known.short("Okoro") is None
    assert short(known, "Chidi") == ("Chidi Okoro", "given name")


def test_the_same_words_are_the_same_person_and_more_words_may_be() -> None:
    known = people()
    full = known.add_full("Tamsin Adaeze Okoro")
    assert known.add_full("Tamsin Okoro") == full
    assert known.add_full("Adaora Okoro") != full


def test_an_office_holder_is_known_by_full_name_and_in_office_by_surname_alone() -> None:
    assert people().add_full("Angela Merkel").id == "angela-merkel"
    assert people().short("Merkel") == KnownPerson("angela-merkel", "Angela Merkel", "known office holder", 0.9)
    assert people(published=dt.date(1995, 1, 1)).short("Merkel") is None
    assert people(published=dt.date(1995, 1, 1)).add_full("Angela Merkel").id == "angela-merkel"


def test_who_is_named_in_the_article_comes_before_office_holders() -> None:
    assert short(people("Petra Merkel"), "Merkel") == ("Petra Merkel", "surname")


def test_a_name_that_nobody_bears() -> None:
    assert people("Tamsin Okoro").short("Lindqvist") is None
