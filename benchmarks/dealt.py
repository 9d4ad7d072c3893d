"""A corpus of any size for measurements: the seed articles' paragraphs, dealt out anew.

Each article has a title, some eight paragraphs from different articles and one that is its own, on a day of its own, so
that no two are taken for the same story; people, places, meetings and offices are those of real news.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

from kg.documents import read
from kg.model import Document, SectionKind
from kg.resources import seeds_path

FIRST_DAY = dt.date(2005, 1, 3)
PARAGRAPHS = 8


def paragraphs(*places: str | Path) -> list[str]:
    """Every paragraph of some articles, the seeds if none are named."""
    found: list[str] = []
    for document in read(*(places or (seeds_path(),))):
        if isinstance(document, Document):
            bodies = (one for one in document.sections if one.kind is SectionKind.BODY)
            found += [document.text[one.begin : one.end] for one in bodies]
    return sorted({one for one in found if len(one) >= 80})


def deal(path: Path, count: int, *places: str | Path, seed: int = 1) -> Path:
    """Write so many articles as JSON Lines.

    Args:
        path: the file.
        count: how many.
        places: articles to take paragraphs from; the seeds if none.
        seed: of the dealing.
    """
    pool, random_ = paragraphs(*places), random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            body = random_.sample(pool, min(PARAGRAPHS, len(pool)))
            own = f"This is report number {number} of the series, filed under {random_.randrange(10**9)}."
            day = FIRST_DAY + dt.timedelta(days=number % 5000)
            line = {"id": f"r{number:06}", "title": f"Report {number}", "published": day.isoformat()}
            file.write(json.dumps(line | {"text": "\n\n".join([*body, own])}) + "\n")
    return path
