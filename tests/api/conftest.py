"""A service over the small graph, and the one helper that says what an error looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from small_graph import small_graph, write_small_folder

import api


@pytest.fixture(scope="session")
def app() -> Flask:
    return api.create_app(small_graph())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small graph, as a build leaves one."""
    folder = tmp_path_factory.mktemp("small") / "data"
    write_small_folder(folder)
    return folder
