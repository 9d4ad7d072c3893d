"""CoNLL-U treebanks (https://universaldependencies.org/format.html) as sentences of words with character offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import InputError

__all__ = ["TreeSentence", "TreeWord", "parse_conllu", "read_conllu"]

_COLUMNS: Final = 10


@dataclass(frozen=True, slots=True)
class TreeWord:
    """One syntactic word.

    ``head`` is the index of the head in the sentence, or None for the root. ``begin`` and ``end`` are offsets into
    the sentence's text; the words of a contraction written otherwise than its parts ("gonna") share its whole span.
    ``entity`` is GUM's bracketed entity annotation (``Entity=`` in the last column).
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int | None
    dep: str
    begin: int
    end: int
    entity: str = ""


@dataclass(frozen=True, slots=True)
class TreeSentence:
    """One sentence of a treebank.

    ``document`` is set on the first sentence of a document, ``new_paragraph`` on the first of a paragraph. ``glued``
    says that the next sentence follows without a space.
    """

    id: str
    text: str
    words: tuple[TreeWord, ...]
    document: str | None = None
    new_paragraph: bool = False
    glued: bool = False


@dataclass(slots=True)
class _Surface:
    """The growing text of a sentence, token by token."""

    text: str = ""
    space_due: bool = False

    def add(self, form: str, *, space_after: bool) -> tuple[int, int]:
        """Append a token and return its offsets."""
        if self.space_due:
            self.text += " "
        begin = len(self.text)
        self.text += form
        self.space_due = space_after
        return begin, len(self.text)


def read_conllu(path: Path) -> Iterator[TreeSentence]:
    """Yield the sentences of a CoNLL-U file.

    Raises:
        InputError: the file is not CoNLL-U; the error names file and line.
    """
    with path.open(encoding="utf-8") as lines:
        yield from parse_conllu(lines, source=str(path))


def parse_conllu(lines: Iterable[str], *, source: str = "-") -> Iterator[TreeSentence]:
    """Yield the sentences of CoNLL-U lines; empty nodes are left out, contractions are split into their words.

    Args:
        lines: the lines, with or without line ends.
        source: what error messages call the input.

    Raises:
        InputError: a line has not ten columns, or numbers do not add up.
    """
    comments: list[str] = []
    rows: list[tuple[str, ...]] = []
    number = 0
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\n")
        if line.startswith("#"):
            comments.append(line)
        elif line:
            columns = tuple(line.split("\t"))
            if len(columns) != _COLUMNS:
                raise InputError(source, f"{len(columns)} columns where CoNLL-U has ten", line=number)
            rows.append(columns)
        elif rows:
            yield _sentence(comments, rows, source, number)
            comments, rows = [], []
    if rows:
        yield _sentence(comments, rows, source, number)


def _sentence(comments: list[str], rows: list[tuple[str, ...]], source: str, line: int) -> TreeSentence:
    surface = _Surface()
    try:
        words = tuple(_words(rows, surface))
    except (ValueError, KeyError) as error:
        raise InputError(source, f"the sentence that ends here is not CoNLL-U: {error}", line=line) from error
    return TreeSentence(
        id=_comment(comments, "sent_id") or "",
        text=surface.text,
        words=words,
        document=_comment(comments, "newdoc id"),
        new_paragraph=any(comment.startswith(("# newpar", "# newdoc")) for comment in comments),
        glued=not surface.space_due,
    )


def _comment(comments: list[str], key: str) -> str | None:
    prefix = f"# {key} = "
    return next((comment.removeprefix(prefix) for comment in comments if comment.startswith(prefix)), None)


def _words(rows: list[tuple[str, ...]], surface: _Surface) -> Iterator[TreeWord]:
    numbers = [row[0] for row in rows if row[0].isdigit()]
    if numbers != [str(n) for n in range(1, len(numbers) + 1)]:
        raise ValueError("word numbers do not run from 1")
    spans: dict[str, tuple[int, int]] = {}
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            spans.update(_contraction(row, rows, surface))
        else:
            if row[0] not in spans:
                spans[row[0]] = surface.add(row[1], space_after=_space_after(row))
            yield _word(row, spans[row[0]], len(numbers))


def _contraction(
    row: tuple[str, ...], rows: list[tuple[str, ...]], surface: _Surface
) -> Iterator[tuple[str, tuple[int, int]]]:
    first, last = (int(part) for part in row[0].split("-"))
    parts = [other for other in rows if other[0].isdigit() and first <= int(other[0]) <= last]
    begin, end = surface.add(row[1], space_after=_space_after(row))
    literal = "".join(part[1] for part in parts) == row[1]
    for part in parts:
        if literal:
            end = begin + len(part[1])
            yield part[0], (begin, end)
            begin = end
        else:
            yield part[0], (begin, end)


def _space_after(row: tuple[str, ...]) -> bool:
    return "SpaceAfter=No" not in row[9].split("|")


def _word(row: tuple[str, ...], span: tuple[int, int], size: int) -> TreeWord:
    head = int(row[6])
    if not 0 <= head <= size:
        raise ValueError(f"head {head} of word {row[0]} is outside the sentence")
    return TreeWord(
        form=row[1],
        lemma=row[1] if row[2] == "_" else row[2],
        upos=row[3],
        xpos=row[4],
        feats="" if row[5] == "_" else row[5],
        head=head - 1 if head else None,
        dep=row[7],
        begin=span[0],
        end=span[1],
        entity=next((item[7:] for item in row[9].split("|") if item.startswith("Entity=")), ""),
    )
