"""Names from corpora in columns: WikiGold (Wikipedia) and Universal NER (EWT), and what GMB shares with them.

How each one's own annotation is read, on purpose:

* WikiGold. LOC is parted into GPE and LOC by the lexicon. MISC mixes nationalities, works, wars and products: it is
  NORP when it is a demonym, EVENT when its last words say so, and otherwise no name.
* Universal NER. LOC is parted likewise. Nationalities are not annotated and are added as NORP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.nlp.training.conllu import TreeSentence
from kg.nlp.training.detokenise import detokenise
from kg.nlp.training.lexicon import Lexicon, mark_groups
from kg.nlp.training.names import NamedSentence, NameSpan, tidy

__all__ = ["blocks", "is_event_name", "read_uner", "read_wikigold", "relabelled", "tag_spans", "tagged_sentence"]

_EVENT_WORDS: Final = re.compile(
    r"(?i)\b(war|wars|war (i|ii|one|two)|battle|siege|revolution|olympics?|games|cup|championships?|festival|summit|"
    r"open|prix|conference|intifada|uprising|holocaust|hajj|series|bowl|tour|marathon)\b"
)
_LABELS: Final = {"PER": "PERSON", "ORG": "ORG", "LOC": "place"}


def is_event_name(name: str) -> bool:
    """Whether a proper name says by one of its words that it names an event."""
    return bool(_EVENT_WORDS.search(name))


def tag_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The (begin, end, label) spans of IOB tags, by token; IOB1 and IOB2 are both read."""
    begin = 0
    open_label = ""
    for index, tag in enumerate((*tags, "O")):
        prefix, _, label = tag.partition("-")
        if open_label and (prefix != "I" or label != open_label):
            yield begin, index, open_label
            open_label = ""
        if prefix in {"B", "I"} and not open_label:
            begin, open_label = index, label


def blocks(path: Path, separator: str | None, columns: int) -> Iterator[list[list[str]]]:
    """Yield the sentences of a file in columns, each a list of rows; empty lines part them.

    Raises:
        InputError: a row has fewer than ``columns`` columns.
    """
    block: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.startswith("# "):
                continue
            fields = line.rstrip("\n").split(separator) if line.strip() else []
            if fields and len(fields) < columns:
                raise InputError(str(path), f"{len(fields)} columns where {columns} are expected", line=number)
            if fields:
                block.append(fields)
            elif block:
                yield block
                block = []
    if block:
        yield block


def tagged_sentence(block: Sequence[Sequence[str]], tag_column: int) -> NamedSentence:
    """A sentence as running text, with the corpus' own labels; the first column holds the tokens."""
    text, offsets = detokenise([fields[0] for fields in block])
    spans = tag_spans([fields[tag_column] for fields in block])
    return NamedSentence(text, tuple(NameSpan(offsets[b][0], offsets[e - 1][1], label) for b, e, label in spans))


def relabelled(
    sentences: Iterable[NamedSentence], lexicon: Lexicon, label: Callable[[str, str], str | None]
) -> Iterator[NamedSentence]:
    """Relabel every name by ``label(name, corpus label)``, drop where that is None, tidy, and mark groups."""
    for sentence in sentences:
        names = []
        for span in sentence.names:
            new = label(sentence.text[span.begin : span.end], span.label)
            tidied = tidy(sentence.text, replace(span, label=new)) if new is not None else None
            if tidied is not None:
                names.append(tidied)
        yield mark_groups(replace(sentence, names=tuple(names)), lexicon)


def read_wikigold(path: Path, lexicon: Lexicon) -> list[NamedSentence]:
    """Read WikiGold's names."""

    def label(name: str, label: str) -> str | None:
        if label == "MISC" and name not in lexicon.groups:
            return "EVENT" if is_event_name(name) and name[0].isupper() else None
        return lexicon.label(name, _LABELS.get(label, ""))

    raw = (tagged_sentence(block, 1) for block in blocks(path, " ", 2))
    return list(relabelled(raw, lexicon, label))


def read_uner(path: Path, trees: Iterable[TreeSentence], lexicon: Lexicon | None) -> list[NamedSentence]:
    """Read Universal NER's names over the treebank sentences they annotate.

    A sentence that the two split into different words is left out (two of 2,001 in EWT's dev part). Without a lexicon
    the names are given as the corpus has them, with its labels PER, ORG and LOC: for measuring.
    """
    rows = _rows_bytagged_sentence(path)
    raw = []
    for tree in trees:
        words = rows.get(tree.id, [])
        if len(words) != len(tree.words):
            continue
        spans = tag_spans([fields[2] for fields in words])
        names = tuple(NameSpan(tree.words[b].begin, tree.words[e - 1].end, kind) for b, e, kind in spans)
        raw.append(NamedSentence(tree.text, names, tree.new_paragraph, tree.glued))
    if lexicon is None:
        return raw
    return list(relabelled(raw, lexicon, lambda name, label: lexicon.label(name, _LABELS[label])))


def _rows_bytagged_sentence(path: Path) -> dict[str, list[list[str]]]:
    rows: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# sent_id = "):
                current = rows.setdefault(line.removeprefix("# sent_id = ").strip(), [])
            elif line[:1].isdigit() and line.partition("\t")[0].isdigit():
                current.append(line.rstrip("\n").split("\t"))
    return rows
