"""Make ``office_holders.tsv`` from the Phoenix actor dictionaries (Open Event Data Alliance, MIT licence).

Usage: ``python ontology/gazetteer/make/office_holders.py ../shared/corpora/political-actors``. The dictionaries (to
January 2014) hold names in capitals, alternative names, and dated roles in CAMEO codes::

    SERGEY_LAVROV_  # CountryInfo.txt
    +SERGEI_LAVROV
        [RUSGOV >20040309]  # Foreign Minister

Kept are dated government roles, of the kinds that diplomacy meets, of entries that look like a person's full name. A
title is kept only where the source says it: in a comment, or in an alternative name that begins with it
("CHANCELLOR_MERKEL") when the person has a single role of the plain code GOV.

``office_holders_compiled.tsv`` beside this program holds tenures with their titles, written by hand for well-known
people; they take the place of the dictionary's plain GOV roles of the same person.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kg.gazetteer import slug

SOURCE = "Phoenix 2014 (MIT)"
COMPILED = Path(__file__).resolve().parent / "office_holders_compiled.tsv"
OUTPUT = Path(__file__).resolve().parent.parent / "office_holders.tsv"
FILES = ("Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt")
PIVOT = 14  # two-digit years up to 14 are of this century: the file was generated in January 2014
EARLIEST_END = date(1945, 1, 1)
ROLES = frozenset({"GOV", "GOVMIL", "GOVBUS", "GOVLEG", "GOVSPY", "SPY", "MIL"})  # no health, farming, schools ...


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROLE = re.compile(r"\[([A-Z]{3})(GOV[A-Z]*|SPY|MIL)\s+([<>]?)\s*(\d+)(?:-(\d+))?\]\s*(?:#\s*([^\[#]*))?")
_NAME = re.compile(r"[A-Z][A-Z.'\- ]*")
_NO_PERSON = _words(
    """AMBASSADOR ADMINISTRATION AGENCY ARMY ASSEMBLY AUTHORITY AUTHORITIES BUREAU CABINET CHANCELLOR CHIEF
    COMMISSION COMMITTEE CONGRESS CORPS COUNCIL COURT DEPARTMENT DIRECTOR DIRECTORATE EMBASSY FORCE FORCES
    FOREIGN FRONT GENERAL GOVERNMENT GOVERNOR GUARD HEAD JUNTA KING KINGDOM LEADER LEADERS MILITARY MINISTER
    MINISTERS MINISTRY MOVEMENT NATIONAL NAVY OF OFFICE OFFICIAL OFFICIALS PARLIAMENT PARTY POLICE PREMIER
    PRESIDENT PRINCE PRIME QUEEN REGIME REPUBLIC SECRETARY SENATE SENATOR SERVICE SOLDIERS STATE THE TROOPS
    UNION UNITED VICE AND PALACE HOUSE KANZLER BUNDESKANZLER ELECT UN US NAAL NAABD"""
) - {"KING", "PRINCE", "GENERAL"}
_ARTICLES = frozenset({"AL", "EL", "UL"})
_PARTICLES = _ARTICLES | _words(
    """BIN IBN BINT UD DE DA DO DOS DAS DEL DELLA DER DEN DI DU LA LE VAN VON Y E ZU TEN TER"""
)
_NUMERALS = _words("""II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI""")
_HONORIFICS = _words(
    """SIR DAME LORD LADY BARONESS BARON DR MR MRS MS SHEIKH SHAIKH GENERAL GEN COLONEL COL MAJOR CAPTAIN ADMIRAL
    MARSHAL PRINCE PRINCESS KING QUEEN EMIR SULTAN POPE AYATOLLAH"""
)
_HYPHENATED_GIVEN_NAMES = frozenset({"KOR", "TWN"})
_ROMANCE = _words("""ESP PRT ITA FRA BRA ARG MEX COL CHL PER VEN ECU BOL PRY URY CUB DOM GTM HND SLV NIC CRI PAN PHL""")
_TITLES = (
    ("PRIME_MINISTER", "Prime Minister"),
    ("FOREIGN_MINISTER", "Foreign Minister"),
    ("SECRETARY_OF_STATE", "Secretary of State"),
    ("SECRETARY_OF_DEFENSE", "Secretary of Defense"),
    ("CHANCELLOR", "Chancellor"),
    ("PRESIDENT", "President"),
)
_COMMENT_TITLES = {
    "Acting PM": "Prime Minister",
    "PM": "Prime Minister",
    "PM pt. 1": "Prime Minister",
    "PM pt. 2": "Prime Minister",
    "Prime Minister": "Prime Minister",
    "Dep. PM": "Deputy Prime Minister",
    "Secretary of State": "Secretary of State",
    "Sec State": "Secretary of State",
    "Dep Sec State": "Deputy Secretary of State",
    "Sec Def": "Secretary of Defense",
    "Dep Sec Def": "Deputy Secretary of Defense",
    "Sec of Army": "Secretary of the Army",
    "Foreign Minister": "Foreign Minister",
    "Amb. to UN": "Ambassador to the United Nations",
    "President of Germany": "President",
    "Chancellor of Germany": "Chancellor",
    "Supreme Leader": "Supreme Leader",
    "National security advisor": "National Security Adviser",
    "Min. of Fin.": "Finance Minister",
    "Min. of Water Resources": "Minister of Water Resources",
    "Min of Civil Aviation": "Minister of Civil Aviation",
    "DCI": "Director of Central Intelligence",
}
# The source's own codes that are not ISO 3166, and states that are gone (their officials belong to the successor here).
_COUNTRIES = {
    "SUN": "RUS",
    "ROM": "ROU",
    "ZAR": "COD",
    "KSV": "XKX",
    "KOS": "XKX",
    "DDR": "DEU",
    "DEW": "DEU",
    "TMP": "TLS",
}
# Spellings of given names that newspapers use beside the BGN/PCGN forms of the source (Russian and its neighbours).
_SPELLINGS = {
    "Sergey": "Sergei", "Dmitriy": "Dmitry", "Nikolay": "Nikolai", "Aleksandr": "Alexander", "Aleksey": "Alexei",
    "Yuriy": "Yuri",
    "Vitaliy": "Vitaly", "Yevgeniy": "Yevgeny", "Andrey": "Andrei", "Anatoliy": "Anatoly", "Valeriy": "Valery",
    "Grigoriy": "Grigory",
    "Gennadiy": "Gennady", "Arkadiy": "Arkady", "Vasiliy": "Vasily", "Georgiy": "Georgy", "Leonid": "Leonid",
    "Fedor": "Fyodor",
}  # fmt: skip


@dataclass
class Person:
    """One entry of the dictionary while it is read."""

    names: list[str]
    roles: list[tuple[str, str, date | None, date | None, str | None]] = field(default_factory=list)


def read(path: Path) -> Iterator[Person]:
    """The entries of one dictionary file, with their dated government roles."""
    person: Person | None = None
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] not in " \t+":
            if person:
                yield person
            person = Person([_bare(line)])
        elif line[0] == "+" and person:
            person.names.append(_bare(line[1:]))
        if person:
            person.roles += _roles(line)
    if person:
        yield person


def _bare(line: str) -> str:
    return line.split("#", maxsplit=1)[0].split("[", maxsplit=1)[0].strip().strip("_").replace(" ", "_")


def _roles(line: str) -> Iterator[tuple[str, str, date | None, date | None, str | None]]:
    for country, code, sign, first, second, comment in _ROLE.findall(line):
        start, end = _day(first), _day(second) if second else None
        if sign == "<":
            start, end = None, start
        if (start is None and end is None) or (start and end and start > end) or (second and not end):
            continue
        if code in ROLES:
            yield _COUNTRIES.get(country, country), code, start, end, _COMMENT_TITLES.get(comment.strip())


def _day(digits: str) -> date | None:
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= PIVOT else "19") + digits
    if len(digits) != 8:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def natural(name: str, country: str) -> str | None:
    """A name in capitals in natural case ("ANDERS_FOGH_RASMUSSEN"), or None where it does not look like a full name."""
    words = [w for w in name.split("_") if w]
    while words and words[0].rstrip(".") in _HONORIFICS:
        words = words[1:]
    looks = all(_NAME.fullmatch(w) for w in words) and len([w for w in words if len(w.rstrip(".")) > 1]) >= 2
    if not looks or len(words) > 6 or _NO_PERSON & {part for w in words for part in w.rstrip(".").split("-")}:
        return None
    if country in _HYPHENATED_GIVEN_NAMES and len(words) == 3:
        words = [words[0], "-".join(words[1:])]
    joined: list[str] = []
    for position, word in enumerate(_cased(w, i, country) for i, w in enumerate(words)):
        glue = position > 1 and words[position - 1] in _ARTICLES and country not in _ROMANCE
        joined[-1:] = [f"{joined[-1]}-{word}"] if glue else [*joined[-1:], word]
    return " ".join(joined)


def _cased(word: str, position: int, country: str) -> str:
    if word in _NUMERALS:
        return word
    if position and word in _PARTICLES:
        return word.lower()
    head, *rest = word.split("-")
    if rest and head in _PARTICLES:
        return "-".join([head.lower() if position else head.capitalize(), *(_capital(r) for r in rest)])
    return "-".join(
        [_capital(head), *((r.lower() if country in _HYPHENATED_GIVEN_NAMES | {"PRK"} else _capital(r)) for r in rest)]
    )


def _capital(word: str) -> str:
    if "." in word and len(word) <= 4:
        return word
    if word.startswith("MC") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    if len(word) > 2 and word[1] == "'":
        return word[:2] + word[2:].capitalize()
    return word.capitalize()


def titles_in(names: list[str]) -> set[str]:
    """The titles with which some of the names begin."""
    return {title for name in names for prefix, title in _TITLES if name.startswith(prefix + "_")}


def rows(
    people: list[Person], known: set[str], famous: dict[tuple[str, str], tuple[str, str, str]]
) -> Iterator[list[str]]:
    """Table rows: one for a person, country and run of one role. ``famous`` gives people their usual names."""
    named: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people:
        if not person.roles:
            continue
        country = person.roles[0][0]
        name = next((n for raw in person.names if (n := natural(raw, country))), None)
        if name and country in known:
            named[slug(name), country].append(person)
    countries: dict[str, set[str]] = defaultdict(set)
    for person_slug, country in named:
        countries[person_slug].add(country)
    for (person_slug, country), group in sorted(named.items()):
        identifier = person_slug if len(countries[person_slug]) == 1 else f"{person_slug}-{country.lower()}"
        usual = famous.get((person_slug, country))
        for row in _person_rows(identifier, country, group):
            yield [*usual, *row[3:]] if usual else row


def compiled() -> list[list[str]]:
    """The tenures written by hand."""
    return [line.split("\t") for line in COMPILED.read_text(encoding="utf-8").splitlines()[1:]]


def well_known(iso3: dict[str, str]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Id, name and aliases of the people in persons.tsv, by slug of every name they have and the country's ISO code."""
    found = {}
    for line in (OUTPUT.parent / "persons.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        identifier, name, _, country, _, aliases, *_ = line.split("\t")
        for text in (name, *aliases.split("|")):
            found[slug(text), iso3.get(country, "")] = (identifier, name, aliases)
    return found


def _person_rows(identifier: str, country: str, group: list[Person]) -> Iterator[list[str]]:
    raw = [n for p in group for n in p.names]
    forms = list(dict.fromkeys(n for r in raw if (n := natural(r, country))))
    name, aliases = forms[0], forms[1:]
    given, _, rest = name.partition(" ")
    if given in _SPELLINGS and f"{_SPELLINGS[given]} {rest}" not in forms:
        aliases.append(f"{_SPELLINGS[given]} {rest}")
    told = titles_in(raw)
    roles = merged([r for p in group for r in p.roles if r[0] == country])
    plain = [r for r in roles if r[1] == "GOV"]
    for _, code, start, end, title in roles:
        if end and end < EARLIEST_END:
            continue
        if title is None and code == "GOV" and len(plain) == 1 and len(told) == 1:
            shown = next(iter(told))
        else:
            shown = title or ""
        days = [d.isoformat() if d else "" for d in (start, end)]
        yield [identifier, name, "|".join(aliases), country, code, shown, *days, SOURCE]


def merged(
    roles: list[tuple[str, str, date | None, date | None, str | None]],
) -> list[tuple[str, str, date | None, date | None, str | None]]:
    """Roles of the same code and title that follow each other within 100 days as one."""
    result: list[tuple[str, str, date | None, date | None, str | None]] = []
    for role in sorted(set(roles), key=lambda r: (r[1], r[4] or "", r[2] or date.min, r[3] or date.max)):
        last = result[-1] if result else None
        if (
            last
            and last[1] == role[1]
            and last[4] == role[4]
            and last[3]
            and role[2]
            and (role[2] - last[3]).days <= 100
        ):
            end = None if role[3] is None else max(last[3], role[3])
            result[-1] = (last[0], last[1], last[2], end, last[4])
        else:
            result.append(role)
    return result


def main(folder: Path) -> None:
    """Write the table."""
    countries = [r.split("\t") for r in (OUTPUT.parent / "countries.tsv").read_text(encoding="utf-8").splitlines()]
    column = countries[0].index("iso3")
    iso3 = {row[0]: row[column] for row in countries[1:] if row[column]}
    people = [p for name in FILES for p in read(folder / name)]
    by_hand = compiled()
    told = {row[0] for row in by_hand}
    derived = [r for r in rows(people, set(iso3.values()), well_known(iso3)) if r[0] not in told or r[4] != "GOV"]
    header = ["person", "name", "aliases", "country", "role", "title", "start", "end", "source"]
    lines = ["\t".join(header), *sorted({"\t".join(row) for row in [*by_hand, *derived]})]
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUTPUT}: {len(lines) - 1} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
