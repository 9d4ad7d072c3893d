"""A spaCy Doc as a plain list of annotated rows, and back: the form in which training texts are built and varied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.nlp.training.tokens import AnnotatedToken

__all__ = ["Row", "doc_of", "insert_space", "rows_of", "sentence_rows", "space_row"]


@dataclass(frozen=True, slots=True)
class Row:
    """One token of a document: its text, and its annotation where there is one (``head`` counts from the document).

    ``begins`` says that a sentence begins here; None where that is not known. ``entity`` is an IOB tag ("B-PERSON",
    "I-PERSON", "O"), or "" where names are not annotated.
    """

    text: str
    space: bool
    tag: str = ""
    pos: str = ""
    morph: str = ""
    lemma: str = ""
    head: int | None = None
    dep: str = ""
    begins: bool | None = None
    entity: str = ""

    @property
    def is_space(self) -> bool:
        """Whether the token is white space."""
        return self.text.isspace()


def sentence_rows(tokens: Sequence[AnnotatedToken], offset: int) -> list[Row]:
    """The rows of one annotated sentence whose first token is the document's token ``offset``."""
    return [
        Row(
            text=token.text,
            space=token.space_after,
            tag=token.tag,
            pos=token.pos,
            morph=token.morph,
            lemma=token.lemma,
            head=offset + token.head,
            dep=token.dep,
            begins=index == 0,
        )
        for index, token in enumerate(tokens)
    ]


def space_row(text: str, head: int | None, *, entity: str = "", annotated: bool = True) -> Row:
    """The row of a white space token that hangs on token ``head``, as spaCy's own pipelines have it."""
    if not annotated:
        return Row(text, space=False, begins=False, entity=entity)
    return Row(text, space=False, tag="_SP", pos="SPACE", lemma=text, head=head, dep="dep", begins=False, entity=entity)


def insert_space(rows: Sequence[Row], texts: dict[int, tuple[str, bool]]) -> list[Row]:
    """Insert white space tokens.

    Args:
        rows: a document's rows.
        texts: by the index of the row it follows, the white space, and whether it replaces that row's single space
            (a line break does) or stands beside it (a double space does).
    """
    places: list[int] = []
    size = 0
    for index in range(len(rows)):
        places.append(size)
        size += 2 if index in texts else 1
    result: list[Row] = []
    for index, row in enumerate(rows):
        moved = row if row.head is None else replace(row, head=places[row.head])
        if index not in texts:
            result.append(moved)
            continue
        text, replaces = texts[index]
        result.append(replace(moved, space=moved.space and not replaces))
        follower = rows[index + 1] if index + 1 < len(rows) else None
        entity = follower.entity if follower is not None and follower.entity.startswith("I-") else row.entity and "O"
        result.append(space_row(text, places[index], entity=entity, annotated=row.head is not None))
    return result


def doc_of(vocab: Vocab, rows: Sequence[Row]) -> Doc:
    """Build the Doc; what the rows leave open stays missing in it."""
    heads = [row.head for row in rows if row.head is not None]
    whole_tree = len(heads) == len(rows)
    doc = Doc(
        vocab,
        words=[row.text for row in rows],
        spaces=[row.space for row in rows],
        tags=_column(rows, lambda row: row.tag),
        pos=_column(rows, lambda row: row.pos),
        morphs=[row.morph for row in rows] if any(row.pos for row in rows) else None,
        lemmas=_column(rows, lambda row: row.lemma),
        heads=heads if whole_tree else None,
        deps=_column(rows, lambda row: row.dep),
        sent_starts=None if whole_tree else [row.begins for row in rows],
    )
    if any(row.entity for row in rows):
        doc.set_ents(list(_spans(doc, rows)))
    return doc


def _column(rows: Sequence[Row], value: Callable[[Row], str]) -> list[str] | None:
    values = [value(row) for row in rows]
    return values if any(values) else None


def _spans(doc: Doc, rows: Sequence[Row]) -> Iterable[Span]:
    begin: int | None = None
    for index, row in enumerate((*rows, Row("", space=False, entity="O"))):
        if begin is not None and not row.entity.startswith("I-"):
            yield Span(doc, begin, index, label=rows[begin].entity[2:])
            begin = None
        if row.entity.startswith("B-"):
            begin = index


def rows_of(doc: Doc) -> list[Row]:
    """The rows of a Doc that :func:`doc_of` built."""
    has_tree, has_names = doc.has_annotation("DEP"), doc.has_annotation("ENT_IOB")
    return [
        Row(
            text=token.text,
            space=bool(token.whitespace_),
            tag=token.tag_,
            pos=token.pos_,
            morph=str(token.morph),
            lemma=token.lemma_,
            head=token.head.i if has_tree else None,
            dep=token.dep_,
            begins=token.is_sent_start,
            entity=_entity(token.ent_iob_, token.ent_type_) if has_names else "",
        )
        for token in doc
    ]


def _entity(iob: str, label: str) -> str:
    return f"{iob}-{label}" if label else iob
