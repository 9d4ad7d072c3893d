"""The command line: the only room that prints, and the only one that chooses an exit code."""

from __future__ import annotations

from kg.cli.commands import app, main
from kg.cli.group import ExitCode

__all__ = ["ExitCode", "app", "main"]
