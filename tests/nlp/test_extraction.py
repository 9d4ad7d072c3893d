"""Short news paragraphs through the pipeline that ships: facts that must come out, and some that must not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from kg.model import Document, DocumentFacts, Meeting, MeetingStatus, Section, SectionKind, Stance
from kg.nlp.annotator import Annotator

PUBLISHED = dt.date(2014, 3, 18)  # a Tuesday

MERKEL = "German Chancellor Angela Merkel met Turkish Prime Minister Recep Tayyip Erdogan in Ankara on Monday."
KENYATTA = (
    "Kenyan President Uhuru Kenyatta will meet Ethiopian Prime Minister Hailemariam Desalegn in Addis Ababa next week."
)
XI = "Chinese President Xi Jinping and Indian Prime Minister Narendra Modi held talks in New Delhi on Thursday."
PARK = (
    "South Korean President Park Geun-hye spoke by phone with Japanese Prime Minister Shinzo Abe on Saturday. "
    "Park thanked Abe."
)
AHTISAARI = "Former Finnish President Martti Ahtisaari met Ukrainian officials in Kiev last week."
RODRIGUEZ = "Cuban Foreign Minister Bruno Rodriguez met his Venezuelan counterpart, Elias Jaua, in Havana on March 10."
BACHELET = (
    "The president of Chile, Michelle Bachelet, met her Bolivian counterpart Evo Morales in La Paz. "
    "The two discussed access to the sea."
)
MINISTERS = "The foreign ministers of Kenya, Uganda and Rwanda met in Kigali on Tuesday to discuss a customs union."
ASHTON = (
    "EU foreign policy chief Catherine Ashton and Iranian Foreign Minister Mohammad Javad Zarif "
    "had a working dinner in Vienna on Monday."
)
JONATHAN = "Nigerian President Goodluck Jonathan visited Niger on Sunday."
COUNTRIES = (
    "India and Pakistan agreed to restore telephone links. The two countries will hold talks in Islamabad next month."
)
SUDAN = "Sudan's government and the rebels agreed to resume peace talks in Addis Ababa on April 22."
SERBIA = "The planned meeting between Serbia and Kosovo was postponed until April."
OFFICIALS = "U.S. and South Korean officials met in Seoul."
FABIUS = '"We will not accept this agreement," French Foreign Minister Laurent Fabius told reporters in Brussels.'
LINDQVIST = '"The talks were useful," said Lindqvist, the Swedish defense minister. "We hope to meet again in May."'
TIMERMAN = 'According to Argentine Foreign Minister Hector Timerman, the islands are "a matter of sovereignty for us."'
DALLAIRE = (
    "Lt. Gen. Romeo Dallaire, the former head of the U.N. mission in Rwanda, testified in Arusha. "
    '"The world turned its back," he said.'
)
OFFICE = '"This is a step backwards," a Foreign Office spokesman said.'
HAGUE = "British Foreign Secretary William Hague said the embargo would remain in place."
NAIROBI = "NAIROBI — Kenya's Foreign Ministry rejected the report on Wednesday."
BENOMAR = "U.N. Special Envoy to Yemen Jamal Benomar arrived in Sanaa on Tuesday."
MADURO = (
    "Venezuela's acting president, Nicolas Maduro, accused the United States of plotting a coup. "
    "A State Department spokeswoman, Jen Psaki, called the charge absurd."
)
SANTOS = "Colombia's then-Defense Minister Juan Manuel Santos signed the deal in 2008."
BAN = "Secretary-General Ban Ki-moon urged Israel to lift the blockade of Gaza."


@pytest.fixture(scope="module")
def read(annotator: Annotator):
    seen: dict[str, DocumentFacts] = {}

    def facts(text: str, title: str = "") -> DocumentFacts:
        key = f"{title}\n\n{text}" if title else text
        if key not in seen:
            sections = [Section(SectionKind.TITLE, 0, len(title))] if title else []
            begin = len(key) - len(text)
            sections.append(Section(SectionKind.BODY, begin, len(key)))
            document = Document("d", key, PUBLISHED, title, tuple(sections))
            (seen[key],) = annotator([document])
        return seen[key]

    return facts


# --- offices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        (MERKEL, {("angela-merkel", "Chancellor", "germany"), ("recep-tayyip-erdogan", "Prime Minister", "turkey")}),
        (KENYATTA, {("uhuru-kenyatta", "President", "kenya"), ("hailemariam-desalegn", "Prime Minister", "ethiopia")}),
        (XI, {("xi-jinping", "President", "china"), ("narendra-modi", "Prime Minister", "india")}),
        (PARK, {("park-geun-hye", "President", "south-korea"), ("shinzo-abe", "Prime Minister", "japan")}),
        (RODRIGUEZ, {("bruno-rodriguez", "Foreign Minister", "cuba"), ("elias-jaua", "Foreign Minister", "venezuela")}),
        (LINDQVIST, {("lindqvist", "Defense Minister", "sweden")}),
        (BENOMAR, {("jamal-benomar", "Special Envoy to Yemen", "united-nations")}),
        (MADURO, {
            ("nicolas-maduro", "President", "venezuela"),
            ("jen-psaki", "Spokeswoman", "united-states-department-of-state"),
        }),
        (BAN, {("ban-ki-moon", "Secretary-General", "united-nations")}),
        (ASHTON, {
            ("catherine-ashton", "High Representative", "european-union"),
            ("mohammad-javad-zarif", "Foreign Minister", "iran"),
        }),
        (OFFICIALS, set()),
    ],
)  # fmt: skip
def test_offices(read, text: str, offices: set[tuple[str, str, str]]) -> None:
    assert {(t.person, t.title, t.jurisdiction) for t in read(text).tenures} == offices


@pytest.mark.parametrize(("text", "former"), [(AHTISAARI, True), (SANTOS, True), (MERKEL, False), (MADURO, False)])
def test_offices_that_are_over(read, text: str, *, former: bool) -> None:
    assert {t.former for t in read(text).tenures} == {former}


# --- meetings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What a paragraph tells of one meeting, as far as the table says."""

    participants: set[str]
    status: MeetingStatus = MeetingStatus.HELD
    place: str | None = None
    first: tuple[int, int] | None = None  # month and day of 2014
    last: tuple[int, int] | None = None

    def agrees(self, meeting: Meeting) -> bool:
        """Whether a meeting found is the one told."""
        when = meeting.when
        first = self.first is None or (when is not None and when.earliest == dt.date(2014, *self.first))
        last = self.last is None or (when is not None and when.latest == dt.date(2014, *self.last))
        place = self.place is None or meeting.place == self.place
        return (
            set(meeting.participants) == self.participants
            and meeting.status is self.status
            and place
            and first
            and last
        )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (MERKEL, Told({"angela-merkel", "recep-tayyip-erdogan"}, first=(3, 17), last=(3, 17))),
        (
            KENYATTA,
            Told({"uhuru-kenyatta", "hailemariam-desalegn"}, MeetingStatus.PLANNED, "addis-ababa", (3, 24), (3, 30)),
        ),
        (XI, Told({"xi-jinping", "narendra-modi"}, place="new-delhi", first=(3, 13))),
        (AHTISAARI, Told({"martti-ahtisaari", "ukraine"}, place="kyiv", first=(3, 10), last=(3, 16))),
        (RODRIGUEZ, Told({"bruno-rodriguez", "elias-jaua"}, place="havana", first=(3, 10))),
        (BACHELET, Told({"michelle-bachelet", "evo-morales"}, place="la-paz")),
        (MINISTERS, Told({"kenya", "uganda", "rwanda"}, place="kigali", first=(3, 18))),
        (ASHTON, Told({"catherine-ashton", "mohammad-javad-zarif"}, place="vienna", first=(3, 17))),
        (JONATHAN, Told({"goodluck-jonathan", "niger"}, place="niger", first=(3, 16))),
        (COUNTRIES, Told({"india", "pakistan"}, MeetingStatus.PLANNED, "islamabad", (4, 1), (4, 30))),
        (SUDAN, Told({"sudan", "rebels"}, MeetingStatus.PLANNED, "addis-ababa", (4, 22))),
        (SERBIA, Told({"serbia", "kosovo"}, MeetingStatus.PLANNED)),
        (OFFICIALS, Told({"united-states", "south-korea"}, place="seoul")),
    ],
)
def test_meetings(read, text: str, told: Told) -> None:
    meetings = read(text).meetings
    assert any(told.agrees(meeting) for meeting in meetings), meetings


@pytest.mark.parametrize("text", [BACHELET, RODRIGUEZ, COUNTRIES, MINISTERS])
def test_one_occasion_is_one_meeting(read, text: str) -> None:
    assert len(read(text).meetings) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Pakistani Prime Minister Nawaz Sharif did not meet Indian leaders in New York.",
        "Norwegian Foreign Minister Borge Brende held a news conference in Oslo on Tuesday.",
        "Mexican President Enrique Pena Nieto spoke to reporters in Lima.",
        "Egypt's army met stiff resistance in the Sinai.",
        "Peru called Bolivia a partner.",
        HAGUE,
        BENOMAR,
    ],
)
def test_what_is_no_meeting(read, text: str) -> None:
    assert read(text).meetings == ()


# --- statements -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker", "quote"),
    [
        (FABIUS, "laurent-fabius", "We will not accept this agreement"),
        (LINDQVIST, "lindqvist", "The talks were useful, We hope to meet again in May."),
        (TIMERMAN, "hector-timerman", "a matter of sovereignty for us."),
        (DALLAIRE, "romeo-dallaire", "The world turned its back"),
        (OFFICE, "foreign-and-commonwealth-office", "This is a step backwards"),
    ],
)
def test_quotations(read, text: str, speaker: str, quote: str) -> None:
    assert [(s.speaker, s.quote) for s in read(text).statements if s.quote] == [(speaker, quote)]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (HAGUE, "william-hague", "the embargo would remain in place"),
        ("The Kremlin said the call had been constructive.", "russia", "the call had been constructive"),
        ("American diplomats said China's support was needed.", "united-states", "China's support was needed"),
    ],
)
def test_indirect_speech(read, text: str, speaker: str, content: str) -> None:
    assert [(s.speaker, s.content) for s in read(text).statements] == [(speaker, content)]


@pytest.mark.parametrize("text", [MERKEL, JONATHAN, SERBIA, BENOMAR])
def test_nobody_says_anything(read, text: str) -> None:
    assert read(text).statements == ()


# --- positions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "holder", "stance", "word"),
    [
        ("Iran supports the cease-fire in Lebanon.", "iran", Stance.SUPPORTS, "cease-fire"),
        (
            "Philippine President Benigno Aquino welcomed the agreement.",
            "benigno-aquino-iii",
            Stance.SUPPORTS,
            "agreement",
        ),
        ("British and French diplomats expressed concern about the arrests.", "france", Stance.OPPOSES, "arrests"),
        (NAIROBI, "kenya-foreign-ministry", Stance.OPPOSES, "report"),
        (BAN, "ban-ki-moon", Stance.SUPPORTS, ""),
    ],
)
def test_positions(read, text: str, holder: str, stance: Stance, word: str) -> None:
    positions = read(text).positions
    assert any(p.holder == holder and p.stance is stance and word in p.issue.label for p in positions), positions


@pytest.mark.parametrize("text", [MERKEL, XI, OFFICIALS, JONATHAN])
def test_no_position(read, text: str) -> None:
    assert read(text).positions == ()


# --- who is meant -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mention", "entity"),
    [
        ("Paris insisted that the sanctions must stay.", "Paris", "france"),
        ("Talks between the two sides were held in Paris.", "Paris", "paris"),
        (NAIROBI, "NAIROBI", "nairobi"),
        (NAIROBI, "Kenya's Foreign Ministry", "kenya-foreign-ministry"),
        (PARK, "Park", "park-geun-hye"),
        (AHTISAARI, "Kiev", "kyiv"),
        (COUNTRIES, "countries", "pakistan"),
        (BACHELET, "two", "evo-morales"),
        (LINDQVIST, "Lindqvist", "lindqvist"),
        ("Bern has kept good relations with both sides.", "Bern", "switzerland"),
        ("Peru's then-president said he would step down.", "Peru", "peru"),
    ],
)
def test_mentions(read, text: str, mention: str, entity: str) -> None:
    assert (mention, entity) in {(m.text, m.entity) for m in read(text).mentions}


def test_a_headline_in_title_case_brings_no_people_of_its_own(read) -> None:
    body = "President Barack Obama met Cuban leader Raul Castro in Panama City on Saturday."
    facts = read(body, title="Obama Hails Deal As Castro Visits Panama")
    people = {e.id for e in facts.entities if e.type == "Person"}
    assert people == {"barack-obama", "raul-castro"}
    assert {m.entity for m in facts.mentions if m.begin < 40} >= people


# --- what holds of every paragraph ------------------------------------------------------------------------------------

PARAGRAPHS = sorted({text for name, text in globals().items() if name.isupper() and isinstance(text, str)})


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_offsets_and_references(read, text: str) -> None:
    facts = read(text)
    ids = {e.id for e in facts.entities}
    assert all(text[m.begin : m.end] == m.text for m in facts.mentions)
    assert all(text[t.begin : t.end] == t.text for t in facts.times)
    told = [*facts.tenures, *facts.meetings, *facts.statements, *facts.positions]
    assert all(fact.evidence for fact in told)
    assert all(text[p.begin : p.end] == p.text for fact in told for p in fact.evidence)
    assert {m.entity for m in facts.mentions} <= ids
    assert {p for m in facts.meetings for p in m.participants} <= ids
    assert {m.place for m in facts.meetings if m.place} <= ids
    assert {p.holder for p in facts.positions} <= ids
    assert {a for p in facts.positions for a in p.issue.about} <= ids
