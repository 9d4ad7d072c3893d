"""A service over the graph of five short articles, answering on a port of its own, and a browser to look at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from geneva import geneva_graph
from waitress.server import create_server

import api
import kg

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def geneva_app() -> Flask:
    return api.create_app(geneva_graph())


@pytest.fixture
def geneva(geneva_app: Flask) -> FlaskClient:
    return geneva_app.test_client()


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    """An application on a free port of this machine; gives its address."""
    connections: dict[int, object] = {}
    server = create_server(app, map=connections, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)


@pytest.fixture(scope="session")
def site(geneva_app: Flask) -> Iterator[str]:
    with answering(geneva_app) as address:
        yield address


@pytest.fixture(scope="session")
def seeds_site(seeds_data: Path) -> Iterator[str]:
    with kg.open_store(seeds_data) as graph, answering(api.create_app(graph)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; the one that Playwright would download is not asked for."""
    if CHROMIUM is None:
        pytest.skip("needs a browser: apt-get install chromium")
    driver = pytest.importorskip("playwright.sync_api", reason="needs a browser's driver: pip install '.[test]'")
    with driver.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page with nothing kept from any before."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
