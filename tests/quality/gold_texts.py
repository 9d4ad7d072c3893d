"""The texts that the gold facts beside this file are about, read from the corpora that lie beside the checkout.

The repository holds facts and short evidence, not the texts. ``gold/manifest.json`` says where each text lies: its
corpus, the file, and the part of the file (GMB: numbers of sentences, from 0; GUM: a document and numbers of its
sentences, from 1; MEANTIME: numbers of sentences; re3d: the document's id). A part that ends in ``-`` goes to the end.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.nlp.training.columns import blocks
from kg.nlp.training.detokenise import detokenise

GOLD = Path(__file__).with_name("gold")
MANIFEST = GOLD / "manifest.json"


@dataclass(frozen=True, slots=True)
class GoldText:
    """Where the text of one gold file lies, and what its corpus does not say of it.

    ``dated_by`` says where ``published`` comes from; ``taught_a_model`` whether the shipped pipeline's models were
    trained on it.
    """

    id: str
    corpus: str
    file: str
    part: str
    title: str | None
    published: str
    dated_by: str
    taught_a_model: bool

    def text(self, corpora: Path) -> str:
        """The article's text, one blank line between paragraphs where the corpus knows them."""
        return _READERS[self.corpus](corpora / self.file, self.part)

    def as_line(self, corpora: Path) -> str:
        """The article as a line of JSON Lines, which is what the pipeline reads."""
        fields = {"id": self.id, "title": self.title, "published": self.published, "text": self.text(corpora)}
        return json.dumps({name: value for name, value in fields.items() if value is not None}, ensure_ascii=False)


def manifest() -> tuple[GoldText, ...]:
    """Every text of the manifest, in its order."""
    return tuple(GoldText(**entry) for entry in json.loads(MANIFEST.read_text(encoding="utf-8")))


def write_articles(texts: Iterable[GoldText], corpora: Path, target: Path) -> Path:
    """Write the texts as JSON Lines that ``kg build`` reads."""
    target.write_text("".join(f"{text.as_line(corpora)}\n" for text in texts), encoding="utf-8")
    return target


def _gmb(path: Path, part: str) -> str:
    """GMB keeps no paragraphs: one paragraph."""
    wanted = _range(part)
    sentences = enumerate(blocks(path, "\t", 3))
    return " ".join(detokenise([row[0] for row in block])[0] for number, block in sentences if number in wanted)


def _gum(path: Path, part: str) -> str:
    document, _, numbers = part.partition(":")
    wanted, text = _range(numbers), ""
    for number, (starts_paragraph, sentence) in enumerate(_gum_sentences(path, document), start=1):
        if number in wanted:
            text += ("\n\n" if starts_paragraph else " ") + sentence
    return text.strip()


def _gum_sentences(path: Path, document: str) -> Iterator[tuple[bool, str]]:
    """The sentences of a document, each with whether a paragraph begins there."""
    inside = starts = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id = "):
            inside = line.removeprefix("# newdoc id = ") == document
        elif line.startswith("# newpar"):
            starts = True
        elif line.startswith("# text = ") and inside:
            yield starts, line.removeprefix("# text = ")
            starts = False


def _meantime(path: Path, part: str) -> str:
    """MEANTIME keeps no paragraphs: one paragraph."""
    wanted, sentences = _range(part), dict[int, list[str]]()
    for token in ET.parse(path).getroot().iter("token"):
        sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
    return " ".join(detokenise(sentences[number])[0] for number in sorted(sentences) if number in wanted)


def _re3d(path: Path, part: str) -> str:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["_id"] == part:
            return re.sub(r"\s*\n\s*", "\n\n", record["text"]).strip()
    raise KeyError(part)


def _range(part: str) -> range:
    first, _, last = part.partition("-")
    return range(int(first), int(last) + 1 if last else 10**9)


_READERS: dict[str, Callable[[Path, str], str]] = {"gmb": _gmb, "gum": _gum, "meantime": _meantime, "re3d": _re3d}
