"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from kg.building import build
from kg.resources import seeds_path

REPOSITORY = Path(__file__).resolve().parent.parent

settings.register_profile("searching", deadline=None)
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
"""One commit, one verdict: the same examples in every run. ``--hypothesis-profile searching`` looks for new ones."""


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's root."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora, gold facts and reference material that developers have beside the checkout."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the reference material in {folder}, which is not part of the product")
    return folder


@pytest.fixture(scope="session")
def seeds_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the graph of the five seed articles, built once by the shipped pipeline."""
    folder = tmp_path_factory.mktemp("seeds") / "data"
    build([seeds_path()], folder)
    return folder
