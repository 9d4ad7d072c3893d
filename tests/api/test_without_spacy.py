"""The service starts and answers where spaCy is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"spacy", "thinc", "pyshacl"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Blocked())
import api
from kg.store import MemoryGraph
client = api.create_app(MemoryGraph.from_quads([])).test_client()
for address in ("/", "/healthz", "/readyz", "/sparql", "/sparql?query=ASK{}", "/api/stats", "/api/entities",
                "/api/meetings", "/api/positions", "/api/issues", "/api/documents", "/api/export/graphml"):
    response = client.get(address)
    assert response.status_code == 200, (address, response.data)
assert "spacy" not in sys.modules
"""


def test_the_service_needs_no_spacy(repository: Path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=repository, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
