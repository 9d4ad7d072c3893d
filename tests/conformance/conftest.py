"""One service for all suites, on a folder without any build in it, whose default graph is its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from datasets import Loader
from running import TOKEN, Service, running

from kg.ledger import Ledger
from kg.store import EmbeddedStore


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    assert shared.is_dir()
    folder = tmp_path_factory.mktemp("conformance") / "data"
    with EmbeddedStore.open(folder, writable=True) as store:
        with Ledger.open(store.folder.ledger):
            pass
        store.publish("empty")
    return folder


@pytest.fixture(scope="session")
def service(empty_folder: Path) -> Iterator[Service]:
    settings = {"default_graph": "own", "update_token": TOKEN, "query_workers": "2", "query_timeout": "30"}
    with running(empty_folder, **settings) as started:
        yield started


@pytest.fixture(scope="session")
def loader(service: Service) -> Loader:
    return Loader(service)
