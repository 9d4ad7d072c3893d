"""The gazetteer's behaviour, on small tables of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.errors import NotFoundError, OntologyError
from kg.gazetteer import Gazetteer, Gender, Name, NameKind, as_written, normalise, slug
from kg.model import EntityType

TABLES = {
    "countries.tsv": """
        id name iso2 iso3 kind capital aliases acronyms historic demonyms ambiguous
        freedonia Freedonia FD FRD member fredville Republic_of_Freedonia US|U.S. Old_Freedonia Freedonian|Freedonians -
        sylvania Sylvania SY SYL member sylvania-city - - - Sylvanian Sylvania
        """,
    "places.tsv": """
        id name kind country located_in latitude longitude population aliases ambiguous
        fredville Fredville capital freedonia freedonia 1.5 -2 300 Fredburg -
        sylvania-city Sylvania_City capital sylvania sylvania 3 4 10 Sylvania -
        reading Reading city freedonia freedonia 5 6 7 - Reading
        """,
    "organizations.tsv": """
        id name kind country parent acronyms
        world-league World_League igo - - WHO
        league-council League_Council igo - world-league -
        """,
    "persons.tsv": """
        id name kind country wikidata aliases
        rufus-t-firefly Rufus_T._Firefly politician freedonia Q42 Rufus_Firefly
        """,
    "metonyms.tsv": """
        names entry of
        Round_House|Square_House freedonia seat
        """,
    "office_titles.tsv": """
        title variants kind scope holder_of
        Foreign_Minister minister_of_foreign_affairs|FM foreign_minister state -
        Grand_Duck - monarch state sylvania
        """,
    "office_modifiers.tsv": """
        text effect
        former former
        """,
    "office_holders.tsv": """
        person name aliases country role title start end
        rufus-t-firefly Rufus_T._Firefly Rufus_Firefly FRD GOV President 1933-11-17 -
        trentino Ambassador_Trentino - SYL GOV - - 1933-12-01
        """,
    "given_names.tsv": """
        name gender
        Gloria female
        Rufus male
        """,
}


def table(text: str) -> str:
    """A table from words: ``_`` is a space in a cell, ``-`` an empty cell."""
    rows = [line.split() for line in text.strip().splitlines()]
    return (
        "\n".join(
            "\t".join("" if c == "-" else c.replace("_", " ") if i else c for c in row) for i, row in enumerate(rows)
        )
        + "\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(table(text), encoding="utf-8")
    return tmp_path


@pytest.fixture
def gazetteer(folder: Path) -> Gazetteer:
    return Gazetteer.load(folder)


def replace(folder: Path, filename: str, old: str, new: str) -> None:
    path = folder / filename
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- normalisation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("Russia", "russia"),
        ("the U.S.'s", "US"),
        ("U.S.", "US"),
        ("U. S.", "US"),
        ("US", "US"),
        ("us", "us"),
        ("WHO", "WHO"),
        ("who", "who"),
        ("Reuters'", "reuters"),
        ("Reuters’s", "reuters"),
        ("the Netherlands", "netherlands"),
        ("The Hague", "hague"),
        ("the", "the"),
        ("Côte d’Ivoire", "cote divoire"),
        ("Cote d'Ivoire", "cote divoire"),
        ("São Tomé", "sao tome"),
        ("Radosław", "radoslaw"),
        ("Tromsø", "tromso"),
        ("Þingvellir", "thingvellir"),
        ("Guinea-Bissau", "guinea bissau"),
        ("Nagorno–Karabakh", "nagorno karabakh"),
        ("St. Petersburg", "st petersburg"),
        ("George W. Bush", "george w bush"),
        ("U.S. Congress", "US congress"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("  Timor\u00a0Leste ", "timor leste"),
        ("G7", "G7"),
        ("", ""),
    ],
)
def test_normalise(surface: str, key: str) -> None:
    assert normalise(surface) == key


@pytest.mark.parametrize("written", ["Sergei] Lavrov", "[Sergei] Lavrov", "Sergei\n Lavrov"])
def test_a_name_is_kept_without_an_editors_brackets(written: str) -> None:
    assert as_written(written) == "Sergei Lavrov"


@pytest.mark.parametrize(
    "surface", ["the U.S.'s", "Côte d’Ivoire", "The Hague", "U.S. Congress", "Saint-Domingue", "A. B. Smith"]
)
def test_normalising_twice_changes_nothing(surface: str) -> None:
    assert normalise(normalise(surface)) == normalise(surface)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sergey Lavrov", "sergey-lavrov"),
        ("Ban Ki-moon", "ban-ki-moon"),
        ("U.S.", "us"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("—", ""),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


# --- lookup -----------------------------------------------------------------------------------------------------------


def found(gazetteer: Gazetteer, surface: str) -> set[tuple[str, str]]:
    return {(name.entry_id, name.kind.value) for name in gazetteer.lookup(surface)}


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Freedonia", {("freedonia", "name")}),
        ("FREEDONIA", {("freedonia", "name")}),
        ("freedonia's", {("freedonia", "name")}),
        ("Republic of Freedonia", {("freedonia", "alias")}),
        ("REPUBLIC OF FREEDONIA", {("freedonia", "alias")}),
        ("Freedonians", {("freedonia", "demonym")}),
        ("Old Freedonia", {("freedonia", "historic")}),
        ("US", {("freedonia", "acronym")}),
        ("U.S.", {("freedonia", "acronym")}),
        ("us", set()),
        ("WHO", {("world-league", "acronym")}),
        ("who", set()),
        ("Who", set()),
        ("Fredville", {("fredville", "name"), ("freedonia", "metonym")}),
        ("Fredburg", {("fredville", "alias"), ("freedonia", "metonym")}),
        ("Sylvania", {("sylvania", "name"), ("sylvania-city", "alias")}),
        ("Sylvania City", {("sylvania-city", "name"), ("sylvania", "metonym")}),
        ("the Square House", {("freedonia", "metonym")}),
        ("Rufus T. Firefly", set()),
        ("Nowhere", set()),
    ],
)
def test_lookup_gives_every_candidate(gazetteer: Gazetteer, surface: str, expected: set[tuple[str, str]]) -> None:
    assert found(gazetteer, surface) == expected


def test_a_name_is_marked_where_it_is_also_a_word(gazetteer: Gazetteer) -> None:
    assert [n.ambiguous for n in gazetteer.lookup("Reading")] == [True]
    assert [n.ambiguous for n in gazetteer.lookup("Fredville")] == [False, False]


def test_entries_say_what_the_row_says(gazetteer: Gazetteer) -> None:
    city = gazetteer.entry("fredville")
    assert (city.type, city.kind, city.country, city.located_in) == (
        EntityType.PLACE,
        "capital",
        "freedonia",
        "freedonia",
    )
    assert (city.latitude, city.longitude, city.population, city.wikidata) == (1.5, -2.0, 300, None)
    assert gazetteer.entry("freedonia").country == "freedonia"
    assert gazetteer.entry("freedonia").capital == "fredville"
    assert gazetteer.entry("league-council").parent == "world-league"
    with pytest.raises(NotFoundError, match="no gazetteer entry 'atlantis'"):
        gazetteer.entry("atlantis")


def test_names_of_gives_the_usual_name_first(gazetteer: Gazetteer) -> None:
    names = gazetteer.names_of("freedonia")
    assert names[0] == Name("Freedonia", "freedonia", NameKind.NAME)
    assert Name("Fredville", "freedonia", NameKind.METONYM) in names
    assert [n.text for n in gazetteer.names_of("rufus-t-firefly")] == ["Rufus T. Firefly", "Rufus Firefly"]
    assert gazetteer.names_of("atlantis") == ()


def test_surfaces_are_all_names_but_those_of_people(gazetteer: Gazetteer) -> None:
    surfaces = gazetteer.surfaces()
    assert {n.entry_id for n in surfaces} == gazetteer.entries.keys() - {"rufus-t-firefly"}
    assert len(surfaces) == len(set(surfaces))
    assert all(name in gazetteer.lookup(name.text) for name in surfaces)


def test_people_are_found_by_name_alias_and_surname(gazetteer: Gazetteer) -> None:
    for name in ("Rufus T. Firefly", "Rufus Firefly", "Firefly", "FIREFLY", "Firefly's"):
        assert [person.id for person in gazetteer.people(name)] == ["rufus-t-firefly"]
        assert [holder.person for holder in gazetteer.office_holders(name)] == ["rufus-t-firefly"]
    assert gazetteer.people("Rufus") == ()


def test_office_holders_keep_open_sides_open(gazetteer: Gazetteer) -> None:
    (firefly,) = gazetteer.office_holders("Firefly")
    assert (firefly.country, firefly.title, str(firefly.start), firefly.end) == (
        "freedonia",
        "President",
        "1933-11-17",
        None,
    )
    (trentino,) = gazetteer.office_holders("Trentino")
    assert (trentino.country, trentino.title, trentino.start, str(trentino.end)) == (
        "sylvania",
        None,
        None,
        "1933-12-01",
    )


def test_surnames_stand_in_front_where_newspapers_leave_them_there(folder: Path) -> None:
    replace(folder, "countries.tsv", "freedonia\tFreedonia", "china\tFreedonia")
    for filename in ("places.tsv", "persons.tsv"):
        replace(folder, filename, "\tfreedonia", "\tchina")
    replace(folder, "metonyms.tsv", "freedonia", "china")
    gazetteer = Gazetteer.load(folder)
    assert gazetteer.office_holders("Rufus")
    assert not gazetteer.office_holders("Firefly")


def test_titles_modifiers_and_genders(gazetteer: Gazetteer) -> None:
    minister, duck = gazetteer.office_titles
    assert minister.variants == ("minister of foreign affairs", "FM")
    assert (minister.scope, minister.holder_of, duck.holder_of) == ("state", None, "sylvania")
    assert [(m.text, m.effect) for m in gazetteer.office_modifiers] == [("former", "former")]
    assert gazetteer.gender_of("gloria") is Gender.FEMALE
    assert gazetteer.gender_of("Chicolini") is None


def test_nothing_can_be_changed(gazetteer: Gazetteer) -> None:
    with pytest.raises(TypeError):
        gazetteer.entries["atlantis"] = gazetteer.entry("freedonia")  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        gazetteer.entry("freedonia").name = "Sylvania"  # type: ignore[misc]


# --- malformed tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filename", "old", "new", "line", "message"),
    [
        ("places.tsv", "\t300", "", 2, "9 cells where the header has 10 columns"),
        ("places.tsv", "\t300", "\tmany", 2, "'many', which is no number"),
        ("places.tsv", "reading\t", "\t", 4, "column 'id' is empty"),
        ("places.tsv", "reading\t", "fredville\t", 4, "id 'fredville' stands already at places.tsv:2"),
        ("places.tsv", "reading\t", "world-league\t", 2, "id 'world-league' stands already at places.tsv:4"),
        ("places.tsv", "city\tfreedonia", "city\tatlantis", 4, "'country' refers to 'atlantis'"),
        ("places.tsv", "\tReading\n", "\tSlough\n", 4, "'ambiguous' holds ['Slough']"),
        ("countries.tsv", "\tfredville", "\tatlantis", 2, "'capital' refers to 'atlantis'"),
        ("countries.tsv", "US|U.S.", "US||U.S.", 2, "an empty name"),
        ("organizations.tsv", "igo\t\tworld-league", "igo\t\tmoon-league", 3, "'parent' refers to 'moon-league'"),
        ("metonyms.tsv", "freedonia", "atlantis", 2, "'entry' refers to 'atlantis'"),
        ("metonyms.tsv", "\tfreedonia", "\t", 2, "column 'entry' is empty"),
        ("office_titles.tsv", "\tsylvania", "\tatlantis", 3, "'holder_of' refers to 'atlantis'"),
        ("given_names.tsv", "\tmale", "\tduck", 3, "'duck'; it may hold female, male, either"),
    ],
)
def test_a_malformed_row_is_named(folder: Path, filename: str, old: str, new: str, line: int, message: str) -> None:
    replace(folder, filename, old, new)
    with pytest.raises(OntologyError) as error:
        Gazetteer.load(folder)
    where = "organizations.tsv" if "world-league\t" in new and filename == "places.tsv" else filename
    assert str(error.value).startswith(f"{folder / where}:{line}: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("1933-11-17", "17 Nov 1933", 2, "'17 Nov 1933', which is no date (YYYY-MM-DD)"),
        ("\tSYL\t", "\tATL\t", 3, "'ATL': no ISO code in countries.tsv"),
    ],
)
def test_a_malformed_tenure_is_named_when_first_asked_for(
    folder: Path, old: str, new: str, line: int, message: str
) -> None:
    replace(folder, "office_holders.tsv", old, new)
    gazetteer = Gazetteer.load(folder)
    with pytest.raises(OntologyError) as error:
        gazetteer.office_holders("Firefly")
    assert str(error.value).startswith(f"{folder / 'office_holders.tsv'}:{line}: ")
    assert message in str(error.value)


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "places.tsv").unlink()
    with pytest.raises(OntologyError, match=r"places\.tsv: this table of the gazetteer is missing"):
        Gazetteer.load(folder)


def test_a_table_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "places.tsv").write_bytes(b"id\tname\nx\tS\xe3o Paulo\n")
    with pytest.raises(OntologyError, match=r"places\.tsv: not UTF-8 at byte 11"):
        Gazetteer.load(folder)
