"""Names from the Groningen Meaning Bank's political news, the corpus closest to the prose this pipeline is for.

It was tagged by machine and then corrected by people, and its labels serve other ends, so it is read on purpose:

* ``per`` takes in titles ("President Bush", "Prime"): they are cut off, and nothing may remain. A title within an
  ``org`` shows that a person is named in it ("CIA Director Porter Goss"): the organization and the person are parted.
  After "Mr." and its like stands a PERSON, whatever the tag.
* ``geo`` and ``gpe`` mix countries, places and nationalities, and metonyms move countries between them and ``org``
  ("Iran" is each of the three): a country or a part of one is always GPE, a demonym always NORP.
* Two names in one ("Burma's Shan", "Bangladesh and India", "Brussels-based Euro Burma Office") are parted; a name
  broken by a nationality ("United" / "Iraqi" / "Alliance") is joined.
* ``tim``, ``art`` and ``nat`` are no names here; ``eve`` is EVENT when it begins with a capital.
* What the corpus is of two minds about is settled by its own majority (:class:`Majority`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from kg.nlp.training.columns import blocks, relabelled, tagged_sentence
from kg.nlp.training.lexicon import Lexicon
from kg.nlp.training.names import NamedSentence, NameSpan, is_title

__all__ = ["Majority", "read_gmb"]

_KINDS: Final = {"per": "PERSON", "org": "ORG", "geo": "place", "gpe": "place", "eve": "EVENT"}
_NO_NAMES: Final = frozenset({"AIDS", "HIV", "Internet", "United", "Us", "Web"})
_ROMAN: Final = frozenset({"I", "II"})
_ADDRESS: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.? $")
_POSSESSOR: Final = re.compile(r"(?P<first>.+?)['’]s? (?P<rest>[A-Z].*)$")
_PARTICIPLE: Final = re.compile(
    r"(?P<first>.+?)-(?:based|backed|led|run|held|sponsored|mediated|controlled|dominated)\b ?(?P<rest>.*)$"
)
_TITLED: Final = re.compile(
    r"(?P<first>(?:\S+ )*?)"
    r"(?:(?:Vice |Deputy |Prime |Foreign |Press )?(?:President|Minister|Secretary|Secretary-General|Director"
    r"|Director-General|Senator|King|Prince|Princess|Queen|Ambassador|Spokesman|Commander)(?:-elect)? )"
    r"(?P<rest>[A-Z][\w.'’-]+(?: (?:al-|bin |de )?[A-Z][\w.'’-]+){0,2})$"
)
_TRAILING_TITLES: Final = (" Secretary-General", " Director-General", " President", " Director", " Secretary")
# Given names and surnames that are also states.
_ALSO_PERSONS: Final = frozenset({"Chad", "Georgia", "Israel", "Jordan", "Virginia", "Washington", "Carolina"})


def read_gmb(path: Path, lexicon: Lexicon, *, repair: bool = True) -> list[NamedSentence]:
    """Read GMB's names, in the corpus' order.

    Args:
        path: the file in three columns: word, part of speech, tag.
        lexicon: to part GPE, LOC and NORP.
        repair: False leaves out all but the change of labels and the cutting of titles: the corpus as it is.
    """

    def label(name: str, tag: str) -> str | None:
        if tag == "eve" and (not name[0].isupper() or name in _ROMAN):
            return None
        kind = _KINDS.get(tag)
        if kind is None or (repair and (name in _NO_NAMES or (kind != "PERSON" and is_title(name)))):
            return None
        if repair and kind == "PERSON" and name in lexicon.states - _ALSO_PERSONS:
            return "GPE"
        return lexicon.label(_without_direction(name), kind)

    raw: Iterable[NamedSentence] = (tagged_sentence(block, 2) for block in blocks(path, "\t", 3))
    if repair:
        raw = (replace(sentence, names=tuple(_repaired(sentence, lexicon))) for sentence in raw)
    return [_capitalised(sentence) for sentence in relabelled(raw, lexicon, label)]


def _repaired(sentence: NamedSentence, lexicon: Lexicon) -> Iterator[NameSpan]:
    """The corpus' spans with its own tags, parted and joined."""
    for span in _rejoined(sentence):
        if _ADDRESS.search(sentence.text[: span.begin]) and span.label in {"geo", "gpe", "org"}:
            yield replace(span, label="per")
        else:
            yield from _parted(sentence.text, span, lexicon)


def _rejoined(sentence: NamedSentence) -> list[NameSpan]:
    joined: list[NameSpan] = []
    for span in sentence.names:
        joined.append(span)
        last = joined[-3:]
        if [s.label for s in last] == ["org", "gpe", "org"] and all(
            after.begin - before.end == 1 for before, after in pairwise(last)
        ):
            joined[-3:] = [NameSpan(last[0].begin, span.end, "org")]
    return joined


def _parted(text: str, span: NameSpan, lexicon: Lexicon) -> Iterator[NameSpan]:
    name = text[span.begin : span.end]
    if span.label not in {"org", "geo", "gpe", "per"}:
        yield span
        return
    if span.label == "org" and (titled := _TITLED.match(name)):
        if titled["first"]:
            yield NameSpan(span.begin, span.begin + len(titled["first"].rstrip()), "org")
        yield NameSpan(span.begin + titled.start("rest"), span.end, "per")
        return
    if span.label == "org" and name.endswith(_TRAILING_TITLES):
        yield NameSpan(span.begin, span.begin + name.rindex(" "), "org")
        return
    possessor = _POSSESSOR.match(name)
    parted = possessor if possessor and (span.label == "per" or possessor["first"] in lexicon.states) else None
    if parted is None and span.label != "per":
        parted = _PARTICIPLE.match(name)
    if parted:
        yield NameSpan(span.begin, span.begin + parted.end("first"), span.label)
        if parted["rest"]:
            yield from _parted(text, replace(span, begin=span.begin + parted.start("rest")), lexicon)
        return
    yield _without_possessive(text, span)


def _without_possessive(text: str, span: NameSpan) -> NameSpan:
    possessive = re.search(r"['’]s?$", text[span.begin : span.end])
    return span if possessive is None else replace(span, end=span.begin + possessive.start())


def _without_direction(name: str) -> str:
    return re.sub(r"^(?:[a-z-]+ )+", "", name)


def _capitalised(sentence: NamedSentence) -> NamedSentence:
    """Cut words in lower case from the front ("southern Afghanistan", "prime"), and drop names without a capital."""
    names = []
    for span in sentence.names:
        name = sentence.text[span.begin : span.end]
        cut = len(name) - len(_without_direction(name))
        if any(c.isupper() for c in name[cut:]):
            names.append(replace(span, begin=span.begin + cut))
        elif name[cut:].startswith("al-"):
            names.append(span)
    return replace(sentence, names=tuple(names))


@dataclass(frozen=True, slots=True)
class Majority:
    """What a corpus mostly says of a name, to settle what it says otherwise.

    Args:
        labels: by name, the label it has in at least three cases of four and four times.
        usual: names that stand tagged in at least four cases of five and five times: where one stands untagged, the
            corpus is not believed that there is no name.
    """

    labels: Mapping[str, str]
    usual: frozenset[str]

    @classmethod
    def of(cls, sentences: Sequence[NamedSentence]) -> Majority:
        """Count a corpus, or the part of it that may be learned from."""
        votes: dict[str, Counter[str]] = {}
        for sentence in sentences:
            for span in sentence.names:
                votes.setdefault(sentence.text[span.begin : span.end], Counter())[span.label] += 1
        labels = {}
        for name, counts in votes.items():
            label, count = counts.most_common(1)[0]
            if count >= 4 and count >= 0.75 * counts.total():
                labels[name] = label
        tagged = {name: counts.total() for name, counts in votes.items() if counts.total() >= 5 and name[0].isupper()}
        untagged = _untagged(sentences, frozenset(tagged))
        usual = {name for name, count in tagged.items() if count >= 0.8 * (count + untagged[name])}
        return cls(labels, frozenset(usual))

    def settled(self, sentence: NamedSentence) -> NamedSentence:
        """The sentence with the majority's labels, and with usual names that stand untagged left open."""
        names = [replace(span, label=self._label(sentence.text, span)) for span in sentence.names]
        names += [NameSpan(begin, end, "") for begin, end in _free_matches(sentence, self.usual)]
        return replace(sentence, names=tuple(sorted(names)))

    def _label(self, text: str, span: NameSpan) -> str:
        return self.labels.get(text[span.begin : span.end], span.label)

    def split(self, sentence: NamedSentence, joint: str = " and ") -> NamedSentence:
        """The sentence with "Bangladesh and India" parted where both sides are usual names of one label."""
        names: list[NameSpan] = []
        for span in sentence.names:
            first, _, second = sentence.text[span.begin : span.end].partition(joint)
            if second and self.labels.get(first, "") == self.labels.get(second, " "):
                names.append(NameSpan(span.begin, span.begin + len(first), self.labels[first]))
                names.append(NameSpan(span.end - len(second), span.end, self.labels[second]))
            else:
                names.append(span)
        return replace(sentence, names=tuple(names))


_WORDS: Final = re.compile(r"[\w.'’&-]*\w[.]?")


def _free_matches(sentence: NamedSentence, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where one of the names, in up to three words, stands outside every tagged name."""
    words = [match.span() for match in _WORDS.finditer(sentence.text)]
    end_before = 0
    for index, (begin, _) in enumerate(words):
        for last in reversed(words[index : index + 3]):
            end = last[1]
            text = sentence.text[begin:end]
            bare = text[:-2] if text.endswith(("'s", "’s")) else text.rstrip(".") if text not in names else text
            if bare in names and begin >= end_before:
                stop = begin + len(bare)
                if all(stop <= span.begin or span.end <= begin for span in sentence.names):
                    yield begin, stop
                end_before = stop
                break


def _untagged(sentences: Sequence[NamedSentence], names: frozenset[str]) -> Counter[str]:
    return Counter(sentence.text[begin:end] for sentence in sentences for begin, end in _free_matches(sentence, names))
