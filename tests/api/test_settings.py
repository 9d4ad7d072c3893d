"""Settings: defaults, variables, flags, and what is refused."""

from __future__ import annotations

import pytest
from small_graph import small_graph

from api import Settings, create_app
from kg.errors import InputError


def test_flags_go_before_variables_and_variables_before_defaults():
    variables = {"DEMARCHE_PORT": "9000", "DEMARCHE_THREADS": "3", "DEMARCHE_CORS": "*", "PORT": "1"}
    settings = Settings.from_environment(variables, port=9001, host=None)
    assert (settings.port, settings.threads, settings.cors, settings.host) == (9001, 3, "*", "127.0.0.1")
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEMARCHE_PORT", "http"),
        ("DEMARCHE_PORT", ""),
        ("DEMARCHE_PORT", "65536"),
        ("DEMARCHE_PORT", "-1"),
        ("DEMARCHE_THREADS", "0"),
        ("DEMARCHE_MAX_BODY", "1.5"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(variable: str, value: str):
    with pytest.raises(InputError, match=variable):
        Settings.from_environment({variable: value})


def test_limits_of_the_settings_hold():
    client = create_app(small_graph(), Settings(max_page=2, max_nodes=3, max_depth=1)).test_client()
    assert client.get("/api/entities?limit=2").status_code == 200
    assert client.get("/api/entities?limit=3").status_code == 400
    assert len(client.get("/api/entities").get_json()["items"]) == 2
    assert client.get("/api/entities/john-kerry/neighbourhood?limit=4").status_code == 400
    assert client.get("/api/entities/john-kerry/neighbourhood").status_code == 200
    assert client.get("/api/entities/john-kerry/neighbourhood?depth=2").status_code == 400
