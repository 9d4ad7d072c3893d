"""What is taken from an article, sentence by sentence, as a page to read.

    python tests/nlp/reading_page.py ARTICLE > docs/reading.md

writes ``docs/reading.md`` for one article; any reader's input will do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc, Span

from kg.documents import read
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    Interaction,
    Interval,
    Meeting,
    Passage,
    Position,
    Statement,
    Strength,
    Tenure,
    Voice,
)
from kg.nlp.annotator import Annotator, load_annotator
from kg.nlp.facts import facts_of

Fact = Tenure | Meeting | Position | Statement | Interaction

HEAD = """# What is taken from an article, sentence by sentence

Every sentence of one article, with the facts whose evidence it is. A fact that several sentences tell stands below the
first of them. Made by `python tests/nlp/reading_page.py {source} > docs/reading.md` with
{version}.

| column | what it says |
|---|---|
| fact | what was taken, entities by their names in the graph |
| whose word | the article's own; a speaker's, by name where the article names one; or that of reports |
| sure | the confidence |
| rule | what read it |

## How sure a fact is
A confidence is a product. It starts from how often the words mean what the rule takes them for (`kg/nlp/stances.py` and
`kg/nlp/deeds.py` give it for each word) and from how surely the actor is known: the confidence of the mention that
means it, a name's being higher than a pronoun's, or 0.95 where grammar alone says who it is. Each hedge ("may",
"reportedly") multiplies by 0.85; somebody else's word for what an actor thinks or does by 0.9; the word of reports by
0.8. The figures stand in `kg/nlp/evidence.py`. A verb that is right 0.9 of the time, of an actor known for certain,
makes 0.9; said by another, 0.81; only reported, 0.72.

Which figures are counted and which are set by hand: those of the verbs of stance are counted on 123 positions in news
that one reader judged one by one (60 of 67, 16 of 22 and 6 of 10 right, by how much else the verbs say; the figures
stand in `kg/nlp/stances.py`). All others (nouns, adjectives, "should" and "must", interactions, hedges, whose word it
is, mentions, offices, meetings, statements) are set by hand, because too few were met to count. The same reader wrote
the rules and mended some of them after judging, so that the counts are of texts that were read, not of new ones.
`python tests/quality/reliability.py ../shared/corpora` prints how often the facts of each band of confidence are
right, on the half of the held-out texts that may be read and on the judged positions. What it shows: there are few
facts in a band, and more of them are right than the confidence says, because a mention that is not sure counts
against the fact twice.
"""


def page(document: Document, annotator: Annotator, source: str) -> str:
    """The page for one document."""
    doc = annotator.nlp.make_doc(document.text)
    doc._.published = document.published
    doc._.sections = document.sections
    doc = annotator.nlp(doc)
    facts = facts_of(doc, document, annotator.version)
    lines = [HEAD.format(source=source, version=annotator.version), f"## {document.title} ({document.published})"]
    told = set[int]()
    for number, sentence in enumerate(sentences(doc), start=1):
        rows = list(_rows(facts, sentence, told))
        lines += ["", f"**{number}.** {' '.join(sentence.text.split())}"]
        lines += ["", "| fact | whose word | sure | rule |", "|---|---|---|---|", *rows] if rows else ["", "*nothing*"]
    return "\n".join(lines) + "\n"


def sentences(doc: Doc) -> Iterator[Span]:
    """The sentences that hold words."""
    return (sentence for sentence in doc.sents if sentence.text.strip())


def _rows(facts: DocumentFacts, sentence: Span, told: set[int]) -> Iterator[str]:
    names = {entity.id: entity for entity in facts.entities}
    everything: Iterable[Fact] = (
        *facts.tenures, *facts.meetings, *facts.positions, *facts.statements, *facts.interactions,
    )  # fmt: skip
    for fact in everything:
        if id(fact) not in told and any(_within(passage, sentence) for passage in fact.evidence):
            told.add(id(fact))
            cells = (describe(fact, names), voice(fact, names), f"{fact.confidence:g}", fact.rule)
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _within(passage: Passage, sentence: Span) -> bool:
    return sentence.start_char <= passage.begin < sentence.end_char


def describe(fact: Fact, names: dict[str, Entity]) -> str:
    """A fact in words."""
    match fact:
        case Tenure():
            of = f" of {_name(fact.jurisdiction, names)}" if fact.jurisdiction else ""
            return f"office: {_name(fact.person, names)} is {'former ' if fact.former else ''}{fact.title}{of}"
        case Meeting():
            who = " + ".join(_name(one, names) for one in fact.participants) or "nobody named"
            place = f" in {_name(fact.place, names)}" if fact.place else ""
            return f"meeting, {fact.status.lower()}: {who}{place}{_when(fact.when)}"
        case Position():
            firmly = "" if fact.strength is Strength.PLAIN else f" ({fact.strength.lower()})"
            hedges = f" [{', '.join(fact.hedges)}]" if fact.hedges else ""
            return f"position: {_name(fact.holder, names)} {fact.stance.lower()}{firmly}{hedges}: *{fact.issue.label}*"
        case Statement():
            words = f"“{fact.quote}”" if fact.quote is not None else str(fact.content)
            via = f", via {_name(fact.via, names)}" if fact.via else ""
            to = f", to {', '.join(_name(one, names) for one in fact.audience)}" if fact.audience else ""
            return f"statement: {_name(fact.speaker, names)}{to}{via}: {words}"
        case Interaction():
            who = f"{_name(fact.source, names)} {fact.event_type} {_name(fact.target, names)}"
            return f"interaction: {who}{_when(fact.when)}"


def voice(fact: Fact, names: dict[str, Entity]) -> str:
    """Whose word a fact is."""
    if isinstance(fact, Statement) or fact.voice is Voice.ARTICLE:
        return "the article's"
    by = _name(fact.asserted_by, names) if fact.asserted_by else ""
    if fact.voice is Voice.REPORTS:
        return f"reports ({by})" if by else "reports"
    return by or "a speaker without a name"


def _name(entity: str | None, names: dict[str, Entity]) -> str:
    if entity is None:
        return "somebody"
    return names[entity].name if entity in names else entity


def _when(when: Interval | None) -> str:
    if when is None:
        return ""
    days = sorted({day.isoformat() for day in (when.earliest, when.latest) if day is not None})
    return f", {' to '.join(days)}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    sys.stdout.write(page(next(iter(read(path))), load_annotator(), path.as_posix()))
