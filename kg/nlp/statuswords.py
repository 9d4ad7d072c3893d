"""The words that leave an occasion planned, proposed, cancelled or denied: verbs, nouns and adjectives that govern it.

Sources: the classes of VerbNet (*want-32*, *order-60*, *promote*, *stop-55.4*), PLOVER's modes (cooperate, request,
reject), and the sentences beside the odd ones.
"""

from __future__ import annotations

from kg.model import MeetingStatus

__all__ = [
    "ADJECTIVES", "AFTER", "ASKING", "ATTEND", "ATTENDING", "BEFORE", "CONVENE", "DENYING", "DOUBTING", "GOING",
    "HOLDING", "INSTEAD", "KNOWN", "MODIFIERS", "NOUNS", "ON_THE_WAY", "PUT_OFF", "SAID", "SHIFTING",
    "SHUNNING", "THROUGH",
    "VERBS",
]  # fmt: skip

_PLANNED, _PROPOSED, _CANCELLED = MeetingStatus.PLANNED, MeetingStatus.PROPOSED, MeetingStatus.CANCELLED

# Verbs above an infinitive, a gerund or an object ("agreed to meet", "postponed the summit").
VERBS: dict[str, MeetingStatus] = {
    **dict.fromkeys("abandon abort axe cancel ditch drop freeze halt scrap scuttle shelve suspend".split(), _CANCELLED),
    **dict.fromkeys(("break off", "call off", "cut off", "pull out"), _CANCELLED),
    **dict.fromkeys(
        """accept adjourn agree announce anticipate arrange await commit confirm decide defer delay due expect finalize
        fix intend look organise organize plan pledge postpone prepare promise reschedule resolve schedule set slate
        vow""".split(),
        _PLANNED,
    ),
    **dict.fromkeys(("push back", "put off", "set up"), _PLANNED),
    **dict.fromkeys(
        """advise advocate aim allow appeal ask attempt back call consider convince demand encourage explore favor
        favour hope invite lobby mull need offer persuade plead press pressure prod propose push recommend request
        require seek suggest support tell threaten try urge want weigh wish""".split(),
        _PROPOSED,
    ),
}
# "The summit, which was *delayed* twice": the clause behind a noun says that it is still to come.
PUT_OFF = frozenset({"defer", "delay", "postpone", "push back", "put off", "reschedule"})
# "Moved the summit to June": it is told with another date, not held.
SHIFTING = frozenset({"bring forward", "move", "shift", "slip"})
# Verbs that propose what stands behind "for" ("called for talks", "pressed for a summit").
ASKING = frozenset(
    "agitate appeal argue ask beg call campaign clamor clamour lobby plead press push hope wait wish opt".split()
)
# Verbs that deny what they govern ("refused to meet", "ruled out talks").
DENYING = frozenset(
    """ban bar block decline deny dismiss fail forbid forgo neglect oppose preclude prevent refuse reject
    resist""".split()
) | {"rule out", "turn down"}
# Verbs whose subject stays away from what takes place all the same ("boycotted the summit").
SHUNNING = frozenset("avoid boycott miss shun skip snub shy walk".split())
# Verbs that govern an occasion and tell it by their own tense ("held talks", "resumed the dialogue").
HOLDING = frozenset(
    """begin close complete conclude conduct continue convene cut do end engage enter extend finish have hold initiate
    interrupt kick launch make open pay pursue reconvene relaunch reopen restart resume revive stage start undertake
    wrap""".split()
)
# Verbs that say who takes part ("will join the talks", "led the delegation to the summit").
ATTEND = frozenset("address attend chair co-chair enter head join lead mediate open participate take".split())
ATTENDING = frozenset("attend enter join participate take".split())
CONVENE = frozenset(
    """announce arrange broker call convene facilitate host mediate moderate organize organise plan propose schedule set
    sponsor suggest""".split()
)
# The infinitive below has the tense of these ("managed to meet", "began to negotiate").
THROUGH = frozenset(
    """able begin come continue fly get go have help manage proceed return start stop travel use arrive leave head keep
    be sit""".split()
)

# Who does this is on the way to what stands behind "for" or "to" ("arrived in Riga *for talks*", "left *to meet* Abe").
ON_THE_WAY = frozenset({"arrive", "be", "begin", "depart", "head", "land", "leave", "start"})
GOING = frozenset({"come", "fly", "go", "journey", "return", "rush", "travel", *ON_THE_WAY})

# Nouns above an occasion ("plans for talks", "hopes of a meeting", "the cancellation of the visit").
NOUNS: dict[str, MeetingStatus] = {
    **dict.fromkeys("cancellation scrapping abandonment suspension".split(), _CANCELLED),
    **dict.fromkeys(
        """agenda agreement announcement arrangement date deadline decision delay invitation pledge plan postponement
        preparation run-up runup schedule timetable venue promise intention format eve""".split(),
        _PLANNED,
    ),
    **dict.fromkeys(
        """appeal attempt bid call chance condition demand desire drive effort hope idea initiative interest need offer
        opportunity possibility pressure proposal prospect push readiness request suggestion willingness wish aim
        option question""".split(),
        _PROPOSED,
    ),
}
# Adjectives above an infinitive or as predicate ("ready to meet", "the talks are possible").
ADJECTIVES: dict[str, MeetingStatus] = {
    **dict.fromkeys(
        "bound certain committed due expected likely scheduled set slated sure tentative imminent".split(), _PLANNED
    ),
    **dict.fromkeys(
        """anxious conceivable eager interested keen necessary needed open possible prepared ready unclear useful
        willing important essential crucial vital""".split(),
        _PROPOSED,
    ),
}
DOUBTING = frozenset({"impossible", "reluctant", "unable", "unlikely", "unwilling", "unthinkable"})
# Words on the noun itself ("a planned visit", "the cancelled summit").
MODIFIERS: dict[str, MeetingStatus] = {
    **dict.fromkeys("aborted canceled cancelled scrapped shelved".split(), _CANCELLED),
    **dict.fromkeys(
        """anticipated coming due expected forthcoming future imminent long-awaited next planned postponed
        projected prospective rescheduled scheduled slated tentative upcoming awaited""".split(),
        _PLANNED,
    ),
    **dict.fromkeys("concluded current failed ongoing recent".split(), MeetingStatus.HELD),
    **dict.fromkeys("envisaged hypothetical potential possible proposed suggested would-be".split(), _PROPOSED),
}

BEFORE = frozenset(
    {"ahead of", "before", "prior to", "in preparation for", "pending", "until", "in advance of", "in the run-up to"}
)
AFTER = frozenset(
    """after following since during at in on through throughout from by upon over amid while when as with within
    despite""".split()
) | {"on the sidelines of", "as part of", "in the course of", "on the margins of"}  # fmt: skip
INSTEAD = frozenset({"without", "instead of", "rather than", "short of", "instead"})

# What is said, agreed or arranged on a day takes place on another: "was proposed last week", "agreed in Oslo to meet".
SAID = frozenset(
    """agree announce arrange ask broker call confirm decide demand hope invite offer plan pledge prepare press promise
    propose push request schedule seek set sponsor suggest urge vow want""".split()
)

KNOWN = frozenset(
    word
    for words in (VERBS, ASKING, DENYING, SHUNNING, HOLDING, ATTEND, CONVENE, THROUGH, NOUNS)
    for phrase in words
    for word in phrase.split()[:1]
) | {"accompany", "discuss", "dine", "flank", "gather", "host", "meet", "receive", "unite", "visit", "welcome"}
