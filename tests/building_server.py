"""What processes hold that builds are forked from: what a build loads, the gazetteer read, and no database open.

Nothing here loads a language pipeline: builds read the fake annotator's language.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fake_annotator import FakeAnnotator
from pyoxigraph import RdfFormat

from kg.building import BuildReport, build
from kg.documents import read
from kg.model import Document
from kg.resolve import resolve
from kg.store import open_store

__all__ = ["ARTICLES", "built", "n_quads", "written"]

ARTICLES = {
    "a": "John Kerry met Sergey Lavrov in Paris on 2013-05-27. Sergey Lavrov is Foreign Minister of Russia.",
    "b": "John Kerry met Lavrov in Paris on 2013-05-27. Russia opposes the strike.",
    "c": 'Sergey Lavrov said "It is not an easy task at all". Syria opposes the conference.',
    "d": "John Kerry will meet Walid Moallem in Geneva on 2014-01-22.",
    "e": "Walid Moallem met John Kerry on 2014-01-22. Iran opposes the strike.",
}


def written(folder: Path, articles: dict[str, str]) -> Path:
    """Articles as files, published on the tenth of January 2014 and after."""
    folder.mkdir(exist_ok=True)
    for name, text in articles.items():
        day = 10 + sorted(ARTICLES).index(name)
        (folder / f"{name}.txt").write_text(f"The story of {name}\n\nJanuary {day}, 2014\n\n{text}\n", "utf-8")
    return folder


def _warm() -> None:
    """Have everything read that a resolution looks up."""
    with tempfile.TemporaryDirectory() as folder:
        documents = [each for each in read(written(Path(folder), ARTICLES)) if isinstance(each, Document)]
    resolve(facts for facts in FakeAnnotator()(documents))


def built(sources: Sequence[Path], data: Path) -> BuildReport:
    """A build of the fake annotator's."""
    return build(sources, data, annotator=FakeAnnotator())


def n_quads(data: Path) -> bytes:
    """What readers see."""
    output = io.BytesIO()
    with open_store(data) as reader:
        reader.dump(RdfFormat.N_QUADS, output)
    return output.getvalue()


_warm()
