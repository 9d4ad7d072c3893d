"""What one actor does to another, in words: verbs, light verbs with a noun, and nouns, by PLOVER's event types.

The types and what belongs to them follow the PLOVER manual (openeventdata/PLOVER, section 3) and its example records;
beside each group stands a sentence that it is for.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import EventType

__all__ = [
    "DONE_TO",
    "HOSTILE",
    "KEPT",
    "MUTUAL",
    "NOUN_DEEDS",
    "OF_A_STATE",
    "PHRASES",
    "PROMISES",
    "REQUIRED",
    "VERB_DEEDS",
    "Deed",
    "Phrase",
]

E = EventType


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb or noun does, and where its target stands.

    Args:
        event: PLOVER's type.
        obj: whether the direct object is the target.
        prepositions: those whose noun is the target.
        owner: whether the owner of the object is the target too ("rejected *Peru*'s offer").
        confidence: how often the words mean this.
    """

    event: EventType
    obj: bool = False
    prepositions: frozenset[str] = frozenset()
    owner: bool = False
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb whose object says what is done: "impose *sanctions* on Peru".

    Args:
        verbs: lemmas.
        themes: lemmas of the object.
        deed: what both together do; its prepositions may follow the verb or the object.
    """

    verbs: frozenset[str]
    themes: frozenset[str]
    deed: Deed


def _verbs(
    event: EventType, words: str, *, obj: bool = True, to: str = "", owner: bool = False, confidence: float = 0.8
) -> dict[str, Deed]:
    return dict.fromkeys(words.split(), Deed(event, obj, frozenset(to.split()), owner, confidence))


VERB_DEEDS: dict[str, Deed] = {
    # "Kenya accused Somalia of arming the militia."
    **_verbs(E.ACCUSE, "accuse blame", confidence=0.9),
    # "Peru condemned Bolivia's decision."
    **_verbs(
        E.ACCUSE,
        "chastise chide condemn criticise criticize denounce deplore fault lambast lambaste rebuke scold slam",
        owner=True,
    ),
    **_verbs(E.ACCUSE, "investigate prosecute sue indict", confidence=0.7),
    # "Turkey threatened Greece with war." "Egypt warned Ethiopia against filling the dam."
    **_verbs(E.THREATEN, "threaten", to="against", confidence=0.85),
    **_verbs(E.THREATEN, "warn", confidence=0.6),
    # "Norway urged Sudan to let aid workers in."
    **_verbs(E.REQUEST, "ask beg beseech exhort implore press pressure urge", confidence=0.85),
    **_verbs(E.REQUEST, "appeal", obj=False, to="to", confidence=0.8),
    **_verbs(E.REQUEST, "lobby", confidence=0.7),
    # "Brazil praised Cuba's doctors." "Japan recognized the council."
    **_verbs(
        E.SUPPORT,
        "applaud back commend congratulate defend endorse hail praise support thank welcome",
        owner=True, confidence=0.75,
    ),
    **_verbs(E.SUPPORT, "recognise recognize", confidence=0.65),
    **_verbs(E.SUPPORT, "apologise apologize", obj=False, to="to"),
    **_verbs(E.SUPPORT, "side", obj=False, to="with"),
    # "Iran armed the rebels." "Qatar bankrolled the movement."
    **_verbs(E.AID, "aid arm assist bankroll equip finance fund rearm resupply subsidise subsidize", confidence=0.8),
    **_verbs(E.AID, "supply train", confidence=0.7),
    # "Ecuador expelled Colombia's ambassador."
    **_verbs(E.SANCTION, "blacklist boycott expel isolate ostracise ostracize sanction", owner=True, confidence=0.8),
    # "Thailand arrested two Cambodians."
    **_verbs(
        E.COERCE, "arrest blockade besiege deport detain extort imprison jail outlaw repress",
        owner=True, confidence=0.8,
    ),
    **_verbs(E.COERCE, "ban hack seize", owner=True, confidence=0.6),
    # "Saudi Arabia bombed Yemen." "Rebels killed two Indian peacekeepers."
    **_verbs(
        E.ASSAULT,
        """abduct ambush assassinate assault bomb bombard execute invade kidnap kill massacre raid shell
        slaughter torture wound""",
        owner=True, confidence=0.85,
    ),
    **_verbs(E.ASSAULT, "attack strike", owner=True, confidence=0.75),
    **_verbs(E.ASSAULT, "clash fight battle", to="with against", confidence=0.7),
    # "Myanmar freed the Danish reporters."
    **_verbs(E.YIELD, "free pardon release", confidence=0.75),
    **_verbs(E.YIELD, "surrender capitulate", obj=False, to="to"),
    # "Chile rejected Bolivia's claim." "Vietnam snubbed China."
    **_verbs(E.REJECT, "rebuff reject snub spurn", owner=True, confidence=0.8),
    **_verbs(E.REJECT, "defy dismiss", owner=True, confidence=0.65),
    # Only refused or promised: meetings that take place are meetings ("refused to meet Chile's envoy").
    **_verbs(E.CONSULT, "meet host receive visit", to="with", confidence=0.8),
    **_verbs(E.CONSULT, "negotiate talk", obj=False, to="with", confidence=0.8),
    # "Nepal cooperated with India on the inquiry."
    **_verbs(E.COOPERATE, "collaborate cooperate", obj=False, to="with"),
    # "Algeria mediated between Mali and the rebels."
    **_verbs(E.CONSULT, "mediate", obj=False, to="between"),
    # "Farmers demonstrated against the European Commission."
    **_verbs(E.PROTEST, "demonstrate march protest rally", obj=False, to="against at", owner=True),
}  # fmt: skip

# Verbs whose infinitive names the target's act, the target standing behind a preposition ("called on Peru to act").
DONE_TO: dict[str, Deed] = {"call": Deed(E.REQUEST, prepositions=frozenset({"on", "upon"}), confidence=0.85)}

_ARMS = "ammunition arm arms helicopter jet missile munition rifle tank weapon weaponry"
_MONEY = (
    "aid assistance billion credit dollar donation euro food fund funding funds grant help loan medicine million money "
    "relief"
)
_TIES = "contact cooperation link relation relations relationship tie ties"
_PACT = "accord agreement contract convention deal memorandum pact protocol treaty"
_MEASURES = "ban blockade boycott curb embargo penalty restriction sanction sanctions tariff"
_FORCES = "army battalion carrier fleet force forces soldier soldiers tank troop troops warplane warship"
_RAID = "airstrike assault attack bombing campaign incursion invasion offensive raid strike"


def _phrase(
    verbs: str, themes: str, event: EventType, to: str, *, obj: bool = False, confidence: float = 0.8
) -> Phrase:
    deed = Deed(event, obj, frozenset(to.split()), owner=False, confidence=confidence)
    return Phrase(frozenset(verbs.split()), frozenset(themes.split()), deed)


PHRASES: tuple[Phrase, ...] = (
    # "The council imposed sanctions on Eritrea."
    _phrase("adopt announce approve expand extend impose reimpose renew slap strengthen tighten toughen",
            _MEASURES, E.SANCTION, "on against upon"),
    # "Serbia cut ties with Montenegro." "Japan halted aid to Burma."
    _phrase("break cut downgrade freeze halt sever suspend stop withhold",
            f"{_TIES} {_MONEY} {_ARMS} talk talks trade negotiation", E.SANCTION, "with to"),
    _phrase("recall withdraw", "ambassador diplomat envoy", E.SANCTION, "from to"),
    # "Washington lifted its embargo against Vietnam."
    _phrase("ease end lift loosen relax remove scrap suspend waive", _MEASURES, E.YIELD, "on against to of"),
    _phrase("evacuate pull withdraw", f"{_FORCES} settlement", E.YIELD, "from", confidence=0.75),
    _phrase("hand return surrender", f"body fugitive hostage national prisoner suspect remains {_ARMS}", E.YIELD, "to"),
    # "Bhutan established relations with Kuwait." "Laos signed a treaty with Thailand."
    _phrase("establish mend normalise normalize reestablish re-establish restore resume upgrade",
            _TIES, E.SUPPORT, "with"),
    _phrase("conclude ink ratify seal sign", _PACT, E.SUPPORT, "with"),
    _phrase("lend offer pledge throw voice", "backing solidarity support weight", E.SUPPORT, "to for behind with"),
    # "Peru and Chile reached agreement" is mutual; with a partner: "Peru struck a deal with Chile".
    _phrase("achieve agree hammer negotiate reach strike", f"{_PACT} ceasefire cease-fire compromise consensus truce",
            E.AGREE, "with"),
    # "Denmark gave Mali a grant." "Belarus sold arms to Chad."
    _phrase("advance boost continue contribute deliver donate extend give grant increase lend provide resume sell "
            "send ship supply transfer",
            f"{_MONEY} {_ARMS} doctor equipment peacekeeper training", E.AID, "to for", obj=True),
    _phrase("grant give offer", "asylum citizenship refuge shelter", E.AID, "to", obj=True),
    # "India shared intelligence with Nepal." "Oman held exercises with Yemen."
    _phrase("exchange pool share", "data evidence information intelligence technology", E.COOPERATE, "with"),
    _phrase("conduct hold launch stage", "drill drills exercise exercises maneuver manoeuvre", E.COOPERATE, "with"),
    # "Ankara launched strikes on Iraq."
    _phrase("carry conduct fire launch mount stage unleash", f"{_RAID} missile rocket shell", E.ASSAULT,
            "on against at into"),
    _phrase("open", "fire", E.ASSAULT, "on at"),
    # "Lima lodged a protest with Santiago." "Ottawa summoned Riyadh's envoy."
    _phrase("deliver file issue lodge make register", "protest complaint demarche", E.PROTEST, "with to against"),
    _phrase("bring file press", "case charge charges lawsuit suit", E.ACCUSE, "against"),
    _phrase("begin launch open order", "inquiry investigation probe", E.ACCUSE, "against into of", confidence=0.65),
    # "Sudan issued an ultimatum to Chad."
    _phrase("deliver give issue make send", "threat ultimatum", E.THREATEN, "to against"),
    _phrase("threaten", f"action force retaliation reprisal war {_RAID} {_MEASURES}", E.THREATEN, "against on"),
    # "Moscow massed troops against Georgia."
    _phrase("amass deploy mass mobilise mobilize move position send", _FORCES, E.MOBILIZE, "against", confidence=0.75),
    # "Manila demanded an apology from Beijing."
    _phrase("demand request seek want",
            "apology assurance clarification compensation concession explanation guarantee help support",
            E.REQUEST, "from of"),
    # "Tbilisi rejected an offer from Moscow."
    _phrase("decline dismiss refuse reject",
            "appeal call demand invitation mediation offer overture plea proposal request ultimatum", E.REJECT,
            "from by"),
    # "Activists staged a rally against the junta."
    _phrase("begin hold organize stage", "demonstration march protest rally sit-in strike vigil", E.PROTEST, "against"),
    _phrase("annex confiscate seize", "asset assets explosives land property territory vessel ship weapon",
            E.COERCE, "from of"),
)  # fmt: skip

# What an actor has or does, told as a noun: "Peru's attack on", "U.S. sanctions against", "Qatari support for".
NOUN_DEEDS: dict[str, Deed] = {
    **dict.fromkeys(
        _RAID.split(), Deed(E.ASSAULT, prepositions=frozenset({"on", "against", "of", "in"}), confidence=0.6)
    ),
    **dict.fromkeys(
        ("sanction", "sanctions", "embargo", "boycott"),
        Deed(E.SANCTION, prepositions=frozenset({"on", "against", "of"}), confidence=0.65),
    ),
    **dict.fromkeys(("support", "backing"), Deed(E.SUPPORT, prepositions=frozenset({"for", "of"}), confidence=0.6)),
    **dict.fromkeys(("aid", "assistance", "loan"), Deed(E.AID, prepositions=frozenset({"to", "for"}), confidence=0.6)),
    "threat": Deed(E.THREATEN, prepositions=frozenset({"against"}), confidence=0.6),
    **dict.fromkeys(
        ("criticism", "condemnation", "denunciation"),
        Deed(E.ACCUSE, prepositions=frozenset({"of"}), confidence=0.65),
    ),
    **dict.fromkeys(("accusation", "allegation"), Deed(E.ACCUSE, prepositions=frozenset({"against"}), confidence=0.65)),
}

# Verbs whose subjects do it to each other: "Peru and Chile agreed", "the two clashed".
MUTUAL: dict[str, EventType] = {
    "agree": E.AGREE,
    "clash": E.ASSAULT,
    "cooperate": E.COOPERATE,
    "collaborate": E.COOPERATE,
    "reconcile": E.SUPPORT,
}

# An act that is only promised is an agreement, one that is only threatened a threat (PLOVER 3.1, 3.10).
PROMISES = frozenset("agree commit decide offer pledge promise undertake vow volunteer".split())
KEPT = frozenset({E.SUPPORT, E.COOPERATE, E.AID, E.YIELD, E.CONSULT})
HOSTILE = frozenset({E.SANCTION, E.COERCE, E.ASSAULT, E.MOBILIZE, E.PROTEST})

# Verbs of saying behind which "must" and "should" ask something of the one who must ("said that Peru must sign").
REQUIRED = frozenset("demand insist recommend request urge ask propose".split())

# People and arms that act, and are acted upon, as their country's; rebels and protesters do not stand for it.
OF_A_STATE = frozenset(
    """adviser advisers advisor agent agents aid aircraft airline airliner ally artillery athletes aviation
    bank banks base bases bombers border businessmen camp child children citizen citizens city civilian
    civilians coastguard commander commandos company companies consulate contractors crew detainee
    detainees diplomat diplomats doctor doctors drone drones economist engineer engineers exports faction
    firm firms fisherman fishermen fleet goods group groups guard guards gunboat gunboats helicopter
    helicopters hostage hostages immigrant immigrants imports inspector inspectors jet jets journalist
    journalists judge judges lawmaker lawmakers marines migrant migrants militia missile missiles monitor
    monitors movement national nationals navy network observer observers officer officers oil parliament
    party patrol patrols peacekeeper peacekeepers people personnel pilot pilots plane planes policeman
    policemen population position positions prisoner prisoners refugee refugees regime reporter reporters
    sailor sailors scientist servicemen serviceman ship ships soldier soldiers spies spy student students
    tank tanks target targets territory tourist tourists town vessel vessels villagers village villages
    warplane warplanes warship warships worker workers""".split()
)
