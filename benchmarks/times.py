"""How often the time grammar gives the value that annotators gave: timenorm, MEANTIME and GUM.

    python benchmarks/times.py ../shared/corpora [--pipeline PATH] [--errors]

Counted are the expressions whose gold value is an interval of whole days. ``found``: an expression of ours lies over
the gold one. ``value``: its interval is the gold interval. ``inside``: it is, or lies within it ("early December" is
told as its first ten days here and as the whole month in TimeML). Durations are compared by their length. timenorm
gives expressions without their sentences, so no tense is known there; MEANTIME's sentences are parsed where a pipeline
is given; GUM brings its own trees.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.model import Interval
from kg.nlp import extensions
from kg.nlp.tense import direction_of
from kg.nlp.timegrammar import Form, Match, find, resolve
from kg.nlp.timegrammar.forms import Bound, BoundKind, Duration, Span
from kg.nlp.times import times_in

Bounds = tuple[dt.date, dt.date]
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_DURATION_UNITS = {
    "Y": "year",
    "M": "month",
    "W": "week",
    "D": "day",
    "H": "hour",
    "TM": "minute",
    "TH": "hour",
    "DE": "decade",
}


@dataclass(slots=True)
class Score:
    """Counts over one corpus."""

    gold: int = 0
    found: int = 0
    value: int = 0
    inside: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, gold: Bounds, form: Form | None, ours: Interval | None, shown: str) -> None:
        """Count one gold interval, and ours for the same words.

        Gold gives the two ends of "from 2009 to 2011" as two values, and "by 2012" as 2012: there the end that the
        gold words name has to agree.
        """
        self.gold += 1
        if ours is None:
            self.errors.append(f"{shown} -> nothing, gold {gold[0]}/{gold[1]}")
            return
        self.found += 1
        low, high = ours.earliest or dt.date.min, ours.latest or dt.date.max
        one_end = isinstance(form, Bound | Span)
        same = (low == gold[0] or high == gold[1]) if one_end else (low, high) == gold
        same = same or (isinstance(form, Bound) and _day_beside(form, ours) in gold)
        self.value += same
        self.inside += same or (gold[0] <= low and high <= gold[1])
        if not (same or (gold[0] <= low and high <= gold[1])):
            self.errors.append(f"{shown} -> {low}/{high}, gold {gold[0]}/{gold[1]}")

    def __str__(self) -> str:
        """One line of figures."""
        found, value, inside = (count / max(self.gold, 1) for count in (self.found, self.value, self.inside))
        return f"gold {self.gold}, found {found:.3f}, value {value:.3f}, value or inside {inside:.3f}"


def _day_beside(form: Bound, interval: Interval) -> dt.date | None:
    """The day named: "before Friday" ends and "after Friday" begins a day beside the one that is named."""
    if form.kind is BoundKind.AFTER and interval.earliest:
        return interval.earliest - dt.timedelta(days=1)
    return interval.latest + dt.timedelta(days=1) if interval.latest else None


# --- values -----------------------------------------------------------------------------------------------------------


def bounds_of(value: str) -> Bounds | None:
    """The days that a TimeML value stands for; None for durations, sets, references and unknown parts."""
    value = value.partition("T")[0]
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return (monday + dt.timedelta(days=5 if found[3] else 0), monday + dt.timedelta(days=6))
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])", value):
        return _part_of_year(int(found[1]), found[2])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = dt.date.fromisoformat(value)
        return day, day
    if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return _months(int(found[1]), int(found[2]), 1)
    if found := re.fullmatch(r"\d{2,4}", value):
        scale = 10 ** (4 - len(value))
        return dt.date(max(int(value) * scale, 1), 1, 1), dt.date((int(value) + 1) * scale - 1, 12, 31)
    return None


def _part_of_year(year: int, part: str) -> Bounds:
    if part in _SEASONS:
        return _months(year, _SEASONS[part], 3)
    length = 3 if part[0] == "Q" else 6
    return _months(year, (int(part[1]) - 1) * length + 1, length)


def _months(year: int, first: int, count: int) -> Bounds:
    last_year, last = divmod(year * 12 + first - 1 + count - 1, 12)
    return dt.date(year, first, 1), dt.date(last_year, last + 1, calendar.monthrange(last_year, last + 1)[1])


# --- timenorm ---------------------------------------------------------------------------------------------------------


def timenorm_rows(path: Path) -> Iterator[tuple[dt.date, str, str, str]]:
    """Anchor, expression, type and value of each expression; a block's first row is its anchor."""
    anchor: dt.date | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _, rest = line.partition("\t")
        kind, _, value = rest.partition("\t")
        if not value:
            anchor = None
        elif anchor is None:
            anchor = dt.date.fromisoformat(value[:10])
        else:
            yield anchor, text, kind, value


def timenorm(path: Path) -> tuple[Score, Score]:
    """Scores of dates and of durations."""
    dates, lengths = Score(), Score()
    for anchor, text, kind, value in timenorm_rows(path):
        match = max(find(text), key=lambda m: m.end - m.begin, default=None)
        gold = bounds_of(value)
        if gold is not None and kind in {"DATE", "TIME"}:
            ours = resolve(match.form, anchor).interval if match else None
            dates.add(gold, match.form if match else None, ours, f"{anchor} {text!r}")
        elif found := re.fullmatch(r"P(T?)(\d+)(DE|[YMWDH])", value):
            _add_length(lengths, match, int(found[2]), _DURATION_UNITS[found[1] * (found[3] in "MH") + found[3]], text)
    return dates, lengths


def _add_length(score: Score, match: Match | None, count: int, unit: str, text: str) -> None:
    score.gold += 1
    form = match.form if match else None
    if form is None or getattr(form, "count", None) is None:
        score.errors.append(f"{text!r} -> {form}, gold {count} {unit}")
        return
    score.found += 1
    same = isinstance(form, Duration) and form.count == count and form.unit == unit
    same = same or (not isinstance(form, Duration) and abs(getattr(form, "count", 0) or 0) == count)
    score.value += same
    score.inside += same
    if not same:
        score.errors.append(f"{text!r} -> {form}, gold {count} {unit}")


# --- MEANTIME ---------------------------------------------------------------------------------------------------------


def meantime(folder: Path, pipeline: str | None) -> Score:
    """Score over the articles' expressions in their sentences, the date line left out."""
    nlp = spacy.load(pipeline) if pipeline else spacy.blank("en")
    score = Score()
    for path in sorted(folder.glob("*.xml")):
        _meantime_article(ET.parse(path).getroot(), nlp, score)
    return score


def _meantime_article(root: ET.Element, nlp: spacy.language.Language, score: Score) -> None:
    text, offsets = _text_of(root)
    created = [t.get("value", "") for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"]
    if not created or not re.fullmatch(r"\d{4}-\d\d-\d\d", created[0]):
        return
    doc = nlp.make_doc(text)
    doc._.published = dt.date.fromisoformat(created[0])
    for _, component in nlp.pipeline:
        doc = component(doc)
    times = {(t.begin, t.end): t.interval for t in times_in(doc)}
    matches = list(find(text))
    for timex in root.iter("TIMEX3"):
        anchors = [offsets[a.get("t_id", "")] for a in timex.iter("token_anchor")]
        gold = bounds_of(timex.get("value", ""))
        if not anchors or gold is None or timex.get("functionInDocument") == "CREATION_TIME":
            continue
        begin, end = anchors[0][0], anchors[-1][1]
        best = _over(matches, begin, end)
        shown = f"{created[0]} {text[max(0, begin - 40) : begin]}[{text[begin:end]}]"
        score.add(gold, best.form if best else None, times[best.begin, best.end] if best else None, shown)


def _over(matches: list[Match], begin: int, end: int) -> Match | None:
    """The match that lies over most of a stretch."""
    over = [m for m in matches if m.begin < end and begin < m.end]
    return max(over, key=lambda m: min(m.end, end) - max(m.begin, begin), default=None)


def _text_of(root: ET.Element) -> tuple[str, dict[str, tuple[int, int]]]:
    text, offsets, sentence = "", {}, None
    for token in root.iter("token"):
        word = token.text or ""
        new = sentence is not None and token.get("sentence") != sentence
        glued = re.fullmatch(r"[.,;:)%?!]|['’]s|n['’]t", word)
        text += (
            "\n\n"
            if new and token.get("sentence") in {"1", "2"}
            else "\n"
            if new
            else ""
            if glued
            else " "
            if text
            else ""
        )
        offsets[token.get("t_id", "")] = (len(text), len(text) + len(word))
        text += word
        sentence = token.get("sentence")
    return text, offsets


# --- GUM --------------------------------------------------------------------------------------------------------------


def gum(paths: list[Path], genres: frozenset[str] | None = None) -> Score:
    """Score over ``<date when=...>`` in documents that say when they were written, with GUM's own trees."""
    score, vocab = Score(), spacy.blank("en").vocab
    for path in paths:
        created, genre = None, ""
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            if meta := re.search(r"# meta::dateCreated = (\S+)", block):
                created = dt.date.fromisoformat(meta[1]) if re.fullmatch(r"\d{4}-\d\d-\d\d", meta[1]) else None
            if meta := re.search(r"# newdoc id = GUM_(\w+?)_", block):
                genre = meta[1]
            if created and "<date" in block and (genres is None or genre in genres):
                _gum_sentence(block, created, vocab, score)
    return score


def _gum_sentence(block: str, created: dt.date, vocab: Vocab, score: Score) -> None:
    rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit() and line.partition("\t")[0].isdigit()]
    doc = Doc(
        vocab,
        words=[row[1] for row in rows],
        spaces=["SpaceAfter=No" not in row[9] for row in rows],
        lemmas=[row[2] for row in rows],
        pos=[row[3] for row in rows],
        tags=[row[4] for row in rows],
        morphs=["" if row[5] == "_" else row[5] for row in rows],
        heads=[int(row[6]) - 1 if row[6] != "0" else index for index, row in enumerate(rows)],
        deps=["ROOT" if row[6] == "0" else row[7] for row in rows],
    )
    matches = list(find(doc.text))
    for first, last, value in _dated(rows):
        gold = bounds_of(value)
        if gold is None:
            continue
        begin, end = doc[first].idx, doc[last].idx + len(doc[last])
        best = _over(matches, begin, end)
        span = doc.char_span(best.begin, best.end, alignment_mode="expand") if best else None
        ours = resolve(best.form, created, direction_of(doc, span)).interval if best and span else None
        shown = f"{created} {doc[max(0, first - 6) : first].text} [{doc[first : last + 1].text}]"
        score.add(gold, best.form if best else None, ours, shown)


def _dated(rows: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    opened: tuple[int, str] | None = None
    for index, row in enumerate(rows):
        for tag in re.finditer(r'<(/?)date(?: when:::"([^"]*)")?[^>]*>', row[9]):
            if not tag[1]:
                opened = (index, tag[2] or "")
            elif opened:
                yield opened[0], index, opened[1]
                opened = None


def main() -> None:
    """Print the figures, and with ``--errors`` what they miss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pipeline")
    parser.add_argument("--split", default="test", choices=("train", "test"))
    parser.add_argument("--errors", action="store_true")
    chosen = parser.parse_args()
    extensions.register()
    dates, lengths = timenorm(chosen.corpora / "timenorm" / f"{chosen.split}.tsv")
    gum_files = sorted((chosen.corpora / "gum").glob("*.conllu"))
    scores = {
        f"timenorm {chosen.split}, dates": dates,
        f"timenorm {chosen.split}, durations": lengths,
        "MEANTIME": meantime(chosen.corpora / "meantime", chosen.pipeline),
        "GUM news": gum(gum_files, frozenset({"news"})),
        "GUM, all genres": gum(gum_files),
    }
    for name, score in scores.items():
        print(f"{name}: {score}")
        if chosen.errors:
            print("\n".join(f"    {line}" for line in score.errors))


if __name__ == "__main__":
    main()
