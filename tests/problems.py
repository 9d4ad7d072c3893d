"""What an error looks like on the wire; every test of an error goes through here."""

from __future__ import annotations

import json

from werkzeug.test import TestResponse

from api.problem import PROBLEMS, TYPE_BASE


def assert_problem(response: TestResponse, kind: str, *words: str) -> dict[str, object]:
    """The response is this kind of problem, whole, and its detail holds these words.

    Returns:
        The JSON object.
    """
    status, title = PROBLEMS[kind]
    body = response.get_data(as_text=True)
    assert response.status_code == status, body
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    told = json.loads(body)
    assert (told["type"], told["title"], told["status"]) == (TYPE_BASE + kind, title, status.value)
    assert isinstance(told["detail"], str)
    assert told["detail"]
    for word in words:
        assert word in told["detail"]
    assert None not in told.values()
    return told
