"""A service over the small graph, and the one helper that says what an error looks like."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from small_graph import small_graph

import api


@pytest.fixture(scope="session")
def app() -> Flask:
    return api.create_app(small_graph())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
