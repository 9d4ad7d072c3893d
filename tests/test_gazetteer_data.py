"""The shipped tables: complete, consistent, and every name where a reader of the news looks for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer, Gender, NameKind, default_gazetteer, normalise
from kg.model import EntityType
from kg.resources import ontology_path

FOLDER = ontology_path("gazetteer")
TABLES = sorted(path.name for path in FOLDER.glob("*.tsv"))
ISO = Path(__file__).parent / "data" / "iso3166.tsv"
QID = re.compile(r"Q[1-9][0-9]*")

# Names that several entries share and that are not all places; whoever adds one says here that it is meant.
SHARED = frozenset(
    [
        *("ANA", "CSIS", "DPR", "INC", "PAP", "PTI", "RSF", "SDF", "SPA"),  # acronyms of two organizations
        *("congo", "congolese", "dominican", "dominicans", "korean", "koreans"),
        *("djibouti", "luxembourg", "monaco", "san marino", "singapore"),  # a country and its capital
        *("armenia", "formosa", "georgia", "gold coast", "jamaica", "liberia", "salvador", "tanganyika"),
        *("atlantic", "australian", "commonwealth", "duma", "fars", "sabah", "sana", "peoples democratic party"),
    ]
)


def rows(filename: str) -> Iterator[dict[str, str]]:
    header, *lines = (FOLDER / filename).read_text(encoding="utf-8").splitlines()
    for line in lines:
        yield dict(zip(header.split("\t"), line.split("\t"), strict=True))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return default_gazetteer()


def test_the_readme_counts_right() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = {
        name: int(n.replace(",", ""))
        for name, n in re.findall(r"^\| `(\w+\.tsv)` \| ([\d,]+) \|", readme, re.MULTILINE)
    }
    assert told == {filename: sum(1 for _ in rows(filename)) for filename in TABLES}


# --- form -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("filename", TABLES)
def test_every_row_has_a_source_and_clean_cells(filename: str) -> None:
    for row in rows(filename):
        assert row["source"], row
        for column, cell in row.items():
            parts = cell.split("|")
            assert all(part == part.strip() and "  " not in part for part in parts), (column, cell)
            assert len(parts) == len(set(parts)), (column, cell)


@pytest.mark.parametrize("filename", ["countries.tsv", "places.tsv", "organizations.tsv", "persons.tsv"])
def test_tables_are_sorted_by_id_and_ids_are_slugs(filename: str) -> None:
    ids = [row["id"] for row in rows(filename)]
    assert ids == sorted(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry_id) for entry_id in ids)


def test_wikidata_ids_are_well_formed_and_of_one_entry_each(gazetteer: Gazetteer) -> None:
    owners = defaultdict(list)
    for entry in gazetteer.entries.values():
        if entry.wikidata is not None:
            assert QID.fullmatch(entry.wikidata), entry
            owners[entry.wikidata].append(entry.id)
    assert {q: ids for q, ids in owners.items() if len(ids) > 1} == {}


def test_coordinates_are_on_the_globe(gazetteer: Gazetteer) -> None:
    for entry in gazetteer.entries.values():
        assert (entry.latitude is None) == (entry.longitude is None), entry
        assert entry.latitude is None or -90 <= entry.latitude <= 90, entry
        assert entry.longitude is None or -180 <= entry.longitude <= 180, entry


def test_no_name_is_shared_unless_declared(gazetteer: Gazetteer) -> None:
    owners = defaultdict(set)
    for name in gazetteer.surfaces():
        if name.kind is not NameKind.METONYM:
            owners[normalise(name.text)].add(name.entry_id)
    shared = set()
    for key, ids in owners.items():
        types = {gazetteer.entry(i).type for i in ids}
        ministries = all(gazetteer.entry(i).kind == "ministry" for i in ids)
        if len(ids) > 1 and types != {EntityType.PLACE} and not ministries:
            shared.add(key)
    assert shared == SHARED


# --- countries --------------------------------------------------------------------------------------------------------


def test_every_iso_code_is_there_with_its_wikidata_id(gazetteer: Gazetteer) -> None:
    header, *lines = ISO.read_text(encoding="utf-8").splitlines()
    expected = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    by_iso2 = {entry.iso2: entry for entry in gazetteer.entries.values() if entry.iso2 is not None}
    assert len(expected) == 249
    for code in expected:
        entry = by_iso2[code["iso2"]]
        assert entry.iso3 == code["iso3"], entry
        assert not code["wikidata"] or entry.wikidata == code["wikidata"], entry
    assert by_iso2.keys() - {code["iso2"] for code in expected} == {"XK"}


def test_the_united_nations_have_193_members_and_two_observers(gazetteer: Gazetteer) -> None:
    kinds = [e.kind for e in gazetteer.entries.values() if e.type is EntityType.COUNTRY]
    assert (kinds.count("member"), kinds.count("observer")) == (193, 2)


def test_every_state_has_capital_demonyms_wikidata_id_and_place_on_the_globe(gazetteer: Gazetteer) -> None:
    for entry in gazetteer.entries.values():
        if entry.kind not in {"member", "observer"}:
            continue
        kinds = {name.kind for name in gazetteer.names_of(entry.id)}
        assert entry.wikidata, entry
        assert entry.latitude is not None, entry
        if entry.id != "vatican-city":
            assert NameKind.DEMONYM in kinds, entry
            assert entry.capital is not None, entry


def test_every_capital_is_a_place_in_its_country(gazetteer: Gazetteer) -> None:
    for entry in gazetteer.entries.values():
        if entry.capital is None:
            continue
        capital = gazetteer.entry(entry.capital)
        assert (capital.kind, capital.country) == ("capital", entry.id), capital
        assert capital.latitude is not None, capital
    capitals = {e.id for e in gazetteer.entries.values() if e.kind == "capital"}
    assert capitals == {e.capital for e in gazetteer.entries.values() if e.capital is not None}


def test_capitals_lie_near_their_countries(gazetteer: Gazetteer) -> None:
    for entry in gazetteer.entries.values():
        if entry.kind != "member" or entry.capital is None:
            continue
        capital = gazetteer.entry(entry.capital)
        assert entry.latitude is not None
        assert entry.longitude is not None
        assert capital.latitude is not None
        assert capital.longitude is not None
        apart = abs(entry.longitude - capital.longitude)
        wide = {"russia": 65, "united-states": 25, "kiribati": 5}.get(entry.id, 22)
        assert abs(entry.latitude - capital.latitude) <= 17, entry
        assert min(apart, 360 - apart) <= wide, entry


# --- offices ----------------------------------------------------------------------------------------------------------


def test_a_form_of_a_title_belongs_to_one_title(gazetteer: Gazetteer) -> None:
    owners = defaultdict(set)
    for title in gazetteer.office_titles:
        for form in (title.title, *title.variants):
            owners[form.casefold()].add(title.title)
    assert {form: titles for form, titles in owners.items() if len(titles) > 1} == {}
    assert len(gazetteer.office_titles) >= 120


def test_scopes_and_effects_are_those_of_the_readme(gazetteer: Gazetteer) -> None:
    assert {t.scope for t in gazetteer.office_titles} == {
        "state",
        "subnational",
        "organization",
        "party",
        "mission",
        "any",
    }
    assert {m.effect for m in gazetteer.office_modifiers} == {"former", "acting", "designate", "deputy", "rank", "none"}


def test_tenures_have_a_time_and_a_canonical_title(gazetteer: Gazetteer) -> None:
    titles = {t.title for t in gazetteer.office_titles}
    known = {e.iso3 or e.id for e in gazetteer.entries.values()}
    for row in rows("office_holders.tsv"):
        assert row["country"] in known, row
        assert row["start"] or row["end"], row
        assert not (row["start"] and row["end"]) or row["start"] <= row["end"], row
        assert not row["title"] or row["title"] in titles, row
        if row["source"].startswith("Phoenix"):
            assert max(row["start"], row["end"]) < "2016", row


def test_an_id_is_of_one_person() -> None:
    names = defaultdict(set)
    for row in rows("office_holders.tsv"):
        names[row["person"]].add(row["name"])
    assert {person: found for person, found in names.items() if len(found) > 1} == {}
    for row in rows("persons.tsv"):
        assert names.get(row["id"], {row["name"]}) == {row["name"]}


def test_the_table_of_tenures_stays_small() -> None:
    assert (FOLDER / "office_holders.tsv").stat().st_size < 2_500_000


# --- what a reader looks up -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Georgia", {"georgia", "georgia-state"}),
        ("Washington", {"washington", "washington-state", "united-states"}),
        ("Moscow", {"moscow", "russia"}),
        ("Kiev", {"kyiv", "ukraine"}),
        ("Kyiv", {"kyiv", "ukraine"}),
        ("Brussels", {"brussels", "belgium", "european-union", "nato"}),
        ("the Kremlin's", {"russia"}),
        ("Downing Street", {"united-kingdom"}),
        ("Foggy Bottom", {"united-states-department-of-state"}),
        ("the Quai d’Orsay", {"ministry-for-europe-and-foreign-affairs"}),
        ("Élysée", {"france"}),
        ("U.S.", {"united-states"}),
        ("US", {"united-states"}),
        ("us", set()),
        ("IS", {"islamic-state"}),
        ("is", set()),
        ("WHO", {"world-health-organization"}),
        ("who", set()),
        ("AU", {"african-union"}),
        ("IT", set()),
        ("UN", {"united-nations"}),
        ("U.N. Security Council", {"united-nations-security-council"}),
        ("NATO", {"nato"}),
        ("Nato", {"nato"}),
        ("Britons", {"united-kingdom"}),
        ("Spaniard", {"spain"}),
        ("Filipino", {"philippines"}),
        ("Emirati", {"united-arab-emirates"}),
        ("Burma", {"myanmar"}),
        ("Zaire", {"democratic-republic-of-the-congo"}),
        ("Congo", {"democratic-republic-of-the-congo", "republic-of-the-congo"}),
        ("Ivory Coast", {"ivory-coast"}),
        ("Côte d’Ivoire", {"ivory-coast"}),
        ("Bosnia-Herzegovina", {"bosnia-and-herzegovina"}),
        ("DPRK", {"north-korea"}),
        ("Nepalese Foreign Ministry", {"nepal-foreign-ministry"}),
        ("Chilean Defence Ministry", {"chile-defense-ministry"}),
        ("State Department", {"united-states-department-of-state"}),
        ("Hizbullah", {"hezbollah"}),
        ("al-Qaida", {"al-qaeda"}),
        ("Itar-Tass", {"tass"}),
        ("A.P.", {"associated-press"}),
        ("Crimean", {"crimea"}),
        ("Gazans", {"gaza-strip"}),
        ("Strait of Hormuz", {"strait-of-hormuz"}),
        ("Camp David", {"camp-david"}),
        ("Sana'a", {"sanaa", "yemen"}),
        ("Saigon", {"ho-chi-minh-city"}),
        ("The Hague", {"the-hague", "netherlands"}),
    ],
)
def test_lookup(gazetteer: Gazetteer, surface: str, expected: set[str]) -> None:
    assert {name.entry_id for name in gazetteer.lookup(surface)} == expected


@pytest.mark.parametrize("surface", ["Reading", "Nice", "Bath", "Mobile", "Jordan", "Chad", "Lincoln", "Split"])
def test_names_that_are_words_are_marked(gazetteer: Gazetteer, surface: str) -> None:
    names = [name for name in gazetteer.lookup(surface) if name.kind is not NameKind.METONYM]
    assert names
    assert all(name.ambiguous for name in names)


@pytest.mark.parametrize("surface", ["Paris", "Geneva", "Damascus", "Russia", "United Nations", "Reuters", "Israel"])
def test_names_that_are_no_words_are_not_marked(gazetteer: Gazetteer, surface: str) -> None:
    assert not gazetteer.lookup(surface)[0].ambiguous


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Merkel", {"angela-merkel"}),
        ("Wang Yi", {"wang-yi"}),
        ("Annan", {"kofi-annan"}),
        ("Ban", {"ban-ki-moon"}),
        ("Shevardnadze", {"eduard-shevardnadze"}),
        ("Recep Tayyip Erdogan", {"recep-tayyip-erdogan"}),
        ("Zuma", {"jacob-zuma"}),
    ],
)
def test_office_holders(gazetteer: Gazetteer, name: str, people: set[str]) -> None:
    assert people <= {holder.person for holder in gazetteer.office_holders(name)}
    assert people <= {person.id for person in gazetteer.people(name)}


def test_genders(gazetteer: Gazetteer) -> None:
    assert gazetteer.gender_of("Hillary") is Gender.FEMALE
    assert gazetteer.gender_of("Sergei") is Gender.MALE
    assert gazetteer.gender_of("Recep") is Gender.MALE
    assert gazetteer.gender_of("Kim") is Gender.EITHER
    assert gazetteer.gender_of("Moscow") is None
