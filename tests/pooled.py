"""How much the processes of a service have been asked."""

from __future__ import annotations

from flask import Flask

from api import context


def asked_of_the_pool(app: Flask) -> int:
    """The queries that its processes were given and are done with, in whatever way."""
    with app.app_context():
        now = context.answering().state
    return 0 if now is None else now.answered + now.killed
