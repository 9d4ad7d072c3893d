"""Which part of which corpus trains, steers and measures the pipeline. Test parts are read for measuring only."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from kg.errors import InputError
from kg.nlp.training.columns import read_uner, read_wikigold
from kg.nlp.training.conllu import TreeSentence, read_conllu
from kg.nlp.training.entities import common_nouns, read_gum, read_meantime
from kg.nlp.training.gmb import Majority, read_gmb
from kg.nlp.training.lexicon import Lexicon
from kg.nlp.training.namedocs import named_docs
from kg.nlp.training.names import NamedSentence
from kg.nlp.training.treebanks import AlignmentCount, documents, treebank_docs

__all__ = ["TREEBANKS", "Corpora", "NameParts", "TrainingFiles"]

TREEBANKS: Final = ("ewt", "gum")
_CHUNK_WORDS: Final = 70
_DEV_DOCS: Final = 240
_SENTENCES_A_TEXT: Final = 3


@dataclass(frozen=True, slots=True)
class TrainingFiles:
    """The converted corpora on disk, as spaCy's ``Corpus`` reads them."""

    trees_train: Path
    trees_dev: Path
    names_train: Path
    names_dev: Path


@dataclass(frozen=True, slots=True)
class NameParts:
    """Sentences with names: to train on, to steer by, and to measure on.

    ``gmb_test_plain`` is GMB's held-back part with its own annotation, not repaired.
    """

    train: Sequence[NamedSentence]
    dev: Sequence[NamedSentence]
    gmb_test: Sequence[NamedSentence]
    gmb_test_plain: Sequence[NamedSentence]


@dataclass(frozen=True, slots=True)
class Corpora:
    """The folder of corpora.

    Args:
        folder: holds ``ewt``, ``gum``, ``gmb``, ``wikigold`` and ``meantime``.
        lexicon: what tells peoples, states and other places apart.
    """

    folder: Path
    lexicon: Lexicon

    def trees(self, treebank: str, part: str) -> list[TreeSentence]:
        """The sentences of a treebank's part ("train", "dev" or "test").

        Raises:
            InputError: the file is missing.
        """
        return list(read_conllu(self._file(treebank, f"{part}.conllu")))

    def _file(self, *parts: str) -> Path:
        path = self.folder.joinpath(*parts)
        if not path.exists():
            raise InputError(str(path), "not found; name the folder that holds the corpora with --corpora")
        return path

    def name_parts(self) -> NameParts:
        """Names to train on, to steer by and to measure on.

        GMB has no documents and no parts: its last tenth is held back for measuring and the twentieth before it for
        steering, each in one piece, so that articles are not split between the parts.
        """
        path = self._file("gmb", "gmb-names.conll")
        plain = read_gmb(path, self.lexicon, repair=False)
        gmb = read_gmb(path, self.lexicon)
        test, dev = len(gmb) // 10, len(gmb) // 20
        majority = Majority.of(gmb[: -test - dev])
        gmb = [majority.settled(majority.split(sentence)) for sentence in gmb]
        gum = self.trees("gum", "train")
        nouns = common_nouns(gum)
        train = [
            *gmb[: -test - dev],
            *read_gum(gum, nouns, self.lexicon),
            *read_wikigold(self._file("wikigold", "wikigold.conll.txt"), self.lexicon),
            *read_uner(self._file("ewt", "ner-dev.iob2"), self.trees("ewt", "dev"), self.lexicon),
            *read_meantime(self._file("meantime"), self.lexicon),
        ]
        steer = [*gmb[-test - dev : -test], *read_gum(self.trees("gum", "dev"), nouns, self.lexicon)]
        return NameParts(train, steer, gmb[-test:], plain[-test:])

    def ewt_names(self) -> list[list[NamedSentence]]:
        """Universal NER's test part by document, as the corpus has it: PER, ORG and LOC."""
        path = self._file("ewt", "ner-test.iob2")
        return [read_uner(path, group, None) for group in documents(self.trees("ewt", "test"))]

    def convert(self, nlp: Language, work: Path) -> tuple[TrainingFiles, AlignmentCount]:
        """Write the training files into ``work``.

        Returns:
            The files, and how the treebanks' words met the tokenizer's tokens in the training parts.
        """
        work.mkdir(parents=True, exist_ok=True)
        count = AlignmentCount()
        train = [
            doc
            for bank in TREEBANKS
            for doc in treebank_docs(nlp, documents(self.trees(bank, "train"), words=_CHUNK_WORDS), count)
        ]
        dev = [doc for bank in TREEBANKS for doc in treebank_docs(nlp, documents(self.trees(bank, "dev"), words=200))]
        names = self.name_parts()
        files = TrainingFiles(*(work / f"{name}.spacy" for name in TrainingFiles.__slots__))
        _write(train, files.trees_train)
        _write(_sample(dev, _DEV_DOCS), files.trees_dev)
        _write(named_docs(nlp, names.train, longest=_SENTENCES_A_TEXT), files.names_train)
        _write(named_docs(nlp, names.dev, longest=_SENTENCES_A_TEXT), files.names_dev)
        return files, count


def _sample(docs: Sequence[Doc], size: int) -> Iterator[Doc]:
    """Some of the docs, the same ones every time."""
    chosen = random.Random(0).sample(range(len(docs)), min(size, len(docs)))  # noqa: S311 - no secret
    return (docs[index] for index in sorted(chosen))


def _write(docs: Iterable[Doc], path: Path) -> None:
    DocBin(docs=docs, store_user_data=False).to_disk(path)
