"""Names from corpora that mark every mention of an entity, named or not: GUM and MEANTIME.

Both mark whole noun phrases ("US political activist Noam Chomsky", "the United States auto manufacturer Chrysler"), so
the name within has to be found. Of the phrase's words the run of capitalised ones (with the small words that names
hold: "of", "and", "de") around its head is the name; commas, brackets, possessives and other prepositions end it.

* GUM. person, organization, place and event are kept when the head is tagged as a proper noun. Where no Wikipedia
  identity says that this is a name, a single word that the treebank also knows as a common noun ("the Court",
  "General") is left open: neither a name nor none, the model is not asked. A group of people by name ("Americans") is
  NORP by the lexicon, otherwise left open. Names inside names are dropped.
* MEANTIME. Mentions of syntactic type NAM or PRE.NAM that refer to an entity of class PER, ORG or LOC, in the
  sentences that were annotated (the headline and the first five). A phrase without a run of capitals is left open.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.nlp.training.columns import is_event_name
from kg.nlp.training.conllu import TreeSentence
from kg.nlp.training.detokenise import detokenise
from kg.nlp.training.lexicon import Lexicon, mark_groups
from kg.nlp.training.names import NamedSentence, NameSpan, is_title, listed, tidy

__all__ = ["capital_run", "common_nouns", "read_gum", "read_meantime"]

_INNER_WORDS: Final = listed("of and for the & de da do del der di du des la le el al bin ibn van von y e - – ' /")
_NOT_IN_PERSONS: Final = frozenset({"of", "and", "for", "the", "&", "/"})
_BREAKS: Final = frozenset({"'s", "’s", "'", "’"})
_GUM_LABELS: Final = {"person": "PERSON", "organization": "ORG", "event": "EVENT", "place": "place"}
_MEANTIME_LABELS: Final = {"PER": "PERSON", "ORG": "ORG", "LOC": "place"}
_ENTITY: Final = re.compile(r"\((?P<open>[^()]+)(?P<single>\))?|(?P<close>[^()]+)\)")
_MEANTIME_SENTENCES: Final = 6


def capital_run(words: Sequence[str], head: int, *, person: bool = False) -> tuple[int, int] | None:
    """The run of capitalised words around ``head``, as a half-open pair of indices; None when the head is none.

    ``["activist", "Noam", "Chomsky", ",", "who"]`` with head 1 or 2 gives (1, 3). Names of persons
    hold no "of", "and" or "for".
    """
    if not _capital(words[head]):
        return None
    begin = head
    while begin > 0 and _belongs(words[begin - 1], person=person):
        begin -= 1
    end = head + 1
    while end < len(words) and _belongs(words[end], person=person):
        end += 1
    while not _capital(words[begin]):
        begin += 1
    while not _capital(words[end - 1]) and not words[end - 1][:1].isdigit():
        end -= 1
    return begin, end


def _capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1].isdigit() and any(c.isupper() for c in word))


def _belongs(word: str, *, person: bool) -> bool:
    return (
        word not in _BREAKS
        and not (person and word in _NOT_IN_PERSONS)
        and (_capital(word) or word in _INNER_WORDS or word.isdigit())
    )


def common_nouns(sentences: Iterable[TreeSentence]) -> frozenset[str]:
    """The lemmas, in lower case, that the treebank uses as common nouns."""
    return frozenset(word.lemma.lower() for sentence in sentences for word in sentence.words if word.upos == "NOUN")


def read_gum(trees: Iterable[TreeSentence], nouns: frozenset[str], lexicon: Lexicon) -> Iterator[NamedSentence]:
    """Yield the names of GUM's sentences.

    Args:
        trees: the treebank.
        nouns: what :func:`common_nouns` gives for it.
        lexicon: to part GPE from LOC, and to know groups.
    """
    for tree in trees:
        found = [span for mention in _mentions(tree) if (span := _gum_name(tree, mention, nouns, lexicon)) is not None]
        yield mark_groups(NamedSentence(tree.text, _outermost(found), tree.new_paragraph, tree.glued), lexicon)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A GUM entity: its first and last word, its type, and whether a Wikipedia identity is given."""

    first: int
    last: int
    kind: str
    identified: bool

    @classmethod
    def closed(cls, opened: tuple[str, int, str], last: int) -> _Mention:
        """The mention that ``opened`` began, from GUM's fields (GRP-etype-infstat-salience-...-link-identity)."""
        fields = opened[2].split("-", 6)
        return cls(opened[1], last, fields[1], identified=len(fields) > 6 and "-" in fields[6])


def _mentions(tree: TreeSentence) -> Iterator[_Mention]:
    stack: list[tuple[str, int, str]] = []
    for index, word in enumerate(tree.words):
        for match in _ENTITY.finditer(word.entity.removeprefix("Entity=")):
            if match["open"]:
                stack.append((match["open"].split("-", 1)[0], index, match["open"]))
                if match["single"]:
                    yield _Mention.closed(stack.pop(), index)
            else:
                position = next((i for i in reversed(range(len(stack))) if stack[i][0] == match["close"]), None)
                if position is not None:
                    yield _Mention.closed(stack.pop(position), index)


def _gum_name(tree: TreeSentence, mention: _Mention, nouns: frozenset[str], lexicon: Lexicon) -> NameSpan | None:
    if mention.kind not in _GUM_LABELS:
        return None
    words = tree.words[mention.first : mention.last + 1]
    inside = range(mention.first, mention.last + 1)
    head = next(i for i, word in enumerate(words) if word.head is None or word.head not in inside)
    run = capital_run([word.form for word in words], head, person=mention.kind == "person")
    if words[head].xpos not in {"NNP", "NNPS"} or run is None:
        return None
    span = tidy(tree.text, NameSpan(words[run[0]].begin, words[run[1] - 1].end, _GUM_LABELS[mention.kind]))
    if span is None:
        return None
    name = tree.text[span.begin : span.end]
    plural = words[head].xpos == "NNPS"
    if _is_doubtful(name, mention, plural=plural, nouns=nouns) and name not in lexicon.groups | lexicon.states:
        return replace(span, label="")
    return replace(span, label=lexicon.label(name, span.label))


def _is_doubtful(name: str, mention: _Mention, *, plural: bool, nouns: frozenset[str]) -> bool:
    if (mention.kind == "person" and plural) or (mention.kind == "event" and not is_event_name(name)):
        return plural or not mention.identified
    common = all(part.lower() in nouns or is_title(part) for part in name.split())
    return common and (not mention.identified or " " not in name)


def _outermost(spans: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
    kept: list[NameSpan] = []
    for span in sorted(spans, key=lambda span: (span.begin - span.end, span.begin)):
        if all(span.end <= other.begin or other.end <= span.begin for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


def read_meantime(folder: Path, lexicon: Lexicon) -> Iterator[NamedSentence]:
    """Yield the annotated sentences of the MEANTIME articles in a folder, with their names.

    Raises:
        InputError: a file is not MEANTIME's XML.
    """
    for path in sorted(folder.glob("*.xml")):
        try:
            root = ET.parse(path).getroot()  # noqa: S314 - a corpus that the user chose, no untrusted input
        except ET.ParseError as error:
            raise InputError(str(path), f"not XML: {error}") from error
        yield from _article(root, lexicon)


def _article(root: ET.Element, lexicon: Lexicon) -> Iterator[NamedSentence]:
    tokens = [
        (int(token.get("sentence", "0")), token.get("t_id", ""), token.text or "") for token in root.iter("token")
    ]
    mentions = list(_meantime_mentions(root))
    for number in range(_MEANTIME_SENTENCES):
        sentence = [(key, text) for of, key, text in tokens if of == number]
        if not sentence or number == 1:
            continue
        place = {key: index for index, (key, _) in enumerate(sentence)}
        text, offsets = detokenise([word for _, word in sentence])
        found = []
        for keys, label in mentions:
            if all(key in place for key in keys):
                indices = sorted(place[key] for key in keys)
                words = [sentence[i][1] for i in range(indices[0], indices[-1] + 1)]
                found.append(_meantime_name(text, offsets[indices[0] : indices[-1] + 1], words, label, lexicon))
        names = _outermost([span for span in found if span is not None])
        yield mark_groups(NamedSentence(text, names, new_paragraph=number <= 2), lexicon)


def _meantime_mentions(root: ET.Element) -> Iterator[tuple[list[str], str]]:
    classes = {entity.get("m_id"): entity.get("ent_type", "") for entity in root.iter("ENTITY")}
    refers: dict[str | None, str] = {}
    for link in root.iter("REFERS_TO"):
        target = link.find("target")
        for source in link.iter("source"):
            refers[source.get("m_id")] = classes.get(target.get("m_id"), "") if target is not None else ""
    for mention in root.iter("ENTITY_MENTION"):
        keys = [anchor.get("t_id", "") for anchor in mention.iter("token_anchor")]
        label = _MEANTIME_LABELS.get(refers.get(mention.get("m_id"), ""), "")
        if keys and mention.get("syntactic_type") in {"NAM", "PRE.NAM"}:
            yield keys, label


def _meantime_name(
    text: str, offsets: Sequence[tuple[int, int]], words: Sequence[str], label: str, lexicon: Lexicon
) -> NameSpan | None:
    heads = [index for index, word in enumerate(words) if _capital(word) and word.lower() not in {"the", "a"}]
    comma = next((index for index, word in enumerate(words) if word in {",", "("}), len(words))
    head = next((index for index in reversed(heads) if index < comma), None)
    run = capital_run(words, head, person=label == "PERSON") if head is not None else None
    if run is None:
        return NameSpan(offsets[0][0], offsets[-1][1], "")
    span = tidy(text, NameSpan(offsets[run[0]][0], offsets[run[1] - 1][1], label))
    if span is None:
        return None
    name = text[span.begin : span.end]
    return NameSpan(span.begin, span.end, lexicon.label(name, label) if label else "")
