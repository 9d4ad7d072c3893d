"""Fixtures of the language rooms."""

from __future__ import annotations

import pytest

from kg.nlp.annotator import Annotator, load_annotator


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The pipeline that ships, loaded once."""
    return load_annotator()
