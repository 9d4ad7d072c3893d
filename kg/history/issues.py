"""Which issues are surely one: the same things said of the same entities in other words; what may be one is offered.

Two labels are one issue if their telling words are the same, inflection and word order apart, and they are about the
same entities. Words for taking part are one word, as are those for holding a meeting: in diplomacy they say the same
thing of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["IssueCluster", "IssueText", "cluster_issues", "issue_key", "telling_words"]

_FUNCTION_WORDS: Final = frozenset(
    "a an the this that these those its their his her of to in on at for with by from and or but not be is are was "
    "were been being should would could will may might must can do does did has have had any all some such as it they "
    "he she we which who whom whether if there here than then so very more most also".split()
)
_SENSES: Final = {
    word: sense
    for sense, words in {
        "attend": "attend attendance attended attending participate participation participating include including "
        "inclusion invite inviting invitation join joining",
        "conference": "conference talks talk meeting negotiation negotiations summit table",
        "arm": "arm arms arming weapon weapons",
        "oust": "oust ousting removal remove removing topple toppling",
    }.items()
    for word in words.split()
}
_ENDINGS: Final = re.compile(r"(?:ing|ed|es|s)$")
_LEAST_STEM: Final = 4
OFFERED_LIKENESS: Final = 0.5  # half of the words shared, as Jaccard has it


@dataclass(frozen=True, slots=True)
class IssueText:
    """An issue: its id, its label, and the ids of entities that it is about."""

    id: str
    label: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueCluster:
    """Issues that are one; ``id`` and ``label`` are those of the first by id with the shortest label.

    ``candidates`` are the ids of clusters that may be the same.
    """

    id: str
    label: str
    about: tuple[str, ...]
    members: tuple[str, ...]
    candidates: tuple[str, ...] = ()


def telling_words(label: str) -> frozenset[str]:
    """The words of a label that tell it from others, without inflection."""
    words = re.findall(r"[a-z][a-z'-]+", label.casefold())
    return frozenset(_SENSES.get(word) or _stem(word) for word in words if word not in _FUNCTION_WORDS)


def _stem(word: str) -> str:
    bare = _ENDINGS.sub("", word.removesuffix("'s"))
    return bare if len(bare) >= _LEAST_STEM else word


def issue_key(label: str, about: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Equal for issues that surely are one.

    Args:
        label: an issue's label.
        about: the ids of entities that it is about.
    """
    return telling_words(label) or frozenset({label}), tuple(sorted(about))


def cluster_issues(issues: Iterable[IssueText]) -> tuple[IssueCluster, ...]:
    """Put together what is surely one issue, and say what may be; sorted by id."""
    groups: defaultdict[tuple[frozenset[str], tuple[str, ...]], list[IssueText]] = defaultdict(list)
    for issue in sorted(issues, key=lambda issue: issue.id):
        groups[issue_key(issue.label, issue.about)].append(issue)
    heads = {key: min(group, key=lambda one: (len(one.label), one.id)) for key, group in groups.items()}
    near = _candidates({heads[key].id: key for key in groups})
    found = [
        IssueCluster(heads[key].id, heads[key].label, key[1], tuple(one.id for one in group), near[heads[key].id])
        for key, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda cluster: cluster.id))


def _candidates(keys: Mapping[str, tuple[frozenset[str], tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """For each cluster, others with half of its words and, where both name entities, one of these."""
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for identifier, (words, _) in sorted(keys.items()):
        for word in sorted(words):
            by_word[word].append(identifier)
    found: dict[str, tuple[str, ...]] = {}
    for identifier, (words, about) in keys.items():
        others = {one for word in words for one in by_word[word]} - {identifier}
        fitting = {
            one
            for one in others
            if len(words & keys[one][0]) >= OFFERED_LIKENESS * len(words | keys[one][0])
            and (not about or not keys[one][1] or set(about) & set(keys[one][1]))
        }
        found[identifier] = tuple(sorted(fitting))
    return found
