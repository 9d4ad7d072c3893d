"""The spaCy component ``kg_encoder``: a Doc's tokens in windows through the graph, and everything found set on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import ensure_path
from srsly import msgpack_dumps, msgpack_loads

from kg.errors import PipelineError
from kg.nlp.encoder.agreement import agreed
from kg.nlp.encoder.decoding import Decoder, Parse
from kg.nlp.encoder.graph import Graph
from kg.nlp.encoder.labels import Labels
from kg.nlp.encoder.surface import SurfaceToken, surface_tokens
from kg.nlp.encoder.wordpieces import WordPieces

__all__ = ["EncoderPipe", "make_encoder"]

_ASSIGNS: Final = ["token.tag", "token.pos", "token.morph", "token.lemma", "token.head", "token.dep"]
_WINDOW: Final = 160  # word pieces; texts of up to about 100 words are what the encoder was trained on
_ATTRIBUTES: Final = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP"]
_NO_MODEL: Final = "has no model; load a pipeline that holds one"
_LABELS_FILE: Final = "labels.json"


class EncoderPipe:
    """Sets tags, features, lemmas, trees, sentences and names.

    Sentence starts that are set before (``Token.is_sent_start``) are kept.
    """

    def __init__(self, name: str = "kg_encoder") -> None:
        self.name = name
        self._graph: Graph | None = None
        self._decoder: Decoder | None = None

    def set_model(self, graph: Graph, labels: Labels) -> None:
        """Take the graph and the meaning of its scores."""
        self._graph = graph
        self._decoder = Decoder(labels, graph.pieces)

    @property
    def labels(self) -> tuple[str, ...]:
        """The kinds of names."""
        return self._decoder.labels.names if self._decoder is not None else ()

    @property
    def annotation(self) -> Labels:
        """The labels of every layer.

        Raises:
            PipelineError: no model was loaded.
        """
        if self._decoder is None:
            raise PipelineError(self.name, _NO_MODEL)
        return self._decoder.labels

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc in place.

        Raises:
            PipelineError: no model was loaded.
        """
        if self._graph is None or self._decoder is None:
            raise PipelineError(self.name, _NO_MODEL)
        tokens = surface_tokens((token.text, bool(token.whitespace_)) for token in doc)
        given = _given_begins(doc, tokens)
        parses = list(_parses(self._graph, self._decoder, tokens, given))
        if len(doc):
            _annotate(doc, tokens, parses)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Annotate Docs one by one; ``batch_size`` changes nothing."""
        del batch_size
        for doc in stream:
            yield self(doc)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The graph, its vocabulary and its labels in one piece."""
        del exclude
        if self._graph is None or self._decoder is None:
            return b""
        parts = (self._graph.model, "\n".join(self._graph.pieces.pieces), self._decoder.labels.to_json())
        return bytes(msgpack_dumps(parts))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> EncoderPipe:
        """Read what :meth:`to_bytes` gave."""
        del exclude
        if data:
            model, pieces, labels = msgpack_loads(data)
            self.set_model(Graph(model, WordPieces(pieces.split("\n"))), Labels.from_json(labels))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the graph, its vocabulary and its labels into the folder ``path``."""
        del exclude
        folder = ensure_path(path)
        if self._graph is not None and self._decoder is not None:
            self._graph.write(folder)
            (folder / _LABELS_FILE).write_text(self._decoder.labels.to_json(), encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> EncoderPipe:
        """Read what :meth:`to_disk` wrote."""
        del exclude
        folder = ensure_path(path)
        labels = Labels.from_json((folder / _LABELS_FILE).read_text(encoding="utf-8"))
        self.set_model(Graph.read(folder), labels)
        return self


@Language.factory(
    "kg_encoder",
    assigns=[*_ASSIGNS, "token.is_sent_start", "doc.sents", "doc.ents", "token.ent_iob", "token.ent_type"],
)
def make_encoder(nlp: Language, name: str) -> EncoderPipe:
    """Make the component; its model comes with the pipeline's files."""
    del nlp
    return EncoderPipe(name)


def _given_begins(doc: Doc, tokens: Sequence[SurfaceToken]) -> list[bool | None]:
    """What is set already; a mark on white space counts for the word behind it."""
    marks: list[bool | None] = []
    before = -1
    for token in tokens:
        values = [doc[i].is_sent_start for i in range(before + 1, token.index + 1)]
        marks.append(True if True in values[(before < 0) :] else values[-1] if values[-1] is False else None)
        before = token.index
    return marks


def _parses(
    graph: Graph, decoder: Decoder, tokens: Sequence[SurfaceToken], given: Sequence[bool | None]
) -> Iterator[Parse]:
    """Parse windows that each begin with a sentence: what is cut off at a window's end opens the next."""
    begin = 0
    while begin < len(tokens):
        end = _window_end(graph, tokens, given, begin)
        scores = graph(tokens[begin:end])
        begins = decoder.begins(scores, given[begin:end])
        size = end - begin
        if end < len(tokens) and given[end] is not True:
            size = max((i for i, mark in enumerate(begins) if mark and i), default=size)
        yield decoder.parse(scores, [token.text for token in tokens[begin : begin + size]], begins[:size])
        begin += size


def _window_end(graph: Graph, tokens: Sequence[SurfaceToken], given: Sequence[bool | None], begin: int) -> int:
    size = 0
    whole = begin  # where the last sentence start that is given ends what is certain
    for index in range(begin, len(tokens)):
        if index > begin and given[index] is True:
            whole = index
        size += graph.size(tokens[index])
        if size > _WINDOW and index > begin:
            return whole if whole > begin else index
    return len(tokens)


def _annotate(doc: Doc, tokens: Sequence[SurfaceToken], parses: Sequence[Parse]) -> None:
    array = _white_space(doc, [token.index for token in tokens])
    names: list[tuple[int, int, str]] = []
    offset = 0
    for parse in parses:
        places = [token.index for token in tokens[offset : offset + len(parse.tags)]]
        array[places] = _rows(doc, parse, places)
        names += [(places[b], places[e - 1] + 1, label) for b, e, label in parse.names]
        offset += len(places)
    doc.from_array(_ATTRIBUTES, array)  # type: ignore[arg-type]  # the stub asks for signed integers
    kinds = agreed([(doc[begin:end].text, kind) for begin, end, kind in names])
    doc.set_ents([Span(doc, begin, end, label=kind) for (begin, end, _), kind in zip(names, kinds, strict=True)])


def _rows(doc: Doc, parse: Parse, places: Sequence[int]) -> NDArray[np.uint64]:
    strings, morphology = doc.vocab.strings, doc.vocab.morphology
    rows = zip(parse.tags, parse.pos, parse.morphs, parse.lemmas, parse.heads, parse.deps, places, strict=True)
    return np.array(
        [
            (
                strings.add(tag),
                strings.add(pos),
                morphology.add(features),
                strings.add(lemma),
                _offset(places[head] - place),
                strings.add(dep),
            )
            for tag, pos, features, lemma, head, dep, place in rows
        ],
        dtype=np.uint64,
    )


def _offset(distance: int) -> int:
    """A head's distance as spaCy's arrays hold it: in two's complement."""
    return distance % (1 << 64)


def _white_space(doc: Doc, places: Sequence[int]) -> NDArray[np.uint64]:
    """Rows for every token as white space that hangs on the word before it, at the Doc's begin on the first word."""
    strings = doc.vocab.strings
    array = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
    array[:, :3] = strings.add("_SP"), strings.add("SPACE"), doc.vocab.morphology.add("")
    array[:, 5] = strings.add("dep")
    head = places[0] if places else 0
    words = frozenset(places)
    for index in range(len(doc)):
        if index in words:
            head = index
        else:
            array[index, 3:5] = doc[index].orth, _offset(head - index)
    if not places:
        array[0, 5] = strings.add("ROOT")
    return array
