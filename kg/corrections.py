"""An analyst's corrections: a small file that people read, keep under version control, and that every build obeys.

The file is TOML. Each correction has an ``author`` and a ``reason``::

    [[same]]                                   # these names are one entity
    entities = ["brown", "gordon-brown"]
    author = "A. Reader"
    reason = "the article is about the British budget"

    [[different]]                              # these accounts are not of one occasion
    meetings = ["c210e9a1660e", "9c95ad08d759"]

    [[different]]                              # what this article tells is not this occasion
    meeting = "c210e9a1660e"
    document = "003_285db9cb8ce5b310"

    [[wrong]]                                  # the sentence does not say this
    document = "002_1a455c75a6ad9013"
    kind = "meeting"                           # meeting, position, tenure, statement, interaction
    sentence = "is not expected to attend"
    entity = "bashar-al-assad"                 # where the sentence has several facts of the kind

    [[date]]                                   # the meeting that this sentence tells of was then
    document = "000_e3a90485c0e0ca29"
    sentence = "expected to be held in mid-June"
    date = "2013-06-15"                        # a day, a month, a year, or first/last

Sentences and ids of documents and entities outlive a new version of the pipeline; a correction that finds nothing any
more is reported, never silently dropped.
"""

from __future__ import annotations

import calendar
import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.model import DocumentFacts, Interaction, Interval, Meeting, Passage, Position, Precision, Statement, Tenure

__all__ = ["Corrections", "Dated", "Ruling", "Wrong", "read_corrections"]

_KINDS: Final = ("meeting", "position", "tenure", "statement", "interaction")


@dataclass(frozen=True, slots=True)
class Ruling:
    """That the things of these ids are one (``same``), or all different; ``of`` is "entities" or "meetings"."""

    same: bool
    of: str
    ids: frozenset[str]
    author: str
    reason: str

    def __str__(self) -> str:
        return f"{'same' if self.same else 'different'} {self.of}: {', '.join(sorted(self.ids))} ({self.author})"


@dataclass(frozen=True, slots=True)
class Wrong:
    """That a document does not say this: the facts of ``kind`` whose evidence holds ``sentence``, about ``entity``."""

    document: str
    kind: str
    sentence: str
    entity: str | None
    author: str
    reason: str

    def __str__(self) -> str:
        return f"wrong {self.kind} in {self.document}: {self.sentence!r} ({self.author})"


@dataclass(frozen=True, slots=True)
class Dated:
    """When the meeting was of which a document tells in ``sentence``."""

    document: str
    sentence: str
    when: Interval
    author: str
    reason: str

    def __str__(self) -> str:
        return f"date of the meeting in {self.document}: {self.sentence!r} ({self.author})"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of one file, in its order."""

    rulings: tuple[Ruling, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    dated: tuple[Dated, ...] = ()

    def groups(self, of: str, *, same: bool) -> tuple[frozenset[str], ...]:
        """The ids of rulings of one sort."""
        return tuple(ruling.ids for ruling in self.rulings if ruling.of == of and ruling.same == same)

    def correct(self, facts: DocumentFacts) -> tuple[DocumentFacts, tuple[Wrong | Dated, ...]]:
        """A document's facts without what is wrong, and with the dates that were set; and which corrections did it."""
        wrong = [one for one in self.wrong if one.document == facts.document.id]
        dated = [one for one in self.dated if one.document == facts.document.id]
        if not wrong and not dated:
            return facts, ()
        used: dict[Wrong | Dated, None] = {}
        meetings = tuple(
            _dated(meeting, dated, used) for meeting in facts.meetings if not _is_wrong(meeting, "meeting", wrong, used)
        )
        corrected = replace(
            facts,
            meetings=meetings,
            positions=tuple(p for p in facts.positions if not _is_wrong(p, "position", wrong, used)),
            tenures=tuple(t for t in facts.tenures if not _is_wrong(t, "tenure", wrong, used)),
            statements=tuple(s for s in facts.statements if not _is_wrong(s, "statement", wrong, used)),
            interactions=tuple(i for i in facts.interactions if not _is_wrong(i, "interaction", wrong, used)),
        )
        return corrected, tuple(used)


_Fact = Meeting | Position | Tenure | Statement | Interaction


def _is_wrong(fact: _Fact, kind: str, wrong: Iterable[Wrong], used: dict[Wrong | Dated, None]) -> bool:
    hits = [
        one
        for one in wrong
        if one.kind == kind
        and _told(fact.evidence, one.sentence)
        and (one.entity is None or one.entity in _about(fact))
    ]
    used.update(dict.fromkeys(hits))
    return bool(hits)


def _dated(meeting: Meeting, dated: Iterable[Dated], used: dict[Wrong | Dated, None]) -> Meeting:
    for one in dated:
        if _told(meeting.evidence, one.sentence):
            used[one] = None
            meeting = replace(meeting, when=one.when)
    return meeting


def _told(evidence: Iterable[Passage], sentence: str) -> bool:
    words = " ".join(sentence.split()).casefold()
    return any(words in " ".join(passage.text.split()).casefold() for passage in evidence)


def _about(fact: _Fact) -> set[str | None]:
    match fact:
        case Meeting():
            return {*fact.participants, fact.place}
        case Position():
            return {fact.holder, fact.asserted_by, *fact.issue.about}
        case Tenure():
            return {fact.person, fact.jurisdiction}
        case Statement():
            return {fact.speaker, *fact.audience, fact.via}
        case Interaction():
            return {fact.source, fact.target}


# --- reading ----------------------------------------------------------------------------------------------------------


def read_corrections(path: Path) -> Corrections:
    """Read a file of corrections.

    Raises:
        InputError: the file cannot be read, or an entry is none; says which.
    """
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(str(path), f"is not TOML ({error}); see docs/corrections.md") from error
    reader = _Reader(str(path))
    unknown = sorted(value.keys() - {"same", "different", "wrong", "date"})
    if unknown:
        raise InputError(str(path), f"[[{unknown[0]}]] is no correction; there are same, different, wrong and date")
    return Corrections(
        tuple(
            reader.ruling(entry, n, same=sort == "same")
            for sort in ("same", "different")
            for n, entry in enumerate(value.get(sort, ()), start=1)
        ),
        tuple(reader.wrong(entry, n) for n, entry in enumerate(value.get("wrong", ()), start=1)),
        tuple(reader.dated(entry, n) for n, entry in enumerate(value.get("date", ()), start=1)),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks the entries of one file."""

    source: str

    def ruling(self, entry: dict[str, Any], number: int, *, same: bool) -> Ruling:
        where = f"[[{'same' if same else 'different'}]] number {number}"
        self._fields(entry, where, {"entities", "meetings", "meeting", "document"})
        if "meeting" in entry or "document" in entry:
            if same:
                raise InputError(self.source, f"{where}: give entities or meetings, both as lists")
            pair = (self._text(entry, "meeting", where), self._text(entry, "document", where))
            return Ruling(same, "meetings", frozenset({_bare(pair[0]), _bare(pair[1])}), *self._why(entry, where))
        of = "entities" if "entities" in entry else "meetings"
        ids = entry.get(of)
        if not isinstance(ids, list) or len({_bare(str(one)) for one in ids}) < 2:
            raise InputError(self.source, f"{where}: {of} has to list two ids or more")
        return Ruling(same, of, frozenset(_bare(str(one)) for one in ids), *self._why(entry, where))

    def wrong(self, entry: dict[str, Any], number: int) -> Wrong:
        where = f"[[wrong]] number {number}"
        self._fields(entry, where, {"document", "kind", "sentence", "entity"})
        kind = self._text(entry, "kind", where)
        if kind not in _KINDS:
            raise InputError(self.source, f"{where}: kind {kind!r} is none of {', '.join(_KINDS)}")
        entity = self._text(entry, "entity", where) if "entity" in entry else None
        document, sentence = _bare(self._text(entry, "document", where)), self._text(entry, "sentence", where)
        return Wrong(document, kind, sentence, entity, *self._why(entry, where))

    def dated(self, entry: dict[str, Any], number: int) -> Dated:
        where = f"[[date]] number {number}"
        self._fields(entry, where, {"document", "sentence", "date"})
        document, sentence = _bare(self._text(entry, "document", where)), self._text(entry, "sentence", where)
        try:
            when = _interval(str(entry.get("date", "")))
        except ValueError as error:
            raise InputError(self.source, f"{where}: date is no day, month, year or first/last ({error})") from error
        return Dated(document, sentence, when, *self._why(entry, where))

    def _why(self, entry: dict[str, Any], where: str) -> tuple[str, str]:
        return self._text(entry, "author", where), self._text(entry, "reason", where)

    def _text(self, entry: dict[str, Any], name: str, where: str) -> str:
        value = entry.get(name)
        if not isinstance(value, str) or not value.strip():
            raise InputError(self.source, f"{where}: {name} is missing; it has to be a text")
        return value.strip()

    def _fields(self, entry: dict[str, Any], where: str, known: set[str]) -> None:
        unknown = sorted(entry.keys() - known - {"author", "reason"})
        if unknown:
            raise InputError(self.source, f"{where}: {unknown[0]!r} is unknown; it may have {', '.join(sorted(known))}")


def _bare(identifier: str) -> str:
    """An id as the service shows it, without the kind before it."""
    return identifier.rsplit("/id/", maxsplit=1)[-1].removeprefix("meeting/").removeprefix("document/")


def _interval(text: str) -> Interval:
    if "/" in text:
        bounds = [dt.date.fromisoformat(part) for part in text.split("/", maxsplit=1)]
        return Interval(bounds[0], bounds[1], Precision.RANGE)
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = dt.date(*parts)
        return Interval(day, day, Precision.DAY)
    if len(parts) == 2:
        days = calendar.monthrange(parts[0], parts[1])[1]
        first = dt.date(parts[0], parts[1], 1)
        return Interval(first, first.replace(day=days), Precision.MONTH)
    return Interval(dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31), Precision.YEAR)
