"""Which words name a people and which a place with a government: what corpora mix and the gazetteer keeps apart."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.nlp.training.names import NamedSentence, NameSpan, listed

__all__ = ["Lexicon", "mark_groups"]

# Peoples, faiths and parties that are no state's demonym; each is tagged in at least one of the corpora as such a
# group or left out by all that tag none.
_GROUPS: Final = """
African|Africans|African-American|African-Americans|Afrikaner|Afrikaners|Alawite|Alawites|Anglican|Anglicans|Arab|Arabs
Arabian|Asian|Asians|Baptist|Baptists|Basque|Basques|Berber|Berbers|Bosnian Serb|Bosnian Serbs|Buddhist|Buddhists
Caribbean|Catalan|Catalans|Catholic|Catholics|Chechen|Chechens|Christian|Christians|Communist|Communists
Conservative|Conservatives|Coptic|Copts|Cossack|Cossacks|Crimean Tatar|Crimean Tatars|Darfuri|Darfuris|Democrat
Democratic|Democrats|Druze|English|European|Europeans|Gazan|Gazans|Hindu|Hindus|Hispanic|Hispanics|Houthi|Houthis
Hutu|Hutus|Islamic|Islamist|Islamists|Jew|Jewish|Jews|Kashmiri|Kashmiris|Kosovar|Kosovars|Kurd|Kurdish|Kurds
Latin American|Latin Americans|Latino|Latinos|Liberal Democrat|Lutheran|Lutherans|Maoist|Maoists|Marxist|Marxists
Methodist|Methodists|Mormon|Mormons|Moslem|Moslems|Muslim|Muslims|Nazi|Nazis|North American|North Korean|North Koreans
Orthodox|Palestinian|Palestinians|Pashtun|Pashtuns|Protestant|Protestants|Republican|Republicans|Roma|Roman Catholic
Roman Catholics|Rohingya|Scots|Scottish|Serb|Serbs|Shia|Shias|Shi'a|Shi'ite|Shi'ites|Shiite|Shiites|Sikh|Sikhs
Slavic|Socialist|Socialists|South American|South Americans|South Korean|South Koreans|Soviet|Soviets|Sunni|Sunnis
Tamil|Tamils|Tatar|Tatars|Tibetan|Tibetans|Tory|Tutsi|Tutsis|Uighur|Uighurs|Uyghur|Uyghurs|Welsh|Yazidi|Yazidis
Yugoslav|Zionist|Zionists|Briton|Britons|Bosnian|Bosnians|Somali|Somalis|Korean|Koreans|Czech|Czechs|Byzantine
"""
# Words that say a place has no government of its own.
_PLACE_WORDS: Final = listed(
    """
    airport arena avenue basin bay beach boulevard bridge building canal canyon cape cemetery center centre channel
    church coast corridor creek delta desert field forest gate gulf harbor harbour heights highway hill hills
    hospital hotel house island islands isle lake line mall mosque mount mountain mountains museum ocean palace park
    pass peak peninsula plain plains plateau prison ridge river road sea square stadium station strait straits
    street strip temple theater theatre tower tunnel valley wall
    """
)
_REGIONS: Final = listed(
    """
    africa|america|americas|antarctica|arctic|asia|asia-pacific|atlantic|balkans|baltics|caribbean|caucasus|central asia
    central america|central europe|earth|east africa|east asia|eastern europe|europe|far east|horn of africa|indochina
    latin america|maghreb|mars|mediterranean|middle east|near east|north africa|north america|northern europe|oceania
    pacific|persian gulf|sahara|sahel|scandinavia|siberia|south america|south asia|southeast asia|southern africa
    sub-saharan africa|titan|saturn|moon|west africa|western europe|western hemisphere|west bank|gaza strip|gulf
    himalayas|andes|alps|sinai|green zone|silicon valley|hollywood|wall street|downing street|midwest|new england
    west|east|north|south
    """
)
_STATE_PARTS: Final = """
Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa
Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada
New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island
South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming|England|Scotland
Wales|Northern Ireland|Kashmir|Darfur|Chechnya|Crimea|Kurdistan|Gaza|Tibet|Helmand|Kandahar|U.S
"""
_ORGANIZATIONS: Final = """
U.N.|UN|United Nations|NATO|EU|E.U.|European Union|African Union|AU|Hamas|Fatah|Hezbollah|Taliban|Taleban|al-Qaida
al-Qaeda|Al-Qaida|Al-Qaeda|Kremlin|White House|Pentagon|State Department|Congress|Senate|U.N. Security Council
Security Council|OPEC|IAEA|WTO|IMF|World Bank|PKK|Arab League|ASEAN|OSCE|Knesset|Parliament
"""
_BODY: Final = re.compile(r"\b(?:Government|Commission|Ministry|Department|Parliament|Army)$")
_NAME_COLUMNS: Final = ("aliases", "acronyms", "historic")
_NO_BODIES: Final = frozenset({"west bank", "gaza strip", "middle east", "europe", "asia", "africa", "green zone"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names by kind, read from the gazetteer.

    Args:
        groups: demonyms and other names of groups, as they are written.
        states: names of countries and of parts of countries.
        organizations: names of organizations that corpora also tag as places.
    """

    groups: frozenset[str]
    states: frozenset[str]
    organizations: frozenset[str] = listed(_ORGANIZATIONS)

    @classmethod
    def read(cls, gazetteer: Path) -> Lexicon:
        """Read ``countries.tsv`` and ``places.tsv`` of the gazetteer's folder."""
        groups, states = set(listed(_GROUPS)), set(listed(_STATE_PARTS))
        for table in ("countries.tsv", "places.tsv"):
            with (gazetteer / table).open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    groups.update(_items(row["demonyms"]))
                    if table == "countries.tsv" or row["kind"] == "capital":
                        states.update((row["name"], *(n for column in _NAME_COLUMNS for n in _items(row[column]))))
        return cls(frozenset(groups), frozenset(states - groups))

    def label(self, name: str, label: str) -> str:
        """The label of a name that a corpus calls PERSON, ORG, EVENT or "place".

        Countries and their parts are GPE and groups NORP whatever the corpus says of this one mention: a team or a
        government called by its country's name is still named so. "place" becomes GPE or LOC.
        """
        bare = name.removeprefix("The ").removeprefix("the ")
        if bare in self.groups:
            return "NORP"
        if label != "PERSON" and bare in self.states:
            return "GPE"
        if label == "place" and (bare in self.organizations or _BODY.search(bare)):
            return "ORG"
        if label == "ORG" and bare.lower() in _NO_BODIES:
            return "LOC"
        return self._place_label(bare) if label == "place" else label

    def _place_label(self, name: str) -> str:
        lowered = name.lower()
        if lowered in _REGIONS or _PLACE_WORDS.intersection(re.split(r"[\s-]+", lowered)):
            return "LOC"
        return "GPE"


def _items(cell: str | None) -> list[str]:
    return [item.strip() for item in (cell or "").split("|") if item.strip()]


def mark_groups(sentence: NamedSentence, lexicon: Lexicon) -> NamedSentence:
    """Mark as NORP every name of a group that stands in the sentence outside a longer name."""
    pattern = _pattern(lexicon)
    names = list(sentence.names)
    for match in pattern.finditer(sentence.text):
        group = NameSpan(match.start(), match.end(), "NORP")
        touching = [name for name in names if name.begin < group.end and group.begin < name.end]
        if all(group.begin <= name.begin and name.end <= group.end for name in touching):
            names = [name for name in names if name not in touching]
            names.append(group)
    return NamedSentence(sentence.text, tuple(sorted(names)), sentence.new_paragraph, sentence.glued)


_PATTERNS: dict[Lexicon, re.Pattern[str]] = {}


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    if lexicon not in _PATTERNS:
        _PATTERNS[lexicon] = re.compile(rf"(?<![\w'’])(?:{_alternatives(lexicon.groups)})(?![\w])")
    return _PATTERNS[lexicon]


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
