"""A treebank's words on spaCy's tokens: what the pipeline meets at run time is what it must be trained on.

The two mostly agree. Where a token holds several words ("10:30", "and/or") it takes the annotation of the one that
governs the others; where a word holds several tokens ("e-mail", "and/or") one token stands for the word and the
others hang on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.nlp.training.conllu import TreeSentence, TreeWord

__all__ = ["AnnotatedToken", "align", "pipeline_label", "project"]

# Subtypes that no rule asks for and that are too rare to learn (each under 300 of 370,000 words).
_DROPPED_SUBTYPES: Final = frozenset(
    {"advcl:relcl", "cc:preconj", "csubj:outer", "csubj:pass", "det:predet", "nsubj:outer"}
)


@dataclass(frozen=True, slots=True)
class AnnotatedToken:
    """One token with its annotation; ``head`` is the index of its head among its sentence's tokens, or its own."""

    text: str
    space_after: bool
    tag: str
    pos: str
    morph: str
    lemma: str
    head: int
    dep: str


def pipeline_label(dep: str) -> str:
    """The label the pipeline learns for a treebank's relation: spaCy's ROOT, and no rare subtypes."""
    if dep == "root":
        return "ROOT"
    return dep.partition(":")[0] if dep in _DROPPED_SUBTYPES else dep


def align(words: Sequence[tuple[int, int]], tokens: Sequence[tuple[int, int]]) -> list[int]:
    """Give, for each token, the index of the word it belongs to, by greatest overlap of their offsets.

    Words that share one span (a contraction not written as its parts) are dealt out to the tokens within it in order.

    Args:
        words: the words' (begin, end) offsets, in order.
        tokens: the tokens' (begin, end) offsets, in order, over the same text.
    """
    owners: list[int] = []
    for begin, end in tokens:
        overlaps = [min(end, e) - max(begin, b) for b, e in words]
        best = max(overlaps)
        equals = [index for index, overlap in enumerate(overlaps) if overlap == best]
        shared = [index for index in equals if words[index] == words[equals[0]]]
        taken = owners.count(equals[0]) + sum(owners.count(index) for index in shared[1:])
        owners.append(shared[min(taken, len(shared) - 1)])
    return owners


def project(
    sentence: TreeSentence, tokens: Sequence[tuple[int, int]], *, space_after_last: bool
) -> tuple[AnnotatedToken, ...]:
    """Put the sentence's annotation on tokens.

    Args:
        sentence: the treebank's sentence.
        tokens: the tokens' offsets into ``sentence.text``; white space is in none of them.
        space_after_last: whether a space follows the sentence.

    Returns:
        One annotated token for each pair of offsets. Heads always form one tree when the treebank's do, except that
        merging words may close a circle; that circle is then broken at its first token.
    """
    owners = align([(word.begin, word.end) for word in sentence.words], tokens)
    holder = _holders(sentence, tokens, owners)
    held: dict[int, list[int]] = {}
    for word, token in enumerate(holder):
        held.setdefault(token, []).append(word)
    built = []
    for index, (begin, end) in enumerate(tokens):
        space = sentence.text[end : end + 1] == " " or (end == len(sentence.text) and space_after_last)
        text = sentence.text[begin:end]
        if index in held:
            built.append(_main_token(text, space, sentence.words, held[index], holder))
        else:
            built.append(_part_token(text, space, sentence.words[owners[index]], holder[owners[index]]))
    return _without_circles(built)


def _holders(sentence: TreeSentence, tokens: Sequence[tuple[int, int]], owners: Sequence[int]) -> list[int]:
    """The token that stands for each word: its last alphanumeric one, or the token that holds the word within it."""
    holders = []
    for index, word in enumerate(sentence.words):
        pieces = [token for token, owner in enumerate(owners) if owner == index]
        if not pieces:
            pieces = [token for token, (begin, end) in enumerate(tokens) if begin < word.end and end > word.begin][:1]
        spelled = [token for token in pieces if any(c.isalnum() for c in sentence.text[slice(*tokens[token])])]
        holders.append((spelled or pieces)[-1])
    return holders


def _main_token(
    text: str, space: bool, words: Sequence[TreeWord], held: Sequence[int], holder: Sequence[int]
) -> AnnotatedToken:
    index = holder[held[0]]
    outside = [w for w in held if (head := words[w].head) is None or holder[head] != index]
    word = words[outside[0] if outside else held[0]]
    return AnnotatedToken(
        text=text,
        space_after=space,
        tag=word.xpos,
        pos=word.upos,
        morph=word.feats,
        lemma=_lemma(word) if len(held) == 1 else "".join(_lemma(words[w]) for w in held),
        head=index if word.head is None else holder[word.head],
        dep=pipeline_label(word.dep),
    )


def _lemma(word: TreeWord) -> str:
    """The word's lemma; a participle within a name ("United" in GUM) keeps its form."""
    return word.form if word.xpos in {"NNP", "NNPS"} and word.upos in {"ADJ", "VERB"} else word.lemma


def _part_token(text: str, space: bool, word: TreeWord, head: int) -> AnnotatedToken:
    if any(c.isalnum() for c in text):
        dep = "flat" if word.upos == "PROPN" else "compound"
        return AnnotatedToken(text, space, word.xpos, word.upos, word.feats, text.lower(), head, dep)
    return AnnotatedToken(text, space, "HYPH" if text == "-" else word.xpos, "PUNCT", "", text, head, "punct")


def _without_circles(tokens: list[AnnotatedToken]) -> tuple[AnnotatedToken, ...]:
    root = next((i for i, token in enumerate(tokens) if token.head == i), None)
    for start in range(len(tokens)):
        seen = set()
        index = start
        while index not in seen and tokens[index].head != index:
            seen.add(index)
            index = tokens[index].head
        if tokens[index].head != index:
            token = tokens[start]
            dep = "ROOT" if root is None else "dep"
            root = start if root is None else root
            tokens[start] = AnnotatedToken(
                token.text, token.space_after, token.tag, token.pos, token.morph, token.lemma, root, dep
            )
    return tuple(tokens)
