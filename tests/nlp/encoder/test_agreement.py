from __future__ import annotations

from kg.nlp.encoder.agreement import agreed


def test_the_majority_settles_the_kind() -> None:
    assert agreed([("Fatah", "ORG"), ("Fatah", "GPE"), ("Fatah", "ORG")]) == ["ORG", "ORG", "ORG"]


def test_equal_votes_go_to_the_first() -> None:
    assert agreed([("Hague", "GPE"), ("Hague", "PERSON")]) == ["GPE", "GPE"]


def test_a_full_name_speaks_for_the_surname() -> None:
    names = [("Bashar Assad", "PERSON"), ("Assad", "ORG"), ("Assad", "GPE")]
    assert agreed(names) == ["PERSON", "PERSON", "PERSON"]


def test_a_town_often_named_stays_a_town() -> None:
    names = [("Washington", "GPE"), ("George Washington", "PERSON"), ("Washington", "GPE"), ("Washington", "GPE")]
    assert agreed(names) == ["GPE", "PERSON", "GPE", "GPE"]


def test_no_names() -> None:
    assert agreed([]) == []
