"""Fixtures for the readers' tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents import read_one
from kg.model import Document


@pytest.fixture
def article(tmp_path: Path) -> Callable[..., Document]:
    """Writes a text into a file (``story.txt``, or another ``name``) and reads it back as a document."""

    def write_and_read(text: str, name: str = "story.txt") -> Document:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_one(path)

    return write_and_read
