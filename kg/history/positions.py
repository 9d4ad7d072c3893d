"""The position ledger: who stands where on what, since when, on whose word; who moved; a table for other tools."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kg.history.issues import IssueCluster, IssueText, cluster_issues
from kg.history.reading import Evidence, Reading
from kg.levels import OFFICE, Level, level_of, stands_for
from kg.model import EntityType
from kg.store import GraphReader
from kg.vocab import DM, DM_NS, ID_BASE, RDF, SKOS

__all__ = [
    "Cell",
    "Entry",
    "Level",
    "Move",
    "PositionLedger",
    "climb",
    "level_of",
    "matrix",
    "moves",
    "panel_csv",
    "panel_rows",
    "position_ledger",
]

PANEL_COLUMNS: Final = (
    "actor", "actor_label", "level", "issue", "issue_label", "week", "first_day", "stance", "score", "positions",
    "supports", "opposes", "neutral", "changed", "documents",
)  # fmt: skip
_RUNGS: Final = (EntityType.PERSON, EntityType.COUNTRY, EntityType.ORGANIZATION)
_SCORES: Final = {"Supports": 1.0, "Neutral": 0.0, "Opposes": -1.0}
_STRENGTHS: Final = {"Strong": 1.0, "Plain": 0.75, "Weak": 0.5}


@dataclass(frozen=True, slots=True)
class Entry:
    """One position in one document, ``holder`` at the level that was asked for, ``told_holder`` as the text has it.

    ``strength`` is the local name of what the text makes of the stance, None where the graph does not say; ``score``
    lies between -1 (opposes strongly) and 1.
    """

    id: str
    as_of: str
    document: str
    holder: str
    holder_label: str
    told_holder: str
    issue: str
    issue_label: str
    stance: str
    strength: str | None
    asserted_by: str | None
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def score(self) -> float:
        """The stance as a number."""
        return _SCORES.get(self.stance, 0.0) * _STRENGTHS.get(self.strength or "Plain", 0.75)

    @property
    def sentence(self) -> str:
        """The first sentence that says so."""
        return self.evidence[0].text if self.evidence else ""


@dataclass(frozen=True, slots=True)
class Move:
    """That a holder's position on an issue changed: from one entry to the next that differs in stance or strength."""

    holder: str
    holder_label: str
    issue: str
    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a holder stands on an issue on a day: the latest entry until then, and since when it has stood so."""

    holder: str
    holder_label: str
    issue: str
    issue_label: str
    stance: str
    score: float
    since: str
    latest: Entry
    positions: int


@dataclass(frozen=True, slots=True)
class PositionLedger:
    """Every position at one level, by date, document and place in the text; and the issues that they are on."""

    level: Level
    entries: tuple[Entry, ...]
    issues: tuple[IssueCluster, ...]

    def on(self, words: str) -> PositionLedger:
        """The positions on one issue: its id, or words that its label holds or that name what it is about.

        Args:
            words: an issue's id, with or without ``issue/``, or words, all of which have to be there.
        """
        bare = words.removeprefix("issue/")
        wanted = words.casefold().split()
        chosen = {
            cluster.id
            for cluster in self.issues
            if f"issue/{bare}" in cluster.members
            or all(word in f"{cluster.label} {' '.join(cluster.about)}".casefold() for word in wanted)
        }
        issues = tuple(cluster for cluster in self.issues if cluster.id in chosen)
        return PositionLedger(self.level, tuple(e for e in self.entries if e.issue in chosen), issues)


def position_ledger(reader: GraphReader, level: Level = Level.TOLD, base: str = ID_BASE) -> PositionLedger:
    """Read all positions.

    Args:
        reader: the graph.
        level: whose positions they are taken to be. At the level of states, a person's count for the state for which
            the person acts on the day of the article, and for nobody after the end of the office.
        base: the IRI under which instances live.
    """
    reading = Reading(reader, base)
    issues = cluster_issues(_issues(reading))
    cluster_of = {member: cluster for cluster in issues for member in cluster.members}
    entries = [
        entry
        for position, graph in reading.instances(DM.Position)
        for entry in _entries(reading, position, graph, level, cluster_of)
    ]
    entries.sort(key=lambda e: (e.as_of, e.document, e.evidence[0].begin if e.evidence else 0, e.holder, e.id))
    return PositionLedger(level, tuple(entries), issues)


def _issues(reading: Reading) -> Iterator[IssueText]:
    about: defaultdict[str, set[str]] = defaultdict(set)
    for issue, graph in reading.instances(DM.Issue):
        about[issue].update(reading.local(entity) for entity in reading.values(issue, DM.about, graph))
    for issue in sorted(about):
        yield IssueText(reading.local(issue), reading.value(issue, SKOS.prefLabel) or "", tuple(sorted(about[issue])))


def _entries(
    reading: Reading, position: str, graph: str, level: Level, cluster_of: dict[str, IssueCluster]
) -> Iterator[Entry]:
    source, issue = reading.source(graph), reading.value(position, DM.issue, graph)
    told, stance = reading.value(position, DM.holder, graph), reading.value(position, DM.stance, graph)
    if source is None or issue is None or told is None or stance is None:
        return
    cluster = cluster_of[reading.local(issue)]
    strength = next(iter(_strengths(reading, position, graph)), None)
    said_by = reading.value(position, DM.assertedBy, graph)
    evidence = reading.evidence(position, graph)
    for holder in climb(reading, position, told, graph, level):
        yield Entry(
            reading.local(position),
            source.issued,
            source.id,
            reading.local(holder),
            reading.label(holder),
            reading.local(told),
            cluster.id,
            cluster.label,
            stance.removeprefix(DM_NS),
            strength,
            None if said_by is None else reading.local(said_by),
            float(reading.value(position, DM.confidence, graph) or 0.0),
            evidence,
        )


def _strengths(reading: Reading, position: str, graph: str) -> Iterator[str]:
    """What the graph says of how firm the stance is, where it has a word for it."""
    for quad in reading.reader.quads(NamedNode(position), None, None, NamedNode(graph)):
        if quad.predicate.value == f"{DM_NS}strength":
            yield str(getattr(quad.object, "value", "")).removeprefix(DM_NS)


def climb(reading: Reading, fact: str, actor: str, graph: str, level: Level) -> tuple[str, ...]:
    """For whom an actor of a fact stands at a level of the ladder; nobody where no tenure is valid that day.

    Args:
        reading: the graph.
        fact: the IRI of the position, statement or meeting.
        actor: the IRI of who holds, says or takes part.
        graph: the document's graph.
        level: what is asked for.
    """
    own = {
        behind
        for capacity in reading.values(fact, DM.capacity, graph)
        if actor in reading.values(capacity, DM.actor, graph)
        for behind in reading.values(capacity, DM.onBehalfOf, graph)
    }
    return stands_for(actor, _kind(reading, actor), {one: _kind(reading, one) for one in own}, level)


def _kind(reading: Reading, iri: str) -> str | None:
    """What a node is to the ladder."""
    kinds = {kind.removeprefix(DM_NS) for kind in reading.values(iri, RDF.type)}
    return next((kind for kind in (*_RUNGS, OFFICE) if kind in kinds), None)


# --- who moved --------------------------------------------------------------------------------------------------------


def _series(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    series: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        series[entry.holder, entry.issue].append(entry)
    return dict(sorted(series.items()))


def moves(ledger: PositionLedger) -> tuple[Move, ...]:
    """Every change of stance or strength from one day to a later one, by the later day.

    What is told differently on one day is a conflict of accounts, and no move.
    """
    found = []
    for (holder, issue), entries in _series(ledger.entries).items():
        before: Entry | None = None
        for entry in entries:
            if before is not None and entry.as_of > before.as_of:
                if (entry.stance, entry.strength) != (before.stance, before.strength):
                    found.append(Move(holder, entry.holder_label, issue, before, entry))
                before = entry
            before = before or entry
    return tuple(sorted(found, key=lambda move: (move.after.as_of, move.holder, move.issue)))


def matrix(ledger: PositionLedger, day: dt.date | None = None) -> tuple[Cell, ...]:
    """Who stands where on a day, a cell for each holder and issue.

    Args:
        ledger: the positions, of one issue (:meth:`PositionLedger.on`) or of all.
        day: nothing told later counts; the last day if None.
    """
    cells = []
    for (holder, issue), entries in _series(ledger.entries).items():
        known = [entry for entry in entries if day is None or entry.as_of <= day.isoformat()]
        if not known:
            continue
        latest = known[-1]
        same = len(known)
        while same > 1 and known[same - 2].stance == latest.stance:
            same -= 1
        since = known[same - 1].as_of
        cells.append(
            Cell(
                holder,
                latest.holder_label,
                issue,
                latest.issue_label,
                latest.stance,
                latest.score,
                since,
                latest,
                len(known),
            )
        )
    return tuple(cells)


# --- the panel --------------------------------------------------------------------------------------------------------


def panel_rows(ledger: PositionLedger) -> Iterator[tuple[str, ...]]:
    """A row for each actor, issue and ISO week in which the actor's position is told; columns as ``PANEL_COLUMNS``.

    ``score`` is the mean of the week's, ``stance`` the week's last, ``changed`` 1 where it is not that of the week
    before.
    """
    for entries in _series(ledger.entries).values():
        weeks: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
        for entry in entries:
            year, week, _ = dt.date.fromisoformat(entry.as_of).isocalendar()
            weeks[year, week].append(entry)
        before: str | None = None
        for (year, week), told in sorted(weeks.items()):
            yield _row(ledger.level, (year, week), told, before)
            before = told[-1].stance


def _row(level: Level, week: tuple[int, int], told: Sequence[Entry], before: str | None) -> tuple[str, ...]:
    counts = [sum(entry.stance == stance for entry in told) for stance in ("Supports", "Opposes", "Neutral")]
    score = sum(entry.score for entry in told) / len(told)
    changed = before is not None and before != told[-1].stance
    return (
        told[-1].holder,
        told[-1].holder_label,
        level.value,
        told[-1].issue,
        told[-1].issue_label,
        f"{week[0]:04d}-W{week[1]:02d}",
        dt.date.fromisocalendar(week[0], week[1], 1).isoformat(),
        told[-1].stance,
        f"{score:.3f}",
        str(len(told)),
        *map(str, counts),
        str(int(changed)),
        " ".join(sorted({entry.document for entry in told})),
    )


def panel_csv(ledger: PositionLedger) -> str:
    """The panel as CSV (RFC 4180), with a header, sorted by actor, issue and week."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(PANEL_COLUMNS)
    writer.writerows(_safe(row) for row in panel_rows(ledger))
    return output.getvalue()


def _safe(row: Iterable[str]) -> list[str]:
    """Texts that a spreadsheet would take for a formula are told apart by an apostrophe (OWASP, CSV injection)."""
    return [f"'{cell}" if cell[:1] in {"=", "+", "@", "\t"} else cell for cell in row]
