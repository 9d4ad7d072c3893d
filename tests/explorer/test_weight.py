"""How heavy the pages are."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from test_pages import PAGES

SCRIPT_LIMIT = 60_000
PAGE_LIMIT = 150_000


def test_all_scripts_together_are_light(repository: Path):
    scripts = list((repository / "api" / "explorer" / "static").rglob("*.js"))
    assert scripts
    assert sum(script.stat().st_size for script in scripts) < SCRIPT_LIMIT


def test_nothing_in_them_names_another_host(repository: Path):
    for file in (repository / "api" / "explorer" / "static").iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, file.name


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_light(geneva: FlaskClient, address: str):
    with geneva.get(address, headers={"Accept": "text/html"}) as response:
        assert len(response.get_data()) < PAGE_LIMIT
